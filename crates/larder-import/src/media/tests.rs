use std::fmt::Write;

use proptest::prelude::*;

use super::*;

/// References on a line each: kind, address, `=` original, `+` others, what is said of it.
fn shown(html: &str) -> Vec<String> {
    let line = |it: Reference| {
        let mut line = format!("{:?} {}", it.kind, it.url);
        it.original.iter().for_each(|it| write!(line, " = {it}").unwrap());
        it.also.iter().for_each(|it| write!(line, " + {it}").unwrap());
        it.alt.iter().for_each(|it| write!(line, " alt={it}").unwrap());
        it.title.iter().for_each(|it| write!(line, " title={it}").unwrap());
        if let (Some(width), Some(height)) = (it.width, it.height) {
            write!(line, " {width}x{height}").unwrap();
        }
        line
    };
    references(html, None).into_iter().map(line).collect()
}

fn check(table: &[(&str, &[&str])]) {
    for (html, expected) in table {
        assert_eq!(shown(html), *expected, "{html}");
    }
}

#[test]
fn pictures_are_found_with_what_is_said_of_them() {
    check(&[
        ("<p>a</p><img src=a.jpg>", &["Image a.jpg"]),
        (
            "<IMG SRC=' a.jpg?b&amp;c ' alt='&lt;글&gt;' title=t width=640 height=480px>",
            &["Image a.jpg?b&c alt=<글> title=t 640x480"],
        ),
        ("<img src=a.jpg alt='' title=''>", &["Image a.jpg alt="]),
        ("<img src=a.jpg><img src=a.jpg alt=later>", &["Image a.jpg alt=later"]),
        ("<img><img src=''><img src=#x><img src=mailto:a@e.org><img src=file:///a.jpg>", &[]),
        (
            "<img src=https://e.org/count.gif width=1 height=1>",
            &["Image https://e.org/count.gif 1x1"],
        ),
        ("<input type=image src=a.png>", &["Image a.png"]),
        (
            "<svg><image xlink:href=a.png /><image href=b.png></svg><image src=c.png>",
            &["Image a.png", "Image b.png", "Image c.png"],
        ),
    ]);
}

#[test]
fn the_largest_of_a_list_is_the_picture() {
    check(&[
        (
            "<img src=a.jpg srcset='b.jpg 300w, c.jpg 2000w, d.jpg 1024w'>",
            &["Image c.jpg + a.jpg + b.jpg + d.jpg"],
        ),
        ("<img src=a.jpg srcset='a.jpg, b.jpg 2x'>", &["Image b.jpg + a.jpg"]),
        ("<img src=a.jpg srcset='b.jpg'>", &["Image a.jpg + b.jpg"]),
        ("<img srcset='b.jpg'>", &["Image b.jpg"]),
        (
            "<img src=a.jpg srcset='b.jpg NaNw, c.jpg infw, d.jpg -1w'>",
            &["Image a.jpg + b.jpg + c.jpg + d.jpg"],
        ),
        (
            "<picture><source srcset='a.webp 800w, b.webp 1600w'><img src=a.jpg alt=x></picture>",
            &["Image b.webp + a.jpg + a.webp alt=x"],
        ),
        (
            "<picture><source srcset=a.webp></picture><img src=b.jpg>",
            &["Image a.webp", "Image b.jpg"],
        ),
        (
            "<picture><source srcset=a.webp><video><source src=b.mp4></video>",
            &["Image a.webp", "Video b.mp4"],
        ),
        // WordPress.com and Squarespace say which is the whole one.
        (
            "<img data-orig-file=a.jpg data-orig-size=4000,3000 data-large-file='a.jpg?w=1024' src='a.jpg?w=300' width=300 height=225>",
            &["Image a.jpg + a.jpg?w=1024 + a.jpg?w=300 4000x3000"],
        ),
        (
            "<noscript><img src='https://images.squarespace-cdn.com/a.jpg' alt=x></noscript>\
             <img class=thumb-image data-src='https://images.squarespace-cdn.com/a.jpg' data-image='https://images.squarespace-cdn.com/a.jpg' data-image-dimensions=2500x1667>",
            &["Image https://images.squarespace-cdn.com/a.jpg alt=x 2500x1667"],
        ),
    ]);
}

#[test]
fn lazy_pictures_are_what_a_script_would_load() {
    check(&[
        ("<img src=data:image/gif;base64,R0 data-src=a.jpg>", &["Image a.jpg"]),
        (
            "<img src='/blank.gif' data-lazy-src=a.jpg><img src=/blank.gif data-original=b.jpg>",
            &["Image a.jpg", "Image b.jpg"],
        ),
        ("<img src=x.gif width=1 height=1 data-src=a.jpg>", &["Image a.jpg 1x1"]),
        ("<img src=/loading.gif data-srcset='a.jpg 1x, b.jpg 2x'>", &["Image b.jpg + a.jpg"]),
        ("<img src=a-150x150.jpg data-src=a.jpg>", &["Image a.jpg + a-150x150.jpg"]),
        // What is shown before may be another picture, and is not lost.
        ("<img src=low.jpg data-src=a.jpg>", &["Image low.jpg", "Image a.jpg"]),
        (
            "<img src=data:, data-src=a.jpg data-srcset='a.jpg 1x, a2.jpg 2x'><noscript><img src=a.jpg srcset='a.jpg 1x, a2.jpg 2x'></noscript>",
            &["Image a2.jpg + a.jpg"],
        ),
        ("<img src=data:, class=lazy><noscript><img src=a.jpg></noscript>", &["Image a.jpg"]),
    ]);
}

#[test]
fn a_picture_that_links_to_a_larger_one_is_that_one() {
    check(&[
        (
            "<a href=full.jpg title=t><img src=thumb.jpg alt=x></a>",
            &["Image full.jpg + thumb.jpg alt=x title=t"],
        ),
        (
            "<a href=full.jpg><b><img src=a.jpg></b><img src=b.jpg></a>",
            &["Image full.jpg + a.jpg", "Image b.jpg"],
        ),
        ("<a href=full.jpg>x</a><img src=a.jpg>", &["Image full.jpg", "Image a.jpg"]),
        ("<a href=a.html><img src=a.jpg></a>", &["Image a.jpg"]),
        ("<a href=a.pdf><img src=a.jpg></a>", &["Document a.pdf", "Image a.jpg"]),
        // One symbol for two pictures belongs to the first.
        (
            "<a href=a.jpg><img src=zoom.png></a><a href=b.jpg><img src=zoom.png></a>",
            &["Image a.jpg + zoom.png", "Image b.jpg"],
        ),
        (
            "<a href='https://blogger.googleusercontent.com/img/a/AV=s4032'><img src='https://blogger.googleusercontent.com/img/a/AV=s320'></a>",
            &[
                "Image https://blogger.googleusercontent.com/img/a/AV=s320 = https://blogger.googleusercontent.com/img/a/AV=s0 + https://blogger.googleusercontent.com/img/a/AV=s4032",
            ],
        ),
        (
            "<a href='https://commons.wikimedia.org/wiki/File:A.jpg'><img src=a.jpg></a>",
            &["Image a.jpg"],
        ),
    ]);
}

#[test]
fn sizes_of_one_original_are_one_file() {
    check(&[
        (
            "<img src='https://i0.wp.com/e.org/a.jpg?w=300&amp;ssl=1'><img src=https://e.org/a.jpg><img src='https://i0.wp.com/e.org/a.jpg?w=600&amp;ssl=1'>",
            &[
                "Image https://i0.wp.com/e.org/a.jpg?w=300&ssl=1 = https://e.org/a.jpg + https://i0.wp.com/e.org/a.jpg?w=600&ssl=1",
            ],
        ),
        (
            "<span data-url='https://blog.kakaocdn.net/dn/a/img.png'><img src='https://blog.kakaocdn.net/dn/a/img.png' \
             srcset='https://img1.daumcdn.net/thumb/R1280x0/?scode=mtistory2&amp;fname=https%3A%2F%2Fblog.kakaocdn.net%2Fdn%2Fa%2Fimg.png' \
             onerror=\"this.src='no-image-v1.png'\" data-origin-width=1200 data-origin-height=900></span>",
            &[
                "Image https://blog.kakaocdn.net/dn/a/img.png + https://img1.daumcdn.net/thumb/R1280x0/?scode=mtistory2&fname=https%3A%2F%2Fblog.kakaocdn.net%2Fdn%2Fa%2Fimg.png 1200x900",
            ],
        ),
        ("<img src=a/x.jpg><img src=b/x.jpg>", &["Image a/x.jpg", "Image b/x.jpg"]),
    ]);
}

#[test]
fn films_recordings_and_files_to_keep_are_found() {
    check(&[
        (
            "<video src=a.mp4 poster=a.jpg width=640 height=360><source src=b.webm><track src=ko.vtt></video>",
            &["Poster a.jpg", "Video a.mp4 640x360", "Video b.webm", "Track ko.vtt"],
        ),
        (
            "<audio><source src=stream?id=1><source src=a.ogg></audio>",
            &["Audio stream?id=1", "Audio a.ogg"],
        ),
        ("<video src=a.mp3></video>", &["Audio a.mp3"]),
        (
            "<object data=a.pdf></object><embed src=b.swf><iframe src=c.pdf></iframe>",
            &["Document a.pdf", "Document b.swf", "Document c.pdf"],
        ),
        (
            "<embed src=https://www.youtube.com/v/ID><iframe src=https://player.vimeo.com/video/1></iframe>",
            &[],
        ),
        (
            "<a href=a.hwp>글</a><a href=/b.zip title=z>b</a><area href=c.png>",
            &["Document a.hwp", "Document /b.zip title=z", "Image c.png"],
        ),
        (
            "<div class=sqs-audio-embed data-url=https://e.org/a.mp3></div><div data-url=/page></div>",
            &["Audio https://e.org/a.mp3"],
        ),
    ]);
}

#[test]
fn backgrounds_are_pictures() {
    check(&[
        ("<div style='background-image:url(&quot;a.jpg&quot;)'>", &["Image a.jpg"]),
        (
            "<TD BACKGROUND=a.gif><p style=\"background:url('b (1).png')\"><a style='background:url(c.png)'>",
            &["Image a.gif", "Image b (1).png", "Image c.png"],
        ),
        (
            "<p style='background:red'><section data-background-image=a.jpg data-background=#fff>",
            &["Image a.jpg"],
        ),
        ("<style>a{background:url(a.jpg)}</style><!-- <img src=b.jpg> -->", &[]),
    ]);
}

#[test]
fn files_within_the_html_are_counted() {
    let html = "<img src=data:image/png;base64,AA><img src=DATA:, data-src=a.jpg><p style='background:url(data:,)'>\
        <img srcset='data:image/png;base64,AA 2x' src=data:,>\
        <img src=data:, class=lazy> <noscript><img src=b.jpg></noscript>";
    let found = scan(html, None);
    assert_eq!((found.references.len(), found.data_uris), (2, 3));
}

#[test]
fn links_are_told_as_they_stand() {
    let html = "<a href='../a?b=1&amp;c#d'>x</a><a name=x></a><a href='#fn'></a><a href=''></a><a href='mailto:a@e.org'></a>\
        <area href=https://e.org/%EA%B8%80><a href=/f.pdf></a><a href='../a?b=1&amp;c#d'></a><A HREF=' //e.org\n/x'>";
    let expected =
        ["../a?b=1&c#d", "https://e.org/%EA%B8%80", "/f.pdf", "../a?b=1&c#d", "//e.org/x"];
    assert_eq!(links(html), expected);
}

#[test]
fn addresses_are_absolute_where_the_base_is_known() {
    let base = url::Url::parse("https://e.org/2019/post/").unwrap();
    let html = "<img src=../a.jpg srcset='/b.jpg 2x'><a href=c.pdf>c</a>";
    let found = scan(html, Some(&base));
    let urls: Vec<_> = found.references.iter().map(|it| it.url.as_str()).collect();
    assert_eq!(urls, ["https://e.org/b.jpg", "https://e.org/2019/post/c.pdf"]);
    assert_eq!(found.references[0].also, ["https://e.org/2019/a.jpg"]);
    assert_eq!(found.links, ["c.pdf"]);
}

#[test]
fn hostile_bodies_take_no_longer_than_others() {
    let many = 30_000;
    for html in [
        "<a href=x.jpg>".repeat(many),
        "<a href=\"".repeat(many),
        "<a b='\" c=\"'".repeat(many),
        "<img src=a.jpg ".repeat(many),
        "<p title=\"><p title='".repeat(many),
        "<".repeat(many),
        "<!--".repeat(many),
        "<!--->".repeat(many),
        "<script>".repeat(many),
        "<style><xmp><title></".repeat(many),
        "<a =      \"".repeat(many),
        format!("<a{}", " = \"".repeat(many)),
        format!("<a {}>", "b=c ".repeat(many)),
        format!("<img srcset='{}'>", "a.jpg 1x, ".repeat(300_000)),
        format!("<img srcset='{}'>", "a(".repeat(1_000_000)),
        format!("<p style='background:{}'>", "url(".repeat(many)),
        format!("<p style='background:{}'>", "url('a".repeat(many)),
        format!("<img src='{}'>", "&amp".repeat(many)),
        (0..many).map(|n| format!("<a href={n}.jpg><img src=t{n}.jpg>")).collect(),
        (0..many).map(|n| format!("<a href=a.jpg><img src=t{n}.jpg>")).collect(),
    ] {
        let _ = scan(&html, None);
    }
}

#[test]
fn bodies_may_be_cut_anywhere() {
    let html = "<a href=\"글.jpg\"><img src='a' srcset=\"한 1x, 글 2x\" alt='각'></a><!-- 글 --><script>글</script>\
        <p style=\"background:url('글')\"><video poster=글><source src=글></video><picture><source srcset='글 2x'>";
    for (at, _) in html.char_indices() {
        let _ = (scan(&html[..at], None), scan(&html[at..], None));
    }
}

proptest! {
    #[test]
    fn no_body_is_too_odd(pieces in proptest::collection::vec(
        prop_oneof![
            proptest::sample::select(&[
                "<a ", "<img ", "<picture>", "<source ", "</a>", "</picture>", "<video ", "<noscript>", "<script>",
                "</script>", "<!--", "-->", ">", "href=", "src=", "srcset=", "style=", "background=", "\"", "'", "url(",
                ")", "a.jpg ", "2x, ", "data:", "//", "&amp;", "&#x", "%ED", "글", "=", "<", "/",
            ][..]).prop_map(str::to_owned),
            ".{0,4}",
        ],
        0..60,
    )) {
        let html = pieces.concat();
        let base = url::Url::parse("https://e.org/a/").unwrap();
        let found = scan(&html, Some(&base));
        let mut urls: Vec<_> = found.references.iter().map(|it| &it.url).collect();
        let all = urls.len();
        urls.sort();
        urls.dedup();
        prop_assert_eq!(urls.len(), all, "each file is there once");
    }
}
