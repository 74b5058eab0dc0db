//! The feed writers: each rule as one small post, the values that break other writers, and any blog at all.

#![allow(
    clippy::unwrap_used,
    clippy::field_reassign_with_default,
    reason = "tests say what they expect by panicking"
)]

mod any;
mod blog;
mod channel;
mod hostile;
mod item;
mod link;
mod run;
mod selection;
