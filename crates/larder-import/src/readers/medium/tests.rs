//! What a reader of hostile and of broken exports has to do; whole blogs are in `tests/fixtures/import/medium`.

use larder_core::{Post, PostKind, Rule, Status, Visibility};

use crate::{ReadError, ReadOptions, Reading, source::Memory};

const PAGE: &str = include_str!(
    "../../../../../tests/fixtures/import/medium/status/input/posts/2019-05-01_A-slow-walk-0a1b2c3d4e01.html"
);
const MARKUP: &[u8] = include_bytes!(
    "../../../../../tests/fixtures/import/medium/markup/input/posts/2020-03-01_Others-1a1b2c3d4e03.html"
);
const NAME: &str = "posts/2019-05-01_A-slow-walk-0a1b2c3d4e01.html";

fn try_read(files: &[(&str, &[u8])]) -> Result<Reading, ReadError> {
    let source = Memory::new("export", files.iter().copied());
    let options = ReadOptions { from: Some("medium".into()), ..ReadOptions::default() };
    let reading = crate::read(&source, &options)?;
    assert_eq!(reading.ledger.unexplained(), []);
    Ok(reading)
}

fn only_post(reading: &Reading) -> Post {
    assert_eq!(reading.blogs[0].posts.len(), 1);
    reading.blogs[0].posts.get(0).unwrap().into_owned()
}

fn is_public(post: &Post) -> bool {
    post.kind == PostKind::Post
        && post.status == Some(Status::Published)
        && post.visibility == Some(Visibility::Public)
}

#[test]
fn a_page_that_is_cut_before_its_date_is_not_public() {
    let date = PAGE.find("\"dt-published\" datetime=").unwrap();
    let title = PAGE.find("h-entry").unwrap();
    for cut in (title..PAGE.len()).step_by(7).filter(|cut| PAGE.is_char_boundary(*cut)) {
        let post = only_post(&try_read(&[(NAME, &PAGE.as_bytes()[..cut])]).unwrap());
        assert!(cut > date || !is_public(&post), "cut at {cut}");
    }
    assert!(is_public(&only_post(&try_read(&[(NAME, PAGE.as_bytes())]).unwrap())));
}

#[test]
fn a_page_may_be_flipped_anywhere() {
    for at in (0..MARKUP.len()).step_by(29) {
        let mut flipped = MARKUP.to_vec();
        flipped[at] ^= 0xff;
        let reading = try_read(&[("posts/2020-03-01_Others-1a1b2c3d4e03.html", &flipped)]).unwrap();
        assert_eq!(reading.blogs[0].posts.len(), 1, "{at}");
    }
}

#[test]
fn what_is_nested_very_deep_costs_nothing() {
    for tag in [
        "<div>",
        "<pre class='graf graf--pre'>",
        "<div class='graf graf--mixtapeEmbed'>",
        "<section class=section>",
        "<div class='section-inner sectionLayout--outsetRow'><figure></figure>",
        "<a class=p-author href='https://medium.com/@a'>",
    ] {
        let page = PAGE.replace("The end.", &tag.repeat(10_000));
        let reading = try_read(&[(NAME, page.as_bytes())]).unwrap();
        assert_eq!(reading.blogs[0].posts.len(), 1, "{tag}");
    }
}

#[test]
fn very_many_pieces_of_code_take_time_in_proportion() {
    let page = PAGE.replace("The end.", &"<pre class='graf graf--pre'>a</pre>\n".repeat(20_000));
    let begun = std::time::Instant::now();
    try_read(&[(NAME, page.as_bytes())]).unwrap();
    assert!(begun.elapsed().as_secs() < 30, "{:?}", begun.elapsed());
}

#[test]
fn a_draft_is_one_whatever_its_page_says() {
    let post =
        only_post(&try_read(&[("posts/draft_A-0a1b2c3d4e01.html", PAGE.as_bytes())]).unwrap());
    assert_eq!((post.status, post.published, post.permalink), (Some(Status::Draft), None, None));
    assert_eq!(post.extra.value("medium:dt-published").unwrap(), "2019-05-01T09:30:15.250Z");
}

#[test]
fn a_page_without_a_number_has_an_id_of_its_own() {
    let page = PAGE.replace("0a1b2c3d4e01", "x");
    let post = only_post(&try_read(&[("posts/a.html", page.as_bytes())]).unwrap());
    assert_eq!(post.id.as_str(), "https://medium.com/@mina/a-slow-walk-x");
    let bare = "<article class=h-entry><h1 class=p-name>A</h1><section class=e-content>x</section>";
    let post = only_post(&try_read(&[("posts/a.html", bare.as_bytes())]).unwrap());
    assert!(post.id.as_str().starts_with("urn:uuid:") && !is_public(&post));
}

#[test]
fn a_post_alone_is_known_by_its_markup() {
    let source = Memory::new("page.html", [("page.html", PAGE)]);
    let reading = crate::read(&source, &ReadOptions::default()).unwrap();
    assert_eq!(only_post(&reading).source[0].form.as_ref(), "medium");
}

#[test]
fn traces_of_an_account_alone_are_no_blog() {
    let error = try_read(&[("ips/ips-0001.html", b"<p>192.0.2.1</p>")]).unwrap_err();
    let ReadError::NothingUsable { refused, .. } = error else { panic!("{error}") };
    assert_eq!(refused[0].1, Rule::AccountData);
}

#[test]
fn a_second_profile_of_one_person_is_kept() {
    let profile = |name: &str| {
        format!(
            "<section class=h-card><h3 class=p-name>{name}</h3><a class=u-url href='https://medium.com/@mina'>@mina</a><ul><li>Twitter: @{name}</li></ul></section>"
        )
    };
    let (one, other) = (profile("one"), profile("other"));
    let post = "posts/2019-05-01_A-slow-walk-0a1b2c3d4e01.html";
    let files: [(&str, &[u8]); 4] = [
        (&format!("a/{post}"), PAGE.as_bytes()),
        ("a/profile/profile.html", one.as_bytes()),
        (&format!("b/{post}"), PAGE.as_bytes()),
        ("b/profile/profile.html", other.as_bytes()),
    ];
    let reading = try_read(&files).unwrap();
    let authors = format!("{:?}", reading.blogs[0].authors);
    assert!(authors.contains("@one") && authors.contains("@other"), "{authors}");
}
