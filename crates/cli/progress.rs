//! The bar that long runs show: on a terminal only, and only after half a second.

use std::{
    io::{self, IsTerminal},
    sync::{Mutex, PoisonError},
    time::{Duration, Instant},
};

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};
use larder_import::Progress;

use crate::messages::Messages;

/// What is over sooner needs no bar.
const PATIENCE: Duration = Duration::from_millis(500);

/// A bar on stderr.
#[derive(Debug)]
pub(crate) struct Bar {
    began: Instant,
    labels: [(&'static str, String); 2],
    current: Mutex<Option<ProgressBar>>,
}

impl Bar {
    /// A bar, or nothing when stderr is no terminal.
    pub(crate) fn on_terminal(messages: &Messages) -> Option<Self> {
        let label = |stage, id| (stage, messages.text(id, &[]));
        io::stderr().is_terminal().then(|| Self {
            began: Instant::now(),
            labels: [label("read", "stage-read"), label("write", "stage-write")],
            current: Mutex::new(None),
        })
    }

    fn with_current(&self, change: impl FnOnce(&mut Option<ProgressBar>)) {
        change(&mut self.current.lock().unwrap_or_else(PoisonError::into_inner));
    }
}

impl Progress for Bar {
    fn begin(&self, stage: &'static str, total: u64) {
        let label = self.labels.iter().find(|(name, _)| *name == stage);
        let label = label.map_or(stage, |(_, label)| label.as_str());
        let bar = ProgressBar::with_draw_target(Some(total), ProgressDrawTarget::hidden());
        let style = ProgressStyle::with_template("{prefix} {wide_bar} {pos}/{len}");
        bar.set_style(style.expect("the template is a constant that was tried"));
        bar.set_prefix(label.to_owned());
        self.with_current(|current| *current = Some(bar));
    }

    fn advance(&self, steps: u64) {
        self.with_current(|current| {
            let Some(bar) = current else { return };
            if bar.is_hidden() && self.began.elapsed() > PATIENCE {
                bar.set_draw_target(ProgressDrawTarget::stderr());
            }
            bar.inc(steps);
        });
    }

    fn end(&self) {
        self.with_current(|current| {
            if let Some(bar) = current.take() {
                bar.finish_and_clear();
            }
        });
    }
}

impl Drop for Bar {
    /// A run that failed or was stopped leaves no bar behind.
    fn drop(&mut self) {
        self.end();
    }
}
