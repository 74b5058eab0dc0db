//! The list of readers. From it come detection, the values of `--from`, `larder formats` and the README's table.

mod blogger;
mod brunch;
mod feed;
mod ghost;
mod json;
mod jsonl;
mod mt;
mod wxr;

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
    &blogger::Blogger,
    &mt::Mt,
    &feed::Feed,
];

/// The reader of this name.
pub fn reader(name: &str) -> Option<&'static dyn Reader> {
    READERS.iter().copied().find(|reader| reader.format().name == name)
}
