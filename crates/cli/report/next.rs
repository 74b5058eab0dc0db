//! What to do with an output that is meant for a program or a platform: how it is built or imported, and how to prove that
//! nothing is missing.

use larder_core::{Output, format::SITE_FILES};

use super::Run;
use crate::messages::Messages;

/// What is said of the outputs of a format.
const STEPS: &[(&str, &str)] = &[
    ("astro", "next-astro"),
    ("bar", "next-bar"),
    ("blogger", "next-blogger"),
    ("eleventy", "next-eleventy"),
    ("ghost", "next-ghost"),
    ("hexo", "next-hexo"),
    ("hugo", "next-hugo"),
    ("jekyll", "next-jekyll"),
    ("mt", "next-mt"),
    ("wxr", "next-wxr"),
    ("zola", "next-zola"),
];

/// The steps, for each format that has some. Nothing where nothing was written.
pub(super) fn text(messages: &Messages, run: &Run) -> String {
    let Some(place) = run.output.as_deref().filter(|place| *place != "-" && run.dry_run.is_none())
    else {
        return String::new();
    };
    let mut said: Vec<&str> = Vec::new();
    let mut lines = String::new();
    for output in run.ledger.outputs.iter().filter(|output| output.written > 0) {
        let step = STEPS.iter().find(|(format, _)| *format == output.format);
        let Some((format, id)) = step.filter(|(format, _)| !said.contains(format)) else {
            continue;
        };
        said.push(format);
        let Some(file) = main_file(output) else { continue };
        let folder = file.rsplit_once('/').map(|(folder, _)| format!("{place}/{folder}"));
        let folder = folder.unwrap_or_else(|| place.to_owned());
        let values = [("folder", folder.into()), ("file", format!("{place}/{file}").into())];
        lines.push_str(&format!("  {}\n", messages.text(id, &values)));
    }
    if said.is_empty() {
        return lines;
    }
    let is_site =
        |format: &&str| larder_export::writer(format).is_some_and(|it| it.format().is_folder());
    if let Some(home) = run.stays_at.as_deref().filter(|_| said.iter().any(is_site)) {
        lines.push_str(&format!("  {}\n", messages.text("next-where", &[("home", home.into())])));
    }
    let mut command = format!("larder verify {place} --against {}", run.inputs.join(" --against "));
    if !run.again.is_empty() {
        command = format!("{command} {}", run.again);
    }
    lines
        .push_str(&format!("  {}\n", messages.text("next-verify", &[("command", command.into())])));
    lines
}

/// The file that is imported, or that stands at the root of a site.
fn main_file(output: &Output) -> Option<&str> {
    let of_site = output.files.iter().find(|file| file.rsplit('/').next() == Some(SITE_FILES));
    of_site.or(output.files.first()).map(String::as_str)
}
