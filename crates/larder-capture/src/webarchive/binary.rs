//! Binary property lists.
//!
//! Objects stand one after the other, each with its kind and length; a table at the end says where each begins. Where the
//! table is gone because the file was cut, the objects that are there tell it all the same: the first one is the root, as
//! Apple's writer has it, and each ends where the next begins.

use std::borrow::Cow;

use super::value::{DEEPEST, Data, Value};
use crate::capture::{Damage, Limit, Limits, Report};

pub(super) const MAGIC: &[u8] = b"bplist0";
/// Where the first object stands.
const FIRST: usize = 8;
const TRAILER: usize = 32;

/// The root of a list. None if nothing can be made of it.
pub(super) fn read<'a>(bytes: &'a [u8], limits: &Limits, report: &mut Report) -> Option<Value<'a>> {
    let list = match List::by_trailer(bytes) {
        Some(list) => list,
        None => {
            let present = bytes.len() as u64;
            report.damaged(Damage::Truncated { expected: None, present });
            List::by_objects(bytes)?
        }
    };
    let mut builder = Builder {
        budget: list.offsets.count().saturating_mul(4).saturating_add(10_000),
        depth: limits.depth.min(DEEPEST),
        broken: 0,
        list: &list,
        report,
    };
    let root = builder.value(list.top, 0);
    if builder.broken > 0 {
        let reason = format!("references that lead nowhere: {}", builder.broken);
        builder.report.damaged(Damage::malformed(None, reason));
    }
    root
}

/// A list whose objects can be found.
struct List<'a> {
    bytes: &'a [u8],
    offsets: Offsets<'a>,
    reference_size: usize,
    top: usize,
}

enum Offsets<'a> {
    Table { table: &'a [u8], size: usize },
    Found(Vec<usize>),
}

impl Offsets<'_> {
    fn count(&self) -> usize {
        match self {
            Self::Table { table, size } => table.len() / size,
            Self::Found(offsets) => offsets.len(),
        }
    }

    fn get(&self, index: usize) -> Option<usize> {
        match self {
            Self::Table { table, size } => {
                let start = index.checked_mul(*size)?;
                number(table.get(start..start.checked_add(*size)?)?)
            }
            Self::Found(offsets) => offsets.get(index).copied(),
        }
    }
}

impl<'a> List<'a> {
    fn by_trailer(bytes: &'a [u8]) -> Option<Self> {
        let start = bytes.len().checked_sub(TRAILER).filter(|start| *start >= FIRST)?;
        let trailer = &bytes[start..];
        let (size, reference_size) = (usize::from(trailer[6]), usize::from(trailer[7]));
        let field = |at: usize| number(&trailer[at..at + 8]);
        let (count, top, table) = (field(8)?, field(16)?, field(24)?);
        let is_size = |size: usize| (1..=8).contains(&size);
        if !is_size(size) || !is_size(reference_size) || top >= count || table < FIRST {
            return None;
        }
        let end = table.checked_add(count.checked_mul(size)?)?;
        if end > start {
            return None;
        }
        let offsets = Offsets::Table { table: &bytes[table..end], size };
        let list = Self { bytes, offsets, reference_size, top };
        list.object(top).map(|_| list)
    }

    /// Finds objects by their order. How long references are is not known; one length gives a root that makes sense.
    fn by_objects(bytes: &'a [u8]) -> Option<Self> {
        [1, 2, 4, 3].into_iter().find_map(|reference_size| {
            let offsets = Offsets::Found(in_order(bytes, reference_size));
            let list = List { bytes, offsets, reference_size, top: 0 };
            list.has_archive_keys().then_some(list)
        })
    }

    fn has_archive_keys(&self) -> bool {
        let Some(Object { kind: Kind::Dictionary, length, start }) = self.object(0) else {
            return false;
        };
        (0..length.min(16)).any(|index| {
            let key = self.reference(start, index).and_then(|key| self.object(key));
            key.is_some_and(|key| self.content(&key) == b"WebMainResource")
        })
    }

    fn object(&self, index: usize) -> Option<Object> {
        Object::read(self.bytes, self.offsets.get(index)?)
    }

    /// The bytes of an object, or what is left of them.
    fn content(&self, object: &Object) -> &'a [u8] {
        let length = object.length.saturating_mul(object.kind.unit(self.reference_size));
        let end = object.start.saturating_add(length).min(self.bytes.len());
        self.bytes.get(object.start..end).unwrap_or_default()
    }

    /// The number of the object that a list or a dictionary names at a place.
    fn reference(&self, start: usize, index: usize) -> Option<usize> {
        let at = start.checked_add(index.checked_mul(self.reference_size)?)?;
        number(self.bytes.get(at..at.checked_add(self.reference_size)?)?)
    }
}

/// Where objects begin that stand one after the other. The last one may be cut.
fn in_order(bytes: &[u8], reference_size: usize) -> Vec<usize> {
    let mut offsets = Vec::new();
    let mut at = FIRST;
    while let Some(object) = Object::read(bytes, at) {
        offsets.push(at);
        let length = object.length.saturating_mul(object.kind.unit(reference_size));
        at = object.start.saturating_add(length);
    }
    offsets
}

/// An object's head: its kind, its length in units of that kind, and where its content begins.
struct Object {
    kind: Kind,
    length: usize,
    start: usize,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    Data,
    Ascii,
    Utf16,
    Utf8,
    Object,
    Array,
    Dictionary,
    Other,
}

impl Kind {
    /// How many bytes a unit of its length is.
    fn unit(self, reference_size: usize) -> usize {
        match self {
            Self::Utf16 => 2,
            Self::Array => reference_size,
            Self::Dictionary => 2 * reference_size,
            _ => 1,
        }
    }
}

impl Object {
    fn read(bytes: &[u8], at: usize) -> Option<Self> {
        let marker = *bytes.get(at)?;
        let low = usize::from(marker & 0x0f);
        let kind = match marker >> 4 {
            0x0 => return Some(Self { kind: Kind::Other, length: 0, start: at + 1 }),
            0x1..=0x3 => {
                return Some(Self { kind: Kind::Other, length: 1 << low.min(7), start: at + 1 });
            }
            0x4 => Kind::Data,
            0x5 => Kind::Ascii,
            0x6 => Kind::Utf16,
            0x7 => Kind::Utf8,
            0x8 => return Some(Self { kind: Kind::Object, length: low + 1, start: at + 1 }),
            // Sets are lists whose order means nothing.
            0xa..=0xc => Kind::Array,
            0xd => Kind::Dictionary,
            _ => return None,
        };
        if low != 0x0f {
            return Some(Self { kind, length: low, start: at + 1 });
        }
        // The length is an integer object of its own.
        let marker = *bytes.get(at + 1)?;
        let size = 1usize << (marker & 0x0f).min(7);
        let start = at + 2 + size;
        let length = number(bytes.get(at + 2..start)?)?;
        (marker >> 4 == 1).then_some(Self { kind, length, start })
    }
}

/// A number of one to sixteen bytes, the highest first. None if it does not fit: then it leads nowhere.
fn number(bytes: &[u8]) -> Option<usize> {
    bytes
        .iter()
        .try_fold(0usize, |number, byte| number.checked_mul(256)?.checked_add(usize::from(*byte)))
}

/// Builds values within a budget: what is shared is built again wherever it is named.
struct Builder<'l, 'a> {
    list: &'l List<'a>,
    budget: usize,
    depth: usize,
    /// How many objects are named that are not there, or are of no kind.
    broken: u64,
    report: &'l mut Report,
}

impl<'a> Builder<'_, 'a> {
    fn value(&mut self, index: usize, depth: usize) -> Option<Value<'a>> {
        let Some(budget) = self.budget.checked_sub(1) else {
            self.over(Limit::Parts, self.list.offsets.count());
            return None;
        };
        self.budget = budget;
        let Some(object) = self.list.object(index) else {
            self.broken += 1;
            return None;
        };
        match object.kind {
            Kind::Array | Kind::Dictionary if depth >= self.depth => {
                self.over(Limit::Depth, self.depth);
                None
            }
            Kind::Array => Some(self.array(&object, depth)),
            Kind::Dictionary => Some(self.dictionary(&object, depth)),
            Kind::Data => Some(Value::Data(self.data(&object))),
            Kind::Object => Some(Value::Object(number(self.list.content(&object))? as u64)),
            Kind::Other => Some(Value::Other),
            Kind::Ascii | Kind::Utf8 | Kind::Utf16 => Some(Value::Text(self.text(&object))),
        }
    }

    fn array(&mut self, object: &Object, depth: usize) -> Value<'a> {
        let mut items = Vec::new();
        for index in 0..object.length {
            let Some(reference) = self.list.reference(object.start, index) else {
                self.broken += 1;
                break;
            };
            if self.budget == 0 {
                self.over(Limit::Parts, self.list.offsets.count());
                break;
            }
            items.extend(self.value(reference, depth + 1));
        }
        Value::Array(items)
    }

    fn dictionary(&mut self, object: &Object, depth: usize) -> Value<'a> {
        let mut entries = Vec::new();
        for index in 0..object.length {
            let Some(key) = self.list.reference(object.start, index) else { break };
            let Some(reference) =
                self.list.reference(object.start, object.length.saturating_add(index))
            else {
                break;
            };
            if self.budget == 0 {
                self.over(Limit::Parts, self.list.offsets.count());
                break;
            }
            let Some(Value::Text(key)) = self.key(key) else {
                self.broken += 1;
                continue;
            };
            if let Some(value) = self.value(reference, depth + 1) {
                entries.push((key, value));
            }
        }
        Value::Dictionary(entries)
    }

    fn key(&mut self, index: usize) -> Option<Value<'a>> {
        let object = self.list.object(index)?;
        let is_text = matches!(object.kind, Kind::Ascii | Kind::Utf8 | Kind::Utf16);
        is_text.then(|| Value::Text(self.text(&object)))
    }

    fn data(&self, object: &Object) -> Data<'a> {
        let bytes = self.list.content(object);
        let mut data = Data { bytes: Cow::Borrowed(bytes), ..Data::default() };
        (data.offset, data.length) = (Some(object.start as u64), bytes.len() as u64);
        if bytes.len() < object.length {
            let (expected, present) = (Some(object.length as u64), bytes.len() as u64);
            data.damage.push(Damage::Truncated { expected, present });
        }
        data
    }

    fn text(&self, object: &Object) -> Cow<'a, str> {
        let content = self.list.content(object);
        match object.kind {
            Kind::Utf16 => encoding_rs::UTF_16BE.decode_without_bom_handling(content).0,
            _ => String::from_utf8_lossy(content),
        }
    }

    /// Says it once: a list made to hurt is over its budget in every branch.
    fn over(&mut self, limit: Limit, allowed: usize) {
        let damage = Damage::OverLimit { limit, allowed: allowed as u64 };
        if !self.report.damage.contains(&damage) {
            self.report.damaged(damage);
        }
    }
}
