//! The reader as a whole, over exports that no fixture has.

mod forms;
mod hostile;

use larder_core::{Blog, Post};

use crate::{ReadError, ReadOptions, Reading, read, source::Memory};

/// Reads files; the ledger explains everything.
fn read_files(files: &[(&str, &[u8])]) -> Result<Reading, ReadError> {
    let files: Vec<(String, Vec<u8>)> =
        files.iter().map(|(name, bytes)| ((*name).to_owned(), bytes.to_vec())).collect();
    let options = ReadOptions { from: Some("mt".into()), ..ReadOptions::default() };
    let reading = read(&Memory::new("blog", files), &options)?;
    assert_eq!(reading.ledger.unexplained(), []);
    Ok(reading)
}

/// The only blog of a text.
#[track_caller]
fn blog(text: &str) -> Blog {
    let mut reading = read_files(&[("a.txt", text.as_bytes())]).unwrap();
    assert_eq!(reading.blogs.len(), 1);
    reading.blogs.remove(0)
}

fn posts(blog: &Blog) -> Vec<Post> {
    blog.posts.iter().map(|post| post.unwrap().into_owned()).collect()
}

fn html(post: &Post) -> String {
    post.content.as_ref().unwrap().html.text().unwrap().into_owned()
}

fn codes(reading: &Reading) -> Vec<&'static str> {
    let notes = reading.blogs.iter().flat_map(|blog| &blog.notes).chain(&reading.notes);
    notes.map(|note| note.kind.code()).collect()
}
