//! Pages in folders: Tistory, Notion, Tumblr's export, its backups, Hashnode's.

use super::*;

/// The pages of an input: what ends with `end`.
fn pages(files: &[(String, Vec<u8>)], end: &str) -> Vec<String> {
    let pages = files.iter().filter(|(name, _)| name.ends_with(end));
    pages.map(|(_, bytes)| bytes_as_text(bytes)).collect()
}

#[test]
fn tistory_holds_what_its_pages_say() {
    compare("tistory", |case, input| {
        if case == "odd" {
            return None;
        }
        let files = files_of(input);
        let pages = pages(&files, ".html");
        let (mut terms, mut links, mut elsewhere) = (BTreeSet::new(), 0, BTreeSet::new());
        for page in &pages {
            let categories = between(page, "<p class=\"category\">", '<');
            for category in categories {
                // A category below another is one of two.
                let ends = category.match_indices('/').map(|(at, _)| at).chain([category.len()]);
                terms.extend(ends.map(|end| category[..end].to_owned()));
            }
            let tags = between(page, "<div class=\"tags\">", '<');
            let tags = tags.iter().flat_map(|tags| tags.split('#')).map(str::trim);
            terms.extend(tags.filter(|tag| !tag.is_empty()).map(|tag| format!("#{tag}")));
            links += super::links(page);
            elsewhere.extend(pictures(page).into_iter().filter(|it| it.starts_with("https:")));
        }
        let beside = files.iter().filter(|(name, _)| !name.ends_with(".html")).count();
        let posts = pages.len() as u64;
        let media = (beside + elsewhere.len()) as u64;
        Some(Count { records: posts, posts, comments: 0, terms: terms.len() as u64, media, links })
    });
}

#[test]
fn the_export_of_tumblr_holds_what_its_pages_say() {
    compare("tumblr", |case, input| {
        if case != "export" {
            return None;
        }
        let files = files_of(input);
        let posts: Vec<String> = files
            .iter()
            .filter(|(name, _)| name.starts_with("posts/html/"))
            .map(|(_, bytes)| bytes_as_text(bytes))
            .collect();
        let tags = posts.iter().flat_map(|page| between(page, "<span class=\"tag\">", '<'));
        let media = files.iter().filter(|(name, _)| name.starts_with("media/")).count() as u64;
        Some(Count {
            records: 0,
            posts: posts.len() as u64,
            comments: 0,
            terms: distinct(tags),
            media,
            links: posts.iter().map(|page| links(page)).sum(),
        })
    });
}

#[test]
fn notion_holds_what_its_pages_and_tables_say() {
    compare("notion", |case, input| {
        let files = files_of(input);
        let is_page = |name: &str| {
            let is_text = name.ends_with(".html") || name.ends_with(".md");
            is_text && !name.ends_with("index.html")
        };
        let pages: Vec<String> =
            files.iter().filter(|(name, _)| is_page(name)).map(|(_, bytes)| texts(bytes)).collect();
        let tables = files.iter().filter(|(name, _)| name.ends_with(".csv"));
        let rows: Vec<_> = tables.flat_map(|(_, bytes)| named_rows(bytes)).collect();
        let tags = rows.iter().flat_map(|row| row["Tags"].split(", "));
        // One row of the table has no page; its text is what its cells say.
        let alone = u64::from(case == "html");
        let is_media = |name: &str| [".png", ".pdf"].iter().any(|end| name.ends_with(end));
        // A table is a file, too, where a text leads to it.
        let tables = u64::from(case == "markdown");
        let media = files.iter().filter(|(name, _)| is_media(name)).count() as u64 + tables;
        Some(Count {
            records: rows.len() as u64,
            posts: pages.len() as u64 + alone,
            comments: 0,
            terms: distinct(tags.filter(|tag| !tag.is_empty())),
            media,
            // What stands above the text are properties.
            links: pages
                .iter()
                .filter_map(|page| page.split("\"page-body\"").last())
                .map(links)
                .sum(),
        })
    });
}
