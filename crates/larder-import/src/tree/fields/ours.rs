//! What a folder of Markdown that we wrote says in its own way: the page above one, the files that a text offers, and those
//! that go with it.

use larder_core::Enclosure;

use super::{Make, is_web};
use crate::{
    shelf::Shelf,
    tree::{
        Page,
        value::{Map, Value},
    },
};

impl Make<'_, '_> {
    /// Reads it, if we wrote the folder. `offered` are the addresses of files that the text has links to.
    pub(super) fn ours(&mut self, page: &mut Page, offered: &[String], shelf: &Shelf<'_>) {
        if !self.around.site.is_ours() {
            return;
        }
        offered.iter().for_each(|address| self.offer(address, page, shelf));
        let Some(at) = page.map.0.iter().position(|(name, _)| name == "params") else { return };
        let Value::Map(mut params) = page.map.0.remove(at).1 else { return };
        self.parent(page, &mut params);
        self.enclosures(page, &mut params, shelf);
        if !params.0.is_empty() {
            page.map.0.insert(at, ("params".to_owned(), Value::Map(params)));
        }
    }

    /// A file that the text has a link to, whatever it is called.
    fn offer(&mut self, address: &str, page: &Page, shelf: &Shelf<'_>) {
        let (asset, file) = self.resolve(address, page, shelf);
        if !self.post.assets.contains(&asset.id) {
            self.post.assets.push(asset.id.clone());
            self.assets.push((asset, file));
        }
    }

    /// The page above it, by its file.
    fn parent(&mut self, page: &Page, params: &mut Map) {
        let above = params.text("parent").and_then(|name| self.around.page(&page.path, name));
        if let Some(above) = above {
            self.post.parent = Some(above.id.clone());
            params.take("parent");
        }
    }

    /// The files that go with it. Whatever has another form stays where it is.
    fn enclosures(&mut self, page: &Page, params: &mut Map, shelf: &Shelf<'_>) {
        for value in params.take("enclosures") {
            for value in value.each() {
                let Value::Map(told) = value else { continue };
                let Some(url) = told.text("url") else { continue };
                let mut enclosure = Enclosure::new(url);
                if !is_web(url) {
                    let (asset, file) = self.resolve(url, page, shelf);
                    enclosure.url = asset.url.clone().unwrap_or_else(|| asset.id.to_string());
                    enclosure.asset = Some(asset.id.clone());
                    self.assets.push((asset, file));
                }
                let number = |name: &str| told.text(name).and_then(|text| text.parse().ok());
                enclosure.media_type = told.text("type").map(str::to_owned);
                enclosure.title = told.text("title").map(str::to_owned);
                (enclosure.length, enclosure.seconds) = (number("length"), number("seconds"));
                self.post.enclosures.push(enclosure);
            }
        }
    }
}
