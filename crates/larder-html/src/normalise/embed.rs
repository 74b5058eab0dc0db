//! Players and widgets: where the thing they show can be seen.

use std::borrow::Cow;

use crate::url;

/// Where an embedded thing can be seen, and who shows it.
#[derive(Debug, PartialEq)]
pub(crate) struct Page<'a> {
    pub(crate) address: Cow<'a, str>,
    pub(crate) provider: Option<&'static str>,
}

/// A site whose players and pages have different addresses.
struct Provider {
    name: &'static str,
    hosts: &'static [&'static str],
    /// What stands before the id in a player's path.
    player: &'static str,
    /// What stands before the id in a page's address.
    page: &'static str,
}

static PROVIDERS: &[Provider] = &[
    Provider {
        name: "YouTube",
        hosts: &[
            "www.youtube.com",
            "youtube.com",
            "www.youtube-nocookie.com",
            "youtube-nocookie.com",
        ],
        player: "/embed/",
        page: "https://www.youtube.com/watch?v=",
    },
    Provider {
        name: "YouTube",
        hosts: &["www.youtube.com", "youtube.com"],
        player: "/v/",
        page: "https://www.youtube.com/watch?v=",
    },
    Provider {
        name: "Vimeo",
        hosts: &["player.vimeo.com"],
        player: "/video/",
        page: "https://vimeo.com/",
    },
    Provider {
        name: "KakaoTV",
        hosts: &["play-tv.kakao.com", "tv.kakao.com"],
        player: "/embed/player/cliplink/",
        page: "https://tv.kakao.com/v/",
    },
    Provider {
        name: "Dailymotion",
        hosts: &["www.dailymotion.com"],
        player: "/embed/video/",
        page: "https://www.dailymotion.com/video/",
    },
];

/// The page on which a player's content can be seen; by default the player's own address.
pub(crate) fn page(address: Cow<'_, str>) -> Page<'_> {
    let found = PROVIDERS.iter().find_map(|provider| {
        let id = provider.id(&address)?;
        Some((format!("{}{id}", provider.page), provider.name))
    });
    match found {
        Some((page, name)) => Page { address: Cow::Owned(page), provider: Some(name) },
        None => Page { address, provider: None },
    }
}

/// The page of what a script would write into the document, if it is known.
pub(crate) fn script_page(address: &str) -> Option<Page<'static>> {
    if url::host(address) != "gist.github.com" {
        return None;
    }
    let path = url::path(address);
    let gist = path.split(['?', '#']).next()?.strip_suffix(".js")?;
    let address = Cow::Owned(format!("https://gist.github.com{gist}"));
    Some(Page { address, provider: Some("Gist") })
}

impl Provider {
    fn id<'a>(&self, address: &'a str) -> Option<&'a str> {
        if !self.hosts.contains(&url::host(address)) {
            return None;
        }
        let id = url::path(address).strip_prefix(self.player)?;
        let end = id.find(['?', '&', '/', '#', '@']).unwrap_or(id.len());
        // A list of videos has no page of its own under this address.
        Some(&id[..end]).filter(|id| !id.is_empty() && *id != "videoseries")
    }
}

#[cfg(test)]
mod tests {
    use super::{page, script_page};

    #[test]
    fn players_become_pages() {
        for (player, expected) in [
            ("https://www.youtube.com/embed/dQw4?rel=0", "https://www.youtube.com/watch?v=dQw4"),
            (
                "https://www.youtube-nocookie.com/embed/a_b-c",
                "https://www.youtube.com/watch?v=a_b-c",
            ),
            ("https://player.vimeo.com/video/12?h=3", "https://vimeo.com/12"),
            (
                "https://play-tv.kakao.com/embed/player/cliplink/9@my?service=x",
                "https://tv.kakao.com/v/9",
            ),
            (
                "https://www.youtube.com/embed/videoseries?list=PL1",
                "https://www.youtube.com/embed/videoseries?list=PL1",
            ),
            ("https://maps.example/embed/1", "https://maps.example/embed/1"),
        ] {
            assert_eq!(page(player.into()).address, expected);
        }
    }

    #[test]
    fn a_gist_is_known_by_its_script() {
        let gist = script_page("https://gist.github.com/mina/0a1b.js?file=x.rs").expect("a gist");
        assert_eq!(gist.address, "https://gist.github.com/mina/0a1b");
        assert_eq!(script_page("https://example.org/a.js"), None);
    }
}
