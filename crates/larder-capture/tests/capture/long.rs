//! Bodies that are too long for memory come out of chunks and codings as others do.

use std::io::{self, Read};

use larder_capture::{
    Limits,
    http::{Deviation, Layer, Look, Message},
};

use crate::{
    build::{gz, zstd},
    http::{BROTLI, deflate, zlib},
};

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
            _ => panic!("nothing here expands much"),
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

/// That both ways give the same of a body under this head.
fn compare(head: &str, body: &[u8]) {
    let block = answer(head, body);
    let message = Message::parse(&block).unwrap();
    let limits = Limits::default();
    let (inside, deviations) = unpacked(&message, &limits);
    let decoded = message.decode(&limits);
    assert!(
        inside == *decoded.bytes,
        "{head}: {} bytes {:?}",
        body.len(),
        &body[..body.len().min(2000)]
    );
    assert_eq!(deviations, decoded.deviations, "{head}: {} bytes", body.len());
}

fn answer(head: &str, body: &[u8]) -> Vec<u8> {
    [format!("HTTP/1.1 200 OK\r\n{head}\r\n\r\n").as_bytes(), body].concat()
}

/// The layer that this head states.
fn layer(head: &str) -> Layer {
    let block = answer(head, b"");
    let (mut layers, _) = Message::parse(&block).unwrap().layers(&Limits::default());
    layers.remove(0)
}

#[test]
fn piece_by_piece_gives_what_decoding_in_memory_gives() {
    let film = film(1500);
    let two = [gz(&film[..700]), gz(&film[700..])].concat();
    let brotli = BROTLI;
    for (head, body) in [
        ("Content-Encoding: br", brotli.to_vec()),
        ("X: y", film.clone()),
        ("Transfer-Encoding: chunked", in_chunks(&film)),
        ("Transfer-Encoding: chunked", film.clone()),
        ("Content-Encoding: gzip", gz(&film)),
        ("Content-Encoding: gzip", two),
        ("Content-Encoding: gzip", film.clone()),
        ("Content-Encoding: gzip", zstd(&film)),
        ("Content-Encoding: deflate", zlib(&film)),
        ("Content-Encoding: deflate", deflate(&film)),
        ("Content-Encoding: zstd", zstd(&film)),
        ("Content-Encoding: zstd", [zstd(&film), zstd(&film)].concat()),
        ("Content-Encoding: x-odd", film.clone()),
        ("Transfer-Encoding: chunked\r\nContent-Encoding: gzip", in_chunks(&gz(&film))),
        ("Transfer-Encoding: chunked\r\nContent-Encoding: gzip", gz(&film)),
        ("Transfer-Encoding: gzip, chunked", in_chunks(&gz(&film))),
    ] {
        let cuts = (0..body.len()).step_by(7).map(|it| body[..body.len() - it].to_vec());
        let damaged = (0..body.len()).step_by(11).map(|at| {
            let mut damaged = body.clone();
            damaged[at] ^= 0x55;
            damaged
        });
        let more = [[&*body, b"more"].concat()];
        for body in cuts.chain(damaged).chain(more) {
            compare(head, &body);
        }
    }
}

#[test]
fn what_is_longer_than_a_piece_comes_off_too() {
    let film = film(300_000);
    let damaged = {
        let mut packed = gz(&film);
        packed[150_000..150_010].fill(0);
        packed
    };
    for (head, body) in [
        ("Transfer-Encoding: chunked", in_chunks(&film)),
        ("Content-Encoding: gzip", gz(&film)),
        ("Content-Encoding: gzip", damaged),
        ("Content-Encoding: deflate", deflate(&film)),
        ("Content-Encoding: zstd", zstd(&film)),
    ] {
        compare(head, &body);
    }
}

#[test]
fn what_expands_without_measure_is_refused() {
    let packed = gz(&vec![0; 1 << 20]);
    let layer = layer("Content-Encoding: gzip");
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
            let packed = gz(&film(100_000));
            out[..10].copy_from_slice(&packed[..10]);
            Ok(10)
        }
    }
    for head in ["Transfer-Encoding: chunked", "Content-Encoding: gzip"] {
        let found = layer(head).look(|| Failing(1), 1 << 20, 1 << 20);
        assert_eq!(found.unwrap_err().to_string(), "the disk is gone");
    }
}
