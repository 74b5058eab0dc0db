//! What a folder of Markdown that we wrote says in its own way: the page above one, the page in other languages, and the
//! files that a text has links to.

use std::collections::HashSet;

use larder_core::{AssetId, Translation};

use super::Make;
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
        self.offer(offered, page, shelf);
        let Some(at) = page.map.0.iter().position(|(name, _)| name == "params") else { return };
        let Value::Map(mut params) = page.map.0.remove(at).1 else { return };
        self.parent(page, &mut params);
        self.told_translations(page, &mut params);
        if !params.0.is_empty() {
            page.map.0.insert(at, ("params".to_owned(), Value::Map(params)));
        }
    }

    /// The files that the text has links to, whatever they are called.
    fn offer(&mut self, offered: &[String], page: &Page, shelf: &Shelf<'_>) {
        let mut known: HashSet<AssetId> = self.post.assets.iter().cloned().collect();
        for address in offered {
            let (asset, file) = self.resolve(address, page, shelf);
            if known.insert(asset.id.clone()) {
                self.post.assets.push(asset.id.clone());
                self.assets.push((asset, file));
            }
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

    /// The page in other languages, by its file or its address.
    fn told_translations(&mut self, page: &Page, params: &mut Map) {
        for value in params.take("translations") {
            for value in value.each() {
                let Value::Map(told) = value else { continue };
                let (Some(language), Some(url)) = (told.text("language"), told.text("url")) else {
                    continue;
                };
                let mut translation = Translation::new(language);
                match self.around.page(&page.path, url) {
                    Some(head) => {
                        translation.post = Some(head.id.clone());
                        let address = head.address.as_deref();
                        translation.url = address.and_then(|path| self.around.site.absolute(path));
                    }
                    None => translation.url = Some(url.to_owned()),
                }
                self.post.translations.push(translation);
            }
        }
    }
}
