//! What Zola does with a folder, by its rules: whatever stops its build panics here.
//!
//! No code is shared with the writer. Templates are rendered by the engine that Zola has; Markdown is rendered by another
//! renderer of the same dialect, without checking what bodies become.

use std::{
    collections::{BTreeMap, BTreeSet, HashMap},
    sync::{Arc, LazyLock},
};

use serde_json::{Value as Json, json};
use tera::{Context, Tera};
use toml::{Table, Value};

/// What was built: by its path below the folder of the site, each file's text. Pictures have none.
pub(crate) type Built = BTreeMap<String, String>;

/// The names that settings may have. Zola knows more; these are all that it has had since version 0.19.
const SETTINGS: &[&str] = &[
    "base_url",
    "title",
    "description",
    "default_language",
    "generate_feeds",
    "feed_filenames",
    "feed_limit",
    "taxonomies",
    "slugify",
    "markdown",
    "extra",
];

/// The names that the front matter of a section may have.
const SECTION: &[&str] = &["sort_by", "paginate_by", "paginate_path", "template"];

/// The names that mean something in the front matter of a page.
const PAGE: &[&str] = &[
    "title",
    "description",
    "date",
    "updated",
    "draft",
    "slug",
    "path",
    "taxonomies",
    "weight",
    "authors",
    "aliases",
    "in_search_index",
    "extra",
];

/// A folder that is being built.
struct Site<'a> {
    files: &'a BTreeMap<String, Vec<u8>>,
    base: String,
    taxonomies: Vec<String>,
    pages: Vec<Page>,
    out: Built,
}

struct Page {
    folder: String,
    section: String,
    path: String,
    date: Option<String>,
    aliases: Vec<String>,
    terms: BTreeMap<String, Vec<String>>,
    value: Json,
}

/// Builds a folder, drafts not.
pub(crate) fn build(files: &BTreeMap<String, Vec<u8>>) -> Built {
    let config: Table = text(files, "config.toml").parse().expect("settings are TOML");
    known("config.toml", &config, SETTINGS);
    let base = config["base_url"].as_str().expect("a base_url is asked for").to_owned();
    assert!(!base.is_empty() && base.ends_with('/'));
    assert_eq!(config["slugify"]["paths"].as_str(), Some("off"));
    assert_eq!(config["slugify"]["taxonomies"].as_str(), Some("safe"));
    let taxonomies = config["taxonomies"].as_array().unwrap();
    let taxonomies = taxonomies.iter().map(|it| it["name"].as_str().unwrap().to_owned()).collect();
    let mut site = Site { files, base, taxonomies, pages: Vec::new(), out: Built::new() };
    site.load();
    site.check_addresses();
    site.copy();
    site.render(&config);
    site.out
}

fn text<'a>(files: &'a BTreeMap<String, Vec<u8>>, name: &str) -> &'a str {
    std::str::from_utf8(files.get(name).unwrap_or_else(|| panic!("{name} is missing"))).unwrap()
}

fn known(file: &str, table: &Table, names: &[&str]) {
    table.keys().for_each(|name| assert!(names.contains(&name.as_str()), "{file} says `{name}`"));
}

/// Front matter and what follows: `+++`, then the first `+++` that nothing but white space follows in its line.
fn split<'t>(file: &str, text: &'t str) -> (Table, &'t str) {
    let rest = text.strip_prefix("+++\n").unwrap_or_else(|| panic!("{file} has no front matter"));
    let ends = rest.match_indices("+++").map(|(at, _)| at);
    let end = ends.into_iter().find(|at| {
        let line = rest[at + 3..].split('\n').next().unwrap_or_default();
        line.trim().is_empty()
    });
    let end = end.unwrap_or_else(|| panic!("the front matter of {file} has no end"));
    let front =
        rest[..end].parse().unwrap_or_else(|error| panic!("{file}: {error}\n{}", &rest[..end]));
    (front, &rest[end + 3..])
}

/// A folder's name for a term.
fn slug(term: &str) -> String {
    term.trim_end_matches([' ', '.']).chars().filter(|it| !"<>:\"/\\|?*".contains(*it)).collect()
}

/// Whether a text calls a shortcode, none of which a folder has: the build would stop.
fn calls(body: &str) -> Option<&str> {
    body.match_indices('{').map(|(at, _)| &body[at..]).find(|rest| {
        let Some(inner) = rest.strip_prefix("{{").or_else(|| rest.strip_prefix("{%")) else {
            return false;
        };
        let inner = inner.trim_start();
        let name = inner.len()
            - inner.trim_start_matches(|it: char| it.is_ascii_alphanumeric() || it == '_').len();
        name > 0 && inner[name..].trim_start().starts_with('(') || inner.starts_with("end")
    })
}

fn is_day(name: &str) -> bool {
    let day = name.as_bytes().get(..10);
    day.is_some_and(|day| {
        day.iter().enumerate().all(|(at, byte)| {
            if matches!(at, 4 | 7) { *byte == b'-' } else { byte.is_ascii_digit() }
        })
    })
}

impl Site<'_> {
    fn load(&mut self) {
        let names =
            self.files.keys().filter(|name| name.starts_with("content/") && name.ends_with(".md"));
        for name in names {
            if name.ends_with("/_index.md") {
                let (front, body) = split(name, text(self.files, name));
                known(name, &front, SECTION);
                assert_eq!(body.trim(), "");
                continue;
            }
            let page = self.page(name);
            self.pages.extend(page);
        }
        self.pages.sort_by(|a, b| b.date.cmp(&a.date).then_with(|| a.path.cmp(&b.path)));
    }

    fn page(&self, name: &str) -> Option<Page> {
        let (front, body) = split(name, text(self.files, name));
        known(name, &front, PAGE);
        let folder = name
            .strip_suffix("index.md")
            .unwrap_or_else(|| panic!("{name} is no page of its own folder"));
        let (above, own) = folder.trim_end_matches('/').rsplit_once('/').unwrap();
        let section = format!("{above}/_index.md");
        assert!(above == "content" || self.files.contains_key(&section), "{name} is in no section");
        let string = |key: &str| {
            front.get(key).map(|it| it.as_str().unwrap_or_else(|| panic!("{name}: {key}")))
        };
        let date = |key: &str| {
            let date = front.get(key)?;
            let date = date.as_datetime().unwrap_or_else(|| panic!("{name}: {key} is no date"));
            assert!(date.offset.is_some() || date.time.is_none(), "{name}: {key} has no offset");
            Some(instant(&date.to_string()))
        };
        let stated =
            |key: &str| front.get(key).and_then(Value::as_datetime).map(ToString::to_string);
        let list = |value: &Value| -> Vec<String> {
            value.as_array().unwrap().iter().map(|it| it.as_str().unwrap().to_owned()).collect()
        };
        assert!(front.get("weight").is_none_or(|it| it.as_integer().unwrap() >= 0));
        assert!(front.get("in_search_index").is_none_or(Value::is_bool));
        assert!(string("slug").is_none_or(|slug| !slug.is_empty()), "{name}");
        let path = string("path")
            .filter(|path| !path.is_empty())
            .unwrap_or_else(|| panic!("{name} has no path"));
        assert!(date("date").is_some() || !is_day(own), "{name} would get a date from its name");
        assert_eq!(calls(body), None, "{name}");
        let mut terms = BTreeMap::new();
        for (taxonomy, names) in
            front.get("taxonomies").and_then(Value::as_table).into_iter().flatten()
        {
            assert!(self.taxonomies.contains(taxonomy), "{name}: {taxonomy} is not declared");
            let names = list(names);
            for term in &names {
                assert!(!term.trim().is_empty(), "{name}: a term without a name");
                assert!(
                    (1..256).contains(&slug(term).len()),
                    "{name}: no folder can be called `{term}`"
                );
            }
            terms.insert(taxonomy.clone(), names);
        }
        if front.get("draft").is_some_and(|draft| draft.as_bool().unwrap()) {
            return None;
        }
        let path = format!("/{}/", path.trim().trim_matches('/'));
        let aliases = front.get("aliases").map(list).unwrap_or_default();
        let mut value = json!({
            "content": markdown(body), "permalink": self.permalink(&path), "path": path,
            "title": string("title"), "description": string("description"),
            "date": stated("date"), "updated": stated("updated"),
            "taxonomies": terms, "extra": as_json(front.get("extra")),
            "authors": front.get("authors").map(list).unwrap_or_default(),
            "ancestors": ["_index.md"],
        });
        if let Some(section) = section.strip_prefix("content/").filter(|it| *it != "_index.md") {
            let mut all: Vec<String> = vec!["_index.md".into()];
            all.extend(section.starts_with("posts/undated").then(|| "posts/_index.md".into()));
            all.push(section.into());
            value["ancestors"] = json!(all);
        }
        let date = date("date");
        Some(Page { folder: folder.into(), section, path, date, aliases, terms, value })
    }

    fn permalink(&self, path: &str) -> String {
        [&self.base, path.trim_start_matches('/')].concat()
    }

    /// Two pages or aliases at one address stop a build.
    fn check_addresses(&self) {
        let mut taken = BTreeSet::from(["/", "/posts/", "/posts/undated/"].map(str::to_owned));
        for page in &self.pages {
            for path in page.aliases.iter().chain([&page.path]) {
                assert!(taken.insert(path.clone()), "two pages are at {path}");
            }
        }
    }

    fn put(&mut self, name: &str, text: String) {
        let name = name.trim_start_matches('/');
        let before = self.out.insert(name.to_owned(), text);
        assert!(before.is_none(), "{name} is written twice");
        let is_below = |other: &String| other.starts_with(&format!("{name}/"));
        let next = self.out.range(format!("{name}/")..).next().map(|(other, _)| is_below(other));
        assert_ne!(next, Some(true), "{name} is a folder, too");
    }

    /// Files beside pages stand below their addresses, those of `static` at the root.
    fn copy(&mut self) {
        let mut copied = Vec::new();
        for (name, _) in self.files.iter().filter(|(name, _)| !name.ends_with(".md")) {
            if let Some(inner) = name.strip_prefix("static/") {
                copied.push(inner.to_owned());
            } else if name.starts_with("content/") {
                // Those of drafts are not.
                let owner = self.pages.iter().find(|page| name.starts_with(&page.folder));
                copied.extend(owner.map(|page| [&page.path, &name[page.folder.len()..]].concat()));
            }
        }
        copied.iter().for_each(|name| self.put(name, String::new()));
    }

    fn render(&mut self, config: &Table) {
        let tera = self.templates();
        let lang = config["default_language"].as_str().unwrap();
        let mut common = Context::new();
        common.insert("config", &as_json(Some(&Value::Table(config.clone()))));
        common.insert("lang", lang);
        let with = |values: Json| {
            let mut context = common.clone();
            context.extend(Context::from_value(values).unwrap());
            context
        };
        let render = |template: &str, values: Json| {
            let text = tera.render(template, &with(values));
            text.unwrap_or_else(|error| panic!("{template}: {error:?}"))
        };
        let mut made = Vec::new();
        for page in &self.pages {
            let text = render("page.html", json!({ "page": page.value }));
            made.push((format!("{}index.html", page.path), text));
            for alias in &page.aliases {
                let file = if alias.ends_with(".html") {
                    alias.clone()
                } else {
                    format!("{}/index.html", alias.trim_end_matches('/'))
                };
                made.push((file, page.value["permalink"].as_str().unwrap().to_owned()));
            }
        }
        let root = section(&self.pages, "content/_index.md", "/");
        made.push(("index.html".into(), render("index.html", json!({ "section": root }))));
        let undated = section(&self.pages, "content/posts/undated/_index.md", "/posts/undated/");
        made.push((
            "posts/undated/index.html".into(),
            render("undated.html", json!({ "section": undated })),
        ));
        made.extend(self.pagers(&render));
        made.extend(self.terms(&render));
        let dated: Vec<&Json> =
            self.pages.iter().filter(|page| page.date.is_some()).map(|page| &page.value).collect();
        let feed = json!({ "pages": &dated[..dated.len().min(50)], "feed_url": self.permalink("rss.xml") });
        made.push(("rss.xml".into(), render("rss.xml", feed)));
        made.into_iter().for_each(|(name, text)| self.put(&name, text));
    }

    /// The list of posts, twenty at a time.
    fn pagers(&self, render: &dyn Fn(&str, Json) -> String) -> Vec<(String, String)> {
        let posts = section(&self.pages, "content/posts/_index.md", "/posts/");
        let posts = posts["pages"].as_array().unwrap();
        let parts: Vec<&[Json]> =
            if posts.is_empty() { vec![&[]] } else { posts.chunks(20).collect() };
        let path = |at: usize| {
            if at == 0 { "/posts/".to_owned() } else { format!("/posts/_page/{}/", at + 1) }
        };
        let made = parts.iter().enumerate().map(|(at, pages)| {
            let paginator = json!({
                "pages": pages, "number_pagers": parts.len(), "current_index": at + 1,
                "previous": at.checked_sub(1).map(|at| self.permalink(&path(at))),
                "next": (at + 1 < parts.len()).then(|| self.permalink(&path(at + 1))),
            });
            (
                format!("{}index.html", path(at)),
                render("section.html", json!({ "paginator": paginator })),
            )
        });
        made.collect()
    }

    fn terms(&self, render: &dyn Fn(&str, Json) -> String) -> Vec<(String, String)> {
        let mut made = Vec::new();
        for name in &self.taxonomies {
            let taxonomy = json!({ "name": name });
            let mut terms: BTreeMap<String, (String, Vec<&Json>)> = BTreeMap::new();
            for page in &self.pages {
                for term in page.terms.get(name).into_iter().flatten() {
                    let (_, pages) =
                        terms.entry(slug(term)).or_insert_with(|| (term.clone(), Vec::new()));
                    pages.push(&page.value);
                }
            }
            let all: Vec<Json> = terms
                .iter()
                .map(|(slug, (name, pages))| json!({ "name": name, "slug": slug, "pages": pages }))
                .collect();
            let list = json!({ "taxonomy": taxonomy, "terms": all });
            made.push((format!("{name}/index.html"), render("taxonomy_list.html", list)));
            for term in &all {
                let file = format!("{name}/{}/index.html", term["slug"].as_str().unwrap());
                made.push((
                    file,
                    render("taxonomy_single.html", json!({ "taxonomy": taxonomy, "term": term })),
                ));
            }
        }
        made
    }

    /// The templates, with the functions and filters of Zola that they call.
    fn templates(&self) -> Tera {
        let mut tera = Tera::default();
        let names =
            self.files.keys().filter_map(|name| Some((name, name.strip_prefix("templates/")?)));
        let all = names.map(|(file, name)| (name, text(self.files, file)));
        tera.add_raw_templates(all).expect("templates are templates");
        let base = self.base.clone();
        tera.register_function("get_url", move |given: &HashMap<String, Json>| {
            let path = given["path"].as_str().unwrap().trim_matches('/');
            let end =
                if given.contains_key("trailing_slash") && !path.is_empty() { "/" } else { "" };
            Ok(json!(format!("{base}{path}{end}")))
        });
        let base = self.base.clone();
        tera.register_function("get_taxonomy_url", move |given: &HashMap<String, Json>| {
            let (kind, name) = (given["kind"].as_str().unwrap(), given["name"].as_str().unwrap());
            Ok(json!(format!("{base}{kind}/{}/", slug(name))))
        });
        let sections = ["posts/_index.md", "posts/undated/_index.md"].map(|name| {
            let path = format!("/{}", name.trim_end_matches("_index.md"));
            let mut section = section(&self.pages, &format!("content/{name}"), &path);
            section["permalink"] = json!(self.permalink(&path));
            (name, section)
        });
        let sections = Arc::new(HashMap::from(sections));
        tera.register_function("get_section", move |given: &HashMap<String, Json>| {
            Ok(sections[given["path"].as_str().unwrap()].clone())
        });
        let data = self.files.iter().filter(|(name, _)| name.starts_with("data/"));
        let data: HashMap<String, Vec<u8>> =
            data.map(|(name, bytes)| (name.clone(), bytes.clone())).collect();
        tera.register_function("load_data", move |given: &HashMap<String, Json>| {
            let file = given["path"].as_str().unwrap();
            match data.get(file) {
                Some(bytes) => serde_json::from_slice(bytes).map_err(tera::Error::msg),
                None if given.get("required") == Some(&Json::Bool(false)) => Ok(Json::Null),
                None => Err(tera::Error::msg(format!("{file} is missing"))),
            }
        });
        tera.register_filter("date", |value: &Json, given: &HashMap<String, Json>| {
            let text =
                value.as_str().ok_or_else(|| tera::Error::msg(format!("{value} is no date")))?;
            let time = chrono::DateTime::parse_from_rfc3339(&instant_text(text))
                .map_err(tera::Error::msg)?;
            Ok(json!(time.format(given["format"].as_str().unwrap()).to_string()))
        });
        tera.register_filter("regex_replace", replace);
        tera
    }
}

/// Two patterns are asked for: addresses from the root, and those beside a page.
fn replace(value: &Json, given: &HashMap<String, Json>) -> tera::Result<Json> {
    static PATTERNS: LazyLock<BTreeSet<&str>> = LazyLock::new(|| {
        BTreeSet::from([
            r#"(href|src|poster)="/([^/"])"#,
            r##"(href|src|poster)="([^"#:/][^":]*)""##,
        ])
    });
    let (pattern, with) = (given["pattern"].as_str().unwrap(), given["rep"].as_str().unwrap());
    assert!(PATTERNS.contains(pattern), "{pattern}");
    let mut out = String::new();
    let mut rest = value.as_str().unwrap();
    let is_root = pattern.ends_with(r#""/([^/"])"#);
    while let Some((at, name)) = ["href=\"", "src=\"", "poster=\""]
        .iter()
        .filter_map(|name| Some((rest.find(name)?, *name)))
        .min()
    {
        let (before, after) = rest.split_at(at + name.len());
        let address = after.split('"').next().unwrap_or_default();
        let is_beside =
            !address.is_empty() && !address.starts_with(['#', ':', '/']) && !address.contains(':');
        let is_rooted = address.starts_with('/') && !address.starts_with("//") && address.len() > 1;
        let shown = match is_root {
            true if is_rooted => {
                with.replace("$1", name.trim_end_matches("=\"")).replace("/$2", address)
            }
            false if is_beside => {
                with.replace("$1", name.trim_end_matches("=\"")).replace("$2\"", address)
            }
            _ => [name, address].concat(),
        };
        out.push_str(&before[..at]);
        out.push_str(&shown.replace("$$", "$"));
        rest = &after[address.len()..];
    }
    out.push_str(rest);
    Ok(json!(out))
}

fn section(pages: &[Page], name: &str, path: &str) -> Json {
    let mut own: Vec<&Page> = pages.iter().filter(|page| page.section == name).collect();
    if name == "content/posts/_index.md" {
        assert!(
            own.iter().all(|page| page.date.is_some()),
            "a post without a date would be in no list"
        );
        own.sort_by(|a, b| b.date.cmp(&a.date));
    }
    let values: Vec<&Json> = own.iter().map(|page| &page.value).collect();
    json!({ "pages": values, "path": path, "permalink": path })
}

/// A date as text that has a time and an offset.
fn instant_text(date: &str) -> String {
    if date.contains('T') { date.to_owned() } else { format!("{date}T00:00:00Z") }
}

/// A date of TOML as one that sorts: in UTC.
fn instant(date: &str) -> String {
    let time = chrono::DateTime::parse_from_rfc3339(&instant_text(date)).expect("it is a date");
    time.to_utc().to_rfc3339()
}

/// Front matter as templates see it.
fn as_json(value: Option<&Value>) -> Json {
    match value {
        None => json!({}),
        Some(Value::String(text)) => json!(text),
        Some(Value::Integer(number)) => json!(number),
        Some(Value::Boolean(truth)) => json!(truth),
        Some(Value::Datetime(date)) => json!(date.to_string()),
        Some(Value::Float(number)) => json!(number),
        Some(Value::Array(items)) => items.iter().map(|item| as_json(Some(item))).collect(),
        Some(Value::Table(map)) => {
            map.iter().map(|(name, value)| (name.clone(), as_json(Some(value)))).collect()
        }
    }
}

/// HTML of a body. Tags that are comments lose their marks before Markdown is read, as Zola takes them away.
fn markdown(body: &str) -> String {
    let mut options = comrak::Options::default();
    (options.extension.table, options.extension.strikethrough) = (true, true);
    options.extension.tasklist = true;
    options.render.r#unsafe = true;
    let body = uncommented(&uncommented(body, "{{/*", "*/}}"), "{%/*", "*/%}");
    comrak::markdown_to_html(&body, &options)
}

/// A text without the marks of comments within tags: each has two.
fn uncommented(body: &str, start: &str, end: &str) -> String {
    let mut out = String::new();
    let mut rest = body;
    while let Some((before, inside)) = rest.split_once(start) {
        let Some((inside, after)) = inside.split_once(end) else { break };
        out.extend([before, &start[..2], inside, &end[2..]]);
        rest = after;
    }
    out + rest
}
