//! Names of months and weekdays, and the small words between them.

/// What a name names.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Name {
    Month(u32),
    Weekday,
    /// `mar` is March in five languages and Tuesday in three. So are `maa` and `sze`, in one each.
    MonthOrWeekday(u32),
}

/// Full names without accents; three letters or more of one are an abbreviation of it.
#[rustfmt::skip]
const MONTHS: &[[&str; 12]] = &[
    // English, German, French, Spanish, Italian, Portuguese, Dutch, Hungarian, Russian (two cases), Greek (two cases).
    ["january", "february", "march", "april", "may", "june", "july", "august", "september", "october", "november", "december"],
    ["januar", "februar", "marz", "april", "mai", "juni", "juli", "august", "september", "oktober", "november", "dezember"],
    ["janvier", "fevrier", "mars", "avril", "mai", "juin", "juillet", "aout", "septembre", "octobre", "novembre", "decembre"],
    ["enero", "febrero", "marzo", "abril", "mayo", "junio", "julio", "agosto", "septiembre", "octubre", "noviembre", "diciembre"],
    ["gennaio", "febbraio", "marzo", "aprile", "maggio", "giugno", "luglio", "agosto", "settembre", "ottobre", "novembre", "dicembre"],
    ["janeiro", "fevereiro", "marco", "abril", "maio", "junho", "julho", "agosto", "setembro", "outubro", "novembro", "dezembro"],
    ["januari", "februari", "maart", "april", "mei", "juni", "juli", "augustus", "september", "oktober", "november", "december"],
    ["januar", "februar", "marcius", "aprilis", "majus", "junius", "julius", "augusztus", "szeptember", "oktober", "november", "december"],
    ["январь", "февраль", "март", "апрель", "маи", "июнь", "июль", "август", "сентябрь", "октябрь", "ноябрь", "декабрь"],
    ["января", "февраля", "марта", "апреля", "мая", "июня", "июля", "августа", "сентября", "октября", "ноября", "декабря"],
    ["ιανουαριοσ", "φεβρουαριοσ", "μαρτιοσ", "απριλιοσ", "μαιοσ", "ιουνιοσ", "ιουλιοσ", "αυγουστοσ", "σεπτεμβριοσ", "οκτωβριοσ", "νοεμβριοσ", "δεκεμβριοσ"],
    ["ιανουαριου", "φεβρουαριου", "μαρτιου", "απριλιου", "μαιου", "ιουνιου", "ιουλιου", "αυγουστου", "σεπτεμβριου", "οκτωβριου", "νοεμβριου", "δεκεμβριου"],
];

/// Abbreviations that leave letters out of the middle, and other ways to write a name.
const OTHER_MONTHS: &[(&str, u32)] = &[
    ("janner", 1),
    ("feber", 2),
    ("maerz", 3),
    ("mrt", 3),
    ("mrz", 3),
    ("setiembre", 9),
    // Greek software is seen with these.
    ("μαω", 3),
    ("ιον", 6),
    ("ιολ", 7),
];

/// Full names without accents; two letters or more of one are an abbreviation of it.
#[rustfmt::skip]
const WEEKDAYS: &[[&str; 7]] = &[
    // English, German, French, Spanish, Italian, Portuguese, Dutch, Hungarian, Russian, Greek.
    ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"],
    ["montag", "dienstag", "mittwoch", "donnerstag", "freitag", "samstag", "sonntag"],
    ["lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche"],
    ["lunes", "martes", "miercoles", "jueves", "viernes", "sabado", "domingo"],
    ["lunedi", "martedi", "mercoledi", "giovedi", "venerdi", "sabato", "domenica"],
    ["segunda", "terca", "quarta", "quinta", "sexta", "sabado", "domingo"],
    ["maandag", "dinsdag", "woensdag", "donderdag", "vrijdag", "zaterdag", "zondag"],
    ["hetfo", "kedd", "szerda", "csutortok", "pentek", "szombat", "vasarnap"],
    ["понедельник", "вторник", "среда", "четверг", "пятница", "суббота", "воскресенье"],
    ["δευτερα", "τριτη", "τεταρτη", "πεμπτη", "παρασκευη", "σαββατο", "κυριακη"],
];

/// Abbreviations that leave letters out of the middle.
const OTHER_WEEKDAYS: &[&str] = &["пн", "вт", "чт", "пт", "сб", "вс", "sonnabend"];

/// Words that say nothing: `15 de outubro de 2022`, `15. Oktober 2022, 15:30 Uhr`, `15 октября 2022 г.`
const FILLERS: &[&str] = &["de", "del", "feira", "h", "le", "of", "on", "the", "uhr", "г", "года"];

/// Words that say nothing but that a time comes: `às 15:30`. After a time, `a` would be `a.m.`
const FILLERS_BEFORE_TIME: &[&str] =
    &["a", "alle", "as", "at", "las", "om", "ore", "um", "в", "στισ"];

/// What follows the digits of a day: `1st`, `1er`.
const ORDINALS: &[&str] = &["st", "nd", "rd", "th", "er"];

/// The month or weekday that a [folded](fold) word names or abbreviates; None too when it may be two months.
pub(super) fn name(word: &str) -> Option<Name> {
    match (month(word), is_weekday(word)) {
        (Some(month), true) => Some(Name::MonthOrWeekday(month)),
        (Some(month), false) => Some(Name::Month(month)),
        (None, true) => Some(Name::Weekday),
        (None, false) => None,
    }
}

/// Whether a folded word says nothing.
pub(super) fn is_filler(word: &str) -> bool {
    FILLERS.contains(&word)
}

/// Whether a folded word says nothing but that a time comes.
pub(super) fn is_filler_before_time(word: &str) -> bool {
    FILLERS_BEFORE_TIME.contains(&word)
}

/// Whether a word makes the number before it an ordinal one.
pub(super) fn is_ordinal(word: &str) -> bool {
    ORDINALS.iter().any(|ordinal| ordinal.eq_ignore_ascii_case(word))
}

fn month(word: &str) -> Option<u32> {
    if let Some((_, month)) = OTHER_MONTHS.iter().find(|(name, _)| *name == word) {
        return Some(*month);
    }
    let numbered = MONTHS.iter().flat_map(|names| names.iter().zip(1..));
    let mut found = numbered.filter(|(name, _)| abbreviates(word, name, 3)).map(|(_, month)| month);
    let month = found.next()?;
    found.all(|other| other == month).then_some(month)
}

fn is_weekday(word: &str) -> bool {
    OTHER_WEEKDAYS.contains(&word)
        || WEEKDAYS.iter().flatten().any(|name| abbreviates(word, name, 2))
}

fn abbreviates(word: &str, name: &str, least: usize) -> bool {
    name.starts_with(word) && word.chars().count() >= least
}

/// A word in small letters without accents.
pub(super) fn fold(word: &str) -> String {
    word.chars().flat_map(char::to_lowercase).map(bare).collect()
}

fn bare(letter: char) -> char {
    match letter {
        'à'..='å' => 'a',
        'ç' => 'c',
        'è'..='ë' => 'e',
        'ì'..='ï' => 'i',
        'ñ' => 'n',
        'ò'..='ö' | 'ő' => 'o',
        'ù'..='ü' | 'ű' => 'u',
        'ά' => 'α',
        'έ' => 'ε',
        'ή' => 'η',
        'ί' | 'ϊ' | 'ΐ' => 'ι',
        'ό' => 'ο',
        'ύ' | 'ϋ' | 'ΰ' => 'υ',
        'ώ' => 'ω',
        'ς' => 'σ',
        'й' => 'и',
        other => other,
    }
}

#[cfg(test)]
mod tests {
    use super::{super::zones, *};

    #[test]
    fn the_names_are_folded() {
        let others = OTHER_MONTHS.iter().map(|(name, _)| name);
        let months = MONTHS.iter().flatten().chain(others);
        let days = WEEKDAYS.iter().flatten().chain(OTHER_WEEKDAYS);
        for name in months.chain(days).chain(FILLERS).chain(FILLERS_BEFORE_TIME) {
            assert_eq!(fold(name), *name);
        }
    }

    #[test]
    fn every_name_of_a_month_names_it() {
        for (full, number) in MONTHS.iter().flat_map(|names| names.iter().zip(1..)) {
            assert_eq!(name(full), Some(Name::Month(number)), "{full}");
        }
    }

    #[test]
    fn the_abbreviations_that_may_be_two_months_are_none() {
        let mut doubtful: Vec<String> = Vec::new();
        for full in MONTHS.iter().flatten() {
            let three: String = full.chars().take(3).collect();
            if name(&three).is_none() && !doubtful.contains(&three) {
                doubtful.push(three);
            }
        }
        assert_eq!(doubtful, ["jui", "ιου"]);
    }

    #[test]
    fn the_words_that_may_be_a_month_or_a_weekday_are_few() {
        let mut doubtful: Vec<String> = Vec::new();
        for full in MONTHS.iter().flatten() {
            for length in 3..=full.chars().count() {
                let start: String = full.chars().take(length).collect();
                if matches!(name(&start), Some(Name::MonthOrWeekday(_)))
                    && !doubtful.contains(&start)
                {
                    doubtful.push(start);
                }
            }
        }
        assert_eq!(doubtful, ["mar", "maa", "sze"]);
    }

    #[test]
    fn no_zone_and_no_filler_is_a_name() {
        for word in zones::names().chain([FILLERS, FILLERS_BEFORE_TIME].concat()) {
            assert_eq!(name(word), None, "{word}");
        }
    }
}
