//! Addresses that only lead to others: redirects of servers, and pages that send their visitors on.

use std::collections::{HashMap, HashSet};

use larder_core::EntryId;
use url::Url;

use super::{pages::Read, unpack::Unpacked};
use crate::{
    Intake,
    web::{Sort, address},
};

/// The most redirects that are followed from one address.
const MOST: usize = 8;

/// What leads where.
pub(super) struct Led {
    /// The old addresses that end at each address, as two are compared, with the entries that say so.
    ends: HashMap<String, Vec<(String, EntryId)>>,
}

impl Led {
    /// All redirects of an input, each followed to its end.
    pub(super) fn of(source: &Unpacked<'_>, redirects: &[Box<Read>], intake: &Intake) -> Self {
        let servers = source.led.iter().map(|led| (led.from.clone(), led.to.clone(), led.entry));
        let pages = redirects.iter().filter_map(|read| {
            let Sort::Redirect(target) = &read.page.sort else { return None };
            let from = read.page.address.as_ref()?.value.clone();
            let to = Url::parse(&from).ok()?.join(target).ok()?;
            Some((from, String::from(to), intake.file(read.place)))
        });
        let all: Vec<(String, String, EntryId)> = servers.chain(pages).collect();
        let next: HashMap<String, String> = all
            .iter()
            .filter_map(|(from, to, _)| Some((spelled(from)?, spelled(to)?)))
            .filter(|(from, to)| from != to)
            .collect();
        let mut ends: HashMap<String, Vec<(String, EntryId)>> = HashMap::new();
        for (from, to, entry) in all {
            let Some(mut end) = spelled(&to) else { continue };
            for _ in 0..MOST {
                let Some(further) = next.get(&end) else { break };
                end.clone_from(further);
            }
            // Another spelling of the same address, such as with `https`, is no other address.
            ends.entry(end).or_default().push((from, entry));
        }
        Self { ends }
    }

    /// The addresses that lead to one of these.
    pub(super) fn to<'l>(&'l self, addresses: &[String]) -> Vec<&'l (String, EntryId)> {
        let mut seen = HashSet::new();
        let own = addresses.iter().filter(|address| seen.insert(*address));
        own.filter_map(|address| self.ends.get(address)).flatten().collect()
    }
}

/// An address as two are compared.
fn spelled(text: &str) -> Option<String> {
    address::page(text).map(|url| crate::address::plain(url.as_str()))
}
