//! Articles in the HTML that WordPress, Naver, Tistory, Medium and plain editors write: their wrappers, their figures,
//! their habits. The words are from a small list; what is between them is what matters.

use std::fmt::Write;

/// So many articles, always the same.
pub(crate) fn articles(number: usize) -> Vec<String> {
    let mut dice = Dice(0x2545_f491_4f6c_dd1d);
    (0..number).map(|index| article(&mut dice, index % 5)).collect()
}

/// A generator of numbers that is the same everywhere (xorshift).
struct Dice(u64);

impl Dice {
    fn roll(&mut self, sides: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 >> 11) as usize % sides
    }

    fn one<'a>(&mut self, of: &[&'a str]) -> &'a str {
        of[self.roll(of.len())]
    }

    fn chance(&mut self, percent: usize) -> bool {
        self.roll(100) < percent
    }
}

const KOREAN: &[&str] = &[
    "오늘은",
    "천천히",
    "걸었다.",
    "골목",
    "끝에서",
    "만난",
    "고양이가",
    "나를",
    "바라보고",
    "있었다.",
    "커피",
    "한",
    "잔을",
    "마시며",
    "(아마도",
    "세",
    "번째였다)",
    "생각했다:",
    "시간은",
    "10~20분",
    "정도",
    "걸린다",
    "\"정말",
    "그럴까?\"",
    "라고",
    "물었다.",
    "가격은",
    "1,000원~2,000원",
    "이고",
    "사진은",
    "모두",
    "직접",
    "찍었다!",
    "&lt;참고&gt;",
    "R&amp;D",
    "팀의",
    "‘조용한’",
    "기록",
    "—",
    "끝.",
    "[공지]",
    "3월",
    "2일",
    "#산책",
    "2023.03.02.",
    "50%",
    "할인",
    "*필독*",
];

const ENGLISH: &[&str] = &[
    "the",
    "quiet",
    "street",
    "was",
    "empty,",
    "so",
    "we",
    "walked",
    "slowly",
    "and",
    "didn't",
    "talk.",
    "It's",
    "a",
    "snake_case_name",
    "or",
    "$5",
    "and",
    "$10",
    "(maybe)",
    "C++",
    "code;",
    "see",
    "section",
    "2.",
    "&amp;c.",
    "x",
    "&lt;",
    "y",
    "—",
    "“fine”",
    "she",
    "said.",
    "Use",
    "`cargo",
    "build`",
    "first",
    "[1]",
    "e.g.",
    "10*20",
    "a/b",
    "~ish",
];

fn words(dice: &mut Dice, count: usize) -> String {
    let list = if dice.chance(60) { KOREAN } else { ENGLISH };
    let all: Vec<_> = (0..count).map(|_| dice.one(list)).collect();
    all.join(" ")
}

/// A sentence or more, with the markup that people use.
fn text(dice: &mut Dice, longest: usize) -> String {
    let mut text = String::new();
    for _ in 0..1 + dice.roll(4) {
        let count = 3 + dice.roll(longest);
        let words = words(dice, count);
        match dice.roll(14) {
            0 => write!(text, "<strong>{words}</strong>"),
            1 => write!(text, "<b>{words}</b>는"),
            2 => write!(text, " <em>{words}</em> "),
            3 => write!(text, "<a href=\"https://example.org/{}?a=1&amp;b=2\" target=\"_blank\" rel=\"noopener\">{words}</a>", dice.roll(999)),
            4 => write!(text, "<code>{}</code>", dice.one(&["fn main()", "a | b", "&lt;div&gt;", "x = y", "`q`"])),
            5 => write!(text, "{words}&nbsp;"),
            6 => write!(text, "<span style=\"color: #333\">{words}</span>"),
            7 if dice.chance(30) => write!(text, "H<sub>2</sub>O {words}"),
            8 if dice.chance(30) => write!(text, "<del>{words}</del>"),
            9 if dice.chance(40) => writeln!(text, "{words}<br>"),
            _ => write!(text, "{words} "),
        }
        .expect("strings take all");
    }
    text
}

/// The blocks of one platform.
struct Platform {
    open: &'static str,
    close: &'static str,
    paragraph: (&'static str, &'static str),
    empty: &'static str,
    picture: fn(&mut Dice) -> String,
}

const PLATFORMS: [Platform; 5] = [
    Platform {
        open: "",
        close: "",
        paragraph: ("<!-- wp:paragraph -->\n<p>", "</p>\n<!-- /wp:paragraph -->\n\n"),
        empty: "<!-- wp:spacer --><div style=\"height:40px\" aria-hidden=\"true\" class=\"wp-block-spacer\"></div><!-- /wp:spacer -->\n\n",
        picture: wordpress_picture,
    },
    Platform {
        open: "<div class=\"se-main-container\">",
        close: "</div>",
        paragraph: (
            "<div class=\"se-component se-text se-l-default\" id=\"SE-5a1b\"><div class=\"se-component-content\"><div class=\"se-section se-section-text se-l-default\"><div class=\"se-module se-module-text\"><p class=\"se-text-paragraph se-text-paragraph-align-\" style=\"line-height:1.8;\" id=\"SE-77c2\"><span style=\"\" class=\"se-fs- se-ff-   \" id=\"SE-90ff\">",
            "</span></p></div></div></div></div>",
        ),
        empty: "<div class=\"se-component se-text se-l-default\"><p class=\"se-text-paragraph\"><span class=\"se-fs-\">\u{200b}</span></p></div>",
        picture: naver_picture,
    },
    Platform {
        open: "<div class=\"tt_article_useless_p_margin contents_style\">",
        close: "</div>",
        paragraph: ("<p data-ke-size=\"size16\">", "</p>\n"),
        empty: "<p data-ke-size=\"size16\">&nbsp;</p>\n",
        picture: tistory_picture,
    },
    Platform {
        open: "<section name=\"a1b2\" class=\"section section--body\"><div class=\"section-divider\"><hr class=\"section-divider\"></div><div class=\"section-content\"><div class=\"section-inner sectionLayout--insetColumn\">",
        close: "</div></div></section>",
        paragraph: ("<p name=\"3f4a\" id=\"3f4a\" class=\"graf graf--p graf-after--p\">", "</p>"),
        empty: "",
        picture: medium_picture,
    },
    Platform {
        open: "<div dir=\"ltr\" style=\"text-align: left;\" trbidi=\"on\">\n",
        close: "</div>\n",
        paragraph: ("<div>", "</div>\n"),
        empty: "<div><br /></div>\n",
        picture: plain_picture,
    },
];

fn article(dice: &mut Dice, platform: usize) -> String {
    let platform = &PLATFORMS[platform];
    let mut html = platform.open.to_owned();
    for _ in 0..8 + dice.roll(24) {
        block(dice, platform, &mut html);
    }
    html.push_str(platform.close);
    html
}

fn block(dice: &mut Dice, platform: &Platform, html: &mut String) {
    let (open, close) = platform.paragraph;
    match dice.roll(100) {
        0..=54 => html.extend([open, &text(dice, 24), close]),
        55..=62 => html.push_str(platform.empty),
        63..=74 => html.push_str(&(platform.picture)(dice)),
        75..=81 => {
            let level = 2 + dice.roll(3);
            let words = words(dice, 4);
            html.push_str(&format!("<h{level} class=\"wp-block-heading\">{words}</h{level}>\n"));
        }
        82..=87 => list(dice, html, 0),
        88..=91 => html.extend(["<blockquote class=\"wp-block-quote\"><p>", &text(dice, 12), "</p></blockquote>\n"]),
        92..=94 => code(dice, html),
        95..=96 => table(dice, html),
        97 => html.push_str("<hr class=\"wp-block-separator has-alpha-channel-opacity\"/>\n"),
        98 => html.push_str("<p><iframe width=\"560\" height=\"315\" src=\"https://www.youtube.com/embed/dQw4w9\" title=\"YouTube video player\" frameborder=\"0\" allowfullscreen></iframe></p>\n"),
        _ => html.extend(["<details><summary>", &words(dice, 3), "</summary><p>", &text(dice, 8), "</p></details>\n"]),
    }
}

fn list(dice: &mut Dice, html: &mut String, depth: usize) {
    let name = dice.one(&["ul", "ul", "ol"]);
    html.push_str(&format!("<{name} class=\"wp-block-list\">\n"));
    for _ in 0..2 + dice.roll(4) {
        html.push_str("<li>");
        html.push_str(&text(dice, 6));
        if depth < 2 && dice.chance(15) {
            list(dice, html, depth + 1);
        }
        html.push_str("</li>\n");
    }
    html.push_str(&format!("</{name}>\n"));
}

fn code(dice: &mut Dice, html: &mut String) {
    html.push_str(dice.one(&[
        "<pre class=\"wp-block-code\"><code>",
        "<pre id=\"code_1600\" class=\"javascript\" data-ke-language=\"javascript\" data-ke-type=\"codeblock\"><code>",
        "<pre><code class=\"language-rust\">",
        "<pre class=\"hljs python\">",
    ]));
    for _ in 0..3 + dice.roll(10) {
        html.push_str(dice.one(&[
            "let x = a &amp;&amp; b;\n",
            "    <span class=\"hljs-keyword\">return</span> 1;\n",
            "\n",
            "// 주석: 여기서 끝난다\n",
            "if (a &lt; b) { c[\"d\"] = `${e}`; }\n",
            "# 제목이 아니다\n",
            "{{ page.title }}\n",
        ]));
    }
    html.push_str("</code></pre>\n");
}

fn table(dice: &mut Dice, html: &mut String) {
    let columns = 2 + dice.roll(3);
    html.push_str("<figure class=\"wp-block-table\"><table style=\"border-collapse: collapse; width: 100%;\" border=\"1\"><tbody>");
    for row in 0..2 + dice.roll(4) {
        html.push_str("<tr>");
        for _ in 0..columns {
            let cell = if row == 0 { "th" } else { "td" };
            let count = 1 + dice.roll(4);
            let words = words(dice, count);
            html.push_str(&format!("<{cell} style=\"width: 33%;\">{words}</{cell}>"));
        }
        html.push_str("</tr>");
    }
    html.push_str("</tbody></table></figure>\n");
}

fn caption(dice: &mut Dice) -> String {
    if dice.chance(30) { words(dice, 4) } else { String::new() }
}

fn wordpress_picture(dice: &mut Dice) -> String {
    let (id, caption) = (dice.roll(9999), caption(dice));
    let caption = if caption.is_empty() {
        caption
    } else {
        format!("<figcaption class=\"wp-element-caption\">{caption}</figcaption>")
    };
    format!(
        "<!-- wp:image {{\"id\":{id},\"sizeSlug\":\"large\"}} -->\n<figure class=\"wp-block-image size-large\"><a href=\"https://blog.example/wp-content/uploads/2023/03/img-{id}.jpg\"><img fetchpriority=\"high\" decoding=\"async\" width=\"1024\" height=\"768\" src=\"https://blog.example/wp-content/uploads/2023/03/img-{id}-1024x768.jpg\" alt=\"골목 사진\" class=\"wp-image-{id}\" srcset=\"https://blog.example/wp-content/uploads/2023/03/img-{id}-1024x768.jpg 1024w, https://blog.example/wp-content/uploads/2023/03/img-{id}-300x225.jpg 300w\" sizes=\"(max-width: 1024px) 100vw, 1024px\" /></a>{caption}</figure>\n<!-- /wp:image -->\n\n"
    )
}

fn naver_picture(dice: &mut Dice) -> String {
    let (id, caption) = (dice.roll(99999), caption(dice));
    let caption = if caption.is_empty() {
        caption
    } else {
        format!(
            "<div class=\"se-module se-module-text se-caption\"><p class=\"se-text-paragraph\"><span>{caption}</span></p></div>"
        )
    };
    format!(
        "<div class=\"se-component se-image se-l-default\" id=\"SE-{id}\"><div class=\"se-component-content se-component-content-fit\"><div class=\"se-section se-section-image se-l-default se-section-align-\"><div class=\"se-module se-module-image\"><a href=\"#\" class=\"se-module-image-link __se_image_link __se_link\" style=\"\" onclick=\"return false;\" data-linktype=\"img\" data-linkdata='{{\"id\":\"SE-{id}\",\"src\":\"https://postfiles.example/a/{id}.jpg\"}}'><img src=\"https://postfiles.example/a/{id}.jpg?type=w80_blur\" data-lazy-src=\"https://postfiles.example/a/{id}.jpg?type=w966\" data-width=\"693\" data-height=\"520\" alt=\"\" class=\"se-image-resource\"></a></div>{caption}</div></div></div>"
    )
}

fn tistory_picture(dice: &mut Dice) -> String {
    let (id, caption) = (dice.roll(99999), caption(dice));
    let caption =
        if caption.is_empty() { caption } else { format!("<figcaption>{caption}</figcaption>") };
    format!(
        "<p><figure class=\"imageblock alignCenter\" data-ke-mobileStyle=\"widthOrigin\" data-origin-width=\"1280\" data-origin-height=\"960\"><span data-url=\"https://blog.example/dn/{id}/img.jpg\" data-phocus=\"https://blog.example/dn/{id}/img.jpg\"><img src=\"https://blog.example/dn/{id}/img.jpg\" srcset=\"https://img.example/thumb/R1280x0/?scode=mtistory2&fname=https%3A%2F%2Fblog.example%2F{id}\" onerror=\"this.onerror=null; this.src='//t1.example/no-image.png';\" loading=\"lazy\" width=\"1280\" height=\"960\" data-origin-width=\"1280\"/></span>{caption}</figure></p>\n"
    )
}

fn medium_picture(dice: &mut Dice) -> String {
    let (id, caption) = (dice.roll(99999), caption(dice));
    let caption = if caption.is_empty() {
        caption
    } else {
        format!("<figcaption class=\"imageCaption\">{caption}</figcaption>")
    };
    format!(
        "<figure name=\"b{id}\" id=\"b{id}\" class=\"graf graf--figure graf-after--p\"><img class=\"graf-image\" data-image-id=\"1*{id}.jpeg\" data-width=\"2000\" data-height=\"1333\" src=\"https://cdn.example/max/800/1*{id}.jpeg\">{caption}</figure>"
    )
}

fn plain_picture(dice: &mut Dice) -> String {
    let id = dice.roll(99999);
    format!(
        "<div class=\"separator\" style=\"clear: both; text-align: center;\"><a href=\"https://1.example/s1600/DSC_{id}.JPG\" style=\"margin-left: 1em; margin-right: 1em;\"><img border=\"0\" src=\"https://1.example/s320/DSC_{id}.JPG\" width=\"320\" height=\"213\" /></a></div>\n"
    )
}
