//! Whole bodies in, whole HTML out.

mod blocks;
mod classic;
mod hostile;
mod shortcodes;

use std::collections::BTreeMap;

use super::{Around, Picture, Rendered, render};

/// Four attachments and some reusable blocks.
struct Site;

impl Around for Site {
    fn attachment(&self, row: u64) -> Option<Picture<'_>> {
        let image = Picture { media_type: "image/jpeg", ..Picture::default() };
        Some(match row {
            1 => Picture {
                url: "/1.jpg?a&b",
                alt: "\"one\" & <1>",
                caption: "The <em>first</em>",
                ..image
            },
            2 => Picture { url: "/2.jpg", width: Some(640), height: Some(480), ..image },
            3 => Picture {
                url: "/3.mp3",
                title: "A & B",
                media_type: "audio/mpeg",
                ..Picture::default()
            },
            4 => Picture { url: "/4.mp4", media_type: "video/mp4", ..Picture::default() },
            _ => return None,
        })
    }

    fn bodies(&self) -> usize {
        1
    }

    fn block(&self, row: u64) -> Option<&str> {
        Some(match row {
            10 => "<!-- wp:paragraph -->\n<p>reused</p>\n<!-- /wp:paragraph -->",
            11 => "<!-- wp:block {\"ref\":10} /--><!-- wp:block {\"ref\":11} /-->",
            12 => "<!-- wp:block {\"ref\":13} /--><!-- wp:block {\"ref\":13} /-->",
            13 => "<!-- wp:block {\"ref\":14} /--><!-- wp:block {\"ref\":14} /-->",
            14 => "<!-- wp:block {\"ref\":15} /--><!-- wp:block {\"ref\":15} /-->",
            15 => "<p>more<!--more--><!--nextpage--></p>",
            _ => return None,
        })
    }

    fn uploaded_here(&self) -> Vec<u64> {
        vec![1, 2, 3]
    }
}

/// A body as it comes out.
fn rendered(body: &str) -> Rendered<'_> {
    render(body, None, &Site)
}

/// The HTML of a body.
fn html(body: &str) -> String {
    rendered(body).html.into_owned()
}

/// Asserts what bodies become.
#[track_caller]
fn assert_html(cases: &[(&str, &str)]) {
    for (body, expected) in cases {
        assert_eq!(html(body), *expected, "of {body:?}");
    }
}

/// Counts as they are written in tests.
fn counts(counts: &BTreeMap<String, u32>) -> Vec<(&str, u32)> {
    counts.iter().map(|(name, count)| (&**name, *count)).collect()
}
