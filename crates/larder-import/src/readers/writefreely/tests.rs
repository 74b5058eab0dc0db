//! What is odd, broken and hostile; whole exports are in `tests/fixtures/import/writefreely`.

use crate::{ReadError, ReadOptions, Reading, source::Memory};

fn try_read(files: &[(&str, &[u8])]) -> Result<Reading, ReadError> {
    let source = Memory::new("export", files.iter().copied());
    let reading = crate::read(&source, &ReadOptions::default())?;
    assert_eq!(reading.ledger.unexplained(), []);
    Ok(reading)
}

const JSON: &str = r##"{"username":"ato","email":"ato@example.org","collections":[{"alias":"walks","title":"Walks","public":true,"posts":[{"id":"aaaaaaaaaa1","slug":"one","created":"2024-01-01T00:00:00Z","title":"","body":"# One\n#tag","tags":["tag"],"views":3}]}],"posts":[{"id":"bbbbbbbbbb2","body":"SECRET","created":"2024-01-02T00:00:00Z"}]}"##;
const TABLE: &str = "id,slug,blog,url,created,title,body\naaaaaaaaaa1,one,walks,https://w.example/walks/one,2024-01-01T00:00:00Z,,# One\\n#tag\ncccccccccc3,pinned,walks,https://w.example/walks/pinned,2024-01-03T00:00:00Z,Pinned,\"a, b\\nc\"\n";

#[test]
fn wherever_an_export_is_cut_or_changed_the_books_balance() {
    for (name, text) in [("a.json", JSON), ("a.csv", TABLE)] {
        for at in 0..text.len() {
            _ = try_read(&[(name, &text.as_bytes()[..at])]);
            for flip in [0x01, 0x20, 0x80] {
                let mut bytes = text.as_bytes().to_vec();
                bytes[at] ^= flip;
                _ = try_read(&[(name, &bytes)]);
            }
        }
    }
}

#[test]
fn what_the_json_does_not_have_comes_from_the_table_and_the_texts() {
    let files: [(&str, &[u8]); 4] = [
        ("a.csv", TABLE.as_bytes()),
        ("b.json", JSON.as_bytes()),
        ("walks/one_aaaaaaaaaa1.txt", b"# One"),
        ("walks/four_dddddddddd4.txt", b"four"),
    ];
    let reading = try_read(&files).unwrap();
    let posts =
        |number: usize| reading.blogs[number].posts.iter().map(|it| it.unwrap().into_owned());
    assert_eq!(reading.blogs.len(), 2);
    let walks: Vec<_> = posts(1).map(|post| post.slug.unwrap_or_default()).collect();
    assert_eq!(walks, ["one", "pinned", "four"]);
    assert_eq!(posts(1).next().unwrap().permalink.as_deref(), Some("https://w.example/walks/one"));
}

#[test]
fn odd_values_cost_no_other() {
    let deep = "[".repeat(50_000) + &"]".repeat(50_000);
    let text = format!(
        r#"{{"username":7,"collections":[3,{{"alias":[],"posts":{{"id":1,"body":{{}}}}}},{{"posts":[null,{{"body":"x","tags":"a","created":"0001-01-01T00:00:00Z","y":1e400}}]}}],"posts":null,"x":{deep}}}"#
    );
    let reading = try_read(&[("a.json", text.as_bytes())]).unwrap();
    assert_eq!(reading.blogs.iter().map(|blog| blog.posts.len()).sum::<usize>(), 2);
}
