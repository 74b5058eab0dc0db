//! Tags of which it is certain what a site shows for them.

use larder_html::escape::{attribute, text as escaped};

use super::{
    Out, Piece, Syntax,
    arguments::Arguments,
    scan::{Context, Tag, keep},
};
use crate::tree::index::Head;

/// Writes what a tag means. Returns where the text goes on.
pub(super) fn take(context: &mut Context<'_, '_>, tag: Tag<'_>, out: &mut Out<'_>) -> usize {
    if let Some(end) = shown(tag, out) {
        return end;
    }
    let (name, rest) = name(tag.inner);
    let taken = match context.syntax {
        Syntax::Hugo => hugo(context, tag, name, rest, out),
        Syntax::Liquid if tag.is_value => liquid_value(context, tag, out),
        Syntax::Liquid => liquid(context, tag, name, rest, out),
        Syntax::Zola => zola(tag, name, rest, out),
        Syntax::Hexo if !tag.is_value => hexo(context, tag, name, rest, out),
        Syntax::Hexo | Syntax::Mdx | Syntax::None => None,
    };
    match taken {
        Some(end) => {
            let what =
                if tag.is_value && context.syntax == Syntax::Liquid { "value" } else { "tag" };
            out.count(what, if name.is_empty() { "text" } else { name });
            end
        }
        // The second of a pair was counted with the first.
        None if name.starts_with('/') || name.starts_with("end") => {
            out.piece(Piece::Text(tag.text.to_owned()));
            tag.end
        }
        None => keep(tag, name, out),
    }
}

/// A tag that is shown and not used: `{{</* name */>}}`.
fn shown(tag: Tag<'_>, out: &mut Out<'_>) -> Option<usize> {
    let inner = tag.inner.strip_prefix("/*")?.strip_suffix("*/")?;
    let (open, close) = tag.text.split_once(tag.inner)?;
    out.piece(Piece::Text([open.trim_end(), inner, close.trim_start()].concat()));
    Some(tag.end)
}

/// The name that a tag begins with, and what follows it.
fn name(inner: &str) -> (&str, &str) {
    let is_name = |it: char| it.is_alphanumeric() || "_-./".contains(it);
    inner.split_at(inner.find(|it| !is_name(it)).unwrap_or(inner.len()))
}

fn html(piece: String, out: &mut Out<'_>, end: usize) -> Option<usize> {
    out.piece(Piece::Html(piece));
    Some(end)
}

fn hugo(
    context: &mut Context<'_, '_>,
    tag: Tag<'_>,
    name: &str,
    rest: &str,
    out: &mut Out<'_>,
) -> Option<usize> {
    let arguments = Arguments::of(rest.trim_end_matches('/'));
    let first = || arguments.get("id").or_else(|| arguments.word(0));
    match name {
        "figure" => html(figure(&arguments)?, out, tag.end),
        "youtube" | "vimeo" => html(player(name, first()?)?, out, tag.end),
        "gist" => {
            let (user, id) = (arguments.word(0)?, arguments.word(1)?);
            html(gist(&format!("{user}/{id}"))?, out, tag.end)
        }
        "ref" | "relref" => {
            let target = arguments.get("path").or_else(|| arguments.word(0))?;
            out.plain(&address(context, target)?);
            Some(tag.end)
        }
        "highlight" => {
            let (code, end) = context.until(tag.end, "/highlight")?;
            html(block(code, arguments.word(0)), out, end)
        }
        _ => None,
    }
}

fn liquid(
    context: &mut Context<'_, '_>,
    tag: Tag<'_>,
    name: &str,
    rest: &str,
    out: &mut Out<'_>,
) -> Option<usize> {
    match name {
        "raw" => raw(context, tag, out),
        "comment" => context.until(tag.end, "endcomment").map(|(_, end)| end),
        "highlight" => {
            let (code, end) = context.until(tag.end, "endhighlight")?;
            html(block(code, rest.split_whitespace().next()), out, end)
        }
        "post_url" | "link" => {
            let address = address(context, rest.trim())?;
            // `{{ site.baseurl }}` in front of it is part of the address.
            if let Some(home) = context.around.site.home.as_ref() {
                let base = home.path().trim_end_matches('/');
                out.without_end(base);
                out.without_end(&home.origin().ascii_serialization());
            }
            out.plain(&address);
            Some(tag.end)
        }
        _ => None,
    }
}

/// `{{ site.baseurl }}`, `{{ "/a.png" | relative_url }}`, `{{ "/a.png" | prepend: site.baseurl }}`.
fn liquid_value(context: &Context<'_, '_>, tag: Tag<'_>, out: &mut Out<'_>) -> Option<usize> {
    let site = context.around.site;
    let home = site.home.as_ref();
    let base = home.map(|home| home.path().trim_end_matches('/').to_owned());
    let base = base.or_else(|| site.config.text("baseurl").map(str::to_owned)).unwrap_or_default();
    let origin = home.map(|home| home.origin().ascii_serialization());
    let mut parts = tag.inner.split('|').map(str::trim);
    let mut value = match parts.next()? {
        "site.baseurl" => base.clone(),
        "site.url" => origin.clone()?,
        "page.title" => context.page.title()?.to_owned(),
        first => {
            let quote = first.chars().next().filter(|it| matches!(it, '"' | '\''))?;
            first.strip_prefix(quote)?.strip_suffix(quote)?.to_owned()
        }
    };
    for filter in parts {
        value = match filter.split(':').map(str::trim).collect::<Vec<_>>()[..] {
            ["relative_url" | "url"] => join(&base, &value),
            ["absolute_url"] => [origin.as_deref()?, &join(&base, &value)].concat(),
            ["prepend", "site.baseurl"] => [base.as_str(), &value].concat(),
            ["prepend", "site.url"] => [origin.as_deref()?, &value].concat(),
            _ => return None,
        };
    }
    out.plain(&value);
    Some(tag.end)
}

fn join(base: &str, path: &str) -> String {
    [base, "/", path.trim_start_matches('/')].concat()
}

fn zola(tag: Tag<'_>, name: &str, rest: &str, out: &mut Out<'_>) -> Option<usize> {
    let arguments = rest.trim().strip_prefix('(')?.strip_suffix(')')?;
    let arguments = Arguments::of(arguments);
    match name {
        "youtube" | "vimeo" => html(player(name, arguments.get("id")?)?, out, tag.end),
        "gist" => {
            let url = arguments.get("url")?;
            html(gist(url.strip_prefix("https://gist.github.com/")?)?, out, tag.end)
        }
        _ => None,
    }
}

fn hexo(
    context: &mut Context<'_, '_>,
    tag: Tag<'_>,
    name: &str,
    rest: &str,
    out: &mut Out<'_>,
) -> Option<usize> {
    let arguments = Arguments::of(rest);
    match name {
        "raw" => raw(context, tag, out),
        "asset_path" => {
            out.plain(arguments.word(0)?);
            Some(tag.end)
        }
        "asset_img" | "img" => html(image(&arguments)?, out, tag.end),
        "asset_link" => {
            let file = arguments.word(0)?;
            html(link(file, arguments.word(1).unwrap_or(file)), out, tag.end)
        }
        "post_path" => {
            out.plain(&address(context, arguments.word(0)?)?);
            Some(tag.end)
        }
        "post_link" => {
            let target = arguments.word(0)?;
            let href = address(context, target)?;
            html(link(&href, arguments.word(1).unwrap_or(target)), out, tag.end)
        }
        "youtube" | "vimeo" => html(player(name, arguments.word(0)?)?, out, tag.end),
        "gist" => html(gist(arguments.word(0)?)?, out, tag.end),
        "codeblock" | "code" => {
            let (code, end) = context.until(tag.end, &format!("end{name}"))?;
            let language = rest.split_whitespace().find_map(|word| word.strip_prefix("lang:"));
            html(block(code, language), out, end)
        }
        _ => None,
    }
}

/// What stands between `raw` and `endraw` is text in which nothing is a tag.
fn raw(context: &mut Context<'_, '_>, tag: Tag<'_>, out: &mut Out<'_>) -> Option<usize> {
    let (inner, end) = context.until(tag.end, "endraw")?;
    out.plain(inner);
    Some(end)
}

/// A link to a page by its path: `](@/blog/walk.md#there)`. Returns its address and where it ends.
pub(super) fn zola_link(context: &Context<'_, '_>, open: usize) -> Option<(String, usize)> {
    let rest = context.text[open..].strip_prefix("@/")?;
    if !context.text[..open].ends_with(['(', '"', '<', ' ']) {
        return None;
    }
    let mut start = rest.char_indices().take(LONGEST);
    let (end, _) = start.find(|(_, it)| matches!(it, ')' | '"' | '>' | ' ' | '\n'))?;
    let address = address(context, &context.text[open..open + 2 + end])?;
    Some((address, open + 2 + end))
}

/// The longest path that is one.
const LONGEST: usize = 1024;

/// The address of the page that a tag names, by its path or by its name, with the place in it.
fn address(context: &Context<'_, '_>, target: &str) -> Option<String> {
    let target = target.trim_matches(['"', '\'', '`']);
    let (path, place) = target.split_once('#').map_or((target, ""), |(path, place)| (path, place));
    let around = context.around;
    let head = around.page(&context.page.path, path);
    let head = head.or_else(|| around.index.name(path.trim_matches('/')))?;
    let mut address = of(head, context)?;
    if !place.is_empty() {
        address.extend(["#", place]);
    }
    Some(address)
}

fn of(head: &Head, context: &Context<'_, '_>) -> Option<String> {
    let path = head.address.as_deref()?;
    let address = context.around.site.absolute(path).unwrap_or_else(|| path.to_owned());
    // Markdown ends an address at white space and at a bracket.
    Some(address.replace(' ', "%20").replace('(', "%28").replace(')', "%29"))
}

/// Hugo's figure.
fn figure(arguments: &Arguments) -> Option<String> {
    let source = arguments.get("src").or_else(|| arguments.word(0))?;
    let mut image = format!("<img src=\"{}\"", attribute(source));
    for name in ["alt", "width", "height"] {
        if let Some(value) = arguments.get(name) {
            image.push_str(&format!(" {name}=\"{}\"", attribute(value)));
        }
    }
    image.push('>');
    if let Some(link) = arguments.get("link") {
        image = format!("<a href=\"{}\">{image}</a>", attribute(link));
    }
    let title = arguments.get("title").map(|title| format!("<h4>{}</h4>", escaped(title)));
    let caption = arguments.get("caption").map(|it| format!("<p>{}</p>", escaped(it)));
    let inner: String = title.into_iter().chain(caption).collect();
    let caption =
        if inner.is_empty() { inner } else { format!("<figcaption>{inner}</figcaption>") };
    Some(format!("<figure>{image}{caption}</figure>"))
}

/// Hexo's picture: a class may stand in front of the file, a size, a title and a text behind it.
fn image(arguments: &Arguments) -> Option<String> {
    let mut words = arguments.words().skip_while(|word| !word.contains(['.', '/']));
    let source = words.next()?;
    let texts: Vec<&str> = words.filter(|word| word.parse::<u32>().is_err()).collect();
    let mut image = format!("<img src=\"{}\"", attribute(source));
    if let Some(title) = texts.first() {
        image.push_str(&format!(" title=\"{}\"", attribute(title)));
    }
    if let Some(alt) = texts.get(1).or(texts.first()) {
        image.push_str(&format!(" alt=\"{}\"", attribute(alt)));
    }
    image.push('>');
    Some(image)
}

fn link(href: &str, text: &str) -> String {
    format!("<a href=\"{}\">{}</a>", attribute(href), escaped(text))
}

/// A player of a film. None where the id is none.
fn player(name: &str, id: &str) -> Option<String> {
    let is_id = id.bytes().all(|it| it.is_ascii_alphanumeric() || matches!(it, b'_' | b'-'));
    let start = match name {
        "youtube" => "https://www.youtube.com/embed/",
        _ => "https://player.vimeo.com/video/",
    };
    (is_id && !id.is_empty())
        .then(|| format!("<iframe src=\"{start}{id}\" allowfullscreen></iframe>"))
}

fn gist(path: &str) -> Option<String> {
    let is_path = path
        .bytes()
        .all(|it| it.is_ascii_alphanumeric() || matches!(it, b'_' | b'-' | b'/' | b'.'));
    let url = format!("https://gist.github.com/{path}");
    is_path.then(|| link(&url, &url))
}

/// Code.
fn block(code: &str, language: Option<&str>) -> String {
    let code = code.strip_prefix("\r\n").or_else(|| code.strip_prefix('\n')).unwrap_or(code);
    let class = language
        .filter(|it| !it.is_empty())
        .map(|it| format!(" class=\"language-{}\"", attribute(it)));
    format!("<pre><code{}>{}</code></pre>", class.unwrap_or_default(), escaped(code))
}
