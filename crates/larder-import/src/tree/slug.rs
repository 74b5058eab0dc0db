//! What generators make of names in addresses.

/// Hugo: letters, digits and `.`, `_`, `-`, `+`, `~`, `@`, `#`, `/` stay, white space becomes a hyphen, all else is gone.
pub(crate) fn hugo_path(text: &str, is_lower: bool) -> String {
    let mut path = String::with_capacity(text.len());
    let mut has_blank = false;
    for character in text.trim().chars() {
        if character.is_whitespace() {
            has_blank = true;
        } else if is_letter(character) || "._-+~@#/\\".contains(character) {
            if has_blank && character != '-' && !path.ends_with('-') && !path.is_empty() {
                path.push('-');
            }
            has_blank = false;
            path.push(character);
        }
    }
    match is_lower {
        true => path.to_lowercase(),
        false => path,
    }
}

/// Jekyll's `:slug`: letters and digits, all else becomes one hyphen.
pub(crate) fn jekyll_slug(text: &str) -> String {
    hyphened(text, is_letter).to_lowercase()
}

/// Jekyll's `:title`: what addresses may hold stays as well, and so does the case.
pub(crate) fn pretty_slug(text: &str) -> String {
    hyphened(text, |it| is_letter(it) || "._~!$&'()+,;=@".contains(it))
}

/// Zola: with `on`, only names of plain letters are known here: others are written in those.
pub(crate) fn zola_slug(text: &str, mode: &str) -> Option<String> {
    match mode {
        "off" => Some(text.to_owned()),
        "safe" => {
            let kept = text.trim().chars().filter(|it| !"<>:\"/|?*#()[]\\\n\r".contains(*it));
            Some(kept.map(|it| if it.is_whitespace() { '_' } else { it }).collect())
        }
        _ => {
            text.is_ascii().then(|| hyphened(text, |it| it.is_ascii_alphanumeric()).to_lowercase())
        }
    }
}

/// Hexo: white space and signs become one hyphen.
pub(crate) fn hexo_slug(text: &str) -> String {
    hyphened(text, |it| !it.is_whitespace() && !"~`!@#$%^&*()-_+=[]{}|\\;:\"'<>,.?/".contains(it))
}

/// Whatever does not stay becomes one hyphen, and none stands at an end.
fn hyphened(text: &str, stays: impl Fn(char) -> bool) -> String {
    let mut slug = String::with_capacity(text.len());
    for character in text.chars() {
        match stays(character) {
            true => slug.push(character),
            false if slug.ends_with('-') => {}
            false => slug.push('-'),
        }
    }
    slug.trim_matches('-').to_owned()
}

/// A letter, a digit, or what stands over or under one.
fn is_letter(character: char) -> bool {
    character.is_alphanumeric()
        || matches!(character, '\u{300}'..='\u{36f}' | '\u{3099}' | '\u{309a}' | '\u{900}'..='\u{e7f}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_generator_has_its_own_slugs() {
        assert_eq!(hugo_path("My  Post v1.2 (걷기)!", true), "my-post-v1.2-걷기");
        assert_eq!(hugo_path("C++ & Go", true), "c++-go");
        assert_eq!(hugo_path("A-b", false), "A-b");
        assert_eq!(jekyll_slug("My Post v1.2: 걷기"), "my-post-v1-2-걷기");
        assert_eq!(pretty_slug("My Post v1.2"), "My-Post-v1.2");
        assert_eq!(zola_slug("My Post v1.2", "on").as_deref(), Some("my-post-v1-2"));
        assert_eq!(zola_slug("걷기 a", "on"), None);
        assert_eq!(zola_slug("걷기 (a)", "safe").as_deref(), Some("걷기_a"));
        assert_eq!(hexo_slug("C# & 글"), "C-글");
    }
}
