//! What a file is, by its beginning.

use crate::records::root_of;

/// A form in which journals are kept.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Form {
    /// Entries, comments or both, in `livejournal`.
    Export,
    /// One entry of `ljdump`.
    Event,
    /// The comments of one entry, of `ljdump`.
    Comments,
    /// Entries in a table.
    Table,
    /// What pictures `ljdump` keeps beside the entries.
    Pictures,
}

impl Form {
    /// Whether `ljdump` makes it, which has a folder for each journal.
    pub(super) fn is_of_ljdump(self) -> bool {
        matches!(self, Self::Event | Self::Comments | Self::Pictures)
    }
}

/// The form of a text.
pub(super) fn form(text: &str) -> Option<Form> {
    let Some((root, _)) = root_of(text) else {
        return is_table(text).then_some(Form::Table);
    };
    let has = |sign: &str| text.contains(sign);
    match root.as_str() {
        "livejournal" => Some(Form::Export),
        "event" if has("<itemid>") && has("<eventtime>") => Some(Form::Event),
        "comments" if has("<comment>") && (has("<id>") || has("<body>")) => Some(Form::Comments),
        "comments" if has("<comment ") && (has("posterid=") || has("jitemid=")) => {
            Some(Form::Comments)
        }
        "userpics" if has("<userpic ") => Some(Form::Pictures),
        _ => None,
    }
}

fn is_table(text: &str) -> bool {
    let head = text.trim_start_matches('\u{feff}').lines().next().unwrap_or_default();
    let head = head.to_ascii_lowercase();
    let names: Vec<&str> = head.split(',').map(|name| name.trim().trim_matches('"')).collect();
    ["itemid", "eventtime", "event"].iter().all(|name| names.contains(name))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_form_is_known_by_its_beginning() {
        for (text, expected) in [
            ("<?xml version=\"1.0\"?>\n<livejournal>", Some(Form::Export)),
            ("<event><itemid>1</itemid><eventtime>2010", Some(Form::Event)),
            ("<comments><comment><id>1</id>", Some(Form::Comments)),
            ("<comments><comment id='1' jitemid='2'>", Some(Form::Comments)),
            ("\"itemid\",\"eventtime\",\"logtime\",\"subject\",\"event\"\n", Some(Form::Table)),
            ("<userpics default='x'><userpic keyword='y'", Some(Form::Pictures)),
            ("<event><name>party</name>", None),
            ("<comments/>", None),
            ("<rss><livejournal>", None),
            ("livejournal", None),
            ("itemid,price\n", None),
        ] {
            assert_eq!(form(text), expected, "{text}");
        }
    }
}
