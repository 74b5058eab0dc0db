//! How much of real-shaped articles comes back as it was, how much of it is HTML, and how fast that is, with the proof on.
//!
//! `cargo bench -p larder-markdown`. The time is that which the one thread had on a core (Linux), so that other programs
//! do not count; elsewhere it is the time by the clock.

#![allow(clippy::print_stdout, reason = "the numbers are what this is for")]

use std::time::Instant;

use larder_html::text::to_text;
use larder_markdown::{AsItIs, Dialect, emit};

mod generator;

const ARTICLES: usize = 1000;
const ROUNDS: usize = 5;

fn main() {
    let articles = generator::articles(ARTICLES);
    let bytes: usize = articles.iter().map(String::len).sum();
    println!("{ARTICLES} articles, {:.1} MB", bytes as f64 / 1e6);
    for (name, dialect) in [
        ("gfm", Dialect::gfm()),
        ("goldmark", Dialect::goldmark()),
        ("kramdown", Dialect::kramdown()),
    ] {
        let share = Share::of(&articles, &dialect);
        let speed = bytes as f64 / 1e6 / fastest(&articles, &dialect);
        println!(
            "{name:10} text identical {:6.2} %   HTML blocks {:5.2} %   with inline HTML {:5.2} %   {speed:6.1} MB/s",
            share.identical, share.raw, share.inline
        );
    }
}

struct Share {
    identical: f64,
    raw: f64,
    inline: f64,
}

impl Share {
    fn of(articles: &[String], dialect: &Dialect) -> Self {
        let (mut identical, mut raw, mut inline, mut blocks) = (0, 0, 0, 0);
        for article in articles {
            let emitted = emit(article, dialect, &mut AsItIs::default());
            identical += usize::from(words(&render(&emitted.markdown)) == words(article));
            raw += emitted.counts.raw_html;
            inline += emitted.counts.inline_html;
            blocks += emitted.counts.blocks();
        }
        let percent = |part: usize, of: usize| part as f64 * 100.0 / of as f64;
        Self {
            identical: percent(identical, articles.len()),
            raw: percent(raw, blocks),
            inline: percent(inline, blocks),
        }
    }
}

fn fastest(articles: &[String], dialect: &Dialect) -> f64 {
    let round = || {
        let (start, spent) = (Instant::now(), on_core());
        for article in articles {
            std::hint::black_box(emit(article, dialect, &mut AsItIs::default()));
        }
        match (spent, on_core()) {
            (Some(before), Some(after)) => (after - before) as f64 / 1e9,
            _ => start.elapsed().as_secs_f64(),
        }
    };
    (0..ROUNDS).map(|_| round()).fold(f64::MAX, f64::min)
}

/// How many nanoseconds this thread has been on a core.
#[expect(clippy::disallowed_methods, reason = "the kernel's count, not a file of anybody's")]
fn on_core() -> Option<u64> {
    let counts = std::fs::read_to_string("/proc/thread-self/schedstat").ok()?;
    counts.split(' ').next()?.parse().ok()
}

/// By a renderer that was told nothing of the dialect but what GitHub knows. Tags of templates are taken away first.
fn render(markdown: &str) -> String {
    let mut options = comrak::Options::default();
    options.extension.table = true;
    options.extension.strikethrough = true;
    options.extension.tasklist = true;
    options.render.r#unsafe = true;
    let markdown = ["{% raw %}", "{% endraw %}", "/*", "*/"]
        .iter()
        .fold(markdown.to_owned(), |text, tag| text.replace(tag, ""));
    comrak::markdown_to_html(&markdown, &options)
}

/// The text people read, without white space.
fn words(html: &str) -> String {
    to_text(html).chars().filter(|it| !it.is_ascii_whitespace()).collect()
}
