//! Normalises HTML from standard input to standard output.
//!
//! Several bodies may be given, with NUL between them; so they come out.

use std::io::{self, Read, Write};

use larder_html::{Normalise, normalise, url::Base};

fn main() -> io::Result<()> {
    let mut input = String::new();
    io::stdin().read_to_string(&mut input)?;
    let mut options = Normalise::default();
    options.base = Base::new(Some("https://example.org/base/"), Some("https://example.org/post"));
    let mut output = io::stdout().lock();
    for (index, body) in input.split('\0').enumerate() {
        if index > 0 {
            output.write_all(b"\0")?;
        }
        output.write_all(normalise(body, &options).html.as_bytes())?;
    }
    output.flush()
}
