//! Reads any input that Larder knows and says what is in it.
//!
//! `cargo run --example census -- examples/brunch-book/captures`
#![expect(clippy::print_stdout, reason = "the example's result goes to standard output")]

use std::{error::Error, path::PathBuf};

use larder_import::{ReadOptions, read, source};

fn main() -> Result<(), Box<dyn Error>> {
    let inputs: Vec<PathBuf> = std::env::args_os().skip(1).map(PathBuf::from).collect();
    let options = ReadOptions::default();
    let source = source::open(&inputs, &options.limits)?;
    let reading = read(&*source, &options)?;
    for blog in &reading.blogs {
        let undated = blog.posts.heads().filter(|post| post.published.is_none()).count();
        println!(
            "{}: {} posts, {undated} undated, {} images",
            blog.site.id,
            blog.posts.len(),
            blog.assets.len()
        );
        for note in &blog.notes {
            println!("  {note}");
        }
    }
    // The promise: everything that came in is accounted for.
    assert!(reading.ledger.unexplained().is_empty());
    Ok(())
}
