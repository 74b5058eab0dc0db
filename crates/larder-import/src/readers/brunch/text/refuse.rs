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
pub(super) fn refusal(
    lines: &Lines<'_>,
    layout: Option<&Layout>,
    forced: bool,
    most_lines: u64,
) -> Option<Refusal> {
    if (0..lines.len()).all(|at| lines.at(at).chars().all(shows_nothing)) {
        return Some(refuse(Rule::EmptyFile, "no character that shows anything".to_owned()));
    }
    let without_byline = matches!(layout, None | Some(Layout::W { byline: None, .. }));
    if without_byline && let Some(refusal) = error_page(lines) {
        return Some(refusal);
    }
    if layout.is_none() && !forced {
        return Some(refuse(Rule::NotRecognised, "no layout of a text capture".to_owned()));
    }
    too_many_lines(lines, most_lines)
}

/// Each line that shows something may become a paragraph, which takes a hundred times the memory of a short line.
fn too_many_lines(lines: &Lines<'_>, most: u64) -> Option<Refusal> {
    let most_shown = usize::try_from(most).ok().filter(|most| lines.len() > *most)?;
    lines.shown().nth(most_shown)?;
    let found = format!("more than {most} lines of text; --max-lines raises the limit");
    Some(refuse(Rule::TooLarge, found))
}

/// How many lines an error page shows at most.
const FEW_LINES: usize = 12;

const SIGNS: [(&str, Rule); 3] = [
    ("잘못된 주소이거나", Rule::ErrorPage),
    ("서비스 접속이 원활하지 않습니다", Rule::ErrorPage),
    ("로그인이 필요합니다", Rule::LoginPage),
];

fn error_page(lines: &Lines<'_>) -> Option<Refusal> {
    let few: Vec<_> = lines.shown().take(FEW_LINES + 1).collect();
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
