//! The judge of the script that pages carry: what it says of a family is what [`crate::evaluate`] says.
//!
//! In: flows made by chance and the flows of the repository, families made by chance of each, some with answers
//! missing. Out: nothing, or the first family of which the two say different things. The script is run as it stands in
//! the page, and reads the pathway from the published contract as it does there.

use std::path::{Path, PathBuf};

use rquickjs::{CatchResultExt, Context, Function, Runtime};
use serde_json::{Value, json};

use super::dice::Dice;
use super::{TODAY, compiled, flow, some_seeds};
use crate::Compilation;
use crate::emit::{html, json as contract};
use crate::evaluate::{Evaluation, Evaluator, Problem, Sheet};
use crate::families::{Cells, Choices};
use crate::ir::{
    Answer, Answers, BlockId, Date, Deadline, QuestionId, ScoreId, Strength, ValueId, Verb, What,
};
use crate::source::Given;

/// What the script is asked here: a pathway's contract, then families one after another.
const ASK: &str = r#"
let judged = null;
function begin(contract) { judged = evaluator(JSON.parse(contract)); }
function ask(text) {
  const { today, sheet } = JSON.parse(text);
  const it = judged.evaluate(new Map(sheet), today);
  const visit = (visit) => ({
    block: visit.block, known: visit.known.list(), came: visit.came, taken: visit.taken, gets: visit.gets
  });
  const got = (got) => Object.assign({}, got, { deadline: got.deadline && minutesOf(got.deadline) });
  return JSON.stringify({
    visits: it.visits.map(visit), asked: it.asked, waiting: it.waiting, problems: it.problems, got: it.got.map(got),
    why: it.visits.map((visit) => it.why(visit.block).map((stop) => [stop.block, stop.way])),
    values: judged.read.values.map((_, at) => it.value(at)),
    scores: judged.read.scores.map((_, at) => it.score(at))
  });
}
"#;

/// The script, waiting for families.
struct Script {
    context: Context,
}

impl Script {
    fn new() -> Script {
        Script::of(&html::evaluator())
    }

    fn of(evaluator: &str) -> Script {
        let runtime = Runtime::new().expect("an engine can be made");
        let context = Context::full(&runtime).expect("an engine can be made");
        context.with(|it| {
            it.eval::<(), _>(format!("{evaluator}\n{ASK}"))
                .catch(&it)
                .expect("the script can be read");
        });
        Script { context }
    }

    fn call(&self, name: &str, text: &str) -> String {
        self.context.with(|it| {
            let function: Function<'_> = it.globals().get(name).expect("the function is there");
            let said: Result<Option<String>, _> = function.call((text,)).catch(&it);
            said.expect("the script runs").unwrap_or_default()
        })
    }
}

fn answer(answer: &Answer) -> Value {
    match answer {
        Answer::Option(at) => json!({ "option": at }),
        Answer::Ticked(ticked) => json!({ "ticked": ticked }),
        Answer::Marked(marked) => json!({ "marked": marked }),
        Answer::Quantity(number) => json!({ "quantity": number }),
        Answer::FromToday(by) => json!({ "months": by.months, "days": by.days }),
        Answer::Text(text) => json!({ "text": text }),
    }
}

fn pairs(pairs: &[(BlockId, usize)]) -> Vec<(usize, usize)> {
    pairs.iter().map(|(block, way)| (block.0, *way)).collect()
}

fn problem(problem: &Problem) -> Value {
    let ids = |needs: &std::collections::BTreeSet<QuestionId>| -> Vec<usize> {
        needs.iter().map(|it| it.0).collect()
    };
    match problem {
        Problem::Gap { block } => json!({ "kind": "gap", "block": block.0 }),
        Problem::Conflict { block, ways } => {
            json!({ "kind": "conflict", "block": block.0, "ways": ways })
        }
        Problem::Undecided { block, ways, needs } => {
            json!({ "kind": "undecided", "block": block.0, "ways": ways, "needs": ids(needs) })
        }
        Problem::UndecidedAction {
            block,
            action,
            needs,
        } => {
            json!({ "kind": "undecided_action", "block": block.0, "action": action, "needs": ids(needs) })
        }
        Problem::Circle(circle) => json!({ "kind": "circle", "circle": pairs(circle) }),
        Problem::DeadEnd { block } => json!({ "kind": "dead_end", "block": block.0 }),
        Problem::ValueGap { block, value } => {
            json!({ "kind": "value_gap", "block": block.0, "value": value.0 })
        }
        Problem::ValueConflict { block, value } => {
            json!({ "kind": "value_conflict", "block": block.0, "value": value.0 })
        }
        Problem::Broken { block } => json!({ "kind": "broken", "block": block.0 }),
    }
}

fn strength(strength: Strength) -> &'static str {
    match strength {
        Strength::Must => "must",
        Strength::Should => "should",
        Strength::Consider => "consider",
        Strength::MustNot => "must_not",
    }
}

fn verb(verb: Verb) -> &'static str {
    match verb {
        Verb::Refer => "refer",
        Verb::Signpost => "signpost",
        Verb::Offer => "offer",
        Verb::Contact => "contact",
        Verb::Do => "do",
        Verb::Say => "say",
        Verb::Urgent => "urgent",
    }
}

fn what(what: &What) -> Value {
    match what {
        What::Service(id) => json!({ "service": id.0 }),
        What::Named(id) => json!({ "named": id.0 }),
        What::Text(text) => json!({ "text": text }),
    }
}

/// Everything that the evaluator says of a family, in the shape in which the script says it.
fn said(compiled: &Compilation, it: &Evaluation) -> Value {
    let pathway = &compiled.pathway;
    let questions = |of: &[QuestionId]| -> Vec<usize> { of.iter().map(|it| it.0).collect() };
    let visits = it.visits.iter().map(|visit| {
        let gets = visit.gets.iter().map(|here| {
            json!({ "action": here.action, "lines": here.lines, "unsure": here.unsure_lines })
        });
        json!({
            "block": visit.block.0,
            "known": visit.known.iter().map(|it| it.0).collect::<Vec<_>>(),
            "came": pairs(&visit.came),
            "taken": visit.taken,
            "gets": gets.collect::<Vec<_>>(),
        })
    });
    let minutes = |by: &Deadline| crate::evaluate::minutes(by);
    let got = it.got.iter().map(|got| {
        json!({
            "what": what(&got.what),
            "strength": strength(got.strength),
            "verb": verb(got.verb),
            "verbs": got.verbs.iter().map(|it| verb(*it)).collect::<Vec<_>>(),
            "deadline": got.deadline.as_ref().map(minutes),
            "places": pairs(&got.places),
            "lines": got.lines,
            "unsure": got.unsure_lines,
        })
    });
    let why = it.visits.iter().map(|visit| {
        let stops = it.why(pathway, visit.block);
        let stops = stops.iter().map(|stop| json!([stop.block.0, stop.way]));
        stops.collect::<Vec<_>>()
    });
    let values = (0..pathway.values.len()).map(|at| it.value(pathway, ValueId(at)));
    let scores = (0..pathway.scores.len()).map(|at| it.score(pathway, ScoreId(at)));
    json!({
        "visits": visits.collect::<Vec<_>>(),
        "asked": questions(&it.asked),
        "waiting": questions(&it.waiting),
        "problems": it.problems.iter().map(problem).collect::<Vec<_>>(),
        "got": got.collect::<Vec<_>>(),
        "why": why.collect::<Vec<_>>(),
        "values": values.collect::<Vec<_>>(),
        "scores": scores.collect::<Vec<_>>(),
    })
}

/// A family made by chance: most questions answered, each with any of its first answers.
fn sheet(dice: &mut Dice, compiled: &Compilation, cells: &Cells, answered: usize) -> Sheet {
    let pathway = &compiled.pathway;
    let mut sheet = Sheet::default();
    for question in (0..pathway.questions.len()).map(QuestionId) {
        if !dice.chance(answered) {
            continue;
        }
        if matches!(pathway[question].answers, Answers::Text) {
            sheet.0.insert(question, Answer::Text("words".to_string()));
        } else if let Some(choices) = Choices::of(pathway, question, cells) {
            let choices: Vec<Answer> = choices.take(400).collect();
            if !choices.is_empty() {
                let chosen = dice.below(choices.len());
                sheet.0.insert(question, choices[chosen].clone());
            }
        }
    }
    sheet
}

/// What was tried of one pathway.
#[derive(Default)]
struct Tried {
    families: usize,
    /// How many of them had something wrong on their way.
    with_problems: usize,
    /// The first family of which the two say different things: what was asked, what the script said, and what the
    /// evaluator says.
    difference: Option<(String, Value, Value)>,
}

/// Tries families of one pathway, until the two say different things.
fn tried(script: &Script, compiled: &Compilation, families: usize) -> Tried {
    const DAYS: [Date; 3] = [
        TODAY,
        Date {
            year: 2028,
            month: 2,
            day: 29,
        },
        Date {
            year: 2027,
            month: 8,
            day: 31,
        },
    ];
    let contract = contract::emit(&compiled.pathway, &compiled.sources);
    script.call("begin", &contract);
    let mut dice = Dice::new(families as u64 + contract.len() as u64);
    let mut tried = Tried::default();
    for number in 0..families {
        let today = DAYS[if number % 4 == 0 { dice.below(3) } else { 0 }];
        let cells = Cells::of(&compiled.pathway, today);
        let answered = dice.pick(&[100, 100, 95, 80, 40]);
        let sheet = sheet(&mut dice, compiled, &cells, answered);
        let evaluation = Evaluator::new(&compiled.pathway, today).evaluate(&sheet);
        let given: Vec<Value> = (sheet.0.iter())
            .map(|(question, it)| json!([question.0, answer(it)]))
            .collect();
        let day = json!({ "year": today.year, "month": today.month, "day": today.day });
        let asked = json!({ "today": day, "sheet": given }).to_string();
        let found = script.call("ask", &asked);
        let found: Value = serde_json::from_str(&found).expect("the script says JSON");
        let expected = said(compiled, &evaluation);
        tried.families += 1;
        tried.with_problems += usize::from(!evaluation.problems.is_empty());
        if found != expected {
            tried.difference = Some((asked, found, expected));
            break;
        }
    }
    tried
}

fn agree(script: &Script, called: &str, compiled: &Compilation, families: usize) -> Tried {
    let tried = tried(script, compiled, families);
    if let Some((asked, found, expected)) = &tried.difference {
        assert_eq!(found, expected, "{called}: {asked}");
    }
    tried
}

#[test]
fn the_script_in_a_page_says_what_the_evaluator_says_of_flows_made_by_chance() {
    let script = Script::new();
    let (mut families, mut wrong) = (0, 0);
    for seed in some_seeds(1) {
        let text = flow::flow(seed);
        let compiled = compiled(&text);
        if !compiled.is_whole() {
            continue;
        }
        let called = format!("seed {seed}:\n{text}");
        let tried = agree(&script, &called, &compiled, 12);
        families += tried.families;
        wrong += tried.with_problems;
    }
    assert!(families > 1000, "{families} families were tried");
    assert!(
        wrong * 20 > families && wrong * 10 < families * 9,
        "{wrong} of {families} met a problem"
    );
}

/// Every flow file in a folder and the folders in it.
fn flow_files(folder: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    let mut folders = vec![folder.to_path_buf()];
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(&folder).into_iter().flatten().flatten() {
            let path = entry.path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|it| it == "flow") {
                found.push(path);
            }
        }
    }
    found.sort();
    found
}

#[test]
fn the_script_in_a_page_says_what_the_evaluator_says_of_the_flows_of_the_repository() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let beside = |from: &str, path: &str| {
        let folder = Path::new(from).parent().unwrap_or(root);
        let file = folder.join(path);
        let text = std::fs::read_to_string(&file).map_err(|error| error.to_string())?;
        let name = file.to_string_lossy().into_owned();
        Ok(Given { name, text })
    };
    let script = Script::new();
    let (mut flows, mut families) = (0, 0);
    for folder in ["flows", "tests/cases/flows"] {
        for path in flow_files(&root.join(folder)) {
            let text = std::fs::read_to_string(&path).expect("the flow can be read");
            let name = path.to_string_lossy();
            let compiled = crate::compile(&name, &text, TODAY, &beside);
            if !compiled.is_whole() {
                continue;
            }
            flows += 1;
            families += agree(&script, &name, &compiled, 60).families;
        }
    }
    assert!(flows >= 15, "{flows} flows were tried");
    assert!(families >= 900, "{families} families were tried");
}

/// What flows made by chance have seldom or never: facts that may be left out, days that move with today, the same
/// service by several deadlines, a fact that is waited for after a question.
const SELDOM: [&str; 2] = [
    r#"
pathway p "P"
  owner "O"
  review by 2030-01-01
  urgent "U"
  start when_was_it

fact role "Role?"
  answer nurse "Nurse"
  answer clerk "Clerk"
  unasked means clerk

fact since "Since when?"
  date from 2015-01-01 to today
  unasked means 28 days before today

question when_was_it "When?"
  date from 2015-01-01 to today
  first match
  when when_was_it within 1 month of today -> recent
  otherwise -> marks

question recent "How recent?"
  date from 2015-01-01 to 6 months after today
  unasked means 1 month before today
  then -> marks

checklist marks "Marks?"
  item a "A"
  item b "B"
  mark low "Low"
  mark high "High"
  then -> end

outcome end "End"
  should "Be quick."  when recent within 31 days of today
  should "Be slow."  when since < 27 days before today
  must refer to desk within 2 working days when role is nurse
  should refer to desk within 1 day
  signpost to desk at once when at least 1 of marks are high

service desk "Desk"
  phone "01632 960101" when role is nurse
  phone "01632 960102" when recent < today
"#,
    r#"
pathway p "P"
  owner "O"
  review by 2030-01-01
  urgent "U"
  start fork

fact role "Role?"
  answer nurse "Nurse"
  answer clerk "Clerk"

question fork "Both?"
  yes or no
  every match
  on yes, no -> more
  on yes     -> end

question more "More?"
  yes or no
  then -> other

outcome other "Other"
  should "Wait."

outcome end "End"
  should "Be quick." when role is nurse
"#,
];

#[test]
fn the_script_in_a_page_says_what_the_evaluator_says_of_what_is_seldom() {
    for text in SELDOM {
        let compiled = compiled(text);
        assert!(compiled.is_whole(), "{:#?}", compiled.diagnostics.findings);
        let tried = agree(&Script::new(), text, &compiled, 300);
        assert_eq!(tried.families, 300);
    }
}

/// Small mistakes in the script, each of which the judge must see.
const MISTAKES: &[(&str, &str)] = &[
    ("Math.min(a, b)", "Math.max(a, b)"),
    ("highest: truth === NO ? 0 : 1", "highest: 1"),
    (
        "return least <= it.lowest && it.highest <= most",
        "return least < it.lowest && it.highest <= most",
    ),
    ("policy === \"every_match\"", "policy === \"none\""),
    ("policy === \"first_match\"", "policy === \"none\""),
    (
        "it.otherwise ? -others : it.applies",
        "it.otherwise ? YES : it.applies",
    ),
    ("given === undefined ? question.unasked : given", "given"),
    ("return question.unasked;", "return null;"),
    (
        "facts.concat(waiting.filter((it) => !isFact(it)))",
        "waiting",
    ),
    ("got.deadline = action.deadline;", ""),
    ("this.shadow.add(block);", ""),
];

#[test]
fn a_small_mistake_in_the_script_would_be_seen() {
    let right = html::evaluator();
    let made = (0..80).map(flow::flow);
    let flows: Vec<Compilation> = (SELDOM.map(str::to_string).into_iter())
        .chain(made)
        .map(|text| compiled(&text))
        .collect();
    for (from, to) in MISTAKES {
        assert!(right.contains(from), "the script has no `{from}`");
        let script = Script::of(&right.replacen(from, to, 1));
        let mut flows = flows.iter().filter(|it| it.is_whole());
        let is_seen = flows.any(|it| tried(&script, it, 40).difference.is_some());
        assert!(is_seen, "nobody sees `{to}` in the place of `{from}`");
    }
}
