//! Documents that are made to hurt: each is answered, soon, on a small stack.

use std::{
    thread,
    time::{Duration, Instant},
};

use larder_check::{Options, Report, Rule, check};

/// Checks in a thread with the stack that the program's own threads have.
fn check_small(bytes: Vec<u8>) -> Report {
    let start = Instant::now();
    let run = thread::Builder::new().stack_size(2 << 20);
    let report = run.spawn(move || check(&bytes, &Options::default())).unwrap().join().unwrap();
    // Far more than it takes, even when it is compiled without optimisation and other tests run beside it.
    assert!(start.elapsed() < Duration::from_secs(60));
    report
}

fn has(report: &Report, rule: Rule) -> bool {
    report.findings.iter().any(|finding| finding.rule == rule)
}

#[test]
fn nesting_is_bounded() {
    let deep = format!("<rss version='2.0'>{}", "<a>".repeat(100_000));
    assert!(has(&check_small(deep.into_bytes()), Rule::ValidatorLimit));
    let deep = format!("{{\"items\": [{}", "[".repeat(100_000));
    let report = check_small(format!("{deep}{}]}}", "]".repeat(100_000)).into_bytes());
    assert!(has(&report, Rule::ValidatorLimit));
    let version = r#"{"version": "https://jsonfeed.org/version/1.1", "_x": "#;
    let report = check_small(format!("{version}{}", "{\"a\":".repeat(100_000)).into_bytes());
    assert!(has(&report, Rule::InvalidJson));
}

#[test]
fn attributes_and_namespaces_are_bounded() {
    let many: String = (0..1_000_000).map(|it| format!(" a{it}=''")).collect();
    assert!(has(&check_small(format!("<rss{many}/>").into_bytes()), Rule::ValidatorLimit));
    let many: String = (0..250).map(|it| format!(" xmlns:a{it}='x:{it}'")).collect();
    assert!(has(&check_small(format!("<rss{many}/>").into_bytes()), Rule::ValidatorLimit));
}

#[test]
fn bodies_are_bounded() {
    let deep = "&lt;div>".repeat(100_000);
    let item = |body: &str| {
        format!(
            "<rss version='2.0'><channel><item><description>{body}</description></item></channel></rss>"
        )
    };
    let report = check_small(item(&deep).into_bytes());
    assert!(has(&report, Rule::NotHtml) && has(&report, Rule::ValidatorLimit));
    let formatting = "&lt;b>&lt;i>&lt;p>".repeat(20_000);
    assert!(has(&check_small(item(&formatting).into_bytes()), Rule::NotHtml));
    let ampersands = "&amp;".repeat(300_000);
    check_small(item(&ampersands).into_bytes());
    let references = "&amp;a".repeat(300_000);
    assert!(has(&check_small(item(&references).into_bytes()), Rule::NotHtml));
}

#[test]
fn a_hundred_megabytes_are_not_read() {
    let mut bytes = b"<rss version='2.0'><channel>".to_vec();
    bytes.resize(100_000_000, b' ');
    let report = check_small(bytes);
    assert_eq!(report.findings.len(), 1);
    assert!(has(&report, Rule::ValidatorLimit));
}

#[test]
fn findings_are_bounded_and_the_rest_is_counted() {
    let items = "<item><title/></item>".repeat(20_000);
    let feed = format!("<rss version='2.0'><channel>{items}</channel></rss>");
    let report = check_small(feed.into_bytes());
    let of = |rule| report.findings.iter().filter(|it| it.rule == rule).count();
    assert_eq!((of(Rule::NotBlank), of(Rule::MissingGuid)), (100, 100));
    assert_eq!(report.more.get(&(Rule::MissingGuid, false)), Some(&19_900));
}

#[test]
fn long_lines_with_many_findings_are_placed_in_one_pass() {
    let items =
        "<item><guid>17</guid><pubDate>x</pubDate><link>x</link><title>&lt;b</title></item>"
            .repeat(20_000);
    let feed = format!("<rss version='2.0'><channel>{items}</channel></rss>");
    let report = check_small(feed.into_bytes());
    assert!(report.findings.iter().all(|it| it.line == 1));
    assert!(report.findings.is_sorted_by_key(|it| it.column));
}

#[test]
fn many_of_what_should_be_one_are_looked_at_once() {
    let guids = "<guid>https://e.example/</guid>".repeat(100_000);
    check_small(
        format!("<rss version='2.0'><channel><item>{guids}</item></channel></rss>").into_bytes(),
    );
    let images = "<image><title>x</title><link>https://e.example/</link></image>".repeat(50_000);
    check_small(format!("<rss version='2.0'><channel>{images}</channel></rss>").into_bytes());
    let entries = "<entry><id>x</id></entry>".repeat(50_000);
    let feed = format!("<feed xmlns='http://www.w3.org/2005/Atom'>{entries}</feed>");
    check_small(feed.into_bytes());
    let outlines =
        "<outline>".repeat(99) + &"<outline/>".repeat(100_000) + &"</outline>".repeat(99);
    check_small(format!("<opml><body>{outlines}</body></opml>").into_bytes());
    let menus = "&lt;select>&lt;option>".repeat(20_000);
    check_small(
        format!("<rss><channel><item><description>{menus}</description></item></channel></rss>")
            .into_bytes(),
    );
    let text = "&amp;a".repeat(1_000_000);
    check_small(
        format!("<rss version='2.0'><channel><title>{text}</title></channel></rss>").into_bytes(),
    );
}

#[test]
fn bombs_do_not_go_off() {
    let bomb = "<!DOCTYPE rss [<!ENTITY a 'xxxxxxxxxx'><!ENTITY b '&a;&a;&a;'>]><rss>&b;</rss>";
    let report = check_small(bomb.as_bytes().to_vec());
    assert!(has(&report, Rule::InvalidDoctype));
    let keys: String = (0..200_000).map(|it| format!("\"_a{it}\": {{}}, ")).collect();
    check_small(format!("{{{keys}\"items\": []}}").into_bytes());
    let ids = "{\"id\": \"1\"},".repeat(200_000);
    let report = check_small(format!("{{\"items\": [{ids} 1]}}").into_bytes());
    assert!(has(&report, Rule::DuplicateItemId));
}

#[test]
fn every_beginning_of_a_feed_is_answered() {
    for feed in [crate::rss::CLEAN, crate::atom::CLEAN, crate::json_feed::CLEAN, crate::opml::CLEAN]
    {
        for end in (0..feed.len()).step_by(7) {
            check(&feed.as_bytes()[..end], &Options::default());
        }
    }
}

#[test]
fn what_is_said_is_bounded_and_on_one_line() {
    let name = "a".repeat(100_000);
    let deep = format!("<rss version='2.0'><channel>{}", format!("<{name}>").repeat(50));
    let closed = format!("{deep}{}</channel></rss>", format!("</{name}>").repeat(50));
    let mut options = Options::default();
    options.limits.nodes = usize::MAX;
    for text in [deep, closed] {
        let report = check(text.as_bytes(), &options);
        assert!(!report.findings.is_empty());
        for finding in report.findings {
            assert!(finding.path.len() < 10_000 && finding.found.len() < 1_000);
            assert!(!finding.to_string().contains(char::is_control));
        }
    }
}
