//! What every reader's target does.

use larder_export::{Account, WRITERS, WriteError, WriteOptions, sink};
use larder_import::{ReadOptions, read, source};

/// Reads the bytes with the named reader, in a thread with a 2 MiB stack as the program's own threads have, and writes
/// what came of it with every writer.
#[allow(dead_code, reason = "each target uses one of these")]
pub fn read_and_write(reader: &str, bytes: &[u8]) {
    // The first byte chooses how the input is cut into files, so that joining is fuzzed too.
    let (&cut, bytes) = bytes.split_first().unwrap_or((&0, &[]));
    let files: Vec<(String, Vec<u8>)> = if cut & 1 == 0 {
        vec![("input".to_owned(), bytes.to_vec())]
    } else {
        bytes.split(|&byte| byte == 0xff).enumerate().map(|(n, part)| (format!("f/{n}"), part.to_vec())).collect()
    };
    read_files(reader, cut, files);
}

/// The same for a reader of folders: the bytes are its settings and two pages, under the names that it has for them.
#[allow(dead_code, reason = "each target uses one of these")]
pub fn read_and_write_site(reader: &str, names: [&str; 3], bytes: &[u8]) {
    let (&cut, bytes) = bytes.split_first().unwrap_or((&0, &[]));
    let parts = bytes.split(|&byte| byte == 0xff);
    let files = names.into_iter().zip(parts).map(|(name, part)| (name.to_owned(), part.to_vec()));
    read_files(reader, cut, files.collect());
}

fn read_files(reader: &str, cut: u8, files: Vec<(String, Vec<u8>)>) {
    let mut options = ReadOptions::default();
    options.from = (cut & 2 == 0).then(|| reader.to_owned());
    let source = source::Memory::new("fuzz", files);
    let Ok(reading) = read(&source, &options) else { return };
    assert!(reading.ledger.unexplained().is_empty(), "{:?}", reading.ledger.unexplained());
    for blog in &reading.blogs {
        for writer in WRITERS {
            let mut account = Account::new(writer.format(), blog);
            let mut sink = sink::Memory::default();
            let mut options = WriteOptions::default();
            options.public_address = Some("https://example.org/".into());
            match writer.write(blog, &options, &mut sink, &mut account) {
                Ok(()) | Err(WriteError::Missing { .. }) => {}
                Err(error) => panic!("memory takes everything: {error}"),
            }
        }
    }
}
