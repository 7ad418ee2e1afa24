//! The doors: what a person types, which files it names, and how long it takes.

mod args;
mod progress;
mod walk;
