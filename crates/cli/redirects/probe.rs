//! Asks a site whether its redirects work: one hop, the right status, the right place, and a page there.
//!
//! Only the site that was named is asked: where a redirect leads elsewhere, that it does is all that is looked at. Bodies are
//! not read, no proxy of the environment is used, and nothing is followed by itself.

use std::{
    num::NonZeroU8,
    sync::atomic::{AtomicUsize, Ordering},
    thread,
    time::Duration,
};

use larder_export::redirects::{Case, leads_to};
use serde::Serialize;
use ureq::{Agent, http::header::LOCATION};
use url::Url;

use crate::failure::Failure;

/// The most bytes of the head of an answer.
const HEAD: usize = 64 << 10;

/// What a site answered.
#[derive(Serialize)]
pub(super) struct Probed {
    pub(super) base: String,
    pub(super) asked: usize,
    pub(super) right: usize,
    /// What was not right, in the order of the tests.
    pub(super) wrong: Vec<Wrong>,
}

/// An address with another answer than the right one.
#[derive(Serialize)]
pub(super) struct Wrong {
    pub(super) url: String,
    #[serde(flatten)]
    pub(super) problem: Problem,
}

/// What is wrong with an answer.
#[derive(Serialize)]
#[serde(tag = "problem", rename_all = "kebab-case")]
pub(super) enum Problem {
    /// There was none.
    NoAnswer { reason: String },
    /// Another status.
    Status { expected: u16, found: u16 },
    /// Another place.
    Place { expected: String, found: String },
    /// The place is no page: it is redirected again, or not there.
    Page { location: String, found: u16 },
}

impl Probed {
    /// Whether nothing was answered at all.
    pub(super) fn is_unreachable(&self) -> bool {
        let is_silent = |it: &Wrong| matches!(it.problem, Problem::NoAnswer { .. });
        self.asked > 0 && self.wrong.len() == self.asked && self.wrong.iter().all(is_silent)
    }
}

/// Tries every case against the site at `base`, with so many requests at once.
pub(super) fn all(
    base: &str,
    cases: &[Case],
    jobs: NonZeroU8,
    timeout: u32,
) -> Result<Probed, Failure> {
    let base = Url::parse(base).map_err(|_| Failure::usage("reason-address"))?;
    let site = Site { agent: agent(timeout), base };
    let next = AtomicUsize::new(0);
    let work = || {
        let mut wrong = Vec::new();
        while let Some((at, case)) = take(&next, cases) {
            if let Err(problem) = site.ask(case) {
                wrong.push((at, Wrong { url: case.url.clone(), problem }));
            }
        }
        wrong
    };
    let mut wrong: Vec<(usize, Wrong)> = thread::scope(|scope| {
        let workers: Vec<_> = (0..jobs.get()).map(|_| scope.spawn(work)).collect();
        let joined = workers.into_iter().map(|it| it.join().expect("asking does not panic"));
        joined.flatten().collect()
    });
    wrong.sort_by_key(|(at, _)| *at);
    let wrong: Vec<Wrong> = wrong.into_iter().map(|(_, wrong)| wrong).collect();
    let right = cases.len() - wrong.len();
    Ok(Probed { base: site.base.into(), asked: cases.len(), right, wrong })
}

fn take<'a>(next: &AtomicUsize, cases: &'a [Case]) -> Option<(usize, &'a Case)> {
    let at = next.fetch_add(1, Ordering::Relaxed);
    cases.get(at).map(|case| (at, case))
}

fn agent(timeout: u32) -> Agent {
    let config = Agent::config_builder()
        .max_redirects(0)
        .http_status_as_error(false)
        .proxy(None)
        .timeout_global(Some(Duration::from_secs(timeout.into())))
        .max_response_header_size(HEAD)
        .user_agent(concat!("larder/", env!("CARGO_PKG_VERSION")));
    config.build().into()
}

struct Site {
    agent: Agent,
    base: Url,
}

impl Site {
    fn ask(&self, case: &Case) -> Result<(), Problem> {
        let asked = self.at(&case.url)?;
        let (found, location) = self.get(&asked)?;
        if found != case.status {
            return Err(Problem::Status { expected: case.status, found });
        }
        let Some(expected) = &case.location else { return Ok(()) };
        let location = location.unwrap_or_default();
        let place = || Problem::Place { expected: expected.clone(), found: location.clone() };
        let landed = asked.join(&location).map_err(|_| place())?;
        let wanted = self.at(expected)?;
        let is_own = landed.origin() == self.base.origin();
        let path = self.of_site(&landed);
        if !leads_to(&path, &self.of_site(&wanted), &case.url) {
            return Err(place());
        }
        if !is_own {
            return Ok(());
        }
        match self.get(&landed)?.0 {
            200 => Ok(()),
            found => Err(Problem::Page { location, found }),
        }
    }

    /// An address of the site. `//` at the beginning of a path names no host here.
    fn at(&self, url: &str) -> Result<Url, Problem> {
        let base = self.base.as_str().trim_end_matches('/');
        let url = if url.starts_with('/') { format!("{base}{url}") } else { url.to_owned() };
        let no_answer = |error: url::ParseError| Problem::NoAnswer { reason: error.to_string() };
        Url::parse(&url).map_err(no_answer)
    }

    /// An address of the site as a path, one elsewhere as it is.
    fn of_site(&self, url: &Url) -> String {
        match url.origin() == self.base.origin() {
            true => url[url::Position::BeforePath..].to_owned(),
            false => url.to_string(),
        }
    }

    /// Status and place of an answer.
    fn get(&self, url: &Url) -> Result<(u16, Option<String>), Problem> {
        let mut url = url.clone();
        url.set_fragment(None);
        let answer = self.agent.get(url.as_str()).call();
        let answer = answer.map_err(|error| Problem::NoAnswer { reason: error.to_string() })?;
        let location = answer.headers().get(LOCATION);
        let location = location.map(|it| String::from_utf8_lossy(it.as_bytes()).into_owned());
        Ok((answer.status().as_u16(), location))
    }
}
