//! A page of posts: `h-feed` with `h-entry`.

use larder_html::{Limits, Tree};

/// A post as a page has it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Entry {
    /// `u-url`
    pub(super) url: Option<String>,
    /// `p-name`, where it is not the text itself.
    pub(super) title: Option<String>,
    /// `dt-published`, as it is written.
    pub(super) published: Option<String>,
    /// `dt-updated`
    pub(super) updated: Option<String>,
    /// `e-content`
    pub(super) content: Option<String>,
    /// `p-category`
    pub(super) tags: Vec<String>,
}

/// What a page holds.
#[derive(Debug, Default)]
pub(super) struct Page {
    /// What the blog is called.
    pub(super) title: Option<String>,
    pub(super) entries: Vec<Entry>,
    /// Whether limits kept some of it out.
    pub(super) is_cut: bool,
}

/// Reads a page. What stands in the text of a post is none of its properties.
pub(super) fn read(html: &str, depth: u32) -> Page {
    let mut limits = Limits::default();
    limits.depth = depth;
    let tree = Tree::document(html, &limits);
    let is_inside = |node, top| {
        let mut around = tree.ancestors(node).take_while(|it| *it != top);
        around.any(|it| tree.has_class(it, "e-content") || tree.has_class(it, "h-entry"))
    };
    let root = tree.root();
    let feed = tree.find(root, ".h-feed").unwrap_or(root);
    let mut page = Page { is_cut: !tree.dropped().is_empty(), ..Page::default() };
    let names = tree.find_all(feed, ".p-name");
    let name =
        names.into_iter().find(|name| !is_inside(*name, feed) && !tree.has_class(*name, "h-entry"));
    page.title = name.map(|name| tree.text(name).trim().to_owned()).filter(|it| !it.is_empty());
    for node in tree.find_all(root, ".h-entry") {
        if is_inside(node, root) {
            continue;
        }
        let all = |class: &str| {
            let found = tree.find_all(node, class).into_iter();
            found.filter(|it| !is_inside(*it, node)).collect::<Vec<_>>()
        };
        let text =
            |node| Some(tree.text(node).trim().to_owned()).filter(|it: &String| !it.is_empty());
        let value = |node, name: &str| {
            let stated = tree.attribute(node, name).map(|it| it.trim().to_owned());
            stated.filter(|it| !it.is_empty()).or_else(|| text(node))
        };
        let contents = all(".e-content");
        page.entries.push(Entry {
            url: all(".u-url").into_iter().find_map(|it| value(it, "href")),
            title: all(".p-name").into_iter().find(|it| !contents.contains(it)).and_then(text),
            published: all(".dt-published").into_iter().find_map(|it| value(it, "datetime")),
            updated: all(".dt-updated").into_iter().find_map(|it| value(it, "datetime")),
            content: contents.first().map(|it| tree.inner_html(*it).trim().to_owned()),
            tags: all(".p-category").into_iter().filter_map(text).collect(),
        });
    }
    page
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_stands_in_a_text_is_none_of_the_properties() {
        let html = r##"<body class="h-feed"><h1 class="p-name">느린 기록</h1>
            <article class="h-entry"><h2 class="p-name">첫 글</h2><div class="e-content"><p>A <a class="u-url" href="/x">b</a></p>
            <div class="h-entry"><p class="p-name">quoted</p></div></div>
            <a class="u-url" href="https://a.example/1"><time class="dt-published" datetime="2019-01-02T03:04:05+00:00">2 Jan</time></a>
            <span class="p-category">책</span></article>
            <article class="h-entry"><p class="p-name e-content">짧은 글</p></article>"##;
        let page = read(html, 512);
        assert_eq!(page.title.as_deref(), Some("느린 기록"));
        let [first, second] = &page.entries[..] else { panic!("{page:?}") };
        assert_eq!(first.title.as_deref(), Some("첫 글"));
        assert_eq!(first.url.as_deref(), Some("https://a.example/1"));
        assert_eq!(first.published.as_deref(), Some("2019-01-02T03:04:05+00:00"));
        assert_eq!(first.tags, ["책"]);
        assert!(first.content.as_ref().unwrap().contains("quoted"));
        assert_eq!((second.title.as_deref(), second.content.as_deref()), (None, Some("짧은 글")));
    }
}
