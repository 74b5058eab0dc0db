//! What is to be said about redirects: what could not be in the table, and what is wrong with one.

use std::fmt;

use larder_core::Severity;
use serde::Serialize;

use super::{Address, Class, Target};

/// One thing that was found.
///
/// Addresses show themselves decoded. None of them is of something that is not carried: nobody was told of that.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(tag = "finding", rename_all = "kebab-case")]
#[non_exhaustive]
pub enum Finding {
    /// Two things claim one old address with the same right. It leads nowhere until somebody decides.
    Collision {
        /// The old address.
        from: Address,
        /// Where it would lead, sorted.
        to: Vec<Target>,
        /// How both were found.
        rule: Class,
    },
    /// The address leads back to itself. It is left out.
    Loop {
        /// The address.
        from: Address,
    },
    /// The target was itself an old address. The visitor is sent to the end at once.
    Chain {
        /// The address.
        from: Address,
        /// The target that was given.
        was: Target,
        /// The end.
        now: Target,
    },
    /// The old address is a page of the new site, which hosts show first. It is left out.
    Shadowed {
        /// The address.
        from: Address,
        /// How it was found.
        rule: Class,
    },
    /// A better known address of another page is the same. This one is left out.
    Yielded {
        /// The address.
        from: Address,
        /// How it was found.
        rule: Class,
        /// Where it would have led.
        to: Target,
        /// How the other was found.
        kept: Class,
    },
    /// The old address is the address of the new page: nothing is to be redirected.
    Served {
        /// The address.
        from: Address,
    },
    /// The address is on a host that was never the blog's: who runs it redirects it, or nobody.
    Foreign {
        /// The address, as it was given.
        address: String,
    },
    /// What was given is no address that can be redirected.
    Unreadable {
        /// What was given.
        address: String,
        /// Why it is none.
        reason: String,
    },
    /// The target is no page of the new site.
    Missing {
        /// The address.
        from: Address,
        /// The target.
        to: Target,
    },
    /// Two old addresses differ in letter case only, and lead to different pages: some hosts do not tell them apart.
    Case {
        /// One address.
        from: Address,
        /// The other.
        other: Address,
    },
    /// The redirect is temporary: search engines keep the old address. Written again, it is permanent.
    Temporary {
        /// The address.
        from: Address,
        /// The status it has.
        status: u16,
    },
    /// The address is answered with 410: it is gone for good.
    Gone {
        /// The address.
        from: Address,
    },
    /// A rule before this one answers for the same address: this one is never reached.
    Unreached {
        /// The address.
        from: Address,
        /// The line of the rule, from 1. Records count as lines in files that have none.
        line: usize,
    },
    /// The line is not read: what it says is unknown, and not carried.
    NotRead {
        /// The line, from 1.
        line: usize,
        /// Why.
        reason: String,
    },
}

impl Finding {
    /// How much it matters. A loss is what is wrong and must be mended by somebody.
    pub fn severity(&self) -> Severity {
        match self {
            // The export never had it: only the platform would have guessed.
            Self::Collision { rule, .. } if *rule >= Class::Variant => Severity::Warning,
            Self::Collision { .. } | Self::Loop { .. } | Self::Missing { .. } => Severity::Loss,
            Self::Chain { .. } | Self::Served { .. } | Self::Gone { .. } | Self::Yielded { .. } => {
                Severity::Info
            }
            _ => Severity::Warning,
        }
    }

    /// A name for programs, such as `collision`.
    pub fn code(&self) -> &'static str {
        match self {
            Self::Collision { .. } => "collision",
            Self::Loop { .. } => "loop",
            Self::Chain { .. } => "chain",
            Self::Shadowed { .. } => "shadowed",
            Self::Yielded { .. } => "yielded",
            Self::Served { .. } => "served",
            Self::Foreign { .. } => "foreign",
            Self::Unreadable { .. } => "unreadable",
            Self::Missing { .. } => "missing",
            Self::Case { .. } => "case",
            Self::Temporary { .. } => "temporary",
            Self::Gone { .. } => "gone",
            Self::Unreached { .. } => "unreached",
            Self::NotRead { .. } => "not-read",
        }
    }
}

impl fmt::Display for Finding {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Collision { from, to, .. } => {
                let to: Vec<&str> = to.iter().map(Target::as_str).collect();
                write!(f, "`{from}` would lead to {}: it leads nowhere", to.join(", "))
            }
            Self::Loop { from } => write!(f, "`{from}` leads back to itself: it is left out"),
            Self::Chain { from, was, now } => {
                write!(f, "`{from}` leads to `{now}` at once, not by way of `{was}`")
            }
            Self::Shadowed { from, .. } => {
                write!(f, "`{from}` is a page of the new site: the redirect is left out")
            }
            Self::Yielded { from, to, .. } => {
                write!(f, "`{from}` leads to a page that is better known by it, not to `{to}`")
            }
            Self::Served { from } => write!(f, "`{from}` is where the page is"),
            Self::Foreign { address } => {
                write!(f, "`{address}` is on another host: only that host can redirect it")
            }
            Self::Unreadable { address, reason } => write!(f, "`{address}` is left out: {reason}"),
            Self::Missing { from, to } => write!(f, "`{from}` leads to `{to}`, which is no page"),
            Self::Case { from, other } => {
                write!(f, "`{from}` and `{other}` differ in letter case only")
            }
            Self::Temporary { from, status } => {
                write!(f, "`{from}` is redirected with {status}, which is temporary")
            }
            Self::Gone { from } => write!(f, "`{from}` is gone"),
            Self::Unreached { from, .. } => {
                write!(f, "`{from}` is never reached: an earlier rule answers")
            }
            Self::NotRead { reason, .. } => write!(f, "a rule is not read: {reason}"),
        }
    }
}

impl Serialize for Address {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl Serialize for Target {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.as_str())
    }
}
