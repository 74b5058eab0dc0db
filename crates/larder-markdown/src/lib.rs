//! HTML as Markdown, and the proof that nothing got lost on the way.
//!
//! * [`emit()`] writes a body of HTML as Markdown of a [`Dialect`].
//! * [`Pass`] lets the caller change addresses, and put what a target has for
//!   players in their place.
//! * [`Counts`] says what became of each block and what was left out.
//!
//! Markdown is not trusted. What was written is rendered back and compared with
//! what it was written from: text, elements, addresses, descriptions, languages
//! of code. A block that does not come back is written with inline HTML, and if
//! that does not come back either, as HTML. So what is shown is the same; only
//! how much of it is HTML differs.
//!
//! What is compared is the *content* of a body (`content`): the elements that
//! mean something, without the wrappers, classes and styles of the page it was
//! taken from. Nothing that runs is content: no script, no `on…` attribute, no
//! `javascript:` address. The same reader makes it of both sides.
//!
//! Nothing here panics on input, does I/O or recurses deeper than a fixed bound.

mod address;
mod content;
mod counts;
mod dialect;
mod emit;
mod language;
mod marks;
mod pass;
mod prove;
mod read;
mod write;

pub use crate::{
    counts::{Counts, Emitted},
    dialect::{Breaks, Dialect, Template},
    emit::emit,
    pass::{AsItIs, Embed, Pass},
};
