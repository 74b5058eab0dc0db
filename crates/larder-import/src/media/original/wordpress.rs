//! Sizes of WordPress, WordPress.com and Jetpack.

use super::Address;

/// Parameters that only say how a picture is shown.
const SHOWN: &[&str] =
    &["w", "h", "fit", "resize", "crop", "zoom", "quality", "strip", "ssl", "is-pending-load"];

/// `i0.wp.com/<host>/<path>?…`: Photon, which fetches by `https` if told so with `ssl`.
pub(super) fn photon(address: &Address<'_>) -> Option<String> {
    let wrapped = address.path.strip_prefix('/')?;
    let (host, _) = wrapped.split_once('/')?;
    let is_safe = address.query.is_some_and(|query| query.split('&').any(|it| it == "ssl=1"));
    let scheme = if is_safe { "https" } else { "http" };
    host.contains('.').then(|| format!("{scheme}://{wrapped}"))
}

/// `?w=300&h=200` behind an uploaded file. A query that says anything else stays.
pub(super) fn sized(address: &Address<'_>) -> Option<String> {
    let mut names = address.query?.split('&').map(|it| it.split('=').next().unwrap_or(it));
    names.all(|name| SHOWN.contains(&name)).then(|| address.with_path(address.path))
}

/// The upload that WordPress may have made this file from: `x.jpg` for `x-300x200.jpg`, `x-scaled.jpg`, `x-rotated.jpg`.
///
/// A candidate. `photo-1920x1080.jpg` may have been uploaded under that name: only a list of attachments says so. Lists
/// have `x-scaled.jpg` where WordPress made a large upload smaller, so that candidates are to be compared with the
/// candidates of what is listed, too.
pub(crate) fn wordpress_original(url: &str) -> Option<String> {
    let path = url.split(['?', '#']).next()?;
    let name = path.rfind('/').map_or(0, |slash| slash + 1);
    let dot = name + path[name..].rfind('.')?;
    let (stem, extension) = (&path[name..dot], &path[dot..]);
    let made_from = without_size(stem).unwrap_or(stem);
    let uploaded = ["-scaled", "-rotated"].iter().find_map(|end| made_from.strip_suffix(end));
    let uploaded = uploaded.unwrap_or(made_from);
    let is_another = uploaded.len() < stem.len() && !uploaded.is_empty() && extension.len() > 1;
    is_another.then(|| format!("{}{uploaded}{extension}", &path[..name]))
}

/// `x` of `x-300x200`.
fn without_size(stem: &str) -> Option<&str> {
    let (before, size) = stem.rsplit_once('-')?;
    let (width, height) = size.split_once('x')?;
    (is_length(width) && is_length(height)).then_some(before)
}

fn is_length(text: &str) -> bool {
    (1..=5).contains(&text.len())
        && text.bytes().all(|byte| byte.is_ascii_digit())
        && !text.starts_with('0')
}
