//! People, without their e-mail addresses: for every public output, not for feeds alone.

use larder_core::Author;
use larder_html::url::Base;
use percent_encoding::percent_decode_str;

use super::{Cost, line::line, link::web};

/// An author as feeds name them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Person {
    /// The name. Never blank, never an e-mail address.
    pub(crate) name: String,
    /// The address of the author's page.
    pub(crate) url: Option<String>,
    /// The address of the author's picture.
    pub(crate) image: Option<String>,
}

/// The author as feeds name them, or None if the archive has no name that may be shown: neither a name nor a handle.
pub(crate) fn person(author: &Author, image: Option<String>, cost: &mut Cost) -> Option<Person> {
    let name = shown(author, cost)?;
    Some(Person { name, url: homepage(author.url.as_deref(), cost), image })
}

/// The address of somebody's page: one of the web that holds no address of e-mail. Another one is counted as a link that is
/// lost.
pub(crate) fn homepage(url: Option<&str>, cost: &mut Cost) -> Option<String> {
    let page = web(&Base::default(), url?).filter(|page| !is_mail_address(page));
    cost.links += u64::from(page.is_none());
    page
}

/// Whether an address holds one of e-mail, escaped or not.
pub(crate) fn is_mail_address(url: &str) -> bool {
    holds_mail(url) || holds_mail(&percent_decode_str(url).decode_utf8_lossy())
}

/// An address of the web that an output for the public may name: one without an address of e-mail in it.
pub(crate) fn public_address(url: &str) -> Option<String> {
    web(&Base::default(), url).filter(|url| !is_mail_address(url))
}

/// Whether a text holds an address of e-mail.
pub(crate) fn holds_mail(text: &str) -> bool {
    text.match_indices('@').any(|(at, _)| {
        let is_word = |letter: char| {
            letter.is_alphanumeric() || matches!(letter, '.' | '_' | '-' | '+' | '%')
        };
        let before = text[..at].chars().next_back().is_some_and(is_word);
        let host: String = text[at + 1..].chars().take_while(|&letter| is_word(letter)).collect();
        before && host.trim_end_matches('.').contains('.')
    })
}

/// The name, else the handle, without the e-mail addresses in it. None if there is neither, or nothing but an address.
pub(crate) fn shown(author: &Author, cost: &mut Cost) -> Option<String> {
    let mut of = |name: &Option<String>| name.as_deref().and_then(|name| name_of(name, cost));
    of(&author.name).or_else(|| of(&author.handle))
}

/// The name without the e-mail addresses in it.
pub(crate) fn name_of(name: &str, cost: &mut Cost) -> Option<String> {
    let name = line(name, cost)?;
    if !name.contains('@') {
        return Some(name);
    }
    let words = name.split(' ').filter(|word| !is_mail(word));
    line(&words.collect::<Vec<_>>().join(" "), cost)
}

/// Whether a word is or holds an e-mail address: `a@b.org`, `<a@b.org>`, `(a@b)`. A handle such as `@ato` is none.
fn is_mail(word: &str) -> bool {
    word.match_indices('@').any(|(at, _)| {
        let part = |character: char| character.is_alphanumeric();
        word[..at].ends_with(|c: char| part(c) || "_+-'.\"".contains(c))
            && word[at + 1..].starts_with(part)
    })
}

#[cfg(test)]
mod tests {
    use larder_core::AuthorId;

    use super::*;

    fn shown(name: &str, handle: Option<&str>) -> Option<String> {
        let mut author = Author::new(AuthorId::new("1"));
        author.name = Some(name.into());
        author.handle = handle.map(Into::into);
        author.email = Some("secret@example.org".into());
        person(&author, None, &mut Cost::default()).map(|person| person.name)
    }

    #[test]
    fn addresses_of_mail_are_found_within_texts() {
        for text in ["a@example.org", "write to a.b+c@mail.example.org.", "<x@y.z>"] {
            assert!(holds_mail(text), "{text}");
        }
        for text in ["@nuri", "a @ b.c", "https://brunch.co.kr/@nuri", "@@Zz9Z", "a@b", "@a@b"] {
            assert!(!holds_mail(text), "{text}");
        }
    }

    #[test]
    fn a_page_is_one_of_the_web_and_tells_no_address_of_mail() {
        let mut cost = Cost::default();
        for url in ["https://a.example/@jane.doe", "https://a.example/?q=1"] {
            assert_eq!(homepage(Some(url), &mut cost).as_deref(), Some(url));
        }
        for url in [
            "https://a.example/?u=jane@example.org",
            "https://a.example/jane%40example.org/",
            "javascript:alert(1)",
            "mailto:jane@example.org",
        ] {
            assert_eq!(homepage(Some(url), &mut cost), None, "{url}");
        }
        assert_eq!((homepage(None, &mut cost), cost.links), (None, 4));
    }

    #[test]
    fn addresses_in_names_are_left_out() {
        assert_eq!(shown("Jane Doe <jane@example.org>", None).as_deref(), Some("Jane Doe"));
        assert_eq!(shown("jane@example.org (Jane)", None).as_deref(), Some("(Jane)"));
        assert_eq!(shown("jane@example.org", Some("@jane")).as_deref(), Some("@jane"));
        assert_eq!(shown("jane@example.org", None), None);
        assert_eq!(shown("나무 @namu", None).as_deref(), Some("나무 @namu"));
    }
}
