//! The files of redirects that stand beside what moves: the table, what to ask the new site, and what hosts were asked for.
//!
//! ```text
//! redirects/redirects.csv   redirects.json        the table, all of it
//! redirects/redirects.test.csv                    each old address in all its spellings, and what must come back
//! redirects/netlify/_redirects …                  for each host of WriteOptions::redirects
//! ```

use std::collections::BTreeSet;

use larder_core::{NoteKind, Severity};

use crate::{
    Account, Sink, SinkError,
    redirects::{Built, Finding, Host, Table, stream, stream_cases, write as written},
};

/// Writes a table for hosts, and what to ask the new site. `name` makes of the name of a file where it stands. What a host
/// cannot express is a note.
pub(crate) fn write(
    table: &Table,
    hosts: &BTreeSet<Host>,
    name: &dyn Fn(&str) -> String,
    sink: &mut dyn Sink,
    account: &mut Account,
) -> Result<(), SinkError> {
    for host in hosts {
        // There may be many: the table itself is never held as text.
        if matches!(host, Host::Csv | Host::Json) {
            account.file(sink, &name(host.file()), &mut |out| stream(*host, table, out))?;
            continue;
        }
        let made = written(*host, table);
        for (file_name, text) in &made.files {
            file(sink, account, &name(file_name), text)?;
        }
        for lost in made.unexpressed {
            account.note(NoteKind::RedirectsUnexpressed {
                output: account.output.format.clone(),
                host: host.name().to_owned(),
                why: lost.reason.explanation().to_owned(),
                count: lost.count as u64,
            });
        }
    }
    account.file(sink, &name("redirects.test.csv"), &mut |out| stream_cases(table, out))
}

/// Says which old addresses are in no table because two things claim them, how many of those that are no page of the
/// output serves, and how many lists of posts have no page.
pub(crate) fn note(built: &Built, (unserved, unlisted): (u64, u64), account: &mut Account) {
    // Of forms that only the platform would have guessed, nobody is told.
    let is_contested = |it: &&Finding| it.severity() == Severity::Loss;
    let contested = built.findings.iter().filter(is_contested).count() as u64;
    let output = || account.output.format.clone();
    let notes = [
        (contested, NoteKind::RedirectsContested { output: output(), count: contested }),
        (unserved, NoteKind::AddressesMoved { output: output(), count: unserved }),
        (unlisted, NoteKind::ListsGone { output: output(), count: unlisted }),
    ];
    notes.into_iter().filter(|(count, _)| *count > 0).for_each(|(_, note)| account.note(note));
}

fn file(
    sink: &mut dyn Sink,
    account: &mut Account,
    name: &str,
    text: &str,
) -> Result<(), SinkError> {
    account.file(sink, name, &mut |out| out.write_all(text.as_bytes()))
}
