//! Whole exports in, whole blogs out; and what no export should be.

use larder_core::{Blog, Fate, PostKind, Status};

use crate::{ReadError, ReadOptions, Reading, read, source::Memory};

const HEAD: &str = "<?xml version=\"1.0\"?>\n<rss version=\"2.0\" xmlns:excerpt=\"http://wordpress.org/export/1.2/excerpt/\" \
    xmlns:content=\"http://purl.org/rss/1.0/modules/content/\" xmlns:dc=\"http://purl.org/dc/elements/1.1/\" \
    xmlns:wp=\"http://wordpress.org/export/1.2/\"><channel><title>글</title><link>https://b.example</link>\
    <wp:wxr_version>1.2</wp:wxr_version><wp:base_blog_url>https://b.example</wp:base_blog_url>";

fn export(items: &str) -> String {
    format!("{HEAD}{items}</channel></rss>")
}

fn item(row: u32, fields: &str) -> String {
    let usual = [
        ("<wp:post_type>", "<wp:post_type>post</wp:post_type>".to_owned()),
        ("<wp:status>", "<wp:status>publish</wp:status>".to_owned()),
        ("<wp:post_password>", "<wp:post_password></wp:post_password>".to_owned()),
        (
            "<content:encoded>",
            format!("<content:encoded><![CDATA[<p>본문 {row}</p>]]></content:encoded>"),
        ),
    ];
    let usual = usual.iter().filter(|(name, _)| !fields.contains(name)).map(|(_, field)| &**field);
    let usual: String = usual.collect();
    format!(
        "<item><title>t{row}</title><link>https://b.example/{row}/</link>\
        <guid isPermaLink=\"false\">https://b.example/?p={row}</guid><wp:post_id>{row}</wp:post_id>\
        <wp:post_date>2024-01-0{row} 09:00:00</wp:post_date><wp:post_date_gmt>2024-01-0{row} 00:00:00</wp:post_date_gmt>\
        {usual}{fields}</item>"
    )
}

fn try_read(files: &[(&str, &[u8])]) -> Result<Reading, ReadError> {
    read(&Memory::new("in", files.iter().copied()), &ReadOptions::default())
}

fn blog(text: &str) -> Blog {
    try_read(&[("a.xml", text.as_bytes())]).unwrap().blogs.remove(0)
}

fn common() -> String {
    let comment = "<wp:comment><wp:comment_id>1</wp:comment_id><wp:comment_author><![CDATA[이]]></wp:comment_author>\
        <wp:comment_content><![CDATA[좋다]]></wp:comment_content><wp:comment_approved>1</wp:comment_approved></wp:comment>";
    let meta = "<wp:postmeta><wp:meta_key>_thumbnail_id</wp:meta_key><wp:meta_value><![CDATA[3]]></wp:meta_value></wp:postmeta>";
    let attachment = "<wp:post_type>attachment</wp:post_type><wp:status>inherit</wp:status>\
        <wp:attachment_url>https://b.example/wp-content/uploads/a.jpg</wp:attachment_url>";
    let menu = "<wp:post_type>nav_menu_item</wp:post_type>";
    let items = [item(1, comment), item(2, meta), item(3, attachment), item(4, menu)];
    export(&items.concat())
}

#[test]
fn items_are_what_their_types_say() {
    let blog = blog(&common());
    assert_eq!((blog.posts.len(), blog.assets.len(), blog.comments.len()), (2, 1, 1));
    let cover = blog.posts.get(1).unwrap().cover.clone().unwrap();
    assert_eq!(cover.as_str(), "https://b.example/wp-content/uploads/a.jpg");
}

#[test]
fn types_that_are_asked_for_are_posts() {
    let text = export(&item(1, "<wp:post_type>recipe</wp:post_type>"));
    let kind = |types: &[&str]| {
        let types = types.iter().map(|it| (*it).to_owned()).collect();
        let options = ReadOptions { types, ..ReadOptions::default() };
        let source = Memory::new("in", [("a.xml", text.as_str())]);
        read(&source, &options).unwrap().blogs[0].posts.head(0).kind
    };
    assert_eq!((kind(&[]), kind(&["recipe"])), (PostKind::Other, PostKind::Post));
}

#[test]
fn a_cut_or_changed_export_is_read_as_far_as_it_goes() {
    let whole = common();
    let bytes = whole.as_bytes();
    for end in (0..bytes.len()).step_by(17) {
        let Ok(reading) = try_read(&[("a.xml", &bytes[..end])]) else { continue };
        assert_eq!(reading.ledger.unexplained(), [], "{end}");
        let is_said = reading.notes.iter().any(|note| note.kind.code() == "truncated");
        assert!(is_said, "{end}: a wrong success");
    }
    for at in (0..bytes.len()).step_by(71) {
        for change in [b'<', 0xff, 0, b'>', b'&', b']'] {
            let mut changed = bytes.to_vec();
            changed[at] = change;
            if let Ok(reading) = try_read(&[("a.xml", &changed)]) {
                assert_eq!(reading.ledger.unexplained(), [], "{at}: {change}");
            }
        }
    }
}

#[test]
fn nothing_becomes_public_by_being_cut() {
    let secret = item(1, "<wp:post_password>x</wp:post_password>");
    let whole = export(&secret);
    for end in (HEAD.len()..whole.len()).filter(|end| whole.is_char_boundary(*end)) {
        let Ok(reading) = try_read(&[("a.xml", &whole.as_bytes()[..end])]) else { continue };
        for head in reading.blogs.iter().flat_map(|blog| blog.posts.heads()) {
            // What is cut off before its end says nothing for sure.
            let is_public = larder_core::select::kept_out(head, &Default::default()).is_none();
            assert!(!is_public, "{end}: public, though the item is cut");
        }
    }
}

#[test]
fn nothing_becomes_public_by_what_follows_it() {
    // The text of the first item has no end of its own; the status that comes next is of the second.
    let open = item(1, "<wp:status>private</wp:status>").replace("]]>", "");
    let blog = blog(&export(&[open, item(2, "")].concat()));
    let public = |post: &&larder_core::PostHead| {
        larder_core::select::kept_out(post, &Default::default()).is_none()
    };
    assert_eq!((blog.posts.len(), blog.posts.heads().filter(public).count()), (1, 0));
}

/// How many posts of an export everybody may see.
fn public(text: &str) -> usize {
    let seen = |post: &&larder_core::PostHead| {
        larder_core::select::kept_out(post, &Default::default()).is_none()
    };
    blog(text).posts.heads().filter(seen).count()
}

#[test]
fn what_is_doubtful_is_not_public() {
    let sound = item(2, "");
    assert_eq!(public(&export(&[item(1, ""), sound.clone()].concat())), 2);
    let twice = item(1, "<wp:status>private</wp:status><wp:status>publish</wp:status>");
    let no_type = item(1, "")
        .replace("<wp:post_type>post</wp:post_type>", "<wp:post_typ>shop_order</wp:post_typ>");
    let damaged = item(1, "<wp:post_password><![CDAT[hunter2]]></wp:post_password>");
    let lost = item(1, "")
        .replace("<wp:post_password></wp:post_password>", "<wp:post_passwrd>x</wp:post_passwrd>");
    let emptied =
        item(1, "<wp:post_password>x</wp:post_password><wp:post_password></wp:post_password>");
    let merged = [item(1, "<wp:status>private</wp:status>"), item(3, "")]
        .concat()
        .replace("</item><item>", "");
    for doubtful in [twice, no_type, damaged, lost, emptied, merged] {
        assert_eq!(public(&export(&[doubtful.clone(), sound.clone()].concat())), 1, "{doubtful}");
    }
}

#[test]
fn what_posts_show_of_others_is_public_too() {
    let shows = "<content:encoded><![CDATA[<!-- wp:block {\"ref\":9} /--> [gallery ids=\"8\"]]]></content:encoded>";
    let meta = "<wp:postmeta><wp:meta_key>_thumbnail_id</wp:meta_key><wp:meta_value>8</wp:meta_value></wp:postmeta>";
    let block = |status: &str| {
        item(
            9,
            &format!(
                "<wp:post_type>wp_block</wp:post_type><wp:status>{status}</wp:status>\
            <content:encoded><![CDATA[<p>WORD</p>]]></content:encoded>"
            ),
        )
    };
    let picture = |status: &str| {
        item(
            8,
            &format!(
                "<wp:post_type>attachment</wp:post_type><wp:status>{status}</wp:status>\
            <wp:attachment_url>https://b.example/WORD.jpg</wp:attachment_url>"
            ),
        )
    };
    let shown = |block: String, picture: String| {
        let blog = blog(&export(&[item(1, &format!("{shows}{meta}")), block, picture].concat()));
        let post = blog.posts.get(0).unwrap().into_owned();
        let html = post.content.unwrap().html.text().unwrap().into_owned();
        (html.matches("WORD").count(), post.cover.is_some())
    };
    assert_eq!(shown(block("publish"), picture("inherit")), (2, true));
    assert_eq!(shown(block("draft"), picture("private")), (0, false));
}

#[test]
fn comments_are_no_posts_and_what_is_withdrawn_stays_so() {
    let comment = |row: u32, approved: &str, text: &str| {
        format!(
            "<wp:comment><wp:comment_id>{row}</wp:comment_id><wp:comment_content><![CDATA[{text}]]></wp:comment_content>\
            <wp:comment_approved>{approved}</wp:comment_approved></wp:comment>"
        )
    };
    let old = export(&item(
        1,
        &[
            comment(1, "1", "<b>a</b> [caption]x[/caption]"),
            comment(2, "1", "b"),
            comment(3, "1", "c"),
        ]
        .concat(),
    ));
    let new = export(&item(
        1,
        &[comment(1, "1", "<b>a</b> [caption]x[/caption]"), comment(2, "trash", "b")].concat(),
    ))
    .replace(
        "<wp:post_type>",
        "<wp:post_modified_gmt>2025-01-01 00:00:00</wp:post_modified_gmt><wp:post_type>",
    );
    for files in [[&old, &new], [&new, &old]] {
        let reading =
            try_read(&[("1.xml", files[0].as_bytes()), ("2.xml", files[1].as_bytes())]).unwrap();
        assert_eq!(reading.ledger.unexplained(), []);
        let comments: Vec<_> =
            reading.blogs[0].comments.iter().map(|it| it.unwrap().into_owned()).collect();
        let statuses: Vec<_> = comments.iter().map(|it| it.status).collect();
        assert_eq!(statuses, [Some(Status::Published), Some(Status::Trashed), None]);
        assert_eq!(comments[0].body.text().unwrap(), "<b>a</b> [caption]x[/caption]");
    }
    // The first comment has lost the end of its text, and with it its own fields.
    let open = comment(1, "0", "SECRET").replace("]]>", "");
    let reading =
        try_read(&[("a.xml", export(&item(1, &[open, comment(2, "1", "b")].concat())).as_bytes())])
            .unwrap();
    let blog = &reading.blogs[0];
    let shown = |it: &larder_core::Comment| it.status == Some(Status::Published);
    assert!(!blog.comments.iter().any(|it| shown(&it.unwrap())));
    assert_eq!(reading.ledger.outcome([]), larder_core::Outcome::Losses);
}

#[test]
fn an_item_without_its_beginning_is_a_loss() {
    let text = export(&[item(1, ""), item(2, "").replace("<item>", ""), item(3, "")].concat());
    let reading = try_read(&[("a.xml", text.as_bytes())]).unwrap();
    assert_eq!(reading.blogs[0].posts.len(), 2);
    assert_eq!(reading.ledger.outcome([]), larder_core::Outcome::Losses);
}

#[test]
fn two_records_of_one_file_are_both_kept() {
    let attachment = |title: &str| {
        item(5, "<wp:post_type>attachment</wp:post_type><wp:attachment_url>https://b.example/a.jpg</wp:attachment_url>")
            .replace("t5", title)
    };
    let blog = blog(&export(&[attachment("one"), attachment("two")].concat()));
    let again = blog.site.extra.value("wp:attachments").unwrap().to_string();
    assert!(blog.assets.len() == 1 && again.contains("two"));
}

#[test]
fn links_lead_to_what_is_there_now() {
    let old = item(
        1,
        "<wp:post_name>1</wp:post_name><wp:postmeta><wp:meta_key>_wp_old_slug</wp:meta_key><wp:meta_value>2</wp:meta_value></wp:postmeta>",
    );
    let from =
        "<content:encoded><![CDATA[<a href=\"https://b.example/2/\">x</a>]]></content:encoded>";
    let blog = blog(&export(&[old, item(2, ""), item(3, from)].concat()));
    let links = blog.posts.get(2).unwrap().internal_links.clone();
    assert_eq!(links[0].post.as_str(), "https://b.example/?p=2");
}

#[test]
fn hostile_exports_end() {
    let deep = format!("{HEAD}{}", "<item>".repeat(20_000));
    let nested = export(&item(1, &"<x>".repeat(20_000)));
    let comments = export(&item(1, &"<wp:comment>".repeat(10_000)));
    let metas = export(&item(1, &"<wp:postmeta><wp:meta_key>a".repeat(10_000)));
    let heads = format!("{HEAD}{}", "<wp:category>".repeat(20_000));
    let terms = export(&item(
        1,
        &"<category domain=\"post_tag\" nicename=\"a\">a</category>".repeat(20_000),
    ));
    let rows = export(&item(1, "").repeat(5_000));
    for text in [deep, nested, comments, metas, heads, terms, rows] {
        if let Ok(reading) = try_read(&[("a.xml", text.as_bytes())]) {
            assert_eq!(reading.ledger.unexplained(), []);
        }
    }
}

#[test]
fn parts_of_one_blog_are_one_and_other_blogs_are_others() {
    let one = export(&item(1, ""));
    let two = export(&item(2, ""));
    let other = one.replace("b.example", "c.example");
    let files = [("1.xml", one.as_bytes()), ("2.xml", two.as_bytes()), ("3.xml", other.as_bytes())];
    let reading = try_read(&files).unwrap();
    let posts: Vec<usize> = reading.blogs.iter().map(|blog| blog.posts.len()).collect();
    assert_eq!(posts, [2, 1]);
}

#[test]
fn the_less_public_of_two_equal_copies_counts() {
    let public = export(&item(1, ""));
    let private = export(&item(1, "<wp:status>private</wp:status>"));
    // Old exports say nothing of passwords.
    let old = |text: &str| text.replace("<wp:post_password></wp:post_password>", "");
    let (older_public, older_private) = (old(&public), old(&private));
    let all = [
        [&public, &private],
        [&private, &public],
        [&older_public, &older_private],
        [&older_private, &older_public],
    ];
    for files in all {
        let files = [("1.xml", files[0].as_bytes()), ("2.xml", files[1].as_bytes())];
        let reading = try_read(&files).unwrap();
        let [blog] = &reading.blogs[..] else { panic!("one blog") };
        let head = blog.posts.head(0);
        assert_eq!(head.status, Some(Status::Published));
        assert!(larder_core::select::kept_out(head, &Default::default()).is_some());
        let joined = |entry: &&larder_core::Entry| matches!(entry.fate, Some(Fate::Joined { .. }));
        assert_eq!(reading.ledger.inputs.iter().filter(joined).count(), 1);
    }
}

#[test]
fn files_beside_an_export_are_its_media() {
    let picture: &[u8] = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\0\x01\0\0\0\x01\x08\x06\0\0\0";
    let body = "<content:encoded><![CDATA[<img src=\"https://b.example/wp-content/uploads/2024/01/a-300x200.png\">]]></content:encoded>";
    let attachment = "<wp:post_type>attachment</wp:post_type><wp:attachment_url>https://b.example/wp-content/uploads/2024/01/a.png</wp:attachment_url>";
    let text = export(&[item(1, body), item(2, attachment)].concat());
    let files: [(&str, &[u8]); 4] = [
        ("a.xml", text.as_bytes()),
        ("uploads/2023/01/a.png", picture),
        ("uploads/2024/01/a-300x200.png", picture),
        ("uploads/2024/01/a.png", picture),
    ];
    let reading = try_read(&files).unwrap();
    let [blog] = &reading.blogs[..] else { panic!("one blog") };
    let stored: Vec<bool> =
        blog.assets.iter().map(|asset| asset.unwrap().stored.is_some()).collect();
    assert_eq!(stored, [true]);
    let fates: Vec<String> = reading
        .ledger
        .inputs
        .iter()
        .filter(|entry| entry.name.text().ends_with(".png"))
        .map(|entry| match &entry.fate {
            Some(Fate::Carried { .. }) => "carried".to_owned(),
            Some(Fate::LeftOut { rule, .. }) => rule.name().to_owned(),
            _ => "?".to_owned(),
        })
        .collect();
    assert_eq!(fates, ["not-recognised", "smaller-copy", "carried"]);
}

#[test]
fn an_export_without_an_address_has_the_one_that_is_given() {
    let text = export(&item(1, "")).replace("<link>https://b.example</link>", "");
    let text = text.replace("<wp:base_blog_url>https://b.example</wp:base_blog_url>", "");
    let home = |text: &str, home: Option<&str>| {
        let options = ReadOptions { home: home.map(str::to_owned), ..ReadOptions::default() };
        let blog = read(&Memory::new("in", [("a.xml", text)]), &options).unwrap().blogs.remove(0);
        blog.site.home
    };
    assert_eq!(home(&text, None), None);
    let given = "https://given.example/";
    assert_eq!(home(&text, Some(given)).as_deref(), Some(given));
    // What the export itself says counts.
    assert_eq!(home(&export(""), Some(given)).as_deref(), Some("https://b.example"));
}
