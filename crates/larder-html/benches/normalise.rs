//! Throughput of normalising, parsing and reading text, on bodies like those of
//! real blogs: 2 to 6 KB, Korean and English, links, pictures, lists, code, tables.

use divan::{Bencher, black_box, counter::BytesCount};
use larder_html::{Limits, Normalise, Tree, normalise, text, url::Base};

mod bodies;

fn main() {
    divan::main();
}

/// Bodies that take the quick way.
#[divan::bench]
fn normalise_well_formed(bencher: Bencher<'_, '_>) {
    normalise_all(bencher, &bodies::well_formed());
}

/// The same between the block comments of WordPress.
#[divan::bench]
fn normalise_block_comments(bencher: Bencher<'_, '_>) {
    normalise_all(bencher, &bodies::with_block_comments());
}

/// Bodies with unclosed tags, which need a parser.
#[divan::bench]
fn normalise_sloppy(bencher: Bencher<'_, '_>) {
    normalise_all(bencher, &bodies::sloppy());
}

#[divan::bench]
fn parse_document(bencher: Bencher<'_, '_>) {
    let pages = bodies::pages();
    let limits = Limits::default();
    bencher.counter(BytesCount::new(total(&pages))).bench(|| {
        for page in &pages {
            black_box(Tree::document(page, &limits));
        }
    });
}

#[divan::bench]
fn to_text(bencher: Bencher<'_, '_>) {
    let bodies = bodies::well_formed();
    bencher.counter(BytesCount::new(total(&bodies))).bench(|| {
        for body in &bodies {
            black_box(text::to_text(body));
        }
    });
}

fn normalise_all(bencher: Bencher<'_, '_>, bodies: &[String]) {
    let mut options = Normalise::default();
    options.base = Base::new(Some("https://slow-notes.example/"), None);
    bencher.counter(BytesCount::new(total(bodies))).bench(|| {
        for body in bodies {
            black_box(normalise(body, &options));
        }
    });
}

fn total(bodies: &[String]) -> usize {
    bodies.iter().map(String::len).sum()
}
