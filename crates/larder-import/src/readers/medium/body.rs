//! The body of a post: paragraphs without the marks of the editor, and without the title that stands above them again.

use std::{
    borrow::Cow,
    collections::{BTreeMap, HashSet},
};

use larder_core::{NoteKind, key};
use larder_html::{Edit, Kind, NodeId, Tree, escape};
use url::Url;

/// What was made of a body.
#[derive(Debug, Default)]
pub(super) struct Made {
    pub(super) html: String,
    /// The picture that stands for the post: the one that says so, else one above all text.
    pub(super) cover: Option<String>,
    /// Where the things that it embeds can be seen, in order.
    pub(super) embeds: Vec<String>,
    /// What is counted for the whole blog.
    pub(super) markup: BTreeMap<(&'static str, String), u64>,
    pub(super) notes: Vec<NoteKind>,
}

/// Kinds of paragraphs, which their classes name behind `graf--`. What begins with the last three is how one looks.
const GRAFS: &[&str] = &[
    "p",
    "h1",
    "h2",
    "h3",
    "h4",
    "blockquote",
    "pullquote",
    "pre",
    "preV2",
    "li",
    "figure",
    "iframe",
    "mixtapeEmbed",
    "title",
    "subtitle",
    "kicker",
    "leading",
    "trailing",
    "last",
    "first",
    "empty",
];
const LOOKS: &[&str] = &["startsWith", "hasDropCap", "layout"];

/// Classes of the editor begin with these. None of them means anything elsewhere.
const CLASSES: &[&str] = &[
    "graf",
    "markup--",
    "section",
    "aspectRatio",
    "imageCaption",
    "is-",
    "u-",
    "js-",
    "mixtapeImage",
    "postList",
    "pre--",
    "postField",
    "progressiveMedia",
];

/// How many odd paragraphs of one body are told.
const TOLD: usize = 20;

/// Reads a body. `title` and `subtitle` are those that the page states apart.
pub(super) fn make(tree: &Tree, body: NodeId, title: &str, subtitle: &str) -> Made {
    let mut look = Look {
        tree,
        title: same(title),
        subtitle: same(subtitle),
        targets: targets(tree, body),
        has_text: false,
        is_featured: false,
        language: String::new(),
        block: 0,
        made: Made::default(),
    };
    let html = tree.edited_html(body, |node| look.edit(node));
    look.made.html = html.trim().to_owned();
    look.made
}

/// A title as two are compared: quotes are of one form, and neither white space nor the full stop at the end counts.
fn same(text: &str) -> String {
    let plain = |character: char| match character {
        '‘' | '’' => '\'',
        '“' | '”' => '"',
        other => other,
    };
    let words: String = key::characters(text).map(plain).collect();
    words.trim_end_matches('.').to_owned()
}

/// The places in the body to which its own links lead.
fn targets(tree: &Tree, body: NodeId) -> HashSet<&str> {
    let links = tree.descendants(body).filter_map(|node| tree.attribute(node, "href"));
    links.filter_map(|href| href.strip_prefix('#')).collect()
}

/// What is known while a body is walked through.
struct Look<'t> {
    tree: &'t Tree,
    /// The titles that are still to come again. Empty where they came, or where there are none.
    title: String,
    subtitle: String,
    targets: HashSet<&'t str>,
    has_text: bool,
    is_featured: bool,
    /// Of the code at hand.
    language: String,
    /// The number of the paragraph at hand, counted from 1.
    block: u32,
    made: Made,
}

impl<'t> Look<'t> {
    fn edit(&mut self, node: NodeId) -> Edit<'t> {
        let Kind::Element = self.tree.kind(node) else { return self.text(node) };
        let classes = self.tree.attribute(node, "class").unwrap_or_default();
        let has = |class: &str| classes.split_ascii_whitespace().any(|it| it == class);
        self.block += u32::from(has("graf"));
        match self.tree.name(node) {
            // A player or a drawing keeps all it has.
            None => return Edit::Keep,
            Some("iframe" | "script" | "embed" | "object" | "video" | "audio") => {
                return self.embedded(node);
            }
            Some("br") if self.is_in_code(node) => return Edit::Replace("\n".into()),
            Some("img") => return self.picture(node),
            _ => {}
        }
        match () {
            () if has("section-divider") => self.divider(),
            () if has("sectionLayout--outsetRow") && self.is_gallery(node) => self.gallery(),
            () if ["section", "section-content", "section-inner", "aspectRatioPlaceholder"]
                .iter()
                .any(|class| has(class)) =>
            {
                Edit::Unwrap
            }
            () if has("aspectRatioPlaceholder-fill") => Edit::Drop,
            () if self.is_title(node, has("graf--title"), has("graf--subtitle")) => Edit::Drop,
            () if has("graf--pre") => self.code(node),
            () if has("pre--content") => self.code_inside(),
            () if has("graf--mixtapeEmbed") => self.card(node),
            () if has("mixtapeImage") || has("js-mixtapeImage") => self.card_picture(node),
            () if has("graf--pullquote") => self.tag(node, Some("pullquote")),
            () if has("graf") => self.paragraph(node, classes),
            () => self.tag(node, None),
        }
    }

    fn text(&mut self, node: NodeId) -> Edit<'t> {
        if let Kind::Text(text) = self.tree.kind(node) {
            self.has_text |= !text.trim().is_empty();
        }
        Edit::Keep
    }

    /// The first line, above all, is decoration. The others part the text.
    fn divider(&mut self) -> Edit<'t> {
        match self.has_text || self.made.cover.is_some() {
            true => Edit::Replace("<hr>".into()),
            false => Edit::Drop,
        }
    }

    fn gallery(&mut self) -> Edit<'t> {
        self.count("gallery", "outsetRow");
        Edit::Retag("div".into(), vec![("class", "gallery".into())])
    }

    /// Whether a row has pictures and nothing else.
    fn is_gallery(&self, node: NodeId) -> bool {
        let mut figures = 0;
        for child in self.tree.children(node) {
            match (self.tree.kind(child), self.tree.name(child)) {
                (Kind::Text(text), _) if text.trim().is_empty() => {}
                (_, Some("figure")) => figures += 1,
                _ => return false,
            }
        }
        figures > 1
    }

    /// Whether it is the title or the subtitle, once more.
    fn is_title(&mut self, node: NodeId, is_title: bool, is_subtitle: bool) -> bool {
        for (is, stated) in [(is_title, &mut self.title), (is_subtitle, &mut self.subtitle)] {
            if is && !stated.is_empty() && same(&self.tree.text(node)) == *stated {
                stated.clear();
                return true;
            }
        }
        false
    }

    /// Code. In old posts an empty line parted it in two: what stands together is one.
    fn code(&mut self, node: NodeId) -> Edit<'t> {
        self.has_text = true;
        self.language.clear();
        if let Some(language) = self.tree.attribute(node, "data-code-block-lang") {
            language.clone_into(&mut self.language);
            return self.tag(node, None);
        }
        let before =
            std::iter::successors(Some(node), |it| self.tree.previous_sibling(*it)).skip(1);
        if self.first_old_code(before).is_some() {
            return Edit::Drop;
        }
        let mut html = self.code_html(node);
        let mut last = node;
        loop {
            let after = std::iter::successors(Some(last), |it| self.tree.next_sibling(*it)).skip(1);
            let Some(next) = self.first_old_code(after) else { break };
            html = html + "\n\n" + &self.code_html(next);
            self.count("code joined", "pre");
            last = next;
        }
        Edit::Replace(format!("<pre>{html}</pre>"))
    }

    /// The next element, if it is code that does not say its language.
    fn first_old_code(&self, mut siblings: impl Iterator<Item = NodeId>) -> Option<NodeId> {
        let is_blank = |node: &NodeId| match self.tree.kind(*node) {
            Kind::Text(text) => text.trim().is_empty(),
            Kind::Comment(_) => true,
            _ => false,
        };
        let next = siblings.find(|node| !is_blank(node))?;
        let is_old = self.tree.attribute(next, "data-code-block-lang").is_none();
        (self.tree.has_class(next, "graf--pre") && is_old).then_some(next)
    }

    /// What a piece of old code holds, with line ends for breaks. A line end at its beginning is doubled: parsers drop one.
    fn code_html(&self, node: NodeId) -> String {
        let html = self.tree.edited_html(node, |inside| match self.tree.name(inside) {
            Some("br") => Edit::Replace("\n".into()),
            Some("span") => Edit::Unwrap,
            Some(name) => Edit::Retag(name.into(), self.attributes(inside, None)),
            None => Edit::Keep,
        });
        if html.starts_with('\n') { "\n".to_owned() + &html } else { html }
    }

    fn code_inside(&self) -> Edit<'t> {
        let attributes = match &*self.language {
            "" => Vec::new(),
            language => vec![("class", format!("language-{language}").into())],
        };
        Edit::Retag("code".into(), attributes)
    }

    fn is_in_code(&self, node: NodeId) -> bool {
        self.tree.ancestors(node).take(8).any(|it| self.tree.has_class(it, "graf--pre"))
    }

    /// A card that links to a page elsewhere.
    fn card(&mut self, node: NodeId) -> Edit<'t> {
        if let Some(link) = self.tree.find(node, "a[href]") {
            self.embed(self.tree.attribute(link, "href").unwrap_or_default().to_owned());
        }
        self.tag(node, Some("mixtapeEmbed"))
    }

    /// The picture of a card, which is the background of an empty link.
    fn card_picture(&self, node: NodeId) -> Edit<'t> {
        let style = self.tree.attribute(node, "style").unwrap_or_default();
        let url = style.split_once("url(").and_then(|(_, rest)| rest.split_once(')'));
        let url = url.map(|(url, _)| url.trim().trim_matches(['"', '\'']));
        match url.filter(|url| !url.is_empty()) {
            Some(url) => {
                Edit::Replace(format!("<img src=\"{}\" alt=\"\">", escape::attribute(url)))
            }
            None => Edit::Drop,
        }
    }

    fn paragraph(&mut self, node: NodeId, classes: &str) -> Edit<'t> {
        for class in classes.split_ascii_whitespace() {
            let Some(kind) = class.strip_prefix("graf--") else { continue };
            let is_known =
                GRAFS.contains(&kind) || LOOKS.iter().any(|start| kind.starts_with(start));
            if !is_known && self.made.notes.len() < TOLD {
                let block = kind.chars().take(60).collect();
                self.made.notes.push(NoteKind::UnknownBlock { block, number: self.block });
                return Edit::Keep;
            }
        }
        self.tag(node, None)
    }

    fn picture(&mut self, node: NodeId) -> Edit<'t> {
        let source = self.tree.attribute(node, "src").unwrap_or_default();
        let is_featured = self.tree.attribute(node, "data-is-featured") == Some("true");
        let is_first = self.made.cover.is_none() && !self.has_text;
        if !source.is_empty() && (is_featured && !self.is_featured || is_first) {
            self.made.cover = Some(source.to_owned());
            self.is_featured |= is_featured;
        }
        let mut attributes = self.attributes(node, None);
        for (name, stated) in [("width", "data-width"), ("height", "data-height")] {
            let is_there = self.tree.attribute(node, name).is_some();
            if let Some(size) = self.tree.attribute(node, stated).filter(|_| !is_there) {
                attributes.push((name, size.into()));
            }
        }
        Edit::Retag("img".into(), attributes)
    }

    /// What is embedded stays as it is. Scripts of gists are known to show one.
    fn embedded(&mut self, node: NodeId) -> Edit<'t> {
        let source = self.tree.attribute(node, "src").or(self.tree.attribute(node, "data"));
        if let Some(source) = source.filter(|it| !it.is_empty()) {
            self.embed(gist(source).unwrap_or_else(|| source.to_owned()));
        }
        Edit::Keep
    }

    fn embed(&mut self, url: String) {
        if let Some(host) = Url::parse(&url).ok().as_ref().and_then(Url::host_str) {
            self.count("embed from", host.strip_prefix("www.").unwrap_or(host));
            self.made.embeds.push(url);
        }
    }

    fn count(&mut self, what: &'static str, name: &str) {
        *self.made.markup.entry((what, name.to_owned())).or_default() += 1;
    }

    /// The element without the marks of the editor.
    fn tag(&self, node: NodeId, class: Option<&'static str>) -> Edit<'t> {
        match self.tree.name(node) {
            Some(name) => Edit::Retag(name.into(), self.attributes(node, class)),
            None => Edit::Keep,
        }
    }

    /// The attributes that are not the editor's; `class` instead of its classes.
    fn attributes(
        &self,
        node: NodeId,
        class: Option<&'static str>,
    ) -> Vec<(&'t str, Cow<'t, str>)> {
        let mut kept = Vec::new();
        for (name, value) in self.tree.attributes(node) {
            match name {
                "class" => {}
                "name" => {}
                "id" if !self.targets.contains(value) => {}
                _ if name.starts_with("data-") => {}
                _ => kept.push((name, Cow::Borrowed(value))),
            }
        }
        let own = self.tree.attribute(node, "class").unwrap_or_default();
        let is_own = |it: &&str| !CLASSES.iter().any(|start| it.starts_with(start));
        let classes: Vec<&str> =
            class.into_iter().chain(own.split_ascii_whitespace().filter(is_own)).collect();
        if !classes.is_empty() {
            kept.push(("class", classes.join(" ").into()));
        }
        kept
    }
}

/// The page of a gist, by the script that shows it.
fn gist(script: &str) -> Option<String> {
    let path = script.split(['?', '#']).next()?.strip_suffix(".js")?;
    path.contains("://gist.github.com/").then(|| path.to_owned())
}

#[cfg(test)]
mod tests {
    use larder_html::Limits;

    use super::*;

    fn made(html: &str) -> Made {
        let tree = Tree::fragment(html, &Limits::default());
        make(&tree, tree.root(), "It's a “Walk”.", "A subtitle")
    }

    #[track_caller]
    fn shown(html: &str, expected: &str) {
        assert_eq!(made(html).html, expected, "{html}");
    }

    #[test]
    fn titles_that_come_again_are_not_shown() {
        shown(
            "<section name=a class=section><div class=section-divider><hr class=section-divider></div><div class=section-content><div class='section-inner x'><h3 class='graf graf--title'>It’s a \"Walk\"</h3><h4 class='graf graf--subtitle'>A  subtitle.</h4><p name=b id=b class='graf graf--p graf-after--h4'>One</p></div></div></section><section class=section><div class=section-divider><hr class=section-divider></div><p>Two</p></section>",
            "<p>One</p><hr><p>Two</p>",
        );
        // Of another wording, and a second time.
        shown("<h3 class='graf graf--title'>Another</h3>", "<h3>Another</h3>");
        let twice = "<h3 class='graf graf--title'>It’s a “Walk”</h3>".repeat(2);
        shown(&twice, "<h3>It’s a “Walk”</h3>");
    }

    #[test]
    fn code_has_its_lines_and_its_language() {
        shown(
            "<pre class='graf graf--pre'>a<br>  b &lt; c</pre>\n<pre class='graf graf--pre'>d</pre><p class=graf>x</p><pre class='graf graf--pre'><strong class='markup--strong'>e</strong></pre>",
            "<pre>a\n  b &lt; c\n\nd</pre>\n<p>x</p><pre><strong>e</strong></pre>",
        );
        shown(
            "<pre data-code-block-lang=rust class='graf graf--pre graf--preV2'><span class='pre--content'>a<br>b</span></pre>",
            "<pre><code class=\"language-rust\">a\nb</code></pre>",
        );
    }

    #[test]
    fn marks_of_the_editor_go_and_all_else_stays() {
        shown(
            "<p id=a1 class='graf graf--p'><a href='#b2' data-href='#b2' class='markup--anchor mine' rel=nofollow>x</a></p><p id=b2 name=b2 class=graf>y</p>",
            "<p><a href=\"#b2\" rel=\"nofollow\" class=\"mine\">x</a></p><p id=\"b2\">y</p>",
        );
        shown(
            "<blockquote class='graf graf--pullquote'>q</blockquote>",
            "<blockquote class=\"pullquote\">q</blockquote>",
        );
    }

    #[test]
    fn pictures_have_their_size_and_one_is_the_cover() {
        let picture = |name: &str, more: &str| {
            format!(
                "<figure class='graf graf--figure'><div class='aspectRatioPlaceholder'><div class='aspectRatioPlaceholder-fill'></div><img class=graf-image data-image-id='1*{name}' data-width=20 data-height=10 src='https://cdn-images-1.medium.com/max/800/1*{name}' {more}></div><figcaption class=imageCaption>c</figcaption></figure>"
            )
        };
        shown(
            &picture("a.jpeg", ""),
            "<figure><img src=\"https://cdn-images-1.medium.com/max/800/1*a.jpeg\" width=\"20\" height=\"10\"><figcaption>c</figcaption></figure>",
        );
        let cover =
            |html: String| made(&html).cover.map(|it| it.rsplit('*').next().unwrap().to_owned());
        let (first, other) = (picture("a.jpeg", ""), picture("b.jpeg", "data-is-featured=true"));
        assert_eq!(cover([&*first, "<p>x</p>", &first].concat()).as_deref(), Some("a.jpeg"));
        assert_eq!(cover([&*first, "<p>x</p>", &other].concat()).as_deref(), Some("b.jpeg"));
        assert_eq!(cover(["<p>x</p>", &*first].concat()), None);
    }

    #[test]
    fn rows_of_pictures_are_galleries() {
        let made = made(
            "<div class='section-inner sectionLayout--outsetRow'><figure class=graf></figure> <figure></figure></div>",
        );
        assert_eq!(made.html, "<div class=\"gallery\"><figure></figure> <figure></figure></div>");
        assert_eq!(made.markup[&("gallery", "outsetRow".to_owned())], 1);
    }

    #[test]
    fn embeds_stay_and_are_counted() {
        let html = "<script src=\"https://gist.github.com/mina/0a1b.js\"></script><iframe src=\"https://medium.com/media/1\" data-x=\"1\"></iframe>";
        let made = made(html);
        assert_eq!(made.html, html);
        assert_eq!(
            made.embeds,
            ["https://gist.github.com/mina/0a1b", "https://medium.com/media/1"]
        );
    }

    #[test]
    fn cards_link_and_have_their_picture() {
        shown(
            "<div class='graf graf--mixtapeEmbed'><a href='https://e.org/' data-href='https://e.org/' class='markup--anchor markup--mixtapeEmbed-anchor'><strong class='markup--strong'>T</strong><br><em>d</em>e.org</a><a href='https://e.org/' class='js-mixtapeImage mixtapeImage' style='background-image: url(https://e.org/1.png);'></a></div>",
            "<div class=\"mixtapeEmbed\"><a href=\"https://e.org/\"><strong>T</strong><br><em>d</em>e.org</a><img src=\"https://e.org/1.png\" alt=\"\"></div>",
        );
    }

    #[test]
    fn paragraphs_of_kinds_that_nobody_knows_are_told_and_kept() {
        let made = made("<p class=graf>1</p><p class='graf graf--hologram'>x</p>");
        assert_eq!(made.html, "<p>1</p><p class=\"graf graf--hologram\">x</p>");
        let note = NoteKind::UnknownBlock { block: "hologram".into(), number: 2 };
        assert_eq!(made.notes, [note]);
    }
}
