//! Every kind of block: in markup with data, in markup alone, in data alone, and where they disagree.

use larder_html::{Limits, escape};
use serde_json::json;

use super::*;
use crate::readers::brunch::body::{Image, to_html};

fn read(html: &str) -> Body {
    let tree = Tree::document(html, &Limits::default());
    from_markup(&tree, &outermost(&tree))
}

/// A block whose data is `data`.
fn block(class: &str, data: Value, inside: &str) -> String {
    let data = escape::attribute(&data.to_string());
    format!("<div class='wrap_item item_type_{class}' data-app=\"{data}\">{inside}</div>")
}

fn only(html: &str) -> Block {
    let mut body = read(html);
    assert_eq!(body.blocks.len(), 1, "{:?}", body.blocks);
    body.blocks.remove(0)
}

fn texts(notes: &[Note]) -> Vec<String> {
    notes.iter().map(ToString::to_string).collect()
}

#[test]
fn tags_and_classes_make_paragraphs_headings_and_quotes() {
    let body = read(
        "<p class='wrap_item item_type_text'>가<br>나</p>\
         <div class='wrap_item item_type_text'>다</div>\
         <h2 class='wrap_item item_type_text'>라</h2><h3 class=wrap_item>마</h3><h6 class=wrap_item>바</h6>\
         <blockquote class='wrap_item item_type_text blockquote_type1'>사</blockquote>\
         <blockquote class='wrap_item item_type_text blockquote_type2'>아</blockquote>\
         <blockquote class='wrap_item item_type_text blockquote_type3'>자</blockquote>\
         <div class='wrap_item item_type_quotation'>차</div>\
         <div class='wrap_item item_type_division'></div>",
    );
    let expected = "<p>가<br>나</p>\n<p>다</p>\n<h2>라</h2>\n<h3>마</h3>\n<h4>바</h4>\n\
                    <blockquote class=\"quote\"><p>사</p></blockquote>\n\
                    <blockquote class=\"bar\"><p>아</p></blockquote>\n\
                    <blockquote class=\"box\"><p>자</p></blockquote>\n\
                    <blockquote class=\"quote\"><p>차</p></blockquote>\n<hr>\n";
    assert_eq!(to_html(&body.blocks), expected);
    assert!(body.notes.is_empty());
}

#[test]
fn the_data_goes_before_tag_and_class() {
    let html = block("text", json!({"type": "hr", "kind": "hr_type_3"}), "<hr>");
    assert_eq!(only(&html), Block::Rule("hr_type_3".into()));
    let html = block(
        "img",
        json!({"type": "text", "size": "h3", "data": [{"type": "text", "text": "가"}]}),
        "가",
    );
    assert_eq!(only(&html), Block::Text { kind: TextKind::Heading(3), html: "가".into() });
    let html = block("text", json!({"type": "quotation", "kind": "box", "data": ["가"]}), "가");
    assert_eq!(only(&html), Block::Text { kind: TextKind::Box, html: "가".into() });
}

#[test]
fn empty_paragraphs_are_counted_and_quotes_keep_theirs() {
    let body = read(
        "<p class=wrap_item>가</p><p class=wrap_item><br></p><p class=wrap_item>&nbsp;</p><p class=wrap_item></p>\
         <p class=wrap_item>\u{3000}</p><p class=wrap_item><img src=x.jpg></p>",
    );
    let paragraph = |html: &str| Block::Text { kind: TextKind::Paragraph, html: html.into() };
    let expected =
        [paragraph("가"), Block::Empty(3), paragraph("\u{3000}"), paragraph("<img src=\"x.jpg\">")];
    assert_eq!(body.blocks, expected);
}

#[test]
fn broken_data_falls_back_to_the_markup_and_is_named() {
    let body = read(
        "<p class=wrap_item>가</p>\
         <blockquote class='wrap_item blockquote_type2' data-app='{\"type\":\"quotation\",'>나</blockquote>\
         <div class='wrap_item item_type_img' data-app='[object Object]'><img src='http://a.example/b.jpg'>\
         <span class=text_caption>다</span></div><p class=wrap_item data-app='[1]'>라</p>",
    );
    let expected = "<p>가</p>\n<blockquote class=\"bar\"><p>나</p></blockquote>\n\
                    <figure><img src=\"http://a.example/b.jpg\" alt=\"\"><figcaption>다</figcaption></figure>\n<p>라</p>\n";
    assert_eq!(to_html(&body.blocks), expected);
    let notes = texts(&body.notes);
    let starts =
        ["the data of block 2 (", "the data of block 3 (", "the data of block 4 (it is no object)"];
    assert!(notes.iter().zip(starts).all(|(note, start)| note.starts_with(start)), "{notes:?}");
    assert_eq!(notes.len(), 3);
}

#[test]
fn different_words_are_noted_and_the_visible_ones_are_taken() {
    let data = json!({"type": "text", "data": [{"type": "text", "text": "자료의 말"}]});
    let body = read(&block("text", data, "화면의 말"));
    assert_eq!(to_html(&body.blocks), "<p>화면의 말</p>\n");
    assert_eq!(
        texts(&body.notes),
        ["block 1: the visible text and its data differ; the visible text was taken"]
    );
    let data =
        json!({"type": "text", "data": [{"type": "text", "text": "말 말 "}, {"type": "br"}]});
    assert!(read(&block("text", data, "말\u{a0}말<br>")).notes.is_empty());
}

#[test]
fn words_that_are_not_shown_are_taken_from_the_data() {
    let data = json!({"type": "text", "data": [{"type": "text", "text": "자료의 말"}]});
    let body = read(&block("text", data, "<br>"));
    assert_eq!(to_html(&body.blocks), "<p>자료의 말</p>\n");
    assert_eq!(texts(&body.notes), ["block 1: `자료의 말` was taken, but another source says ``"]);
}

#[test]
fn an_unknown_style_is_noted_once() {
    let data =
        json!({"type": "text", "data": [{"type": "text", "text": "가", "styleType": "sparkle"}]});
    let html = block("text", data, "<span class=sparkle>가</span>");
    let body = read(&html.repeat(2));
    assert_eq!(to_html(&body.blocks), "<p><span class=\"sparkle\">가</span></p>\n".repeat(2));
    assert_eq!(
        texts(&body.notes),
        ["the style `sparkle` is unknown; its text was kept without it"]
    );
}

#[test]
fn an_image_is_read_from_its_data() {
    let data = json!({
        "type": "img", "url": "http://t1.daumcdn.net/brunch/service/user/Zz9Z/image/AbC.jpg",
        "caption": "빨간 우체통", "width": "958", "height": 640, "originalName": "04.png"
    });
    let shown = "<img src='//t1.daumcdn.net/thumb/R1280x0/?fname=http%3A%2F%2Ft1.daumcdn.net%2Fbrunch%2Fservice%2Fuser%2FZz9Z%2Fimage%2FAbC.jpg' alt=통>";
    let expected = Image {
        url: Some("http://t1.daumcdn.net/brunch/service/user/Zz9Z/image/AbC.jpg".into()),
        also_at: vec!["https://t1.daumcdn.net/thumb/R1280x0/?fname=http%3A%2F%2Ft1.daumcdn.net%2Fbrunch%2Fservice%2Fuser%2FZz9Z%2Fimage%2FAbC.jpg".into()],
        local: None,
        file_name: Some("04.png".into()),
        raw_name: None,
        caption: "빨간 우체통".into(),
        alt: "통".into(),
        width: Some(958),
        height: Some(640),
    };
    assert_eq!(only(&block("img", data, shown)), Block::Image(expected));
}

#[test]
fn a_gallery_may_call_itself_an_image() {
    let data = json!({"type": "gridGallery", "caption": "두 칸", "images": [
        {"url": "http://t1.daumcdn.net/brunch/service/user/Zz9Z/image/G1.jpg", "width": 4, "height": 3},
        {"url": "http://t1.daumcdn.net/brunch/service/user/Zz9Z/image/G2.jpg"}
    ]});
    let shown = "<img src='./x_files/G2.jpg'>";
    let Block::Gallery { images, caption } = only(&block("img", data, shown)) else {
        panic!("a gallery")
    };
    let seen: Vec<_> = images
        .iter()
        .map(|image| (image.url.as_deref(), image.local.as_deref(), image.width))
        .collect();
    let expected = [
        (Some("http://t1.daumcdn.net/brunch/service/user/Zz9Z/image/G1.jpg"), None, Some(4)),
        (
            Some("http://t1.daumcdn.net/brunch/service/user/Zz9Z/image/G2.jpg"),
            Some("./x_files/G2.jpg"),
            None,
        ),
    ];
    assert_eq!((seen.as_slice(), caption.as_str()), (expected.as_slice(), "두 칸"));
    let bare = "<div class='wrap_item item_type_gridGallery'><img src=/a.jpg><img src=//b.example/c.jpg></div>";
    let expected = "<figure class=\"gallery\"><img src=\"https://brunch.co.kr/a.jpg\" alt=\"\">\
                    <img src=\"https://b.example/c.jpg\" alt=\"\"></figure>\n";
    assert_eq!(to_html(&[only(bare)]), expected);
}

#[test]
fn videos_keep_player_provider_caption_and_still() {
    let data = json!({"type": "video", "url": "https://www.youtube.com/embed/ID", "caption": "비", "id": "ID",
        "sourceType": "Youtube", "thumbnail": "//i.ytimg.com/x.jpg"});
    let expected = Block::Video {
        url: "https://www.youtube.com/embed/ID".into(),
        provider: "Youtube".into(),
        caption: "비".into(),
        thumbnail: Some("https://i.ytimg.com/x.jpg".into()),
    };
    assert_eq!(only(&block("video", data, "")), expected);
    let table = [
        ("https://youtu.be/ID", "Youtube"),
        ("//play-tv.kakao.com/embed/player/cliplink/vEx@my", "KakaoTV"),
        ("https://player.vimeo.com/1", "player.vimeo.com"),
    ];
    for (address, expected) in table {
        let html = format!(
            "<div class='wrap_item item_type_video'><iframe src='{address}'></iframe></div>"
        );
        let Block::Video { url, provider, .. } = only(&html) else { panic!("a video") };
        assert_eq!((url.starts_with("https://"), provider.as_str()), (true, expected));
    }
}

#[test]
fn link_cards_of_both_generations_and_of_the_markup_are_one() {
    let expected = Block::LinkCard {
        url: "https://post.example/".into(),
        title: "느린 우체국".into(),
        description: "한 해 뒤에 온다".into(),
        image: Some("https://post.example/box.jpg".into()),
    };
    let nested = json!({"type": "opengraph", "openGraphData": {"title": "느린 우체국", "url": "https://post.example/",
        "canonicalUrl": "https://post.example/x", "image": "https://post.example/box.jpg", "description": "한 해 뒤에 온다"}});
    let flat = json!({"type": "opengraph", "title": "느린 우체국", "description": "한 해 뒤에 온다",
        "link": "https://post.example/", "imageUrl": "https://post.example/box.jpg", "displayLink": "post.example"});
    let markup = "<div class='wrap_item item_type_opengraph'><a class=inner_wrap id=opengraph href='https://post.example/'>\
                  <img src='https://post.example/box.jpg'><strong class=title>느린 우체국</strong>\
                  <p class=desc>한 해 뒤에 온다</p></a></div>";
    for html in [block("opengraph", nested, ""), block("opengraph", flat, ""), markup.to_owned()] {
        assert_eq!(only(&html), expected);
    }
}

#[test]
fn unknown_blocks_are_kept_raw_and_noted() {
    let data = json!({"type": "place", "name": "골목"});
    let body = read(
        &(block("place", data, "골목 우체국")
            + "<div class='wrap_item item_type_sticker'><b>곰</b></div>"),
    );
    let expected = [
        Block::Unknown {
            kind: "place".into(),
            html: "골목 우체국".into(),
            raw: r#"{"name":"골목","type":"place"}"#.into(),
        },
        Block::Unknown {
            kind: "sticker".into(),
            html: "<b>곰</b>".into(),
            raw: "<div class=\"wrap_item item_type_sticker\"><b>곰</b></div>".into(),
        },
    ];
    assert_eq!(body.blocks, expected);
    let notes = [
        "block 1 is of an unknown kind (`place`) and was kept raw",
        "block 2 is of an unknown kind (`sticker`) and was kept raw",
    ];
    assert_eq!(texts(&body.notes), notes);
}

#[test]
fn the_editors_json_gives_the_same_blocks() {
    let items = json!([
        {"type": "heading", "level": 3, "data": ["골목"]},
        "맨 글",
        {"type": "text", "data": [{"type": "text", "text": "굵게", "styleType": "bold"}, {"type": "br"}, "끝"]},
        {"type": "text", "data": [{"type": "br"}]},
        {"type": "text"},
        {"type": "br"},
        {"type": "image", "data": [{"url": "http://a.example/b.jpg", "caption": "통", "width": 4}]},
        {"type": "hr", "data": []},
        {"type": "quote", "style": {"kind": "bar"}, "data": ["늦게"]},
        {"type": "gallery", "data": [{"url": "http://a.example/c.jpg"}]},
        {"type": "poll", "data": ["어느 쪽?"]},
    ]);
    let tree = Tree::fragment("", &Limits::default());
    let body = from_data(&tree, items.as_array().unwrap());
    let expected = "<h3>골목</h3>\n<p>맨 글</p>\n<p><b>굵게</b><br>끝</p>\n<p><br></p>\n<p><br></p>\n<p><br></p>\n\
                    <figure><img src=\"http://a.example/b.jpg\" alt=\"\" width=\"4\"><figcaption>통</figcaption></figure>\n\
                    <hr>\n<blockquote class=\"bar\"><p>늦게</p></blockquote>\n\
                    <figure class=\"gallery\"><img src=\"http://a.example/c.jpg\" alt=\"\"></figure>\n\
                    <div class=\"unknown-block\" data-type=\"poll\" \
                    data-app=\"{&quot;data&quot;:[&quot;어느 쪽?&quot;],&quot;type&quot;:&quot;poll&quot;}\">어느 쪽?</div>\n";
    assert_eq!(to_html(&body.blocks), expected);
    assert_eq!(texts(&body.notes), ["block 11 is of an unknown kind (`poll`) and was kept raw"]);
}

#[test]
fn words_inside_a_picture_follow_it() {
    let body = read(
        "<div class='wrap_item item_type_img'><img src=http://a.example/b.jpg>\
         <p class='wrap_item item_type_text'>안쪽 <b>글</b></p><p class='wrap_item item_type_text'><br></p></div>\
         <p class='wrap_item item_type_text'>바깥 글</p>",
    );
    let expected = "<figure><img src=\"http://a.example/b.jpg\" alt=\"\"></figure>\n\
                    <p>안쪽 <b>글</b></p>\n<p>바깥 글</p>\n";
    assert_eq!(to_html(&body.blocks), expected);
    assert!(body.notes.is_empty());
}
