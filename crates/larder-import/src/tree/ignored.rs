//! Pages that the program which makes the site may leave out: its settings name them, or their names begin with `_`.
//!
//! Each program has patterns of its own (globs, regular expressions). What a pattern may mean is not public, so that no
//! page comes out that its site did not show: of a pattern, its longest part without special characters counts.

use super::{site::Site, value::Value};

/// Settings that name what is left out, of whatever program.
const SETTINGS: [&str; 3] = ["exclude", "ignore", "ignored_content"];

/// Those of Hugo.
const EXPRESSIONS: [&str; 2] = ["ignoreFiles", "ignorefiles"];

/// A list of patterns beside the settings of Eleventy, one a line.
const LIST: &str = ".eleventyignore";

/// How many patterns are looked at.
const MOST: usize = 1000;

/// What is left out.
pub(super) struct Ignored {
    patterns: Vec<Pattern>,
    /// Whether names that begin with `_` are.
    underscored: bool,
}

enum Pattern {
    /// A file, or a folder with all that is in it.
    Name(String),
    /// Whatever has this in its path.
    Part(String),
}

impl Ignored {
    /// What a site leaves out.
    pub(super) fn of(site: &Site<'_>, format: &str) -> Self {
        let listed = |names: &[&str]| -> Vec<String> {
            let values = names.iter().filter_map(|name| site.config.get(name));
            let texts = values.flat_map(Value::each).filter_map(Value::text);
            texts.map(str::to_owned).take(MOST).collect()
        };
        let mut patterns: Vec<Pattern> =
            listed(&SETTINGS).iter().filter_map(|it| Pattern::of(it)).collect();
        // Regular expressions, which mean any part of a path.
        patterns.extend(listed(&EXPRESSIONS).iter().filter_map(|it| Pattern::part(it)));
        if let Some(text) = site.text(LIST) {
            patterns.extend(text.lines().filter_map(Pattern::of).take(MOST));
        }
        Self { patterns, underscored: matches!(format, "hexo" | "jekyll" | "astro") }
    }

    /// Whether a page may be one of it.
    pub(super) fn has(&self, path: &str) -> bool {
        let below = ["_posts/", "_drafts/"].into_iter().find_map(|it| Some(path.split_once(it)?.1));
        let is_underscored = |path: &str| path.split('/').any(|part| part.starts_with('_'));
        let is_named = |pattern: &Pattern| match pattern {
            Pattern::Part(part) => path.contains(part.as_str()),
            Pattern::Name(name) => {
                let mut places = path.match_indices(name.as_str());
                places.any(|(at, name)| {
                    let (before, after) = (&path[..at], &path[at + name.len()..]);
                    (before.is_empty() || before.ends_with('/'))
                        && (after.is_empty() || after.starts_with('/'))
                })
            }
        };
        self.underscored && below.is_some_and(is_underscored) || self.patterns.iter().any(is_named)
    }
}

impl Pattern {
    fn of(pattern: &str) -> Option<Self> {
        let pattern = pattern.trim().trim_start_matches("./").trim_matches('/');
        if pattern.is_empty() || pattern.starts_with('#') {
            return None;
        }
        match pattern.contains(is_special) {
            true => Self::part(pattern),
            false => Some(Self::Name(pattern.to_owned())),
        }
    }

    /// The longest part of a pattern without special characters.
    fn part(pattern: &str) -> Option<Self> {
        let longest = pattern.split(is_special).max_by_key(|part| part.len())?;
        (longest.trim_matches('/').len() > 1).then(|| Self::Part(longest.to_owned()))
    }
}

fn is_special(character: char) -> bool {
    "*?[](){}|^$+\\!".contains(character)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_pattern_may_mean_is_left_out() {
        let ignored = |patterns: &[&str], path: &str| {
            let patterns = patterns.iter().filter_map(|it| Pattern::of(it)).collect();
            Ignored { patterns, underscored: true }.has(path)
        };
        assert!(ignored(&["priv"], "priv/_posts/2020-01-02-a.md"));
        assert!(ignored(&["src/p/"], "src/p/a.md") && ignored(&["a.md"], "src/p/a.md"));
        assert!(!ignored(&["priv"], "_posts/2020-01-02-privacy.md"));
        assert!(ignored(&["*priv*"], "content/b/priv.md"));
        assert!(ignored(&["_posts/priv/**"], "source/_posts/priv/a.md"));
        assert!(ignored(&["secret\\.md$"], "content/secret.md"));
        assert!(matches!(Pattern::part("secret"), Some(Pattern::Part(part)) if part == "secret"));
        assert!(!ignored(&["*", "# priv", ""], "content/priv.md"));
        assert!(ignored(&[], "source/_posts/_a.md") && ignored(&[], "_posts/_drafts/a.md"));
        assert!(!ignored(&[], "source/_posts/a_b.md"));
    }
}
