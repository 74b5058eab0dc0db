//! Who writes: a login for each author, by which posts name them.

use std::{
    collections::{HashMap, HashSet},
    io,
};

use larder_core::{Author, AuthorId, Blog, Digest};

use super::xml::Lines;
use crate::feed::{Cost, people::person};

/// The longest login in characters, all of them ASCII.
const LONGEST: usize = 60;

/// How long a name may be that is shown, in characters.
const LONGEST_NAME: usize = 250;

/// The logins of the authors of carried posts.
#[derive(Debug, Default)]
pub(super) struct People(HashMap<AuthorId, String>);

impl People {
    /// Logins for those of `used`, and the lines that tell of them.
    pub(super) fn new(
        blog: &Blog,
        used: &HashSet<AuthorId>,
        lines: &mut Lines,
    ) -> io::Result<Self> {
        let mut people = Self::default();
        let mut taken = HashSet::new();
        for author in blog.authors.iter().filter(|author| used.contains(&author.id)) {
            let login = unique(login(author), author, &mut taken);
            let number = taken.len();
            write(author, number, &login, lines);
            people.0.insert(author.id.clone(), login);
        }
        Ok(people)
    }

    /// The login of an author.
    pub(super) fn login(&self, author: &AuthorId) -> Option<&str> {
        self.0.get(author).map(String::as_str)
    }
}

/// The name that the platform used, as far as WordPress takes it: no address of e-mail, nothing but ASCII.
fn login(author: &Author) -> String {
    let names = [author.handle.as_deref(), Some(author.id.as_str()), author.name.as_deref()];
    names.into_iter().flatten().find_map(fitting).unwrap_or_default()
}

/// The name, if it is one that WordPress leaves as it is: anything else would no longer be the name of one person.
fn fitting(name: &str) -> Option<String> {
    let name = name.trim_start_matches('@');
    let is_kept = |byte: u8| byte.is_ascii_alphanumeric() || b" _.-".contains(&byte);
    let is_login = !name.is_empty()
        && name.len() <= LONGEST
        && name.bytes().all(is_kept)
        && name.trim() == name
        && !name.contains("  ");
    is_login.then(|| name.to_owned())
}

/// A login that nobody else has, in any letter case: where there is none, or another author has it, a digest of the
/// author's id tells them apart.
fn unique(wanted: String, author: &Author, taken: &mut HashSet<String>) -> String {
    if !wanted.is_empty() && taken.insert(wanted.to_lowercase()) {
        return wanted;
    }
    let digest = Digest::of(author.id.as_str().as_bytes()).to_string();
    let mut longer = (8..=40).map(|length| format!("author-{}", &digest[..length]));
    let login = longer.find(|login| !taken.contains(login));
    let login = login.unwrap_or_else(|| format!("author-{}-{}", &digest[..40], taken.len()));
    taken.insert(login.clone());
    login
}

/// One line, as the importer's parser of regular expressions needs it.
fn write(author: &Author, number: usize, login: &str, lines: &mut Lines) {
    let mut cost = Cost::default();
    let shown = person(author, None, &mut cost).map(|person| person.name);
    lines.cost.characters += cost.characters;
    // WordPress takes tags out of names; names with markup are none.
    let shown = shown.unwrap_or_else(|| login.to_owned());
    lines.cost.characters += shown.matches(['<', '>']).count() as u64;
    let name = lines.name(&shown.replace(['<', '>'], ""), LONGEST_NAME);
    lines.text.push_str("\t<wp:author>");
    lines.text.push_str(&format!("<wp:author_id>{number}</wp:author_id>"));
    lines.inline("wp:author_login", login);
    lines.inline("wp:author_email", "");
    lines.inline("wp:author_display_name", &name);
    lines.inline("wp:author_first_name", "");
    lines.inline("wp:author_last_name", "");
    lines.text.push_str("</wp:author>\n");
}

#[cfg(test)]
mod tests {
    use larder_core::Site;

    use super::*;

    fn logins(authors: &[(&str, Option<&str>, Option<&str>)]) -> (Vec<String>, String) {
        let mut blog = Blog::new(Site::new("b"));
        for (id, handle, name) in authors {
            let mut author = Author::new(AuthorId::new(*id));
            author.handle = handle.map(Into::into);
            author.name = name.map(Into::into);
            author.email = Some("secret@example.org".into());
            blog.authors.push(author);
        }
        let used = blog.authors.iter().map(|author| author.id.clone()).collect();
        let mut lines = Lines::default();
        let people = People::new(&blog, &used, &mut lines).unwrap();
        let all = blog.authors.iter().map(|it| people.login(&it.id).unwrap().to_owned());
        (all.collect(), lines.text)
    }

    #[test]
    fn logins_are_ascii_and_each_is_one_persons() {
        let (logins, text) = logins(&[
            ("mina", None, Some("미나")),
            ("2", Some("Mina"), Some("Mina")),
            ("urn:uuid:1", None, Some("나무")),
            ("jo@example.org", Some("jo@example.org"), Some("Jo <jo@example.org>")),
        ]);
        assert_eq!(logins[0], "mina");
        for other in &logins[1..] {
            assert!(other.starts_with("author-"), "{other}");
        }
        assert!(!text.contains("@example.org"), "{text}");
        assert_eq!(
            text.lines().next().unwrap(),
            "\t<wp:author><wp:author_id>1</wp:author_id>\
            <wp:author_login><![CDATA[mina]]></wp:author_login>\
            <wp:author_email><![CDATA[]]></wp:author_email>\
            <wp:author_display_name><![CDATA[미나]]></wp:author_display_name>\
            <wp:author_first_name><![CDATA[]]></wp:author_first_name>\
            <wp:author_last_name><![CDATA[]]></wp:author_last_name></wp:author>"
        );
        assert_eq!(text.lines().count(), 4);
    }

    #[test]
    fn a_name_cannot_end_its_element() {
        let (_, text) = logins(&[("a", None, Some("</wp:author>\n<item>"))]);
        assert_eq!((text.matches("</wp:author>").count(), text.lines().count()), (1, 1), "{text}");
        assert!(!text.contains("<item>"), "{text}");
    }
}
