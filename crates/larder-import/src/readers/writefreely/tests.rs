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
        for at in (0..text.len()).step_by(3) {
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

#[test]
fn what_has_no_id_is_no_copy_of_what_has_none() {
    let table = "id,slug,blog,url,created,title,body\n,a,walks,,,,one\n,b,walks,,,,two\n";
    let json = r#"{"username":"ato","collections":[{"alias":"walks","posts":[{"body":"three"}]}],"posts":[]}"#;
    let reading = try_read(&[("a.csv", table.as_bytes()), ("b.json", json.as_bytes())]).unwrap();
    assert_eq!(reading.blogs[0].posts.len(), 3);
}

#[test]
fn a_copy_with_another_text_is_kept_with_the_post() {
    let table = TABLE.replace("# One\\n#tag", "# One\\nolder");
    let files: [(&str, &[u8]); 3] =
        [("a.csv", table.as_bytes()), ("b.json", JSON.as_bytes()), ("bbbbbbbbbb2.txt", b"other")];
    let reading = try_read(&files).unwrap();
    assert_eq!(reading.blogs.iter().map(|blog| blog.posts.len()).collect::<Vec<_>>(), [1, 2]);
    for blog in &reading.blogs {
        let post = blog.posts.iter().next().unwrap().unwrap().into_owned();
        assert_eq!(post.revisions.len(), 1, "{}", post.id);
        assert!(blog.notes.iter().any(|note| note.kind.code() == "captures-differ"));
    }
}

#[test]
fn collections_without_posts_and_accounts_without_any_are_kept() {
    let json = JSON
        .replace("[{\"alias\"", r#"[{"alias":"empty","title":"None yet","public":true},{"alias""#);
    let reading = try_read(&[("a.json", json.as_bytes())]).unwrap();
    assert!(reading.blogs.iter().any(|blog| blog.site.title.as_deref() == Some("None yet")));
    let json = r#"{"username":"ato","email":"ato@example.org","collections":[{"alias":"a"},{"alias":"b"}],"posts":[]}"#;
    let reading = try_read(&[("a.json", json.as_bytes())]).unwrap();
    assert_eq!(reading.blogs.len(), 2);
    assert_eq!(reading.blogs[0].authors[0].email.as_deref(), Some("ato@example.org"));
}
