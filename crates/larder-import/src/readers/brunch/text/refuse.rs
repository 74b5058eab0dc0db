//! Texts that are no capture of a post: nothing, error pages, login pages, and what nobody recognises.

use larder_core::Rule;

use super::{
    super::capture::Refusal,
    layout::Layout,
    lines::{Lines, number},
};

/// Why the text is refused, if it is.
///
/// Signs of error pages count only in a text of a few lines without a by-line: posts *about* an outage quote them.
pub(super) fn refusal(lines: &Lines<'_>, layout: Option<&Layout>, forced: bool) -> Option<Refusal> {
    if (0..lines.len()).all(|at| lines.at(at).chars().all(shows_nothing)) {
        return Some(refuse(Rule::EmptyFile, "no character that shows anything".to_owned()));
    }
    let without_byline = matches!(layout, None | Some(Layout::W { byline: None, .. }));
    if without_byline && let Some(refusal) = error_page(lines) {
        return Some(refusal);
    }
    (layout.is_none() && !forced)
        .then(|| refuse(Rule::NotRecognised, "no layout of a text capture".to_owned()))
}

/// How many lines an error page shows at most.
const FEW_LINES: usize = 12;

const SIGNS: [(&str, Rule); 3] = [
    ("잘못된 주소이거나", Rule::ErrorPage),
    ("서비스 접속이 원활하지 않습니다", Rule::ErrorPage),
    ("로그인이 필요합니다", Rule::LoginPage),
];

fn error_page(lines: &Lines<'_>) -> Option<Refusal> {
    let shown = (0..lines.len()).filter(|at| !lines.is_white(*at));
    let few: Vec<_> = shown.take(FEW_LINES + 1).collect();
    if few.len() > FEW_LINES {
        return None;
    }
    few.into_iter().find_map(|at| {
        let (sign, rule) = SIGNS.into_iter().find(|(sign, _)| lines.at(at).contains(sign))?;
        Some(refuse(rule, format!("`{sign}` on line {}", number(at))))
    })
}

fn shows_nothing(character: char) -> bool {
    matches!(character, ' ' | '\t' | '\r' | '\u{a0}' | '\u{3000}' | '\u{200b}' | '\u{feff}')
}

fn refuse(rule: Rule, found: String) -> Refusal {
    Refusal { rule, found }
}
