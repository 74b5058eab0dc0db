use super::*;
use crate::{
    base64::encode,
    testing::{self, cut_everywhere, flip_everywhere, on_a_small_stack},
};

fn read_all(bytes: &[u8], each: &mut Each<'_>) -> Result<Report, Error> {
    read(bytes, &Limits::default(), each)
}

fn all(bytes: &[u8]) -> (Vec<Capture>, Report) {
    testing::all(bytes, &read_all)
}

/// What tests build lists of.
#[derive(Clone)]
enum Node {
    Dictionary(Vec<(&'static str, Self)>),
    Array(Vec<Self>),
    Text(String),
    Data(Vec<u8>),
    Object(u8),
    True,
}

fn text(text: &str) -> Node {
    Node::Text(text.to_owned())
}

fn data(bytes: &[u8]) -> Node {
    Node::Data(bytes.to_vec())
}

/// Writes a binary list as Apple does: the root first, references of as many bytes as are needed, the table at the end.
fn binary(root: &Node) -> Vec<u8> {
    let mut flat = vec![root.clone()];
    let mut references: Vec<Vec<usize>> = Vec::new();
    let mut next = 0;
    while next < flat.len() {
        let inside = match flat[next].clone() {
            Node::Dictionary(entries) => {
                let keys = entries.iter().map(|(key, _)| text(key));
                keys.chain(entries.iter().map(|(_, value)| value.clone())).collect()
            }
            Node::Array(items) => items,
            _ => Vec::new(),
        };
        references.push((flat.len()..flat.len() + inside.len()).collect());
        flat.extend(inside);
        next += 1;
    }
    let size = if flat.len() < 256 { 1 } else { 2 };
    let mut bytes = b"bplist00".to_vec();
    let mut offsets = Vec::new();
    for (node, references) in flat.iter().zip(&references) {
        offsets.push(bytes.len());
        write(node, references, size, &mut bytes);
    }
    trailer(&mut bytes, &offsets, size);
    bytes
}

fn write(node: &Node, references: &[usize], size: usize, bytes: &mut Vec<u8>) {
    match node {
        Node::Dictionary(entries) => head(0xd0, entries.len(), bytes),
        Node::Array(items) => head(0xa0, items.len(), bytes),
        Node::Data(data) => head(0x40, data.len(), bytes),
        Node::Text(text) if text.is_ascii() => head(0x50, text.len(), bytes),
        Node::Text(text) => head(0x60, text.encode_utf16().count(), bytes),
        Node::Object(index) => bytes.extend([0x80, *index]),
        Node::True => bytes.push(0x09),
    }
    match node {
        Node::Data(data) => bytes.extend_from_slice(data),
        Node::Text(text) if text.is_ascii() => bytes.extend_from_slice(text.as_bytes()),
        Node::Text(text) => bytes.extend(text.encode_utf16().flat_map(u16::to_be_bytes)),
        _ => {}
    }
    for reference in references {
        bytes.extend_from_slice(&reference.to_be_bytes()[8 - size..]);
    }
}

fn head(kind: u8, length: usize, bytes: &mut Vec<u8>) {
    if let Some(short) = u8::try_from(length).ok().filter(|length| *length < 15) {
        bytes.push(kind | short);
        return;
    }
    bytes.extend([kind | 0x0f, 0x13]);
    bytes.extend(length.to_be_bytes());
}

fn trailer(bytes: &mut Vec<u8>, offsets: &[usize], reference_size: usize) {
    let table = bytes.len();
    for offset in offsets {
        bytes.extend_from_slice(&offset.to_be_bytes()[4..]);
    }
    bytes.extend([0, 0, 0, 0, 0, 0, 4, u8::try_from(reference_size).unwrap()]);
    for number in [offsets.len(), 0, table] {
        bytes.extend(number.to_be_bytes());
    }
}

fn xml(root: &Node) -> Vec<u8> {
    let mut list = String::from(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<!DOCTYPE plist PUBLIC \"-//Apple//DTD PLIST 1.0//EN\" \
        \"http://www.apple.com/DTDs/PropertyList-1.0.dtd\">\n<plist version=\"1.0\">\n",
    );
    write_xml(root, &mut list);
    list.push_str("</plist>\n");
    list.into_bytes()
}

fn write_xml(node: &Node, list: &mut String) {
    let escaped = |text: &str| text.replace('&', "&amp;").replace('<', "&lt;");
    match node {
        Node::Dictionary(entries) => {
            list.push_str("<dict>\n");
            for (key, value) in entries {
                list.push_str(&format!("<key>{key}</key>\n"));
                write_xml(value, list);
            }
            list.push_str("</dict>\n");
        }
        Node::Array(items) if items.is_empty() => list.push_str("<array/>\n"),
        Node::Array(items) => {
            list.push_str("<array>\n");
            items.iter().for_each(|item| write_xml(item, list));
            list.push_str("</array>\n");
        }
        Node::Text(text) => list.push_str(&format!("<string>{}</string>\n", escaped(text))),
        Node::Data(data) => {
            let encoded = encode(data);
            let lines: Vec<_> =
                encoded.as_bytes().chunks(60).map(String::from_utf8_lossy).collect();
            list.push_str(&format!("<data>\n\t{}\n\t</data>\n", lines.join("\n\t")));
        }
        Node::Object(_) | Node::True => list.push_str("<true/>\n"),
    }
}

fn resource(url: &str, kind: &str, body: &[u8]) -> Vec<(&'static str, Node)> {
    vec![
        ("WebResourceData", data(body)),
        ("WebResourceURL", text(url)),
        ("WebResourceMIMEType", text(kind)),
    ]
}

fn page(url: &str, html: &str) -> Node {
    let mut page = resource(url, "text/html", html.as_bytes());
    page.push(("WebResourceTextEncodingName", text("EUC-KR")));
    page.push(("WebResourceFrameName", text("")));
    Node::Dictionary(page)
}

/// An answer as Safari keeps it: an archive of objects with the headers as two lists of references.
fn response() -> Vec<u8> {
    let names =
        Node::Array(vec![Node::Object(3), Node::Object(5), Node::Object(7), Node::Object(9)]);
    let values =
        Node::Array(vec![Node::Object(4), Node::Object(6), Node::Object(8), Node::Object(10)]);
    let objects = vec![
        text("$null"),
        Node::Dictionary(vec![
            ("NS.base", Node::Object(0)),
            ("NS.relative", text("https://blog.example/a.png")),
        ]),
        Node::Dictionary(vec![
            ("NS.keys", names),
            ("NS.objects", values),
            ("$class", Node::Object(11)),
        ]),
        text("Date"),
        text("Sat, 15 Oct 2022 06:19:00 GMT"),
        text("Last-Modified"),
        text("Fri, 14 Oct 2022 06:19:00 GMT"),
        text("Set-Cookie"),
        text("session=canary"),
        text("Server"),
        text("nginx"),
        Node::Dictionary(vec![("$classname", text("NSMutableDictionary"))]),
    ];
    binary(&Node::Dictionary(vec![
        ("$objects", Node::Array(objects)),
        ("$archiver", text("NSKeyedArchiver")),
    ]))
}

fn archive() -> Node {
    let mut picture =
        resource("https://blog.example/a.png", "image/png", b"\x89PNG\r\n\x1a\n and more");
    picture.push(("WebResourceResponse", Node::Data(response())));
    let inner =
        Node::Dictionary(vec![("WebMainResource", page("https://deep.example/", "<p>deep"))]);
    let frame = Node::Dictionary(vec![
        ("WebMainResource", page("https://frame.example/?a=1&b=2", "<p>frame")),
        (
            "WebSubresources",
            Node::Array(vec![Node::Dictionary(resource(
                "https://frame.example/b.css",
                "text/css",
                b"b{}",
            ))]),
        ),
        ("WebSubframeArchives", Node::Array(vec![inner])),
    ]);
    Node::Dictionary(vec![
        ("WebMainResource", page("https://blog.example/글", "<p>page")),
        ("WebSubresources", Node::Array(vec![Node::Dictionary(picture)])),
        ("WebSubframeArchives", Node::Array(vec![frame])),
    ])
}

#[test]
fn an_archive_gives_pages_pictures_and_frames_whatever_its_form() {
    for bytes in [binary(&archive()), xml(&archive())] {
        assert!(is_webarchive(&bytes));
        let (captures, report) = all(&bytes);
        assert_eq!(report.damage, []);
        let seen: Vec<_> = captures
            .iter()
            .map(|it| {
                (
                    it.role,
                    it.url.as_str(),
                    it.origin.part.as_str(),
                    String::from_utf8_lossy(&it.body),
                )
            })
            .collect();
        let expected = [
            (Role::Page, "https://blog.example/글", "WebMainResource", "<p>page"),
            (
                Role::Resource,
                "https://blog.example/a.png",
                "WebSubresources[0]",
                "\u{fffd}PNG\r\n\u{1a}\n and more",
            ),
            (
                Role::Frame,
                "https://frame.example/?a=1&b=2",
                "WebSubframeArchives[0]/WebMainResource",
                "<p>frame",
            ),
            (
                Role::Resource,
                "https://frame.example/b.css",
                "WebSubframeArchives[0]/WebSubresources[0]",
                "b{}",
            ),
            (
                Role::Frame,
                "https://deep.example/",
                "WebSubframeArchives[0]/WebSubframeArchives[0]/WebMainResource",
                "<p>deep",
            ),
        ];
        assert_eq!(seen.len(), expected.len());
        for (found, (role, url, part, body)) in seen.iter().zip(expected) {
            assert_eq!((found.0, found.1, found.2, &*found.3), (role, url, part, body));
        }
        assert_eq!(captures[0].charset, Some(Charset::known("EUC-KR")));
        assert_eq!(captures[0].time, None);
        assert_eq!(captures[1].time.as_ref().unwrap().at.to_rfc3339(), "2022-10-15T06:19:00+00:00");
        assert_eq!(captures[1].last_modified.as_deref(), Some("Fri, 14 Oct 2022 06:19:00 GMT"));
        // Three names of frames. A cookie and a header that means nothing here.
        let expected = [(Omission::Cookies, 1), (Omission::Headers, 1), (Omission::OtherValues, 3)];
        assert_eq!(report.left_out, expected.into());
        let whole = format!("{captures:?}");
        assert!(!whole.contains("canary"));
    }
}

#[test]
fn places_in_a_binary_list_are_places() {
    let bytes = binary(&archive());
    for capture in all(&bytes).0 {
        let start = usize::try_from(capture.origin.offset.unwrap()).unwrap();
        assert!(bytes[start..].starts_with(&capture.body));
    }
}

#[test]
fn lists_with_more_objects_than_a_byte_counts_are_read() {
    let pictures = (0..200).map(|number| {
        Node::Dictionary(resource(
            &format!("https://blog.example/{number}.png"),
            "image/png",
            &[number],
        ))
    });
    let archive = Node::Dictionary(vec![
        ("WebMainResource", page("https://blog.example/", "<p>")),
        ("WebSubresources", Node::Array(pictures.collect())),
    ]);
    let bytes = binary(&archive);
    assert_eq!(all(&bytes).0.len(), 201);
    // And without their table.
    let (captures, report) = all(&bytes[..bytes.len() - 40]);
    assert_eq!(captures.len(), 201);
    assert_eq!(captures[200].body, [199]);
    assert_eq!(report.damage.len(), 1);
}

#[test]
fn one_address_with_two_bodies_is_said() {
    let twice =
        |body: &[u8]| Node::Dictionary(resource("https://blog.example/a.png", "image/png", body));
    let archive = Node::Dictionary(vec![
        ("WebMainResource", page("file:///Users/someone/a.html", "<p>")),
        ("WebSubresources", Node::Array(vec![twice(b"1"), twice(b"1"), twice(b"2")])),
    ]);
    let (captures, _) = all(&binary(&archive));
    assert_eq!(captures[0].url, "file:///Users/someone/a.html");
    assert_eq!(captures[2].damage, []);
    let address = "https://blog.example/a.png".to_owned();
    assert_eq!(captures[3].damage, [Damage::Repeated { address }]);
}

#[test]
fn a_picture_may_be_the_main_resource_and_an_address_may_be_empty() {
    let picture = Node::Dictionary(resource("", "image/png", b"\x89PNG"));
    let (captures, report) = all(&binary(&Node::Dictionary(vec![("WebMainResource", picture)])));
    assert_eq!((captures[0].role, captures[0].url.as_str()), (Role::Page, ""));
    assert_eq!(captures[0].media_type.as_deref(), Some("image/png"));
    assert_eq!(report.damage, []);
}

#[test]
fn what_is_odd_costs_no_other() {
    let archive = Node::Dictionary(vec![
        ("WebMainResource", page("https://blog.example/", "<p>")),
        ("WebUnknown", Node::True),
        (
            "WebSubresources",
            Node::Array(vec![
                text("no dictionary"),
                Node::Dictionary(vec![("WebResourceURL", text("https://blog.example/none"))]),
                Node::Dictionary(vec![("WebResourceData", text("no bytes"))]),
                Node::Dictionary(resource("https://blog.example/a.png", "image/png", b"a")),
            ]),
        ),
    ]);
    for bytes in [binary(&archive), xml(&archive)] {
        let (captures, report) = all(&bytes);
        assert_eq!(captures.len(), 4);
        assert_eq!(captures[3].body, b"a");
        assert_eq!(captures[1].damage, [Damage::malformed(None, "no `WebResourceData`")]);
        assert_eq!(
            captures[2].damage,
            [Damage::malformed(None, "`WebResourceData` holds no bytes")]
        );
        assert_eq!(report.left_out[&Omission::Unreadable], 1);
        // The unknown key, and the name of the frame.
        assert_eq!(report.left_out[&Omission::OtherValues], 2);
        assert_eq!(report.damage.len(), 1);
    }
}

#[test]
fn what_is_no_list_and_what_leads_nowhere_is_said() {
    let archive = Node::Dictionary(vec![
        ("WebMainResource", page("https://blog.example/", "<p>")),
        ("WebSubresources", text("none")),
    ]);
    for bytes in [binary(&archive), xml(&archive)] {
        let (captures, report) = all(&bytes);
        assert_eq!(captures.len(), 1);
        assert_eq!(report.damage, [Damage::malformed(None, "`WebSubresources` is no list")]);
        assert_eq!(report.left_out[&Omission::Unreadable], 1);
    }
    let mut bytes = binary(&archive);
    // The root is a dictionary of two; the last of its references names the list.
    bytes[8 + 4] = 0xff;
    let (captures, report) = all(&bytes);
    assert_eq!(captures.len(), 1);
    assert_eq!(report.damage, [Damage::malformed(None, "references that lead nowhere: 1")]);
}

#[test]
fn xml_may_have_entities_sections_and_comments() {
    let list = "<plist><!-- <dict> --><dict><key>WebMainResource</key><dict>\
        <key>WebResourceURL</key><string>http://a.example/?<![CDATA[a=1&]]>b=&#50;&amp;&quot;&nope;</string>\
        <key>WebResourceData</key><data>aGVs*bG8=</data></dict></dict></plist>";
    let (captures, _) = all(list.as_bytes());
    assert_eq!(captures[0].url, "http://a.example/?a=1&b=2&\"&nope;");
    assert_eq!(captures[0].body, b"hello");
    assert_eq!(captures[0].damage, [Damage::PartialBody { count: 1, first: 4 }]);
}

#[test]
fn an_answer_longer_than_its_body_says_that_something_is_missing() {
    let headers = Node::Dictionary(vec![("Content-Length", text("10")), ("Date", text("never"))]);
    let answer = binary(&Node::Dictionary(vec![("$objects", Node::Array(vec![headers]))]));
    let mut picture = resource("https://blog.example/a.png", "image/png", b"abc");
    picture.push(("WebResourceResponse", Node::Data(answer)));
    let archive = Node::Dictionary(vec![("WebMainResource", Node::Dictionary(picture))]);
    let (captures, _) = all(&binary(&archive));
    let truncated = Damage::Truncated { expected: Some(10), present: 3 };
    assert_eq!(captures[0].damage, [truncated, Damage::BadTime { stated: "never".to_owned() }]);
}

#[test]
fn other_lists_and_files_are_refused() {
    let other = Node::Dictionary(vec![("Label", text("WebMainResource"))]);
    for bytes in [binary(&other), xml(&other), b"bplist00".to_vec(), Vec::new(), b"<html>".to_vec()]
    {
        assert!(matches!(testing::attempt(&bytes, &read_all), Err(Error::Other { .. })));
    }
    assert!(!is_webarchive(b"<html>WebMainResource"));
}

#[test]
fn cut_at_every_byte_nothing_before_the_cut_is_lost() {
    cut_everywhere(&binary(&archive()), &read_all);
    cut_everywhere(&xml(&archive()), &read_all);
}

#[test]
fn a_cut_binary_list_has_all_that_stands_before_the_cut() {
    let bytes = binary(&archive());
    let (captures, _) = all(&bytes);
    // All but the table: nothing is missing.
    let end = u64::from_be_bytes(bytes[bytes.len() - 8..].try_into().unwrap());
    let (cut, report) = all(&bytes[..usize::try_from(end).unwrap()]);
    assert_eq!(cut, captures);
    assert_eq!(report.damage, [Damage::Truncated { expected: None, present: end }]);
}

#[test]
fn changed_at_every_byte_nothing_panics() {
    flip_everywhere(&binary(&archive()), &read_all);
    flip_everywhere(&xml(&archive()), &read_all);
}

#[test]
fn hostile_lists_end() {
    on_a_small_stack(|| {
        // 200,000 lists within lists.
        let start = "<plist><dict><key>WebMainResource</key>";
        let deep = format!("{start}{}", "<array>".repeat(200_000));
        let (captures, report) = all(deep.as_bytes());
        assert_eq!(captures.len(), 0);
        assert!(report.damage.contains(&Damage::OverLimit { limit: Limit::Depth, allowed: 32 }));
        let deep: Vec<u8> = (0..200_000_usize)
            .flat_map(|level| [&[0xa1][..], &(level + 1).to_be_bytes()[5..]].concat())
            .collect();
        let mut bytes = [b"bplist00", &deep[..]].concat();
        let offsets: Vec<_> = (0..200_000).map(|level| 8 + 4 * level).collect();
        trailer(&mut bytes, &offsets, 3);
        assert!(testing::attempt(&bytes, &read_all).is_err());

        // Each list holds the next one twice, 40 levels deep.
        let mut bytes = b"bplist00".to_vec();
        let mut offsets = vec![bytes.len()];
        bytes.extend([0xd1, 1, 2]);
        offsets.push(bytes.len());
        bytes.extend([0x5f, 0x10, 15]);
        bytes.extend(b"WebMainResource");
        for level in 2..42 {
            offsets.push(bytes.len());
            bytes.extend([0xa2, level + 1, level + 1]);
        }
        offsets.push(bytes.len());
        bytes.push(0x09);
        trailer(&mut bytes, &offsets, 1);
        let limits = Limits { depth: 100, ..Limits::default() };
        let (_, report) = testing::all(&bytes, &|bytes, each| read(bytes, &limits, each));
        assert!(report.damage.contains(&Damage::OverLimit { limit: Limit::Parts, allowed: 43 }));

        // A list that holds itself.
        let mut bytes = b"bplist00".to_vec();
        bytes.extend([0xa1, 0]);
        trailer(&mut bytes, &[8], 1);
        assert!(testing::attempt(&bytes, &read_all).is_err());
    });
}
