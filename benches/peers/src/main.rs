//! How long reading a feed or an export of WordPress takes, ours and others', in one run on the same files; and how much
//! memory each needs at most. For the time on one core: `taskset -c 0`.
//!
//! Every reader runs in a process of its own, so that its peak of memory is its own (Linux). Of five readings the
//! fastest counts. Ours reads into the model, with bodies in a spool of 1 MB, as in a large conversion; the others make
//! their own structures; quick-xml only looks at its events. All have the allocator of the program.

use std::{
    env,
    fs::File,
    io::BufReader,
    path::{Path, PathBuf},
    process::Command,
    time::Instant,
};

use quick_xml::events::Event;

/// The allocator of the program.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

/// Reads a feed and says how many entries (or events) it has; None if it cannot.
type Reader = fn(&Path) -> Option<usize>;

const READERS: [(&str, Reader); 5] = [
    ("larder", larder),
    ("feed-rs", feed_rs),
    ("rss", rss),
    ("atom_syndication", atom),
    ("quick-xml, events only", events),
];

fn main() {
    let arguments: Vec<String> = env::args().skip(1).collect();
    if let [flag, number, file] = arguments.as_slice()
        && flag == "--one"
    {
        return one(number.parse().expect("our own number"), Path::new(file));
    }
    for file in &arguments {
        println!("{file}");
        for number in 0..READERS.len() {
            let program = env::current_exe().expect("the program knows where it is");
            let mut child = Command::new(program);
            child.args(["--one", &number.to_string(), file]).status().expect("it runs again");
        }
    }
}

fn one(number: usize, file: &Path) {
    let (name, read) = READERS[number];
    let mut best = f64::MAX;
    let mut found = None;
    for _ in 0..5 {
        let start = Instant::now();
        found = read(file);
        best = best.min(start.elapsed().as_secs_f64());
    }
    match found {
        Some(found) => println!("  {name:24}{:9.1} ms  {found:9}  {}", best * 1e3, peak()),
        None => println!("  {name:24}cannot read it"),
    }
}

/// The most memory that this process had.
fn peak() -> String {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
    line.map(|line| line.trim().to_owned()).unwrap_or_default()
}

fn larder(file: &Path) -> Option<usize> {
    let mut options = larder_import::ReadOptions::default();
    options.limits.spool_bytes = 1_000_000;
    let source = larder_import::source::open(&[PathBuf::from(file)], &options.limits).ok()?;
    let reading = larder_import::read(&*source, &options).ok()?;
    Some(reading.blogs.iter().map(|blog| blog.posts.len()).sum())
}

fn buffered(file: &Path) -> Option<BufReader<File>> {
    File::open(file).ok().map(BufReader::new)
}

fn feed_rs(file: &Path) -> Option<usize> {
    feed_rs::parser::parse(buffered(file)?).ok().map(|feed| feed.entries.len())
}

fn rss(file: &Path) -> Option<usize> {
    rss::Channel::read_from(buffered(file)?).ok().map(|channel| channel.items.len())
}

fn atom(file: &Path) -> Option<usize> {
    atom_syndication::Feed::read_from(buffered(file)?).ok().map(|feed| feed.entries.len())
}

fn events(file: &Path) -> Option<usize> {
    let mut reader = quick_xml::Reader::from_file(file).ok()?;
    let (mut buffer, mut events) = (Vec::new(), 0);
    loop {
        match reader.read_event_into(&mut buffer).ok()? {
            Event::Eof => return (events > 1).then_some(events),
            _ => events += 1,
        }
        buffer.clear();
    }
}
