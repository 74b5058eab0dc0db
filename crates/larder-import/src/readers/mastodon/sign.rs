//! What a file of an archive is, by its beginning.

/// What a file is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Sign {
    /// What somebody did.
    Outbox,
    /// Who it is.
    Actor,
    /// A list of other people or of their posts.
    List(List),
    /// An outbox that says only where its pages are.
    Pages,
    /// None of these.
    Other,
}

/// What a list is of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum List {
    Likes,
    Bookmarks,
    People,
    Other,
}

/// What is said of an outbox without activities.
pub(super) const PAGES: &str = "an outbox that only says where its pages are, as a server shows it to everybody; the archive has all of it: Preferences → Import and export → Data export → Request your archive";

/// What a text is that is the beginning of a file of this name. The name only counts where a list is empty.
pub(super) fn sign(text: &str, name: &str) -> Sign {
    let text = text.trim_start_matches('\u{feff}').trim_start();
    if text.starts_with("Account address") {
        return Sign::List(List::People);
    }
    let has = |sign: &str| memchr::memmem::find(text.as_bytes(), sign.as_bytes()).is_some();
    if !text.starts_with('{') || !has("activitystreams") && !has("\"OrderedCollection") {
        return Sign::Other;
    }
    if !has("\"OrderedCollection\"") && !has("\"OrderedCollectionPage\"") {
        let is_actor =
            ["\"preferredUsername\"", "\"inbox\"", "\"outbox\""].iter().all(|it| has(it));
        return if is_actor { Sign::Actor } else { Sign::Other };
    }
    let id = field(text, "\"id\"").and_then(string).unwrap_or(name);
    let items = field(text, "\"orderedItems\"").and_then(|it| it.strip_prefix('['));
    match items.map(|items| items.trim_start().chars().next()) {
        Some(Some('{')) => Sign::Outbox,
        Some(Some(']') | None) if ends(id, "outbox") || ends(name, "outbox") => Sign::Outbox,
        Some(_) => Sign::List(list(id, name)),
        // What a server answers has its activities on pages of their own.
        None if has("\"first\"") && (ends(id, "outbox") || ends(name, "outbox")) => Sign::Pages,
        None => Sign::Other,
    }
}

fn list(id: &str, name: &str) -> List {
    let is = |what: &str| ends(id, what) || ends(name, what);
    match () {
        () if is("likes") => List::Likes,
        () if is("bookmarks") => List::Bookmarks,
        () if is("followers") || is("following") => List::People,
        () => List::Other,
    }
}

/// Whether a name or an address ends with a word, with `.json` or without.
fn ends(name: &str, word: &str) -> bool {
    name.strip_suffix(".json").unwrap_or(name).ends_with(word)
}

/// What stands behind the first `name`, which is written with its quotation marks.
fn field<'t>(text: &'t str, name: &str) -> Option<&'t str> {
    let at = memchr::memmem::find(text.as_bytes(), name.as_bytes())?;
    Some(text[at + name.len()..].trim_start().strip_prefix(':')?.trim_start())
}

fn string(text: &str) -> Option<&str> {
    text.strip_prefix('"')?.split('"').next()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn files_are_known_by_what_they_hold() {
        let context = r#""@context":"https://www.w3.org/ns/activitystreams""#;
        let of = |text: &str| sign(&format!("\u{feff}\n{{{context},{text}}}"), "a.json");
        let list = r#""type":"OrderedCollection","orderedItems""#;
        assert_eq!(of(&format!(r#"{list}:[{{"id":1}}]"#)), Sign::Outbox);
        assert_eq!(of(&format!(r#""id":"outbox.json",{list} : [ ]"#)), Sign::Outbox);
        assert_eq!(
            of(&format!(r#""id":"likes.json",{list}:["https://x.example/1"]"#)),
            Sign::List(List::Likes)
        );
        assert_eq!(of(&format!(r#"{list}:["https://x.example/1"]"#)), Sign::List(List::Other));
        assert_eq!(
            of(r#""type":"Person","preferredUsername":"ato","inbox":"i","outbox":"outbox.json""#),
            Sign::Actor
        );
        let pages = r#""id":"https://x.example/users/a/outbox","type":"OrderedCollection","first":"https://x.example/1""#;
        assert_eq!(of(pages), Sign::Pages);
        assert_eq!(of(r#""type":"Note""#), Sign::Other);
        assert_eq!(sign("{\"orderedItems\":[{}]}", "outbox.json"), Sign::Other);
        assert_eq!(sign("Account address,Show boosts\n", "a.csv"), Sign::List(List::People));
        assert_eq!(sign("", "outbox.json"), Sign::Other);
    }
}
