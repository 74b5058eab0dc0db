//! Which platform an export is from, and what that says of its dates. The file does not say; its keys and the addresses of
//! its pictures do.

use super::entry::Entry;

/// A platform that writes this form.
struct Platform {
    name: &'static str,
    /// A key that nobody else writes.
    key: Option<&'static str>,
    /// Where its pictures are.
    hosts: &'static [&'static str],
    is_japanese: bool,
}

const PLATFORMS: [Platform; 7] = [
    Platform {
        name: "hatena",
        key: Some("IMAGE"),
        hosts: &[".st-hatena.com/images/", "/f.hatena.ne.jp/images/"],
        is_japanese: true,
    },
    Platform {
        name: "typepad",
        key: None,
        hosts: &[".typepad.com/", ".typepad.jp/"],
        is_japanese: false,
    },
    Platform { name: "fc2", key: None, hosts: &["blog-imgs-", ".fc2.com/"], is_japanese: true },
    Platform {
        name: "seesaa",
        key: None,
        hosts: &[".up.seesaa.net/", ".seesaa.net/image/"],
        is_japanese: true,
    },
    Platform {
        name: "livedoor",
        key: None,
        hosts: &["livedoor.blogimg.jp/", "image.blog.livedoor.jp/", "blog.livedoor.jp/"],
        is_japanese: true,
    },
    Platform {
        name: "goo",
        key: None,
        hosts: &["blogimg.goo.ne.jp/", "blog.goo.ne.jp/"],
        is_japanese: true,
    },
    Platform {
        name: "ameba",
        key: None,
        hosts: &["stat.ameba.jp/user_images/"],
        is_japanese: true,
    },
];

/// What entries show of the platform and of the country, counted.
#[derive(Clone, Debug, Default)]
pub(super) struct Signs {
    platforms: [u64; PLATFORMS.len()],
    /// Entries with kana or Hangul.
    east_asian: u64,
    entries: u64,
    /// Whether the text was in an encoding of Japan or Korea.
    pub(super) by_encoding: bool,
}

impl Signs {
    /// What one entry shows.
    pub(super) fn of(entry: &Entry<'_>, text: &str) -> Self {
        let mut signs =
            Self { entries: 1, east_asian: is_east_asian(text).into(), ..Self::default() };
        for (count, platform) in signs.platforms.iter_mut().zip(&PLATFORMS) {
            let has_key = platform.key.is_some_and(|key| entry.value(key).is_some());
            let shows =
                |host: &&str| memchr::memmem::find(text.as_bytes(), host.as_bytes()).is_some();
            let has_host = match platform.name {
                // Two parts of one host.
                "fc2" => platform.hosts.iter().all(shows),
                _ => platform.hosts.iter().any(shows),
            };
            *count = u64::from(has_key || has_host);
        }
        signs
    }

    /// Takes over what other entries show.
    pub(super) fn add(&mut self, other: &Self) {
        for (count, more) in self.platforms.iter_mut().zip(other.platforms) {
            *count += more;
        }
        self.east_asian += other.east_asian;
        self.entries += other.entries;
        self.by_encoding |= other.by_encoding;
    }

    /// The platform, and how many entries show it. None where fewer than one in ten do, who may only link there, or where
    /// another is shown as often.
    pub(super) fn platform(&self) -> Option<(&'static str, u64)> {
        let found = self.most()?;
        Some((PLATFORMS[found].name, self.platforms[found]))
    }

    fn most(&self) -> Option<usize> {
        let most = *self.platforms.iter().max()?;
        let mut all = self.platforms.iter().enumerate().filter(|(_, count)| **count == most);
        let (first, _) = all.next()?;
        (most > 0 && most * 10 >= self.entries && all.next().is_none()).then_some(first)
    }

    /// How far from UTC the dates are taken to be, in seconds: nine hours for Japan and Korea. Nothing says it of others.
    pub(super) fn offset(&self) -> i32 {
        const EAST_ASIA: i32 = 9 * 3600;
        let is_japanese = self.most().is_some_and(|found| PLATFORMS[found].is_japanese);
        let is_written_there = self.east_asian * 2 > self.entries;
        if is_japanese || is_written_there || self.by_encoding { EAST_ASIA } else { 0 }
    }
}

/// Whether there are kana or Hangul, by their bytes.
fn is_east_asian(text: &str) -> bool {
    let bytes = text.as_bytes();
    let mut from = 0;
    while let Some(found) = bytes[from..].iter().position(|byte| (0xe3..=0xed).contains(byte)) {
        let at = from + found;
        match (bytes[at], bytes.get(at + 1)) {
            (0xe3, Some(0x81..=0x83))
            | (0xeb..=0xec, _)
            | (0xea, Some(0xb0..))
            | (0xed, Some(..=0x9e)) => return true,
            _ => from = at + 1,
        }
    }
    false
}

#[cfg(test)]
mod tests {
    use super::*;

    fn signs(texts: &[&str]) -> Signs {
        let mut signs = Signs::default();
        for text in texts {
            signs.add(&Signs::of(&Entry::read(text), text));
        }
        signs
    }

    #[test]
    fn platforms_are_known_by_keys_and_pictures() {
        let hatena = signs(&["TITLE: a\nIMAGE: https://x.example/a.jpg\n-----\nBODY:\nb\n"]);
        assert_eq!((hatena.platform(), hatena.offset()), (Some(("hatena", 1)), 9 * 3600));
        let typepad =
            signs(&["TITLE: a\nUNIQUE URL: http://mina.typepad.com/a.html\n-----\nBODY:\nb\n"]);
        assert_eq!((typepad.platform(), typepad.offset()), (Some(("typepad", 1)), 0));
        let fc2 =
            signs(&["TITLE: a\n-----\nBODY:\n<img src=\"https://blog-imgs-1.fc2.com/m/a.jpg\">\n"]);
        assert_eq!(fc2.platform().map(|it| it.0), Some("fc2"));
    }

    #[test]
    fn a_link_elsewhere_is_no_sign() {
        let linking = "TITLE: a\n-----\nBODY:\nhttp://x.typepad.com/\n";
        let others = ["TITLE: b\n-----\nBODY:\nc\n"; 19];
        assert_eq!(signs(&[&[linking][..], &others[..]].concat()).platform(), None);
    }

    #[test]
    fn who_writes_kana_or_hangul_lives_there() {
        assert_eq!(signs(&["TITLE: 朝の"]).offset(), 9 * 3600);
        assert_eq!(signs(&["TITLE: 골목"]).offset(), 9 * 3600);
        assert_eq!(signs(&["TITLE: café – “a” 中文"]).offset(), 0);
        assert_eq!(signs(&["TITLE: の", "TITLE: b", "TITLE: c"]).offset(), 0);
    }
}
