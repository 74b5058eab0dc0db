//! Writes HTML from standard input as Markdown: `cargo run -p larder-markdown --example markdown -- kramdown < body.html`

use std::io::{self, Read, Write};

use larder_markdown::{AsItIs, Dialect, emit};

fn main() -> io::Result<()> {
    let name = std::env::args().nth(1).unwrap_or_default();
    let dialect = match name.as_str() {
        "commonmark" => Dialect::commonmark(),
        "goldmark" => Dialect::goldmark(),
        "kramdown" => Dialect::kramdown(),
        "zola" => Dialect::pulldown_zola(),
        "markdown-it" => Dialect::markdown_it(),
        "remark" => Dialect::remark(),
        "marked" => Dialect::marked(),
        "obsidian" => Dialect::obsidian(),
        _ => Dialect::gfm(),
    };
    let mut html = String::new();
    io::stdin().read_to_string(&mut html)?;
    let emitted = emit(&html, &dialect, &mut AsItIs::default());
    io::stdout().write_all(emitted.markdown.as_bytes())?;
    writeln!(io::stderr(), "{:?}", emitted.counts)
}
