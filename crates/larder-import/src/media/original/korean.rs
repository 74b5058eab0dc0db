//! Pictures of Kakao (Daum, Tistory, brunch), Naver and Egloos.

use std::borrow::Cow;

use super::Address;

/// `/thumb/R1280x0/?fname=<original>`, of all that Daum and Kakao host.
pub(super) fn daum(address: &Address<'_>) -> Option<String> {
    address.path.starts_with("/thumb/").then_some(())?;
    match wrapped(address.query?)? {
        wrapped if crate::address::is_web(&wrapped) => Some(wrapped.into_owned()),
        wrapped if wrapped.starts_with("//") => Some(format!("https:{wrapped}")),
        _ => None,
    }
}

/// `/dna/<path>?credential=…&expires=…`: a signed address of what `/dn/` names for ever. That both name one picture was
/// inferred from their paths. The signature does not outlive its day, and is nobody's business.
pub(super) fn kakao(address: &Address<'_>) -> Option<String> {
    match (address.path.strip_prefix("/dna/"), address.query) {
        (Some(path), _) => Some(address.with_path(&format!("/dn/{path}"))),
        (None, Some(_)) if address.path.starts_with("/dn/") => {
            Some(address.with_path(address.path))
        }
        _ => None,
    }
}

/// `images.velog.io/images/…` and `media.vlpt.us/images/…`, which are older addresses of `velog.velcdn.com/images/…`, in sizes
/// (`?w=640`). That all three name one picture was inferred from their paths.
pub(super) fn velog(address: &Address<'_>) -> Option<String> {
    address.path.starts_with("/images/").then(|| address.with_host("velog.velcdn.com"))
}

/// `postfiles.pstatic.net/…?type=w773`, and other hosts that have the files of blogs in sizes.
pub(super) fn naver(address: &Address<'_>) -> Option<String> {
    match address.host.as_str() {
        "postfiles.pstatic.net"
        | "blogfiles.pstatic.net"
        | "mblogthumb-phinf.pstatic.net"
        | "blogpfthumb-phinf.pstatic.net"
        | "mblogvideo-phinf.pstatic.net" => Some(address.with_host("blogfiles.pstatic.net")),
        _ => None,
    }
}

/// `/460x0/<original>`, with its scheme or without.
pub(super) fn egloos(address: &Address<'_>) -> Option<String> {
    let (_, original) = address.path.strip_prefix('/')?.split_once('/')?;
    let query = address.query.map(|query| format!("?{query}")).unwrap_or_default();
    let is_host = original.split('/').next().is_some_and(|host| host.ends_with(".egloos.com"));
    match original {
        _ if crate::address::is_web(original) => Some(format!("{original}{query}")),
        _ if is_host => Some(format!("http://{original}{query}")),
        _ => None,
    }
}

/// What stands after the first `fname=` of a thumbnail's address. What is not encoded may hold `?` and `&` of its own.
pub(crate) fn wrapped(query: &str) -> Option<Cow<'_, str>> {
    let (_, wrapped) = query.split_once("fname=").filter(|(_, wrapped)| !wrapped.is_empty())?;
    let begins = |start: &str| {
        wrapped.get(..start.len()).is_some_and(|found| found.eq_ignore_ascii_case(start))
    };
    match ["http%3A", "https%3A", "%2F%2F"].iter().any(|start| begins(start)) {
        true => Some(Cow::Owned(crate::percent_decode_name(wrapped.split('&').next()?))),
        false => Some(Cow::Borrowed(wrapped)),
    }
}
