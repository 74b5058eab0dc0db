//! `larder redirects --probe` against a little site on this machine, which is good in most things.

use std::{
    io::{BufRead as _, BufReader, Write as _},
    net::{TcpListener, TcpStream},
    thread,
};

use serde_json::Value;

use crate::program::Test;

const TABLE: &str = "from,to,status,rule\n\
    /2019/눈/,/posts/snow/,301,permalink\n\
    /away,https://other.invalid/there,301,given\n\
    /chain,/again/,301,given\n\
    /dead,/nowhere/,301,given\n\
    /temporary,/posts/snow/,301,given\n\
    /wrong,/posts/snow/,301,given\n";

/// A site that answers every request of a test; its address.
fn site() -> String {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = listener.local_addr().unwrap();
    thread::spawn(move || {
        for stream in listener.incoming().flatten() {
            thread::spawn(move || answer(stream));
        }
    });
    format!("http://{address}")
}

fn answer(mut stream: TcpStream) {
    let mut lines = BufReader::new(stream.try_clone().unwrap()).lines();
    let request = lines.next().and_then(Result::ok).unwrap_or_default();
    for line in lines.by_ref().map_while(Result::ok) {
        if line.is_empty() {
            break;
        }
    }
    let target = request.split(' ').nth(1).unwrap_or_default().to_lowercase();
    let path = target.split('?').next().unwrap_or_default().trim_end_matches('/');
    let (status, place) = match path {
        "/2019/%eb%88%88" => ("301 Moved Permanently", "/posts/snow/"),
        "/away" => ("301 Moved Permanently", "https://other.invalid/there"),
        "/chain" => ("301 Moved Permanently", "/again/"),
        "/again" => ("301 Moved Permanently", "/posts/snow/"),
        "/dead" => ("301 Moved Permanently", "/nowhere/"),
        "/temporary" => ("302 Found", "/posts/snow/"),
        "/wrong" => ("301 Moved Permanently", "/"),
        "/posts/snow" | "" => ("200 OK", ""),
        _ => ("404 Not Found", ""),
    };
    let place = if place.is_empty() { String::new() } else { format!("Location: {place}\r\n") };
    let _ = write!(
        stream,
        "HTTP/1.1 {status}\r\n{place}Content-Length: 0\r\nConnection: close\r\n\r\n"
    );
}

#[test]
fn a_site_is_asked_for_every_old_address_and_what_it_does_wrong_is_told() {
    let site = site();
    let ran = Test::new()
        .file("redirects.csv", TABLE)
        .run(&format!("larder redirects redirects.csv --probe {site} --jobs 4 --json"))
        .exits(1);
    let said: Value = serde_json::from_str(&ran.stdout).unwrap();
    let wrong = said["probe"]["wrong"].as_array().unwrap();
    let first = |url: &str| {
        let mut found = wrong.iter().find(|it| it["url"] == url).cloned().unwrap_or_default();
        found.as_object_mut().map(|it| it.remove("url"));
        found.to_string()
    };
    assert_eq!(first("/2019/%EB%88%88/"), "null", "it is right");
    assert_eq!(first("/away"), "null", "nobody else is asked");
    assert_eq!(first("/chain"), r#"{"found":301,"location":"/again/","problem":"page"}"#);
    assert_eq!(first("/dead"), r#"{"found":404,"location":"/nowhere/","problem":"page"}"#);
    assert_eq!(first("/temporary"), r#"{"expected":301,"found":302,"problem":"status"}"#);
    assert_eq!(first("/wrong"), r#"{"expected":"/posts/snow/","found":"/","problem":"place"}"#);
    assert!(ran.stderr.starts_with(&format!("asking {site}/ for ")), "{}", ran.stderr);
    let asked = said["probe"]["asked"].as_u64().unwrap();
    assert_eq!(said["probe"]["right"].as_u64().unwrap() + wrong.len() as u64, asked);
    assert_eq!(said["exit_code"], 1);
}

#[test]
fn the_tests_that_are_written_can_be_tried_on_a_site() {
    let site = site();
    let ran = Test::new()
        .file(
            "redirects.csv",
            TABLE.lines().take(3).map(|it| format!("{it}\n")).collect::<String>(),
        )
        .run("larder redirects redirects.csv --convert nginx,netlify -o made")
        .exits(0);
    let tests = ran.text("made/redirects.test.csv");
    assert_eq!(
        tests,
        "url,expected_status,expected_location\n\
         /2019/%EB%88%88/,301,/posts/snow/\n\
         /2019/눈/,301,/posts/snow/\n\
         /away,301,https://other.invalid/there\n"
    );
    Test::within(ran.folder)
        .run(&format!("larder redirects made/redirects.test.csv --probe {site}"))
        .stdout(&format!("made/redirects.test.csv: 3 tests\n{site}/: asked 3 times, 3 right\n"))
        .stderr(&format!("asking {site}/ for 3 addresses\n"))
        .exits(0);
}

#[test]
fn a_site_that_does_not_answer_at_all_is_no_site_with_bad_redirects() {
    // Nobody listens there any more.
    let address = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap();
    let ran = Test::new()
        .file("redirects.csv", TABLE)
        .run(&format!("larder redirects redirects.csv --probe http://{address} --timeout 5"))
        .exits(4);
    assert!(ran.stdout.contains("`/away`: no answer: "), "{}", ran.stdout);
}
