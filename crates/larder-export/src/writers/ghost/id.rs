//! Ids: 24 hex digits, and UUIDs. Those of a Ghost blog stay; others are made of what they were, always the same.

use larder_core::Digest;

/// The id of a thing of a kind (`post`, `tag`, `user`).
pub(super) fn id(kind: &str, own: &str) -> String {
    match is_id(own) {
        true => own.to_owned(),
        false => digest(kind, own)[..24].to_owned(),
    }
}

/// The UUID of a post: the one that it had, else one made of its id, in the layout of version 5.
pub(super) fn uuid(own: Option<&str>, post: &str) -> String {
    if let Some(own) = own.filter(|own| is_uuid(own)) {
        return own.to_owned();
    }
    let hex = digest("uuid", post);
    format!("{}-{}-5{}-8{}-{}", &hex[..8], &hex[8..12], &hex[13..16], &hex[17..20], &hex[20..32])
}

fn digest(kind: &str, own: &str) -> String {
    Digest::of(format!("ghost {kind} {own}").as_bytes()).to_string()
}

fn is_hex(byte: u8) -> bool {
    byte.is_ascii_digit() || (b'a'..=b'f').contains(&byte)
}

fn is_id(text: &str) -> bool {
    text.len() == 24 && text.bytes().all(is_hex)
}

fn is_uuid(text: &str) -> bool {
    let lengths = [8, 4, 4, 4, 12];
    let parts: Vec<_> = text.split('-').collect();
    parts.len() == lengths.len()
        && parts.iter().zip(lengths).all(|(part, length)| {
            part.len() == length && part.bytes().all(|it| it.is_ascii_hexdigit())
        })
        && (b'1'..=b'8').contains(&parts[2].as_bytes()[0])
        && b"89abAB".contains(&parts[3].as_bytes()[0])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_of_ghost_stay_and_others_are_made_of_what_they_were() {
        let own = "65f0c0ffee00000000000001";
        assert_eq!(id("post", own), own);
        let made = id("post", "https://example.org/1");
        assert!(is_id(&made), "{made}");
        assert_eq!(id("post", "https://example.org/1"), made);
        assert_ne!(id("tag", "https://example.org/1"), made);
        assert!(is_id(&id("post", "65F0C0FFEE00000000000001")), "capitals are none of its digits");
    }

    #[test]
    fn uuids_are_uuids() {
        let own = "99999999-aaaa-4bbb-8ccc-000000000002";
        assert_eq!(uuid(Some(own), "1"), own);
        for odd in
            [None, Some(""), Some("not-a-uuid"), Some("99999999-aaaa-0bbb-8ccc-000000000002")]
        {
            assert!(is_uuid(&uuid(odd, "글")), "{odd:?}");
        }
    }
}
