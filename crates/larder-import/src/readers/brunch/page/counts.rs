//! Likes and comments as the page shows them. A label that the page does not have is no zero.

use larder_core::Counts;
use larder_html::{NodeId, Tree};

use crate::numbers;

/// The counts of a page.
pub(super) fn read(tree: &Tree) -> Counts {
    let buttons: Vec<String> = tree
        .find_all(tree.root(), "button")
        .into_iter()
        .filter(|button| {
            !tree.ancestors(*button).any(|above| tree.has_class(above, "list_comment"))
        })
        .map(|button| tree.text(button))
        .collect();
    let in_button = |label| buttons.iter().find_map(|text| beside(text, label));
    let mut counts = Counts::default();
    counts.likes = in_button("라이킷")
        .or_else(|| liked_by_icon(tree))
        .or_else(|| first(tree, &["span.num_like", ".wrap_recommend .num"]));
    counts.comments = in_button("댓글")
        .or_else(|| first(tree, &[".num_comment", "#comment .txt_num", ".txt_num"]));
    counts
}

/// The number beside a label, on either side: `라이킷 217`, `217 라이킷`.
fn beside(text: &str, label: &str) -> Option<u64> {
    let (before, after) = text.split_once(label)?;
    numbers::count(after).or_else(|| numbers::count(before))
}

/// `button > .ico_likeit_like + .text_cnt`
fn liked_by_icon(tree: &Tree) -> Option<u64> {
    let icon = tree.find(tree.root(), "button .ico_likeit_like")?;
    let button = tree.ancestors(icon).find(|above| tree.name(*above) == Some("button"))?;
    first_in(tree, button, ".text_cnt")
}

fn first(tree: &Tree, selectors: &[&str]) -> Option<u64> {
    selectors.iter().find_map(|selector| first_in(tree, tree.root(), selector))
}

fn first_in(tree: &Tree, within: NodeId, selector: &str) -> Option<u64> {
    numbers::count(&tree.text(tree.find(within, selector)?))
}

#[cfg(test)]
mod tests {
    use larder_html::Limits;

    use super::*;

    #[test]
    fn counts_come_from_labels_and_absent_is_not_zero() {
        let read = |html: &str| {
            let counts = read(&Tree::document(html, &Limits::default()));
            (counts.likes, counts.comments)
        };
        assert_eq!(
            read("<button>라이킷 <span>1,744</span></button><button>댓글 6</button>"),
            (Some(1_744), Some(6))
        );
        assert_eq!(
            read("<button>217 라이킷</button><span class=num_comment>0</span>"),
            (Some(217), Some(0))
        );
        assert_eq!(
            read("<button><i class=ico_likeit_like></i><b class=text_cnt>3</b></button>"),
            (Some(3), None)
        );
        assert_eq!(read("<button>라이킷</button><button>댓글</button>"), (None, None));
        assert_eq!(read("<ul class=list_comment><li><button>라이킷 9</button></ul>"), (None, None));
    }
}
