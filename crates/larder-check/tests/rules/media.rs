//! Media RSS, as it stands in an item.

use crate::{Row, check_table, rss};

/// An item with everything of it.
const MEDIA: &str = r#"<media:group>
<media:content url="https://kueche.example.net/suppe.mp4" fileSize="4711" type="video/mp4" medium="video" isDefault="true" expression="full" bitrate="128.5" framerate="25" samplingrate="44.1" channels="2" duration="185" height="200" width="300" lang="de"/>
<media:content url="https://kueche.example.net/suppe.webm"><media:title>Suppe</media:title></media:content>
<media:credit role="author" scheme="urn:ebu">Ida</media:credit>
</media:group>
<media:thumbnail url="https://kueche.example.net/suppe.jpg" width="75" height="50" time="12:05:01.123"/>
<media:title type="plain">Suppe</media:title>
<media:description type="html">&lt;p&gt;Dick&lt;/p&gt;</media:description>
<media:text type="plain" lang="de" start="00:00:03.000" end="now">Salz</media:text>
<media:keywords>Suppe, Salz</media:keywords>
<media:category scheme="https://kueche.example.net/thema" label="Suppen">suppe</media:category>
<media:copyright url="https://kueche.example.net/rechte">Ida</media:copyright>
<media:hash algo="md5">dfdec888b72151965a34b4b59031290a</media:hash>
<media:player url="https://kueche.example.net/film" height="200" width="400"/>
<media:rating scheme="urn:simple">nonadult</media:rating>
<media:restriction relationship="allow" type="country">at de</media:restriction>
<dc:creator>Ida"#;

fn clean() -> String {
    rss::CLEAN
        .replace("<rss ", "<rss xmlns:media=\"http://search.yahoo.com/mrss/\" ")
        .replace("<dc:creator>Ida", MEDIA)
}

pub(crate) const ROWS: &[Row] = &[
    ("UnexpectedAttribute", r#"medium="video""#, r#"medium="video" codec="x""#),
    ("UndefinedElement", "<media:keywords>", "<media:film/><media:keywords>"),
    ("DuplicateElement", "<media:keywords>", "<media:title>Brot</media:title><media:keywords>"),
    ("InvalidFullLink", r#"url="https://kueche.example.net/suppe.mp4""#, r#"url="suppe.mp4""#),
    ("InvalidPositiveInteger", r#"fileSize="4711""#, r#"fileSize="0""#),
    ("InvalidMIMEAttribute", r#"type="video/mp4""#, r#"type="mp4""#),
    ("InvalidMediaMedium", r#"medium="video""#, r#"medium="film""#),
    ("InvalidTrueFalse", r#"isDefault="true""#, r#"isDefault="yes""#),
    ("InvalidMediaExpression", r#"expression="full""#, r#"expression="whole""#),
    ("InvalidFloat", r#"bitrate="128.5""#, r#"bitrate="viel""#),
    ("InvalidFloat", r#"framerate="25""#, r#"framerate="-25""#),
    ("InvalidFloat", r#"samplingrate="44.1""#, r#"samplingrate="44,1""#),
    ("InvalidFloat", r#"duration="185""#, r#"duration="3:05""#),
    ("InvalidNonNegativeInteger", r#"channels="2""#, r#"channels="zwei""#),
    ("InvalidPositiveInteger", r#"height="200" width="300""#, r#"height="0" width="300""#),
    ("InvalidLanguage", r#"width="300" lang="de""#, r#"width="300" lang="yue""#),
    (
        "MediaGroupWithoutAlternatives",
        r#"<media:content url="https://kueche.example.net/suppe.webm"><media:title>Suppe</media:title></media:content>"#,
        "",
    ),
    ("UndefinedElement", "<media:title>Suppe</media:title>", "<media:titel>Suppe</media:titel>"),
    ("ContainsUndeclaredHTML", "<media:title>Suppe", "<media:title>&lt;/b>"),
    ("MissingAttribute", r#"url="https://kueche.example.net/suppe.jpg" "#, ""),
    ("InvalidNPTTime", r#"time="12:05:01.123""#, r#"time="bald""#),
    ("InvalidMediaTextType", r#"<media:title type="plain""#, r#"<media:title type="text""#),
    ("ContainsUndeclaredHTML", "<media:title type=\"plain\">Suppe", "<media:title>a &lt;/b>"),
    ("NotHtml", "&lt;p&gt;Dick", "&lt;p&gt;&lt;b&gt;Dick"),
    ("SecurityRisk", "&lt;p&gt;Dick", "&lt;script&gt;x&lt;/script&gt;&lt;p&gt;Dick"),
    ("InvalidNPTTime", r#"start="00:00:03.000""#, r#"start="0:3""#),
    ("InvalidNPTTime", r#"end="now""#, r#"end="later""#),
    ("InvalidLanguage", r#"lang="de" start"#, r#"lang="i-klingon" start"#),
    ("ContainsHTML", r#"label="Suppen""#, r#"label="&lt;/b>""#),
    ("InvalidFullLink", r#"scheme="https://kueche.example.net/thema""#, r#"scheme="thema""#),
    ("InvalidFullLink", r#"url="https://kueche.example.net/rechte""#, r#"url="rechte""#),
    ("InvalidCreditRole", r#"role="author""#, r#"role="Author""#),
    ("InvalidFullLink", r#"scheme="urn:ebu""#, r#"scheme="ebu""#),
    ("InvalidMediaHash", r#"algo="md5""#, r#"algo="crc""#),
    ("InvalidMediaHash", r#"algo="md5""#, r#"algo="sha-1""#),
    ("InvalidMediaHash", "dfdec888b72151965a34b4b59031290a", "dfdec888"),
    (
        "",
        r#"algo="md5">dfdec888b72151965a34b4b59031290a"#,
        r#"algo="sha-1">dfdec888b72151965a34b4b59031290adfdec888"#,
    ),
    ("MissingAttribute", r#"url="https://kueche.example.net/film" "#, ""),
    ("InvalidPositiveInteger", r#"width="400""#, r#"width="breit""#),
    ("InvalidMediaRating", "nonadult", "mild"),
    ("", r#"scheme="urn:simple">nonadult"#, r#"scheme="urn:mpaa">pg-13"#),
    ("InvalidMediaRating", r#"scheme="urn:simple">nonadult"#, r#"scheme="urn:mpaa">12"#),
    ("", r#"scheme="urn:simple">nonadult"#, r#"scheme="urn:v-chip">tv-y7-fv"#),
    ("", r#"scheme="urn:simple">nonadult"#, r#"scheme="urn:icra">r (cz 1 lz 1 nz 0)"#),
    ("InvalidMediaRating", r#"scheme="urn:simple">nonadult"#, r#"scheme="urn:icra">cz"#),
    ("InvalidFullLink", r#"scheme="urn:simple">nonadult"#, r#"scheme="fsk">12"#),
    ("InvalidMediaRestrictionRel", r#"relationship="allow""#, r#"relationship="maybe""#),
    ("MissingAttribute", r#"relationship="allow" "#, ""),
    ("InvalidMediaRestrictionType", r#"type="country""#, r#"type="continent""#),
    ("InvalidCountryCode", ">at de<", ">at germany<"),
    ("InvalidMediaRestriction", r#" type="country">at de"#, ">some"),
    ("", r#" type="country">at de"#, ">all"),
    ("InvalidFullLink", r#"type="country">at de"#, r#"type="uri">kueche"#),
    (
        "DeprecatedMediaAdult",
        "<media:keywords>",
        "<media:adult>false</media:adult><media:keywords>",
    ),
    (
        "DeprecatedMediaAdult InvalidTrueFalse",
        "<media:keywords>",
        "<media:adult>ja</media:adult><media:keywords>",
    ),
];

#[test]
fn each_row_breaks_what_it_says() {
    check_table(&clean(), ROWS);
}
