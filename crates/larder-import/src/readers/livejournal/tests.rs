//! The reader as a whole, over input that no fixture has.

use larder_core::{Status, Visibility};

use crate::{ReadError, ReadOptions, Reading, read, source::Memory};

const SECURITY: &str =
    include_str!("../../../../../tests/fixtures/import/livejournal/security/input.xml");
const COMMENTS: &str = include_str!(
    "../../../../../tests/fixtures/import/livejournal/comments/input/comment_body.xml"
);
const EVENT: &str =
    include_str!("../../../../../tests/fixtures/import/livejournal/ljdump/input/slow-walks/L-12");
const TABLE: &str =
    include_str!("../../../../../tests/fixtures/import/livejournal/table/input.csv");

/// Reads files; the ledger explains everything.
fn read_files(files: &[(&str, &[u8])]) -> Result<Reading, ReadError> {
    let files: Vec<(String, Vec<u8>)> =
        files.iter().map(|(name, bytes)| ((*name).to_owned(), bytes.to_vec())).collect();
    let options = ReadOptions { from: Some("livejournal".into()), ..ReadOptions::default() };
    let reading = read(&Memory::new("journal", files), &options)?;
    assert_eq!(reading.ledger.unexplained(), []);
    Ok(reading)
}

/// What everybody may read of it.
fn shown(reading: &Reading) -> String {
    let mut shown = String::new();
    for blog in &reading.blogs {
        for post in blog.posts.iter() {
            let post = post.unwrap();
            if post.status == Some(Status::Published) && post.visibility == Some(Visibility::Public)
            {
                shown.push_str(post.title.as_deref().unwrap_or_default());
                let html = post.content.as_ref().map(|content| content.html.text().unwrap());
                shown.push_str(&html.unwrap_or_default());
            }
        }
        for comment in blog.comments.iter() {
            let comment = comment.unwrap();
            if comment.status == Some(Status::Published) {
                shown.push_str(&comment.body.text().unwrap());
            }
        }
    }
    shown
}

fn codes(reading: &Reading) -> Vec<&'static str> {
    let notes = reading.blogs.iter().flat_map(|blog| &blog.notes).chain(&reading.notes);
    notes.map(|note| note.kind.code()).collect()
}

/// Without the entries that one element alone keeps secret, against another that says the contrary.
fn without_copies() -> String {
    let (before, _) = SECURITY.split_once("<entry><itemid>2313").unwrap();
    let is_plain = |line: &&str| !line.contains("SECRET-twice") && !line.contains("SECRET-masked");
    let lines: String = before.lines().filter(is_plain).map(|line| format!("{line}\n")).collect();
    format!("{lines}</livejournal>\n")
}

#[test]
fn wherever_it_is_cut_it_is_told_and_nothing_becomes_public() {
    let text = without_copies();
    for end in (0..text.len()).step_by(3).filter(|end| text.is_char_boundary(*end)) {
        let Ok(reading) = read_files(&[("a.xml", &text.as_bytes()[..end])]) else { continue };
        let is_told = codes(&reading).contains(&"truncated");
        // Nothing is lost with the last bracket.
        let is_end = text[end..].trim().trim_start_matches('>').is_empty();
        assert!(is_told || is_end, "cut at {end}");
        assert!(!shown(&reading).contains("SECRET-"), "cut at {end}");
    }
    for end in 0..EVENT.len() {
        if let Ok(reading) = read_files(&[("L-12", &EVENT.as_bytes()[..end])]) {
            assert!(!shown(&reading).contains("SECRET-"), "cut at {end}");
        }
    }
    let entry = "<livejournal><entry><itemid>2565</itemid><security>public</security></entry></livejournal>";
    for end in (0..COMMENTS.len()).filter(|end| COMMENTS.is_char_boundary(*end)) {
        let files: [(&str, &[u8]); 2] =
            [("a.xml", entry.as_bytes()), ("b.xml", &COMMENTS.as_bytes()[..end])];
        let words = shown(&read_files(&files).unwrap());
        // That one is screened is said in the list, which is not here.
        assert!(!words.replace("SECRET-screened in", "").contains("SECRET-"), "cut at {end}");
    }
}

#[test]
fn bytes_that_are_changed_publish_nothing() {
    let text = without_copies();
    for at in (0..text.len()).step_by(3) {
        let mut changed = text.as_bytes().to_vec();
        changed[at] ^= [0x01, 0x80, 0x20, 0x10][at % 4];
        if let Ok(reading) = read_files(&[("a.xml", &changed)]) {
            assert!(!shown(&reading).contains("SECRET-"), "{at}: {}", shown(&reading));
        }
    }
}

#[test]
fn tables_may_be_cut_anywhere() {
    for end in (0..TABLE.len()).filter(|end| TABLE.is_char_boundary(*end)) {
        if let Ok(reading) = read_files(&[("a.csv", &TABLE.as_bytes()[..end])]) {
            assert!(!shown(&reading).contains("SECRET-"), "cut at {end}");
        }
    }
}

#[test]
fn a_document_type_with_declarations_is_refused() {
    let bomb = "<!DOCTYPE livejournal [<!ENTITY a \"b\">]><livejournal><entry><itemid>1</itemid></entry></livejournal>";
    assert!(read_files(&[("a.xml", bomb.as_bytes())]).is_err());
}

#[test]
fn depth_and_number_take_no_long_time() {
    let entry = |inside: &str| {
        format!(
            "<livejournal><entry><itemid>256</itemid><event>{inside}</event><security>public</security></entry></livejournal>"
        )
    };
    let many: String =
        (1..20_000).map(|id| format!("<comment id='{id}' posterid='7' state='S'/>")).collect();
    for text in [
        entry(&"<lj-cut>".repeat(50_000)),
        entry(&"&lt;lj user=&quot;x&quot;&gt;".repeat(50_000)),
        entry(&"&lt;".repeat(100_000)),
        format!("<livejournal>{}", "<entry>".repeat(1_000)),
        format!("<livejournal><comments>{many}</comments></livejournal>"),
    ] {
        let started = std::time::Instant::now();
        _ = read_files(&[("a.xml", text.as_bytes())]);
        assert!(started.elapsed().as_secs() < 20, "{:?}", started.elapsed());
    }
}

#[test]
fn journals_in_folders_of_their_own_stay_apart() {
    let event = |id: u64, name: &str| {
        format!(
            "<event><itemid>{id}</itemid><anum>1</anum><eventtime>2010-01-01 00:00:00</eventtime><event>x</event><url>https://{name}.livejournal.com/{}.html</url></event>",
            id * 256 + 1
        )
    };
    let (one, other) = (event(1, "a"), event(1, "b"));
    let files: [(&str, &[u8]); 2] = [("a/L-1", one.as_bytes()), ("b/L-1", other.as_bytes())];
    let reading = read_files(&files).unwrap();
    let homes: Vec<_> = reading.blogs.iter().filter_map(|blog| blog.site.home.clone()).collect();
    assert_eq!(homes, ["https://a.livejournal.com/", "https://b.livejournal.com/"]);
}

#[test]
fn each_journal_has_its_own_pictures_and_ids() {
    let event = "<event><itemid>1</itemid><anum>1</anum><eventtime>2010-01-01 00:00:00</eventtime><event>x</event></event>";
    let pictures = |name: &str| format!("<userpics><userpic keyword='{name}'/></userpics>");
    let (one, other) = (pictures("one"), pictures("other"));
    let files: [(&str, &[u8]); 4] = [
        ("a/L-1", event.as_bytes()),
        ("a/userpics.xml", one.as_bytes()),
        ("b/L-1", event.as_bytes()),
        ("b/userpics.xml", other.as_bytes()),
    ];
    let reading = read_files(&files).unwrap();
    let kept =
        |at: usize| reading.blogs[at].site.extra.value("livejournal:userpics").unwrap().to_string();
    assert_eq!(reading.blogs.len(), 2);
    assert!(kept(0).contains("'one'") && kept(1).contains("'other'"));
    assert_ne!(reading.blogs[0].site.id, reading.blogs[1].site.id);
    let id = |at: usize| reading.blogs[at].posts.heads().next().unwrap().id.clone();
    assert_ne!(id(0), id(1));
}

#[test]
fn an_entry_in_which_a_tag_is_lost_is_not_public() {
    let around = |entry: &str| {
        let fields =
            "<eventtime>2012-01-01 10:00:00</eventtime><subject>t</subject><event>e</event>";
        format!("<livejournal><entry>{}</entry></livejournal>", entry.replace("FIELDS", fields))
    };
    let public = |entry: &str| {
        shown(&read_files(&[("a.xml", around(entry).as_bytes())]).unwrap()).contains('e')
    };
    assert!(public("<itemid>257</itemid>FIELDS<security>public</security>"));
    for entry in [
        "<itemid>257</itemid>FIELDS<security>public</security>>allowmask>6</allowmask>",
        "<itemid>257</itemid>FIELDS<security>public</security><allowmask>6</alowmask>",
        // Another copy of it may say that it is private.
        "<itemid>25{7</itemid>FIELDS<security>public</security>",
        "FIELDS<security>public</security>",
    ] {
        assert!(!public(entry), "{entry}");
    }
}
