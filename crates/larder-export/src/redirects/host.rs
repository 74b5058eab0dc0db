//! The hosts and programs that redirects are written for, and how each of them reads a request.

use std::fmt;

/// What answers for old addresses, or what reads a table of them.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum Host {
    /// The table itself, for spreadsheets: nothing is lost in it.
    Csv,
    /// The table itself, for programs: nothing is lost in it.
    Json,
    /// Netlify: `_redirects`.
    Netlify,
    /// Cloudflare Pages and Workers: `_redirects`.
    Cloudflare,
    /// GitLab Pages: `_redirects`.
    GitLab,
    /// nginx: a `map`.
    Nginx,
    /// Apache: `.htaccess`.
    Apache,
    /// Caddy: a `map` in the Caddyfile.
    Caddy,
    /// Vercel: `vercel.json`.
    Vercel,
    /// Firebase Hosting: `firebase.json`.
    Firebase,
    /// Amazon S3: inputs of `aws s3api put-object`.
    S3,
    /// IIS: `web.config`.
    Iis,
    /// HAProxy: a map file.
    Haproxy,
    /// Ghost: `redirects.yaml`.
    Ghost,
    /// Ghost: `redirects.json`.
    GhostJson,
    /// The plugin "Redirection" of WordPress: CSV.
    Redirection,
    /// The plugin "Redirection" of WordPress: JSON.
    RedirectionJson,
    /// Astro: a module for `redirects` in its settings.
    Astro,
    /// Pages that send visitors on, where nothing else is possible.
    Html,
}

/// In which form a host compares the path of a request.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Sees {
    /// Decoded.
    Decoded,
    /// As it was sent.
    Encoded,
}

/// What `/` at the end of a path means.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Slash {
    /// Two addresses: both must be written.
    Counts,
    /// The host does not tell them apart.
    Ignored,
    /// A rule can say that it is optional.
    Optional,
}

/// What a rule can say of a query.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Query {
    /// Nothing.
    None,
    /// One parameter, among others.
    One,
    /// Any number of parameters, among others.
    Some,
    /// All parameters, and no others.
    Exact,
}

/// How a host reads requests, and how much it takes.
#[derive(Clone, Copy, Debug)]
pub(super) struct Manner {
    pub(super) sees: Sees,
    pub(super) slash: Slash,
    pub(super) query: Query,
    /// Whether letter case does not count.
    pub(super) ignores_case: bool,
    /// Whether `//` is `/`.
    pub(super) merges: bool,
    /// Whether the query of a request is put behind the target.
    pub(super) passes_query: bool,
    /// Whether it can say 410.
    pub(super) gone: bool,
    /// The most rules.
    pub(super) rules: usize,
    /// The most bytes of a rule: of the line, the record or the name.
    pub(super) line: usize,
    /// The most bytes of all rules.
    pub(super) bytes: usize,
    /// Characters that a path may not have, because they mean something else.
    pub(super) refuses: &'static [char],
    /// The status of a rule that states none.
    pub(super) status: u16,
}

const PLAIN: Manner = Manner {
    sees: Sees::Encoded,
    slash: Slash::Counts,
    query: Query::None,
    ignores_case: false,
    merges: false,
    passes_query: false,
    gone: false,
    rules: usize::MAX,
    line: usize::MAX,
    bytes: usize::MAX,
    refuses: &[],
    status: 301,
};

impl Host {
    /// All hosts, the table's own forms first.
    pub const ALL: &'static [Self] = &[
        Self::Csv,
        Self::Json,
        Self::Netlify,
        Self::Cloudflare,
        Self::GitLab,
        Self::Nginx,
        Self::Apache,
        Self::Caddy,
        Self::Vercel,
        Self::Firebase,
        Self::S3,
        Self::Iis,
        Self::Haproxy,
        Self::Ghost,
        Self::GhostJson,
        Self::Redirection,
        Self::RedirectionJson,
        Self::Astro,
        Self::Html,
    ];

    /// The name on the command line, such as `netlify`.
    pub fn name(self) -> &'static str {
        match self {
            Self::Csv => "csv",
            Self::Json => "json",
            Self::Netlify => "netlify",
            Self::Cloudflare => "cloudflare",
            Self::GitLab => "gitlab",
            Self::Nginx => "nginx",
            Self::Apache => "apache",
            Self::Caddy => "caddy",
            Self::Vercel => "vercel",
            Self::Firebase => "firebase",
            Self::S3 => "s3",
            Self::Iis => "iis",
            Self::Haproxy => "haproxy",
            Self::Ghost => "ghost",
            Self::GhostJson => "ghost-json",
            Self::Redirection => "redirection",
            Self::RedirectionJson => "redirection-json",
            Self::Astro => "astro",
            Self::Html => "html",
        }
    }

    /// The host of a name.
    pub fn named(name: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|host| host.name() == name)
    }

    /// The file that is written, below the folder of redirects. `htaccess` needs its dot where it is used. Several files begin with it for [`Html`](Self::Html).
    pub fn file(self) -> &'static str {
        match self {
            Self::Csv => "redirects.csv",
            Self::Json => "redirects.json",
            Self::Netlify => "netlify/_redirects",
            Self::Cloudflare => "cloudflare/_redirects",
            Self::GitLab => "gitlab/_redirects",
            Self::Nginx => "nginx/redirects.map.conf",
            Self::Apache => "apache/htaccess",
            Self::Caddy => "caddy/redirects.caddy",
            Self::Vercel => "vercel/vercel.json",
            Self::Firebase => "firebase/firebase.json",
            Self::S3 => "s3/objects.jsonl",
            Self::Iis => "iis/web.config",
            Self::Haproxy => "haproxy/redirects.map",
            Self::Ghost => "ghost/redirects.yaml",
            Self::GhostJson => "ghost/redirects.json",
            Self::Redirection => "wordpress/redirection.csv",
            Self::RedirectionJson => "wordpress/redirection.json",
            Self::Astro => "astro/redirects.mjs",
            Self::Html => "html/",
        }
    }

    pub(super) fn manner(self) -> Manner {
        use {Query as Q, Sees::Decoded, Slash as S};
        match self {
            Self::Csv | Self::Json => {
                Manner { slash: S::Ignored, query: Q::Some, merges: true, gone: true, ..PLAIN }
            }
            // A file wins over a rule, unless the rule is forced: with a parameter, it is.
            Self::Netlify => Manner {
                slash: S::Ignored,
                query: Q::Some,
                passes_query: true,
                refuses: &['*'],
                ..PLAIN
            },
            Self::Cloudflare => Manner {
                passes_query: true,
                rules: 2000,
                line: 1000,
                refuses: &['*'],
                status: 302,
                ..PLAIN
            },
            Self::GitLab => Manner { rules: 1000, bytes: 64 << 10, refuses: &['*'], ..PLAIN },
            Self::Nginx => Manner {
                sees: Decoded,
                query: Q::One,
                ignores_case: true,
                merges: true,
                gone: true,
                ..PLAIN
            },
            Self::Apache => Manner {
                sees: Decoded,
                slash: S::Optional,
                query: Q::Some,
                merges: true,
                passes_query: true,
                gone: true,
                line: 8000,
                status: 302,
                ..PLAIN
            },
            Self::Caddy => Manner {
                sees: Decoded,
                query: Q::One,
                gone: true,
                refuses: &['{', '}', '\\', '"', '`'],
                status: 302,
                ..PLAIN
            },
            Self::Vercel => Manner { query: Q::Some, passes_query: true, rules: 1024, ..PLAIN },
            Self::Firebase => Manner { slash: S::Optional, ..PLAIN },
            Self::S3 => Manner { sees: Decoded, line: 1024, ..PLAIN },
            Self::Iis => Manner { sees: Decoded, query: Q::Exact, refuses: &['?'], ..PLAIN },
            Self::Haproxy => Manner { query: Q::Exact, status: 302, ..PLAIN },
            Self::Ghost | Self::GhostJson => {
                Manner { slash: S::Optional, passes_query: true, ..PLAIN }
            }
            Self::Redirection => {
                Manner { sees: Decoded, query: Q::Exact, line: 5000, refuses: &['?'], ..PLAIN }
            }
            Self::RedirectionJson => {
                Manner { sees: Decoded, query: Q::Exact, gone: true, refuses: &['?'], ..PLAIN }
            }
            Self::Astro => {
                Manner { sees: Decoded, slash: S::Ignored, refuses: &['[', ']'], ..PLAIN }
            }
            Self::Html => Manner {
                sees: Decoded,
                slash: S::Ignored,
                refuses: &['<', '>', ':', '"', '|', '?', '*', '\\'],
                ..PLAIN
            },
        }
    }
}

impl fmt::Display for Host {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.name())
    }
}
