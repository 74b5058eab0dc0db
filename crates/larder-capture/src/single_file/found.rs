//! What was taken out of a page becomes a capture, with an address.

use std::io;

use sha2::{Digest, Sha256};
use url::Url;

use super::{Capture, Charset, Damage, Role, page::Pages};
use crate::capture::Limit;

/// How deep pages and style sheets may lie within each other, whatever the limits say.
const DEEPEST: usize = 16;

impl Pages<'_, '_, '_> {
    pub(super) fn is_too_deep(&mut self) -> bool {
        let deepest = self.intake.limits.depth.min(DEEPEST);
        let is_too_deep = self.depth >= deepest;
        let over = Damage::OverLimit { limit: Limit::Depth, allowed: deepest as u64 };
        if is_too_deep && !self.damage.contains(&over) {
            self.damage.push(over);
        }
        is_too_deep
    }

    /// Gives a capture, unless the same was given. Returns its address.
    pub(super) fn give(
        &mut self,
        found: Found,
        original: Option<&str>,
    ) -> io::Result<Option<String>> {
        let digest = digest(&found.body);
        let urn = format!("urn:sha256:{digest}");
        let mut address =
            original.and_then(|original| self.resolved(original)).unwrap_or_else(|| urn.clone());
        // One address may have had several answers; the digest tells them apart.
        if self.given.get(&address).is_some_and(|given| *given != digest) {
            address = urn;
        }
        if self.given.contains_key(&address) {
            return Ok(Some(address));
        }
        self.given.insert(address.clone(), digest);
        let capture = self.capture(found, address.clone())?;
        self.intake.give(capture)?;
        Ok(Some(address))
    }

    fn capture(&mut self, found: Found, url: String) -> io::Result<Capture> {
        let mut capture =
            Capture { url, role: found.role, damage: found.damage, ..Capture::default() };
        capture.time.clone_from(&self.context.time);
        capture.charset = found.charset;
        capture.body = found.body;
        self.depth += 1;
        let changed = match found.media_type.as_str() {
            "text/css" => self.style_sheet(&capture.body)?,
            _ if found.role == Role::Frame => self.framed(&mut capture)?,
            _ => None,
        };
        self.depth -= 1;
        capture.media_type = Some(found.media_type);
        capture.body = changed.unwrap_or(capture.body);
        capture.origin.part = format!("part {}", self.intake.report.captures + 1);
        Ok(capture)
    }

    /// A frame is a page of its own: what it lacks is its own damage, and its addresses are relative to its own.
    fn framed(&mut self, frame: &mut Capture) -> io::Result<Option<Vec<u8>>> {
        let base = Url::parse(&frame.url).ok().filter(|url| !url.cannot_be_a_base());
        let outer_base = self.context.base.clone();
        self.context.base = base.or_else(|| outer_base.clone());
        let outer = std::mem::take(&mut self.damage);
        let changed = self.page(&frame.body)?;
        frame.damage.append(&mut self.damage);
        self.damage = outer;
        self.context.base = outer_base;
        Ok(changed)
    }

    pub(super) fn miss(&mut self, address: &str) {
        /// The most that are listed of a page.
        const LISTED: usize = 1000;
        let is_variable = address.starts_with("--");
        let resolved = if is_variable { None } else { self.resolved(address) };
        let address = resolved.unwrap_or_else(|| address.to_owned());
        if self.missing.len() < LISTED && self.missing.insert(address.clone()) {
            self.damage.push(Damage::MissingResource { address });
        }
    }

    /// An original address, whole. None if it is relative to nothing, or no address that leads anywhere.
    pub(super) fn resolved(&self, original: &str) -> Option<String> {
        let original = original.trim();
        if let Ok(url) = Url::parse(original) {
            let leads = matches!(url.scheme(), "http" | "https" | "ftp");
            return leads.then(|| original.to_owned());
        }
        let joined = self.context.base.as_ref()?.join(original).ok()?;
        (!original.is_empty()).then(|| joined.into())
    }
}

/// Something that was taken out of a page.
pub(super) struct Found {
    pub(super) body: Vec<u8>,
    pub(super) media_type: String,
    pub(super) charset: Option<Charset>,
    pub(super) role: Role,
    pub(super) damage: Vec<Damage>,
}

/// The sha-256 of bytes, as it stands in addresses.
pub(super) fn digest(bytes: &[u8]) -> String {
    Sha256::digest(bytes).iter().map(|byte| format!("{byte:02x}")).collect()
}
