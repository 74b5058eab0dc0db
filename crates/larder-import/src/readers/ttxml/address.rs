//! Where posts and files of a blog are.

use std::collections::HashMap;

use larder_core::{Post, PostId};

use super::index::{Class, Index};
use crate::{address, collect::Surroundings, percent_decode_name, shelf::Shelf};

/// The addresses of a record.
#[derive(Debug, Default)]
pub(super) struct Addresses {
    pub(super) permalink: Option<String>,
    pub(super) others: Vec<String>,
    /// The same from the root of the blog, for links where its own address is not known.
    pub(super) relative: Vec<String>,
}

impl Addresses {
    /// The addresses of a record with this number. Which of them is shown, the settings say.
    pub(super) fn of(index: &Index, class: Class, id: Option<&str>, post: &Post) -> Self {
        let folder = match class {
            Class::Post => "",
            Class::Page => "page/",
            Class::Notice => "notice/",
            Class::Keyword => "keylog/",
            Class::Guestbook => "",
        };
        let numbered = id.filter(|_| class != Class::Keyword).map(|id| format!("{folder}{id}"));
        let named = match class {
            Class::Post => post.slug.as_deref().map(|slug| format!("entry/{}", segment(slug))),
            Class::Keyword => {
                post.title.as_deref().map(|name| format!("{folder}{}", segment(name)))
            }
            Class::Guestbook => None,
            _ => post.slug.as_deref().map(|slug| format!("{folder}{}", segment(slug))),
        };
        let paths: Vec<String> = match index.setting.is_on("useSloganOnPost") {
            true => named.into_iter().chain(numbered).collect(),
            false => numbered.into_iter().chain(named).collect(),
        };
        let mut addresses = Self::default();
        for home in &index.homes {
            addresses.others.extend(paths.iter().map(|path| format!("{home}/{path}")));
        }
        if !addresses.others.is_empty() {
            addresses.permalink = Some(addresses.others.remove(0));
        }
        if index.homes.is_empty() {
            addresses.relative = paths.into_iter().map(|path| format!("/{path}")).collect();
        }
        addresses
    }
}

/// The address of a file. `folder` is what tells it from another one of its name; `is_only` says that there is none.
pub(super) fn of_file(index: &Index, name: &str, folder: &str, is_only: bool) -> String {
    let escaped = segment(name);
    match (index.home(), is_only) {
        (Some(_), true) if index.is_tistory && of_tistory(name).is_some() => {
            of_tistory(name).unwrap_or_default()
        }
        (Some(home), true) => format!("{home}/attachment/{escaped}"),
        // The server had one file of this name at most; the fragment never reaches it.
        (Some(home), false) => format!("{home}/attachment/{escaped}#{folder}"),
        (None, _) => format!("attachment/{folder}/{escaped}"),
    }
}

/// Where Tistory had pictures: `cfile30.uf.0123….png` was `http://cfile30.uf.tistory.com/attach/0123…`.
fn of_tistory(name: &str) -> Option<String> {
    let (host, rest) = name.split_once(".uf.")?;
    let (key, extension) = rest.split_once('.')?;
    let is_plain =
        |text: &str| !text.is_empty() && text.bytes().all(|it| it.is_ascii_alphanumeric());
    let is_image = ["jpg", "jpeg", "gif", "png", "bmp"].contains(&&*extension.to_ascii_lowercase());
    let is_host = host.starts_with("cfile") && is_plain(host);
    (is_host && is_plain(key) && is_image)
        .then(|| format!("http://{host}.uf.tistory.com/attach/{key}"))
}

/// Other addresses that Tistory had a picture at: as pages showed it, and as it was uploaded.
pub(super) fn other_of_tistory(name: &str) -> Vec<String> {
    let Some(address) = of_tistory(name) else { return Vec::new() };
    let other = |form: &str| address.replace("/attach/", form);
    let secure = |address: String| [address.replacen("http:", "https:", 1), address];
    ["/image/", "/original/"].into_iter().flat_map(|form| secure(other(form))).collect()
}

/// A name as a part of an address: Hangul stays, as browsers show it.
fn segment(name: &str) -> String {
    let mut escaped = String::with_capacity(name.len());
    for character in name.chars() {
        let is_plain = character.is_alphanumeric() || matches!(character, '-' | '_' | '.' | '~');
        match is_plain {
            true => escaped.push(character),
            false => {
                let mut bytes = [0; 4];
                for byte in character.encode_utf8(&mut bytes).bytes() {
                    escaped.push_str(&format!("%{byte:02X}"));
                }
            }
        }
    }
    escaped
}

/// What is around the posts of a blog.
pub(super) struct Place<'a> {
    pub(super) index: &'a Index,
    /// Files of the folder `attach` beside the backup, by their names; None where two have one name.
    pub(super) beside: &'a HashMap<String, Option<usize>>,
    /// Posts by their addresses from the root, where the address of the blog is not known.
    pub(super) rooted: HashMap<String, Option<PostId>>,
}

impl Surroundings for Place<'_> {
    fn homes(&self) -> Vec<String> {
        self.index.homes.clone()
    }

    fn file(
        &self,
        shelf: &Shelf<'_>,
        address: &str,
        is_own: bool,
        _post: Option<&Post>,
    ) -> Option<usize> {
        let is_file = is_own || address.contains(".uf.tistory.com/");
        let path = address.split(['?', '#']).next().unwrap_or_default();
        let name = percent_decode_name(path.rsplit('/').next().unwrap_or_default());
        let beside = || self.beside.get(&*larder_core::key::name(&name)).copied().flatten();
        let found = is_file.then(beside).flatten();
        found.or_else(|| is_own.then(|| shelf.find(address)).flatten())
    }

    fn linked(&self, href: &str, _post: &Post) -> Option<PostId> {
        if !href.starts_with('/') || self.rooted.is_empty() {
            return None;
        }
        self.rooted.get(&rooted(href)).cloned().flatten()
    }
}

/// A link from the root of a blog, as two are compared.
pub(super) fn rooted(href: &str) -> String {
    let plain = address::path(&["http://blog", href].concat());
    plain.strip_prefix("m/").map(str::to_owned).unwrap_or(plain)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pictures_of_tistory_had_hosts_of_their_own() {
        assert_eq!(
            of_tistory("cfile30.uf.0123456789ABCDEF012345.png").as_deref(),
            Some("http://cfile30.uf.tistory.com/attach/0123456789ABCDEF012345")
        );
        for other in [
            "cfile30.uf.0123.hwp",
            "a.uf.b.png",
            "cfile/.uf.1.png",
            "1614828602.png",
            "cfile1.uf..png",
        ] {
            assert_eq!(of_tistory(other), None, "{other}");
        }
    }

    #[test]
    fn links_from_the_root_are_compared_as_others_are() {
        assert_eq!(rooted("/entry/%EA%B5%AD%EC%88%98/?utm_source=x"), "entry/국수");
        assert_eq!(rooted("/m/7"), "7");
    }
}
