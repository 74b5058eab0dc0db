//! What must hold for every container, whatever the bytes.

use larder_capture::capture::{Capture, Each, Error, Limits, Report};

type Read<'a> = fn(&'a [u8], &Limits, &mut Each<'_>) -> Result<Report, Error>;

/// Reads the bytes twice, within limits that are easily met.
pub fn check<'a>(bytes: &'a [u8], read: Read<'a>) {
    let mut limits = Limits::default();
    limits.body = 1 << 10;
    limits.bodies = 1 << 14;
    limits.parts = 100;
    limits.depth = 8;
    limits.header = 1 << 10;
    let first = all(bytes, &limits, read);
    if let Some((captures, report)) = &first {
        assert_eq!(captures.len() as u64, report.captures);
        assert!(captures.len() <= 100);
        assert!(captures.iter().all(|capture| capture.body.len() <= 1 << 10));
        assert!(captures.iter().map(|capture| capture.body.len()).sum::<usize>() <= 1 << 14);
    }
    assert_eq!(first, all(bytes, &limits, read));
    all(bytes, &Limits::default(), read);
}

fn all<'a>(bytes: &'a [u8], limits: &Limits, read: Read<'a>) -> Option<(Vec<Capture>, Report)> {
    let mut captures = Vec::new();
    let report = read(bytes, limits, &mut |capture| {
        captures.push(capture);
        Ok(())
    });
    report.ok().map(|report| (captures, report))
}
