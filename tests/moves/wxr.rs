//! The rules of WordPress' importer, and what its three parsers need.
//!
//! One parser reads XML, one is streaming, one looks for lines and elements with regular expressions. Each file is read
//! both as XML and as the last one reads it, and both must find the same.

use std::collections::{HashMap, HashSet};

use roxmltree::{Document, Node};

use crate::sample::Written;

const WP: &str = "http://wordpress.org/export/1.2/";

/// The fields of an item in WordPress' order, with the prefixes that the parsers look for.
const FIELDS: [&str; 25] = [
    "title",
    "link",
    "pubDate",
    "dc:creator",
    "guid",
    "description",
    "content:encoded",
    "excerpt:encoded",
    "wp:post_id",
    "wp:post_date",
    "wp:post_date_gmt",
    "wp:post_modified",
    "wp:post_modified_gmt",
    "wp:comment_status",
    "wp:ping_status",
    "wp:post_name",
    "wp:status",
    "wp:post_parent",
    "wp:menu_order",
    "wp:post_type",
    "wp:post_password",
    "wp:is_sticky",
    "wp:attachment_url",
    "category",
    "wp:postmeta",
];

/// What is unique over all files of an export.
#[derive(Default)]
struct All {
    rows: HashSet<String>,
    posts: HashSet<(String, String, String)>,
    attachments: HashSet<String>,
    files: HashSet<String>,
    covers: Vec<String>,
    parents: Vec<String>,
    posts_written: u64,
}

/// Checks all files of an export. Bodies of WordPress keep their line ends.
pub(crate) fn check(written: &Written, name: &str, is_wordpress: bool) {
    let mut all = All::default();
    for (file, text) in &written.files {
        check_file(text, &format!("{name}: {file}"), is_wordpress, &mut all);
    }
    for row in all.covers.iter() {
        assert!(all.attachments.contains(row), "{name}: the cover {row} is an attachment");
    }
    for row in all.parents.iter().filter(|row| *row != "0") {
        assert!(all.rows.contains(row), "{name}: the parent {row} is there");
    }
    assert_eq!(all.posts_written, written.posts, "{name}");
}

fn check_file(text: &str, name: &str, is_wordpress: bool, all: &mut All) {
    assert!(
        text.starts_with("<?xml version=\"1.0\" encoding=\"UTF-8\" ?>\n<rss version=\"2.0\"\n"),
        "{name}"
    );
    assert!(!text.contains("<!DOCTYPE"), "{name}");
    let document = Document::parse(text).unwrap_or_else(|error| panic!("{name}: {error}"));
    let channel = document.root_element().first_element_child().unwrap();
    let logins = authors(channel, text, name);
    check_lines(text, name);
    let slugs = terms(channel, name);
    let items: Vec<_> = channel.children().filter(|it| it.has_tag_name("item")).collect();
    let raw: Vec<&str> = text.split("\t<item>\n").skip(1).collect();
    assert_eq!(items.len(), raw.len(), "{name}: a line for the beginning of each item");
    assert_eq!(
        text.matches("</item>").count(),
        items.len(),
        "{name}: no text holds an end of an item"
    );
    let mut is_behind_files = false;
    for (item, raw) in items.into_iter().zip(raw) {
        let raw = raw.split("\t</item>\n").next().unwrap();
        let item = Item { node: item, raw, name };
        item.check(&logins, &slugs, is_wordpress, all);
        let is_file = item.text("wp:post_type") == "attachment";
        assert!(!(is_file && is_behind_files), "{name}: attachments come first");
        is_behind_files |= !is_file;
    }
}

/// What the parser of regular expressions reads line by line.
fn check_lines(text: &str, name: &str) {
    let count = |part: &str| text.lines().filter(|line| line.contains(part)).count();
    assert_eq!(count("\t<wp:wxr_version>1.2</wp:wxr_version>"), 1, "{name}");
    for element in ["wp:base_site_url", "wp:base_blog_url"] {
        let line = text.lines().find(|line| line.contains(&format!("<{element}>"))).unwrap();
        assert!(
            line.ends_with(&format!("</{element}>")) && !line.contains("CDATA"),
            "{name}: {line}"
        );
    }
    for element in ["wp:author", "wp:category", "wp:tag"] {
        for line in text.lines().filter(|line| line.contains(&format!("<{element}>"))) {
            assert!(line.ends_with(&format!("</{element}>")), "{name}: {line}");
            assert_eq!(line.matches(&format!("</{element}>")).count(), 1, "{name}: {line}");
        }
    }
}

fn child<'a>(node: Node<'a, 'a>, name: &str) -> Option<Node<'a, 'a>> {
    node.children().find(|it| it.is_element() && it.tag_name().name() == name)
}

fn text_of(node: Node<'_, '_>, name: &str) -> String {
    let child = child(node, name);
    child.map(|it| it.children().filter_map(|it| it.text()).collect()).unwrap_or_default()
}

fn of_wp<'a>(channel: Node<'a, 'a>, name: &'a str) -> impl Iterator<Item = Node<'a, 'a>> {
    channel.children().filter(move |it| it.has_tag_name((WP, name)))
}

fn authors(channel: Node<'_, '_>, text: &str, name: &str) -> HashSet<String> {
    let (mut logins, mut folded) = (HashSet::new(), HashSet::new());
    for author in of_wp(channel, "author") {
        let login = text_of(author, "author_login");
        let is_login = |byte: u8| byte.is_ascii_alphanumeric() || b" _.-".contains(&byte);
        assert!(
            !login.is_empty() && login.len() <= 60 && login.bytes().all(is_login),
            "{name}: {login}"
        );
        assert!(folded.insert(login.to_lowercase()), "{name}: {login} is two people");
        assert_eq!(text_of(author, "author_email"), "", "{name}");
        assert!(!text_of(author, "author_display_name").is_empty(), "{name}");
        logins.insert(login);
    }
    assert_eq!(text.matches("<wp:author>").count(), logins.len(), "{name}");
    logins
}

/// The slugs by taxonomy, parents before children.
fn terms(channel: Node<'_, '_>, name: &str) -> HashMap<String, HashSet<String>> {
    let mut slugs: HashMap<String, HashSet<String>> = HashMap::new();
    for (element, domain, slug) in
        [("category", "category", "category_nicename"), ("tag", "post_tag", "tag_slug")]
    {
        for term in of_wp(channel, element) {
            let parent = text_of(term, "category_parent");
            let known = slugs.entry(domain.into()).or_default();
            assert!(parent.is_empty() || known.contains(&parent), "{name}: {parent} comes first");
            let slug = text_of(term, slug);
            assert!(is_slug(&slug) && !slug.is_empty(), "{name}: {slug}");
            assert!(known.insert(slug.clone()), "{name}: {slug} is two terms");
            let label = if element == "tag" { "tag_name" } else { "cat_name" };
            assert!(!text_of(term, label).is_empty(), "{name}: {slug}");
        }
    }
    slugs
}

fn is_slug(slug: &str) -> bool {
    let is_kept =
        |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || b"-_%".contains(&byte);
    slug.len() <= 200 && slug.bytes().all(is_kept)
}

struct Item<'a> {
    node: Node<'a, 'a>,
    /// Its text, as it stands in the file.
    raw: &'a str,
    name: &'a str,
}

impl Item<'_> {
    /// The text of a field, as a parser of XML finds it.
    fn text(&self, field: &str) -> String {
        text_of_prefixed(self.node, field)
    }

    fn check(
        &self,
        logins: &HashSet<String>,
        slugs: &HashMap<String, HashSet<String>>,
        is_wordpress: bool,
        all: &mut All,
    ) {
        let name = self.name;
        self.check_order();
        self.check_as_expressions_do();
        let class = self.text("wp:post_type");
        assert!(["post", "page", "attachment"].contains(&&*class), "{name}: {class}");
        let status = self.text("wp:status");
        let known = ["publish", "draft", "pending", "private", "trash", "inherit"];
        assert!(known.contains(&&*status), "{name}: {status}");
        assert_eq!(self.text("wp:post_password"), "", "{name}");
        assert!(is_slug(&self.text("wp:post_name")), "{name}");
        let creator = self.text("dc:creator");
        assert!(creator.is_empty() || logins.contains(&creator), "{name}: {creator}");
        assert!(
            self.text("title").len() <= 65_535 && self.text("guid").len() <= 255
                || class == "attachment",
            "{name}"
        );
        let row = self.text("wp:post_id");
        assert!(row.parse::<u64>().unwrap() > 0 && all.rows.insert(row.clone()), "{name}: {row}");
        all.parents.push(self.text("wp:post_parent"));
        self.check_dates();
        self.check_identity(&class, all);
        self.check_body(&class, is_wordpress);
        self.check_terms(slugs);
        self.check_comments();
        for (key, value) in self.meta() {
            if key == "_thumbnail_id" {
                all.covers.push(value.clone());
            }
        }
        match class == "attachment" {
            true => self.check_attachment(row, all),
            false => all.posts_written += 1,
        }
    }

    fn check_order(&self) {
        let prefixed = |node: Node<'_, '_>| match node.tag_name().namespace() {
            Some(WP) => format!("wp:{}", node.tag_name().name()),
            Some("http://wordpress.org/export/1.2/excerpt/") => "excerpt:encoded".into(),
            Some("http://purl.org/rss/1.0/modules/content/") => "content:encoded".into(),
            Some("http://purl.org/dc/elements/1.1/") => "dc:creator".into(),
            _ => node.tag_name().name().to_owned(),
        };
        let names: Vec<String> =
            self.node.children().filter(Node::is_element).map(prefixed).collect();
        let place = |name: &String| match name.as_str() {
            "wp:comment" => FIELDS.len(),
            name => FIELDS.iter().position(|field| *field == name).expect("a known field"),
        };
        let places: Vec<usize> = names.iter().map(place).collect();
        assert!(places.is_sorted(), "{}: {names:?}", self.name);
        for field in &FIELDS[..22] {
            assert_eq!(
                names.iter().filter(|name| name == field).count(),
                1,
                "{}: {field}",
                self.name
            );
        }
    }

    /// Both kinds of parsers find the same.
    fn check_as_expressions_do(&self) {
        for field in FIELDS[..23].iter().filter(|field| **field != "description") {
            assert_eq!(tag(self.raw, field), self.text(field), "{}: {field}", self.name);
        }
        let count = |element: &str| {
            self.node
                .children()
                .filter(|it| it.is_element() && it.tag_name().name() == element)
                .count()
        };
        assert_eq!(
            self.raw.matches("<category domain=\"").count(),
            count("category"),
            "{}",
            self.name
        );
        assert_eq!(self.raw.matches("<wp:comment>").count(), count("comment"), "{}", self.name);
        assert_eq!(self.raw.matches("<wp:postmeta>").count(), count("postmeta"), "{}", self.name);
    }

    fn check_dates(&self) {
        let digits = |text: &str| {
            text.bytes()
                .map(|it| if it.is_ascii_digit() { '0' } else { it.into() })
                .collect::<String>()
        };
        for field in
            ["wp:post_date", "wp:post_date_gmt", "wp:post_modified", "wp:post_modified_gmt"]
        {
            assert_eq!(digits(&self.text(field)), "0000-00-00 00:00:00", "{}: {field}", self.name);
        }
    }

    /// No two that the importer would take for one.
    fn check_identity(&self, class: &str, all: &mut All) {
        let date = self.text("wp:post_date");
        if date.starts_with("0000") {
            return;
        }
        let key = (self.text("title"), date, class.to_owned());
        assert!(all.posts.insert(key.clone()), "{}: {key:?} is there twice", self.name);
    }

    fn check_body(&self, class: &str, is_wordpress: bool) {
        let body = self.text("content:encoded");
        let is_empty = body.trim().is_empty() && self.text("title").is_empty();
        assert!(
            !is_empty || !self.text("excerpt:encoded").is_empty(),
            "{}: an empty post",
            self.name
        );
        assert!(!body.to_ascii_lowercase().contains("<script"), "{}: {body}", self.name);
        if !is_wordpress && class != "attachment" {
            let outside = body.split("<pre").map(|part| part.split("</pre>").last().unwrap());
            outside.for_each(|part| assert!(!part.contains("\n\n"), "{}: {body}", self.name));
            assert!(!body.contains("[gallery"), "{}: {body}", self.name);
        }
    }

    fn check_terms(&self, slugs: &HashMap<String, HashSet<String>>) {
        for term in self.node.children().filter(|it| it.has_tag_name("category")) {
            let (domain, slug) =
                (term.attribute("domain").unwrap(), term.attribute("nicename").unwrap());
            match domain {
                "post_format" => assert!(slug.starts_with("post-format-"), "{}: {slug}", self.name),
                domain => assert!(slugs[domain].contains(slug), "{}: {domain} {slug}", self.name),
            }
        }
    }

    fn check_comments(&self) {
        let mut seen = HashSet::new();
        for comment in of_wp(self.node, "comment") {
            let number: u64 = text_of(comment, "comment_id").parse().unwrap();
            let parent: u64 = text_of(comment, "comment_parent").parse().unwrap();
            assert!(
                parent == 0 || parent < number && seen.contains(&parent),
                "{}: {number}",
                self.name
            );
            assert!(number > 0 && seen.insert(number), "{}: {number}", self.name);
            assert_eq!(text_of(comment, "comment_author_email"), "", "{}", self.name);
            assert_eq!(text_of(comment, "comment_author_IP"), "", "{}", self.name);
            assert_eq!(text_of(comment, "comment_approved"), "1", "{}", self.name);
            assert!(text_of(comment, "comment_content").len() <= 65_535, "{}", self.name);
            assert!(text_of(comment, "comment_author_url").len() <= 200, "{}", self.name);
        }
    }

    fn meta(&self) -> Vec<(String, String)> {
        let all = of_wp(self.node, "postmeta");
        all.map(|it| (text_of(it, "meta_key"), text_of(it, "meta_value"))).collect()
    }

    fn check_attachment(&self, row: String, all: &mut All) {
        let url = self.text("wp:attachment_url");
        assert!(url.starts_with("http://") || url.starts_with("https://"), "{}: {url}", self.name);
        assert_eq!(self.text("wp:status"), "inherit", "{}", self.name);
        all.attachments.insert(row);
        for (key, value) in self.meta().into_iter().filter(|(key, _)| key == "_wp_attached_file") {
            let parts: Vec<&str> = value.split('/').collect();
            let is_path = parts.len() == 3
                && (parts[0].len(), parts[1].len()) == (4, 2)
                && parts[..2].iter().all(|part| part.bytes().all(|it| it.is_ascii_digit()));
            assert!(is_path, "{}: {value}", self.name);
            assert!(all.files.insert(value.to_lowercase()), "{}: {key} {value}", self.name);
        }
    }
}

fn text_of_prefixed(node: Node<'_, '_>, field: &str) -> String {
    let namespace = match field.split_once(':').map(|(prefix, _)| prefix) {
        Some("wp") => Some(WP),
        Some("content") => Some("http://purl.org/rss/1.0/modules/content/"),
        Some("excerpt") => Some("http://wordpress.org/export/1.2/excerpt/"),
        Some("dc") => Some("http://purl.org/dc/elements/1.1/"),
        _ => None,
    };
    let local = field.rsplit(':').next().unwrap();
    let is_field = |it: &Node<'_, '_>| {
        it.is_element() && it.tag_name().name() == local && it.tag_name().namespace() == namespace
    };
    let found = node.children().find(is_field);
    found.map(|it| it.children().filter_map(|it| it.text()).collect()).unwrap_or_default()
}

/// The first element of a name, as the parser of regular expressions finds it: `<name…>(.*?)</name>`, character data
/// taken out of its marks.
fn tag(raw: &str, name: &str) -> String {
    let Some(at) = raw.find(&format!("<{name}")) else { return String::new() };
    let rest = &raw[at..];
    let start = rest.find('>').unwrap() + 1;
    let Some(end) = rest.find(&format!("</{name}>")) else { return String::new() };
    let value = &rest[start..end];
    match value.strip_prefix("<![CDATA[") {
        None => value.to_owned(),
        Some(inner) => inner
            .strip_suffix("]]>")
            .unwrap_or_else(|| panic!("{name}: {value}"))
            .replace("]]]]><![CDATA[>", "]]>"),
    }
}
