//! A site in the input: its folder, its files, what its settings say.

use std::collections::{HashMap, HashSet};

use larder_core::{Author, Site as Start, format::LIST_MARK, key};
use url::Url;

use super::{
    Generator, account_secrets, carried,
    date::SiteZone,
    defaults::Defaults,
    front,
    moved::Moved,
    people, role,
    settings::{Settings, Unread},
    value::Map,
};
use crate::{Intake, ReadOptions, Source, address::is_web};

/// A site.
pub(crate) struct Site<'a> {
    /// The input.
    pub(crate) source: &'a dyn Source,
    /// The places of its files in the source.
    pub(crate) files: Vec<usize>,
    /// What its settings say; where several files do, the first one counts.
    pub(crate) config: Map,
    /// Where it stands, with `/` at the end.
    pub(crate) home: Option<Url>,
    /// The zone of dates that say none.
    pub(crate) zone: SiteZone,
    /// Its language.
    pub(crate) language: Option<String>,
    /// Languages that names and folders may say, with that of the site.
    pub(crate) languages: Vec<String>,
    /// Its title.
    pub(crate) title: Option<String>,
    /// What it says about itself.
    pub(crate) description: Option<String>,
    /// Who has the rights in it.
    pub(crate) rights: Option<String>,
    /// Who writes it, where posts say nobody else.
    pub(crate) authors: Vec<Author>,
    /// The people that data files name, by the names that posts use.
    pub(crate) people: Map,
    /// Where its files were.
    pub(super) moved: Moved,
    /// What files and settings say for the pages below a folder.
    pub(crate) defaults: Defaults,
    /// Folders of content, with `/` at their ends: where what they hold is below the folder of all pages, and its language.
    pub(crate) content: HashMap<String, (String, Option<String>)>,
    /// The folder of everything that the site is made of, with `/` at its end, where a generator looks it up once.
    pub(crate) source_folder: String,
    format: &'static str,
    root: String,
    paths: HashMap<&'a str, usize>,
    bundles: HashSet<&'a str>,
    settings: Vec<(usize, Settings)>,
}

impl<'a> Site<'a> {
    /// Looks at the files below a folder of the source, and reads the settings.
    pub(super) fn new(
        generator: &dyn Generator,
        source: &'a dyn Source,
        root: String,
        options: &ReadOptions,
    ) -> Self {
        let mut site = Self {
            source,
            files: Vec::new(),
            config: Map::default(),
            home: None,
            zone: SiteZone::Unknown,
            language: None,
            languages: Vec::new(),
            title: None,
            description: None,
            rights: None,
            authors: Vec::new(),
            people: Map::default(),
            moved: Moved::default(),
            defaults: Defaults::default(),
            content: HashMap::new(),
            source_folder: String::new(),
            format: generator.format().name,
            root,
            paths: HashMap::new(),
            bundles: HashSet::new(),
            settings: Vec::new(),
        };
        site.list();
        site.read_settings(generator);
        site.settle();
        generator.settle(&mut site);
        let told = site.home.take().filter(|home| !is_local(home));
        site.home = told.or_else(|| home(options.home.as_deref()?));
        site.people = people::read(&site);
        site.settle_ours();
        site.moved = Moved::read(&site);
        site
    }

    fn list(&mut self) {
        let source = self.source;
        for (place, entry) in source.entries().iter().enumerate() {
            let Some(path) = entry.name.strip_prefix(self.root.as_str()) else { continue };
            self.files.push(place);
            self.paths.insert(path, place);
            let (folder, stem, _) = role::split_name(path);
            let is_index = stem == "index" || stem.starts_with("index.") && stem.len() <= 12;
            if is_index && role::is_page_name(path) {
                self.bundles.insert(folder);
            }
        }
    }

    fn read_settings(&mut self, generator: &dyn Generator) {
        for &place in &self.files {
            let path = self.path(place);
            if role::furniture(path).is_some() {
                continue;
            }
            if generator.role(path, self) == super::Role::Settings {
                let settings = Settings::read(self.source, place, path);
                self.settings.push((place, settings));
            }
        }
        // `hugo.toml` before `config/_default/params.toml`, and that before those of other environments.
        let mut settings = std::mem::take(&mut self.settings);
        settings.sort_by_key(|(place, _)| (self.path(*place).matches('/').count(), *place));
        self.settings = settings;
        for (_, settings) in &self.settings {
            self.config.fill_from(&settings.map);
        }
    }

    /// What most settings call so.
    pub(crate) fn settle(&mut self) {
        let text = |name: &str| self.config.text(name).map(str::to_owned);
        self.title = text("title");
        self.description = text("description");
        self.rights = text("copyright");
        self.language = text("language").or_else(|| text("lang"));
        let zone = text("timezone").and_then(|zone| SiteZone::parse(&zone));
        self.zone = zone.unwrap_or_default();
        let authors = self.config.get("author").or_else(|| self.config.get("authors"));
        self.authors = authors.map(people::authors).unwrap_or_default();
    }

    /// What a folder that we wrote says of those who write it.
    fn settle_ours(&mut self) {
        let said = self.config.get("authors").filter(|_| self.is_ours());
        if let Some(authors) = said.map(|said| people::known(said, &self.people)) {
            self.authors = authors;
        }
    }

    /// Whether it is a folder of Markdown that Larder wrote: the page that lists its posts says so. Then nothing of it is
    /// guessed from names.
    pub(crate) fn is_ours(&self) -> bool {
        self.config.text(LIST_MARK).is_some()
    }

    /// The folder of the site, with `/` at its end.
    pub(crate) fn root(&self) -> &str {
        &self.root
    }

    /// The path of a file below the folder of the site.
    pub(crate) fn path(&self, place: usize) -> &'a str {
        let name = &*self.source.entries()[place].name;
        name.get(self.root.len()..).unwrap_or(name)
    }

    /// The place of the file with this path below the folder of the site.
    pub(crate) fn file(&self, path: &str) -> Option<usize> {
        self.paths.get(path).or_else(|| self.paths.get(key::name(path).as_str())).copied()
    }

    /// The paths of all files, below the folder of the site.
    pub(crate) fn paths(&self) -> impl Iterator<Item = &'a str> {
        self.files.iter().map(|place| self.path(*place))
    }

    /// What the front matter of the file with this path says. None where it was not read.
    pub(crate) fn front(&self, path: &str) -> Option<Map> {
        let text = self.text(path)?;
        let front = front::split_trimmed(&text);
        front.broken.is_none().then_some(front.map)
    }

    /// Whether nothing stands behind the front matter of the file with this path.
    pub(crate) fn has_no_body(&self, path: &str) -> bool {
        self.text(path).is_some_and(|text| front::split_trimmed(&text).body.trim().is_empty())
    }

    /// What stands behind the front matter of the file with this path.
    pub(crate) fn body(&self, path: &str) -> Option<String> {
        Some(front::split_trimmed(&self.text(path)?).body.to_owned())
    }

    /// The text of the file with this path. None where it cannot be read.
    pub(crate) fn text(&self, path: &str) -> Option<String> {
        let bytes = self.source.read(self.file(path)?).ok()?;
        Some(crate::decode(&bytes, None).text)
    }

    /// What a file of data says. None where it was not read.
    pub(crate) fn data(&self, path: &str) -> Option<Map> {
        let settings = Settings::read(self.source, self.file(path)?, path);
        settings.unread.is_none().then_some(settings.map)
    }

    /// The settings that are damaged, or too large.
    pub(crate) fn unread_settings(&self) -> impl Iterator<Item = &'a str> {
        let is_unread = |it: &Settings| !matches!(it.unread, None | Some(Unread::Program));
        let all = self.settings.iter().filter(move |(_, settings)| is_unread(settings));
        all.map(|(place, _)| self.path(*place))
    }

    /// Whether a folder has a page that all of it belongs to: `walk/index.md`.
    pub(crate) fn is_bundle(&self, folder: &str) -> bool {
        self.bundles.contains(folder)
    }

    /// The folder that a file belongs to with everything in it, if there is one above it.
    pub(crate) fn bundle_above<'p>(&self, path: &'p str) -> Option<&'p str> {
        let mut folder = path.rsplit_once('/')?.0;
        loop {
            if self.is_bundle(folder) {
                return Some(folder);
            }
            folder = folder.rsplit_once('/')?.0;
        }
    }

    /// Whether a file was read as settings.
    pub(super) fn is_settings(&self, place: usize) -> bool {
        self.settings.iter().any(|(known, _)| *known == place)
    }

    /// Takes the address of the site.
    pub(crate) fn set_home(&mut self, address: &str) {
        self.home = home(address);
    }

    /// An address on the site, absolute where it is known where the site stands. What is an address of the web stays what
    /// it is.
    pub(crate) fn absolute(&self, path: &str) -> Option<String> {
        if is_web(path) {
            return Some(path.to_owned());
        }
        let home = self.home.as_ref()?;
        let base = home.path().trim_end_matches('/');
        let mut url = home.clone();
        url.set_path(&[base, "/", path.trim_start_matches('/')].concat());
        Some(readable(&url))
    }

    /// The blog, before anything is in it.
    pub(super) fn start(&self) -> Start {
        // We write it as the archive had it, with or without a slash at its end.
        let whole = self.config.text("permalink").filter(|it| self.is_ours() && is_web(it));
        let home = whole.map(str::to_owned).or_else(|| self.home.as_ref().map(readable));
        let title = self.title.as_deref().unwrap_or_default();
        let id = home.clone().unwrap_or_else(|| match title {
            "" => self.format.to_owned(),
            title => format!("{}:{title}", self.format),
        });
        let mut start = Start::new(id);
        start.home = home;
        start.title.clone_from(&self.title);
        start.description.clone_from(&self.description);
        start.rights.clone_from(&self.rights);
        start.language.clone_from(&self.language);
        start.platform = Some(self.format.to_owned());
        start.authors = self.authors.iter().map(|author| author.id.clone()).collect();
        if !self.config.0.is_empty() {
            start.extra.insert([self.format, ":config"].concat(), self.config.to_json());
        }
        start
    }

    /// Says what became of the settings.
    pub(super) fn account(&self, intake: &mut Intake) {
        for (place, settings) in &self.settings {
            account_secrets(*place, settings.secrets, intake);
            match &settings.unread {
                None => carried(*place, intake),
                Some(Unread::Program) => {
                    let what = "settings that are a program";
                    intake.leave_out(intake.file(*place), larder_core::Rule::PageFurniture, what);
                }
                // What is kept of them are values without keys, and of a text nobody knows which of it are keys.
                Some(Unread::Broken(what)) => {
                    let found = format!("settings that cannot be read: {what}");
                    intake.leave_out(intake.file(*place), larder_core::Rule::Unreadable, found);
                }
                Some(Unread::Refused(rule, found)) => {
                    intake.leave_out(intake.file(*place), *rule, found.clone());
                }
            }
        }
    }

    /// The text that the settings give a name, where they are a program. The first of them counts.
    pub(crate) fn literal(&self, name: &str) -> Option<&str> {
        let is_program = |settings: &Settings| matches!(settings.unread, Some(Unread::Program));
        let (_, program) = self.settings.iter().find(|(_, it)| is_program(it))?;
        program.literals.iter().find(|(known, _)| *known == name).map(|(_, text)| text.as_str())
    }
}

/// An address, with Hangul and other letters as they are read.
fn readable(url: &Url) -> String {
    let path = url.path();
    let decoded = crate::percent_decode_name(path);
    let is_safe = |character: char| {
        !character.is_control()
            && !matches!(
                character,
                ' ' | '?' | '#' | '%' | '"' | '<' | '>' | '\\' | '^' | '`' | '{' | '|' | '}'
            )
    };
    if decoded == path || !decoded.chars().all(is_safe) {
        return url.to_string();
    }
    url.as_str().replacen(path, &decoded, 1)
}

/// The address of a site, with `/` at its end.
fn home(address: &str) -> Option<Url> {
    let mut url = Url::parse(address.trim()).ok()?;
    if !matches!(url.scheme(), "http" | "https") {
        return None;
    }
    url.set_query(None);
    url.set_fragment(None);
    if !url.path().ends_with('/') {
        url.set_path(&format!("{}/", url.path()));
    }
    Some(url)
}

/// Whether an address leads to the computer that the site was made on.
fn is_local(url: &Url) -> bool {
    matches!(url.host_str(), None | Some("localhost" | "127.0.0.1" | "0.0.0.0" | "[::1]"))
}
