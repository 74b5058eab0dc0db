//! Names, e-mail addresses and addresses of people, in every form that feeds have.

/// Somebody.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Person {
    /// The name.
    pub(super) name: Option<String>,
    /// The e-mail address.
    pub(super) email: Option<String>,
    /// The address of their page.
    pub(super) url: Option<String>,
    /// The address of their picture.
    pub(super) image: Option<String>,
}

impl Person {
    /// Reads `mail (Name)`, `Name <mail>`, `Name (mail)`, a name, a mail or `mailto:mail`.
    pub(super) fn parse(text: &str) -> Option<Self> {
        let text = text.trim();
        let text = text.strip_prefix("mailto:").unwrap_or(text);
        let parted = split(text, '(', ')').or_else(|| split(text, '<', '>'));
        let (outer, inner) = parted.unwrap_or((text, ""));
        let mut person = Self::default();
        for part in [outer, inner] {
            let part = part.trim().trim_matches('"').trim();
            let part = part.strip_prefix("mailto:").unwrap_or(part);
            let place = if is_email(part) { &mut person.email } else { &mut person.name };
            if !part.is_empty() && place.is_none() {
                *place = Some(part.to_owned());
            }
        }
        person.settled()
    }

    /// Whether anything is known.
    pub(super) fn is_known(&self) -> bool {
        self.name.is_some() || self.email.is_some() || self.url.is_some()
    }

    /// The same; but an e-mail address in a name is none of it. None if nothing is known.
    pub(super) fn settled(mut self) -> Option<Self> {
        if let Some(name) = self.name.take_if(|name| name.split_whitespace().any(is_email)) {
            let (mails, words): (Vec<_>, Vec<_>) =
                name.split_whitespace().partition(|word| is_email(word));
            self.email.get_or_insert_with(|| mails.join(" "));
            self.name = Some(words.join(" ")).filter(|name| !name.is_empty());
        }
        // An address that is mail is private, and no id.
        if let Some(url) = self.url.take_if(|url| url.starts_with("mailto:")) {
            self.email.get_or_insert(url["mailto:".len()..].to_owned());
        }
        self.is_known().then_some(self)
    }
}

/// What stands before the first bracket, and what stands in it up to the last.
fn split(text: &str, open: char, close: char) -> Option<(&str, &str)> {
    let (outer, inner) = text.split_once(open)?;
    Some((outer, inner.trim_end().strip_suffix(close)?))
}

fn is_email(text: &str) -> bool {
    let is_foreign = |character: char| character.is_whitespace() || "()<>,;:\"".contains(character);
    let parts = text.split_once('@').filter(|(local, _)| !local.is_empty());
    parts.is_some_and(|(_, host)| host.contains('.') && !text.contains(is_foreign))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_form_gives_name_and_mail() {
        let of = |text: &str| {
            let person = Person::parse(text).unwrap_or_default();
            (person.name.unwrap_or_default(), person.email.unwrap_or_default())
        };
        let both = ("Jane Doe".to_owned(), "jane@example.org".to_owned());
        for text in [
            "jane@example.org (Jane Doe)",
            "Jane Doe <jane@example.org>",
            "Jane Doe (jane@example.org)",
            "\"Jane Doe\" <mailto:jane@example.org>",
            " mailto:jane@example.org (Jane Doe) ",
        ] {
            assert_eq!(of(text), both, "{text}");
        }
        assert_eq!(of("나무"), ("나무".into(), String::new()));
        assert_eq!(of("mailto:jane@example.org"), (String::new(), "jane@example.org".into()));
        assert_eq!(of("Jane (on holiday)"), ("Jane".into(), String::new()));
        assert_eq!(of("Jane Doe jane@example.org"), both);
        assert_eq!(of("J (a@b"), ("J (a@b".into(), String::new()));
        assert_eq!(Person::parse(" () "), None);
    }
}
