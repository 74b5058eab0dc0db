//! Where a record was written.

use larder_core::Location;

use super::post::Draft;

impl Draft {
    /// The name of a place, its latitude and its longitude. What is no number is kept as it stands there.
    pub(super) fn place(&mut self, [name, latitude, longitude]: &[String; 3]) {
        let mut location = Location::default();
        location.name = Some(name.trim_matches('/')).filter(|it| !it.is_empty()).map(str::to_owned);
        location.latitude = millionths(latitude, 90);
        location.longitude = millionths(longitude, 180);
        if location != Location::default() {
            self.found.post.location = Some(Box::new(location));
        }
        for (text, read, key) in [
            (
                latitude,
                self.found.post.location.as_ref().and_then(|it| it.latitude),
                "ttxml:latitude",
            ),
            (
                longitude,
                self.found.post.location.as_ref().and_then(|it| it.longitude),
                "ttxml:longitude",
            ),
        ] {
            if !text.is_empty() && read.is_none() {
                self.found.post.extra.insert(key, text.clone());
            }
        }
    }
}

/// Degrees as a whole number of millionths; None for what is none, or no place.
fn millionths(text: &str, most: i64) -> Option<i32> {
    let (sign, digits) = text.strip_prefix('-').map_or((1, text), |rest| (-1, rest));
    let (whole, part) = digits.split_once('.').unwrap_or((digits, ""));
    let is_number = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
    if whole.is_empty() || !is_number(whole) || !is_number(part) {
        return None;
    }
    let part: String = part.chars().chain("000000".chars()).take(6).collect();
    let number = whole.parse::<i64>().ok()?.checked_mul(1_000_000)? + part.parse::<i64>().ok()?;
    if number > most * 1_000_000 {
        return None;
    }
    i32::try_from(sign * number).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn places_are_read_without_rounding() {
        assert_eq!(millionths("37.5665", 90), Some(37_566_500));
        assert_eq!(millionths("-126.97800049", 180), Some(-126_978_000));
        for odd in ["", "x", "1e5", "91", "-.5", "1.2.3", "99999999999999999999"] {
            assert_eq!(millionths(odd, 90), None, "{odd}");
        }
    }
}
