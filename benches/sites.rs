//! An export of WordPress to a site in Markdown, by the program itself and by others, in one run on the same file.
//!
//! ```text
//! npm install --prefix /tmp/peers wordpress-export-to-markdown
//! LARDER_PEERS=/tmp/peers cargo bench --bench sites            10,000 posts, made for this
//! LARDER_PEERS=/tmp/peers cargo bench --bench sites -- FILE…   exports of your own
//! ```
//!
//! `-- 1000` says how many posts are made, `--runs 5` how often each program runs (three times). A program that is not
//! there is skipped, and it is said why. Prints wall time, CPU time (of the program and of the system for it) and peak
//! memory, of the run that took the least CPU, and how many times as much the others take; on Linux alone. On a machine
//! that does something else too, only CPU and memory say something. `TMPDIR` should be a folder in memory: ext4 takes seconds
//! of CPU to make new files where many were just deleted.
//!
//! What is asked: the posts of the export as Markdown, each in its folder with front matter, no pictures from the web. Of
//! `wordpress-export-to-markdown`, besides: no wizard, and no delay between files, which is 25 ms a file otherwise (10
//! since its version 3). It writes no comments, no redirects and no settings of a site, and proves nothing.
#![expect(
    clippy::disallowed_methods,
    clippy::print_stdout,
    clippy::unwrap_used,
    reason = "a benchmark makes files and prints what it measured"
)]

#[path = "common/brunch.rs"]
#[expect(dead_code, reason = "only the texts are used; captures are for other benchmarks")]
mod brunch;
#[path = "common/process.rs"]
mod process;
#[path = "common/wxr.rs"]
mod wxr;

use std::{
    env,
    ffi::OsString,
    fs::{self, File},
    io::{BufWriter, Write},
    path::{Path, PathBuf},
    process::{Command, Stdio},
};

use process::Measured;

/// A program, and how it is asked to write the site of a file into a folder; or why it cannot be asked.
type Program = fn(&Path, &Path) -> Result<Command, String>;

const PROGRAMS: &[(&str, Program)] = &[
    ("larder --to hugo", |input, output| Ok(larder("hugo", input, output))),
    ("wordpress-export-to-markdown", wordpress_export_to_markdown),
];

/// The other formats that blogs move in, for how time and memory grow.
const MOVES: &[&str] = &["wxr", "mt", "ghost", "blogger", "bar"];

fn main() {
    let (mut posts, mut runs, mut files) = (10_000, 3, Vec::new());
    let mut words = env::args().skip(1).filter(|word| word != "--bench");
    while let Some(word) = words.next() {
        match (word.as_str(), word.parse()) {
            ("--runs", _) => runs = words.next().and_then(|it| it.parse().ok()).unwrap_or(runs),
            (_, Ok(number)) => posts = number,
            _ => files.push(PathBuf::from(word)),
        }
    }
    let folder = tempfile::tempdir().unwrap();
    if files.is_empty() {
        files.push(export(folder.path(), posts));
        files.push(export(folder.path(), posts / 4));
    }
    println!("   wall      CPU  peak memory   times ours: wall  CPU  memory   program");
    for file in &files {
        println!("{} ({:.1} MB)", file.display(), fs::metadata(file).unwrap().len() as f64 / 1e6);
        compare(file, &folder.path().join("site"), runs);
        for format in MOVES {
            let moved =
                best(runs, &folder.path().join("site"), &|output| Ok(larder(format, file, output)));
            report(&format!("larder --to {format}"), &moved.unwrap(), None);
        }
    }
}

/// Makes an export of so many posts.
fn export(folder: &Path, posts: u64) -> PathBuf {
    let path = folder.join(format!("{posts}-posts.xml"));
    let mut file = BufWriter::new(File::create(&path).unwrap());
    wxr::write(&mut file, posts).unwrap();
    file.flush().unwrap();
    path
}

fn compare(file: &Path, output: &Path, runs: usize) {
    let mut ours = None;
    for (name, program) in PROGRAMS {
        match best(runs, output, &|output| program(file, output)) {
            Ok(measured) => {
                report(name, &measured, ours.as_ref());
                ours.get_or_insert(measured);
            }
            Err(reason) => println!("{:>60} {name}: {reason}", "skipped"),
        }
    }
}

/// The run that took the least CPU.
fn best(
    runs: usize,
    output: &Path,
    command: &dyn Fn(&Path) -> Result<Command, String>,
) -> Result<Measured, String> {
    let mut all = Vec::new();
    for _ in 0..runs.max(1) {
        let mut command = command(output)?;
        command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
        let measured = process::run(&mut command).map_err(|error| error.to_string())?;
        if !matches!(measured.status.code(), Some(0 | 1)) {
            return Err(format!("it failed: {}", measured.status));
        }
        all.push(measured);
        // The system's own work for what the last run left must not be part of the next.
        fs::remove_dir_all(output).or_else(|_| fs::remove_file(output)).unwrap();
    }
    Ok(all.into_iter().min_by_key(|measured| measured.cpu).unwrap())
}

fn larder(format: &str, input: &Path, output: &Path) -> Command {
    let mut larder = Command::new(env!("CARGO_BIN_EXE_larder"));
    larder.args(["convert", "--quiet", "--to", format]).arg(input).arg("-o").arg(output);
    larder
}

fn wordpress_export_to_markdown(input: &Path, output: &Path) -> Result<Command, String> {
    let peers =
        env::var_os("LARDER_PEERS").ok_or("LARDER_PEERS names no folder of npm packages")?;
    let package = Path::new(&peers).join("node_modules/wordpress-export-to-markdown");
    let about = fs::read_to_string(package.join("package.json"))
        .map_err(|error| format!("{}: {error}", package.display()))?;
    let about: serde_json::Value = serde_json::from_str(&about).map_err(|it| it.to_string())?;
    let version = about["version"].as_str().unwrap_or_default();
    let named = |name: &str, path: &Path| {
        let mut word = OsString::from(name);
        word.push(path);
        word
    };
    let mut node = Command::new("node");
    if version.starts_with("2.") {
        // The delay is no option there but a constant, which is changed for the run alone.
        let settings = serde_json::Value::from(package.join("src/settings.js").to_str());
        let quick = output.with_extension("no-delay.js");
        let text = format!("require({settings}).markdown_file_write_delay = 0;\n");
        fs::write(&quick, text).map_err(|error| error.to_string())?;
        node.arg("--require").arg(quick).arg(package.join("index.js"));
        node.args(["--save-attached-images=false", "--save-scraped-images=false"]);
    } else if version.starts_with("3.") {
        node.arg(package.join("app.js")).args(["--save-images=none", "--write-delay=0"]);
    } else {
        return Err(format!("its version {version} is not known here"));
    }
    node.arg("--wizard=false").arg(named("--input=", input)).arg(named("--output=", output));
    Ok(node)
}

fn report(name: &str, measured: &Measured, ours: Option<&Measured>) {
    let (wall, cpu) = (measured.wall.as_secs_f64(), measured.cpu.as_secs_f64());
    let times = ours.map(|ours| {
        format!(
            "{:>6.1} {:>4.1} {:>7.1}",
            wall / ours.wall.as_secs_f64(),
            cpu / ours.cpu.as_secs_f64().max(0.01),
            measured.peak as f64 / ours.peak.max(1) as f64,
        )
    });
    println!(
        "{wall:>6.2} s {cpu:>6.2} s {:>9.1} MB {:>31}   {name}",
        measured.peak as f64 / 1e6,
        times.unwrap_or_default(),
    );
}
