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
mod web;
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
    &web::Web,
    &markdown::Markdown,
];

/// Other names of formats, with the reader that each means: only those that can mean no other one.
pub static OTHER_NAMES: &[(&str, &str)] = &[
    ("wordpress", "wxr"),
    ("wordpress.com", "wxr"),
    ("squarespace", "wxr"),
    ("워드프레스", "wxr"),
    ("blogspot", "blogger"),
    ("movable-type", "mt"),
    ("movabletype", "mt"),
    ("typepad", "mt"),
    ("hatena", "mt"),
    ("fc2", "mt"),
    ("seesaa", "mt"),
    ("livedoor", "mt"),
    ("goo", "mt"),
    ("textcube", "ttxml"),
    ("tattertools", "ttxml"),
    ("텍스트큐브", "ttxml"),
    ("브런치", "brunch"),
    ("벨로그", "velog"),
    ("노션", "notion"),
    ("11ty", "eleventy"),
    ("micro.blog", "bar"),
    ("dreamwidth", "livejournal"),
    ("insanejournal", "livejournal"),
    ("write.as", "writefreely"),
    ("dev.to", "devto"),
    ("forem", "devto"),
    ("rss", "feed"),
    ("atom", "feed"),
    ("json-feed", "feed"),
    ("opml", "feed"),
    ("html", "web"),
    ("singlefile", "web"),
    ("httrack", "web"),
    ("wayback", "web"),
];

/// The reader of this name, or of this other name of its format.
pub fn reader(name: &str) -> Option<&'static dyn Reader> {
    let other = OTHER_NAMES.iter().find(|(other, _)| *other == name);
    let name = other.map_or(name, |(_, name)| name);
    READERS.iter().copied().find(|reader| reader.format().name == name)
}
