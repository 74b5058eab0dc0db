//! Authors as Ghost's users, without their addresses.

use std::collections::{HashMap, HashSet};

use larder_core::{Author, AuthorId, Digest};
use serde_json::Value;

use super::{
    id,
    limit::{BIO, LOCATION, NAME, address, text_cut},
    names::{self, Wish},
    row::UserRow,
};
use crate::{
    Account,
    feed::{
        Cost, line,
        people::{homepage, name_of, shown},
    },
    moving::{Files, People, Tally, cut},
};

/// The users, and which of them each author is.
#[derive(Debug, Default)]
pub(super) struct Users {
    pub(super) rows: Vec<UserRow>,
    pub(super) ids: HashMap<AuthorId, String>,
}

impl Users {
    /// The users of the people who wrote something that is carried.
    pub(super) fn new(
        people: &People<'_>,
        files: &Files,
        tally: &mut Tally,
        account: &mut Account,
    ) -> Self {
        let names: Vec<_> =
            people.used.iter().map(|author| shown(author, &mut tally.cost)).collect();
        let wishes = people.used.iter().zip(&names).map(|(author, name)| Wish {
            id: author.id.to_string(),
            own: author.handle.as_deref().and_then(|it| name_of(it, &mut Cost::default())),
            name: name.clone().unwrap_or_default(),
        });
        let slugs = names::give(&wishes.collect::<Vec<_>>(), "author");
        let mut users = Self::default();
        let mut emails = HashSet::new();
        for ((author, name), slug) in people.used.iter().zip(names).zip(slugs) {
            let id = id::id("user", author.id.as_str());
            let mut limited = |text: Option<&str>, field: &str, most: usize| {
                let text = line(text?, &mut tally.cost)?;
                let (start, is_whole) = cut(&text, most);
                if !is_whole {
                    account.note(text_cut(field, most));
                }
                Some(start.to_owned())
            };
            // Who has no name is called by what stands in their address.
            let shown = limited(name.as_deref(), "Author::name", NAME);
            let bio = author.bio.as_deref().and_then(|bio| name_of(bio, &mut Cost::default()));
            let bio = limited(bio.as_deref(), "Author::bio", BIO);
            let location = author.extra.value("location").and_then(Value::as_str);
            let location = limited(location, "Author::extra `location`", LOCATION);
            users.rows.push(UserRow {
                id: id.clone(),
                name: shown.unwrap_or_else(|| slug.clone()),
                email: email(&slug, author.id.as_str(), &mut emails),
                slug,
                profile_image: picture(author, files),
                bio,
                location,
                website: homepage(author.url.as_deref(), &mut tally.cost)
                    .and_then(|url| address(&url)),
            });
            users.ids.insert(author.id.clone(), id);
        }
        users
    }
}

fn picture(author: &Author, files: &Files) -> Option<String> {
    let known = files.get(author.image.as_ref()?)?;
    match &known.path {
        Some(path) => Some(format!("__GHOST_URL__/{path}")),
        None => known.url.as_deref().and_then(address),
    }
}

/// An address that nobody has, and that Ghost takes for one.
fn email(slug: &str, id: &str, taken: &mut HashSet<String>) -> String {
    let is_plain = |it: char| it.is_ascii_lowercase() || it.is_ascii_digit() || it == '-';
    let plain: String = slug.chars().filter(|it| is_plain(*it)).collect();
    let plain = plain.trim_matches('-');
    let email = format!("{plain}@example.invalid");
    if plain.len() == slug.len() && slug.len() <= 40 && taken.insert(email.clone()) {
        return email;
    }
    let digest = Digest::of(id.as_bytes()).to_string();
    let email = format!("author-{}@example.invalid", &digest[..24]);
    taken.insert(email.clone());
    email
}
