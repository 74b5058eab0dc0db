//! Whether an output would stand in an input, or an input in an output.

use std::{
    fs,
    path::{Path, PathBuf},
};

/// The first of `inputs` that `output` would stand in, or that would stand in `output`.
///
/// An output in an input would be read by the next run; an input in a replaced output would be moved away with it.
/// Links are followed, so that two names of one folder are one. What does not exist overlaps with nothing.
#[expect(clippy::disallowed_methods, reason = "looks where inputs and outputs really are")]
pub fn overlaps<'a>(output: &Path, inputs: &'a [PathBuf]) -> Option<&'a Path> {
    let output = real(output)?;
    let meets = |input: &&PathBuf| {
        fs::canonicalize(input)
            .is_ok_and(|input| output.starts_with(&input) || input.starts_with(&output))
    };
    inputs.iter().find(meets).map(PathBuf::as_path)
}

/// Whether `path` is `folder`, or would stand in it. What does not exist yet is judged by its name.
pub fn is_within(path: &Path, folder: &Path) -> bool {
    matches!((real(path), real(folder)), (Some(path), Some(folder)) if path.starts_with(&folder))
}

/// The real path of something whose last parts may not exist yet.
#[expect(clippy::disallowed_methods, reason = "looks where inputs and outputs really are")]
fn real(path: &Path) -> Option<PathBuf> {
    let mut missing = Vec::new();
    let mut known = path;
    loop {
        let shown = if known.as_os_str().is_empty() { Path::new(".") } else { known };
        if let Ok(real) = fs::canonicalize(shown) {
            return Some(missing.iter().rev().fold(real, |path, part| path.join(part)));
        }
        // Ends with `..`, which nobody can follow in a folder that is not there.
        missing.push(known.file_name()?);
        known = known.parent()?;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    #[expect(clippy::disallowed_methods, reason = "the test makes its own files")]
    fn an_output_in_an_input_and_the_reverse_are_found() {
        let root = tempfile::tempdir().unwrap();
        let at = |name: &str| root.path().join(name);
        fs::create_dir_all(at("captures/2022")).unwrap();
        fs::write(at("captures/a.txt"), "").unwrap();
        let inputs = [at("captures"), at("missing")];
        assert_eq!(overlaps(&at("captures/out"), &inputs), Some(inputs[0].as_path()));
        assert_eq!(overlaps(&at("captures/2022/../out"), &inputs), Some(inputs[0].as_path()));
        assert_eq!(overlaps(&at("captures"), &inputs), Some(inputs[0].as_path()));
        assert_eq!(overlaps(root.path(), &inputs), Some(inputs[0].as_path()));
        assert_eq!(overlaps(&at("captures-out"), &inputs), None);
        assert_eq!(overlaps(&at("captures/out"), &[at("captures/a.txt")]), None);
    }

    #[test]
    fn what_does_not_exist_yet_is_within_by_its_name() {
        let root = tempfile::tempdir().unwrap();
        let at = |name: &str| root.path().join(name);
        for within in ["out", "out/report.json", "out/a/b/report.json", "./out/report.json"] {
            assert!(is_within(&at(within), &at("out")), "{within}");
        }
        for beside in ["report.json", "out.json", "out-2/report.json", ""] {
            assert!(!is_within(&at(beside), &at("out")), "{beside}");
        }
    }

    #[test]
    #[cfg(unix)]
    #[expect(clippy::disallowed_methods, reason = "the test makes its own files")]
    fn a_link_does_not_hide_an_overlap() {
        let root = tempfile::tempdir().unwrap();
        let (real, link) = (root.path().join("captures"), root.path().join("link"));
        fs::create_dir(&real).unwrap();
        std::os::unix::fs::symlink(&real, &link).unwrap();
        assert!(overlaps(&link.join("out"), &[real]).is_some());
    }
}
