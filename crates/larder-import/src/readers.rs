//! The list of readers. From it come detection, the values of `--from`, `larder formats` and the README's table.

mod brunch;
mod devto;
mod feed;
mod ghost;
mod hashnode;
mod json;
mod jsonl;
mod mt;
mod notion;
mod velog;
mod wix;
mod writefreely;
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
    &mt::Mt,
    &notion::Notion,
    &velog::Velog,
    &devto::Devto,
    &hashnode::Hashnode,
    &writefreely::Writefreely,
    &wix::Wix,
    &feed::Feed,
];

/// The reader of this name.
pub fn reader(name: &str) -> Option<&'static dyn Reader> {
    READERS.iter().copied().find(|reader| reader.format().name == name)
}
