//! What a backup says of the blog as a whole: its settings, its categories, its root.

use std::collections::BTreeMap;

use chrono::{Offset, TimeZone, Utc};
use chrono_tz::Tz;
use larder_core::{Term, TermId, TermKind, Timestamp};

use super::aside;
use crate::xml::{Element, Repairs};

/// The settings.
#[derive(Clone, Debug, Default)]
pub(super) struct Setting {
    /// The texts, by their names as they stand there.
    pub(super) texts: BTreeMap<String, String>,
}

impl Setting {
    /// Reads `setting`. The banner is no text.
    pub(super) fn read(element: &Element<'_>, repairs: &mut Repairs) -> Self {
        let mut setting = Self::default();
        let mut own = Repairs::default();
        let mut cursor = element.children(&|_, _| false, repairs);
        while let Some(child) = cursor.next() {
            if child.name == "banner" || aside::says_secret(&child.name) {
                continue;
            }
            let text = child.text(&mut own).trim().to_owned();
            setting.texts.entry(child.tag.name.to_owned()).or_insert(text);
        }
        setting
    }

    /// The text of a setting, if it says anything.
    pub(super) fn text(&self, name: &str) -> Option<&str> {
        self.texts.get(name).map(String::as_str).filter(|text| !text.is_empty())
    }

    /// Whether a setting is on.
    pub(super) fn is_on(&self, name: &str) -> bool {
        self.text(name).is_some_and(|it| matches!(it, "1" | "true"))
    }

    /// The addresses of the blog, the present one first. `is_tistory` says that its name is part of one.
    pub(super) fn homes(&self, is_tistory: bool) -> Vec<String> {
        let own = self.text("secondaryDomain").map(domain);
        let named = self.text("name").filter(|name| is_tistory && is_label(name));
        let named = named.map(|name| format!("https://{name}.tistory.com"));
        match self.is_on("defaultDomain") {
            true => own.into_iter().chain(named).collect(),
            false => named.into_iter().chain(own).collect(),
        }
    }

    /// The zone that dates are shown in. None if it is not stated, or not known.
    pub(super) fn zone(&self) -> Option<Tz> {
        self.text("timezone")?.parse().ok()
    }
}

/// The address of a domain, which may be written with its scheme.
fn domain(domain: &str) -> String {
    let domain = domain.trim_end_matches('/');
    if crate::address::is_web(domain) { domain.to_owned() } else { format!("http://{domain}") }
}

/// Whether a name can be part of the name of a host.
fn is_label(name: &str) -> bool {
    name.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-')
}

/// The date of so many seconds since 1970, shown in a zone, else in UTC. `Ok(None)` where there is none.
///
/// Fails when no date is so many seconds away, or the text is no number.
pub(super) fn date(text: &str, zone: Option<Tz>) -> Result<Option<Timestamp>, ()> {
    let text = text.trim();
    if text.is_empty() || text == "0" {
        return Ok(None);
    }
    let seconds: i64 = text.parse().map_err(drop)?;
    let at = Utc.timestamp_opt(seconds, 0).single().ok_or(())?;
    let offset = match zone {
        Some(zone) => at.with_timezone(&zone).offset().fix(),
        None => Utc.fix(),
    };
    let milliseconds = seconds.checked_mul(1000).ok_or(())?;
    Timestamp::from_millis(milliseconds, offset).map(Some).map_err(drop)
}

/// A category of the tree.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Category {
    name: String,
    /// The label of the one above it.
    above: Option<String>,
    priority: String,
}

/// The categories, by their labels: `above/name`.
#[derive(Clone, Debug, Default)]
pub(super) struct Categories(BTreeMap<String, Category>);

impl Categories {
    /// Reads a `category` of the root, and those inside it. The one without a name is none.
    pub(super) fn read(&mut self, element: &Element<'_>, repairs: &mut Repairs) {
        let mut waiting = vec![(None::<String>, element.outer)];
        // Each level is looked through once for each one above it; the platforms have two.
        for _ in 0..DEPTH {
            let mut below = Vec::new();
            for (above, text) in std::mem::take(&mut waiting) {
                self.read_one(above, text, element, &mut below, repairs);
            }
            waiting = below;
        }
    }

    fn read_one<'t>(
        &mut self,
        above: Option<String>,
        text: &'t str,
        element: &'t Element<'_>,
        below: &mut Vec<(Option<String>, &'t str)>,
        repairs: &mut Repairs,
    ) {
        let mut own = Repairs::default();
        let Some(category) = Element::outermost(text, &element.scope, repairs) else { return };
        let (mut name, mut priority, mut inside) = (String::new(), String::new(), Vec::new());
        let mut cursor =
            crate::xml::Cursor::new(category.inner, &element.scope, &|_, _| false, repairs);
        while let Some(child) = cursor.next() {
            match &*child.name {
                "name" => name = child.text(&mut own).trim().to_owned(),
                "priority" => priority = child.text(&mut own).trim().to_owned(),
                "category" => inside.push(child.outer),
                _ => {}
            }
        }
        let label = match &above {
            _ if name.is_empty() => above.clone(),
            Some(above) => Some([above, "/", &name].concat()),
            None => Some(name.clone()),
        };
        if let Some(label) = label.clone().filter(|_| !name.is_empty()) {
            self.0.entry(label).or_insert(Category { name, above, priority });
        }
        below.extend(inside.into_iter().map(|text| (label.clone(), text)));
    }

    /// Takes over those of another file.
    pub(super) fn add(&mut self, other: Self) {
        other.0.into_iter().for_each(|(label, it)| _ = self.0.entry(label).or_insert(it));
    }

    /// All of them.
    pub(super) fn terms(&self) -> impl Iterator<Item = Term> + '_ {
        self.0.keys().map(|label| self.term(label))
    }

    /// The category that a post names by its label. Labels are cut after 255 bytes; one that nobody knows is a category of
    /// its own, whatever is in its name.
    pub(super) fn term(&self, label: &str) -> Term {
        let mut label = label;
        if !self.0.contains_key(label) && label.len() > LONGEST - 4 {
            let label_of = |(known, _): (&'_ String, _)| known.starts_with(label);
            let mut longer = self.0.range(label.to_owned()..).take_while(|it| label_of(*it));
            if let (Some((only, _)), None) = (longer.next(), longer.next()) {
                label = only;
            }
        }
        let known = self.0.get(label);
        let name = known.map_or(label, |category| &category.name);
        let mut term = Term::new(term_id("category", label), TermKind::Category, name);
        if let Some(category) = known {
            term.parent = category.above.as_deref().map(|above| term_id("category", above));
            if !category.priority.is_empty() {
                term.extra.insert("ttxml:priority", category.priority.clone());
            }
        }
        term
    }
}

/// How deep categories are read. The platforms have two levels.
const DEPTH: usize = 16;

/// How long the label of a category is at most, in bytes.
const LONGEST: usize = 255;

/// The id of a category or a tag.
pub(super) fn term_id(kind: &str, name: &str) -> TermId {
    TermId::new([kind, ":", name].concat())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::xml::Scope;

    fn read(text: &str) -> Categories {
        let (scope, mut repairs) = (Scope::default(), Repairs::default());
        let element = Element::outermost(text, &scope, &mut repairs).unwrap();
        let mut categories = Categories::default();
        categories.read(&element, &mut repairs);
        categories
    }

    #[test]
    fn labels_are_those_of_the_tree() {
        let categories = read(
            "<category><name>생활</name><priority>1</priority><category><name>국/수</name></category></category>",
        );
        let term = categories.term("생활/국/수");
        assert_eq!((&*term.name, term.parent), ("국/수", Some(TermId::new("category:생활"))));
        // Not in the tree: nobody knows where it would have to be split.
        let term = categories.term("다른/것");
        assert_eq!((&*term.name, term.parent), ("다른/것", None));
        assert_eq!(categories.terms().count(), 2);
    }

    #[test]
    fn labels_that_were_cut_are_known_by_their_beginning() {
        let name = "긴".repeat(100);
        let categories = read(&format!("<category><name>{name}</name></category>"));
        assert_eq!(categories.term(&name[..252]).name, name);
        assert_eq!(categories.term(&name[..30]).name, name[..30]);
    }

    #[test]
    fn the_category_without_a_name_is_none_and_nothing_recurses() {
        let root = "<category><name></name><root>1</root></category>";
        assert_eq!(read(root).terms().count(), 0);
        let deep = "<category><name>a</name>".repeat(20_000);
        assert_eq!(read(&deep).terms().count(), DEPTH);
    }

    #[test]
    fn dates_are_seconds_and_shown_in_the_zone_of_the_blog() {
        let shown =
            |text: &str, zone: Option<Tz>| date(text, zone).map(|it| it.map(|it| it.to_rfc3339()));
        let seoul = Some(chrono_tz::Asia::Seoul);
        assert_eq!(shown("1614828602", seoul), Ok(Some("2021-03-04T12:30:02+09:00".into())));
        // Summer time of 1988.
        assert_eq!(shown("583000000", seoul), Ok(Some("1988-06-23T02:26:40+10:00".into())));
        assert_eq!(shown("1614828602", None), Ok(Some("2021-03-04T03:30:02Z".into())));
        assert_eq!((shown("0", seoul), shown(" ", seoul)), (Ok(None), Ok(None)));
        for odd in ["x", "99999999999999999999", "9223372036854775807", "1.5", "2021-03-04"] {
            assert_eq!(shown(odd, seoul), Err(()), "{odd}");
        }
    }
}
