//! A post as the archive has it: what its page says to programs, and its texts.

use std::{
    collections::{HashMap, HashSet},
    io,
};

use larder_core::{
    AssetId, Audience, Author, Comment, CommentKind, Enclosure, Post, PostKind, Series, SeriesId,
    SeriesKind, Status, TermId, TermKind, Visibility,
};
use larder_html::{characters, escape, url::Base};

use super::data;
use crate::{
    WriteOptions,
    carried::Carried,
    feed::{
        Cost, excerpt, line, media_type,
        people::{homepage, name_of, public_address, shown},
        rfc3339, web,
    },
    moving::{Files, Moved, People, Tally, Texts},
};

/// How long a title may be that is made of the text, in characters.
const TITLE: usize = 80;

/// What posts are made with.
#[derive(Debug)]
pub(super) struct Maker<'a> {
    pub(super) carried: &'a Carried<'a>,
    pub(super) options: &'a WriteOptions,
    pub(super) texts: Texts<'a>,
    pub(super) files: &'a Files,
    pub(super) people: &'a People<'a>,
    pub(super) series: HashMap<&'a SeriesId, &'a Series>,
}

/// A post, ready for its page.
#[derive(Debug)]
pub(super) struct Made {
    pub(super) data: data::Posting,
    /// Its body. None where it has none.
    pub(super) html: Option<String>,
    /// The texts of its comments, in the order in which its data has them.
    pub(super) remarks: Vec<String>,
    /// The tags and categories, each with its address where it has one.
    pub(super) terms: Vec<(String, Option<String>)>,
    /// When it was published, as people read it.
    pub(super) day: Option<String>,
    /// What it is called, or what its text begins with.
    pub(super) title: String,
}

impl<'a> Maker<'a> {
    /// What makes posts of what is carried.
    pub(super) fn new(
        carried: &'a Carried<'a>,
        options: &'a WriteOptions,
        texts: Texts<'a>,
        files: &'a Files,
        people: &'a People<'a>,
    ) -> Self {
        let series = carried.blog.series.iter().map(|it| (&it.id, it)).collect();
        Self { carried, options, texts, files, people, series }
    }

    /// The blog, as its list of posts has it.
    pub(super) fn blog(&self, cost: &mut Cost) -> data::Blog {
        let site = &self.carried.blog.site;
        let mut text = |text: Option<&str>| text.and_then(|it| line(it, cost));
        let name = text(self.options.title.as_deref()).or_else(|| text(site.title.as_deref()));
        let language = text(self.options.language.as_deref().or(site.language.as_deref()));
        let (description, rights) =
            (text(site.description.as_deref()), text(site.rights.as_deref()));
        let authors = site.authors.iter().filter_map(|id| self.people.get(id));
        data::Blog {
            context: None,
            kind: "Blog",
            identifier: site.id.clone(),
            url: self.texts.home.clone(),
            name,
            in_language: language,
            description,
            author: authors.filter_map(|author| self.person(author, cost)).collect(),
            image: site.image.as_ref().and_then(|image| self.picture(image)),
            copyright_notice: rights,
            date_modified: site.updated.map(|time| rfc3339(time.at())),
        }
    }

    /// A post of a blog. Fails when a text can no longer be read.
    pub(super) fn make(
        &self,
        (place, post): (usize, &Post),
        blog: &data::Blog,
    ) -> io::Result<Moved<Made>> {
        let mut tally = Tally::default();
        lose(post, &mut tally);
        let link = post.permalink.as_deref().and_then(|it| web(&Base::default(), it));
        let html = self.body(post, &mut tally)?;
        let mut text = |text: Option<&str>| text.and_then(|it| line(it, &mut tally.cost));
        let mut data = data::Posting::new(post.id.to_string(), post.kind == PostKind::Page);
        data.headline = text(post.title.as_deref());
        data.alternative_headline = text(post.subtitle.as_ref().map(|it| &*it.value));
        data.summary = text(post.summary.as_deref());
        data.in_language = text(post.language.as_deref());
        data.copyright_notice = text(post.rights.as_deref());
        let authors = post.authors.iter().filter_map(|id| self.people.get(id));
        data.author = authors.filter_map(|author| self.person(author, &mut tally.cost)).collect();
        data.date_published = post.published.map(|time| rfc3339(time.at()));
        let updated = post.updated.filter(|time| Some(*time) != post.published);
        data.date_modified = updated.map(|time| rfc3339(time.at()));
        data.image = post.cover.as_ref().and_then(|cover| self.picture(cover));
        data.associated_media = self.attachments(post, &mut tally);
        data.same_as = self.addresses(post, link.as_deref(), &mut tally);
        data.interaction_statistic = counters(post);
        data.is_part_of = vec![data::Part::Blog(blog.short())];
        data.is_part_of.extend(self.parts(post, &mut tally));
        (data.creative_work_status, data.conditions_of_access, data.audience) = access(post);
        data.url = link;
        let terms = self.terms(post, &mut data, &mut tally);
        let remarks = self.remarks(place, post, &mut data, &mut tally)?;
        let day = post.published.map(day);
        let title = title(&data, html.as_deref(), day.as_deref());
        let made = Made { data, html, remarks, terms, day, title };
        Ok(Moved { made, tally, notes: Vec::new() })
    }

    fn body(&self, post: &Post, tally: &mut Tally) -> io::Result<Option<String>> {
        let Some(content) = &post.content else { return Ok(None) };
        let link = post.permalink.as_deref();
        let text = self.texts.body(&content.html, link, &post.internal_links, tally)?;
        Ok(Some(text.html.into_owned()))
    }

    fn picture(&self, asset: &AssetId) -> Option<String> {
        let known = self.files.get(asset)?;
        let own = || known.url.as_deref().and_then(|url| web(&Base::default(), url));
        known.path.clone().or_else(own)
    }

    /// None for somebody of whom neither name nor address is known.
    fn person(&self, author: &Author, cost: &mut Cost) -> Option<data::Person> {
        let name = shown(author, cost);
        let url = homepage(author.url.as_deref(), cost);
        let image = author.image.as_ref().and_then(|image| self.picture(image));
        (name.is_some() || url.is_some()).then(|| data::Person::new(name, url, image))
    }

    /// The other addresses that it has had on the web, and no other post has that is hidden.
    fn addresses(&self, post: &Post, link: Option<&str>, tally: &mut Tally) -> Vec<String> {
        let shown =
            |it: &String| public_address(it).filter(|it| !self.carried.hidden.has_address(it));
        let known: Vec<Option<String>> = post.old_addresses.iter().map(shown).collect();
        tally.lose("Post::old_addresses", known.iter().filter(|it| it.is_none()).count());
        let mut seen = HashSet::new();
        let known = known.into_iter().flatten().filter(|it| Some(&**it) != link);
        known.filter(|it| seen.insert(it.clone())).collect()
    }

    fn attachments(&self, post: &Post, tally: &mut Tally) -> Vec<data::Media> {
        let mut seen = HashSet::new();
        let mut attachments = Vec::new();
        for enclosure in &post.enclosures {
            match self.attachment(enclosure, &mut tally.cost) {
                Some(made) if seen.insert(made.content_url.clone()) => attachments.push(made),
                Some(_) => {}
                None => tally.lose("Post::enclosures", 1),
            }
        }
        attachments
    }

    fn attachment(&self, enclosure: &Enclosure, cost: &mut Cost) -> Option<data::Media> {
        let known = enclosure.asset.as_ref().and_then(|asset| self.files.get(asset));
        let path = known.and_then(|known| known.path.clone());
        let mut media = data::Media::new(path.or_else(|| web(&Base::default(), &enclosure.url))?);
        let of_bytes = known.and_then(|known| known.media_type.as_deref());
        let stated = enclosure.media_type.as_deref().and_then(media_type);
        media.encoding_format = stated.or_else(|| of_bytes.and_then(media_type));
        media.name = enclosure.title.as_deref().and_then(|it| line(it, cost));
        let length = enclosure.length.or(known.and_then(|known| known.length));
        media.content_size = length.map(|length| length.to_string());
        media.duration = enclosure.seconds.map(|seconds| format!("PT{seconds}S"));
        Some(media)
    }

    /// The terms, each once: tags and categories apart.
    fn terms(
        &self,
        post: &Post,
        data: &mut data::Posting,
        tally: &mut Tally,
    ) -> Vec<(String, Option<String>)> {
        let mut seen = HashSet::new();
        let mut shown = Vec::new();
        for term in post.terms.iter().filter_map(|id: &TermId| self.carried.blog.term(id)) {
            let Some(name) = line(&term.name, &mut tally.cost) else { continue };
            if !seen.insert((term.kind == TermKind::Category, name.clone())) {
                continue;
            }
            let list = match term.kind {
                TermKind::Category => &mut data.article_section,
                _ => &mut data.keywords,
            };
            list.push(name.clone());
            shown.push((name, term.url.as_deref().and_then(public_address)));
        }
        shown
    }

    /// The books, magazines and serials that it is a part of. One without a title is known by nothing.
    fn parts(&self, post: &Post, tally: &mut Tally) -> Vec<data::Part> {
        let mut parts = Vec::new();
        for part in &post.series {
            let series = self.series.get(&part.series);
            let titled = series.and_then(|it| {
                Some((*it, it.title.as_deref().and_then(|it| line(it, &mut tally.cost))?))
            });
            let Some((series, name)) = titled else {
                tally.lose("Post::series", 1);
                continue;
            };
            parts.push(data::Part::Series(data::Series {
                kind: "CreativeWorkSeries",
                additional_type: kind(series.kind).to_owned(),
                name,
                url: series.url.as_deref().and_then(public_address),
                description: series.description.as_deref().and_then(|it| line(it, &mut tally.cost)),
                position: part.number.as_ref().map(|number| number.value),
            }));
        }
        parts
    }

    /// Adds what was said under a post to its data, and returns the texts.
    fn remarks(
        &self,
        place: usize,
        post: &Post,
        data: &mut data::Posting,
        tally: &mut Tally,
    ) -> io::Result<Vec<String>> {
        let comments = &self.carried.blog.comments;
        let places = self.carried.comments_of(place);
        let heads = places.iter().map(|&at| comments.head(at).id.as_str());
        let here: HashSet<&str> = heads.collect();
        let mut texts = Vec::new();
        for &at in places {
            let comment = comments.get(at)?;
            texts.push(self.remark_text(&comment, post, tally)?);
            let parent = comment.parent.as_ref().filter(|it| here.contains(it.as_str()));
            let parent = parent
                .map(|it| data::Answered { kind: "Comment", identifier: it.as_str().to_owned() });
            let name = comment.author_name.as_deref();
            let name = name.and_then(|it| name_of(it, &mut tally.cost));
            let url = homepage(comment.author_url.as_deref(), &mut tally.cost);
            let is_known = name.is_some() || url.is_some();
            data.comment.push(data::Remark {
                kind: "Comment",
                identifier: comment.id.as_str().to_owned(),
                url: format!("#comment-{}", texts.len()),
                author: is_known.then(|| data::Person::new(name, url, None)),
                date_created: comment.published.map(|time| rfc3339(time.at())),
                parent_item: parent,
                additional_type: match comment.kind {
                    CommentKind::Pingback => Some("pingback".to_owned()),
                    CommentKind::Trackback => Some("trackback".to_owned()),
                    _ => None,
                },
            });
        }
        Ok(texts)
    }

    fn remark_text(&self, comment: &Comment, post: &Post, tally: &mut Tally) -> io::Result<String> {
        Ok(match comment.is_html {
            true => {
                let link = post.permalink.as_deref();
                self.texts.body(&comment.body, link, &[], tally)?.html.into_owned()
            }
            false => escape::paragraphs(&characters::clean(&comment.body.text()?).text),
        })
    }
}

/// Counts what a page has no place for.
fn lose(post: &Post, tally: &mut Tally) {
    tally.lose("Post::translations", post.translations.len());
    tally.lose("Post::in_reply_to", post.in_reply_to.len());
    tally.lose("Post::revisions", post.revisions.len());
    tally.lose("Post::parent", usize::from(post.parent.is_some()));
    tally.lose("Post::location", usize::from(post.location.is_some()));
    tally.lose("Post::links", post.links.len());
}

fn counters(post: &Post) -> Vec<data::Counter> {
    let Some(counts) = &post.counts else { return Vec::new() };
    let all = [
        ("https://schema.org/LikeAction", counts.likes),
        ("https://schema.org/CommentAction", counts.comments),
        ("https://schema.org/ViewAction", counts.views),
        ("https://schema.org/ShareAction", counts.shares),
    ];
    all.into_iter().filter_map(|(kind, count)| Some(data::Counter::new(kind, count?))).collect()
}

/// What keeps a post from everybody, in the words of the model: whoever reads the archive is to keep it so.
fn access(post: &Post) -> (Option<String>, Option<String>, Option<data::Audience>) {
    let word = |value: serde_json::Result<serde_json::Value>| {
        value.ok().and_then(|it| it.as_str().map(str::to_owned)).unwrap_or_else(|| UNSAID.into())
    };
    let status =
        (post.status != Some(Status::Published)).then(|| word(serde_json::to_value(post.status)));
    let visibility = (post.visibility != Some(Visibility::Public))
        .then(|| word(serde_json::to_value(post.visibility)));
    let audience = post.audience.map(|audience| data::Audience {
        kind: "Audience",
        audience_type: word(serde_json::to_value::<Audience>(audience)),
    });
    (status, visibility, audience)
}

/// The word for what the archive did not say.
const UNSAID: &str = "unsaid";

fn kind(kind: SeriesKind) -> &'static str {
    match kind {
        SeriesKind::Book => "book",
        SeriesKind::Magazine => "magazine",
        SeriesKind::Serial => "serial",
        _ => "sequence",
    }
}

/// A date as people read it, as far as it is known.
fn day(time: larder_core::Timestamp) -> String {
    use larder_core::Precision;

    let form = match time.precision() {
        Precision::Year => "%Y",
        Precision::Month => "%Y-%m",
        Precision::Day => "%Y-%m-%d",
        _ => "%Y-%m-%d %H:%M",
    };
    time.at().format(form).to_string()
}

fn title(data: &data::Posting, html: Option<&str>, day: Option<&str>) -> String {
    let made = || html.and_then(|html| excerpt(html, TITLE));
    let title = data.headline.clone().or_else(made).or_else(|| day.map(str::to_owned));
    title.unwrap_or_else(|| "…".to_owned())
}
