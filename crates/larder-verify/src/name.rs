//! Names of people, as an output for the public may show them: without addresses of e-mail.

use larder_core::Author;

/// The name of an author that a public output may show: none where there is nothing but an address of e-mail.
pub(crate) fn shown(author: &Author) -> Option<String> {
    let names = author.name.iter().chain(&author.handle);
    names.map(|name| without_mail(name)).find(|name| !name.is_empty())
}

/// A name without the words that are or hold an address of e-mail. A handle such as `@ato` is none.
pub(crate) fn without_mail(name: &str) -> String {
    let words = name.split_whitespace().filter(|word| !is_mail(word));
    words.collect::<Vec<_>>().join(" ")
}

/// The name of a term without the marks that some write in front of tags: `#sea` is `sea`.
pub(crate) fn of_term(name: &str) -> &str {
    let bare = name.trim_start_matches(['#', ',']).trim();
    if bare.is_empty() { name } else { bare }
}

/// What somebody is called but for the brackets that tell one from another one of the same name: `Kim Nuri (nuri)`.
pub(crate) fn without_brackets(name: &str) -> Option<&str> {
    let (bare, _) = name.strip_suffix(')')?.rsplit_once('(')?;
    Some(bare.trim_end()).filter(|bare| !bare.is_empty())
}

/// The addresses of e-mail that stand in a text.
pub(crate) fn mails(text: &str) -> impl Iterator<Item = &str> {
    let words = text.split_whitespace().filter(|word| is_mail(word));
    words.map(|word| word.trim_matches(|it: char| !it.is_alphanumeric()))
}

fn is_mail(word: &str) -> bool {
    word.match_indices('@').any(|(at, _)| {
        let before = word[..at].chars().next_back();
        let behind = word[at + 1..].chars().next();
        let is_name = |it: char| it.is_alphanumeric() || "_+-'.\"".contains(it);
        before.is_some_and(is_name) && behind.is_some_and(char::is_alphanumeric)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn brackets_tell_people_of_one_name_apart() {
        assert_eq!(without_brackets("Kim Nuri (nuri)"), Some("Kim Nuri"));
        assert_eq!(without_brackets("Kim (a) (b)"), Some("Kim (a)"));
        for name in ["Kim Nuri", "(nuri)", "Kim (nuri) 2"] {
            assert_eq!(without_brackets(name), None, "{name}");
        }
    }

    #[test]
    fn addresses_of_mail_are_no_part_of_a_name() {
        assert_eq!(without_mail("Jane Doe <jane@example.org>"), "Jane Doe");
        assert_eq!(without_mail("나무 @namu"), "나무 @namu");
        assert_eq!(
            mails("Jane <jane@example.org>, @namu").collect::<Vec<_>>(),
            ["jane@example.org"]
        );
    }
}
