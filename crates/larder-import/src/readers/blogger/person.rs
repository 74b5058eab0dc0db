//! Who wrote an entry.

use larder_core::{Author, AuthorId};
use serde_json::{Map, Value};

use super::{entry::nothing, text::said};
use crate::{
    extension::told,
    xml::{Element, Repairs},
};

/// What stands in place of every address of e-mail.
const NOBODY: &str = "noreply@blogger.com";

/// An author, as it stands there.
#[derive(Clone, Debug, Default)]
pub(super) struct Person {
    pub(super) name: Option<String>,
    pub(super) url: Option<String>,
    pub(super) email: Option<String>,
    /// Everything else: `blogger:type`, the picture.
    pub(super) others: Map<String, Value>,
}

impl Person {
    /// Reads an `author`.
    pub(super) fn read(element: &Element<'_>, repairs: &mut Repairs) -> Self {
        let mut person = Self::default();
        let mut aside = Repairs::default();
        let mut children = element.children(&nothing, &mut aside);
        while let Some(child) = children.next() {
            let text = said(&child, repairs);
            match (&*child.name, text) {
                ("name", Some(text)) => person.name = Some(text),
                ("uri", Some(text)) => person.url = Some(text),
                ("email", Some(text)) if text != NOBODY => person.email = Some(text),
                (_, None) if child.tag.attributes().next().is_none() && !child.has_elements() => {}
                _ => {
                    let (name, value) = told(&child, repairs);
                    let bare = ["blogger:", "atom:"].iter().find_map(|it| name.strip_prefix(it));
                    person.others.insert(bare.unwrap_or(&name).to_owned(), value);
                }
            }
        }
        repairs.add(&aside);
        person
    }

    /// All of it in JSON.
    pub(super) fn told(&self) -> Map<String, Value> {
        let mut told = self.others.clone();
        for (name, value) in [("name", &self.name), ("uri", &self.url), ("email", &self.email)] {
            value.iter().for_each(|it| _ = told.insert(name.to_owned(), it.as_str().into()));
        }
        told
    }

    /// Who that is: by the page at Blogger, which has the same number in every spelling of its address, else by the page
    /// that is named, else by the name. None where nothing says it.
    pub(super) fn author(&self) -> Option<Author> {
        let profile = self.url.as_deref().and_then(profile);
        let id = profile.or_else(|| self.url.clone()).or_else(|| self.name.clone())?;
        let mut author = Author::new(AuthorId::new(id));
        author.name.clone_from(&self.name);
        author.url.clone_from(&self.url);
        author.email.clone_from(&self.email);
        for (name, value) in &self.others {
            author.extra.insert(["blogger:", name].concat(), value.clone());
        }
        Some(author)
    }
}

/// `https://www.blogger.com/profile/123`, however it is written.
fn profile(address: &str) -> Option<String> {
    let (host, number) = address.split_once("/profile/")?;
    let number = number.trim_end_matches('/');
    let is_number = !number.is_empty() && number.bytes().all(|byte| byte.is_ascii_digit());
    (host.ends_with("blogger.com") && is_number)
        .then(|| format!("https://www.blogger.com/profile/{number}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn somebody_is_the_same_in_every_spelling_of_their_address() {
        let author = |url: &str| {
            let person = Person { url: Some(url.into()), ..Person::default() };
            person.author().map(|author| author.id.to_string())
        };
        let one = author("http://www.blogger.com/profile/012");
        assert_eq!(author("https://www.blogger.com/profile/012/"), one);
        assert_ne!(author("https://www.blogger.com/profile/13"), one);
        assert_eq!(
            author("https://plus.google.com/1").as_deref(),
            Some("https://plus.google.com/1")
        );
        assert_eq!(Person::default().author(), None);
    }
}
