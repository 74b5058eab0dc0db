//! The bytes of images and files, each once, under their digest.

use larder_core::{Blog, Cancel, NoteKind};

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
    let mut staying = 0;
    for asset in blog.assets.iter() {
        if cancel.is_cancelled() {
            return Err(WriteError::Cancelled);
        }
        let asset = asset.map_err(WriteError::Spool)?;
        let Some(stored) = &asset.stored else { continue };
        match &stored.blob {
            None => account.note(NoteKind::MediaMissing { name: stored.file.clone() }),
            Some(_) if sink.takes_one() => staying += 1,
            Some(_) if sink.has(&stored.file) => {}
            Some(_) => account.stored(sink, &stored.file, stored)?,
        }
    }
    note_what_stays_behind(staying, account);
    Ok(())
}

fn note_what_stays_behind(count: u64, account: &mut Account) {
    if count > 0 {
        let output = account.output.format.clone();
        account.note(NoteKind::FieldNotCarried { output, field: "media files".into(), count });
    }
}
