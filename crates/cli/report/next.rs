//! What to do with an output that is meant for a program or a platform: how it is built or imported, and how to prove that
//! nothing is missing.

use clap::CommandFactory as _;
use larder_core::{Output, format::SITE_FILES};

use super::Run;
use crate::{
    args::Args,
    messages::{Messages, Value},
};

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
    ("wacz", "next-wacz"),
    ("wxr", "next-wxr"),
    ("zola", "next-zola"),
];

/// The steps, for each format that has some. Nothing where nothing was written.
pub(super) fn text(messages: &Messages, run: &Run) -> String {
    let Some(place) = run.output.as_deref().filter(|place| *place != "-" && run.dry_run.is_none())
    else {
        return String::new();
    };
    // A folder that was packed has to be unpacked first, under the same name.
    let root = place.strip_suffix(".zip").unwrap_or(place);
    let (mut said, mut lines) = (Vec::new(), String::new());
    let mut line = |id: &str, values: &[(&'static str, Value)]| {
        lines.push_str(&format!("  {}\n", messages.text(id, values)));
    };
    for output in run.ledger.outputs.iter().filter(|output| output.written > 0) {
        let step = STEPS.iter().find(|(format, _)| *format == output.format);
        let Some((format, id)) = step.filter(|(format, _)| !said.contains(format)) else {
            continue;
        };
        let Some(file) = main_file(output) else { continue };
        if said.is_empty() && root != place {
            line("next-unpack", &[("place", place.into())]);
        }
        said.push(format);
        let folder = file.rsplit_once('/').map(|(folder, _)| format!("{root}/{folder}"));
        let folder = folder.unwrap_or_else(|| root.to_owned());
        line(id, &[("folder", folder.into()), ("file", format!("{root}/{file}").into())]);
    }
    if said.is_empty() {
        return lines;
    }
    let is_site =
        |format: &&str| larder_export::writer(format).is_some_and(|it| it.format().is_folder());
    if let Some(home) = run.stays_at.as_deref().filter(|_| said.iter().any(is_site)) {
        line("next-where", &[("home", home.into())]);
    }
    let mut command = format!("larder verify {}", quoted(place));
    for input in &run.inputs {
        command.push_str(&format!(" --against {}", quoted(input)));
    }
    command.push_str(&run.again);
    line("next-verify", &[("command", command.into())]);
    lines
}

/// Those options of a command line that `larder verify` takes too, as words of a shell, each with a space before it.
pub(crate) fn again(words: impl Iterator<Item = String>) -> String {
    let command = Args::command();
    let verify = command.find_subcommand("verify");
    // How it speaks and where it writes is another matter.
    const OWN: [&str; 4] = ["against", "as", "html", "json"];
    let takes_value = |name: &str| {
        let mut options = verify?.get_arguments();
        let option = options.find(|it| it.get_long() == Some(name) && !OWN.contains(&name))?;
        Some(option.get_action().takes_values())
    };
    let (mut kept, mut words) = (String::new(), words.take_while(|word| word != "--"));
    while let Some(word) = words.next() {
        let option = word.strip_prefix("--").unwrap_or_default();
        let (name, is_whole) = option.split_once('=').map_or((option, false), |it| (it.0, true));
        let Some(takes_value) = takes_value(name) else { continue };
        kept.push_str(&format!(" {}", quoted(&word)));
        if takes_value && !is_whole {
            words.next().iter().for_each(|value| kept.push_str(&format!(" {}", quoted(value))));
        }
    }
    kept
}

/// A word as a shell takes it.
fn quoted(word: &str) -> String {
    let is_plain = |it: char| it.is_alphanumeric() || ":/._,=@%+-".contains(it);
    match !word.is_empty() && word.chars().all(is_plain) {
        true => word.to_owned(),
        false => format!("'{}'", word.replace('\'', "'\\''")),
    }
}

/// The file that is imported, or that stands at the root of a site.
fn main_file(output: &Output) -> Option<&str> {
    let of_site = output.files.iter().find(|file| file.rsplit('/').next() == Some(SITE_FILES));
    of_site.or(output.files.first()).map(String::as_str)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_proof_gets_the_options_that_it_takes_and_no_others() {
        let of = |line: &str| again(line.split(' ').map(str::to_owned));
        let line = "larder convert in --to hugo -o out --home https://e.org/ --title=a --canonical --replace --report r \
                    -q --lang ko --count 3 -- --title b";
        assert_eq!(of(line), " --home https://e.org/ --title=a --canonical --count 3");
        assert_eq!(of("larder convert --json --against x"), "");
        let words = ["--title", "It's mine"].map(str::to_owned);
        assert_eq!(again(words.into_iter()), " --title 'It'\\''s mine'");
    }
}
