//! Every host is asked for every old address in every spelling, by what was written for it and read back.

use std::collections::BTreeSet;

use proptest::prelude::*;

use super::*;

/// Old addresses with everything that means something somewhere.
const HARD: &[(&str, &str)] = &[
    ("/2019/05/first-snow/", "/posts/first-snow/"),
    ("/%ea%b8%80/%EC%A0%9C%EB%AA%A9", "/글/"),
    ("/a b/c", "/d%20e/"),
    ("/a.html", "/a/"),
    ("/x/(1)+[2]{3}^$|*", "/y/$1/"),
    ("/x/:id/(.*)", "/z/:splat/"),
    ("/quote\"s'and`ticks", "/q/"),
    ("/back%5Cslash", "/b/"),
    ("/100%25", "/percent/"),
    ("/100%2541", "/percent-again/"),
    ("/%b1%db", "/cp949/"),
    ("/a%2Fb", "/slash/"),
    ("/hash%23tag%3Fq", "/h/#part"),
    ("/semi;colon,comma=e&f", "/s/?a=1&b=2"),
    ("/Old", "/new-one/"),
    ("/old", "/new-two/"),
    ("/Moved/Case/", "/moved/case/"),
    ("/cafe\u{301}/", "/coffee/"),
    ("/line%0d%0aSet-Cookie:%20x", "/l/"),
    ("/{path}/${env}", "/env/"),
    ("/<script>", "/tag/"),
    ("/con", "/device/"),
    ("/folder.html/x", "/fx/"),
    ("/folder.html", "/f/"),
    ("/elsewhere", "https://other.example:8080/there?x=1#y"),
    ("/default", "/default-page/"),
    ("/?p=12", "/twelve/"),
    ("/?page_id=1%262", "/odd/"),
    ("/index.php?a=1&b=2", "/two/"),
    ("/feeds/posts/default", "/atom.xml"),
    ("/feeds/posts/default?alt=rss", "/rss.xml"),
    ("/?p=Ab", "/upper/"),
    ("/?p=ab", "/lower/"),
];

fn table(pairs: &[(&str, &str)]) -> Table {
    let redirect = |(from, to): &(&str, &str)| {
        let to = Target::parse(to, None).unwrap();
        Redirect::new(Address::parse(from).unwrap(), to, Class::Given)
    };
    let mut redirects: Vec<Redirect> = pairs.iter().map(redirect).collect();
    redirects.push(Redirect::gone(Address::parse("/gone/글").unwrap()));
    let (table, findings) = Table::settle(redirects, &BTreeSet::new());
    assert_eq!(findings, []);
    table
}

/// What a host answers that was given what is written for it, by all its files.
fn read_back(host: Host, written: &Written) -> Replay {
    let mut all = Parsed::new(host);
    for (name, text) in &written.files {
        if name.ends_with(".server.conf") {
            continue;
        }
        let parsed = parse(host, name, text.as_bytes());
        assert_eq!(parsed.findings, [], "{host}: {name}\n{text}");
        all.rules.extend(parsed.rules);
    }
    Replay::new(&all)
}

/// Whether a host must answer for a spelling as for the address.
fn must_answer(host: Host, variant: Variant, from: &Address) -> bool {
    let is_table = matches!(host, Host::Csv | Host::Json);
    match variant {
        Variant::Plain | Variant::Met | Variant::Small | Variant::Decoded => true,
        Variant::Slash => true,
        Variant::Campaign => {
            from.query().is_empty()
                || is_table
                || matches!(
                    host,
                    Host::Netlify | Host::Nginx | Host::Apache | Host::Caddy | Host::Vercel
                )
        }
        Variant::Decomposed | Variant::Index => is_table,
        Variant::Doubled => is_table || matches!(host, Host::Nginx | Host::Apache),
        _ => false,
    }
}

/// Asks a host for everything, and returns how many addresses it does not have.
fn ask_for_all(host: Host, table: &Table) -> usize {
    let written = write(host, table);
    let lost: usize = written.unexpressed.iter().map(|it| it.count).sum();
    let replay = read_back(host, &written);
    let mut silent = 0;
    for redirect in table {
        let plain = Variant::Plain.of(&redirect.from).unwrap();
        // Without its parameter, a path may have a rule of its own.
        let is_lost = replay.ask(&plain).is_none_or(|it| !answers(&it, redirect, &plain));
        silent += usize::from(is_lost);
        for variant in Variant::ALL {
            let Some(url) = variant.of(&redirect.from) else { continue };
            let answer = replay.ask(&url);
            if !is_lost && must_answer(host, *variant, &redirect.from) {
                let answer = answer.unwrap_or_else(|| panic!("{host} does not answer {url}"));
                assert!(answers(&answer, redirect, &url), "{host}: {url} {answer:?} {redirect:?}");
            } else if let Some(answer) = answer {
                let address = Address::parse(&url).unwrap();
                let bare = Address::parse(address.raw()).unwrap();
                let known =
                    table.find(&address).into_iter().chain(table.find(&bare)).chain([redirect]);
                assert!(
                    known.into_iter().any(|it| answers(&answer, it, &url)),
                    "{host}: {url} {answer:?}"
                );
            }
        }
    }
    assert_eq!(
        silent, lost,
        "{host} is silent where nothing was declared: {:?}",
        written.unexpressed
    );
    lost
}

fn answers(answer: &Answer, redirect: &Redirect, url: &str) -> bool {
    let is_place = match (&answer.location, &redirect.to) {
        (Some(location), Some(to)) => leads_to(location, to.as_str(), url),
        (location, to) => location.is_none() && to.is_none(),
    };
    answer.status == redirect.status.code() && is_place
}

#[test]
fn every_host_answers_for_what_it_was_given_and_declares_the_rest() {
    let table = table(HARD);
    let lost: Vec<(&str, usize)> =
        Host::ALL.iter().map(|host| (host.name(), ask_for_all(*host, &table))).collect();
    assert_eq!(
        lost,
        [
            ("csv", 0),
            ("json", 0),
            ("netlify", 3),
            ("cloudflare", 9),
            ("gitlab", 9),
            ("nginx", 4),
            ("apache", 3),
            ("caddy", 8),
            ("vercel", 1),
            ("firebase", 7),
            ("s3", 10),
            ("iis", 5),
            ("haproxy", 1),
            ("ghost", 7),
            ("ghost-json", 7),
            ("redirection", 5),
            ("redirection-json", 4),
            ("astro", 11),
            ("html", 27),
        ]
    );
}

#[test]
fn what_is_written_is_known_for_whose_it_is() {
    let table = table(&[("/a", "/b/"), ("/?p=1", "/c/")]);
    for host in Host::ALL {
        let written = write(*host, &table);
        let (name, text) = &written.files[0];
        assert_eq!(detect(name, text.as_bytes()), Some(*host), "{name}");
    }
}

#[test]
fn nothing_is_invented_for_hostile_bytes() {
    let noise: Vec<Vec<u8>> = vec![
        b"\xff\xfe\x00\x00".to_vec(),
        b"".to_vec(),
        "[".repeat(100_000).into_bytes(),
        "{\"a\":".repeat(100_000).into_bytes(),
        "<a>".repeat(100_000).into_bytes(),
        "\"\\".repeat(10_000).into_bytes(),
        "map $uri $x {\n".repeat(1000).into_bytes(),
        b"301:\n  '".to_vec(),
        b"RewriteRule ^\\ \\ [R=301]\nRewriteCond".to_vec(),
        b"location = /x { return 99999 /y; }".to_vec(),
    ];
    for host in Host::ALL {
        for bytes in &noise {
            let parsed = parse(*host, "x", bytes);
            assert!(parsed.rules.iter().all(|it| it.path.len() < 100), "{host}");
        }
    }
}

/// Names of folders as people and machines make them, and some that are neither.
const PARTS: &str = "[a-zA-Z0-9글ñ .%:*()\\[\\]{}$^|+?#&=\"'\\\\~;,@!<>_-]{1,8}";

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn any_table_is_read_back_as_it_was_written(
        rows in proptest::collection::vec((proptest::collection::vec(PARTS, 1..3), any::<bool>(), proptest::option::of(0..20_u32)), 1..12)
    ) {
        let mut redirects = Vec::new();
        for (at, (parts, slash, query)) in rows.iter().enumerate() {
            let path = address::encoded(&parts.join("/").replace('%', "%25"));
            let slash = if *slash { "/" } else { "" };
            let query = query.map(|it| format!("?p={it}")).unwrap_or_default();
            let from = Address::parse(&format!("/old/{path}{slash}{query}")).unwrap();
            let to = Target::parse(&format!("/new/{at}/"), None).unwrap();
            redirects.push(Redirect::new(from, to, Class::Given));
        }
        let (table, _) = Table::settle(redirects, &BTreeSet::new());
        for host in Host::ALL {
            ask_for_all(*host, &table);
        }
        let json = &write(Host::Json, &table).files[0].1;
        prop_assert_eq!(parse(Host::Json, "", json.as_bytes()).table(), (table, Vec::new()));
    }

    #[test]
    fn any_bytes_are_read_without_harm(bytes in proptest::collection::vec(any::<u8>(), 0..400)) {
        for host in Host::ALL {
            let (table, findings) = check(&parse(*host, "a/b.html", &bytes), None);
            let _ = (table.len(), findings.len());
        }
        let _ = detect("redirects.json", &bytes);
    }
}

/// All that is written, file after file.
fn written(table: &Table) -> String {
    let mut all = String::new();
    for host in Host::ALL {
        let written = write(*host, table);
        for (name, text) in &written.files {
            all.push_str(&format!("==== {name}\n{text}"));
        }
        for lost in &written.unexpressed {
            let first = &lost.examples[0];
            all.push_str(&format!(
                "---- {} x {first}: {}\n",
                lost.count,
                lost.reason.explanation()
            ));
        }
    }
    all
}

#[test]
fn every_host_is_written_in_its_own_syntax() {
    let table = table(&[
        ("/2019/05/%eb%88%88/", "/posts/눈/"),
        ("/a (1).html", "/a/#part"),
        ("/?p=12", "/posts/눈/"),
        ("/Old", "/new/"),
        ("/old", "https://other.example/?a=1&b=2"),
    ]);
    assert_eq!(written(&table), include_str!("tests/written.txt"));
}

#[test]
fn the_table_keeps_how_each_address_was_found_and_for_which_post() {
    let mut redirect = Redirect::new(
        Address::parse("/%ea%b8%80/").unwrap(),
        Target::parse("/a/", None).unwrap(),
        Class::OldSlug,
    );
    redirect.post = Some(larder_core::PostId::new("post 7"));
    let (table, _) = Table::settle(vec![redirect], &BTreeSet::new());
    let read = |host: Host| {
        parse(host, "", write(host, &table).files[0].1.as_bytes())
            .table()
            .0
            .iter()
            .next()
            .cloned()
            .unwrap()
    };
    assert_eq!(read(Host::Json), *table.iter().next().unwrap());
    assert_eq!(read(Host::Csv).rule, Class::OldSlug);
}

#[test]
fn a_host_that_takes_no_more_rules_is_given_the_first_ones_and_the_rest_is_declared() {
    let redirects = (0..2100).map(|at| {
        let from = Address::parse(&format!("/post/{at:04}")).unwrap();
        Redirect::new(from, Target::parse("/new/", None).unwrap(), Class::Id)
    });
    let (table, _) = Table::settle(redirects.collect(), &BTreeSet::new());
    let written = write(Host::Cloudflare, &table);
    assert_eq!(written.files[0].1.lines().count(), 2000);
    let [lost] = &written.unexpressed[..] else { panic!("{:?}", written.unexpressed) };
    assert_eq!((lost.reason, lost.count), (Reason::Number, 100));
    assert_eq!(lost.examples[0].to_string(), "/post/2000");
    assert_eq!(write(Host::Vercel, &table).unexpressed[0].count, 2100 - 1024);
    assert_eq!(write(Host::GitLab, &table).unexpressed[0].count, 1100);
}

#[test]
fn rules_of_other_people_are_read_and_what_is_no_address_is_told() {
    let read = |host: Host, text: &str| -> Vec<String> {
        let (table, findings) = check(&parse(host, "", text.as_bytes()), None);
        let lines = table.iter().map(|it| format!("{} {}", it.from, it.to.as_ref().unwrap()));
        lines.chain(findings.iter().map(ToString::to_string)).collect()
    };
    assert_eq!(
        read(
            Host::Netlify,
            "# ours\n/a /b\n/news/* /blog/:splat 301\n/c /d 302\n/e /f 200\n/a /x\n"
        ),
        [
            "/a /b",
            "/c /d",
            "a rule is not read: it is a pattern, not an address",
            "a rule is not read: it is no redirect",
            "`/c` is redirected with 302, which is temporary",
            "`/a` is never reached: an earlier rule answers",
        ]
    );
    assert_eq!(
        read(
            Host::Apache,
            "Redirect 301 /a /b\nRedirectMatch 301 ^/c\\.html$ /d\nRewriteRule ^e/?$ /f [R=301,L]\n"
        ),
        ["/c.html /d", "/e /f", "a rule is not read: it matches all addresses that begin so"]
    );
    assert_eq!(
        read(Host::Nginx, "location = /a { return 301 /b; }\nlocation ~ ^/c { return 301 /d; }\n"),
        ["/a /b", "a rule is not read: it is no rule for one address"]
    );
    assert_eq!(
        read(Host::Caddy, "redir /a /b permanent\nredir /c/* /d\n"),
        ["/a /b", "a rule is not read: it is no rule for one address"]
    );
    assert_eq!(
        read(Host::Ghost, "301:\n  /a/: /b/\n  \"^/c\\\\.html$\": /d/\n302:\n  ^/e/(.*)$: /f/$1\n"),
        ["/a/ /b/", "/c.html /d/", "a rule is not read: it is a pattern, not an address"]
    );
    assert_eq!(
        read(
            Host::Vercel,
            r#"{"redirects":[{"source":"/a","destination":"/b","permanent":true},{"source":"/c/:x","destination":"/d/:x"}]}"#
        ),
        ["/a /b", "a rule is not read: it is a pattern, not an address"]
    );
    assert_eq!(
        read(Host::Redirection, "source,target\n/a,/b\n/c(.*),/d\n"),
        ["/a /b", "a rule is not read: it is a pattern, not an address"]
    );
}

#[test]
fn a_site_shows_which_redirects_lead_nowhere_and_which_are_in_its_way() {
    let mut pages = Pages::default();
    for file in ["index.html", "posts/눈/index.html", "about.html", "old/index.html"] {
        pages.add_file(file);
    }
    let text = "from,to,status,rule\n/old/,/about,301,given\n/x,/posts/눈/,301,given\n/y,/nowhere/,301,given\n/X,/about,301,given\n/z,,410,gone\n";
    let (_, findings) = check(&parse(Host::Csv, "", text.as_bytes()), Some(&pages));
    let told: Vec<String> = findings.iter().map(|it| format!("{}: {it}", it.code())).collect();
    assert_eq!(
        told,
        [
            "case: `/X` and `/x` differ in letter case only",
            "shadowed: `/old/` is a page of the new site: the redirect is left out",
            "missing: `/y` leads to `/nowhere/`, which is no page",
            "gone: `/z` is gone",
        ]
    );
}

#[test]
fn bytes_that_are_no_text_are_not_the_escape_of_them() {
    let table = table(&[("/%25B1", "/escape/")]);
    for host in Host::ALL {
        let replay = read_back(*host, &write(*host, &table));
        assert_eq!(replay.ask("/%B1"), None, "{host}");
    }
}

#[test]
fn tests_ask_only_for_what_the_host_answers() {
    let table = table(&[("/2019/눈/", "/posts/1/"), ("/?p=12", "/posts/2/")]);
    let written = write(Host::Netlify, &table);
    let replay = Replay::new(&parse(Host::Netlify, "", written.files[0].1.as_bytes()));
    let csv = cases_csv(&cases(&table, Some(&replay)));
    assert_eq!(
        csv,
        "url,expected_status,expected_location\n\
         /?p=12,301,/posts/2/\n\
         /?p=12&utm_source=larder,301,/posts/2/\n\
         /2019/%EB%88%88/,301,/posts/1/\n\
         /2019/%eb%88%88/,301,/posts/1/\n\
         /2019/눈/,301,/posts/1/\n\
         /2019/%EB%88%88,301,/posts/1/\n\
         /2019/%EB%88%88/?utm_source=larder,301,/posts/1/\n"
    );
    assert_eq!(read_cases(&csv), (cases(&table, Some(&replay)), Vec::new()));
}
