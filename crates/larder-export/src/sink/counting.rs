//! Counts what would be written, for `--dry-run`.

use std::{collections::BTreeMap, io};

use super::{Sink, SinkError, names::Names};

/// Takes every file, counts its bytes and keeps nothing.
#[derive(Clone, Debug, Default)]
pub struct Counting {
    lengths: BTreeMap<String, u64>,
    names: Names,
    takes_one: bool,
}

impl Counting {
    /// In the stead of a sink that [takes one](Sink::takes_one) file.
    pub fn one() -> Self {
        Self { takes_one: true, ..Self::default() }
    }

    /// The length of each file in bytes, by name.
    pub fn lengths(&self) -> &BTreeMap<String, u64> {
        &self.lengths
    }
}

impl Sink for Counting {
    fn file(
        &mut self,
        name: &str,
        fill: &mut dyn FnMut(&mut dyn io::Write) -> io::Result<()>,
    ) -> Result<(), SinkError> {
        if self.takes_one && !self.lengths.is_empty() {
            return Err(SinkError::OnlyOne { name: name.to_owned() });
        }
        self.names.claim(name)?;
        let mut counter = Counter(0);
        fill(&mut counter).map_err(|error| SinkError::Io { name: name.into(), error })?;
        self.lengths.insert(name.into(), counter.0);
        Ok(())
    }

    fn has(&self, name: &str) -> bool {
        self.names.has(name)
    }

    fn takes_one(&self) -> bool {
        self.takes_one
    }
}

struct Counter(u64);

impl io::Write for Counter {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0 += bytes.len() as u64;
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bytes_are_counted_and_names_checked_as_when_writing() {
        let mut sink = Counting::default();
        sink.file("a/b.txt", &mut |out| out.write_all("글".as_bytes())).unwrap();
        assert_eq!(sink.lengths(), &BTreeMap::from([("a/b.txt".to_owned(), 3)]));
        assert!(sink.has("a/b.txt"));
        let twice = sink.file("A/b.txt", &mut |_| Ok(()));
        assert!(matches!(twice, Err(SinkError::Name { .. })), "{twice:?}");
        let mut sink = Counting::one();
        sink.file("a", &mut |_| Ok(())).unwrap();
        assert!(matches!(sink.file("b", &mut |_| Ok(())), Err(SinkError::OnlyOne { .. })));
    }
}
