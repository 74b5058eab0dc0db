//! `[caption]`: a picture and what stands below it.

use larder_html::escape::push_attribute;

use super::{
    pass::Pass,
    scan::{Piece, Scanner, is_blank},
    shortcode::Attributes,
    tags::Kind,
};

/// The figure of a caption; None if it is too deep in others.
pub(super) fn render(
    pass: &mut Pass<'_, '_, '_>,
    attributes: &Attributes<'_>,
    text: &str,
) -> Option<String> {
    let text = text.trim_ascii();
    // Before WordPress 3.4, all of the text is the picture.
    let stated = attributes.value("caption").filter(|caption| !caption.is_empty());
    let (picture, caption) = match &stated {
        Some(caption) => (text, &**caption),
        None => text.split_at(picture_length(text)),
    };
    let (picture, caption) = (pass.inner(picture)?, pass.inner(caption)?);
    let mut html = String::from("<figure class=\"wp-caption");
    if let Some(align) = attributes.value("align").filter(|align| !align.is_empty()) {
        html.push(' ');
        push_attribute(&mut html, &align);
    }
    html.push_str("\">");
    html.push_str(&picture);
    if !caption.is_empty() {
        html.push_str("<figcaption>");
        html.push_str(&caption);
        html.push_str("</figcaption>");
    }
    html.push_str("</figure>");
    Some(html)
}

/// How much of a text is its picture: an `img`, and the link around it if there is one.
///
/// All of it if it does not begin with one.
fn picture_length(text: &str) -> usize {
    let mut scanner = Scanner::new(text);
    let (mut is_linked, mut has_picture) = (false, false);
    let mut end = text.len();
    while let Some(piece) = scanner.next() {
        match piece {
            Piece::Gap(_) => {}
            Piece::Text(text) if is_blank(text) => {}
            Piece::Tag(tag) if tag.kind == Kind::Anchor && !has_picture => is_linked = true,
            Piece::Tag(tag) if tag.kind == Kind::Visible && !has_picture => {
                (has_picture, end) = (true, scanner.position());
                if !is_linked {
                    break;
                }
            }
            Piece::Tag(tag) if tag.kind == Kind::Anchor && tag.is_end => {
                end = scanner.position();
                break;
            }
            // Tags of styles stand between the link and its picture.
            Piece::Tag(tag) if tag.kind == Kind::Inline => {}
            _ => break,
        }
    }
    end
}
