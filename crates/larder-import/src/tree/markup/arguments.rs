//! What follows the name of a short code or a tag.

/// Words and named values, in order.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Arguments(Vec<(String, String)>);

impl Arguments {
    /// Reads `a "b c" d="e" f='g'`, with or without commas.
    pub(super) fn of(text: &str) -> Self {
        let mut all = Vec::new();
        let mut rest = text.trim_start_matches(is_blank);
        while !rest.is_empty() && all.len() < 64 {
            let (name, after) = named(rest);
            let (value, after) = value(after);
            all.push((name.to_owned(), value.to_owned()));
            rest = after.trim_start_matches(is_blank);
        }
        Self(all)
    }

    /// The value of a name.
    pub(super) fn get(&self, name: &str) -> Option<&str> {
        self.0.iter().find(|(known, _)| known == name).map(|(_, value)| value.as_str())
    }

    /// The word at this place among those without names.
    pub(super) fn word(&self, place: usize) -> Option<&str> {
        self.words().nth(place)
    }

    /// All words without names.
    pub(super) fn words(&self) -> impl Iterator<Item = &str> {
        self.0.iter().filter(|(name, _)| name.is_empty()).map(|(_, value)| value.as_str())
    }
}

fn is_blank(character: char) -> bool {
    character.is_whitespace() || character == ','
}

/// The name in front of a `=`, and what follows it.
fn named(text: &str) -> (&str, &str) {
    let end = text.find(|it: char| !it.is_alphanumeric() && it != '_' && it != '-').unwrap_or(0);
    let after = text[end..].trim_start();
    match after.strip_prefix('=') {
        Some(value) if end > 0 => (&text[..end], value.trim_start()),
        _ => ("", text),
    }
}

/// A value in quotes or without, and what follows it.
fn value(text: &str) -> (&str, &str) {
    for quote in ['"', '\'', '`'] {
        if let Some(inner) = text.strip_prefix(quote) {
            let end = inner.find(quote).unwrap_or(inner.len());
            return (&inner[..end], inner.get(end + 1..).unwrap_or_default());
        }
    }
    text.split_at(text.find(is_blank).unwrap_or(text.len()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_and_named_values_are_told_apart() {
        let arguments = Arguments::of(" w7Ft2 'a b' src=\"x y.png\" width=640, alt = `걷기` a=b=c");
        assert_eq!(arguments.words().collect::<Vec<_>>(), ["w7Ft2", "a b"]);
        assert_eq!(arguments.get("src"), Some("x y.png"));
        assert_eq!((arguments.get("width"), arguments.get("alt")), (Some("640"), Some("걷기")));
        assert_eq!(arguments.get("a"), Some("b=c"));
        assert_eq!(Arguments::of("\"no end").word(0), Some("no end"));
        assert_eq!(Arguments::of(""), Arguments::default());
    }
}
