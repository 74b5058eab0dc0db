//! Parts of documents that are larger than may be: each is lost alone, and said.

use super::*;

const POSTS: usize = 40;
const LIMIT: usize = 100_000;

/// A reading in which nothing of more than [`LIMIT`] bytes is held.
fn limited(text: String) -> Reading {
    let mut options = ReadOptions { from: Some("feed".into()), ..ReadOptions::default() };
    options.limits.file_bytes = LIMIT as u64;
    let reading = read(&Memory::new("feeds", [("a", text)]), &options).unwrap();
    assert!(reading.ledger.unexplained().is_empty(), "{:?}", reading.ledger.unexplained());
    reading
}

/// What stands in the poisonous item, and what follows it.
fn poisons() -> Vec<(&'static str, String)> {
    let large = "글".repeat(LIMIT);
    let pieces: String = (0..50).map(|_| format!("<m:x>{}</m:x>", "y".repeat(4000))).collect();
    vec![
        ("data", format!("<description><![CDATA[{large}</i>]]></description></item>")),
        ("text", format!("<description>{large}</description></item>")),
        ("many pieces", format!("{pieces}</item>")),
        ("comment", format!("<!-- {large} > --></item>")),
        ("attribute", format!("<a href=\"{large}\"/></item>")),
        ("instruction", format!("<?x {large} > ?></item>")),
        ("data without end", "<description><![CDATA[x</description></item>".to_owned()),
        ("comment without end", "<!-- x</item>".to_owned()),
        ("value without end", "<a href=\"x></item>".to_owned()),
        ("instruction without end", "<?x </item>".to_owned()),
        ("declaration without end", "<!X [ </item>".to_owned()),
    ]
}

#[test]
fn an_entry_that_is_too_large_is_lost_alone() {
    let text = "z".repeat(8000);
    for (name, poison) in poisons() {
        let item = |n: usize| match n {
            20 => format!("<item><title>20</title>{poison}"),
            _ => format!(
                "<item><title>{n}</title><guid>{n}</guid><description>{text}</description></item>"
            ),
        };
        let reading = limited(rss(&(1..=POSTS).map(item).collect::<String>()));
        let mut found: Vec<usize> = titles(&reading).iter().map(|it| it.parse().unwrap()).collect();
        found.sort_unstable();
        assert_eq!(found, (1..=POSTS).filter(|n| *n != 20).collect::<Vec<_>>(), "{name}");
        let lost = reading.ledger.inputs.iter().filter_map(|entry| match &entry.fate {
            Some(Fate::LeftOut { rule, .. }) => Some(format!("{} {rule}", entry.name)),
            _ => None,
        });
        assert_eq!(lost.collect::<Vec<_>>(), ["a#20 too-large"], "{name}");
        assert!(!codes(&reading).contains(&"truncated"), "{name}");
    }
}

#[test]
fn what_has_no_end_in_every_item_takes_no_time_without_bound() {
    for poison in ["<!-- x</item>", "<![CDATA[ x</item>", "<?x </item>", "<!X [ </item>"] {
        let item = |n: usize| format!("<item><title>{n}</title>{poison}");
        let reading = limited(rss(&(1..=10_000).map(item).collect::<String>()));
        let found = titles(&reading).len();
        assert!(found > 9_900, "{poison}: {found}");
    }
}

#[test]
fn a_head_that_is_too_large_costs_no_entry() {
    let large = "x".repeat(2 * LIMIT);
    let pieces: String = (0..50).map(|_| format!("<m:x>{}</m:x>", "y".repeat(4000))).collect();
    for head in [format!("<copyright>{large}</copyright>"), pieces, format!("<!--{large}-->")] {
        let items = "<item><title>1</title></item><item><title>2</title></item>";
        for text in [rss(&format!("{head}{items}")), rss(&format!("{items}{head}"))] {
            let reading = limited(text);
            let mut found = titles(&reading);
            found.sort();
            assert_eq!(found, ["1", "2"]);
            assert!(codes(&reading).contains(&"limit-reached"), "{:?}", codes(&reading));
        }
    }
}
