//! Pages as somebody saved them, of any blog: what a page says about the post that it shows.
//!
//! ```text
//! HTML ─► Facts (one walk)  ─► sort: a post, or why it is none
//!                           ─► claims: title, dates, authors, terms …, each with where it was said
//!                           ─► article: which part of the page is the post, and by which rule
//! ```
//!
//! Nothing is guessed. Every value is taken from the surest place that has it, and what the others say is kept beside it
//! (`web:claims` in a post's `extra`). What no place says the post does not have: an undated page stays undated.

pub(crate) mod address;
mod article;
mod claims;
mod comments;
mod facts;
mod json_ld;
mod mark;
mod ours;
mod page;
pub(crate) mod platform;
mod seen;
mod sort;

pub(crate) use self::{
    claims::{Claims, InSeries, Nested, Numeric, Order, Told},
    comments::{Remark, digits as digits_at_end, keys as comment_keys, number_key},
    facts::Hidden,
    ours::{Ours, Said, may_be as may_be_ours},
    page::{Met, Page, Saved},
    platform::Platform,
    seen::Seen,
    sort::Sort,
};

#[cfg(test)]
mod tests;
