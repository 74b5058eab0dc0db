//! Sites in folders.

use super::*;

/// All files of a folder, with their paths in it.
fn files(folder: &Path, found: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).expect("it is there").flatten() {
        match entry.path().is_dir() {
            true => files(&entry.path(), found),
            false => found.push(entry.path()),
        }
    }
}

#[test]
fn every_page_of_a_site_is_a_post_and_every_file_has_a_fate() {
    for reader in ["hugo", "jekyll", "hexo", "zola", "astro", "eleventy", "markdown"] {
        for (case, input) in cases(reader) {
            let reading = read(&input).unwrap_or_else(|| panic!("{reader}/{case} cannot be read"));
            let mut all = Vec::new();
            files(&input, &mut all);
            assert_eq!(entries(&reading, ItemKind::File), all.len() as u64, "{reader}/{case}");
            assert_eq!(reading.ledger.unexplained(), [], "{reader}/{case}");
            // What is in the folders of pages, and neither empty nor a template, nor a list or a file of a folder of ours.
            let is_ours = |path: &&PathBuf| {
                let is_file = path.strip_prefix(&input).is_ok_and(|path| path.starts_with("media"));
                let is_list = fs::read(path).is_ok_and(|it| it.starts_with(b"---\nlarder_list: "));
                is_list || reader == "markdown" && is_file
            };
            let is_page = |path: &&PathBuf| {
                let path = path.strip_prefix(&input).unwrap_or(path).to_string_lossy().into_owned();
                let beside =
                    ["layouts/", "_layouts/", "_site/", "themes/", "templates/", "scaffolds/"];
                let is_beside = beside.iter().any(|it| path.starts_with(it));
                let is_text =
                    [".md", ".markdown", ".mdx", ".html"].iter().any(|it| path.ends_with(it));
                is_text && !is_beside && !(reader == "jekyll" && path == "README.md")
            };
            let has_bytes = |path: &&PathBuf| fs::metadata(path).is_ok_and(|it| it.len() > 0);
            let pages =
                all.iter().filter(is_page).filter(has_bytes).filter(|it| !is_ours(it)).count();
            let posts: usize = reading.blogs.iter().map(|blog| blog.posts.len()).sum();
            assert_eq!(posts, pages, "{reader}/{case}");
        }
    }
}
