//! Builds a blog in code and writes it as an Atom feed to standard output.
#![expect(clippy::print_stdout, reason = "the example's result goes to standard output")]

use std::error::Error;

use larder_core::{Blog, Body, Content, Post, PostId, Site, Status, Timestamp, Visibility};
use larder_export::{Account, WriteOptions, sink::Memory, writer};

fn main() -> Result<(), Box<dyn Error>> {
    let mut blog = Blog::new(Site::new("https://blog.example.org/"));
    blog.site.title = Some("느린 편지".into());
    blog.site.home = Some("https://blog.example.org/".into());

    let mut post = Post::new(PostId::new("https://blog.example.org/1"));
    post.title = Some("우체통이 있던 골목".into());
    post.permalink = Some("https://blog.example.org/1".into());
    post.published = Some(Timestamp::from_rfc3339("2021-03-04T12:30:02+09:00")?);
    post.content = Some(Box::new(Content::html(Body::inline("<p>골목 끝에 우체통이 있었다."))));
    // Without these two the post is in no feed: what is not known to be public is not published.
    post.status = Some(Status::Published);
    post.visibility = Some(Visibility::Public);
    blog.posts.push(post);

    let atom = writer("atom").ok_or("the Atom writer is always there")?;
    let mut options = WriteOptions::default();
    options.public_address = Some("https://blog.example.org/feeds/".into());
    let mut account = Account::new(atom.format(), &blog);
    let mut sink = Memory::default();
    atom.write(&blog, &options, &mut sink, &mut account)?;
    println!("{}", sink.text("atom.xml"));
    Ok(())
}
