//! Makes exports of WordPress of any size: the same number of posts gives the same bytes.
//!
//! Half of the bodies are of the block editor; posts have about four terms and two comments, and behind every twentieth
//! stands a picture. Bodies are those of the [captures](super::brunch).

use std::io::{Result, Write};

use super::brunch;

const HEAD: &str = r#"<?xml version="1.0" encoding="UTF-8" ?>
<rss version="2.0"
	xmlns:excerpt="http://wordpress.org/export/1.2/excerpt/"
	xmlns:content="http://purl.org/rss/1.0/modules/content/"
	xmlns:wfw="http://wellformedweb.org/CommentAPI/"
	xmlns:dc="http://purl.org/dc/elements/1.1/"
	xmlns:wp="http://wordpress.org/export/1.2/">
<channel>
	<title>골목의 기록</title>
	<link>https://blog.example</link>
	<description></description>
	<language>ko-KR</language>
	<wp:wxr_version>1.2</wp:wxr_version>
	<wp:base_site_url>https://blog.example</wp:base_site_url>
	<wp:base_blog_url>https://blog.example</wp:base_blog_url>
	<wp:author><wp:author_id>1</wp:author_id><wp:author_login><![CDATA[mina]]></wp:author_login><wp:author_email><![CDATA[mina@blog.example]]></wp:author_email><wp:author_display_name><![CDATA[미나]]></wp:author_display_name></wp:author>
"#;

/// Writes an export of so many posts.
pub(crate) fn write(to: &mut impl Write, posts: u64) -> Result<()> {
    to.write_all(HEAD.as_bytes())?;
    for number in 1..=posts {
        post(to, number)?;
        if number % 20 == 0 {
            picture(to, posts + number)?;
        }
    }
    to.write_all(b"</channel>\n</rss>\n")
}

fn post(to: &mut impl Write, number: u64) -> Result<()> {
    begin(to, number, "post", "publish")?;
    writeln!(to, "\t\t<content:encoded><![CDATA[{}]]></content:encoded>", body(number))?;
    for term in 0..1 + number % 7 {
        let (domain, slug) =
            if term == 0 { ("category", 0) } else { ("post_tag", term + number % 40) };
        writeln!(
            to,
            "\t\t<category domain=\"{domain}\" nicename=\"t-{slug}\"><![CDATA[갈래 {slug}]]></category>"
        )?;
    }
    writeln!(
        to,
        "\t\t<wp:postmeta>\n\t\t<wp:meta_key><![CDATA[_edit_last]]></wp:meta_key>\n\t\t<wp:meta_value><![CDATA[1]]></wp:meta_value>\n\t\t</wp:postmeta>"
    )?;
    (0..number % 5).try_for_each(|comment| said(to, number * 10 + comment))?;
    to.write_all(b"\t\t</item>\n")
}

/// What every item has.
fn begin(to: &mut impl Write, row: u64, class: &str, status: &str) -> Result<()> {
    let day = format!("{}-{:02}-{:02}", 2005 + row % 20, 1 + row % 12, 1 + row % 28);
    let link = format!("https://blog.example/{}/글-{row}/", day.replace('-', "/"));
    write!(
        to,
        "\t<item>
		<title><![CDATA[{row}번째 글]]></title>
		<link>{link}</link>
		<pubDate></pubDate>
		<dc:creator><![CDATA[mina]]></dc:creator>
		<guid isPermaLink=\"false\">https://blog.example/?p={row}</guid>
		<description></description>
		<excerpt:encoded><![CDATA[]]></excerpt:encoded>
		<wp:post_id>{row}</wp:post_id>
		<wp:post_date><![CDATA[{day} 18:30:00]]></wp:post_date>
		<wp:post_date_gmt><![CDATA[{day} 09:30:00]]></wp:post_date_gmt>
		<wp:post_modified><![CDATA[{day} 18:30:00]]></wp:post_modified>
		<wp:post_modified_gmt><![CDATA[{day} 09:30:00]]></wp:post_modified_gmt>
		<wp:comment_status><![CDATA[open]]></wp:comment_status>
		<wp:ping_status><![CDATA[open]]></wp:ping_status>
		<wp:post_name><![CDATA[post-{row}]]></wp:post_name>
		<wp:status><![CDATA[{status}]]></wp:status>
		<wp:post_parent>0</wp:post_parent>
		<wp:menu_order>0</wp:menu_order>
		<wp:post_type><![CDATA[{class}]]></wp:post_type>
		<wp:post_password><![CDATA[]]></wp:post_password>
		<wp:is_sticky>0</wp:is_sticky>
"
    )
}

/// The body of a capture, with the marks of the block editor, or in lines as older editors wrote it.
fn body(number: u64) -> String {
    let paragraphs = brunch::paragraphs(number);
    let html = paragraphs.iter().map(|text| match number % 2 {
        0 => format!("<!-- wp:paragraph -->\n<p>{text}</p>\n<!-- /wp:paragraph -->"),
        _ => text.clone(),
    });
    html.collect::<Vec<_>>().join("\n\n")
}

fn said(to: &mut impl Write, row: u64) -> Result<()> {
    writeln!(
        to,
        "		<wp:comment>
			<wp:comment_id>{row}</wp:comment_id>
			<wp:comment_author><![CDATA[이웃 {row}]]></wp:comment_author>
			<wp:comment_author_email><![CDATA[n{row}@mail.example]]></wp:comment_author_email>
			<wp:comment_author_url></wp:comment_author_url>
			<wp:comment_author_IP><![CDATA[192.0.2.1]]></wp:comment_author_IP>
			<wp:comment_date><![CDATA[2020-01-02 12:00:00]]></wp:comment_date>
			<wp:comment_date_gmt><![CDATA[2020-01-02 03:00:00]]></wp:comment_date_gmt>
			<wp:comment_content><![CDATA[잘 읽었습니다. {row}]]></wp:comment_content>
			<wp:comment_approved><![CDATA[1]]></wp:comment_approved>
			<wp:comment_type><![CDATA[comment]]></wp:comment_type>
			<wp:comment_parent>0</wp:comment_parent>
			<wp:comment_user_id>0</wp:comment_user_id>
		</wp:comment>"
    )
}

/// A picture, which is an item too.
fn picture(to: &mut impl Write, row: u64) -> Result<()> {
    begin(to, row, "attachment", "inherit")?;
    writeln!(
        to,
        "\t\t<wp:attachment_url><![CDATA[https://blog.example/wp-content/uploads/{row}.jpg]]></wp:attachment_url>\n\t\t</item>"
    )
}
