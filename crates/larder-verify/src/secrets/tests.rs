use larder_core::{
    Asset, AssetId, Author, AuthorId, Body, Comment, CommentId, Content, Post, PostId, Site,
    Stored, Visibility,
};

use super::*;

fn post(id: &str, visibility: Visibility, html: &str) -> Post {
    let mut post = Post::new(PostId::new(id));
    (post.status, post.visibility) = (Some(larder_core::Status::Published), Some(visibility));
    post.content = Some(Box::new(Content::html(Body::inline(html))));
    post
}

fn secrets() -> Secrets {
    let mut blog = Blog::new(Site::new("b"));
    let mut author = Author::new(AuthorId::new("a"));
    author.email = Some("Owner@example.org".into());
    blog.authors.push(author);
    let public = "<p>Write to shop@example.org about what everybody may read here</p>";
    let mut hidden = post("2", Visibility::Private, "<p>아무도 몰라야 하는 일기의 문장</p>");
    hidden.slug = Some("my-secret-diary".into());
    hidden.extra.insert("wp:post_password", "open-sesame");
    hidden.extra.insert("meta", serde_json::json!({ "deep": [{ "password": "tell-nobody" }] }));
    hidden.assets.push(AssetId::new("photo"));
    blog.posts = vec![post("1", Visibility::Public, public), hidden].into();
    let mut photo = Asset::new(AssetId::new("photo"));
    photo.stored = Some(Box::new(Stored::new(Digest::of(b"photo"), 5, "jpg")));
    blog.assets.push(photo);
    let mut comment = Comment::new(
        CommentId::new("c"),
        PostId::new("1"),
        Body::inline("Wait until somebody allows this"),
    );
    comment.author_email = Some("shop@example.org".into());
    comment.author_ip = Some("203.0.113.7".into());
    blog.comments.push(comment);
    let target = Target { is_public: true, ..Target::default() };
    Secrets::of(&blog, &target).unwrap()
}

fn found(text: &str) -> Vec<&'static str> {
    secrets().search(text.as_bytes()).unwrap().secrets.keys().map(|kind| kind.name()).collect()
}

#[test]
fn what_must_not_be_public_is_found() {
    assert_eq!(found("mailto:owner@EXAMPLE.org"), ["email"]);
    assert_eq!(found("from 203.0.113.7."), ["network-address"]);
    assert_eq!(found("password: open-sesame"), ["password"]);
    assert_eq!(found("meta: tell-nobody"), ["password"]);
    assert_eq!(found("<i>아무도 몰라야 하는 일기의 문장</i>"), ["text"]);
    assert_eq!(
        found(
            r"\uc544\ubb34\ub3c4 \ubab0\ub77c\uc57c \ud558\ub294 \uc77c\uae30\uc758 \ubb38\uc7a5"
        ),
        ["text"]
    );
    assert_eq!(found("wait until somebody allows this"), ["comment"]);
    assert_eq!(found("/2020/my-secret-diary/ → /"), ["address"]);
}

#[test]
fn what_is_public_too_is_no_secret_and_parts_of_words_are_none() {
    for text in [
        "shop@example.org",
        "what everybody may read here",
        "1203.0.113.7",
        "203.0.113.70",
        "my-secret-diary-2",
        "co-owner@example.org",
        "",
    ] {
        assert!(found(text).is_empty(), "{text}");
    }
}

#[test]
fn a_secret_is_found_once_wherever_pieces_of_a_file_end() {
    let secrets = secrets();
    for before in PIECE - 30..PIECE + 2 {
        let mut file = vec![b' '; before];
        file.extend_from_slice(b"203.0.113.7");
        file.extend_from_slice(&[b' '; 40]);
        let found = secrets.search(&file[..]).unwrap();
        assert_eq!(found.secrets[&SecretKind::NetworkAddress], 1, "{before}");
        assert_eq!((found.digest, found.length), (Digest::of(&file), file.len() as u64));
    }
}

#[test]
fn a_picture_of_a_hidden_post_is_known_by_its_bytes() {
    assert!(secrets().search(&b"photo"[..]).unwrap().is_hidden_media);
    assert!(!secrets().search(&b"other"[..]).unwrap().is_hidden_media);
}

#[test]
fn an_archive_has_nothing_to_hide() {
    let blog = Blog::new(Site::new("b"));
    assert!(Secrets::of(&blog, &Target::default()).unwrap().is_empty());
}
