//! What a body means: TTML, the markup of Tattertools, within HTML.
//!
//! ```text
//! [##_1C|file.png|width="400"|caption_##]     a picture or a file              macros
//! [##_ATTACH_PATH_##]/file.png                its address
//! [#M_more|less|text_M#]                      what is folded away
//! [HTML]…[/HTML] [CODE]…[/CODE]               where a line break is none       lines
//! ```
//!
//! A macro that fits no form stays as it stands there, as the platform leaves it, and is noted.

mod lines;
mod macros;

use std::collections::BTreeMap;

use memchr::memmem;

use self::lines::Lines;

/// A file that a body names.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Shown {
    /// Its address.
    pub(super) address: String,
    /// What its author called it.
    pub(super) label: String,
}

/// What has to be known to read a body.
pub(super) struct Around<'a> {
    /// The file with a name. None if the blog has none of it.
    pub(super) file: &'a dyn Fn(&str) -> Option<Shown>,
    /// Whether line breaks are those of the text.
    pub(super) breaks_lines: bool,
}

/// What a body means.
#[derive(Debug, Default)]
pub(super) struct Rendered {
    /// The HTML.
    pub(super) html: String,
    /// How often each kind of markup was met.
    pub(super) markup: BTreeMap<String, u64>,
    /// Macros that stayed as they are, with their numbers in the body.
    pub(super) unknown: Vec<(String, u32)>,
    /// Names of files that no record of the blog has.
    pub(super) missing: Vec<String>,
}

/// The address of the folder of files, as old versions wrote it.
const OLD_PATH: &str = "http://tt_attach_path";
const PATH: &str = "[##_ATTACH_PATH_##]";

/// How long the labels of what is folded away are at most, in bytes.
const LONGEST_LABELS: usize = 2048;

/// Renders a body.
pub(super) fn render(text: &str, around: &Around<'_>) -> Rendered {
    let text = match memmem::find(text.as_bytes(), OLD_PATH.as_bytes()) {
        Some(_) => std::borrow::Cow::Owned(text.replace(OLD_PATH, PATH)),
        None => text.into(),
    };
    let mut pass = Pass {
        rest: &text,
        around,
        lines: Lines::new(around.breaks_lines),
        rendered: Rendered::default(),
        number: 0,
        is_folded: false,
        fold_end_left: None,
        absent: Absent::default(),
    };
    pass.run();
    pass.rendered
}

/// Ends that do not come any more.
#[derive(Default)]
struct Absent {
    macros: bool,
    folds: bool,
    html: bool,
    code: bool,
}

struct Pass<'t, 'a> {
    rest: &'t str,
    around: &'a Around<'a>,
    lines: Lines,
    rendered: Rendered,
    /// How many macros there were.
    number: u32,
    is_folded: bool,
    /// How much of the text is left where the next end of what is folded away begins.
    fold_end_left: Option<usize>,
    absent: Absent,
}

impl<'t> Pass<'t, '_> {
    fn run(&mut self) {
        while let Some(at) = memchr::memchr2(b'[', b'_', self.rest.as_bytes()) {
            let (text, rest) = self.rest.split_at(at);
            self.text(text);
            self.rest = rest;
            if !self.mark() {
                let (one, rest) = self.rest.split_at(1);
                self.text(one);
                self.rest = rest;
            }
        }
        let text = std::mem::take(&mut self.rest);
        self.text(text);
        if self.is_folded {
            self.rendered.html.push_str("</details>");
        }
    }

    /// Markup at the beginning of what is left. Returns whether there was any.
    fn mark(&mut self) -> bool {
        let rest = self.rest;
        match () {
            () if rest.starts_with(PATH) => self.path(&rest[PATH.len()..]),
            () if rest.starts_with("[##_") => self.single(),
            () if rest.starts_with("[#M_") => self.fold(),
            () if rest.starts_with("_M#]") => self.fold_end(),
            () if self.around.breaks_lines && rest.starts_with("[HTML]") => self.html(),
            () if self.around.breaks_lines && rest.starts_with("[CODE]") => self.code(),
            () if rest.starts_with("[footnote]") => self.count_only("[footnote]"),
            () if rest.starts_with("[TTAttachList") => self.count_only("[TTAttachList]"),
            () => false,
        }
    }

    fn text(&mut self, text: &str) {
        self.lines.push(text, &mut self.rendered.html);
    }

    fn count(&mut self, name: &str) {
        *self.rendered.markup.entry(name.to_owned()).or_default() += 1;
    }

    /// Marks of plug-ins, which stay.
    fn count_only(&mut self, name: &str) -> bool {
        self.count(name);
        false
    }

    /// `…/name`, the address of a file.
    fn path(&mut self, behind: &'t str) -> bool {
        let slash = behind.strip_prefix('/').unwrap_or(behind);
        let ends = |it: char| {
            it.is_whitespace() || matches!(it, '"' | '\'' | '<' | '>' | ')' | '?' | '#' | '&' | '[')
        };
        let (name, rest) = slash.split_at(slash.find(ends).unwrap_or(slash.len()));
        let decoded = crate::percent_decode_name(name);
        let Some(shown) = (self.around.file)(name).or_else(|| (self.around.file)(&decoded)) else {
            if !name.is_empty() {
                self.rendered.missing.push(name.to_owned());
            }
            // The platform would have put an address there; which one is not known.
            self.count(PATH);
            self.rendered.html.push_str(PATH);
            self.rest = behind;
            return true;
        };
        self.count(PATH);
        larder_html::escape::push_attribute(&mut self.rendered.html, &shown.address);
        self.rest = rest;
        true
    }

    /// `[##_…_##]`
    fn single(&mut self) -> bool {
        let Some((inside, rest)) = ends_at(&self.rest[4..], "_##]", &mut self.absent.macros) else {
            return false;
        };
        self.number = self.number.saturating_add(1);
        let mut missing = Vec::new();
        let made = macros::render(inside, self.around.file, &mut missing);
        match made {
            Some((name, html)) if missing.is_empty() => {
                self.count(&name);
                self.rendered.html.push_str(&html);
            }
            made => {
                let kind = inside.split('|').next().unwrap_or_default();
                if made.is_none() {
                    let kind = kind.chars().take(40).collect();
                    self.rendered.unknown.push((kind, self.number));
                }
                self.rendered.missing.append(&mut missing);
                self.rendered.html.push_str(&["[##_", inside, "_##]"].concat());
            }
        }
        self.rest = rest;
        true
    }

    /// `[#M_more|less|`, if its end comes.
    fn fold(&mut self) -> bool {
        let text = &self.rest[4..];
        if self.is_folded || !self.folds_end() {
            return false;
        }
        let mut longest = text.len().min(LONGEST_LABELS);
        while !text.is_char_boundary(longest) {
            longest -= 1;
        }
        let mut fields = text[..longest].splitn(3, '|');
        let (Some(more), Some(less), Some(_)) = (fields.next(), fields.next(), fields.next())
        else {
            return false;
        };
        if more.contains("_M#]") || less.contains("_M#]") {
            return false;
        }
        let rest = &text[more.len() + less.len() + 2..];
        self.count("[#M_");
        self.is_folded = true;
        let more = if more.trim().is_empty() { "more.." } else { more.trim() };
        let html = &mut self.rendered.html;
        html.push_str("<details><summary>");
        html.push_str(more);
        html.push_str("</summary>");
        self.rest = rest;
        true
    }

    /// Whether the end of what is folded away comes. It is looked for once.
    fn folds_end(&mut self) -> bool {
        let left = self.rest.len();
        if self.fold_end_left.is_some_and(|at| at < left) {
            return true;
        }
        let Some((before, _)) = ends_at(self.rest, "_M#]", &mut self.absent.folds) else {
            return false;
        };
        self.fold_end_left = Some(left - before.len());
        true
    }

    fn fold_end(&mut self) -> bool {
        if std::mem::take(&mut self.is_folded) {
            self.rendered.html.push_str("</details>");
            self.rest = &self.rest[4..];
            return true;
        }
        false
    }

    /// HTML as it stands.
    fn html(&mut self) -> bool {
        let Some((inside, rest)) = ends_at(&self.rest[6..], "[/HTML]", &mut self.absent.html)
        else {
            return false;
        };
        self.count("[HTML]");
        let inside = render(inside, &Around { breaks_lines: false, ..*self.around });
        self.take(inside);
        self.rest = rest;
        true
    }

    /// A block of code.
    fn code(&mut self) -> bool {
        let Some((inside, rest)) = ends_at(&self.rest[6..], "[/CODE]", &mut self.absent.code)
        else {
            return false;
        };
        self.count("[CODE]");
        let html = &mut self.rendered.html;
        html.push_str("<pre><code>");
        html.push_str(inside.trim_matches(['\r', '\n']));
        html.push_str("</code></pre>");
        self.rest = rest;
        true
    }

    fn take(&mut self, other: Rendered) {
        self.rendered.html.push_str(&other.html);
        other.markup.into_iter().for_each(|(name, count)| {
            *self.rendered.markup.entry(name).or_default() += count;
        });
        self.rendered.missing.extend(other.missing);
        for (name, number) in other.unknown {
            self.rendered.unknown.push((name, self.number.saturating_add(number)));
        }
    }
}

/// What stands before an end, and what behind it. An end that is not there is looked for once.
fn ends_at<'t>(text: &'t str, end: &str, is_absent: &mut bool) -> Option<(&'t str, &'t str)> {
    if *is_absent {
        return None;
    }
    let at = memmem::find(text.as_bytes(), end.as_bytes());
    *is_absent = at.is_none();
    at.map(|at| (&text[..at], &text[at + end.len()..]))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn file(name: &str) -> Option<Shown> {
        let is_here = !name.contains("gone");
        let (address, label) =
            (format!("https://e.example/attachment/{name}"), format!("<{name}>"));
        is_here.then_some(Shown { address, label })
    }

    fn rendered(text: &str, breaks_lines: bool) -> Rendered {
        render(text, &Around { file: &file, breaks_lines })
    }

    fn html(text: &str) -> String {
        rendered(text, false).html
    }

    #[test]
    fn addresses_of_files_are_put_in_before_macros_are_looked_for() {
        for path in [PATH, OLD_PATH] {
            let text = format!("<img src=\"{path}/a.png\" alt=\"\">[##_1C|b.png||_##]");
            let expected = "<img src=\"https://e.example/attachment/a.png\" alt=\"\">\
                <figure class=\"align-center\"><img src=\"https://e.example/attachment/b.png\"></figure>";
            assert_eq!(html(&text), expected);
        }
        let lost = rendered("<img src='[##_ATTACH_PATH_##]/gone.png'>", false);
        assert_eq!(lost.html, "<img src='[##_ATTACH_PATH_##]/gone.png'>");
        assert_eq!(lost.missing, ["gone.png"]);
    }

    #[test]
    fn what_is_folded_away_may_hold_bars_and_macros() {
        assert_eq!(
            html("a[#M_더 보기|접기|x | y [##_1L|a.png||_##]_M#]b_M#]"),
            "a<details><summary>더 보기</summary>x | y <figure class=\"align-left\">\
                <img src=\"https://e.example/attachment/a.png\"></figure></details>b_M#]"
        );
        assert_eq!(html("[#M_||x_M#]"), "<details><summary>more..</summary>x</details>");
        for text in ["[#M_a|b|c", "[#M_a_M#]", "[#M_a|b_M#]|", "_M#]"] {
            assert_eq!(html(text), text);
        }
        // It ends at the first end.
        assert_eq!(
            html("[#M_a|b|c[#M_d|e|f_M#]g_M#]"),
            "<details><summary>a</summary>c[#M_d|e|f</details>g_M#]"
        );
    }

    #[test]
    fn what_fits_no_form_stays_and_is_told() {
        let text = "[##_1C|a.png|width=\"1\"|a|b_##] [##_Movie|x_##] [##_1C|gone.png||_##] [##_x";
        let found = rendered(text, false);
        assert_eq!(found.html, text);
        assert_eq!(found.unknown, [("1C".to_owned(), 1), ("Movie".to_owned(), 2)]);
        assert_eq!(found.missing, ["gone.png"]);
    }

    #[test]
    fn html_and_code_have_no_line_breaks_of_their_own() {
        let text = "a\r\nb[HTML]<b>c</b>\nd[/HTML]\n[CODE]\ne\nf &lt;\n[/CODE]g";
        assert_eq!(
            rendered(text, true).html,
            "a<br />\nb<b>c</b>\nd<br />\n<pre><code>e\nf &lt;</code></pre>g"
        );
        assert_eq!(html("a\n[HTML]b[/HTML]"), "a\n[HTML]b[/HTML]");
    }

    #[test]
    fn nothing_takes_long() {
        for piece in [
            "[##_",
            "[#M_a|b|",
            "[HTML]",
            "[CODE]",
            "_M#]",
            "[",
            "_",
            "[##_ATTACH_PATH_##]",
            "[#M_|",
        ] {
            let text = piece.repeat(100_000);
            assert!(rendered(&text, true).html.len() >= 100_000, "{piece}");
        }
        let text = "[HTML]".repeat(50_000) + "[/HTML]";
        assert!(!rendered(&text, true).html.is_empty());
        let text = "[#M_".repeat(50_000) + "_M#]";
        assert!(!rendered(&text, true).html.is_empty());
    }
}
