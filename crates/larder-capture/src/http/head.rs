//! Heads of HTTP messages. `httparse` reads what is right; what it refuses is split line by line.

use std::borrow::Cow;

use super::Deviation;

/// The longest head that is looked at.
const LONGEST: usize = 256 << 10;

/// The most lines of a head.
const MOST_LINES: usize = 1_000;

/// The most fields that `httparse` is given room for.
const MOST_EASY: usize = 128;

/// What a message begins with.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Start<'a> {
    /// It answers.
    Response {
        /// The status; `None` if there is none. 0 occurs.
        status: Option<u16>,
        /// What stands behind it.
        reason: Cow<'a, [u8]>,
    },
    /// It asks.
    Request {
        /// The method.
        method: &'a [u8],
        /// What is asked for.
        target: &'a [u8],
    },
}

/// One field of a head.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Header<'a> {
    /// The name, in any case.
    pub name: &'a [u8],
    /// The value without spaces around it. One that goes over several lines is put together with single spaces.
    pub value: Cow<'a, [u8]>,
}

/// An HTTP message as it was captured.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Message<'a> {
    /// What it begins with.
    pub start: Start<'a>,
    /// The fields of its head, in their order.
    pub headers: Vec<Header<'a>>,
    /// The head as it stands there, with the empty line.
    pub head: &'a [u8],
    /// The body as it was sent or kept.
    pub body: &'a [u8],
    /// In what the head is not as it should be.
    pub deviations: Vec<Deviation>,
}

impl<'a> Message<'a> {
    /// Takes a message apart. `None` if the bytes are none.
    pub fn parse(bytes: &'a [u8]) -> Option<Self> {
        strict(bytes).or_else(|| lenient(bytes))
    }

    /// The status of an answer.
    pub fn status(&self) -> Option<u16> {
        match self.start {
            Start::Response { status, .. } => status,
            Start::Request { .. } => None,
        }
    }

    /// The first field of this name, in any case.
    pub fn header(&self, name: &str) -> Option<&[u8]> {
        let mut headers = self.headers.iter();
        let found = headers.find(|it| it.name.eq_ignore_ascii_case(name.as_bytes()))?;
        Some(&found.value)
    }

    /// The values of all fields of this name, in any case.
    pub fn named<'b>(&'b self, name: &'b str) -> impl Iterator<Item = &'b [u8]> {
        let is_it = move |header: &&Header<'_>| header.name.eq_ignore_ascii_case(name.as_bytes());
        self.headers.iter().filter(is_it).map(|header| &*header.value)
    }
}

/// Whether a field of this name holds what lets somebody in, so that it must reach no output.
pub fn is_secret(name: &[u8]) -> bool {
    const SIGNS: [&str; 14] = [
        "cookie",
        "authorization",
        "authentication",
        "x-auth",
        "token",
        "secret",
        "session",
        "api-key",
        "apikey",
        "password",
        "csrf",
        "xsrf",
        "credential",
        "signature",
    ];
    let name = name.to_ascii_lowercase();
    SIGNS.iter().any(|sign| memchr::memmem::find(&name, sign.as_bytes()).is_some())
}

fn strict(bytes: &[u8]) -> Option<Message<'_>> {
    let mut headers = [httparse::EMPTY_HEADER; MOST_EASY];
    let within = &bytes[..bytes.len().min(LONGEST)];
    let (start, length, fields) = if bytes.starts_with(b"HTTP/") {
        let mut response = httparse::Response::new(&mut headers);
        let httparse::Status::Complete(length) = response.parse(within).ok()? else { return None };
        // `httparse` gives no reason that is not ASCII.
        let line = Lines { bytes: within, at: 0 }.next()?;
        (self::response(line)?, length, response.headers)
    } else {
        let mut request = httparse::Request::new(&mut headers);
        let httparse::Status::Complete(length) = request.parse(within).ok()? else { return None };
        let (method, target) = (request.method?.as_bytes(), request.path?.as_bytes());
        (Start::Request { method, target }, length, request.headers)
    };
    let headers = fields
        .iter()
        .map(|it| Header { name: it.name.as_bytes(), value: Cow::Borrowed(it.value.trim_ascii()) })
        .collect();
    let (head, body) = bytes.split_at(length);
    Some(Message { start, headers, head, body, deviations: Vec::new() })
}

fn lenient(bytes: &[u8]) -> Option<Message<'_>> {
    let mut deviations = Vec::new();
    let mut lines = Lines { bytes, at: 0 };
    let first = lines.next()?;
    let mut start = response(first).or_else(|| request(first))?;
    deviations.push(Deviation::OddStartLine { line: shown(first) });
    if is_usual(first) {
        deviations.clear();
    }
    let mut headers: Vec<Header<'_>> = Vec::new();
    let mut count = 0;
    let end = loop {
        let at = lines.at;
        let Some(line) = lines.next() else {
            deviations.push(Deviation::NoEmptyLine);
            break bytes.len();
        };
        if line.is_empty() {
            break lines.at;
        }
        // Not a field: a page whose head was cut off from it.
        if line[0] == b'<' {
            deviations.push(Deviation::NoEmptyLine);
            break at;
        }
        count += 1;
        if lines.at > LONGEST || count > MOST_LINES {
            deviations.push(Deviation::HeadTooLong);
            break at;
        }
        if line[0] == b' ' || line[0] == b'\t' {
            fold(&mut start, &mut headers, line);
        } else if let Some(header) = field(line) {
            headers.push(header);
        } else {
            deviations.push(Deviation::BadHeaderLine { line: shown(line) });
        }
    };
    let (head, body) = bytes.split_at(end);
    Some(Message { start, headers, head, body, deviations })
}

/// A line that goes on with what the line before said.
fn fold<'a>(start: &mut Start<'a>, headers: &mut [Header<'a>], line: &[u8]) {
    let value = match (headers.last_mut(), start) {
        (Some(header), _) => &mut header.value,
        (None, Start::Response { reason, .. }) => reason,
        (None, Start::Request { .. }) => return,
    };
    let value = value.to_mut();
    value.push(b' ');
    value.extend_from_slice(line.trim_ascii());
}

fn field(line: &[u8]) -> Option<Header<'_>> {
    let colon = memchr::memchr(b':', line)?;
    let name = line[..colon].trim_ascii();
    let value = Cow::Borrowed(line[colon + 1..].trim_ascii());
    (!name.is_empty()).then_some(Header { name, value })
}

/// `HTTP/1.1 200 OK`, without a version, a status or a reason, with any spaces.
fn response(line: &[u8]) -> Option<Start<'_>> {
    let name = line.get(..4)?;
    if !name.eq_ignore_ascii_case(b"HTTP") && !line.starts_with(b"ICY ") {
        return None;
    }
    let rest = match memchr::memchr2(b' ', b'\t', line) {
        Some(space) => line[space..].trim_ascii(),
        None => b"",
    };
    let digits = rest.iter().take_while(|byte| byte.is_ascii_digit()).count();
    let status = std::str::from_utf8(&rest[..digits]).ok().and_then(|text| text.parse().ok());
    let reason = if status.is_some() { &rest[digits..] } else { rest };
    Some(Start::Response { status, reason: Cow::Borrowed(reason.trim_ascii()) })
}

/// `GET / HTTP/1.1`.
fn request(line: &[u8]) -> Option<Start<'_>> {
    let method = line.split(|byte| *byte == b' ').next()?;
    let is_method = (3..=20).contains(&method.len())
        && method.iter().all(|byte| byte.is_ascii_uppercase() || *byte == b'-');
    let version = memchr::memmem::rfind(line, b" HTTP/")?;
    let target = line.get(method.len()..version)?.trim_ascii();
    (is_method && !target.is_empty()).then_some(Start::Request { method, target })
}

/// Whether nothing is wrong with a start line, so that something else in the head was.
fn is_usual(line: &[u8]) -> bool {
    let mut headers = [];
    let whole = [line, b"\r\n\r\n"].concat();
    httparse::Response::new(&mut headers).parse(&whole).is_ok()
        || httparse::Request::new(&mut headers).parse(&whole).is_ok()
}

/// Lines without their line ends, which may be bare. The last one may have none.
struct Lines<'a> {
    bytes: &'a [u8],
    at: usize,
}

impl<'a> Iterator for Lines<'a> {
    type Item = &'a [u8];

    fn next(&mut self) -> Option<&'a [u8]> {
        let rest = self.bytes.get(self.at..).filter(|rest| !rest.is_empty())?;
        let within = &rest[..rest.len().min(LONGEST + 1)];
        let length = memchr::memchr(b'\n', within).unwrap_or(within.len());
        self.at = (self.at + length + 1).min(self.bytes.len());
        let mut line = &rest[..length];
        while let Some(shorter) = line.strip_suffix(b"\r") {
            line = shorter;
        }
        Some(line)
    }
}

fn shown(line: &[u8]) -> String {
    line[..line.len().min(200)].escape_ascii().to_string()
}
