//! The head of a record: its version and its fields.

use std::{borrow::Cow, ops::Range};

use super::{
    arc,
    damage::{Damage, shown},
    date::Date,
};
use crate::{Limits, digest::Digest};

/// Which form a record has.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Version {
    /// `WARC/1.0`.
    Warc1_0,
    /// `WARC/1.1`.
    Warc1_1,
    /// An older or a newer WARC. Drafts such as `WARC/0.18` occur.
    OtherWarc,
    /// ARC with lines of five parts.
    Arc1,
    /// ARC with lines of ten parts.
    Arc2,
}

impl Version {
    /// Whether it is ARC of any version.
    pub fn is_arc(self) -> bool {
        matches!(self, Self::Arc1 | Self::Arc2)
    }
}

/// What a record is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[non_exhaustive]
pub enum RecordType {
    /// What is said about the file. Of ARC: `filedesc`.
    Warcinfo,
    /// What a server answered. Of ARC: what came over HTTP.
    Response,
    /// A file by itself. Of ARC: what did not come over HTTP.
    Resource,
    /// What was asked of a server. It holds cookies and forms.
    Request,
    /// What somebody says about another record.
    Metadata,
    /// The same as an earlier capture: see [`Revisit`](super::Revisit).
    Revisit,
    /// Another record in another form, made by somebody.
    Conversion,
    /// A further part of a record: see [`Joiner`](super::Joiner).
    Continuation,
    /// Something else, or nothing is said.
    Other,
}

impl RecordType {
    /// All of them.
    pub const ALL: [Self; 9] = [
        Self::Warcinfo,
        Self::Response,
        Self::Resource,
        Self::Request,
        Self::Metadata,
        Self::Revisit,
        Self::Conversion,
        Self::Continuation,
        Self::Other,
    ];

    /// The name as `WARC-Type` has it.
    pub fn name(self) -> &'static str {
        match self {
            Self::Warcinfo => "warcinfo",
            Self::Response => "response",
            Self::Resource => "resource",
            Self::Request => "request",
            Self::Metadata => "metadata",
            Self::Revisit => "revisit",
            Self::Conversion => "conversion",
            Self::Continuation => "continuation",
            Self::Other => "other",
        }
    }

    fn named(name: &[u8]) -> Self {
        let is_it = |it: &Self| it.name().as_bytes().eq_ignore_ascii_case(name);
        Self::ALL.into_iter().find(is_it).unwrap_or(Self::Other)
    }
}

/// A part of a record that was cut into several.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Segment {
    /// Which part it is; the first has 1.
    pub number: u64,
    /// The id of the record that is the first part; of the first part itself nothing.
    pub origin: Option<String>,
    /// The length of all parts, which the last one states.
    pub total: Option<u64>,
}

#[derive(Clone, Debug)]
struct Line {
    name: Range<usize>,
    value: Range<usize>,
    is_folded: bool,
}

/// One field of a head, as it stands there.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Field<'a> {
    /// The name, in any case.
    pub name: &'a [u8],
    /// The value without spaces around it. One that goes over several lines is put together with single spaces.
    pub value: Cow<'a, [u8]>,
}

/// The head of a record. It belongs to the reader until the next record; a clone can be kept.
///
/// Of ARC records the fields are the parts of their line, under the names that ARC has for them.
#[derive(Clone, Debug)]
pub struct Head {
    bytes: Vec<u8>,
    /// How many of the bytes stand in the file. Behind them are names that do not.
    length: usize,
    lines: Vec<Line>,
    version: Version,
    kind: RecordType,
}

impl Default for Head {
    fn default() -> Self {
        Self {
            bytes: Vec::new(),
            length: 0,
            lines: Vec::new(),
            version: Version::OtherWarc,
            kind: RecordType::Other,
        }
    }
}

impl Head {
    /// The form of the record.
    pub fn version(&self) -> Version {
        self.version
    }

    /// What the record is.
    pub fn kind(&self) -> RecordType {
        self.kind
    }

    /// The head as it stands in the file.
    pub fn bytes(&self) -> &[u8] {
        &self.bytes[..self.length]
    }

    /// All fields, in the order of the file.
    pub fn fields(&self) -> impl Iterator<Item = Field<'_>> {
        self.lines.iter().map(|line| self.field_of(line))
    }

    /// The first field of this name, in any case.
    pub fn field(&self, name: &str) -> Option<Cow<'_, [u8]>> {
        self.named(name).next()
    }

    /// The values of all fields of this name, in any case.
    pub fn named(&self, name: &str) -> impl Iterator<Item = Cow<'_, [u8]>> {
        let is_it =
            move |line: &&Line| self.bytes[line.name.clone()].eq_ignore_ascii_case(name.as_bytes());
        self.lines.iter().filter(is_it).map(|line| self.field_of(line).value)
    }

    /// The first field of this name as text; bytes that are none are replaced.
    pub fn text(&self, name: &str) -> Option<Cow<'_, str>> {
        Some(match self.field(name)? {
            Cow::Borrowed(bytes) => String::from_utf8_lossy(bytes),
            Cow::Owned(bytes) => Cow::Owned(String::from_utf8_lossy(&bytes).into_owned()),
        })
    }

    /// The address of what was captured as it stands there (`WARC-Target-URI`, `URL`).
    pub fn target_as_stated(&self) -> Option<Cow<'_, [u8]>> {
        self.field(if self.version.is_arc() { "URL" } else { "WARC-Target-URI" })
    }

    /// The same as an address: without angle brackets, with spaces and what is no text escaped. Letters of other scripts
    /// stay.
    pub fn target(&self) -> Option<String> {
        self.target_as_stated().map(|stated| clean_address(&stated))
    }

    /// The address in a field of this name, in the same form.
    pub fn address(&self, name: &str) -> Option<String> {
        self.field(name).map(|stated| clean_address(&stated))
    }

    /// When it was captured, if that is a date.
    pub fn date(&self) -> Option<Date> {
        let stated = self.date_as_stated()?;
        if self.version.is_arc() { arc::date(&stated) } else { Date::parse(&stated) }
    }

    /// What stands where the date should be.
    pub fn date_as_stated(&self) -> Option<Cow<'_, str>> {
        self.text(if self.version.is_arc() { "Archive-date" } else { "WARC-Date" })
    }

    /// The id of the record, without angle brackets.
    pub fn record_id(&self) -> Option<String> {
        self.id("WARC-Record-ID")
    }

    /// An id in a field of this name, without angle brackets.
    pub fn id(&self, name: &str) -> Option<String> {
        let text = self.text(name)?;
        Some(unbracketed(text.trim()).to_owned())
    }

    /// What the block is: the media type that is stated.
    pub fn media_type(&self) -> Option<Cow<'_, str>> {
        self.text("Content-Type").filter(|stated| !stated.is_empty())
    }

    /// The length of the block that is stated, if it is a number.
    pub fn content_length(&self) -> Option<u64> {
        number(&self.field(self.length_name())?)
    }

    pub(super) fn length_as_stated(&self) -> Option<String> {
        self.field(self.length_name()).map(|it| shown(&it))
    }

    fn length_name(&self) -> &'static str {
        if self.version.is_arc() { "Archive-length" } else { "Content-Length" }
    }

    /// The digest of the block, if it can be computed.
    pub fn block_digest(&self) -> Option<Digest> {
        Digest::parse(&self.text("WARC-Block-Digest")?)
    }

    /// The digest of what the HTTP message carries, if it can be computed.
    pub fn payload_digest(&self) -> Option<Digest> {
        Digest::parse(&self.text("WARC-Payload-Digest")?)
    }

    /// Why the capturer cut the block, if it did.
    pub fn truncated(&self) -> Option<Cow<'_, str>> {
        self.text("WARC-Truncated")
    }

    /// Which part of a record this is, if it was cut into several.
    pub fn segment(&self) -> Option<Segment> {
        let number = number(&self.field("WARC-Segment-Number")?)?;
        let total = self.field("WARC-Segment-Total-Length").and_then(|it| self::number(&it));
        Some(Segment { number, origin: self.id("WARC-Segment-Origin-ID"), total })
    }

    /// Whether the block should be an HTTP message, by what the head says.
    pub fn says_http(&self) -> bool {
        let Some(media_type) = self.media_type() else {
            return matches!(
                self.kind,
                RecordType::Response | RecordType::Request | RecordType::Revisit
            );
        };
        if self.version.is_arc() {
            return self.kind == RecordType::Response && media_type != "alexa/dat";
        }
        let essence = media_type.split(';').next().unwrap_or_default().trim();
        essence.eq_ignore_ascii_case("application/http")
    }

    fn field_of(&self, line: &Line) -> Field<'_> {
        let value = &self.bytes[line.value.clone()];
        let value = if line.is_folded { Cow::Owned(unfolded(value)) } else { Cow::Borrowed(value) };
        Field { name: &self.bytes[line.name.clone()], value }
    }

    /// Takes the head of a WARC record, which is all of the data.
    pub(super) fn take_warc(&mut self, data: &[u8], limits: &Limits, damage: &mut Vec<Damage>) {
        self.bytes.clear();
        self.bytes.extend_from_slice(data);
        self.length = data.len();
        self.lines.clear();
        let mut lines = Lines { data, at: 0 };
        let version = lines.next().map_or(&b""[..], |range| &data[range]);
        self.version = version_of(version);
        if self.version == Version::OtherWarc {
            damage.push(Damage::UnknownVersion { version: shown(version) });
        }
        for range in lines {
            self.take_line(range, limits, damage);
        }
        self.kind = self.field("WARC-Type").map_or(RecordType::Other, |it| RecordType::named(&it));
        if self.kind == RecordType::Other {
            let name = self.field("WARC-Type").map(|it| shown(&it)).unwrap_or_default();
            damage.push(Damage::UnknownType { name });
        }
    }

    fn take_line(&mut self, range: Range<usize>, limits: &Limits, damage: &mut Vec<Damage>) {
        let line = &self.bytes[range.clone()];
        if line.is_empty() {
            return;
        }
        let is_too_long = line.len() > limits.head_line;
        if line[0].is_ascii_whitespace()
            && !is_too_long
            && let Some(last) = self.lines.last_mut()
        {
            last.value.end = range.end;
            last.is_folded = true;
            return;
        }
        let colon = memchr::memchr(b':', line).filter(|_| !is_too_long);
        let name = colon.map(|colon| trimmed(&self.bytes, range.start..range.start + colon));
        let Some((colon, name)) = colon.zip(name).filter(|(_, name)| !name.is_empty()) else {
            damage.push(Damage::BadHeaderLine { line: shown(line) });
            return;
        };
        let value = trimmed(&self.bytes, range.start + colon + 1..range.end);
        self.lines.push(Line { name, value, is_folded: false });
    }

    /// Takes the line of an ARC record, with its line end.
    pub(super) fn take_arc(&mut self, data: &[u8]) {
        self.bytes.clear();
        self.bytes.extend_from_slice(data);
        self.length = data.len();
        self.lines.clear();
        let line = data.strip_suffix(b"\n").unwrap_or(data);
        let Some(found) = arc::parse(line) else { return };
        self.version = if found.names.len() == 5 { Version::Arc1 } else { Version::Arc2 };
        for (name, value) in found.names.iter().zip(found.parts) {
            let start = self.bytes.len();
            self.bytes.extend_from_slice(name.as_bytes());
            self.lines.push(Line { name: start..self.bytes.len(), value, is_folded: false });
        }
        self.kind = self.kind_of_arc();
    }

    fn kind_of_arc(&self) -> RecordType {
        let target = self.target_as_stated().unwrap_or_default().to_ascii_lowercase();
        match target.as_slice() {
            it if it.starts_with(b"filedesc:") => RecordType::Warcinfo,
            it if it.starts_with(b"http:") || it.starts_with(b"https:") => RecordType::Response,
            _ => RecordType::Resource,
        }
    }
}

/// The lines of a head, without their line ends.
struct Lines<'a> {
    data: &'a [u8],
    at: usize,
}

impl Iterator for Lines<'_> {
    type Item = Range<usize>;

    fn next(&mut self) -> Option<Range<usize>> {
        let start = self.at;
        let rest = self.data.get(start..).filter(|rest| !rest.is_empty())?;
        let end = memchr::memchr(b'\n', rest).map_or(self.data.len(), |length| start + length);
        self.at = end + 1;
        Some(start..start + without_returns(&self.data[start..end]).len())
    }
}

/// A line without what is left of its line end. Files that went through a conversion of texts have two of them.
fn without_returns(mut line: &[u8]) -> &[u8] {
    while let Some(shorter) = line.strip_suffix(b"\r") {
        line = shorter;
    }
    line
}

/// Whether a head is all there.
#[derive(Debug, PartialEq)]
pub(super) enum Extent {
    /// It is, with this length, the empty line at its end included.
    Whole(usize),
    /// Its end is not here yet.
    Open,
    /// It is longer than a head may be.
    TooLong,
}

/// Where the head that data begins with ends.
pub(super) fn extent(data: &[u8], limits: &Limits) -> Extent {
    let mut start = 0;
    let mut count = 0;
    while start <= limits.head_bytes {
        let Some(length) = memchr::memchr(b'\n', &data[start..]) else {
            let is_long = data.len() > limits.head_bytes;
            return if is_long { Extent::TooLong } else { Extent::Open };
        };
        if without_returns(&data[start..start + length]).is_empty() {
            return Extent::Whole(start + length + 1);
        }
        start += length + 1;
        count += 1;
        if count > limits.head_lines {
            break;
        }
    }
    Extent::TooLong
}

/// Whether data begins like a WARC record. Little proof, where a record is due anyway.
pub(super) fn is_version(data: &[u8]) -> bool {
    data.starts_with(b"WARC/") && data.get(5).is_some_and(u8::is_ascii_digit)
}

/// Whether data begins with the first line of a WARC record.
pub(super) fn is_version_line(data: &[u8]) -> bool {
    const LONGEST: usize = 16;
    let line = memchr::memchr(b'\n', &data[..data.len().min(LONGEST)]);
    let line = line.map(|end| without_returns(&data[..end]));
    line.is_some_and(|line| {
        is_version(line) && line[5..].iter().all(|byte| byte.is_ascii_digit() || *byte == b'.')
    })
}

/// What the start of a record is known by where none is due.
#[derive(Debug, PartialEq)]
pub(super) enum Proof {
    /// A version, nothing but fields, a type, and a length, or an id and a date: the lengths of the head and of the block, which
    /// is beyond everything if it is not stated.
    Record { head: usize, block: u64 },
    /// It is none.
    No,
    /// It could be one if there were more.
    Open,
}

/// Whether data begins with what can only be the head of a WARC record.
pub(super) fn prove(data: &[u8], limits: &Limits) -> Proof {
    if !is_version_line(data) {
        return Proof::No;
    }
    let within = &data[..data.len().min(limits.head_bytes)];
    let (mut has_type, mut has_id, mut has_date) = (false, false, false);
    let mut block = None;
    let mut start = memchr::memchr(b'\n', within).map_or(0, |end| end + 1);
    while let Some(length) = memchr::memchr(b'\n', &within[start..]) {
        let line = without_returns(&within[start..start + length]);
        start += length + 1;
        if line.is_empty() {
            let block = block.or((has_id && has_date).then_some(u64::MAX));
            return match block.filter(|_| has_type) {
                Some(block) => Proof::Record { head: start, block },
                None => Proof::No,
            };
        }
        let Some(colon) = memchr::memchr(b':', line) else {
            if line[0].is_ascii_whitespace() {
                continue;
            }
            return Proof::No;
        };
        let name = line[..colon].trim_ascii();
        has_type |= name.eq_ignore_ascii_case(b"WARC-Type");
        has_id |= name.eq_ignore_ascii_case(b"WARC-Record-ID");
        has_date |= name.eq_ignore_ascii_case(b"WARC-Date");
        if name.eq_ignore_ascii_case(b"Content-Length") {
            block = block.or_else(|| number(&line[colon + 1..]));
        }
    }
    if within.len() < data.len() { Proof::No } else { Proof::Open }
}

fn version_of(line: &[u8]) -> Version {
    match line.trim_ascii() {
        b"WARC/1.0" => Version::Warc1_0,
        b"WARC/1.1" => Version::Warc1_1,
        _ => Version::OtherWarc,
    }
}

fn number(value: &[u8]) -> Option<u64> {
    let value = value.trim_ascii();
    if value.is_empty() || !value.iter().all(u8::is_ascii_digit) {
        return None;
    }
    // More digits than fit are more bytes than there are.
    Some(std::str::from_utf8(value).ok()?.parse().unwrap_or(u64::MAX))
}

fn trimmed(bytes: &[u8], range: Range<usize>) -> Range<usize> {
    let part = &bytes[range.clone()];
    let start = range.start + (part.len() - part.trim_ascii_start().len());
    start..start + part.trim_ascii().len()
}

fn unfolded(value: &[u8]) -> Vec<u8> {
    let mut lines = value.split(|byte| *byte == b'\n').map(<[u8]>::trim_ascii);
    let mut whole = lines.next().unwrap_or_default().to_vec();
    for line in lines {
        whole.push(b' ');
        whole.extend_from_slice(line);
    }
    whole
}

fn unbracketed(text: &str) -> &str {
    text.strip_prefix('<').and_then(|text| text.strip_suffix('>')).unwrap_or(text).trim()
}

fn clean_address(stated: &[u8]) -> String {
    let stated = stated.trim_ascii();
    let inner = stated.strip_prefix(b"<").and_then(|it| it.strip_suffix(b">"));
    let mut address = String::with_capacity(stated.len());
    for chunk in inner.unwrap_or(stated).trim_ascii().utf8_chunks() {
        for character in chunk.valid().chars() {
            if character == ' ' || character.is_control() {
                let mut bytes = [0; 4];
                escape(&mut address, character.encode_utf8(&mut bytes).as_bytes());
            } else {
                address.push(character);
            }
        }
        escape(&mut address, chunk.invalid());
    }
    address
}

fn escape(address: &mut String, bytes: &[u8]) {
    const DIGITS: &[u8; 16] = b"0123456789ABCDEF";
    for byte in bytes {
        address.push('%');
        address.push(char::from(DIGITS[usize::from(byte >> 4)]));
        address.push(char::from(DIGITS[usize::from(byte & 15)]));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn head(text: &[u8]) -> (Head, Vec<Damage>) {
        let (mut head, mut damage) = (Head::default(), Vec::new());
        head.take_warc(text, &Limits::default(), &mut damage);
        (head, damage)
    }

    #[test]
    fn fields_are_found_in_any_case_and_over_lines() {
        let (head, damage) = head(
            b"WARC/1.1\r\nwarc-type : Response\r\nWARC-Target-URI:http://a.example/\r\nX: one\r\n\ttwo\n  three\r\nx: four\r\n\r\n",
        );
        assert_eq!(damage, []);
        assert_eq!((head.version(), head.kind()), (Version::Warc1_1, RecordType::Response));
        assert_eq!(head.text("X").as_deref(), Some("one two three"));
        assert_eq!(head.named("x").count(), 2);
        assert_eq!(head.fields().count(), 4);
        assert_eq!(head.target().as_deref(), Some("http://a.example/"));
    }

    #[test]
    fn a_line_without_a_colon_costs_only_itself() {
        let (head, damage) =
            head(b"WARC/1.0\r\nno colon \xff\r\n: no name\r\nWARC-Type: request\r\n\r\n");
        assert_eq!(head.kind(), RecordType::Request);
        let lines = ["no colon \\xff", ": no name"];
        let expected = lines.map(|line| Damage::BadHeaderLine { line: line.into() });
        assert_eq!(damage, expected);
    }

    #[test]
    fn addresses_are_cleaned_and_kept_as_stated() {
        for (stated, cleaned) in [
            (&b"<http://a.example/x>"[..], "http://a.example/x"),
            (b"http://a.example/a b\tc", "http://a.example/a%20b%09c"),
            ("http://a.example/글".as_bytes(), "http://a.example/글"),
            (b"http://a.example/\xb1\xdb", "http://a.example/%B1%DB"),
            (b"< http://a.example/ >", "http://a.example/"),
        ] {
            let (head, _) = head(&[b"WARC/1.0\r\nWARC-Target-URI: ", stated, b"\r\n\r\n"].concat());
            assert_eq!(head.target_as_stated().as_deref(), Some(stated));
            assert_eq!(head.target().as_deref(), Some(cleaned));
        }
    }

    #[test]
    fn only_whole_heads_prove_a_record() {
        let limits = Limits::default();
        let head = b"WARC/1.0\r\nWARC-Type: response\r\nContent-Length: 12\r\n\r\n";
        assert_eq!(prove(head, &limits), Proof::Record { head: head.len(), block: 12 });
        for cut in 10..head.len() {
            assert_eq!(prove(&head[..cut], &limits), Proof::Open, "cut at {cut}");
        }
        for other in [
            "WARC/1.0\r\n\r\n",
            "WARC/1.0\r\nWARC-Type: response\r\n\r\n",
            "WARC/1.0\r\nWARC-Type: response\r\nWARC-Date: 2020-01-02T03:04:05Z\r\n\r\n",
            "WARC/1.0 is a format\r\nWARC-Type: response\r\nContent-Length: 12\r\n\r\n",
            "WARC/1.0\r\n<p>\r\nWARC-Type: response\r\nContent-Length: 12\r\n\r\n",
            "WARC/1.0\r\nWARC-Type: response\r\nContent-Length: many\r\n\r\n",
        ] {
            assert_eq!(prove(other.as_bytes(), &limits), Proof::No, "{other}");
        }
    }

    #[test]
    fn heads_end_at_their_empty_line() {
        let limits = Limits { head_bytes: 100, head_lines: 3, ..Limits::default() };
        assert_eq!(extent(b"WARC/1.0\r\na: b\r\n\r\nrest", &limits), Extent::Whole(18));
        assert_eq!(extent(b"WARC/1.0\na: b\n\nrest", &limits), Extent::Whole(15));
        assert_eq!(extent(b"WARC/1.0\r\na: b\r\n\r", &limits), Extent::Open);
        assert_eq!(extent(b"a\nb\nc\nd\n\n", &limits), Extent::TooLong);
        assert_eq!(extent(&[b'a'; 101], &limits), Extent::TooLong);
    }
}
