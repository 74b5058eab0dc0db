//! Addresses of pages: which two are one page, and which blog a page belongs to.

use url::Url;

/// Parameters that never tell two pages apart.
const VISITS: &[&str] = &["fbclid", "gclid", "igshid", "mc_cid", "mc_eid"];

/// Parts of the names of parameters that let somebody in: they stand in no address that is kept.
const SECRETS: &[&str] = &["nonce", "token", "session", "signature", "credential"];

/// An address without what differs between two visits to one page. None for what is no address of the web.
pub(crate) fn page(address: &str) -> Option<Url> {
    let mut url =
        Url::parse(address.trim()).ok().filter(|url| matches!(url.scheme(), "http" | "https"))?;
    url.set_fragment(None);
    // Who it was captured by is nobody's business.
    let _ = (url.set_username(""), url.set_password(None));
    let is_told = |name: &str| {
        let lower = name.to_ascii_lowercase();
        let is_secret = SECRETS.iter().any(|secret| lower.contains(secret));
        !name.starts_with("utm_") && !VISITS.contains(&name) && !is_secret
    };
    if url.query().is_some() {
        let kept: Vec<String> = url
            .query()
            .unwrap_or_default()
            .split('&')
            .filter(|pair| !pair.is_empty() && is_told(pair.split('=').next().unwrap_or_default()))
            .map(str::to_owned)
            .collect();
        let query = kept.join("&");
        url.set_query((!query.is_empty()).then_some(&*query));
    }
    Some(url)
}

/// Whether two addresses are of one page, however they are spelled.
pub(super) fn is_same(one: &str, other: &str) -> bool {
    let bare = |it: &str| it.split('#').next().unwrap_or_default().to_owned();
    crate::address::is_web(one)
        && crate::address::plain(&bare(one)) == crate::address::plain(&bare(other))
}

/// The address of a page without what differs between two of its addresses on most platforms: the scheme, `www.` and `m.`,
/// a slash or `index.html` at its end, the page for AMP, parameters that only change how it is shown.
pub(crate) fn key(address: &str) -> String {
    let Some(mut url) = page(address) else { return crate::address::plain(address) };
    let is_told = |pair: &str| {
        let (name, value) = pair.split_once('=').unwrap_or((pair, ""));
        !matches!(
            (name, value),
            ("m" | "amp", "" | "0" | "1") | ("replytocom" | "share" | "print" | "nb", _)
        )
    };
    let query =
        url.query().unwrap_or_default().split('&').filter(|it| !it.is_empty() && is_told(it));
    let query = query.collect::<Vec<_>>().join("&");
    url.set_query((!query.is_empty()).then_some(&*query));
    let path = url.path().trim_end_matches('/');
    let ends = ["/index.html", "/index.htm", "/index.php", "/amp"];
    let bare = ends.iter().find_map(|end| path.strip_suffix(end)).unwrap_or(path).to_owned();
    url.set_path(&bare);
    let plain = crate::address::plain(url.as_str());
    plain.strip_prefix("m.").map_or(plain.clone(), str::to_owned)
}

/// The blog that a page belongs to, as two are compared: its host, and what tells blogs of one host apart. Empty where
/// the address is not known.
pub(crate) fn blog(address: &str) -> String {
    let Some(url) = page(address) else { return String::new() };
    let host = url.host_str().unwrap_or_default().trim_end_matches('.');
    let host = ["www.", "m.", "amp."].iter().find_map(|it| host.strip_prefix(it)).unwrap_or(host);
    let mut parts = url.path_segments().into_iter().flatten().filter(|it| !it.is_empty());
    let first = parts.next().unwrap_or_default();
    let parameter = |wanted: &str| {
        let mut pairs = url.query_pairs();
        pairs
            .find(|(name, _)| name.eq_ignore_ascii_case(wanted))
            .map(|(_, value)| value.into_owned())
    };
    if let Some((name, _)) = host.split_once(".blogspot.") {
        return format!("{name}.blogspot.com");
    }
    let member = |name: &str| format!("{host}/{}", crate::percent_decode_name(name));
    match host {
        "blog.naver.com" | "blog.me" => {
            let id = parameter("blogId").or_else(|| {
                Some(first.to_owned()).filter(|it| !it.is_empty() && !it.contains('.'))
            });
            format!("blog.naver.com/{}", id.unwrap_or_default())
        }
        "sites.google.com" => {
            let second = parts.next().unwrap_or_default();
            member(&format!("{first}/{second}"))
        }
        "medium.com" if !first.starts_with('@') => host.to_owned(),
        "post.naver.com" => format!("{host}/{}", parameter("memberNo").unwrap_or_default()),
        "blog.daum.net" | "brunch.co.kr" | "velog.io" | "medium.com" | "note.com" | "dev.to"
        | "hashnode.com" | "blog.hatena.ne.jp" | "d.hatena.ne.jp" | "tumblr.com" | "write.as"
        | "blog.livedoor.jp" | "ameblo.jp" | "blog.goo.ne.jp" => member(first),
        _ if first.starts_with('~') => member(first),
        _ => host.to_owned(),
    }
}

/// The front page of the blog that a page belongs to. None where the address is not known.
pub(crate) fn home(address: &str) -> Option<String> {
    let url = page(address)?;
    let key = blog(address);
    let member = key.split_once('/').map(|(_, member)| member);
    let origin = url.origin().ascii_serialization();
    match member {
        Some(member) if !member.is_empty() => Some(format!("{origin}/{member}")),
        Some(_) => None,
        None => Some(format!("{origin}/")),
    }
}

/// The address by which a platform means a post that it also shows under others: to phones, in a frame.
pub(super) fn canonical(url: &Url) -> Option<Url> {
    let host = url.host_str().unwrap_or_default();
    let parts: Vec<&str> =
        url.path_segments().into_iter().flatten().filter(|it| !it.is_empty()).collect();
    let parameter = |wanted: &str| {
        let mut pairs = url.query_pairs();
        pairs
            .find(|(name, _)| name.eq_ignore_ascii_case(wanted))
            .map(|(_, value)| value.into_owned())
    };
    let is_number = |text: &str| !text.is_empty() && text.bytes().all(|it| it.is_ascii_digit());
    let is_id = |text: &str| {
        !text.is_empty()
            && text.bytes().all(|it| it.is_ascii_alphanumeric() || matches!(it, b'-' | b'_'))
    };
    match host {
        "blog.naver.com" | "m.blog.naver.com" => {
            let stated = parameter("blogId").zip(parameter("logNo"));
            let of_path = || match parts[..] {
                [id, number] => Some((id.to_owned(), number.to_owned())),
                _ => None,
            };
            let (id, number) =
                stated.or_else(of_path).filter(|(id, number)| is_id(id) && is_number(number))?;
            Url::parse(&format!("https://blog.naver.com/{id}/{number}")).ok()
        }
        _ if host.ends_with(".tistory.com") && parts.first() == Some(&"m") && parts.len() > 1 => {
            let mut url = url.clone();
            url.set_path(&parts[1..].join("/"));
            Some(url)
        }
        _ => None,
    }
}

/// The day that a path names: `/2022/10/15/title`.
pub(super) fn day_in(address: &str) -> Option<(i32, u32, u32)> {
    let url = page(address)?;
    let parts: Vec<&str> = url.path_segments()?.collect();
    let number = |text: &str, digits: usize| -> Option<u32> {
        (text.len() == digits && text.bytes().all(|it| it.is_ascii_digit()))
            .then(|| text.parse().ok())
            .flatten()
    };
    parts.windows(4).find_map(|four| {
        let (year, month, day) = (number(four[0], 4)?, number(four[1], 2)?, number(four[2], 2)?);
        let is_day =
            (1990..=2100).contains(&year) && (1..=12).contains(&month) && (1..=31).contains(&day);
        (is_day && !four[3].is_empty()).then_some((i32::try_from(year).ok()?, month, day))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_page_has_one_address_whatever_brought_the_visitor() {
        let page = |text: &str| super::page(text).map(String::from);
        assert_eq!(
            page("https://a.example/x?utm_source=b&id=3&fbclid=9#c").as_deref(),
            Some("https://a.example/x?id=3")
        );
        assert_eq!(
            page("https://a.example/x?utm_source=b").as_deref(),
            Some("https://a.example/x")
        );
        assert_eq!(page("javascript:alert(1)"), None);
    }

    #[test]
    fn blogs_of_one_host_are_told_apart() {
        for (address, expected) in [
            ("https://m.blog.naver.com/writer/2212", "blog.naver.com/writer"),
            (
                "https://blog.naver.com/PostView.naver?blogId=writer&logNo=2212",
                "blog.naver.com/writer",
            ),
            ("https://brunch.co.kr/@writer/12", "brunch.co.kr/@writer"),
            ("http://walks.blogspot.co.uk/2012/01/a.html", "walks.blogspot.com"),
            ("https://www.example.org/2012/a", "example.org"),
            ("https://example.edu/~kim/a.html", "example.edu/~kim"),
            ("https://velog.io/@%EA%B9%80/a", "velog.io/@김"),
        ] {
            assert_eq!(blog(address), expected, "{address}");
        }
    }

    #[test]
    fn what_a_platform_shows_to_phones_and_in_frames_is_one_post() {
        let canonical = |text: &str| super::canonical(&Url::parse(text).unwrap()).map(String::from);
        for text in [
            "https://blog.naver.com/PostView.naver?blogId=writer&logNo=2212",
            "https://m.blog.naver.com/writer/2212",
        ] {
            assert_eq!(canonical(text).as_deref(), Some("https://blog.naver.com/writer/2212"));
        }
        assert_eq!(
            canonical("https://a.tistory.com/m/entry/x").as_deref(),
            Some("https://a.tistory.com/entry/x")
        );
        assert_eq!(canonical("https://blog.naver.com/writer"), None);
    }

    #[test]
    fn only_a_whole_day_in_a_path_is_a_date() {
        assert_eq!(day_in("https://a.example/blog/2022/10/15/title/"), Some((2022, 10, 15)));
        for other in [
            "https://a.example/2022/10/title",
            "https://a.example/2022/13/15/x",
            "https://a.example/2022/10/15/",
            "https://a.example/12022/10/15/x",
        ] {
            assert_eq!(day_in(other), None, "{other}");
        }
    }
}
