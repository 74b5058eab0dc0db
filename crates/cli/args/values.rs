//! The values of options: parsed once, at the border.

use std::{
    ffi::OsStr,
    num::{NonZeroU8, NonZeroUsize},
    path::PathBuf,
    str::FromStr,
};

use clap::{
    Arg, Command, ValueEnum,
    builder::{PossibleValue, PossibleValuesParser, TypedValueParser},
};
use larder_check::{Moment, Rule};
use larder_core::{Audience, Format, Status, Timestamp, Visibility, select::Include};
use larder_export::{Grouping, WRITERS, Writer, ZoneName, redirects::Host};
use larder_import::{OTHER_NAMES, READERS};
use unic_langid::LanguageIdentifier;
use url::Url;

/// The names of all readers; other names of a format give the reader's own.
pub(super) fn readers() -> impl TypedValueParser<Value = String> {
    Names::of(READERS.iter().map(|reader| reader.format())).map(|name| {
        let reader = larder_import::reader(&name).expect("the names come from the same list");
        reader.format().name.to_owned()
    })
}

/// The writers, by name; other names of a format mean it too.
pub(super) fn writers() -> impl TypedValueParser<Value = &'static dyn Writer> {
    Names::of(WRITERS.iter().map(|writer| writer.format())).map(|name| {
        let own = || OTHER_NAMES.iter().find(|(other, _)| *other == name);
        let by_other = || larder_export::writer(own()?.1);
        larder_export::writer(&name).or_else(by_other).expect("the names come from the same list")
    })
}

/// The hosts that redirects are written for, by name.
pub(super) fn hosts() -> impl TypedValueParser<Value = Host> {
    PossibleValuesParser::new(Host::ALL.iter().map(|host| host.name()))
        .map(|name| Host::named(&name).expect("the names come from the same list"))
}

/// How many requests there are at once.
pub(super) fn jobs(text: &str) -> Result<NonZeroU8, &'static str> {
    let jobs: NonZeroU8 = number(text)?;
    if jobs.get() <= 16 { Ok(jobs) } else { Err("reason-jobs") }
}

/// Names of formats: `RSS` is `rss`, and spaces around a name (`rss, atom`) are nothing.
#[derive(Clone)]
struct Names(PossibleValuesParser);

impl Names {
    fn of(formats: impl Iterator<Item = &'static Format>) -> Self {
        let named = |format: &Format| {
            let others = OTHER_NAMES.iter().filter(|(_, name)| *name == format.name);
            let value = PossibleValue::new(format.name).help(format.summary);
            value.aliases(others.map(|(other, _)| *other))
        };
        Self(formats.map(named).collect::<Vec<_>>().into())
    }
}

impl TypedValueParser for Names {
    type Value = String;

    fn parse_ref(
        &self,
        command: &Command,
        argument: Option<&Arg>,
        value: &OsStr,
    ) -> Result<String, clap::Error> {
        let tidy = tidy(&value.to_string_lossy());
        let is_known =
            self.0.possible_values().into_iter().flatten().any(|it| it.matches(&tidy, false));
        // What is not known is told as it was typed.
        let value = if is_known { OsStr::new(&tidy) } else { value };
        self.0.parse_ref(command, argument, value)
    }

    fn possible_values(&self) -> Option<Box<dyn Iterator<Item = PossibleValue> + '_>> {
        self.0.possible_values()
    }
}

/// The name of a format as it is in the lists.
pub(crate) fn tidy(name: &str) -> String {
    name.trim_matches(' ').to_ascii_lowercase()
}

/// A whole number.
pub(super) fn number<N: FromStr>(text: &str) -> Result<N, &'static str> {
    text.parse().map_err(|_| "reason-number")
}

/// A moment that a date of RFC 3339 tells.
pub(super) fn moment(text: &str) -> Result<Moment, &'static str> {
    Moment::of_rfc3339(text).ok_or("reason-moment")
}

/// The name of a rule of feeds, in whatever case.
pub(super) fn rule(text: &str) -> Result<Rule, &'static str> {
    let name = text.trim_matches(' ');
    let mut rules = Rule::ALL.iter().copied();
    rules.find(|rule| rule.name().eq_ignore_ascii_case(name)).ok_or("reason-rule")
}

/// How many posts, at least one.
pub(super) fn posts(text: &str) -> Result<NonZeroUsize, &'static str> {
    text.parse().map_err(|_| "reason-posts")
}

/// The label of an encoding that can be read.
pub(super) fn encoding(text: &str) -> Result<String, &'static str> {
    larder_import::is_encoding(text).then(|| text.trim().to_owned()).ok_or("reason-encoding")
}

/// How many threads.
pub(super) fn threads(text: &str) -> Result<u16, &'static str> {
    text.parse().ok().filter(|number| (1..=1024).contains(number)).ok_or("reason-threads")
}

/// A number of bytes: `1048576`, `64MiB` (binary), `2GB` (decimal). Upper and lower case are the same.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Size(u64);

impl Size {
    /// The number of bytes.
    pub(crate) fn bytes(self) -> u64 {
        self.0
    }
}

impl FromStr for Size {
    type Err = &'static str;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        const EXPECTED: &str = "reason-size";
        let end = text.find(|c: char| !c.is_ascii_digit()).unwrap_or(text.len());
        let (digits, unit) = text.split_at(end);
        let number: u64 = digits.parse().map_err(|_| EXPECTED)?;
        let factor: u64 = match unit.trim_start_matches(' ').to_ascii_lowercase().as_str() {
            "" | "b" => 1,
            "kb" => 1000,
            "mb" => 1_000_000,
            "gb" => 1_000_000_000,
            "tb" => 1_000_000_000_000,
            "kib" => 1 << 10,
            "mib" => 1 << 20,
            "gib" => 1 << 30,
            "tib" => 1 << 40,
            _ => return Err(EXPECTED),
        };
        number.checked_mul(factor).map(Self).ok_or(EXPECTED)
    }
}

/// How many posts: a number from 1 on, or all.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Count(Option<usize>);

impl Count {
    /// The most posts; `None` is all.
    pub(crate) fn most(self) -> Option<usize> {
        self.0
    }
}

impl FromStr for Count {
    type Err = &'static str;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        match text.parse() {
            Ok(number) if number > 0 => Ok(Self(Some(number))),
            _ if text == "all" => Ok(Self(None)),
            _ => Err("reason-count"),
        }
    }
}

/// An absolute http(s) address that may be told to everybody.
pub(super) fn address(text: &str) -> Result<String, &'static str> {
    let url = Url::parse(text).map_err(|_| "reason-address")?;
    if !matches!(url.scheme(), "http" | "https") || !url.has_host() {
        return Err("reason-address");
    }
    let is_secret = !url.username().is_empty() || url.password().is_some();
    if is_secret || url.query().is_some() || url.fragment().is_some() {
        return Err("reason-address-secret");
    }
    Ok(url.into())
}

/// The address a feed is served from: absolute, http or https.
pub(super) fn location(text: &str) -> Result<String, &'static str> {
    let url = Url::parse(text).map_err(|_| "reason-address")?;
    let is_web = matches!(url.scheme(), "http" | "https") && url.has_host();
    is_web.then(|| text.to_owned()).ok_or("reason-address")
}

/// An absolute http(s) address, as feeds can carry it.
pub(super) fn link(text: &str) -> Result<String, &'static str> {
    let url = Url::parse(text).map_err(|_| "reason-address")?;
    let is_web = matches!(url.scheme(), "http" | "https") && url.has_host();
    if !is_web {
        return Err("reason-address");
    }
    if !url.username().is_empty() || url.password().is_some() {
        return Err("reason-address-secret");
    }
    larder_html::url::Base::default().absolute(text).ok_or("reason-address")
}

/// A style sheet.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Style {
    /// At an address.
    At(String),
    /// In a file.
    File(PathBuf),
}

/// The name of a file that ends with `.css`, or an address.
pub(super) fn style(text: &str) -> Result<Style, &'static str> {
    if text.starts_with("http://") || text.starts_with("https://") {
        return link(text).map(Style::At);
    }
    let path = PathBuf::from(text);
    let is_css = path.extension().is_some_and(|end| end.eq_ignore_ascii_case("css"));
    is_css.then_some(Style::File(path)).ok_or("reason-style")
}

/// What posts have in common that have a feed of their own.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum Group {
    /// Each tag
    Tag,
    /// Each category
    Category,
    /// Each author
    Author,
    /// Each book, magazine or serial
    Series,
    /// Each language
    Language,
}

impl From<Group> for Grouping {
    fn from(group: Group) -> Self {
        match group {
            Group::Tag => Self::Tag,
            Group::Category => Self::Category,
            Group::Author => Self::Author,
            Group::Series => Self::Series,
            Group::Language => Self::Language,
        }
    }
}

/// A BCP 47 language tag, in its canonical case.
pub(super) fn language(text: &str) -> Result<String, &'static str> {
    let tag: LanguageIdentifier = text.parse().map_err(|_| "reason-language")?;
    Ok(tag.to_string())
}

/// A zone of the database of IANA.
pub(super) fn zone(text: &str) -> Result<ZoneName, &'static str> {
    ZoneName::named(text).ok_or("reason-zone")
}

/// A point in time.
pub(super) fn time(text: &str) -> Result<Timestamp, &'static str> {
    Timestamp::from_rfc3339(text.trim()).map_err(|_| "reason-moment")
}

/// What feeds may carry besides public, dated posts, each asked for by its name.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum Included {
    /// Posts that were never published
    Drafts,
    /// Posts that wait for somebody's consent
    Pending,
    /// Posts that wait for their time
    Scheduled,
    /// Posts that were thrown away
    Trash,
    /// Posts that only their author could see
    Private,
    /// Posts that ask for a password (which is never written)
    Password,
    /// Posts for those who know the address
    Unlisted,
    /// Posts for friends
    Friends,
    /// Posts for members
    Members,
    /// Posts for those who pay
    Paid,
    /// Pages
    Pages,
    /// Posts of which the archive does not say whether they were public
    Unsaid,
    /// Posts without a date, after the others
    Undated,
}

impl Included {
    /// Allows it. Posts without a date are no matter of privacy and are allowed in the selection itself.
    pub(crate) fn allow_in(self, include: &mut Include) {
        let Include { statuses, visibilities, audiences, pages, unsaid, .. } = include;
        let _ = match self {
            Self::Drafts => statuses.insert(Status::Draft),
            Self::Pending => statuses.insert(Status::Pending),
            Self::Scheduled => statuses.insert(Status::Scheduled),
            Self::Trash => statuses.insert(Status::Trashed),
            Self::Private => visibilities.insert(Visibility::Private),
            Self::Password => visibilities.insert(Visibility::Password),
            Self::Unlisted => visibilities.insert(Visibility::Unlisted),
            Self::Friends => visibilities.insert(Visibility::Friends),
            Self::Members => audiences.insert(Audience::Members),
            Self::Paid => audiences.insert(Audience::Paid),
            Self::Pages => std::mem::replace(pages, true),
            Self::Unsaid => std::mem::replace(unsaid, true),
            Self::Undated => false,
        };
    }
}

/// The path of a site on its host, with `/` around it.
pub(super) fn site_path(text: &str) -> Result<String, &'static str> {
    let path = text.trim_matches('/');
    if !text.starts_with('/') || path.contains(['?', '#', '\\']) {
        return Err("reason-site-path");
    }
    Ok(if path.is_empty() { "/".to_owned() } else { format!("/{path}/") })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sizes_are_binary_or_decimal_and_never_overflow() {
        let bytes = |text: &str| text.parse().map(Size::bytes);
        assert_eq!(bytes("1048576"), Ok(1 << 20));
        assert_eq!(bytes("64MiB"), Ok(64 << 20));
        assert_eq!(bytes("2 gb"), Ok(2_000_000_000));
        for wrong in ["", "MiB", "-1", "1.5GB", "64 Mi", "99999999999TiB", "1e9"] {
            assert_eq!(bytes(wrong), Err("reason-size"), "{wrong}");
        }
    }

    #[test]
    fn the_path_of_a_site_is_one() {
        for (text, expected) in [("/blog", "/blog/"), ("/a/b/", "/a/b/"), ("/", "/")] {
            assert_eq!(site_path(text).as_deref(), Ok(expected));
        }
        assert!(site_path("blog").is_err() && site_path("/a?b").is_err());
    }

    #[test]
    fn a_public_address_is_absolute_and_holds_no_secret() {
        assert_eq!(
            address("https://example.org/블로그/").as_deref(),
            Ok("https://example.org/%EB%B8%94%EB%A1%9C%EA%B7%B8/")
        );
        for wrong in
            ["example.org", "ftp://example.org/", "javascript:alert(1)", "/blog", "https://"]
        {
            assert_eq!(address(wrong), Err("reason-address"), "{wrong}");
        }
        for secret in
            ["https://a:b@example.org/", "https://example.org/?token=1", "https://example.org/#x"]
        {
            assert_eq!(address(secret), Err("reason-address-secret"), "{secret}");
        }
    }

    #[test]
    fn encodings_are_labels_of_the_web() {
        assert_eq!(encoding(" EUC-KR ").as_deref(), Ok("EUC-KR"));
        assert!(
            ["cp949", "ks_c_5601-1987", "latin1", "utf-8"].iter().all(|it| encoding(it).is_ok())
        );
        for wrong in ["", "utf-7", "johab", "한글"] {
            assert_eq!(encoding(wrong), Err("reason-encoding"), "{wrong}");
        }
    }

    #[test]
    fn languages_are_tags() {
        assert_eq!(language("ko-kr").as_deref(), Ok("ko-KR"));
        assert_eq!(language("한국어"), Err("reason-language"));
    }
}
