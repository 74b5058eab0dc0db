//! Ctrl-C, SIGTERM and a reader that goes away.
#![cfg(unix)]

use std::{
    io::{BufRead as _, BufReader, Read as _, Write as _},
    process::{Child, Command},
};

use crate::program::{Test, tree};

/// A run that waits for standard input, with its output begun.
fn waiting(test: &Test, line: &str) -> Child {
    let mut child = test.command(line).spawn().unwrap();
    let is_begun = || tree(&test.path(".")).keys().any(|name| name.contains(".larder-"));
    for _ in 0..600 {
        if is_begun() {
            return child;
        }
        std::thread::sleep(std::time::Duration::from_millis(50));
    }
    child.kill().unwrap();
    panic!("the output was never begun: {:?}", child.wait());
}

fn signal(child: &Child, name: &str) {
    let sent = Command::new("kill").args(["-s", name, &child.id().to_string()]).status();
    assert!(sent.is_ok_and(|status| status.success()), "this test needs `kill`");
}

#[test]
fn a_stopped_run_leaves_the_older_output_whole_and_nothing_half_written() {
    for name in ["INT", "TERM"] {
        let test = Test::new().file("out/rss.xml", "older").sample();
        let before = tree(&test.path("."));
        let mut child = waiting(&test, "larder convert captures - --to rss,json -o out --replace");
        signal(&child, name);
        let mut said = BufReader::new(child.stderr.take().unwrap());
        let mut line = String::new();
        said.read_line(&mut line).unwrap();
        assert_eq!(line, "stopping at the next safe point (Ctrl-C again stops at once)\n");
        drop(child.stdin.take());
        line.clear();
        said.read_to_string(&mut line).unwrap();
        assert_eq!(line, "error: stopped; nothing was written\n");
        assert_eq!(child.wait().unwrap().code(), Some(130));
        assert_eq!(tree(&test.path(".")), before);
    }
}

#[test]
fn a_second_signal_stops_at_once() {
    let test = Test::new();
    let mut child = waiting(&test, "larder convert - --to rss -o out");
    signal(&child, "INT");
    let mut line = String::new();
    BufReader::new(child.stderr.take().unwrap()).read_line(&mut line).unwrap();
    signal(&child, "INT");
    assert_eq!(child.wait().unwrap().code(), Some(130));
}

#[test]
fn a_reader_that_went_away_is_no_failure() {
    let posts = (1..=28)
        .map(|day| crate::archive::post(&day.to_string(), day, &"<p>long</p>".repeat(2000)));
    let archive = crate::archive::archive(posts.collect());
    for line in
        ["larder schema", "larder convert - --to rss -o -", "larder convert - --to json -o -"]
    {
        let mut child = Test::new().command(line).spawn().unwrap();
        drop(child.stdout.take());
        let _ = child.stdin.take().unwrap().write_all(archive.as_bytes());
        let mut said = String::new();
        child.stderr.take().unwrap().read_to_string(&mut said).unwrap();
        assert_eq!((said.as_str(), child.wait().unwrap().code()), ("", Some(0)), "{line}");
    }
}
