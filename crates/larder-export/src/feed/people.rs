//! Authors, without their e-mail addresses.

use larder_core::Author;
use larder_html::url::Base;

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
    let base = Base::default();
    Some(Person { name, url: author.url.as_deref().and_then(|url| web(&base, url)), image })
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
    fn addresses_in_names_are_left_out() {
        assert_eq!(shown("Jane Doe <jane@example.org>", None).as_deref(), Some("Jane Doe"));
        assert_eq!(shown("jane@example.org (Jane)", None).as_deref(), Some("(Jane)"));
        assert_eq!(shown("jane@example.org", Some("@jane")).as_deref(), Some("@jane"));
        assert_eq!(shown("jane@example.org", None), None);
        assert_eq!(shown("나무 @namu", None).as_deref(), Some("나무 @namu"));
    }
}
