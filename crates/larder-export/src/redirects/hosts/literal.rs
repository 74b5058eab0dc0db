//! Regular expressions that mean one address: `^/a\.html/?$`.

/// What a regular expression matches, if it matches one path only.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Literal {
    pub(super) path: String,
    /// `/?` at the end.
    pub(super) slash: bool,
}

/// A regular expression that matches `path` and nothing else; with `slash`, also with `/` at its end.
///
/// White space, quotes and backslashes are written as `\x20`, so that no quotes are needed around it.
pub(super) fn pattern(path: &str, slash: bool) -> String {
    let mut out = String::from("^");
    for character in path.chars() {
        match character {
            '.' | '?' | '+' | '*' | '(' | ')' | '[' | ']' | '{' | '}' | '$' | '^' | '|' => {
                out.push('\\');
                out.push(character);
            }
            '\\' | '"' | '\'' | ' ' | '#' => {
                out.push_str(&format!("\\x{:02x}", u32::from(character)))
            }
            _ if character.is_whitespace() => {
                for byte in character.encode_utf8(&mut [0; 4]).bytes() {
                    out.push_str(&format!("\\x{byte:02x}"));
                }
            }
            _ => out.push(character),
        }
    }
    out.push_str(if slash { "/?$" } else { "$" });
    out
}

/// Reads a regular expression. None if it matches more than one path, or a part of paths.
pub(super) fn literal(pattern: &str) -> Option<Literal> {
    let inner = pattern.strip_prefix('^')?.strip_suffix('$')?;
    let (inner, slash) = match inner.strip_suffix("/?") {
        Some(inner) if !inner.ends_with('\\') => (inner, true),
        _ => (inner, false),
    };
    let mut bytes = Vec::new();
    let mut characters = inner.chars();
    while let Some(character) = characters.next() {
        match character {
            '\\' => escape(&mut characters, &mut bytes)?,
            '.' | '?' | '+' | '*' | '(' | ')' | '[' | ']' | '{' | '}' | '$' | '^' | '|' => {
                return None;
            }
            it => bytes.extend_from_slice(it.encode_utf8(&mut [0; 4]).as_bytes()),
        }
    }
    Some(Literal { path: String::from_utf8(bytes).ok()?, slash })
}

fn escape(characters: &mut std::str::Chars<'_>, bytes: &mut Vec<u8>) -> Option<()> {
    match characters.next()? {
        'x' => {
            let digits: String = characters.by_ref().take(2).collect();
            let is_hex = digits.len() == 2 && digits.bytes().all(|it| it.is_ascii_hexdigit());
            bytes.push(u8::from_str_radix(&digits, 16).ok().filter(|_| is_hex)?);
        }
        it if it.is_ascii_alphanumeric() => return None,
        it => bytes.extend_from_slice(it.encode_utf8(&mut [0; 4]).as_bytes()),
    }
    Some(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_pattern_of_a_path_means_that_path() {
        for path in ["/a.b", "/a (1)+[x]{2}|^$?*", "/글 자\u{3000}", "/a\\b\"c'd#e", "/", ""] {
            for slash in [false, true] {
                let literal = literal(&pattern(path, slash));
                assert_eq!(literal, Some(Literal { path: path.into(), slash }), "{path}");
            }
        }
        assert_eq!(pattern("/a b.html", true), "^/a\\x20b\\.html/?$");
    }

    #[test]
    fn patterns_of_more_than_one_path_are_none() {
        for pattern in
            ["^/a", "/a$", "^/a.b$", "^/(a|b)$", "^/\\d+$", "^/a\\$", "^/\\xzz$", "^/\\x+1$"]
        {
            assert_eq!(literal(pattern), None, "{pattern}");
        }
    }
}
