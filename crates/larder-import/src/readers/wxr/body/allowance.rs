//! How much other posts and attachments may add to one body.

/// Bytes that may still be added.
///
/// A body of a few lines can name the same reusable block, or the same picture
/// with a long caption, very often; reusable blocks can do so again.
#[derive(Clone, Copy, Debug)]
pub(super) struct Allowance {
    left: usize,
}

impl Default for Allowance {
    fn default() -> Self {
        // More than any page that a browser shows; a gallery of 10 000 pictures fits.
        Self { left: 8 * 1024 * 1024 }
    }
}

impl Allowance {
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
