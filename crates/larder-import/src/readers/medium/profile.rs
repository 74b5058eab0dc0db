//! The profile of an account: its name, its address, and lines that say `Key: value`.

use larder_core::{Asset, Author, Provenance};
use larder_html::{Limits, NodeId, Tree};

use super::page;
use crate::collect::asset_at;

/// Whose account it is, and their picture.
pub(super) fn read(html: &str, source: &Provenance) -> Option<(Author, Option<Asset>)> {
    let tree = Tree::document(html, &Limits::default());
    let root = tree.root();
    let attribute = |selector: &str, name: &str| {
        let value = tree.find(root, selector).and_then(|node| tree.attribute(node, name));
        value.unwrap_or_default().trim().to_owned()
    };
    let name = tree.find(root, ".p-name").map(|node| tree.text(node)).unwrap_or_default();
    let mut author = page::author(name.trim(), &attribute(".u-url", "href"))?;
    for line in tree.find_all(root, "li") {
        said(&tree, line, &mut author);
    }
    let photo = attribute(".u-photo", "src");
    let image = (!photo.is_empty()).then(|| asset_at(&photo, source));
    author.image = image.as_ref().map(|image| image.id.clone());
    Some((author, image))
}

/// Takes a line. An address of e-mail is private; all else is kept under the name that the line has for it.
fn said(tree: &Tree, line: NodeId, author: &mut Author) {
    let text = tree.text(line);
    let Some((key, value)) = text.split_once(':') else { return };
    let (key, value) = (key.trim(), value.trim());
    match (key, value) {
        (_, "") | ("", _) => {}
        (_, email) if author.email.is_none() && is_email(email) => {
            author.email = Some(email.to_owned());
        }
        (key, value) => _ = author.extra.insert(["medium:", key].concat(), value),
    }
}

fn is_email(text: &str) -> bool {
    let Some((name, host)) = text.split_once('@') else { return false };
    !name.is_empty() && host.contains('.') && !text.contains(char::is_whitespace)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_profile_is_read_in_any_language() {
        let html = "<section class=h-card><img class=u-photo src='https://cdn-images-1.medium.com/fit/c/160/160/1*p.jpeg'><h3 class=p-name>김민아</h3><a class=u-url href='https://medium.com/@mina'>@mina</a><ul><li><b>이메일 주소:</b> mina@example.org</li><li>Twitter: @mina</li><li>empty:</li><li>no value</li></ul></section>";
        let (author, image) = read(html, &Provenance::new("p", "medium")).unwrap();
        assert_eq!((author.id.as_str(), author.name.as_deref()), ("mina", Some("김민아")));
        assert_eq!(author.email.as_deref(), Some("mina@example.org"));
        assert_eq!(author.extra.value("medium:Twitter").unwrap(), "@mina");
        assert_eq!(image.unwrap().url.as_deref(), Some("https://miro.medium.com/v2/1*p.jpeg"));
        assert!(read("<p>nobody</p>", &Provenance::new("p", "medium")).is_none());
    }
}
