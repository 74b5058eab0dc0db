//! Paths from a file of a folder to another one, as links write them where nobody serves the folder.

/// The path from one file to another. Both begin with `/`, which is the folder itself, and are escaped alike.
pub(crate) fn relative(from: &str, to: &str) -> String {
    let folder = &from[..from.rfind('/').map_or(0, |at| at + 1)];
    let same = folder.bytes().zip(to.bytes()).take_while(|(one, other)| one == other).count();
    // Paths that begin alike are in one folder only as far as a name ends in both.
    let common = folder.as_bytes()[..same].iter().rposition(|byte| *byte == b'/');
    let start = common.map_or(0, |at| at + 1);
    let up = folder[start..].matches('/').count();
    ["../".repeat(up).as_str(), &to[start..]].concat()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_path_leads_from_file_to_file() {
        for (from, to, expected) in [
            ("/posts/a.md", "/posts/b.md", "b.md"),
            ("/posts/a.md", "/media/a.png", "../media/a.png"),
            ("/posts/a.md", "/index.md", "../index.md"),
            ("/index.md", "/posts/a.md", "posts/a.md"),
            ("/걷기/a.md", "/걷다/a.md", "../걷다/a.md"),
            ("/a/b/c.md", "/a/x.md", "../x.md"),
            ("/posts/a.md", "/post", "../post"),
        ] {
            assert_eq!(relative(from, to), expected, "{from} {to}");
        }
    }
}
