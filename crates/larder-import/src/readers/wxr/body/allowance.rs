//! How much other posts and attachments may add to one body.

/// Bytes that may still be added.
///
/// A body of a few lines can name the same reusable block, or the same picture
/// with a long caption, very often; reusable blocks can do so again.
#[derive(Clone, Copy, Debug)]
pub(super) struct Allowance {
    left: usize,
}

/// What all bodies of a blog together may have added to them, unless there are very many.
const IN_ALL: usize = 4 << 30;

/// What a body may have added to it in any case: a gallery of 200 pictures fits.
const LEAST: usize = 64 << 10;

/// More than any page that a browser shows: a gallery of 10 000 pictures fits.
const MOST: usize = 8 << 20;

impl Allowance {
    /// What one of so many bodies of a blog may have added to it. It is the same for all, so that it does not depend on
    /// which of them is read first.
    pub(super) fn of_one_in(bodies: usize) -> Self {
        Self { left: (IN_ALL / bodies.max(1)).clamp(LEAST, MOST) }
    }

    /// Takes this many bytes; false if they are not left.
    pub(super) fn spend(&mut self, bytes: usize) -> bool {
        match self.left.checked_sub(bytes) {
            Some(left) => {
                self.left = left;
                true
            }
            None => false,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_more_bodies_there_are_the_less_each_may_have_added() {
        let left = |bodies| Allowance::of_one_in(bodies).left;
        assert_eq!((left(0), left(100), left(1_000_000)), (MOST, MOST, LEAST));
        assert_eq!(left(4096), 1 << 20);
    }
}
