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
        ("value with a tag in it", format!("<a href=\"{large} > </item><item>\"/></item>")),
        (
            "data with an item in it",
            format!(
                "<x><![CDATA[</x></item><item><title>0</title></item><item>{large}]]></x></item>"
            ),
        ),
        (
            "comment with an item in it",
            format!("<!-- </item><item><title>0</title></item><item>{large} --></item>"),
        ),
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

/// What the ledger says of entries that were lost.
fn lost(reading: &Reading) -> Vec<&str> {
    let fates = reading.ledger.inputs.iter().filter_map(|entry| match &entry.fate {
        Some(Fate::LeftOut { rule: Rule::TooLarge, found }) => Some(&**found),
        _ => None,
    });
    fates.collect()
}

#[test]
fn what_has_no_end_takes_the_rest_and_says_how_much_that_may_be() {
    let text = "z".repeat(8000);
    for poison in ["<!-- x</item>", "<x><![CDATA[ x</item>", "<?x </item>", "<!X [ </item>"] {
        let item = |n: usize| match n {
            20 => format!("<item><title>20</title>{poison}"),
            _ => format!("<item><title>{n}</title><guid>{n}</guid><x>{text}</x></item>"),
        };
        let reading = limited(rss(&(1..=POSTS).map(item).collect::<String>()));
        assert_eq!(titles(&reading).len(), 19, "{poison}");
        let [found] = lost(&reading)[..] else { panic!("{poison}: {:?}", lost(&reading)) };
        assert!(found.ends_with("; the ends of 21 more may stand in it"), "{poison}: {found}");
        assert!(codes(&reading).contains(&"truncated"), "{poison}");
    }
}

#[test]
fn what_has_no_end_in_every_item_takes_no_time_without_bound() {
    for poison in ["<!-- x</item>", "<![CDATA[ x</item>", "<?x </item>", "<!X [ </item>"] {
        let item = |n: usize| format!("<item><title>{n}</title>{poison}");
        let reading = limited(rss(&(1..=60_000).map(item).collect::<String>()));
        assert_eq!((titles(&reading).len(), lost(&reading).len()), (0, 1), "{poison}");
    }
}

#[test]
fn what_one_item_lacks_others_have() {
    let large = "z".repeat(2 * LIMIT);
    let hidden = "<item><title>hidden</title></item>";
    let aside = format!("<!-- {hidden} --><x><![CDATA[{hidden}]]></x>");
    let item = |n: usize| match n {
        20 => format!("<item><title>20</title><x><![CDATA[</item>{large}]]></x></item>"),
        _ => format!("<item><title>{n}</title><guid>{n}</guid></item>{aside}"),
    };
    let reading = limited(rss(&(1..=POSTS).map(item).collect::<String>()));
    assert_eq!((titles(&reading).len(), lost(&reading).len()), (POSTS - 1, 1));
    assert!(!titles(&reading).contains(&"hidden".to_owned()));
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
