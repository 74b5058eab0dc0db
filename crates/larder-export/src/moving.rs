//! What the writers share that make one file for another platform to import: Ghost, Blogger, the blog archive.
//!
//! ```text
//! Carried ─► parcel (which files, which people) ─► posts, some at a time, on all cores ─► text ─► the format's rows ─► package
//! ```
//!
//! Posts come from the spool some at a time, and so does what is made of them: memory does not depend on how many there are.

mod files;
mod package;
mod people;
mod posts;
mod tally;
mod text;

pub(crate) use self::{
    files::{Files, Packed, Place, When},
    package::Package,
    people::People,
    posts::{Moved, each, newest_first, note_left_out},
    tally::{Tally, cut},
    text::{Goal, Text, Texts},
};
