//! Reads archived posts of brunch.co.kr (브런치), Kakao's writing platform, which has no export.
//!
//! A post can survive as a text capture in one of five layouts ([`text`]), as a saved page of one of several generations
//! ([`page`]), as JSON inside a page or as an archived API response ([`api`]). Each becomes a [`Capture`](capture::Capture)
//! first; [`join`] then makes one post of all captures of it, and one blog per author.

mod body;
mod capture;

use larder_core::{Format, format};

use crate::{Intake, ReadError, ReadOptions, Reader, Sample, Source, Vote};

/// The reader.
#[derive(Clone, Copy, Debug)]
pub(super) struct Brunch;

impl Reader for Brunch {
    fn format(&self) -> &'static Format {
        &format::BRUNCH
    }

    fn vote(&self, _sample: &Sample) -> Vote {
        Vote::No
    }

    fn looks_for(&self) -> &'static str {
        "a text capture (`by NAME Mon DD. YYYY`), a saved page of brunch.co.kr, or an archived API response"
    }

    fn read(&self, source: &dyn Source, _: &ReadOptions, _: &mut Intake) -> Result<(), ReadError> {
        Err(ReadError::Empty { name: source.name().to_owned() })
    }
}
