//! One entry: a request and its answer.

use std::io::Read;

use super::json::{Json, Scalar, Stop};
use crate::{
    base64,
    capture::{
        Capture, CaptureTime, Charset, Damage, Intake, Limit, Limits, Omission, Report,
        content_type, shown,
    },
    data_url,
    secret::fate,
    time,
};

/// What an entry says. It is filled while it is read, so that an entry which is cut still says what stood before the cut.
#[derive(Debug, Default)]
pub(super) struct Entry {
    pub(super) pageref: Option<String>,
    pub(super) resource_type: Option<String>,
    started: Option<String>,
    method: Option<String>,
    url: Option<String>,
    status: Option<f64>,
    redirect: Option<String>,
    media_type: Option<String>,
    location: Option<String>,
    last_modified: Option<String>,
    link: Option<String>,
    size: Option<f64>,
    text: Option<Vec<u8>>,
    text_over: u64,
    encoding: Option<String>,
    comment: Option<String>,
    cookies: u64,
    authorisation: u64,
    other_headers: u64,
    bodies: u64,
    messages: u64,
}

impl Entry {
    pub(super) fn read<R: Read>(
        &mut self,
        json: &mut Json<R>,
        limits: &Limits,
    ) -> Result<(), Stop> {
        json.object(|json, key| {
            match key {
                "pageref" => self.pageref = json.short_text()?,
                "startedDateTime" => self.started = json.short_text()?,
                "request" => self.request(json)?,
                "response" => self.response(json, limits)?,
                "_resourceType" => self.resource_type = json.short_text()?,
                "_webSocketMessages" => json.array(|json| {
                    self.messages += 1;
                    json.skip()
                })?,
                _ => json.skip()?,
            }
            Ok(())
        })
    }

    fn request<R: Read>(&mut self, json: &mut Json<R>) -> Result<(), Stop> {
        json.object(|json, key| {
            match key {
                "method" => self.method = json.short_text()?,
                "url" => self.url = json.short_text()?,
                "cookies" => self.count_cookies(json)?,
                "headers" => json.array(|json| {
                    let (name, _) = header(json)?;
                    // What a browser sends of itself is part of the request; a secret counts by itself.
                    let counted = self.other_headers;
                    self.count_header(&name);
                    self.other_headers = counted;
                    Ok::<_, Stop>(())
                })?,
                "postData" => {
                    self.bodies += 1;
                    json.skip()?;
                }
                _ => json.skip()?,
            }
            Ok(())
        })
    }

    fn response<R: Read>(&mut self, json: &mut Json<R>, limits: &Limits) -> Result<(), Stop> {
        json.object(|json, key| {
            match key {
                "status" => self.status = number(json.scalar()?),
                "redirectURL" => self.redirect = json.short_text()?,
                "cookies" => self.count_cookies(json)?,
                "headers" => json.array(|json| {
                    let (name, value) = header(json)?;
                    self.take_header(&name, value);
                    Ok::<_, Stop>(())
                })?,
                "content" => self.content(json, limits)?,
                _ => json.skip()?,
            }
            Ok(())
        })
    }

    fn content<R: Read>(&mut self, json: &mut Json<R>, limits: &Limits) -> Result<(), Stop> {
        // Base64 takes a third more.
        let most = usize::try_from(limits.body.saturating_mul(2)).unwrap_or(usize::MAX);
        json.object(|json, key| {
            match key {
                "size" => self.size = number(json.scalar()?),
                "mimeType" => self.media_type = json.short_text()?,
                "encoding" => self.encoding = json.short_text()?,
                "comment" => self.comment = json.short_text()?,
                "text" if json.peek()? == b'"' => {
                    let text = self.text.insert(Vec::new());
                    self.text_over = json.text_into(text, most)?;
                }
                _ => json.skip()?,
            }
            Ok(())
        })
    }

    fn count_cookies<R: Read>(&mut self, json: &mut Json<R>) -> Result<(), Stop> {
        json.array(|json| {
            self.cookies += 1;
            json.skip()
        })
    }

    fn take_header(&mut self, name: &str, value: String) {
        match name {
            "location" => self.location = Some(value),
            "last-modified" => self.last_modified = Some(value),
            "content-type" => {
                self.media_type.get_or_insert(value);
            }
            "link" => match &mut self.link {
                Some(link) if link.len() < 64 << 10 => {
                    link.push_str(", ");
                    link.push_str(&value);
                }
                Some(_) => self.other_headers += 1,
                none => *none = Some(value),
            },
            _ => self.count_header(name),
        }
    }

    fn count_header(&mut self, name: &str) {
        match fate(name).into() {
            Omission::Cookies => self.cookies += 1,
            Omission::Authorisation => self.authorisation += 1,
            _ => self.other_headers += 1,
        }
    }

    /// Whether enough of it was read to say what came.
    pub(super) fn has_answer(&self) -> bool {
        self.url.is_some() && self.text.is_some()
    }

    pub(super) fn count_omissions(&self, report: &mut Report) {
        report.leave_out(Omission::Requests, 1);
        report.leave_out(Omission::Cookies, self.cookies);
        report.leave_out(Omission::Authorisation, self.authorisation);
        report.leave_out(Omission::Headers, self.other_headers);
        report.leave_out(Omission::RequestBodies, self.bodies);
    }

    /// The capture, unless there is a rule against it.
    pub(super) fn capture(mut self, intake: &mut Intake<'_, '_>) -> Option<Capture> {
        if let Some((rule, count)) = self.omission() {
            intake.report.leave_out(rule, count);
            return None;
        }
        let mut capture =
            Capture { url: self.url.take().unwrap_or_default(), ..Capture::default() };
        capture.time = self.time(&mut capture.damage);
        capture.status = self.status();
        let location = self.location.take().or(self.redirect.take());
        capture.location = location.filter(|location| !location.is_empty());
        capture.last_modified = self.last_modified.take();
        capture.link = self.link.take();
        let (media_type, charset) = content_type(self.media_type.as_deref().unwrap_or_default());
        // Chrome's word for "none".
        capture.media_type = media_type.filter(|kind| kind != "x-unknown");
        capture.charset = charset;
        self.body(&mut capture, intake.room());
        Some(capture)
    }

    fn omission(&self) -> Option<(Omission, u64)> {
        let url = self.url.as_deref().unwrap_or_default();
        let is_socket = url.starts_with("ws:") || url.starts_with("wss:");
        if is_socket || self.messages > 0 {
            return Some((Omission::WebSocketMessages, self.messages.max(1)));
        }
        if data_url::is_data_url(url.as_bytes()) {
            return Some((Omission::DataUrls, 1));
        }
        if self.text.as_ref().is_some_and(|text| !text.is_empty()) {
            return None;
        }
        let is_empty = self.method.as_deref() == Some("HEAD");
        match self.status() {
            None => Some((Omission::NoAnswers, 1)),
            Some(101 | 204 | 205 | 304) => Some((Omission::EmptyAnswers, 1)),
            Some(200) if is_empty => Some((Omission::EmptyAnswers, 1)),
            Some(_) => None,
        }
    }

    /// The status; none if it is none that HTTP has (0: blocked or cancelled).
    fn status(&self) -> Option<u16> {
        let status = self.status.filter(|status| (100.0..1000.0).contains(status))?;
        #[expect(
            clippy::cast_possible_truncation,
            clippy::cast_sign_loss,
            reason = "checked above"
        )]
        Some(status as u16)
    }

    fn time(&self, damage: &mut Vec<Damage>) -> Option<CaptureTime> {
        match time::or_damage(self.started.as_deref()?, time::iso) {
            Ok(time) => Some(time),
            Err(bad) => {
                damage.push(bad);
                None
            }
        }
    }

    fn body(&mut self, capture: &mut Capture, room: usize) {
        let Some(text) = self.text.take() else {
            self.without_text(capture);
            return;
        };
        let encoding = self.encoding.take().unwrap_or_default();
        if encoding.eq_ignore_ascii_case("base64") {
            self.base64(&text, capture, room);
        } else {
            if !encoding.is_empty() {
                let stated = shown(encoding.as_bytes());
                capture.damage.push(Damage::HeaderLied { header: "content.encoding", stated });
            }
            // The browser decoded it, whatever the server said of its encoding.
            capture.charset = Some(Charset::known("utf-8"));
            capture.body = text;
        }
        if self.text_over > 0 {
            let allowed = capture.body.len() as u64;
            capture.damage.push(Damage::OverLimit { limit: Limit::Body, allowed });
        } else {
            self.compare_size(capture);
        }
    }

    fn base64(&self, text: &[u8], capture: &mut Capture, room: usize) {
        let decoded = base64::decode(text, room.saturating_add(1));
        if let Some(first) = decoded.first {
            capture.damage.push(Damage::PartialBody { count: decoded.broken, first });
        }
        if decoded.is_cut && !decoded.is_over {
            let present = decoded.bytes.len() as u64;
            capture.damage.push(Damage::Truncated { expected: None, present });
        }
        capture.body = decoded.bytes;
    }

    /// A redirect needs no text, nor does an answer that is empty. Where there was one, the capturer left it out.
    fn without_text(&self, capture: &mut Capture) {
        let is_redirect = capture.status.is_some_and(|status| (300..400).contains(&status));
        if is_redirect || self.size == Some(0.0) {
            return;
        }
        let reason = match (&self.comment, self.size) {
            (Some(comment), _) => shown(comment.as_bytes()),
            (None, Some(size)) if size > 0.0 => format!("no text, of {size} bytes"),
            (None, _) => "no text".to_owned(),
        };
        capture.damage.push(Damage::CutByCapturer { reason });
    }

    /// Text that the browser decoded has another length in UTF-8 than it had; but hardly a smaller one.
    fn compare_size(&self, capture: &mut Capture) {
        let present = capture.body.len() as u64;
        let Some(size) = self.size.filter(|size| *size >= 1.0 && *size < 1e15) else { return };
        #[expect(
            clippy::cast_possible_truncation,
            clippy::cast_sign_loss,
            reason = "checked above"
        )]
        let stated = size as u64;
        if stated <= present {
            return;
        }
        // Firefox cuts at a round size, and says so in a comment if at all.
        capture.damage.push(match self.comment.as_ref().filter(|comment| !comment.is_empty()) {
            Some(comment) => Damage::CutByCapturer { reason: shown(comment.as_bytes()) },
            None => Damage::SizeDiffers { stated, present },
        });
    }
}

/// A header: its name in lower case, and its value.
fn header<R: Read>(json: &mut Json<R>) -> Result<(String, String), Stop> {
    let (mut name, mut value) = (None, None);
    json.object(|json, key| {
        match key {
            "name" => name = json.short_text()?,
            "value" => value = json.short_text()?,
            _ => json.skip()?,
        }
        Ok::<_, Stop>(())
    })?;
    Ok((name.unwrap_or_default().to_ascii_lowercase(), value.unwrap_or_default()))
}

fn number(scalar: Scalar) -> Option<f64> {
    match scalar {
        Scalar::Number(number) => Some(number),
        Scalar::Text(text) => text.trim().parse().ok(),
        Scalar::Other => None,
    }
}
