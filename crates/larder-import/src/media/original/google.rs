//! Pictures of Blogger, Picasa and Google Photos: the size is a folder or an end of the path, and `s0` is the original.

use super::{Address, under};

/// Whether pictures on a host have such sizes.
pub(super) fn is_of(host: &str) -> bool {
    ["googleusercontent.com", "ggpht.com", "bp.blogspot.com"].iter().any(|it| under(host, it))
}

/// `/…/s320/x.jpg`, `/…/w640-h480-no/x.jpg`, `/img/a/…=s1600`.
pub(super) fn sized(address: &Address<'_>) -> Option<String> {
    let larger = at_end(address.path).or_else(|| folder(address.path))?;
    let query = address.query.map(|query| format!("?{query}")).unwrap_or_default();
    Some(address.with_path(&(larger + &query)))
}

fn at_end(path: &str) -> Option<String> {
    let (before, size) = path.rsplit_once('=')?;
    is_size(size).then(|| format!("{before}=s0"))
}

/// The folder that the file is in.
fn folder(path: &str) -> Option<String> {
    let (folders, name) = path.rsplit_once('/')?;
    let (before, size) = folders.rsplit_once('/')?;
    is_size(size).then(|| format!("{before}/s0/{name}"))
}

/// `s320`, `s1600-h`, `w640-h480-p-k-no-nu`.
fn is_size(text: &str) -> bool {
    let mut options = text.split('-');
    let is_first = options.next().is_some_and(|first| {
        let number = first.strip_prefix(['s', 'w', 'h']).unwrap_or_default();
        (1..=5).contains(&number.len()) && number.bytes().all(|byte| byte.is_ascii_digit())
    });
    is_first && options.all(is_option)
}

/// A few letters, then perhaps a number.
fn is_option(text: &str) -> bool {
    let letters = text.bytes().take_while(u8::is_ascii_lowercase).count();
    (1..=4).contains(&letters) && text[letters..].bytes().all(|byte| byte.is_ascii_digit())
}
