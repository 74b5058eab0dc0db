//! Whether digests are those of the bytes.

use super::{
    damage::{Damage, DigestOf},
    head::{Head, RecordType},
    summary::Summary,
};
use crate::{
    Limits,
    digest::{Algorithm, Digest},
    http::Message,
};

/// Verifies both digests of a record whose block is in memory.
pub(super) fn verify(
    head: &Head,
    block: &[u8],
    limits: &Limits,
    summary: &mut Summary,
    damage: &mut Vec<Damage>,
) {
    if let Some(stated) = stated(head, DigestOf::Block, summary, damage) {
        let computed = stated.algorithm().digest(block);
        tell(DigestOf::Block, &stated, computed, summary, damage);
    }
    // The payload of a revisit is in another record, that of a part is in several.
    if head.kind() == RecordType::Revisit || head.segment().is_some() {
        summary.digests_open += u64::from(head.field("WARC-Payload-Digest").is_some());
        return;
    }
    if let Some(stated) = stated(head, DigestOf::Payload, summary, damage) {
        let computed = payload_digest(head, block, &stated, limits);
        tell(DigestOf::Payload, &stated, computed, summary, damage);
    }
}

/// Says whether a digest that was computed is the one that is stated.
pub(super) fn tell(
    of: DigestOf,
    stated: &Digest,
    computed: Digest,
    summary: &mut Summary,
    damage: &mut Vec<Damage>,
) {
    if *stated == computed {
        summary.digests_right += 1;
        return;
    }
    summary.digests_wrong += 1;
    let (stated, computed) = (stated.to_string(), computed.to_string());
    damage.push(Damage::DigestMismatch { of, stated, computed });
}

fn field(of: DigestOf) -> &'static str {
    match of {
        DigestOf::Block => "WARC-Block-Digest",
        DigestOf::Payload => "WARC-Payload-Digest",
    }
}

/// A digest that is stated. One of an unknown kind is told.
pub(super) fn stated(
    head: &Head,
    of: DigestOf,
    summary: &mut Summary,
    damage: &mut Vec<Damage>,
) -> Option<Digest> {
    let text = head.text(field(of))?;
    let digest = Digest::parse(&text);
    if digest.is_none() {
        summary.digests_open += 1;
        damage.push(Damage::UnknownDigest { of, stated: text.chars().take(200).collect() });
    }
    digest
}

/// The digest of what the message carries. Some tools take the body as it was sent, others take it out of chunks, others
/// decode it: whichever fits counts, and that of the body as sent if none does.
fn payload_digest(head: &Head, block: &[u8], stated: &Digest, limits: &Limits) -> Digest {
    let algorithm: Algorithm = stated.algorithm();
    let message = head.says_http().then(|| Message::parse(block)).flatten();
    let Some(message) = message else { return algorithm.digest(block) };
    let as_sent = algorithm.digest(message.body);
    if as_sent == *stated {
        return as_sent;
    }
    let decoded = message.decode(limits);
    [algorithm.digest(&decoded.bytes), algorithm.digest(&message.unchunked().bytes)]
        .into_iter()
        .find(|digest| digest == stated)
        .unwrap_or(as_sent)
}
