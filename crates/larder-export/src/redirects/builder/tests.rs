use super::*;

fn lines(built: &Built) -> Vec<String> {
    let to = |it: &Redirect| it.to.as_ref().map_or("-".to_owned(), ToString::to_string);
    built.table.iter().map(|it| format!("{} {} {}", it.from, to(it), it.rule)).collect()
}

fn builder(platform: Platform) -> Builder {
    Builder::new(&["https://old.example.org/"], "https://new.example.org/", platform)
}

fn post(to: &str, address: &str) -> Facts {
    let mut facts = Facts::new(to);
    facts.addresses.push(address.to_owned());
    facts
}

#[test]
fn a_post_of_wordpress_is_found_in_every_form() {
    let mut builder = builder(Platform::WordPress);
    let mut facts = post("/posts/눈/", "https://old.example.org/2019/05/%eb%88%88/");
    facts.number = Some(12);
    facts.old_slugs.push("first-snow".into());
    builder.post(&facts);
    assert_eq!(
        lines(&builder.build()),
        [
            "/?attachment_id=12 /posts/%EB%88%88/ id",
            "/?p=12 /posts/%EB%88%88/ id",
            "/?page_id=12 /posts/%EB%88%88/ id",
            "/2019/05/first-snow/ /posts/%EB%88%88/ old-slug",
            "/2019/05/눈/ /posts/%EB%88%88/ permalink",
            "/2019/05/눈/amp/ /posts/%EB%88%88/ mobile",
            "/2019/05/눈/feed/ /posts/%EB%88%88/ feed",
            "/archives/12 /posts/%EB%88%88/ id",
            "/눈/ /posts/%EB%88%88/ variant",
        ]
    );
}

#[test]
fn a_post_of_tistory_is_found_by_number_and_slug_on_phones_too() {
    let mut builder = builder(Platform::Tistory);
    let mut facts = post("/국수/", "https://old.example.org/7");
    facts.number = Some(7);
    facts.slug = Some("국수 한 그릇".into());
    builder.post(&facts);
    let to = "/%EA%B5%AD%EC%88%98/";
    assert_eq!(
        lines(&builder.build()),
        [
            format!("/7 {to} permalink"),
            format!("/entry/국수 한 그릇 {to} old-slug"),
            format!("/m/7 {to} mobile"),
            format!("/m/entry/국수 한 그릇 {to} mobile"),
        ]
    );
}

#[test]
fn lists_and_feeds_lead_to_the_new_ones() {
    let mut builder = builder(Platform::Blogger);
    builder.feeds(None, Some("/atom.xml"));
    builder.month(2019, 5, "/archive/2019-05/");
    builder.term(&TermFacts::new(TermKind::Tag, "snow & ice", "/tags/snow/"));
    let built = builder.build();
    assert_eq!(
        lines(&built),
        [
            "/2019/05/ /archive/2019-05/ archive",
            "/2019_05_01_archive.html /archive/2019-05/ archive",
            "/feeds/posts/default /atom.xml feed",
            "/feeds/posts/default?alt=rss /atom.xml feed",
            "/feeds/posts/summary /atom.xml feed",
            "/feeds/posts/summary?alt=rss /atom.xml feed",
            "/rss.xml /atom.xml feed",
            "/search/label/snow & ice /tags/snow/ archive",
        ]
    );
    assert_eq!(built.findings, [Finding::Served { from: Address::parse("/atom.xml").unwrap() }]);
}

#[test]
fn one_old_address_of_two_posts_leads_nowhere_and_is_told() {
    let mut builder = builder(Platform::Other);
    builder.post(&post("/a/", "/x"));
    builder.post(&post("/b/", "/x/"));
    let built = builder.build();
    assert!(built.table.is_empty());
    assert!(built.has_errors());
    assert_eq!(built.findings[0].to_string(), "`/x` would lead to /a/, /b/: it leads nowhere");
}

#[test]
fn what_an_export_says_wins_over_what_a_platform_does() {
    let mut builder = builder(Platform::WordPress);
    let mut first = post("/a/", "/2019/05/x/");
    first.slug = Some("x".into());
    builder.post(&first);
    builder.post(&post("/b/", "/x/"));
    let built = builder.build();
    assert!(lines(&built).contains(&"/x/ /b/ permalink".to_owned()));
    let told: Vec<String> = built.findings.iter().map(ToString::to_string).collect();
    assert_eq!(told, ["`/x/` leads to a page that is better known by it, not to `/a/`"]);
}

#[test]
fn chains_end_at_once_and_loops_are_left_out() {
    let mut builder = builder(Platform::Other);
    for (old, to) in [("/a", "/b"), ("/b", "/c/#top"), ("/x", "/y"), ("/y", "/x"), ("/z", "/x")] {
        builder.address(old, to, Class::Given);
    }
    let built = builder.build();
    assert_eq!(lines(&built), ["/a /c/#top given", "/b /c/#top given"]);
    let told: Vec<String> = built.findings.iter().map(ToString::to_string).collect();
    assert_eq!(
        told,
        [
            "`/a` leads to `/c/#top` at once, not by way of `/b`",
            "`/x` leads back to itself: it is left out",
            "`/y` leads back to itself: it is left out",
            "`/z` leads back to itself: it is left out",
        ]
    );
}

#[test]
fn pages_of_the_new_site_and_other_hosts_are_not_redirected() {
    let mut builder = builder(Platform::Other);
    builder.page("/about/");
    builder.address("/about", "/me/", Class::Given);
    builder.address("https://elsewhere.example/1", "/one/", Class::Given);
    builder.address("https://www.old.example.org/2", "/two/", Class::Given);
    builder.address("/three/index.html", "/three/", Class::Given);
    let built = builder.build();
    assert_eq!(lines(&built), ["/2 /two/ given"]);
    let told: Vec<String> = built.findings.iter().map(ToString::to_string).collect();
    assert_eq!(
        told,
        [
            "`https://elsewhere.example/1` is on another host: only that host can redirect it",
            "`/about` is a page of the new site: the redirect is left out",
            "`/three/index.html` is where the page is",
        ]
    );
}

#[test]
fn only_parameters_that_are_named_have_to_match() {
    let mut builder = builder(Platform::Other);
    builder.address("/?p=1", "/one/", Class::Given);
    builder.address("/x", "/two/", Class::Given);
    let table = builder.build().table;
    let found = |text: &str| {
        table
            .find(&Address::parse(text).unwrap())
            .and_then(|it| it.to.clone())
            .map(|it| it.to_string())
    };
    assert_eq!(found("/?preview=true&p=1").as_deref(), Some("/one/"));
    assert_eq!(found("/?p=2"), None);
    assert_eq!(found("/x/?p=1").as_deref(), Some("/two/"));
}
