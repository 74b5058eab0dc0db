//! Texts and tables: Movable Type, Wix, WriteFreely.

use super::*;

/// The records of Movable Type in a text: the head of each, and its sections.
fn records(text: &str) -> Vec<(Vec<&str>, Vec<Vec<&str>>)> {
    let lines: Vec<&str> = text.lines().collect();
    let records = lines.split(|line| *line == "--------").filter(|lines| !lines.is_empty());
    let parts = records.map(|record| {
        let mut sections = record.split(|line| *line == "-----").map(<[&str]>::to_vec);
        (sections.next().unwrap_or_default(), sections.collect())
    });
    parts.collect()
}

/// The values of a key in the head of a record.
fn values<'t>(head: &[&'t str], key: &str) -> Vec<&'t str> {
    let value = |line: &&'t str| line.strip_prefix(key)?.strip_prefix(": ");
    head.iter().filter_map(value).filter(|value| !value.is_empty()).collect()
}

#[test]
fn movable_type_holds_what_its_lines_say() {
    compare("mt", |case, input| {
        // Frames that are text, and an export of another program.
        if matches!(case, "framing" | "wrong") {
            return None;
        }
        let files = files_of(input);
        let texts: Vec<String> = files
            .iter()
            .filter(|(name, _)| name.is_empty() || name.ends_with(".txt"))
            .map(|(_, bytes)| bytes_as_text(bytes))
            .collect();
        let records: Vec<_> = texts.iter().flat_map(|text| records(text)).collect();
        let (mut terms, mut media) = (BTreeSet::new(), BTreeSet::new());
        let (mut posts, mut count) = (BTreeSet::new(), Count::default());
        for (number, (head, sections)) in records.iter().enumerate() {
            let own = number.to_string();
            // An export in parts holds some posts twice, each with its address.
            posts.insert(values(head, "UNIQUE URL").first().map_or(own, |it| (*it).to_owned()));
            let categories = [values(head, "PRIMARY CATEGORY"), values(head, "CATEGORY")].concat();
            terms.extend(categories.into_iter().map(|name| ("category", name)));
            let tags = values(head, "TAGS").into_iter().flat_map(|tags| tags.split(','));
            let is_public = |tag: &&str| !tag.starts_with('@');
            terms.extend(tags.filter(is_public).map(|tag| ("tag", tag)));
            media.extend(values(head, "IMAGE").into_iter().map(str::to_owned));
            for section in sections {
                let text = section.join("\n");
                match section.first() {
                    Some(&("COMMENT:" | "PING:")) => count.comments += 1,
                    _ => {
                        count.links += links(&text);
                        media.extend(pictures(&text));
                    }
                }
            }
        }
        let records = records.len() as u64;
        let (terms, media) = (terms.len() as u64, media.len() as u64);
        Some(Count { records, posts: posts.len() as u64, terms, media, ..count })
    });
}

#[test]
fn wix_holds_what_its_rows_say() {
    compare("wix", |_, input| {
        let rows = named_rows(&files_of(input)[0].1);
        let (mut terms, mut media, mut links) = (BTreeSet::new(), BTreeSet::new(), 0_usize);
        for row in &rows {
            for column in ["Tags", "Categories"] {
                let names = serde_json::from_str::<Value>(&row[column]).unwrap_or_default();
                let names = list(&names).iter().filter_map(|name| name.as_str());
                // What is only a number has no name.
                terms.extend(names.filter(|name| name.len() != 24).map(str::to_owned));
            }
            let rich = &row["Rich Content"];
            for text in [&row["Cover Image"], rich] {
                let names = text.split("a1b2c3_").skip(1);
                media.extend(names.filter_map(|it| it.split(['"', '/']).next()).map(str::to_owned));
            }
            let leads = ["\"url\": \"http", "/a1b2c3_map.pdf\""];
            links += leads.map(|it| rich.matches(it).count()).iter().sum::<usize>();
        }
        let records = rows.len() as u64;
        let media = media.len() as u64;
        Some(Count {
            records,
            posts: records,
            terms: terms.len() as u64,
            media,
            links: links as u64,
            comments: 0,
        })
    });
}

#[test]
fn writefreely_holds_what_its_files_say() {
    compare("writefreely", |case, input| {
        if case != "account" {
            return None;
        }
        let files: BTreeMap<String, Vec<u8>> = files_of(input).into_iter().collect();
        let account = json(&files["account.json"]);
        let of_blogs = list(&account["collections"]).iter().flat_map(|blog| list(&blog["posts"]));
        let posts: Vec<&Value> = of_blogs.chain(list(&account["posts"])).collect();
        let rows = named_rows(&files["posts.csv"]);
        let records = (posts.len() + rows.len()) as u64;
        let ids =
            posts.iter().map(|post| text(post, "id")).chain(rows.iter().map(|row| &*row["id"]));
        let bodies: Vec<&str> = posts.iter().map(|post| text(post, "body")).collect();
        let tags = posts.iter().flat_map(|post| list(&post["tags"])).map(Value::to_string);
        let (media, links) = (bodies.iter().flat_map(|body| pictures(body)), bodies.iter());
        Some(Count {
            records,
            posts: distinct(ids),
            comments: 0,
            terms: distinct(tags),
            media: distinct(media),
            links: links.map(|body| super::links(body)).sum(),
        })
    });
}
