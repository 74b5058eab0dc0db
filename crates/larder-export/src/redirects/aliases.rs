//! Old addresses in the front matter of pages, for generators that make pages of them which send visitors on.
//!
//! ```yaml
//! aliases: ["/2019/05/눈/"]         # Hugo, Zola (TOML)
//! redirect_from: ["/2019/05/눈/"]   # Jekyll
//! alias: ["2019/05/눈/index.html"]  # Hexo
//! ```

use std::collections::BTreeMap;

use super::{
    Host, Redirect, Table, Target, Unexpressed,
    plan::{Reason, plain, tally},
};

/// A generator whose pages can say under which other addresses they were.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Generator {
    /// Hugo: `aliases`.
    Hugo,
    /// Zola: `aliases`.
    Zola,
    /// Jekyll with jekyll-redirect-from: `redirect_from`.
    Jekyll,
    /// Hexo with hexo-generator-alias: `alias`. Each ends with `.html`.
    Hexo,
}

impl Generator {
    /// The name of the field in front matter.
    pub fn field(self) -> &'static str {
        match self {
            Self::Hugo | Self::Zola => "aliases",
            Self::Jekyll => "redirect_from",
            Self::Hexo => "alias",
        }
    }

    fn alias(self, path: &str) -> String {
        let relative = path.trim_start_matches('/');
        match self {
            Self::Hugo | Self::Jekyll => path.to_owned(),
            Self::Zola => relative.to_owned(),
            Self::Hexo if relative.ends_with(".html") => relative.to_owned(),
            Self::Hexo if relative.is_empty() => "index.html".to_owned(),
            Self::Hexo => format!("{}/index.html", relative.trim_end_matches('/')),
        }
    }
}

/// The old addresses of a table, page by page. What no page asked for is a loss.
#[derive(Debug)]
pub struct Aliases<'a> {
    generator: Generator,
    pages: BTreeMap<&'a str, Vec<&'a Redirect>>,
    lost: Vec<(Reason, &'a Redirect)>,
}

impl<'a> Aliases<'a> {
    /// The old addresses that a generator can write.
    pub fn new(table: &'a Table, generator: Generator) -> Self {
        let gone = table.iter().filter(|it| it.to.is_none()).map(|it| (Reason::Gone, it));
        Self { generator, pages: table.by_page(), lost: gone.collect() }
    }

    /// The old addresses of a page, for its front matter, sorted. They are given once.
    ///
    /// A generator that makes files of them does not look at queries, and every system must take their names.
    pub fn take(&mut self, page: &Target) -> Vec<String> {
        let redirects = self.pages.remove(page.page()).unwrap_or_default();
        let mut aliases = Vec::new();
        for redirect in redirects {
            match alias(self.generator, redirect) {
                Ok(alias) => aliases.push(alias),
                Err(reason) => self.lost.push((reason, redirect)),
            }
        }
        aliases.sort();
        aliases.dedup();
        aliases
    }

    /// What is in no page's front matter, and why.
    pub fn finish(mut self) -> Vec<Unexpressed> {
        let left = std::mem::take(&mut self.pages).into_values().flatten();
        self.lost.extend(left.map(|it| (Reason::Page, it)));
        self.lost.sort_by(|one, other| (one.0, &one.1.from).cmp(&(other.0, &other.1.from)));
        tally(self.lost)
    }
}

fn alias(generator: Generator, redirect: &Redirect) -> Result<String, Reason> {
    if !redirect.from.query().is_empty() {
        return Err(Reason::Query);
    }
    let path = plain(redirect.from.path())?;
    let is_long = path.split('/').any(|part| part.len() > 240);
    let is_odd = path.split('/').any(|part| part.ends_with(['.', ' ']));
    match path {
        _ if is_long => Err(Reason::Length),
        path if is_odd || path.contains(Host::Html.manner().refuses) => Err(Reason::Character),
        path => Ok(generator.alias(&path)),
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::super::{Address, Class};
    use super::*;

    fn target(text: &str) -> Target {
        Target::parse(text, None).unwrap()
    }

    #[test]
    fn each_page_gets_its_old_addresses_and_the_rest_is_told() {
        let pairs = [
            ("/2019/05/눈/", "/snow/"),
            ("/snow.html", "/snow/#top"),
            ("/?p=12", "/snow/"),
            ("/feed/", "/rss.xml"),
            ("/a:b", "/snow/"),
        ];
        let mut redirects: Vec<Redirect> = pairs
            .iter()
            .map(|(from, to)| {
                Redirect::new(Address::parse(from).unwrap(), target(to), Class::Given)
            })
            .collect();
        redirects.push(Redirect::gone(Address::parse("/gone").unwrap()));
        let (table, _) = Table::settle(redirects, &BTreeSet::new());
        for (generator, expected) in [
            (Generator::Hugo, ["/2019/05/눈/", "/snow.html"]),
            (Generator::Zola, ["2019/05/눈/", "snow.html"]),
            (Generator::Jekyll, ["/2019/05/눈/", "/snow.html"]),
            (Generator::Hexo, ["2019/05/눈/index.html", "snow.html"]),
        ] {
            let mut aliases = Aliases::new(&table, generator);
            assert_eq!(aliases.take(&target("/snow/")), expected);
            assert_eq!(aliases.take(&target("/snow/")), Vec::<String>::new());
            let lost = aliases.finish();
            let lost: Vec<String> = lost
                .iter()
                .map(|it| format!("{:?} {} {}", it.reason, it.count, it.examples[0]))
                .collect();
            assert_eq!(
                lost,
                ["Query 1 /?p=12", "Gone 1 /gone", "Character 1 /a:b", "Page 1 /feed/"]
            );
        }
    }
}
