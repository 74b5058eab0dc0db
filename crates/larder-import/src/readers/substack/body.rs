//! The body of a post: what is shown of it, and what its markup says. The original stays as it is.

use std::collections::BTreeMap;

use larder_core::NoteKind;
use larder_html::{Edit, NodeId, Tree};
use memchr::memmem;
use url::Url;

use super::embed::{self, Data, Known, Shown};
use crate::Limits;

/// What was made of a body.
#[derive(Debug, Default)]
pub(super) struct Made {
    /// What is shown. None where it is the original itself.
    pub(super) html: Option<String>,
    /// What those see who do not pay: all in front of the place where the text ends for them.
    pub(super) public: Option<String>,
    /// Whether there is such a place.
    pub(super) has_paywall: bool,
    /// Where the things that it embeds can be seen, in order.
    pub(super) embeds: Vec<String>,
    /// What is counted for the whole blog.
    pub(super) markup: BTreeMap<(&'static str, String), u64>,
    /// What the platform fills in, for the whole blog.
    pub(super) empty: BTreeMap<String, u64>,
    pub(super) notes: Vec<NoteKind>,
}

const PAYWALL: &str = "paywall-jump";

/// How many odd elements of one body are told.
const TOLD: usize = 20;

/// How many nodes within an element are looked at to see whether it shows anything.
const LOOKED: usize = 1000;

/// Reads a body.
pub(super) fn make(html: &str, limits: &Limits) -> Made {
    let tree = Tree::fragment(html, &bounds(limits));
    let has_paywall = memmem::find(html.as_bytes(), PAYWALL.as_bytes()).is_some();
    if !tree.dropped().is_empty() {
        // What the tree lacks would be missing in what is shown. Writers cut it themselves, and say so.
        return Made { has_paywall, ..Made::default() };
    }
    let mut look = Look::new(&tree);
    let shown = tree.edited_html(tree.root(), |node| look.edit(node));
    let Look { mut made, is_changed, is_paid, .. } = look;
    made.html = is_changed.then_some(shown);
    made.has_paywall = has_paywall;
    if is_paid {
        let mut look = Look::new(&tree);
        let public = tree.edited_html(tree.root(), |node| {
            let edit = look.edit(node);
            if look.is_paid { Edit::Drop } else { edit }
        });
        made.public = Some(public);
    }
    made
}

/// Attributes hold whole galleries as JSON, so they may be as long as a file's largest part.
fn bounds(limits: &Limits) -> larder_html::Limits {
    let mut bounds = larder_html::Limits::default();
    bounds.depth = limits.depth;
    bounds.value = bounds.data_value;
    bounds
}

/// What is known while a body is walked through.
struct Look<'t> {
    tree: &'t Tree,
    made: Made,
    is_changed: bool,
    /// The number of the block at hand, counted from 1.
    block: u32,
    /// Whether the place was met from which on the text is for those who pay.
    is_paid: bool,
}

impl<'t> Look<'t> {
    fn new(tree: &'t Tree) -> Self {
        Self { tree, made: Made::default(), is_changed: false, block: 0, is_paid: false }
    }

    fn edit(&mut self, node: NodeId) -> Edit<'t> {
        let is_block = self.tree.parent(node) == Some(self.tree.root());
        self.block += u32::from(is_block && self.tree.name(node).is_some());
        let edit = match self.tree.attribute(node, "class").and_then(embed::known) {
            Some((class, known)) => self.known(node, class, known),
            None => self.unknown(node),
        };
        self.is_changed |= edit != Edit::Keep;
        edit
    }

    fn known(&mut self, node: NodeId, class: &'static str, known: Known) -> Edit<'t> {
        match known {
            Known::Plain => Edit::Keep,
            Known::Widget(what) => self.leave_out(what),
            Known::Button => match self.button(node) {
                Some(what) => self.leave_out(what),
                None => Edit::Keep,
            },
            Known::Paywall => {
                self.is_paid = true;
                Edit::Keep
            }
            Known::Empty => {
                *self.made.empty.entry(class.to_owned()).or_default() += 1;
                Edit::Keep
            }
            Known::Embed(show) => {
                let shown = self.shown(node, class, show);
                self.embedded(node, shown.url.clone());
                self.put(node, shown)
            }
            Known::Pictures(_) if self.is_picture(node) => Edit::Keep,
            Known::Pictures(show) | Known::Text(show) => {
                let shown = self.shown(node, class, show);
                self.put(node, shown)
            }
        }
    }

    /// Whatever has data or a component's name is the editor's, and what it is nobody here knows.
    fn unknown(&mut self, node: NodeId) -> Edit<'t> {
        let is_picture = matches!(self.tree.name(node), Some("img" | "source" | "iframe"));
        let name = ["data-component-name", "data-attrs"]
            .into_iter()
            .find(|name| self.tree.attribute(node, name).is_some_and(|it| !it.is_empty()));
        if let Some(name) = name.filter(|_| !is_picture) {
            let class = self.tree.attribute(node, "class");
            let component = self.tree.attribute(node, "data-component-name");
            let block = class.or(component).unwrap_or(name).chars().take(60).collect();
            self.note(NoteKind::UnknownBlock { block, number: self.block });
        }
        Edit::Keep
    }

    fn leave_out(&mut self, what: &str) -> Edit<'t> {
        *self.made.markup.entry(("widget left out", what.to_owned())).or_default() += 1;
        Edit::Drop
    }

    /// What a button is, if the platform put it there. All in it has to be the platform's.
    fn button(&self, node: NodeId) -> Option<&'static str> {
        let data = self.tree.attribute(node, "data-attrs").and_then(Data::read);
        let stated = data.as_ref().map(|data| data.text("url")).filter(|url| !url.is_empty());
        let link = || {
            let within = self.tree.descendants(node).take(LOOKED);
            let mut links = within.filter(|it| self.tree.name(*it) == Some("a"));
            links.find_map(|link| self.tree.attribute(link, "href"))
        };
        embed::button(stated.or_else(link)?)
    }

    /// What the data of an element show. Nothing, where there are none.
    fn shown(&mut self, node: NodeId, class: &str, show: fn(&Data) -> Shown) -> Shown {
        let Some(text) = self.tree.attribute(node, "data-attrs") else { return Shown::default() };
        match Data::read(text) {
            Some(data) => show(&data),
            None => {
                self.note(NoteKind::DataUnreadable { what: format!("`data-attrs` of `{class}`") });
                Shown::default()
            }
        }
    }

    /// What the data show stands in an element that shows nothing itself.
    fn put(&self, node: NodeId, shown: Shown) -> Edit<'t> {
        if shown.html.is_empty() || self.shows(node) {
            return Edit::Keep;
        }
        Edit::Replace(shown.html)
    }

    fn embedded(&mut self, node: NodeId, url: Option<String>) {
        let framed = || {
            let mut within = std::iter::once(node).chain(self.tree.descendants(node).take(LOOKED));
            within.find_map(|it| self.tree.attribute(it, "src")).map(str::to_owned)
        };
        let Some(url) = url.or_else(framed) else { return };
        if let Some(host) = Url::parse(&url).ok().as_ref().and_then(Url::host_str) {
            let host = host.strip_prefix("www.").unwrap_or(host).to_owned();
            *self.made.markup.entry(("embed from", host)).or_default() += 1;
        }
        self.made.embeds.push(url);
    }

    /// Whether an element shows anything: text, a picture, a player.
    fn shows(&self, node: NodeId) -> bool {
        let mut all = std::iter::once(node).chain(self.tree.descendants(node).take(LOOKED));
        all.any(|it| match self.tree.kind(it) {
            larder_html::Kind::Text(text) => !text.trim().is_empty(),
            _ => matches!(self.tree.name(it), Some("img" | "iframe" | "video" | "audio")),
        })
    }

    /// Whether an element is a picture, or holds one.
    fn is_picture(&self, node: NodeId) -> bool {
        let mut all = std::iter::once(node).chain(self.tree.descendants(node).take(LOOKED));
        all.any(|it| matches!(self.tree.name(it), Some("img" | "picture")))
    }

    fn note(&mut self, note: NoteKind) {
        if self.made.notes.len() < TOLD {
            self.made.notes.push(note);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn made(html: &str) -> Made {
        make(html, &Limits::default())
    }

    #[track_caller]
    fn shown(html: &str, expected: &str) {
        assert_eq!(made(html).html.as_deref().unwrap_or(html), expected);
    }

    #[test]
    fn widgets_and_buttons_of_the_platform_are_not_shown() {
        let widget =
            "<div class=\"subscription-widget-wrap\" data-attrs=\"{}\"><form>x</form></div>";
        let share = "<p class=\"button-wrapper\" data-attrs='{\"url\":\"https://a.example/p/x?action=share\"}'><a class=\"button\" href=\"https://a.example/\">Share</a></p>";
        let bare = "<p class=button-wrapper><a href='%%checkout_url%%'>Go</a></p>";
        shown(&["<p>a</p>", widget, share, bare, "<p>b</p>"].concat(), "<p>a</p><p>b</p>");
        let counted = made(&[widget, share, bare].concat()).markup;
        let counts: Vec<_> = counted.iter().map(|((_, name), count)| (&**name, *count)).collect();
        assert_eq!(counts, [("share", 1), ("subscribe", 2)]);
        let own = "<p class=\"button-wrapper\"><a class=\"button\" href=\"https://example.org/book\">Book</a></p>";
        assert_eq!(made(own).html, None);
    }

    #[test]
    fn what_shows_nothing_is_shown_from_its_data() {
        shown(
            "<div class='tweet' data-attrs='{\"full_text\":\"hi\"}'></div>",
            "<blockquote class=\"tweet\"><p>hi</p></blockquote>",
        );
        // It shows something itself.
        let whole = "<div class='tweet' data-attrs='{\"full_text\":\"hi\"}'><p>hi</p></div>";
        assert_eq!(made(whole).html, None);
        let frame = made(
            "<div class='youtube-wrap' data-attrs='{\"videoId\":\"v\"}'><iframe src='https://www.youtube-nocookie.com/embed/v'></iframe></div>",
        );
        assert_eq!(
            (frame.html, frame.embeds),
            (None, vec!["https://www.youtube.com/watch?v=v".into()])
        );
        assert_eq!(frame.markup[&("embed from", "youtube.com".to_owned())], 1);
    }

    #[test]
    fn data_that_are_no_json_stay_as_they_are() {
        let html = "<div class=\"tweet\" data-attrs=\"{not json\"></div>";
        let made = made(html);
        assert_eq!((made.html, made.notes.len()), (None, 1));
        assert_eq!(made.notes[0].code(), "data-unreadable");
    }

    #[test]
    fn elements_that_nobody_knows_are_told_and_kept() {
        let html = "<div class=\"future-embed\" data-component-name=\"FutureToDOM\">x</div>";
        let made = made(html);
        assert_eq!((made.html, made.notes[0].code()), (None, "unknown-block"));
    }

    #[test]
    fn the_text_in_front_of_the_paywall_is_public() {
        let made = made(
            "<p>open</p><div><p>half</p><div class=\"paywall-jump\"></div><p>SECRET</p></div><p>SECRET</p>",
        );
        assert_eq!(made.public.as_deref(), Some("<p>open</p><div><p>half</p></div>"));
        assert!(made.has_paywall && made.html.is_none());
    }

    #[test]
    fn a_body_that_is_too_deep_stays_as_it_is() {
        let deep = "<div>".repeat(2000) + "<div class=paywall-jump></div>SECRET";
        let made = made(&deep);
        assert!(made.has_paywall && made.html.is_none() && made.public.is_none());
    }
}
