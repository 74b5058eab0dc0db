//! Lists of pictures, of which a browser takes one.

/// The candidates of a `srcset`: each an address and what describes it (`640w`, `2x`), as it stands.
///
/// By the HTML standard's algorithm: an address may hold commas, and commas in brackets end no description. What the
/// standard would refuse is told all the same.
pub fn candidates(list: &str) -> impl Iterator<Item = (&str, &str)> {
    let mut rest = list;
    std::iter::from_fn(move || next(&mut rest))
}

fn next<'a>(rest: &mut &'a str) -> Option<(&'a str, &'a str)> {
    let start = rest.trim_start_matches(|c: char| c == ',' || c.is_ascii_whitespace());
    let end = start.find(|c: char| c.is_ascii_whitespace()).unwrap_or(start.len());
    let (address, after) = start.split_at(end);
    if address.is_empty() {
        return None;
    }
    let bare = address.trim_end_matches(',');
    // A comma at its end leaves no room for a description.
    let end = if bare.len() < address.len() { 0 } else { description_end(after) };
    *rest = &after[end..];
    Some((bare, after[..end].trim_ascii()))
}

/// Where the comma is that ends a candidate; those in brackets do not.
fn description_end(text: &str) -> usize {
    let mut depth = 0_u32;
    for (index, byte) in text.bytes().enumerate() {
        match byte {
            b'(' => depth = depth.saturating_add(1),
            b')' => depth = depth.saturating_sub(1),
            b',' if depth == 0 => return index,
            _ => {}
        }
    }
    text.len()
}

#[cfg(test)]
mod tests {
    use super::candidates;

    #[test]
    fn commas_in_addresses_and_in_brackets_end_nothing() {
        let found: Vec<_> = candidates(" ,a,b.jpg 1x, c.jpg 2x (x, y), d.jpg, e.jpg").collect();
        let expected = [("a,b.jpg", "1x"), ("c.jpg", "2x (x, y)"), ("d.jpg", ""), ("e.jpg", "")];
        assert_eq!(found, expected);
    }
}
