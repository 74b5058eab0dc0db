//! Digests as containers state them: `sha1:` and 32 characters of base32 as a rule, but also other algorithms, hex and
//! base64.

use std::{
    fmt,
    io::{self, Read},
};

use data_encoding::{BASE32_NOPAD, BASE64_NOPAD, BASE64URL_NOPAD, HEXLOWER, HEXLOWER_PERMISSIVE};
use sha1::Digest as _;

/// A function that makes digests.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[non_exhaustive]
pub enum Algorithm {
    /// The usual one, though broken for proofs against malice.
    Sha1,
    /// SHA-2 of 256 bits.
    Sha256,
    /// SHA-2 of 512 bits.
    Sha512,
    /// The oldest one.
    Md5,
}

impl Algorithm {
    /// The name that stands before the colon.
    pub fn name(self) -> &'static str {
        match self {
            Self::Sha1 => "sha1",
            Self::Sha256 => "sha256",
            Self::Sha512 => "sha512",
            Self::Md5 => "md5",
        }
    }

    fn named(name: &str) -> Option<Self> {
        match name.to_ascii_lowercase().as_str() {
            "sha1" | "sha-1" => Some(Self::Sha1),
            "sha256" | "sha-256" => Some(Self::Sha256),
            "sha512" | "sha-512" => Some(Self::Sha512),
            "md5" => Some(Self::Md5),
            _ => None,
        }
    }

    fn length(self) -> usize {
        match self {
            Self::Sha1 => 20,
            Self::Sha256 => 32,
            Self::Sha512 => 64,
            Self::Md5 => 16,
        }
    }

    /// The digest of these bytes.
    pub fn digest(self, bytes: &[u8]) -> Digest {
        let mut hasher = Hasher::new(self);
        hasher.update(bytes);
        hasher.finish()
    }

    /// The digest of all that comes, a piece at a time. Fails when reading does.
    pub fn digest_of(self, mut reader: impl Read) -> io::Result<Digest> {
        let mut hasher = Hasher::new(self);
        io::copy(&mut reader, &mut hasher)?;
        Ok(hasher.finish())
    }
}

/// A digest: the algorithm and what came out. Displayed as WARC writes it, in base32 for SHA-1 and in hex for others.
#[derive(Clone, PartialEq, Eq, Hash, Debug)]
pub struct Digest {
    algorithm: Algorithm,
    bytes: Vec<u8>,
}

impl Digest {
    /// Reads `algorithm:value`, the value in hex or base32, in any case, or in base64 of either alphabet; white space in it is
    /// nothing. `None` if it is nothing that we can compute.
    pub fn parse(stated: &str) -> Option<Self> {
        let (name, value) = stated.trim().split_once(':')?;
        let algorithm = Algorithm::named(name.trim())?;
        let mut value: String = value.split_whitespace().collect();
        value.truncate(value.trim_end_matches('=').len());
        let upper = value.to_ascii_uppercase();
        // The forms of one digest differ in length, so that it cannot be taken for another one.
        let forms = [
            (BASE32_NOPAD, &upper),
            (HEXLOWER_PERMISSIVE, &value),
            (BASE64_NOPAD, &value),
            (BASE64URL_NOPAD, &value),
        ];
        let bytes = forms.into_iter().find_map(|(form, text)| {
            form.decode(text.as_bytes()).ok().filter(|it| it.len() == algorithm.length())
        })?;
        Some(Self { algorithm, bytes })
    }

    /// Which algorithm made it.
    pub fn algorithm(&self) -> Algorithm {
        self.algorithm
    }

    /// The digest itself.
    pub fn bytes(&self) -> &[u8] {
        &self.bytes
    }

    /// Whether it is the digest of these bytes.
    pub fn is_of(&self, bytes: &[u8]) -> bool {
        self.algorithm.digest(bytes) == *self
    }
}

impl fmt::Display for Digest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let value = match self.algorithm {
            Algorithm::Sha1 => BASE32_NOPAD.encode(&self.bytes),
            _ => HEXLOWER.encode(&self.bytes),
        };
        write!(f, "{}:{value}", self.algorithm.name())
    }
}

/// Makes a digest of bytes that come in pieces.
#[derive(Clone)]
pub struct Hasher(Kind);

#[derive(Clone)]
enum Kind {
    Sha1(sha1::Sha1),
    Sha256(sha2::Sha256),
    Sha512(sha2::Sha512),
    Md5(md5::Md5),
}

impl Hasher {
    /// A hasher that has seen nothing.
    pub fn new(algorithm: Algorithm) -> Self {
        Self(match algorithm {
            Algorithm::Sha1 => Kind::Sha1(sha1::Sha1::new()),
            Algorithm::Sha256 => Kind::Sha256(sha2::Sha256::new()),
            Algorithm::Sha512 => Kind::Sha512(sha2::Sha512::new()),
            Algorithm::Md5 => Kind::Md5(md5::Md5::new()),
        })
    }

    /// Takes the next piece.
    pub fn update(&mut self, bytes: &[u8]) {
        match &mut self.0 {
            Kind::Sha1(it) => it.update(bytes),
            Kind::Sha256(it) => it.update(bytes),
            Kind::Sha512(it) => it.update(bytes),
            Kind::Md5(it) => it.update(bytes),
        }
    }

    /// The digest of all pieces.
    pub fn finish(self) -> Digest {
        let (algorithm, bytes) = match self.0 {
            Kind::Sha1(it) => (Algorithm::Sha1, it.finalize().to_vec()),
            Kind::Sha256(it) => (Algorithm::Sha256, it.finalize().to_vec()),
            Kind::Sha512(it) => (Algorithm::Sha512, it.finalize().to_vec()),
            Kind::Md5(it) => (Algorithm::Md5, it.finalize().to_vec()),
        };
        Digest { algorithm, bytes }
    }
}

impl io::Write for Hasher {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.update(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

impl fmt::Debug for Hasher {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Hasher")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    // Of `hello`, as coreutils and basenc write them.
    const HEX: &str = "aaf4c61ddcc5e8a2dabede0f3b482cd9aea9434d";
    const BASE32: &str = "VL2MMHO4YXUKFWV63YHTWSBM3GXKSQ2N";

    #[test]
    fn forms_of_a_digest_are_the_same() {
        let expected = Algorithm::Sha1.digest(b"hello");
        assert_eq!(expected.to_string(), format!("sha1:{BASE32}"));
        for stated in [
            format!("sha1:{BASE32}"),
            format!("SHA-1: {}", BASE32.to_lowercase()),
            format!(" sha1:{HEX} "),
            format!("sha1:{}", HEX.to_uppercase()),
            format!("sha1:{} {}", &HEX[..20], &HEX[20..]),
            "sha1:qvTGHdzF6KLavt4PO0gs2a6pQ00=".to_owned(),
            "sha1:qvTGHdzF6KLavt4PO0gs2a6pQ00".to_owned(),
        ] {
            assert_eq!(Digest::parse(&stated).as_ref(), Some(&expected), "{stated}");
            assert!(expected.is_of(b"hello"));
        }
    }

    #[test]
    fn other_algorithms_are_told_by_name_and_length() {
        for algorithm in [Algorithm::Sha256, Algorithm::Sha512, Algorithm::Md5] {
            let digest = algorithm.digest(b"hello");
            assert_eq!(Digest::parse(&digest.to_string()), Some(digest.clone()));
            let base32 =
                format!("{}:{}====", algorithm.name(), BASE32_NOPAD.encode(digest.bytes()));
            assert_eq!(Digest::parse(&base32), Some(digest.clone()));
            for base64 in [BASE64_NOPAD, BASE64URL_NOPAD] {
                let base64 = format!("{}:{}==", algorithm.name(), base64.encode(digest.bytes()));
                assert_eq!(Digest::parse(&base64), Some(digest.clone()));
            }
        }
        assert_eq!(
            Algorithm::Md5.digest(b"hello").to_string(),
            "md5:5d41402abc4b2a76b9719d911017c592"
        );
    }

    #[test]
    fn what_cannot_be_computed_is_no_digest() {
        for stated in ["", "sha1", "sha1:", "sha1:abc", "crc32:12345678", "md5:é", "sha256:-"] {
            assert_eq!(Digest::parse(stated), None, "{stated}");
        }
    }
}
