use crate::{ReadOptions, read, source::Memory};

fn blogs(files: &[(&str, &str)]) -> crate::Reading {
    let source = Memory::new("in", files.iter().map(|(name, text)| (*name, (*text).to_owned())));
    read(&source, &ReadOptions::default()).unwrap()
}

const POST: &str = "<html lang=en><meta property=og:type content=article><meta property=article:published_time content=2020-01-05T10:00:00Z>\
    <title>Snow</title><article><h1>Snow</h1><div class=entry-content><p>It snowed all day. <a href='/2020/01/06/ice/'>Ice</a></p></div></article>";

#[test]
fn pages_of_two_blogs_are_two_blogs_and_links_lead_to_posts() {
    let one = POST.replace("<title>", "<link rel=canonical href=https://a.example/2020/01/05/snow/><title>");
    let ice = one.replace("05/snow", "06/ice").replace("Snow", "Ice");
    let other = one.replace("a.example", "b.example");
    let reading = blogs(&[("1.html", &one), ("2.html", &ice), ("3.html", &other), ("a.css", "p{}")]);
    assert_eq!(reading.blogs.iter().map(|it| it.site.id.as_str()).collect::<Vec<_>>(), ["https://a.example/", "https://b.example/"]);
    let post = reading.blogs[0].posts.slots()[0].get().unwrap().into_owned();
    assert_eq!(post.internal_links.len(), 1);
    assert!(reading.ledger.unexplained().is_empty());
}
