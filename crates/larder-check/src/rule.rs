//! Every rule there is, in one table.

use std::fmt;

/// How much a broken rule matters.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize)]
#[serde(rename_all = "lowercase")]
#[non_exhaustive]
pub enum Severity {
    /// The feed is not valid; some readers will refuse it or lose something.
    Error,
    /// Valid, but readers are known to misunderstand it.
    Warning,
    /// Valid and understood; there is a better way.
    Info,
}

/// Who made a rule.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Origin {
    /// The W3C feed validator: the rule has the name of its class there, and can be looked up by it.
    W3c,
    /// Larder, where the validator has no rule: JSON Feed, and what hurts readers all the same.
    Larder,
}

macro_rules! rules {
    ($($name:ident $severity:ident $origin:ident $explanation:literal)*) => {
        /// A rule that a feed can break.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        #[non_exhaustive]
        pub enum Rule {
            $(#[doc = concat!("`", stringify!($name), "`: ", $explanation, ".")] $name,)*
        }

        impl Rule {
            /// Every rule, in the order of the table.
            pub const ALL: &[Self] = &[$(Self::$name),*];

            /// Its name.
            pub fn name(self) -> &'static str {
                match self { $(Self::$name => stringify!($name),)* }
            }

            /// How much it matters when it is broken.
            pub fn severity(self) -> Severity {
                match self { $(Self::$name => Severity::$severity,)* }
            }

            /// Who made it.
            pub fn origin(self) -> Origin {
                match self { $(Self::$name => Origin::$origin,)* }
            }

            /// What it asks for, in one sentence without a period.
            pub fn explanation(self) -> &'static str {
                match self { $(Self::$name => $explanation,)* }
            }
        }
    };
}

rules! {
    // Bytes and characters.
    ValidatorLimit Error W3c "a feed is shorter than 5,000,000 bytes, and in every other way no larger than honest feeds are"
    UnknownEncoding Error W3c "the encoding is one that is known"
    ObscureEncoding Warning W3c "the encoding is one that every reader knows; UTF-8 is"
    EncodingMismatch Warning W3c "the bytes are in the encoding that the document declares"
    UnicodeError Error W3c "every byte means a character in the encoding of the document"
    BadCharacters Warning W3c "the text has no characters that stand for a mistake of encoding"
    DiscouragedCharacter Info Larder "the text has no invisible characters that no reader shows: U+007F, U+FEFF, non-characters"
    ControlCharacter Warning Larder "the text has no control characters, which no XML can hold"
    CarriageReturn Info Larder "lines end in a line feed alone"
    ByteOrderMark Info Larder "the file begins with its first character, not with a byte order mark"
    LargeDocument Info Larder "a feed that many read often is smaller than 1 MB"
    // XML.
    MissingXmlDeclaration Info Larder "an XML file begins with `<?xml version=\"1.0\" encoding=\"utf-8\"?>`"
    MissingEncoding Info W3c "the XML declaration names the encoding"
    NonstdEncoding Info W3c "the encoding is UTF-8"
    BadXmlVersion Error W3c "the version of XML is 1.0"
    WPBlankLine Error W3c "nothing stands before the XML declaration, not even an empty line"
    InvalidDoctype Error W3c "a feed has no DOCTYPE"
    SAXError Error W3c "the XML is well-formed"
    UndefinedNamedEntity Error W3c "XML knows five named references: `&amp;`, `&lt;`, `&gt;`, `&quot;`, `&apos;`"
    MissingNamespace Error W3c "every prefix is declared"
    InvalidNamespace Error W3c "the root is in the namespace of its format: none for RSS, `http://www.w3.org/2005/Atom` for Atom"
    UnsupportedNamespace Info W3c "every namespace is one whose elements validators look at"
    UnknownNamespace Warning W3c "every namespace is one that readers are known to use"
    ReservedPrefix Warning W3c "a usual prefix stands for its usual namespace"
    NonstdPrefix Info W3c "a usual namespace has its usual prefix"
    AvoidNamespacePrefix Warning W3c "the elements of Atom and XHTML have no prefix"
    MediaRssNamespace Error W3c "the namespace of Media RSS ends in a slash: `http://search.yahoo.com/mrss/`"
    ObsoleteNamespace Error W3c "the namespace is that of Atom 1.0, `http://www.w3.org/2005/Atom`"
    UnusedNamespace Info Larder "every namespace that is declared is used"
    // What stands where.
    InvalidRSSVersion Error W3c "the version of RSS is one that there is"
    ObsoleteVersion Warning W3c "the version of the format is the current one"
    UndefinedElement Error W3c "every element is one that the format knows, where it may stand"
    UnexpectedAttribute Error W3c "every attribute is one that its element has"
    UnexpectedText Error W3c "only elements stand here, no text"
    DuplicateElement Error W3c "the element stands here once at most"
    MissingElement Error W3c "the element that the format demands is there"
    MissingAttribute Error W3c "the attribute that the format demands is there"
    MissingTitle Error W3c "there is a `title`"
    MissingLink Error W3c "there is a `link`"
    MissingDescription Error W3c "there is a `description`"
    ItemMustContainTitleOrDescription Error W3c "an item has a `title` or a `description`"
    NotBlank Warning W3c "the element is not empty"
    AttrNotBlank Warning W3c "the attribute is not empty"
    UnexpectedWhitespace Error W3c "no white space stands around the value"
    StrayWhitespace Info Larder "a value that is one line has single spaces, and none around it"
    MisplacedItem Warning W3c "everything about the channel stands before the first item"
    MisplacedMetadata Error W3c "everything about the feed stands before the first entry"
    NeedDescriptionBeforeContent Warning W3c "`description` stands before `content:encoded`"
    DuplicateSemantics Warning W3c "a fact about the channel is told by one element, not by two"
    DuplicateItemSemantics Warning W3c "a fact about the item is told by one element, not by two"
    AvoidTextInput Warning W3c "the channel has no `textInput`, which no reader shows"
    OtherDocs Info Larder "`docs` is `https://www.rssboard.org/rss-specification`"
    InvalidRDF Error W3c "the RDF of RSS 1.0 says of every resource what it is `about`"
    // Dates.
    InvalidRFC2822Date Error W3c "a date of RSS is like `Tue, 03 Jun 2003 09:39:21 +0200`"
    IncorrectDOW Error W3c "the weekday is that of the date"
    ProblematicalRFC822Date Warning W3c "the year has four digits, and the zone is `GMT` or an offset of full or half hours"
    DateStyle Info Larder "the date has its weekday, two digits for the day, and its seconds"
    InvalidRFC3339Date Error W3c "a date is like `2003-06-03T09:39:21+02:00`, with `T`, seconds and an offset"
    InvalidW3CDTFDate Error W3c "a date is a year, a month, a day or a moment, like `2003-06-03T09:39:21+02:00`"
    ImplausibleDate Warning W3c "the date is not before 1990 and not in the future"
    UpdatedNotNewest Info Larder "the date of the feed is that of the newest change in it, not that of its writing"
    SlashDate Warning W3c "a channel whose items count their comments has a `lastBuildDate`"
    // Addresses.
    InvalidUriChar Error W3c "an address has only the characters that RFC 3986 allows; the others are percent-encoded"
    UriNotIri Error W3c "an address is ASCII; other characters are percent-encoded, hosts in Punycode"
    InvalidFullLink Error W3c "an address is absolute, with its scheme and host"
    InvalidURIAttribute Error W3c "the attribute is an absolute address"
    InvalidURLAttribute Error W3c "the address of a file is `http` or `https`, with a host that has a dot and a path that begins with a slash"
    StrayPercent Info Larder "a `%` in an address begins an escape"
    UnsafeScheme Warning Larder "a link runs no script and opens nothing of the reader's own computer"
    // Values.
    InvalidLanguage Error W3c "a language begins with a two- or three-letter code of ISO 639-1 or 639-2, like `ko` or `zh-Hans`"
    InvalidContact Error W3c "a contact is `mail@example.org (Real Name)`"
    MissingRealName Warning W3c "a contact has a name in parentheses after its address"
    EmailFormat Warning W3c "a contact is `mail@example.org (Real Name)`, not `Real Name <mail@example.org>`"
    InvalidAddrSpec Error W3c "the value is an e-mail address"
    ContainsEmail Warning W3c "a name has no e-mail address in it"
    InvalidMIMEType Error W3c "a media type is like `text/html`"
    InvalidMIMEAttribute Error W3c "the media type of an enclosure is like `audio/mpeg`"
    InvalidIntegerAttribute Error W3c "the attribute is a number"
    InvalidNonNegativeInteger Error W3c "the value is a whole number, 0 or more"
    InvalidPositiveInteger Error W3c "the value is a whole number, 1 or more"
    UseZeroForUnknown Error W3c "a length that is not known is 0"
    InvalidBooleanAttribute Error W3c "the attribute is `true` or `false`, in lower case"
    InvalidTrueFalse Error W3c "the value is `true` or `false`"
    InvalidHour Error W3c "an hour is a number from 0 to 24"
    UseZeroForMidnight Warning W3c "midnight is hour 0, not 24"
    NotEnoughHoursInTheDay Error W3c "there are no more than 24 hours to skip"
    InvalidDay Error W3c "a day is an English weekday, like `Monday`"
    EightDaysAWeek Error W3c "there are no more than seven days to skip"
    InvalidUpdatePeriod Error W3c "the period is `hourly`, `daily`, `weekly`, `monthly` or `yearly`"
    InvalidCoord Error W3c "a place is a latitude and a longitude with a space between"
    InvalidLatitude Error W3c "a latitude is a number from -90 to 90"
    InvalidLongitude Error W3c "a longitude is a number from -180 to 180"
    // The image of a channel.
    ImageUrlFormat Warning W3c "the image is a `jpg`, `jpeg`, `gif` or `png`"
    ImageTitleDoesntMatch Warning W3c "the title of the image is that of the channel"
    ImageLinkDoesntMatch Warning W3c "the link of the image is that of the channel"
    InvalidWidth Error W3c "the image is 1 to 144 pixels wide"
    InvalidHeight Error W3c "the image is 1 to 400 pixels high"
    // What readers know posts by.
    MissingGuid Warning W3c "an item has a `guid`"
    DuplicateValue Error W3c "no two items have the same `guid`"
    NotSufficientlyUnique Warning W3c "a `guid` is more than a short number"
    InvalidHttpGUID Error W3c "a `guid` that is a permalink is an absolute web address; others say `isPermaLink=\"false\"`"
    InvalidPermalink Error W3c "a `guid` like `tag:` or `urn:` says `isPermaLink=\"false\"`"
    ImplicitPermalink Info Larder "a `guid` says `isPermaLink`, so that nobody needs to know the default"
    PermalinkNotLink Info Larder "a `guid` that is a permalink is the `link` of the item"
    InvalidTAG Error W3c "a `tag:` id is like `tag:example.org,2003:1`, with the host in lower case"
    InvalidUUID Error W3c "a `urn:uuid:` id has 8-4-4-4-12 hexadecimal digits"
    InvalidURN Error W3c "a `urn:` id is like `urn:isbn:0451450523`"
    NonCanonicalURI Warning W3c "an id is in canonical form, so that comparing it by letters is enough"
    DuplicateEntries Warning W3c "no two entries have the same `id`"
    DuplicateIds Error W3c "no ten entries have the same `id`"
    DuplicateUpdated Warning W3c "no two entries have the same `updated`"
    // Enclosures.
    DuplicateEnclosure Warning W3c "an item has one `enclosure`; readers show only one"
    // Plain text that may be taken for HTML.
    ContainsHTML Warning W3c "plain text has nothing that can be taken for HTML"
    CharacterData Warning W3c "`&` and `<` in plain text of RSS are written `&#x26;` and `&#x3C;`"
    ContainsUndeclaredHTML Warning W3c "a text that can be taken for HTML says `type=\"html\"` or is escaped twice"
    InvalidTextType Error W3c "the type of a text is `text`, `html` or `xhtml`"
    UnneededHtmlType Info Larder "a text without markup is plain text; many readers show the markup of others"
    // HTML.
    NotHtml Warning W3c "the HTML is valid"
    SecurityRisk Warning W3c "the HTML has only elements that are safe in a reader"
    SecurityRiskAttr Warning W3c "the HTML has no attributes that run scripts"
    DangerousStyleAttr Warning W3c "a `style` has only properties and values that are safe in a reader"
    ContainsRelRef Warning W3c "the links and images of a body are absolute; many readers do not know what they are relative to"
    RelativeUrl Info Larder "an address is absolute, not relative to where the document is"
    RelativeUrlInBody Info Larder "every address in a body is absolute; many readers do not know what it is relative to"
    MissingXhtmlDiv Error W3c "a text of type `xhtml` is one `div` of XHTML"
    // Links of Atom, in either format.
    MissingSelf Warning W3c "a feed has a `link` with `rel=\"self\"`"
    MissingAtomSelfLink Warning W3c "a channel has an `atom:link` with `rel=\"self\"`"
    RelativeSelf Warning W3c "the `self` link is absolute"
    SelfDoesntMatchLocation Warning W3c "the `self` link is the address that the document is served from"
    SelfNotAtom Warning W3c "the type of the `self` link is that of a feed"
    SelfTypeDiffers Info Larder "the type of the `self` link is that of this document"
    MissingHref Error W3c "a link has a `href`"
    AtomLinkNotEmpty Warning W3c "a link is an empty element"
    UnregisteredAtomLinkRel Warning W3c "the relation of a link is registered, or an address"
    DuplicateAtomLink Error W3c "there is one `alternate` link for each type and language"
    NoThrWhen Error W3c "the attribute is called `thr:updated`, not `thr:when`"
    CommentRSS Warning W3c "the element is called `wfw:commentRss`, not `wfw:commentRSS`"
    // Atom.
    MissingAlternate Info Larder "an entry has an `alternate` link; readers show its `id` otherwise"
    MissingContentOrAlternate Error W3c "an entry has a `content` or an `alternate` link"
    MissingTextualContent Warning W3c "an entry has a `content` or a `summary`"
    MissingTypeAttr Warning W3c "content that is elsewhere has its `type`"
    MissingSummary Error W3c "an entry whose content is elsewhere or no text has a `summary`"
    MissingSourceElement Warning W3c "a `source` has `id`, `title` and `updated`"
    LabelRepeatsTerm Info Larder "a `label` differs from the `term`"
    BaseAttribute Info Larder "addresses are absolute, without `xml:base`"
    // The history of a feed.
    FeedHistoryRelInEntry Warning W3c "the relations of a feed's pages stand in the feed, not in an entry"
    FeedRelInCompleteFeed Error W3c "a complete feed has no other pages"
    CurrentNotSelfInCompleteFeed Error W3c "a complete feed is its own `current`"
    LinkPastEnd Error W3c "nothing comes before the first page or after the last"
    MissingCurrentInArchive Warning W3c "an archive document has a `current` link"
    ArchiveIncomplete Warning W3c "an archive document has a `prev-archive` or a `next-archive` link"
    // Media RSS.
    InvalidFloat Error W3c "the value is a number, with or without a fraction"
    InvalidMediaMedium Error W3c "a medium is `image`, `audio`, `video`, `document` or `executable`"
    InvalidMediaExpression Error W3c "an expression is `sample`, `full` or `nonstop`"
    InvalidMediaTextType Error W3c "the type of a text of Media RSS is `plain` or `html`"
    InvalidMediaHash Error W3c "a digest is hexadecimal: 32 digits for `md5`, 40 for `sha-1`"
    InvalidMediaRating Error W3c "a rating is one that its scheme has, such as `adult` or `nonadult`"
    InvalidMediaRestriction Error W3c "a restriction without a type is `all` or `none`"
    InvalidMediaRestrictionRel Error W3c "the relationship of a restriction is `allow` or `deny`"
    InvalidMediaRestrictionType Error W3c "the type of a restriction is `country` or `uri`"
    InvalidCountryCode Error W3c "a country is a code of two letters by ISO 3166"
    InvalidCreditRole Error W3c "a role is in lower case, such as `author` or `photographer`"
    InvalidNPTTime Error W3c "a time within a film is `now`, seconds, or like `12:05:01.123`"
    MediaGroupWithoutAlternatives Error W3c "a `media:group` has two `media:content` or more"
    DeprecatedMediaAdult Warning W3c "`media:rating` tells what is for adults, not `media:adult`"
    // Podcasts.
    MissingItunesElement Warning W3c "a podcast has its language, `itunes:category` and `itunes:explicit`"
    MissingItunesEmail Warning W3c "a podcast has an `itunes:owner` with an `itunes:email`"
    InvalidItunesCategory Error W3c "the category is one of Apple's"
    ObsoleteItunesCategory Warning W3c "the category is one of Apple's present ones"
    InvalidDuration Error W3c "a duration is seconds, or like `1:02:03`"
    InvalidYesNoClean Error W3c "the value is `yes`, `no` or `clean`"
    InvalidItunesEpisodeType Error W3c "the type of an episode is `full`, `trailer` or `bonus`"
    InvalidItunesChannelType Error W3c "the type of a podcast is `episodic` or `serial`"
    TooLong Error W3c "the text is no longer than podcast programs take"
    InvalidKeywords Warning W3c "keywords have commas between them"
    NotUTF8 Warning W3c "a podcast is in UTF-8"
    UnsupportedItunesFormat Warning W3c "the file of an episode is one that podcast programs play: m4a, mp3, mov, mp4, m4v, pdf, epub"
    // OPML.
    InvalidOPMLVersion Error W3c "the version of OPML is `1.0`, `1.1` or `2.0`"
    InvalidExpansionState Error W3c "the lines that are open are numbers with commas between"
    InvalidOutlineType Warning W3c "the type of an outline of OPML 1 is `rss` or `link`"
    InvalidOutlineVersion Warning W3c "the version of a feed in OPML is `RSS`, `RSS1`, `RSS2` or `scriptingNews`"
    MissingOutlineType Warning W3c "an outline that is a feed has a `type`"
    MissingXmlURL Warning W3c "an outline of type `rss` has a `xmlUrl`, the address of the feed"
    MissingTitleAttr Warning W3c "an outline of type `rss` has a `title`"
    MissingUrlAttr Warning W3c "an outline of type `link` has a `url`"
    // JSON Feed.
    InvalidJson Error Larder "the JSON is well-formed"
    JsonByteOrderMark Error Larder "a JSON document has no byte order mark"
    DuplicateKey Error Larder "a key stands once in its object"
    InvalidJsonVersion Error Larder "the `version` is `https://jsonfeed.org/version/1.1`"
    VersionNotFirst Info Larder "`version` is the first key, so that programs see early what this is"
    MissingKey Error Larder "the key that JSON Feed demands is there"
    MissingRecommendedKey Warning Larder "`home_page_url` and `feed_url` are there"
    UnknownKey Warning Larder "every key is one of JSON Feed, or an extension whose name begins with `_`"
    DeprecatedKey Warning Larder "JSON Feed 1.1 has `authors`; an `author` stands beside it only"
    WrongType Error Larder "the value has the type that JSON Feed gives it"
    NullOrEmptyValue Warning Larder "a key without a value is left out: no `null`, no empty text, no empty list"
    EmptyAuthor Error Larder "an author has a name, a `url` or an `avatar`"
    MarkupInText Info Larder "titles, summaries and descriptions are plain text, without tags and references"
    MissingContent Error Larder "an item has `content_html` or `content_text`"
    MissingItemUrl Info Larder "an item has a `url`"
    DuplicateItemId Error Larder "no two items have the same `id`"
    DuplicateTag Warning Larder "a tag stands once in its list"
    DuplicateAttachmentTitle Warning Larder "two files with one `title` are the same thing in two formats"
    NextUrlIsFeedUrl Error Larder "the `next_url` is another document than this one"
    FeedUrlDoesntMatchLocation Warning Larder "the `feed_url` is the address that the document is served from"
    InvalidExtension Warning Larder "an extension is an object, and its keys have no dot"
    UndescribedExtension Info Larder "the first use of an extension says what it is `about`"
    KeyOrder Info Larder "keys stand in the order of the specification"
    ItemOrder Info Larder "the items stand in order, the newest first"
    EscapedCharacter Info Larder "characters are written as themselves, not as `\\uXXXX`"
}

impl Rule {
    /// The rule with this name. Case counts.
    pub fn named(name: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|rule| rule.name() == name)
    }
}

impl fmt::Display for Rule {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

impl fmt::Display for Severity {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Error => "error",
            Self::Warning => "warning",
            Self::Info => "info",
        })
    }
}

impl serde::Serialize for Rule {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.name())
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn every_rule_is_found_by_its_name_and_explained_once() {
        let mut explanations = BTreeSet::new();
        for rule in Rule::ALL {
            assert_eq!(Rule::named(rule.name()), Some(*rule));
            assert!(!rule.explanation().ends_with('.'), "{rule}");
            assert!(explanations.insert(rule.explanation()), "{rule} says what another says");
        }
        assert_eq!(Rule::named("nothtml"), None);
    }
}
