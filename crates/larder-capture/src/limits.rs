//! What bounds the work and the memory that hostile bytes can cause.

/// The bounds of everything in this crate. The defaults are safe and wide enough for real captures.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Limits {
    /// The longest line of a head, 64 KiB by default. A longer one is left out, and the record says so.
    pub head_line: usize,
    /// The longest head of a record, 256 KiB by default: the address stands in it up to three times. A record with a
    /// longer one is skipped. Of HTTP messages it is the same, and fixed: what is beyond is in the body.
    pub head_bytes: usize,
    /// The most lines of a head of a record, 1,000 by default. A record with more is skipped.
    pub head_lines: usize,
    /// The longest block that is held in memory, 64 MiB by default. Longer ones are read piece by piece. Buffers grow by
    /// doubling, so that up to twice as much may be held; where a length leads nowhere, as much is looked at behind it, 128 KiB at
    /// least.
    pub block_in_memory: usize,
    /// The longest block that is believed in, 1 TiB by default. A record that states more has a length nobody knows.
    pub block_length: u64,
    /// How much may come out of a member or a body before its expansion counts, 64 MiB by default.
    pub expansion_from: u64,
    /// How many bytes may come out of one, beyond [`expansion_from`](Self::expansion_from): 200 by default.
    pub expansion: u64,
    /// The most that may come out of one container, 100 GiB by default.
    pub total_bytes: u64,
    /// How many bytes of a member are kept so that a damaged one can be looked through again, 16 MiB by default.
    pub kept_member: usize,
    /// The longest dictionary of a zstd file, 16 MiB by default.
    pub dictionary: usize,
    /// The longest body that is decoded, 256 MiB by default. What is beyond is left out, and said.
    pub body_bytes: usize,
    /// The most codings that are on one body, 5 by default.
    pub codings: usize,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            head_line: 64 << 10,
            head_bytes: 256 << 10,
            head_lines: 1_000,
            block_in_memory: 64 << 20,
            block_length: 1 << 40,
            expansion_from: 64 << 20,
            expansion: 200,
            total_bytes: 100 << 30,
            kept_member: 16 << 20,
            dictionary: 16 << 20,
            body_bytes: 256 << 20,
            codings: 5,
        }
    }
}

impl Limits {
    /// Whether so much may come out of so few bytes.
    pub(crate) fn allow(&self, out: u64, from: u64) -> bool {
        out <= self.expansion_from || out / self.expansion.max(1) <= from
    }

    /// The same for all members together: many small bombs are a large one. A few are let pass, for the sake of what
    /// comes after them.
    pub(crate) fn allow_total(&self, out: u64, from: u64) -> bool {
        const A_FEW: u64 = 4;
        out.saturating_sub(self.expansion_from.saturating_mul(A_FEW)) / self.expansion.max(1)
            <= from
    }
}
