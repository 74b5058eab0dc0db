//! The program `larder`.
//!
//! ```text
//! args → a subcommand → Run or text → report (stderr for people, stdout for results) → exit code
//! ```
//!
//! The libraries do the work; this crate says what is to be done, shows how far it is, and tells the truth about what
//! became of it.

mod args;
mod check;
mod completions;
mod convert;
mod diff;
mod exit;
mod failure;
mod folders;
mod formats;
mod hidden;
mod input;
mod inspect;
mod man;
mod messages;
mod progress;
mod redirects;
mod report;
mod schema;
mod target;
mod terminal;
mod verify;

use std::{env, ffi::OsString, process::ExitCode};

use clap::{CommandFactory as _, FromArgMatches as _, error::ErrorKind};
use mimalloc::MiMalloc;

use crate::{
    args::{Args, ColorWhen, Command},
    exit::Exit,
    failure::Failure,
    messages::{Language, Messages},
    report::{Talk, Volume},
};

/// Much of the work is to make small things on one thread that another one gives back.
#[global_allocator]
static ALLOCATOR: MiMalloc = MiMalloc;

fn main() -> ExitCode {
    input::outlive_file_limits();
    let arguments: Vec<OsString> = env::args_os().collect();
    let messages = Messages::new(Language::chosen(&arguments));
    let exit = match parse(arguments, &messages) {
        Ok(args) => {
            let talk = Talk::new(messages, volume(&args), args.talk.color);
            ended(run(args.command, &talk), &talk)
        }
        Err(refused) => {
            let talk = Talk::new(messages, Volume::Normal, ColorWhen::Auto);
            ended(help_or_failure(&refused, &talk), &talk)
        }
    };
    exit.into()
}

/// The command line, with its help in the language of `messages`.
fn parse(arguments: Vec<OsString>, messages: &Messages) -> Result<Args, clap::Error> {
    let command = args::translated(Args::command(), messages);
    let mut matches = command.try_get_matches_from(arguments)?;
    Args::from_arg_matches_mut(&mut matches)
}

fn run(command: Command, talk: &Talk) -> Result<Exit, Failure> {
    match command {
        Command::Convert(args) => convert::run(*args, talk),
        Command::Inspect(args) => inspect::run(&args, talk),
        Command::Check(args) => check::run(&args, talk),
        Command::Verify(args) => verify::run(&args, talk),
        Command::Diff(args) => diff::run(&args, talk),
        Command::Redirects(args) => redirects::run(&args, talk),
        Command::Formats(args) => formats::run(&args, talk),
        Command::Schema(args) => schema::run(&args, talk),
        Command::Completions(args) => completions::run(&args, talk),
        Command::Man(args) => man::run(&args, talk),
    }
}

fn ended(result: Result<Exit, Failure>, talk: &Talk) -> Exit {
    result.unwrap_or_else(|failure| {
        talk.failure(&failure);
        failure.exit
    })
}

/// Help and version are results when they were asked for; everything else is a mistake on the command line.
fn help_or_failure(refused: &clap::Error, talk: &Talk) -> Result<Exit, Failure> {
    match refused.kind() {
        ErrorKind::DisplayHelp | ErrorKind::DisplayVersion => {
            talk.help(refused).map(|()| Exit::Complete)
        }
        ErrorKind::DisplayHelpOnMissingArgumentOrSubcommand => {
            talk.help(refused).map(|()| Exit::Usage)
        }
        _ => Err(report::usage_failure(refused)),
    }
}

fn volume(args: &Args) -> Volume {
    match (args.talk.quiet, args.talk.verbose) {
        (true, _) => Volume::Quiet,
        (_, true) => Volume::Verbose,
        _ => Volume::Normal,
    }
}
