//! The values that break other writers, all in one blog.

use larder_core::{
    Blog, Counts, Enclosure, InReplyTo, Link, Post, PostKind, Timestamp, Translation,
};

use crate::{
    blog::{blog, by, date, post, tag},
    run::{FORMATS, options, write, write_with},
};

/// Titles that are taken for markup, for references, or for nothing.
const TITLES: [&str; 14] = [
    "",
    "\u{3164}",
    "</b>",
    "Q&A1 & R&D2 &pi;",
    "Vec<T> & AT&T",
    "<script>alert(1)</script>",
    "&amp;quot; &lt;b&gt; &#8; &#x1F600;",
    "]]> and <![CDATA[",
    "a\u{8}\0\u{b}b\u{fffe}\u{ffff}\u{fffd}\u{fdd0}",
    "줄\n바꿈\t과\u{a0}\u{3000}빈칸 \u{2028}",
    "👨‍👩‍👧 🇰🇷 \u{202e}rtl\u{202c}",
    "it\u{92}s \u{80}5",
    "\"quoted\" 'apos' ` = +SUM(1)",
    "한\u{1112}\u{1161}\u{11ab} {{ template }} {% raw %}",
];

/// Bodies that browsers repair and validators do not.
const BODIES: [&str; 22] = [
    "",
    "   \n\t <!-- only a comment -->",
    "<p>a]]>b</p><![CDATA[x]]>",
    "bare & and &amp;quot; and &nbsp and &foo; &#0; &#x80; &#xD800;",
    "control \0\u{1}\u{8}\u{b}\u{c}\u{1f}\u{7f}\u{85} \u{fffe}",
    "<p>one<p>two<b>three<i>four</b>five",
    "<a href=\"/글/[1]?q=한 글&x={y}|z^#조각\">rel</a><a href=\"#fn1\">fn</a><a href=\"\">self</a>",
    "<a href=\"javascript:alert(1)\">x</a><a href=' java\nscript:x'>y</a><a href='data:text/html,x'>z</a>",
    "<a href=\"//host.example.org/x%zz?100%\">%</a><a href='http://[::1]/a'>6</a><a href='http://'>no</a>",
    "<img src=\"/a b.png\" srcset=\"https://c.example.org/w_424,c_limit,f_auto/a.jpg 424w, /b,c.jpg 848w\" onerror=x>",
    "<img src='data:image/png;base64,AAAA' data-src='/lazy.jpg' alt='\"><svg onload=x>'>",
    "<iframe src=\"https://www.youtube.com/embed/abc?x=1&y=2\"></iframe><object data='/x.swf'><p>fallback</p></object>",
    "<svg onload=x><text>그림</text><script>x</script></svg><math alttext='x^2'><mi>x</mi></math><my-element>커스텀</my-element>",
    "<pre>\n\n  code</pre><textarea>\nx</textarea><xmp><b>raw</b></xmp>",
    "<table><p>misplaced<tr><td>cell<table><td>x</table></table><li>loose<dt>x<rt>y",
    "<script>document.write('</p>')</script><style>p{}</style><p style='x:y' onclick=z class=a>styled</p>",
    "<form><input value=x><button>go</button><select><option>a<option>b</select></form>",
    "<?php echo 1 ?><!DOCTYPE x><?import x><o:p>office</o:p><!-- a -- b -->",
    "<h1><h2>x</h2></h1><a href='/x'><a href='/y'>z</a></a><p><ul><li>a</ul></p>",
    "<div/><br/></br></p><p\"x\"=1 <b=2 a=1 a=2>attr</p>",
    "<video src='/v.mp4' controls autoplay></video><audio><source src='/a.mp3'></audio><picture><source srcset='/s.webp 1x'><img src='/s.jpg'></picture>",
    "<noscript><img src='/ns.png'></noscript><template><p>t</p></template><blockquote cite='rel'>q</blockquote>",
];

/// Addresses in every state.
const ADDRESSES: [&str; 8] = [
    "https://blog.example.org/글/12?p=[1]&a=b|c#조각",
    "http://blog.example.org",
    "/relative only",
    "javascript:alert(1)",
    "https://user:secret@blog.example.org/x y",
    "http://[2001:db8::1]:8080/x",
    "https://글.example.org/%zz%",
    "ftp://blog.example.org/x",
];

const IDS: [&str; 8] = [
    "12345",
    "foo  bar\n",
    "https://example.org/글",
    "tag:Example.org,2003:x",
    "urn:uuid:not-a-uuid",
    "javascript:alert(1)",
    "a]]>&<b>\"\u{8}",
    "http://example.org:80/a/../b%7e",
];

const NAMES: [&str; 8] = [
    "Jane Doe <jane@example.org>",
    "jane@example.org",
    "</b>",
    "Q&A1 & &pi;",
    "<나무> \"n\"",
    "\u{3164}",
    "a\0b\u{85}",
    "@handle",
];

const DATES: [&str; 7] = [
    "2022-10-17T00:00:00+05:45",
    "1931-01-01T00:00:00+00:19",
    "2022-10-17T00:00:00-00:00",
    "1960-02-29T23:59:59.123456789+09:00",
    "2022-10-17T12:00:00Z",
    "2022-10-17T12:00:00Z",
    "2016-12-31T15:59:60-08:00",
];

const LANGUAGES: [&str; 7] = ["yue", "iw", "i-klingon", "ko_KR", "en\"><x", "", "cmn-Hans"];

fn nasty() -> Blog {
    let posts = TITLES.iter().flat_map(|title| BODIES.iter().map(move |body| (*title, *body)));
    let posts = posts.enumerate().map(|(number, (title, body))| nasty_post(number, title, body));
    let mut blog = blog(posts);
    for name in NAMES {
        by(&mut blog, name, name);
    }
    for number in 0..300 {
        let name = TITLES[number % TITLES.len()];
        blog.terms.push(larder_core::Term::new(
            larder_core::TermId::new(format!("{number}")),
            larder_core::TermKind::Tag,
            format!("{name}{}", number / 28),
        ));
    }
    let terms: Vec<_> = blog.terms.iter().map(|term| term.id.clone()).collect();
    blog.posts.change(3, |post| post.terms = terms.into()).unwrap();
    blog.sort();
    tag(&mut blog, "R&D");
    blog.site.description = Some("글과 </b> 사진 & \0 more".into());
    blog.site.rights = Some("© 2022 <나무> &copy; ]]>".into());
    blog
}

fn nasty_post(number: usize, title: &str, body: &str) -> Post {
    let pick = |list: &[&'static str], step: usize| list[(number / step + number) % list.len()];
    // Ids that differ but hold everything that a URI cannot.
    let mut post = post(&format!("{}{number}", pick(&IDS, 5)), body);
    post.title = Some(title.into());
    post.permalink = Some(pick(&ADDRESSES, 3).into());
    post.published = Some(time(pick(&DATES, 2)));
    post.updated = number.is_multiple_of(3).then(|| time(pick(&DATES, 7)));
    post.language = number.is_multiple_of(2).then(|| pick(&LANGUAGES, 4).into());
    post.summary = number.is_multiple_of(4).then(|| pick(&TITLES, 6).into());
    post.subtitle = number
        .is_multiple_of(5)
        .then(|| Box::new(larder_core::Claim::stated(pick(&TITLES, 9).into())));
    post.rights = number.is_multiple_of(6).then(|| pick(&TITLES, 11).into());
    post.enclosures = enclosures(number).into();
    for rel in ["related", "via", "license", "replies", "next", "canonical", "self", "x y"] {
        let mut link = Link::new(rel, pick(&ADDRESSES, 13));
        link.title = Some(pick(&TITLES, 3).into());
        link.language = Some(pick(&LANGUAGES, 2).into());
        link.media_type = Some("text/html; charset=\"x".into());
        post.links.push(link);
    }
    let mut translation = Translation::new(pick(&LANGUAGES, 3));
    translation.url = Some(pick(&ADDRESSES, 5).into());
    post.translations.push(translation);
    let mut answered = InReplyTo::new(pick(&IDS, 3));
    answered.url = Some(pick(&ADDRESSES, 7).into());
    answered.media_type = Some("text/html".into());
    post.in_reply_to.push(answered);
    let mut counts = Counts::default();
    counts.comments = number.is_multiple_of(2).then_some(number as u64);
    post.counts = Some(Box::new(counts));
    post.kind = PostKind::Post;
    post
}

fn time(text: &str) -> Timestamp {
    Timestamp::from_rfc3339(text).unwrap_or_else(|_| date("2016-12-31T23:59:59Z"))
}

fn enclosures(number: usize) -> Vec<Enclosure> {
    let addresses =
        ["https://c.example.org/a.mp3", "http://my_host.example.org/b.mp3", "http://localhost/c"]
            .into_iter()
            .chain(ADDRESSES)
            .skip(number % 5);
    let types = [None, Some("audio/mpeg"), Some(""), Some("no type"), Some("Video/MP4; x=y")];
    let enclosures = addresses.take(number % 4).enumerate().map(|(at, address)| {
        let mut enclosure = Enclosure::new(address);
        enclosure.media_type = types[(number + at) % types.len()].map(Into::into);
        enclosure.length = number.is_multiple_of(2).then_some(u64::MAX);
        enclosure.title = Some(TITLES[(number + at) % TITLES.len()].into());
        enclosure.seconds = Some(90);
        enclosure
    });
    enclosures.collect()
}

#[test]
fn a_blog_of_everything_hostile_parses_strictly_in_every_format() {
    let blog = nasty();
    for format in FORMATS {
        let written = write(format, &blog);
        assert_eq!(written.account.output.written, 308, "{format}");
        assert!(written.codes().contains(&"characters-dropped"), "{format}");
        for secret in ["jane@example.org", "javascript:alert(1)\"", "onload=x>", "<script"] {
            let shown = written.text.replace("&lt;", "<");
            let body = shown.contains(secret) && secret != "<script";
            assert!(!body, "{secret} in {format}");
        }
    }
}

#[test]
fn summaries_of_everything_hostile_parse_strictly_too() {
    let mut options = options();
    options.extent = larder_export::Extent::Summary;
    for format in FORMATS {
        let written = write_with(format, &nasty(), &options).unwrap();
        assert_eq!(written.account.output.written, 308, "{format}");
    }
}

#[test]
fn ids_stay_unique_however_they_are_written() {
    let blog = nasty();
    for (format, name) in [("rss", "guid"), ("atom", "id")] {
        let written = write(format, &blog);
        let document = roxmltree::Document::parse(&written.text).unwrap();
        let ids = document.descendants().filter(|node| node.tag_name().name() == name);
        let ids: Vec<_> = ids.filter_map(|node| node.text()).collect();
        let unique: std::collections::BTreeSet<_> = ids.iter().collect();
        assert_eq!(unique.len(), ids.len(), "{format}");
    }
}

#[test]
fn the_order_of_the_input_and_the_run_do_not_show() {
    let blog = nasty();
    let mut shuffled = blog.clone();
    let mut posts = shuffled.posts.into_slots();
    posts.reverse();
    posts.rotate_left(101);
    shuffled.posts = posts.into_iter().collect();
    shuffled.authors.reverse();
    shuffled.sort();
    for format in FORMATS {
        let first = write(format, &blog);
        for again in [write(format, &blog), write(format, &shuffled)] {
            assert!(first.text == again.text, "{format}");
            assert_eq!(first.notes(), again.notes(), "{format}");
        }
    }
}

/// Writes the feeds to the folder of `LARDER_HOSTILE_FEEDS`, for validators that are other programs.
#[test]
fn for_validators() {
    let Some(folder) = std::env::var_os("LARDER_HOSTILE_FEEDS") else { return };
    let mut summary = options();
    summary.extent = larder_export::Extent::Summary;
    for format in FORMATS {
        for (name, options) in [("full", options()), ("summary", summary.clone())] {
            let written = write_with(format, &nasty(), &options).unwrap();
            let file = std::path::Path::new(&folder).join(format!("{name}.{format}"));
            #[expect(clippy::disallowed_methods, reason = "other programs read files")]
            std::fs::write(file, written.text).unwrap();
        }
    }
}
