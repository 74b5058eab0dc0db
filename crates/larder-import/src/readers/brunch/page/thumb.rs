//! Addresses of pictures: thumbnails wrap the original, and the original moved hosts.
//!
//! ```text
//! [https:]//HOST/thumb/{GEOMETRY}[.FORMAT]/?fname=ORIGINAL
//! ORIGINAL = http://t1.daumcdn.net/brunch/service/user/{userId}/image/{TOKEN}[.ext]
//! ```

use std::borrow::Cow;

use crate::media;

/// The address of the original that a thumbnail's address wraps; of any other address, itself. `//` gets `https:`.
pub(in crate::readers::brunch) fn original(address: &str) -> Cow<'_, str> {
    match wrapped(address) {
        Some(wrapped) => Cow::Owned(absolute(&wrapped).into_owned()),
        None => absolute(address),
    }
}

/// What a picture is, whatever host it was met under: the user's id and the token, without extension.
///
/// None for pictures that are not an author's upload.
pub(in crate::readers::brunch) fn key(address: &str) -> Option<(String, String)> {
    let original = original(address);
    let (_, after) = original.split_once("/brunch/service/user/")?;
    let (user_id, after) = after.split_once("/image/")?;
    let name = after.split(['?', '#', '/']).next()?;
    let token = name.split('.').next()?;
    let known = !token.is_empty() && !user_id.is_empty() && !user_id.contains('/');
    known.then(|| (user_id.to_owned(), token.to_owned()))
}

/// The address with a scheme, where it only lacks that.
pub(in crate::readers::brunch) fn absolute(address: &str) -> Cow<'_, str> {
    if address.starts_with("//") {
        return Cow::Owned(format!("https:{address}"));
    }
    Cow::Borrowed(address)
}

/// What a thumbnail's address wraps.
fn wrapped(address: &str) -> Option<Cow<'_, str>> {
    let (_, after_scheme) = address.split_once("//")?;
    let path = after_scheme.get(after_scheme.find('/')?..)?;
    media::wrapped(path.strip_prefix("/thumb/")?)
}

/// The text with its percent escapes decoded once. What is no UTF-8 afterwards stays as it is.
pub(super) fn percent_decode(text: &str) -> String {
    let bytes = text.as_bytes();
    let mut decoded = Vec::with_capacity(bytes.len());
    let mut position = 0;
    while let Some(byte) = bytes.get(position) {
        let escape = text.get(position + 1..position + 3).filter(|_| *byte == b'%');
        let digits = escape.filter(|digits| digits.bytes().all(|digit| digit.is_ascii_hexdigit()));
        match digits.and_then(|digits| u8::from_str_radix(digits, 16).ok()) {
            Some(value) => {
                decoded.push(value);
                position += 3;
            }
            None => {
                decoded.push(*byte);
                position += 1;
            }
        }
    }
    String::from_utf8(decoded).unwrap_or_else(|_| text.to_owned())
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn thumbnails_are_unwrapped() {
        let table = [
            (
                "//img1.daumcdn.net/thumb/R1280x0.fjpg/?fname=http://t1.daumcdn.net/brunch/service/user/Zz9Z/image/AbC-dEf_123.jpg",
                "http://t1.daumcdn.net/brunch/service/user/Zz9Z/image/AbC-dEf_123.jpg",
            ),
            (
                "https://t1.daumcdn.net/thumb/R1280x0/?fname=http%3A%2F%2Ft1.daumcdn.net%2Fbrunch%2Fservice%2Fuser%2FZz9Z%2Fimage%2FAbC-dEf_123",
                "http://t1.daumcdn.net/brunch/service/user/Zz9Z/image/AbC-dEf_123",
            ),
            (
                "https://img1.kakaocdn.net/thumb/R1280x0.fwebp/?fname=http://t1.kakaocdn.net/brunch/service/user/Zz9Z/image/AbC-dEf_123.jpg",
                "http://t1.kakaocdn.net/brunch/service/user/Zz9Z/image/AbC-dEf_123.jpg",
            ),
            (
                "//t2.daumcdn.net/thumb/C720x360/?fname=https%3a%2f%2ft1.daumcdn.net%2fbrunch%2fservice%2fuser%2fZz9Z%2fimage%2fAbC-dEf_123.png&v=2",
                "https://t1.daumcdn.net/brunch/service/user/Zz9Z/image/AbC-dEf_123.png",
            ),
            (
                "//i1.daumcdn.net/thumb/C100x100/?fname=//t1.daumcdn.net/brunch/service/user/Zz9Z/image/AbC-dEf_123?a=1&b=fname=2",
                "https://t1.daumcdn.net/brunch/service/user/Zz9Z/image/AbC-dEf_123?a=1&b=fname=2",
            ),
        ];
        for (address, expected) in table {
            assert_eq!(original(address), expected);
            assert_eq!(key(address), Some(("Zz9Z".into(), "AbC-dEf_123".into())), "{address}");
        }
    }

    #[test]
    fn other_addresses_stay_as_they_are() {
        for address in [
            "https://example.org/a.jpg?fname=http://example.org/b.jpg",
            "https://img1.daumcdn.net/thumb/R1280x0/?fname=",
            "./추를 닦는 아침_files/A3zu.jpg",
            "",
        ] {
            assert_eq!(original(address), address);
            assert_eq!(key(address), None);
        }
        assert_eq!(original("//example.org/a"), "https://example.org/a");
    }

    proptest! {
        #[test]
        fn no_address_is_too_odd(start in "(//a/thumb/x\\?fname=)?", rest in ".*") {
            let address = start + &rest;
            let _ = (original(&address), key(&address), percent_decode(&address));
        }
    }
}
