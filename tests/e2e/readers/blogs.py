"""Blogs to be written, as archives (`larder.json`): one with everything that breaks feeds, one that is long."""

import json
from datetime import datetime, timedelta, timezone
from unicodedata import normalize
from urllib.parse import quote

HOME = "https://blog.example.org/"


def archive(posts, terms=()):
    """A blog of these posts."""
    return {
        "larder": 1,
        "minor": 0,
        "site": {"id": HOME, "title": "나무의 블로그 & notes", "home": HOME, "language": "ko", "authors": ["tree"]},
        "authors": [{"id": "tree", "name": "나무 & Söhne <GmbH>"}],
        "terms": [{"id": f"tag:{name}", "kind": "tag", "name": name} for name in terms],
        "posts": posts,
    }


def post(id, title, at, html, **fields):
    """A public post."""
    return {
        "id": id,
        "status": "published",
        "visibility": "public",
        "title": title,
        "permalink": f"{HOME}posts/{quote(id, safe='')}",
        "authors": ["tree"],
        "published": {"at": at},
        "content": {"media_type": "text/html", "original": html, "html": html},
        **fields,
    }


def knotty():
    """Posts that break feeds: each is named after what it tries."""
    tags = [f"꼬리표 {n}" for n in range(1, 25)] + ["R&D", "a/b, c", "<b>", "🍲", "C++", "]]>"]
    posts = [
        post(f"{HOME}?p=1", "가나다 & 라마바", "2021-03-04T05:06:07+09:00", "<p>한글 본문 &amp; 나머지</p>"),
        post(f"{HOME}?p=2", "🍲 오늘의 국 👩‍👩‍👧‍👦 𝒳", "2021-03-05T05:06:07+09:00", "<p>국물 🍲 한 그릇, 가족 👩‍👩‍👧‍👦, 𝒳</p>"),
        post(f"{HOME}?p=3", "a ]]> b", "2021-03-06T05:06:07Z", "<p>a ]]&gt; b</p><pre>x[y[0]]&gt;1 ]]]]&gt;&gt;</pre><p>end</p>"),
        post(f"{HOME}?p=4", "Vec<T>, <b>bold</b> & &amp; &lt;i&gt;", "2021-03-07T05:06:07Z",
             "<p>Vec&lt;T&gt;, &lt;b&gt;bold&lt;/b&gt; &amp; &amp;amp; &amp;lt;i&amp;gt;</p>"),
        post(f"{HOME}?p=25", "Vec<T>, <b> & AT&T", "2021-03-07T06:06:07Z", "<p>no HTML, whatever it looks like</p>"),
        post(f"{HOME}?p=5", "네팔에서", "2021-03-08T00:15:30+05:45", "<p>+05:45, 하루의 경계를 넘는 시각</p>"),
        post(f"{HOME}?p=6", "Newfoundland", "2021-03-08T23:59:59-03:30", "<p>-03:30</p>"),
        post(f"{HOME}?p=7", "오래된 글", "1998-12-31T23:59:59+09:00", "<p>1998년의 글</p>"),
        post(f"{HOME}?p=8", "고친 글", "2021-03-10T05:06:07.890+09:00", "<p>나중에 고쳤다</p>",
             updated={"at": "2023-01-02T03:04:05+09:00"}),
        post(f"{HOME}?p=9", "꼬리표가 많은 글", "2021-03-11T05:06:07Z", "<p>서른 개</p>",
             terms=[f"tag:{tag}" for tag in tags]),
        post(f"{HOME}?p=10", "소리가 딸린 글", "2021-03-12T05:06:07Z", "<p>두 파일</p>", enclosures=[
            {"url": "https://media.example.org/소리 하나.mp3?a=1&b=2", "media_type": "audio/mpeg", "length": 1234567},
            {"url": "https://media.example.org/2.ogg", "media_type": "audio/ogg", "length": 2}]),
        post("3e8a7a2e-5bd5-4b43-9d38-0d1d2c8a6d11", "A bare UUID", "2021-03-13T05:06:07Z", "<p>no URI as its id</p>"),
        post("tag:blog.example.org,2005:글-1", "Hangul in the id", "2021-03-14T05:06:07Z", "<p>id with Hangul</p>"),
        post(f"{HOME}%EA%B8%80/?a=1&b=2", "An id with & and escapes", "2021-03-15T05:06:07Z", "<p>escapes stay</p>"),
        post(f"{HOME}?p=14", "IRI", "2021-03-16T05:06:07Z", "<p>주소에 한글</p>",
             permalink="https://블로그.example/글/하나 둘?제목=가나&b=2#조각"),
        post(f"{HOME}?p=15", "같은 제목", "2021-03-17T05:06:07Z", "<p>첫째</p>"),
        post(f"{HOME}?p=16", "같은 제목", "2021-03-17T05:06:07Z", "<p>둘째</p>"),
        post(f"{HOME}?p=17", "긴 글", "2021-03-18T05:06:07Z", "".join(
            f"<p>{n}번째 문단은 모두 다르고, 하나라도 빠지면 안 된다 &amp; {n * n}.</p>\n" for n in range(1500))),
        post(f"{HOME}?p=18", "구조", "2021-03-19T05:06:07Z", STRUCTURE),
        post(f"{HOME}?p=19", "שלום עולם", "2021-03-20T05:06:07Z", "<p dir='rtl'>מימין לשמאל</p>"),
        post(f"{HOME}?p=20", "  공백이   많은\n제목  ", "2021-03-21T05:06:07Z", "<p>two  spaces,\ttab&nbsp;nbsp</p>"),
        post(f"{HOME}?p=21", normalize("NFD", "각각"), "2021-03-22T05:06:07Z", normalize("NFD", "<p>각 그대로</p>")),
        post(f"{HOME}?p=22", "부제", "2021-03-23T05:06:07Z", "<p>본문</p>", subtitle={"value": "부제 & <b>"}),
        post(f"{HOME}?p=23", "Control \x08\x1b characters", "2021-03-24T05:06:07Z", "<p>bell \x07 gone</p>"),
        post(f"{HOME}?p=24", "요약이 있는 글", "2021-03-25T05:06:07Z", "<p>요약이 아니라 본문 전체가 와야 한다.</p>",
             summary="요약 & <b>"),
    ]
    for number, nobody in enumerate(({"status": "draft"}, {"visibility": "private"}, {"status": None})):
        hidden = post(f"{HOME}?p={90 + number}", "숨은 글", "2021-04-01T05:06:07Z", "<p>아무도 보면 안 된다</p>")
        posts.append({key: value for key, value in {**hidden, **nobody}.items() if value is not None})
    return archive(posts, tags)


# What a body may hold, and what is not text: scripts and styles.
STRUCTURE = """<h2>제목 &lt;둘&gt;</h2>
<blockquote><p>인용<br>두 줄</p></blockquote>
<ul><li>하나<ul><li>하나의 하나</li></ul></li><li>둘</li></ul>
<table><caption>표</caption><tr><th>가</th><td>1 &lt; 2</td></tr><tr><td colspan="2">&amp;nbsp;</td></tr></table>
<pre><code class="language-rust">fn main() {
    let a = b &amp;&amp; c;   // a &lt; b
}</code></pre>
<p>강<b>조</b>와 <i>기울임</i>, <a href="../x?a=1&amp;b=2">상대 주소</a>, <ruby>漢<rt>한</rt></ruby>, H<sub>2</sub>O.</p>
<figure><img src="https://media.example.org/그림.png" alt="그림 &quot;하나&quot;"><figcaption>그림 설명</figcaption></figure>
<script>alert("보이면 안 된다")</script><style>p { color: red }</style>
<p><iframe src="https://www.youtube.com/embed/abc" title="영상 제목"></iframe></p>
<p>각주<a href="#fn-1" id="ref-1">*</a></p><p id="fn-1">* 각주의 글</p>"""


def long(posts):
    """A blog of so many posts, one a day, and now and then two at once."""
    first = datetime(2019, 5, 1, 9, tzinfo=timezone(timedelta(hours=9)))
    return archive([
        post(f"{HOME}?p={n}", f"글 {n}", (first + timedelta(days=n - n % 7 // 6)).isoformat(), f"<p>{n}번째 글의 본문</p>")
        for n in range(1, posts + 1)
    ])


def edited(blog, id):
    """The same blog after the post was rewritten."""
    blog = json.loads(json.dumps(blog))
    post = next(post for post in blog["posts"] if post["id"] == id)
    html = "<p>모두 새로 썼다 &amp; 고쳤다.</p>"
    post.update(title="고친 제목 & 새것", updated={"at": "2025-02-03T04:05:06+09:00"},
                content={"media_type": "text/html", "original": html, "html": html})
    return blog
