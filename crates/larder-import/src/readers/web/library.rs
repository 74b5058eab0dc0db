//! The pages and files of an input by their addresses and names.
//!
//! Of names and addresses only hashes are kept: a crawl has hundreds of thousands of them, most of fifty bytes and more, and
//! the input has each of them once already.

use std::{collections::HashMap, sync::Arc};

use larder_core::key;
use url::Url;

use super::unpack::Unpacked;
use crate::{
    Source, percent_decode_name,
    tree::joined,
    unique::{Key, key as key_of},
};

/// Where things are in the input.
pub(super) struct Library {
    /// The entries by the addresses they were captured from, each spelled in one way.
    addresses: HashMap<Key, u32>,
    /// The same without the query; only where one entry has it.
    bare: HashMap<Key, Option<u32>>,
    /// The entries by their names, as names are compared.
    names: HashMap<Key, u32>,
    /// The address of each entry, where it is known.
    own: Vec<Option<Arc<str>>>,
}

impl Library {
    pub(super) fn of(source: &Unpacked<'_>) -> Self {
        let mut library = Self {
            addresses: HashMap::new(),
            bare: HashMap::new(),
            names: HashMap::new(),
            own: vec![None; source.entries().len()],
        };
        for (place, entry) in source.entries().iter().enumerate() {
            library.names.entry(key_of(&key::name(&entry.name))).or_insert(number(place));
            let known = source.known(place);
            // What a server answered instead of what was asked for is not what the address means.
            if known.status.is_some_and(|status| status >= 400) {
                continue;
            }
            if let Some(address) = known.address.as_ref().or(known.mirrored.as_ref()) {
                library.put(place, address, || Arc::clone(address));
            }
            if let Some(id) = &known.content_id {
                library.also(place, &["cid:", id].concat());
            }
        }
        for (place, address) in &source.also {
            library.also(*place, address);
        }
        library
    }

    /// Says that an entry has this address.
    pub(super) fn add(&mut self, place: usize, address: &str) {
        self.put(place, address, || address.into());
    }

    /// The same, with where to have the address from if it is not known yet.
    fn put(&mut self, place: usize, address: &str, own: impl FnOnce() -> Arc<str>) {
        let Some(spelled) = spelled(address) else { return };
        self.own[place].get_or_insert_with(own);
        let (bare, number) = (spelled.split('?').next().unwrap_or_default(), number(place));
        self.bare
            .entry(key_of(bare))
            .and_modify(|known| *known = known.filter(|known| *known == number))
            .or_insert(Some(number));
        self.addresses.entry(key_of(&spelled)).or_insert(number);
    }

    /// Says that an entry is meant by this address, too.
    fn also(&mut self, place: usize, address: &str) {
        if let Some(spelled) = spelled(address) {
            self.addresses.entry(key_of(&spelled)).or_insert(number(place));
        }
    }

    /// The address of an entry.
    pub(super) fn address(&self, place: usize) -> Option<&str> {
        self.own[place].as_deref()
    }

    /// The entry that was captured from an address; where it has none, the only one that differs in nothing but the query.
    pub(super) fn captured(&self, address: &str) -> Option<usize> {
        let spelled = spelled(address)?;
        let (path, query) = spelled.split_once('?').unwrap_or((&spelled, ""));
        let bare = || {
            let found = self.bare.get(&key_of(path)).copied().flatten()? as usize;
            let own = self.own[found]
                .as_deref()
                .and_then(|it| it.split_once('?'))
                .map_or("", |(_, query)| query);
            // A form of the same thing, not another thing.
            (is_form(query) && is_form(own)).then_some(found)
        };
        self.addresses.get(&key_of(&spelled)).map(|place| *place as usize).or_else(bare)
    }

    /// The entry that a path in a page means: beside the page, or below the folder that both are in.
    pub(super) fn beside(&self, page: &str, reference: &str) -> Option<usize> {
        let path = reference.split(['?', '#']).next().unwrap_or_default();
        if path.is_empty() || reference.contains("://") || path.starts_with('/') {
            return None;
        }
        let folder = page.rsplit_once('/').map(|(folder, _)| folder).unwrap_or_default();
        // wget keeps the query in the name, and escapes its `?` in links.
        let decoded = percent_decode_name(path);
        [joined(folder, &decoded)?, joined(folder, path)?].iter().find_map(|name| self.named(name))
    }

    /// The entry of a name.
    pub(super) fn named(&self, name: &str) -> Option<usize> {
        self.names.get(&key_of(&key::name(name))).map(|place| *place as usize)
    }
}

/// The place of an entry, which the ledger counts with as many bits.
fn number(place: usize) -> u32 {
    u32::try_from(place).expect("the ledger's limit is below 2^32")
}

/// Whether a query only says in which form something is sent: a version, a size, a permit.
fn is_form(query: &str) -> bool {
    const NAMES: &[&str] = &[
        "v",
        "ver",
        "version",
        "w",
        "h",
        "type",
        "width",
        "height",
        "quality",
        "size",
        "dpr",
        "format",
        "fit",
        "crop",
        "auto",
        "resize",
        "ssl",
        "strip",
        "credential",
        "expires",
        "allow_ip",
        "allow_referer",
        "signature",
        "token",
    ];
    let mut pairs = query.split('&').filter(|pair| !pair.is_empty());
    pairs.all(|pair| {
        let name = pair.split('=').next().unwrap_or_default();
        NAMES.contains(&name) || name.bytes().all(|it| it.is_ascii_digit())
    })
}

/// An address as two are compared: `http` and `https`, a `/` at its end and the spelling of escapes do not matter.
fn spelled(address: &str) -> Option<String> {
    let mut url = Url::parse(address.trim()).ok()?;
    if !matches!(url.scheme(), "http" | "https" | "urn" | "cid") {
        return None;
    }
    url.set_fragment(None);
    let text = url.as_str();
    let bare =
        text.strip_prefix("https://").or_else(|| text.strip_prefix("http://")).unwrap_or(text);
    let (path, query) =
        bare.split_once('?').map_or((bare, None), |(path, query)| (path, Some(query)));
    let path = key::name(&percent_decode_name(path.trim_end_matches('/')));
    Some(match query {
        Some(query) => format!("{path}?{}", percent_decode_name(query)),
        None => path,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn spellings_of_an_address_are_one() {
        let one = spelled("https://a.example/%EA%B8%80/?x=%31").unwrap();
        assert_eq!(spelled("http://a.example/글?x=1#c").unwrap(), one);
        assert_ne!(spelled("http://a.example/글?x=2").unwrap(), one);
        assert_eq!(spelled("data:text/plain,a"), None);
    }
}
