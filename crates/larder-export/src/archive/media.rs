//! The bytes of images and files, each once, under their digest.

use std::io;

use larder_core::{Blog, Cancel, Digest, NoteKind};

use crate::{Account, Sink, WriteError};

/// Writes the bytes of every asset that has some to the file that its record names.
///
/// A file that the sink has already (from the other form of the archive in the same run, or from another asset with the
/// same bytes) is not written again. A record that promises bytes which the blog does not have is noted as a loss; no
/// reader makes such a blog.
pub(super) fn write(
    blog: &Blog,
    cancel: &Cancel,
    sink: &mut dyn Sink,
    account: &mut Account,
) -> Result<(), WriteError> {
    let stored = || blog.assets.iter().filter_map(|asset| asset.stored.as_ref());
    for missing in stored().filter(|stored| stored.blob.is_none()) {
        account.note(NoteKind::MediaMissing { name: missing.file.clone() });
    }
    let with_bytes = stored().filter_map(|stored| Some((stored, stored.blob.as_ref()?)));
    if sink.takes_one() {
        note_what_stays_behind(with_bytes.count() as u64, account);
        return Ok(());
    }
    for (stored, blob) in with_bytes {
        if cancel.is_cancelled() {
            return Err(WriteError::Cancelled);
        }
        if sink.has(&stored.file) {
            continue;
        }
        let bytes = blob.bytes().map_err(WriteError::Spool)?;
        if Digest::of(&bytes) != stored.sha256 {
            let wrong = format!("the bytes of `{}` are not those that were read", stored.file);
            return Err(WriteError::Spool(io::Error::new(io::ErrorKind::InvalidData, wrong)));
        }
        account.file(sink, &stored.file, &mut |out| out.write_all(&bytes))?;
    }
    Ok(())
}

fn note_what_stays_behind(count: u64, account: &mut Account) {
    if count > 0 {
        let output = account.output.format.clone();
        account.note(NoteKind::FieldNotCarried { output, field: "media files".into(), count });
    }
}
