//! What is read and how, what is refused, and that everything written is read back.

mod rows;

use std::fmt::Write as _;

use chrono::{DateTime, Timelike};
use larder_core::{Precision, Zone};
use proptest::{prelude::*, sample::select};

use self::rows::{READ, REFUSED};
use super::*;

fn seoul() -> FixedOffset {
    FixedOffset::east_opt(9 * 3600).unwrap()
}

fn shown(time: Option<Timestamp>) -> String {
    let Some(time) = time else { return "nothing".into() };
    format!("{} {:?} {:?}", time.to_rfc3339(), time.precision(), time.zone())
}

#[test]
fn every_form_is_read_as_it_is_meant() {
    let mut wrong = String::new();
    for (text, expected) in READ {
        let found = shown(parse(text, seoul()));
        if found != *expected {
            let _ = writeln!(wrong, "{text:?}\n    {expected}\n    {found}");
        }
    }
    assert!(wrong.is_empty(), "text, expected, found:\n{wrong}");
}

#[test]
fn what_is_no_date_is_refused() {
    for text in REFUSED {
        assert_eq!(shown(parse(text, seoul())), "nothing", "{text:?}");
    }
}

#[test]
fn no_text_is_in_the_tables_twice() {
    assert!(READ.len() >= 120 && REFUSED.len() >= 40);
    let mut texts: Vec<_> = READ.iter().map(|(text, _)| text).chain(REFUSED).collect();
    texts.sort_unstable();
    assert_eq!(texts.windows(2).find(|pair| pair[0] == pair[1]), None);
}

#[test]
fn what_is_longer_than_any_date_is_not_looked_at() {
    let date = "2003-12-13T18:30:02Z";
    assert!(parse(&format!("{date:>256}"), seoul()).is_some());
    assert_eq!(parse(&format!("{date:>257}"), seoul()), None);
}

#[test]
fn comments_do_not_nest_on_the_stack() {
    let nested = |depth| format!("15 Oct 2022 {}{}", "(".repeat(depth), ")".repeat(depth));
    assert_eq!(shown(parse(&nested(100), seoul())), "2022-10-15T00:00:00+09:00 Day Assumed");
    assert_eq!(parse(&nested(1_000_000), seoul()), None);
    // Without the limit as well.
    assert!(plain::plain(&nested(1_000_000)).is_some());
}

#[test]
fn the_blog_s_zone_stands_in_where_none_is_stated() {
    let west = FixedOffset::west_opt(5 * 3600).unwrap();
    let read = |text| shown(parse(text, west));
    assert_eq!(read("15 Oct 2022 15:30:00"), "2022-10-15T15:30:00-05:00 Second Assumed");
    assert_eq!(read("2022"), "2022-01-01T00:00:00-05:00 Year Assumed");
    assert_eq!(read("15 Oct 2022 15:30:00 KST"), "2022-10-15T15:30:00+09:00 Second Stated");
    // Local mean time: a day keeps its date.
    let mean = FixedOffset::east_opt(8 * 3600 + 27 * 60 + 52).unwrap();
    assert_eq!(shown(parse("1905-03", mean)), "1905-03-01T00:00:00+08:27 Month Assumed");
}

#[test]
fn unix_times_are_seconds_or_milliseconds_by_their_size() {
    let rows: &[(i64, &str)] = &[
        (1, "1970-01-01T00:00:01Z Second Stated"),
        (1_665_815_400, "2022-10-15T06:30:00Z Second Stated"),
        (1_665_815_400_250, "2022-10-15T06:30:00.250Z Second Stated"),
        (253_402_300_799, "9999-12-31T23:59:59Z Second Stated"),
        (253_402_300_800, "1978-01-11T21:31:40.800Z Second Stated"),
        (253_402_300_799_999, "9999-12-31T23:59:59.999Z Second Stated"),
        (253_402_300_800_000, "nothing"),
        (-2_208_988_800, "1900-01-01T00:00:00Z Second Stated"),
        (-2_208_988_800_000, "1900-01-01T00:00:00Z Second Stated"),
        (-30_610_224_000, "1000-01-01T00:00:00Z Second Stated"),
        // No date: not set, failed, year 0 of SQL, year 1 of Go and of .NET.
        (0, "nothing"),
        (-1, "nothing"),
        (-62_169_984_000, "nothing"),
        (-62_135_596_800, "nothing"),
        (-62_135_596_800_000, "nothing"),
        (i64::MAX, "nothing"),
        (i64::MIN, "nothing"),
    ];
    for (number, expected) in rows {
        assert_eq!(shown(unix(*number)), *expected, "{number}");
    }
}

/// How to write a date, and what is left of it: the precision, and whether the offset stays.
type Written = (fn(DateTime<FixedOffset>) -> String, Precision, Zone);

const WEEKDAYS: [&str; 7] = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"];
const MONTHS: [&str; 12] =
    ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];

fn weekday(time: DateTime<FixedOffset>) -> &'static str {
    WEEKDAYS[time.weekday().num_days_from_monday() as usize]
}

fn month(time: DateTime<FixedOffset>) -> &'static str {
    MONTHS[time.month0() as usize]
}

fn clock(time: DateTime<FixedOffset>) -> String {
    format!("{:02}:{:02}:{:02}", time.hour(), time.minute(), time.second())
}

fn digits(time: DateTime<FixedOffset>, mark: &str) -> String {
    format!("{}{mark}{:02}{mark}{:02}", time.year(), time.month(), time.day())
}

fn offset(time: DateTime<FixedOffset>) -> String {
    time.offset().to_string().replace(':', "")
}

fn half(time: DateTime<FixedOffset>, [am, pm]: [&'static str; 2]) -> (&'static str, u32) {
    let (afternoon, hour) = time.hour12();
    (if afternoon { pm } else { am }, hour)
}

const WRITTEN: [Written; 12] = [
    (|it| it.to_rfc3339(), Precision::Second, Zone::Stated),
    (
        |it| {
            let (day, month, year) = (it.day(), month(it), it.year());
            format!("{}, {day:02} {month} {year} {} {}", weekday(it), clock(it), offset(it))
        },
        Precision::Second,
        Zone::Stated,
    ),
    (
        |it| {
            let (day, clock) = (digits(it, ""), clock(it).replace(':', ""));
            format!("{day}T{clock}{}", offset(it))
        },
        Precision::Second,
        Zone::Stated,
    ),
    (
        |it| {
            let (weekday, month, day, year) = (weekday(it), month(it), it.day(), it.year());
            format!("{weekday} {month} {day:>2} {} GMT{} {year} (there)", clock(it), it.offset())
        },
        Precision::Second,
        Zone::Stated,
    ),
    (
        |it| format!("{}-{:03}T{}{}", it.year(), it.ordinal(), clock(it), it.offset()),
        Precision::Second,
        Zone::Stated,
    ),
    (
        |it| {
            let week = it.iso_week();
            let day = it.weekday().number_from_monday();
            format!("{}-W{:02}-{day} {}", week.year(), week.week(), clock(it))
        },
        Precision::Second,
        Zone::Assumed,
    ),
    (|it| format!("{} {}.0", digits(it, "-"), clock(it)), Precision::Second, Zone::Assumed),
    (
        |it| {
            let (half, hour) = half(it, ["오전", "오후"]);
            let (year, month, day, minute) = (it.year(), it.month(), it.day(), it.minute());
            format!("{year}년 {month}월 {day}일 {half} {hour}시 {minute}분")
        },
        Precision::Minute,
        Zone::Assumed,
    ),
    (
        |it| {
            let (half, hour) = half(it, ["AM", "p.m."]);
            let (month, day, year) = (month(it), it.day(), it.year());
            format!("{month} {day}, {year} at {hour}:{:02} {half}", it.minute())
        },
        Precision::Minute,
        Zone::Assumed,
    ),
    (
        |it| format!("{}. {:02}:{:02}", digits(it, ". "), it.hour(), it.minute()),
        Precision::Minute,
        Zone::Assumed,
    ),
    (|it| digits(it, "/"), Precision::Day, Zone::Assumed),
    (|it| format!("{}-{:02}", it.year(), it.month()), Precision::Month, Zone::Assumed),
];

/// `time` with what a form keeps of it.
fn kept(time: DateTime<FixedOffset>, precision: Precision, zone: Zone) -> Timestamp {
    let mut local = time.naive_local();
    if precision < Precision::Second {
        local = local.with_second(0).unwrap();
    }
    if precision < Precision::Minute {
        local = local.date().and_hms_opt(0, 0, 0).unwrap();
    }
    if precision < Precision::Day {
        local = local.with_day(1).unwrap();
    }
    let offset = if zone == Zone::Stated { *time.offset() } else { seoul() };
    Timestamp::new(local.and_local_timezone(offset).unwrap(), precision, zone).unwrap()
}

/// Seconds of the years 1001 to 9998, in an offset of whole minutes.
fn any_time() -> impl Strategy<Value = DateTime<FixedOffset>> {
    (-30_578_688_000_i64..253_339_000_000, -1439..=1439).prop_map(|(second, minutes)| {
        let offset = FixedOffset::east_opt(minutes * 60).unwrap();
        DateTime::from_timestamp(second, 0).unwrap().with_timezone(&offset)
    })
}

/// Pieces of dates, in any order.
fn soup() -> impl Strategy<Value = String> {
    const PIECES: &[&str] = &[
        "2022", "10", "15", "99", "0", "20221015", "W41", "-", "/", ".", ",", ":", "+", " ",
        "\u{3000}", "T", "Z", "(", ")", "\\", "Oct", "mar", "ιουλ", "월", "년", "일", "시", "오후",
        "p.m.", "a", "十", "月", "GMT", "Etc/", "KST", "Sat,", "th", "15:30", ":60", ".25",
        "+09:00", "-0000", "２", "：", "\u{301}", "İ", "\0", "é",
    ];
    prop::collection::vec(select(PIECES), 0..14).prop_map(|pieces| pieces.concat())
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 2000, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_text_is_a_date_or_none(text in any::<String>(), bytes in any::<Vec<u8>>(), soup in soup()) {
        for text in [text, String::from_utf8_lossy(&bytes).into_owned(), soup] {
            if let Some(time) = parse(&text, seoul()) {
                prop_assert!(YEARS.contains(&time.at().year()) || time.precision() == Precision::Second);
                prop_assert!(text.contains(|it: char| it.is_ascii_digit() || ('０'..='９').contains(&it)));
            }
        }
    }

    #[test]
    fn the_quick_way_and_the_general_one_agree(time in any_time(), hole in 0_usize..40, put in any::<char>()) {
        for (write, ..) in &WRITTEN[..2] {
            let mut text: Vec<char> = write(time).chars().collect();
            if let Some(character) = text.get_mut(hole) {
                *character = put;
            }
            let text: String = text.into_iter().collect();
            let Some(quick) = quick::parts(text.as_bytes()) else { continue };
            let general = draft::parts(&plain::plain(&text).unwrap()).unwrap();
            prop_assert_eq!(quick.timestamp(seoul()), general.timestamp(seoul()), "{}", text);
        }
    }

    #[test]
    fn what_is_written_is_read_back(time in any_time()) {
        for (write, precision, zone) in WRITTEN {
            let text = write(time);
            let mut expected = kept(time, precision, zone);
            if text.ends_with("-0000") || text.ends_with("-00:00") {
                expected = Timestamp::new(expected.at(), precision, Zone::Assumed).unwrap();
            }
            prop_assert_eq!(parse(&text, seoul()), Some(expected), "{}", text);
            let padded = format!("\u{feff}\u{3000} {text}\u{a0}\n");
            prop_assert_eq!(parse(&padded, seoul()), Some(expected), "{}", padded);
        }
    }

    #[test]
    fn an_archive_s_own_dates_are_read_back(time in any_time(), nanosecond in 0_u32..1_000_000_000) {
        let at = time.with_nanosecond(nanosecond).unwrap();
        let time = Timestamp::new(at, Precision::Second, Zone::Stated).unwrap();
        prop_assert_eq!(parse(&time.to_rfc3339(), seoul()), Some(time));
    }
}
