//! Plain text on one line: titles, names, tags, summaries.

use std::borrow::Cow;

use larder_core::key;
use larder_html::characters;

use super::Cost;

/// The text in one line, or None if it shows nothing.
///
/// Characters that no document can hold are dropped and counted. All white space, U+00A0 and U+3000 among it, becomes
/// single spaces: feeds have no other in one-line texts. The archive keeps them.
pub(crate) fn line(text: &str, cost: &mut Cost) -> Option<String> {
    if is_line(text) {
        return Some(text.to_owned());
    }
    let cleaned = characters::clean(text);
    cost.characters += cleaned.dropped as u64;
    if cleaned.text.chars().all(key::is_blank) {
        return None;
    }
    let mut line = String::with_capacity(cleaned.text.len());
    for word in cleaned.text.split_whitespace() {
        if !line.is_empty() {
            line.push(' ');
        }
        line.push_str(word);
    }
    Some(line)
}

/// Whether a text is a line already: no characters that are dropped or replaced, and single spaces between words.
///
/// Says no also to some rare characters that may stay.
fn is_line(text: &str) -> bool {
    let bytes = text.as_bytes();
    let (Some(first), Some(last)) = (bytes.first(), bytes.last()) else { return false };
    let ends_are_words = *first != b' ' && *last != b' ';
    // Without branches, so that many bytes are looked at at once.
    let pairs = bytes.iter().zip(&bytes[1..]);
    let gap = pairs.fold(false, |gap, (one, next)| gap | (*one == b' ') & (*next == b' '));
    ends_are_words && !gap && has_plain_characters(text)
}

/// Whether no character is white space but the space, or is dropped or replaced.
fn has_plain_characters(text: &str) -> bool {
    const BLOCK: usize = 64;
    let odd = |block: &[u8]| block.iter().fold(false, |odd, byte| odd | is_odd(*byte));
    text.as_bytes().chunks(BLOCK).enumerate().filter(|(_, block)| odd(block)).all(|(at, block)| {
        let odd = block.iter().enumerate().filter(|(_, byte)| is_odd(**byte));
        let mut characters = odd.map(|(within, _)| text.get(at * BLOCK + within..));
        characters.all(|rest| rest.and_then(|rest| rest.chars().next()).is_some_and(is_plain))
    })
}

/// Whether a byte may begin a character that is not [plain](is_plain).
fn is_odd(byte: u8) -> bool {
    (byte < b' ')
        | (byte == 0x7f)
        | matches!(byte, 0xc0..=0xc2)
        | matches!(byte, 0xe1..=0xe3)
        | (byte >= 0xef)
}

fn is_plain(character: char) -> bool {
    matches!(
        character,
        ' '..='~'
            | '\u{a1}'..='\u{167f}'
            | '\u{1681}'..='\u{1fff}'
            | '\u{2010}'..='\u{2027}'
            | '\u{2030}'..='\u{205e}'
            | '\u{2070}'..='\u{2fff}'
            | '\u{3001}'..='\u{3163}'
            | '\u{3165}'..='\u{fdcf}'
            | '\u{fe00}'..='\u{fefe}'
            | '\u{ff00}'..='\u{fffc}'
            | '\u{1f000}'..='\u{1fbff}'
    )
}

/// Whether readers and validators take plain text for HTML: it holds an end tag of HTML, or what looks like a
/// reference. `Vec<T>`, `AT&T` and `Q&A` are plain, `</b>`, `Q&A1` and `&pi` are not.
pub(crate) fn looks_like_html(text: &str) -> bool {
    text.match_indices("</").any(|(at, found)| is_end_tag(&text[at + found.len()..]))
        || text.match_indices('&').any(|(at, _)| is_reference(&text[at + 1..]))
}

fn is_end_tag(rest: &str) -> bool {
    let name = rest.split(|character| !is_word(character)).next().unwrap_or_default();
    rest[name.len()..].starts_with('>')
        && ELEMENTS.split(' ').any(|element| element.eq_ignore_ascii_case(name))
}

fn is_reference(rest: &str) -> bool {
    let number = rest.strip_prefix('#');
    let word = number.unwrap_or(rest).split(|character| !is_word(character)).next();
    match word.unwrap_or_default() {
        "" => false,
        _ if number.is_some() => true,
        word => {
            !word.chars().all(char::is_alphabetic) || ENTITIES.split(' ').any(|name| name == word)
        }
    }
}

fn is_word(character: char) -> bool {
    character.is_alphanumeric() || character == '_'
}

/// The text as HTML.
pub(crate) fn html(text: &str) -> Cow<'_, str> {
    match memchr::memchr3(b'&', b'<', b'>', text.as_bytes()) {
        None => Cow::Borrowed(text),
        Some(_) => Cow::Owned(text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;")),
    }
}

/// The elements whose end tags are taken for HTML.
const ELEMENTS: &str = "\
    a abbr acronym address applet area article aside audio b base basefont bdi bdo big blockquote body br button \
    canvas caption center cite code col colgroup command comment data datagrid datalist dd del details dfn dialog \
    dir div dl dt em embed eventsource fieldset figcaption figure font footer form frame frameset h1 h2 h3 h4 h5 \
    h6 head header hgroup hr html i iframe img input ins isindex kbd label legend li link listing m main map mark \
    menu meta meter nav noframes noscript object ol optgroup option output p param picture plaintext pre progress \
    q rp rt ruby s samp script section select slot small source span strike strong style sub summary sup table \
    tbody td template textarea tfoot th thead time title tr track tt u ul var video wbr xmp";

/// The names that are taken for references: those of HTML 4, and `apos`.
const ENTITIES: &str = "\
    AElig Aacute Acirc Agrave Alpha Aring Atilde Auml Beta Ccedil Chi Dagger Delta ETH Eacute Ecirc Egrave Epsilon \
    Eta Euml Gamma Iacute Icirc Igrave Iota Iuml Kappa Lambda Mu Ntilde Nu OElig Oacute Ocirc Ograve Omega Omicron \
    Oslash Otilde Ouml Phi Pi Prime Psi Rho Scaron Sigma THORN Tau Theta Uacute Ucirc Ugrave Upsilon Uuml Xi \
    Yacute Yuml Zeta aacute acirc acute aelig agrave alefsym alpha amp and ang apos aring asymp atilde auml bdquo \
    beta brvbar bull cap ccedil cedil cent chi circ clubs cong copy crarr cup curren dArr dagger darr deg delta \
    diams divide eacute ecirc egrave empty emsp ensp epsilon equiv eta eth euml euro exist fnof forall frac12 \
    frac14 frac34 frasl gamma ge gt hArr harr hearts hellip iacute icirc iexcl igrave image infin int iota iquest \
    isin iuml kappa lArr lambda lang laquo larr lceil ldquo le lfloor lowast loz lrm lsaquo lsquo lt macr mdash \
    micro middot minus mu nabla nbsp ndash ne ni not notin nsub ntilde nu oacute ocirc oelig ograve oline omega \
    omicron oplus or ordf ordm oslash otilde otimes ouml para part permil perp phi pi piv plusmn pound prime prod \
    prop psi quot rArr radic rang raquo rarr rceil rdquo real reg rfloor rho rlm rsaquo rsquo sbquo scaron sdot \
    sect shy sigma sigmaf sim spades sub sube sum sup sup1 sup2 sup3 supe szlig tau there4 theta thetasym thinsp \
    thorn tilde times trade uArr uacute uarr ucirc ugrave uml upsih upsilon uuml weierp xi yacute yen yuml zeta \
    zwj zwnj";

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn white_space_becomes_single_spaces_and_dropped_characters_are_counted() {
        let mut cost = Cost::default();
        let text = line(" 느린\u{a0}\u{3000}기록\r\n\u{8}둘\0 ", &mut cost);
        assert_eq!(text.as_deref(), Some("느린 기록 둘"));
        assert_eq!(cost.characters, 2);
        assert!(is_line("느린 기록 둘 … “인용” ！😀"));
    }

    #[test]
    fn a_text_with_any_white_space_but_single_spaces_is_no_line_yet() {
        for character in
            ('\0'..=char::MAX).filter(|it| it.is_whitespace() || larder_core::key::is_blank(*it))
        {
            for text in [
                format!("a{character}{character}b"),
                format!("{character}a"),
                format!("a{character}"),
            ] {
                assert!(!is_line(&text), "{character:?}");
            }
        }
    }

    #[test]
    fn the_filter_changes_no_character_of_a_line() {
        for character in '\0'..=char::MAX {
            let text = format!("a{character}b");
            assert_eq!(has_plain_characters(&text), is_plain(character), "{character:?}");
            assert!(!is_line(&text) || characters::clean(&text).text == text, "{character:?}");
        }
    }

    #[test]
    fn what_shows_nothing_is_no_text() {
        for text in ["", " \n", "\u{200b}", "\u{3164}", "\0\u{fffe}"] {
            assert_eq!(line(text, &mut Cost::default()), None);
        }
    }

    #[test]
    fn only_end_tags_and_references_look_like_html() {
        for text in ["</b>", "a </SCRIPT> b", "Q&A1", "R&D2", "&pi", "&#8;", "&amp;quot;", "&한1"]
        {
            assert!(looks_like_html(text), "{text}");
        }
        for text in
            ["Vec<T>", "<b>", "AT&T", "Q&A", "a & b", "&", "&;", "</", "</foo>", "</b", "&한", "&#"]
        {
            assert!(!looks_like_html(text), "{text}");
        }
    }
}
