//! JSON: Ghost, Tumblr's API, velog, dev.to, Hashnode, Isso, blog archives.

use super::*;

#[test]
fn ghost_holds_what_its_tables_say() {
    compare("ghost", |case, input| {
        if case == "zip" {
            return None;
        }
        let export = json(&files_of(input)[0].1);
        let first = list(&export["db"]).first().unwrap_or(&export);
        let tables = &first["data"];
        let posts = list(&tables["posts"]);
        let ids: BTreeSet<String> = posts.iter().map(|post| post["id"].to_string()).collect();
        let is_under_a_post = |row: &&Value| ids.contains(&row["post_id"].to_string());
        let comments = list(&tables["comments"]).iter().filter(is_under_a_post).count() as u64;
        // Those whose name begins with `#` are nobody's to see.
        let is_shown = |tag: &&Value| !text(tag, "name").starts_with('#');
        let terms = list(&tables["tags"]).iter().filter(is_shown).count() as u64;
        let records = posts.len() as u64;
        Some(Count {
            records,
            posts: records,
            comments,
            terms,
            media: distinct(file_names(&tables.to_string())),
            links: posts.iter().map(links_of_ghost).sum(),
        })
    });
}

/// How many links a post of Ghost shows, in the form of its text that has most.
fn links_of_ghost(post: &Value) -> u64 {
    let trees = ["lexical", "mobiledoc"].map(|form| serde_json::from_str(text(post, form)));
    let of_trees = trees.iter().flatten().map(links_of_tree);
    let of_texts = ["markdown", "html"].map(|form| links(text(post, form)));
    of_trees.chain(of_texts).max().unwrap_or_default()
}

/// How many links a tree holds: those of texts, and what cards lead to.
fn links_of_tree(value: &Value) -> u64 {
    match value {
        Value::Array(parts) => match &parts[..] {
            [name, Value::String(_)] if name == "href" => 1,
            _ => parts.iter().map(links_of_tree).sum(),
        },
        Value::Object(fields) => {
            let is_link = matches!(text(value, "type"), "link" | "autolink" | "bookmark");
            let leads = |(key, value): &(&String, &Value)| match key.as_str() {
                "href" | "buttonUrl" | "productUrl" => value.is_string(),
                "url" => is_link,
                "src" => value.as_str().is_some_and(|src| src.contains("/content/files/")),
                "html" => value.as_str().is_some_and(|html| html.contains("<a ")),
                _ => false,
            };
            let own = fields.iter().filter(leads).count() as u64;
            own + fields.values().map(links_of_tree).sum::<u64>()
        }
        _ => 0,
    }
}

#[test]
fn answers_of_tumblr_hold_what_their_lists_say() {
    compare("tumblr", |case, input| {
        if !matches!(case, "api" | "npf" | "status") {
            return None;
        }
        let answer = json(&files_of(input)[0].1);
        let wrapped = [&answer["response"]["posts"], &answer["posts"], &answer];
        let posts = wrapped.into_iter().find(|it| it.is_array()).map(list).unwrap_or_default();
        let tags = posts.iter().flat_map(|post| list(&post["tags"])).map(Value::to_string);
        let notes = posts.iter().flat_map(|post| list(&post["notes"]));
        // A like says nothing.
        let comments = notes.filter(|note| text(note, "type") != "like").count() as u64;
        let all: String = posts.iter().map(Value::to_string).collect();
        // The sizes of a picture differ in what is behind the last line.
        let size = |name: &String| name.rsplit_once('_').map_or(name.clone(), |(it, _)| it.into());
        let media = distinct(file_names(&all).iter().map(size));
        let of_posts = posts.iter().filter(|post| text(post, "type") == "link").count();
        let of_blocks = posts.iter().flat_map(|post| list(&post["content"])).map(|block| {
            let is_link = |it: &&Value| matches!(text(it, "type"), "link" | "mention");
            let of_text = list(&block["formatting"]).iter().filter(is_link).count();
            of_text + usize::from(text(block, "type") == "video")
        });
        let links = all.matches("<a ").count() + of_posts + of_blocks.sum::<usize>();
        let records = posts.len() as u64;
        Some(Count {
            records,
            posts: records,
            comments,
            terms: distinct(tags),
            media,
            links: links as u64,
        })
    });
}

#[test]
fn velog_holds_what_its_answers_say() {
    compare("velog", |case, input| {
        if case == "odd" {
            return None;
        }
        let answers: Vec<Value> = files_of(input).iter().map(|(_, bytes)| json(bytes)).collect();
        let whole = answers.iter().map(|it| &it["data"]["post"]).filter(|it| it.is_object());
        let listed = answers.iter().flat_map(|it| list(&it["data"]["posts"]));
        let posts: Vec<&Value> = whole.chain(listed).collect();
        let comments = posts.iter().flat_map(|post| list(&post["comments"]));
        let said = comments.map(|it| 1 + list(&it["replies"]).len() as u64).sum();
        let tags = posts.iter().flat_map(|post| list(&post["tags"])).map(Value::to_string);
        // A player in a text becomes a link.
        let players = |body: &str| {
            let prose = body.split("```").step_by(2);
            prose.map(|prose| prose.matches("!youtube[").count() as u64).sum::<u64>()
        };
        let bodies = posts.iter().map(|post| text(post, "body"));
        let all: String = answers.iter().map(Value::to_string).collect();
        Some(Count {
            records: posts.len() as u64,
            posts: distinct(posts.iter().map(|post| text(post, "id"))),
            comments: said,
            terms: distinct(tags),
            media: distinct(file_names(&all)),
            links: bodies.map(|body| links(body) + players(body)).sum(),
        })
    });
}

#[test]
fn devto_holds_what_its_lists_say() {
    compare("devto", |_, input| {
        let files = files_of(input);
        let articles = json(&files[0].1);
        let comments = files.get(1).map_or(0, |(_, bytes)| list(&json(bytes)).len() as u64);
        let posts: Vec<&Value> = list(&articles).iter().filter(|it| it.is_object()).collect();
        let mut tags = BTreeSet::new();
        for post in &posts {
            let written = between(text(post, "body_markdown"), "\ntags: ", '\n');
            let cached = text(post, "cached_tag_list");
            let names = written.into_iter().chain([cached]).flat_map(|names| names.split(", "));
            tags.extend(names.filter(|name| !name.is_empty()).map(str::to_owned));
            tags.extend(
                list(&post["tag_list"]).iter().filter_map(Value::as_str).map(str::to_owned),
            );
        }
        let bodies: Vec<&str> = posts.iter().map(|post| text(post, "body_markdown")).collect();
        // The picture in the text's own head stands in the place of the other one.
        let media = posts.iter().flat_map(|post| {
            let written = between(text(post, "body_markdown"), "\ncover_image: ", '\n');
            let other = [text(post, "main_image"), text(post, "cover_image")];
            let shown = if written.is_empty() { other.to_vec() } else { written };
            let of_user = text(&post["user"], "profile_image");
            shown.into_iter().chain([of_user]).filter(|it| !it.is_empty()).collect::<Vec<_>>()
        });
        let players = |body: &str| {
            let prose: String = body.split("```").step_by(2).collect();
            (prose.matches("{% youtube").count() + prose.matches("{% embed").count()) as u64
        };
        Some(Count {
            records: list(&articles).len() as u64 + comments,
            posts: posts.len() as u64,
            comments: 0,
            terms: tags.len() as u64,
            media: distinct(media),
            links: bodies.iter().map(|body| links(body) + players(body)).sum(),
        })
    });
}

#[test]
fn hashnode_holds_what_its_lists_say() {
    compare("hashnode", |case, input| {
        if case == "backup" {
            return None;
        }
        let export = json(&files_of(input)[0].1);
        let edges = list(&export["data"]["publication"]["posts"]["edges"]);
        let nodes = edges.iter().map(|edge| &edge["node"]);
        let posts: Vec<&Value> = list(&export["posts"]).iter().chain(nodes).collect();
        let tags = posts.iter().flat_map(|post| list(&post["tags"]));
        // What is only a number has no name.
        let name = |tag: &Value| tag["name"].as_str().or(tag.as_str()).map(str::to_owned);
        let is_name = |name: &String| name.len() != 24;
        // A player in a text becomes a link.
        let body = |post: &&Value| {
            let markdown = text(post, "contentMarkdown");
            links(markdown) + markdown.matches("%[").count() as u64
        };
        let records = posts.len() as u64;
        Some(Count {
            records,
            posts: records,
            comments: 0,
            terms: distinct(tags.filter_map(name).filter(is_name)),
            media: distinct(file_names(&export.to_string())),
            links: posts.iter().map(body).sum(),
        })
    });
}

#[test]
fn isso_holds_what_its_lists_say() {
    compare("isso", |_, input| {
        let threads = json(&files_of(input)[0].1);
        let comments = list(&threads).iter().map(|it| list(&it["comments"]).len() as u64).sum();
        let records = list(&threads).len() as u64;
        Some(Count { records, posts: records, comments, ..Count::default() })
    });
}

#[test]
fn blog_archives_hold_what_their_feed_says() {
    compare("bar", |case, input| {
        if case != "common" {
            return None;
        }
        let files: BTreeMap<String, Vec<u8>> = files_of(input).into_iter().collect();
        let feed = json(&files["feed.json"]);
        let items = list(&feed["items"]);
        let page = texts(&files["index.html"]);
        let shown = page.matches("class=\"h-entry\"").count() as u64;
        let tags = items.iter().flat_map(|item| list(&item["tags"])).map(Value::to_string);
        let uploads = files.keys().filter(|name| name.starts_with("uploads/"));
        Some(Count {
            records: items.len() as u64 + shown,
            posts: distinct(items.iter().map(|item| text(item, "url"))),
            comments: 0,
            terms: distinct(tags),
            media: distinct(uploads),
            links: items.iter().map(|item| links(text(item, "content_html"))).sum(),
        })
    });
}
