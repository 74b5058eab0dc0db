//! Runs the conversations in `tests/fixtures/cli`.
//!
//! A Markdown file with fenced blocks. A block whose fence says `file NAME` makes a file; the others are conversations,
//! in one folder for the whole file:
//!
//! ```text
//! % LANG=ko_KR.UTF-8 larder formats     variables, then the command
//! input                                 what comes from standard input, up to ^D (only when there is any)
//! ^D
//! what is printed
//! 2> what is said on standard error
//! => 1                                  the exit code, when it is not 0
//! ```

use std::{fs, path::Path};

use crate::program::{Test, same, words};

#[test]
fn conversations() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/cli");
    let mut cases: Vec<_> = fs::read_dir(folder).unwrap().map(|it| it.unwrap().path()).collect();
    cases.retain(|path| path.extension().is_some_and(|end| end == "md"));
    cases.sort();
    assert!(!cases.is_empty());
    for path in cases {
        let expected = fs::read_to_string(&path).unwrap();
        let found = converse(&expected);
        if std::env::var_os("BLESS").is_some() {
            fs::write(&path, found).unwrap();
        } else {
            same(&path.display().to_string(), &expected, &found);
        }
    }
}

/// The same text with what the program says now.
fn converse(text: &str) -> String {
    let mut said = String::new();
    let mut test = Test::new().sample();
    let mut lines = text.lines();
    while let Some(line) = lines.next() {
        said.push_str(&format!("{line}\n"));
        let Some(fence) = line.strip_prefix("```") else { continue };
        let block: Vec<_> = lines.by_ref().take_while(|line| *line != "```").collect();
        if let Some(name) = fence.strip_prefix("file ") {
            test = test.file(name, format!("{}\n", block.join("\n")));
            said.push_str(&format!("{}\n", block.join("\n")));
        } else {
            for turn in turns(&block) {
                let (new, again) = take_turn(&turn, test);
                said.push_str(&new);
                test = again;
            }
        }
        said.push_str("```\n");
    }
    said
}

/// The lines of each command, the command first.
fn turns<'a>(block: &[&'a str]) -> Vec<Vec<&'a str>> {
    let mut turns = Vec::<Vec<&str>>::new();
    for line in block {
        match (line.starts_with("% "), turns.last_mut()) {
            (false, Some(turn)) => turn.push(line),
            _ => turns.push(vec![line]),
        }
    }
    turns
}

/// Runs one command in the folder of `test`, and gives the folder back for the next.
fn take_turn(turn: &[&str], mut test: Test) -> (String, Test) {
    let command = turn[0].strip_prefix("% ").expect("a conversation begins with a command");
    let mut line = command;
    while let Some((variable, rest)) = line.split_once(' ').filter(|_| !line.starts_with("larder"))
    {
        let (name, value) = variable.split_once('=').expect("NAME=value");
        test = test.variable(name, value);
        line = rest;
    }
    assert!(!words(line).is_empty());
    let mut said = format!("% {command}\n");
    if let Some(end) = turn.iter().position(|line| *line == "^D") {
        let input = turn[1..end].join("\n") + "\n";
        said.push_str(&format!("{input}^D\n"));
        test = test.stdin(input);
    }
    let ran = test.run(line);
    said.push_str(&ran.stdout);
    for line in ran.stderr.lines() {
        said.push_str(&format!("{}\n", format!("2> {line}").trim_end_matches(' ')));
    }
    if ran.exit != 0 {
        said.push_str(&format!("=> {}\n", ran.exit));
    }
    (said, Test::within(ran.folder))
}
