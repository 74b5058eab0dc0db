//! What a file is that is no export of this form, and what to export instead.

/// Another form in which the same platforms write their blogs.
pub(super) struct Other {
    /// What it is, and where the platform has the right export.
    pub(super) advice: &'static str,
    is: fn(&str) -> bool,
}

/// The forms that are mistaken for it.
const OTHERS: [Other; 4] = [
    Other {
        advice: "an export of Hatena Diary in XML; in Hatena Blog choose 設定 → 詳細設定 → エクスポート, which writes the form of Movable Type",
        is: |text| text.contains("<diary") && text.contains("<day "),
    },
    Other {
        advice: "a backup of Movable Type in XML; choose Tools → Export Entries, which writes a text file",
        is: |text| text.contains("<movabletype"),
    },
    Other {
        advice: "a table (CSV) of MovableType.net; export the entries in the form of Movable Type",
        is: |text| {
            let head = text.lines().next().unwrap_or_default().replace([' ', '"'], "");
            head.starts_with("type,identifier,author,title,")
        },
    },
    Other {
        advice: "an export of WordPress; read it as wxr",
        is: |text| text.contains("<rss") && text.contains("wordpress.org/export/"),
    },
];

/// Which other form the beginning of a file has.
pub(super) fn other_form(text: &str) -> Option<&'static str> {
    OTHERS.iter().find(|other| (other.is)(text)).map(|other| other.advice)
}

/// The forms that nobody else reads: somebody has to say what to do with them.
pub(super) fn is_ours(advice: &str) -> bool {
    OTHERS[..3].iter().any(|other| other.advice == advice)
}

/// What is said of everything else.
pub(super) const NO_EXPORT: &str =
    "no export in the form of Movable Type: no line `-----` with `BODY:` behind it";

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn other_forms_are_known_and_told() {
        let known = |text: &str| other_form(text).unwrap_or_default();
        assert!(
            known("<?xml version=\"1.0\"?>\n<diary>\n<day date=\"2010-01-01\">")
                .contains("エクスポート")
        );
        assert!(known("type, identifier, author, title, status\n").contains("CSV"));
        assert!(known("<movabletype xmlns='x'>").contains("Export Entries"));
        assert!(known("<rss xmlns:wp='http://wordpress.org/export/1.2/'>").contains("wxr"));
        assert_eq!(other_form("AUTHOR: a\n"), None);
    }
}
