use proptest::prelude::*;

use super::*;
use crate::diagnostic::{Code, Family, Given, Reply};

/// A finding at the first place where `words` stand.
fn finding(text: &str, words: &str) -> Diagnostic {
    let start = text.find(words).expect("the words stand in the text");
    let span = Span::new(SourceId(0), start, start + words.len());
    Diagnostic::new(
        Code::UnknownName,
        span,
        format!("`{words}` is not declared."),
    )
}

/// A family that gives these answers.
fn family(answers: &[(&str, Given)]) -> Family {
    let reply = |(name, given): &(&str, Given)| Reply {
        name: (*name).to_string(),
        question: format!("What of {name}?"),
        given: given.clone(),
        answer: format!("{given:?}"),
        marked: Vec::new(),
        is_told: true,
    };
    Family {
        replies: answers.iter().map(reply).collect(),
        then: String::new(),
    }
}

fn shown(text: &str, findings: Vec<Diagnostic>, format: Format) -> String {
    let mut sources = Sources::default();
    sources.add("parents.flow", text);
    let diagnostics = Diagnostics {
        findings,
        ..Diagnostics::default()
    };
    render(&diagnostics, &sources, format, false)
}

#[test]
fn a_finding_is_drawn_with_its_places_its_help_and_its_fix() {
    let text = "outcome a \"Tŷ\"\n  consider mediaton, thing\n";
    let finding = finding(text, "mediaton")
        .here("nothing has this name")
        .label(Span::new(SourceId(0), 0, 9), "in this outcome")
        .help("Do this.")
        .help("Or that.");
    let fixed = finding.clone().fix(finding.span, "mediation");
    assert_eq!(
        shown(text, vec![fixed], Format::Full),
        "\
error: `mediaton` is not declared. [unknown-name]
   ╭─[ parents.flow:2:12 ]
   │
 1 │ outcome a \"Tŷ\"
   │ ────┬────
   │     ╰────── in this outcome
 2 │   consider mediaton, thing
   │            ────┬───
   │                ╰───── nothing has this name
───╯
  Help: Do this.
  Help: Or that.
  Write: mediation

"
    );
}

#[test]
fn a_fix_says_its_line_where_it_is_another_and_what_to_take_away() {
    let text = "step a\n\nstep b\n";
    let fix = |at, words| finding(text, "step b").fix(Span::new(SourceId(0), at, at + 6), words);
    let last_lines = |finding| {
        let text = shown(text, vec![finding], Format::Full);
        text.split_once("╯\n").map(|(_, after)| after.to_string())
    };
    assert_eq!(
        last_lines(fix(0, "step c")).as_deref(),
        Some("  Write on line 1: step c\n\n")
    );
    assert_eq!(
        last_lines(fix(8, "")).as_deref(),
        Some("  Take away: step b\n\n")
    );
    assert_eq!(
        last_lines(fix(8, "step b\n  then -> a\n")).as_deref(),
        Some("  Write:\n    step b\n      then -> a\n\n")
    );
}

#[test]
fn characters_that_end_lines_elsewhere_do_not_shift_the_line_numbers() {
    let text =
        "\u{feff}a\u{b}b\u{c}c\u{85}d\u{2028}e\u{2029}f\rg\u{1b}[31m\r\n\tis \"£日本\" x\r\n";
    assert_eq!(
        shown(text, vec![finding(text, "x")], Format::Full),
        "\
error: `x` is not declared. [unknown-name]
   ╭─[ parents.flow:2:11 ]
   │
 2 │     is \"£日本\" x
   │                ─
───╯

"
    );
    let first = shown(text, vec![finding(text, "g")], Format::Full);
    assert!(first.contains("[ parents.flow:1:13 ]"), "{first}");
    assert!(first.contains(" 1 │ a b c·d�e�f g [31m\n"), "{first}");
}

#[test]
fn a_span_past_the_end_or_in_an_empty_file_is_still_located() {
    let at = |text: &str, byte| {
        let span = Span::new(SourceId(0), byte, byte);
        let finding = Diagnostic::new(Code::NoPathway, span, "No pathway is declared.");
        shown(text, vec![finding], Format::Full)
    };
    assert!(at("", 0).contains("[ parents.flow:1:1 ]"));
    assert!(at("a\n", 2).contains("[ parents.flow:2:1 ]"));
    assert!(at("a\nbc", 999).contains("[ parents.flow:2:3 ]"));
    assert!(at("a\n\n\nb", 3).contains("[ parents.flow:3:1 ]"));
}

#[test]
fn a_line_too_wide_for_a_screen_is_cut() {
    let text = format!("a\n{}here {}", "wörds ".repeat(100), "more ".repeat(100));
    let finding = finding(&text, "here")
        .here("look")
        .label(Span::new(SourceId(0), 0, 1), "and here")
        .help("Mend it.");
    assert_eq!(
        shown(&text, vec![finding], Format::Full),
        "\
parents.flow:2:601: error: `here` is not declared. [unknown-name]
    …rds wörds wörds wörds wörds wörds wörds here more more more more more more more more…
                                             ^^^^ look
  parents.flow:1:1: and here
  Help: Mend it.

"
    );
}

#[test]
fn places_in_other_files_and_far_away_are_listed() {
    let mut sources = Sources::default();
    let flow = format!("first\n{}last\n", "\n".repeat(5000));
    sources.add("parents.flow", flow.as_str());
    let list = sources.add("wards.csv", "name,text\nŵŵŵ,é\n");
    let finding = finding(&flow, "last")
        .label(Span::new(list, 10, 16), "in the list")
        .label(Span::new(SourceId(0), 0, 5), "far away");
    let diagnostics = Diagnostics {
        findings: vec![finding],
        ..Diagnostics::default()
    };
    let text = render(&diagnostics, &sources, Format::Full, false);
    assert!(
        text.ends_with("╯\n  parents.flow:1:1: far away\n  wards.csv:2:1: in the list\n\n"),
        "{text}"
    );
}

#[test]
fn many_findings_are_counted_and_many_places_too() {
    let text = "x\n".repeat(2000);
    let findings = (0..1734).map(|line| {
        let span = Span::new(SourceId(0), line * 2, line * 2 + 1);
        Diagnostic::new(Code::UnknownName, span, "`x` is not declared.")
    });
    let full = shown(&text, findings.clone().collect(), Format::Full);
    assert_eq!(full.matches("error:").count(), 500);
    assert!(full.ends_with("and 1,234 more; `--format short` lists them all\n\n"));
    let short = shown(&text, findings.collect(), Format::Short);
    assert_eq!(short.lines().count(), 1734);

    let mut crowded = finding(&text, "x");
    for line in 1..100 {
        crowded = crowded.label(Span::new(SourceId(0), line * 2, line * 2 + 1), "again");
    }
    let full = shown(&text, vec![crowded], Format::Full);
    assert_eq!(full.matches("again").count(), 12);
    assert!(full.ends_with("  and 87 more places\n\n"), "{full}");
}

#[test]
fn a_message_beyond_reading_is_cut_but_not_for_programs() {
    let mut long = finding("x", "x");
    long.message = "ŵ".repeat(1_000_000);
    let of = |format| shown("x", vec![long.clone()], format).chars().count();
    assert!(of(Format::Full) < 3000);
    assert!(of(Format::Short) < 3000);
    assert!(of(Format::Json) > 1_000_000);
}

#[test]
fn the_short_form_is_one_line_each_and_allowed_findings_come_last() {
    let text = "step a\nstep b\n";
    let mut two_lines = finding(text, "step b");
    two_lines.message = "First.\r\nSecond.".to_string();
    let allowed = Allowed {
        finding: Diagnostic::new(
            Code::NoOwner,
            Span::new(SourceId(0), 0, 4),
            "Nobody owns it.",
        ),
        reason: "A trial.".to_string(),
        by: By::Author,
    };
    let mut sources = Sources::default();
    sources.add("parents.flow", text);
    let diagnostics = Diagnostics {
        findings: vec![two_lines],
        allowed: vec![allowed],
        ..Diagnostics::default()
    };
    assert_eq!(
        render(&diagnostics, &sources, Format::Short, true),
        "\
parents.flow:2:1: error: First. Second. [unknown-name]
parents.flow:1:1: allowed: Nobody owns it. [no-owner] — A trial.
"
    );
    let full = render(&diagnostics, &sources, Format::Full, false);
    assert!(full.ends_with("╯\n\nallowed: Nobody owns it. [no-owner] — A trial.\n"));
}

#[test]
fn json_holds_everything() {
    let text = "Tŷ x\r\ny";
    let finding = finding(text, "x")
        .here("this")
        .label(Span::new(SourceId(0), 0, 3), "that")
        .help("Mend it.")
        .fix(Span::new(SourceId(0), 4, 5), "z")
        .family(family(&[
            (
                "signs",
                Given::Items(vec!["a".to_string(), "b".to_string()]),
            ),
            (
                "dash",
                Given::Marks(vec![("a".to_string(), "yes".to_string())]),
            ),
            ("age", Given::Number(5)),
        ]));
    let json: serde_json::Value =
        serde_json::from_str(&shown(text, vec![finding], Format::Json)).expect("valid JSON");
    let place = |line: usize, column: usize, end: usize| {
        serde_json::json!({
            "file": "parents.flow",
            "line": line, "column": column, "end_line": line, "end_column": end,
        })
    };
    assert_eq!(
        json,
        serde_json::json!({
            "format": "fingerpost-findings",
            "version": 1,
            "file": "parents.flow",
            "findings": [{
                "name": "unknown-name",
                "severity": "error",
                "group": "names",
                "message": "`x` is not declared.",
                "here": "this",
                "place": place(1, 4, 5),
                "labels": [{ "place": place(1, 1, 3), "text": "that" }],
                "help": ["Mend it."],
                "fix": { "place": place(1, 4, 5), "replacement": "z" },
                "family": { "answers": { "signs": ["a", "b"], "dash": { "a": "yes" }, "age": 5 } },
            }],
            "allowed": [],
            "errors": 1,
            "warnings": 0,
            "advice": 0,
        })
    );
}

#[test]
fn the_summary_is_in_correct_english() {
    let of = |codes: &[Code], allowed: usize| {
        let make = |code: &Code| Diagnostic::new(*code, Span::default(), "It is.");
        let one = Allowed {
            finding: make(&Code::NoOwner),
            reason: String::new(),
            by: By::Author,
        };
        let mut tally = Tally::of(&Diagnostics {
            findings: codes.iter().map(make).collect(),
            allowed: vec![one; allowed],
            ..Diagnostics::default()
        });
        let before = summary_of(&tally);
        tally += Tally::default();
        assert_eq!(summary_of(&tally), before);
        before
    };
    let (error, warning, advice) = (Code::Cycle, Code::NoOwner, Code::CostlyPhone);
    assert_eq!(of(&[], 0), "No findings.");
    assert_eq!(
        of(&[], 2),
        "No findings; 2 findings allowed by their author."
    );
    assert_eq!(of(&[error], 0), "1 error.");
    assert_eq!(of(&[advice, error], 0), "1 error and 1 piece of advice.");
    assert_eq!(
        of(&[error, error, warning, advice, advice, advice], 1),
        "2 errors, 1 warning and 3 pieces of advice; 1 finding allowed by its author."
    );
    let tally = |by_author, by_workspace, known| Tally {
        by_author,
        by_workspace,
        known,
        ..Tally::default()
    };
    assert_eq!(
        summary_of(&tally(0, 1, 0)),
        "No findings; 1 finding allowed by the workspace."
    );
    assert_eq!(
        summary_of(&tally(1, 2, 3)),
        "No findings; 1 finding allowed by its author, 2 allowed by the workspace and 3 in the baseline."
    );
    assert_eq!(
        summary_of(&tally(0, 0, 1)),
        "No findings; 1 finding in the baseline."
    );
}

proptest! {
    #[test]
    fn any_span_of_any_text_is_located_where_we_say(
        text in "(\u{feff}|[a£日\t\r\n\u{b}\u{85}\u{2028}\u{1b}e\u{301} ]){0,40}",
        spans in proptest::collection::vec((0usize..60, 0usize..60), 1..4),
    ) {
        let mut sources = Sources::default();
        let id = sources.add("a.flow", text.as_str());
        let span = |(start, length)| Span::new(id, start, start + length);
        let mut finding = Diagnostic::new(Code::NoPathway, span(spans[0]), "M");
        for other in &spans[1..] {
            finding = finding.label(span(*other), "L");
        }
        let start = sources.start(finding.span);
        let diagnostics = Diagnostics { findings: vec![finding], ..Diagnostics::default() };
        let full = render(&diagnostics, &sources, Format::Full, false);
        let place = format!("a.flow:{}:{}", start.line, start.column);
        let located = full.contains(&format!("[ {place} ]")) || full.starts_with(&format!("{place}: "));
        prop_assert!(located, "{place} in {full}");
        let bare = full.chars().all(|c| c == '\n' || c == '\t' || !is_unprintable(c));
        prop_assert!(bare, "{full:?}");
    }
}
