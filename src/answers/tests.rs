use super::*;
use crate::evaluate::Sheet;
use crate::ir::{Distance, Question};
use crate::source::Span;

const TODAY: Date = Date {
    year: 2026,
    month: 11,
    day: 22,
};

fn options(names: &[(&str, &str)]) -> Vec<AnswerOption> {
    let option = |(name, text): &(&str, &str)| AnswerOption {
        name: (*name).to_string(),
        text: (*text).to_string(),
        alone: *name == "nothing",
        notes: Vec::new(),
        span: Span::default(),
    };
    names.iter().map(option).collect()
}

fn range(kind: RangeKind, from: i64, to: Bound) -> Answers {
    Answers::Range {
        kind,
        from: Bound::Fixed(from),
        to,
        unit: String::new(),
    }
}

/// A pathway with a question of every kind.
fn pathway() -> Pathway {
    let yes_no = [("yes", "Yes"), ("no", "No")];
    let years = |years| Distance {
        months: 12 * years,
        days: 0,
    };
    let questions = [
        (
            "worker",
            Answers::OneOf(options(&[
                ("family_hub", "Family Hub"),
                ("pass", "PASS worker"),
            ])),
        ),
        ("violence", Answers::OneOf(options(&yes_no))),
        (
            "signs",
            Answers::Several {
                items: options(&[("afraid", "Afraid"), ("control", "Controlling")]),
                marks: Vec::new(),
            },
        ),
        (
            "needs",
            Answers::Several {
                items: options(&[("home", "A home"), ("nothing", "None of these")]),
                marks: Vec::new(),
            },
        ),
        (
            "dash",
            Answers::Several {
                items: options(&[("afraid", "Afraid?"), ("injury", "Injured?")]),
                marks: options(&yes_no),
            },
        ),
        ("points", range(RangeKind::Number, -5, Bound::Fixed(5400))),
        ("pay", range(RangeKind::Money, 0, Bound::Fixed(100_000_000))),
        (
            "age",
            range(RangeKind::Age, 0, Bound::Fixed(years(18).age())),
        ),
        (
            "born",
            range(
                RangeKind::Date,
                calendar::days(Date {
                    year: 2020,
                    month: 1,
                    day: 1,
                }),
                Bound::FromToday(Distance::default()),
            ),
        ),
        ("notes", Answers::Text),
    ];
    let question = |(name, answers): (&str, Answers)| Question {
        name: name.to_string(),
        text: String::new(),
        answers,
        fact: false,
        block: None,
        hints: Vec::new(),
        notes: Vec::new(),
        unasked: None,
        span: Span::default(),
    };
    Pathway {
        questions: questions.into_iter().map(question).collect(),
        ..Pathway::default()
    }
}

fn id(pathway: &Pathway, name: &str) -> QuestionId {
    let at = pathway.questions.iter().position(|it| it.name == name);
    QuestionId(at.expect("a question of the test's pathway"))
}

fn typed(name: &str, words: &str) -> Result<Answer, String> {
    let pathway = pathway();
    read(words, &pathway, id(&pathway, name), TODAY)
}

fn refused(name: &str, words: &str) -> String {
    typed(name, words).expect_err("no answer to this question")
}

fn months(months: i32, days: i32) -> Result<Answer, String> {
    Ok(Answer::Quantity(Distance { months, days }.age()))
}

#[test]
fn an_answer_is_chosen_by_number_name_or_text() {
    for words in ["2", "pass", "PASS", " PASS worker "] {
        assert_eq!(typed("worker", words), Ok(Answer::Option(1)), "{words}");
    }
    assert_eq!(typed("violence", "n"), Ok(Answer::Option(1)));
    assert_eq!(
        refused("worker", "familyhub"),
        "`familyhub` is not one of the answers. Did you mean `family_hub`?"
    );
    assert_eq!(
        refused("violence", "3"),
        "`3` is not one of the answers. They are `yes` and `no`."
    );
    assert!(typed("violence", "0").is_err());
    assert_eq!(refused("violence", ""), "Nothing was answered.");
}

#[test]
fn several_are_chosen_together_and_an_item_that_excludes_stands_alone() {
    let ticked = |items: &[usize]| Ok(Answer::Ticked(items.iter().copied().collect()));
    assert_eq!(typed("signs", "1, control"), ticked(&[0, 1]));
    assert_eq!(typed("signs", "2 2"), ticked(&[1]));
    assert_eq!(typed("signs", "none"), ticked(&[]));
    assert!(typed("signs", "").is_err());
    assert_eq!(typed("needs", "nothing"), ticked(&[1]));
    assert_eq!(
        refused("needs", "1 2"),
        "`nothing` excludes the others. Choose it alone, or leave it out."
    );
    assert_eq!(
        refused("needs", "none"),
        "Choose at least one. If none of the others is true, choose `nothing`."
    );
    assert_eq!(typed("dash", "no yes"), Ok(Answer::Marked(vec![1, 0])));
    assert_eq!(refused("dash", "no"), "Give 2 marks, one for each item.");
}

#[test]
fn amounts_are_read_as_people_write_them() {
    assert_eq!(typed("points", "1,000"), Ok(Answer::Quantity(1000)));
    assert_eq!(typed("points", "-5"), Ok(Answer::Quantity(-5)));
    for (words, pence) in [
        ("£14.50", 1450),
        ("14.5", 1450),
        ("£1,000", 100_000),
        ("14", 1400),
    ] {
        assert_eq!(typed("pay", words), Ok(Answer::Quantity(pence)), "{words}");
    }
    assert_eq!(typed("age", "5"), months(60, 0));
    assert_eq!(typed("age", "15 years and 364 days"), months(180, 364));
    assert_eq!(typed("age", "6 weeks"), months(0, 42));
    let born = Ok(Answer::Quantity(calendar::days(TODAY)));
    for words in ["2026-11-22", "22/11/2026", "today"] {
        assert_eq!(typed("born", words), born, "{words}");
    }
    for (question, words) in [
        ("points", "1,00"),
        ("points", "1.5"),
        ("points", "99999999999999999999"),
        ("points", "-"),
        ("pay", "£"),
        ("pay", "1.234"),
        ("pay", "1.-5"),
        ("pay", "9223372036854775807"),
        ("age", "five"),
        ("age", "5 years 3"),
        ("age", "4000000000 years"),
        ("born", "2026-02-30"),
        ("born", "1/2"),
    ] {
        let error = refused(question, words);
        assert!(
            error.starts_with(&format!("`{words}` cannot be read here. ")),
            "{error}"
        );
    }
}

#[test]
fn an_amount_out_of_range_is_refused_with_the_range() {
    for (question, words, sentence) in [
        (
            "points",
            "5401",
            "5401 is more than 5400, the most that this question accepts.",
        ),
        (
            "pay",
            "-£1",
            "-£1 is less than £0, the least that this question accepts.",
        ),
        (
            "age",
            "18 years 1 day",
            "18 years 1 day is more than 18 years, the most that this question accepts.",
        ),
        (
            "born",
            "2026-11-23",
            "23 November 2026 is later than 22 November 2026, the latest day that this question accepts.",
        ),
        (
            "born",
            "1/1/2019",
            "1 January 2019 is earlier than 1 January 2020, the earliest day that this question accepts.",
        ),
    ] {
        assert_eq!(refused(question, words), sentence);
    }
}

#[test]
fn what_is_written_is_read_back() {
    let pathway = pathway();
    let answers = [
        ("worker", "pass", "PASS worker"),
        ("violence", "yes", "Yes"),
        ("signs", "none", "None"),
        ("needs", "home", "A home"),
        ("dash", "yes no", "Afraid?: Yes; Injured?: No"),
        ("points", "1,000", "1000"),
        ("pay", "£1,000.05", "£1,000.05"),
        ("age", "15 years 364 days", "15 years 364 days"),
        ("born", "31/3/2026", "31 March 2026"),
        ("notes", "Calm.", "Calm."),
    ];
    let mut sheet = Sheet::default();
    for (name, typed, said) in answers {
        let question = id(&pathway, name);
        let answer = read(typed, &pathway, question, TODAY).expect("an answer of the question");
        assert_eq!(words(&answer, &pathway, question), said);
        sheet.0.insert(question, answer);
    }
    let mut file = serde_json::to_value(family(&sheet, &pathway, TODAY)).expect("JSON");
    assert_eq!(
        file["answers"],
        serde_json::json!({
            "worker": "pass",
            "violence": "yes",
            "signs": [],
            "needs": ["home"],
            "dash": { "afraid": "yes", "injury": "no" },
            "points": 1000,
            "pay": "£1,000.05",
            "age": "15 years 364 days",
            "born": "2026-03-31",
            "notes": "Calm.",
        })
    );
    file["got"] = serde_json::json!([]);
    assert_eq!(read_file(&file.to_string(), &pathway, TODAY), Ok(sheet));
}

#[test]
fn everything_that_is_wrong_with_a_file_is_said() {
    let wrong = |text: &str| read_file(text, &pathway(), TODAY).expect_err("a file with mistakes");
    assert_eq!(
        wrong(
            r#"{"answers": {
                "worke": "pass", "worker": "1", "violence": null, "signs": ["afraid", "x"],
                "needs": [], "dash": {"afraid": "yes"}, "points": "£5", "pay": true,
                "notes": "a", "notes": "b"
            }}"#
        ),
        [
            "`worke` is not a question. Did you mean `worker`?",
            "`worker`: Give the answer's name, not its number `1`.",
            "`violence`: Give the name of one answer, in quotes: `yes` and `no`.",
            "`signs`: `x` is not one of the answers. They are `afraid` and `control`.",
            "`needs`: Choose at least one. If none of the others is true, choose `nothing`.",
            "`dash`: There is no mark for `injury`.",
            "`points`: `£5` cannot be read here. Write a whole number, such as `5`.",
            "`pay`: Give a number, or an amount in quotes.",
            "`notes` is answered twice.",
        ]
    );
    assert_eq!(
        wrong("{\n  \"answers\": {,"),
        ["The answers cannot be read as JSON from line 2, column 15 on."]
    );
    for text in ["[]", "{}", r#"{"answers": 1}"#] {
        assert_eq!(
            wrong(text),
            [r#"The answers are not written as {"answers": {"QUESTION": "ANSWER"}}."#]
        );
    }
    let yes = read_file(r#"{"answers": {"violence": true}}"#, &pathway(), TODAY);
    assert_eq!(yes.map(|sheet| sheet.0.len()), Ok(1));
}
