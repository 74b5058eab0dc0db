//! From the address of a picture in some size to that of the picture itself.
//!
//! Only what host or path make certain is here. What a name merely suggests is a candidate that a reader must confirm:
//! [`wordpress_original`].

mod address;
mod google;
mod korean;
mod wordpress;

use self::address::Address;
pub(crate) use self::{korean::wrapped, wordpress::wordpress_original};

/// How many services may wrap one another: Photon in front of WordPress.com in front of another is more than there is.
const LAYERS: usize = 4;

/// The address of the original that a resized picture was made from.
///
/// None for addresses that no rule knows, and for those of originals. Nobody asked whether the original is still there.
pub(crate) fn original(url: &str) -> Option<String> {
    let mut found = larger(url)?;
    for _ in 1..LAYERS {
        let Some(next) = larger(&found) else { break };
        found = next;
    }
    (found != url).then_some(found)
}

fn larger(url: &str) -> Option<String> {
    if let Some(id) = url.strip_prefix("wix:image://v1/") {
        return wix(id);
    }
    let address = Address::of(url);
    let found = rule(&address.host)(&address)?;
    (found != url).then_some(found)
}

/// What is known of the addresses of one host.
type Rule = fn(&Address<'_>) -> Option<String>;

fn rule(host: &str) -> Rule {
    match host {
        "i0.wp.com" | "i1.wp.com" | "i2.wp.com" | "i3.wp.com" => wordpress::photon,
        "substackcdn.com" | "cdn.substack.com" => substack,
        "miro.medium.com" => medium,
        "static.wixstatic.com" => wix_size,
        "thumb.egloos.net" => korean::egloos,
        "blog.kakaocdn.net" => korean::kakao,
        "images.velog.io" | "media.vlpt.us" | "velog.velcdn.com" => korean::velog,
        _ if under(host, "files.wordpress.com") => wordpress::sized,
        _ if under(host, "daumcdn.net") || under(host, "kakaocdn.net") => korean::daum,
        _ if under(host, "pstatic.net") => korean::naver,
        _ if google::is_of(host) => google::sized,
        _ if host.starts_with("cdn-images-") && under(host, "medium.com") => medium,
        _ if host.starts_with("bucketeer-") && host.ends_with(".s3.amazonaws.com") => bucket,
        _ => by_path,
    }
}

/// Whether a host is part of a domain.
fn under(host: &str, domain: &str) -> bool {
    host.strip_suffix(domain).is_some_and(|rest| rest.is_empty() || rest.ends_with('.'))
}

/// Blogs have hosts of their own; their software is known by its folders.
fn by_path(address: &Address<'_>) -> Option<String> {
    match address.path {
        path if path.contains("/wp-content/uploads/") => wordpress::sized(address),
        path if path.contains("/content/images/size/") => ghost(address),
        _ => None,
    }
}

/// `/content/images/size/w600/format/webp/2024/05/x.jpg`: the folder of the size, and of another format.
fn ghost(address: &Address<'_>) -> Option<String> {
    let (before, after) = address.path.split_once("/size/")?;
    let (size, mut rest) = after.split_once('/')?;
    if let Some(format) = rest.strip_prefix("format/") {
        rest = format.split_once('/')?.1;
    }
    let is_size = size.starts_with(['w', 'h']) && size.bytes().any(|byte| byte.is_ascii_digit());
    is_size.then(|| address.with_path(&format!("{before}/{rest}")))
}

/// `/image/fetch/<how>/<original, encoded>`. `/image/youtube/…` wraps no address.
fn substack(address: &Address<'_>) -> Option<String> {
    let (_, wrapped) = address.path.strip_prefix("/image/fetch/")?.split_once('/')?;
    let wrapped = crate::percent_decode_name(wrapped);
    crate::address::is_web(&wrapped).then_some(wrapped)
}

/// Substack kept its uploads in buckets that now refuse everybody. The same path lives on in another.
fn bucket(address: &Address<'_>) -> Option<String> {
    let is_upload = address.path.starts_with("/public/");
    is_upload.then(|| format!("https://substack-post-media.s3.amazonaws.com{}", address.path))
}

/// The size in pixels that the name of an original states: that of Substack's uploads, `…_1200x800.jpeg`.
pub(super) fn stated_size(url: &str) -> Option<(u32, u32)> {
    let address = Address::of(url);
    let is_upload = address.host == "substack-post-media.s3.amazonaws.com";
    let (name, _) = address.path.rsplit_once('.').filter(|_| is_upload)?;
    let (width, height) = name.rsplit_once('_')?.1.split_once('x')?;
    let number = |text: &str| text.parse::<u32>().ok().filter(|number| *number > 0);
    Some((number(width)?, number(height)?))
}

/// `/max/800/1*x.jpeg`, `/fit/c/120/120/1*x.jpeg`, `/v2/resize:fit:1400/1*x.jpeg`: the name is the id.
fn medium(address: &Address<'_>) -> Option<String> {
    let (_, name) = address.path.rsplit_once('/')?;
    let (version, _) = name.split_once('*')?;
    let is_id = !version.is_empty() && version.bytes().all(|byte| byte.is_ascii_digit());
    is_id.then(|| format!("https://miro.medium.com/v2/{name}"))
}

/// `<id>/<name>#originWidth=…`, as Wix names its pictures.
fn wix(picture: &str) -> Option<String> {
    let id = picture.split(['/', '?', '#']).next().filter(|id| !id.is_empty())?;
    Some(format!("https://static.wixstatic.com/media/{id}"))
}

/// `/media/<id>/v1/fill/w_640,h_480,…/<name>`.
fn wix_size(address: &Address<'_>) -> Option<String> {
    let (id, _) = address.path.strip_prefix("/media/")?.split_once("/v1/")?;
    (!id.contains('/')).then(|| address.with_path(&format!("/media/{id}")))
}

#[cfg(test)]
mod tests;
