//! What an entry or a comment states, under the platform's own names.

use larder_core::Extra;
use serde_json::Value;

use crate::{
    extension,
    xml::{Cursor, Element, Ns, Repairs, Scope},
};

/// Names and values, in the order of the export.
#[derive(Clone, Debug, Default)]
pub(super) struct Fields(Vec<(String, Value)>);

/// The names that say who may see something. Where one of them stands twice, two records may have run into one.
const ACCESS: [&str; 3] = ["security", "allowmask", "state"];

impl Fields {
    /// The fields of an element: its attributes, and the elements in it. Those of `props` are its own.
    pub(super) fn of(element: &Element<'_>, scope: &Scope, repairs: &mut Repairs) -> Self {
        let mut fields = Self::default();
        for (name, value) in element.tag.attributes() {
            fields.push(name, crate::xml::decoded(value));
        }
        fields.take_inside(element, scope, repairs);
        fields
    }

    fn take_inside(&mut self, element: &Element<'_>, scope: &Scope, repairs: &mut Repairs) {
        let mut aside = Repairs::default();
        let mut children = Cursor::new(element.inner, scope, &is_structure, &mut aside);
        while let Some(child) = children.next() {
            match &*child.name {
                "props" => {
                    let mut inside = Cursor::new(child.inner, scope, &nothing, repairs);
                    let mut found = Vec::new();
                    while let Some(prop) = inside.next() {
                        found.push(prop);
                    }
                    for prop in found {
                        self.push(&prop.name.clone(), prop.data(repairs).into_owned());
                    }
                }
                "property" => {
                    let name = child.value("name").unwrap_or_else(|| "property".into());
                    self.push(&name, child.data(repairs).into_owned());
                }
                name => self.push(name, child.data(repairs).into_owned()),
            }
        }
        repairs.add(&aside);
    }

    /// Adds a field. One that says nothing is none, unless it says that nobody is kept out.
    pub(super) fn push(&mut self, name: &str, value: String) {
        if !value.is_empty() || ACCESS.contains(&name) {
            self.0.push((name.to_owned(), value.into()));
        }
    }

    /// The first value of a name, without white space around it; None where nothing shows.
    pub(super) fn get(&self, name: &str) -> Option<&str> {
        let (_, value) = self.0.iter().find(|(known, _)| known == name)?;
        value.as_str().map(str::trim).filter(|value| !value.is_empty())
    }

    /// Takes the first value of a name as it stands there.
    pub(super) fn take(&mut self, name: &str) -> Option<String> {
        let at = self.0.iter().position(|(known, _)| known == name)?;
        match self.0.remove(at).1 {
            Value::String(text) => Some(text),
            _ => None,
        }
    }

    /// A whole number.
    pub(super) fn number(&self, name: &str) -> Option<u64> {
        self.get(name)?.parse().ok()
    }

    /// Whether it says twice who may see it.
    pub(super) fn is_doubtful(&self) -> bool {
        let count = |name: &str| self.0.iter().filter(|(known, _)| known == name).count();
        ACCESS.iter().any(|name| count(name) > 1)
    }

    /// Leaves everything that was not taken in `extra`.
    pub(super) fn keep(self, extra: &mut Extra) {
        let told = self.0.into_iter().filter(|(_, value)| value != "");
        let told = told.map(|(name, value)| (format!("livejournal:{name}"), value));
        extension::keep_all(extra, told);
    }
}

fn nothing(_: Ns, _: &str) -> bool {
    false
}

/// What entries and comments are made of: where one of these begins, an element before it that was never closed ends.
fn is_structure(_: Ns, name: &str) -> bool {
    const NAMES: [&str; 15] = [
        "itemid",
        "anum",
        "eventtime",
        "logtime",
        "subject",
        "security",
        "allowmask",
        "props",
        "current_mood",
        "current_music",
        "body",
        "date",
        "state",
        "parentid",
        "property",
    ];
    NAMES.contains(&name)
}
