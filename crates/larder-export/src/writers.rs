//! The list of writers. From it come the values of `--to`, `larder formats` and the README's table.

mod astro;
mod atom;
mod bar;
mod blogger;
mod eleventy;
mod ghost;
mod hexo;
mod hugo;
mod jekyll;
mod json;
mod json_feed;
mod jsonl;
mod markdown;
mod mt;
mod rss;
mod wacz;
mod wxr;
mod zola;

use crate::Writer;

/// All writers, in the order their formats are listed to the user.
pub static WRITERS: &[&dyn Writer] = &[
    // One per line; this comment keeps rustfmt from joining them.
    &rss::Rss,
    &atom::Atom,
    &json_feed::JsonFeed,
    &json::Json,
    &jsonl::Jsonl,
    &hugo::Hugo,
    &wxr::Wxr,
    &mt::Mt,
    &ghost::Ghost,
    &bar::Bar,
    &wacz::Wacz,
    &blogger::Blogger,
    &jekyll::Jekyll,
    &eleventy::Eleventy,
    &zola::Zola,
    &hexo::Hexo,
    &astro::Astro,
    &markdown::Markdown,
];

/// The writer of this name.
pub fn writer(name: &str) -> Option<&'static dyn Writer> {
    WRITERS.iter().copied().find(|writer| writer.format().name == name)
}
