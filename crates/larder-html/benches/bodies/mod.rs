//! Bodies of blog posts, the same in every run.

const POSTS: usize = 400;

const KOREAN: &str = "그리고 하지만 오늘 어제 아침 저녁 다시 아직 나는 우리는 사람들은 친구가 어머니는 도서관에서 골목을 강변을 \
    시장에서 기차를 카메라를 편지를 문장을 이야기를 기억을 계절을 여름이 바람이 그림자가 커피를 서버를 색인을 컴파일러가 커밋을 \
    브라우저에서 함수를 썼다 읽었다 걸었다 찾았다 잃었다 돌아왔다 작은 오래된 조용한 느린 낯선 천천히 말없이 함께 때문에 처럼";

const ENGLISH: &str = "the of and a to in is was that it for on with as at by from this we they which when where because while \
    time year morning evening summer rain street river bridge station train market alley library window letter sentence \
    memory camera garage bicycle coffee server index parser thread release commit archive reader walked built found lost";

const CODE: &str =
    "fn main() {\n    if v.len() &lt; 3 &amp;&amp; !v.is_empty() {\n        return;\n    }\n}\n";

/// Bodies in which every tag means what it says.
pub(crate) fn well_formed() -> Vec<String> {
    (0..POSTS).map(|seed| body(seed as u64, block).join("\n")).collect()
}

/// The same with a comment before and after each block.
pub(crate) fn with_block_comments() -> Vec<String> {
    let wrap = |block: String| format!("<!-- wp:paragraph -->\n{block}\n<!-- /wp:paragraph -->");
    let post =
        |seed| body(seed as u64, block).into_iter().map(wrap).collect::<Vec<_>>().join("\n\n");
    (0..POSTS).map(post).collect()
}

/// The same with the faults of hand-written HTML.
pub(crate) fn sloppy() -> Vec<String> {
    well_formed()
        .into_iter()
        .map(|body| {
            body.replace("</p>\n<p>", "<p>").replace("</li>", "").replace("<em>", "<em><p>")
        })
        .collect()
}

/// Whole pages around the bodies.
pub(crate) fn pages() -> Vec<String> {
    let menu = "<li class=\"menu-item\"><a href=\"/archives?page=2\">보관함</a></li>\n".repeat(20);
    let head =
        "<meta charset=utf-8><link rel=stylesheet href=/s.css><script>var a = {b: '<c>'};</script>";
    let page = |body: String| {
        format!(
            "<!DOCTYPE html>\n<html><head><title>글</title>{head}</head><body class=\"single\"><nav><ul>{menu}</ul></nav>\
             <div id=\"post\" class=\"entry-content\">{body}</div><footer><p>끝</p></footer></body></html>"
        )
    };
    well_formed().into_iter().map(page).collect()
}

fn body(seed: u64, block: impl Fn(&mut Chance) -> String) -> Vec<String> {
    let mut chance = Chance(seed * 2 + 1);
    let target = 2048 + chance.below(3900);
    let mut blocks = Vec::new();
    while blocks.iter().map(String::len).sum::<usize>() < target {
        blocks.push(block(&mut chance));
    }
    blocks
}

fn block(chance: &mut Chance) -> String {
    match chance.below(100) {
        0..56 => format!("<p>{}</p>", inline(chance, 4)),
        56..64 => format!("<h2>{}</h2>", words(chance, 4)),
        64..75 => {
            let items: String =
                (0..4).map(|_| format!("<li>{}</li>\n", inline(chance, 1))).collect();
            format!("<ul>\n{items}</ul>")
        }
        75..83 => figure(chance),
        83..89 => format!("<blockquote><p>{}</p></blockquote>", inline(chance, 2)),
        89..95 => format!("<pre><code class=\"language-rust\">{}</code></pre>", CODE.repeat(2)),
        95..99 => table(chance),
        _ => "<hr />".to_owned(),
    }
}

fn figure(chance: &mut Chance) -> String {
    let (number, words) = (chance.below(9000), words(chance, 4));
    let address = format!("https://slow-notes.example/wp-content/uploads/2012/07/img-{number}.jpg");
    format!(
        "<figure class=\"wp-caption aligncenter\"><a href=\"{address}\"><img class=\"alignnone size-large\" src=\"{address}\" \
         alt=\"{words}\" width=\"640\" height=\"480\" /></a><figcaption>{words}</figcaption></figure>"
    )
}

fn table(chance: &mut Chance) -> String {
    let row = |chance: &mut Chance| {
        format!("<tr><td>{}</td><td>12.5</td><td>3.0</td></tr>\n", words(chance, 1))
    };
    let rows: String = (0..5).map(|_| row(chance)).collect();
    format!(
        "<table>\n<thead><tr><th>가</th><th>b</th><th>c</th></tr></thead>\n<tbody>\n{rows}</tbody>\n</table>"
    )
}

fn inline(chance: &mut Chance, sentences: usize) -> String {
    let mut text = String::new();
    for _ in 0..sentences {
        text.push_str(&words(chance, 11));
        text.push_str(". ");
        let part = match chance.below(100) {
            0..12 => {
                let number = chance.below(90000);
                format!(
                    "<a href=\"https://ko.wikipedia.org/wiki/{number}?a=1&amp;b=2\">{}</a> ",
                    words(chance, 3)
                )
            }
            12..18 => format!("<strong>{}</strong> ", words(chance, 2)),
            18..23 => format!("<em>{}</em> ", words(chance, 3)),
            23..27 => "<code>a &lt; b</code> R&amp;D ☕ ".to_owned(),
            _ => String::new(),
        };
        text.push_str(&part);
    }
    text
}

fn words(chance: &mut Chance, count: usize) -> String {
    let list: Vec<&str> =
        if chance.below(2) == 0 { KOREAN } else { ENGLISH }.split_whitespace().collect();
    (0..count).map(|_| list[chance.below(list.len())]).collect::<Vec<_>>().join(" ")
}

/// Numbers that look random.
struct Chance(u64);

impl Chance {
    fn below(&mut self, limit: usize) -> usize {
        self.0 =
            self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) as usize % limit
    }
}
