//! What real files of web captures are like, each case as a small file that the test makes itself.

#![allow(clippy::unwrap_used, reason = "a test may fail by panicking")]

mod arc;
mod build;
mod conservation;
mod hostile;
mod http;
mod joining;
mod lengths;
mod long;
mod warc;
