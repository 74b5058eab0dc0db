//! Who is who: user ids, handles and names that belong to one author, and the blog of each.

use std::collections::{BTreeMap, BTreeSet};

use larder_core::key;

use super::super::capture::Capture;

/// Who wrote a capture, as it says.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub(in super::super) struct Who {
    user_id: Option<String>,
    handle: Option<String>,
    name: Option<String>,
}

/// The number of a [`Who`] among the [`Writers`].
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(in super::super) struct WriterId(u32);

/// Everybody whom captures name, each once, in the order they were met.
#[derive(Debug, Default)]
pub(in super::super) struct Writers {
    list: Vec<Who>,
    numbers: BTreeMap<Who, WriterId>,
}

impl Who {
    /// Who wrote a capture.
    pub(super) fn of(capture: &Capture) -> Self {
        Self {
            user_id: capture.identity.user_id.clone(),
            handle: capture.identity.handle.clone(),
            name: capture.author.name.clone(),
        }
    }
}

impl Writers {
    /// The number of a writer, who is added when met for the first time.
    pub(in super::super) fn number(&mut self, who: &Who) -> WriterId {
        if let Some(&known) = self.numbers.get(who) {
            return known;
        }
        let new = u32::try_from(self.list.len()).expect("the limit on files is far below 2^32");
        self.list.push(who.clone());
        self.numbers.insert(who.clone(), WriterId(new));
        WriterId(new)
    }
}

/// The authors of an input, each under one key.
#[derive(Debug, Default)]
pub(super) struct People {
    user_of_handle: BTreeMap<String, String>,
    handle_of_user: BTreeMap<String, String>,
    address_of_name: BTreeMap<String, String>,
    /// The number of each key.
    persons: BTreeMap<String, u32>,
    /// The keys by number.
    keys: Vec<String>,
    /// The person behind each of the writers.
    of_writer: Vec<Option<u32>>,
}

impl People {
    /// Learns from all captures which handle and which name is whose. `met` are the writers of the captures that count.
    ///
    /// A handle belongs to the user id that a page names beside it. A name belongs to the one address it was seen with;
    /// a name seen with two different authors belongs to neither.
    pub(super) fn learn(writers: &Writers, met: impl Iterator<Item = WriterId>) -> Self {
        let mut counts = vec![false; writers.list.len()];
        met.for_each(|writer| counts[writer.0 as usize] = true);
        let met = || writers.list.iter().enumerate().filter(|(number, _)| counts[*number]);
        let mut people = Self { of_writer: vec![None; counts.len()], ..Self::default() };
        for (_, Who { user_id, handle, .. }) in met() {
            if let (Some(user), Some(handle)) = (user_id, handle) {
                people.user_of_handle.entry(handle.clone()).or_insert_with(|| user.clone());
                people.handle_of_user.entry(user.clone()).or_insert_with(|| handle.clone());
            }
        }
        let mut seen: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
        for (_, who) in met() {
            if let (Some(name), Some(address)) = (&who.name, people.address_key(who)) {
                seen.entry(key::words(name)).or_default().insert(address);
            }
        }
        for (name, mut addresses) in seen {
            if addresses.len() == 1 {
                people.address_of_name.extend(addresses.pop_first().map(|address| (name, address)));
            }
        }
        for (number, who) in met() {
            people.of_writer[number] = people.make_key(who).map(|key| people.person_of(key));
        }
        people
    }

    /// The number of the person who wrote what `writer` signed; `None` when nothing tells.
    pub(super) fn person(&self, writer: WriterId) -> Option<u32> {
        self.of_writer[writer.0 as usize]
    }

    /// The key of who wrote a capture: `@@userId`, else `@handle`, else `name:…`; `None` when nothing tells.
    pub(super) fn key(&self, writer: WriterId) -> Option<&str> {
        self.person(writer).map(|person| self.keys[person as usize].as_str())
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
        self.keys.first().filter(|_| self.keys.len() == 1).cloned()
    }

    fn person_of(&mut self, key: String) -> u32 {
        let new = u32::try_from(self.keys.len()).expect("there are fewer persons than writers");
        let person = *self.persons.entry(key.clone()).or_insert(new);
        if person == new {
            self.keys.push(key);
        }
        person
    }

    fn address_key(&self, who: &Who) -> Option<String> {
        let known = who.handle.as_ref().and_then(|handle| self.user_of_handle.get(handle));
        match (who.user_id.as_ref().or(known), &who.handle) {
            (Some(user), _) => Some(format!("@@{user}")),
            (None, Some(handle)) => Some(format!("@{handle}")),
            (None, None) => None,
        }
    }

    fn make_key(&self, who: &Who) -> Option<String> {
        self.address_key(who).or_else(|| {
            let name = key::words(who.name.as_deref()?);
            Some(self.address_of_name.get(&name).cloned().unwrap_or_else(|| format!("name:{name}")))
        })
    }
}
