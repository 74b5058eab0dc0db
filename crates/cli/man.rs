//! `larder man`: the manual, made from the same description as the help.
//!
//! Without more words it is one page with every command in it, as `man` shows it: `larder man | man -l -`. A command's
//! name gives the page of that command, and `--output` writes all pages as packages install them.

use clap::{Command, CommandFactory as _};
use clap_mangen::Man;
use larder_export::{
    Sink as _, SinkError,
    sink::{Existing, Folder},
};

use crate::{
    args::{Args, ManArgs, translated},
    exit::Exit,
    failure::Failure,
    messages::{Language, Message, Messages},
    report::Talk,
};

/// Prints the manual, the page of one command, or writes all pages.
pub(crate) fn run(args: &ManArgs, talk: &Talk) -> Result<Exit, Failure> {
    let mut program = translated(Args::command(), &talk.messages);
    program.build();
    let text = match (&args.command, &args.output) {
        (Some(name), _) => page(subcommand(&program, name)?, &talk.messages),
        (None, Some(folder)) => {
            let mut folder = Folder::create(folder, Existing::Refuse).map_err(new_only)?;
            for command in commands(&program) {
                let page = page(command, &talk.messages);
                let name = format!("{}.1", command.get_display_name().unwrap_or("larder"));
                folder.file(&name, &mut |out| out.write_all(page.as_bytes()))?;
            }
            return Ok(folder.commit().map(|_| Exit::Complete)?);
        }
        (None, None) => manual(&program, &talk.messages),
    };
    talk.result(&text).map(|()| Exit::Complete)
}

/// There is no `--replace` here.
fn new_only(error: SinkError) -> Failure {
    Failure { hints: Vec::new(), ..error.into() }
}

fn commands(program: &Command) -> impl Iterator<Item = &Command> {
    std::iter::once(program).chain(program.get_subcommands())
}

/// The program's page, with a section for each command before its end.
fn manual(program: &Command, messages: &Messages) -> String {
    let whole = page(program, messages);
    let end = format!(".SH {}\n", heading("EXTRA", messages));
    let (start, rest) = whole.split_once(&end).expect("the program tells its exit codes");
    let sections: String = program.get_subcommands().map(|it| section(it, messages)).collect();
    format!("{start}{sections}{end}{rest}")
}

/// One command as a section of the manual: what its page says, a level deeper.
fn section(command: &Command, messages: &Messages) -> String {
    let man = Man::new(command.clone());
    let rendered = roff(|out| {
        man.render_description_section(out)?;
        man.render_synopsis_section(out)?;
        man.render_options_section(out)
    });
    let name = command.get_bin_name().unwrap_or_else(|| command.get_name()).to_uppercase();
    let description = format!(".SH {}\n", heading("DESCRIPTION", messages));
    let text = said(&rendered, messages).replacen(&description, "", 1);
    format!(".SH \"{name}\"\n{}", text.replace(".SH ", ".SS "))
}

fn page(command: &Command, messages: &Messages) -> String {
    let man = Man::new(command.clone());
    let text = said(&roff(|out| man.render(out)), messages);
    format!("{APOSTROPHES}{text}")
}

fn roff(render: impl FnOnce(&mut Vec<u8>) -> std::io::Result<()>) -> String {
    let mut page = Vec::new();
    render(&mut page).expect("writing to memory cannot fail");
    String::from_utf8_lossy(&page).into_owned()
}

/// What `clap_mangen` puts before every part; a page needs it once.
const APOSTROPHES: &str = ".ie \\n(.g .ds Aq \\(aq\n.el .ds Aq '\n";

/// The page with its headings in the language of `messages`, and the exit codes on lines of their own.
fn said(page: &str, messages: &Messages) -> String {
    let mut text = String::new();
    let mut lines = page.lines().filter(|line| !APOSTROPHES.contains(line)).peekable();
    let mut is_list = false;
    while let Some(line) = lines.next() {
        let Some(name) = line.strip_prefix(".SH ") else {
            text.push_str(&format!("{line}\n"));
            continue;
        };
        text.push_str(if is_list { ".fi\n" } else { "" });
        text.push_str(&format!(".SH {}\n", heading(name.trim_matches('"'), messages)));
        is_list = name == "EXTRA";
        if is_list {
            // The help has its own heading there.
            lines.next_if(|line| line.ends_with(':'));
            text.push_str(".nf\n");
        }
    }
    text
}

fn heading(name: &str, messages: &Messages) -> String {
    let translated = || messages.help("section", &name.to_ascii_lowercase());
    match (messages.language(), name) {
        (Language::English, "EXTRA") => "\"EXIT CODES\"".to_owned(),
        (Language::English, name) => name.to_owned(),
        (Language::Korean, name) => translated().unwrap_or_else(|| name.to_owned()),
    }
}

fn subcommand<'a>(program: &'a Command, name: &str) -> Result<&'a Command, Failure> {
    program.find_subcommand(name).ok_or_else(|| {
        let hint = Message::new("hint-help").with("command", "larder");
        Failure::usage("error-unknown-command").with("name", name).hint(hint)
    })
}
