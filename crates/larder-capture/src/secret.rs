//! Headers that are nobody's business.

use crate::capture::Omission;

/// What becomes of a header that no capture has a place for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Fate {
    /// It is a cookie.
    Cookie,
    /// It proves who somebody is.
    Authorisation,
    /// It is left out, but is no secret.
    Other,
}

impl From<Fate> for Omission {
    fn from(fate: Fate) -> Self {
        match fate {
            Fate::Cookie => Self::Cookies,
            Fate::Authorisation => Self::Authorisation,
            Fate::Other => Self::Headers,
        }
    }
}

/// Tells by the name of a header, in lower case. A name that only looks like that of a secret counts as one.
pub(crate) fn fate(name: &str) -> Fate {
    const TELLING: [&str; 7] = ["auth", "token", "csrf", "xsrf", "api-key", "apikey", "session"];
    if name.contains("cookie") {
        return Fate::Cookie;
    }
    if TELLING.iter().any(|part| name.contains(part)) && name != ":authority" {
        return Fate::Authorisation;
    }
    Fate::Other
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn secrets_are_told_by_their_names() {
        for name in ["cookie", "set-cookie", "cookie2"] {
            assert_eq!(fate(name), Fate::Cookie, "{name}");
        }
        for name in ["authorization", "proxy-authorization", "x-csrf-token", "www-authenticate"] {
            assert_eq!(fate(name), Fate::Authorisation, "{name}");
        }
        for name in [":authority", "content-type", "etag", "user-agent"] {
            assert_eq!(fate(name), Fate::Other, "{name}");
        }
    }
}
