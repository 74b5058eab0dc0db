//! What the reader makes of whole captures, shown as text.

mod bad;
mod hostile;
mod layouts;
mod rules;

use std::fmt::Write as _;

use larder_core::{Claim, Confidence, Rule};

use super::{super::body, *};

/// A fixture of the folder that the whole program is tested with.
macro_rules! fixture {
    ($name:literal) => {
        include_str!(concat!(
            "../../../../../../../tests/fixtures/import/brunch/",
            $name,
            "/input.txt"
        ))
    };
}
use fixture;

/// Reads a capture that must be one.
fn capture(text: &str) -> Capture {
    capture_as(text, SubtitleChoice::Guess)
}

fn capture_as(text: &str, subtitle: SubtitleChoice) -> Capture {
    let mut captures = read(text, subtitle, false).unwrap();
    assert_eq!(captures.len(), 1);
    captures.remove(0)
}

/// A capture of layout W with this between the by-line and the foot, and this foot.
fn w(middle: &str, foot: &str) -> String {
    format!(
        "brunch\n\nYou can make anything\nby writing\n\nC.S.Lewis\n\nby 필명 Mar 04. 2021\n\n{middle}\n{foot}\
         브런치는 최신 브라우저에 최적화 되어있습니다. IE chrome safari\n"
    )
}

/// The title and two blank lines, so that nothing is a subtitle.
fn w_body(body: &str) -> String {
    w(&format!("제목\n\n\n{body}\n"), "")
}

/// All that a capture says, line by line. What it does not say is left out.
fn show(capture: &Capture) -> String {
    let mut out = format!("{}\n", capture.form.name());
    let mut line = |name: &str, value: Option<String>| {
        if let Some(value) = value {
            let _ = writeln!(out, "{name}: {value}");
        }
    };
    line("title", capture.title.as_ref().map(|title| format!("{title:?}")));
    line("subtitle", capture.subtitle.as_ref().map(claim));
    line("may be the subtitle", capture.subtitle_candidate.as_ref().map(|it| format!("{it:?}")));
    line("author", capture.author.name.clone());
    line("bio", capture.author.bio.as_ref().map(claim));
    let details: Vec<_> = capture.author.extra.iter().chain(capture.extra.iter()).collect();
    line("extra", (!details.is_empty()).then(|| format!("{details:?}")));
    line("published", capture.published.map(|time| format!("{time:?}")));
    line("series", capture.series.as_ref().map(series_text));
    for it in &capture.neighbours {
        let text = format!("{:?} in {:?}, {:?}, {:?}", it.direction, it.scope, it.number, it.title);
        line("neighbour", Some(text));
    }
    line("keywords", (!capture.keywords.is_empty()).then(|| capture.keywords.join(", ")));
    line("likes", capture.counts.likes.map(|count| count.to_string()));
    line("comments", capture.counts.comments.map(|count| count.to_string()));
    line("cover", capture.cover.as_ref().map(|it| format!("{:?} {:?}", it.file_name, it.caption)));
    for note in &capture.notes {
        line("note", Some(note.to_string()));
    }
    let lines = capture.lines.unwrap();
    let account =
        format!("{} = {} + {} + {}", lines.total, lines.kept, lines.furniture, lines.unknown);
    line("lines", Some(account));
    out.push_str(&body::to_html(capture.blocks.as_ref().unwrap()));
    out
}

fn claim(claim: &Claim<String>) -> String {
    let sure = if claim.confidence == Confidence::High { "sure" } else { "not sure" };
    format!("{:?} ({sure}: {})", claim.value, claim.how.as_deref().unwrap_or("stated"))
}

fn series_text(series: &super::super::capture::SeriesMention) -> String {
    let number = series
        .number
        .as_ref()
        .map(|claim| format!("{} ({})", claim.value, claim.how.as_deref().unwrap_or("stated")));
    format!("{:?} {:?} {}", series.kind, series.title, number.unwrap_or_default())
}

/// The body as HTML, the codes of the notes, and whether the lines balance.
fn body_and_notes(text: &str) -> (String, Vec<&'static str>) {
    let capture = capture(text);
    assert!(capture.lines.unwrap().balances());
    let codes = capture.notes.iter().map(|note| note.kind.code()).collect();
    (body::to_html(capture.blocks.as_ref().unwrap()), codes)
}
