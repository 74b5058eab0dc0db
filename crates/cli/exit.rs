//! How the program ends, for whoever called it.

use std::process::ExitCode;

use larder_core::Outcome;

/// What the exit code says. Every end of the program is one of these.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Exit {
    /// 0: all carried.
    Complete,
    /// 1: done, with declared losses.
    Losses,
    /// 1: a feed has errors or warnings that are not accepted.
    Findings,
    /// 2: the command line asks for something that cannot be done, or the output cannot be written; what was there is as
    /// it was.
    Usage,
    /// 3: something came in and nobody knows what became of it.
    Unexplained,
    /// 4: the input is missing, empty, or nothing that can be read, or there is no room for temporary files.
    Unreadable,
    /// 130: somebody pressed Ctrl-C or sent SIGTERM; nothing was left behind.
    Cancelled,
}

impl Exit {
    /// The number.
    pub(crate) fn code(self) -> u8 {
        match self {
            Self::Complete => 0,
            Self::Losses | Self::Findings => 1,
            Self::Usage => 2,
            Self::Unexplained => 3,
            Self::Unreadable => 4,
            Self::Cancelled => 130,
        }
    }

    /// The word for it in reports.
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Complete => "complete",
            Self::Losses => "losses",
            Self::Findings => "findings",
            Self::Usage => "usage",
            Self::Unexplained => "unexplained",
            Self::Unreadable => "unreadable",
            Self::Cancelled => "cancelled",
        }
    }
}

impl From<Outcome> for Exit {
    fn from(outcome: Outcome) -> Self {
        match outcome {
            Outcome::Complete => Self::Complete,
            Outcome::Losses => Self::Losses,
            // An outcome this program does not know is no success.
            _ => Self::Unexplained,
        }
    }
}

impl From<Exit> for ExitCode {
    fn from(exit: Exit) -> Self {
        Self::from(exit.code())
    }
}
