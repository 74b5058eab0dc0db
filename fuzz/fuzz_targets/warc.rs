//! Any bytes, read as a WARC or ARC file, with everything that can be asked of its records. The account has to hold.
#![no_main]

use std::io::{Read as _, Write as _};

use larder_capture::{
    http::Message,
    warc::{Block, Index, Item, Joiner, Options, Record, Verify},
};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    let (&choice, bytes) = bytes.split_first().unwrap_or((&0, &[]));
    // Fuzzers do not find checksums: half of the time what is read is packed first, member by member.
    let packed: Vec<u8> = if choice & 1 == 0 {
        bytes.to_vec()
    } else {
        bytes.split(|byte| *byte == 0xfe).flat_map(pack).collect()
    };
    let reading = std::thread::Builder::new().stack_size(2 << 20).spawn(move || read(&packed, choice));
    reading.expect("threads can be had").join().expect("nothing panics");
});

fn pack(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
    encoder.write_all(bytes).expect("memory takes everything");
    encoder.finish().expect("memory takes everything")
}

fn read(bytes: &[u8], choice: u8) {
    let mut options = Options::default();
    options.limits.body_bytes = 1 << 20;
    options.limits.expansion_from = 1 << 20;
    options.limits.total_bytes = 64 << 20;
    if choice & 2 != 0 {
        options.limits.block_in_memory = 64;
        options.limits.kept_member = 1 << 10;
    }
    if choice & 4 != 0 {
        options.verify = Verify::Digests;
    }
    let limits = options.limits.clone();
    let mut records = options.open(bytes);
    let (mut index, mut joiner, mut revisits) = (Index::default(), Joiner::new(1 << 16), Vec::new());
    let is_whole = loop {
        match records.next_item() {
            Ok(Some(Item::Record(mut record))) => {
                index.add(&record);
                revisits.extend(record.head.revisit().map(|it| (it, record.origin)));
                let _ = joiner.push(&record);
                look_at(&mut record, &limits, choice);
            }
            Ok(Some(Item::Damage(damage))) => drop(damage.to_string()),
            Ok(Some(_)) => {}
            Ok(None) => break true,
            Err(_) => break false,
        }
    };
    for (revisit, origin) in revisits {
        let _ = index.resolve(&revisit, origin);
    }
    let _ = joiner.finish();
    let summary = records.summary();
    assert!(summary.balances(), "{summary:?}");
    assert!(!is_whole || summary.container.read == bytes.len() as u64, "{summary:?}");
}

fn look_at(record: &mut Record<'_>, limits: &larder_capture::Limits, choice: u8) {
    let _ = (record.head.target(), record.head.date(), record.head.segment());
    for damage in record.damage {
        let _ = damage.to_string();
    }
    match &mut record.block {
        Block::Here(block) => {
            if let Some(message) = Message::parse(block) {
                assert_eq!(message.head.len() + message.body.len(), block.len());
                let _ = message.decode(limits);
            }
        }
        Block::Long(long) if choice & 8 != 0 => {
            let mut some = [0; 100];
            let _ = long.read(&mut some);
        }
        _ => {}
    }
}
