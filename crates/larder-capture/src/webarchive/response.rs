//! The archived answer of a server: an `NSHTTPURLResponse`, kept by `NSKeyedArchiver` as a binary property list of its own.
//!
//! Only its headers are taken. They are a dictionary of strings: written out, or as two lists of references.

use super::{binary, value::Value};
use crate::{
    capture::{Capture, Damage, Limits, Omission, Report},
    secret::fate,
    time,
};

/// Takes the headers of an answer over. Of older kinds of archives only the existence is counted.
pub(super) fn read(archive: &[u8], limits: &Limits, capture: &mut Capture, report: &mut Report) {
    let mut own = Report::default();
    let root = archive.starts_with(binary::MAGIC).then(|| binary::read(archive, limits, &mut own));
    let Some(root) = root.flatten() else {
        report.leave_out(Omission::OtherValues, 1);
        return;
    };
    capture.damage.append(&mut own.damage);
    let objects = root.get("$objects").map_or(&[][..], Value::items);
    for object in objects {
        for (name, value) in headers(object, objects) {
            take(name, value, capture, report);
        }
    }
}

/// The pairs of a dictionary whose keys and values are texts.
fn headers<'a>(object: &'a Value<'_>, objects: &'a [Value<'_>]) -> Vec<(&'a str, &'a str)> {
    let list = |key| object.get(key).map(Value::items);
    let Some((names, values)) = list("NS.keys").zip(list("NS.objects")) else {
        let written = object.entries().iter();
        return written.filter_map(|(name, value)| Some((&**name, value.text()?))).collect();
    };
    let text = |value: &Value<'_>| match value {
        Value::Object(index) => objects.get(usize::try_from(*index).ok()?)?.text(),
        _ => None,
    };
    names.iter().zip(values).filter_map(|(name, value)| Some((text(name)?, text(value)?))).collect()
}

fn take(name: &str, value: &str, capture: &mut Capture, report: &mut Report) {
    let name = name.to_ascii_lowercase();
    match name.as_str() {
        "date" if capture.time.is_none() => match time::or_damage(value, time::mail) {
            Ok(time) => capture.time = Some(time),
            Err(damage) => capture.damage.push(damage),
        },
        "last-modified" => capture.last_modified = Some(value.to_owned()),
        "link" => capture.link = Some(value.to_owned()),
        "content-length" => check_length(value, capture, report),
        // The keys of classes, not of headers.
        "$classname" | "$class" | "ns.base" | "ns.relative" => {}
        _ => report.leave_out(fate(&name).into(), 1),
    }
}

/// A body that is compressed on its way is shorter there than here, so only what is missing counts.
fn check_length(value: &str, capture: &mut Capture, report: &mut Report) {
    report.leave_out(Omission::Headers, 1);
    let present = capture.body.len() as u64;
    if let Ok(stated) = value.trim().parse::<u64>()
        && stated > present
    {
        capture.damage.push(Damage::Truncated { expected: Some(stated), present });
    }
}
