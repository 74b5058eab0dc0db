//! What stands beside an export, and what people take for one.

use serde_json::Value;

/// What a file is that is no export.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Beside {
    Members,
    Theme,
    Routes,
    Redirects,
}

impl Beside {
    /// What a file is, by its name and its beginning.
    pub(super) fn of(name: &str, text: &str) -> Option<Self> {
        let file = name.rsplit('/').next().unwrap_or(name).to_ascii_lowercase();
        let text = text.trim_start_matches('\u{feff}');
        let first = text.lines().next().unwrap_or_default();
        let has_line = |line: &str| text.lines().any(|it| it.trim_end() == line);
        let is_members = first.contains(',')
            && first.split(',').any(|it| it.trim_matches(['"', ' ', '\r']) == "email")
            && MEMBER_COLUMNS.iter().any(|column| first.contains(column));
        let is_theme = file.ends_with(".hbs")
            || file == "package.json" && text.contains("\"ghost\"") && text.contains("\"engines\"");
        let is_routes =
            has_line("collections:") && (has_line("routes:") || has_line("taxonomies:"));
        let is_redirects = match &*file {
            "redirects.json" => text.trim_start().starts_with('[') && text.contains("\"from\""),
            "redirects.yaml" | "redirects.yml" => has_line("301:") || has_line("302:"),
            _ => false,
        };
        [
            (is_members, Self::Members),
            (is_theme, Self::Theme),
            (is_routes, Self::Routes),
            (is_redirects, Self::Redirects),
        ]
        .into_iter()
        .find_map(|(is, kind)| is.then_some(kind))
    }

    /// What it is.
    pub(super) fn sign(self) -> &'static str {
        match self {
            Self::Members => "the list of members that Ghost exports",
            Self::Theme => "a theme of Ghost",
            Self::Routes => "the routes of a blog on Ghost",
            Self::Redirects => "the redirects of a blog on Ghost",
        }
    }

    /// What it is, and what holds the posts.
    pub(super) fn advice(self) -> &'static str {
        match self {
            Self::Members => {
                "the list of members that Ghost exports, which holds no posts; Settings → Advanced → Import/Export → Export has them (Settings → Labs → Export in older versions)"
            }
            Self::Theme => {
                "a theme of Ghost, which holds no posts; Settings → Advanced → Import/Export → Export has them (Settings → Labs → Export in older versions)"
            }
            Self::Routes => {
                "the routes of a blog on Ghost, which hold no posts; Settings → Advanced → Import/Export → Export has them (Settings → Labs → Export in older versions)"
            }
            Self::Redirects => {
                "the redirects of a blog on Ghost, which hold no posts; Settings → Advanced → Import/Export → Export has them (Settings → Labs → Export in older versions)"
            }
        }
    }
}

/// Columns that lists of members have, and no other list of addresses.
const MEMBER_COLUMNS: [&str; 3] =
    ["subscribed_to_emails", "complimentary_plan", "stripe_customer_id"];

/// Old addresses of a blog: those that lead from one path to another.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Redirects {
    pub(super) pairs: Vec<(String, String)>,
}

impl Redirects {
    /// Reads the file. What is a pattern is not among the pairs: the file itself is kept.
    pub(super) fn read(name: &str, text: &str) -> Self {
        let text = text.trim_start_matches('\u{feff}');
        let pairs = match name.ends_with(".json") {
            true => of_json(text),
            false => text.lines().filter_map(of_line).collect(),
        };
        Self { pairs }
    }
}

fn of_json(text: &str) -> Vec<(String, String)> {
    let Ok(Value::Array(list)) = serde_json::from_str(text) else { return Vec::new() };
    let pair = |it: &Value| plain(it.get("from")?.as_str()?, it.get("to")?.as_str()?);
    list.iter().filter_map(pair).collect()
}

/// `  /from: /to`
fn of_line(line: &str) -> Option<(String, String)> {
    let (from, to) = line.trim().rsplit_once(": ")?;
    let bare = |text: &str| text.trim().trim_matches(['"', '\'']).to_owned();
    plain(&bare(from), &bare(to))
}

/// The pair, if it leads from one path to another. `^/from/?$` is such a path, written as a pattern.
fn plain(from: &str, to: &str) -> Option<(String, String)> {
    let from = from.strip_prefix('^').unwrap_or(from);
    let from = from.strip_suffix('$').unwrap_or(from);
    let from = from.strip_suffix("/?").unwrap_or(from);
    let is_pattern = from.contains(['(', '[', '*', '+', '?', '|', '\\', '^', '$', '{']);
    (from.starts_with('/') && to.starts_with('/') && !is_pattern)
        .then(|| (from.to_owned(), to.to_owned()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_people_take_for_an_export_is_known() {
        let members = "id,email,name,note,subscribed_to_emails,complimentary_plan\n1,a@example.org,,,true,false\n";
        let package = r#"{"name":"casper","engines":{"ghost":">=5.0.0"}}"#;
        let routes = "routes:\n\ncollections:\n  /:\n    permalink: /{slug}/\n";
        for (name, text, kind) in [
            ("members.csv", members, Some(Beside::Members)),
            ("casper/package.json", package, Some(Beside::Theme)),
            ("casper/index.hbs", "{{!< default}}", Some(Beside::Theme)),
            ("routes.yaml", routes, Some(Beside::Routes)),
            ("redirects.json", r#"[{"from":"/a","to":"/b"}]"#, Some(Beside::Redirects)),
            ("redirects.yaml", "301:\n  /a: /b\n", Some(Beside::Redirects)),
            ("people.csv", "id,email\n", None),
            ("package.json", r#"{"name":"x"}"#, None),
            ("a.txt", "routes and collections", None),
        ] {
            assert_eq!(Beside::of(name, text), kind, "{name}");
        }
    }

    #[test]
    fn redirects_between_two_paths_are_read() {
        let yaml = "301:\n  /old/: /new/\n  ^/gone/?$: /new/\n  /tag/(.*): /t/$1\n302:\n  /x: https://example.net/\n";
        let pair = |from: &str| (from.to_owned(), "/new/".to_owned());
        let expected = vec![pair("/old/"), pair("/gone")];
        assert_eq!(Redirects::read("redirects.yaml", yaml).pairs, expected);
        let json =
            r#"[{"from":"/old/","to":"/new/","permanent":true},{"from":"^\\/gone$","to":"/new/"}]"#;
        assert_eq!(Redirects::read("redirects.json", json).pairs, [pair("/old/")]);
    }
}
