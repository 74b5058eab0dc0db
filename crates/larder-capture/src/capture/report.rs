//! What a container held besides its captures.

use std::{collections::BTreeMap, fmt, io};

use super::{Capture, Damage, Each, Limit, Limits};

/// The account of a container.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct Report {
    /// How many captures were given.
    pub captures: u64,
    /// What was left out, by the rule that did it.
    pub left_out: BTreeMap<Omission, u64>,
    /// What is amiss with the container as a whole.
    pub damage: Vec<Damage>,
    /// How much more damage there is than is listed: a container made to hurt has no end of it.
    pub unlisted_damage: u64,
}

/// The most damage that is listed, of a container or of one capture.
const LISTED: usize = 1000;

impl Report {
    pub(crate) fn leave_out(&mut self, rule: Omission, count: u64) {
        if count > 0 {
            *self.left_out.entry(rule).or_default() += count;
        }
    }

    pub(crate) fn damaged(&mut self, damage: Damage) {
        if self.damage.len() < LISTED {
            self.damage.push(damage);
        } else {
            self.unlisted_damage += 1;
        }
    }
}

/// A rule by which something in a container becomes no capture.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum Omission {
    /// Cookies, in either direction, are secrets.
    Cookies,
    /// Headers that prove who somebody is are secrets.
    Authorisation,
    /// What was sent to a server may hold passwords.
    RequestBodies,
    /// Requests are no content.
    Requests,
    /// Headers of answers that nothing here needs.
    Headers,
    /// Answers without a body, by their nature (204, 304, `HEAD`).
    EmptyAnswers,
    /// Answers that never came: blocked, cancelled.
    NoAnswers,
    /// Addresses that hold their answer, seen as requests: they stand in the page too.
    DataUrls,
    /// Messages of WebSockets.
    WebSocketMessages,
    /// What a program put between the parts for people to read.
    Preambles,
    /// Pictures that only keep a place.
    Placeholders,
    /// Elements of the program that saved the page.
    ToolElements,
    /// What a program needs to show the container: its script, its list of files.
    Machinery,
    /// Values that no capture has a place for.
    OtherValues,
    /// Parts that are encrypted.
    Encrypted,
    /// Parts over a limit.
    OverLimit,
    /// Parts that cannot be read at all.
    Unreadable,
}

impl fmt::Display for Omission {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Cookies => "cookies",
            Self::Authorisation => "authorisation headers",
            Self::RequestBodies => "bodies of requests",
            Self::Requests => "requests",
            Self::Headers => "other headers",
            Self::EmptyAnswers => "answers without a body",
            Self::NoAnswers => "requests without an answer",
            Self::DataUrls => "`data:` addresses that were requested",
            Self::WebSocketMessages => "messages of WebSockets",
            Self::Preambles => "text between parts",
            Self::Placeholders => "pictures that only keep a place",
            Self::ToolElements => "elements of the saving program",
            Self::Machinery => "files of the saving program",
            Self::OtherValues => "other values",
            Self::Encrypted => "encrypted parts",
            Self::OverLimit => "parts over a limit",
            Self::Unreadable => "unreadable parts",
        })
    }
}

/// Hands captures over within the limits, and keeps the account.
pub(crate) struct Intake<'a, 'b> {
    pub(crate) limits: &'a Limits,
    pub(crate) report: Report,
    each: &'a mut Each<'b>,
    bytes: u64,
}

impl<'a, 'b> Intake<'a, 'b> {
    pub(crate) fn new(limits: &'a Limits, each: &'a mut Each<'b>) -> Self {
        Self { limits, report: Report::default(), each, bytes: 0 }
    }

    /// How many bytes a body may have now.
    pub(crate) fn room(&self) -> usize {
        let room = self.limits.body.min(self.limits.bodies.saturating_sub(self.bytes));
        usize::try_from(room).unwrap_or(usize::MAX)
    }

    /// Whether no more captures are given.
    pub(crate) fn is_full(&self) -> bool {
        self.report.captures >= self.limits.parts
    }

    /// Gives a capture, cut to what the limits allow.
    pub(crate) fn give(&mut self, mut capture: Capture) -> io::Result<()> {
        if self.is_full() {
            self.report.leave_out(Omission::OverLimit, 1);
            return Ok(());
        }
        let room = self.room();
        if capture.body.len() > room {
            capture.body.truncate(room);
            capture.damage.push(self.over(room));
        }
        capture.damage.truncate(LISTED);
        self.bytes += capture.body.len() as u64;
        self.report.captures += 1;
        (self.each)(capture)
    }

    /// The account, when all is read.
    pub(crate) fn finish(mut self) -> Report {
        if self.report.left_out.contains_key(&Omission::OverLimit) && self.is_full() {
            let allowed = self.limits.parts;
            self.report.damaged(Damage::OverLimit { limit: Limit::Parts, allowed });
        }
        self.report
    }

    fn over(&self, room: usize) -> Damage {
        let is_one = room as u64 == self.limits.body;
        let limit = if is_one { Limit::Body } else { Limit::Bodies };
        let allowed = if is_one { self.limits.body } else { self.limits.bodies };
        Damage::OverLimit { limit, allowed }
    }
}
