//! The program as its users meet it: exit code, standard output, standard error, whole text.
//!
//! What can be shown as a conversation is one, in `tests/fixtures/cli/*.md`; what needs files, signals or a look at the
//! output is a test below. `BLESS=1 cargo test --test cli conversations` accepts what the program says now: read it
//! before you commit it.
#![allow(
    clippy::disallowed_methods,
    clippy::unwrap_used,
    clippy::print_stderr,
    missing_docs,
    unreachable_pub,
    reason = "tests make files, look at files, and may fail anywhere; clippy.toml does not reach their helpers"
)]

#[path = "common/program.rs"]
mod program;

#[path = "cli/archive.rs"]
mod archive;
#[path = "cli/bad_input.rs"]
mod bad_input;
#[path = "cli/conversations.rs"]
mod conversations;
#[path = "cli/crawls.rs"]
mod crawls;
#[path = "cli/feeds.rs"]
mod feeds;
#[path = "cli/korean.rs"]
mod korean;
#[path = "cli/media.rs"]
mod media;
#[path = "cli/moves.rs"]
mod moves;
#[path = "cli/output.rs"]
mod output;
#[path = "cli/pages.rs"]
mod pages;
#[path = "cli/proofs.rs"]
mod proofs;
#[path = "cli/redirects.rs"]
mod redirects;
#[path = "cli/safety.rs"]
mod safety;
#[path = "cli/signals.rs"]
mod signals;
#[path = "cli/verify.rs"]
mod verify;
