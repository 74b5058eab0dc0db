//! Revisits and segments: what is said in several records.

use larder_capture::warc::{
    Index, Item, Joiner, Origin, Profile, Pushed, Records, Resolution, Revisit,
};

use crate::build::{gz, page, record};

fn index(bytes: &[u8]) -> (Index, Vec<Origin>, Vec<(Revisit, Origin)>) {
    let (mut index, mut origins, mut revisits) = (Index::default(), Vec::new(), Vec::new());
    let mut records = Records::new(bytes);
    while let Some(item) = records.next_item().unwrap() {
        let Item::Record(record) = item else { panic!("no damage: {item:?}") };
        index.add(&record);
        origins.push(record.origin);
        revisits.extend(record.head.revisit().map(|it| (it, record.origin)));
    }
    (index, origins, revisits)
}

fn capture(number: usize, date: &str, digest: &str) -> Vec<u8> {
    let fields = [
        "WARC-Type: response".to_owned(),
        format!("WARC-Target-URI: http://blog.example/{number}"),
        format!("WARC-Date: {date}"),
        format!("WARC-Record-ID: <urn:x:{number}:{date}>"),
        format!("WARC-Payload-Digest: {digest}"),
    ];
    record(&fields.each_ref().map(String::as_str), b"HTTP/1.1 200 OK\r\n\r\nhi")
}

fn revisit(fields: &[&str]) -> Vec<u8> {
    let own = ["WARC-Type: revisit", "WARC-Record-ID: <urn:x:revisit>"];
    record(&[&own[..], fields].concat(), b"")
}

const PROFILE: &str =
    "WARC-Profile: http://netpreserve.org/warc/1.0/revisit/identical-payload-digest";
const SHA1: &str = "sha1:VL2MMHO4YXUKFWV63YHTWSBM3GXKSQ2N";
const SHA1_IN_HEX: &str = "SHA1:aaf4c61ddcc5e8a2dabede0f3b482cd9aea9434d";

fn resolve(captures: &[Vec<u8>], fields: &[&str]) -> (Option<usize>, Resolution) {
    let bytes = [captures.concat(), revisit(fields)].concat();
    let (index, origins, revisits) = index(&bytes);
    let (revisit, itself) = &revisits[revisits.len() - 1];
    let resolution = index.resolve(revisit, *itself);
    let place = match resolution {
        Resolution::Found(origin) | Resolution::IsRevisit(origin) => {
            origins.iter().position(|it| *it == origin)
        }
        _ => None,
    };
    (place, resolution)
}

#[test]
fn revisits_are_resolved_by_address_and_date() {
    let captures = [
        capture(1, "2020-01-01T00:00:00Z", SHA1),
        capture(1, "2021-01-01T00:00:00Z", SHA1),
        capture(2, "2021-01-01T00:00:00Z", SHA1),
    ];
    let fields = [
        PROFILE,
        "WARC-Target-URI: http://blog.example/9",
        "WARC-Refers-To-Target-URI: <http://blog.example/1>",
        "WARC-Refers-To-Date: 2021-01-01T00:00:00Z",
    ];
    assert_eq!(resolve(&captures, &fields).0, Some(1));
}

#[test]
fn revisits_are_resolved_by_digest_in_any_spelling() {
    let captures = [
        capture(1, "2020-01-01T00:00:00Z", SHA1),
        capture(2, "2019-01-01T00:00:00Z", SHA1),
        capture(2, "2020-01-01T00:00:00Z", SHA1),
        capture(2, "2022-01-01T00:00:00Z", SHA1),
        capture(3, "2020-01-01T00:00:00Z", "sha1:AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"),
    ];
    let digest = format!("WARC-Payload-Digest: {SHA1_IN_HEX}");
    let fields = [
        PROFILE,
        "WARC-Target-URI: http://blog.example/2",
        "WARC-Date: 2021-01-01T00:00:00Z",
        &digest,
    ];
    // The last one of the same address before the revisit.
    assert_eq!(resolve(&captures, &fields).0, Some(2));
}

#[test]
fn revisits_mean_the_capture_although_another_revisit_has_its_address_and_date() {
    let date = "2020-01-01T00:00:00Z";
    let other = format!("WARC-Date: {date}");
    let other =
        record(&["WARC-Type: revisit", "WARC-Target-URI: http://blog.example/1", &other], b"");
    let digest = format!("WARC-Payload-Digest: {SHA1}");
    let then = format!("WARC-Refers-To-Date: {date}");
    let fields = [PROFILE, "WARC-Target-URI: http://blog.example/1", &digest, &then];
    let captures = [capture(2, date, SHA1), other];
    let (place, resolution) = resolve(&captures, &fields);
    assert!(place == Some(0) && matches!(resolution, Resolution::Found(_)), "{resolution:?}");
}

#[test]
fn revisits_are_resolved_by_the_id_of_the_record() {
    let captures =
        [capture(1, "2020-01-01T00:00:00Z", SHA1), capture(2, "2020-01-01T00:00:00Z", SHA1)];
    let fields = [PROFILE, "WARC-Refers-To: <urn:x:2:2020-01-01T00:00:00Z>"];
    assert_eq!(resolve(&captures, &fields).0, Some(1));
}

#[test]
fn revisits_that_lead_nowhere_or_in_a_circle_are_told_apart() {
    assert_eq!(resolve(&[], &[PROFILE]).1, Resolution::NotHere);
    assert_eq!(resolve(&[], &["WARC-Refers-To: <urn:x:nowhere>"]).1, Resolution::NotHere);
    assert_eq!(resolve(&[], &["WARC-Refers-To: <urn:x:revisit>"]).1, Resolution::IsItself);
    let other = record(
        &["WARC-Type: revisit", "WARC-Record-ID: <urn:x:other>", "WARC-Refers-To: <urn:x:revisit>"],
        b"",
    );
    let (place, resolution) = resolve(&[other], &["WARC-Refers-To: <urn:x:other>"]);
    assert_eq!(place, Some(0));
    assert!(matches!(resolution, Resolution::IsRevisit(_)));
}

#[test]
fn profiles_are_told_by_their_end() {
    for (stated, profile) in [
        (PROFILE, Profile::IdenticalPayload),
        (
            "WARC-Profile: <http://netpreserve.org/warc/1.1/revisit/server-not-modified>",
            Profile::NotModified,
        ),
        ("WARC-Profile: mine", Profile::Other("mine".into())),
        ("X: y", Profile::Other(String::new())),
    ] {
        let (_, _, revisits) = index(&revisit(&[stated]));
        assert_eq!(revisits[0].0.profile, profile);
    }
}

fn part(number: u64, total: Option<u64>, block: &[u8]) -> Vec<u8> {
    let segment = format!("WARC-Segment-Number: {number}");
    let total = total.map(|it| format!("WARC-Segment-Total-Length: {it}"));
    let mut fields = match number {
        1 => vec!["WARC-Type: response", "WARC-Record-ID: <urn:x:first>", &segment],
        _ => vec!["WARC-Type: continuation", "WARC-Segment-Origin-ID: <urn:x:first>", &segment],
    };
    fields.extend(total.as_deref());
    record(&fields, block)
}

fn join(bytes: &[u8], at_most: usize) -> (Vec<String>, Joiner) {
    let (mut joiner, mut told) = (Joiner::new(at_most), Vec::new());
    let mut records = Records::new(bytes);
    while let Some(item) = records.next_item().unwrap() {
        let Item::Record(record) = item else { panic!("no damage: {item:?}") };
        told.push(match joiner.push(&record) {
            Pushed::Whole(joined) => {
                assert!(joined.is_whole() && joined.id == "urn:x:first");
                String::from_utf8(joined.block).unwrap()
            }
            other => format!("{other:?}"),
        });
    }
    (told, joiner)
}

#[test]
fn segments_are_joined_in_any_order() {
    let parts = [part(1, None, b"one "), part(2, None, b"two "), part(3, Some(13), b"three")];
    let whole = page(1, "whole by itself");
    let [one, two, three] = parts.clone().map(|it| gz(&it));
    let (told, joiner) = join(&[one, whole.clone(), two, three].concat(), 100);
    assert_eq!(told, ["Waits", "NotSegmented", "Waits", "one two three"]);
    assert_eq!(joiner.finish().len(), 0);
    let [one, two, three] = parts;
    assert_eq!(join(&[three, one, two].concat(), 100).0, ["Waits", "Waits", "one two three"]);
}

#[test]
fn missing_segments_are_told_and_the_rest_is_kept() {
    let bytes =
        [part(1, None, b"one "), part(3, None, b"three "), part(6, Some(99), b"six")].concat();
    let (_, joiner) = join(&bytes, 100);
    let left = joiner.finish();
    assert_eq!(left.len(), 1);
    assert_eq!((left[0].block.as_slice(), &left[0].missing[..]), (&b"one "[..], &[2, 4, 5][..]));
    assert_eq!(left[0].rest.keys().copied().collect::<Vec<_>>(), [3, 6]);
    assert!(!left[0].is_whole() && left[0].stated == Some(99));
}

#[test]
fn joining_is_bounded() {
    let far = part(u64::MAX, None, b"far");
    let bytes =
        [part(1, None, &[b'x'; 60]), part(2, None, &[b'x'; 60]), part(1, None, b"again"), far]
            .concat();
    let (told, joiner) = join(&bytes, 100);
    assert_eq!(told, ["Waits", "Refused", "Refused", "Waits"]);
    assert!(joiner.finish()[0].missing.len() <= 1_001);
}
