//! What crawlers wrote: WARC and ARC.

use std::{
    borrow::Cow,
    collections::{BTreeMap, HashMap},
    io::{self, Read},
    sync::Arc,
};

use chrono::Utc;
use larder_capture::{
    Limits,
    digest::Digest,
    http::{Deviation, Layer, Look, Message},
    member::Fault,
    warc::{
        Block, Damage, DigestOf, Head, Index, Item, Joiner, Long, Options, Origin, Pushed, Record,
        RecordType, Resolution, Revisit, Verify,
    },
};
use larder_core::{Blob, Cancel, Fate, ItemKind, Note, NoteKind, Rule};

use super::{Known, Led, Unpacked, leave_out};
use crate::{Intake, ReadError, ReadOptions, SourceError};

/// How much of a record that is larger than may be in memory is looked at for the head of an answer: more than a head may have.
const MOST_HEAD: u64 = 320 << 10;

/// How many times as long a body that is larger than may be in memory may become inside. What becomes longer is no picture
/// and no film.
const EXPANSION: u64 = 20;

/// How many damages of one file are said one by one.
const MOST_DAMAGE: u64 = 100;

/// What is counted while a file is read.
struct Account {
    /// Records that are no content, by what they are.
    others: BTreeMap<String, u64>,
    /// What heads said of bodies, and was not so.
    lies: BTreeMap<&'static str, u64>,
    damages: u64,
    crawl: Crawl,
    /// The address of the last record that was not in memory, and where its member begins: what is wrong with it is known behind it.
    long: Option<(String, u64)>,
    cancel: Cancel,
}

impl Account {
    /// Counts an answer of which there is nothing to keep.
    fn is_without_body(&mut self) {
        *self.others.entry("answers without a body".into()).or_default() += 1;
    }

    /// The address of a record, if that is one of content. Others are counted.
    fn content_target(&mut self, head: &Head) -> Option<String> {
        let target = head.target().unwrap_or_default();
        if crate::address::is_web(&target) || target.starts_with("urn:") {
            return Some(target);
        }
        let scheme = target.split_once(':').map_or("?", |(scheme, _)| scheme);
        *self.others.entry(format!("records of addresses with `{scheme}:`")).or_default() += 1;
        None
    }

    /// Says in what an answer is not what its head says.
    fn tell<'d>(
        &mut self,
        name: &Arc<str>,
        from: &str,
        deviations: impl IntoIterator<Item = &'d Deviation>,
        intake: &mut Intake,
    ) {
        for deviation in deviations {
            let lie = match deviation {
                Deviation::NotChunked => "Transfer-Encoding",
                Deviation::NotEncoded { .. } | Deviation::OtherCoding { .. } => "Content-Encoding",
                Deviation::LengthDiffers { .. } => "Content-Length",
                Deviation::OddStartLine { .. }
                | Deviation::BadHeaderLine { .. }
                | Deviation::NoEmptyLine => "the head of an answer",
                other => {
                    self.damages += 1;
                    if self.damages <= MOST_DAMAGE {
                        let what = format!("{from}: {other}");
                        note(name, NoteKind::ContainerDamaged { what }, intake);
                    }
                    continue;
                }
            };
            *self.lies.entry(lie).or_default() += 1;
        }
    }
}

/// A file of captures, as far as revisits need it: those in other files may mean what is in this one.
pub(super) struct Crawl {
    name: Arc<str>,
    index: Index,
    /// Revisits, with the numbers of their records.
    revisits: Vec<(Revisit, Origin)>,
    /// The places of captures by the numbers of their records.
    places: HashMap<u64, usize>,
}

impl Crawl {
    fn new(name: &Arc<str>) -> Self {
        let (revisits, places) = (Vec::new(), HashMap::new());
        Self { name: Arc::clone(name), index: Index::default(), revisits, places }
    }

    /// The place of what a resolution found in this file.
    fn place(&self, found: Resolution) -> Option<usize> {
        match found {
            Resolution::Found(origin) => self.places.get(&origin.index).copied(),
            _ => None,
        }
    }
}

/// What the head of a record tells.
fn known_of(head: &Head, origin: Origin) -> Known {
    Known {
        captured: head.date().map(|date| date.instant.with_timezone(&Utc).fixed_offset()),
        offset: Some(origin.offset),
        address: head.target().as_deref().map(Arc::from),
        ..Known::default()
    }
}

/// Whether this is wrong with the long record before it, in the member that begins there.
fn is_of(damage: &Damage, offset: u64) -> bool {
    match damage {
        Damage::DigestMismatch { .. } | Damage::Truncated { .. } | Damage::BadLength { .. } => true,
        Damage::Container(
            Fault::Corrupt { member, .. }
            | Fault::CutShort { member, .. }
            | Fault::Checksum { member }
            | Fault::Expansion { member, .. },
        ) => *member == offset,
        _ => false,
    }
}

/// Leaves out a record that is larger than may be in memory, and cannot be kept otherwise.
fn leave_out_large(name: &Arc<str>, head: &Head, limits: &Limits, intake: &mut Intake) {
    let item = format!("{name}: {}", head.target().unwrap_or_default());
    let entry = intake.ledger().open(ItemKind::Item, item, None);
    let limit = limits.block_in_memory;
    let found = format!("more than {limit} bytes; --max-file-size raises the limit");
    intake.leave_out(entry, Rule::TooLarge, found);
}

impl Unpacked<'_> {
    /// Reads a WARC or an ARC file. What is damaged is said, and stops nothing.
    pub(super) fn crawl(
        &mut self,
        place: usize,
        name: &Arc<str>,
        options: &ReadOptions,
        intake: &mut Intake,
    ) -> Result<(), ReadError> {
        let entry = intake.file(place);
        let source = self.source;
        let stream = match source.open(place) {
            Ok(stream) => stream,
            Err(error) => {
                let (rule, found) = error.into_rule();
                intake.leave_out(entry, rule, found);
                return Ok(());
            }
        };
        let mut bounds = Options::default();
        bounds.limits.block_in_memory =
            usize::try_from(options.limits.file_bytes).unwrap_or(usize::MAX);
        bounds.limits.body_bytes = bounds.limits.block_in_memory;
        bounds.limits.total_bytes = options.limits.unpacked_bytes;
        // What a digest says is proved here, or the blog is not as it was captured, which has to be said.
        bounds.verify = Verify::Digests;
        bounds.scratch = Some(crate::spool::temporary_file);
        let limits = bounds.limits.clone();
        let mut records = bounds.open(stream);
        let mut account = Account {
            others: BTreeMap::new(),
            lies: BTreeMap::new(),
            damages: 0,
            crawl: Crawl::new(name),
            long: None,
            cancel: options.cancel.clone(),
        };
        let mut joiner = Joiner::new(limits.block_in_memory);
        loop {
            if options.cancel.is_cancelled() {
                return Err(ReadError::Cancelled);
            }
            match records.next_item() {
                Ok(Some(Item::Record(record))) => {
                    account.crawl.index.add(&record);
                    if let Ok(number) = u32::try_from(self.crawls.len()) {
                        self.holders.add(number, record.head);
                    }
                    let is_long = matches!(record.block, Block::Long(_));
                    let offset = record.origin.offset;
                    account.long = record.head.target().filter(|_| is_long).map(|it| (it, offset));
                    let damage: Vec<Damage> = record.damage.to_vec();
                    let target = record.head.target();
                    for damage in &damage {
                        say(name, target.as_deref(), &mut account, damage, intake);
                    }
                    self.record(name, record, (&mut account, &mut joiner, &limits), intake)?;
                }
                Ok(Some(Item::Damage(damage))) => {
                    let long = account.long.as_ref().filter(|long| is_of(&damage, long.1));
                    let target = long.map(|(address, _)| address.clone());
                    say(name, target.as_deref(), &mut account, &damage, intake);
                }
                Ok(Some(_)) => {}
                Ok(None) => break,
                Err(error) => {
                    let refused = match error {
                        larder_capture::warc::Error::Read(error) => {
                            SourceError::from_reading(error).to_string()
                        }
                        // Not the file is damaged: there is no room.
                        larder_capture::warc::Error::Scratch(error) => return Err(error.into()),
                        other => other.to_string(),
                    };
                    note(name, NoteKind::ContainerDamaged { what: refused }, intake);
                    break;
                }
            }
        }
        for joined in joiner.finish() {
            let what = format!("the record `{}` lacks parts", joined.id);
            note(name, NoteKind::ContainerDamaged { what }, intake);
            let rest = joined.rest.len() as u64;
            if rest > 0 {
                *account
                    .others
                    .entry("parts of records behind a missing one".into())
                    .or_default() += rest;
            }
            if let Some(head) = &joined.head {
                let origin = joined.origins.first().copied().unwrap_or_default();
                self.content(name, (head, origin), &joined.block, (&mut account, &limits), intake)?;
            }
        }
        for (what, count) in &account.others {
            leave_out(intake, name, what, *count);
        }
        for (header, count) in &account.lies {
            let (what, header) = ("header that lies".to_owned(), (*header).to_owned());
            note(name, NoteKind::MarkupMet { what, name: header, count: *count }, intake);
        }
        if account.damages > MOST_DAMAGE {
            let more = account.damages - MOST_DAMAGE;
            note(
                name,
                NoteKind::ContainerDamaged { what: format!("{more} more places are damaged") },
                intake,
            );
        }
        match records.summary().records() {
            0 => intake.leave_out(entry, Rule::Damaged, "no record in it could be read"),
            _ => intake.ledger().settle(entry, Fate::Carried { post: None }),
        }
        self.crawls.push(account.crawl);
        Ok(())
    }

    fn record(
        &mut self,
        name: &Arc<str>,
        record: Record<'_>,
        (account, joiner, limits): (&mut Account, &mut Joiner, &Limits),
        intake: &mut Intake,
    ) -> Result<(), ReadError> {
        match joiner.push(&record) {
            Pushed::Waits => return Ok(()),
            Pushed::Whole(joined) => {
                let Some(head) = &joined.head else { return Ok(()) };
                let origin = joined.origins.first().copied().unwrap_or_default();
                return self.content(
                    name,
                    (head, origin),
                    &joined.block,
                    (account, limits),
                    intake,
                );
            }
            Pushed::Refused if matches!(record.block, Block::Long(_)) => {
                leave_out_large(name, record.head, limits, intake);
                return Ok(());
            }
            Pushed::Refused => {
                *account
                    .others
                    .entry("parts of records that do not fit together".into())
                    .or_default() += 1;
                return Ok(());
            }
            Pushed::NotSegmented => {}
            _ => {}
        }
        let kind = record.head.kind();
        if let Some(revisit) = record.head.revisit() {
            account.crawl.revisits.push((revisit, record.origin));
            return Ok(());
        }
        if !matches!(kind, RecordType::Response | RecordType::Resource) {
            let what = format!("records of the type `{}`", kind.name());
            *account.others.entry(what).or_default() += 1;
            return Ok(());
        }
        match record.block {
            Block::Here(block) => {
                self.content(name, (record.head, record.origin), block, (account, limits), intake)
            }
            Block::Long(long) => {
                self.long(name, (record.head, record.origin), long, (account, limits), intake)
            }
            _ => Ok(()),
        }
    }

    /// Takes a file that is larger than may be in memory. Where it would become too large, it is left out.
    fn long(
        &mut self,
        name: &Arc<str>,
        (head, origin): (&Head, Origin),
        mut long: Long<'_>,
        (account, limits): (&mut Account, &Limits),
        intake: &mut Intake,
    ) -> Result<(), ReadError> {
        let Some(target) = account.content_target(head) else { return Ok(()) };
        let mut start = Vec::new();
        long.by_ref().take(MOST_HEAD).read_to_end(&mut start)?;
        let message = head.says_http().then(|| Message::parse(&start));
        let message = message.flatten();
        let text = |wanted: &str| {
            let value = message.as_ref()?.header(wanted)?;
            Some(String::from_utf8_lossy(value).trim().to_owned())
        };
        let mut known = known_of(head, origin);
        known.status = message.as_ref().and_then(|it| it.status());
        if self.leads_on(name, &known, text("Location"), intake) {
            return Ok(());
        }
        let begin = message.as_ref().map_or(0, |message| start.len() - message.body.len());
        let stated = text("Content-Type").or_else(|| head.media_type().map(Cow::into_owned));
        (known.media_type, known.encoding) = media_type(stated.as_deref());
        // How long it is, nobody knows before it was read: what is stated may be wrong.
        let mut watched = Watched { reader: start[begin..].chain(long), cancel: &account.cancel };
        let kept = Blob::keep_all(intake.spool(), &mut watched);
        if account.cancel.is_cancelled() {
            return Err(ReadError::Cancelled);
        }
        let blob = kept?;
        let body = blob.len();
        let mut deviations = Vec::new();
        let most = body.saturating_mul(EXPANSION).min(limits.total_bytes);
        let mut forms = vec![blob.clone()];
        let inside = match &message {
            Some(message) => {
                let mut unpacking = Unpacking {
                    deviations: &mut deviations,
                    cancel: &account.cancel,
                    most,
                    forms: &mut forms,
                };
                unpacking.run(blob, message, limits, intake)
            }
            None => Ok(Some(blob)),
        };
        // Of what could not be taken out of its codings, nobody knows the digest that it may have been made of.
        let damage = match (head.payload_digest(), &inside) {
            (Some(stated), Ok(Some(inside))) => {
                forms.push(inside.clone());
                payload_damage(&stated, &forms, &account.cancel)
            }
            _ => Ok(None),
        };
        if account.cancel.is_cancelled() {
            return Err(ReadError::Cancelled);
        }
        let told = message.iter().flat_map(|it| &it.deviations).chain(&deviations);
        account.tell(name, &target, told, intake);
        if let Some(damage) = damage? {
            say(name, Some(&target), account, &damage, intake);
        }
        let Some(blob) = inside? else {
            let entry = intake.ledger().open(ItemKind::Item, format!("{name}: {target}"), None);
            let found = format!("it becomes more than {most} bytes when its coding is taken off");
            intake.leave_out(entry, Rule::TooLarge, found);
            return Ok(());
        };
        if blob.is_empty() {
            account.is_without_body();
            return Ok(());
        }
        let place = self.keep_blob(name, known, blob, intake);
        account.crawl.places.insert(origin.index, place);
        Ok(())
    }

    /// Takes an answer that only leads to another address. Returns whether it is one.
    fn leads_on(
        &mut self,
        name: &Arc<str>,
        known: &Known,
        location: Option<String>,
        intake: &mut Intake,
    ) -> bool {
        let (Some(300..=399), Some(location)) = (known.status, location) else { return false };
        let from = known.address.as_deref().unwrap_or_default().to_owned();
        let to = url::Url::parse(&from).ok().and_then(|base| base.join(&location).ok());
        let entry = intake.ledger().open(ItemKind::Item, format!("{name}: {from}"), None);
        self.led.push(Led { from, to: to.map_or(location, String::from), entry });
        true
    }

    /// Takes a page or a file.
    fn content(
        &mut self,
        name: &Arc<str>,
        (head, origin): (&Head, Origin),
        block: &[u8],
        (account, limits): (&mut Account, &Limits),
        intake: &mut Intake,
    ) -> Result<(), ReadError> {
        let Some(target) = account.content_target(head) else { return Ok(()) };
        let mut known = known_of(head, origin);
        let message = head.says_http().then(|| Message::parse(block)).flatten();
        let Some(message) = message else {
            (known.media_type, known.encoding) = media_type(head.media_type().as_deref());
            let place = self.keep(name, known, block, intake)?;
            account.crawl.places.insert(origin.index, place);
            return Ok(());
        };
        let text = |name: &str| {
            message.header(name).map(|it| String::from_utf8_lossy(it).trim().to_owned())
        };
        known.status = message.status();
        (known.media_type, known.encoding) = media_type(text("Content-Type").as_deref());
        if self.leads_on(name, &known, text("Location"), intake) {
            return Ok(());
        }
        let decoded = message.decode(limits);
        let deviations = message.deviations.iter().chain(&decoded.deviations);
        account.tell(name, &target, deviations, intake);
        if decoded.bytes.is_empty() {
            account.is_without_body();
            return Ok(());
        }
        let place = self.keep(name, known, &decoded.bytes, intake)?;
        account.crawl.places.insert(origin.index, place);
        Ok(())
    }

    /// Settles revisits: what they say is that something was the same at another time, or at another address. What they mean
    /// is in their own file, or in another one of the input.
    pub(super) fn revisits(&mut self, intake: &mut Intake) {
        let (crawls, holders) =
            (std::mem::take(&mut self.crawls), std::mem::take(&mut self.holders));
        for crawl in &crawls {
            for (revisit, origin) in &crawl.revisits {
                let elsewhere = || {
                    let others = holders.of(revisit).into_iter();
                    others
                        .filter_map(|number| crawls.get(usize::try_from(number).ok()?))
                        .filter(|other| !std::ptr::eq(*other, crawl))
                        .find_map(|other| other.place(other.index.resolve_elsewhere(revisit)))
                };
                let place = crawl.place(crawl.index.resolve(revisit, *origin)).or_else(elsewhere);
                self.revisit(&crawl.name, revisit, place, intake);
            }
        }
    }

    fn revisit(
        &mut self,
        name: &Arc<str>,
        revisit: &Revisit,
        place: Option<usize>,
        intake: &mut Intake,
    ) {
        let target = revisit.target.clone().unwrap_or_default();
        let entry = intake.ledger().open(ItemKind::Item, format!("{name}: {target}"), None);
        let Some(place) = place else {
            let found = "the same as a capture that is not here";
            return intake.leave_out(entry, Rule::OriginalNotHere, found);
        };
        if self.items[place].known.address.as_deref() != Some(&target) {
            self.also.push((place, target));
        }
        let found = "the same as another capture, which is here".into();
        intake.ledger().settle(entry, Fate::LeftOut { rule: Rule::SameBytes, found });
    }
}

/// A body that is taken out of what is around it.
struct Unpacking<'u> {
    deviations: &'u mut Vec<Deviation>,
    cancel: &'u Cancel,
    /// How many bytes may come out of any layer.
    most: u64,
    /// Takes the forms of the body that are still coded and that a digest may be of: without the line end before it, or out
    /// of its chunks.
    forms: &'u mut Vec<Blob>,
}

impl Unpacking<'_> {
    /// The body without its layers. None if it is larger inside than may be.
    ///
    /// It is read twice for each layer: how long it is inside is not known before.
    fn run(
        &mut self,
        body: Blob,
        message: &Message<'_>,
        limits: &Limits,
        intake: &Intake,
    ) -> io::Result<Option<Blob>> {
        let (layers, odd) = message.layers(limits);
        let (chunks, codings): (Vec<_>, Vec<_>) = layers.iter().partition(|it| it.is_chunks());
        let mut body = body;
        let mut is_in_chunks = false;
        for layer in chunks {
            match self.take_off(&body, layer, intake)? {
                Taken::Off(inside) => (body, is_in_chunks) = (inside, true),
                Taken::Nothing => {}
                Taken::TooMuch => return Ok(None),
            }
        }
        if is_in_chunks {
            self.forms.push(body.clone());
        } else {
            let mut start = Vec::new();
            body.reader().take(2).read_to_end(&mut start)?;
            let deviation = message.length_deviation(body.len(), &start);
            if deviation == Some(Deviation::ExtraLineEnd) {
                body = body.part(2, body.len() - 2).unwrap_or(body);
                self.forms.push(body.clone());
            }
            self.deviations.extend(deviation);
        }
        for layer in codings {
            if body.is_empty() {
                break;
            }
            match self.take_off(&body, layer, intake)? {
                Taken::Off(inside) => body = inside,
                // Those below it are not there either.
                Taken::Nothing => return Ok(Some(body)),
                Taken::TooMuch => return Ok(None),
            }
        }
        self.deviations.extend(odd);
        Ok(Some(body))
    }

    fn take_off(&mut self, body: &Blob, layer: &Layer, intake: &Intake) -> io::Result<Taken> {
        let open = || Watched { reader: body.reader(), cancel: self.cancel };
        Ok(match layer.look(open, body.len(), self.most)? {
            Look::There(way) => {
                let (spool, length) = (intake.spool(), way.length);
                let inside = way.read(open(), |it| Blob::keep_from(spool, it, length))?;
                self.deviations.extend(way.deviations);
                Taken::Off(inside)
            }
            Look::Absent(why) => {
                self.deviations.push(why);
                Taken::Nothing
            }
            _ => Taken::TooMuch,
        })
    }
}

/// What is wrong with the digest of what a record carries, which tools make of different forms of it: whichever fits counts,
/// and that of the body as it was sent, which comes first, if none does. Fails when the spool does, and when the user cancels.
fn payload_damage(stated: &Digest, forms: &[Blob], cancel: &Cancel) -> io::Result<Option<Damage>> {
    let mut as_sent = None;
    for form in forms {
        let mut reader = Watched { reader: form.reader(), cancel };
        let computed = stated.algorithm().digest_of(&mut reader)?;
        if computed == *stated {
            return Ok(None);
        }
        as_sent.get_or_insert(computed);
    }
    let (of, stated) = (DigestOf::Payload, stated.to_string());
    Ok(as_sent.map(|it| Damage::DigestMismatch { of, stated, computed: it.to_string() }))
}

/// What came of taking off a layer.
enum Taken {
    Off(Blob),
    Nothing,
    TooMuch,
}

/// A reader that fails once the user asks to stop.
struct Watched<'w, R> {
    reader: R,
    cancel: &'w Cancel,
}

impl<R: Read> Read for Watched<'_, R> {
    fn read(&mut self, out: &mut [u8]) -> io::Result<usize> {
        match self.cancel.is_cancelled() {
            // Nobody is told: the run ends.
            true => Err(io::ErrorKind::Other.into()),
            false => self.reader.read(out),
        }
    }
}

fn media_type(value: Option<&str>) -> (Option<Arc<str>>, Option<Arc<str>>) {
    let Some(value) = value else { return (None, None) };
    let mut parts = value.split(';');
    let kind = parts.next().unwrap_or_default().trim().to_ascii_lowercase();
    let charset = parts.find_map(|part| {
        let (name, label) = part.split_once('=')?;
        name.trim()
            .eq_ignore_ascii_case("charset")
            .then(|| label.trim().trim_matches(['"', '\'']).to_owned())
    });
    let told = |text: String| (!text.is_empty()).then(|| text.into());
    (told(kind), charset.and_then(told))
}

/// Says what is wrong with a record, and with which one where that is known.
fn say(
    name: &Arc<str>,
    target: Option<&str>,
    account: &mut Account,
    damage: &Damage,
    intake: &mut Intake,
) {
    // Line ends that are too many or too few lose nothing.
    if !damage.may_have_lost_something() {
        *account.lies.entry("the form of records").or_default() += 1;
        return;
    }
    account.damages += 1;
    if account.damages <= MOST_DAMAGE {
        let what =
            target.map_or_else(|| damage.to_string(), |target| format!("{target}: {damage}"));
        note(name, NoteKind::ContainerDamaged { what }, intake);
    }
}

pub(super) fn note(name: &Arc<str>, kind: NoteKind, intake: &mut Intake) {
    intake.note(Note::new(kind).in_file(Arc::clone(name)));
}
