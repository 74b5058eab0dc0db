//! The names of output files: ours, checked once more before they meet a file system.

use std::collections::BTreeSet;

use super::SinkError;

/// The names that a sink has taken, and whether another fits beside them.
#[derive(Clone, Debug, Default)]
pub(super) struct Names {
    // In lower case: two names that differ in case alone are one file on many systems.
    files: BTreeSet<String>,
    folders: BTreeSet<String>,
}

impl Names {
    /// Takes `name`. Fails when it is not one of ours, was taken before, or is a folder of one that was.
    pub(super) fn claim(&mut self, name: &str) -> Result<(), SinkError> {
        let folded = name.to_ascii_lowercase();
        let clashes = self.files.contains(&folded)
            || self.folders.contains(&folded)
            || folders(&folded).any(|folder| self.files.contains(folder));
        if clashes || !is_ours(name) {
            return Err(SinkError::Name { name: name.to_owned() });
        }
        self.folders.extend(folders(&folded).map(str::to_owned));
        self.files.insert(folded);
        Ok(())
    }

    /// Whether the name was taken.
    pub(super) fn has(&self, name: &str) -> bool {
        self.files.contains(&name.to_ascii_lowercase())
    }
}

/// The folders that `name` stands in, outermost first.
pub(super) fn folders(name: &str) -> impl Iterator<Item = &str> {
    name.match_indices('/').map(|(end, _)| &name[..end])
}

/// Whether every part of `name` is of our alphabet, short, and no device of Windows; or the one that Astro asks for.
pub(crate) fn is_ours(name: &str) -> bool {
    name.len() <= 240 && name.split('/').all(is_part)
}

/// The one name beyond our alphabet: the file by which Astro knows that it makes pages at paths of any length.
const ROUTE: &str = "[...path].astro";

fn is_part(part: &str) -> bool {
    if part == ROUTE {
        return true;
    }
    let is_ours = |letter: char| {
        letter.is_ascii_alphanumeric() || matches!(letter, '-' | '_' | '.') || is_caseless(letter)
    };
    !part.is_empty()
        && part.len() <= 120
        && part.chars().all(is_ours)
        && !part.starts_with(['.', '-'])
        && !part.ends_with('.')
        && !is_device(part)
}

/// Whether a letter beyond ASCII is the same file name on every system: it has no case, and no composition changes it
/// (NFC). These are the syllables and letters of Hangul, kana, and the common Chinese characters.
pub(crate) fn is_caseless(letter: char) -> bool {
    matches!(letter, '가'..='힣' | 'ㄱ'..='ㅎ' | 'ㅏ'..='ㅣ' | 'ぁ'..='ゖ' | 'ァ'..='ヺ' | '一'..='\u{9fff}')
}

/// Whether Windows keeps a name for a device, with any extension.
pub(crate) fn is_device(part: &str) -> bool {
    let stem = part.split('.').next().unwrap_or_default().to_ascii_uppercase();
    let port = |name| {
        stem.strip_prefix(name)
            .is_some_and(|rest| rest.len() == 1 && rest.as_bytes()[0].is_ascii_digit())
    };
    matches!(stem.as_str(), "CON" | "PRN" | "AUX" | "NUL") || port("COM") || port("LPT")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_names_of_our_alphabet_are_taken() {
        for good in [
            "rss.xml",
            "media/sha256/ab/ab12.jpg",
            "a-b_c.d.e",
            "com",
            "null.txt",
            "tag/에세이-日記/rss.xml",
            "src/pages/[...path].astro",
        ] {
            assert!(is_ours(good), "{good}");
        }
        let long = "a".repeat(121);
        for bad in [
            "",
            "/a",
            "a/",
            "a//b",
            ".",
            "..",
            "a/../b",
            ".git/x",
            "a.",
            "-rf",
            "a b",
            "a\\b",
            "C:x",
            "é",
            "글\u{1100}\u{1161}",
            "か\u{3099}",
            "글\u{202e}",
            "a\0",
            "con",
            "NUL.txt",
            "Com1.tar.gz",
            "x/lpt9",
            "[path].astro",
            "[...path].md",
            "[...path].astro.md",
            &long,
        ] {
            assert!(!is_ours(bad), "{bad:?}");
        }
    }

    #[test]
    fn a_name_is_taken_once_whatever_its_case() {
        let mut names = Names::default();
        names.claim("posts/A.html").unwrap();
        for clash in ["posts/A.html", "posts/a.html", "POSTS", "posts/a.html/b"] {
            assert!(names.claim(clash).is_err(), "{clash}");
        }
        names.claim("posts/b.html").unwrap();
        assert!(names.has("posts/A.html") && !names.has("posts"));
    }
}
