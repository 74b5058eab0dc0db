//! `larder inspect`: what an input is and why, and what it holds.
//!
//! Reads exactly as `convert` does, and ends with the same exit code, but writes nothing. With `--json`:
//!
//! ```text
//! { "larder": "0.1.0", "command": "inspect", "input": [...],
//!   "detection": { "reader", "votes": [{ "reader", "vote", "reason" }] },
//!   "inputs": { "file": { "total", "carried", "joined", "stored_aside", "left_out": { rule: n }, "unexplained" } },
//!   "blogs": [Census], "notes": { code: n }, "unexplained": [...], "outcome", "exit_code" }
//! ```

mod census;
mod forecast;
mod page;
mod used;

use std::collections::BTreeMap;

use larder_core::{Blog, Note};
use larder_export::Writer;
use larder_import::{ReadError, Reading};
use serde::Serialize;

pub(crate) use self::census::Census;
use crate::{
    args::InspectArgs,
    exit::Exit,
    failure::Failure,
    input::{Input, read_input, stop_on_signal},
    report::{
        Fates, Noted, Noting, Talk, Volume, VoteRecord, counts, fates_by_kind, pretty, votes,
    },
};

/// Reads the input and prints its census.
pub(crate) fn run(args: &InspectArgs, talk: &Talk) -> Result<Exit, Failure> {
    let input = read_input(&args.read, &stop_on_signal(&talk.messages), talk)?;
    let inspection = Inspection::of(&input, &args.to, talk.volume)?;
    let text = match args.json {
        true => pretty(&inspection),
        false => page::text(&talk.messages, &inspection, &input, &noted(&input, talk)?),
    };
    talk.result(&text)?;
    Ok(exit(&input))
}

/// The notes one by one, where all is to be said.
fn noted(input: &Input, talk: &Talk) -> Result<Vec<Noted>, Failure> {
    if talk.volume != Volume::Verbose {
        return Ok(Vec::new());
    }
    let Reading { blogs, notes, .. } = &input.reading;
    let of_none = notes.iter().map(|note| Ok(Noted::on_nothing(note.clone())));
    let of_blogs = blogs.iter().flat_map(|blog| {
        let noting = Noting::on(blog);
        blog.notes.iter().map(move |note| noting.note(None, note.clone()))
    });
    Ok(of_none.chain(of_blogs).collect::<std::io::Result<_>>().map_err(ReadError::Io)?)
}

/// All that is said about an input.
#[derive(Serialize)]
struct Inspection<'a> {
    larder: &'static str,
    command: &'static str,
    input: &'a [String],
    detection: Detected,
    inputs: BTreeMap<&'static str, Fates>,
    blogs: Vec<Census>,
    notes: BTreeMap<&'static str, usize>,
    unexplained: Vec<String>,
    outcome: &'static str,
    exit_code: u8,
}

#[derive(Serialize)]
struct Detected {
    reader: &'static str,
    votes: Vec<VoteRecord>,
}

impl<'a> Inspection<'a> {
    fn of(
        input: &'a Input,
        writers: &[&'static dyn Writer],
        volume: Volume,
    ) -> Result<Self, Failure> {
        let reading = &input.reading;
        let blogs = reading.blogs.iter().map(|blog| Census::of(blog, writers, volume));
        let blogs = blogs.collect::<Result<_, _>>()?;
        let kinds = counts(all_notes(&reading.blogs, &reading.notes));
        Ok(Self {
            larder: env!("CARGO_PKG_VERSION"),
            command: "inspect",
            input: &input.names,
            detection: Detected {
                reader: input.detection.reader.format().name,
                votes: votes(&input.detection.votes),
            },
            inputs: fates_by_kind(&reading.ledger),
            blogs,
            notes: kinds.into_iter().collect(),
            unexplained: reading.ledger.unexplained().iter().map(ToString::to_string).collect(),
            outcome: exit(input).name(),
            exit_code: exit(input).code(),
        })
    }
}

fn all_notes<'a>(blogs: &'a [Blog], notes: &'a [Note]) -> impl Iterator<Item = &'a Note> {
    notes.iter().chain(blogs.iter().flat_map(|blog| &blog.notes))
}

fn exit(input: &Input) -> Exit {
    let reading = &input.reading;
    reading.ledger.outcome(all_notes(&reading.blogs, &reading.notes)).into()
}
