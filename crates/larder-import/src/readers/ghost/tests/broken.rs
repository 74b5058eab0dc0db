//! Files that are no exports, and exports with something missing.

use super::*;

#[test]
fn what_people_take_for_an_export_is_told_what_to_do() {
    for (name, text, sign) in [
        (
            "members.csv",
            "id,email,name,note,subscribed_to_emails,complimentary_plan\n1,secret@example.org,x,,true,false\n",
            "list of members",
        ),
        ("package.json", r#"{"name":"casper","engines":{"ghost":">=5.0.0"}}"#, "a theme of Ghost"),
        ("routes.yaml", "routes:\n\ncollections:\n  /:\n    permalink: /{slug}/\n", "the routes"),
        ("redirects.json", r#"[{"from":"/a","to":"/b"}]"#, "the redirects"),
    ] {
        let error = try_read(&[(name, text.as_bytes())]).unwrap_err().to_string();
        assert!(error.contains(sign), "{error}");
        assert!(error.contains("Import/Export → Export"), "{error}");
        assert!(!error.contains("secret@"), "{error}");
    }
}

#[test]
fn an_export_without_a_version_is_read_and_nothing_of_it_is_public_by_guess() {
    let text = r#"{"data":{"posts_tags":[],"posts":[{"id":"a","title":"t","html":"x","status":"published"}]}}"#;
    let reading = read(text);
    let post = reading.blogs[0].posts.get(0).unwrap().into_owned();
    assert_eq!((post.visibility, post.audience), (None, None));
    assert!(codes(&reading).contains(&"data-unreadable"));
}

#[test]
fn an_export_without_posts_says_so() {
    let reading = read(&export(r#""posts":[],"settings":[{"key":"title","value":"x"}]"#));
    assert!(codes(&reading).contains(&"export-empty"));
}

#[test]
fn a_row_that_is_too_large_is_left_out_and_the_others_are_not() {
    let text = export(&format!("\"posts\":[{},{}]", post("a", &"x".repeat(5000)), post("b", "y")));
    let mut options = ReadOptions::default();
    options.limits.file_bytes = 2000;
    let source = Memory::new("export", [("ghost.json", text.as_bytes())]);
    let reading = crate::read(&source, &options).unwrap();
    assert_eq!(titles(&reading), ["title b"]);
    assert_eq!(left_out(&reading), [(ItemKind::Item, Rule::TooLarge)]);
    assert_eq!(reading.ledger.unexplained(), []);
}

#[test]
fn of_two_exports_of_one_blog_the_newer_counts() {
    let of = |exported: u64, word: &str| {
        export(&format!(
            r#""posts":[{}],"settings":[{{"key":"site_uuid","value":"u"}}]"#,
            post("a", word)
        ))
        .replace("\"exported_on\":1", &format!("\"exported_on\":{exported}"))
    };
    let (old, new) = (of(1, "old"), of(2, "new"));
    let files = [("a.json", old.as_bytes()), ("b.json", new.as_bytes())];
    let reading = try_read(&files).unwrap();
    assert_eq!(reading.blogs.len(), 1);
    let post = reading.blogs[0].posts.get(0).unwrap().into_owned();
    assert_eq!(post.content.unwrap().html.text().unwrap(), "new");
    assert_eq!(left_out(&reading), [(ItemKind::File, Rule::OtherState)]);
}

#[test]
fn tables_that_nobody_knows_are_kept_beside() {
    let reading = read(&export(&format!(
        r#""posts":[{}],"holograms":[{{"id":"h"}}],"sessions":[{{"id":"s"}}],"members":[{{"id":"m","email":"secret@example.org"}}]"#,
        post("a", "x")
    )));
    let site = &reading.blogs[0].site;
    assert_eq!(site.extra.value("holograms").unwrap()[0]["id"], "h");
    let archive = serde_json::to_string(site).unwrap();
    assert!(!archive.contains("secret@") && !archive.contains("sessions"), "{archive}");
    let rules: Vec<_> = left_out(&reading).into_iter().map(|(_, rule)| rule).collect();
    assert_eq!(rules, [Rule::SubscriberList, Rule::Secret]);
}

#[test]
fn files_of_a_zip_are_found_wherever_the_blog_is() {
    let html = r#"<img src=\"__GHOST_URL__/content/images/a.png\">"#.replace("\\\"", "\"");
    let text = export(&format!("\"posts\":[{}]", post("a", &html)));
    for (json, picture) in [
        ("ghost.json", "content/images/a.png"),
        ("b/ghost.json", "b/content/images/a.png"),
        ("b/ghost.json", "b/images/a.png"),
        ("ghost.json", "elsewhere/content/images/a.png"),
    ] {
        let reading =
            try_read(&[(json, text.as_bytes()), (picture, b"\x89PNG\r\n\x1a\nxx")]).unwrap();
        let blog = &reading.blogs[0];
        let post = blog.posts.get(0).unwrap();
        let asset = blog.asset(&post.assets[0]).unwrap().unwrap();
        let stored = asset.stored.as_ref().unwrap();
        assert_eq!(stored.media_type.as_deref(), Some("image/png"), "{picture}");
    }
}

#[test]
fn the_address_that_the_user_says_makes_addresses_whole() {
    let html =
        "<a href='__GHOST_URL__/slug-b/'>b</a><img src='__GHOST_URL__/content/images/a.png'>";
    let text = export(&format!("\"posts\":[{},{}]", post("a", html), post("b", "x")));
    let mut options = ReadOptions::default();
    let source = Memory::new("export", [("ghost.json", text.as_bytes())]);
    for home in [None, Some("https://example.org/blog/")] {
        options.home = home.map(str::to_owned);
        let reading = crate::read(&source, &options).unwrap();
        let blog = &reading.blogs[0];
        let post = blog.posts.get(0).unwrap();
        let link = home.map(|home| format!("{home}slug-a/"));
        assert_eq!(post.permalink, link);
        assert_eq!(post.internal_links[0].post.as_str(), "b");
        let asset = blog.asset(&post.assets[0]).unwrap().unwrap();
        assert_eq!(asset.id.as_str(), "__GHOST_URL__/content/images/a.png");
        assert_eq!(asset.url, home.map(|home| format!("{home}content/images/a.png")));
        assert_eq!(codes(&reading).contains(&"home-missing"), home.is_none());
    }
}

#[test]
fn a_table_that_is_no_list_is_lost_and_said_to_be() {
    let reading = read(&export(&format!(
        r#""posts":[{}],"tags":{{"a":1}},"comments":7,"members":{{"m":{{"email":"secret@example.org"}}}}"#,
        post("a", "x")
    )));
    let rules: Vec<_> = left_out(&reading).into_iter().map(|(_, rule)| rule).collect();
    assert_eq!(rules, [Rule::SubscriberList]);
    assert!(!format!("{:?}", reading.blogs).contains("secret@"));
    let held = reading.ledger.inputs[0].holds().values();
    assert_eq!(held.filter(|parts| parts.left_out.contains_key(&Rule::Damaged)).count(), 2);
}
