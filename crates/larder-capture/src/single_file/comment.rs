//! The comment with which SingleFile says where a page is from.

use crate::{
    capture::{CaptureTime, Damage},
    html::{Scanner, Token},
    time,
};

/// What it says.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct Comment {
    /// The address of the page.
    pub url: Option<String>,
    /// When it was saved, in the zone of the browser.
    pub time: Option<CaptureTime>,
    /// What the user had the extension write.
    pub info: Option<String>,
    /// What is amiss with it.
    pub damage: Vec<Damage>,
}

/// The first lines of the comment, of today and of the first versions.
const FIRST_LINES: [&str; 2] = ["Page saved with SingleFile", "Archive processed by SingleFile"];

/// How far into a page it is looked for. It is the first thing in `html`.
const HEAD: usize = 64 << 10;

/// Reads the comment of a page, if it has one. It stands before everything but the doctype and the tag of `html`.
pub fn comment(page: &[u8]) -> Option<Comment> {
    let head = page.get(..HEAD).unwrap_or(page);
    let text = Scanner::new(head)
        .take_while(|token| match token {
            Token::Comment(_) => true,
            Token::Start(tag) => tag.name == "html",
            _ => false,
        })
        .find_map(|token| match token {
            Token::Comment(range) => Some(&head[range]).filter(|text| is_first_line(text)),
            _ => None,
        })?;
    Some(read(&String::from_utf8_lossy(text)))
}

fn is_first_line(text: &[u8]) -> bool {
    let text = text.trim_ascii_start();
    FIRST_LINES.iter().any(|line| text.starts_with(line.as_bytes()))
}

fn read(text: &str) -> Comment {
    let mut comment = Comment::default();
    let field = |line: &str, name: &str| {
        let value = line.trim().strip_prefix(name)?.trim();
        (!value.is_empty()).then(|| value.to_owned())
    };
    for line in text.trim().lines().skip(1) {
        if let Some(url) = field(line, "url:") {
            comment.url.get_or_insert(url);
        } else if let Some(date) = field(line, "saved date:") {
            match time::or_damage(&date, time::javascript) {
                Ok(time) => comment.time = comment.time.or(Some(time)),
                Err(damage) => comment.damage.push(damage),
            }
        } else if let Some(info) = field(line, "info:") {
            comment.info.get_or_insert(info);
        }
    }
    comment
}
