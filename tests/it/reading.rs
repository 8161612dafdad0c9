//! Reading never gives up: many mistakes in one run, and whatever the bytes, an answer.

use fingerpost::diagnostic::{Code, Severity};
use proptest::prelude::*;

use crate::compile;

const SOUND: &str = "pathway help \"Help for parents\"
  owner     \"Early Help\"
  review by 2030-03-31
  urgent    \"If anyone is in immediate danger, call 999.\"
  start     worried

service early_help \"Early Help\"
  phone \"0300 123 4567\"

question worried \"Are you worried about a child?\"
  yes -> how_old
  no  -> nothing_needed

question how_old \"How old is the child?\"
  age from 0 months to 18 years
  when how_old < 12 months -> get_help
  otherwise                -> get_help

checklist signs \"What have you seen?\"
  item bruises \"Bruises\"
  item hunger  \"Hunger\"
  when any of signs -> get_help
  otherwise         -> nothing_needed

outcome get_help \"Help from Early Help\"
  refer to early_help

outcome nothing_needed \"Nothing needed now\"
  say \"Come back if anything changes.\"

example \"A worried person\"
  given worried is yes and how_old is 6 months
  expect early_help

example \"Nobody is worried\"
  given worried is no
  expect nothing_needed
";

fn codes(text: &str) -> Vec<&'static str> {
    compile(text)
        .diagnostics
        .findings
        .iter()
        .map(|finding| finding.code.name())
        .collect()
}

#[test]
fn ten_unrelated_mistakes_are_ten_findings() {
    let sound = SOUND.replace(
        "  otherwise                -> get_help",
        "  otherwise                -> signs",
    );
    assert_eq!(codes(&sound), Vec::<&str>::new());
    let wrong = [
        ("  owner     \"Early Help\"", "  owner     \"Early Help"),
        ("review by 2030-03-31", "review by 2030-02-31"),
        ("  phone \"0300 123 4567\"", "  phone \"0300 123 456\""),
        ("question worried", "quesiton worried"),
        (
            "  when how_old < 12 months -> get_help",
            "  when how_old < 30 years -> get_help",
        ),
        ("  item hunger  \"Hunger\"", "  item Hunger  \"Hunger\""),
        (
            "  when any of signs -> get_help",
            "  when any of sings -> get_help",
        ),
        ("  refer to early_help", "  refer to early_help within 2"),
        ("  say \"Come back", "  say “Come back"),
        ("  expect early_help", "  expect early_halp"),
    ];
    let mut text = sound;
    for (right, wrong) in wrong {
        assert!(text.contains(right), "{right}");
        text = text.replacen(right, wrong, 1);
    }
    assert_eq!(
        codes(&text),
        [
            "unclosed-text",
            "bad-date",
            "bad-phone",
            "unknown-keyword",
            "out-of-range",
            "bad-name",
            "unknown-name",
            "unreadable-line",
            "curly-quotes",
            "unknown-name"
        ],
        "{:#?}",
        compile(&text).diagnostics.findings
    );
}

/// Each line of a sound flow damaged alone gives findings at that line and nowhere else.
#[test]
fn a_damaged_line_is_found_where_it_is_and_causes_no_other_finding() {
    let sound = SOUND.replace(
        "  otherwise                -> get_help",
        "  otherwise                -> signs",
    );
    let lines: Vec<&str> = sound.lines().collect();
    let mut missed = Vec::new();
    for (n, line) in lines
        .iter()
        .enumerate()
        .filter(|(_, line)| !line.is_empty())
    {
        for damaged in [
            format!("{line} @"),
            line.replacen('"', "", 1),
            line.replacen("  ", "  @", 1),
        ] {
            if damaged == *line {
                continue;
            }
            let mut copy = lines.clone();
            copy[n] = &damaged;
            let compiled = compile(&(copy.join("\n") + "\n"));
            let at: Vec<usize> = compiled
                .diagnostics
                .findings
                .iter()
                .map(|it| compiled.sources.start(it.span).line)
                .collect();
            if at != [n + 1] {
                missed.push(format!(
                    "line {}: {damaged}\n  gives {:#?}",
                    n + 1,
                    compiled
                        .diagnostics
                        .findings
                        .iter()
                        .map(|it| (compiled.sources.start(it.span).line, &it.message))
                        .collect::<Vec<_>>()
                ));
            }
        }
    }
    assert!(missed.is_empty(), "{}", missed.join("\n"));
}

#[test]
fn byte_order_mark_carriage_returns_tabs_and_a_missing_last_newline_change_nothing() {
    let sound = SOUND.replace(
        "  otherwise                -> get_help",
        "  otherwise                -> signs",
    );
    for text in [
        format!("\u{feff}{sound}"),
        sound.replace('\n', "\r\n"),
        sound.replace("  ", "\t"),
        sound.replace("  ", "\u{a0} "),
        sound.trim_end().to_string(),
    ] {
        assert_eq!(codes(&text), Vec::<&str>::new());
    }
}

/// What a mistake hides is not told as well: only the line that is wrong.
#[test]
fn what_one_mistake_hides_is_not_told_as_well() {
    let sound = "pathway help \"Help\"
  owner     \"Early Help\"
  review by 2030-03-31
  start     signs
  allow example-contact \"Invented.\"

checklist signs \"What have you seen?\"
  item bruises \"Bruises\"
  item hunger  \"Hunger\"
  when at least 2 of signs -> how_old
  otherwise                -> nothing_needed

question how_old \"How old is the child?\"
  age from 0 months to 18 years
  then -> sorting

step sorting \"Sorting\"
  table baby, how_old
    | yes | -         | -> get_help
    | no  | < 5 years | -> get_help
    | otherwise       | -> nothing_needed

condition baby \"A baby\"
  any of
    - how_old < 12 months
    - how_old is 12 months

outcome get_help \"Help from Early Help\"
  refer to early_help
  do letter \"Write a letter.\"

outcome nothing_needed \"Nothing needed now\"
  say \"Come back if anything changes.\"

service early_help \"Early Help\"
  phone \"01632 960140\"

example \"A worried person\"
  given signs is bruises, hunger and how_old is 6 months
  expect early_help, letter

example \"Nothing\"
  given signs is bruises
  expect nothing_needed
";
    assert_eq!(codes(sound), Vec::<&str>::new());
    let slips = [
        ("pathway help \"", "pathway my-help \"", "bad-name"),
        ("item hunger  \"Hunger\"", "item hunger  Hunger", "bad-name"),
        ("then -> sorting", "then ->", "unreadable-line"),
        ("-> how_old", "-> HOW", "bad-name"),
        (
            "table baby, how_old",
            "table baby,, how_old",
            "unreadable-line",
        ),
        ("  any of", "  any o", "unreadable-line"),
        (
            "outcome get_help \"",
            "outcome get help \"",
            "unreadable-line",
        ),
        ("outcome get_help \"", "outcome get-help \"", "bad-name"),
        ("outcome get_help \"", "outcome Get_help \"", "bad-name"),
        ("service early_help", "early_help", "unknown-keyword"),
        ("service early_help", "service", "unreadable-line"),
        ("example \"Nothing\"", "\"Nothing\"", "unreadable-line"),
        ("do letter", "do Letter", "bad-name"),
        ("  then -> sorting", "  then get help", "unreadable-line"),
        ("do letter", "must nt", "bad-name"),
        ("do letter", "must never", "bad-name"),
    ];
    for (right, wrong, code) in slips {
        assert!(sound.contains(right), "{right}");
        let text = sound.replacen(right, wrong, 1);
        let found = compile(&text).diagnostics.findings;
        assert_eq!(codes(&text), [code], "{wrong}: {found:#?}");
    }
}

#[test]
fn a_line_that_stops_making_sense_says_how_to_mend_it() {
    let advice = [
        ("12 months ->", "12 mnths ->", "Did you mean `months`?"),
        (
            "when any of signs ->",
            "When any of signs ->",
            "Did you mean `when`?",
        ),
        ("any of signs ->", "( ->", "a condition was expected"),
        (
            "any of signs ->",
            "Any of signs ->",
            "is written in small letters: `any`",
        ),
        ("2030-03-31", "31/03/2030", "year, month, day"),
        ("0 months to", "999999999999999999 months to", "is not"),
    ];
    for (right, wrong, words) in advice {
        assert!(SOUND.contains(right), "{right}");
        let found = compile(&SOUND.replacen(right, wrong, 1))
            .diagnostics
            .findings;
        let said = format!("{found:?}");
        assert!(said.contains(words), "{wrong}: {said}");
    }
}

#[test]
fn the_lines_of_a_heading_that_was_lost_are_not_held_against_the_block_above() {
    let text = SOUND.replace(
        "outcome get_help \"Help from Early Help\"",
        "get_help outcome \"Help from Early Help\"",
    );
    let found = codes(&text);
    assert!(!found.contains(&"misplaced-line"), "{found:?}");
}

#[test]
fn a_day_counted_from_today_is_compared_with_signs() {
    let with = |condition: &str| {
        SOUND
            .replace(
                "age from 0 months to 18 years",
                "date from 2020-01-01 to today",
            )
            .replace("how_old < 12 months", condition)
            .replace("how_old is 6 months", "how_old is 2026-12-24")
    };
    let found = codes(&with("how_old is at least 12 months before today"));
    assert!(found.contains(&"bad-condition"), "{found:?}");
    let found = codes(&with("how_old <= 12 months before today"));
    assert!(!found.contains(&"bad-condition"), "{found:?}");
}

#[test]
fn an_empty_file_has_one_finding() {
    for text in ["", "\n\n", "\u{feff}", "# only a remark", "   "] {
        assert_eq!(codes(text), [Code::NoPathway.name()], "{text:?}");
    }
}

#[test]
fn brackets_a_hundred_thousand_deep_are_refused_and_the_rest_is_read() {
    let deep = format!(
        "{}worried is yes{}",
        "(".repeat(100_000),
        ")".repeat(100_000)
    );
    let text = SOUND
        .replace("how_old < 12 months", &deep)
        .replace("  owner     \"Early Help\"\n", "  owner \"Early Help\n");
    let found = codes(&text);
    assert!(
        found.contains(&"too-deep") && found.contains(&"unclosed-text"),
        "{found:?}"
    );
    let fine = format!("{}worried is yes{}", "(".repeat(60), ")".repeat(60));
    let text = SOUND.replace("how_old < 12 months", &fine);
    assert!(!codes(&text).contains(&"too-deep"));
    let nots = format!("{} worried is yes", "not ".repeat(100_001));
    assert!(!codes(&SOUND.replace("how_old < 12 months", &nots)).contains(&"too-deep"));
}

#[test]
fn definitions_a_hundred_thousand_long_do_not_overflow() {
    let mut text = SOUND.to_string();
    for n in 0..20_000 {
        text += &format!(
            "condition c{n} \"C\"\n  when c{} or worried is yes\n",
            n + 1
        );
    }
    text += "condition c20000 \"C\"\n  when worried is yes\n";
    assert!(codes(&text).contains(&"too-deep"));
}

#[test]
fn a_long_chain_of_questions_is_compiled() {
    let mut text =
        "pathway p \"P\"\n  owner \"O\"\n  review by 2030-03-31\n  start q0\n".to_string();
    for n in 0..10_000 {
        text += &format!("question q{n} \"Q?\"\n  yes or no\n  then -> q{}\n", n + 1);
    }
    text += "outcome q10000 \"End\"\n  say \"Done.\"\nexample \"One\"\n  given q0 is yes\n  expect no outcome\n";
    let expected = [
        "asked-for-nothing",
        "outcome-without-example",
        "example-fails",
    ];
    assert_eq!(codes(&text), expected);
}

#[test]
fn half_a_megabyte_of_rubbish_is_answered() {
    let rubbish = "}{ lorem \"ipsum ((( -> ;;\n".repeat(20_000);
    assert!(codes(&rubbish).len() <= 1100);
    let one_line = "x".repeat(1_000_000);
    assert!(!codes(&one_line).is_empty());
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 200, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_text_is_answered(text in "\\PC{0,200}") {
        compile(&text);
    }

    #[test]
    fn any_cut_and_doubled_flow_is_answered(from in 0..SOUND.len(), to in 0..SOUND.len(), at in 0..SOUND.len()) {
        let piece = &SOUND[from.min(to)..from.max(to)];
        compile(&format!("{}{piece}{}", &SOUND[..at], &SOUND[at..]));
    }
}

#[test]
fn numbers_and_times_in_everyday_words_are_told_how_they_are_written() {
    let help = |old: &str, new: &str| {
        let text = SOUND.replacen(old, new, 1);
        assert_ne!(text, SOUND, "{old}");
        let findings = compile(&text).diagnostics.findings;
        let mut errors = findings
            .iter()
            .filter(|it| it.code.severity() == Severity::Error);
        let finding = errors.next().expect("an error");
        (finding.message.clone(), finding.help.join(" "))
    };
    let age = |said: &str| help("how_old < 12 months ", said).1;
    let signs = "Numbers and ages are compared with signs: ";
    assert_eq!(
        age("how_old under 16 years "),
        format!("{signs}`how_old < 16 years`.")
    );
    assert_eq!(
        age("how_old is over 16 years "),
        format!("{signs}`how_old > 16 years`.")
    );
    assert_eq!(
        age("how_old at least 16 years "),
        format!("{signs}`how_old >= 16 years`.")
    );
    assert_eq!(
        age("how_old at most 16 years and x "),
        format!("{signs}`how_old <= 16 years`.")
    );
    assert!(age("how_old between 1 and 16 years ").contains("`how_old from 6 to 10`"));
    assert!(age("how_old is 16 years or more ").contains("`child_age >= 16 years`"));
    let time = |said: &str| help("  refer to early_help", said);
    let (message, mend) = time("  refer to early_help by Friday");
    assert!(
        message.contains("`at once`, `within 24 hours`"),
        "{message}"
    );
    assert!(mend.contains("By when is written"), "{mend}");
    let (_, mend) = time("  refer to early_help when how_old < 1 year within 6 weeks");
    assert!(mend.contains("comes before `when`"), "{mend}");
}
