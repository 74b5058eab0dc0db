//! Reads WordPress eXtended RSS (WXR), the file that "Tools → Export" saves.
#![allow(
    dead_code,
    unused_imports,
    reason = "the reader that calls these modules is not written yet"
)]

mod body;
