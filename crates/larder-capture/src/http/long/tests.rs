use std::io::Write;

use flate2::{Compression, write};

use super::*;

fn gzip(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = write::GzEncoder::new(Vec::new(), Compression::fast());
    encoder.write_all(bytes).unwrap();
    encoder.finish().unwrap()
}

fn zlib(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = write::ZlibEncoder::new(Vec::new(), Compression::fast());
    encoder.write_all(bytes).unwrap();
    encoder.finish().unwrap()
}

fn deflate(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = write::DeflateEncoder::new(Vec::new(), Compression::fast());
    encoder.write_all(bytes).unwrap();
    encoder.finish().unwrap()
}

fn zstd(bytes: &[u8]) -> Vec<u8> {
    let level = ruzstd::encoding::CompressionLevel::Fastest;
    ruzstd::encoding::compress_to_vec(bytes, level)
}

fn in_chunks(bytes: &[u8]) -> Vec<u8> {
    let chunks =
        bytes.chunks(300).map(|it| [format!("{:x};x=y\r\n", it.len()).as_bytes(), it].concat());
    let mut all = chunks.collect::<Vec<_>>().join(&b"\r\n"[..]);
    all.extend_from_slice(b"\r\n0\r\nX-Sum: 1\r\n\r\n");
    all
}

/// The body without its layers, read piece by piece.
fn unpacked(message: &Message<'_>, limits: &Limits) -> (Vec<u8>, Vec<Deviation>) {
    let (layers, mut deviations) = message.layers(limits);
    let mut body = message.body.to_vec();
    for layer in layers {
        if body.is_empty() {
            break;
        }
        match layer.look(|| &*body, body.len() as u64, u64::MAX).unwrap() {
            Look::There(way) => {
                deviations.extend(way.deviations.clone());
                body = way.read(&*body, |it| {
                    let mut inside = Vec::new();
                    it.take(way.length).read_to_end(&mut inside).map(|_| inside).unwrap()
                });
                assert_eq!(body.len() as u64, way.length);
            }
            Look::Absent(why) => {
                deviations.push(why);
                if !layer.is_chunks() {
                    break;
                }
            }
            Look::TooMuch => panic!("nothing here expands much"),
        }
    }
    (body, deviations)
}

/// Something like the bytes of a film, which repeat little.
fn film(length: u32) -> Vec<u8> {
    let mut state = 1_u32;
    let noise = |_| {
        state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        (state >> 24) as u8 & 0x3f
    };
    (0..length).map(noise).collect()
}

#[test]
fn piece_by_piece_gives_what_decoding_in_memory_gives() {
    let film = film(1500);
    let limits = Limits::default();
    let two = [gzip(&film[..700]), gzip(&film[700..])].concat();
    let brotli = include_bytes!("../../../tests/fixtures/text.br");
    for (head, body) in [
        ("Content-Encoding: br", brotli.to_vec()),
        ("X: y", film.clone()),
        ("Transfer-Encoding: chunked", in_chunks(&film)),
        ("Transfer-Encoding: chunked", film.clone()),
        ("Content-Encoding: gzip", gzip(&film)),
        ("Content-Encoding: gzip", two),
        ("Content-Encoding: gzip", film.clone()),
        ("Content-Encoding: gzip", zstd(&film)),
        ("Content-Encoding: deflate", zlib(&film)),
        ("Content-Encoding: deflate", deflate(&film)),
        ("Content-Encoding: zstd", zstd(&film)),
        ("Content-Encoding: zstd", [zstd(&film), zstd(&film)].concat()),
        ("Content-Encoding: x-odd", film.clone()),
        ("Transfer-Encoding: chunked\r\nContent-Encoding: gzip", in_chunks(&gzip(&film))),
        ("Transfer-Encoding: chunked\r\nContent-Encoding: gzip", gzip(&film)),
        ("Transfer-Encoding: gzip, chunked", in_chunks(&gzip(&film))),
    ] {
        let start = format!("HTTP/1.1 200 OK\r\n{head}\r\n\r\n");
        let cuts = (0..body.len()).step_by(7).map(|it| body[..body.len() - it].to_vec());
        let damaged = (0..body.len()).step_by(11).map(|at| {
            let mut damaged = body.clone();
            damaged[at] ^= 0x55;
            damaged
        });
        let more = [[&*body, b"more"].concat()];
        for body in cuts.chain(damaged).chain(more) {
            let block = [start.as_bytes(), &body].concat();
            let message = Message::parse(&block).unwrap();
            let (inside, deviations) = unpacked(&message, &limits);
            let decoded = message.decode(&limits);
            assert!(inside == *decoded.bytes, "{head}: {body:?}");
            assert_eq!(deviations, decoded.deviations, "{head}: {body:?}");
        }
    }
}

#[test]
fn what_is_longer_than_a_piece_comes_off_too() {
    let film = film(300_000);
    let limits = Limits::default();
    let damaged = {
        let mut packed = gzip(&film);
        packed[150_000..150_010].fill(0);
        packed
    };
    for (head, body) in [
        ("Transfer-Encoding: chunked", in_chunks(&film)),
        ("Content-Encoding: gzip", gzip(&film)),
        ("Content-Encoding: gzip", damaged),
        ("Content-Encoding: deflate", deflate(&film)),
        ("Content-Encoding: zstd", zstd(&film)),
    ] {
        let start = format!("HTTP/1.1 200 OK\r\n{head}\r\n\r\n");
        let block = [start.as_bytes(), &body].concat();
        let message = Message::parse(&block).unwrap();
        let (inside, deviations) = unpacked(&message, &limits);
        let decoded = message.decode(&limits);
        assert!(inside == *decoded.bytes, "{head}");
        assert_eq!(deviations, decoded.deviations, "{head}");
    }
}

#[test]
fn what_expands_without_measure_is_refused() {
    let packed = gzip(&vec![0; 1 << 20]);
    let layer = Layer(Stated::Coding("gzip".into()));
    let look = |most| layer.look(|| &*packed, packed.len() as u64, most).unwrap();
    assert_eq!(look((1 << 20) - 1), Look::TooMuch);
    assert!(matches!(look(1 << 20), Look::There(_)));
}

#[test]
fn a_body_that_cannot_be_read_is_an_error_of_its_own() {
    struct Failing(usize);
    impl Read for Failing {
        fn read(&mut self, out: &mut [u8]) -> io::Result<usize> {
            if self.0 == 0 {
                return Err(io::Error::other("the disk is gone"));
            }
            self.0 -= 1;
            let packed = gzip(&film(100_000));
            out[..10].copy_from_slice(&packed[..10]);
            Ok(10)
        }
    }
    for layer in [Stated::Chunks, Stated::Coding("gzip".into())] {
        let found = Layer(layer).look(|| Failing(1), 1 << 20, 1 << 20);
        assert_eq!(found.unwrap_err().to_string(), "the disk is gone");
    }
}
