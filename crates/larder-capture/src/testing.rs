//! What the tests of all containers share.

use std::{io, thread};

use crate::capture::{Capture, Each, Error, Report};

/// A reader with its limits.
pub(crate) type Read<'a> = &'a (dyn Fn(&[u8], &mut Each<'_>) -> Result<Report, Error> + Sync);

/// All captures of a container, and its account.
pub(crate) fn all(bytes: &[u8], read: Read<'_>) -> (Vec<Capture>, Report) {
    attempt(bytes, read).expect("the bytes are this container")
}

pub(crate) fn attempt(bytes: &[u8], read: Read<'_>) -> Result<(Vec<Capture>, Report), Error> {
    let mut captures = Vec::new();
    let report = read(bytes, &mut |capture| {
        captures.push(capture);
        Ok::<_, io::Error>(())
    })?;
    assert_eq!(report.captures, captures.len() as u64);
    Ok((captures, report))
}

/// Cuts a container at every byte. Whatever ended before the cut must be there, and the damage must be said.
pub(crate) fn cut_everywhere(whole: &[u8], read: Read<'_>) {
    let (captures, _) = all(whole, read);
    for cut in 0..whole.len() {
        let Ok((found, report)) = attempt(&whole[..cut], read) else { continue };
        for capture in &captures {
            let origin = &capture.origin;
            let end = origin.offset.zip(origin.length).map(|(offset, length)| offset + length);
            if end.is_some_and(|end| end < cut as u64) {
                // The line end before a boundary may be all that is left of the boundary.
                let is_there = found.iter().any(|other| other.body.starts_with(&capture.body));
                assert!(is_there, "{} is gone, cut at {cut}", capture.origin.part);
            }
        }
        let is_damaged = !report.damage.is_empty() || found.iter().any(|it| !it.damage.is_empty());
        let is_less = found.len() < captures.len()
            || found.iter().zip(&captures).any(|(cut, whole)| cut.body.len() < whole.body.len());
        assert!(is_damaged || !is_less, "nothing is said of a cut at {cut}");
    }
}

/// Changes every byte, one at a time, in three ways. Nothing must panic.
pub(crate) fn flip_everywhere(whole: &[u8], read: Read<'_>) {
    let mut bytes = whole.to_vec();
    for at in 0..bytes.len() {
        for flip in [0x01, 0x20, 0xff] {
            bytes[at] ^= flip;
            let _either_is_fine = attempt(&bytes, read);
            bytes[at] ^= flip;
        }
    }
}

/// Runs something where the stack is as small as that of a thread.
pub(crate) fn on_a_small_stack(run: impl FnOnce() + Send + 'static) {
    let thread = thread::Builder::new().stack_size(2 << 20).spawn(run).expect("a thread");
    thread.join().expect("no panic and no overflow");
}
