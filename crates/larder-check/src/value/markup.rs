//! Plain text that may be taken for HTML.

use std::sync::LazyLock;

use crate::names::{self, Words};

/// What a reader would take for HTML in plain text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Markup<'t> {
    /// The end tag of an element of HTML: no way of writing it helps.
    EndTag(&'t str),
    /// Something like a character reference, without its semicolon.
    Reference(&'t str),
}

impl<'t> Markup<'t> {
    /// It, as it stands in the text.
    pub(crate) fn text(self) -> &'t str {
        match self {
            Self::EndTag(text) | Self::Reference(text) => text,
        }
    }
}

/// The first thing in a text that would be taken for HTML: an end tag before anything else.
pub(crate) fn find(text: &str) -> Option<Markup<'_>> {
    end_tag(text).map(Markup::EndTag).or_else(|| reference(text).map(Markup::Reference))
}

fn end_tag(text: &str) -> Option<&str> {
    text.match_indices("</").find_map(|(at, _)| {
        let rest = &text[at..];
        let length = word_length(&rest[2..]);
        let is_closed = rest[2 + length..].starts_with('>');
        let name = rest[2..2 + length].to_ascii_lowercase();
        (is_closed && names::is_html(&name)).then(|| &rest[..3 + length])
    })
}

fn reference(text: &str) -> Option<&str> {
    text.match_indices('&').find_map(|(at, _)| {
        let rest = &text[at + 1..];
        let hash = usize::from(rest.starts_with('#'));
        let length = word_length(&rest[hash..]);
        let word = &rest[hash..hash + length];
        let is_reference =
            length > 0 && (hash == 1 || is_entity(word) || !word.chars().all(char::is_alphabetic));
        is_reference.then(|| &text[at..at + 1 + hash + length])
    })
}

/// Letters, digits and `_`. Words are short: what is longer is none.
fn word_length(text: &str) -> usize {
    const LONGEST: usize = 40;
    let is_part = |it: &char| it.is_alphanumeric() || *it == '_';
    text.chars().take(LONGEST).take_while(is_part).map(char::len_utf8).sum()
}

/// Whether a word is an entity of HTML 4, or `apos`.
fn is_entity(word: &str) -> bool {
    static KNOWN: LazyLock<Words> = LazyLock::new(|| names::words(ENTITIES));
    KNOWN.contains(word)
}

/// The entities of HTML 4, which is what validators look for, and `apos`.
const ENTITIES: &str = "\
    AElig Aacute Acirc Agrave Alpha Aring Atilde Auml Beta Ccedil Chi Dagger Delta ETH Eacute Ecirc Egrave Epsilon \
    Eta Euml Gamma Iacute Icirc Igrave Iota Iuml Kappa Lambda Mu Ntilde Nu OElig Oacute Ocirc Ograve Omega Omicron \
    Oslash Otilde Ouml Phi Pi Prime Psi Rho Scaron Sigma THORN Tau Theta Uacute Ucirc Ugrave Upsilon Uuml Xi Yacute \
    Yuml Zeta aacute acirc acute aelig agrave alefsym alpha amp and ang apos aring asymp atilde auml bdquo beta \
    brvbar bull cap ccedil cedil cent chi circ clubs cong copy crarr cup curren dArr dagger darr deg delta diams \
    divide eacute ecirc egrave empty emsp ensp epsilon equiv eta eth euml euro exist fnof forall frac12 frac14 \
    frac34 frasl gamma ge gt hArr harr hearts hellip iacute icirc iexcl igrave image infin int iota iquest isin iuml \
    kappa lArr lambda lang laquo larr lceil ldquo le lfloor lowast loz lrm lsaquo lsquo lt macr mdash micro middot \
    minus mu nabla nbsp ndash ne ni not notin nsub ntilde nu oacute ocirc oelig ograve oline omega omicron oplus or \
    ordf ordm oslash otilde otimes ouml para part permil perp phi pi piv plusmn pound prime prod prop psi quot rArr \
    radic rang raquo rarr rceil rdquo real reg rfloor rho rlm rsaquo rsquo sbquo scaron sdot sect shy sigma sigmaf \
    sim spades sub sube sum sup sup1 sup2 sup3 supe szlig tau there4 theta thetasym thinsp thorn tilde times trade \
    uArr uacute uarr ucirc ugrave uml upsih upsilon uuml weierp xi yacute yen yuml zeta zwj zwnj";

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_is_taken_for_html_is_found() {
        for (text, expected) in [
            ("a </b> &pi;", Some(Markup::EndTag("</b>"))),
            ("a </B>", Some(Markup::EndTag("</B>"))),
            ("Q&A1", Some(Markup::Reference("&A1"))),
            ("&pi;", Some(Markup::Reference("&pi"))),
            ("&#8;", Some(Markup::Reference("&#8"))),
            ("&a_b", Some(Markup::Reference("&a_b"))),
            ("<b> AT&T Q&A R&D & Vec<T> </nothing> </b", None),
            ("글&글", None),
            ("", None),
        ] {
            assert_eq!(find(text), expected, "{text}");
        }
    }
}
