//! Zones by name.

/// Names and minutes east of Greenwich: RFC 822's, and those that mean one zone wherever they are written. `IST`, which
/// is India's, Ireland's and Israel's, and the like are not here.
const ZONES: &[(&str, i32)] = &[
    ("gmt", 0),
    ("ut", 0),
    ("utc", 0),
    ("z", 0),
    ("est", -5 * 60),
    ("edt", -4 * 60),
    ("et", -5 * 60),
    ("cst", -6 * 60),
    ("cdt", -5 * 60),
    ("ct", -6 * 60),
    ("mst", -7 * 60),
    ("mdt", -6 * 60),
    ("mt", -7 * 60),
    ("pst", -8 * 60),
    ("pdt", -7 * 60),
    ("pt", -8 * 60),
    ("ast", -4 * 60),
    ("adt", -3 * 60),
    ("at", -4 * 60),
    ("akst", -9 * 60),
    ("akdt", -8 * 60),
    ("hst", -10 * 60),
    ("wet", 0),
    ("west", 60),
    ("bst", 60),
    ("met", 60),
    ("mest", 2 * 60),
    ("mez", 60),
    ("mesz", 2 * 60),
    ("cet", 60),
    ("cest", 2 * 60),
    ("eet", 2 * 60),
    ("eest", 3 * 60),
    ("msk", 3 * 60),
    ("hkt", 8 * 60),
    ("sgt", 8 * 60),
    ("awst", 8 * 60),
    ("jst", 9 * 60),
    ("kst", 9 * 60),
    ("acst", 9 * 60 + 30),
    ("acdt", 10 * 60 + 30),
    ("aest", 10 * 60),
    ("aedt", 11 * 60),
    ("nzst", 12 * 60),
    ("nzdt", 13 * 60),
];

/// The minutes east of Greenwich of a zone, in capitals or not.
pub(super) fn zone(name: &str) -> Option<i32> {
    let (_, minutes) = ZONES.iter().find(|(zone, _)| zone.eq_ignore_ascii_case(name))?;
    Some(*minutes)
}

/// Whether an offset may follow the name: `GMT+09:00`.
pub(super) fn is_greenwich(name: &str) -> bool {
    ["gmt", "ut", "utc"].iter().any(|zone| zone.eq_ignore_ascii_case(name))
}

/// Whether it is a letter that the army calls a zone. RFC 822 had their signs wrong, so that they say nothing (RFC 2822,
/// 4.3). `J` never was one, and small letters are seen for `a.m.` and `p.m.`
pub(super) fn is_military(name: &str) -> bool {
    matches!(name.as_bytes(), [b'A'..=b'I' | b'K'..=b'Y'])
}

#[cfg(test)]
pub(super) fn names() -> impl Iterator<Item = &'static str> {
    ZONES.iter().map(|(name, _)| *name)
}
