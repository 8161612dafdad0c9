//! Examples for a whole flow: as few families as could be found that between them take every way, reach every outcome
//! and see every action line, written as `example` blocks.
//!
//! Invariant: what is written can be pasted into the flow as it is. Families on whose way something is wrong are
//! no examples; what only they meet is said in a comment.

use std::collections::{BTreeMap, BTreeSet};

use crate::answers::{self, example};
use crate::coverage::{Dead, coverage};
use crate::diagnostic::{count, list};
use crate::emit::words;
use crate::evaluate::{Evaluation, way_in_words, what};
use crate::graph::Graph;
use crate::ir::{Answer, BlockKind, Date, Pathway, QuestionId};
use crate::logic::{Chosen, Goal, Ground, Limits, Logic};

/// The longest title of an outcome that is said whole, in characters.
const TITLE: usize = 64;
/// The longest answer.
const ANSWER: usize = 32;
/// How many things are listed that no example shows.
const LISTED: usize = 200;
/// The most answers by which a title tells families apart.
const TOLD: usize = 3;

/// The examples of a pathway, on a day, as text to be pasted; `missing`: only for what its own examples do not
/// show.
pub fn cases(pathway: &Pathway, today: Date, missing: bool) -> String {
    let graph = Graph::of(pathway);
    let ground = Ground::of(pathway, today, &graph, Limits::USUAL);
    if pathway.start.is_none() {
        return String::new();
    }
    let logic = Logic::of(&ground);
    let dead = Dead::found_by(&logic, pathway);
    let met = coverage(pathway, today, &dead);
    let mut goals: BTreeSet<Goal> = BTreeSet::new();
    for ways in [&met.ways, &met.rows] {
        let open = ways
            .all
            .iter()
            .filter(|it| !missing || !ways.met.contains(it));
        goals.extend(open.map(|(block, way)| Goal::Way(*block, *way)));
    }
    let actions = met.actions.all.iter();
    let actions = actions.filter(|it| !missing || !met.actions.met.contains(it));
    goals.extend(actions.map(|(block, number)| Goal::Action(*block, *number)));
    let outcomes = met.outcomes.all.iter();
    let outcomes = outcomes.filter(|it| !missing || !met.outcomes.met.contains(it));
    goals.extend(outcomes.map(|block| Goal::Outcome(*block)));
    if goals.is_empty() {
        return match missing {
            true => String::from(
                "# The examples of this flow show everything that can be shown already.\n",
            ),
            false => String::from("# There is nothing in this flow that a family could meet.\n"),
        };
    }
    let chosen = logic.fewest(&goals);
    let before = if missing { pathway.examples.len() } else { 0 };
    let mut blocks = vec![heading(&goals, &chosen, missing)];
    let titles = titles(pathway, &chosen.families, before);
    for (family, title) in chosen.families.iter().zip(titles) {
        blocks.push(example(pathway, family, &title));
    }
    let why =
        "Only families on whose way something is wrong meet these; `fingerpost check` says what:";
    blocks.extend(listed(pathway, why, &chosen.only_with_problems));
    let why = "For these, no family was found in the work allowed:";
    blocks.extend(listed(pathway, why, &chosen.open));
    blocks.join("\n")
}

/// What the examples show, and whether fewer could, as a comment.
fn heading(goals: &BTreeSet<Goal>, chosen: &Chosen, missing: bool) -> String {
    let without: BTreeSet<&Goal> = chosen
        .only_with_problems
        .iter()
        .chain(&chosen.open)
        .collect();
    let (mut ways, mut outcomes, mut actions) = (0, 0, 0);
    for goal in goals.iter().filter(|goal| !without.contains(goal)) {
        match goal {
            Goal::Way(..) => ways += 1,
            Goal::Outcome(_) => outcomes += 1,
            Goal::Action(..) => actions += 1,
        }
    }
    let families = chosen.families.len();
    let mut met = Vec::new();
    let of = |number: usize, noun: &str| match (missing, number) {
        (true, _) => count(number, &format!("more {noun}")),
        (false, _) => count(number, noun),
    };
    for (number, verb, noun) in [
        (ways, "take", "way"),
        (outcomes, "reach", "outcome"),
        (actions, "see", "action line"),
    ] {
        if number > 0 {
            met.push(format!("{verb} {}", of(number, noun)));
        }
    }
    let all = if without.is_empty() && !missing {
        ": all there are"
    } else {
        ""
    };
    let mut out = match families {
        0 => String::from("# No example can be made of this flow.\n"),
        _ => format!(
            "# {}, which between them {}{all}.\n",
            count(families, "example"),
            list(&met, "and")
        ),
    };
    if families > 0 {
        out += &if chosen.at_least >= families {
            String::from("# Fewer cannot do it: that is proved.\n")
        } else if chosen.at_least < 2 {
            String::from("# Whether fewer can do it is not known.\n")
        } else {
            format!(
                "# Fewer than {} cannot do it; whether fewer than {families} can is not known.\n",
                chosen.at_least
            )
        };
    }
    out
}

/// Goals as a comment, under a sentence; nothing where there are none.
fn listed(pathway: &Pathway, why: &str, goals: &[Goal]) -> Option<String> {
    let lines = goals.iter().map(|goal| match *goal {
        Goal::Way(block, way) => {
            let said = way_in_words(pathway, block, way);
            format!("#   the way {said} at `{}`", pathway[block].name)
        }
        Goal::Outcome(block) => format!("#   the outcome `{}`", pathway[block].name),
        Goal::Action(block, number) => {
            let action = pathway[block].actions.get(number);
            let said = action.map_or_else(String::new, |it| what(pathway, &it.what));
            format!(
                "#   the action {} at `{}`",
                said.replace('\n', " "),
                pathway[block].name
            )
        }
    });
    let mut lines: Vec<String> = lines.take(LISTED).collect();
    if goals.len() > LISTED {
        lines.push(format!("#   and {} more", goals.len() - LISTED));
    }
    (!lines.is_empty()).then(|| format!("# {why}\n{}\n", lines.join("\n")))
}

/// A title for each family: the outcomes that it comes to, and the answers that tell it from others that come there
/// too.
fn titles(pathway: &Pathway, families: &[Evaluation], before: usize) -> Vec<String> {
    let mut taken: BTreeSet<String> = pathway.examples.iter().map(|it| it.text.clone()).collect();
    let outcomes: Vec<String> = families
        .iter()
        .map(|family| outcomes(pathway, family))
        .collect();
    let mut alike: BTreeMap<&str, Vec<usize>> = BTreeMap::new();
    for (at, outcome) in outcomes.iter().enumerate() {
        alike.entry(outcome).or_default().push(at);
    }
    let mut answers: Vec<Vec<String>> = vec![Vec::new(); families.len()];
    for group in alike.values().filter(|group| group.len() > 1) {
        for question in telling(pathway, families, group) {
            for at in group {
                answers[*at].extend(answered(pathway, &families[*at], question));
            }
        }
    }
    let mut titles = Vec::new();
    for (at, (outcome, answers)) in outcomes.iter().zip(answers).enumerate() {
        let mut title = format!("{}: {outcome}", before + at + 1);
        if !answers.is_empty() {
            title += &format!(" ({})", answers.join(", "));
        }
        while !taken.insert(title.clone()) {
            title += ", again";
        }
        titles.push(title);
    }
    titles
}

fn outcomes(pathway: &Pathway, family: &Evaluation) -> String {
    let blocks = family.visits.iter().map(|visit| &pathway[visit.block]);
    let titles: Vec<String> = blocks
        .filter(|block| block.kind == BlockKind::Outcome)
        .map(|block| {
            short(&block.title, TITLE).unwrap_or_else(|| words::capital(&words::name(&block.name)))
        })
        .collect();
    list(&titles, "and")
}

/// A text on one line without its full stop, where it is short enough.
fn short(text: &str, most: usize) -> Option<String> {
    let text = words::on_one_line(text);
    let text = text.trim_end_matches('.');
    (!text.is_empty() && text.chars().count() <= most).then(|| text.to_string())
}

/// The fewest questions, the earliest first, whose answers tell these families apart.
fn telling(pathway: &Pathway, families: &[Evaluation], group: &[usize]) -> Vec<QuestionId> {
    let mut questions: Vec<QuestionId> = Vec::new();
    for at in group {
        for (question, _) in families[*at].answers(pathway) {
            if !questions.contains(&question) {
                questions.push(question);
            }
        }
    }
    let told = |chosen: &[QuestionId]| {
        let said = group.iter().map(|at| {
            let answers = chosen
                .iter()
                .map(|it| answered(pathway, &families[*at], *it));
            answers.collect::<Vec<_>>()
        });
        said.collect::<BTreeSet<_>>().len()
    };
    let mut chosen: Vec<QuestionId> = Vec::new();
    while chosen.len() < TOLD && told(&chosen) < group.len() {
        let mut best: Option<(usize, QuestionId)> = None;
        for question in &questions {
            let mut with = chosen.clone();
            with.push(*question);
            let apart = told(&with);
            if apart > best.map_or(told(&chosen), |(most, _)| most) {
                best = Some((apart, *question));
            }
        }
        let Some((_, question)) = best else {
            break;
        };
        chosen.push(question);
    }
    chosen
}

/// An answer in a title: `child age 5 months`; nothing where the family was not asked.
fn answered(pathway: &Pathway, family: &Evaluation, question: QuestionId) -> Option<String> {
    let is_given = pathway[question].fact || family.was_asked(pathway, question);
    let answer = family.sheet.0.get(&question).filter(|_| is_given)?;
    let options = pathway[question].answers.options();
    let name = words::name(&pathway[question].name);
    let said = short(&answers::words(answer, pathway, question), ANSWER);
    Some(match answer {
        Answer::Option(at) => {
            let option = options.get(*at).map_or("", |it| &it.name);
            let plain = ["yes", "no", "unsure"].contains(&option);
            let said = said
                .filter(|_| !plain)
                .unwrap_or_else(|| words::name(option));
            format!("{name}: {said}")
        }
        Answer::Ticked(ticked) => {
            let names = ticked
                .iter()
                .filter_map(|at| options.get(*at))
                .map(|it| words::name(&it.name));
            let names: Vec<String> = names.collect();
            match names.as_slice() {
                [] => format!("{name}: none"),
                [_] | [_, _] => format!("{name}: {}", list(&names, "and")),
                [first, ..] => format!("{name}: {first} and {} more", names.len() - 1),
            }
        }
        Answer::Marked(given) => {
            let firsts = given.iter().filter(|mark| **mark == 0).count();
            let mark = words::marks(&pathway[question].answers).first();
            format!("{name}: {} {firsts} times", mark.map_or("", |it| &it.name))
        }
        Answer::Quantity(_) | Answer::FromToday(_) | Answer::Text(_) => {
            format!("{name}: {}", said.unwrap_or_default())
        }
    })
}
