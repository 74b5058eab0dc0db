//! Runs the fixtures (written later in this change).
fn main() {}
