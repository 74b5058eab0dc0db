//! What things that came in are called.

use std::{borrow::Cow, fmt, num::NonZeroU64, sync::Arc};

use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// What something that came in is called: a file by its name, what stands in one by that and its number (`feed.xml#12`).
///
/// A file may hold hundreds of thousands of items, and its name is in memory once for all of them. Two names are equal when
/// their texts are.
#[derive(Clone)]
pub struct EntryName {
    file: Arc<str>,
    number: Option<NonZeroU64>,
}

impl EntryName {
    /// The name of what stands in a file at this place, counted from 1.
    pub fn numbered(file: &Arc<str>, number: u64) -> Self {
        match NonZeroU64::new(number) {
            None => format!("{file}#0").into(),
            number => Self { file: Arc::clone(file), number },
        }
    }

    /// All of it.
    pub fn text(&self) -> Cow<'_, str> {
        match self.number {
            None => Cow::Borrowed(&self.file),
            Some(_) => Cow::Owned(self.to_string()),
        }
    }
}

impl<T: Into<Arc<str>>> From<T> for EntryName {
    fn from(name: T) -> Self {
        Self { file: name.into(), number: None }
    }
}

impl From<&EntryName> for Arc<str> {
    fn from(name: &EntryName) -> Self {
        match name.number {
            None => Self::clone(&name.file),
            Some(_) => name.to_string().into(),
        }
    }
}

impl fmt::Display for EntryName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.number {
            None => f.write_str(&self.file),
            Some(number) => write!(f, "{}#{number}", self.file),
        }
    }
}

impl fmt::Debug for EntryName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Debug::fmt(&*self.text(), f)
    }
}

impl PartialEq for EntryName {
    fn eq(&self, other: &Self) -> bool {
        self.text() == other.text()
    }
}

impl Eq for EntryName {}

impl Serialize for EntryName {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for EntryName {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Arc::<str>::deserialize(deserializer).map(Self::from)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_stands_in_a_file_is_called_by_its_number() {
        let file: Arc<str> = "a.xml".into();
        let name = EntryName::numbered(&file, 12);
        assert_eq!((name.to_string().as_str(), &*name.text()), ("a.xml#12", "a.xml#12"));
        assert_eq!(name, EntryName::from("a.xml#12"));
        assert_ne!(name, EntryName::from(Arc::clone(&file)));
        assert_eq!(EntryName::numbered(&file, 0).to_string(), "a.xml#0");
        let json = serde_json::to_string(&name).unwrap();
        assert_eq!(json, r#""a.xml#12""#);
        assert_eq!(serde_json::from_str::<EntryName>(&json).unwrap(), name);
    }
}
