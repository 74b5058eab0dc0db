//! Runs the program in a folder of its own and checks everything it says.
//!
//! ```ignore
//! Test::new()
//!     .file("notes.txt", "nothing of a blog")
//!     .run("larder convert notes.txt --to rss -o out")
//!     .stderr("error: …\n")
//!     .exits(4);
//! ```
//!
//! The environment is empty but for what a test puts there, so that the language is English and nothing depends on the
//! machine.

use std::{
    collections::BTreeMap,
    fs,
    io::Write as _,
    path::{Path, PathBuf},
    process::{Command, Stdio},
};

use similar::TextDiff;
use tempfile::TempDir;

/// A folder, an environment and an input for one run.
pub struct Test {
    folder: TempDir,
    variables: Vec<(String, String)>,
    stdin: Vec<u8>,
}

/// What a run said, and the folder it ran in.
pub struct Ran {
    pub folder: TempDir,
    pub stdout: String,
    pub stderr: String,
    pub exit: i32,
}

impl Test {
    pub fn new() -> Self {
        Self::within(tempfile::tempdir().expect("tests need a temporary folder"))
    }

    /// A run in the folder of an earlier one.
    pub fn within(folder: TempDir) -> Self {
        Self { folder, variables: Vec::new(), stdin: Vec::new() }
    }

    /// A file in the folder.
    pub fn file(self, name: &str, bytes: impl AsRef<[u8]>) -> Self {
        let path = self.path(name);
        fs::create_dir_all(path.parent().expect("a file is in a folder")).unwrap();
        fs::write(path, bytes).unwrap();
        self
    }

    /// An empty folder in the folder.
    pub fn folder(self, name: &str) -> Self {
        fs::create_dir_all(self.path(name)).unwrap();
        self
    }

    /// The captures of the sample book, as the folder `captures`.
    pub fn sample(self) -> Self {
        let captures = Path::new(env!("CARGO_MANIFEST_DIR")).join("examples/brunch-book/captures");
        copy(&captures, &self.path("captures"));
        self
    }

    /// A variable of the environment.
    pub fn variable(mut self, name: &str, value: &str) -> Self {
        self.variables.push((name.into(), value.into()));
        self
    }

    /// What comes from standard input.
    pub fn stdin(mut self, bytes: impl AsRef<[u8]>) -> Self {
        self.stdin = bytes.as_ref().to_vec();
        self
    }

    /// Runs a command line; words are parted by spaces, and `'…'` keeps them together.
    pub fn run(self, line: &str) -> Ran {
        let mut child = self.command(line).spawn().expect("the program was built");
        let mut stdin = child.stdin.take().expect("it was piped");
        // The program may end before it has read everything.
        let _ = stdin.write_all(&self.stdin);
        drop(stdin);
        let output = child.wait_with_output().unwrap();
        Ran {
            folder: self.folder,
            stdout: String::from_utf8(output.stdout).expect("what is printed is UTF-8"),
            stderr: String::from_utf8(output.stderr).expect("what is said is UTF-8"),
            exit: output.status.code().unwrap_or(-1),
        }
    }

    /// The command, ready to be spawned.
    pub fn command(&self, line: &str) -> Command {
        let words = words(line);
        assert_eq!(words.first().map(String::as_str), Some("larder"), "{line}");
        let mut command = Command::new(env!("CARGO_BIN_EXE_larder"));
        command.args(&words[1..]).current_dir(self.folder.path()).env_clear();
        command.envs(self.variables.iter().map(|(name, value)| (name, value)));
        command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
        command
    }

    pub fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }
}

impl Ran {
    /// The whole of stdout.
    pub fn stdout(self, expected: &str) -> Self {
        same("stdout", expected, &self.stdout);
        self
    }

    /// The whole of stderr.
    pub fn stderr(self, expected: &str) -> Self {
        same("stderr", expected, &self.stderr);
        self
    }

    /// The exit code.
    pub fn exits(self, code: i32) -> Self {
        assert_eq!(self.exit, code, "the exit code; it said:\n{}{}", self.stderr, self.stdout);
        self
    }

    /// All files and folders that are there now, by their names.
    pub fn tree(&self) -> BTreeMap<String, Vec<u8>> {
        tree(self.folder.path())
    }

    /// A file as text.
    pub fn text(&self, name: &str) -> String {
        let path = self.folder.path().join(name);
        fs::read_to_string(&path)
            .unwrap_or_else(|error| panic!("`{name}`: {error}\n{}", self.stderr))
    }

    /// A file as JSON.
    pub fn json(&self, name: &str) -> serde_json::Value {
        serde_json::from_str(&self.text(name)).expect("it is JSON")
    }
}

/// All files and folders below `root`; folders end with `/`.
pub fn tree(root: &Path) -> BTreeMap<String, Vec<u8>> {
    let mut found = BTreeMap::new();
    let mut ahead = vec![root.to_owned()];
    while let Some(folder) = ahead.pop() {
        for entry in fs::read_dir(&folder).unwrap() {
            let path = entry.unwrap().path();
            let name = path.strip_prefix(root).unwrap().to_string_lossy().into_owned();
            if path.is_dir() {
                found.insert(format!("{name}/"), Vec::new());
                ahead.push(path);
            } else {
                found.insert(name, fs::read(path).unwrap_or_default());
            }
        }
    }
    found
}

/// Words of a command line: parted by spaces, but for those in single quotes.
pub fn words(line: &str) -> Vec<String> {
    let mut words = vec![String::new()];
    let mut quoted = false;
    for character in line.chars() {
        match character {
            '\'' => quoted = !quoted,
            ' ' if !quoted => words.push(String::new()),
            _ => words.last_mut().expect("there is always one").push(character),
        }
    }
    words.retain(|word| !word.is_empty());
    words
}

/// Fails with a difference when two texts are not the same.
pub fn same(what: &str, expected: &str, found: &str) {
    if expected != found {
        let difference = TextDiff::from_lines(expected, found);
        panic!("{what}:\n{}", difference.unified_diff().header("expected", "found"));
    }
}

fn copy(from: &Path, to: &Path) {
    fs::create_dir_all(to).unwrap();
    for entry in fs::read_dir(from).unwrap() {
        let entry = entry.unwrap();
        let target = to.join(entry.file_name());
        if entry.path().is_dir() {
            copy(&entry.path(), &target);
        } else {
            fs::copy(entry.path(), target).unwrap();
        }
    }
}
