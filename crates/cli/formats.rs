//! `larder formats`: what is read and what is written, from the registries.

use std::collections::BTreeMap;

use larder_core::Format;
use larder_export::{WRITERS, Writer};
use larder_import::{OTHER_NAMES, READERS};
use serde::Serialize;

use crate::{
    args::FormatsArgs,
    exit::Exit,
    failure::Failure,
    messages::{Language, Messages},
    report::{Talk, pretty},
    terminal::{pad, width},
};

/// One format.
#[derive(Serialize)]
struct Row {
    name: &'static str,
    reads: bool,
    writes: bool,
    /// The file that is written; absent for formats that are only read.
    #[serde(skip_serializing_if = "str::is_empty")]
    file: &'static str,
    summary: &'static str,
    /// What a reader recognises it by; absent for formats that are only written.
    #[serde(skip_serializing_if = "str::is_empty")]
    sign: &'static str,
    /// Other names that `--from` understands.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    other_names: Vec<&'static str>,
    /// What a writer has no place for.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    losses: Vec<LossRow>,
    #[serde(skip)]
    summary_ko: &'static str,
}

#[derive(Serialize)]
struct LossRow {
    field: &'static str,
    why: &'static str,
}

/// Prints the formats as a table, as a list of losses or of signs, or as JSON.
pub(crate) fn run(args: &FormatsArgs, talk: &Talk) -> Result<Exit, Failure> {
    let text = match () {
        () if args.json => pretty(&rows()),
        () if args.losses => losses(&talk.messages),
        () if args.signs => signs(&talk.messages),
        () => format!("{}\n{}", table(&talk.messages), other_names(&talk.messages)),
    };
    talk.result(&text).map(|()| Exit::Complete)
}

/// Every format once: those that are read first, in the order of the registries.
fn rows() -> Vec<Row> {
    let mut rows = Vec::<Row>::new();
    for reader in READERS {
        rows.push(Row {
            reads: true,
            sign: reader.looks_for(),
            other_names: others_of(reader.format().name),
            ..row(reader.format())
        });
    }
    for writer in WRITERS {
        let format = writer.format();
        let known = rows.iter().position(|row| row.name == format.name);
        let index = known.unwrap_or_else(|| {
            rows.push(row(format));
            rows.len() - 1
        });
        rows[index].writes = true;
        rows[index].losses = loss_rows(*writer);
    }
    rows
}

fn row(format: &'static Format) -> Row {
    Row {
        name: format.name,
        reads: false,
        writes: false,
        file: format.file,
        sign: "",
        other_names: Vec::new(),
        summary: format.summary,
        losses: Vec::new(),
        summary_ko: format.summary_ko,
    }
}

fn loss_rows(writer: &dyn Writer) -> Vec<LossRow> {
    let losses = writer.losses().iter();
    losses.map(|loss| LossRow { field: loss.field, why: loss.why }).collect()
}

fn table(messages: &Messages) -> String {
    let text = |id: &str| messages.text(id, &[]);
    let (yes, no) = (text("formats-yes"), "–".to_owned());
    let mark = |holds: bool| if holds { yes.clone() } else { no.clone() };
    let heads = ["formats-name", "formats-reads", "formats-writes", "formats-summary"].map(text);
    let mut lines = vec![heads];
    for row in rows() {
        let summary = match messages.language() {
            Language::English => row.summary,
            Language::Korean => row.summary_ko,
        };
        lines.push([row.name.into(), mark(row.reads), mark(row.writes), summary.into()]);
    }
    columns(&lines)
}

fn others_of(name: &str) -> Vec<&'static str> {
    OTHER_NAMES.iter().filter(|(_, it)| *it == name).map(|(other, _)| *other).collect()
}

/// The names of platforms that `--from` understands, by the format that each means.
fn other_names(messages: &Messages) -> String {
    let mut lines = format!("{}\n", messages.text("formats-other-names", &[]));
    for reader in READERS {
        let name = reader.format().name;
        let others = others_of(name);
        if !others.is_empty() {
            lines.push_str(&format!("  {name}: {}\n", others.join(", ")));
        }
    }
    lines
}

/// Lines with their cells under each other, two spaces between.
fn columns(lines: &[[String; 4]]) -> String {
    let mut widths = BTreeMap::<usize, usize>::new();
    for (column, cell) in lines.iter().flat_map(|line| line.iter().enumerate()) {
        let widest = widths.entry(column).or_default();
        *widest = width(cell).max(*widest);
    }
    let line = |line: &[String; 4]| {
        let cells = line.iter().enumerate().map(|(column, cell)| pad(cell, widths[&column]));
        format!("{}\n", cells.collect::<Vec<_>>().join("  ").trim_end_matches(' '))
    };
    lines.iter().map(line).collect()
}

fn signs(messages: &Messages) -> String {
    let line = |reader: &&dyn larder_import::Reader| {
        format!("{}\n  {}\n", reader.format().name, messages.phrase(reader.looks_for()))
    };
    READERS.iter().map(line).collect()
}

fn losses(messages: &Messages) -> String {
    let mut lines = String::new();
    for writer in WRITERS {
        let name = ("format", writer.format().name.into());
        if writer.losses().is_empty() {
            lines.push_str(&format!("{}\n", messages.text("formats-loses-nothing", &[name])));
            continue;
        }
        lines.push_str(&format!("{}\n", messages.text("formats-loses", &[name])));
        for loss in writer.losses() {
            lines.push_str(&format!("  {}: {}\n", loss.field, messages.phrase(loss.why)));
        }
    }
    lines
}
