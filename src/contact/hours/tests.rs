//! Opening hours as they are found in print.

use proptest::prelude::*;

use super::*;

#[test]
fn english_becomes_the_notation() {
    for (text, osm) in [
        ("Monday to Friday, 9am to 5pm", "Mo-Fr 09:00-17:00"),
        (
            "Mon-Fri 9am-5pm; Sat 10am-12.30pm",
            "Mo-Fr 09:00-17:00, Sa 10:00-12:30",
        ),
        ("Monday – Friday 9.00am – 5.00pm", "Mo-Fr 09:00-17:00"),
        ("Mon. to Fri. 9 a.m. to 5 p.m.", "Mo-Fr 09:00-17:00"),
        ("every day, 8am to 8pm", "Mo-Su 08:00-20:00"),
        ("8am-8pm daily", "Mo-Su 08:00-20:00"),
        ("8am to 8pm, 7 days a week", "Mo-Su 08:00-20:00"),
        ("9am to 5pm, Monday to Friday", "Mo-Fr 09:00-17:00"),
        ("Weekdays 9am to 5pm", "Mo-Fr 09:00-17:00"),
        ("Weekdays 9-5pm", "Mo-Fr 09:00-17:00"),
        ("Tuesdays 1-5pm", "Tu 13:00-17:00"),
        ("Tuesdays 11-1pm", "Tu 11:00-13:00"),
        ("Tuesdays 9am to 5", "Tu 09:00-17:00"),
        ("Mo-Fr 09:00-17:00", "Mo-Fr 09:00-17:00"),
        ("Mo-Fr 08:30-17:00; PH off", "Mo-Fr 08:30-17:00; PH off"),
        ("Mon, Wed & Fri 0900-1700", "Mo,We,Fr 09:00-17:00"),
        ("Mon/Wed/Fri: 9-17", "Mo,We,Fr 09:00-17:00"),
        ("Tuesday and Thursday, 1pm to 4pm", "Tu,Th 13:00-16:00"),
        (
            "Wednesday, 9am to 12 noon and 2pm to 5pm",
            "We 09:00-12:00,14:00-17:00",
        ),
        ("Wednesday between 9am and midday", "We 09:00-12:00"),
        (
            "Monday to Thursday 8.30am to 5pm, Friday 8.30am to 4.30pm",
            "Mo-Th 08:30-17:00, Fr 08:30-16:30",
        ),
        (
            "9am to 5pm Monday to Thursday and 9am to 4.30pm on Friday",
            "Mo-Th 09:00-17:00, Fr 09:00-16:30",
        ),
        (
            "Tuesday 10am to 12pm; Tuesday 2pm to 4pm",
            "Tu 10:00-12:00, Tu 14:00-16:00",
        ),
        (
            "Sunday to Thursday, 6pm to midnight",
            "Mo-Th,Su 18:00-24:00",
        ),
        ("Monday to Friday 5pm to 9am", "Mo-Fr 17:00-09:00"),
        (
            "Monday to Friday 5pm to 9am, all weekend and bank holidays 24 hours",
            "Mo-Fr 17:00-09:00, Sa-Su 00:00-24:00, PH 00:00-24:00",
        ),
        (
            "Weekdays 5pm to 8.45am; weekends and bank holidays, 24 hours",
            "Mo-Fr 17:00-08:45, Sa-Su,PH 00:00-24:00",
        ),
        (
            "Monday to Friday, 9am to 5pm. Closed on bank holidays.",
            "Mo-Fr 09:00-17:00; PH off",
        ),
        (
            "Monday to Friday, 9am to 5pm (except bank holidays)",
            "Mo-Fr 09:00-17:00; PH off",
        ),
        (
            "Mon-Fri 9am-5pm, closed weekends and bank holidays",
            "Mo-Fr 09:00-17:00; Sa-Su,PH off",
        ),
        ("Every day except Sunday, 9am to 5pm", "Mo-Sa 09:00-17:00"),
        (
            "Monday to Friday, 9am to 5pm, including bank holidays",
            "Mo-Fr,PH 09:00-17:00",
        ),
        (
            "Monday to Friday, 9am to 3pm, term time only",
            "Mo-Fr 09:00-15:00; SH off",
        ),
        (
            "Open Monday to Saturday from 9am until 5pm",
            "Mo-Sa 09:00-17:00",
        ),
        (
            "Sunday closed; Monday to Saturday 9am-5pm",
            "Mo-Sa 09:00-17:00; Su off",
        ),
        ("Monday to Friday\n9am to 5pm", "Mo-Fr 09:00-17:00"),
        ("24/7", "24/7"),
        ("24 hours", "24/7"),
        ("24 hours a day, 7 days a week", "24/7"),
        ("24 hours a day, 365 days a year", "24/7"),
        (
            "Open 24 hours a day, every day, including bank holidays",
            "24/7",
        ),
        ("24 hours a day, including bank holidays", "24/7"),
        ("24 hours except bank holidays", "24/7; PH off"),
        ("24 hours a day, Monday to Friday", "Mo-Fr 00:00-24:00"),
    ] {
        match read(text) {
            Ok(hours) => assert_eq!(hours.osm, osm, "{text}"),
            Err(problem) => panic!("{text}: {problem:?}"),
        }
    }
}

#[test]
fn what_cannot_be_understood_is_said() {
    for (text, words, mended) in [
        ("", "does not say when it is open", None),
        ("weekdays 9 to 5", "`9 to 5` does not say which is am", None),
        (
            "Monday to Friday 9.00 - 12.30",
            "`9 to 12.30` does not say",
            None,
        ),
        (
            "Monday to Friday",
            "names days without saying at what times",
            None,
        ),
        (
            "9am to 5pm",
            "gives times without saying on which days",
            None,
        ),
        ("closed on Sundays", "does not say when it is open", None),
        ("evenings and weekends", "`evenings` is not a day", None),
        ("by appointment", "`by` is not a day", None),
        ("office hours", "`office` is not a day", None),
        (
            "first Monday of the month, 9am to 5pm",
            "`first` is not",
            None,
        ),
        (
            "April to September, every day, 9am to 5pm",
            "`April` is not",
            None,
        ),
        (
            "Monday to Wendesday, 9am to 5pm",
            "`Wendesday` is not a day",
            Some("Monday to Wednesday, 9am to 5pm"),
        ),
        ("Monday to Friday from 9am", "`9` stands alone", None),
        ("Monday to Friday 25:00 to 26:00", "`25:00` is not", None),
        ("Monday to Friday 9am to 17pm", "`17` is not", None),
        (
            "Monday to weekends 9am to 5pm",
            "joins what is not two days",
            None,
        ),
        ("Monday to 9am", "joins no two days", None),
    ] {
        let problem = read(text).expect_err(text);
        assert!(problem.message.contains(words), "{text}: {problem:?}");
        assert_eq!(problem.suggestion.as_deref(), mended, "{text}");
        assert!(problem.help.is_some());
    }
}

#[test]
fn the_week_is_known_to_the_minute() {
    let week = |text: &str| read(text).expect(text).open;
    assert_eq!(week("Tuesday 9am to 5pm"), [(DAY + 540, DAY + 1020)]);
    assert_eq!(
        week("Sunday 10pm to 6am"),
        [(0, 360), (6 * DAY + 1320, WEEK)]
    );
    assert_eq!(
        week("Tuesday 9am-12pm; Tuesday 12pm-1pm"),
        [(DAY + 540, DAY + 780)]
    );
    assert_eq!(week("Mon-Tue 9am-10am; closed Tuesdays"), [(540, 600)]);
    for text in ["24/7", "every day midnight to midnight", "Mon-Sun 9am-9am"] {
        assert!(read(text).is_ok_and(|hours| hours.always_open), "{text}");
    }
    let except = read("24 hours except bank holidays").expect("hours");
    assert!(!except.always_open && except.closed_on_holidays);
    assert_eq!(longest_closed(&[except]), None);
}

#[test]
fn the_longest_time_closed_may_go_round_the_end_of_the_week() {
    let closed = |texts: &[&str]| {
        let hours: Vec<Hours> = texts.iter().map(|text| read(text).expect(text)).collect();
        longest_closed(&hours).map(|closed| (closed.words(), closed.minutes))
    };
    let weekend = "from 5pm on Friday to 9am on Monday".to_string();
    assert_eq!(closed(&["Mon-Fri 9am-5pm"]), Some((weekend, 64 * 60)));
    let night = "from 8.30pm on Sunday to 8am on Monday".to_string();
    assert_eq!(closed(&["Mon-Sun 8am-8.30pm"]), Some((night, 11 * 60 + 30)));
    assert_eq!(
        closed(&["Mon-Fri 9am-5pm", "Mon-Fri 5pm-9am, all weekend"]),
        Some((
            "from midnight at the start of Monday to 9am on Monday".to_string(),
            9 * 60,
        ))
    );
    assert_eq!(closed(&["Mon-Fri, 24 hours", "Sat-Sun 24 hours"]), None);
    assert_eq!(
        closed(&["bank holidays 9am-5pm"]).map(|it| it.1),
        Some(WEEK)
    );
}

proptest! {
    #[test]
    fn every_text_is_answered(
        text in "\\PC{0,40}",
        words in proptest::collection::vec(
            proptest::sample::select(vec![
                "Mon", "Friday", "weekends", "to", "-", "9am", "5pm", "9", "17:00", "24:00", "0:30",
                "12.30pm", "closed", "except", "including", "bank holidays", "SH", ";", ",", "and",
                "between", "24/7", "24 hours", "every day", "term time", "midnight", "noon", "é",
            ]),
            0..10,
        ),
    ) {
        for text in [text, words.join(" ")] {
            match read(&text) {
                Ok(hours) => {
                    prop_assert!(opening_hours_syntax::parse(&hours.osm).is_ok());
                    prop_assert!(!hours.always_open || hours.open == [(0, WEEK)]);
                }
                Err(Problem { suggestion: Some(suggestion), .. }) => {
                    prop_assert!(read(&suggestion).is_ok(), "{suggestion}");
                }
                Err(_) => {}
            }
        }
    }
}
