//! What is lifted out of backups, and what stays.

use larder_core::MemorySpool;

use super::*;

/// Yields a few bytes at a time.
struct Slow<'a>(&'a [u8], usize);

impl Read for Slow<'_> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let count = self.0.len().min(buffer.len()).min(self.1);
        buffer[..count].copy_from_slice(&self.0[..count]);
        self.0 = &self.0[count..];
        Ok(count)
    }
}

/// The length of each file, and its bytes.
type Lengths = Vec<(u64, Option<Vec<u8>>)>;

fn lifted(text: &[u8], at_once: usize, limit: u64) -> (String, Lengths) {
    let store = Store { spool: Arc::new(MemorySpool::default()), limit };
    let (mut lift, files) = Lift::new(Slow(text, at_once), Some(store));
    let mut left = Vec::new();
    lift.read_to_end(&mut left).unwrap();
    let bytes = |file: File| {
        let blob = file.stored.map(|stored| stored.blob.unwrap().bytes().unwrap());
        (file.length, blob)
    };
    let found = (1..).map_while(|number| files.take(number)).map(bytes).collect();
    (String::from_utf8(left).unwrap(), found)
}

#[test]
fn files_are_lifted_out_and_all_else_stays() {
    let text = "<blog><setting><banner><name>b</name><content>QUJD</content></banner></setting><post><content>QUJD \
        &lt;attachment&gt;<![CDATA[<attachment><content>QUJD</content>]]></content><!-- <attachment> --><attachment a=\"x>y\">\
        <name>n</name><content a='1'><![CDATA[SGVs\r\nbG8=]]></content></attachment><content>QUJD</content>\
        <attachment/><content>QUJD</content><attachment><content/></attachment></post></blog>";
    let expected = text
        .replacen("<content>QUJD</content></banner>", "<content>\u{1}1\u{1}</content></banner>", 1)
        .replace("<![CDATA[SGVs\r\nbG8=]]>", "\u{1}2\u{1}");
    for at_once in [1, 2, 3, 7, 100, 10_000] {
        let (left, files) = lifted(text.as_bytes(), at_once, 100);
        assert_eq!(left, expected, "{at_once}");
        assert_eq!(files, [(3, Some(b"ABC".to_vec())), (5, Some(b"Hello".to_vec()))]);
    }
}

#[test]
fn what_is_cut_is_kept_and_what_is_too_large_is_measured() {
    let text = "<attachment><content>SGVsbG8s";
    assert_eq!(lifted(text.as_bytes(), 5, 100).1, [(6, Some(b"Hello,".to_vec()))]);
    let large = format!("<attachment><content>{}</content>x", "QUJD".repeat(50_000));
    let (left, files) = lifted(large.as_bytes(), 9000, 100_000);
    assert_eq!(left, "<attachment><content>\u{1}1\u{1}</content>x");
    assert_eq!(files, [(150_000, None)]);
}

#[test]
fn wherever_it_is_cut_nothing_hangs() {
    let text = "<post><attachment name='>'><content>QU&#13;JD</content></attachment><![CDATA[x]]><!-- --></post>";
    for end in 0..=text.len() {
        let (left, _) = lifted(&text.as_bytes()[..end], 4, 100);
        assert!(left.len() <= text.len() + 3, "{end}");
    }
}

#[test]
fn wide_encodings_stay_as_they_are() {
    let text: Vec<u8> =
        "\u{feff}<attachment><content>QUJD".encode_utf16().flat_map(u16::to_le_bytes).collect();
    let (mut lift, files) = Lift::new(&text[..], None);
    let mut left = Vec::new();
    lift.read_to_end(&mut left).unwrap();
    assert!(left == text && files.take(1).is_none());
}
