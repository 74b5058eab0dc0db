//! Who writes a blog: the newest name, and what all captures together say about them.

use std::collections::BTreeMap;

use larder_core::{Author, AuthorId, Blog, Confidence, Extra, Site, Timestamp, key};

use super::{super::capture::Writer, people::People};

/// What all captures of one author say about them.
#[derive(Default)]
pub(super) struct WriterFacts {
    pub(super) first_name: Option<String>,
    newest_name: Option<(Option<Timestamp>, String)>,
    sure_bio: Option<String>,
    /// Last lines that may be a bio: how many captures end with them.
    last_lines: BTreeMap<String, (u32, String)>,
    extra: Extra,
}

impl WriterFacts {
    /// Takes what one capture says.
    pub(super) fn learn(&mut self, writer: &Writer, published: Option<Timestamp>) {
        let Writer { name, bio, extra } = writer;
        if let Some(name) = name {
            self.first_name.get_or_insert_with(|| name.clone());
            if self.newest_name.as_ref().is_none_or(|(known, _)| published >= *known) {
                self.newest_name = Some((published, name.clone()));
            }
        }
        match bio {
            Some(bio) if bio.confidence == Confidence::High => {
                self.sure_bio.get_or_insert_with(|| bio.value.clone());
            }
            Some(bio) => {
                let line = || (0, bio.value.clone());
                self.last_lines.entry(key::words(&bio.value)).or_insert_with(line).0 += 1;
            }
            None => {}
        }
        self.extra.fill_from(extra.clone());
    }

    /// A bio that a capture is sure of; else the last line that most captures end with, if two do; of equally many
    /// the first by its words.
    fn bio(&self) -> Option<String> {
        let most = || self.last_lines.values().rev().max_by_key(|(count, _)| *count);
        let twice = || most().filter(|(count, _)| *count > 1);
        self.sure_bio.clone().or_else(|| twice().map(|(_, line)| line.clone()))
    }
}

/// The blog of an author. Its address is brunch's where a page or a response tells it; a text capture tells none.
pub(super) fn site(person: &str, people: &People, name: Option<&str>) -> Site {
    const HOME: &str = "https://brunch.co.kr";
    let (user, handle) = people.addresses(person);
    let permanent = user.map(|user| format!("{HOME}/@@{user}"));
    let public = handle.map(|handle| format!("{HOME}/@{handle}"));
    let id = permanent.clone().or_else(|| public.clone());
    let derived = || {
        AuthorId::derived(&["brunch", "author", &name.map(key::words).unwrap_or_default()])
            .to_string()
    };
    let mut site = Site::new(id.unwrap_or_else(derived));
    site.home = public.clone().or_else(|| permanent.clone());
    site.old_addresses = permanent.filter(|_| public.is_some()).into_iter().collect();
    site.feeds = user.map(|user| format!("{HOME}/rss/@@{user}")).into_iter().collect();
    site.language = Some("ko".into());
    site.platform = Some("brunch".into());
    site.platform_home = Some(format!("{HOME}/"));
    site
}

/// The author of a blog: the newest name, and what the captures say about them.
pub(super) fn author(blog: &Blog, writer: WriterFacts) -> Option<Author> {
    if writer.newest_name.is_none() && blog.site.home.is_none() {
        return None;
    }
    let mut author = Author::new(AuthorId::new(blog.site.id.as_str()));
    author.bio = writer.bio();
    author.name = writer.newest_name.map(|(_, name)| name);
    author.url.clone_from(&blog.site.home);
    author.handle = blog
        .site
        .home
        .as_deref()
        .and_then(|home| home.split("/@").nth(1))
        .filter(|it| !it.starts_with('@'))
        .map(str::to_owned);
    author.extra = writer.extra;
    Some(author)
}
