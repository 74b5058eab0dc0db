//! What stands beside the records: the list of pages, and the list of files with what each is known by.

use std::io;

use larder_core::{Digest, Hashing};
use serde::Serialize;

use super::{
    crawl::{Date, Listed, failed},
    page::Entry,
};
use crate::{WriteError, feed::GENERATOR, moving::Package};

const PAGES: &str = "pages/pages.jsonl";
/// In the form that is called CDXJ. Under that ending pywb would not take it.
const INDEX: &str = "indexes/index.cdx";
const FILES: &str = "datapackage.json";

/// A page, in the list of pages.
#[derive(Serialize)]
struct Page<'a> {
    id: String,
    url: &'a str,
    ts: &'a str,
    title: &'a str,
}

/// All files of the archive, and what it is of.
#[derive(Serialize)]
struct Files<'a> {
    profile: &'static str,
    wacz_version: &'static str,
    title: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    description: Option<&'a str>,
    created: &'a str,
    software: String,
    #[serde(rename = "mainPageUrl")]
    main_page: &'a str,
    #[serde(rename = "mainPageDate")]
    main_page_date: &'a str,
    resources: Vec<Listed>,
}

/// Writes everything but the records. The first page is the one to begin with.
pub(super) fn write(
    package: &mut Package,
    (index, records): (Vec<String>, Listed),
    pages: &[Entry],
    (title, description): (&str, Option<&str>),
    date: &Date,
) -> Result<(), WriteError> {
    let length = index.iter().map(|line| line.len() as u64).sum();
    package.begin(INDEX, length)?;
    let mut resources = vec![records];
    resources.push(lines(package, INDEX, index.into_iter().map(Ok))?);
    package.begin(PAGES, 0)?;
    let head = "{\"format\":\"json-pages-1.0\",\"id\":\"pages\",\"title\":\"All Pages\"}\n";
    let pages_listed = pages.iter().map(|page| line(page, date));
    let all = std::iter::once(Ok(head.to_owned())).chain(pages_listed);
    resources.push(lines(package, PAGES, all)?);
    let (name, version) = GENERATOR;
    let files = Files {
        profile: "data-package",
        wacz_version: "1.1.1",
        title,
        description,
        created: &date.text,
        software: format!("{name} {version}"),
        main_page: pages.first().map_or("", |page| &page.address),
        main_page_date: &date.text,
        resources,
    };
    let files =
        serde_json::to_string_pretty(&files).map_err(io::Error::from).map_err(failed)? + "\n";
    package.begin(FILES, 0)?;
    package.write(files.as_bytes())?;
    package.begin("datapackage-digest.json", 0)?;
    let digest = Digest::of(files.as_bytes());
    package.write(format!("{{\"path\":\"{FILES}\",\"hash\":\"sha256:{digest}\"}}\n").as_bytes())
}

fn line(page: &Entry, date: &Date) -> io::Result<String> {
    let id = Digest::of(page.address.as_bytes()).to_string()[..32].to_owned();
    let page = Page { id, url: &page.address, ts: &date.text, title: &page.title };
    Ok(serde_json::to_string(&page)? + "\n")
}

/// Writes lines into the entry that was begun last, and says what is listed of it.
fn lines(
    package: &mut Package,
    path: &str,
    lines: impl Iterator<Item = io::Result<String>>,
) -> Result<Listed, WriteError> {
    let (mut hashing, mut bytes) = (Hashing::default(), 0);
    for line in lines {
        let line = line.map_err(failed)?;
        hashing.update(line.as_bytes());
        bytes += line.len() as u64;
        package.write(line.as_bytes())?;
    }
    Ok(Listed::new(path, hashing.finish(), bytes))
}
