use encoding_rs::EUC_KR;
use proptest::prelude::*;

use super::*;
use crate::{
    base64::encode,
    capture::{Charset, Limit},
    testing::{self, cut_everywhere, flip_everywhere, on_a_small_stack},
};

fn read_all(bytes: &[u8], each: &mut Each<'_>) -> Result<Report, Error> {
    read(bytes, &Limits::default(), each)
}

fn all(bytes: &[u8]) -> (Vec<Capture>, Report) {
    testing::all(bytes, &read_all)
}

/// A page as Chrome saves it, with lines as given.
fn chrome() -> Vec<u8> {
    let lines = [
        "From: <Saved by Blink>",
        "Snapshot-Content-Location: https://blog.example/1",
        "Subject: =?utf-8?Q?=ED=95=9C=EA=B5=AD?= =?utf-8?Q?=EC=96=B4?=",
        "Date: Sat, 15 Oct 2022 06:19:00 -0000",
        "MIME-Version: 1.0",
        "Content-Type: multipart/related;",
        "\ttype=\"text/html\";",
        "\tboundary=\"----MultipartBoundary--abc----\"",
        "",
        "",
        "------MultipartBoundary--abc----",
        "Content-Type: text/html",
        "Content-ID: <frame-1@mhtml.blink>",
        "Content-Transfer-Encoding: quoted-printable",
        "Content-Location: https://blog.example/1",
        "",
        "<p title=3D\"x\">=EA=B8=80 and a long line=",
        " that goes on</p><iframe src=3D\"cid:frame-2@mhtml.blink\"></iframe>",
        "------MultipartBoundary--abc----",
        "Content-Type: image/png",
        "Content-Transfer-Encoding: base64",
        "Content-Location: https://blog.example/a.png",
        "",
        "iVBORw0K",
        "Ggo=",
        "",
        "------MultipartBoundary--abc----",
        "Content-Type: text/css",
        "Content-Transfer-Encoding: binary",
        "Content-Location: cid:css-1@mhtml.blink",
        "",
        "a{}",
        "------MultipartBoundary--abc----x",
        "------MultipartBoundary--ab",
        "b{}",
        "------MultipartBoundary--abc----",
        "Content-Type: text/html",
        "Content-ID: <frame-2@mhtml.blink>",
        "Content-Transfer-Encoding: quoted-printable",
        "",
        "<p>frame",
        "------MultipartBoundary--abc------",
        "",
    ];
    lines.join("\r\n").into_bytes()
}

/// A file with one part whose headers and body are given.
fn one_part(headers: &str, body: &[u8]) -> Vec<u8> {
    let start = "Content-Type: multipart/related; boundary=b\r\nX-MimeOLE: x\r\n\r\n--b\r\n";
    [start.as_bytes(), headers.as_bytes(), b"\r\n", body, b"\r\n--b--\r\n"].concat()
}

#[test]
fn a_page_of_chrome_is_read_whole() {
    let (captures, report) = all(&chrome());
    assert_eq!(report.damage, []);
    assert_eq!(report.left_out, [(Omission::Headers, 1)].into());
    let [page, picture, sheet, frame] = captures.as_slice() else { panic!("{captures:?}") };
    assert_eq!(page.role, Role::Page);
    assert_eq!(page.url, "https://blog.example/1");
    assert_eq!(page.title.as_deref(), Some("한국어"));
    assert_eq!(page.content_id.as_deref(), Some("frame-1@mhtml.blink"));
    assert_eq!(page.time.as_ref().unwrap().at.to_rfc3339(), "2022-10-15T06:19:00+00:00");
    let html = "<p title=\"x\">글 and a long line that goes on</p>\
        <iframe src=\"cid:frame-2@mhtml.blink\"></iframe>";
    assert_eq!(page.body, html.as_bytes());
    assert_eq!(
        (picture.role, picture.body.as_slice()),
        (Role::Resource, &b"\x89PNG\r\n\x1a\n"[..])
    );
    assert_eq!(picture.media_type.as_deref(), Some("image/png"));
    let css = "a{}\r\n------MultipartBoundary--abc----x\r\n------MultipartBoundary--ab\r\nb{}";
    assert_eq!(sheet.body, css.as_bytes());
    assert_eq!((frame.role, frame.url.as_str()), (Role::Frame, ""));
    assert_eq!(frame.content_id.as_deref(), Some("frame-2@mhtml.blink"));
    assert_eq!(frame.body, b"<p>frame");
    assert!(captures.iter().all(|capture| capture.damage.is_empty()));
}

#[test]
fn places_are_places() {
    let file = chrome();
    for capture in all(&file).0 {
        let start = usize::try_from(capture.origin.offset.unwrap()).unwrap();
        assert!(file[start..].starts_with(b"------MultipartBoundary--abc----\r\n"));
    }
}

#[test]
fn the_root_is_what_start_names_or_has_the_address_or_comes_first() {
    let file = |start: &str, location: &str| {
        let parts = ["a", "b", "c"].map(|id| {
            format!("--x\nContent-Type: text/html\nContent-ID: <{id}>\nContent-Location: http://{id}.example/\n\n{id}\n")
        });
        let head = format!("Content-Type: multipart/related; boundary=x{start}\n{location}\n");
        format!("{head}{}--x--\n", parts.concat()).into_bytes()
    };
    let root = |file: Vec<u8>| {
        let (captures, _) = all(&file);
        let page = captures.iter().find(|capture| capture.role == Role::Page).unwrap();
        assert_eq!(captures.iter().filter(|capture| capture.role == Role::Frame).count(), 2);
        String::from_utf8(page.body.clone()).unwrap()
    };
    assert_eq!(
        root(file("; start=\"<c>\"", "Snapshot-Content-Location: http://b.example/\n")),
        "c"
    );
    assert_eq!(root(file("", "Snapshot-Content-Location: http://b.example/\n")), "b");
    assert_eq!(root(file("", "X-Snapshot-Content-Location: http://c.example/\n")), "c");
    assert_eq!(root(file("", "")), "a");
    // A gateway may have forgotten what the page was.
    let octets = b"Content-Type: multipart/related; boundary=x\nContent-Location: http://a.example/\n\n\
        --x\nContent-Type: image/png\n\na\n\
        --x\nContent-Type: application/octet-stream\nContent-Location: http://a.example/\n\nb\n--x--\n";
    assert_eq!(all(octets).0[1].role, Role::Page);
}

#[test]
fn a_file_of_internet_explorer_keeps_its_label_and_its_bytes() {
    let (body, _, _) = EUC_KR.encode("<meta charset=euc-kr><p>똠방각하");
    let file = [
        b"From: \"Saved by Windows Internet Explorer 7\"\r\nSubject: =?ks_c_5601-1987?B?x9GxuQ==?=\r\n\
        Date: Sat, 15 Oct 2022 15:19:00 +0900\r\nMIME-Version: 1.0\r\nContent-Type: multipart/related;\r\n\
        \ttype=\"text/html\";\r\n\tboundary=\"----=_NextPart_000_0000_01D8E0AA.5D3F6A10\"\r\n\
        X-MimeOLE: Produced By Microsoft MimeOLE V6.00.2900.3350\r\n\r\n\
        This is a multi-part message in MIME format.\r\n\r\n\
        ------=_NextPart_000_0000_01D8E0AA.5D3F6A10\r\nContent-Type: text/html;\r\n\
        \tcharset=\"ks_c_5601-1987\"\r\nContent-Transfer-Encoding: 8bit\r\n\
        Content-Location: http://blog.example/1\r\n\r\n",
        &body[..],
        b"\r\n------=_NextPart_000_0000_01D8E0AA.5D3F6A10--\r\n",
    ]
    .concat();
    assert!(is_mhtml(&file));
    let (captures, report) = all(&file);
    assert_eq!(report.left_out[&Omission::Preambles], 1);
    assert_eq!(captures[0].title.as_deref(), Some("한국"));
    assert_eq!(captures[0].charset, Some(Charset::stated("ks_c_5601-1987")));
    assert_eq!(captures[0].body, &body[..]);
    assert_eq!(captures[0].time.as_ref().unwrap().at.to_rfc3339(), "2022-10-15T15:19:00+09:00");
}

#[test]
fn titles_are_decoded_in_every_encoding_that_mails_have() {
    let title = |subject: &str| {
        let file = format!(
            "Subject: {subject}\nContent-Type: multipart/related; boundary=x\n\n--x\nContent-Type: text/html\n\na\n--x--\n"
        );
        all(file.as_bytes()).0[0].title.clone().unwrap_or_default()
    };
    assert_eq!(title("=?euc-kr?B?x9GxuQ==?="), "한국");
    assert_eq!(title("=?EUC-KR?Q?=C7=D1_=B1=B9?="), "한 국");
    assert_eq!(title("=?cp949?B?jGM=?="), EUC_KR.decode(b"\x8c\x63").0);
    // A character that is cut between two words.
    assert_eq!(title("=?utf-8?B?7ZU=?=\n =?utf-8?B?nA==?="), "한");
    // An encoding with states begins anew in each.
    assert_eq!(
        title("=?iso-2022-jp?B?GyRCRnxLXBsoQg==?= =?iso-2022-jp?B?GyRCOGwbKEI=?="),
        "日本語"
    );
    assert_eq!(title("a =?utf-8*ko?Q?b=20c?= d"), "a b c d");
    assert_eq!(
        title("=?x-nobody?Q?a?= =?utf-8?X?b?= =?utf-8?Q?c"),
        "=?x-nobody?Q?a?= =?utf-8?X?b?= =?utf-8?Q?c"
    );
    assert_eq!(title("What? A title!"), "What? A title!");
    assert_eq!(title("a\nX-Snapshot-Title: =?utf-8?Q??="), "a");
    assert_eq!(title("a\nX-Snapshot-Title: =?utf-8?Q?b?="), "b");
}

#[test]
fn a_title_of_question_marks_is_none() {
    let file = b"Subject: ??? ?? ???\nContent-Type: multipart/related; boundary=x\n\n--x\nContent-Type: text/html\n\na\n--x--\n";
    let (captures, _) = all(file);
    assert_eq!(captures[0].title, None);
    let stated = "??? ?? ???".to_owned();
    assert_eq!(captures[0].damage, [Damage::LostCharacters { stated }]);
}

#[test]
fn boundaries_are_found_however_they_are_written() {
    let with = |parameter: &str, line: &str| {
        let file = format!(
            "Content-Type: multipart/related; {parameter}\r\n\r\n--{line}\r\nContent-Type: text/html\r\n\r\na\r\n--{line}--\r\n"
        );
        let (captures, report) = all(file.as_bytes());
        assert_eq!(captures[0].body, b"a", "{parameter}");
        report.damage.len()
    };
    assert_eq!(with("boundary=\"a b\"", "a b"), 0);
    assert_eq!(with("type=\"x;boundary=no\"; boundary = a b", "a b"), 0);
    assert_eq!(with(r#"boundary="a\"b;c""#, "a\"b;c"), 0);
    assert_eq!(with("BOUNDARY='a'", "'a'"), 0);
    assert_eq!(with("boundary=a;\r\n\ttype=\"text/html\"", "a   "), 0);
    // Without one, the first line that looks like one counts, and that is said.
    assert_eq!(with("type=x", "guess"), 1);
}

#[test]
fn bare_line_feeds_are_line_ends() {
    let file: Vec<u8> = chrome().into_iter().filter(|byte| *byte != b'\r').collect();
    let (with, without) = (all(&chrome()).0, all(&file).0);
    assert_eq!(with.len(), without.len());
    assert_eq!(with[0].body, without[0].body);
    assert_eq!(with[1].body, without[1].body);
}

#[test]
fn a_mark_or_empty_lines_before_the_headers_do_not_matter() {
    let file = [b"\xef\xbb\xbf\r\n\r\n", &chrome()[..]].concat();
    assert!(is_mhtml(&file));
    assert_eq!(all(&file).0.len(), 4);
}

#[test]
fn quoted_printable_keeps_what_is_broken() {
    let body = |encoded: &str| {
        let file = one_part(
            "Content-Type: text/html\r\nContent-Transfer-Encoding: Quoted-Printable\r\n",
            encoded.as_bytes(),
        );
        let capture = all(&file).0.remove(0);
        (String::from_utf8_lossy(&capture.body).into_owned(), capture.damage)
    };
    assert_eq!(body("=ea=b8=80"), ("글".to_owned(), vec![]));
    assert_eq!(body("a= \t\r\nb=\nc="), ("abc".to_owned(), vec![]));
    assert_eq!(body("trailing \r\nblank"), ("trailing \r\nblank".to_owned(), vec![]));
    let broken = vec![Damage::PartialBody { count: 2, first: 2 }];
    assert_eq!(
        body("a==XY=4Z=41"),
        ("a==XY=4ZA".to_owned(), vec![Damage::PartialBody { count: 3, first: 1 }])
    );
    assert_eq!(body("ab=xx=yy"), ("ab=xx=yy".to_owned(), broken));
}

#[test]
fn a_transfer_encoding_that_lies_leaves_the_body_as_it_is() {
    let damage = |encoding: &str, body: &str| {
        let file = one_part(
            &format!("Content-Type: text/html\r\nContent-Transfer-Encoding: {encoding}\r\n"),
            body.as_bytes(),
        );
        let capture = all(&file).0.remove(0);
        assert_eq!(capture.body, body.as_bytes());
        capture.damage
    };
    let lied = |stated: &str| {
        vec![Damage::HeaderLied { header: "Content-Transfer-Encoding", stated: stated.to_owned() }]
    };
    let text = "<p class=\"a\">This is no base64, it has <b>tags</b>, (brackets) and dots. So: it stays!</p>";
    assert_eq!(damage("base64", text), lied("base64"));
    assert_eq!(damage("x-uuencode", "begin"), lied("x-uuencode"));
    assert_eq!(damage("7bit", "글"), []);
}

#[test]
fn the_first_of_two_parts_with_one_address_counts() {
    let part = |body: &str| format!("--x\nContent-Location: http://a.example/i.png\n\n{body}\n");
    let head = "Content-Type: multipart/related; boundary=x\n\n";
    let file = format!("{head}{}{}{}--x--\n", part("one"), part("one"), part("two"));
    let (captures, report) = all(file.as_bytes());
    assert_eq!(captures[1].damage, []);
    let address = "http://a.example/i.png".to_owned();
    assert_eq!(captures[2].damage, [Damage::Repeated { address }]);
    assert_eq!(report.damage, [Damage::NoPage]);
}

#[test]
fn relative_addresses_come_with_what_they_are_relative_to() {
    let file =
        b"Content-Type: multipart/related; boundary=x\nContent-Location: http://a.example/p/\n\n\
        --x\nContent-Type: text/html\n\na\n--x\nContent-Location: i.png\n\nb\n\
        --x\nContent-Location: j.png\nContent-Base: http://b.example/\n\nc\n\
        --x\nContent-Location: http://a.example/a long\n address\n\nd\n--x--\n";
    let (captures, _) = all(file);
    let seen: Vec<_> = captures.iter().map(|it| (it.url.as_str(), it.base.as_deref())).collect();
    assert_eq!(
        seen,
        [
            ("http://a.example/p/", None),
            ("i.png", Some("http://a.example/p/")),
            ("j.png", Some("http://b.example/")),
            ("http://a.example/alongaddress", None),
        ]
    );
}

#[test]
fn without_a_closing_boundary_everything_is_there_and_marked() {
    let whole = chrome();
    let file = &whole[..whole.len() - "\r\n------MultipartBoundary--abc------\r\n".len()];
    let (captures, report) = all(file);
    assert_eq!(captures[3].body, b"<p>frame");
    assert_eq!(captures[3].damage, [Damage::Truncated { expected: None, present: 8 }]);
    assert!(captures[..3].iter().all(|capture| capture.damage.is_empty()));
    assert_eq!(report.damage, [Damage::Truncated { expected: None, present: file.len() as u64 }]);
}

#[test]
fn a_picture_that_was_cut_within_its_boundary_has_no_more_than_its_bytes() {
    let file = b"Content-Type: multipart/related; boundary=abc\n\n--abc\nContent-Transfer-Encoding: base64\n\naGVsbG8=\n--ab";
    assert_eq!(all(file).0[0].body, b"hello");
}

#[test]
fn what_stands_around_the_parts_is_counted() {
    let file = [&one_part("Content-Type: text/html\r\n", b"a")[..], b"behind the end\r\n"].concat();
    let (captures, report) = all(&file);
    assert_eq!(captures[0].body, b"a");
    assert_eq!(report.damage, [Damage::TrailingBytes { count: 14 }]);
}

#[test]
fn multiparts_within_multiparts_are_gone_into() {
    let file = b"Content-Type: multipart/related; boundary=o\n\n--o\nContent-Type: multipart/alternative; boundary=i\n\n\
        --i\nContent-Type: text/plain\n\nplain\n--i\nContent-Type: text/html\n\n<p>rich\n--i--\n\n\
        --o\nContent-Type: image/gif\n\nGIF\n--o--\n";
    let (captures, report) = all(file);
    let bodies: Vec<_> = captures.iter().map(|it| String::from_utf8_lossy(&it.body)).collect();
    assert_eq!(bodies, ["plain", "<p>rich", "GIF"]);
    assert_eq!(captures[1].role, Role::Page);
    assert_eq!(report.damage, []);
    // An inner one without an end ends with the outer one.
    let open = b"Content-Type: multipart/related; boundary=o\n\n--o\nContent-Type: multipart/mixed; boundary=i\n\n\
        --i\nContent-Type: text/html\n\na\n--o\n\nb\n--o--\n";
    let (captures, report) = all(open);
    assert_eq!((captures[0].body.as_slice(), captures[1].body.as_slice()), (&b"a"[..], &b"b"[..]));
    assert_eq!(report.damage, []);
}

#[test]
fn a_message_within_is_a_part_like_any_other() {
    let file =
        one_part("Content-Type: message/rfc822\r\n", b"Content-Type: message/rfc822\r\n\r\na");
    assert_eq!(all(&file).0[0].body, b"Content-Type: message/rfc822\r\n\r\na");
}

#[test]
fn a_single_page_needs_no_parts() {
    let file = b"Snapshot-Content-Location: http://a.example/\nContent-Type: text/html; charset=utf-8\nContent-Transfer-Encoding: quoted-printable\n\n<p>=41\n";
    let (captures, report) = all(file);
    assert_eq!(captures[0].body, b"<p>A\n");
    assert_eq!((captures[0].role, captures[0].url.as_str()), (Role::Page, "http://a.example/"));
    assert_eq!(report.damage, []);
}

#[test]
fn unreadable_header_lines_cost_no_others() {
    let file =
        one_part("Content-Type: text/html\r\nthis is no header\r\nContent-ID: <x>\r\n", b"a");
    let (captures, _) = all(&file);
    assert_eq!(captures[0].content_id.as_deref(), Some("x"));
    let line = "this is no header".to_owned();
    assert_eq!(captures[0].damage, [Damage::BadHeader { line }]);
    let without = one_part("", b"just a body");
    assert_eq!(all(&without).0[0].body, b"just a body");
}

#[test]
fn mails_are_not_taken_for_pages() {
    assert!(is_mhtml(&chrome()));
    assert!(!is_mhtml(
        b"From: someone@mail.example\nContent-Type: multipart/related; boundary=x\n\n"
    ));
    assert!(!is_mhtml(b"From: <Saved by Blink>\nContent-Type: text/plain\n\n"));
    assert!(!is_mhtml(b""));
    assert!(matches!(testing::attempt(b"<html>", &read_all), Err(Error::Other { .. })));
}

#[test]
fn cut_at_every_byte_nothing_before_the_cut_is_lost() {
    cut_everywhere(&chrome(), &read_all);
}

#[test]
fn changed_at_every_byte_nothing_panics() {
    flip_everywhere(&chrome(), &read_all);
}

#[test]
fn limits_hold_and_are_said() {
    let limits = Limits { body: 3, parts: 2, header: 100, ..Limits::default() };
    let (captures, report) = testing::all(&chrome(), &|bytes, each| read(bytes, &limits, each));
    assert_eq!(captures.len(), 2);
    assert_eq!(captures[0].body, b"<p ");
    let over = Damage::OverLimit { limit: Limit::Body, allowed: 3 };
    assert!(captures.iter().all(|capture| capture.damage.contains(&over)));
    assert_eq!(report.left_out[&Omission::OverLimit], 2);
    assert!(report.damage.contains(&Damage::OverLimit { limit: Limit::Parts, allowed: 2 }));
}

#[test]
fn hostile_files_end() {
    on_a_small_stack(|| {
        let nested: String = (0..200_000)
            .map(|level| {
                format!("--b{level}\nContent-Type: multipart/mixed; boundary=b{}\n\n", level + 1)
            })
            .collect();
        let file = format!("Content-Type: multipart/related; boundary=b0\n\n{nested}");
        let (captures, report) = all(file.as_bytes());
        assert_eq!(captures.len(), 1);
        assert!(report.damage.contains(&Damage::OverLimit { limit: Limit::Depth, allowed: 32 }));

        let messages = "Content-Type: message/rfc822\n\n".repeat(200_000);
        assert_eq!(all(messages.as_bytes()).0.len(), 1);

        let headers = "a: b\n".repeat(1_000_000);
        let file = one_part(&headers, b"body");
        let (captures, report) = all(&file);
        assert_eq!(captures[0].body, b"body");
        assert_eq!(
            captures[0].damage,
            [Damage::malformed(None, "lines of headers too many: 999000")]
        );
        assert_eq!(report.left_out[&Omission::Headers], 1001);

        let folded = format!(
            "Content-Type: multipart/related; boundary=x\n{}\n\n--x\n\na\n--x--",
            "  fold\n".repeat(1_000_000)
        );
        assert!(testing::attempt(folded.as_bytes(), &read_all).is_ok());

        let parts =
            format!("Content-Type: multipart/related; boundary=x\n\n{}", "--x\n".repeat(200_000));
        assert!(testing::attempt(parts.as_bytes(), &read_all).is_ok());

        let words = "=?utf-8?Q?".repeat(100_000);
        let file = format!("Subject: {words}\nContent-Type: text/html\n\n");
        assert!(testing::attempt(file.as_bytes(), &read_all).is_ok());
    });
}

proptest! {
    /// Whatever bodies are put into a file come out of it.
    #[test]
    fn whatever_was_put_in_comes_out(
        bodies in prop::collection::vec(prop::collection::vec(any::<u8>(), 0..200), 1..6),
        is_binary in any::<bool>(),
    ) {
        let mut file = b"Content-Type: multipart/related; boundary=\"=_b\"\r\n\r\n".to_vec();
        for body in &bodies {
            let encoding = if is_binary { "binary" } else { "base64" };
            let head = format!("--=_b\r\nContent-Type: image/png\r\nContent-Transfer-Encoding: {encoding}\r\n\r\n");
            file.extend_from_slice(head.as_bytes());
            let encoded = if is_binary { body.clone() } else { encode(body).into_bytes() };
            file.extend_from_slice(&encoded);
            file.extend_from_slice(b"\r\n");
        }
        file.extend_from_slice(b"--=_b--\r\n");
        let (captures, _) = all(&file);
        let found: Vec<_> = captures.into_iter().map(|capture| capture.body).collect();
        prop_assert_eq!(found, bodies);
    }
}
