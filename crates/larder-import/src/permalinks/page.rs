//! What remains of an address when everything is gone that does not tell one page from another.

use larder_core::key;
use url::Url;

use crate::percent_decode_name;

/// The longest address that is read.
pub(super) const LONGEST: usize = 16 << 10;

/// What is in front of the hosts of pages for phones.
pub(super) const FOR_PHONES: &[&str] = &["m.", "mobile.", "amp."];

/// A page, as two addresses of it are compared.
#[derive(Clone, Debug, Hash, PartialEq, Eq)]
pub(super) struct Page {
    /// Empty for the blog's own.
    host: String,
    /// Decoded, in NFC, without `/` around it.
    path: String,
    /// The parameters that tell pages apart, sorted.
    query: String,
}

impl Page {
    /// The page of an address on a host.
    pub(super) fn of(host: String, url: &Url) -> Self {
        let path = path(url.path());
        let query = query(url.query().unwrap_or_default(), !path.is_empty());
        Self { host, path, query }
    }

    /// Whether it is the site as a whole.
    pub(super) fn is_site(&self) -> bool {
        self.path.is_empty() && self.query.is_empty()
    }

    /// Whether it is on the blog's own host.
    pub(super) fn is_own(&self) -> bool {
        self.host.is_empty()
    }

    /// The host, where it is none of the blog's own.
    pub(super) fn other_host(&self) -> Option<&str> {
        Some(&*self.host).filter(|host| !host.is_empty())
    }

    /// Whether it is the page of a number, and nothing else tells it from the blog as a whole.
    pub(super) fn is_number(&self, number: u64) -> bool {
        self.query.strip_prefix("p=").is_some_and(|it| it == number.to_string())
    }

    /// The page that this one is for phones, if it may be: `/m/179` and `/m/entry/x` at Tistory.
    pub(super) fn for_phones(&self) -> Option<Self> {
        let (folder, path) = self.path.split_once('/')?;
        let is_for_phones = self.is_own() && ["m", "mobile", "amp"].contains(&folder);
        is_for_phones.then(|| Self { path: path.to_owned(), ..self.clone() })
    }

    /// The post of this number, where this is the address of a whole blog.
    pub(super) fn numbered(&self, number: &str) -> Self {
        Self { query: format!("p={number}"), ..self.clone() }
    }
}

/// The host of an address, without what differs between two names of one: `www.`, and the countries of Blogger.
pub(super) fn host(url: &Url) -> Option<String> {
    let host = url.host_str()?.trim_end_matches('.');
    let host = host.strip_prefix("www.").unwrap_or(host);
    let host = match host.split_once(".blogspot.") {
        Some((blog, _)) => format!("{blog}.blogspot.com"),
        None => host.to_owned(),
    };
    Some(url.port().map(|port| format!("{host}:{port}")).unwrap_or(host))
}

/// The [host](host()) of an absolute address that is written as parsers of addresses would write it.
///
/// None where it takes one to tell: letters of other alphabets or cases, numbers, users, ports.
pub(super) fn plain_host(address: &str) -> Option<&str> {
    let rest = address.strip_prefix("https://").or_else(|| address.strip_prefix("http://"))?;
    let is_plain = |byte: &u8| matches!(byte, b'a'..=b'z' | b'0'..=b'9' | b'-' | b'.');
    let end = rest.bytes().position(|byte| !is_plain(&byte)).unwrap_or(rest.len());
    let host = &rest[..end];
    let is_end = matches!(rest.as_bytes().get(end), None | Some(b'/' | b'?' | b'#'));
    // What ends in a number is one.
    let last = host.rsplit('.').next().unwrap_or_default();
    let is_name = last.starts_with(|first: char| first.is_ascii_lowercase());
    let is_special = || host.contains("xn--") || host.contains(".blogspot.");
    (is_end && is_name && !is_special()).then(|| host.strip_prefix("www.").unwrap_or(host))
}

fn path(path: &str) -> String {
    let mut folders: Vec<&str> = path.split('/').filter(|folder| !folder.is_empty()).collect();
    // Servers that cannot rewrite addresses put it in front of all.
    if folders.len() > 1 && folders[0] == "index.php" {
        folders.remove(0);
    }
    while let Some(last) = folders.last() {
        let is_form = folders.len() > 1 && (*last == "amp" || is_page_of_comments(last));
        if !is_form && !INDEXES.iter().any(|index| index.eq_ignore_ascii_case(last)) {
            break;
        }
        folders.pop();
    }
    decoded(folders.join("/"))
}

/// Files that servers show for their folder.
const INDEXES: &[&str] = &[
    "index.html",
    "index.htm",
    "index.php",
    "index.asp",
    "index.aspx",
    "default.asp",
    "default.aspx",
];

/// WordPress: `/a-post/comment-page-2/`.
fn is_page_of_comments(folder: &str) -> bool {
    let number = folder.strip_prefix("comment-page-");
    number.is_some_and(|it| !it.is_empty() && it.bytes().all(|byte| byte.is_ascii_digit()))
}

/// Decoded, in NFC.
fn decoded(text: String) -> String {
    match text.is_ascii() && !text.contains('%') {
        true => text,
        false => key::name(&percent_decode_name(&text)),
    }
}

fn query(query: &str, has_path: bool) -> String {
    if query.is_empty() {
        return String::new();
    }
    let pairs = query.split('&').filter(|pair| !pair.is_empty());
    let pairs = pairs.map(|pair| pair.split_once('=').unwrap_or((pair, "")));
    let told = pairs.filter(|(name, value)| tells(name, value, has_path));
    let told = told.map(|(name, value)| match value {
        "" => one_name(name).to_owned(),
        _ => format!("{}={value}", one_name(name)),
    });
    let mut told: Vec<String> = told.collect();
    told.sort_unstable();
    decoded(told.join("&"))
}

/// WordPress counts posts, pages and files together, and takes one for another.
fn one_name(name: &str) -> &str {
    match name {
        "page_id" | "attachment_id" => "p",
        name => name,
    }
}

/// Whether a parameter may tell one page from another.
fn tells(name: &str, value: &str, has_path: bool) -> bool {
    match name {
        // Blogger shows a page for phones.
        "m" => !matches!(value, "0" | "1"),
        _ if COUNTED.contains(&name) || FORMS.contains(&name) => false,
        _ if COUNTED_BY.iter().any(|start| name.starts_with(start)) => false,
        _ => !(has_path && LISTS.contains(&name)),
    }
}

/// Parameters that say where a visitor comes from.
const COUNTED: &[&str] = &[
    "fbclid", "gclid", "dclid", "gbraid", "wbraid", "msclkid", "yclid", "igshid", "igsh", "twclid",
    "mc_cid", "mc_eid", "_ga", "_gl", "_hsenc", "_hsmi", "mkt_tok", "NaPm", "ref_src", "source",
    "sk",
];
const COUNTED_BY: &[&str] = &["utm_", "at_custom"];

/// Parameters that show the same post in another form, or at another comment.
const FORMS: &[&str] =
    &["amp", "preview", "preview_id", "preview_nonce", "replytocom", "showComment", "nocache"];

/// Parameters that say from which list a visitor comes. Without a path, they are the list: Tistory.
const LISTS: &[&str] = &["category"];
