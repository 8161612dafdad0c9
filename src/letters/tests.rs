use proptest::prelude::*;

use super::{Letters, Weight, is_right_to_left};

/// The marks that say from which side something is read.
const MARKS: [char; 4] = ['\u{200E}', '\u{200F}', '\u{2066}', '\u{2069}'];
const WEIGHTS: [Weight; 2] = [Weight::Regular, Weight::Bold];

#[test]
fn widths_are_those_of_arial() {
    // Arial's own widths in thousandths: A 667, space 278, M 833; bold: A 722.
    let letters = Letters::shipped();
    for (text, weight, width) in [
        ("A", Weight::Regular, 0.667),
        ("M", Weight::Regular, 0.833),
        (" ", Weight::Regular, 0.278),
        ("A", Weight::Bold, 0.722),
        ("", Weight::Bold, 0.0),
    ] {
        let found = letters.width(text, 1000.0, weight);
        assert!((found - width * 1000.0).abs() < 0.6, "{text}: {found}");
    }
    let kerned = letters.width("AVAVA", 10.0, Weight::Regular);
    assert!(
        kerned < 5.0 * 6.67,
        "letters stand closer where they can: {kerned}"
    );
}

#[test]
fn what_should_stay_whole_stays_whole() {
    let letters = Letters::shipped();
    for whole in [
        "01268 763 631",
        "(01268) 763 631.",
        "0800 1111",
        "116 123",
        "+44 1632 960 123",
        "RM17 6SL",
        "SE1 2AA,",
        "someone@example.gov.uk",
        "https://www.example.gov.uk/a-long/way/to/the-page",
        "example.gov.uk/families-first",
    ] {
        let text = format!("Ring or write to the service at {whole} or go there");
        for width in [
            letters.width(whole, 10.0, Weight::Regular),
            150.0,
            240.0,
            247.3,
        ] {
            let width = width.max(letters.width(whole, 10.0, Weight::Regular));
            let lines = letters.wrap(&text, 10.0, Weight::Regular, width);
            assert!(lines.iter().any(|line| line.contains(whole)), "{lines:?}");
        }
    }
}

#[test]
fn what_does_not_fit_is_broken_where_people_would() {
    let letters = Letters::shipped();
    let lines = |text: &str, width| letters.wrap(text, 10.0, Weight::Regular, width);
    assert_eq!(lines("01268 763 631", 40.0), ["01268", "763 631"]);
    assert_eq!(
        lines("www.example.gov.uk/families", 60.0),
        ["www.", "example.gov.", "uk/families"]
    );
    assert_eq!(lines("", 40.0), Vec::<String>::new());
    assert_eq!(lines(" \n ", 40.0), Vec::<String>::new());
    assert_eq!(lines("a\tb \n c", 400.0), ["a b c"]);
    // A family of four is one character, and is never taken apart.
    let family = "👩\u{200D}👩\u{200D}👧\u{200D}👦";
    assert_eq!(lines(&family.repeat(3), 1.0), [family, family, family]);
}

#[test]
fn a_line_is_read_from_the_side_from_which_its_text_is() {
    let letters = Letters::shipped();
    let text = "اتصل بالرقم 01632 960123 SW1A 1AA أو زر الموقع";
    assert!(is_right_to_left(text));
    for width in [30.0, 60.0, 90.0, 120.0] {
        let lines = letters.wrap(text, 12.0, Weight::Regular, width);
        assert!(lines.iter().all(|line| is_right_to_left(line)), "{lines:?}");
    }
    // The number's first part is seen to the left of its last, as it is rung.
    let line = letters.wrap(text, 12.0, Weight::Regular, 1000.0).concat();
    let runs = letters.runs(&line, 12.0, Weight::Regular);
    let seen: Vec<usize> = (runs.iter().flat_map(|run| &run.glyphs))
        .map(|glyph| glyph.text.start)
        .collect();
    let place = |word: &str| {
        let at = line.find(word);
        seen.iter().position(|start| Some(*start) == at)
    };
    assert!(place("01632").is_some() && place("01632") < place("960123"));
    assert!(place("SW1A") < place("1AA"));
}

#[test]
fn letters_join_and_stand_in_the_order_in_which_they_are_seen() {
    let letters = Letters::shipped();
    // The four letters of "salam" joined are narrower than each by itself, and lam with alef is one glyph.
    let joined = letters.width("سلام", 10.0, Weight::Regular);
    let apart: f64 = "سلام"
        .chars()
        .map(|letter| letters.width(&letter.to_string(), 10.0, Weight::Regular))
        .sum();
    assert!(joined < apart);
    let runs = letters.runs("abc سلام 12", 10.0, Weight::Regular);
    let places: Vec<usize> = runs
        .iter()
        .flat_map(|run| run.glyphs.iter().map(|glyph| glyph.text.start))
        .collect();
    let arabic = places.iter().position(|place| *place == 4);
    let digits = places.iter().position(|place| *place == 13);
    assert!(
        digits < arabic,
        "the number is seen to the left: {places:?}"
    );
}

#[test]
#[cfg(feature = "documents")]
fn the_scripts_that_families_read_are_there() {
    let letters = Letters::shipped();
    for text in [
        "Mae’r llwybr hwn yn Gymraeg: ŵ ŷ",
        "Zażółć gęślą jaźń",
        "Română: ș ț ă î",
        "Ελληνικά ἀρχή",
        "Русский українська ґ є",
        "עברית שָׁלוֹם",
        "العربية اردو پنجابی ژ ڭ ێ",
        "हिन्दी क्षत्रिय",
        "বাংলা।",
        "ਪੰਜਾਬੀ",
        "ગુજરાતી",
        "தமிழ்",
        "አማርኛ ትግርኛ",
        "ไทย",
        "ქართული Հայերեն",
        "中文 簡體 繁體 日本語 ひらがな",
        "Tiếng Việt",
        "👍 👩\u{200D}👧 🇬🇧 1\u{FE0F}\u{20E3} ☎ ✓ ✔ → ≤ ≥ ½ € £ “”‘’ – — …",
    ] {
        assert_eq!(letters.missing(text), Default::default(), "{text}");
        for weight in WEIGHTS {
            let runs = letters.runs(text, 10.0, weight);
            let has_none = |run: &super::Run| {
                run.font.is_none() || run.glyphs.iter().any(|glyph| glyph.id == 0)
            };
            assert!(!runs.iter().any(has_none), "{text}");
        }
    }
    assert_eq!(letters.missing("a \u{E000}\n"), ['\u{E000}'].into());
    let danda: Vec<_> = letters
        .runs("বাংলা।", 10.0, Weight::Regular)
        .iter()
        .filter_map(|run| run.font)
        .map(|font| letters.family(font))
        .collect();
    assert_eq!(danda, ["Noto Sans Bengali"]);
}

fn texts() -> impl Strategy<Value = String> {
    prop_oneof![
        "\\PC{0,60}",
        "[a-zA-Z0-9 @./()+-]{0,60}",
        "[ א-ת0-9a-c()سلام,.-]{0,40}",
        "[ 中文ひ\u{3099}\u{FE0F}\u{200D}👩👧a\u{301}🇬🇧\t\n\r\u{0}\u{85}\u{2028}]{0,30}",
    ]
}

proptest! {
    #[test]
    fn lines_fit_and_say_all(text in texts(), width in 0.0..300.0_f64, bold: bool) {
        let letters = Letters::shipped();
        let weight = if bold { Weight::Bold } else { Weight::Regular };
        let lines = letters.wrap(&text, 10.0, weight, width);
        let bare = |text: &str| -> String {
            text.chars().filter(|c| !super::runs::is_space(*c) && !MARKS.contains(c)).collect()
        };
        prop_assert_eq!(bare(&lines.concat()), bare(&text));
        for line in &lines {
            let count = unicode_segmentation::UnicodeSegmentation::graphemes(line.trim_matches(MARKS), true).count();
            let wide = letters.width(line, 10.0, weight);
            prop_assert!(wide <= width + 1e-6 || count <= 1, "{:?} is {} wide in {}", line, wide, width);
        }
    }

    #[test]
    fn what_is_measured_is_what_is_drawn(text in texts(), bold: bool) {
        let letters = Letters::shipped();
        let weight = if bold { Weight::Bold } else { Weight::Regular };
        let runs = letters.runs(&text, 7.0, weight);
        let drawn: f64 = runs.iter().map(super::Run::width).sum();
        prop_assert!((drawn - letters.width(&text, 7.0, weight)).abs() < 1e-6);
        for glyph in runs.iter().flat_map(|run| &run.glyphs) {
            prop_assert!(text.get(glyph.text.clone()).is_some_and(|part| !part.is_empty()));
        }
    }
}
