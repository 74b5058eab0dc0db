//! `[gallery]`, `[playlist]`, `[audio]` and `[video]`.

use larder_html::escape::{push_attribute, push_text};

use super::{Context, Picture, shortcode::Attributes};

/// What writing one attachment costs besides its texts.
const TAGS: usize = 100;

/// Pictures, one after the other; None if there are none to show.
pub(super) fn gallery(context: &mut Context<'_>, attributes: &Attributes<'_>) -> Option<String> {
    figures(context, attributes, "gallery", "image/", push_picture)
}

/// Sounds or films, one after the other; None if there are none to play.
pub(super) fn playlist(context: &mut Context<'_>, attributes: &Attributes<'_>) -> Option<String> {
    match attributes.value("type").as_deref() {
        Some("video") => figures(context, attributes, "playlist", "video/", push_player),
        _ => figures(context, attributes, "playlist", "audio/", push_player),
    }
}

fn figures(
    context: &mut Context<'_>,
    attributes: &Attributes<'_>,
    class: &str,
    media_type: &str,
    push: fn(&mut String, &Picture<'_>),
) -> Option<String> {
    let around = context.around;
    let mut html = format!("<figure class=\"{class}\">");
    let empty = html.len();
    for row in rows(context, attributes)? {
        let Some(picture) = around.attachment(row) else {
            context.census.missing_attachments.push(row);
            continue;
        };
        let texts = picture.url.len() + picture.alt.len() + picture.caption.len();
        if !context.allowance.spend(TAGS + texts + picture.title.len()) {
            return None;
        }
        let is_it = picture.media_type.is_empty() || picture.media_type.starts_with(media_type);
        if is_it && !picture.url.is_empty() {
            push(&mut html, &picture);
        }
    }
    html.push_str("\n</figure>");
    (html.len() > empty + "\n</figure>".len()).then_some(html)
}

/// The attachments that are meant.
///
/// None if they are those of another post (`id`), which only that post knows.
fn rows(context: &mut Context<'_>, attributes: &Attributes<'_>) -> Option<Vec<u64>> {
    let listed = ["ids", "include"].iter().find_map(|name| attributes.value(name));
    if let Some(listed) = listed {
        return Some(numbers(&listed));
    }
    if attributes.value("id").is_some() {
        return None;
    }
    let mut excluded = numbers(&attributes.value("exclude").unwrap_or_default());
    excluded.sort_unstable();
    let around = context.around;
    let uploaded = context.uploaded.get_or_insert_with(|| around.uploaded_here());
    // Going through them is work too, even if none of them is shown.
    if !context.allowance.spend(uploaded.len() * size_of::<u64>()) {
        return None;
    }
    let is_shown = |row: &u64| excluded.binary_search(row).is_err();
    Some(uploaded.iter().copied().filter(is_shown).collect())
}

/// All numbers in a list, whatever separates them.
fn numbers(list: &str) -> Vec<u64> {
    let is_separator = |character: char| !character.is_ascii_digit();
    list.split(is_separator).filter_map(|number| number.parse().ok()).collect()
}

fn push_picture(html: &mut String, picture: &Picture<'_>) {
    html.push_str("\n<figure><img");
    push_value(html, "src", picture.url);
    push_value(html, "alt", picture.alt);
    for (name, pixels) in [("width", picture.width), ("height", picture.height)] {
        if let Some(pixels) = pixels {
            push_value(html, name, &pixels.to_string());
        }
    }
    html.push('>');
    push_caption(html, picture.caption);
    html.push_str("</figure>");
}

fn push_player(html: &mut String, picture: &Picture<'_>) {
    let is_film = picture.media_type.starts_with("video/");
    let name = if is_film { "video" } else { "audio" };
    html.push_str(&format!("\n<figure><{name} controls"));
    push_value(html, "src", picture.url);
    html.push_str(&format!("></{name}>"));
    if picture.caption.is_empty() && !picture.title.is_empty() {
        html.push_str("<figcaption>");
        push_text(html, picture.title);
        html.push_str("</figcaption>");
    }
    push_caption(html, picture.caption);
    html.push_str("</figure>");
}

fn push_caption(html: &mut String, caption: &str) {
    if !caption.trim().is_empty() {
        html.push_str("<figcaption>");
        html.push_str(caption.trim());
        html.push_str("</figcaption>");
    }
}

fn push_value(html: &mut String, name: &str, value: &str) {
    html.push(' ');
    html.push_str(name);
    html.push_str("=\"");
    push_attribute(html, value);
    html.push('"');
}

/// What a player plays.
#[derive(Clone, Copy, Debug)]
pub(super) struct Player {
    name: &'static str,
    /// The attributes that name files, the best first.
    sources: &'static [&'static str],
    /// The attributes that HTML has too.
    kept: &'static [&'static str],
}

/// Plays sounds.
pub(super) const AUDIO: Player =
    Player { name: "audio", sources: &["src", "mp3", "m4a", "ogg", "wav", "wma"], kept: &[] };

/// Plays films.
pub(super) const VIDEO: Player = Player {
    name: "video",
    sources: &["src", "mp4", "m4v", "webm", "ogv", "wmv", "flv"],
    kept: &["poster", "width", "height"],
};

impl Player {
    /// A player; None if nothing says what it plays.
    pub(super) fn render(self, attributes: &Attributes<'_>) -> Option<String> {
        let named = self.sources.iter().filter_map(|name| attributes.value(name));
        let mut files: Vec<_> = named.filter(|file| !file.trim().is_empty()).collect();
        if files.is_empty() {
            // The oldest form, with other things behind the address: `[audio:address|loop=yes]`.
            let first = attributes.first()?;
            let address = first.split(['|', ',']).next().unwrap_or_default();
            files.extend(super::embed::address(address).map(|_| address.to_owned().into()));
        }
        let first = files.first()?;
        let mut html = format!("<{} controls", self.name);
        if files.len() == 1 {
            push_value(&mut html, "src", first);
        }
        for name in self.kept {
            if let Some(value) = attributes.value(name).filter(|value| !value.is_empty()) {
                push_value(&mut html, name, &value);
            }
        }
        html.push('>');
        for file in files.iter().filter(|_| files.len() > 1) {
            html.push_str("<source");
            push_value(&mut html, "src", file);
            html.push('>');
        }
        html.push_str(&format!("</{}>", self.name));
        Some(html)
    }
}
