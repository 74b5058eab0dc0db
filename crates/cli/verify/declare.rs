//! What a writer says that it leaves out of a blog: its losses, and a run of it into nowhere.

use larder_core::{Blog, NoteKind};
use larder_export::{Account, WriteError, WriteOptions, Writer, sink::Counting};
use larder_verify::{Declared, DeclaredLoss, DeclaredNote};

/// What a writer declares of one blog.
pub(crate) struct Dry {
    /// The fields of the model that its format has no place for.
    pub(crate) losses: Vec<DeclaredLoss>,
    /// What it leaves out and changes.
    pub(crate) declared: Declared,
    /// The account of the run.
    pub(crate) account: Account,
    /// The files that would be written, and their bytes.
    pub(crate) files: (usize, u64),
}

/// Writes a blog into nowhere. Fails as writing it does.
pub(crate) fn dry_run(
    blog: &Blog,
    writer: &'static dyn Writer,
    options: &WriteOptions,
) -> Result<Dry, WriteError> {
    let mut account = Account::new(writer.format(), blog);
    let mut sink = Counting::default();
    writer.write(blog, options, &mut sink, &mut account)?;
    let losses = writer.losses().iter().map(|loss| DeclaredLoss::new(loss.field, loss.why));
    let bytes = sink.lengths().values().sum();
    Ok(Dry {
        losses: losses.collect(),
        declared: declared(&account),
        files: (sink.lengths().len(), bytes),
        account,
    })
}

fn declared(account: &Account) -> Declared {
    let mut declared = Declared::default();
    for (rule, posts) in &account.output.left_out {
        declared.left_out.extend(posts.iter().map(|post| (post.clone(), *rule)));
    }
    for note in &account.notes {
        // That a post was left out is told by its rule.
        if !matches!(note.kind, NoteKind::PostLeftOut { .. }) {
            let notes = declared.notes.entry(note.place.post.clone()).or_default();
            notes.insert(DeclaredNote::of(&note.kind));
        }
    }
    declared
}
