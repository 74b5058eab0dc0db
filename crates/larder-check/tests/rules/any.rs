//! Feeds with something put in anywhere: whatever it is, the answer is soon there, in order, and twice the same.

use larder_check::check;
use proptest::{prelude::*, sample::select};

use crate::{atom, json_feed, opml, options, rss};

/// Pieces that mean something to XML, HTML, JSON, addresses, dates or Unicode.
const PIECES: [&str; 44] = [
    "<",
    ">",
    "&",
    "\"",
    "'",
    "/",
    "=",
    "</",
    "/>",
    "<!--",
    "-->",
    "<![CDATA[",
    "]]>",
    "<?",
    "?>",
    "<!DOCTYPE x [",
    "]>",
    "&amp;",
    "&#0;",
    "&#x110000;",
    "&lt;b&gt;",
    "xmlns=''",
    "xmlns:a='b'",
    "<a>",
    "</a>",
    "{",
    "}",
    "[",
    "]",
    ":",
    ",",
    "\\",
    "\\ud800",
    "\0",
    "\u{85}",
    "\u{fffe}",
    "한",
    "👨\u{200d}👩",
    "%",
    "://",
    "tag:",
    "-",
    "\n",
    "99999999999999999999",
];

fn any_feed() -> impl Strategy<Value = Vec<u8>> {
    let feeds = select(vec![rss::CLEAN, atom::CLEAN, json_feed::CLEAN, opml::CLEAN]);
    let changes = proptest::collection::vec(
        (any::<prop::sample::Index>(), 0_usize..12, select(PIECES.to_vec())),
        1..6,
    );
    (feeds, changes).prop_map(|(feed, changes)| {
        let mut bytes = feed.as_bytes().to_vec();
        for (index, removed, piece) in changes {
            let at = index.index(bytes.len());
            let end = (at + removed).min(bytes.len());
            bytes.splice(at..end, piece.bytes());
        }
        bytes
    })
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 300, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn whatever_is_put_in_the_answer_is_in_order_and_the_same(bytes in any_feed()) {
        let report = check(&bytes, &options());
        prop_assert_eq!(&report, &check(&bytes, &options()));
        prop_assert!(report.findings.is_sorted_by_key(|it| (it.line, it.column)));
        prop_assert!(report.findings.iter().all(|it| it.line > 0 && it.column > 0));
    }

    #[test]
    fn any_bytes_are_answered(bytes in proptest::collection::vec(any::<u8>(), 0..200)) {
        check(&bytes, &options());
        for start in ["<rss ", "<feed ", "<opml ", "{\"items\": "] {
            check(&[start.as_bytes(), &bytes].concat(), &options());
        }
    }
}
