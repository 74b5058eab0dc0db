//! What is told apart by something that nothing else has, however long that is.

use std::{
    collections::HashMap,
    hash::{DefaultHasher, Hash, Hasher},
    io,
};

use serde::Serialize;

/// Equal for equal values, in every run.
pub(crate) fn hashed(value: impl Hash) -> u64 {
    let mut hasher = DefaultHasher::new();
    value.hash(&mut hasher);
    hasher.finish()
}

/// The same, for a record as its JSON: what that leaves out makes no difference.
pub(crate) fn hashed_json(record: &impl Serialize) -> u64 {
    let mut hashing = Hashing(DefaultHasher::new());
    // A body that cannot be read back is an error where it is put away.
    if serde_json::to_writer(&mut hashing, record).is_err() {
        hashing.0.write_u8(0xff);
    }
    hashing.0.finish()
}

struct Hashing(DefaultHasher);

impl io::Write for Hashing {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.write(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

/// Two hashes of the same thing that have nothing to do with each other: with 128 bits no two things are taken for one.
pub(crate) type Key = (u64, u64);

/// By what a thing is known whose text nobody needs.
pub(crate) fn key(value: impl Hash + Copy) -> Key {
    (hashed(value), hashed(("again", value)))
}

/// Things by their [hashes](hashed). What several have tells nothing: none of them is found by it.
#[derive(Debug)]
pub(crate) struct Unique<T>(HashMap<u64, Option<T>>);

impl<T> Default for Unique<T> {
    fn default() -> Self {
        Self(HashMap::new())
    }
}

impl<T: Copy> Unique<T> {
    /// Adds a thing that has this key.
    pub(crate) fn add(&mut self, key: u64, thing: T) {
        self.0.entry(key).and_modify(|it| *it = None).or_insert(Some(thing));
    }

    /// The only thing with this key.
    pub(crate) fn get(&self, key: u64) -> Option<T> {
        self.0.get(&key).copied().flatten()
    }

    /// The only thing with this key in two collections.
    pub(crate) fn get_in_both(&self, other: &Self, key: u64) -> Option<T> {
        match (self.0.get(&key), other.0.get(&key)) {
            (Some(thing), None) | (None, Some(thing)) => *thing,
            _ => None,
        }
    }

    /// All that are the only ones with their keys, in no order.
    pub(crate) fn iter(&self) -> impl Iterator<Item = (u64, T)> {
        self.0.iter().filter_map(|(key, thing)| Some((*key, (*thing)?)))
    }
}

impl<T: Copy> FromIterator<(u64, T)> for Unique<T> {
    fn from_iter<I: IntoIterator<Item = (u64, T)>>(things: I) -> Self {
        let mut unique = Self::default();
        things.into_iter().for_each(|(key, thing)| unique.add(key, thing));
        unique
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_two_have_finds_neither() {
        let unique: Unique<char> = [(1, 'a'), (2, 'b'), (1, 'c'), (1, 'd')].into_iter().collect();
        assert_eq!((unique.get(1), unique.get(2), unique.get(3)), (None, Some('b'), None));
        assert_eq!(unique.iter().collect::<Vec<_>>(), [(2, 'b')]);
    }
}
