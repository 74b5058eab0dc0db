//! Who is who: user ids, handles and names that belong to one author, and the blog of each.

use std::collections::{BTreeMap, BTreeSet};

use larder_core::key;

use super::{
    super::capture::{Capture, Identity},
    draft::Draft,
};

/// The authors of an input, each under one key.
#[derive(Debug, Default)]
pub(super) struct People {
    user_of_handle: BTreeMap<String, String>,
    handle_of_user: BTreeMap<String, String>,
    key_of_name: BTreeMap<String, String>,
    keys: BTreeMap<String, String>,
}

impl People {
    /// Learns from all captures which handle and which name is whose.
    ///
    /// A handle belongs to the user id that a page names beside it. A name belongs to the one address it was seen with;
    /// a name seen with two different authors belongs to neither.
    pub(super) fn learn(drafts: &[Box<Draft>]) -> Self {
        let mut people = Self::default();
        for Identity { user_id, handle, .. } in drafts.iter().map(|draft| &draft.capture.identity) {
            if let (Some(user), Some(handle)) = (user_id, handle) {
                people.user_of_handle.entry(handle.clone()).or_insert_with(|| user.clone());
                people.handle_of_user.entry(user.clone()).or_insert_with(|| handle.clone());
            }
        }
        let mut seen: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
        for capture in drafts.iter().map(|draft| &draft.capture) {
            let (Some(name), Some(address)) =
                (&capture.author.name, people.address_key(&capture.identity))
            else {
                continue;
            };
            seen.entry(key::words(name)).or_default().insert(address);
        }
        for (name, mut addresses) in seen {
            if addresses.len() == 1 {
                people.key_of_name.extend(addresses.pop_first().map(|address| (name, address)));
            }
        }
        for capture in drafts.iter().map(|draft| &draft.capture) {
            if let Some(found) = people.make_key(capture) {
                people.keys.insert(fingerprint(capture), found);
            }
        }
        people
    }

    /// The key of who wrote a capture: `@@userId`, else `@handle`, else `name:…`; `None` when nothing tells.
    pub(super) fn key(&self, capture: &Capture) -> Option<&str> {
        self.keys.get(&fingerprint(capture)).map(String::as_str)
    }

    /// The user id and the handle behind a key, as far as known.
    pub(super) fn addresses<'a>(&'a self, key: &'a str) -> (Option<&'a str>, Option<&'a str>) {
        match (key.strip_prefix("@@"), key.strip_prefix('@')) {
            (Some(user), _) => (Some(user), self.handle_of_user.get(user).map(String::as_str)),
            (None, Some(handle)) => (None, Some(handle)),
            (None, None) => (None, None),
        }
    }

    /// The one author of all captures that name one, if there is just one.
    pub(super) fn only(&self) -> Option<String> {
        let mut all: Vec<&String> = self.keys.values().collect();
        all.sort_unstable();
        all.dedup();
        (all.len() == 1).then(|| all[0].clone())
    }

    fn address_key(&self, identity: &Identity) -> Option<String> {
        let known = identity.handle.as_ref().and_then(|handle| self.user_of_handle.get(handle));
        match (identity.user_id.as_ref().or(known), &identity.handle) {
            (Some(user), _) => Some(format!("@@{user}")),
            (None, Some(handle)) => Some(format!("@{handle}")),
            (None, None) => None,
        }
    }

    fn make_key(&self, capture: &Capture) -> Option<String> {
        self.address_key(&capture.identity).or_else(|| {
            let name = key::words(capture.author.name.as_deref()?);
            Some(self.key_of_name.get(&name).cloned().unwrap_or_else(|| format!("name:{name}")))
        })
    }
}

fn fingerprint(capture: &Capture) -> String {
    let Identity { user_id, handle, .. } = &capture.identity;
    let part = |text: &Option<String>| text.clone().unwrap_or_default();
    format!("{}\n{}\n{}", part(user_id), part(handle), part(&capture.author.name))
}
