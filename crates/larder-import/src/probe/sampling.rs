//! Which entries the readers are shown.

use std::{io::Read, ops::Range, sync::Arc};

use super::Sample;
use crate::{Limits, Source, SourceEntry, decode, source::unpacked};

/// How much of an entry is shown.
const HEAD: u64 = 64 << 10;

/// How many entries are spread over the whole source.
const FIRST: usize = 64;

/// The heads of some entries, numbered in the order in which entries are worth looking at: those that may hold text first,
/// spread evenly over the source, then pictures and the like.
///
/// `range` says which of that order. Entries that cannot be read are left out here; reading them will say why.
pub(crate) fn samples(source: &dyn Source, range: Range<usize>, limits: &Limits) -> Vec<Sample> {
    let order = order(source.entries(), range.end);
    let chosen = order.get(range.start..).unwrap_or_default();
    chosen.iter().filter_map(|&index| sample(source, index, limits)).collect()
}

/// The beginning of one entry. None where it cannot be read.
pub(crate) fn sample(source: &dyn Source, index: usize, limits: &Limits) -> Option<Sample> {
    let name = Arc::clone(&source.entries().get(index)?.name);
    let mut head = Vec::new();
    // Of what is cut or damaged further on, the beginning still tells what it is.
    let read = unpacked(source, index, limits).ok()?.take(HEAD).read_to_end(&mut head);
    if read.is_err() && head.is_empty() {
        return None;
    }
    let text = decode(&head, None).text;
    Some(Sample { index, name, head, text })
}

/// The first `count` entries in the order in which they are worth looking at.
fn order(entries: &[SourceEntry], count: usize) -> Vec<usize> {
    let (media, text): (Vec<usize>, Vec<usize>) =
        (0..entries.len()).partition(|&index| is_media(&entries[index].name));
    let (settings, text): (Vec<usize>, Vec<usize>) =
        text.into_iter().partition(|&index| is_settings(&entries[index].name));
    let mut order: Vec<usize> = settings.into_iter().take(count.min(SETTINGS)).collect();
    order.extend(spread(&text, count - order.len()));
    let left = count - order.len();
    order.extend(spread(&media, left));
    order
}

/// `count` of `indices`: the evenly spread [`FIRST`] before the others.
fn spread(indices: &[usize], count: usize) -> Vec<usize> {
    let step = indices.len().div_ceil(FIRST).max(1);
    let even = indices.iter().step_by(step);
    let others = indices.iter().enumerate().filter(|(place, _)| place % step != 0);
    even.chain(others.map(|(_, index)| index)).take(count).copied().collect()
}

/// How many files of settings come first.
const SETTINGS: usize = 8;

/// Whether the name is that of settings which programs that make sites have at the top of a folder: among thousands of
/// pages, they alone say whose the folder is.
fn is_settings(name: &str) -> bool {
    let file = name.rsplit('/').next().unwrap_or(name);
    name.matches('/').count() <= 1
        && matches!(
            file,
            "config.toml" | "config.yaml" | "config.yml" | "config.json" | "_config.yml"
        )
}

/// Whether the name is that of a picture, a style sheet or another thing that is no post. Names lie, so that such entries
/// come last, but come.
fn is_media(name: &str) -> bool {
    const EXTENSIONS: [&str; 24] = [
        "png", "jpg", "jpeg", "gif", "webp", "avif", "heic", "bmp", "ico", "svg", "mp3", "m4a",
        "mp4", "mov", "webm", "css", "js", "download", "woff", "woff2", "ttf", "otf", "map", "pdf",
    ];
    let extension = name.rsplit_once('.').map(|(_, extension)| extension);
    extension.is_some_and(|found| EXTENSIONS.iter().any(|media| found.eq_ignore_ascii_case(media)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::source::Memory;

    #[test]
    fn a_few_texts_among_many_pictures_are_seen_first() {
        let pictures = (0..500).map(|number| (format!("{number:03}.jpg"), "x".to_owned()));
        let texts = [("400-1.txt".to_owned(), "글".to_owned()), ("zz".to_owned(), "글".to_owned())];
        let source = Memory::new("mixed", pictures.chain(texts));
        let samples = samples(&source, 0..FIRST, &Limits::default());
        assert_eq!(samples.len(), FIRST);
        let names: Vec<_> = samples.iter().take(3).map(|sample| &*sample.name).collect();
        assert_eq!(names, ["400-1.txt", "zz", "000.jpg"]);
    }

    #[test]
    fn settings_of_a_site_are_seen_first() {
        let pages = (0..500).map(|number| (format!("site/content/{number:03}.md"), "x"));
        let source = Memory::new("site", pages.chain([("site/config.toml".to_owned(), "y")]));
        let samples = samples(&source, 0..FIRST, &Limits::default());
        assert_eq!((samples.len(), &*samples[0].name), (FIRST, "site/config.toml"));
    }

    #[test]
    fn samples_are_spread_and_every_entry_comes_once() {
        let entries: Vec<_> =
            (0..1000).map(|number| SourceEntry::new(format!("{number:04}"))).collect();
        let all = order(&entries, 1000);
        assert_eq!(all[..3], [0, 16, 32]);
        let mut sorted = all.clone();
        sorted.sort_unstable();
        assert_eq!(sorted, (0..1000).collect::<Vec<_>>());
        assert_eq!(order(&entries, 64), all[..64]);
    }
}
