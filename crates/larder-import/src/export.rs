//! What the readers of platforms' exports have in common: they look at every file twice, and say where one ends early.

use std::sync::Arc;

use larder_core::{EntryId, Holding, ItemKind, Note, NoteKind, Rule};

use crate::{
    Intake, ReadError, ReadOptions, Source,
    xml::{Fault, Skipped},
};

/// Files that are read twice: first for what is there, so that nothing but an index has to be in memory, then for the
/// posts.
pub(crate) trait Files: Default {
    /// Looks at a file. What is wrong with it stops no other.
    fn look(
        &mut self,
        place: usize,
        source: &dyn Source,
        options: &ReadOptions,
        intake: &mut Intake,
    ) -> Result<(), ReadError>;

    /// Reads all blogs that were found. Each file is one more step of the progress.
    fn read(
        self,
        source: &dyn Source,
        options: &ReadOptions,
        intake: &mut Intake,
    ) -> Result<(), ReadError>;
}

/// Reads all files.
pub(crate) fn read<F: Files>(
    source: &dyn Source,
    options: &ReadOptions,
    intake: &mut Intake,
) -> Result<(), ReadError> {
    let total = source.entries().len();
    if let Some(progress) = &options.progress {
        progress.begin("read", 2 * total as u64);
    }
    let mut files = F::default();
    for place in 0..total {
        files.look(place, source, options, intake)?;
        options.progress.iter().for_each(|progress| progress.advance(1));
    }
    files.read(source, options, intake)?;
    if let Some(progress) = &options.progress {
        progress.end();
    }
    Ok(())
}

/// Says where a file ends that does not end with `expected`, as it should.
pub(crate) fn note_end(
    (is_cut, fault): (bool, Option<&Fault>),
    expected: &str,
    name: &Arc<str>,
    intake: &mut Intake,
) {
    let mut say = |kind| intake.note(Note::new(kind).in_file(Arc::clone(name)));
    match fault {
        Some(Fault::Io(error)) => say(NoteKind::ContainerDamaged { what: error.to_string() }),
        // What is too large is passed by, until the user asks to stop.
        Some(Fault::TooLarge) | None => {}
    }
    if is_cut || fault.is_some() {
        say(NoteKind::Truncated { expected: expected.into() });
    }
}

/// Leaves out what is larger than may be.
pub(crate) fn leave_out(
    skipped: &Skipped,
    name: &Arc<str>,
    options: &ReadOptions,
    intake: &mut Intake,
) {
    let limit = options.limits.file_bytes;
    for (line, ends) in &skipped.items {
        let item = intake.ledger().open(ItemKind::Item, Arc::clone(name), None);
        let mut found = "an item larger than the limit; --max-file-size raises it".to_owned();
        if *ends > 0 {
            found = format!("{found}; the ends of {ends} more may stand in it");
        }
        intake.leave_out(item, Rule::TooLarge, format!("line {line}: {found}"));
    }
    if skipped.is_around {
        let (around, option) = ("what stands around the items".into(), "--max-file-size".into());
        let kind = NoteKind::LimitReached { limit: around, value: limit, option };
        intake.note(Note::new(kind).in_file(Arc::clone(name)));
    }
}

/// Puts down what became of the parts of a file. Those that it has none of are not listed.
pub(crate) fn account(file: EntryId, parts: &[(ItemKind, &Holding)], intake: &mut Intake) {
    for (kind, holding) in parts {
        if holding.total > 0 || holding.accounted() > 0 {
            intake.ledger().account_parts(file, *kind, holding);
        }
    }
}
