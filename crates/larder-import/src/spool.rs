//! A spool that moves to a temporary file past a limit.
//!
//! In memory, bytes lie in chunks that are never moved, so that growing copies nothing. Past the limit everything goes to
//! a file without a name, which the system removes whatever happens. Reading never waits for reading, and in the file
//! phase not for appending either, but for what has not been written out yet. From then on, what is large goes straight
//! to its place in the file, and nobody waits for that but who appends it.

use std::{
    fmt,
    fs::File,
    io,
    sync::{
        Arc, OnceLock, PoisonError, RwLock, RwLockWriteGuard,
        atomic::{AtomicU64, Ordering},
    },
    time::SystemTime,
};

use larder_core::{Blob, Spool};

/// How many bytes one chunk holds.
const CHUNK: usize = 1 << 20;

/// From how many bytes on a piece is worth a call of its own to the system.
const LARGE: usize = 32 << 10;

/// There is no place for a temporary file. The error that it comes in has the kind of what was wrong.
#[derive(Debug)]
pub struct NoTemporaryFile(io::Error);

impl fmt::Display for NoTemporaryFile {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "there is no place for a temporary file: {}", self.0)
    }
}

impl std::error::Error for NoTemporaryFile {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        Some(&self.0)
    }
}

/// A file without a name. Where none can be made, the error has [`NoTemporaryFile`] in it.
pub(crate) fn temporary_file() -> io::Result<File> {
    tempfile::tempfile().map_err(|error| io::Error::new(error.kind(), NoTemporaryFile(error)))
}

/// Keeps bytes in memory up to a limit, then moves to a temporary file without a name.
#[derive(Debug)]
pub struct FileSpool {
    limit: u64,
    pending: RwLock<Pending>,
    /// Set once, when the spool moves.
    file: OnceLock<File>,
    /// How many bytes belong to the file. All that somebody knows the place of is there, and can be read without a lock:
    /// of what is still being written nobody does.
    written: AtomicU64,
    /// The files that were lent. They begin at [`LENT`], each [`APART`] bytes behind the one before.
    lent: RwLock<Vec<Arc<Lent>>>,
}

/// Where the first file begins that was lent: far behind all that is ever appended.
const LENT: u64 = 1 << 62;

/// How far lent files are apart. A longer one is not taken.
const APART: u64 = 1 << 48;

/// How many files are kept open at once: a process may have some hundred.
const MOST_LENT: usize = 64;

/// A file of the input.
#[derive(Debug)]
struct Lent {
    /// What it is called in the input.
    name: Arc<str>,
    file: File,
    length: u64,
    /// When it was last changed before it was lent.
    changed: SystemTime,
}

impl Lent {
    /// Fails unless the file still is what it was, as far as its length and the time of its last change tell. That it has another
    /// name now, or none, changes nothing in it.
    fn check(&self) -> io::Result<()> {
        let now = self.file.metadata()?;
        match now.len() == self.length && now.modified()? == self.changed {
            true => Ok(()),
            false => {
                Err(io::Error::other(format!("`{}` was changed while it was read", self.name)))
            }
        }
    }

    fn read_at(&self, offset: u64, buffer: &mut [u8]) -> io::Result<()> {
        let read = read_exact_at(&self.file, offset, buffer);
        // Looked at behind the reading: a change before it or during it shows.
        self.check()?;
        read
    }
}

/// What is in memory: everything before the move, and after it what has not been written out yet.
#[derive(Debug, Default)]
struct Pending {
    /// Where the first byte belongs.
    start: u64,
    length: u64,
    /// Chunks of [`CHUNK`] bytes; the last may be shorter.
    chunks: Vec<Vec<u8>>,
}

impl FileSpool {
    /// A spool that keeps up to `limit` bytes in memory.
    pub fn new(limit: u64) -> Self {
        let (pending, file, written, lent) = Default::default();
        Self { limit, pending, file, written, lent }
    }

    /// Lends a file of the input to the spool, so that what stands in it need not be put into another one.
    ///
    /// Returns the whole of it, from whose parts bodies can be made; None where too many were lent already, where it is too
    /// short to be worth it, or where the system does not tell when it was changed. Reading a part fails once the file was
    /// changed.
    pub(crate) fn lend(self: &Arc<Self>, name: &Arc<str>, file: File) -> Option<Blob> {
        let metadata = file.metadata().ok()?;
        let (length, changed) = (metadata.len(), metadata.modified().ok()?);
        let mut all = self.lent.write().unwrap_or_else(PoisonError::into_inner);
        if all.len() >= MOST_LENT || !(LARGE as u64..APART).contains(&length) {
            return None;
        }
        let offset = LENT + all.len() as u64 * APART;
        all.push(Arc::new(Lent { name: Arc::clone(name), file, length, changed }));
        let spool: Arc<dyn Spool> = Arc::clone(self) as Arc<dyn Spool>;
        Some(Blob::at(&spool, offset, length))
    }

    /// Fails if one of the files that were lent was changed since: what was read of it may be of both states.
    pub(crate) fn check_lent(&self) -> io::Result<()> {
        let all = self.lent.read().unwrap_or_else(PoisonError::into_inner);
        all.iter().try_for_each(|lent| lent.check())
    }

    /// Reads from a file that was lent.
    fn read_lent(&self, offset: u64, buffer: &mut [u8]) -> io::Result<()> {
        let (place, within) = ((offset - LENT) / APART, (offset - LENT) % APART);
        let all = self.lent.read().unwrap_or_else(PoisonError::into_inner);
        let lent = usize::try_from(place).ok().and_then(|place| all.get(place)).map(Arc::clone);
        drop(all);
        lent.ok_or(io::ErrorKind::UnexpectedEof)?.read_at(within, buffer)
    }

    /// Whether it has moved to a file.
    pub fn is_in_file(&self) -> bool {
        self.file.get().is_some()
    }

    fn write_lock(&self) -> RwLockWriteGuard<'_, Pending> {
        // Nothing panics while it holds the lock, but for a failed allocation, which leaves whole chunks.
        self.pending.write().unwrap_or_else(PoisonError::into_inner)
    }

    /// Moves to the file what is in memory. On an error everything stays where it is.
    fn write_out(&self, pending: &mut Pending) -> io::Result<()> {
        if self.file.get().is_none() {
            let file = temporary_file()?;
            self.file.get_or_init(|| file);
        }
        let file = self.file.get().expect("it was set above");
        let mut at = pending.start;
        for chunk in &pending.chunks {
            write_all_at(file, at, chunk)?;
            at += chunk.len() as u64;
        }
        self.go_on(pending, at);
        Ok(())
    }

    /// Leaves everything before `start` to the file.
    fn go_on(&self, pending: &mut Pending, start: u64) {
        // One chunk is filled again.
        pending.chunks.truncate(1);
        pending.chunks.iter_mut().for_each(Vec::clear);
        (pending.start, pending.length) = (start, 0);
        self.written.store(start, Ordering::Release);
    }

    /// Takes the place of `bytes` in the file behind all that is there, and writes them there while others go on.
    fn write_large(&self, file: &File, bytes: &[u8]) -> io::Result<u64> {
        let offset = self.take_place(bytes.len() as u64)?;
        write_all_at(file, offset, bytes)?;
        Ok(offset)
    }

    /// Writes up to `length` bytes of a reader to a place in the file. Returns how many there were.
    fn fill(&self, reader: &mut dyn io::Read, offset: u64, length: u64) -> io::Result<u64> {
        let file = self.file.get().expect("what is in memory was written there");
        let (mut at, end) = (offset, offset + length);
        let mut buffer = vec![0; CHUNK];
        while at < end {
            let most = usize::try_from(end - at).unwrap_or(CHUNK).min(CHUNK);
            match reader.read(&mut buffer[..most]) {
                Ok(0) => break,
                Ok(count) => {
                    write_all_at(file, at, &buffer[..count])?;
                    at += count as u64;
                }
                Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
                Err(error) => return Err(error),
            }
        }
        Ok(at - offset)
    }

    /// Copies bytes of the file to a longer place. Returns where that begins.
    fn move_to_longer(&self, offset: u64, length: u64, longer: u64) -> io::Result<u64> {
        let file = self.file.get().expect("its place is there");
        let place = self.take_place(longer)?;
        let mut buffer = vec![0; CHUNK];
        let mut at = 0;
        while at < length {
            let count = usize::try_from(length - at).unwrap_or(CHUNK).min(CHUNK);
            let piece = &mut buffer[..count];
            let copied = read_exact_at(file, offset + at, piece)
                .and_then(|()| write_all_at(file, place + at, piece));
            if copied.is_err() {
                self.resize(place, longer, 0);
            }
            copied?;
            at += count as u64;
        }
        Ok(place)
    }

    /// Gives a place another length, if nothing is behind it. Returns whether it has it.
    fn resize(&self, offset: u64, was: u64, length: u64) -> bool {
        let mut pending = self.write_lock();
        let is_last = pending.length == 0 && pending.start == offset + was;
        if is_last {
            self.go_on(&mut pending, offset + length);
        }
        is_last
    }

    /// Takes a place of this length in the file behind all that is there, which moves there too.
    fn take_place(&self, length: u64) -> io::Result<u64> {
        let mut pending = self.write_lock();
        self.write_out(&mut pending)?;
        let offset = pending.start;
        self.go_on(&mut pending, offset + length);
        Ok(offset)
    }
}

impl Spool for FileSpool {
    fn append(&self, bytes: &[u8]) -> io::Result<u64> {
        if let Some(file) = self.file.get().filter(|_| bytes.len() >= LARGE) {
            return self.write_large(file, bytes);
        }
        let mut pending = self.write_lock();
        let offset = pending.end();
        pending.keep(bytes);
        let most = if self.is_in_file() { CHUNK as u64 } else { self.limit };
        if pending.length > most {
            self.write_out(&mut pending)?;
        }
        Ok(offset)
    }

    fn append_from(&self, reader: &mut dyn io::Read, length: u64) -> io::Result<u64> {
        if length <= LARGE as u64 {
            let mut bytes = vec![0; length as usize];
            reader.read_exact(&mut bytes)?;
            return self.append(&bytes);
        }
        let offset = self.take_place(length)?;
        let filled = match self.fill(reader, offset, length) {
            Ok(filled) if filled < length => Err(io::ErrorKind::UnexpectedEof.into()),
            filled => filled,
        };
        if filled.is_err() {
            // A length that lies must not use up the file.
            self.resize(offset, length, 0);
        }
        filled.map(|_| offset)
    }

    fn append_all(&self, reader: &mut dyn io::Read) -> io::Result<(u64, u64)> {
        let mut place = CHUNK as u64;
        let (mut offset, mut length) = (self.take_place(place)?, 0);
        loop {
            let filled = self.fill(reader, offset + length, place - length);
            length += *filled.as_ref().unwrap_or(&0);
            if filled.is_err() || length < place {
                let kept = filled.as_ref().map_or(0, |_| length);
                self.resize(offset, place, kept);
                return filled.map(|_| (offset, length));
            }
            let longer = place * 2;
            if !self.resize(offset, place, longer) {
                offset = self.move_to_longer(offset, length, longer)?;
            }
            place = longer;
        }
    }

    fn read_at(&self, offset: u64, buffer: &mut [u8]) -> io::Result<()> {
        let end = offset.checked_add(buffer.len() as u64).ok_or(io::ErrorKind::UnexpectedEof)?;
        if offset >= LENT {
            return self.read_lent(offset, buffer);
        }
        if end > self.written.load(Ordering::Acquire) {
            let pending = self.pending.read().unwrap_or_else(PoisonError::into_inner);
            if end > pending.end() {
                return Err(io::ErrorKind::UnexpectedEof.into());
            }
            if offset >= pending.start {
                pending.copy(offset, buffer);
                return Ok(());
            }
        }
        if end > self.written.load(Ordering::Acquire) {
            // The range begins in the file and ends in memory.
            self.write_out(&mut self.write_lock())?;
        }
        self.file.get().map_or(Ok(()), |file| read_exact_at(file, offset, buffer))
    }
}

impl Pending {
    fn end(&self) -> u64 {
        self.start + self.length
    }

    fn keep(&mut self, mut bytes: &[u8]) {
        self.length += bytes.len() as u64;
        while !bytes.is_empty() {
            let Some(chunk) = self.chunks.last_mut().filter(|chunk| chunk.len() < CHUNK) else {
                // All at once: growing would copy what is there.
                self.chunks.push(Vec::with_capacity(CHUNK));
                continue;
            };
            let (now, later) = bytes.split_at(bytes.len().min(CHUNK - chunk.len()));
            chunk.extend_from_slice(now);
            bytes = later;
        }
    }

    /// Copies a range that is held here.
    fn copy(&self, offset: u64, mut buffer: &mut [u8]) {
        let mut at = (offset - self.start) as usize;
        while !buffer.is_empty() {
            let held = &self.chunks[at / CHUNK][at % CHUNK..];
            let count = held.len().min(buffer.len());
            let (now, later) = buffer.split_at_mut(count);
            now.copy_from_slice(&held[..count]);
            buffer = later;
            at += count;
        }
    }
}

/// Reads at a place without moving a cursor that other threads share. Returns how many bytes there were.
#[cfg(unix)]
pub(crate) fn read_file_at(file: &File, offset: u64, buffer: &mut [u8]) -> io::Result<usize> {
    std::os::unix::fs::FileExt::read_at(file, buffer, offset)
}

#[cfg(unix)]
fn write_file_at(file: &File, offset: u64, bytes: &[u8]) -> io::Result<usize> {
    std::os::unix::fs::FileExt::write_at(file, bytes, offset)
}

/// Reads at a place; nobody relies on the cursor that this moves. Returns how many bytes there were.
#[cfg(windows)]
pub(crate) fn read_file_at(file: &File, offset: u64, buffer: &mut [u8]) -> io::Result<usize> {
    std::os::windows::fs::FileExt::seek_read(file, buffer, offset)
}

#[cfg(windows)]
fn write_file_at(file: &File, offset: u64, bytes: &[u8]) -> io::Result<usize> {
    std::os::windows::fs::FileExt::seek_write(file, bytes, offset)
}

fn read_exact_at(file: &File, mut offset: u64, mut buffer: &mut [u8]) -> io::Result<()> {
    while !buffer.is_empty() {
        match read_file_at(file, offset, buffer) {
            Ok(0) => return Err(io::ErrorKind::UnexpectedEof.into()),
            Ok(count) => {
                offset += count as u64;
                buffer = &mut buffer[count..];
            }
            Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
            Err(error) => return Err(error),
        }
    }
    Ok(())
}

fn write_all_at(file: &File, mut offset: u64, mut bytes: &[u8]) -> io::Result<()> {
    while !bytes.is_empty() {
        match write_file_at(file, offset, bytes) {
            Ok(0) => return Err(io::ErrorKind::WriteZero.into()),
            Ok(count) => {
                offset += count as u64;
                bytes = &bytes[count..];
            }
            Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
            Err(error) => return Err(error),
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(spool: &FileSpool, offset: u64, length: usize) -> Vec<u8> {
        let mut buffer = vec![0; length];
        spool.read_at(offset, &mut buffer).unwrap();
        buffer
    }

    #[test]
    fn what_was_kept_before_and_after_the_move_is_read_the_same() {
        let spool = FileSpool::new(10);
        assert_eq!(spool.append("첫 글".as_bytes()).unwrap(), 0);
        assert!(!spool.is_in_file());
        assert_eq!(spool.append("둘째 글".as_bytes()).unwrap(), 7);
        assert!(spool.is_in_file());
        assert_eq!(spool.append(b"third").unwrap(), 17);
        assert_eq!(read(&spool, 0, 7), "첫 글".as_bytes());
        assert_eq!(read(&spool, 17, 5), b"third");
        // From the file into what is not written out yet.
        assert_eq!(read(&spool, 7, 15), "둘째 글third".as_bytes());
        assert!(spool.read_at(18, &mut [0; 5]).is_err());
        assert!(spool.read_at(u64::MAX, &mut [0; 2]).is_err());
        assert_eq!(read(&spool, 22, 0), b"");
    }

    #[test]
    #[expect(clippy::disallowed_methods, reason = "a file that changes while it is lent")]
    fn a_lent_file_is_read_until_it_changes() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("feed.xml");
        std::fs::write(&path, "글".repeat(LARGE)).unwrap();
        let spool = Arc::new(FileSpool::new(0));
        let name: Arc<str> = "feed.xml".into();
        let lend = |spool: &Arc<FileSpool>| spool.lend(&name, File::open(&path).unwrap());
        let first = lend(&spool).unwrap();
        let second = lend(&spool).unwrap();
        spool.append(b"besides").unwrap();
        for whole in [&first, &second] {
            assert_eq!(whole.part(3, 6).unwrap().bytes().unwrap(), "글글".as_bytes());
            assert!(whole.part(whole.len() - 3, 4).is_none());
        }
        assert_eq!(read(&spool, 0, 7), b"besides");
        assert!(spool.check_lent().is_ok());
        assert!(spool.read_at(LENT + 2 * APART, &mut [0]).is_err());
        // Another file in its place is none of it; a change of it is one.
        let file = File::options().write(true).open(&path).unwrap();
        file.set_modified(SystemTime::UNIX_EPOCH).unwrap();
        assert!(first.part(3, 6).unwrap().bytes().is_err());
        let said = spool.check_lent().unwrap_err().to_string();
        assert_eq!(said, "`feed.xml` was changed while it was read", "at the end, too");
        let again = lend(&spool).unwrap();
        file.set_len(12).unwrap();
        file.set_modified(SystemTime::UNIX_EPOCH).unwrap();
        assert!(again.part(3, 6).unwrap().bytes().is_err(), "shorter");
        assert!(lend(&spool).is_none(), "too short to be worth it");
        while spool.lent.read().unwrap().len() < MOST_LENT {
            file.set_len(1 << 20).unwrap();
            assert!(lend(&spool).is_some());
        }
        assert!(lend(&spool).is_none(), "too many");
    }

    #[test]
    fn chunks_join_without_a_seam() {
        for limit in [0, CHUNK as u64, u64::MAX] {
            let spool = FileSpool::new(limit);
            let all: Vec<u8> = (0..CHUNK * 2 + 5).map(|number| (number % 251) as u8).collect();
            for part in all.chunks(300_007) {
                spool.append(part).unwrap();
            }
            assert_eq!(read(&spool, 0, all.len()), all);
            assert_eq!(read(&spool, CHUNK as u64 - 1, 3), &all[CHUNK - 1..CHUNK + 2]);
            assert_eq!(spool.is_in_file(), limit != u64::MAX);
        }
    }

    #[test]
    fn a_length_that_lies_takes_no_place() {
        let spool = FileSpool::new(10);
        let before = spool.append(b"before").unwrap();
        for _ in 0..50 {
            let lying = spool.append_from(&mut &[1_u8; 100][..], 1 << 40);
            assert_eq!(lying.unwrap_err().kind(), io::ErrorKind::UnexpectedEof);
        }
        let long = vec![7_u8; 3 << 20];
        let kept = spool.append_from(&mut &*long, long.len() as u64).unwrap();
        let after = spool.append(b"after").unwrap();
        assert!(after < 4 << 20, "{after}");
        assert_eq!(read(&spool, before, 6), b"before");
        assert_eq!(
            (read(&spool, kept, long.len()), read(&spool, after, 5)),
            (long, b"after".into())
        );
    }

    #[test]
    fn what_is_of_unknown_length_takes_as_much_as_it_is() {
        struct Beside<'s>(&'s FileSpool, &'s [u8]);
        impl io::Read for Beside<'_> {
            /// Something else is kept meanwhile.
            fn read(&mut self, out: &mut [u8]) -> io::Result<usize> {
                self.0.append(b"beside").unwrap();
                self.1.read(out)
            }
        }
        for length in [0, 1, CHUNK - 1, CHUNK, CHUNK + 1, 5 * CHUNK + 3] {
            let spool = FileSpool::new(10);
            let long: Vec<u8> = (0..length).map(|number| (number % 251) as u8).collect();
            let before = spool.append(b"before").unwrap();
            let kept = spool.append_all(&mut &*long).unwrap();
            let after = spool.append(b"after").unwrap();
            assert_eq!((kept.1, after), (length as u64, 6 + length as u64));
            let again = spool.append_all(&mut Beside(&spool, &long)).unwrap();
            for (offset, found) in [kept, again] {
                assert_eq!(found, length as u64);
                assert!(read(&spool, offset, length) == long);
            }
            assert_eq!(
                (read(&spool, before, 6), read(&spool, after, 5)),
                (b"before".into(), b"after".into())
            );
        }
    }

    #[test]
    fn large_pieces_keep_their_places_among_small_ones() {
        let spool = &FileSpool::new(0);
        let pieces: Vec<Vec<u8>> =
            (0..40_usize).map(|number| vec![number as u8; 1 + number % 4 * LARGE]).collect();
        std::thread::scope(|scope| {
            for pieces in pieces.chunks(10) {
                scope.spawn(move || {
                    for piece in pieces {
                        let offset = spool.append(piece).unwrap();
                        assert_eq!(&read(spool, offset, piece.len()), piece);
                    }
                });
            }
        });
        let all: u64 = pieces.iter().map(|piece| piece.len() as u64).sum();
        assert_eq!(spool.append(b"").unwrap(), all);
    }

    #[test]
    fn many_threads_read_while_one_appends() {
        let spool = FileSpool::new(1000);
        std::thread::scope(|scope| {
            scope.spawn(|| {
                for number in 0..2000_u32 {
                    spool.append(&number.to_le_bytes()).unwrap();
                }
            });
            for _ in 0..3 {
                scope.spawn(|| {
                    let mut seen = 0;
                    while seen < 2000_u32 {
                        let mut bytes = [0; 4];
                        if spool.read_at(u64::from(seen) * 4, &mut bytes).is_ok() {
                            assert_eq!(u32::from_le_bytes(bytes), seen);
                            seen += 1;
                        }
                    }
                });
            }
        });
        assert!(spool.is_in_file());
    }
}
