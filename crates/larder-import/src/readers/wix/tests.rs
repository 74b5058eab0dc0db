//! What is odd, broken and hostile; whole tables are in `tests/fixtures/import/wix`.

use larder_core::{Status, Visibility};

use crate::{ReadError, ReadOptions, Reading, source::Memory};

const HEADER: &str = "Author,Main Category,Title,Excerpt,ID,Tags,Featured,Pinned,Slug,Plain Content,Cover Image,Published Date,Categories,Rich Content,Post Page URL,Last Published Date,Internal ID\n";

fn try_read(bytes: &[u8]) -> Result<Reading, ReadError> {
    let source = Memory::new("export", [("posts.csv", bytes)]);
    let reading = crate::read(&source, &ReadOptions::default())?;
    assert_eq!(reading.ledger.unexplained(), []);
    Ok(reading)
}

fn first(row: &str) -> larder_core::Post {
    let reading = try_read(format!("{HEADER}{row}").as_bytes()).unwrap();
    reading.blogs[0].posts.get(0).unwrap().into_owned()
}

#[test]
fn a_post_without_a_date_is_a_draft_and_an_odd_row_is_not_public() {
    let public =
        first("Ato,,T,,id,[],false,false,s,plain,,2025-01-02T00:00:00.000Z,[],,/post/s,,i\n");
    assert_eq!(
        (public.status, public.visibility),
        (Some(Status::Published), Some(Visibility::Public))
    );
    let draft = first("Ato,,T,,id,[],false,false,s,plain,,,[],,/post/s,,i\n");
    assert_eq!(draft.status, Some(Status::Draft));
    let undated = try_read(
        format!("{HEADER}Ato,,T,,id,[],false,false,s,plain,,soon,[],,/post/s,2025-01-02,i\n")
            .as_bytes(),
    );
    let blog = &undated.unwrap().blogs[0];
    assert_eq!(blog.posts.head(0).status, None);
    assert!(blog.notes.iter().any(|note| note.kind.code() == "status-missing"));
    let odd =
        first("Ato,,T,,id,[],false,false,s,plain,,2025-01-02T00:00:00.000Z,[],,/post/s,,i,more\n");
    assert_eq!(odd.visibility, None);
    let short = first("Ato,,T,,id,[],false,false,s,plain,,2025-01-02T00:00:00.000Z\n");
    assert_eq!(short.visibility, None);
}

#[test]
fn a_draft_that_lost_a_quote_is_not_public_with_the_date_of_the_next_row() {
    let both = first(concat!(
        "Ato,W,SECRET-d,M.,1,[],true,false,slow,\"SECRET-x,,,[],,,,\n",
        "Ato,W,Pub,M.,2,[],true,false,slow2,\"y\",,2025-01-02T09:00:00.000Z,[],,/p,,\n",
    ));
    assert_eq!((both.title.as_deref(), both.visibility), (Some("SECRET-d"), None));
}

#[test]
fn wherever_a_table_is_cut_or_changed_the_books_balance() {
    let row = "Ato,News,T,E,id,\"[\"\"a\"\"]\",false,true,s,plain,wix:image://v1/a_b.jpg/x.jpg#originWidth=3&originHeight=4,2025-01-02T00:00:00.000Z,[],\"{\"\"nodes\"\":[{\"\"type\"\":\"\"DIVIDER\"\"}]}\",/post/s,,i\n";
    let text = format!("{HEADER}{row}{row}");
    for at in (0..text.len()).step_by(3) {
        _ = try_read(&text.as_bytes()[..at]);
        for flip in [0x01, 0x20, 0x80] {
            let mut bytes = text.as_bytes().to_vec();
            bytes[at] ^= flip;
            _ = try_read(&bytes);
        }
    }
}

#[test]
fn trees_may_be_deep_and_odd() {
    let deep = "{\"\"nodes\"\":[".repeat(100_000);
    for rich in [deep.as_str(), "{\"\"nodes\"\":[1,null,{\"\"type\"\":[]}]}", "no json"] {
        let row = format!("a,,t,,id,x,,,s,plain,,2025-01-02,,\"{rich}\",/p,,\n");
        let (text, started) = (format!("{HEADER}{row}"), std::time::Instant::now());
        let reading = std::thread::Builder::new()
            .stack_size(2 << 20)
            .spawn(move || try_read(text.as_bytes()).unwrap().blogs[0].posts.len())
            .unwrap();
        assert_eq!(reading.join().unwrap(), 1);
        assert!(started.elapsed().as_secs() < 30);
    }
}
