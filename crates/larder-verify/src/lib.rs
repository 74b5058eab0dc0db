//! Proves that nothing was lost: a blog as it was, a blog as the output of a move reads, and what the format declares.
//!
//! ```text
//! before ─┐
//!         ├─ pairs ─► equations, fields, texts, media, links, addresses, ids ─► Proof { …, findings }
//! after ──┘
//! before ─► Secrets ─► every file of the output ─► findings
//! ```
//!
//! Both blogs may have been read from anything; this crate knows no format. What a format has no place for is told to it
//! as data ([`Target`]). Whatever is missing and explained by nothing is a [`Finding`]. There is no input or output here,
//! and bodies are looked at one by one.
//!
//! ```
//! use larder_core::{Blog, Post, PostId, Site, Status, Visibility};
//! use larder_verify::{Target, Verdict, verify};
//!
//! let mut before = Blog::new(Site::new("https://example.org/"));
//! let mut post = Post::new(PostId::new("1"));
//! (post.status, post.visibility) = (Some(Status::Published), Some(Visibility::Public));
//! post.title = Some("우체통이 있던 골목".into());
//! before.posts.push(post);
//!
//! let same = verify(&before, &before.clone(), &Target::default())?;
//! assert_eq!(same.verdict(), Verdict::Proved);
//! let empty = verify(&before, &Blog::new(Site::new("https://example.org/")), &Target::default())?;
//! assert_eq!(empty.verdict(), Verdict::Unexplained);
//! # Ok::<(), std::io::Error>(())
//! ```

mod address;
mod around;
mod body;
mod card;
mod comments;
mod equation;
mod fields;
mod finding;
mod links;
mod loose;
mod media;
mod name;
mod pairs;
mod post;
mod proof;
mod redirects;
mod secrets;
mod side;
mod target;
mod text;

pub use crate::{
    body::ELEMENTS,
    equation::Equation,
    fields::{FieldAccount, Treatment},
    finding::{Finding, FindingKind, Findings},
    proof::{Counted, Proof, Texts, Verdict, Worst, verify},
    redirects::Redirects,
    secrets::{Found, SecretKind, Secrets},
    target::{Declared, DeclaredLoss, DeclaredNote, Target},
};
