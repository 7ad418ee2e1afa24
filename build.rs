//! Rebuilds the crate when a rule or list changes: they are embedded as a folder, which cargo does not watch by itself.

fn main() {
    println!("cargo::rerun-if-changed=rules");
}
