//! Files that are no exports: what stands beside one, and what people take for one.

use std::io::Read;

use larder_core::{Fate, Rule};

use super::{Files, open};
use crate::{
    Intake, ReadOptions, Source,
    readers::ghost::{
        beside::{Beside, Redirects},
        route,
    },
};

/// How much of a file is looked at to tell what it is.
const HEAD: u64 = 64 << 10;

impl Files {
    /// Deals with a file that is no export.
    pub(super) fn other(
        &mut self,
        place: usize,
        has_export: bool,
        source: &dyn Source,
        options: &ReadOptions,
        intake: &mut Intake,
    ) {
        let (entry, name) = (intake.file(place), &source.entries()[place].name);
        let beside = Beside::of(name, &text_of(place, HEAD, source, options));
        let whole = || text_of(place, options.limits.file_bytes, source, options);
        match beside {
            Some(Beside::Members) if has_export => {
                let found = format!("{} lines", whole().lines().count());
                intake.leave_out(entry, Rule::SubscriberList, found);
            }
            Some(Beside::Routes | Beside::Redirects) if has_export => {
                let text = whole();
                if beside == Some(Beside::Routes) {
                    self.beside.route = route::of_yaml(&text).or(self.beside.route.take());
                } else {
                    let read = Redirects::read(name, &text);
                    self.beside.redirects.pairs.extend(read.pairs);
                }
                let field = name.to_string();
                intake
                    .ledger()
                    .settle(entry, Fate::StoredAside { place: format!("site `{field}`").into() });
                self.kept.push((field, text));
            }
            Some(beside) => intake.leave_out(entry, Rule::NotRecognised, beside.advice()),
            None if has_export => self.loose.push(place),
            None => intake.leave_out(entry, Rule::NotRecognised, "no export of Ghost"),
        }
    }
}

/// The beginning of a file, as text. Empty where it cannot be read.
fn text_of(place: usize, most: u64, source: &dyn Source, options: &ReadOptions) -> String {
    let mut bytes = Vec::new();
    if let Ok(stream) = open(place, source, options) {
        // What could be read of a damaged one says what it is.
        _ = stream.take(most).read_to_end(&mut bytes);
    }
    String::from_utf8_lossy(&bytes).into_owned()
}
