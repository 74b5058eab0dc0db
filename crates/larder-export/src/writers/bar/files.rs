//! Where files stand in the archive: `uploads/2019/12/snow.jpg`, by the post that shows them first.

use std::collections::HashMap;

use larder_core::{Asset, Stored};
use percent_encoding::percent_decode_str;

use crate::{
    carried::Names,
    moving::{Place, When},
    sink::is_ours,
};

/// Gives files their places.
#[derive(Debug, Default)]
pub(super) struct Uploads(HashMap<String, Names>);

impl Place for Uploads {
    fn path(&mut self, asset: &Asset, stored: &Stored, when: When) -> String {
        let id = asset.id.as_str();
        // What was read from a blog archive stays where it was.
        for address in &asset.also_at {
            let Ok(path) = percent_decode_str(address).decode_utf8() else { continue };
            let path = path.trim_start_matches('/');
            let Some((folder, file)) = path.rsplit_once('/') else { continue };
            let is_upload = folder == "uploads" || folder.starts_with("uploads/");
            let is_safe = stored.media_type.is_some() || is_plain(end_of(file));
            if is_upload
                && is_safe
                && is_ours(path)
                && self.0.entry(folder.to_owned()).or_default().take(file)
            {
                return path.to_owned();
            }
        }
        let own = asset.file_name.as_deref().or(asset.url.as_deref()).unwrap_or(id);
        let stem = own.split(['?', '#']).next().unwrap_or_default();
        let end = stored.file.rsplit_once('.').map_or("bin", |(_, end)| end);
        // What the bytes are counts, whatever the name says: browsers go by the name.
        let wanted = match (stem.rsplit_once('.'), end) {
            (Some((_, named)), end) if same(named, end) => stem.to_owned(),
            (Some((_, named)), "bin") if is_plain(named) => stem.to_owned(),
            (Some((before, _)), end) => format!("{before}.{end}"),
            (None, end) => format!("{stem}.{end}"),
        };
        let folder = match when {
            Some((year, month)) => format!("uploads/{year:04}/{month:02}"),
            None => "uploads".to_owned(),
        };
        let name = self.0.entry(folder.clone()).or_default().give(&wanted, id);
        format!("{folder}/{name}")
    }

    /// What was read from a blog archive is known by its path there.
    fn also(&self, _: &Asset) -> Option<String> {
        None
    }
}

fn end_of(name: &str) -> &str {
    name.rsplit_once('.').map_or("", |(_, end)| end)
}

fn same(named: &str, end: &str) -> bool {
    named.eq_ignore_ascii_case(end) || named.eq_ignore_ascii_case("jpeg") && end == "jpg"
}

/// Whether a browser that opens a file of this ending shows no page of it and runs nothing.
fn is_plain(end: &str) -> bool {
    let page = ["html", "htm", "xhtml", "xht", "svg", "xml", "js", "mjs", "shtml", "mht", "mhtml"];
    !page.iter().any(|it| end.eq_ignore_ascii_case(it))
}

#[cfg(test)]
mod tests {
    use larder_core::{AssetId, Digest};

    use super::*;

    fn path(uploads: &mut Uploads, name: &str, extension: &str) -> String {
        let mut asset = Asset::new(AssetId::new(name));
        asset.file_name = Some(name.to_owned());
        uploads.path(&asset, &Stored::new(Digest::of(b"x"), 1, extension), Some((2019, 3)))
    }

    #[test]
    fn names_stay_and_endings_say_what_the_bytes_are() {
        let mut uploads = Uploads::default();
        for (name, extension, expected) in [
            ("빛.png", "png", "uploads/2019/03/빛.png"),
            ("a.JPEG", "jpg", "uploads/2019/03/a.JPEG"),
            ("a.docx", "bin", "uploads/2019/03/a.docx"),
            ("page.html", "bin", "uploads/2019/03/page.bin"),
            ("x.exe", "gif", "uploads/2019/03/x.gif"),
            ("../../etc", "png", "uploads/2019/03/png"),
        ] {
            let given = path(&mut uploads, name, extension);
            match name {
                "../../etc" => assert!(given.starts_with("uploads/2019/03/"), "{given}"),
                _ => assert_eq!(given, expected),
            }
        }
    }
}
