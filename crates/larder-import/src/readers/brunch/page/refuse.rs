//! Pages that are no posts: error pages, the login, shells that a script would have filled, lists.
//!
//! Each sign counts only in its place. Every page links to the login, and posts about outages quote the sentences; so a
//! page that holds the blocks of a post is never refused.

use larder_core::Rule;
use larder_html::{NodeId, Tree};

use super::{head::Head, inline::text_of};
use crate::readers::brunch::{address, capture::Refusal};

const WRONG_ADDRESS: &str = "잘못된 주소이거나";
const NOT_REACHED: &str = "서비스 접속이 원활하지 않습니다";
const LOGIN: &str = "로그인이 필요합니다";

/// A shell is shorter than this.
const SHELL_BYTES: usize = 30_000;

/// A whole page that is only an error sentence has no more characters than this.
const FEW_CHARACTERS: usize = 200;

/// Why a page without any body is no post. None: it is one, of which only the data survived.
pub(super) fn refuse(tree: &Tree, head: &Head<'_>, length: usize) -> Option<Refusal> {
    error(tree, head)
        .or_else(|| login(tree, head))
        .or_else(|| list(tree, head))
        .or_else(|| shell(tree, length))
}

fn error(tree: &Tree, head: &Head<'_>) -> Option<Refusal> {
    let refused = |found: String| Some(Refusal { rule: Rule::ErrorPage, found });
    if head.title().contains(WRONG_ADDRESS) {
        return refused(format!("the title says `{WRONG_ADDRESS}`"));
    }
    if let Some(block) = tree.find(tree.root(), ".wrap_exception") {
        let text = text_of(tree, block);
        let sentence =
            [WRONG_ADDRESS, NOT_REACHED].into_iter().find(|sentence| text.contains(sentence));
        return refused(match sentence {
            Some(sentence) => format!("the page is an exception (`wrap_exception`): `{sentence}`"),
            None => "the page is an exception (`wrap_exception`)".to_owned(),
        });
    }
    let body = tree.find(tree.root(), "body").unwrap_or(tree.root());
    let text = text_of(tree, body);
    let few = text
        .chars()
        .filter(|character| !character.is_ascii_whitespace())
        .take(FEW_CHARACTERS + 1)
        .count();
    let sentence =
        [WRONG_ADDRESS, NOT_REACHED].into_iter().find(|sentence| text.contains(sentence));
    let sentence = sentence.filter(|_| few <= FEW_CHARACTERS)?;
    refused(format!("the whole text is little more than `{sentence}`"))
}

fn login(tree: &Tree, head: &Head<'_>) -> Option<Refusal> {
    let refused = |found: String| Some(Refusal { rule: Rule::LoginPage, found });
    let is_login = |address: &&str| address.contains("accounts.kakao.com/login");
    let addresses = [head.saved_from, head.canonical(), head.meta("og:url")];
    if let Some(address) = addresses.into_iter().flatten().find(is_login) {
        return refused(format!("the page's address is `{address}`"));
    }
    if head.title().contains(LOGIN) && tree.find(tree.root(), "astro-island").is_none() {
        return refused(format!("the title says `{LOGIN}`"));
    }
    None
}

/// Profiles, books, magazines and keywords.
fn list(tree: &Tree, head: &Head<'_>) -> Option<Refusal> {
    let title = head.meta("og:title").unwrap_or_default();
    let find =
        |selectors: &[&str]| selectors.iter().find_map(|selector| tree.find(tree.root(), selector));
    let name_of = |node: NodeId| tree.text(node).trim_ascii().to_owned();
    let addresses = [head.canonical(), head.meta("og:url"), head.saved_from];
    let mut addresses = addresses.into_iter().flatten();
    let found = if let Some(name) = find(&[".tit_blogger"]) {
        format!("the profile of `{}`", name_of(name))
    } else if find(&["#keywordParam"]).is_some() {
        "a list of posts with a keyword".to_owned()
    } else if ["[연재 브런치북]", "[브런치북]", "[매거진]"]
        .iter()
        .any(|label| title.starts_with(label))
    {
        format!("the page of the book `{title}`")
    } else if title.ends_with("의 브런치스토리") || title.ends_with("의 브런치") {
        format!("the profile `{title}`")
    } else if let Some(path) = addresses.clone().find_map(address::series_path) {
        format!("the page of the series `{path}`")
    } else if addresses
        .all(|address| address::parse(address).is_some_and(|address| address.number.is_none()))
        && head.canonical().or(head.meta("og:url")).is_some()
    {
        "the page of an author".to_owned()
    } else {
        return None;
    };
    Some(Refusal { rule: Rule::ListPage, found })
}

fn shell(tree: &Tree, length: usize) -> Option<Refusal> {
    let is_filled = [".wrap_body", "astro-island"]
        .iter()
        .any(|selector| tree.find(tree.root(), selector).is_some());
    let found = format!("neither `wrap_body` nor `astro-island` in {length} bytes");
    (!is_filled && length < SHELL_BYTES).then_some(Refusal { rule: Rule::EmptyShell, found })
}
