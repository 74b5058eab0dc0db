//! What the model has no place for, kept under the usual prefix of its namespace.
//!
//! An element that is nothing but text becomes that text. Any other is kept as it stands, with the addresses of the
//! prefixes it uses: `{"xml":"<my:mood level=\"3\">…</my:mood>","ns":{"my":"https://…"}}`.

use std::collections::{BTreeMap, BTreeSet};

use larder_core::Extra;
use serde_json::{Map, Value, json};

use crate::xml::{Element, Ns, Repairs, Token, Tokens};

/// Elements and attributes by name, in the order of the document.
#[derive(Clone, Debug, Default)]
pub(crate) struct Extensions(BTreeMap<String, Vec<Value>>);

/// The name and the value under which an element is kept.
pub(crate) fn told(element: &Element<'_>, repairs: &mut Repairs) -> (String, Value) {
    (name_of(element), value_of(element, repairs))
}

/// Puts values into `extra`, behind what is there: of a name that several have, all.
pub(crate) fn keep_all<N: Into<String>, V: Into<Value>>(
    extra: &mut Extra,
    values: impl IntoIterator<Item = (N, V)>,
) {
    let mut all = Extensions::default();
    values.into_iter().for_each(|(name, value)| all.push(name, value));
    all.move_to(extra);
}

impl Extensions {
    /// Keeps an element.
    pub(crate) fn keep(&mut self, element: &Element<'_>, repairs: &mut Repairs) {
        let (name, value) = told(element, repairs);
        self.push(name, value);
    }

    /// Keeps a value under a name.
    pub(crate) fn push(&mut self, name: impl Into<String>, value: impl Into<Value>) {
        self.0.entry(name.into()).or_default().push(value.into());
    }

    /// Takes over the names that others have and these have not.
    pub(crate) fn fill_from(&mut self, others: Self) {
        for (name, values) in others.0 {
            self.0.entry(name).or_insert(values);
        }
    }

    /// Puts everything into `extra`, behind what is there: one value as it is, several as a list.
    pub(crate) fn move_to(self, extra: &mut Extra) {
        for (name, mut values) in self.0 {
            if extra.value(&name).is_some() {
                values.into_iter().for_each(|value| extra.push(name.as_str(), value));
                continue;
            }
            let value = if values.len() == 1 { values.remove(0) } else { values.into() };
            extra.insert(name, value);
        }
    }
}

/// `itunes:episode`; of an unknown namespace, the prefix as the document has it.
fn name_of(element: &Element<'_>) -> String {
    let local = element.tag.name.rsplit_once(':').map_or(element.tag.name, |(_, local)| local);
    let prefix = match element.ns {
        Ns::Other => element.tag.name.split_once(':').map_or("", |(prefix, _)| prefix),
        Ns::Core => element.scope.core.map_or("", Ns::prefix),
        known => known.prefix(),
    };
    if prefix.is_empty() { local.to_owned() } else { format!("{prefix}:{local}") }
}

fn value_of(element: &Element<'_>, repairs: &mut Repairs) -> Value {
    let has_attributes =
        element.tag.attributes().any(|(name, _)| name != "xmlns" && !name.starts_with("xmlns:"));
    let is_known = !matches!(element.ns, Ns::Other);
    if is_known && !has_attributes && !element.has_elements() {
        return element.text(repairs).trim().into();
    }
    let mut kept = Map::new();
    kept.insert("xml".into(), element.outer.into());
    let used: Map<String, Value> = prefixes(element)
        .into_iter()
        .filter_map(|prefix| Some((prefix.to_owned(), json!(element.scope.uri(prefix)?))))
        .collect();
    if !used.is_empty() {
        kept.insert("ns".into(), Value::Object(used));
    }
    Value::Object(kept)
}

/// The prefixes that an element and those inside it use. Empty for none.
fn prefixes<'a>(element: &Element<'a>) -> BTreeSet<&'a str> {
    let mut tokens = Tokens::new(element.outer);
    let mut used = BTreeSet::new();
    while let Some((token, _)) = tokens.next_with_range() {
        let Token::Start(tag) = token else { continue };
        let attributes = tag.attributes().filter_map(|(name, _)| name.split_once(':'));
        used.extend(attributes.map(|(prefix, _)| prefix));
        used.insert(tag.name.split_once(':').map_or("", |(prefix, _)| prefix));
    }
    used
}
