use std::io::{Cursor, Write};

use sha2::{Digest, Sha256};
use zip::{
    CompressionMethod, ZipWriter,
    write::{FullFileOptions, SimpleFileOptions},
};

use super::*;
use crate::{
    base64::encode,
    capture::Limit,
    testing::{self, flip_everywhere, on_a_small_stack},
};

const PNG: &[u8] = b"\x89PNG\r\n\x1a\n a picture";
const GIF: &[u8] = b"GIF89a another";

fn read_all(bytes: &[u8], each: &mut Each<'_>) -> Result<Report, Error> {
    read(bytes, &Limits::default(), each)
}

fn all(bytes: &[u8]) -> (Vec<Capture>, Report) {
    testing::all(bytes, &read_all)
}

fn embedded(kind: &str, bytes: &[u8]) -> String {
    format!("data:{kind};base64,{}", encode(bytes))
}

fn png() -> String {
    embedded("image/png", PNG)
}

fn urn(bytes: &[u8]) -> String {
    let digest: String = Sha256::digest(bytes).iter().map(|byte| format!("{byte:02x}")).collect();
    format!("urn:sha256:{digest}")
}

const COMMENT: &str = "<!--\n Page saved with SingleFile \n url: https://blog.example/post/1 \n saved date: Sat Oct 15 2022 15:19:00 GMT+0900 (Korean Standard Time)\n-->";

fn page(inside: &str) -> String {
    format!("<!DOCTYPE html> <html lang=ko>{COMMENT}<meta charset=utf-8>{inside}")
}

/// What becomes of what stands in a page: the page, and what was in it.
fn taken_out(inside: &str) -> (String, Vec<Capture>, Report) {
    let (mut captures, report) = all(page(inside).as_bytes());
    let last = captures.pop().unwrap();
    assert_eq!(last.role, Role::Page);
    let html = String::from_utf8(last.body).unwrap();
    let start = page("");
    (html.strip_prefix(&start).expect("the head stays").to_owned(), captures, report)
}

#[test]
fn a_page_says_where_it_is_from_and_when_it_was_saved() {
    let file = page("<p>글");
    assert!(is_single_file(file.as_bytes()));
    let (captures, report) = all(file.as_bytes());
    let [page] = captures.as_slice() else { panic!("{captures:?}") };
    assert_eq!((page.role, page.url.as_str()), (Role::Page, "https://blog.example/post/1"));
    assert_eq!(page.time.as_ref().unwrap().at.to_rfc3339(), "2022-10-15T15:19:00+09:00");
    assert_eq!(page.body, file.as_bytes());
    assert_eq!(report, Report { captures: 1, ..Report::default() });
    let old = file.replace("Page saved with", "Archive processed by");
    assert!(is_single_file(old.as_bytes()));
    assert!(!is_single_file(file.replace("SingleFile", "Something").as_bytes()));
    assert!(!is_single_file(b"<html><p><!-- Page saved with SingleFile -->"));
}

#[test]
fn a_bad_date_is_said() {
    let file = page("").replace("Sat Oct 15 2022", "Someday");
    let (captures, _) = all(file.as_bytes());
    assert!(matches!(captures[0].damage[..], [Damage::BadTime { .. }]));
}

#[test]
fn pictures_become_captures_with_addresses() {
    let (html, captures, report) =
        taken_out(&format!("<img alt=a src={}><img src='{}' class=b>", png(), png()));
    assert_eq!(html, format!("<img alt=a src=\"{0}\"><img src=\"{0}\" class=b>", urn(PNG)));
    let [picture] = captures.as_slice() else { panic!("{captures:?}") };
    assert_eq!(
        (picture.role, picture.url.clone(), picture.body.as_slice()),
        (Role::Resource, urn(PNG), PNG)
    );
    assert_eq!(picture.media_type.as_deref(), Some("image/png"));
    assert!(picture.time.is_some());
    assert_eq!(report.damage, []);
}

#[test]
fn original_addresses_come_back() {
    let (html, captures, _) = taken_out(&format!(
        "<img data-sf-original-src=\"https://img.example/a.png?x=1&amp;y=2\" src=\"{}\">\
        <img src={} data-sf-original-src=../b.gif>",
        png(),
        embedded("image/gif", GIF)
    ));
    assert_eq!(
        html,
        "<img src=\"https://img.example/a.png?x=1&amp;y=2\"><img src=\"https://blog.example/b.gif\">"
    );
    let urls: Vec<_> = captures.iter().map(|capture| capture.url.as_str()).collect();
    assert_eq!(urls, ["https://img.example/a.png?x=1&y=2", "https://blog.example/b.gif"]);
}

#[test]
fn one_address_with_two_pictures_keeps_both() {
    let original = "data-sf-original-src=https://img.example/a.png";
    let (html, captures, _) = taken_out(&format!(
        "<img {original} src={}><img {original} src={}>",
        png(),
        embedded("image/gif", GIF)
    ));
    assert_eq!(html, format!("<img src=\"https://img.example/a.png\"><img src=\"{}\">", urn(GIF)));
    assert_eq!(captures.len(), 2);
}

#[test]
fn variables_that_hold_pictures_take_the_place_of_placeholders() {
    let placeholder = "src='data:image/svg+xml,<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"240\" height=\"240\"><rect fill-opacity=\"0\"/></svg>'";
    let (html, captures, report) = taken_out(&format!(
        "<img {placeholder} style=\"background-image:var(--sf-img-2)!important\" alt=x>\
        <div style=\"background:var(--sf-img-1)\"></div>\
        <style>:root{{--sf-img-1: url(\"{}\");--sf-img-2:/* original URL: https://img.example/b.gif */url(\"{}\")}}</style>",
        png(),
        embedded("image/gif", GIF)
    ));
    let expected = format!(
        "<img src=\"https://img.example/b.gif\" style=\"background-image:var(--sf-img-2)!important\" alt=x>\
        <div style=\"background:var(--sf-img-1)\"></div>\
        <style>:root{{--sf-img-1: url(\"{}\");--sf-img-2:/* original URL: https://img.example/b.gif */url(\"https://img.example/b.gif\")}}</style>",
        urn(PNG)
    );
    assert_eq!(html, expected);
    assert_eq!(captures.len(), 2);
    assert_eq!(report.left_out, [(Omission::Placeholders, 1)].into());
}

#[test]
fn a_picture_behind_a_blank_one_takes_its_place() {
    let blank = "src='data:image/svg+xml,<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"1\" height=\"1\"><rect fill-opacity=\"0\"/></svg>'";
    let style = format!("style='background-image:url(\"{}\")!important'", png());
    let (html, captures, report) = taken_out(&format!("<img {blank} {style}>"));
    let urn = urn(PNG);
    assert_eq!(
        html,
        format!("<img src=\"{urn}\" style=\"background-image:url(&quot;{urn}&quot;)!important\">")
    );
    assert_eq!((captures.len(), report.left_out), (1, [(Omission::Placeholders, 1)].into()));
    // One that shows something is a picture of its own.
    let seen = "src='data:image/svg+xml,<svg><circle r=\"1\"/></svg>'";
    assert_eq!(taken_out(&format!("<img {seen} {style}>")).1.len(), 2);
}

#[test]
fn a_variable_that_is_not_there_is_a_missing_picture() {
    let blank =
        "src='data:image/svg+xml,<svg/>' style='background-image:var(--sf-img-7)!important'";
    let file = page(&format!("<img {blank}><img {blank} data-sf-original-src=\"/a.png\">"));
    let (captures, _) = all(file.as_bytes());
    let missing = |address: &str| Damage::MissingResource { address: address.to_owned() };
    let expected = [missing("--sf-img-7"), missing("https://blog.example/a.png")];
    assert_eq!(captures.last().unwrap().damage, expected);
}

#[test]
fn a_variable_of_tens_of_megabytes_is_read() {
    let picture = vec![7; 12 << 20];
    let (_, captures, report) = taken_out(&format!(
        "<style>:root{{--sf-img-1: url(\"{}\")}}</style>",
        embedded("image/png", &picture)
    ));
    assert_eq!(captures[0].body, picture);
    assert_eq!(report.damage, []);
}

#[test]
fn styles_fonts_and_style_sheets_are_taken_out() {
    let sheet = format!("a{{b:url({})}}", png());
    let (html, captures, _) = taken_out(&format!(
        "<link rel=stylesheet href=\"{}\"><p style='background:url(\"{}\")'>",
        embedded("text/css", sheet.as_bytes()),
        embedded("image/gif", GIF)
    ));
    let expected = format!(
        "<link rel=stylesheet href=\"{}\"><p style=\"background:url(&quot;{}&quot;)\">",
        urn(sheet.as_bytes()),
        urn(GIF)
    );
    assert_eq!(html, expected);
    assert_eq!(
        captures.iter().map(|it| it.url.clone()).collect::<Vec<_>>(),
        [urn(PNG), urn(sheet.as_bytes()), urn(GIF)]
    );
    assert_eq!(String::from_utf8_lossy(&captures[1].body), format!("a{{b:url(\"{}\")}}", urn(PNG)));
}

#[test]
fn lists_of_pictures_are_taken_out() {
    let (html, _, _) = taken_out(&format!(
        "<img srcset=\"{} 1x, {}, https://img.example/c.png 3x\">",
        png(),
        embedded("image/gif", GIF)
    ));
    assert_eq!(
        html,
        format!("<img srcset=\"{} 1x, {}, https://img.example/c.png 3x\">", urn(PNG), urn(GIF))
    );
}

#[test]
fn frames_become_captures_of_their_own() {
    let inner = format!(
        "<!DOCTYPE html><p>frame<img src=\"{}\" data-sf-original-src=\"i.png\"><img src=\"\" data-sf-original-src=\"gone.png\">",
        png()
    );
    let escaped = inner.replace('&', "&amp;").replace('"', "&quot;");
    let (html, captures, report) = taken_out(&format!(
        "<iframe srcdoc=\"{escaped}\" data-sf-original-src=\"https://frame.example/f/\" width=1></iframe><iframe srcdoc='<p>x'></iframe>"
    ));
    assert_eq!(
        html,
        format!(
            "<iframe width=1 src=\"https://frame.example/f/\"></iframe><iframe src=\"{}\"></iframe>",
            urn(b"<p>x")
        )
    );
    let [picture, frame, other] = captures.as_slice() else { panic!("{captures:?}") };
    assert_eq!(picture.url, "https://frame.example/f/i.png");
    assert_eq!((frame.role, frame.url.as_str()), (Role::Frame, "https://frame.example/f/"));
    let body =
        "<!DOCTYPE html><p>frame<img src=\"https://frame.example/f/i.png\"><img src=\"gone.png\">";
    assert_eq!(String::from_utf8_lossy(&frame.body), body);
    let address = "https://frame.example/f/gone.png".to_owned();
    assert_eq!(frame.damage, [Damage::MissingResource { address }]);
    assert_eq!((other.role, other.body.as_slice()), (Role::Frame, &b"<p>x"[..]));
    assert_eq!(report.damage, []);
}

#[test]
fn what_was_emptied_gets_its_address_back_and_is_missing() {
    let file = page(
        "<video data-sf-original-src=v.mp4></video><img src=\"data:,\" data-sf-original-src=\"https://img.example/a.png\" data-sf-original-srcset=\"a 1x\" srcset><style data-sf-original-href=s.css>a{}</style>",
    );
    let (captures, _) = all(file.as_bytes());
    let html = String::from_utf8_lossy(&captures[0].body);
    assert!(html.ends_with(
        "<video src=\"v.mp4\"></video><img src=\"https://img.example/a.png\" srcset=\"a 1x\"><style data-sf-original-href=s.css>a{}</style>"
    ));
    let missing = |address: &str| Damage::MissingResource { address: address.to_owned() };
    let expected =
        [missing("https://blog.example/post/v.mp4"), missing("https://img.example/a.png")];
    assert_eq!(captures[0].damage, expected);
}

#[test]
fn hidden_things_and_shadow_roots_stay_and_the_tool_goes() {
    let (html, captures, report) = taken_out(&format!(
        "<p class=sf-hidden>hidden</p><div><template shadowrootmode=open><img src={}></template></div>\
        <single-file-infobar><template shadowrootmode=open><div>a</div></template></single-file-infobar>\
        <single-file-note><single-file-note></single-file-note></single-file-note>\
        <script class=single-file-ui-element>'</div>'</script><link class=\"a single-file-ui-element\">\
        <p class=single-file-ui-element>kept<svg><image href={} /></svg>",
        png(),
        png()
    ));
    assert_eq!(
        html,
        format!(
            "<p class=sf-hidden>hidden</p><div><template shadowrootmode=open><img src=\"{0}\"></template></div>\
            <p class=single-file-ui-element>kept<svg><image href=\"{0}\"/></svg>",
            urn(PNG)
        )
    );
    assert_eq!(captures.len(), 1);
    assert_eq!(report.left_out, [(Omission::ToolElements, 4)].into());
}

#[test]
fn an_element_of_the_tool_without_end_stays() {
    let (html, _, report) = taken_out("<single-file-infobar><p>text");
    assert_eq!(html, "<single-file-infobar><p>text");
    assert_eq!(report.left_out, [].into());
}

#[test]
fn what_is_no_data_address_stays_byte_by_byte() {
    for inside in [
        "<p>data:image/png;base64,AAAA</p>",
        "<a href='data:'>x</a><img src=data:,><img src=\"data:image/png;base64,\">",
        "<!-- <img src=data:image/png;base64,AAAA> --><script>'<img src=data:image/png;base64,AAAA>'</script>",
        "<img alt=data:image/png;base64,AAAA src=/a.png title='a&amp;b' >",
    ] {
        let (html, captures, _) = taken_out(inside);
        assert_eq!((html.as_str(), captures.len()), (inside, 0));
    }
}

#[test]
fn a_page_without_the_comment_is_read_the_same_way() {
    let file = format!("<!DOCTYPE html><img data-sf-original-src=a.png src={}>", png());
    let (captures, _) = all(file.as_bytes());
    // Relative to nothing, the address leads nowhere.
    assert_eq!(captures[0].url, urn(PNG));
    assert_eq!((captures[1].url.as_str(), captures[1].time.clone()), ("", None));
    assert!(matches!(testing::attempt(b"plain text", &read_all), Err(Error::Other { .. })));
    assert!(matches!(testing::attempt(b"", &read_all), Err(Error::Other { .. })));
}

#[test]
fn cut_and_changed_at_every_byte_nothing_panics() {
    let file = page(&format!(
        "<style>:root{{--sf-img-1: url(\"{0}\")}}</style><img style='background:var(--sf-img-1)' src='data:image/svg+xml,<svg/>'><iframe srcdoc=\"<img src={0}>\"></iframe><single-file-note>a</single-file-note><p>",
        png()
    ));
    let shown = memchr::memmem::find(file.as_bytes(), b"</style>").unwrap();
    for cut in 0..file.len() {
        let Ok((captures, _)) = testing::attempt(&file.as_bytes()[..cut], &read_all) else {
            continue;
        };
        let has_picture = captures.iter().any(|capture| capture.body == PNG);
        assert!(has_picture || cut < shown, "the picture is gone, cut at {cut}");
    }
    flip_everywhere(file.as_bytes(), &read_all);
}

#[test]
fn a_page_that_ends_within_a_tag_was_cut() {
    for end in ["<p class=", "<!-- a", "<style>a{", "<script>"] {
        let file = page(end);
        let (captures, _) = all(file.as_bytes());
        let cut = Damage::Truncated { expected: None, present: file.len() as u64 };
        assert_eq!(captures[0].damage, [cut], "{end}");
    }
}

/// An archive with what stands before and after it.
fn archive(before: &[u8], after: &[u8]) -> Vec<u8> {
    let manifest = r#"{"originalUrl": "https://blog.example/1", "title": "A walk", "archiveTime": "2022-10-15T06:19:00.000Z",
        "indexFilename": "index.html", "resources": {"images/0.png": "https://img.example/a.png", "style.css": "https://blog.example/s.css"}}"#;
    let frame = r#"{"originalUrl": "https://frame.example/", "indexFilename": "index.html", "resources": {"images/0.gif": "https://img.example/b.gif"}}"#;
    let entries: [(&str, &[u8]); 9] = [
        ("index.html", b"<p>page<img src=images/0.png><link href=style.css rel=stylesheet><iframe src=frames/0/index.html></iframe><img src='./images/1.bin'><a href='#x'>"),
        ("manifest.json", manifest.as_bytes()),
        ("images/", b""),
        ("images/0.png", PNG),
        ("images/1.bin", b"unknown"),
        ("style.css", b"a{b:url(images/0.png)}"),
        ("frames/0/index.html", b"<p>frame<img src=images/0.gif><img src=../../images/0.png>"),
        ("frames/0/manifest.json", frame.as_bytes()),
        ("frames/0/images/0.gif", GIF),
    ];
    zipped(&entries, before, after)
}

fn zipped(entries: &[(&str, &[u8])], before: &[u8], after: &[u8]) -> Vec<u8> {
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    for (index, (name, body)) in entries.iter().enumerate() {
        let method =
            if index % 2 == 0 { CompressionMethod::Deflated } else { CompressionMethod::Stored };
        let options = SimpleFileOptions::default().compression_method(method);
        if name.ends_with('/') {
            writer.add_directory(*name, options).unwrap();
        } else {
            writer.start_file(*name, options).unwrap();
            writer.write_all(body).unwrap();
        }
    }
    [before, &writer.finish().unwrap().into_inner(), after].concat()
}

const OUTER: &[u8] = b"<!doctype html><html data-sfz><meta charset=windows-1252><body><!--sfz-data";

#[test]
fn archives_give_their_addresses_back_whatever_stands_around_them() {
    let fronts = [&b""[..], OUTER, b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", b"%PDF-1.7\n"];
    let ends = [&b""[..], b"--></body></html>", &[b' '; 200_000]];
    for (before, after) in
        fronts.iter().flat_map(|front| ends.iter().map(move |end| (*front, *end)))
    {
        let file = archive(before, after);
        assert!(is_archive(&file));
        let (captures, report) = all(&file);
        assert_eq!(report.damage, []);
        let machinery = if before.is_empty() && after.is_empty() { 2 } else { 3 };
        assert_eq!(report.left_out, [(Omission::Machinery, machinery)].into());
        let seen: Vec<_> = captures.iter().map(|it| (it.role, it.url.as_str())).collect();
        assert_eq!(
            seen,
            [
                (Role::Resource, "https://img.example/a.png"),
                (Role::Resource, urn(b"unknown").as_str()),
                (Role::Resource, "https://blog.example/s.css"),
                (Role::Resource, "https://img.example/b.gif"),
                (Role::Frame, "https://frame.example/"),
                (Role::Page, "https://blog.example/1"),
            ]
        );
        assert_eq!(captures[2].body, b"a{b:url(\"https://img.example/a.png\")}");
        let frame = "<p>frame<img src=\"https://img.example/b.gif\"><img src=\"https://img.example/a.png\">";
        assert_eq!(String::from_utf8_lossy(&captures[4].body), frame);
        let page = format!(
            "<p>page<img src=\"https://img.example/a.png\"><link href=\"https://blog.example/s.css\" rel=stylesheet>\
            <iframe src=\"https://frame.example/\"></iframe><img src=\"{}\"><a href='#x'>",
            urn(b"unknown")
        );
        assert_eq!(String::from_utf8_lossy(&captures[5].body), page);
        assert_eq!(captures[5].title.as_deref(), Some("A walk"));
        assert_eq!(captures[5].time.as_ref().unwrap().at.to_rfc3339(), "2022-10-15T06:19:00+00:00");
    }
    assert!(is_single_file(&archive(OUTER, b"")));
}

#[test]
fn archives_of_the_first_versions_have_their_addresses_in_comments() {
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    let entries: [(&str, &str, &[u8]); 5] = [
        (
            "20221015_151900/index.html",
            "https://blog.example/1",
            b"<img src=images/0.png><iframe src=frames/0/index.html>",
        ),
        ("20221015_151900/images/0.png", "https://img.example/a.png", PNG),
        // The crate that writes zips refuses the same name twice; this one is renamed below.
        ("20221015_151900/images/9.png", "https://img.example/a.png", GIF),
        ("20221015_151900/frames/0/index.html", "", b"<p>frame"),
        ("20221015_151900/app-manifest.json", "not an address", b"{}"),
    ];
    for (name, comment, body) in entries {
        writer.start_file(name, FullFileOptions::default().with_file_comment(comment)).unwrap();
        writer.write_all(body).unwrap();
    }
    let mut file = [OUTER, &writer.finish().unwrap().into_inner()].concat();
    let places: Vec<_> = memchr::memmem::find_iter(&file, b"images/9.png").collect();
    places.into_iter().for_each(|at| file[at + 7] = b'0');
    assert!(is_archive(&file));
    let (captures, _) = all(&file);
    let address = "https://img.example/a.png".to_owned();
    assert_eq!(captures[1].damage, [Damage::Repeated { address }]);
    let seen: Vec<_> =
        captures.iter().map(|it| (it.role, it.url.clone(), it.body.clone())).collect();
    assert_eq!(
        seen,
        [
            (Role::Resource, "https://img.example/a.png".to_owned(), PNG.to_vec()),
            (Role::Resource, "https://img.example/a.png".to_owned(), GIF.to_vec()),
            (Role::Resource, urn(b"{}"), b"{}".to_vec()),
            (Role::Frame, urn(b"<p>frame"), b"<p>frame".to_vec()),
            (
                Role::Page,
                "https://blog.example/1".to_owned(),
                format!(
                    "<img src=\"https://img.example/a.png\"><iframe src=\"{}\">",
                    urn(b"<p>frame")
                )
                .into_bytes(),
            ),
        ]
    );
}

#[test]
fn an_encrypted_archive_says_so() {
    let mut file = archive(OUTER, b"");
    // Sets the flag of every entry, in both lists.
    for (signature, flags) in [(&b"PK\x03\x04"[..], 6), (b"PK\x01\x02", 8)] {
        let places: Vec<_> = memchr::memmem::find_iter(&file, signature).collect();
        places.into_iter().for_each(|at| file[at + flags] |= 1);
    }
    let (captures, report) = all(&file);
    assert_eq!(captures, []);
    // All but the folder.
    assert_eq!(report.left_out[&Omission::Encrypted], 8);
    assert!(report.damage.contains(&Damage::Encrypted));
}

#[test]
fn a_cut_archive_has_what_stands_before_the_cut() {
    let whole = archive(OUTER, b"-->");
    let end = memchr::memmem::find(&whole, b"PK\x01\x02").unwrap();
    let (captures, report) = all(&whole[..end]);
    let (expected, _) = all(&whole);
    let bodies =
        |captures: &[Capture]| captures.iter().map(|it| it.body.clone()).collect::<Vec<_>>();
    assert_eq!(bodies(&captures), bodies(&expected));
    assert_eq!(report.damage.len(), 1);
    for cut in OUTER.len()..end {
        assert!(testing::attempt(&whole[..cut], &read_all).is_ok());
    }
}

#[test]
fn changed_at_every_byte_an_archive_does_not_panic() {
    flip_everywhere(&archive(b"", b""), &read_all);
}

#[test]
fn a_file_that_changed_in_an_archive_is_said() {
    let mut file = archive(b"", b"");
    let at = memchr::memmem::find(&file, PNG).unwrap();
    file[at + 10] ^= 1;
    let (captures, _) = all(&file);
    assert!(matches!(captures[0].damage[..], [Damage::DigestMismatch { .. }]));
}

#[test]
fn an_index_without_manifest_is_a_page_all_the_same() {
    let file = zipped(
        &[("index.html", b"<p>a<img src=b.png>"), ("manifest.json", b"{broken"), ("b.png", PNG)],
        OUTER,
        b"",
    );
    // The page around it says what it is; the list of files is whole, but there is no manifest.
    let (captures, report) = all(&file);
    let page = captures.last().unwrap();
    assert_eq!((page.role, page.url.as_str()), (Role::Page, ""));
    assert!(String::from_utf8_lossy(&page.body).contains(&urn(PNG)));
    assert!(report.damage.iter().any(|damage| matches!(damage, Damage::Malformed { .. })));
}

#[test]
fn hostile_pages_end() {
    on_a_small_stack(|| {
        // Frames within frames: each level escapes the one below.
        let mut nested = "<p>x".to_owned();
        for _ in 0..12 {
            nested = format!(
                "<iframe srcdoc=\"{}\"></iframe>",
                nested.replace('&', "&amp;").replace('"', "&quot;")
            );
        }
        let limits = Limits { depth: 8, ..Limits::default() };
        let (captures, _) =
            testing::all(page(&nested).as_bytes(), &|bytes, each| read(bytes, &limits, each));
        assert_eq!(captures.len(), 9);
        let over = Damage::OverLimit { limit: Limit::Depth, allowed: 8 };
        assert!(captures.iter().any(|capture| capture.damage.contains(&over)));

        for piece in [
            "<img src=data:image/png;base64,",
            "<style>url(",
            "<!--",
            "<single-file-a>",
            "<p a='",
            "url(",
            "<style>/*url(\"",
        ] {
            let file = page(&format!("<style>a{{}}</style>{}", piece.repeat(100_000)));
            assert!(testing::attempt(file.as_bytes(), &read_all).is_ok(), "{piece}");
        }
        for piece in
            ["url(", "*/url(a)", "url('", "\"", "/*", "@import '", "--sf-img-1:url(data:,a) ", "\\"]
        {
            let file = page(&format!("<style>--sf-img-0{}</style>", piece.repeat(100_000)));
            assert!(testing::attempt(file.as_bytes(), &read_all).is_ok(), "{piece}");
        }
        let line = page(&format!("<img src=\"data:image/png;base64,{}\">", "A".repeat(16 << 20)));
        assert_eq!(all(line.as_bytes()).0.len(), 2);
        let attributes =
            page(&format!("<img {} src={}>", "srcset=a style='url(b)' ".repeat(200_000), png()));
        assert!(testing::attempt(attributes.as_bytes(), &read_all).is_ok());
        let entries =
            [OUTER, &b"PK\x03\x04".repeat(300_000), &b"PK\x05\x06".repeat(300_000)].concat();
        assert!(testing::attempt(&entries, &read_all).is_ok());
    });
}

#[test]
fn limits_cut_pictures_and_say_so() {
    let limits = Limits { body: 4, ..Limits::default() };
    let file = page(&format!("<img src={}>", png()));
    let (captures, _) = testing::all(file.as_bytes(), &|bytes, each| read(bytes, &limits, each));
    assert_eq!(captures[0].body, &PNG[..4]);
    assert!(captures[0].damage.contains(&Damage::OverLimit { limit: Limit::Body, allowed: 4 }));
}

#[test]
fn a_bomb_in_an_archive_is_cut() {
    let bomb = vec![0; 70 << 20];
    let manifest = br#"{"originalUrl": "https://blog.example/1"}"#;
    let entries: [(&str, &[u8]); 3] =
        [("bomb.bin", &bomb), ("manifest.json", manifest), ("index.html", b"<p>")];
    let (captures, _) = all(&zipped(&entries, b"", b""));
    assert_eq!(captures[0].body.len(), 64 << 20);
    assert!(matches!(captures[0].damage[..], [Damage::OverLimit { .. }]));
}

#[test]
fn entries_that_share_bytes_are_not_read() {
    let manifest = br#"{"originalUrl": "https://blog.example/1"}"#;
    let entries: [(&str, &[u8]); 4] =
        [("manifest.json", manifest), ("index.html", b"<p>"), ("a.png", PNG), ("b.png", PNG)];
    let mut file = zipped(&entries, b"", b"");
    // The last entry of the list names the bytes of the one before.
    let places: Vec<_> = memchr::memmem::find_iter(&file, b"PK\x01\x02").collect();
    let offset = file[places[2] + 42..][..4].to_vec();
    file[places[3] + 42..][..4].copy_from_slice(&offset);
    let (captures, report) = all(&file);
    assert_eq!(captures.len(), 2);
    assert_eq!(report.left_out[&Omission::Unreadable], 1);
    let [Damage::Malformed { reason, .. }] = report.damage.as_slice() else { panic!("{report:?}") };
    assert_eq!(reason, "shares bytes with another entry");
}
