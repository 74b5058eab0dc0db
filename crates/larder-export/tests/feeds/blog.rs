//! Blogs to write.

use larder_core::{
    Author, AuthorId, Blog, Body, Content, Post, PostId, Site, Status, Term, TermId, TermKind,
    Timestamp, Visibility,
};

/// A blog with an address and these posts.
pub(crate) fn blog(posts: impl IntoIterator<Item = Post>) -> Blog {
    let mut site = Site::new("https://blog.example.org/");
    site.title = Some("나무의 블로그 & notes".into());
    site.home = Some("https://blog.example.org/".into());
    site.language = Some("ko".into());
    let mut blog = Blog::new(site);
    blog.posts.extend(posts);
    blog.sort();
    blog
}

/// A public post with a title, an address and a body.
pub(crate) fn post(id: &str, html: &str) -> Post {
    let mut post = Post::new(PostId::new(id));
    post.status = Some(Status::Published);
    post.visibility = Some(Visibility::Public);
    post.title = Some("제목".into());
    post.permalink = Some("https://blog.example.org/12".into());
    post.published = Some(date("2022-10-14T09:39:21+09:00"));
    post.content = Some(Box::new(Content::html(Body::inline(html))));
    post
}

pub(crate) fn date(text: &str) -> Timestamp {
    Timestamp::from_rfc3339(text).unwrap()
}

/// Adds an author to the blog and to its posts.
pub(crate) fn by(blog: &mut Blog, id: &str, name: &str) {
    let mut author = Author::new(AuthorId::new(id));
    author.name = Some(name.into());
    blog.authors.push(author);
    blog.posts.change_all(|post| post.authors.push(AuthorId::new(id))).unwrap();
    blog.sort();
}

/// Adds a tag to the blog and to its posts.
pub(crate) fn tag(blog: &mut Blog, name: &str) {
    let id = TermId::new(format!("{:04}", blog.terms.len()));
    blog.terms.push(Term::new(id.clone(), TermKind::Tag, name));
    blog.posts.change_all(|post| post.terms.push(id.clone())).unwrap();
}
