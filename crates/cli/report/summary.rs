//! The summary of a run, with the equation of conservation in sight.
//!
//! ```text
//! larder: read `captures` as brunch
//!   27 files = 17 carried + 5 joined + 4 stored aside + 1 left out (error-page 1)
//!   한 눈금: 17 posts, 2019-10-10 – 2024-06-06, 1 undated
//!     rss        17 posts = 16 written + 1 left out (undated 1) → out/rss.xml
//!   12 notes: …
//! ```

use std::{
    collections::{BTreeMap, BTreeSet},
    ffi::OsStr,
    path::Path,
};

use larder_core::{CommentAccount, Fate, Ledger, Output, Rule, Unexplained};
use larder_import::Detection;

use super::{BOLD, BlogFacts, RED, Run, Talk, Volume, fates, next, notes, run::day};
use crate::{
    messages::{Message, Messages, Value},
    terminal::{escape, pad},
};

/// What is said about `run`.
pub(super) fn text(talk: &Talk, run: &Run) -> String {
    let messages = &talk.messages;
    let mut lines = String::new();
    if talk.volume != Volume::Quiet {
        lines.push_str(&heading(messages, run));
        if talk.volume == Volume::Verbose {
            lines.push_str(&reasons(messages, &run.detection));
        }
        lines.push_str(&fates::equations(messages, &run.ledger));
        for blog in &run.blogs {
            lines.push_str(&about_blog(messages, run, blog));
        }
        lines.push_str(&rules_explained(messages, rules_of(&run.ledger)));
        lines.push_str(&dry_run(messages, run));
        lines.push_str(&older(messages, run));
        lines.push_str(&leftovers(messages, run));
        lines.push_str(&notes::text(talk, &run.notes));
        lines.push_str(&next::text(messages, run));
    }
    lines.push_str(&unexplained(messages, &run.ledger));
    lines
}

fn heading(messages: &Messages, run: &Run) -> String {
    let said = messages.text(
        "summary-read",
        &[
            ("input", run.inputs.join(", ").into()),
            ("format", run.detection.reader.format().name.into()),
        ],
    );
    format!("{BOLD}larder:{BOLD:#} {said}\n")
}

/// Why a format was chosen: what speaks for each, and for how many nothing does.
pub(crate) fn reasons(messages: &Messages, detection: &Detection) -> String {
    let mut lines = String::new();
    let (said, silent): (Vec<_>, Vec<_>) =
        detection.votes.iter().partition(|(_, vote)| !vote.reason().is_empty());
    for (format, vote) in said {
        let reason = Value::phrase(vote.reason());
        let said = [("format", (*format).into()), ("reason", reason)];
        lines.push_str(&format!("    {}\n", messages.text("summary-vote", &said)));
    }
    if !silent.is_empty() {
        let count = [("count", silent.len().into())];
        lines.push_str(&format!("    {}\n", messages.text("summary-vote-none", &count)));
    }
    lines
}

fn about_blog(messages: &Messages, run: &Run, blog: &BlogFacts) -> String {
    let said = messages.text(
        "summary-blog",
        &[
            ("name", blog_name(messages, &blog.name, &blog.id).into()),
            ("posts", blog.posts.into()),
            ("dates", dates(messages, blog).into()),
        ],
    );
    let outputs = run.ledger.outputs.iter().filter(|output| output.blog == blog.id);
    let lines = outputs.map(|output| about_output(messages, run, output));
    let hidden = not_public(messages, run, blog);
    format!("  {said}\n{}{hidden}", lines.collect::<String>())
}

/// Which words of `--include` carry the posts that were left out because they are not public.
fn not_public(messages: &Messages, run: &Run, blog: &BlogFacts) -> String {
    let mut outputs = run.ledger.outputs.iter().filter(|output| output.blog == blog.id);
    if !outputs.any(|output| output.left_out.contains_key(&Rule::NotPublic)) {
        return String::new();
    }
    let part = |(words, count): (&Option<String>, &usize)| {
        let id = if words.is_some() { "part-included" } else { "part-never-included" };
        let words = words.as_deref().unwrap_or_default();
        messages.text(id, &[("words", words.into()), ("count", (*count).into())])
    };
    let (never, some): (Vec<_>, Vec<_>) =
        blog.not_public.iter().partition(|(words, _)| words.is_none());
    let parts: Vec<_> = some.into_iter().chain(never).map(part).collect();
    let said = messages.text("summary-not-public", &[("parts", Value::Text(parts.join(", ")))]);
    format!("      {said}\n")
}

/// The name of a blog; an id that was made up for a blog without a name says nothing to people.
pub(crate) fn blog_name(messages: &Messages, name: &str, id: &str) -> String {
    match name == id && id.starts_with("urn:") {
        true => messages.text("untitled", &[]),
        false => escape(name),
    }
}

fn dates(messages: &Messages, blog: &BlogFacts) -> String {
    let range = blog.range.map(|(first, last)| {
        let (first, last) = (day(&first), day(&last));
        if first == last {
            return messages.text("summary-day", &[("day", first.into())]);
        }
        messages.text("summary-dates", &[("first", first.into()), ("last", last.into())])
    });
    let undated = (blog.undated > 0).then(|| count(messages, "summary-undated", blog.undated));
    range.into_iter().chain(undated).collect()
}

fn about_output(messages: &Messages, run: &Run, output: &Output) -> String {
    let left_out: BTreeMap<Rule, usize> =
        output.left_out.iter().map(|(rule, posts)| (*rule, posts.len())).collect();
    let mut parts = vec![messages.text("part-written", &[("count", output.written.into())])];
    parts.extend(left_out_part(messages, &left_out));
    let parts = parts.join(" + ");
    let values = [("posts", output.posts.into()), ("parts", Value::Text(parts))];
    let said = messages.text("summary-output", &values);
    let comments = output.comments.as_ref().map(|comments| about_comments(messages, comments));
    format!(
        "    {} {said}{}\n{}",
        pad(&escape(&output.format), 10),
        files(messages, run, output),
        comments.unwrap_or_default()
    )
}

/// What became of the comments, where they were asked for: a line below that of the posts.
fn about_comments(messages: &Messages, comments: &CommentAccount) -> String {
    let count = |count: &u64| usize::try_from(*count).unwrap_or(usize::MAX);
    let left_out = comments.left_out.iter().map(|(rule, of_rule)| (*rule, count(of_rule)));
    let mut parts = vec![messages.text("part-written", &[("count", comments.written.into())])];
    parts.extend(left_out_part(messages, &left_out.collect()));
    let values = [("comments", comments.total.into()), ("parts", Value::Text(parts.join(" + ")))];
    format!("    {} {}\n", pad("", 10), messages.text("summary-comments", &values))
}

/// Where the output is: its first file, and how many more there are.
fn files(messages: &Messages, run: &Run, output: &Output) -> String {
    let (Some(first), None) = (output.files.first(), run.dry_run) else { return String::new() };
    let place = run.output.as_deref().unwrap_or_default();
    let path = if place == "-" { place.to_owned() } else { format!("{place}/{first}") };
    let files = messages.text("summary-files", &[("files", path.into())]);
    match output.files.len() - 1 {
        0 => format!(" {files}"),
        more => format!(" {files} {}", count(messages, "summary-more-files", more)),
    }
}

fn dry_run(messages: &Messages, run: &Run) -> String {
    let Some((files, bytes)) = run.dry_run else { return String::new() };
    let values = [("files", files.into()), ("bytes", bytes.into())];
    format!("  {}\n", messages.text("summary-dry-run", &values))
}

/// Where the older output is kept, and what the system could not promise about the new one.
fn older(messages: &Messages, run: &Run) -> String {
    let Some(committed) = &run.committed else { return String::new() };
    let mut lines = String::new();
    if let Some(old) = &committed.old {
        let values = [("name", older_name(old, run.output.as_deref()).into())];
        lines.push_str(&format!("  {}\n", messages.text("summary-older", &values)));
    }
    if !committed.durable {
        lines.push_str(&format!("  {}\n", messages.text("summary-not-durable", &[])));
    }
    lines
}

/// Only its name: it stands beside the output, and where that is the user knows. One that has the output's own name
/// stands in a hidden folder there, and that is named too.
fn older_name(old: &Path, output: Option<&str>) -> String {
    let name = |path: &Path| path.file_name().unwrap_or_default().to_string_lossy().into_owned();
    let is_hidden = output.and_then(|output| Path::new(output).file_name()) == old.file_name();
    match old.parent().filter(|_| is_hidden) {
        Some(folder) => format!("{}/{}", name(folder), name(old)),
        None => name(old),
    }
}

/// What killed runs left beside the output: nobody else will say it, because the names are hidden ones.
fn leftovers(messages: &Messages, run: &Run) -> String {
    let names = run.leftovers.iter().filter_map(|folder| folder.file_name());
    let line = |name: &OsStr| {
        let values = [("name", name.to_string_lossy().into_owned().into())];
        format!("  {}\n", messages.text("summary-leftover", &values))
    };
    names.map(line).collect()
}

/// What the equation does not explain: said even when nothing else is.
pub(crate) fn unexplained(messages: &Messages, ledger: &Ledger) -> String {
    let mut lines = String::new();
    for what in ledger.unexplained() {
        let what = match what {
            Unexplained::Input { name } => {
                Message::new("unexplained-input").with("name", name.to_string())
            }
            Unexplained::Lines { name, lines } => {
                let accounted = [lines.kept, lines.furniture, lines.unknown];
                Message::new("unexplained-lines")
                    .with("name", name.to_string())
                    .with("total", u64::from(lines.total))
                    .with("accounted", accounted.into_iter().map(u64::from).sum::<u64>())
            }
            Unexplained::Parts { name, kind, total, accounted } => {
                Message::new("unexplained-parts")
                    .with("name", name.to_string())
                    .with("kind", format!("{kind:?}"))
                    .with("total", total)
                    .with("accounted", accounted)
            }
            Unexplained::Output { format, posts, accounted } => Message::new("unexplained-output")
                .with("format", format)
                .with("posts", posts)
                .with("accounted", accounted),
            Unexplained::Comments { format, comments, accounted } => {
                Message::new("unexplained-comments")
                    .with("format", format)
                    .with("comments", comments)
                    .with("accounted", accounted)
            }
            other => Message::new("read-other").with("text", Value::phrase(other.to_string())),
        };
        let said = messages.text("summary-unexplained", &[("what", what.into())]);
        lines.push_str(&format!("{RED}{said}{RED:#}\n"));
    }
    lines
}

/// `3 left out (undated 2, not-public 1)`, or nothing when nothing was.
pub(crate) fn left_out_part(
    messages: &Messages,
    left_out: &BTreeMap<Rule, usize>,
) -> Option<String> {
    let total: usize = left_out.values().sum();
    let values = [("count", total.into()), ("rules", Value::Text(rules(messages, left_out)))];
    (total > 0).then(|| messages.text("part-left-out", &values))
}

/// The rules that left something out in this run.
pub(crate) fn rules_of(ledger: &Ledger) -> BTreeSet<Rule> {
    let inputs = ledger.inputs.iter().filter_map(|entry| match entry.fate {
        Some(Fate::LeftOut { rule, .. }) => Some(rule),
        _ => None,
    });
    let posts = ledger.outputs.iter().flat_map(|output| output.left_out.keys().copied());
    let comments = ledger.outputs.iter().flat_map(|output| output.comments.as_ref());
    let comments = comments.flat_map(|comments| comments.left_out.keys().copied());
    inputs.chain(posts).chain(comments).collect()
}

/// What each of `rules` leaves out, one on a line. Empty when there are none.
pub(crate) fn rules_explained(messages: &Messages, rules: BTreeSet<Rule>) -> String {
    if rules.is_empty() {
        return String::new();
    }
    let lines = rules.into_iter().map(|rule| format!("    {}\n", messages.rule_explained(rule)));
    format!("  {}\n{}", messages.text("summary-rules", &[]), lines.collect::<String>())
}

/// `undated 2, not-public 1`
pub(crate) fn rules(messages: &Messages, counts: &BTreeMap<Rule, usize>) -> String {
    let parts = counts.iter().map(|(rule, count)| {
        let rule = messages.rule(rule.name());
        messages.text("part-rule", &[("rule", rule.into()), ("count", (*count).into())])
    });
    parts.collect::<Vec<_>>().join(", ")
}

fn count(messages: &Messages, id: &'static str, number: usize) -> String {
    messages.text(id, &[("count", number.into())])
}
