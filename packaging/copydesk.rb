# The formula of Homebrew: `packaging/pack formula` fills in what stands between @ signs, from the checksums of a release.
class Copydesk < Formula
  desc "Linter for article drafts: figures nobody stands behind, disclosures that are owed"
  homepage "@HOME@"
  version "@VERSION@"
  license any_of: ["MIT", "Apache-2.0"]

  on_macos do
    on_arm do
      url "@HOME@/releases/download/v@VERSION@/copydesk-@VERSION@-aarch64-apple-darwin.tar.gz"
      sha256 "@aarch64-apple-darwin@"
    end
    on_intel do
      url "@HOME@/releases/download/v@VERSION@/copydesk-@VERSION@-x86_64-apple-darwin.tar.gz"
      sha256 "@x86_64-apple-darwin@"
    end
  end

  on_linux do
    on_arm do
      url "@HOME@/releases/download/v@VERSION@/copydesk-@VERSION@-aarch64-unknown-linux-gnu.tar.gz"
      sha256 "@aarch64-unknown-linux-gnu@"
    end
    on_intel do
      url "@HOME@/releases/download/v@VERSION@/copydesk-@VERSION@-x86_64-unknown-linux-gnu.tar.gz"
      sha256 "@x86_64-unknown-linux-gnu@"
    end
  end

  def install
    bin.install "copydesk"
    man1.install "share/man/man1/copydesk.1"
    bash_completion.install "share/completions/copydesk.bash" => "copydesk"
    zsh_completion.install "share/completions/_copydesk"
    fish_completion.install "share/completions/copydesk.fish"
  end

  test do
    (testpath/"draft.md").write "Experts say that 40% of the pilots smoke.\n"
    assert_match "attribution/vague-figure", shell_output("#{bin}/copydesk check --fail-on never draft.md")
  end
end
