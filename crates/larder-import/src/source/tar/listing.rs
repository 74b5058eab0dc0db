//! From headers to entries: what is offered, what is refused, what is a zip file itself.

use std::io::{self, Read};

use larder_core::{Note, NoteKind, Rule};

use super::header::{BLOCK, Header, Kind};
use crate::{
    names,
    source::{Budget, Bytes, Catalogue, FoundArchive, Listed, zip},
};

/// The longest that an entry may say of the next one.
const MOST_SAID: u64 = 1 << 20;

/// Where an entry's bytes are.
#[derive(Clone, Debug)]
pub(super) struct Part {
    pub(super) bytes: Bytes,
    /// How many bytes are not there, because the archive was cut.
    pub(super) missing: u64,
}

/// What an archive holds.
pub(super) struct Found {
    pub(super) listed: Listed<Part>,
    pub(super) archives: Vec<FoundArchive>,
}

/// Lists the archive. `fault` is what is known to be wrong with it. Fails when it cannot be read.
pub(super) fn list(
    bytes: &Bytes,
    fault: Option<String>,
    budget: &Budget,
    depth: u32,
) -> io::Result<Found> {
    let mut listing = Listing {
        bytes,
        budget,
        depth,
        at: 0,
        said: Said::default(),
        is_damaged: fault.is_some(),
        catalogue: Catalogue::default(),
        archives: Vec::new(),
    };
    fault.into_iter().for_each(|what| listing.note(what));
    listing.run()?;
    Ok(Found { listed: listing.catalogue.finish(), archives: listing.archives })
}

/// What was said of the next entry before its header.
#[derive(Debug, Default)]
struct Said {
    name: Option<Vec<u8>>,
    size: Option<u64>,
    is_sparse: bool,
}

struct Listing<'a> {
    bytes: &'a Bytes,
    budget: &'a Budget,
    depth: u32,
    at: u64,
    said: Said,
    /// Whether it was said that the archive is damaged.
    is_damaged: bool,
    catalogue: Catalogue<Part>,
    archives: Vec<FoundArchive>,
}

impl Listing<'_> {
    fn run(&mut self) -> io::Result<()> {
        while let Some(header) = self.next_header()? {
            let said = std::mem::take(&mut self.said);
            let size = said.size.or(header.size);
            let Some(size) = size else {
                // Where its data ends is not known; the next header is looked for.
                let found = "its size is no number";
                self.catalogue.refuse(&label(&header.name), Rule::Damaged, found);
                continue;
            };
            let part = self.part(size);
            match header.kind {
                Kind::LongName => {
                    let name = read(&part)?;
                    self.said = Said { name: Some(until_nul(name)), ..said };
                }
                Kind::LongLink => self.said = said,
                Kind::Extended => self.said = extended(&read(&part)?, said),
                Kind::Global => self.global(&part)?,
                kind => {
                    if !self.budget.take_file() {
                        self.catalogue.refuse("…", Rule::TooMany, self.budget.too_many());
                        return Ok(());
                    }
                    let name = said.name.unwrap_or(header.name);
                    self.meet(&name, if said.is_sparse { Kind::Sparse } else { kind }, part)?;
                }
            }
        }
        Ok(())
    }

    /// The next header. Where none is, it is looked for, and that is said. None at the end.
    fn next_header(&mut self) -> io::Result<Option<Header>> {
        let mut block = [0; BLOCK];
        let (mut ended, mut lost) = (false, false);
        loop {
            let left = self.bytes.len().saturating_sub(self.at);
            if left == 0 {
                break;
            }
            if left < BLOCK as u64 {
                lost = true;
                break;
            }
            self.bytes.read_exact_at(self.at, &mut block)?;
            self.at += BLOCK as u64;
            if block.iter().all(|byte| *byte == 0) {
                ended = true;
                continue;
            }
            if let Some(header) = Header::read(&block) {
                if lost || ended {
                    self.note(match lost {
                        true => "something that is no entry stands between its entries".to_owned(),
                        false => "another archive follows the first; it was read too".to_owned(),
                    });
                }
                return Ok(Some(header));
            }
            lost = true;
        }
        match (ended, lost) {
            (true, true) => self.note("something stands behind its end".to_owned()),
            (false, true) => self.note("it ends in the middle of a block".to_owned()),
            (false, false) if !self.is_damaged => self.note("its end is missing".to_owned()),
            _ => {}
        }
        Ok(None)
    }

    /// The data that follows, which is passed by.
    fn part(&mut self, size: u64) -> Part {
        let bytes = self.bytes.slice(self.at, size);
        let missing = size - bytes.len();
        let filled = size.checked_next_multiple_of(BLOCK as u64).unwrap_or(u64::MAX);
        self.at = self.at.saturating_add(filled).min(self.bytes.len());
        Part { bytes, missing }
    }

    fn note(&mut self, what: String) {
        self.is_damaged = true;
        self.catalogue.note(Note::new(NoteKind::ContainerDamaged { what }));
    }

    /// What is said of all entries: mostly which revision it was made of. A name or a size for all of them is none.
    fn global(&mut self, part: &Part) -> io::Result<()> {
        let said = extended(&read(part)?, Said::default());
        if said.name.is_some() || said.size.is_some() || said.is_sparse {
            self.note(
                "it gives all its entries one name or size, which was not followed".to_owned(),
            );
        }
        Ok(())
    }

    fn meet(&mut self, raw: &[u8], kind: Kind, part: Part) -> io::Result<()> {
        let name = label(raw);
        match kind {
            Kind::Folder => {
                // A folder holds nothing, but its name is still told when it leads out.
                let folder = name.trim_end_matches('/');
                if let Some(found) =
                    names::unsafe_name(folder).filter(|_| !matches!(folder, "" | "."))
                {
                    self.catalogue.refuse(&name, Rule::UnsafeName, found);
                }
            }
            Kind::Sparse => self.catalogue.refuse(
                &name,
                Rule::UnknownPacking,
                "a sparse file, of which only parts are in the archive",
            ),
            Kind::Special(what) => self.catalogue.refuse(&name, Rule::NotARegularFile, what),
            _ if part.missing == 0 && self.is_zip(&name, &part)? => {
                if self.depth >= zip::DEEPEST {
                    let found = "an archive within an archive within an archive";
                    self.catalogue.refuse(&name, Rule::NestedArchive, found);
                } else {
                    self.archives.push(FoundArchive { name, bytes: part.bytes });
                }
            }
            _ => {
                if part.missing > 0 {
                    self.note(format!("it ends in the middle of `{}`", names::printable(&name)));
                }
                let length = Some(part.bytes.len());
                self.catalogue.offer_named(name, raw, length, part);
            }
        }
        Ok(())
    }

    fn is_zip(&self, name: &str, part: &Part) -> io::Result<bool> {
        if names::refusal(name).is_some() || !zip::may_be_archive(name) {
            return Ok(false);
        }
        Ok(zip::is_archive(&part.bytes.head(4)?))
    }
}

/// The name, decoded. `./`, which programs put before the names of the folder they pack, says nothing.
fn label(raw: &[u8]) -> String {
    let mut name = raw;
    while let Some(rest) = name.strip_prefix(b"./") {
        name = rest;
    }
    names::entry_name(name)
}

fn until_nul(mut bytes: Vec<u8>) -> Vec<u8> {
    let end = bytes.iter().position(|byte| *byte == 0).unwrap_or(bytes.len());
    bytes.truncate(end);
    bytes
}

/// What an entry says of others: its beginning, where it is longer than any honest one.
fn read(part: &Part) -> io::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    part.bytes.reader().take(MOST_SAID).read_to_end(&mut bytes)?;
    Ok(bytes)
}

/// Reads lines of `LENGTH KEY=VALUE`, where the length is that of the whole line. The last of one key counts.
fn extended(mut lines: &[u8], mut said: Said) -> Said {
    while let Some((length, _)) = lines.iter().position(|byte| *byte == b' ').and_then(|at| {
        let length = std::str::from_utf8(&lines[..at]).ok()?.parse::<usize>().ok()?;
        (length > at + 1 && length <= lines.len()).then_some((length, at))
    }) {
        let (line, rest) = lines.split_at(length);
        lines = rest;
        let line = line.strip_suffix(b"\n").unwrap_or(line);
        let start = line.iter().position(|byte| *byte == b' ').map_or(0, |at| at + 1);
        let Some(equals) = line[start..].iter().position(|byte| *byte == b'=') else { continue };
        let (key, value) = (&line[start..start + equals], &line[start + equals + 1..]);
        match key {
            b"path" => said.name = Some(value.to_vec()),
            b"size" => said.size = std::str::from_utf8(value).ok().and_then(|it| it.parse().ok()),
            key if key.starts_with(b"GNU.sparse.") => said.is_sparse = true,
            _ => {}
        }
    }
    said
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn extended_headers_say_name_and_size() {
        let said = extended("18 path=글/a.txt\n11 size=77\n9 x=y z\n".as_bytes(), Said::default());
        // Lengths count bytes.
        assert_eq!(said.name.as_deref(), Some("글/a.txt".as_bytes()));
        assert_eq!(said.size, Some(77));
        for broken in
            ["", "x", "99 path=a\n", "0 path=a\n", "2 \n", "5 a=b", "18446744073709551616 a=b\n"]
        {
            assert_eq!(extended(broken.as_bytes(), Said::default()).name, None, "{broken}");
        }
    }
}
