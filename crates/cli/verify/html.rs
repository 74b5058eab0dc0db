//! The proof as a page for browsers: one file without scripts, and nothing that it fetches. What comes from elsewhere is
//! escaped.

use larder_html::escape::text as escaped;
use larder_verify::{Findings, Proof};

use super::{Proved, Verified, page};
use crate::{
    exit::Exit,
    messages::{Language, Messages},
};

const STYLE: &str = "body{font:16px/1.5 system-ui,sans-serif;margin:2rem auto;max-width:60rem;padding:0 1rem}\
table{border-collapse:collapse;width:100%}td,th{border-bottom:1px solid #ccc;padding:.2rem .5rem;text-align:left;vertical-align:top}\
td.number{text-align:right}.lost{color:#b00020}";

/// The page.
pub(super) fn page(messages: &Messages, verified: &Verified) -> String {
    let language = match messages.language() {
        Language::English => "en",
        Language::Korean => "ko",
    };
    let values = [
        ("output", verified.output.as_str().into()),
        ("input", verified.against.join(", ").into()),
    ];
    let title = escaped(&messages.text("verify-head", &values));
    let last = match verified.exit() {
        Exit::Complete => "verify-proved",
        Exit::Losses => "verify-declared",
        _ => "verify-unexplained",
    };
    let mut html = format!(
        "<!DOCTYPE html>\n<html lang=\"{language}\">\n<meta charset=\"utf-8\">\n\
         <meta name=\"viewport\" content=\"width=device-width\">\n<title>{title}</title>\n<style>{STYLE}</style>\n\
         <h1>{title}</h1>\n<p><strong>{}</strong></p>\n",
        escaped(&messages.text(last, &[]))
    );
    html.push_str(&findings(messages, &verified.findings));
    verified.proofs.iter().for_each(|proved| html.push_str(&proof(messages, proved)));
    html.push_str("</html>\n");
    html
}

fn proof(messages: &Messages, proved: &Proved) -> String {
    let said = |id: &str| escaped(&messages.text(id, &[]));
    let proof = &proved.proof;
    let mut html = format!(
        "<h2>{}: {}</h2>\n<p>{}</p>\n",
        proved.format,
        escaped(&proved.name),
        escaped(&page::verdict(messages, proved))
    );
    html.push_str(&findings(messages, &proof.findings));
    html.push_str(&format!("<h3>{}</h3>\n<ul>\n", said("verify-heading-equations")));
    for line in page::equations(messages, proof) {
        html.push_str(&format!("<li>{}</li>\n", escaped(&line)));
    }
    html.push_str("</ul>\n");
    html.push_str(&listed(messages, proof));
    html.push_str(&texts(messages, proof));
    html.push_str(&fields(messages, proof));
    html
}

fn findings(messages: &Messages, findings: &Findings) -> String {
    let mut html = String::new();
    for (kind, count) in &findings.counts {
        let head = escaped(&page::found(messages, kind.code(), *count));
        html.push_str(&format!("<p class=\"lost\">{head}</p>\n<ul>\n"));
        for finding in findings.told.get(kind).into_iter().flatten() {
            let said = escaped(&page::about_finding(messages, finding));
            if !said.is_empty() {
                html.push_str(&format!("<li>{said}</li>\n"));
            }
        }
        html.push_str("</ul>\n");
    }
    html
}

/// What equations list one by one, such as links that lead nowhere.
fn listed(messages: &Messages, proof: &Proof) -> String {
    let mut html = String::new();
    for name in page::EQUATIONS {
        let Some(equation) = proof.equations.get(name).filter(|it| !it.listed.is_empty()) else {
            continue;
        };
        let what = messages.text(&format!("verify-of-{name}"), &[]);
        let count = equation.listed.len();
        let what = escaped(&what);
        html.push_str(&format!("<details><summary>{what} ({count})</summary>\n<ul>\n"));
        for line in &equation.listed {
            html.push_str(&format!("<li>{}</li>\n", escaped(line)));
        }
        html.push_str("</ul>\n</details>\n");
    }
    html
}

fn texts(messages: &Messages, proof: &Proof) -> String {
    let said = |id: &str| escaped(&messages.text(id, &[]));
    let mut html = format!(
        "<h3>{}</h3>\n<p>{}</p>\n<table>\n",
        said("verify-heading-texts"),
        escaped(&page::about_texts(messages, &proof.texts))
    );
    for (name, count) in &proof.elements {
        if count.before + count.after > 0 {
            html.push_str(&format!(
                "<tr><td>{}</td><td class=\"number\">{}</td><td class=\"number\">{}</td></tr>\n",
                said(&format!("verify-elements-{name}")),
                count.before,
                count.after
            ));
        }
    }
    html.push_str("</table>\n<ol>\n");
    for worst in &proof.texts.worst {
        html.push_str(&format!("<li>{}</li>\n", escaped(&page::about_worst(messages, worst))));
    }
    html.push_str("</ol>\n");
    html
}

fn fields(messages: &Messages, proof: &Proof) -> String {
    let mut html = format!(
        "<h3>{}</h3>\n<p>{}</p>\n<table>\n",
        escaped(&messages.text("verify-heading-fields", &[])),
        escaped(&page::about_fields(messages, proof))
    );
    for account in &proof.fields {
        let why = account.reason.as_deref().map(|why| page::reason(messages, why));
        let examples: Vec<&str> = account.examples.iter().map(|post| post.as_str()).collect();
        html.push_str(&format!(
            "<tr><td>{}</td><td>{}</td><td class=\"number\">{}</td><td>{}</td><td>{}</td></tr>\n",
            escaped(&account.field),
            escaped(&page::treatment(messages, account.treatment)),
            account.count,
            escaped(&why.unwrap_or_default()),
            escaped(&examples.join(", "))
        ));
    }
    html.push_str("</table>\n");
    html
}
