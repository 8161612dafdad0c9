//! From names to things: what is told of a file's names, and what conditions mean.
//!
//! In a case, `#! name` at the end of a line says that a finding of that name begins on this line. Only
//! findings about reading and names are looked at here.

mod meaning;
mod silence;

use fingerpost::Compilation;
use fingerpost::diagnostic::{Code, Group};
use fingerpost::ir::{Answers, Date, QuestionId};
use fingerpost::source::Given;

const WARDS: &str = "name,text,coastal\nnorth,North,\nwest,West,yes\neast,East,yes\n";

fn compile(text: &str) -> Compilation {
    let today = Date {
        year: 2027,
        month: 1,
        day: 15,
    };
    fingerpost::compile("test.flow", text, today, &|_, path| {
        let text = match path {
            "wards.csv" => WARDS.to_string(),
            "bad.csv" => WARDS.replace("East,yes", "East,Y"),
            _ => return Err("there is no such file".to_string()),
        };
        let name = path.to_string();
        Ok(Given { name, text })
    })
}

/// The blocks that every case may speak of, below the lines of the case.
const BLOCKS: &str = r#"
service mash "MASH"
  phone "01268 293 000"
fact role "Role"
  answer pass "PASS"
  answer hub "Hub"
  answer care "Social Care"
question violence "Violence?"
  yes -> done
  no -> done
  unsure -> done
question age "Age"
  age from 0 months to 18 years
  then -> done
question pay "Pay"
  money from 0 to 1000
  then -> done
question seen "Seen"
  date from 2020-01-01 to today
  then -> done
question words "Words"
  text
  then -> done
question ward "Ward"
  answers from "wards.csv"
  then -> done
checklist signs "Signs"
  item afraid "Afraid"
  item control "Control"
  item money "Money"
  item nothing "None of these" alone
  then -> done
checklist dash "DASH"
  item a1 "One"
  item a2 "Two"
  mark yes "Yes"
  mark no "No"
  then -> done
group serious "Serious" of signs
  member all of signs
  except money
setting many 2 "Many"
score points "Points"
  add 1 for each of signs
level risk "Risk"
  is low when points < 2
  is medium when points is 2
  otherwise is high
condition eligible "Eligible"
  when age >= 16 years
outcome done "Done"
  say "Goodbye."
"#;

const PATHWAY: &str = "pathway test \"Test\"\n  start violence\n";

/// Compiles a case's lines with the blocks they may speak of, and looks for exactly the findings marked.
fn check(case: &str) {
    let mut marked = Vec::new();
    let mut lines = Vec::new();
    for (line, number) in case.lines().zip(1..) {
        let (line, marks) = line.split_once("#!").unwrap_or((line, ""));
        let marks = marks.split(',').map(str::trim);
        marked.extend(
            marks
                .filter(|it| !it.is_empty())
                .map(|it| (number, it.to_string())),
        );
        lines.push(line);
    }
    let pathway = if case.contains("pathway ") {
        ""
    } else {
        PATHWAY
    };
    let compilation = compile(&[&lines.join("\n"), BLOCKS, pathway].concat());
    let mut told: Vec<(usize, String)> = compilation
        .diagnostics
        .findings
        .iter()
        .filter(|it| {
            matches!(it.code.group(), Group::Reading | Group::Names) || it.code == Code::NoStart
        })
        .map(|it| {
            let line = compilation.sources.start(it.span).line;
            (line, it.code.name().to_string())
        })
        .collect();
    told.sort();
    marked.sort();
    assert_eq!(told, marked, "{case}");
}

/// The one finding of a case: its message and its help.
fn told(case: &str) -> (String, String) {
    let compilation = compile(&[PATHWAY, case, BLOCKS].concat());
    let mut findings = compilation
        .diagnostics
        .findings
        .iter()
        .filter(|it| matches!(it.code.group(), Group::Reading | Group::Names));
    let finding = findings.next().expect("a finding");
    assert_eq!(findings.next(), None);
    (finding.message.clone(), finding.help.join(" "))
}

fn question(name: &str) -> QuestionId {
    let pathway = compile(&[PATHWAY, BLOCKS].concat()).pathway;
    let number = pathway.questions.iter().position(|it| it.name == name);
    QuestionId(number.expect("a question of the cases"))
}

#[test]
fn the_blocks_of_every_case_have_no_mistakes() {
    check("");
}

#[test]
fn names_are_declared_once_and_used_for_what_they_are() {
    check(
        r#"question q "Q"
  yes -> mash #! wrong-kind
  no -> nowhere #! unknown-name
  unsure -> nowhere
step again "Again"
  refer to mash, housing #! unknown-name
  refer to done #! wrong-kind
  do record "Write it down."
  do record "Write it down."
  do record "Write it up." #! duplicate-name
  if "it changes" return to role #! wrong-kind
  then -> done
service again "Again" #! duplicate-name
question doubled "Doubled"
  answer a "A"
  answer a "Another" #! duplicate-name
  answer in "In" #! bad-name
  answer unsure "Unsure" #! bad-name
  then -> done
condition empty "Empty" #! bad-name
  when eligible
"#,
    );
}

#[test]
fn a_name_that_nothing_declares_is_told_once_with_the_nearest() {
    let (message, _) = told("step s \"S\"\n  refer to mahs\n  offer mahs\n  then -> done\n");
    assert_eq!(
        message,
        "`mahs` is not declared anywhere in this file. Did you mean `mash`?"
    );
}

#[test]
fn conditions_compare_what_can_be_compared() {
    check(
        r#"question q "Q"
  when role is passs -> done #! unknown-answer
  when role is 5 -> done #! type-mismatch
  when role is violence -> done #! type-mismatch
  when role < 5 -> done #! type-mismatch
  when role is at least pass -> done #! type-mismatch
  when role is in pass -> done #! wrong-kind
  when role is in serious -> done #! type-mismatch
  when role includes pass -> done #! type-mismatch
  when any of role -> done #! type-mismatch
  when role is empty -> done #! type-mismatch
  when role was asked -> done #! wrong-kind
  when role -> done #! wrong-kind
  when age < £5 -> done #! type-mismatch
  when age < 5 -> done #! type-mismatch
  when age > points -> done #! type-mismatch
  when age > many -> done #! type-mismatch
  when age is at least 16 years -> done
  when pay < 14.50 or pay < £14 or pay is 14 -> done
  when points > 14.50 -> done #! type-mismatch
  when pay within 28 days of today -> done #! type-mismatch
  when seen within 28 hours of today -> done #! type-mismatch
  when words is role -> done #! type-mismatch
  when signs is afraid -> done #! type-mismatch
  when signs is in serious -> done #! type-mismatch
  when any of signs are yes -> done #! type-mismatch
  when any of dash -> done #! type-mismatch
  when dash includes a1 -> done #! type-mismatch
  when afraid in signs is yes -> done #! type-mismatch
  when dash is empty -> done #! type-mismatch
  when risk > 5 -> done #! type-mismatch
  when risk is above meduim -> done #! unknown-answer
  when eligible is yes -> done #! wrong-kind
  when mash is yes -> done #! wrong-kind
  answer a "A" -> done
"#,
    );
}

#[test]
fn numbers_stay_in_range() {
    check(
        r#"question q "Q"
  number from 10 to 1 #! out-of-range
  when q < 500 -> done
  when age > 19 years -> done #! out-of-range
  when age from 7 years to 3 years -> done #! out-of-range
  when seen < 2019-12-31 -> done #! out-of-range
  when seen > 3 days after today -> done #! out-of-range
  when seen > 3 days before today -> done
  when at least 4 of signs -> done #! out-of-range
  when exactly 3 of signs -> done
  when more than many of (afraid, money) in signs -> done #! out-of-range
  when fewer than 0 of signs -> done #! out-of-range
  otherwise -> done
example "E"
  given age is 19 years #! out-of-range
"#,
    );
}

#[test]
fn a_bare_answer_behind_a_condition_is_told_with_what_to_write() {
    let say = |condition: &str| {
        let case = format!("condition c \"C\"\n  when {condition}\n");
        told(&case).1
    };
    assert_eq!(
        say("role is pass or hub or care"),
        "Write: role is one of pass, hub, care"
    );
    assert_eq!(
        say("role is not pass or hub"),
        "Write: role is not one of pass, hub"
    );
    assert_eq!(
        say("signs includes afraid and control"),
        "Write: all of (afraid, control) in signs"
    );
    assert!(say("role is one of pass, hub or eligible").contains("brackets"));
}

#[test]
fn lines_that_may_stand_once_stand_once() {
    check(
        r#"pathway p "P"
  owner "A"
  start violence
  owner "B" #! repeated-line
  start done #! repeated-line
question two "Two"
  yes -> done
  no -> done
  number from 0 to 5 #! repeated-line
step s "S"
  when eligible -> done
  first match #! repeated-line
  otherwise -> done #! repeated-line
  when role is pass -> done
step t "T"
  then -> done #! repeated-line
  otherwise -> done
condition c "C"
  when eligible
  when role is pass #! repeated-line
level l "L"
  is low "Low" when eligible
  is low "Lower" when role is pass #! repeated-line
example "E"
  given role is pass
  given role is hub #! repeated-line
"#,
    );
}

#[test]
fn what_says_nothing_is_told() {
    check(
        r#"question unfinished "Unfinished" #! no-answers
  then -> done
question half "Half" #! no-answers
  yes -> done
checklist bare "Bare" #! no-answers
  then -> done
group nobody "Nobody" of role #! no-answers
value never "Never" #! no-answers
condition silent "Silent" #! bad-condition
condition listed "Listed"
  all of #! bad-condition
condition stray "Stray"
  - eligible #! misplaced-line
score nil "Nil" #! bad-condition
rule idle "Idle" #! bad-condition
"#,
    );
}

#[test]
fn circles_of_definitions_are_told_once_and_broken() {
    check(
        r#"condition a "A" #! circular-definition
  when v is x
value v "V"
  is x when not b
  otherwise is y
condition b "B"
  any of
    - a
    - role is pass
group g "G" of role #! circular-definition
  member h
group h "H" of role
  member g, pass
question p "P" #! circular-definition
  answers as q
  then -> done
question q "Q"
  answers as p
  then -> done
condition self "Self" #! circular-definition
  when not self
"#,
    );
}

#[test]
fn definitions_inside_each_other_have_a_limit() {
    let mut case = "condition c0 \"C\"\n  when role is pass\n".to_string();
    for n in 1..250 {
        case += &format!("condition c{n} \"C\"\n  when c{}\n", n - 1);
    }
    assert!(told(&case).0.contains("more than 200 definitions"));
}

#[test]
fn a_row_has_a_cell_for_each_column() {
    check(
        r#"step s "S"
  table role, age as years, eligible, risk
    | pass, hub | < 12 months | yes | at least medium | -> done
    | not pass  | -           | no  | low, high       | -> done
    | pass      | 5           | yes | low             | -> done #! type-mismatch
    | pass      | -           | so  | low             | -> done #! type-mismatch
    | pass      | -           | yes | -> done #! type-mismatch
    | otherwise | -> done
step t "T"
  table signs #! type-mismatch
    | afraid | -> done
    | otherwise | -> done
step u "U"
  | pass | -> done #! misplaced-line
"#,
    );
}

#[test]
fn a_bad_cell_is_told_inside_the_file_of_answers() {
    let text = BLOCKS.replace("wards.csv", "bad.csv");
    let compilation = compile(&[PATHWAY, &text].concat());
    let findings = &compilation.diagnostics.findings;
    let mut bad = findings.iter().filter(|it| it.code == Code::BadAnswerFile);
    let finding = bad.next().expect("a finding about the file of answers");
    assert_eq!(compilation.sources.get(finding.span.source).name, "bad.csv");
    assert_eq!(compilation.sources.start(finding.span).line, 4);
    assert_eq!(compilation.sources.slice(finding.span), "Y");
    let ward = &compilation.pathway[question("ward")].answers;
    assert!(matches!(ward, Answers::OneOf(options) if options.len() == 3));
}

#[test]
fn examples_give_answers_of_the_right_kind() {
    check(
        r#"example "Right"
  given role is pass and violence is unsure
  given signs is afraid, money
  given dash is yes for a1
  given dash is no for the rest
  given words is "So it was."
  given seen is 28 days before today
  expect mash, done, asked violence
  expect risk is high, points is 2
  expect no outcome
example "Wrong"
  given role is pass, hub #! type-mismatch
  given signs is afraid, nothing #! type-mismatch
  given dash is yes for a1 #! type-mismatch
  given words is afraid #! type-mismatch
  given age is "old" #! type-mismatch
  given points is 5 #! wrong-kind
  expect role #! wrong-kind
  expect asked role #! wrong-kind
  expect risk is hgh #! unknown-answer
  expect points is low #! unknown-name
example "Empty"
  given signs is empty #! type-mismatch
rule r "R"
  never reach mash #! wrong-kind
  never done #! wrong-kind
  reach violence before reach done
  never both mash and signpost to mash when role is pass
"#,
    );
}

#[test]
fn a_file_has_one_pathway_and_a_pathway_has_a_start() {
    check("pathway p \"P\" #! no-start\n  owner \"A\"\n");
    check("pathway p \"P\"\n  strat violence #! unknown-keyword\n");
    check("pathway p \"P\"\n  start violence\npathway q \"Q\" #! no-pathway\n");
    let none = compile(BLOCKS).diagnostics;
    assert!(none.findings.iter().any(|it| it.code == Code::NoPathway));
    let misspelt = compile(&["patway p \"P\"\n", BLOCKS].concat()).diagnostics;
    assert!(
        !misspelt
            .findings
            .iter()
            .any(|it| it.code == Code::NoPathway)
    );
}

#[test]
fn only_findings_that_may_stand_can_be_allowed() {
    check(
        r#"outcome o "O"
  allow no-contact "They know."
  allow no-contac "They know." #! unknown-finding
  allow unknown-name "They know." #! unknown-finding
"#,
    );
}
