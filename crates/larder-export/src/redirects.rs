//! Where the old addresses of a blog lead now: one table, and what each host can say of it.
//!
//! ```text
//! facts of what is carried  →  Builder  →  Table  →  write(host)  →  files, and what the host cannot say
//!                                            ↑            │
//!                       parse(host, bytes) ──┴── Replay ◄─┘   what the host would answer
//! ```
//!
//! A [`Builder`] is told of what is carried, and of nothing else: an address of a private post is a secret too. It finds
//! every form in which platforms answered for it. The [`Table`] has each old address once, leads nowhere twice and to no
//! page that is in its own way; what it could not hold so is a [`Finding`].
//!
//! ```
//! use larder_export::redirects::{Builder, Facts, Platform};
//!
//! let mut builder = Builder::new(&["https://old.example.org/"], "https://new.example.org/", Platform::WordPress);
//! builder.page("/posts/first-snow/");
//! let mut post = Facts::new("/posts/first-snow/");
//! post.addresses.push("https://old.example.org/2019/05/first-snow/".into());
//! post.number = Some(12);
//! builder.post(&post);
//! let built = builder.build();
//! let lines: Vec<String> = built.table.iter().map(|it| format!("{} {}", it.from, it.rule)).collect();
//! assert_eq!(lines[0], "/?p=12 id");
//! assert!(lines.contains(&"/2019/05/first-snow/ permalink".to_owned()));
//! ```

mod address;
mod builder;
mod finding;
mod platform;
mod table;
mod target;

pub use self::{
    address::{Address, AddressError, Key},
    builder::{Builder, Built, Facts, TermFacts},
    finding::Finding,
    platform::Platform,
    table::{Class, Redirect, Status, Table},
    target::{Target, TargetError},
};
