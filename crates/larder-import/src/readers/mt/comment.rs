//! From the sections of an entry to comments and trackbacks.

use larder_core::{Body, Comment, CommentId, CommentKind, Status};

use super::{
    body::{has_blocks, paragraphs, unified},
    entry::Entry,
    post::{Around, Made, keep},
    said::Said,
};

impl Made {
    /// Comments and pings.
    pub(super) fn said(&mut self, entry: &Entry<'_>, is_cut: bool, around: &Around<'_>) {
        const COMMENT: [&str; 7] = ["AUTHOR", "EMAIL", "URL", "IP", "DATE", "SECRET", "PASS"];
        const PING: [&str; 5] = ["TITLE", "URL", "IP", "BLOG NAME", "DATE"];
        for text in &entry.comments {
            let said = Said::read(text, &COMMENT);
            self.comment(&said, CommentKind::Comment, around);
        }
        for text in &entry.pings {
            let said = Said::read(text, &PING);
            self.comment(&said, CommentKind::Trackback, around);
        }
        // What is cut off, or stands in a damaged frame, may have been a secret comment.
        let last = self.comments.last_mut().filter(|_| is_cut);
        last.into_iter().for_each(|comment| comment.status = None);
        if entry.swallows {
            self.comments.iter_mut().for_each(|comment| comment.status = None);
        }
    }

    fn comment(&mut self, said: &Said<'_>, kind: CommentKind, around: &Around<'_>) {
        let name = if kind == CommentKind::Trackback { "BLOG NAME" } else { "AUTHOR" };
        let (name, date) = (said.value(name), said.value("DATE"));
        let id = self.comment_id(&[name.unwrap_or_default(), date.unwrap_or_default(), said.text]);
        let text = unified(said.text);
        let text = text.trim_matches('\n');
        let is_html = text.contains('<') || text.contains('&');
        let html = (is_html && !has_blocks(text)).then(|| paragraphs(text));
        let body = Body::inline(html.as_deref().unwrap_or(text));
        let mut comment = Comment::new(id, self.post.id.clone(), body);
        comment.is_html = is_html;
        if html.is_some() {
            comment.extra.insert("mt:COMMENT", said.text);
        }
        comment.kind = kind;
        comment.status = self.comment_status(said);
        let owned = |key| said.value(key).map(str::to_owned);
        comment.author_name = name.map(str::to_owned);
        comment.author_url = owned("URL");
        comment.author_email = owned("EMAIL");
        comment.author_ip = owned("IP");
        if let Some(date) = date {
            comment.published = self.timestamp(date, around);
            if comment.published.is_none() {
                comment.extra.insert("mt:DATE", date);
            }
        }
        let kept =
            ["TITLE", "SECRET", "PASS"].into_iter().filter_map(|key| Some((key, said.value(key)?)));
        keep(&mut comment.extra, kept.chain(said.unknown.iter().copied()));
        self.comments.push(comment);
    }

    /// What is in an export was approved. A mark that nobody knows may be that of a secret comment.
    fn comment_status(&mut self, said: &Said<'_>) -> Option<Status> {
        let is_secret = said.value("SECRET").is_some_and(|it| it != "0");
        let mark = said.doubt.or(is_secret.then_some("SECRET"));
        let mark = mark.or(said.value("PASS").map(|_| "PASS"));
        if let Some(mark) = mark {
            self.unknown_statuses.push(format!("{mark}:"));
        }
        mark.is_none().then_some(Status::Published)
    }

    /// An id that no other comment of the post has.
    fn comment_id(&mut self, facts: &[&str; 3]) -> CommentId {
        let [name, date, text] = facts;
        let mut id = CommentId::derived(&["mt", self.post.id.as_str(), name, date, text]);
        if !self.seen.comments.insert(id.clone()) {
            id = CommentId::derived(&["mt", id.as_str(), &self.comments.len().to_string()]);
            self.seen.comments.insert(id.clone());
        }
        id
    }
}
