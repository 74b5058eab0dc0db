//! The list of readers. From it come detection, the values of `--from`, `larder formats` and the README's table.

mod astro;
mod brunch;
mod eleventy;
mod feed;
mod ghost;
mod hexo;
mod hugo;
mod jekyll;
mod json;
mod jsonl;
mod markdown;
mod mt;
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
    &ghost::Ghost,
    &wxr::Wxr,
    &mt::Mt,
    &hugo::Hugo,
    &jekyll::Jekyll,
    &hexo::Hexo,
    &zola::Zola,
    &astro::Astro,
    &eleventy::Eleventy,
    &feed::Feed,
    &markdown::Markdown,
];

/// The reader of this name.
pub fn reader(name: &str) -> Option<&'static dyn Reader> {
    READERS.iter().copied().find(|reader| reader.format().name == name)
}
