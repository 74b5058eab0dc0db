//! What a file is by the end of its address.

use super::Kind;

/// Extensions by what they are.
const EXTENSIONS: &[(Kind, &[&str])] = &[
    (
        Kind::Image,
        &[
            "jpg", "jpeg", "jpe", "jfif", "png", "apng", "gif", "webp", "avif", "heic", "heif",
            "jxl", "bmp", "tif", "tiff", "svg", "ico",
        ],
    ),
    (
        Kind::Audio,
        &[
            "mp3", "m4a", "m4b", "aac", "ogg", "oga", "opus", "flac", "wav", "wma", "mid", "midi",
            "aif", "aiff", "amr",
        ],
    ),
    (
        Kind::Video,
        &[
            "mp4", "m4v", "mov", "webm", "ogv", "avi", "wmv", "asf", "flv", "mkv", "mpg", "mpeg",
            "3gp", "3g2", "mts",
        ],
    ),
    (Kind::Track, &["srt", "vtt", "smi"]),
    (
        Kind::Document,
        &[
            // To read.
            "pdf", "epub", "mobi", "azw3", "djvu", "hwp", "hwpx", "hwt", "doc", "docx", "dotx",
            "odt", "rtf", "pages", "txt", "xps", // To reckon and to show.
            "csv", "tsv", "xls", "xlsx", "xlsm", "ods", "ppt", "pptx", "pps", "ppsx", "odp",
            "cell", "show", // To unpack, ALZ and EGG of Korea among them.
            "zip", "7z", "rar", "gz", "tgz", "bz2", "xz", "tar", "alz", "egg",
            // To run, to draw, to find the way.
            "exe", "msi", "dmg", "apk", "jar", "iso", "swf", "psd", "ics", "vcf", "gpx", "kml",
            "kmz", "torrent",
        ],
    ),
];

/// Pages whose addresses end like those of files: of a picture in a wiki, of a file in a repository.
const PAGES: &[&str] = &["/wiki/", "/blob/"];

/// What a file is by its address; None if that looks like a page's.
pub(crate) fn kind(address: &str) -> Option<Kind> {
    let path = address.split(['?', '#']).next()?;
    if PAGES.iter().any(|page| path.contains(page)) {
        return None;
    }
    let extension = of(path)?;
    let has = |known: &[&str]| known.iter().any(|known| known.eq_ignore_ascii_case(extension));
    EXTENSIONS.iter().find(|(_, known)| has(known)).map(|(kind, _)| *kind)
}

fn of(path: &str) -> Option<&str> {
    let (folder, name) = path.rsplit_once('/').unwrap_or(("", path));
    // `https://example.zip` is a site.
    let is_host = folder.ends_with('/');
    let (_, extension) = name.rsplit_once('.').filter(|_| !is_host)?;
    // Twitter writes `x.jpg:large`.
    extension.split(':').next()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn files_are_known_by_the_end_of_their_path() {
        for (address, expected) in [
            ("https://e.org/a.JPG?x=y.html", Some(Kind::Image)),
            ("a.jpg:large", Some(Kind::Image)),
            ("/자료/보고서.hwp#page=2", Some(Kind::Document)),
            ("https://cdn.example/fetch/https%3A%2F%2Fe.org%2Fa.webp", Some(Kind::Image)),
            ("https://e.org/a.mp3", Some(Kind::Audio)),
            ("https://e.org/a.ko.vtt", Some(Kind::Track)),
            ("https://e.org/a.tar.gz", Some(Kind::Document)),
            ("https://e.org/post.html", None),
            ("https://e.org/2.0", None),
            ("https://example.zip", None),
            ("//example.mov", None),
            ("https://example.zip/", None),
            ("https://commons.wikimedia.org/wiki/File:Cat.jpg", None),
            ("https://github.com/a/b/blob/main/c.pdf", None),
            ("", None),
        ] {
            assert_eq!(kind(address), expected, "{address}");
        }
    }
}
