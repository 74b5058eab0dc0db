//! Where the old addresses of a blog lead now: one table, and what each host can say of it.
//!
//! ```text
//! facts of what is carried  →  Builder  →  Table  →  write(host)  →  files, and what the host cannot say
//!                                            ↑            │
//!                       parse(host, bytes) ──┴── Replay ◄─┘   what the host would answer
//! ```
//!
//! A [`Builder`] is told of what is carried, and of nothing else: an address of a private post is a secret too. It finds
//! every form in which platforms answered for it. The [`Table`] has each old address once, leads nowhere twice and to no
//! page that is in its own way; what it could not hold so is a [`Finding`].
//!
//! ```
//! use larder_export::redirects::{Builder, Facts, Platform};
//!
//! let mut builder = Builder::new(&["https://old.example.org/"], "https://new.example.org/", Platform::WordPress);
//! builder.page("/posts/first-snow/");
//! let mut post = Facts::new("/posts/first-snow/");
//! post.addresses.push("https://old.example.org/2019/05/first-snow/".into());
//! post.number = Some(12);
//! builder.post(&post);
//! let built = builder.build();
//! let lines: Vec<String> = built.table.iter().map(|it| format!("{} {}", it.from, it.rule)).collect();
//! assert!(lines.contains(&"/?p=12 id".to_owned()));
//! assert!(lines.contains(&"/2019/05/first-snow/ permalink".to_owned()));
//! ```

mod address;
mod aliases;
mod builder;
mod cases;
mod check;
mod detect;
mod finding;
mod host;
mod hosts;
mod plain;
mod plan;
mod platform;
mod replay;
mod rule;
mod sheet;
mod table;
mod target;

#[cfg(test)]
mod tests;

pub use self::{
    address::{Address, AddressError, Key},
    aliases::{Aliases, Generator},
    builder::{Builder, Built, Facts, TermFacts},
    cases::{Case, Variant, cases, cases_csv, leads_to, read_cases},
    check::{Pages, check},
    detect::detect,
    finding::Finding,
    host::Host,
    plan::{Reason, Unexpressed},
    platform::Platform,
    replay::{Answer, Replay},
    rule::{Parsed, Rule},
    table::{Class, Redirect, Status, Table},
    target::{Target, TargetError},
};
pub(crate) use self::{builder::host_of as host, cases::stream as stream_cases};

/// What is written for a host.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Written {
    /// Names below the folder of redirects, and texts.
    pub files: Vec<(String, String)>,
    /// What the host cannot express: declared losses.
    pub unexpressed: Vec<Unexpressed>,
}

/// The files of a host for a table.
pub fn write(host: Host, table: &Table) -> Written {
    let (rules, unexpressed) = plan::plan(host, table);
    Written { files: hosts::print(host, table, &rules), unexpressed }
}

/// Writes the table itself, as CSV or as JSON, without holding it as text. Fails when `out` does.
pub(crate) fn stream(
    host: Host,
    table: &Table,
    out: &mut dyn std::io::Write,
) -> std::io::Result<()> {
    hosts::stream(host, table, out)
}

/// Reads a file of a host. `name` is its name, which says for which address a page of [`Host::Html`] stands.
///
/// It never fails: what it cannot read is told, line by line. Files of more than 64 MiB are not read.
pub fn parse(host: Host, name: &str, bytes: &[u8]) -> Parsed {
    if bytes.len() > hosts::LARGEST {
        let mut parsed = Parsed::new(host);
        parsed.not_read(1, "the file is larger than 64 MiB");
        return parsed;
    }
    hosts::parse(host, name, &String::from_utf8_lossy(bytes))
}
