//! Tables of text: RFC 4180, with the cells in quotes that spreadsheets would take apart.

/// A record of CSV.
pub(super) fn record<T: AsRef<str>>(cells: &[T]) -> String {
    let length = cells.iter().map(|cell| cell.as_ref().len() + 3).sum();
    let mut record = String::with_capacity(length);
    for (at, cell) in cells.iter().map(AsRef::as_ref).enumerate() {
        if at > 0 {
            record.push(',');
        }
        match cell.contains([',', '"', '\n', '\r', ' ', ';', '|']) {
            true => record.extend(["\"", &cell.replace('"', "\"\""), "\""]),
            false => record.push_str(cell),
        }
    }
    record.push('\n');
    record
}

/// The records of a CSV file, with the line of each.
pub(super) fn records(text: &str, separator: u8) -> impl Iterator<Item = (usize, Vec<String>)> {
    let mut reader = csv::ReaderBuilder::new()
        .has_headers(false)
        .flexible(true)
        .delimiter(separator)
        .from_reader(text.trim_start_matches('\u{feff}').as_bytes());
    let mut record = csv::StringRecord::new();
    std::iter::from_fn(move || {
        // Texts are UTF-8, and memory never fails to be read.
        reader.read_record(&mut record).ok().filter(|is_there| *is_there)?;
        let line =
            record.position().map_or(0, |it| usize::try_from(it.line()).unwrap_or(usize::MAX));
        Some((line, record.iter().map(str::to_owned).collect()))
    })
}
