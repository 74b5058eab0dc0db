//! What stands in `[##_…_##]`: pictures, files, and players for several of them.

use larder_html::escape::{push_attribute, push_text};

use super::Shown;
use crate::xml::Tag;

/// What finds a file by its name.
type Find<'a> = &'a dyn Fn(&str) -> Option<Shown>;

/// The name and the HTML of a macro; None where it has no form that is known. Files that are not there are `missing`.
pub(super) fn render(
    inside: &str,
    find: Find<'_>,
    missing: &mut Vec<String>,
) -> Option<(String, String)> {
    let fields: Vec<&str> = inside.split('|').take(MOST).collect();
    if fields.len() == MOST {
        return None;
    }
    let (&kind, fields) = fields.split_first()?;
    let mut made = Made { html: String::new(), find, missing };
    match (kind, fields.len()) {
        ("1L" | "1C" | "1R", 3) => made.figure(align(kind), fields[0], fields[1], fields[2]),
        ("2C", 6) | ("3C", 9) => {
            made.group(fields.chunks(3).map(|one| (one[0], one[1], one[2])));
        }
        ("Gallery", count) if count >= 3 && count % 2 == 1 => {
            made.group(fields[..count - 1].chunks(2).map(|one| (one[0], "", one[1])));
        }
        ("iMazing", count) if count >= 4 && count % 2 == 0 => {
            made.group(fields[..count - 2].chunks(2).map(|one| (one[0], "", one[1])));
            made.words(fields[count - 1]);
        }
        ("Jukebox", count) if count >= 4 && count % 2 == 0 => {
            made.group(fields[..count - 2].chunks(2).map(|one| (one[0], "", one[1])));
            made.words(fields[count - 1]);
        }
        ("Image", count) if count >= 3 && fields[3..].iter().all(|it| it.is_empty()) => {
            made.kakao(fields[0], fields[1], fields[2])?;
        }
        _ => return None,
    }
    Some((kind.to_owned(), made.html))
}

/// How many fields are too many.
const MOST: usize = 4096;

struct Made<'a> {
    html: String,
    find: Find<'a>,
    missing: &'a mut Vec<String>,
}

impl Made<'_> {
    /// One file, with what stands below it.
    fn figure(&mut self, align: &str, name: &str, attributes: &str, caption: &str) {
        let Some(shown) = (self.find)(name) else {
            self.missing.push(name.to_owned());
            return;
        };
        self.open_figure(align);
        self.file(name, &shown, attributes);
        self.close_figure(caption);
    }

    fn open_figure(&mut self, align: &str) {
        self.html.push_str("<figure");
        if !align.is_empty() {
            self.attribute("class", &["align-", align].concat());
        }
        self.html.push('>');
    }

    fn close_figure(&mut self, caption: &str) {
        if !caption.trim().is_empty() {
            self.html.push_str("<figcaption>");
            // A caption is HTML, like all around it.
            self.html.push_str(caption.trim());
            self.html.push_str("</figcaption>");
        }
        self.html.push_str("</figure>");
    }

    /// Several files, each with what stands below it.
    fn group<'f>(&mut self, files: impl Iterator<Item = (&'f str, &'f str, &'f str)>) {
        self.html.push_str("<div>");
        for (name, attributes, caption) in files {
            self.figure("", name, attributes, caption);
        }
        self.html.push_str("</div>");
    }

    /// What stands below all of them.
    fn words(&mut self, caption: &str) {
        if !caption.trim().is_empty() {
            self.html.push_str("<p>");
            self.html.push_str(caption.trim());
            self.html.push_str("</p>");
        }
    }

    /// A file, as its name says that it is to be shown.
    fn file(&mut self, name: &str, shown: &Shown, attributes: &str) {
        match kind(name) {
            Kind::Image => self.image(&shown.address, attributes),
            Kind::Audio => self.player("audio", &shown.address, ""),
            Kind::Video => self.player("video", &shown.address, attributes),
            Kind::Other => {
                self.html.push_str("<a");
                self.attribute("href", &shown.address);
                self.html.push('>');
                push_text(&mut self.html, &shown.label);
                self.html.push_str("</a>");
            }
        }
    }

    fn image(&mut self, address: &str, attributes: &str) {
        self.html.push_str("<img");
        self.attribute("src", address);
        self.stated(attributes, &["width", "height", "alt", "title"]);
        self.html.push('>');
    }

    fn player(&mut self, name: &str, address: &str, attributes: &str) {
        self.html.push('<');
        self.html.push_str(name);
        self.attribute("src", address);
        self.stated(attributes, &["width", "height"]);
        self.html.push_str(" controls></");
        self.html.push_str(name);
        self.html.push('>');
    }

    /// A picture of later versions of Tistory: `kage@` and its path.
    fn kakao(&mut self, key: &str, align: &str, attributes: &str) -> Option<()> {
        let path = key.strip_prefix("kage@")?;
        let align = align.strip_prefix("align").unwrap_or_default().to_ascii_lowercase();
        self.open_figure(&align);
        self.html.push_str("<img");
        self.attribute("src", &["https://blog.kakaocdn.net/dn/", path].concat());
        self.stated(
            attributes,
            &["width", "height", "alt", "data-origin-width", "data-origin-height", "data-filename"],
        );
        self.html.push('>');
        let caption = value(attributes, "caption").or_else(|| value(attributes, "data-caption"));
        self.close_figure(&larder_html::escape::text(&caption.unwrap_or_default()));
        Some(())
    }

    /// Those of these attributes that a macro states.
    fn stated(&mut self, attributes: &str, names: &[&str]) {
        for name in names {
            if let Some(value) = value(attributes, name).filter(|value| !value.is_empty()) {
                self.attribute(name, &value);
            }
        }
    }

    fn attribute(&mut self, name: &str, value: &str) {
        self.html.push(' ');
        self.html.push_str(name);
        self.html.push_str("=\"");
        push_attribute(&mut self.html, value);
        self.html.push('"');
    }
}

/// The value of an attribute of a macro, which are written as those of tags are.
fn value(attributes: &str, name: &str) -> Option<String> {
    Tag { name: "img", attributes, is_empty: false }.attribute(name)
}

fn align(kind: &str) -> &'static str {
    match kind {
        "1L" => "left",
        "1R" => "right",
        _ => "center",
    }
}

/// How a file is shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Kind {
    Image,
    Audio,
    Video,
    Other,
}

/// What the end of a name says. Flash, which nothing shows any more, is a file like others.
fn kind(name: &str) -> Kind {
    let extension = name.rsplit_once('.').map(|(_, end)| end.to_ascii_lowercase());
    match extension.as_deref().unwrap_or_default() {
        "jpg" | "jpeg" | "gif" | "png" | "bmp" | "webp" => Kind::Image,
        "wmv" | "avi" | "asf" | "mpg" | "mpeg" | "mov" | "mp4" => Kind::Video,
        "mp3" | "mp2" | "wma" | "wav" | "mid" | "midi" => Kind::Audio,
        _ => Kind::Other,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn made(text: &str) -> Option<String> {
        let find = |name: &str| {
            Some(Shown { address: format!("/{name}"), label: "라벨 & 이름".into() })
        };
        render(text, &find, &mut Vec::new()).map(|(_, html)| html)
    }

    #[test]
    fn one_file_is_shown_as_its_name_says() {
        for (text, expected) in [
            (
                "1C|a.png|width=\"400\" height=\"300\" alt=\"a&quot;b\" filename=\"긴 이름.png\"|캡션 <b>b</b>",
                "<figure class=\"align-center\"><img src=\"/a.png\" width=\"400\" height=\"300\" alt=\"a&quot;b\"><figcaption>캡션 <b>b</b></figcaption></figure>",
            ),
            ("1L|a.JPG|| ", "<figure class=\"align-left\"><img src=\"/a.JPG\"></figure>"),
            (
                "1R|a.mp3||",
                "<figure class=\"align-right\"><audio src=\"/a.mp3\" controls></audio></figure>",
            ),
            (
                "1C|a.wmv|width=\"4\"|",
                "<figure class=\"align-center\"><video src=\"/a.wmv\" width=\"4\" controls></video></figure>",
            ),
            (
                "1C|a.hwp||",
                "<figure class=\"align-center\"><a href=\"/a.hwp\">라벨 &amp; 이름</a></figure>",
            ),
        ] {
            assert_eq!(made(text).as_deref(), Some(expected), "{text}");
        }
    }

    #[test]
    fn several_files_are_shown_together() {
        for (text, files, words) in [
            ("2C|a.png||하나|b.png||둘", 2, "둘"),
            ("3C|a.png||하나|b.png||둘|c.png||셋", 3, "셋"),
            ("Gallery|a.png|하나|b.png|둘|width=\"400\"", 2, "둘"),
            (
                "iMazing|a.png|하나|width=\"4\" frame=\"net_imazing_frame_none\"|모두",
                1,
                "<p>모두</p>",
            ),
            ("Jukebox|a.mp3|노래|autoplay=\"0\" visible=\"1\"|모두", 1, "<p>모두</p>"),
        ] {
            let html = made(text).unwrap();
            assert_eq!(html.matches("<figure>").count(), files, "{html}");
            assert!(html.contains(words), "{html}");
        }
    }

    #[test]
    fn pictures_of_later_tistory_are_where_kakao_has_them() {
        let text = "Image|kage@bA/btq/img.png|alignCenter|data-origin-width=\"2\" width=\"2\" data-filename=\"국수 1.png\"|||";
        let html = made(text).unwrap();
        assert!(html.starts_with("<figure class=\"align-center\"><img src=\"https://blog.kakaocdn.net/dn/bA/btq/img.png\""));
        assert!(html.contains("data-filename=\"국수 1.png\""), "{html}");
        assert_eq!(made("Image|other@x|alignCenter|"), None);
    }

    #[test]
    fn an_odd_number_of_fields_is_no_form() {
        for text in [
            "1C|a.png|",
            "1C|a.png||b|c",
            "2C|a.png||",
            "Gallery|a.png|b",
            "iMazing|a|b|c",
            "",
            "|",
        ] {
            assert_eq!(made(text), None, "{text}");
        }
    }
}
