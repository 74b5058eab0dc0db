//! What every converter gets wrong somewhere: one snippet each, with the whole Markdown that is made of it.

#![allow(clippy::unwrap_used, reason = "tests")]

mod common;

use larder_markdown::{AsItIs, Dialect, emit};

use crate::common::{dialects, render, untemplated, words};

struct Snippet {
    name: &'static str,
    html: &'static str,
    /// The Markdown for GitHub.
    gfm: &'static str,
}

#[test]
fn snippets_are_the_markdown_that_people_would_write() {
    let mut wrong = String::new();
    for snippet in SNIPPETS {
        let found = emit(snippet.html, &Dialect::gfm(), &mut AsItIs::default()).markdown;
        if found != snippet.gfm {
            wrong.push_str(&format!(
                "# {}\n## expected\n{}\n## found\n{found}\n",
                snippet.name, snippet.gfm
            ));
        }
    }
    assert!(wrong.is_empty(), "{wrong}");
}

#[test]
fn snippets_come_back_in_every_dialect() {
    for snippet in SNIPPETS {
        for (name, dialect) in dialects() {
            let emitted = emit(snippet.html, &dialect, &mut AsItIs::default());
            let case = format!("{} in {name}\n{}", snippet.name, emitted.markdown);
            assert!(emitted.counts.is_proved, "{case}");
            let html = render(&untemplated(&emitted.markdown, dialect.template), &dialect);
            // What is in a `template` is not shown, though `to_text` does not know.
            let shown = snippet.html.replace("<template><p>t</p></template>", "");
            assert_eq!(words(&html), words(&shown), "{case}");
        }
    }
}

const SNIPPETS: &[Snippet] = &[
    Snippet {
        name: "table_with_a_head",
        html: r#"<table><thead><tr><th>A</th><th>B</th></tr></thead><tbody><tr><td>1</td><td>2</td></tr></tbody></table>"#,
        gfm: r#"| A | B |
| --- | --- |
| 1 | 2 |
"#,
    },
    Snippet {
        name: "bars_in_cells_and_in_code",
        html: r#"<table><tr><th>a</th><th>b</th></tr><tr><td>x|y</td><td><code>a|b</code></td></tr></table>"#,
        gfm: r#"| a | b |
| --- | --- |
| x\|y | <code>a\|b</code> |
"#,
    },
    Snippet {
        name: "table_without_a_head",
        html: r#"<table><tr><td>1</td><td>2</td></tr><tr><td>3</td><td>4</td></tr></table>"#,
        gfm: r#"| | |
| --- | --- |
| 1 | 2 |
| 3 | 4 |
"#,
    },
    Snippet {
        name: "cells_that_span",
        html: r#"<table><tr><th colspan="2">H</th></tr><tr><td rowspan="2">a</td><td>b</td></tr><tr><td>c</td></tr></table>"#,
        gfm: r#"<table>
<tr>
<th colspan="2">H</th>
</tr>
<tr>
<td rowspan="2">a</td>
<td>b</td>
</tr>
<tr>
<td>c</td>
</tr>
</table>
"#,
    },
    Snippet {
        name: "line_break_and_list_in_cells",
        html: r#"<table><tr><th>a</th><th>b</th></tr><tr><td>x<br>y</td><td><ul><li>1</li><li>2</li></ul></td></tr></table>"#,
        gfm: r#"<table>
<tr>
<th>a</th>
<th>b</th>
</tr>
<tr>
<td>x<br>y</td>
<td><ul>
<li>1</li>
<li>2</li>
</ul></td>
</tr>
</table>
"#,
    },
    Snippet {
        name: "lists_in_lists",
        html: r#"<ul><li>a<ul><li>b<ol><li>c</li></ol></li></ul></li></ul>"#,
        gfm: r#"- a
  - b
    1. c
"#,
    },
    Snippet {
        name: "item_of_paragraphs_and_code",
        html: r#"<ul><li><p>one</p><p>two</p><pre><code>a

b</code></pre></li></ul>"#,
        gfm: r#"- one

  two

  ```
  a

  b
  ```
"#,
    },
    Snippet {
        name: "first_number_of_a_list",
        html: r#"<ol start="5"><li>five</li><li>six</li></ol>"#,
        gfm: r#"5. five
6. six
"#,
    },
    Snippet {
        name: "code_with_a_language",
        html: r#"<pre><code class="language-rust">if a &amp;&amp; b { "x" }</code></pre>"#,
        gfm: r#"```rust
if a && b { "x" }
```
"#,
    },
    Snippet {
        name: "code_that_was_coloured",
        html: r#"<pre class="hljs python"><span class="k">def</span> f():
    <span>return</span> 1</pre>"#,
        gfm: r#"```python
def f():
    return 1
```
"#,
    },
    Snippet {
        name: "code_that_holds_a_fence",
        html: r#"<pre><code>```
code
```</code></pre>"#,
        gfm: r#"````
```
code
```
````
"#,
    },
    Snippet {
        name: "backticks_in_code",
        html: r#"<p>a <code>x ` y</code> and <code>``z``</code></p>"#,
        gfm: r#"a ``x ` y`` and ``` ``z`` ```
"#,
    },
    Snippet {
        name: "footnote_by_links",
        html: r##"<p>text<sup><a href="#fn1" id="r1">1</a></sup></p><ol><li id="fn1">note <a href="#r1">back</a></li></ol>"##,
        gfm: r#"text<a id="r1"></a><sup>[1](#fn1)</sup>

1. <a id="fn1"></a>note [back](#r1)
"#,
    },
    Snippet {
        name: "figure_with_link_and_caption",
        html: r#"<figure><a href="/big.jpg"><img src="/s.jpg" alt="pic"></a><figcaption>A <em>cap</em></figcaption></figure>"#,
        gfm: r#"[![pic](/s.jpg)](/big.jpg)

A *cap*
"#,
    },
    Snippet {
        name: "ruby_in_order",
        html: r#"<p><ruby>漢<rp>(</rp><rt>かん</rt><rp>)</rp>字<rt>じ</rt></ruby></p>"#,
        gfm: r#"<ruby>漢<rp>(</rp><rt>かん</rt><rp>)</rp>字<rt>じ</rt></ruby>
"#,
    },
    Snippet {
        name: "lines_of_a_paragraph",
        html: r#"<p>one<br>two<br/>three</p>"#,
        gfm: r#"one\
two\
three
"#,
    },
    Snippet {
        name: "emphasis_that_ends_with_a_line",
        html: r#"<p><strong>one<br></strong>two</p>"#,
        gfm: r#"**one**\
two
"#,
    },
    Snippet {
        name: "no_break_spaces",
        html: r#"<p>10&nbsp;km&nbsp;&nbsp;x</p><p>&nbsp;</p>"#,
        gfm: r#"10&nbsp;km&nbsp;&nbsp;x

&nbsp;
"#,
    },
    Snippet {
        name: "emphasis_beside_hangul_and_quotes",
        html: r#"<p><strong>한글</strong>은 <strong>"인용"</strong>이다. <em>（重要）</em>です</p>"#,
        gfm: r#"**한글**은 <strong>"인용"</strong>이다. <em>（重要）</em>です
"#,
    },
    Snippet {
        name: "spaces_in_emphasis_and_neighbours",
        html: r#"<p>a<strong> b </strong>c</p><p><em>x</em><em>y</em></p>"#,
        gfm: r#"a **b** c

_x_*y*
"#,
    },
    Snippet {
        name: "player_in_a_frame",
        html: r#"<p><iframe width="560" height="315" src="https://www.youtube.com/embed/abc" title="t" allowfullscreen></iframe></p>"#,
        gfm: r#"<p><iframe src="https://www.youtube.com/embed/abc" title="t" width="560" height="315" allowfullscreen></iframe></p>
"#,
    },
    Snippet {
        name: "film_and_sound",
        html: r#"<video src="/v.mp4" poster="/p.jpg" controls></video><audio src="/a.mp3" controls></audio>"#,
        gfm: r#"<video src="/v.mp4" poster="/p.jpg" controls></video><audio src="/a.mp3" controls></audio>
"#,
    },
    Snippet {
        name: "details",
        html: r#"<details><summary>Sum</summary><p>Body</p></details>"#,
        gfm: r#"<details>
<summary>Sum</summary>
<p>Body</p>
</details>
"#,
    },
    Snippet {
        name: "text_that_looks_like_markdown",
        html: r#"<p>1. not a list</p><p># not head</p><p>* star *x* _y_ [z](w) &lt;div&gt; a&amp;lt;b</p><p>- dash</p><p>+ plus</p>"#,
        gfm: r#"1\. not a list

\# not head

\* star \*x\* \_y\_ [z\](w) &lt;div> a&amp;lt;b

\- dash

\+ plus
"#,
    },
    Snippet {
        name: "address_and_title_with_everything",
        html: r#"<p><a href="https://e.org/a_(b)?x=1&amp;y=2 3" title="say &quot;hi&quot;">t [x]</a> a[name]</p>"#,
        gfm: r#"[t \[x\]](<https://e.org/a_(b)?x=1&amp;y=2 3> "say \"hi\"") a[name]
"#,
    },
    Snippet {
        name: "link_around_blocks",
        html: r#"<a href="/x"><h3>Head</h3><p>body</p></a>"#,
        gfm: r#"### [Head](/x)

[body](/x)
"#,
    },
    Snippet {
        name: "lazy_picture",
        html: r#"<p><img src="data:image/gif;base64,R0lGODlhAQABAAAAACw=" data-src="/real.jpg" alt='a"b]c'></p>"#,
        gfm: r#"<p><img src="/real.jpg" alt="a&quot;b]c"></p>
"#,
    },
    Snippet {
        name: "quotes_in_quotes",
        html: r#"<blockquote><p>a</p><blockquote><p>b</p><ul><li>c</li></ul></blockquote></blockquote>"#,
        gfm: r#"> a
>
> > b
> >
> > - c
"#,
    },
    Snippet {
        name: "marks_without_markdown",
        html: r#"<p>H<sub>2</sub>O x<sup>2</sup> <del>gone</del> <mark>m</mark> <kbd>K</kbd></p>"#,
        gfm: r#"H<sub>2</sub>O x<sup>2</sup> ~~gone~~ <mark>m</mark> <kbd>K</kbd>
"#,
    },
    Snippet {
        name: "terms_and_what_is_said",
        html: r#"<dl><dt>t</dt><dd>one</dd><dd>two</dd></dl>"#,
        gfm: r#"<dl>
<dt>t</dt>
<dd>one</dd>
<dd>two</dd>
</dl>
"#,
    },
    Snippet {
        name: "lines_of_divs_and_of_a_heading",
        html: r#"<div>line one</div><div>line two</div><h2>Head<br>two</h2>"#,
        gfm: r#"line one

line two

## Head<br>two
"#,
    },
    Snippet {
        name: "what_runs_or_is_not_shown",
        html: r#"<p>a</p><script>x()</script><style>p{}</style><template><p>t</p></template><!-- c --><p>b</p>"#,
        gfm: r#"a

b
"#,
    },
    Snippet {
        name: "tasks",
        html: r#"<ul><li><input type="checkbox" checked disabled> done</li><li><input type="checkbox"> todo</li></ul>"#,
        gfm: r#"- [x] done
- [ ] todo
"#,
    },
    Snippet {
        name: "rule",
        html: r#"<p>a</p><hr><p>b</p>"#,
        gfm: r#"a

***

b
"#,
    },
    Snippet {
        name: "white_space",
        html: r#"<p>many   spaces 
 here <b> bold </b> <i></i>end</p>"#,
        gfm: r#"many spaces here **bold** end
"#,
    },
    Snippet {
        name: "money_and_tildes",
        html: r#"<p>$5 and $6, ~tilde~ ~~x~~ a:b::c</p>"#,
        gfm: r#"$5 and $6, \~tilde\~ \~\~x\~\~ a:b::c
"#,
    },
    Snippet {
        name: "preformatted_lines",
        html: "<pre>a<br>b\tc\n\n\nd</pre>",
        gfm: "```\na\nb\tc\n\n\nd\n```\n",
    },
];
