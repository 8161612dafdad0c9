//! Telephone numbers as they are found in print.

use proptest::prelude::*;

use super::*;

#[test]
fn a_number_reads_in_every_way_of_writing_it() {
    for (text, canonical, dial) in [
        ("01268 763 631", "01268 763631", "+441268763631"),
        ("(01268) 763631", "01268 763631", "+441268763631"),
        ("01268-763-631", "01268 763631", "+441268763631"),
        ("01268.763.631", "01268 763631", "+441268763631"),
        ("01268\u{a0}763\u{2011}631", "01268 763631", "+441268763631"),
        ("+44 1268 763631", "01268 763631", "+441268763631"),
        ("+44 (0)1268 763631", "01268 763631", "+441268763631"),
        ("+44(0)1268 763631", "01268 763631", "+441268763631"),
        ("(+44) 1268 763631", "01268 763631", "+441268763631"),
        ("0044 1268 763631", "01268 763631", "+441268763631"),
        ("020 7972 1234", "020 7972 1234", "+442079721234"),
        ("0207 972 1234", "020 7972 1234", "+442079721234"),
        ("028 9052 1234", "028 9052 1234", "+442890521234"),
        ("01212345678", "0121 234 5678", "+441212345678"),
        ("0113 2345678", "0113 234 5678", "+441132345678"),
        ("015394 12345", "015394 12345", "+441539412345"),
        ("016977 2345", "016977 2345", "+44169772345"),
        ("01204 61234", "01204 61234", "+44120461234"),
        ("01481 747474", "01481 747474", "+441481747474"),
        ("0300 123 1110", "0300 123 1110", "+443001231110"),
        ("07890 861 255", "07890 861255", "+447890861255"),
        ("07624 812345", "07624 812345", "+447624812345"),
        ("0800 1111", "0800 1111", "+448001111"),
        ("0800 11 11", "0800 1111", "+448001111"),
        ("0800 001 066", "0800 001 066", "+44800001066"),
        ("0808 2000 247", "0808 200 0247", "+448082000247"),
        ("056 0123 4567", "0560 123 4567", "+445601234567"),
        ("999", "999", "999"),
        ("111", "111", "111"),
        ("116 123", "116 123", "116123"),
        ("18000", "18000", "18000"),
        (
            "18001 01268 763631",
            "18001 01268 763631",
            "1800101268763631",
        ),
        ("18001 999", "18001 999", "18001999"),
    ] {
        let phone = read(text).unwrap_or_else(|problem| panic!("{text}: {problem:?}"));
        assert_eq!(
            (phone.canonical.as_str(), phone.dial.as_str()),
            (canonical, dial)
        );
        assert!(!phone.example && !phone.costly, "{text}");
        assert_eq!(read(canonical), Ok(phone), "{text}");
    }
}

#[test]
fn words_beside_a_number_may_stand_and_an_extension_is_kept() {
    for (text, canonical) in [
        ("Tel: 01268 763 631", "01268 763631"),
        ("Tel:01268 763 631", "01268 763631"),
        ("Duty desk 01268 763 631", "01268 763631"),
        ("01268 763631 ext 23", "01268 763631 ext 23"),
        ("01268 763631, ext. 23", "01268 763631 ext 23"),
        ("01268 763631 (extension 23)", "01268 763631 ext 23"),
        ("01268 763631x23", "01268 763631 ext 23"),
        ("01268 763631 ext23", "01268 763631 ext 23"),
        ("01268 763631 ext 24680", "01268 763631 ext 24680"),
        ("0300 123 1110, option 2", "0300 123 1110 option 2"),
        (
            "0300 123 1110 (option 2, then option 1)",
            "0300 123 1110 option 2",
        ),
        ("01268 763631 - ask for the duty worker", "01268 763631"),
        ("01268 763 631 (9am to 5pm)", "01268 763631"),
        ("01268 763 631 9am-5pm", "01268 763631"),
        ("01268 763 631 09:00-17:00", "01268 763631"),
        ("0808 2000 247 24 hours", "0808 200 0247"),
        ("0808 2000 247 (24 hours)", "0808 200 0247"),
        ("Text SHOUT to 85258", "85258"),
        ("85258", "85258"),
        ("text 678678", "678678"),
        ("116 123 (Samaritans, free)", "116 123"),
        ("01268 763631 (O2 shop)", "01268 763631"),
    ] {
        let phone = read(text).unwrap_or_else(|problem| panic!("{text}: {problem:?}"));
        assert_eq!(phone.canonical, canonical, "{text}");
    }
}

#[test]
fn what_costs_more_is_known() {
    for (text, kind, costly) in [
        ("0345 123 4567", Kind::National, false),
        ("0800 123 4567", Kind::Free, false),
        ("0845 123 4567", Kind::Business, true),
        ("0870 123 4567", Kind::Business, true),
        ("0906 123 4567", Kind::Premium, true),
        ("070 1234 5678", Kind::Personal, true),
        ("07640 123456", Kind::Pager, true),
        ("118 118", Kind::Directory, true),
        ("18001 0845 123 4567", Kind::Business, true),
    ] {
        let phone = read(text).expect(text);
        assert_eq!((phone.kind, phone.costly), (kind, costly), "{text}");
    }
}

#[test]
fn numbers_kept_for_drama_are_valid_and_known() {
    for text in [
        "01632 960 001",
        "+44 1632 960999",
        "020 7946 0123",
        "0113 496 0123",
        "0191 498 0123",
        "028 9649 6123",
        "029 2018 0123",
        "07700 900102",
        "03069 990123",
        "08081 570123",
        "0909 879 0123",
    ] {
        let phone = read(text).unwrap_or_else(|problem| panic!("{text}: {problem:?}"));
        assert!(phone.example, "{text}");
    }
    for text in ["0113 496 1123", "020 7946 1123", "07700 901102"] {
        assert!(read(text).is_ok_and(|phone| !phone.example), "{text}");
    }
}

#[test]
fn what_cannot_be_dialled_is_refused_in_its_own_sentence() {
    for (text, words, mended) in [
        (
            "01268 763 63",
            "has 10 digits; a number that begins 01 has 11",
            None,
        ),
        ("01268 763 6311", "has 12 digits", None),
        (
            "07890 861 25",
            "has 10 digits; a number that begins 07 has 11",
            None,
        ),
        (
            "0800 12345",
            "has 9 digits; a number that begins 0800 has 10 or 11",
            None,
        ),
        ("+44 1268 76363", "has 10 digits, with 0 for the +44", None),
        ("0800 CALL NOW", "has 4 digits", None),
        (
            "O1268 763 631",
            "letter O where the digit 0",
            Some("01268 763 631"),
        ),
        ("Duty: 0800 OO1 O66", "letter O", Some("Duty: 0800 001 066")),
        (
            "0l268 763631",
            "letter l where the digit 1",
            Some("01268 763631"),
        ),
        (
            "01268 763 63I",
            "letter I where the digit 1",
            Some("01268 763 631"),
        ),
        ("01268 76A 631", "has letters among its digits", None),
        ("Tel01268 76363", "has letters among its digits", None),
        ("ask at reception", "no telephone number", None),
        ("", "no telephone number", None),
        ("+353 1 123 4567", "another country", None),
        ("00353 1 123 4567", "another country", None),
        ("44 1268 763631", "lacks the +", Some("01268 763631")),
        (
            "+44 01268 763631 ext 2",
            "has both +44 and the 0",
            Some("01268 763631 ext 2"),
        ),
        (
            "Duty: 7890 861255, option 2",
            "lacks the 0",
            Some("Duty: 07890 861255, option 2"),
        ),
        ("763 631", "no area code", None),
        ("763 6311", "no area code", None),
        ("117", "not a short number", None),
        (
            "01201 555555",
            "begins 01201, which is not a UK area code",
            None,
        ),
        ("0171 222 3333", "begins 0171, which is not", None),
        ("0210 222 3333", "begins 0210, and no UK number does", None),
        ("0600 222 3333", "begins 0600, and no UK number does", None),
        ("0500 222 333", "closed in 2017", None),
        ("01268 763631 or 07890 861255", "more than one number", None),
        ("01268 763631 / 763632", "more than one number", None),
        ("01268 763631/2", "more than one number", None),
        ("999 or 101", "more than one number", None),
    ] {
        let problem = read(text).expect_err(text);
        assert!(problem.message.contains(words), "{text}: {problem:?}");
        assert_eq!(problem.suggestion.as_deref(), mended, "{text}");
    }
}

proptest! {
    #[test]
    fn every_text_is_answered(text in "[0-9]{0,13}|[+(]{0,2}(44|0044)?[0-9 ()OolIx/,.-]{0,16}( [a-z0-9 ]{0,8})?|\\PC{0,40}") {
        match read(&text) {
            Ok(phone) => {
                let again = read(&phone.canonical).map(|again| (again.canonical, again.dial));
                // A number for texts of six digits needs the word, which is not the number's.
                if phone.kind != Kind::Text {
                    prop_assert_eq!(again, Ok((phone.canonical, phone.dial)));
                }
            }
            Err(problem) => {
                if let Some(suggestion) = problem.suggestion {
                    prop_assert!(read(&suggestion).is_ok(), "{suggestion}");
                }
            }
        }
    }
}
