//! What a feed says about the blog as a whole.

use std::io;

use larder_core::{Asset, Blog, NoteKind, Site, Timestamp};
use larder_html::url::Base;

use super::{
    Cost,
    language::language,
    line::line,
    link::web,
    media::Media,
    people::{Person, person},
};
use crate::{Account, WriteError, WriteOptions};

/// The blog, in texts and addresses that every format can write as they are.
#[derive(Clone, Debug)]
pub(crate) struct Channel {
    /// The name. Never blank.
    pub(crate) title: String,
    /// The address of the blog, or the nearest to it that is known.
    pub(crate) link: String,
    /// The address of the document itself, if the output has one.
    pub(crate) itself: Option<String>,
    /// What the blog says about itself.
    pub(crate) description: Option<String>,
    /// The language.
    pub(crate) language: Option<String>,
    /// The copyright line.
    pub(crate) rights: Option<String>,
    /// Who writes it.
    pub(crate) authors: Vec<Person>,
    /// Its picture.
    pub(crate) image: Option<Picture>,
    /// The latest change among the posts of the document; without posts, the blog's own word.
    pub(crate) updated: Option<Timestamp>,
}

/// The picture of a blog.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Picture {
    /// Where it is.
    pub(crate) url: String,
    /// Width and height in pixels, if both are known.
    pub(crate) size: Option<(u32, u32)>,
}

impl Channel {
    /// What a feed of `blog` says about it. Notes what had to be taken from elsewhere.
    ///
    /// Fails when no address at all is known: every format demands one.
    pub(crate) fn new(
        blog: &Blog,
        options: &WriteOptions,
        media: &Media,
        account: &mut Account,
        format: &'static larder_core::Format,
    ) -> Result<Self, WriteError> {
        let site = &blog.site;
        let mut cost = Cost::default();
        let public = public(options);
        let link = link(site, public.as_deref(), account, format)?;
        if public.is_none() {
            account.note(NoteKind::NoPublicAddress { output: format.name.into() });
        }
        let people: io::Result<Vec<_>> =
            site.authors.iter().map(|id| of_site(blog, id, media, &mut cost)).collect();
        let people = people.map_err(WriteError::Spool)?;
        let authors: Vec<Person> = people.into_iter().flatten().collect();
        let mut text = |text: &Option<String>| text.as_deref().and_then(|it| line(it, &mut cost));
        let channel = Self {
            title: text(&options.title)
                .or_else(|| text(&site.title))
                .or_else(|| authors.first().map(|author| author.name.clone()))
                .unwrap_or_else(|| link.clone()),
            itself: None,
            description: text(&site.description),
            language: [&options.language, &site.language]
                .into_iter()
                .find_map(|tag| tag.as_deref().and_then(language)),
            rights: text(&site.rights),
            authors,
            image: picture(blog, media).map_err(WriteError::Spool)?,
            updated: site.updated,
            link,
        };
        cost.note(format.name, account);
        Ok(channel)
    }
}

/// The folder that the feed will stand in, with a `/` at its end.
pub(crate) fn public(options: &WriteOptions) -> Option<String> {
    let address = web(&Base::default(), options.public_address.as_deref()?)?;
    let folder = address.split(['?', '#']).next().unwrap_or_default();
    Some(if folder.ends_with('/') { folder.into() } else { format!("{folder}/") })
}

/// The address of the blog, as far as it has one.
pub(crate) fn home(site: &Site) -> Option<String> {
    web(&Base::default(), site.home.as_deref()?)
}

fn link(
    site: &Site,
    public: Option<&str>,
    account: &mut Account,
    format: &'static larder_core::Format,
) -> Result<String, WriteError> {
    if let Some(home) = home(site) {
        return Ok(home);
    }
    let platform = || web(&Base::default(), site.platform_home.as_deref()?);
    let (link, from) = match (public, platform()) {
        (Some(public), _) => (public.to_owned(), "the public address of the output"),
        (None, Some(platform)) => (platform, "that of the platform"),
        (None, None) => {
            let what = "the address of the blog";
            return Err(WriteError::Missing { format: format.name, what, option: "--public-url" });
        }
    };
    account.note(NoteKind::AddressBorrowed { output: format.name.into(), from: from.into() });
    Ok(link)
}

fn of_site(
    blog: &Blog,
    id: &larder_core::AuthorId,
    media: &Media,
    cost: &mut Cost,
) -> io::Result<Option<Person>> {
    let Some(author) = blog.author(id) else { return Ok(None) };
    let image = media.address_of(blog, author.image.as_ref())?;
    Ok(person(author, image, cost))
}

fn picture(blog: &Blog, media: &Media) -> io::Result<Option<Picture>> {
    let image = blog.site.image.as_ref().map(|id| blog.asset(id)).transpose()?.flatten();
    Ok(image.and_then(|asset| shown(&asset, media)))
}

fn shown(asset: &Asset, media: &Media) -> Option<Picture> {
    let stored = asset.stored.as_ref();
    let width = stored.and_then(|stored| stored.width).or(asset.width);
    let height = stored.and_then(|stored| stored.height).or(asset.height);
    Some(Picture { url: media.address(asset)?, size: width.zip(height) })
}
