//! The list of readers. From it come detection, the values of `--from`, `larder formats` and the README's table.

mod astro;
mod bar;
mod blogger;
mod blogml;
mod brunch;
mod devto;
mod disqus;
mod dotclear;
mod eleventy;
mod feed;
mod ghost;
mod hashnode;
mod hexo;
mod hugo;
mod isso;
mod jekyll;
mod json;
mod jsonl;
mod livejournal;
mod markdown;
mod mastodon;
mod medium;
mod mt;
mod notion;
mod substack;
mod tistory;
mod ttxml;
mod tumblr;
mod velog;
mod wix;
mod writefreely;
mod wxr;
mod zola;

use self::feed::plain_title;
pub(crate) use self::feed::{MADE_ID, restored_id};
use crate::Reader;

/// All readers, in the order their formats are listed to the user.
pub static READERS: &[&dyn Reader] = &[
    // One per line; this comment keeps rustfmt from joining them.
    &brunch::Brunch,
    &json::Json,
    &jsonl::Jsonl,
    &wxr::Wxr,
    &blogger::Blogger,
    &ghost::Ghost,
    &substack::Substack,
    &medium::Medium,
    &mt::Mt,
    &ttxml::Ttxml,
    &tistory::Tistory,
    &velog::Velog,
    &tumblr::Tumblr,
    &notion::Notion,
    &hugo::Hugo,
    &jekyll::Jekyll,
    &hexo::Hexo,
    &zola::Zola,
    &astro::Astro,
    &eleventy::Eleventy,
    &bar::Bar,
    &mastodon::Mastodon,
    &livejournal::LiveJournal,
    &writefreely::Writefreely,
    &devto::Devto,
    &hashnode::Hashnode,
    &blogml::BlogMl,
    &dotclear::Dotclear,
    &wix::Wix,
    &disqus::Disqus,
    &isso::Isso,
    &feed::Feed,
    &markdown::Markdown,
];

/// The reader of this name.
pub fn reader(name: &str) -> Option<&'static dyn Reader> {
    READERS.iter().copied().find(|reader| reader.format().name == name)
}
