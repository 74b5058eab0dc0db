//! What a file of the input says of itself, before anything in it is read.

use std::{io::Read as _, sync::Arc};

use larder_capture::{har, mhtml, saved_page, single_file, warc, webarchive};

use super::{Known, is_markup, mirror};
use crate::{
    ReadOptions, Source,
    source::{is_packed, unpacked},
};

/// How many bytes of a file tell what it is.
const HEAD: u64 = 64 << 10;

/// A container of captures.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Container {
    /// WARC or ARC.
    Crawl,
    Har,
    Mhtml,
    WebArchive,
    SingleFile,
}

impl Container {
    /// What a file is, by its name and by what it begins with.
    pub(super) fn of(name: &str, head: &[u8]) -> Option<Self> {
        Some(match () {
            () if is_crawl(name, head) => Self::Crawl,
            () if har::is_har(head) => Self::Har,
            () if mhtml::is_mhtml(head) => Self::Mhtml,
            () if webarchive::is_webarchive(head) => Self::WebArchive,
            () if single_file::is_single_file(head) => Self::SingleFile,
            () => return None,
        })
    }

    /// What it is called.
    pub(super) fn title(self) -> &'static str {
        match self {
            Self::Crawl => "a web archive (WARC or ARC)",
            Self::Har => "what a browser recorded (HAR)",
            Self::Mhtml => "a page saved as MHTML",
            Self::WebArchive => "a page that Safari saved",
            Self::SingleFile => "a page that SingleFile saved",
        }
    }
}

/// Whether a file is a crawl, by what it begins with.
fn is_crawl(name: &str, head: &[u8]) -> bool {
    // Any file may be packed so: only the name tells that a crawl is in it.
    let is_frame = head.starts_with(&[0x28, 0xb5, 0x2f, 0xfd]);
    let is_dictionary =
        head.len() > 4 && head[0] & 0xf0 == 0x50 && head[1..4] == [0x2a, 0x4d, 0x18];
    warc::is_start(head) || name.contains("arc.zst") && (is_frame || is_dictionary)
}

/// What a file says of itself, and what its name says; the container that it is.
pub(super) fn told(
    source: &dyn Source,
    place: usize,
    options: &ReadOptions,
) -> (Known, Option<Container>) {
    let name = &source.entries()[place].name;
    let mut known =
        Known { mirrored: mirror::address(name, b"").map(Arc::from), ..Known::default() };
    let Ok(mut stream) = source.open(place) else { return (known, None) };
    let mut bytes = Vec::new();
    // What is cut or damaged is looked at as far as it goes.
    let _ = stream.by_ref().take(HEAD).read_to_end(&mut bytes);
    if is_packed(&bytes) {
        let mut inner = Vec::new();
        if let Ok(stream) = unpacked(source, place, &options.limits) {
            let _ = stream.take(HEAD).read_to_end(&mut inner);
        }
        return (known, Container::of(name, &inner));
    }
    let container = Container::of(name, &bytes);
    if !is_markup(&bytes) {
        return (known, container);
    }
    let left = options.limits.file_bytes.saturating_sub(bytes.len() as u64);
    let _ = stream.take(left).read_to_end(&mut bytes);
    known.mirrored = mirror::address(name, &bytes).map(Arc::from);
    // The innermost counts: a copy of an archive may have been saved by a browser.
    for said in saved_page::said(&bytes) {
        let with_scheme =
            |url: String| if url.starts_with("//") { ["http:", &url].concat() } else { url };
        known.address = said.url.map(with_scheme).map(Arc::from).or(known.address);
        known.captured = said.time.map(|time| time.at).or(known.captured);
    }
    (known, container)
}
