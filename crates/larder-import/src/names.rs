//! Names of entries: labels, made safe and comparable.

/// The name of an entry from its raw bytes, as UTF-8, else as CP949; NFC.
pub fn entry_name(raw: &[u8]) -> String {
    larder_core::key::name(&String::from_utf8_lossy(raw))
}
