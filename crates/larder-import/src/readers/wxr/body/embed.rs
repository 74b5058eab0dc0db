//! Things shown by their address alone: what remains of them is a link.

use htmlize::unescape_attribute;
use larder_html::escape::{push_attribute, push_text};
use url::Url;

use super::{
    census::{Census, count},
    shortcode::Attributes,
};

/// The length of the web address that a text begins with.
pub(super) fn address(text: &str) -> Option<usize> {
    let after = text.strip_prefix("http").map(|rest| rest.strip_prefix('s').unwrap_or(rest))?;
    let path = after.strip_prefix("://")?;
    let length = path.bytes().position(|byte| byte <= b' ' || matches!(byte, b'<' | b'>' | b'"'));
    let length = length.unwrap_or(path.len());
    (length > 0).then(|| text.len() - path.len() + length)
}

/// A link to an address that is written in HTML, and shown as it is.
pub(super) fn link(address: &str, census: &mut Census) -> String {
    let address = unescape_attribute(address);
    count_host(&address, census);
    let mut html = String::from("<a href=\"");
    push_attribute(&mut html, &address);
    html.push_str("\">");
    push_text(&mut html, &address);
    html.push_str("</a>");
    html
}

fn count_host(address: &str, census: &mut Census) {
    let absolute = match address.strip_prefix("//") {
        Some(rest) => Url::parse(&format!("https://{rest}")),
        None => Url::parse(address),
    };
    if let Some(host) = absolute.ok().as_ref().and_then(Url::host_str) {
        count(&mut census.embeds, host.strip_prefix("www.").unwrap_or(host));
    }
}

/// A place that things are shown from by their id.
#[derive(Clone, Copy, Debug)]
pub(super) struct Service {
    name: &'static str,
    /// What stands before the id in its address.
    prefix: &'static str,
}

/// Services with a shortcode of their own, in WordPress or in Jetpack.
const SERVICES: &[Service] = &[
    // Only the whole address says what it is.
    Service { name: "embed", prefix: "" },
    Service { name: "soundcloud", prefix: "" },
    Service { name: "instagram", prefix: "" },
    Service { name: "tweet", prefix: "https://twitter.com/i/status/" },
    Service { name: "gist", prefix: "https://gist.github.com/" },
    Service { name: "vimeo", prefix: "https://vimeo.com/" },
    Service { name: "youtube", prefix: "https://www.youtube.com/watch?v=" },
    Service { name: "dailymotion", prefix: "https://www.dailymotion.com/video/" },
];

/// The service whose shortcode has this name.
pub(super) fn service(name: &str) -> Option<Service> {
    SERVICES.iter().copied().find(|service| service.name == name)
}

impl Service {
    /// Where the thing is that a shortcode shows. Its text comes before its attributes.
    pub(super) fn address(self, attributes: &Attributes<'_>, text: Option<&str>) -> Option<String> {
        let text = text.map(str::trim_ascii).filter(|text| !text.is_empty());
        let named = || ["url", "src", "id"].iter().find_map(|name| attributes.value(name));
        let stated = match text {
            Some(text) => unescape_attribute(text),
            None => attributes.first().or_else(named)?,
        };
        let stated = &*stated;
        if address(stated) == Some(stated.len()) {
            return Some(stated.to_owned());
        }
        if stated.starts_with("//") && !stated.contains(['<', '"', ' ']) {
            return Some(format!("https:{stated}"));
        }
        let is_id = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'-' | b'/');
        let is_known = !self.prefix.is_empty() && !stated.is_empty() && stated.bytes().all(is_id);
        is_known.then(|| format!("{}{stated}", self.prefix))
    }
}
