//! Takes out of a page what the Wayback Machine put into it.

use crate::{
    capture::CaptureTime,
    css,
    html::{
        Scanner, Tag, Token,
        edit::{Edit, Written},
    },
};

/// A page as it was before the Wayback Machine showed it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct Cleaned {
    /// The page.
    pub html: Vec<u8>,
    /// How many pieces were taken out: the toolbar, scripts, style sheets, comments.
    pub removed: u64,
    /// The addresses that were put back, each with the time at which what it leads to was copied, in the order of the page.
    pub addresses: Vec<(String, Option<CaptureTime>)>,
}

/// Takes the toolbar, the scripts and the comments out of a page, and puts the original addresses back. All else stays byte
/// by byte. None if there is nothing of the Wayback Machine in it.
///
/// ```
/// use larder_capture::wayback;
///
/// let page = b"<a href=/web/20221015151900/http://blog.example/2>next</a>\
///     <!-- BEGIN WAYBACK TOOLBAR INSERT --><div>x</div><!-- END WAYBACK TOOLBAR INSERT -->";
/// let cleaned = wayback::cleaned(page).expect("a copy");
/// assert_eq!(cleaned.html, b"<a href=\"http://blog.example/2\">next</a>");
/// ```
pub fn cleaned(page: &[u8]) -> Option<Cleaned> {
    let mut cleaner = Cleaner {
        page,
        written: Written::new(page),
        cleaned: Cleaned::default(),
        is_unclosed: false,
    };
    let mut scanner = Scanner::new(page);
    while let Some(token) = scanner.next() {
        match token {
            Token::Comment(text) => cleaner.comment(&text, &mut scanner),
            Token::Start(tag) => cleaner.start(&tag, &mut scanner),
            Token::Raw { element, text } if element == "style" => {
                if let Some(css) = cleaner.style_sheet(&page[text.clone()]) {
                    cleaner.written.replace(text, &css);
                }
            }
            _ => {}
        }
    }
    cleaner.cleaned.html = cleaner.written.finish()?;
    Some(cleaner.cleaned)
}

/// Attributes that hold an address.
const ADDRESSES: [&str; 10] = [
    "href",
    "src",
    "action",
    "background",
    "cite",
    "content",
    "data",
    "longdesc",
    "poster",
    "value",
];

struct Cleaner<'a> {
    page: &'a [u8],
    written: Written<'a>,
    cleaned: Cleaned,
    /// Whether a toolbar had no end: then no other is looked for, each of which would be looked for to the end of the page.
    is_unclosed: bool,
}

impl Cleaner<'_> {
    fn comment(&mut self, text: &std::ops::Range<usize>, scanner: &mut Scanner<'_>) {
        const ALONE: [&[u8]; 3] =
            [b"FILE ARCHIVED ON ", b"playback timings (ms):", b"End Wayback Rewrite JS Include"];
        let comment = self.page[text.clone()].trim_ascii();
        let start = text.start - "<!--".len();
        if comment == b"BEGIN WAYBACK TOOLBAR INSERT" {
            if let Some(end) = self.end_of_toolbar(scanner) {
                self.remove(start, end);
            }
        } else if ALONE.iter().any(|known| comment.starts_with(known)) {
            let rest = &self.page[text.end..];
            let close = memchr::memchr(b'>', rest).map_or(rest.len(), |at| at + 1);
            self.remove(start, text.end + close);
        }
    }

    /// Where the toolbar ends; the scanner goes there. Without an end, all that follows would be the toolbar: it stays.
    fn end_of_toolbar(&mut self, scanner: &mut Scanner<'_>) -> Option<usize> {
        if self.is_unclosed {
            return None;
        }
        let mut ahead = scanner.clone();
        let end = ahead.by_ref().find_map(|token| match token {
            Token::Comment(text) => {
                let is_end = self.page[text.clone()].trim_ascii() == b"END WAYBACK TOOLBAR INSERT";
                is_end.then_some(text.end + "-->".len())
            }
            _ => None,
        });
        match end {
            Some(_) => *scanner = ahead,
            None => self.is_unclosed = true,
        }
        end
    }

    fn remove(&mut self, start: usize, end: usize) {
        self.written.replace(start..end.min(self.page.len()), b"");
        self.cleaned.removed += 1;
    }

    fn start(&mut self, tag: &Tag, scanner: &mut Scanner<'_>) {
        if tag.name == "script"
            && let Some(end) = self.end_of_script(tag, scanner)
        {
            self.remove(tag.range.start, end);
            return;
        }
        let mut edit = Edit::new(self.page, tag);
        if tag.name == "link" && edit.text("href").is_some_and(|href| is_machinery(&href)) {
            self.remove(tag.range.start, tag.range.end);
            return;
        }
        self.addresses(&mut edit);
        if edit.is_changed {
            self.written.replace(tag.range.clone(), &edit.written());
        }
    }

    /// Where a script of the Wayback Machine ends; the scanner goes there. None if it is a script of the page.
    fn end_of_script(&self, tag: &Tag, scanner: &mut Scanner<'_>) -> Option<usize> {
        let mut ahead = scanner.clone();
        let Some(Token::Raw { text, .. }) = ahead.next() else { return None };
        let source = Edit::new(self.page, tag).text("src").is_some_and(|src| is_machinery(&src));
        let script = &self.page[text];
        let calls = [&b"__wm."[..], b"archive_analytics", b"window.RufflePlayer"];
        let is_own =
            source || calls.iter().any(|call| memchr::memmem::find(script, call).is_some());
        let Some(Token::End(end)) = ahead.next().filter(|_| is_own) else { return None };
        *scanner = ahead;
        Some(end.range.end)
    }

    fn addresses(&mut self, edit: &mut Edit<'_>) {
        for attribute in &edit.tag.attributes {
            let name = attribute.name.as_str();
            if edit.is_edited(name) {
                continue;
            }
            let new = match name {
                "srcset" | "imagesrcset" => self.list(edit, name),
                "style" => self.style(edit),
                _ if ADDRESSES.contains(&name) => {
                    edit.text(name).and_then(|value| self.original(&value))
                }
                _ => None,
            };
            if let Some(new) = new {
                edit.set(name, new);
            }
        }
    }

    fn list(&mut self, edit: &Edit<'_>, name: &str) -> Option<String> {
        let value = edit.text(name)?;
        let mut is_changed = false;
        let words: Vec<_> = value
            .split_ascii_whitespace()
            .map(|word| {
                let address = word.trim_end_matches(',');
                let original = self.original(address);
                is_changed |= original.is_some();
                original.map_or_else(|| word.to_owned(), |new| new + &word[address.len()..])
            })
            .collect();
        is_changed.then(|| words.join(" "))
    }

    fn style(&mut self, edit: &Edit<'_>) -> Option<String> {
        let style = edit.text("style")?;
        let css = self.style_sheet(style.as_bytes())?;
        String::from_utf8(css).ok()
    }

    fn style_sheet(&mut self, css: &[u8]) -> Option<Vec<u8>> {
        let rewritten = css::rewritten::<std::convert::Infallible>(css, |reference| {
            let address = std::str::from_utf8(&reference.address);
            Ok(address.ok().and_then(|address| self.original(address)))
        });
        rewritten.unwrap_or_else(|never| match never {})
    }

    fn original(&mut self, address: &str) -> Option<String> {
        /// The longest address.
        const LONGEST: usize = 16 << 10;
        let copy = super::original(address).filter(|_| address.len() <= LONGEST)?;
        self.cleaned.addresses.push((copy.url.clone(), copy.time));
        Some(copy.url)
    }
}

/// Whether an address leads to a part of the Wayback Machine itself.
fn is_machinery(address: &str) -> bool {
    const PARTS: [&str; 5] = [
        "//web-static.archive.org/",
        "//web.archive.org/_static/",
        "//archive.org/includes/",
        "//archive.org/_static/",
        "//staticweb.archive.org/",
    ];
    address.starts_with("/_static/") || PARTS.iter().any(|part| address.contains(part))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn html(page: &str) -> Option<String> {
        cleaned(page.as_bytes()).map(|cleaned| String::from_utf8(cleaned.html).unwrap())
    }

    /// A copy as it is shown.
    const PAGE: &str = "<!DOCTYPE html><html><head>\
        <script type=\"text/javascript\" src=\"https://web-static.archive.org/_static/js/bundle-playback.js?v=x\"></script>\
        <script>__wm.init(\"https://web.archive.org/web\");</script>\
        <link rel=\"stylesheet\" type=\"text/css\" href=\"https://web-static.archive.org/_static/css/banner-styles.css?v=x\" />\
        <!-- End Wayback Rewrite JS Include -->\
        <link rel=stylesheet href=\"/web/20221015151900cs_/https://blog.example/a.css\">\
        <style>a{b:url(/web/20221015151901im_/https://blog.example/b.png)}</style></head>\
        <body><!-- BEGIN WAYBACK TOOLBAR INSERT --><script>__wm.rw(0);</script><div><p>toolbar</div><!-- END WAYBACK TOOLBAR INSERT -->\
        <img src=\"//web.archive.org/web/20221015151902im_/https://blog.example/c.png?a&amp;b\" srcset=\"/web/2022im_/http://blog.example/d.png 2x, /e.png 1x\" style='b:url(\"/web/2022im_/http://blog.example/f.png\")'>\
        <a href=\"https://blog.example/own\" class=x>글</a><script>own()</script></body></html>\
        <!--\n     FILE ARCHIVED ON 15:19:00 Oct 15, 2022 AND RETRIEVED FROM THE\n-->\n<!--\nplayback timings (ms):\n  a: 1\n-->";

    #[test]
    fn a_copy_becomes_the_page_that_was_copied() {
        let expected = "<!DOCTYPE html><html><head><link rel=stylesheet href=\"https://blog.example/a.css\">\
            <style>a{b:url(\"https://blog.example/b.png\")}</style></head>\
            <body><img src=\"https://blog.example/c.png?a&amp;b\" srcset=\"http://blog.example/d.png 2x, /e.png 1x\" \
            style=\"b:url(&quot;http://blog.example/f.png&quot;)\">\
            <a href=\"https://blog.example/own\" class=x>글</a><script>own()</script></body></html>\n";
        let cleaned = cleaned(PAGE.as_bytes()).unwrap();
        assert_eq!(String::from_utf8(cleaned.html).unwrap(), expected);
        assert_eq!(cleaned.removed, 7);
        let times: Vec<_> = cleaned
            .addresses
            .iter()
            .map(|(url, time)| (url.as_str(), time.as_ref().map(|time| time.stated.as_str())))
            .collect();
        assert_eq!(
            times,
            [
                ("https://blog.example/a.css", Some("20221015151900")),
                ("https://blog.example/b.png", Some("20221015151901")),
                ("https://blog.example/c.png?a&b", Some("20221015151902")),
                ("http://blog.example/d.png", None),
                ("http://blog.example/f.png", None),
            ]
        );
    }

    #[test]
    fn other_pages_and_what_has_no_end_stay() {
        assert_eq!(html("<p>a<a href=/website/b>b</a><script>c</script><!-- d -->"), None);
        assert_eq!(html("<!-- BEGIN WAYBACK TOOLBAR INSERT --><p>all that follows"), None);
        let open = "<!-- BEGIN WAYBACK TOOLBAR INSERT --><a href=/web/2022/http://a.example/>";
        assert!(html(open).unwrap().ends_with("--><a href=\"http://a.example/\">"));
        assert_eq!(html("<script>__wm.init()"), None);
    }

    #[test]
    fn every_beginning_of_a_copy_ends_and_so_do_hostile_pages() {
        for cut in 0..PAGE.len() {
            let _either_is_fine = cleaned(&PAGE.as_bytes()[..cut]);
        }
        for piece in [
            "<!-- BEGIN WAYBACK TOOLBAR INSERT -->",
            "<script>__wm.",
            "<a href=/web/2022/a",
            "<!--FILE ARCHIVED ON ",
        ] {
            let _either_is_fine = cleaned(piece.repeat(200_000).as_bytes());
        }
    }
}
