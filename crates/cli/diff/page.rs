//! What is different, for people: first what subscribers would notice.

use larder_import::compare::{Again, Edited, Named};

use super::{
    Difference, Side,
    record::{self, Told},
};
use crate::{
    exit::Exit,
    messages::{Message, Value},
    report::{Talk, Volume},
};

/// How many posts of each kind are shown.
const SHOWN: usize = 20;

/// The page.
pub(super) fn text(talk: &Talk, difference: &Difference) -> String {
    let mut page = Page { talk, lines: String::new() };
    page.difference(difference);
    page.lines
}

struct Page<'a> {
    talk: &'a Talk,
    lines: String,
}

impl Page<'_> {
    fn line(&mut self, indent: usize, id: &str, values: &[(&'static str, Value)]) {
        let said = self.talk.messages.text(id, values);
        self.lines.push_str(&format!("{:indent$}{said}\n", ""));
    }

    fn difference(&mut self, difference: &Difference) {
        let Difference { old, new, comparison } = difference;
        let is_quiet = self.talk.volume == Volume::Quiet;
        if is_quiet && difference.exit() == Exit::Complete {
            return;
        }
        self.head(difference);
        self.doubts(old);
        self.doubts(new);
        if !comparison.shares_posts() && comparison.old_posts.min(comparison.new_posts) > 0 {
            self.line(2, "diff-nothing-shared", &[]);
        }
        if !is_quiet {
            self.count("diff-unchanged", comparison.unchanged);
            self.count("diff-edited", comparison.edited.len());
            self.few(&comparison.edited, false, Self::edited);
        }
        self.count("diff-again", comparison.again.len());
        self.few(&comparison.again, true, Self::again);
        self.posts("diff-hidden", &comparison.hidden, true);
        self.posts("diff-late", &comparison.late, false);
        if !is_quiet {
            self.posts("diff-new", &comparison.new, false);
            self.posts("diff-gone", &comparison.gone, false);
        }
        if !comparison.again.is_empty() {
            self.told(Told::of(&comparison.again));
        }
    }

    fn head(&mut self, difference: &Difference) {
        let Difference { old, new, comparison } = difference;
        let values = [
            ("old", old.name.as_str().into()),
            ("new", new.name.as_str().into()),
            ("before", comparison.old_posts.into()),
            ("after", comparison.new_posts.into()),
        ];
        self.line(0, "diff-head", &values);
    }

    /// A side that could not be read whole may lack posts that are there.
    fn doubts(&mut self, side: &Side) {
        let count = side.doubts().count();
        if count > 0 {
            let values = [("name", side.name.as_str().into()), ("count", count.into())];
            self.line(2, "diff-doubts", &values);
        }
    }

    fn count(&mut self, id: &str, count: usize) {
        if count > 0 {
            self.line(2, id, &[("count", count.into())]);
        }
    }

    fn posts(&mut self, id: &str, posts: &[Named], always: bool) {
        self.count(id, posts.len());
        self.few(posts, always, |page, post| page.post(4, post));
    }

    /// As many as one wants to read; with `-v`, all.
    fn few<T>(&mut self, list: &[T], always: bool, show: impl Fn(&mut Self, &T)) {
        let shown = match self.talk.volume {
            Volume::Verbose => list.len(),
            _ if always => list.len().min(SHOWN),
            _ => 0,
        };
        list[..shown].iter().for_each(|it| show(self, it));
        if always && shown < list.len() {
            self.line(4, "diff-more", &[("count", (list.len() - shown).into())]);
        }
    }

    fn post(&mut self, indent: usize, post: &Named) {
        let title = title(post);
        self.line(indent, "diff-post", &[("title", title), ("id", post.id.as_str().into())]);
    }

    fn edited(&mut self, edited: &Edited) {
        let fields = edited.fields.iter().map(|it| {
            let id = format!("field-{}", record::field(*it));
            self.talk.messages.text(&id, &[])
        });
        let fields = fields.collect::<Vec<_>>().join(", ");
        let values = [("title", title(&edited.post)), ("fields", fields.into())];
        self.line(4, "diff-edited-post", &values);
    }

    fn again(&mut self, again: &Again) {
        self.post(4, &again.post);
        let say = |kind: &str, word: &str| self.talk.messages.text(&format!("{kind}-{word}"), &[]);
        let cause = say("cause", record::cause(again.cause));
        // What we call a post without an id is no id that anybody knows.
        if again.old_id == again.post.id {
            return self.line(6, "diff-why", &[("cause", cause.into())]);
        }
        let values = [
            ("old", again.old_id.as_str().into()),
            ("cause", cause.into()),
            ("evidence", say("evidence", record::evidence(again.evidence)).into()),
        ];
        self.line(6, "diff-was", &values);
    }

    /// By what feed readers know a post, and how many posts are new to those.
    fn told(&mut self, told: Told) {
        self.line(2, "diff-told", &[]);
        self.line(4, "diff-told-by-id", &[("count", told.by_id.into())]);
        self.line(4, "diff-told-by-path", &[("count", told.by_path.into())]);
        self.line(4, "diff-told-by-sight", &[("count", told.by_sight.into())]);
    }
}

fn title(post: &Named) -> Value {
    match &post.title {
        Some(title) => title.as_str().into(),
        None => Message::new("untitled").into(),
    }
}
