//! `larder man`: manual pages, made from the same description as the help.

use clap::{Command, CommandFactory as _};
use clap_mangen::Man;

use crate::{
    args::{Args, ManArgs, translated},
    exit::Exit,
    failure::Failure,
    messages::Message,
    report::Talk,
};

/// Prints a page: of the program, or of one of its commands.
pub(crate) fn run(args: &ManArgs, talk: &Talk) -> Result<Exit, Failure> {
    let mut program = translated(Args::command(), &talk.messages);
    program.build();
    let command = match &args.command {
        None => program,
        Some(name) => subcommand(&program, name)?,
    };
    let mut page = Vec::new();
    Man::new(command).render(&mut page).expect("writing to memory cannot fail");
    talk.result(&String::from_utf8_lossy(&page)).map(|()| Exit::Complete)
}

fn subcommand(program: &Command, name: &str) -> Result<Command, Failure> {
    let Some(command) = program.find_subcommand(name) else {
        let hint = Message::new("hint-help").with("command", "larder");
        return Err(Failure::usage("error-unknown-command").with("name", name).hint(hint));
    };
    Ok(command.clone())
}
