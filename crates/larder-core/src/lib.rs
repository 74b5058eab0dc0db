//! The model of a blog, its notes and its ledger.
//!
//! This crate does no I/O and knows no platform. Readers (`larder-import`) fill a [`Blog`], writers (`larder-export`)
//! carry it out, and both keep the promise that [`Ledger`] checks:
//!
//! ```text
//! what came in  =  what is carried  +  what is stored aside  +  what a named rule left out
//! ```
//!
//! `None` always means "the archive did not say". Whatever was inferred is a [`Claim`] that says how.
//!
//! ```
//! use larder_core::{Blog, Post, PostId, Site};
//!
//! let mut blog = Blog::new(Site::new("https://brunch.co.kr/@@Zz9Z"));
//! let mut post = Post::new(PostId::new("https://brunch.co.kr/@@Zz9Z/12"));
//! post.title = Some("우체통이 있던 골목".into());
//! blog.posts.push(post);
//! assert_eq!(blog.posts.head(0).published, None); // nobody said when
//! ```

mod asset;
mod author;
mod blob;
mod blog;
mod cancel;
mod claim;
mod comment;
mod content;
mod digest;
mod extra;
pub mod format;
mod id;
pub mod key;
mod ledger;
mod link;
mod note;
mod post;
pub mod record;
mod reference;
pub mod select;
mod series;
mod site;
mod source;
pub mod table;
mod term;
mod timestamp;

pub use crate::{
    asset::{Asset, AssetHead, Stored},
    author::Author,
    blob::{Blob, BlobReader, Body, MemorySpool, Passage, SharedText, Spool},
    blog::Blog,
    cancel::Cancel,
    claim::{Claim, Confidence},
    comment::{Comment, CommentHead, CommentKind},
    content::{Content, Insertion, MediaType},
    digest::{Digest, Hashing},
    extra::Extra,
    format::Format,
    id::{AssetId, AuthorId, CommentId, PostId, SeriesId, TermId, derived as derived_uuid},
    ledger::{
        CommentAccount, Entry, EntryId, EntryName, Fate, Holding, ItemKind, Ledger, LineAccount,
        Outcome, Output, Rule, Unexplained,
    },
    link::{Direction, Enclosure, InReplyTo, InternalLink, Link, Neighbour, Scope, Translation},
    note::{Note, NoteKind, Place, Severity},
    post::{
        Audience, Counts, List, Location, Post, PostHead, PostKind, Revision, RevisionRole, Status,
        Visibility,
    },
    reference::{Ids, Part},
    series::{Series, SeriesKind, SeriesPart},
    site::Site,
    source::Provenance,
    table::{Slot, Table},
    term::{Term, TermKind},
    timestamp::{Precision, Timestamp, TimestampError, Zone},
};
