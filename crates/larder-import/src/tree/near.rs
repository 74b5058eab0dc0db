//! Names that damage made of those which say who may see a page.
//!
//! A generator passes over `dra&t: true` as over any name that it does not know, and the page that was a draft is shown. Where a
//! name is nearly one that hides pages, and its value is one that hides them, nobody knows whether somebody meant that.

/// The name that this one may have been, if it is not one of them itself. Names are in lower case.
pub(super) fn meant(name: &str) -> Option<&'static str> {
    const NAMES: [&str; 10] = [
        "draft",
        "published",
        "private",
        "hidden",
        "unlisted",
        "status",
        "visibility",
        "password",
        "headless",
        "permalink",
    ];
    if NAMES.contains(&name) {
        return None;
    }
    NAMES.into_iter().find(|known| is_near(name, known))
}

/// Whether a word is another one with something put into it, or with one or, of a long one, two letters changed.
pub(super) fn is_near(word: &str, known: &str) -> bool {
    has_inside(word, known) || is_changed(word, known, if known.len() < 8 { 1 } else { 2 })
}

/// Whether a word is what is known with anything in the middle of it: `dra…ft`.
fn has_inside(word: &str, known: &str) -> bool {
    let same = |(one, other): &(u8, u8)| one == other;
    let before = word.bytes().zip(known.bytes()).take_while(same).count();
    let behind = word.bytes().rev().zip(known.bytes().rev()).take_while(same).count();
    word.len() > known.len() && before > 0 && behind > 0 && before + behind >= known.len()
}

/// Whether no more than `most` letters are added, missing or others.
pub(super) fn is_changed(word: &str, known: &str, most: usize) -> bool {
    let (word, known): (Vec<char>, Vec<char>) = (word.chars().collect(), known.chars().collect());
    if word.len().abs_diff(known.len()) > most {
        return false;
    }
    let mut above: Vec<usize> = (0..=known.len()).collect();
    for (row, letter) in word.iter().enumerate() {
        let mut line = vec![row + 1];
        for (column, other) in known.iter().enumerate() {
            let changed = above[column] + usize::from(letter != other);
            line.push(changed.min(above[column + 1] + 1).min(line[column] + 1));
        }
        above = line;
    }
    above[known.len()] <= most
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_damage_made_of_a_name_is_found() {
        for (name, known) in [
            ("dra&t", "draft"),
            ("dra{\"a\":[[[[ft", "draft"),
            ("drararaft", "draft"),
            ("d\u{feff}raft", "draft"),
            ("drft", "draft"),
            ("ppublished", "published"),
            ("pu\u{fffd}lished", "published"),
            ("publ[[[[[[ished", "published"),
            ("permalis\u{e1}", "permalink"),
            ("stctus", "status"),
        ] {
            assert_eq!(meant(name), Some(known), "{name}");
        }
    }

    #[test]
    fn other_names_are_other_names() {
        for name in
            ["draft", "title", "date", "tags", "permalinks_of", "publication", "", "drafty_x"]
        {
            assert_eq!(meant(name), None, "{name}");
        }
    }
}
