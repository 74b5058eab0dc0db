//! What was found, for programs.

use larder_core::Severity;
use larder_export::redirects::{Finding, Unexpressed};
use serde::Serialize;

use super::{Converted, Run, probe::Probed};

/// Everything that is said about a run.
#[derive(Serialize)]
pub(super) struct Document<'a> {
    larder: &'static str,
    command: &'static str,
    file: File<'a>,
    findings: Vec<Found<'a>>,
    converted: Vec<Made<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    probe: Option<&'a Probed>,
    outcome: &'static str,
    exit_code: u8,
}

#[derive(Serialize)]
struct File<'a> {
    name: &'a str,
    /// None for a table of tests.
    format: Option<&'static str>,
    rules: usize,
    redirects: usize,
}

#[derive(Serialize)]
struct Found<'a> {
    #[serde(flatten)]
    finding: &'a Finding,
    severity: Severity,
    /// In English, as everything that programs read.
    message: String,
}

#[derive(Serialize)]
struct Made<'a> {
    host: &'static str,
    files: &'a [String],
    unexpressed: &'a [Unexpressed],
}

impl<'a> Document<'a> {
    pub(super) fn of(run: &'a Run) -> Self {
        let exit = run.exit();
        let found = |finding: &'a Finding| Found {
            finding,
            severity: finding.severity(),
            message: finding.to_string(),
        };
        let made = |it: &'a Converted| Made {
            host: it.host.name(),
            files: &it.files,
            unexpressed: &it.unexpressed,
        };
        Self {
            larder: env!("CARGO_PKG_VERSION"),
            command: "redirects",
            file: File {
                name: &run.name,
                format: run.host.map(|it| it.name()),
                rules: run.rules,
                redirects: run.table.len(),
            },
            findings: run.findings.iter().map(found).collect(),
            converted: run.converted.iter().map(made).collect(),
            probe: run.probed.as_ref(),
            outcome: exit.name(),
            exit_code: exit.code(),
        }
    }
}
