//! Throughput of parsing, normalising and reading text.

fn main() {
    divan::main();
}
