//! Lines of configuration, word by word, as servers read them.

/// The words of a line. Quotes hold spaces together; in them, `\"` and `\\` are the characters.
///
/// With `escapes`, a backslash outside quotes also takes its next character as it is.
pub(super) fn words(line: &str) -> Vec<String> {
    let mut words = Vec::new();
    let mut characters = line.trim().chars().peekable();
    while let Some(&first) = characters.peek() {
        if first.is_whitespace() {
            characters.next();
            continue;
        }
        let quote = matches!(first, '"' | '\'').then_some(first);
        if quote.is_some() {
            characters.next();
        }
        let mut word = String::new();
        while let Some(character) = characters.next() {
            match (character, quote) {
                (it, Some(quote)) if it == quote => break,
                ('\\', Some(quote))
                    if characters.peek().is_some_and(|it| *it == quote || *it == '\\') =>
                {
                    word.extend(characters.next());
                }
                (it, None) if it.is_whitespace() => break,
                (it, _) => word.push(it),
            }
        }
        words.push(word);
    }
    words
}

/// A word in quotes.
pub(super) fn in_quotes(word: &str) -> String {
    format!("\"{}\"", word.replace('\\', "\\\\").replace('"', "\\\""))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_put_in_quotes_comes_out_again() {
        for word in ["/a b", "/a\"b", "/a\\", "/a\\\"b", "", "/글"] {
            assert_eq!(words(&format!("  {} x", in_quotes(word))), [word, "x"]);
        }
    }
}
