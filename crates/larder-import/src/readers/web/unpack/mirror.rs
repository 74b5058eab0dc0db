//! Mirrors of whole sites, as wget and HTTrack write them: the name of a file is its address.

use crate::percent_decode_name;

/// What a file may end with that no host does.
const FILES: &[&str] = &[
    "html",
    "htm",
    "xhtml",
    "php",
    "asp",
    "aspx",
    "jsp",
    "css",
    "js",
    "json",
    "xml",
    "txt",
    "md",
    "zip",
    "gz",
    "tar",
    "warc",
    "wacz",
    "mhtml",
    "mht",
    "har",
    "webarchive",
    "png",
    "jpg",
    "jpeg",
    "gif",
    "files",
];

/// The address that the name of a file stands for: the first folder that is called like a host, and what follows. The
/// scheme is not known; nearly all sites have `https` by now.
pub(super) fn address(name: &str) -> Option<String> {
    let mut rest = name;
    loop {
        let (first, after) = rest.split_once('/')?;
        if is_host(first) {
            let path = after
                .strip_suffix("index.html")
                .filter(|it| it.is_empty() || it.ends_with('/'))
                .unwrap_or(after);
            let whole = format!("https://{first}/{}", percent_decode_name(path));
            // `?` stands in names as it is, or as `@` where a file system has none.
            return url::Url::parse(&whole).ok().map(String::from);
        }
        rest = after;
    }
}

fn is_host(folder: &str) -> bool {
    let (host, port) = folder.split_once(':').unwrap_or((folder, "80"));
    let is_label = |label: &str| {
        !label.is_empty()
            && label.bytes().all(|it| it.is_ascii_lowercase() || it.is_ascii_digit() || it == b'-')
    };
    let last = host.rsplit('.').next().unwrap_or_default();
    host.contains('.')
        && port.bytes().all(|it| it.is_ascii_digit())
        && host.split('.').all(is_label)
        && (2..=24).contains(&last.len())
        && last.bytes().all(|it| it.is_ascii_lowercase())
        && !FILES.contains(&last)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_name_of_a_mirrored_file_is_its_address() {
        for (name, expected) in [
            ("mirror/slow.example/2020/a/index.html", Some("https://slow.example/2020/a/")),
            ("slow.example/a.html", Some("https://slow.example/a.html")),
            ("blog.example:8080/글/index.html", Some("https://blog.example:8080/%EA%B8%80/")),
            ("첫눈_files/a.png", None),
            ("a.html", None),
            ("page.files/a.png", None),
            ("v1.2/a.html", None),
        ] {
            assert_eq!(address(name).as_deref(), expected, "{name}");
        }
    }
}
