//! Containers that browsers save: their pages and files, and what else is in them.

use std::{collections::HashSet, io, sync::Arc};

use larder_capture::capture::{Capture, Each, Error, Report, Role};
use larder_core::{Fate, Note, NoteKind, Rule};

use super::{Known, Led, Unpacked, leave_out};
use crate::{Intake, ReadError};

/// How many damages of one container are said one by one.
const MOST_DAMAGE: usize = 100;

impl Unpacked<'_> {
    /// Takes what a container holds.
    pub(super) fn saved(
        &mut self,
        place: usize,
        name: &Arc<str>,
        intake: &mut Intake,
        read: impl FnOnce(&mut Each<'_>) -> Result<Report, Error>,
    ) -> Result<(), ReadError> {
        let mut captures = 0_u64;
        let entry = intake.file(place);
        let mut failed = None;
        let read = read(&mut |capture| match self.capture(name, capture, intake) {
            Ok(()) => {
                captures += 1;
                Ok(())
            }
            Err(error) => {
                failed = Some(error);
                Err(io::ErrorKind::Other.into())
            }
        });
        if let Some(error) = failed {
            return Err(error);
        }
        match read {
            Ok(report) => self.account(name, &report, intake),
            Err(error) => {
                let kind = NoteKind::ContainerDamaged { what: error.to_string() };
                intake.note(Note::new(kind).in_file(Arc::clone(name)));
            }
        }
        match captures {
            0 => intake.leave_out(entry, Rule::Damaged, "nothing in it could be read"),
            _ => intake.ledger().settle(entry, Fate::Carried { post: None }),
        }
        Ok(())
    }

    fn account(&self, name: &Arc<str>, report: &Report, intake: &mut Intake) {
        for (omission, count) in &report.left_out {
            leave_out(intake, name, &omission.to_string(), *count);
        }
        for damage in report.damage.iter().take(MOST_DAMAGE) {
            let kind = NoteKind::ContainerDamaged { what: damage.to_string() };
            intake.note(Note::new(kind).in_file(Arc::clone(name)));
        }
        let more = report.damage.len().saturating_sub(MOST_DAMAGE) as u64 + report.unlisted_damage;
        if more > 0 {
            let kind =
                NoteKind::ContainerDamaged { what: format!("{more} more places are damaged") };
            intake.note(Note::new(kind).in_file(Arc::clone(name)));
        }
    }

    fn capture(
        &mut self,
        name: &Arc<str>,
        capture: Capture,
        intake: &mut Intake,
    ) -> Result<(), ReadError> {
        let Capture {
            url,
            base,
            time,
            role,
            status,
            media_type,
            charset,
            location,
            content_id,
            body,
            origin,
            damage,
            ..
        } = capture;
        let whole = |text: &str| match base.as_deref().and_then(|base| url::Url::parse(base).ok()) {
            Some(base) => base.join(text).map_or_else(|_| text.to_owned(), String::from),
            None => text.to_owned(),
        };
        let address = Some(whole(&url)).filter(|it| !it.is_empty()).map(Arc::from);
        for damage in damage {
            let kind = NoteKind::ContainerDamaged { what: format!("{url}: {damage}") };
            intake.note(Note::new(kind).in_file(Arc::clone(name)));
        }
        let known = Known {
            captured: time.map(|time| time.at),
            status,
            media_type: media_type.map(Arc::from),
            encoding: charset.map(|it| it.label.into()),
            content_id: content_id.map(Arc::from),
            is_frame: role == Role::Frame,
            offset: origin.offset,
            address,
            ..Known::default()
        };
        if let (Some(300..=399), Some(from), Some(to)) = (status, &known.address, location) {
            let entry =
                intake.ledger().open(larder_core::ItemKind::Item, format!("{name}: {from}"), None);
            let to = url::Url::parse(from)
                .ok()
                .and_then(|from| from.join(&to).ok())
                .map_or(to, String::from);
            self.led.push(Led { from: from.to_string(), to, entry });
            return Ok(());
        }
        self.keep(name, known, &body, intake)?;
        Ok(())
    }
}

/// The longest last part of a name, in characters.
const LONGEST: usize = 80;

/// The name of something in a container: its number, and what its address ends with. Each name is there once.
pub(super) fn name(
    container: &str,
    number: usize,
    address: Option<&str>,
    names: &mut HashSet<Arc<str>>,
) -> Arc<str> {
    let path =
        address.map(|it| it.split(['?', '#']).next().unwrap_or_default()).unwrap_or_default();
    let path = path.split_once("://").map_or("", |(_, path)| path);
    let last = path.trim_end_matches('/').rsplit('/').next().unwrap_or_default();
    let is_safe = |it: &char| it.is_alphanumeric() || matches!(it, '.' | '-' | '_');
    let last: String =
        crate::percent_decode_name(last).chars().filter(is_safe).take(LONGEST).collect();
    let last = last.trim_start_matches('.');
    let mut name: Arc<str> = match last.is_empty() {
        true => format!("{container}/{number:06}").into(),
        false => format!("{container}/{number:06}-{last}").into(),
    };
    while !names.insert(Arc::clone(&name)) {
        name = format!("{name}_").into();
    }
    name
}
