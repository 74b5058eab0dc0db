//! Makes brunch captures of any number: the same number gives the same bytes.
//!
//! Half of the posts are text captures (layout W), half are saved pages; bodies are 2–6 KB of Korean and English.

use std::fmt::Write as _;

const WORDS: &[&str] = &[
    "골목",
    "우체통이",
    "있었다",
    "아침",
    "저울은",
    "조용히",
    "기다렸다",
    "비가",
    "오면",
    "창문을",
    "열고",
    "국수를",
    "삶는다",
    "the",
    "harbor",
    "quiet",
    "server",
    "archive",
    "of",
    "rain",
    "small",
    "바람이",
    "지나간",
    "자리에",
    "남은",
    "것은",
    "편지",
    "한",
    "장뿐",
    "이라고",
    "생각했다",
    "가로등",
    "아래에서",
    "오래된",
    "사진을",
    "꺼내",
    "보았다",
    "사람들은",
    "말이",
    "없었고",
    "나도",
    "그랬다",
];

/// A small generator of numbers (SplitMix64), so that no run differs from another.
struct Numbers(u64);

impl Numbers {
    fn next(&mut self, below: u64) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        (mixed ^ (mixed >> 31)) % below
    }
}

/// The name and the bytes of capture number `number`.
pub(crate) fn capture(number: u64) -> (String, Vec<u8>) {
    if number.is_multiple_of(2) {
        (format!("{number:06}.txt"), text(number).into_bytes())
    } else {
        (format!("{number:06}.html"), page(number).into_bytes())
    }
}

fn title(number: u64) -> String {
    let mut numbers = Numbers(number);
    let word = |numbers: &mut Numbers| WORDS[numbers.next(WORDS.len() as u64) as usize];
    format!("{} {} {} {number}", word(&mut numbers), word(&mut numbers), word(&mut numbers))
}

fn day(number: u64) -> (u64, u64, u64) {
    (2016 + number % 9, 1 + number / 9 % 12, 1 + number / 108 % 28)
}

/// The paragraphs of capture number `number`, without any markup.
pub(crate) fn paragraphs(number: u64) -> Vec<String> {
    let mut numbers = Numbers(number ^ 0x5eed);
    let mut made = Vec::new();
    for _ in 0..8 + numbers.next(12) {
        let mut line = String::new();
        for _ in 0..20 + numbers.next(40) {
            let word = WORDS[numbers.next(WORDS.len() as u64) as usize];
            let _ = write!(line, "{}{word}", if line.is_empty() { "" } else { " " });
        }
        line.push('.');
        made.push(line);
    }
    made
}

fn text(number: u64) -> String {
    const MONTHS: [&str; 12] =
        ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];
    let (year, month, day) = day(number);
    let month = MONTHS[(month - 1) as usize];
    let mut out = format!(
        "brunch\n\nYou can make anything\nby writing\n\nC.S.Lewis\n\nby 가상 필명 {month} {day:02}. {year}\n\n{}\n\n\n",
        title(number)
    );
    for paragraph in paragraphs(number) {
        let _ = write!(out, "{paragraph}\n\n\n");
    }
    let _ = write!(
        out,
        "작가의 이전글 {}\n브런치는 최신 브라우저에 최적화 되어있습니다. IE chrome safari\n",
        title(number.saturating_sub(1))
    );
    out
}

fn page(number: u64) -> String {
    let (year, month, day) = day(number);
    let title = title(number);
    let mut out = format!(
        "<!doctype html><html lang=\"ko\"><head><meta charset=\"utf-8\">\
         <link rel=\"canonical\" href=\"https://brunch.co.kr/@example-writer/{number}\">\
         <link rel=\"alternate\" type=\"application/rss+xml\" title=\"가상 필명 rss\" href=\"https://brunch.co.kr/rss/@@Zz9Z\">\
         <meta property=\"og:site_name\" content=\"브런치\"><meta property=\"og:title\" content=\"{title}\">\
         <meta property=\"og:article:author\" content=\"가상 필명\"><meta property=\"article:txid\" content=\"Zz9Z_{number}\">\
         <meta property=\"article:published_time\" content=\"{year}-{month:02}-{day:02}T12:30:02+09:00\"></head><body>\
         <div class=\"wrap_view_article\"><div class=\"wrap_cover\"><h1 class=\"cover_title\">{title}</h1></div>\
         <div class=\"wrap_body text_align_left\">\n"
    );
    for (place, paragraph) in paragraphs(number).into_iter().enumerate() {
        let _ = match place % 6 {
            3 => writeln!(
                out,
                "<blockquote class=\"wrap_item item_type_text blockquote_type2\">{paragraph}</blockquote>"
            ),
            4 => writeln!(
                out,
                "<div class=\"wrap_item item_type_img\" data-app=\"{{&quot;type&quot;:&quot;img&quot;,&quot;url&quot;:&quot;http://t1.daumcdn.net/brunch/service/user/Zz9Z/image/p{number}-{place}.jpg&quot;,&quot;width&quot;:&quot;958&quot;,&quot;height&quot;:640}}\"><div class=\"wrap_content\"><img data-src=\"//img1.daumcdn.net/thumb/R1280x0.fjpg/?fname=http://t1.daumcdn.net/brunch/service/user/Zz9Z/image/p{number}-{place}.jpg\"></div></div>"
            ),
            5 => writeln!(
                out,
                "<p class=\"wrap_item item_type_text\"><b>{}</b> {paragraph} <a href=\"https://brunch.co.kr/@@Zz9Z/{}\">앞 글</a></p>",
                WORDS[place % WORDS.len()],
                number.saturating_sub(2)
            ),
            _ => writeln!(out, "<p class=\"wrap_item item_type_text\">{paragraph}</p>"),
        };
    }
    out.push_str("</div><div class=\"wrap_body_info\"><ul class=\"list_keyword\"><li><a class=\"link_keyword\" href=\"/keyword/편지?q=g\">편지</a></li></ul></div></div></body></html>\n");
    out
}
