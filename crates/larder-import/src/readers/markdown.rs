//! Reads folders of Markdown that no program left its settings in.
//!
//! What has front matter is published unless that says otherwise, as all programs have it that make sites. What has none
//! says nothing: it is read as a draft. `_drafts/` and `drafts/` hold drafts. The address is what `permalink` or `url` say.
//!
//! | Of a folder that Larder wrote | Here |
//! |---|---|
//! | `index.md` | what the blog is called, its address, language and zone; a page, too, if somebody wrote into it |
//! | `posts/`, `pages/` | posts and pages, whatever dates are in their names |
//! | `media/`, with `data/media.json` | their files, at the addresses they had |
//! | `comments/`, `data/` | comments, people, terms, series |

use larder_core::{
    Format, PostKind,
    format::{self, LIST_MARK, MARKDOWN_INDEX},
};

use crate::{
    Intake, Probe, ReadError, ReadOptions, Reader, Sample, Source, Vote,
    address::is_web,
    tree::{
        self, FILES_FOLDER, Generator, Habits, Page, Role, Site, Spot, clean, extension, in_name,
        is_page_name, split_name, usual_names,
    },
};

/// The reader.
#[derive(Clone, Copy, Debug)]
pub(super) struct Markdown;

impl Reader for Markdown {
    fn format(&self) -> &'static Format {
        &format::MARKDOWN
    }

    fn vote(&self, sample: &Sample) -> Vote {
        if !is_page(&sample.name) {
            return Vote::No;
        }
        let has_front = ["---", "+++"].iter().any(|fence| sample.text.starts_with(fence));
        Vote::Name(match has_front {
            true => "named like Markdown, with front matter".into(),
            false => "named like Markdown".into(),
        })
    }

    fn vote_on_all(&self, probe: &Probe) -> Vote {
        let mark = ["---\n", LIST_MARK, ":"].concat();
        let is_ours = |sample: &Sample| {
            sample.name.ends_with(MARKDOWN_INDEX) && sample.text.starts_with(&mark)
        };
        if probe.samples.iter().any(is_ours) {
            return Vote::Signature("the list of posts that Larder writes".into());
        }
        let votes = probe.samples.iter().map(|sample| self.vote(sample));
        let named = || probe.names.iter().any(|name| is_page(name));
        match votes.max() {
            Some(vote) if vote != Vote::No => vote,
            _ if named() => Vote::Name("a file that is named like Markdown".into()),
            _ => Vote::No,
        }
    }

    fn looks_for(&self) -> &'static str {
        "a folder of Markdown, or one file (`.md`)"
    }

    fn read(
        &self,
        source: &dyn Source,
        options: &ReadOptions,
        intake: &mut Intake,
    ) -> Result<(), ReadError> {
        tree::read(self, source, options, intake)
    }
}

impl Generator for Markdown {
    fn format(&self) -> &'static Format {
        &format::MARKDOWN
    }

    fn root<'a>(&self, path: &'a str) -> Option<&'a str> {
        path.strip_suffix(format::SITE_FILES)
            .filter(|folder| folder.is_empty() || folder.ends_with('/'))
    }

    fn settle(&self, site: &mut Site<'_>) {
        // A list that somebody wrote into is a page, and says what it said.
        if let Some(front) = site.front(MARKDOWN_INDEX).filter(|it| it.text(LIST_MARK).is_some()) {
            site.config = front;
            site.settle();
        }
        if let Some(home) = site.config.text("permalink").map(str::to_owned) {
            site.set_home(&home);
        }
    }

    fn role(&self, path: &str, site: &Site<'_>) -> Role {
        if path == format::SITE_FILES {
            return Role::Furniture("the list of files that Larder wrote");
        }
        if path == MARKDOWN_INDEX && is_list(site) {
            return Role::Settings;
        }
        if let Some(role) = of_ours(path).filter(|_| site.is_ours()) {
            return role;
        }
        if !is_page_name(path) {
            return Role::File;
        }
        let (folder, stem, _) = split_name(path);
        let named = in_name(stem);
        Role::Page(Spot {
            is_hidden: folder
                .split('/')
                .any(|part| matches!(part, "_drafts" | "drafts" | "_draft")),
            folder: folder.to_owned(),
            stem: named
                .map_or(stem, |(_, rest)| if rest.is_empty() { stem } else { rest })
                .to_owned(),
            date: named.map(|(date, _)| date.to_owned()),
            ..Spot::default()
        })
    }

    fn address(&self, page: &Page, _: &Site<'_>) -> Option<String> {
        if let Some(whole) = page.map.text("permalink").filter(|said| is_web(said)) {
            return Some(whole.to_owned());
        }
        let said = ["permalink", "url", "path"].iter().find_map(|name| page.map.text(name))?;
        (said.starts_with('/') && !said.contains([':', '{'])).then(|| clean(said))
    }

    fn habits(&self) -> Habits {
        Habits {
            separator: Some(','),
            needs_front: true,
            is_all_content: true,
            ..Habits::default()
        }
    }

    fn names(&self, path: &str, _: &Site<'_>) -> Vec<String> {
        usual_names(path)
    }

    fn public_folders(&self, _: &Site<'_>) -> Vec<String> {
        ["", "static/", "public/", "assets/", "source/", "images/"].map(str::to_owned).to_vec()
    }

    fn bundle(&self, path: &str, site: &Site<'_>) -> Option<String> {
        site.bundle_above(path).map(str::to_owned)
    }
}

/// Whether the first page is the list that we wrote, and nobody wrote anything into it.
fn is_list(site: &Site<'_>) -> bool {
    let is_ours = |line: &str| {
        line.is_empty() || ["# ", "## ", "> ", "- "].iter().any(|mark| line.starts_with(mark))
    };
    site.front(MARKDOWN_INDEX).is_some_and(|front| front.text(LIST_MARK).is_some())
        && site.body(MARKDOWN_INDEX).is_some_and(|body| {
            body.lines().all(|line| is_ours(line) || matches!(line, "---" | "<!-- -->"))
        })
}

/// What a file is, by where we write it.
fn of_ours(path: &str) -> Option<Role> {
    let (folder, stem, kind) = split_name(path);
    let page = |of| {
        let (folder, stem) = (folder.to_owned(), stem.to_owned());
        Role::Page(Spot { kind: Some(of), folder, stem, ..Spot::default() })
    };
    Some(match (folder, kind) {
        ("posts", "md") => page(PostKind::Post),
        ("pages", "md") => page(PostKind::Page),
        ("data" | "comments", "json") => Role::Data,
        _ if path.starts_with(FILES_FOLDER) => Role::File,
        _ => return None,
    })
}

fn is_page(name: &str) -> bool {
    matches!(extension(name).as_str(), "md" | "markdown" | "mdown" | "mkd" | "mkdn" | "mdx")
}
