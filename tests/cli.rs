//! Every command in `tests/cli/*.md`, the README and the examples does what its page shows; `TRYCMD=overwrite` writes the pages anew.

#![allow(clippy::unwrap_used, clippy::expect_used)]

#[test]
fn every_page_is_true() {
    let cases = trycmd::TestCases::new();
    // The page on adoption commits and copies.
    for name in ["git", "cp"] {
        let folders = std::env::var_os("PATH").unwrap();
        let found = std::env::split_paths(&folders).map(|folder| folder.join(name)).find(|path| path.is_file()).unwrap();
        cases.register_bin(name, found.as_path());
    }
    let role = |role: &str| cases.env(format!("GIT_{role}_NAME"), "Ann").env(format!("GIT_{role}_EMAIL"), "ann@example.com");
    role("AUTHOR");
    role("COMMITTER").env("GIT_CONFIG_GLOBAL", "/dev/null").env("GIT_CONFIG_NOSYSTEM", "1");
    cases.env("SOURCE_DATE_EPOCH", "1796000000").case("tests/cli/*.md").case("tests/cli/*.toml").case("README.md").run();
    // The page of the examples is read, and its commands typed, where the examples are.
    std::env::set_current_dir("examples").unwrap();
    trycmd::TestCases::new().case("README.md").run();
}
