//! Files of a limited size, each whole, because platforms take no large ones.

use std::{io, num::NonZeroU64};

use crate::{Account, Sink, WriteError, WriteOptions};

/// How long a file may be where nobody says: 10 MB, which most hosts take.
const USUAL: u64 = 10_000_000;

/// Larger files no platform takes, and one of them is in memory.
const LARGEST: u64 = 100_000_000;

/// What stays together in one file.
#[derive(Debug, Default)]
pub(crate) struct Group {
    /// What has to stand before all else of the file.
    pub(crate) first: Vec<u8>,
    /// What stands behind that.
    pub(crate) then: Vec<u8>,
}

impl Group {
    fn len(&self) -> usize {
        self.first.len() + self.then.len()
    }
}

/// The form of the files: their name, and what each begins and ends with.
#[derive(Debug)]
pub(crate) struct Files {
    /// The name of a single file, such as `blog.wxr.xml`.
    pub(crate) file: &'static str,
    /// What every file begins with.
    pub(crate) head: Vec<u8>,
    /// What every file ends with.
    pub(crate) foot: &'static [u8],
}

/// Gives one group after the other, None behind the last.
pub(crate) type Next<'n> = &'n mut dyn FnMut(&mut Account) -> Result<Option<Group>, WriteError>;

/// Writes what `next` gives: one file, or several with numbers. One of them is in memory at a time.
///
/// A sink that takes one file alone gets all in one, as it comes. Fails when the sink or `next` does.
pub(crate) fn write(
    files: &Files,
    options: &WriteOptions,
    sink: &mut dyn Sink,
    account: &mut Account,
    next: Next<'_>,
) -> Result<(), WriteError> {
    if sink.takes_one() {
        return write_one(files, sink, account, next);
    }
    let room = room(files, options);
    let (mut held, mut number) = (Group::default(), 0);
    while let Some(group) = next(account)? {
        if held.len() > 0 && held.len() + group.len() > room {
            number += 1;
            put(files, number, &std::mem::take(&mut held), sink, account)?;
        }
        held.first.extend_from_slice(&group.first);
        held.then.extend_from_slice(&group.then);
    }
    let last = if number > 0 { number + 1 } else { 0 };
    put(files, last, &held, sink, account)
}

/// How many bytes of groups a file takes.
///
/// Where the head is long, a file holds at least as much again: else a blog of very many tags would be written very many
/// times.
fn room(files: &Files, options: &WriteOptions) -> usize {
    let size = options.split_size.map_or(USUAL, NonZeroU64::get).min(LARGEST);
    let size = usize::try_from(size).unwrap_or(usize::MAX);
    let ends = files.head.len() + files.foot.len();
    size.saturating_sub(ends).max(files.head.len())
}

/// Writes a file: number 0 is the only one.
fn put(
    files: &Files,
    number: u32,
    held: &Group,
    sink: &mut dyn Sink,
    account: &mut Account,
) -> Result<(), WriteError> {
    let name = match (number, files.file.split_once('.')) {
        (0, _) | (_, None) => files.file.to_owned(),
        (number, Some((stem, end))) => format!("{stem}.{number}.{end}"),
    };
    account.file(sink, &name, &mut |out| {
        let pieces = [&*files.head, &held.first, &held.then, files.foot];
        pieces.into_iter().try_for_each(|piece| out.write_all(piece))
    })?;
    Ok(())
}

fn write_one(
    files: &Files,
    sink: &mut dyn Sink,
    account: &mut Account,
    next: Next<'_>,
) -> Result<(), WriteError> {
    let mut failed = None;
    let written = sink.file(files.file, &mut |out| {
        out.write_all(&files.head)?;
        loop {
            match next(account) {
                Ok(None) => return out.write_all(files.foot),
                Ok(Some(group)) => {
                    out.write_all(&group.first)?;
                    out.write_all(&group.then)?;
                }
                Err(error) => {
                    failed = Some(error);
                    return Err(io::ErrorKind::Interrupted.into());
                }
            }
        }
    });
    if let Some(failed) = failed {
        return Err(failed);
    }
    written?;
    account.output.files.push(files.file.to_owned());
    Ok(())
}

#[cfg(test)]
mod tests {
    use larder_core::{Blog, Site, format};

    use super::*;
    use crate::sink::Memory;

    fn names(size: u64, groups: &[&str]) -> Vec<(String, String)> {
        let split_size = NonZeroU64::new(size);
        let options = WriteOptions { split_size, ..WriteOptions::default() };
        let mut account = Account::new(&format::JSON, &Blog::new(Site::new("b")));
        let mut sink = Memory::default();
        let files = Files { file: "blog.wxr.xml", head: b"<".to_vec(), foot: b">" };
        let mut groups = groups.iter().map(|group| {
            let (first, then) = group.split_once('|').unwrap_or(("", group));
            Group { first: first.into(), then: then.into() }
        });
        write(&files, &options, &mut sink, &mut account, &mut |_| Ok(groups.next())).unwrap();
        assert_eq!(account.output.files.len(), sink.files().len());
        let written = sink.files().iter();
        let written =
            written.map(|(name, it)| (name.clone(), String::from_utf8(it.clone()).unwrap()));
        written.collect()
    }

    fn pair(name: &str, text: &str) -> (String, String) {
        (name.into(), text.into())
    }

    #[test]
    fn what_fits_is_one_file_without_a_number() {
        assert_eq!(names(12, &["1|a", "2|b"]), [pair("blog.wxr.xml", "<12ab>")]);
        assert_eq!(names(100, &[]), [pair("blog.wxr.xml", "<>")]);
    }

    #[test]
    fn what_does_not_is_several_each_whole_and_no_group_is_divided() {
        assert_eq!(
            names(6, &["1|a", "2|b", "3|c", "long enough|d"]),
            [
                pair("blog.1.wxr.xml", "<12ab>"),
                pair("blog.2.wxr.xml", "<3c>"),
                pair("blog.3.wxr.xml", "<long enoughd>"),
            ]
        );
    }
}
