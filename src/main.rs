//! Runs the app.
fn main() {}
