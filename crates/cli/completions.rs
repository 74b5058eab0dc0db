//! `larder completions`: what a shell needs to complete our commands, options and formats.

use clap::CommandFactory as _;

use crate::{
    args::{Args, CompletionsArgs, translated},
    exit::Exit,
    failure::Failure,
    report::Talk,
};

/// Prints the script for a shell.
pub(crate) fn run(args: &CompletionsArgs, talk: &Talk) -> Result<Exit, Failure> {
    let mut script = Vec::new();
    clap_complete::generate(
        args.shell,
        &mut translated(Args::command(), &talk.messages),
        "larder",
        &mut script,
    );
    talk.result(&String::from_utf8_lossy(&script)).map(|()| Exit::Complete)
}
