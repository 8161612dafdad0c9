//! Flows of every size and shape, as authors write them: in goes the name of an input, out comes its text,
//! with the defects that were planted in it.
//!
//! Invariants: the same name gives the same bytes everywhere (the random numbers are this file's own). What
//! is planted is known without asking the compiler, so that a wrong answer of anybody is seen.
//!
//! Absent on purpose: measuring, and everything the compiler finds that is only advice.

mod hard;
mod random;
mod real;
mod tables;

use std::fmt::Write;

use random::Random;

/// One flow to ask about.
#[derive(Default)]
pub(crate) struct Input {
    pub(crate) text: String,
    /// The lists of answers that it names, with their texts.
    pub(crate) files: Vec<(String, String)>,
    /// What is wrong with it.
    pub(crate) planted: Vec<Planted>,
    /// Whether nothing else is wrong with it as far as anybody knows.
    pub(crate) is_sure: bool,
    /// The block whose ways are one table over answers that everybody gives.
    pub(crate) table: Option<&'static str>,
}

/// A defect: the finding that must come, and the block or rule at which.
pub(crate) struct Planted {
    pub(crate) code: &'static str,
    pub(crate) at: String,
}

impl Input {
    fn sound() -> Input {
        Input {
            is_sure: true,
            ..Input::default()
        }
    }

    fn plant(&mut self, code: &'static str, at: impl Into<String>) {
        self.planted.push(Planted {
            code,
            at: at.into(),
        });
    }

    /// The heading that every flow has.
    fn begin(&mut self, start: &str) {
        let _ = write!(
            self.text,
            "pathway generated \"A generated pathway\"\n  owner     \"Early Help\"\n  review by 2030-03-31\n  urgent    \"If anyone is in immediate danger, call 999.\"\n  start     {start}\n\n"
        );
    }

    fn outcome(&mut self, name: &str) {
        let _ = write!(
            self.text,
            "outcome {name} \"What to do: {name}\"\n  do \"Follow the sheet {name}.\"\n\n"
        );
    }
}

/// How an input is made from its name.
type Maker = Box<dyn Fn() -> Input>;

/// Every input, by its name, in the order in which they are shown.
pub(crate) fn all() -> Vec<(String, Maker)> {
    let mut all: Vec<(String, Maker)> = Vec::new();
    let mut add = |name: String, make: Maker| all.push((name, make));
    for (name, path) in real::FLOWS {
        add(name.to_string(), Box::new(move || real::flow(path)));
    }
    for blocks in [30, 100, 300, 1_000, 3_000, 10_000] {
        add(
            format!("pathway-{blocks}"),
            Box::new(move || pathway(blocks, false)),
        );
        add(
            format!("pathway-{blocks}-defects"),
            Box::new(move || pathway(blocks, true)),
        );
    }
    for blocks in [1_000, 10_000] {
        add(format!("tree-{blocks}"), Box::new(move || tree(blocks)));
    }
    for items in [9, 24, 60] {
        for defects in [false, true] {
            let kind = if defects { "-defects" } else { "" };
            add(
                format!("checklist-{items}{kind}"),
                Box::new(move || checklist(items, defects)),
            );
        }
    }
    for items in [20, 40, 60] {
        for defects in [false, true] {
            let kind = if defects { "-defects" } else { "" };
            add(
                format!("score-{items}{kind}"),
                Box::new(move || score(items, defects)),
            );
        }
    }
    for rows in [100, 1_000] {
        for (kind, defect) in [("", 0), ("-overlap", 1), ("-gap", 2)] {
            add(
                format!("table-{rows}{kind}"),
                Box::new(move || tables::table(rows, defect)),
            );
        }
    }
    for (kind, defects) in [("", false), ("-defects", true)] {
        add(
            format!("districts-200{kind}"),
            Box::new(move || districts(defects)),
        );
        add(
            format!("deep-20{kind}"),
            Box::new(move || deep(20, defects)),
        );
    }
    for holes in [5, 8, 10] {
        add(
            format!("pigeonhole-{holes}"),
            Box::new(move || hard::pigeonhole(holes)),
        );
    }
    for questions in [50, 100, 200] {
        add(
            format!("three-sat-{questions}"),
            Box::new(move || hard::three_sat(questions)),
        );
    }
    all
}

/// The defects that are planted in a section of [`pathway`].
#[derive(Clone, Copy, PartialEq)]
enum Defect {
    Gap,
    Overlap,
    DeadWay,
    TooLate,
}

/// A pathway shaped like real ones: sections of ten blocks; a role that is known from the start; one early
/// question that each section reads again far below; a service for each section with contacts by role.
fn pathway(blocks: usize, defects: bool) -> Input {
    let sections = blocks / 10;
    let mut planted = vec![None; sections];
    if defects {
        let mut order: Vec<usize> = (0..sections).collect();
        Random::new(blocks as u64).shuffle(&mut order);
        let kinds = [
            Defect::Gap,
            Defect::Overlap,
            Defect::DeadWay,
            Defect::TooLate,
        ];
        for (section, kind) in order
            .iter()
            .zip(kinds.iter().cycle())
            .take((blocks / 100).max(1))
        {
            planted[*section] = Some(*kind);
        }
    }
    let mut it = Input::sound();
    it.begin("early");
    it.text.push_str(
        "fact role \"What is your role?\"\n  answer nurse   \"Nurse\"\n  answer teacher \"Teacher\"\n  answer worker  \"Family worker\"\n\n\
         question early \"Has there been violence?\"\n  hint \"Ask each parent alone.\"\n  yes    -> concern_0\n  no     -> concern_0\n  unsure -> ask_first\n\n",
    );
    it.outcome("ask_first");
    it.outcome("finish");
    for (n, defect) in planted.iter().enumerate() {
        let next = if n + 1 < sections {
            format!("concern_{}", n + 1)
        } else {
            "finish".to_string()
        };
        section(&mut it, n, &next, *defect);
    }
    let last = sections - 1;
    let _ = write!(
        it.text,
        "rule nothing_before_asking \"Nobody is helped before the first question is answered\"\n  never reach help_{last} when early is unsure\n  reach early before reach help_{last}\n  never both refer to service_0 and refer to service_{last}\n\n"
    );
    if sections == 1 {
        it.text
            .truncate(it.text.rfind("  never both").expect("the line was written"));
        it.text.push('\n');
    }
    it
}

fn section(it: &mut Input, n: usize, next: &str, defect: Option<Defect>) {
    let is = |kind| defect == Some(kind);
    let young = if is(Defect::Overlap) { 6 } else { 5 };
    let old = if is(Defect::Gap) { 13 } else { 12 };
    let (more, few) = if is(Defect::TooLate) {
        (
            format!("when more_{n} > 10 and kind_{n} is quarrels"),
            "otherwise".to_string(),
        )
    } else {
        (
            format!("when more_{n} > 10"),
            format!("when more_{n} <= 10"),
        )
    };
    let dead = if is(Defect::DeadWay) {
        format!("  when early is unsure -> more_{n}\n")
    } else {
        String::new()
    };
    let _ = write!(
        it.text,
        r#"question concern_{n} "Is anyone worried about this part of family life?"
  hint "Ask each parent alone."
  yes    "Yes, they are" -> kind_{n}
  no                     -> {next}
  unsure                 -> signs_{n}

question kind_{n} "What is it about?"
  answer quarrels "Quarrels" -> signs_{n}
  answer money    "Money"    -> age_{n}
  answer home     "The home" -> talk_{n}
  answer other    "Other"    -> agreed_{n}

checklist signs_{n} "Which of these have you seen?"
  item afraid  "One parent is afraid of the other"
  item control "One parent decides whom the other may see"
  item threats "Threats"
  item drawn   "The children are drawn in"
  item absent  "Often absent from school"
  item nothing "None of these" alone
  when at least 2 of signs_{n} -> age_{n}
  when exactly 1 of signs_{n}  -> agreed_{n}
  otherwise                -> talk_{n}

question age_{n} "How old is the youngest child?"
  age from 0 months to 18 years
  when age_{n} < {young} years                       -> step_{n}
  when age_{n} >= 5 years and age_{n} < 12 years -> talk_{n}
  when age_{n} >= {old} years                      -> agreed_{n}

question agreed_{n} "Do both parents agree to this?"
  yes -> step_{n}
  no  -> talk_{n}

step talk_{n} "Talk it over"
  do "Say what will be written down."
  when early is yes -> help_{n}
  when early is no  -> step_{n}
{dead}
step step_{n} "First help"
  offer service_{n}
  consider "A second talk with both."  when kind_{n} was asked and kind_{n} is one of quarrels, other
  do "Note it in the health record."   when role is nurse
  then -> more_{n}

question more_{n} "How many meetings have there been?"
  number from 0 to 20 "meetings"
  {more} -> help_{n}
  {few} -> also_{n}

question also_{n} "Who would they like to see?"
  answer nobody "Nobody"
  answer same   "The same person again"
  answer nurse  "A nurse"
  on nobody, same                -> {next}
  on nurse when role is nurse     -> help_{n}
  on nurse when role is not nurse -> {next}

outcome help_{n} "Help is needed"
  must refer to service_{n} within 2 working days
  do "Write down what was said."

service service_{n} "Service number {n}"
  phone "0300 {:03} {:04}"  when role is nurse
  email "help@service-{n}.gov.uk"  when role is teacher
  website "https://www.service-{n}.gov.uk"  when role is worker

"#,
        n / 10_000,
        n % 10_000
    );
    match defect {
        Some(Defect::Gap) => it.plant("missing-branch", format!("age_{n}")),
        Some(Defect::Overlap) => it.plant("conflicting-branches", format!("age_{n}")),
        Some(Defect::DeadWay) => it.plant("unreachable-branch", format!("talk_{n}")),
        Some(Defect::TooLate) => it.plant("asked-too-late", format!("more_{n}")),
        None => {}
    }
}

/// A tree in which every answer leads to another question, three to each.
fn tree(blocks: usize) -> Input {
    let mut it = Input::sound();
    it.begin("t0");
    let inner = (blocks - 1) / 3;
    for n in 0..=inner * 3 {
        if n >= inner {
            it.outcome(&format!("t{n}"));
            continue;
        }
        let _ = writeln!(it.text, "question t{n} \"What is true here?\"");
        for (at, answer) in ["first", "second", "third"].iter().enumerate() {
            let _ = writeln!(
                it.text,
                "  answer {answer} \"The {answer}\" -> t{}",
                n * 3 + at + 1
            );
        }
        it.text.push('\n');
    }
    it
}

/// A long checklist with three bands, and one that is answered with marks.
fn checklist(items: usize, defects: bool) -> Input {
    let mut it = Input::sound();
    it.begin("signs");
    let list = |text: &mut String, name: &str| {
        let _ = writeln!(
            text,
            "checklist {name} \"Go through these with the person.\""
        );
        for item in 0..items {
            let _ = writeln!(text, "  item i{item} \"Sign number {item}\"");
        }
    };
    let (some, many) = (items / 4, items / 2);
    list(&mut it.text, "signs");
    let up_to = if defects { many } else { many - 1 };
    let _ = write!(
        it.text,
        "  item nothing \"None of these\" alone\n  when at least {many} of signs                       -> urgent_help\n  when at least {some} of signs and at most {up_to} of signs -> dash\n  when fewer than {some} of signs                      -> advice\n\n"
    );
    list(&mut it.text, "dash");
    let below = if defects { many - 1 } else { many };
    let _ = write!(
        it.text,
        "  mark yes       \"Yes\"\n  mark no        \"No\"\n  mark dont_know \"Don't know\"\n  when at least {many} of dash are yes -> urgent_help\n  when fewer than {below} of dash are yes and any of dash are dont_know -> ask_again\n  when fewer than {many} of dash are yes and none of dash are dont_know -> advice\n\n"
    );
    if defects {
        it.plant("conflicting-branches", "signs");
        it.plant("missing-branch", "dash");
    }
    for name in ["urgent_help", "ask_again", "advice"] {
        it.outcome(name);
    }
    it
}

/// Points over several lists, bands of points as a level, and a step that reads both.
fn score(items: usize, defects: bool) -> Input {
    let mut it = Input::sound();
    let lists = items / 10;
    it.begin("list_0");
    let mut most = 0;
    for list in 0..lists {
        let next = if list + 1 < lists {
            format!("list_{}", list + 1)
        } else {
            "decide".to_string()
        };
        let _ = writeln!(
            it.text,
            "checklist list_{list} \"Which of these are true?\""
        );
        for item in 0..10 {
            let _ = writeln!(it.text, "  item i{item} \"Sign number {item}\"");
        }
        let _ = write!(it.text, "  then -> {next}\n\n");
    }
    it.text.push_str("score points \"Screening points\"\n");
    for list in 0..lists {
        let (all, also) = (list + 1, 2 * list + 1);
        most += 10 * all + 3 * also;
        let _ = write!(
            it.text,
            "  add {all} for each of list_{list}\n  add {also} for each of (i1, i4, i8) in list_{list}\n"
        );
    }
    let (low, high) = (most / 4, most / 2);
    let _ = write!(
        it.text,
        "\nlevel risk \"Level of risk\"\n  is low    \"Low\"    when points < {low}\n  is medium \"Medium\" when points from {low} to {high}\n  is high   \"High\"   when points > {high}\n\n"
    );
    let top = most - most / 5;
    let from = if defects { top + 1 } else { top };
    let below = if defects { low + 1 } else { low };
    let also_low = if defects {
        format!("points < {below}")
    } else {
        "risk is low".to_string()
    };
    let _ = write!(
        it.text,
        "step decide \"Decide\"\n  do \"Ask for a second opinion.\"  when risk is at least medium and any of list_0\n  when {also_low}                     -> advice\n  when risk is medium                  -> support\n  when risk is high and points < {top}   -> referral\n  when risk is high and points >= {from}  -> at_once\n\n"
    );
    if defects {
        it.plant("conflicting-branches", "decide");
        it.plant("missing-branch", "decide");
    }
    for name in ["advice", "support", "referral", "at_once"] {
        it.outcome(name);
    }
    it
}

/// Two hundred districts in a file of their own, five groups of them, and a service with a telephone for
/// each.
fn districts(defects: bool) -> Input {
    const GROUPS: [&str; 5] = ["north", "east", "south", "west", "middle"];
    let mut it = Input::sound();
    let mut csv = format!("name,text,{}\n", GROUPS.join(","));
    for district in 0..200 {
        let _ = write!(csv, "d{district},District {district}");
        for group in 0..GROUPS.len() {
            // One district is left out of its group.
            let is_in = district % GROUPS.len() == group && !(defects && district == 137);
            csv.push_str(if is_in { ",yes" } else { "," });
        }
        csv.push('\n');
    }
    it.files.push(("districts.csv".to_string(), csv));
    it.begin("danger");
    it.text.push_str(
        "fact district \"Where does the family live?\"\n  answers from \"districts.csv\"\n\n\
         question danger \"Is anyone in danger now?\"\n  yes -> desk\n  no  -> where\n\n\
         step where \"Who works there\"\n",
    );
    for group in GROUPS {
        let _ = writeln!(it.text, "  when district is in {group} -> team_{group}");
    }
    it.text.push_str(
        "\noutcome desk \"The duty desk\"\n  must refer to duty_desk within 24 hours\n\n",
    );
    for group in GROUPS {
        let _ = write!(
            it.text,
            "outcome team_{group} \"The team of the {group}\"\n  offer duty_desk\n  do \"Give them the leaflet of the {group}.\"\n\n"
        );
    }
    it.text
        .push_str("service duty_desk \"Duty desk\"\n  hours \"24/7\"\n");
    for district in 0..200 {
        if !(defects && district == 61) {
            let _ = writeln!(
                it.text,
                "  phone \"0300 123 {:04}\" when district is d{district}",
                1000 + district
            );
        }
    }
    it.text.push('\n');
    if defects {
        it.plant("missing-branch", "where");
        it.plant("no-contact", "duty_desk");
    }
    it
}

/// A deep drawing: in each section a circle that has two ways in and that nobody can go round, then branches
/// that may be taken together and meet again; ten rules over all of it.
fn deep(sections: usize, defects: bool) -> Input {
    let mut it = Input::sound();
    it.begin("first_0");
    for n in 0..sections {
        let next = if n + 1 < sections {
            format!("first_{}", n + 1)
        } else {
            "finish".to_string()
        };
        // In the one defective section whoever begins with the children goes round for ever.
        let goes_round = defects && n == sections / 2;
        let back = if goes_round { "yes" } else { "no" };
        let _ = write!(
            it.text,
            r#"question first_{n} "With whom do you begin in year {n}?"
  answer parents  "With the parents"         -> parents_{n}
  answer children "With the children"        -> children_{n}
  answer both     "With all of them at once" -> needs_{n}

question parents_{n} "Would the parents like to add another person?"
  yes or no
  when first_{n} is parents  -> children_{n}
  when first_{n} is children -> {}

question children_{n} "Would the children like to add another person?"
  yes or no
  when first_{n} is children -> parents_{n}
  when first_{n} is parents  -> needs_{n}

checklist needs_{n} "What do they need?"
  every match
  item housing "Somewhere to live"  -> housing_{n}
  item money   "Help with money"    -> money_{n}
  item talk    "Someone to talk to" -> talk_{n}
  item nothing "None of these" alone -> join_{n}

question housing_{n} "Have they anywhere to stay tonight?"
  yes -> join_{n}
  no  -> join_{n}

question money_{n} "What do they have in savings?"
  money from 0 to 100000
  when money_{n} < £6,000  -> join_{n}
  when money_{n} >= £6,000 -> budget_{n}

step budget_{n} "A budget"
  consider "A budget for the year."
  then -> join_{n}

step talk_{n} "Talk"
  offer counsellor_{n}
  then -> join_{n}

step join_{n} "What was found"
  must refer to shelter_{n} within 24 hours  when housing_{n} was asked and housing_{n} is no
  do "Ask whom they would add."              when parents_{n} was asked and (parents_{n} is yes or children_{n} is yes)
  consider "A grant."                        when money_{n} was asked and money_{n} < £1,000 and needs_{n} includes talk
  then -> {next}

service counsellor_{n} "Counsellor number {n}"
  phone "0300 456 {n:04}"

service shelter_{n} "Shelter number {n}"
  phone "0300 789 {n:04}"

"#,
            if back == "yes" {
                format!("children_{n}")
            } else {
                format!("needs_{n}")
            }
        );
        if goes_round {
            it.plant("cycle", format!("children_{n}"));
        }
    }
    it.outcome("finish");
    let last = sections - 1;
    for n in 0..2 {
        let (a, b) = (n, last - n);
        let _ = write!(
            it.text,
            r#"rule only_{n} "A shelter only for those who have nowhere to stay"
  never shelter_{a} when housing_{a} is yes

rule talk_offered_{n} "Those who want to talk are offered it"
  always offer counsellor_{b} when needs_{b} includes talk

rule asked_first_{n} "Their needs are asked before a shelter is sought"
  reach needs_{b} before shelter_{b}

rule budget_rule_{n} "Nobody with nothing is told to budget"
  never reach budget_{a} when money_{a} < £6,000

rule together_{n} "Nobody is in two minds about nothing"
  never reach housing_{b} when needs_{b} includes nothing

"#
        );
    }
    if defects {
        it.text.push_str("rule poor \"No counsellor for those who need a shelter\"\n  never both counsellor_3 and shelter_7\n\n");
        it.plant("rule-broken", "poor");
    }
    it
}
