//! Nothing that was not for everybody comes out as if it were.

use larder_core::{Status, Visibility, select};

use super::*;

const STATUS: &[u8] =
    include_bytes!("../../../../../../tests/fixtures/import/ghost/status/input.json");

#[test]
fn what_is_public_is_what_says_so() {
    let reading = try_read(&[("ghost.json", STATUS)]).unwrap();
    let mut include = select::Include::default();
    include.pages = true;
    for post in reading.blogs[0].posts.iter() {
        let post = post.unwrap();
        let title = post.title.clone().unwrap();
        let is_out = select::kept_out(&larder_core::table::Row::head(&*post), &include).is_none();
        assert_eq!(is_out, title.starts_with("PUBLIC"), "{title}");
    }
}

#[test]
fn in_a_private_blog_nothing_is_public() {
    for value in ["true", "\"true\"", "1", "\"1\""] {
        let reading = read(&export(&format!(
            r#""posts":[{}],"settings":[{{"key":"is_private","value":{value}}}]"#,
            post("a", "x")
        )));
        let post = reading.blogs[0].posts.get(0).unwrap();
        assert_eq!(post.status, Some(Status::Published));
        assert_eq!(post.visibility, Some(Visibility::Password), "{value}");
    }
}

#[test]
fn keys_passwords_and_subscribers_are_not_even_in_the_archive() {
    let reading = read(&export(&format!(
        r#""posts":[{}],"users":[{{"id":"1","name":"n","email":"owner@example.org","password":"HASH-1"}}],
           "settings":[{{"key":"mailgun_api_key","value":"HASH-2"}},{{"key":"members_subscription_settings","value":"{{\"secret_token\":\"HASH-3\"}}"}}],
           "api_keys":[{{"id":"k","secret":"HASH-4"}}],"members":[{{"id":"m","email":"HASH-5@example.org","name":"이름"}}],
           "comments":[{{"id":"c","post_id":"a","member_id":"m","html":"x","status":"published"}}]"#,
        post("a", "x")
    )));
    let blog = &reading.blogs[0];
    let comment = blog.comments.get(0).unwrap();
    assert_eq!(comment.author_name.as_deref(), Some("이름"));
    assert_eq!(comment.author_email, None);
    assert_eq!(blog.authors[0].email.as_deref(), Some("owner@example.org"));
    let told = format!("{blog:?}{:?}{:?}", reading.notes, reading.ledger);
    assert!(!told.contains("HASH-"), "{told}");
}
