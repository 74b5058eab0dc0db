//! What stands in brackets: shortcodes, quoted shortcodes, marks of languages, and text.

use std::borrow::Cow;

use memchr::{memchr, memchr_iter, memmem};

use super::{
    caption,
    census::count,
    code,
    embed::{self, Service},
    languages,
    media::{self, AUDIO, Player, VIDEO},
    pass::Pass,
    shortcode::{self, Shortcode},
};

/// A shortcode whose meaning is known.
#[derive(Clone, Copy)]
enum Known {
    Caption,
    Gallery,
    Playlist,
    Player(Player),
    Code,
    Formula,
    Footnote,
    Service(Service),
}

impl Known {
    fn of(name: &str) -> Option<Self> {
        Some(match name {
            "caption" | "wp_caption" => Self::Caption,
            "gallery" => Self::Gallery,
            "playlist" => Self::Playlist,
            "audio" => Self::Player(AUDIO),
            "video" => Self::Player(VIDEO),
            "latex" => Self::Formula,
            "footnote" | "fn" | "ref" | "efn_note" => Self::Footnote,
            _ if code::is_code(name) => Self::Code,
            _ => Self::Service(embed::service(name)?),
        })
    }
}

/// What a shortcode becomes.
enum Output {
    Beside(String),
    Inline(String),
    Link(String),
}

/// The shortcode that is quoted at the beginning of a text, `[name]` of `[[name]]`.
pub(super) fn quoted(rest: &str) -> Option<&str> {
    let inner = rest.strip_prefix('[')?;
    let (name, text) = match inner.strip_prefix("[/") {
        // An end tag is quoted without its start tag now and then.
        Some(after) => {
            let length = shortcode::name_length(after);
            (&after[..length], inner.get(..length + "[/]".len())?)
        }
        None => shortcode::read(inner).map(|it| (it.name, it.text))?,
    };
    Known::of(name)?;
    (text.ends_with(']') && inner[text.len()..].starts_with(']')).then_some(text)
}

impl<'s> Pass<'s, '_, '_> {
    /// What a `[` begins.
    pub(super) fn bracket(&mut self, rest: &'s str) {
        if let Some(text) = quoted(rest) {
            self.scanner.advance(text.len() + 2);
            return self.write(text, true);
        }
        if self.is_in_code() {
            return self.plain_bracket();
        }
        if let Some(length) = self.quoted_with_text(rest) {
            let text = self.scanner.advance(length);
            return self.write(&text[1..length - 1], true);
        }
        if let Some((language, length)) = languages::mark(rest) {
            self.context.census.count_language(language);
            let mark = self.scanner.advance(length);
            return self.out.inline(mark, false);
        }
        match shortcode::read(rest) {
            Some(shortcode) => self.shortcode(shortcode),
            None if rest.starts_with("[/") => self.end_tag(rest),
            None => self.plain_bracket(),
        }
    }

    /// A `[` that is one.
    fn plain_bracket(&mut self) {
        let bracket = self.scanner.advance(1);
        self.write(bracket, true);
    }

    /// The length of `[[name]…[/name]]`, which is `[name]…[/name]`.
    fn quoted_with_text(&self, rest: &str) -> Option<usize> {
        let shortcode = shortcode::read(rest.strip_prefix('[')?)?;
        Known::of(shortcode.name)?;
        let start = self.scanner.position();
        let end = self.twins.after(shortcode.name, start)? - start + shortcode.name.len() + 3;
        (rest.as_bytes().get(end) == Some(&b']')).then_some(end + 1)
    }

    fn shortcode(&mut self, shortcode: Shortcode<'s>) {
        let end = self.scanner.position() + shortcode.text.len();
        let Some(known) = Known::of(shortcode.name) else { return self.unknown(shortcode) };
        let inner = self.text_of(shortcode, known, end);
        match self.render(known, shortcode, inner) {
            Some(output) => {
                count(&mut self.context.census.shortcodes, shortcode.name);
                let twin = shortcode.name.len() + "[/]".len();
                self.scanner.jump(inner.map_or(end, |inner| end + inner.len() + twin));
                self.put(output);
            }
            None => self.unknown(shortcode),
        }
    }

    /// The text that a shortcode encloses.
    ///
    /// Where another of the same name begins before the end tag, the tag belongs to
    /// that one. Only code may hold anything.
    fn text_of(&self, shortcode: Shortcode<'s>, known: Known, end: usize) -> Option<&'s str> {
        let twin = match shortcode.is_closed {
            true => None,
            false => self.twins.after(shortcode.name, end),
        };
        let text = &self.scanner.source_from(end)[..twin? - end];
        let is_its_own = matches!(known, Known::Code) || !begins_in(shortcode.name, text);
        is_its_own.then_some(text)
    }

    fn render(&mut self, known: Known, it: Shortcode<'_>, text: Option<&str>) -> Option<Output> {
        let attributes = it.attributes();
        Some(match known {
            Known::Caption => Output::Beside(caption::render(self, &attributes, text?)?),
            Known::Gallery => Output::Beside(media::gallery(self.context, &attributes)?),
            Known::Playlist => Output::Beside(media::playlist(self.context, &attributes)?),
            Known::Player(player) => Output::Beside(player.render(&attributes)?),
            Known::Code => Output::Beside(code::render(it.name, &attributes, text?)),
            Known::Formula => Output::Inline(code::formula(text?)),
            Known::Footnote => Output::Inline(self.footnote(text?)?),
            Known::Service(service) => Output::Link(service.address(&attributes, text)?),
        })
    }

    fn footnote(&mut self, text: &str) -> Option<String> {
        let number = self.context.footnotes.reserve();
        let note = self.inner(text).unwrap_or_else(|| text.to_owned());
        Some(self.context.footnotes.set(number, note))
    }

    fn put(&mut self, output: Output) {
        match output {
            Output::Beside(html) => self.write_beside(&html),
            Output::Inline(html) => self.write(&html, true),
            Output::Link(address) => self.link_to(&address),
        }
    }

    /// A shortcode that stays as it is, or text that only looks like one.
    fn unknown(&mut self, shortcode: Shortcode<'s>) {
        let end = self.scanner.position() + shortcode.text.len();
        let has_twin = self.twins.after(shortcode.name, end).is_some();
        if !shortcode.looks_like_one(has_twin) {
            return self.plain_bracket();
        }
        count(&mut self.context.census.unknown, shortcode.name);
        self.scanner.jump(end);
        self.write(&without_mail(shortcode.text), false);
    }

    /// The end tag of a shortcode that stays as it is.
    fn end_tag(&mut self, rest: &'s str) {
        let length = shortcode::name_length(&rest[2..]);
        if !self.twins.is_at(&rest[2..][..length], self.scanner.position()) {
            return self.plain_bracket();
        }
        let tag = self.scanner.advance(length + "[/]".len());
        self.write(tag, false);
    }

    /// What `$latex` begins: a formula, up to the next `$` of its paragraph.
    pub(super) fn formula(&mut self, rest: &'s str) {
        match formula_length(rest).filter(|_| !self.is_in_code()) {
            Some(length) => {
                let text = self.scanner.advance(length);
                count(&mut self.context.census.shortcodes, "$latex");
                let formula = &text["$latex".len()..length - 1];
                self.write(&code::formula(without_options(formula)), true);
            }
            None => {
                let dollar = self.scanner.advance(1);
                self.write(dollar, true);
            }
        }
    }
}

/// A shortcode without addresses of e-mail. What it says in brackets are settings, such as who gets what a form sends: no
/// visitor ever saw them, and the original keeps them.
fn without_mail(text: &str) -> Cow<'_, str> {
    if memchr(b'@', text.as_bytes()).is_none() {
        return Cow::Borrowed(text);
    }
    let ends = |character: char| character.is_whitespace() || "\"'=[],;<>".contains(character);
    let words = text.split_inclusive(ends).map(|piece| {
        let word = piece.trim_end_matches(ends);
        match word.split_once('@') {
            Some((name, host)) if !name.is_empty() && host.contains('.') => {
                format!("…{}", &piece[word.len()..])
            }
            _ => piece.to_owned(),
        }
    });
    Cow::Owned(words.collect())
}

/// Whether another shortcode of this name begins in a text.
fn begins_in(name: &str, text: &str) -> bool {
    memchr_iter(b'[', text.as_bytes())
        .any(|at| shortcode::read(&text[at..]).is_some_and(|it| it.name == name))
}

/// No formula is longer. Without this, many that have no end would each be searched for one.
const LONGEST: usize = 1024;

/// The length of a formula in a line, marks and all.
fn formula_length(rest: &str) -> Option<usize> {
    let bytes = &rest.as_bytes()[..rest.len().min(LONGEST)];
    let start = "$latex".len();
    let is_one = bytes.get(start).is_some_and(|byte| !byte.is_ascii_alphanumeric());
    let end = memchr_iter(b'$', &bytes[start..]).find(|at| bytes[start + at - 1] != b'\\')?;
    let is_one_paragraph = memmem::find(&bytes[start..start + end], b"\n\n").is_none();
    (is_one && end > 0 && is_one_paragraph).then_some(start + end + 1)
}

/// A formula without its size and colours, which follow it like the query of an address.
fn without_options(formula: &str) -> &str {
    ["&s=", "&fg=", "&bg=", "&amp;s=", "&amp;fg=", "&amp;bg="]
        .iter()
        .filter_map(|option| memmem::find(formula.as_bytes(), option.as_bytes()))
        .min()
        .map_or(formula, |end| &formula[..end])
}
