//! Runs programs and measures them, as Linux tells it: wall time, CPU time of all threads, peak memory.

use std::{
    fs,
    process::{Child, Command, ExitStatus},
    thread,
    time::{Duration, Instant},
};

/// What a run took.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Measured {
    pub(crate) wall: Duration,
    /// In the program and in the system for it.
    pub(crate) cpu: Duration,
    /// The most memory it had at once, in bytes.
    pub(crate) peak: u64,
    pub(crate) status: ExitStatus,
}

/// Runs a program to its end. Fails when it cannot be started.
pub(crate) fn run(command: &mut Command) -> std::io::Result<Measured> {
    let start = Instant::now();
    let mut child = command.spawn()?;
    let (mut cpu, mut peak) = (Duration::ZERO, 0);
    let status = loop {
        (cpu, peak) = usage(&child).unwrap_or((cpu, peak));
        if let Some(status) = child.try_wait()? {
            break status;
        }
        thread::sleep(Duration::from_millis(2));
    };
    Ok(Measured { wall: start.elapsed(), cpu, peak, status })
}

/// CPU time and peak memory of a process. The last few milliseconds of a run are not seen.
fn usage(child: &Child) -> Option<(Duration, u64)> {
    let process = child.id();
    let stat = fs::read_to_string(format!("/proc/{process}/stat")).ok()?;
    let fields: Vec<&str> = stat.rsplit_once(')')?.1.split_whitespace().collect();
    let ticks: u64 = fields.get(11)?.parse::<u64>().ok()? + fields.get(12)?.parse::<u64>().ok()?;
    let status = fs::read_to_string(format!("/proc/{process}/status")).ok()?;
    let peak = status.lines().find_map(|line| line.strip_prefix("VmHWM:"))?;
    let kilobytes: u64 = peak.trim().strip_suffix("kB")?.trim().parse().ok()?;
    Some((Duration::from_millis(ticks * 10), kilobytes * 1024))
}
