//! The proof, for people: the equations, what was declared, and what nothing explains.

use std::collections::BTreeMap;

use larder_verify::{Equation, FieldAccount, Finding, Findings, Proof, Texts, Treatment, Worst};

use super::{Proved, Verified, record};
use crate::{
    exit::Exit,
    messages::{Message, Messages, Value},
    report::{RED, Talk, Volume, blog_name},
};

/// How many findings of a kind, fields and posts are shown.
const SHOWN: usize = 20;

/// The equations, in the order they are told.
pub(super) const EQUATIONS: &[&str] = &[
    "posts",
    "pages",
    "other-records",
    "comments",
    "attachments",
    "terms",
    "authors",
    "series",
    "media-references",
    "internal-links",
    "addresses",
    "ids",
];

/// The page.
pub(super) fn text(talk: &Talk, verified: &Verified) -> String {
    let mut page = Page { talk, lines: String::new() };
    page.verified(verified);
    page.lines
}

struct Page<'a> {
    talk: &'a Talk,
    lines: String,
}

impl Page<'_> {
    fn line(&mut self, indent: usize, id: &str, values: &[(&'static str, Value)]) {
        let said = self.talk.messages.text(id, values);
        self.said(indent, &said);
    }

    fn said(&mut self, indent: usize, said: &str) {
        self.lines.push_str(&format!("{:indent$}{said}\n", ""));
    }

    fn verified(&mut self, verified: &Verified) {
        if self.talk.volume == Volume::Quiet && verified.exit() != Exit::Unexplained {
            return;
        }
        let values = [
            ("output", verified.output.as_str().into()),
            ("input", verified.against.join(", ").into()),
        ];
        self.line(0, "verify-head", &values);
        for proved in &verified.proofs {
            self.proved(proved);
        }
        self.findings(2, &verified.findings);
        let last = match verified.exit() {
            Exit::Complete => "verify-proved",
            Exit::Losses => "verify-declared",
            _ => "verify-unexplained",
        };
        self.line(0, last, &[]);
        if verified.exit() == Exit::Unexplained {
            self.line(2, "verify-options", &[]);
        }
    }

    fn proved(&mut self, proved: &Proved) {
        let messages = &self.talk.messages;
        let name = blog_name(messages, &proved.name, &proved.blog);
        self.said(0, &format!("\n{}: {name}", proved.format));
        if self.talk.volume != Volume::Quiet {
            for line in equations(messages, &proved.proof) {
                self.said(2, &line);
            }
            self.texts(&proved.proof.texts);
            self.fields(&proved.proof);
        }
        self.findings(2, &proved.proof.findings);
    }

    fn texts(&mut self, texts: &Texts) {
        if texts.compared == 0 {
            return;
        }
        let said = about_texts(&self.talk.messages, texts);
        self.said(2, &said);
        if self.talk.volume == Volume::Verbose {
            for worst in &texts.worst {
                let said = about_worst(&self.talk.messages, worst);
                self.said(4, &said);
            }
        }
    }

    /// How many fields there are of each treatment; of those that were dropped, why.
    fn fields(&mut self, proof: &Proof) {
        let said = about_fields(&self.talk.messages, proof);
        self.said(2, &said);
        let is_shown = |it: &&FieldAccount| {
            it.treatment == Treatment::Dropped || self.talk.volume == Volume::Verbose
        };
        let all: Vec<&FieldAccount> = proof.fields.iter().filter(is_shown).collect();
        let shown = match self.talk.volume {
            Volume::Verbose => all.len(),
            _ => all.len().min(SHOWN),
        };
        for account in &all[..shown] {
            let said = about_field(&self.talk.messages, account);
            self.said(4, &said);
        }
        if shown < all.len() {
            self.line(4, "diff-more", &[("count", (all.len() - shown).into())]);
        }
    }

    fn findings(&mut self, indent: usize, findings: &Findings) {
        for (kind, count) in &findings.counts {
            let head = found(&self.talk.messages, kind.code(), *count);
            self.said(indent, &format!("{RED}{head}{RED:#}"));
            let told = findings.told.get(kind).map_or(&[][..], Vec::as_slice);
            let shown = match self.talk.volume {
                Volume::Verbose => told.len(),
                _ => told.len().min(SHOWN),
            };
            for finding in &told[..shown] {
                let said = about_finding(&self.talk.messages, finding);
                if !said.is_empty() {
                    self.said(indent + 2, &said);
                }
            }
            let left = *count - shown as u64;
            if left > 0 {
                self.line(indent + 2, "diff-more", &[("count", left.into())]);
            }
        }
    }
}

/// The equations that say anything, a line each.
pub(super) fn equations(messages: &Messages, proof: &Proof) -> Vec<String> {
    let said = EQUATIONS.iter().filter_map(|name| {
        let equation = proof.equations.get(name)?;
        (equation.total + equation.added > 0).then(|| about_equation(messages, name, equation))
    });
    said.collect()
}

/// `posts: 5 = 3 written + 2 left out (not-public 2)`
pub(super) fn about_equation(messages: &Messages, name: &str, equation: &Equation) -> String {
    let count = |id: &str, count: u64| messages.text(id, &[("count", count.into())]);
    let mut parts: Vec<String> = equation
        .parts
        .iter()
        .map(|(part, number)| count(&format!("verify-part-{part}"), *number))
        .collect();
    parts.extend(by_rule(messages, "verify-archived-only", &equation.archived_only));
    parts.extend(by_rule(messages, "part-left-out", &equation.excluded));
    if equation.unexplained > 0 {
        parts.push(count("part-unexplained", equation.unexplained));
    }
    if parts.is_empty() {
        parts.push("0".to_owned());
    }
    let what = messages.text(&format!("verify-of-{name}"), &[]);
    let mut said = format!("{what}: {} = {}", equation.total, parts.join(" + "));
    if equation.added > 0 {
        said.push_str(&format!("; {}", count("verify-added", equation.added)));
    }
    said
}

fn by_rule(messages: &Messages, id: &str, rules: &BTreeMap<String, u64>) -> Option<String> {
    let parts = rules.iter().map(|(rule, count)| {
        let rule = match rule.as_str() {
            "declared" => messages.text("verify-rule-declared", &[]),
            "unused" => messages.text("verify-rule-unused", &[]),
            "shared" => messages.text("verify-rule-shared", &[]),
            rule => messages.rule(rule),
        };
        messages.text("part-rule", &[("rule", rule.into()), ("count", (*count).into())])
    });
    let said = parts.collect::<Vec<_>>().join(", ");
    let total: u64 = rules.values().sum();
    (total > 0).then(|| messages.text(id, &[("count", total.into()), ("rules", said.into())]))
}

/// How many texts are there, word by word.
pub(super) fn about_texts(messages: &Messages, texts: &Texts) -> String {
    let thousandths = (texts.exact + texts.more) * 1000 / texts.compared.max(1);
    let values = [
        ("compared", texts.compared.into()),
        ("exact", texts.exact.into()),
        ("more", texts.more.into()),
        ("declared", texts.declared.into()),
        ("lost", texts.unexplained.into()),
        ("share", percent(thousandths).into()),
    ];
    messages.text("verify-texts", &values)
}

/// A post whose body changed.
pub(super) fn about_worst(messages: &Messages, worst: &Worst) -> String {
    let fewer = worst.elements.iter().map(|(name, count)| {
        let values = [
            ("what", messages.text(&format!("verify-elements-{name}"), &[]).into()),
            ("before", count.before.into()),
            ("after", count.after.into()),
        ];
        messages.text("verify-fewer", &values)
    });
    let fewer: Vec<String> = fewer.collect();
    let reason = match worst.reason {
        "unexplained" | "more-text" | "elements-lost" => {
            messages.text(&format!("verify-reason-{}", worst.reason), &[])
        }
        code => messages.kind(code),
    };
    let values = [
        ("title", title(worst.title.as_deref())),
        ("share", percent(u64::from(worst.similarity)).into()),
        ("reason", reason.into()),
    ];
    let said = messages.text("verify-worst", &values);
    if fewer.is_empty() { said } else { format!("{said}; {}", fewer.join(", ")) }
}

/// How many fields there are of each treatment.
pub(super) fn about_fields(messages: &Messages, proof: &Proof) -> String {
    let of = |treatment: Treatment| {
        proof.fields.iter().filter(|it| it.treatment == treatment).map(|it| it.count).sum::<u64>()
    };
    let values = [
        ("kept", of(Treatment::Kept).into()),
        ("mapped", of(Treatment::Mapped).into()),
        ("aside", of(Treatment::StoredAside).into()),
        ("dropped", of(Treatment::Dropped).into()),
        ("lost", of(Treatment::Unexplained).into()),
    ];
    messages.text("verify-fields", &values)
}

/// A line of the ledger.
pub(super) fn about_field(messages: &Messages, account: &FieldAccount) -> String {
    let values = [
        ("field", account.field.as_str().into()),
        ("treatment", treatment(messages, account.treatment).into()),
        ("count", account.count.into()),
    ];
    let said = messages.text("verify-field", &values);
    match &account.reason {
        Some(why) => format!("{said}: {}", reason(messages, why)),
        None => said,
    }
}

/// The word for what became of a field.
pub(super) fn treatment(messages: &Messages, treatment: Treatment) -> String {
    let id = match treatment {
        Treatment::Kept => "verify-kept",
        Treatment::Mapped => "verify-mapped",
        Treatment::StoredAside => "verify-aside",
        Treatment::Dropped => "verify-dropped",
        _ => "verify-lost",
    };
    messages.text(id, &[])
}

/// Why a field was dropped: in the words of its format, or what a note of that kind says.
pub(super) fn reason(messages: &Messages, why: &str) -> String {
    let is_code = !why.contains(' ') && why.contains('-');
    if is_code { messages.kind(why) } else { messages.phrase(why) }
}

/// The sentence above findings of a kind.
pub(super) fn found(messages: &Messages, code: &str, count: u64) -> String {
    messages.text(&format!("verify-found-{code}"), &[("count", count.into())])
}

/// One finding: the post and what of it.
pub(super) fn about_finding(messages: &Messages, finding: &Finding) -> String {
    let post = finding.post.as_ref().map(|post| {
        let values = [("title", title(finding.title.as_deref())), ("id", post.as_str().into())];
        messages.text("diff-post", &values)
    });
    let what = Some(crate::terminal::escape(&finding.what)).filter(|what| !what.is_empty());
    post.into_iter().chain(what).collect::<Vec<_>>().join(": ")
}

fn title(title: Option<&str>) -> Value {
    match title {
        Some(title) => title.into(),
        None => Message::new("untitled").into(),
    }
}

/// Thousandths as `97.3 %`.
pub(super) fn percent(thousandths: u64) -> String {
    format!("{}.{} %", thousandths / 10, thousandths % 10)
}

/// The word for what a proof comes to.
pub(super) fn verdict(messages: &Messages, proved: &Proved) -> String {
    messages.text(&format!("verify-{}", record::verdict(proved.proof.verdict())), &[])
}
