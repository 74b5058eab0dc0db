//! An address taken apart, as far as rules need it.

/// The parts of an address. Those of a relative one are empty up to the path.
#[derive(Debug)]
pub(super) struct Address<'a> {
    /// Everything in front of the path, as it stands.
    origin: &'a str,
    /// The host in lower case, without a port.
    pub(super) host: String,
    /// From the first `/` on.
    pub(super) path: &'a str,
    /// What follows `?`.
    pub(super) query: Option<&'a str>,
}

impl<'a> Address<'a> {
    pub(super) fn of(url: &'a str) -> Self {
        let url = url.split('#').next().unwrap_or(url);
        let (before, query) = url.split_once('?').map_or((url, None), |(a, b)| (a, Some(b)));
        let (origin, path) = before.split_at(path_start(before));
        let host = origin.rsplit_once("//").map_or("", |(_, host)| host);
        let host = host.split(':').next().unwrap_or(host).to_ascii_lowercase();
        Self { origin, host, path, query }
    }

    /// Another path in the same place, and no query.
    pub(super) fn with_path(&self, path: &str) -> String {
        format!("{}{path}", self.origin)
    }

    /// The same path on another host, and no query.
    pub(super) fn with_host(&self, host: &str) -> String {
        let scheme = self.origin.split_once("//").map_or("", |(scheme, _)| scheme);
        format!("{scheme}//{host}{}", self.path)
    }
}

/// Where the path begins. An address without `//` is nothing else.
fn path_start(address: &str) -> usize {
    let Some(host) = address.find("//").map(|slashes| slashes + 2) else { return 0 };
    // `a//b` is a path as well.
    if !address[..host - 2].is_empty() && !address[..host - 2].ends_with(':') {
        return 0;
    }
    address[host..].find('/').map_or(address.len(), |length| host + length)
}
