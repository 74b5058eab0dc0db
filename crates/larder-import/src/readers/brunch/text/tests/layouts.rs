//! The captures of each layout, whole.

use super::*;

#[test]
fn w_1_has_a_magazine_a_subtitle_a_lost_word_a_footnote_a_gap_and_the_hidden_layer() {
    assert_eq!(
        show(&capture(fixture!("w-1"))),
        r##"text-w
title: "우체통이 있던 골목"
subtitle: "느린 편지에 대하여" (not sure: one blank line between it and the title)
author: 가상 필명
published: 2021-03-04T00:00:00+09:00 (Day, Assumed)
series: Magazine Some("보기 매거진") 
neighbour: Previous in Magazine, None, Some("국수 한 그릇")
note: :14: `느린 편지에 대하여` may be a subtitle or not; it was taken as the subtitle
note: :16:20: a word may be lost here (two spaces within a line): `체통이 있었다. 이제는  자리만 남았다.`
note: :23: the footnote `말타기` was linked with its mark
note: :24: 7 white lines: an image, a rule or a video probably stood here
lines: 39 = 22 + 17 + 0
<p>골목 끝에&nbsp;우체통이&nbsp;있었다. 이제는&nbsp;&nbsp;자리만 남았다.</p>
<p><br></p>
<p>아이들은 그 앞에서 <a id="fnref-1" href="#fn-1">*</a>말타기를 했다.</p>
<p><br></p>
<p><a id="fn-1" href="#fnref-1">*</a>말타기 : 여럿이 하는 놀이를 이르는 말.</p>
<figure class="media-gap" data-lines="7"></figure>
<p>우체부는 오후 세 시에 왔다.<br>자전거 종소리가 먼저 왔다.</p>
"##
    );
}

#[test]
fn w_2_has_a_serial_a_title_on_two_lines_a_cover_caption_and_a_lost_first_word() {
    assert_eq!(
        show(&capture(fixture!("w-2"))),
        r##"text-w
title: "물을 긷는\n아침에 대하여"
author: 가상필명
published: 2020-07-08T00:00:00+09:00 (Day, Assumed)
series: Serial Some("보기 연재북") 3 (stated)
neighbour: Previous in Book, Some(2), Some("국수 한 그릇")
cover: None "ⓒ 가상필명"
note: :15: `ⓒ 가상필명` may be a subtitle or not; it was taken as the caption of the cover
note: :19:1: a word may be lost here (a line begins with one space): ` 마당의 감나무가 그다음`
lines: 25 = 11 + 14 + 0
<p>두레박이 먼저 잠을 깬다. </p>
<p> 마당의 감나무가 그다음이다. </p>
<p><br></p>
<p>    나는 늘 꼴찌다.</p>
"##
    );
}

#[test]
fn w_3_is_titled_brunch_belongs_to_an_unnamed_book_and_holds_furniture_words() {
    assert_eq!(
        show(&capture(fixture!("w-3"))),
        r##"text-w
title: "brunch"
author: 가상필명
published: 2019-10-09T00:00:00+09:00 (Day, Assumed)
series: Book None 6 (previous chapter + 1)
neighbour: Previous in Book, Some(5), Some("국수 한 그릇")
note: the post belongs to a series whose title is unknown
note: :23: `$magazine.title` is a template variable that was never filled in; what it stood for is unknown
lines: 32 = 10 + 22 + 0
<p>점심을 겸한 아침을 먹었다.</p>
<p><br></p>
<p>댓글여부</p>
<p><br></p>
<p>이전 글을 고쳐 쓴다.</p>
"##
    );
}

#[test]
fn w_4_begins_with_an_image_that_left_only_a_gap() {
    assert_eq!(
        show(&capture(fixture!("w-4"))),
        r##"text-w
title: "세 줄 일기"
author: 가상필명
published: 2023-08-13T00:00:00+09:00 (Day, Assumed)
note: :11: 6 white lines: an image, a rule or a video probably stood here
lines: 21 = 10 + 11 + 0
<figure class="media-gap" data-lines="6"></figure>
<p>오늘은 바람이 셌다.</p>
<p>빨래가 먼저 알았다.</p>
"##
    );
}

#[test]
fn w_5_was_cut_and_its_first_block_is_text() {
    assert_eq!(
        show(&capture(fixture!("w-5"))),
        r##"text-w
title: "월요일의 국수"
may be the subtitle: "두 주에 한 번 국숫집에 간다."
author: 가상필명
published: 2024-01-22T00:00:00+09:00 (Day, Assumed)
note: :12: `두 주에 한 번 국숫집에 간다.` may be a subtitle or not; it was taken as text
note: :14: the capture was cut: its end should be `브런치는 최신 브라우저에 최적화 되어있습니다.`
lines: 14 = 4 + 10 + 0
<p>두 주에 한 번 국숫집에 간다.</p>
<p>주인은 말이 없다.</p>
"##
    );
}

#[test]
fn n_1_has_a_stated_subtitle_a_cover_an_encoded_image_name_and_a_weekday() {
    assert_eq!(
        show(&capture(fixture!("n-1"))),
        r##"text-n
title: "우체통이 있던 골목"
subtitle: "느린 편지에 대하여" (sure: stated)
author: 가상 필명
extra: [("weekday", String("목"))]
series: Serial None 3 (previous chapter + 1)
neighbour: Previous in Book, Some(2), Some("국수 한 그릇")
cover: Some("20210304_골목.jpg") "빨간 우체통"
note: no publication date is known
note: the post belongs to a series whose title is unknown
note: :8: the bytes of `20210304_골목.jpg` are not in the archive
note: :17: the bytes of `사진1.JPG` are not in the archive
lines: 21 = 11 + 10 + 0
<p>골목 끝에 우체통이 있었다. 이제는 빈 자리만 남았다.</p>
<p><br></p>
<p>우체부는 오후 세 시에 왔다.</p>
<figure><img alt="" data-file="사진1.JPG"></figure>
"##
    );
}

#[test]
fn n_2_has_a_magazine_keywords_and_a_gap_before_the_foot() {
    assert_eq!(
        show(&capture(fixture!("n-2"))),
        r##"text-n
title: "국수 한 그릇"
author: 가상 필명
series: Magazine Some("보기 매거진") 
keywords: 국수, 점심
note: no publication date is known
note: :13: 8 white lines: an image, a rule or a video probably stood here
lines: 23 = 15 + 8 + 0
<p>국수를 삶는다</p>
<p>물이 먼저 끓는다</p>
<figure class="media-gap" data-lines="8"></figure>
"##
    );
}

#[test]
fn n_3_has_no_byline_so_that_its_second_block_is_open() {
    assert_eq!(
        show(&capture(fixture!("n-3"))),
        r##"text-n
title: "새벽 세 시"
may be the subtitle: "가로등이 졸고 있다"
neighbour: Previous in Author, None, Some("국수 한 그릇")
note: no author is known
note: no publication date is known
note: :5: `가로등이 졸고 있다` may be a subtitle or not; it was taken as text
lines: 12 = 6 + 6 + 0
<p>가로등이 졸고 있다</p>
<p><br></p>
<p>나도 졸고 있다</p>
"##
    );
}

#[test]
fn n2_1_has_stanzas_and_the_membership_block() {
    assert_eq!(
        show(&capture(fixture!("n2-1"))),
        r##"text-n2
title: "달과 국수"
author: 가상필명
bio: "보기 글을 씁니다. 국수를 좋아합니다." (sure: stated)
extra: [("subscribers", Number(57))]
series: Book None 13 (previous chapter + 1)
neighbour: Previous in Book, Some(12), Some("물을 긷는 아침")
note: no publication date is known
note: the post belongs to a series whose title is unknown
note: :10: a membership notice follows the text, which may be incomplete
lines: 26 = 9 + 17 + 0
<p>달이 뜬다<br>국수가 분다</p>
<p>아무도 오지 않는다</p>
"##
    );
}

#[test]
fn l_1_has_counts_the_author_s_card_and_both_neighbours() {
    assert_eq!(
        show(&capture(fixture!("l-1"))),
        r##"text-l
title: "우체통이 있던 골목"
may be the subtitle: "골목 끝에 우체통이 있었다."
author: 가상 필명
bio: "보기 글을 씁니다." (sure: stated)
extra: [("followers", Number(64)), ("job", String("에세이스트"))]
published: 2021-03-04T00:00:00+09:00 (Day, Assumed)
series: Magazine Some("보기 매거진") 
neighbour: Previous in Magazine, None, Some("국수 한 그릇")
neighbour: Next in Magazine, None, Some("물을 긷는 아침")
keywords: 골목, 편지
likes: 5
comments: 0
lines: 33 = 20 + 13 + 0
<p>골목 끝에 우체통이 있었다.</p>
<p>이제는</p>
<p>빈 자리만 남았다.</p>
"##
    );
}

#[test]
fn t_1_has_neither_title_nor_author_nor_date() {
    assert_eq!(
        show(&capture(fixture!("t-1"))),
        r##"text-t
may be the subtitle: "느린 편지에 대하여"
bio: "보기 글을 씁니다." (not sure: the last line)
note: no title is known
note: no author is known
note: no publication date is known
note: :3: `느린 편지에 대하여` may be a subtitle or not; it was taken as text
note: :6: the footnote `말타기` was linked with its mark
note: :8: `보기 글을 씁니다.` may be the author's bio
lines: 8 = 6 + 2 + 0
<p>느린 편지에 대하여</p>
<p>골목 끝에 우체통이 있었다. 이제는 빈 자리만 남았다.</p>
<p>아이들은 그 앞에서 <a id="fnref-1" href="#fn-1">*</a>말타기를 했다.</p>
<p><a id="fn-1" href="#fnref-1">*</a>말타기 : 여럿이 하는 놀이를 이르는 말.</p>
<p>우체부는 오후 세 시에 왔다.자전거 종소리가 먼저 왔다.</p>
<p>보기 글을 씁니다.</p>
"##
    );
}

#[test]
fn t_2_is_read_only_because_the_format_is_named() {
    let read = |forced| read(fixture!("t-2"), SubtitleChoice::Guess, forced);
    assert_eq!(read(false).unwrap_err().rule, Rule::NotRecognised);
    assert_eq!(
        show(&read(true).unwrap()[0]),
        r##"text-t
may be the subtitle: "물이 먼저 끓는다국수를 삶는다아무도 오지 않는다"
note: no title is known
note: no author is known
note: no publication date is known
note: :1: `물이 먼저 끓는다국수를 삶는다아무도 오지 않는다` may be a subtitle or not; it was taken as text
lines: 2 = 2 + 0 + 0
<p>물이 먼저 끓는다국수를 삶는다아무도 오지 않는다</p>
<p>달이 뜬 뒤에야 그릇을 씻었다.</p>
"##
    );
}

#[test]
fn each_layout_is_recognised_by_its_own_sign() {
    let found = |text| recognise(text).map(|(form, reason)| (form.name(), reason));
    let expected = |form, reason: &str| Some((form, reason.to_owned()));
    assert_eq!(
        found(fixture!("w-1")),
        expected("text-w", "by-line `by … Mar 04. 2021` on line 10")
    );
    assert_eq!(
        found(fixture!("no-byline-w")),
        expected("text-w", "`You can make anything` on line 3, but no by-line")
    );
    assert_eq!(
        found(fixture!("n-1")),
        expected("text-n", "by-line `by …` on line 7 and first line `brunch`")
    );
    assert_eq!(
        found(fixture!("n-3")),
        expected("text-n", "first line `brunch` and `keyword` on line 11, but no by-line")
    );
    assert_eq!(
        found(fixture!("n2-1")),
        expected("text-n2", "by-line `by …` on line 3 and a link to a neighbour on line 26")
    );
    assert_eq!(
        found(fixture!("title-is-magazine")),
        expected("text-n2", "by-line `by …` on line 3 and `keyword` on line 7")
    );
    assert_eq!(
        found(
            "제목\n\nby 필명\n\n글\n\n지금 바로 작가의 멤버십 구독자가 되어\n\
               멤버십 특별 연재 콘텐츠를 모두 만나 보세요.\n"
        ),
        expected("text-n2", "by-line `by …` on line 3 and the membership notice on line 7")
    );
    assert_eq!(
        found(fixture!("l-1")),
        expected("text-l", "`메뉴` and `brunch` as the first two lines")
    );
    assert_eq!(
        found(fixture!("t-1")),
        expected("text-t", "first line `You can make anythingby writing`")
    );
}

#[test]
fn other_texts_are_not_recognised() {
    for text in [
        "",
        "\n\n",
        "brunch\n",
        "brunch\n\n점심을 먹었다.\n",
        "keyword\n",
        "by \n",
        "by the sea\n\nA letter.\n",
        "글\n\nYou can make anything\nby writing\n\nC.S.Lewis\n",
        "메뉴\n국수\n",
        "<html><body>by 필명 Mar 04. 2021</body></html>",
    ] {
        assert_eq!(recognise(text), None, "{text:?}");
    }
}
