//! Works on the parts of a text on all cores while the next ones are looked for, and takes what comes of them in their
//! order.

use std::{
    collections::VecDeque,
    sync::{
        Mutex, PoisonError,
        mpsc::{Receiver, TryRecvError, sync_channel},
    },
};

/// How many parts wait or are worked on at once for each core: enough to go on while what was made is taken.
const AHEAD_PARTS: usize = 4;

/// For how many cores there are parts, at most: they are in memory.
const MOST_CORES: usize = 8;

/// How many bytes a part should have: what was looked through is worked on while it is in the cache of a core.
pub(crate) const PART_BYTES: usize = 256 << 10;

/// Room for the texts of parts, used again and again: getting it anew from the system for each takes longer than to fill it.
#[derive(Debug, Default)]
pub(crate) struct Room(Mutex<Vec<String>>);

impl Room {
    /// An empty text with room for a part.
    pub(crate) fn take(&self) -> String {
        let spare = self.0.lock().unwrap_or_else(PoisonError::into_inner).pop();
        // The last piece of a part mostly goes beyond its end.
        spare.unwrap_or_else(|| String::with_capacity(PART_BYTES + PART_BYTES / 4))
    }

    /// Takes it back, if it has not become much larger.
    pub(crate) fn give_back(&self, mut text: String) {
        text.clear();
        if text.capacity() <= 2 * PART_BYTES {
            self.0.lock().unwrap_or_else(PoisonError::into_inner).push(text);
        }
    }
}

/// What is looked for, worked on and taken.
pub(crate) trait Ahead {
    /// What is worked on by itself.
    type Part: Send;
    /// What comes of it.
    type Made: Send;
    /// Why it goes no further.
    type Error;

    /// The next part, and how many bytes it has. None at the end.
    fn next(&mut self) -> Result<Option<(Self::Part, usize)>, Self::Error>;

    /// Takes what came of the first part that was not taken yet.
    fn take(&mut self, made: Self::Made) -> Result<(), Self::Error>;
}

/// Works on all parts. Where looking or taking fails, nothing more is looked for or taken; what is being worked on is ended
/// first.
pub(crate) fn all<A: Ahead>(
    ahead: &mut A,
    work: impl Fn(A::Part) -> A::Made + Sync,
) -> Result<(), A::Error> {
    let work = &work;
    let cores = rayon::current_num_threads().clamp(2, MOST_CORES);
    // A part may be larger than parts should be: bytes count.
    let most = cores * AHEAD_PARTS * PART_BYTES;
    rayon::in_place_scope(|threads| {
        let mut under_way: VecDeque<(Receiver<A::Made>, usize)> = VecDeque::new();
        let mut bytes = 0;
        while let Some((part, length)) = ahead.next()? {
            let (send, receive) = sync_channel(1);
            threads.spawn(move |_| {
                // Nobody waits for it any more where taking failed.
                let _ = send.send(work(part));
            });
            under_way.push_back((receive, length));
            bytes += length;
            while let Some((first, length)) = under_way.front() {
                let made = match first.try_recv() {
                    Ok(made) => Some(made),
                    Err(TryRecvError::Empty) if bytes <= most => break,
                    Err(_) => wait(first),
                };
                bytes -= length;
                under_way.pop_front();
                // It panicked, which the scope passes on.
                let Some(made) = made else { return Ok(()) };
                ahead.take(made)?;
            }
        }
        let mut rest = under_way.iter().map_while(|(made, _)| wait(made));
        rest.try_for_each(|made| ahead.take(made))
    })
}

/// What comes; None if nothing ever does. A thread of the pool works on other things meanwhile: there may be no other.
fn wait<T>(receiver: &Receiver<T>) -> Option<T> {
    loop {
        if rayon::current_thread_index().is_none() {
            return receiver.recv().ok();
        }
        match receiver.try_recv() {
            Ok(made) => return Some(made),
            Err(TryRecvError::Disconnected) => return None,
            Err(TryRecvError::Empty) => {
                if rayon::yield_now() != Some(rayon::Yield::Executed) {
                    std::thread::yield_now();
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Numbers up to a limit; taking one number fails.
    struct Numbers {
        next: usize,
        limit: usize,
        bytes: usize,
        bad: Option<usize>,
        taken: Vec<usize>,
    }

    impl Ahead for Numbers {
        type Part = usize;
        type Made = usize;
        type Error = usize;

        fn next(&mut self) -> Result<Option<(usize, usize)>, usize> {
            self.next += 1;
            Ok((self.next <= self.limit).then_some((self.next, self.bytes)))
        }

        fn take(&mut self, made: usize) -> Result<(), usize> {
            self.taken.push(made);
            if self.bad == Some(made) { Err(made) } else { Ok(()) }
        }
    }

    fn numbers(bytes: usize, bad: Option<usize>) -> (Result<(), usize>, Vec<usize>) {
        let mut numbers = Numbers { next: 0, limit: 500, bytes, bad, taken: Vec::new() };
        let slow = |number: usize| {
            std::thread::sleep(std::time::Duration::from_micros((number as u64 * 7) % 50));
            number * 2
        };
        let result = all(&mut numbers, slow);
        (result, numbers.taken)
    }

    /// As much as may wait at once, on many cores.
    const MOST: usize = MOST_CORES * AHEAD_PARTS * PART_BYTES;

    #[test]
    fn what_is_made_is_taken_in_order_from_wherever() {
        let expected: Vec<usize> = (1..=500).map(|number| number * 2).collect();
        for bytes in [0, 1, MOST / 9, MOST + 1] {
            assert_eq!(numbers(bytes, None), (Ok(()), expected.clone()));
            for threads in [1, 2] {
                let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().unwrap();
                assert_eq!(pool.install(|| numbers(bytes, None)), (Ok(()), expected.clone()));
            }
        }
    }

    #[test]
    fn nothing_is_taken_after_a_failure() {
        let (result, taken) = numbers(MOST / 2, Some(40));
        assert_eq!((result, taken.last()), (Err(40), Some(&40)));
    }

    #[test]
    #[should_panic(expected = "seven")]
    fn a_panic_is_passed_on() {
        let mut numbers = Numbers { next: 0, limit: 50, bytes: MOST, bad: None, taken: Vec::new() };
        let _ = all(&mut numbers, |number| if number == 7 { panic!("seven") } else { number });
    }
}
