//! What a blog is set to: in classic backups an entry for each setting, in Takeout a table whose columns nobody has
//! described.

use std::collections::{BTreeMap, HashSet};

use chrono_tz::Tz;
use larder_core::Visibility;
use serde_json::{Map, Value};
use url::Url;

use crate::{decode, unique::hashed};

/// The settings of a blog.
#[derive(Clone, Debug, Default)]
pub(super) struct Settings {
    /// Of each name, every value that was met, the one to go by first.
    values: BTreeMap<String, Vec<String>>,
    /// The names and values that were met.
    met: HashSet<u64>,
    /// Whether there are settings that could not be read.
    pub(super) is_lost: bool,
    /// Whether a classic backup has settings, or what is left of them.
    is_set: bool,
    /// What the tables of Takeout say, which were made later.
    cells: BTreeMap<String, Vec<String>>,
    /// The tables of Takeout, row by row.
    tables: Vec<Value>,
    /// How many readers' addresses stood in the tables, which are not kept.
    pub(super) readers: u64,
}

impl Settings {
    /// Takes a setting, unless it is one that is not kept.
    pub(super) fn add(&mut self, name: &str, value: &str) {
        self.is_set = true;
        if !self.is_kept(name, value) {
            return;
        }
        if self.met.insert(hashed((name, value))) {
            self.values.entry(name.to_owned()).or_default().push(value.to_owned());
        }
    }

    /// Takes what seems to have been a setting.
    pub(super) fn add_damaged(&mut self) {
        self.is_set = true;
        self.is_lost = true;
    }

    /// Whether a setting is kept: the addresses of those who may read a private blog are not.
    pub(super) fn is_kept(&self, name: &str, value: &str) -> bool {
        !is_of_readers(name, value)
    }

    /// Takes a table: names in one row and values in the next, or a name and a value in each. Returns why there is none.
    pub(super) fn add_table(&mut self, bytes: &[u8]) -> Result<(), String> {
        let text = decode(bytes, None).text;
        let first = text.lines().next().unwrap_or_default();
        let count = |sign: char| first.matches(sign).count();
        let delimiter = if count(';') > count(',') { b';' } else { b',' };
        let mut reader = csv::ReaderBuilder::new();
        let reader = reader.has_headers(false).flexible(true).delimiter(delimiter);
        let mut rows: Vec<Vec<String>> = Vec::new();
        for record in reader.from_reader(text.as_bytes()).records() {
            let record = record.map_err(|error| error.to_string())?;
            rows.push(record.iter().map(str::to_owned).collect());
        }
        for (row, column, name) in cells(&rows) {
            if is_of_readers(&name, &rows[row][column]) {
                self.readers += 1;
                rows[row][column].clear();
            }
        }
        self.tables.push(rows.iter().map(|row| Value::from(row.clone())).collect());
        for (row, column, name) in cells(&rows) {
            let value = &rows[row][column];
            self.is_lost |= name.contains(is_damage);
            self.cells.entry(name).or_default().push(value.clone());
        }
        Ok(())
    }

    /// Takes what others say and these do not.
    pub(super) fn fill_from(&mut self, other: Self) {
        for (name, values) in other.values {
            for value in values {
                if self.met.insert(hashed((&*name, &*value))) {
                    self.values.entry(name.clone()).or_default().push(value);
                }
            }
        }
        self.is_lost |= other.is_lost;
        self.is_set |= other.is_set;
        self.tables.extend(other.tables);
        self.readers += other.readers;
    }

    /// The value of the first of these names that has one. Case, `BLOG_` and what is no letter do not count.
    fn value(&self, names: &[&str]) -> Option<&str> {
        let of = |name: &str| {
            let all = self.cells.iter().chain(&self.values);
            let known = all.filter(|(known, _)| plain(known) == name);
            known.flat_map(|(_, values)| values).map(|it| it.trim()).find(|it| !it.is_empty())
        };
        names.iter().find_map(|name| of(name))
    }

    /// Whether a table of Takeout was read.
    pub(super) fn has_tables(&self) -> bool {
        !self.tables.is_empty()
    }

    pub(super) fn title(&self) -> Option<&str> {
        self.value(&["name", "title"])
    }

    pub(super) fn description(&self) -> Option<&str> {
        self.value(&["description"])
    }

    /// The language as a tag: `ko`, `en-US`.
    pub(super) fn language(&self) -> Option<String> {
        let tag = self.value(&["locale", "language"])?.replace('_', "-");
        let is_part = |part: &str| {
            (2..=8).contains(&part.len()) && part.bytes().all(|byte| byte.is_ascii_alphanumeric())
        };
        tag.split('-').all(is_part).then_some(tag)
    }

    /// The zone that its dates are shown in.
    pub(super) fn zone(&self) -> Option<Tz> {
        self.value(&["timezone"])?.parse().ok()
    }

    /// The addresses of the blog, the present one first: its own domain, the one at Blogger.
    pub(super) fn homes(&self) -> Vec<Url> {
        let whole = self.value(&["url", "homepage", "address"]).map(str::to_owned);
        let domain = self.value(&["customdomain"]).map(|it| ["https://", it, "/"].concat());
        let folder = self.value(&["subdomain"]).map(|it| match it.contains('.') {
            true => ["https://", it, "/"].concat(),
            false => ["https://", it, ".blogspot.com/"].concat(),
        });
        let all = [domain, whole, folder].into_iter().flatten();
        all.filter_map(|it| Url::parse(&it).ok()).filter(is_home).collect()
    }

    /// Who may read the blog, and the word that says so where it is not everybody. Everybody may where nothing speaks of it:
    /// the columns of Takeout are not described, and any that seems to and does not say `public` counts. Where settings could
    /// not be read, nobody knows. A classic backup that has settings always says it: where it does not, what said it is lost.
    pub(super) fn visibility(&self) -> (Option<Visibility>, Option<String>) {
        let stated = self.value(&["readaccessmode", "readeraccess"]).map(|it| (MODE, it));
        let others = || {
            let cells = self.cells.iter().filter(|(name, _)| speaks_of_readers(name));
            let values = self.values.iter().filter(|(name, _)| plain(name) == "readaccessmode");
            let all = cells.chain(values);
            let mut all =
                all.flat_map(|(name, all)| all.iter().map(move |it| (&**name, it.trim())));
            all.find(|(name, value)| !(is_public(value) || value.is_empty() && lists_readers(name)))
        };
        let readers = || (self.readers > 0 && stated.is_none()).then_some(("Readers", ""));
        let closed = stated.filter(|(_, mode)| !is_public(mode));
        let mode = closed.or_else(others).or_else(readers);
        match mode {
            Some((name, mode)) => {
                let mode: String = mode.chars().take(60).collect();
                (None, Some([name, " ", &mode].concat().trim_end().to_owned()))
            }
            None if self.is_lost => (None, Some(LOST.to_owned())),
            None if self.is_set && stated.is_none() => (None, Some(UNSAID.to_owned())),
            None => (Some(Visibility::Public), None),
        }
    }

    /// All settings in JSON, and all tables.
    pub(super) fn told(self) -> [(&'static str, Option<Value>); 2] {
        let mut values = Map::new();
        for (name, mut all) in self.values {
            let value = if all.len() == 1 { all.remove(0).into() } else { all.into() };
            values.insert(name, value);
        }
        let mut tables = self.tables;
        let tables = match tables.len() {
            0 => None,
            1 => tables.pop(),
            _ => Some(tables.into()),
        };
        let values = Some(Value::from(values)).filter(|it| it != &Value::Object(Map::new()));
        [("blogger:settings", values), ("blogger:settings.csv", tables)]
    }
}

/// The setting that says who may read a blog.
const MODE: &str = "BLOG_READ_ACCESS_MODE";

/// What is said of the posts of a blog whose settings do not say who may read it.
const UNSAID: &str = "BLOG_READ_ACCESS_MODE not in the settings";

/// What is said of the posts of a blog whose settings could not be read.
const LOST: &str = "settings unreadable";

/// Whether what is left of an entry shows that it was a setting: its id or its kind says so.
pub(super) fn speaks_of_itself(text: &str) -> bool {
    [".settings.", "kind#settings", MODE].iter().any(|sign| text.contains(sign))
}

/// Whether a column seems to say who may read the blog.
fn speaks_of_readers(name: &str) -> bool {
    let name = plain(name);
    let is_of_comments = name.contains("comment") || name.contains("backlink");
    let words = ["access", "reader", "privacy", "private", "visib", "permission", "audience"];
    !is_of_comments && words.iter().any(|word| name.contains(word))
}

/// Whether a character is one that no name of a column has.
fn is_damage(it: char) -> bool {
    matches!(it, '\u{fffd}' | '\u{ff}' | '\u{fe}') || it.is_control()
}

/// Whether a column is a list of readers, which may be empty.
fn lists_readers(name: &str) -> bool {
    let name = plain(name);
    name.contains("reader") && !name.contains("access")
}

/// Whether a value says that everybody may read.
fn is_public(value: &str) -> bool {
    ["public", "everyone", "everybody", "anyone"].iter().any(|it| value.eq_ignore_ascii_case(it))
}

/// Whether an address is one of the web with nothing behind the host.
fn is_home(url: &Url) -> bool {
    matches!(url.scheme(), "http" | "https") && url.host_str().is_some_and(|it| it.contains('.'))
}

/// The cells of a table that are values, each with its row, its column and its name.
fn cells(rows: &[Vec<String>]) -> Vec<(usize, usize, String)> {
    let is_small = rows.len() == 2 && rows.iter().all(|row| row.len() == 2);
    let is_wide = rows.iter().any(|row| row.len() > 2)
        || rows.iter().all(|row| row.len() == 1)
        // Two names over two values, or two names each before its value.
        || is_small && speaks_of_readers(&rows[0][1]) && !speaks_of_readers(&rows[0][0]);
    let named = |(number, row): (usize, &Vec<String>)| match is_wide {
        true => (0..row.len().min(rows[0].len()))
            .filter(|_| number > 0)
            .map(|column| (number, column, rows[0][column].clone()))
            .collect::<Vec<_>>(),
        false if row.len() == 2 => vec![(number, 1, row[0].clone())],
        false => Vec::new(),
    };
    rows.iter().enumerate().flat_map(named).collect()
}

/// `BLOG_CUSTOM_DOMAIN` and `Custom domain` are one.
fn plain(name: &str) -> String {
    let letters = name.chars().filter(|it| it.is_alphanumeric()).flat_map(char::to_lowercase);
    let letters: String = letters.collect();
    letters.strip_prefix("blog").unwrap_or(&letters).to_owned()
}

/// Whether a setting is the list of those who may read a private blog.
fn is_of_readers(name: &str, value: &str) -> bool {
    plain(name).contains("reader") && value.contains('@')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_table_is_read_whichever_way_it_lies() {
        for table in [
            "Name,Custom domain,Time zone,Locale\n\"블로그\",b.example,Asia/Seoul,ko_KR\n",
            "Setting,Value\nBLOG_NAME,블로그\nBLOG_CUSTOM_DOMAIN,b.example\ntimezone,Asia/Seoul\nlocale,ko_KR\n",
            "\u{feff}name;customDomain;timeZone;locale\r\n블로그;b.example;Asia/Seoul;ko-KR\r\n",
        ] {
            let mut settings = Settings::default();
            settings.add_table(table.as_bytes()).unwrap();
            assert_eq!(settings.title(), Some("블로그"), "{table}");
            assert_eq!(settings.homes()[0].as_str(), "https://b.example/");
            assert_eq!(settings.zone(), Some(Tz::Asia__Seoul));
            assert_eq!(settings.language().as_deref(), Some("ko-KR"));
            assert_eq!(settings.visibility(), (Some(Visibility::Public), None));
        }
    }

    #[test]
    fn readers_are_not_kept() {
        let mut settings = Settings::default();
        settings.add("BLOG_READER_PERMISSION", "a@example.org");
        settings.add("BLOG_READER_PERMISSION", "");
        settings.add_table(b"title,Readers,x\nt,b@example.org,y\n").unwrap();
        assert_eq!(settings.readers, 1);
        let told = format!("{:?}", settings.told());
        assert!(!told.contains("example.org") && told.contains("Readers"), "{told}");
    }

    #[test]
    fn a_blog_that_is_not_for_everybody_is_not_public() {
        let mut settings = Settings::default();
        settings.add("BLOG_READ_ACCESS_MODE", "PRIVATE");
        let word = Some("BLOG_READ_ACCESS_MODE PRIVATE".to_owned());
        assert_eq!(settings.visibility(), (None, word));
    }

    #[test]
    fn a_backup_whose_settings_do_not_say_who_may_read_is_not_public() {
        let mut settings = Settings::default();
        assert_eq!(settings.visibility().0, Some(Visibility::Public));
        settings.add("BLOG_NAME", "Moss");
        let word = Some("BLOG_READ_ACCESS_MODE not in the settings".to_owned());
        assert_eq!(settings.visibility(), (None, word));
        settings.add("BLOG_READ_ACCESS_MODE", "PUBLIC");
        assert_eq!(settings.visibility().0, Some(Visibility::Public));
        settings.add_damaged();
        assert_eq!(settings.visibility(), (None, Some("settings unreadable".to_owned())));
    }

    #[test]
    fn a_table_with_a_name_that_cannot_be_read_is_not_public() {
        let mut settings = Settings::default();
        settings.add_table(b"title,x,Read\xff\xfeccess\nMoss,y,PRIVATE\n").unwrap();
        assert_eq!(settings.visibility().0, None);
    }

    #[test]
    fn a_column_of_readers_that_does_not_say_public_closes_the_blog() {
        let visibility = |table: &str| {
            let mut settings = Settings::default();
            settings.add_table(table.as_bytes()).unwrap();
            settings.visibility().0
        };
        for (name, value) in [
            ("Blog privacy", "Authors only"),
            ("Visibility", "비공개"),
            ("Reader access", "custom"),
            ("read_access_mode", "PRIVATE"),
            ("Private", "true"),
            ("Visibility", ""),
            ("Readers", "b@example.org"),
            ("Access level", "public, almost"),
        ] {
            assert_eq!(visibility(&format!("name,x,{name}\nt,y,\"{value}\"\n")), None, "{name}");
            assert_eq!(visibility(&format!("{name},\"{value}\"\n")), None, "{name}");
            assert_eq!(visibility(&format!("name,{name}\nt,\"{value}\"\n")), None, "{name}");
            assert_eq!(visibility(&format!("{name}\n\"{value}\"\n")), None, "{name}");
        }
        for (name, value) in [
            ("Blog privacy", "Public"),
            ("Readers", ""),
            ("Who may comment: access", "members"),
            ("Reader access", "Everyone"),
        ] {
            let table = format!("name,x,{name}\nt,y,{value}\n");
            assert_eq!(visibility(&table), Some(Visibility::Public), "{name}");
        }
        let lost = Settings { is_lost: true, ..Settings::default() };
        assert_eq!(lost.visibility().0, None);
    }

    #[test]
    fn addresses_are_made_of_domains_alone() {
        let homes = |name: &str, value: &str| {
            let mut settings = Settings::default();
            settings.add(name, value);
            settings.homes().iter().map(Url::to_string).collect::<Vec<_>>()
        };
        assert_eq!(homes("BLOG_SUBDOMAIN", "golmok"), ["https://golmok.blogspot.com/"]);
        assert_eq!(
            homes("BLOG_CUSTOM_DOMAIN", "www.golmok.example"),
            ["https://www.golmok.example/"]
        );
        assert_eq!(homes("BLOG_CUSTOM_DOMAIN", "no domain"), [""; 0]);
        assert_eq!(homes("url", "javascript:alert(1)"), [""; 0]);
    }
}
