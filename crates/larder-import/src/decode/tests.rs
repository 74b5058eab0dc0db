//! A matrix of encodings, marks, declarations and lies.

use super::*;

const TEXT: &str = "오늘의 글\r\n첫 문장이다. 둘째 문장이다.\r\n";

#[track_caller]
fn check(bytes: &[u8], declared: Option<&str>, expected: (&str, &'static str, &'static str, u64)) {
    let (text, encoding, how, replaced) = expected;
    let expected = Decoded { text: text.to_owned(), encoding, how, replaced };
    assert_eq!(decode(bytes, declared), expected);
}

fn cp949(text: &str) -> Vec<u8> {
    let (bytes, _, unmappable) = EUC_KR.encode(text);
    assert!(!unmappable);
    bytes.into_owned()
}

fn utf_16(text: &str, order: fn(u16) -> [u8; 2]) -> Vec<u8> {
    text.encode_utf16().flat_map(order).collect()
}

fn utf_32(text: &str, order: fn(u32) -> [u8; 4]) -> Vec<u8> {
    text.chars().map(u32::from).flat_map(order).collect()
}

fn marked(mark: &[u8], bytes: &[u8]) -> Vec<u8> {
    [mark, bytes].concat()
}

#[test]
fn a_byte_order_mark_beats_every_declaration() {
    const HOW: &str = "byte order mark";
    let lie = Some("euc-kr");
    check(&marked(b"\xef\xbb\xbf", TEXT.as_bytes()), lie, (TEXT, "UTF-8", HOW, 0));
    let little = utf_16(TEXT, u16::to_le_bytes);
    check(&marked(b"\xff\xfe", &little), lie, (TEXT, "UTF-16LE", HOW, 0));
    let big = utf_16(TEXT, u16::to_be_bytes);
    check(&marked(b"\xfe\xff", &big), lie, (TEXT, "UTF-16BE", HOW, 0));
    let little = utf_32(TEXT, u32::to_le_bytes);
    check(&marked(b"\xff\xfe\0\0", &little), lie, (TEXT, "UTF-32LE", HOW, 0));
    let big = utf_32(TEXT, u32::to_be_bytes);
    check(&marked(b"\0\0\xfe\xff", &big), lie, (TEXT, "UTF-32BE", HOW, 0));
}

#[test]
fn every_name_of_cp949_is_cp949() {
    // `뷁` and `똠` are in CP949 but not in the older EUC-KR.
    let text = "뷁 똠방각하";
    for label in ["euc-kr", "ks_c_5601-1987", "CP949", "windows-949", "x-windows-949", " ms949 "] {
        check(&cp949(text), Some(label), (text, "EUC-KR", "declared", 0));
    }
    check(&cp949(text), None, (text, "EUC-KR", "guessed", 0));
}

#[test]
fn a_declaration_that_does_not_fit_loses() {
    check(TEXT.as_bytes(), Some("euc-kr"), (TEXT, "UTF-8", "valid UTF-8", 0));
    // This one would decode as CP949, too: `본문` has six bytes, which are three pairs.
    check("본문".as_bytes(), Some("euc-kr"), ("본문", "UTF-8", "valid UTF-8", 0));
    check("é".as_bytes(), Some("windows-1252"), ("é", "UTF-8", "valid UTF-8", 0));
    check(TEXT.as_bytes(), Some("utf-16"), (TEXT, "UTF-8", "valid UTF-8", 0));
    check(&cp949(TEXT), Some("utf-8"), (TEXT, "EUC-KR", "guessed", 0));
    check(&cp949(TEXT), Some("utf-7"), (TEXT, "EUC-KR", "guessed", 0));
    check(b"+AGE-", Some("utf-7"), ("+AGE-", "UTF-8", "valid UTF-8", 0));
}

#[test]
fn a_declaration_that_fits_wins() {
    check(b"caf\xe9", Some("iso-8859-1"), ("café", "windows-1252", "declared", 0));
    check(b"\x82\xa0", Some("shift_jis"), ("あ", "Shift_JIS", "declared", 0));
    // `티` in CP949 is also `Ƽ` in UTF-8.
    check(&cp949("티"), Some("euc-kr"), ("티", "EUC-KR", "declared", 0));
    check(&utf_16("본문", u16::to_le_bytes), Some("utf-16le"), ("본문", "UTF-16LE", "declared", 0));
}

#[test]
fn a_page_declares_itself_where_nothing_else_does() {
    let page = "<meta charset=shift_jis><p>あい";
    let bytes = encoding_rs::SHIFT_JIS.encode(page).0;
    check(&bytes, None, (page, "Shift_JIS", "declared", 0));
    let old = "<meta charset=euc-kr><p>다시 저장한 글";
    check(old.as_bytes(), None, (old, "UTF-8", "valid UTF-8", 0));
}

#[test]
fn utf_16_without_a_mark_is_known_by_its_zeros() {
    check(&utf_16(TEXT, u16::to_le_bytes), None, (TEXT, "UTF-16LE", "guessed", 0));
    check(&utf_16(TEXT, u16::to_be_bytes), None, (TEXT, "UTF-16BE", "guessed", 0));
    check(&utf_16("plain", u16::to_le_bytes), None, ("plain", "UTF-16LE", "guessed", 0));
}

#[test]
fn utf_32_without_a_mark_is_known_by_its_zeros() {
    let wide = |text: &str, bytes: fn(u32) -> [u8; 4]| -> Vec<u8> {
        text.chars().flat_map(|character| bytes(character.into())).collect()
    };
    for text in [TEXT, "plain", "🦊 글"] {
        check(&wide(text, u32::to_le_bytes), None, (text, "UTF-32LE", "guessed", 0));
        check(&wide(text, u32::to_be_bytes), None, (text, "UTF-32BE", "guessed", 0));
        check(&wide(text, u32::to_be_bytes), Some("utf-8"), (text, "UTF-32BE", "guessed", 0));
        assert!(!looks_binary(&wide(text, u32::to_le_bytes)));
    }
    // What is cut off is told.
    let cut = &wide("글 하나", u32::to_le_bytes)[..15];
    check(cut, None, ("글 하\u{fffd}", "UTF-32LE", "guessed", 1));
    assert!(looks_binary(&[0; 4096]));
    assert!(looks_binary(&[0, 0, 0, 1].repeat(1000)));
}

#[test]
fn a_cut_in_mid_character_costs_one_character() {
    let bytes = "글을 자르다".as_bytes();
    check(&bytes[..bytes.len() - 1], None, ("글을 자르\u{fffd}", "UTF-8", "valid UTF-8", 1));
    let bytes = cp949("글을 자르다, 길게 길게, 스무 글자는 넘어야 하므로 조금 더 길게");
    let text = "글을 자르다, 길게 길게, 스무 글자는 넘어야 하므로 조금 더 길\u{fffd}";
    check(&bytes[..bytes.len() - 1], None, (text, "EUC-KR", "guessed", 1));
    let bytes = marked(b"\xff\xfe", &utf_16("글", u16::to_le_bytes));
    check(&bytes[..3], None, ("\u{fffd}", "UTF-16LE", "byte order mark", 1));
}

#[test]
fn a_few_bad_bytes_do_not_overthrow_the_encoding() {
    let text = "가나다라마바사아자차카타파하 스무 글자가 넘는 글";
    let mut bytes = text.as_bytes().to_vec();
    bytes.push(0xff);
    let expected = format!("{text}\u{fffd}");
    check(&bytes, None, (&expected, "UTF-8", "guessed", 1));
    check(&bytes, Some("utf-8"), (&expected, "UTF-8", "declared", 1));
}

#[test]
fn other_alphabets_and_binary_files_end_somewhere() {
    let (russian, _, _) = encoding_rs::WINDOWS_1251.encode("Съешь же ещё этих мягких булок");
    assert_eq!(decode(&russian, None).replaced, 0);
    let png = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\x01\0";
    assert_eq!(decode(png, None).encoding, "UTF-8");
    check(b"", None, ("", "UTF-8", "valid UTF-8", 0));
    assert_eq!(decode(b"\xff", None).text.chars().count(), 1);
}

#[test]
fn any_bytes_in_any_declared_encoding_are_decoded() {
    let all: Vec<u8> = (0..=255).cycle().take(3000).collect();
    for declared in ["utf-8", "euc-kr", "utf-16le", "utf-16be", "iso-2022-jp", "gb18030", "big5"] {
        for length in 0..40 {
            let decoded = decode(&all[300 - length..300], Some(declared));
            assert!(decoded.text.matches('\u{fffd}').count() as u64 >= decoded.replaced);
        }
        decode(&all, Some(declared));
    }
}
