//! Lists what a container holds, as lines of JSON: `containers mhtml <page.mhtml`.
//!
//! The first argument is one of `mhtml`, `webarchive`, `har` and `single-file`. The last line is the account of the
//! container. `tests/differential.py` compares these lines with what Python's own readers find.

use std::{
    io::{self, Read, Write},
    process::ExitCode,
};

use larder_capture::{
    capture::{Capture, Each, Error, Limits, Report},
    har, mhtml, single_file, webarchive,
};
use serde_json::{Value, json};
use sha2::{Digest, Sha256};

fn main() -> ExitCode {
    let kind = std::env::args().nth(1).unwrap_or_default();
    match list(&kind) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            // Nobody is left to tell where this cannot be written.
            let _ = writeln!(io::stderr(), "error: {error}");
            ExitCode::FAILURE
        }
    }
}

fn list(kind: &str) -> Result<(), Error> {
    let mut bytes = Vec::new();
    io::stdin().read_to_end(&mut bytes)?;
    let mut out = io::BufWriter::new(io::stdout().lock());
    let report = read(kind, &bytes, &mut |capture| writeln!(out, "{}", line(&capture)))?;
    writeln!(out, "{}", last_line(&report))?;
    Ok(out.flush()?)
}

fn read(kind: &str, bytes: &[u8], each: &mut Each<'_>) -> Result<Report, Error> {
    let limits = Limits::default();
    match kind {
        "mhtml" => mhtml::read(bytes, &limits, each),
        "webarchive" => webarchive::read(bytes, &limits, each),
        "har" => har::read(bytes, &limits, each),
        "single-file" => single_file::read(bytes, &limits, each),
        other => Err(io::Error::other(format!("no container is called `{other}`")).into()),
    }
}

fn line(capture: &Capture) -> Value {
    let digest = Sha256::digest(&capture.body);
    json!({
        "part": capture.origin.part,
        "role": format!("{:?}", capture.role),
        "url": capture.url,
        "time": capture.time.as_ref().map(|time| time.at.to_rfc3339()),
        "status": capture.status,
        "media_type": capture.media_type,
        "charset": capture.charset.as_ref().map(|charset| &charset.label),
        "content_id": capture.content_id,
        "title": capture.title,
        "size": capture.body.len(),
        "sha256": digest.iter().map(|byte| format!("{byte:02x}")).collect::<String>(),
        "damage": capture.damage.iter().map(ToString::to_string).collect::<Vec<_>>(),
    })
}

fn last_line(report: &Report) -> Value {
    let left_out = report.left_out.iter().map(|(rule, count)| (rule.to_string(), json!(count)));
    json!({
        "captures": report.captures,
        "left_out": Value::Object(left_out.collect()),
        "damage": report.damage.iter().map(ToString::to_string).collect::<Vec<_>>(),
    })
}
