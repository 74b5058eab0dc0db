//! Image lines of the new site's captures: a file name, a caption, or both on one line.
//!
//! Names such as `%BB%E7%C1%F81.JPG?type=w740` come from text pasted out of Naver Blog, whose file names are
//! percent-encoded CP949.

use encoding_rs::EUC_KR;

use super::super::body::Image;

/// Reads a line that begins with the file name of an image, lazily: names may hold spaces, and so may captions.
pub(super) fn parse(line: &str) -> Option<Image> {
    if line.starts_with(is_gap) {
        return None;
    }
    let mut dots = line.match_indices('.').map(|(at, _)| at).filter(|at| *at > 0);
    let (name, end) = dots.find_map(|dot| name_end(line, dot))?;
    let (file, found) = (line.get(..name)?, line.get(..end)?);
    let file_name = decoded(file);
    let raw_name = (file_name != found).then(|| found.to_owned());
    let caption = line.get(end..)?.trim_start_matches(is_gap).to_owned();
    Some(Image { file_name: Some(file_name), raw_name, caption, ..Image::default() })
}

/// An image of which only a caption, or the text for those who cannot see it, is known.
pub(super) fn captioned(line: &str) -> Image {
    Image { caption: line.to_owned(), ..Image::default() }
}

const EXTENSIONS: [&str; 7] = ["jpg", "jpeg", "png", "gif", "webp", "bmp", "heic"];

/// What divides name and caption.
fn is_gap(character: char) -> bool {
    matches!(character, ' ' | '\t' | '\u{a0}' | '\u{3000}')
}

/// If a name ends with the extension after this dot: where it ends, without and with `?type=w740`.
fn name_end(line: &str, dot: usize) -> Option<(usize, usize)> {
    let rest = line.get(dot + 1..)?;
    let is_at_start = |extension: &&str| {
        rest.get(..extension.len()).is_some_and(|found| found.eq_ignore_ascii_case(extension))
    };
    let extension = EXTENSIONS.into_iter().find(is_at_start)?;
    let name = dot + 1 + extension.len();
    let query = line.get(name..).map_or(0, query);
    let end = name + query;
    let behind = line.get(end..)?;
    (behind.is_empty() || behind.starts_with(is_gap)).then_some((name, end))
}

/// The length of `?type=w740` at the beginning of the text, or 0.
fn query(text: &str) -> usize {
    let Some(value) = text.strip_prefix("?type=") else { return 0 };
    let is_word = |character: char| character.is_alphanumeric() || character == '_';
    let length = value.find(|character| !is_word(character)).unwrap_or(value.len());
    if length == 0 { 0 } else { "?type=".len() + length }
}

/// The name with `%XX` decoded as UTF-8, else as CP949, else as it is.
fn decoded(name: &str) -> String {
    let Some(bytes) = percent_decoded(name) else { return name.to_owned() };
    match String::from_utf8(bytes) {
        Ok(text) => text,
        Err(error) => EUC_KR
            .decode_without_bom_handling_and_without_replacement(error.as_bytes())
            // Unencoded letters beside the encoded ones are in UTF-8 and must not be read as CP949.
            .filter(|_| name.is_ascii())
            .map_or_else(|| name.to_owned(), |text| text.into_owned()),
    }
}

/// The bytes of a text in which `%XX` stands for a byte; `None` when there is no such place.
fn percent_decoded(text: &str) -> Option<Vec<u8>> {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.as_bytes();
    let mut found = false;
    while let Some((first, behind)) = rest.split_first() {
        let value = (*first == b'%').then(|| hex(behind)).flatten();
        bytes.push(value.unwrap_or(*first));
        found |= value.is_some();
        rest = behind.get(if value.is_some() { 2 } else { 0 }..).unwrap_or_default();
    }
    found.then_some(bytes)
}

fn hex(digits: &[u8]) -> Option<u8> {
    let digit = |at: usize| char::from(*digits.get(at)?).to_digit(16);
    u8::try_from(digit(0)? * 16 + digit(1)?).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Name, name as found, caption.
    fn read(line: &str) -> Option<(String, Option<String>, String)> {
        parse(line).map(|it| (it.file_name.unwrap_or_default(), it.raw_name, it.caption))
    }

    fn expected(
        name: &str,
        raw: Option<&str>,
        caption: &str,
    ) -> Option<(String, Option<String>, String)> {
        Some((name.to_owned(), raw.map(str::to_owned), caption.to_owned()))
    }

    #[test]
    fn a_name_may_hold_spaces_and_a_caption_may_follow() {
        assert_eq!(
            read("20210304_골목.jpg 빨간 우체통"),
            expected("20210304_골목.jpg", None, "빨간 우체통")
        );
        assert_eq!(
            read("스크린샷 2021-03-04 오후 3.05.09.png 설명"),
            expected("스크린샷 2021-03-04 오후 3.05.09.png", None, "설명")
        );
        assert_eq!(read("a.JPEG"), expected("a.JPEG", None, ""));
        assert_eq!(read("a.jpg b.png"), expected("a.jpg", None, "b.png"));
    }

    #[test]
    fn names_that_look_like_parts_of_a_page_are_images_too() {
        for name in ["logo.png", "icon.gif", "profile.webp", "button.bmp", "emoji.heic"] {
            assert_eq!(read(name), expected(name, None, ""));
        }
    }

    #[test]
    fn percent_encoded_names_are_utf8_or_cp949() {
        let raw = "%BB%E7%C1%F81.JPG?type=w740";
        assert_eq!(read(raw), expected("사진1.JPG", Some(raw), ""));
        let utf8 = "%EC%82%AC%EC%A7%84.png";
        assert_eq!(read(&format!("{utf8} 설명")), expected("사진.png", Some(utf8), "설명"));
        assert_eq!(read("a.jpg?type=w740"), expected("a.jpg", Some("a.jpg?type=w740"), ""));
        for broken in ["%ff%ff.png", "100%.png", "%zz.png", "사진%BB.png"] {
            assert_eq!(read(broken), expected(broken, None, ""));
        }
    }

    #[test]
    fn other_lines_are_no_images() {
        for line in
            ["", ".jpg", " a.jpg", "사진.jpgx", "사진.jpg?type=", "a.jpg를 열었다", "사진 jpg"]
        {
            assert_eq!(read(line), None, "{line:?}");
        }
    }
}
