//! The proof, for programs.

use larder_verify::{Findings, Proof, Verdict};
use serde::Serialize;

use super::{Proved, Verified};

/// Everything that is said about a proof.
#[derive(Serialize)]
pub(super) struct Document<'a> {
    larder: &'static str,
    command: &'static str,
    output: &'a str,
    against: &'a [String],
    proofs: Vec<ProofRecord<'a>>,
    findings: &'a Findings,
    outcome: &'static str,
    exit_code: u8,
}

#[derive(Serialize)]
struct ProofRecord<'a> {
    format: &'static str,
    blog: &'a str,
    name: &'a str,
    verdict: &'static str,
    #[serde(flatten)]
    proof: &'a Proof,
}

impl<'a> Document<'a> {
    pub(super) fn of(verified: &'a Verified) -> Self {
        Self {
            larder: env!("CARGO_PKG_VERSION"),
            command: "verify",
            output: &verified.output,
            against: &verified.against,
            proofs: verified.proofs.iter().map(ProofRecord::of).collect(),
            findings: &verified.findings,
            outcome: verified.exit().name(),
            exit_code: verified.exit().code(),
        }
    }
}

impl<'a> ProofRecord<'a> {
    fn of(proved: &'a Proved) -> Self {
        let Proved { format, blog, name, proof } = proved;
        Self { format, blog, name, verdict: verdict(proof.verdict()), proof }
    }
}

/// The word for what a proof comes to.
pub(super) fn verdict(verdict: Verdict) -> &'static str {
    match verdict {
        Verdict::Proved => "proved",
        Verdict::Declared => "declared",
        _ => "unexplained",
    }
}
