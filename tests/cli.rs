//! Every command in `tests/cli/*.md`, the README and the examples does what its page shows; `TRYCMD=overwrite` writes the pages anew.

#[test]
fn every_page_is_true() {
    trycmd::TestCases::new().case("tests/cli/*.md").case("tests/cli/*.toml").case("README.md").run();
    // The page of the examples is read, and its commands typed, where the examples are.
    std::env::set_current_dir("examples").unwrap();
    trycmd::TestCases::new().case("README.md").run();
}
