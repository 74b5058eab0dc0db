//! The folder of each blog, when one run writes several: named by the author's handle, else by the blog's address.
//!
//! Names are made of our own alphabet, never taken over from the input, unique in every letter case, and the same on
//! every run.

use std::collections::BTreeSet;

use larder_core::{Blog, Digest};

/// The longest name, without what makes it unique.
const LONGEST: usize = 40;

/// A folder for each blog, in the blogs' order. A single blog needs none.
pub(crate) fn folders(blogs: &[Blog]) -> Vec<Option<String>> {
    if let [_] = blogs {
        return vec![None];
    }
    let mut taken = BTreeSet::new();
    blogs.iter().map(|blog| Some(unique(folder(blog), &mut taken))).collect()
}

/// The name for one blog. Where something had to be left out, a digest of the blog's id follows.
fn folder(blog: &Blog) -> String {
    let id = &blog.site.id;
    let handle = match blog.authors.as_slice() {
        [author] => author.handle.as_deref(),
        _ => None,
    };
    let wanted = handle.unwrap_or(id);
    let made = slug(wanted);
    let is_whole = handle.is_some() && made == wanted.trim_start_matches('@');
    if is_whole && !is_reserved(&made) {
        return made;
    }
    let digest = Digest::of(id.as_bytes()).to_string();
    let made = if made.is_empty() { "blog" } else { &made };
    format!("{made}-{}", &digest[..8])
}

/// Lower-case ASCII letters and digits of `text`, with `-` for everything between.
fn slug(text: &str) -> String {
    let text = text.strip_prefix("https://").or(text.strip_prefix("http://")).unwrap_or(text);
    let mut slug = String::new();
    for character in text.chars() {
        match character.to_ascii_lowercase() {
            letter @ ('a'..='z' | '0'..='9') => slug.push(letter),
            _ if slug.ends_with('-') || slug.is_empty() => {}
            _ => slug.push('-'),
        }
        if slug.len() == LONGEST {
            break;
        }
    }
    slug.trim_end_matches('-').to_owned()
}

/// Names that Windows keeps for devices.
fn is_reserved(name: &str) -> bool {
    let numbered = ["com", "lpt"]
        .iter()
        .any(|device| name.strip_prefix(device).is_some_and(|rest| rest.len() == 1 && rest != "0"));
    numbered || matches!(name, "con" | "prn" | "aux" | "nul" | "conin" | "conout")
}

fn unique(name: String, taken: &mut BTreeSet<String>) -> String {
    let mut candidate = name.clone();
    let mut number = 1_u64;
    while !taken.insert(candidate.clone()) {
        number += 1;
        candidate = format!("{name}-{number}");
    }
    candidate
}

#[cfg(test)]
mod tests {
    use larder_core::{Author, AuthorId, Site};

    use super::*;

    fn blog(id: &str, handle: Option<&str>) -> Blog {
        let mut blog = Blog::new(Site::new(id));
        let mut author = Author::new(AuthorId::new("a"));
        author.handle = handle.map(str::to_owned);
        blog.authors.push(author);
        blog
    }

    #[test]
    fn a_single_blog_needs_no_folder() {
        assert_eq!(folders(&[blog("https://brunch.co.kr/@a", Some("@a"))]), [None]);
    }

    #[test]
    fn folders_are_safe_unique_and_the_same_every_time() {
        let blogs = [
            blog("1", Some("@jeouljip-note")),
            blog("2", Some("jeouljip-note")),
            blog("https://brunch.co.kr/@@Zz0Q", None),
            blog("../../etc", Some("../..")),
            blog("저울", Some("저울")),
            blog("6", Some("CON")),
            blog("7", Some("Note\u{202e}")),
        ];
        let names: Vec<_> = folders(&blogs).into_iter().flatten().collect();
        assert_eq!(
            names,
            [
                "jeouljip-note",
                "jeouljip-note-2",
                "brunch-co-kr-zz0q-95320e30",
                "blog-74ccf3c5",
                "blog-18735a8d",
                "con-e7f6c011",
                "note-7902699b",
            ]
        );
    }
}
