//! What all generators have in common, on sites in memory.

use std::time::Instant;

use larder_core::{Fate, Post, Rule, Status, Visibility};

use crate::{ReadOptions, Reading, read, source::Memory};

/// The settings that make a folder the site of a generator, with a page of it. Comments alone are settings to all of them.
const SITES: &[(&str, &str, &str)] = &[
    ("hugo", "hugo.toml", "content/posts/a.md"),
    ("jekyll", "_config.yml", "_posts/2019-03-04-a.md"),
    ("hexo", "_config.yml", "source/_posts/a.md"),
    ("zola", "zola.toml", "content/blog/a.md"),
    ("astro", "astro.config.mjs", "src/content/blog/a.md"),
    ("eleventy", ".eleventy.js", "posts/a.md"),
    ("markdown", "b.md", "a.md"),
];

fn read_all(from: &str, files: &[(&str, &[u8])]) -> Reading {
    let source = Memory::new("site", files.iter().copied());
    let options = ReadOptions { from: Some(from.into()), ..ReadOptions::default() };
    let reading = read(&source, &options).unwrap();
    assert_eq!(reading.ledger.unexplained(), [], "{from}");
    reading
}

fn posts(reading: &Reading) -> Vec<Post> {
    let blogs = reading.blogs.iter();
    blogs.flat_map(|blog| blog.posts.iter().map(|post| post.unwrap().into_owned())).collect()
}

fn post(from: &str, page: &str) -> Post {
    let (_, settings, path) = SITES.iter().find(|(name, ..)| *name == from).unwrap();
    let reading = read_all(from, &[(settings, b"#\n"), (path, page.as_bytes())]);
    let is_meant = |post: &Post| post.source[0].file.ends_with(path);
    posts(&reading).into_iter().find(is_meant).unwrap()
}

fn is_public(post: &Post) -> bool {
    (post.status, post.visibility) == (Some(Status::Published), Some(Visibility::Public))
}

#[test]
fn a_draft_that_is_cut_anywhere_is_never_public() {
    let page = "---\ntitle: SECRET\ndate: 2019-03-04\ndraft: true\npublished: false\n---\nSECRET\n";
    for (from, settings, path) in SITES {
        for cut in 3..page.len() {
            let files: [(&str, &[u8]); 2] = [(settings, b"#\n"), (path, &page.as_bytes()[..cut])];
            let reading = read_all(from, &files);
            for post in posts(&reading).iter().filter(|post| post.source[0].file.ends_with(path)) {
                assert!(!is_public(post), "{from} at {cut}");
            }
        }
    }
}

#[test]
fn what_stands_apart_is_found_where_it_would_stand_and_no_page_of_it_is_public() {
    let page = b"---\ntitle: a\ndate: 2019-03-04\n---\n<img src=\"/a.gif\">\n";
    let public = [("hugo", "static/"), ("jekyll", ""), ("hexo", "source/"), ("astro", "public/")];
    for (from, settings, path) in SITES {
        let apart = ["_unpublished/", path].concat();
        let folder = public.iter().find(|(name, _)| name == from).map_or("", |(_, folder)| folder);
        let file = ["_unpublished/", folder, "a.gif"].concat();
        let files: [(&str, &[u8]); 4] =
            [(settings, b"#\n"), (path, page), (&apart, page), (&file, b"GIF89a")];
        let reading = read_all(from, &files);
        let all = posts(&reading);
        let of = |path: &str| all.iter().find(|post| &*post.source[0].file == path);
        assert!(is_public(of(path).unwrap()), "{from}");
        assert!(of(&apart).is_none_or(|post| !is_public(post)), "{from}: {apart}");
        if public.iter().any(|(name, _)| name == from) {
            let blog = &reading.blogs[0];
            let asset = blog.asset(&of(path).unwrap().assets[0]).unwrap().unwrap();
            assert!(asset.stored.is_some(), "{from}: {file}");
        }
    }
}

#[test]
fn bytes_that_are_flipped_cost_no_file_its_account() {
    let page = "---\ntitle: \"글\"\ntags: [a, b]\n---\n{{< ref \"x\" >}} {% raw %} [a](b.png)\n";
    let mut state = 7_u64;
    for (from, settings, path) in SITES {
        for _ in 0..60 {
            let mut bytes = page.as_bytes().to_vec();
            for _ in 0..3 {
                state = state.wrapping_mul(6364136223846793005).wrapping_add(1442695040888963407);
                let at = usize::try_from(state >> 33).unwrap() % bytes.len();
                bytes[at] ^= u8::try_from(state & 0xff).unwrap();
            }
            read_all(from, &[(settings, &bytes), (path, &bytes)]);
        }
    }
}

#[test]
fn what_is_deep_or_endless_ends_soon() {
    let started = Instant::now();
    let pieces = [
        "{{<",
        "{{% a %}}",
        "{% raw %}",
        "{{",
        "{%",
        "{% highlight x %}",
        "{{< highlight x >}}",
        "](@/",
        "{{/*",
        "{% codeblock %}",
        "<A",
        "[",
        "> ",
    ];
    for (from, ..) in SITES {
        for piece in pieces {
            post(from, &piece.repeat(6_000));
        }
        for head in ["a: [", "- ", "a: &a [*a, ", "? ", "x: {"] {
            let page = format!("---\n{}\n---\n", head.repeat(20_000));
            assert!(!is_public(&post(from, &page)), "{from}: {head}");
        }
        let page = format!("{}\n---\nx", "---\n".repeat(6_000));
        post(from, &page);
    }
    assert!(started.elapsed().as_secs() < 60, "{:?}", started.elapsed());
}

#[test]
fn odd_values_are_kept_and_never_public_by_mistake() {
    const NAMES: &[&str] = &[
        "title",
        "date",
        "lastmod",
        "description",
        "subtitle",
        "tags",
        "categories",
        "series",
        "author",
        "authors",
        "aliases",
        "redirect_from",
        "cover",
        "image",
        "images",
        "resources",
        "slug",
        "url",
        "permalink",
        "lang",
        "canonical",
        "copyright",
        "guid",
        "taxonomies",
        "build",
        "weight",
    ];
    for (from, ..) in SITES {
        for name in NAMES {
            for value in
                ["[[], {}]", "{a: [1]}", "~", "7", "[~, 1, x]", "\"\"", "'2019'", "!!binary x"]
            {
                let page = format!("---\n{name}: {value}\n---\nBody.\n");
                let post = post(from, &page);
                if value == "{a: [1]}"
                    && !["author", "authors", "taxonomies", "aliases", "redirect_from"]
                        .contains(name)
                {
                    let kept = post.extra.value(&format!("{from}:{name}")).is_some();
                    let used = ["tags", "categories", "series", "guid"].contains(name);
                    assert!(kept || used, "{from}: {name}: {value}");
                }
            }
        }
        for (name, value) in [
            ("draft", "{a: 1}"),
            ("draft", "2"),
            ("published", "[no]"),
            ("status", "soon"),
            ("status", "[draft]"),
            ("status", "{is: draft}"),
            ("visibility", "[private]"),
            ("visibility", "friends"),
            ("private", "sure"),
        ] {
            assert!(
                !is_public(&post(from, &format!("---\n{name}: {value}\n---\n"))),
                "{from}: {name}: {value}"
            );
        }
    }
}

#[test]
fn what_is_public_is_public() {
    for (from, ..) in SITES {
        for page in [
            "---\ntitle: A\ndate: 2019-03-04\ndraft: false\n---\nx",
            "---\npublished: true\n---\nx",
        ] {
            assert!(is_public(&post(from, page)), "{from}: {page}");
        }
    }
}

#[test]
fn names_that_differ_in_case_or_form_are_several_posts() {
    let long = format!("content/posts/{}.md", "걷".repeat(80));
    let files: Vec<(&str, &[u8])> = vec![
        ("hugo.toml", b"baseURL = 'https://e.example/'"),
        ("content/posts/A.md", b"one"),
        ("content/posts/a.md", b"two"),
        ("content/posts/\u{1100}\u{1161}.md", b"three"),
        ("content/posts/\u{ac00}.md", b"four"),
        (&long, b"five"),
    ];
    let reading = read_all("hugo", &files);
    let posts = posts(&reading);
    assert_eq!(posts.len(), 5);
    let carried = reading
        .ledger
        .inputs
        .iter()
        .filter(|entry| matches!(&entry.fate, Some(Fate::Carried { post: Some(_) })));
    assert_eq!(carried.count(), 5);
    let ids: std::collections::BTreeSet<_> =
        posts.iter().map(|post| post.id.as_str().to_owned()).collect();
    assert_eq!(ids.len(), 5);
}

#[test]
fn nothing_outside_of_a_site_is_looked_for() {
    let page = b"---\ncover: ../../../../etc/passwd\n---\n![x](../../../../../etc/passwd) {{< ref \"../../x\" >}}";
    let reading =
        read_all("hugo", &[("hugo.toml", b""), ("content/posts/a.md", page), ("etc/passwd", b"x")]);
    assert!(reading.blogs[0].assets.iter().all(|asset| asset.unwrap().stored.is_none()));
}

#[test]
fn a_folder_may_hold_several_sites() {
    let files: [(&str, &[u8]); 5] = [
        ("one/hugo.toml", b"title = 'One'"),
        ("one/content/a.md", b"x"),
        ("one/themes/t/exampleSite/hugo.toml", b"title = 'Three'"),
        ("two/hugo.toml", b"title = 'Two'"),
        ("two/content/a.md", b"y"),
    ];
    let reading = read_all("hugo", &files);
    let titles: Vec<_> =
        reading.blogs.iter().map(|blog| blog.site.title.clone().unwrap()).collect();
    assert_eq!(titles, ["One", "Two"]);
}

#[test]
fn what_a_folder_says_holds_for_its_pages() {
    let files: [(&str, &[u8]); 4] = [
        ("hugo.toml", b""),
        ("content/secret/_index.md", b"---\ncascade:\n  draft: true\n---\n"),
        ("content/secret/a.md", b"---\ntitle: SECRET\n---\n"),
        ("content/open/a.md", b"---\ntitle: Open\n---\n"),
    ];
    let reading = read_all("hugo", &files);
    let is_draft = |title: &str| {
        let posts = posts(&reading);
        posts.iter().find(|post| post.title.as_deref() == Some(title)).unwrap().status
    };
    assert_eq!(
        (is_draft("SECRET"), is_draft("Open")),
        (Some(Status::Draft), Some(Status::Published))
    );
}

#[test]
fn every_file_has_a_fate_in_every_generator() {
    let files: Vec<(&str, &[u8])> = vec![
        ("README.md", b"x"),
        (".git/HEAD", b"ref"),
        ("node_modules/a/README.md", b"x"),
        ("content/a.md", b"+++\n+++\n"),
        ("content/b.html", b"<p>x"),
        ("content/c.org", b"* x"),
        ("source/_posts/a.md", b"x"),
        ("_posts/2019-01-01-a.md", b"---\n---\n"),
        ("src/pages/a.md", b"x"),
        ("src/x.ts", b"x"),
        ("static/a.css", b"x"),
        ("data/a.yaml", b"a: 1"),
        ("_data/a.csv", b"a,b"),
        ("themes/x/theme.toml", b"x"),
        ("empty.md", b""),
        ("binary.md", b"\0\x01\x02\xff\xfe\0\0\0\0"),
    ];
    for (from, settings, _) in SITES {
        let mut files = files.clone();
        files.push((settings, b"a: ["));
        read_all(from, &files);
    }
}

/// The status of the page of this path.
fn status(from: &str, files: &[(&str, &str)], path: &str) -> Option<Status> {
    let files: Vec<_> = files.iter().map(|(name, text)| (*name, text.as_bytes())).collect();
    let reading = read_all(from, &files);
    posts(&reading).iter().find(|post| post.source[0].file.ends_with(path)).unwrap().status
}

#[test]
fn pages_whose_defaults_were_not_read_are_not_public() {
    const PAGE: &str = "---\ntitle: SECRET\n---\nx";
    let jekyll = "defaults: [{scope: {path: ''}, values: {published: false}}\nx: [";
    for (from, files, path) in [
        ("eleventy", ("posts/posts.json", "{\"draft\": true,"), "posts/a.md"),
        ("eleventy", ("posts/posts.11tydata.json", "{\"draft\": true,"), "posts/b/a.md"),
        ("eleventy", ("posts/a.11tydata.json", "{"), "posts/a.md"),
        ("eleventy", ("posts/a.json", "{"), "posts/a.md"),
        (
            "eleventy",
            ("posts/posts.11tydata.js", "module.exports = {permalink: false}"),
            "posts/a.md",
        ),
        (
            "hugo",
            ("content/private/_index.md", "---\ncascade: {draft: true\n---\n"),
            "content/private/b/a.md",
        ),
        ("hugo", ("content/_index.md", "+++\n[cascade]\ndraft = true\n"), "content/posts/a.md"),
        ("hugo", ("hugo.toml", "x =\n[cascade]\ndraft = true\n"), "content/posts/a.md"),
        ("hugo", ("config/_default/cascade.toml", "draft = "), "content/posts/a.md"),
        ("jekyll", ("_config.yml", jekyll), "_posts/2019-03-04-a.md"),
    ] {
        let (_, settings, _) = SITES.iter().find(|(name, ..)| *name == from).unwrap();
        let mut all = vec![files, (path, PAGE)];
        if files.0 != *settings {
            all.push((settings, "#\n"));
        }
        assert_eq!(status(from, &all, path), None, "{from}: {}", files.0);
    }
}

#[test]
fn defaults_that_cannot_hide_leave_pages_public() {
    const PAGE: &str = "---\ntitle: A\n---\nx";
    for (from, files, path) in [
        ("eleventy", ("posts/posts.11tydata.js", "module.exports = {tags: ['a']}"), "posts/a.md"),
        ("eleventy", ("other/other.json", "{"), "posts/a.md"),
        ("hugo", ("config/_default/menus.toml", "x = "), "content/posts/a.md"),
        ("hugo", ("content/b/_index.md", "---\nx: [\n---\n"), "content/posts/a.md"),
    ] {
        let (_, settings, _) = SITES.iter().find(|(name, ..)| *name == from).unwrap();
        let all = [files, (path, PAGE), (settings, "#\n")];
        assert_eq!(status(from, &all, path), Some(Status::Published), "{from}: {}", files.0);
    }
}

#[test]
fn one_folder_that_says_yes_and_no_hides() {
    let index = "---\ncascade:\n- draft: true\n  _target: {path: /s/a}\n- draft: false\n---\n";
    let files =
        [("hugo.toml", ""), ("content/s/_index.md", index), ("content/s/a.md", "---\n---\nx")];
    assert_eq!(status("hugo", &files, "content/s/a.md"), Some(Status::Draft));
}

#[test]
fn a_draft_behind_blank_lines_is_a_draft() {
    for (from, settings, path) in [SITES[0], SITES[3], SITES[4]] {
        let files = [(settings, "#\n"), (path, "\n\n---\ndraft: true\n---\nx")];
        assert_eq!(status(from, &files, path), Some(Status::Draft), "{from}");
    }
}

#[test]
fn what_zola_makes_no_page_of_is_not_public() {
    let page = "+++\ntitle = 'A'\ndraft = false\n+++\n";
    for (index, text, expected) in [
        ("content/s/_index.md", "+++\ndraft = true\n+++\n", Some(Status::Draft)),
        ("content/s/_index.ko.md", "+++\ndraft = true\n+++\n", Some(Status::Draft)),
        ("content/s/_index.md", "+++\ndraft = \n+++\n", None),
        ("content/s/_index.md", "+++\ndraft = false\n+++\n", Some(Status::Published)),
    ] {
        let files = [("zola.toml", ""), (index, text), ("content/s/b/a.md", page)];
        assert_eq!(status("zola", &files, "b/a.md"), expected, "{text}");
    }
    let files = [("zola.toml", ""), ("content/a.md", "no front matter")];
    assert_eq!(status("zola", &files, "a.md"), Some(Status::Draft));
}

#[test]
fn a_build_that_is_no_map_is_unknown_to_hugo_alone() {
    let page = "---\nbuild: never\n---\nx";
    assert_eq!(post("hugo", page).status, None);
    assert_eq!(post("jekyll", page).status, Some(Status::Published));
}

#[test]
fn defaults_of_jekyll_that_hide_are_found() {
    let config = |scope: &str| {
        format!("source: src\ndefaults:\n- scope: {scope}\n  values: {{published: false}}\n")
    };
    let path = "src/_posts/2020/private/2019-03-04-a.md";
    for (scope, expected) in [
        ("{path: _posts/2020/private}", Some(Status::Draft)),
        ("{path: ./_posts/2020}", Some(Status::Draft)),
        ("{path: '_posts/*/private'}", Some(Status::Draft)),
        ("{path: '', type: post}", Some(Status::Draft)),
        ("{path: '_posts/{2020,2021}/*'}", Some(Status::Draft)),
        ("{path: [_posts]}", Some(Status::Draft)),
        ("_posts", Some(Status::Draft)),
        ("{path: _posts/2021}", Some(Status::Published)),
        ("{path: '', type: page}", Some(Status::Published)),
    ] {
        let files = [("_config.yml", &*config(scope)), (path, "---\n---\nx")];
        assert_eq!(status("jekyll", &files, path), expected, "{scope}");
    }
    for odd in ["defaults: private", "defaults: [{scope: {path: ''}, values: [draft]}]"] {
        let path = "_posts/2019-03-04-a.md";
        let files = [("_config.yml", odd), (path, "---\n---\nx")];
        assert_eq!(status("jekyll", &files, path), None, "{odd}");
    }
}

#[test]
fn hugo_publishes_on_the_date_that_says_so() {
    let page = "---\ndate: 2019-03-04T00:00:00Z\npublishDate: 2019-05-06T00:00:00Z\n---\n";
    let dated = |from: &str| post(from, page).published.unwrap().to_rfc3339();
    assert_eq!(dated("hugo"), "2019-05-06T00:00:00Z");
    assert_eq!(dated("markdown"), "2019-03-04T00:00:00Z");
    assert!(post("hugo", page).extra.value("hugo:date").is_some());
}

#[test]
fn a_text_that_may_be_a_page_is_a_loss_wherever_it_is() {
    for (from, path) in [
        ("hugo", "notes/a.md"),
        ("hugo", "docs/a.md"),
        ("jekyll", "notes/a.md"),
        ("hexo", "notes/a.md"),
        ("zola", "notes/a.md"),
        ("astro", "notes/a.mdx"),
    ] {
        let (_, settings, page) = SITES.iter().find(|(name, ..)| *name == from).unwrap();
        let (config, page): (&[u8], _) = match from {
            "jekyll" => (b"source: src\n", "src/_posts/2019-03-04-a.md"),
            _ => (b"#\n", *page),
        };
        let files: [(&str, &[u8]); 4] = [
            (settings, config),
            (path, b"---\ntitle: A\n---\nx"),
            ("README.md", b"# About"),
            (page, b"---\n---\nx"),
        ];
        let reading = read_all(from, &files);
        let rule = |path: &str| {
            let entry =
                reading.ledger.inputs.iter().find(|entry| entry.name.text().ends_with(path));
            match &entry.unwrap().fate {
                Some(Fate::LeftOut { rule, .. }) => *rule,
                other => panic!("{from}: {path}: {other:?}"),
            }
        };
        assert_eq!(rule(path), Rule::NotRecognised, "{from}: {path}");
        assert_eq!(rule("README.md"), Rule::PageFurniture, "{from}");
    }
}

#[test]
fn a_mounted_folder_of_hugo_is_content_in_the_place_of_the_usual_one() {
    let config = "baseURL = 'https://e.example/'\n[[module.mounts]]\nsource = 'docs'\ntarget = 'content/posts'\n[[module.mounts]]\nsource = 'part'\ntarget = 'content'\nexcludeFiles = 'x/**'\n";
    let page = b"---\ntitle: A\n---\nx";
    let files: [(&str, &[u8]); 4] = [
        ("hugo.toml", config.as_bytes()),
        ("docs/b/a.md", page),
        ("part/x/c.md", page),
        ("content/old.md", page),
    ];
    let posts = posts(&read_all("hugo", &files));
    let mut found: Vec<_> =
        posts.iter().map(|post| (post.permalink.as_deref().unwrap(), post.status)).collect();
    found.sort_unstable_by_key(|(address, _)| *address);
    assert_eq!(
        found,
        [
            ("https://e.example/posts/b/a/", Some(Status::Published)),
            ("https://e.example/x/c/", None)
        ]
    );
}

#[test]
fn settings_with_too_many_values_are_refused() {
    let config = format!("a = [{}]", "1,".repeat(20_000));
    let files = [("hugo.toml", &*config), ("content/posts/a.md", "x")];
    assert_eq!(status("hugo", &files, "a.md"), None);
    let page = format!("+++\n{config}\n+++\n");
    assert_eq!(post("hugo", &page).status, None);
}

#[test]
fn a_time_with_its_zone_stands_for_the_same_without_one() {
    let of = |form: &str, said: &str| {
        let post = post(form, &format!("---\ntitle: x\n{said}---\nx\n"));
        let time = post.published.map(|time| time.to_rfc3339());
        (time, post.extra.iter().any(|(name, _)| name.ends_with(":exact_date")))
    };
    let (date, exact) = ("date: 2019-03-05 04:30:00\n", "exact_date: 2019-03-04T23:30:00-05:00\n");
    let (local, late) = ("2019-03-05T04:30:00Z", "2019-03-04T23:30:00-05:00");
    for said in [[date, exact].concat(), [exact, date].concat(), exact.to_owned()] {
        assert_eq!(of("hexo", &said), (Some(late.into()), false), "{said}");
    }
    for odd in ["exact_date: soon\n", "exact_date: 2019-03-04 23:30:00\n", "exact_date: [a]\n"] {
        assert_eq!(of("hexo", &[date, odd].concat()), (Some(local.into()), true), "{odd}");
    }
    assert_eq!(of("jekyll", &[date, exact].concat()), (Some(local.into()), true));
}

#[test]
fn a_page_of_hexo_says_whether_it_has_tags() {
    let html = |said: &str| {
        let post =
            post("hexo", &format!("---\ntitle: x\n{said}---\na {{% raw %}}b{{% endraw %}}\n"));
        assert_eq!(post.extra.iter().count(), usize::from(said.contains("soon")));
        post.content.unwrap().html.text().unwrap().into_owned()
    };
    assert_eq!(html("disableNunjucks: true\nlayout: post\n"), "<p>a {% raw %}b{% endraw %}</p>\n");
    for said in ["", "disableNunjucks: false\n", "disableNunjucks: soon\n"] {
        assert_eq!(html(said), "<p>a b</p>\n", "{said}");
    }
}

#[test]
fn settings_of_one_name_are_those_of_the_program_that_the_folder_names() {
    let page = b"---\ntitle: x\nlayout: post\n---\nx\n";
    let settings = b"title: x\ncopyright: \xc2\xa9 Nuri\n";
    let program = b"{\"hexo\": {}, \"dependencies\": {\"hexo\": \"^8.0.0\"}}";
    for (platform, files) in [
        ("hexo", &[("package.json", &program[..]), ("source/undated/a.md", page)][..]),
        ("hexo", &[("package.json", program), ("source/_drafts/a.md", page)]),
        ("jekyll", &[("package.json", b"{}"), ("_drafts/a.md", page)]),
    ] {
        let all = files.iter().copied().chain([("_config.yml", &settings[..])]);
        let source = Memory::new("site", all);
        let reading = read(&source, &ReadOptions::default()).unwrap();
        let site = &reading.blogs[0].site;
        assert_eq!(site.platform.as_deref(), Some(platform), "{}", files[1].0);
        assert_eq!(site.rights.as_deref(), Some("© Nuri"));
    }
}
