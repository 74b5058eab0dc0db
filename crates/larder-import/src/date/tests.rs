//! A table of the forms, and of dates that are none.

use super::*;

type Parser = fn(&str) -> Result<Timestamp, DateError>;

#[track_caller]
fn reads(parse: Parser, text: &str, rfc_3339: &str, precision: Precision, zone: Zone) {
    let time = parse(text).unwrap_or_else(|error| panic!("`{text}`: {error}"));
    assert_eq!((&*time.to_rfc3339(), time.precision(), time.zone()), (rfc_3339, precision, zone));
}

#[test]
fn days_are_midnight_in_korea_and_say_that_this_is_assumed() {
    let day = |parse: Parser, text: &str| {
        reads(parse, text, "2022-10-07T00:00:00+09:00", Precision::Day, Zone::Assumed);
    };
    day(english_day, "Oct 07. 2022");
    day(english_day, "\u{a0}Oct 07. 2022 ");
    day(dotted_day, "2022. 10. 7.");
    day(dotted_day, "2022.10.07");
    day(dotted_day, "2022.10.07.");
    day(hangul, "2022년 10월 7일");
    day(hangul, "2022년10월07일");
    day(iso, "2022-10-07");
}

#[test]
fn minutes_and_seconds_are_kept_as_stated() {
    let minute = |parse: Parser, text: &str| {
        reads(parse, text, "2022-10-07T14:30:00+09:00", Precision::Minute, Zone::Assumed);
    };
    minute(dotted_time, "2022. 10. 7. 14:30");
    minute(hangul, "2022년 10월 7일 오후 2:30");
    minute(hangul, "2022년 10월 7일 14시 30분");
    minute(slashed, "2022/10/07 14:30");
    minute(iso, "2022-10-07 14:30");
    let second = |parse: Parser, text: &str| {
        reads(parse, text, "2022-10-07T14:30:05+09:00", Precision::Second, Zone::Assumed);
    };
    second(dotted_time, "2022.10.7 14:30:05");
    second(iso, "2022-10-7 14:30:05");
}

#[test]
fn noon_and_midnight_are_twelve() {
    let time = |text: &str, expected: &str| {
        reads(hangul, text, expected, Precision::Minute, Zone::Assumed);
    };
    time("2022년 1월 2일 오전 12:05", "2022-01-02T00:05:00+09:00");
    time("2022년 1월 2일 오후 12시", "2022-01-02T12:00:00+09:00");
    assert_eq!(hangul("2022년 1월 2일 오후 13:05"), Err(DateError::Impossible));
    assert_eq!(screenshot_time("오전 12.00.09"), Ok(NaiveTime::from_hms_opt(0, 0, 9).unwrap()));
    assert_eq!(screenshot_time("오후 3.05.09"), Ok(NaiveTime::from_hms_opt(15, 5, 9).unwrap()));
}

#[test]
fn iso_dates_keep_the_zone_they_state() {
    let stated = |text: &str, expected: &str, precision| {
        reads(iso, text, expected, precision, Zone::Stated);
    };
    stated("2019-07-08T22:22+0900", "2019-07-08T22:22:00+09:00", Precision::Minute);
    stated("2019-07-08T22:22+09:00", "2019-07-08T22:22:00+09:00", Precision::Minute);
    stated("2019-07-08T22:22:02+09:00", "2019-07-08T22:22:02+09:00", Precision::Second);
    stated("2019-07-08T22:22:02.120Z", "2019-07-08T22:22:02.120Z", Precision::Second);
    stated("2019-07-08 22:22:02-0330", "2019-07-08T22:22:02-03:30", Precision::Second);
    stated("2019-07-08T24:00:00+14", "2019-07-09T00:00:00+14:00", Precision::Second);
    let assumed = iso("2019-07-08T22:22:02.1234567891").unwrap();
    assert_eq!(assumed.to_rfc3339(), "2019-07-08T22:22:02.123456789+09:00");
    assert_eq!(assumed.zone(), Zone::Assumed);
}

#[test]
fn impossible_dates_are_not_corrected() {
    let impossible: [(Parser, &str); 9] = [
        (english_day, "Feb 31. 2021"),
        (english_day, "Feb 00. 2021"),
        (english_day, "Jan 01. 0000"),
        (dotted_day, "2021.13.1"),
        (hangul, "2021년 2월 29일"),
        (iso, "2021-02-29T00:00Z"),
        (iso, "2021-02-28T25:00Z"),
        (iso, "2021-02-28T00:00:60Z"),
        (iso, "2021-02-28T00:00+99:99"),
    ];
    for (parse, text) in impossible {
        assert_eq!(parse(text), Err(DateError::Impossible), "{text}");
    }
    assert_eq!(epoch_millis(i64::MAX), Err(DateError::Impossible));
    assert_eq!(epoch_seconds(i64::MIN), Err(DateError::Impossible));
}

#[test]
fn what_has_another_form_is_no_date() {
    let none: [(Parser, &str); 10] = [
        (english_day, "Oct 7. 2022"),
        (english_day, "OCT 17. 2022"),
        (english_day, "Oct 17. 2022 and more"),
        (english_day, "Oct 17. ２０２２"),
        (dotted_day, "22.10.17"),
        (dotted_day, "2022.10"),
        (iso, "20250823023817"),
        (iso, "2019-07-08Tgarbage"),
        (slashed, "01/02 10:25"),
        (hangul, ""),
    ];
    for (parse, text) in none {
        assert_eq!(parse(text), Err(DateError::NoDate), "{text}");
    }
    assert_eq!(english_day(&"9".repeat(10_000)), Err(DateError::NoDate));
}

#[test]
fn ago_needs_the_time_of_the_capture() {
    let saved = iso("2022-10-07T00:30:15+09:00").unwrap();
    let check = |text: &str, expected: &str, precision| {
        let time = ago(text, saved).unwrap_or_else(|error| panic!("`{text}`: {error}"));
        assert_eq!((&*time.to_rfc3339(), time.precision()), (expected, precision), "{text}");
    };
    check("방금", "2022-10-07T00:30:00+09:00", Precision::Minute);
    check("10초 전", "2022-10-07T00:30:05+09:00", Precision::Second);
    check("7분전", "2022-10-07T00:23:00+09:00", Precision::Minute);
    check("3시간 전", "2022-10-06T00:00:00+09:00", Precision::Day);
    check("어제", "2022-10-06T00:00:00+09:00", Precision::Day);
    check("30일 전", "2022-09-07T00:00:00+09:00", Precision::Day);
    for text in ["2개월 전", "1년 전", "전", "3", "999999999999분 전"] {
        assert_eq!(ago(text, saved), Err(DateError::NoDate), "{text}");
    }
}

#[test]
fn epochs_are_shown_in_korea() {
    assert_eq!(epoch_millis(1_614_828_602_000).unwrap().to_rfc3339(), "2021-03-04T12:30:02+09:00");
    assert_eq!(epoch_seconds(0).unwrap().to_rfc3339(), "1970-01-01T09:00:00+09:00");
}
