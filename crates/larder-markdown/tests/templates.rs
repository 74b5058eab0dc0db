//! No template language reads what an article says.

use larder_markdown::{AsItIs, Dialect, Template, emit};

fn markdown(html: &str, template: Template) -> String {
    emit(html, &Dialect::gfm().with_template(template), &mut AsItIs::default()).markdown
}

const ARTICLE: &str = concat!(
    "<p>Write {{ page.title }} or {% if %} or {{&lt; ref \"x\" &gt;}} or {# no #}.</p>",
    "<p>In code: <code>{{ x }}</code></p>",
    "<pre><code>{{&lt; figure src=\"a\" &gt;}}\n{% raw_data %}\n</code></pre>",
    "<p><a href=\"/a/{{b}}\">link</a></p>",
);

#[test]
fn without_templates_braces_are_braces() {
    assert_eq!(
        markdown(ARTICLE, Template::None),
        r#"Write {{ page.title }} or {% if %} or {{< ref "x" >}} or {# no #}.

In code: `{{ x }}`

```
{{< figure src="a" >}}
{% raw_data %}
```

[link](/a/{{b}})
"#
    );
}

#[test]
fn hugo_is_kept_from_shortcodes_in_code_by_comments() {
    assert_eq!(
        markdown(ARTICLE, Template::Hugo),
        r#"Write &#123;{ page.title }} or &#123;% if %} or &#123;{< ref "x" >}} or &#123;# no #}.

In code: `{{ x }}`

```
{{</* figure src="a" */>}}
{% raw_data %}
```

[link](/a/%7B{b}})
"#
    );
}

#[test]
fn liquid_is_kept_from_code_by_raw() {
    let html = "<p>In code: <code>{{ x }}</code></p><ul><li><pre>{% if x %}</pre></li></ul>";
    assert_eq!(
        markdown(html, Template::Liquid),
        "In code: {% raw %}`{{ x }}`{% endraw %}\n\n- {% raw %}\n  ```\n  {% if x %}\n  ```\n  {% endraw %}\n"
    );
}

#[test]
fn code_that_would_end_raw_is_written_with_references() {
    assert_eq!(
        markdown("<pre>{% endraw %}{{ x }}</pre>", Template::Liquid),
        "<pre><code>&#123;% endraw %}&#123;{ x }}</code></pre>\n"
    );
}

#[test]
fn nunjucks_sees_references_only() {
    assert_eq!(
        markdown(ARTICLE, Template::Nunjucks),
        r#"Write &#123;{ page.title }} or &#123;% if %} or &#123;{< ref "x" >}} or &#123;# no #&#125;.

In code: <code>&#123;{ x }}</code>

<pre><code>&#123;{&lt; figure src="a" &gt;}}
&#123;% raw_data %}</code></pre>

[link](/a/%7B{b}})
"#
    );
}

#[test]
fn nunjucks_is_not_stopped_by_the_end_of_a_comment() {
    let html = "<p><a href='/a#}' title='b#}'>c#}</a> <code>#}</code></p><pre>.a { #b #}</pre>";
    assert_eq!(
        markdown(html, Template::Nunjucks),
        "[c#&#125;](/a#%7D \"b#&#125;\") <code>#&#125;</code>\n\n<pre><code>.a { #b #&#125;</code></pre>\n"
    );
}

#[test]
fn zola_is_kept_from_shortcodes_by_comments() {
    assert_eq!(
        markdown("<p><code>{{ a(b=1) }}</code> {% c() %}</p>", Template::Zola),
        "`{{/* a(b=1) */}}` &#123;% c() %}\n"
    );
}

#[test]
fn tags_that_are_not_whole_leave_no_way_but_references() {
    assert_eq!(
        markdown("<pre>{{&lt; a</pre>", Template::Hugo),
        "<pre><code>&#123;{&lt; a</code></pre>\n"
    );
}

#[test]
fn no_delimiter_is_left_where_it_acts() {
    for template in [Template::Hugo, Template::Liquid, Template::Nunjucks, Template::Zola] {
        let html = "<p title='{{'>{{{{% {{&lt;{%{#</p><h2>{{% x %}}</h2><details>{{x}}</details>";
        let markdown = markdown(html, template);
        for delimiter in ["{{", "{%", "{#"] {
            assert!(!markdown.contains(delimiter), "{template:?}: {markdown}");
        }
    }
}
