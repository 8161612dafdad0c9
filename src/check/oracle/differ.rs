//! The difference of two pathways, by looking at every family of both.
//!
//! In: pairs made by chance: a flow and a mutant of it, a flow and another one. Every family is tried in both by the
//! evaluator, with answers by their names: who gives an answer that a version does not offer waits there. What is
//! another for each is compared with what the difference says: what, of how many, in which cases, and for which family.

mod families;

use std::collections::{BTreeMap, BTreeSet};

use families::{Both, Named, Versions, marks};

use super::dice::Dice;
use super::mutate::mutant;
use super::{TODAY, compiled, flow, is_sound, seeds, some_seeds};
use crate::answers::read_file;
use crate::diagnostic::{Family, list};
use crate::diff::{Among, Change, Difference, Kind, Part as Told, diff_seen};
use crate::emit::words::deadline;
use crate::evaluate::{Evaluation, Evaluator, Got, Known, Place, Truth};
use crate::ir::{
    BlockKind, Bound, Condition, Measure, Pathway, Policy, QuestionId, ServiceId, Strength,
    ValueId, Verb, What,
};
use crate::logic::{Cover, Pair, Part, Subject};

/// What is meant: its kind, and its name or text.
type Thing = (Kind, String);

/// How strongly, in which manners and by when something is given, in words.
fn how(kind: Kind, got: &Got) -> String {
    let considered = got.strength == Strength::Consider;
    let verb = |verb: &Verb| match (verb, considered) {
        (Verb::Refer, false) => Some("refer"),
        (Verb::Refer, true) => Some("referring"),
        (Verb::Signpost, false) => Some("signpost"),
        (Verb::Signpost, true) => Some("signposting"),
        (Verb::Offer, false) => Some("offer"),
        (Verb::Offer, true) => Some("offering"),
        (Verb::Contact, false) => Some("contact"),
        (Verb::Contact, true) | (Verb::Do | Verb::Say | Verb::Urgent, _) => None,
    };
    let verbs: Vec<&str> = got.verbs.iter().filter_map(verb).collect();
    let strength = match got.strength {
        Strength::Must => "must",
        Strength::Should => "should",
        Strength::Consider => "consider",
        Strength::MustNot => "must not",
    };
    let first = match kind {
        Kind::Said => String::from("said"),
        Kind::Urgent => String::from("shown as urgent"),
        Kind::Done
        | Kind::Forbidden
        | Kind::Outcome
        | Kind::Value
        | Kind::Line
        | Kind::Question => format!("{strength} {}", list(&verbs, "or")),
    };
    let by = got.deadline.as_ref().map(deadline).unwrap_or_default();
    let words = format!("{first} {by}");
    words.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// A service's line, as it is told.
fn line_of(pathway: &Pathway, service: ServiceId, line: usize) -> String {
    let service = &pathway[service];
    let line = &service.lines[line];
    format!("{} {:?} {}", service.name, line.kind, line.text)
}

/// The lines that are said under a condition in either version, of services that both have.
fn compared_lines(versions: &Versions<'_>) -> BTreeSet<String> {
    let mut found = BTreeSet::new();
    for (pathway, other) in [(versions.old, versions.new), (versions.new, versions.old)] {
        for (id, service) in (0..).map(ServiceId).zip(&pathway.services) {
            if other.services.iter().any(|it| it.name == service.name) {
                let lines = (0..).zip(&service.lines);
                let lines = lines.filter(|(_, it)| it.when.is_some());
                found.extend(lines.map(|(at, _)| line_of(pathway, id, at)));
            }
        }
    }
    found
}

/// How a family stands to everything that it gets or comes to, in words.
fn states(pathway: &Pathway, family: &Evaluation) -> BTreeMap<Thing, String> {
    let mut states = BTreeMap::new();
    for got in &family.got {
        let kind = match (got.verb, got.strength) {
            (Verb::Say, _) => Kind::Said,
            (Verb::Urgent, _) => Kind::Urgent,
            (_, Strength::MustNot) => Kind::Forbidden,
            (_, Strength::Must | Strength::Should | Strength::Consider) => Kind::Done,
        };
        let name = match &got.what {
            What::Service(id) => pathway[*id].name.clone(),
            What::Named(id) => pathway[*id].name.clone(),
            What::Text(text) => text.clone(),
        };
        let how = how(kind, got);
        if let (What::Service(id), Kind::Done) = (&got.what, kind) {
            for line in &got.lines {
                states.insert((Kind::Line, line_of(pathway, *id, *line)), String::new());
            }
        }
        states.insert((kind, name), how);
    }
    for visit in &family.visits {
        let block = &pathway[visit.block];
        if block.kind == BlockKind::Outcome {
            states.insert((Kind::Outcome, block.name.clone()), String::new());
        }
    }
    for (id, value) in (0..).map(ValueId).zip(&pathway.values) {
        if let Some(option) = family.value(pathway, id) {
            let name = format!("`{}`", value.options[option].name);
            states.insert((Kind::Value, value.name.clone()), name);
        }
    }
    let waits = family.waiting.iter().filter(|it| !pathway[**it].fact);
    for question in family.asked.iter().chain(waits) {
        let name = pathway[*question].name.clone();
        states.insert((Kind::Question, name), String::new());
    }
    states
}

/// What is another: how it was and is, and for which families, by their numbers.
type Differences = BTreeMap<Thing, BTreeMap<(Option<String>, Option<String>), BTreeSet<usize>>>;

fn differences(versions: &Versions<'_>, families: &[Both]) -> Differences {
    let lines = compared_lines(versions);
    let mut found = Differences::new();
    for (number, family) in families.iter().enumerate() {
        let old = states(versions.old, &family.old);
        let new = states(versions.new, &family.new);
        let things: BTreeSet<&Thing> = old.keys().chain(new.keys()).collect();
        // Of a service's lines only where both give it.
        let given = |thing: &Thing| {
            let service = thing.1.split(' ').next().unwrap_or("").to_string();
            let of = (Kind::Done, service);
            old.contains_key(&of) && new.contains_key(&of) && lines.contains(&thing.1)
        };
        for thing in things {
            if thing.0 == Kind::Line && !given(thing) {
                continue;
            }
            let (was, is) = (old.get(thing), new.get(thing));
            if was != is {
                let how = (was.cloned(), is.cloned());
                let of = found.entry(thing.clone()).or_default();
                of.entry(how).or_default().insert(number);
            }
        }
    }
    found
}

/// The name under which a part's thing is looked up.
fn name_of(part: &Told) -> String {
    match (&part.name, part.kind) {
        (Some(service), Kind::Line) => {
            let (word, text) = part.title.split_once(' ').unwrap_or(("", ""));
            let mut word = word.to_string();
            if let Some(first) = word.get_mut(..1) {
                first.make_ascii_uppercase();
            }
            format!("{service} {word} {}", text.trim_matches('"'))
        }
        (Some(name), _) => name.clone(),
        (None, _) => part.title.clone(),
    }
}

/// What is told of a part: of a text in other words, that one is lost and the other gained.
fn told_of(part: &Told) -> Vec<Told> {
    let Some(old) = &part.old_title else {
        return vec![part.clone()];
    };
    let lost = Told {
        title: old.clone(),
        old_title: None,
        new: None,
        ..part.clone()
    };
    let gained = Told {
        old_title: None,
        old: None,
        ..part.clone()
    };
    vec![lost, gained]
}

/// Whether a case speaks of a family.
fn fits(versions: &Versions<'_>, pair: &Pair, part: &Part, family: &Both) -> bool {
    let answered = |question: QuestionId| {
        let name = &pair.pathway[question].name;
        let asked = |pathway: &Pathway, it: &Evaluation| {
            pathway.questions.iter().enumerate().any(|(at, question)| {
                let at = QuestionId(at);
                versions.key(pathway, at) == *name
                    && (question.fact || it.was_asked(pathway, at) || it.waiting.contains(&at))
            })
        };
        let is_asked = asked(versions.old, &family.old) || asked(versions.new, &family.new);
        family.answered.get(name).filter(|_| is_asked)
    };
    let options = |question: QuestionId| pair.pathway[question].answers.options();
    let ticked = |given: &Named, list: QuestionId, item: usize, wanted: &[usize]| match given {
        Named::Ticks(names) => names.contains(&options(list)[item].name),
        Named::Marks(all) => {
            let marks = marks(&pair.pathway[list].answers);
            let mark = all.get(&options(list)[item].name);
            wanted.iter().any(|it| mark == Some(&marks[*it].name))
        }
        Named::Option(_) | Named::Number(_) => false,
    };
    match &part.subject {
        Subject::Answer(question) => match answered(*question) {
            Some(Named::Option(name)) => part
                .may
                .iter()
                .any(|it| options(*question)[*it].name == *name),
            _ => false,
        },
        Subject::Number(question, stretches) => match answered(*question) {
            Some(Named::Number(number)) => part.may.iter().any(|it| {
                let (first, last) = stretches.ends(*it);
                first <= *number && *number <= last
            }),
            _ => false,
        },
        Subject::Item(list, item) => answered(*list).is_some_and(|given| match given {
            Named::Ticks(_) => part
                .may
                .contains(&usize::from(ticked(given, *list, *item, &[]))),
            Named::Option(_) | Named::Marks(_) | Named::Number(_) => {
                ticked(given, *list, *item, &part.may)
            }
        }),
        Subject::Count {
            list,
            items,
            marks,
            stretches,
        } => answered(*list).is_some_and(|given| {
            let count = items
                .iter()
                .filter(|it| ticked(given, *list, **it, marks))
                .count();
            let count = i64::try_from(count).unwrap_or(i64::MAX);
            part.may.iter().any(|it| {
                let (first, last) = stretches.ends(*it);
                first <= count && count <= last
            })
        }),
        // Definitions that both write alike are the old version's, read with all that is answered in either.
        Subject::Condition(_) | Subject::Value(_) | Subject::Score(..) => {
            let old = versions.old;
            let mut known = Known::default();
            for at in (0..old.questions.len()).map(QuestionId) {
                let key = versions.key(old, at);
                let in_both = (0..pair.pathway.questions.len()).map(QuestionId);
                let mut in_both = in_both.filter(|it| pair.pathway[*it].name == key);
                if in_both.next().is_some_and(|it| answered(it).is_some()) {
                    known.insert(at);
                }
            }
            let sheet = versions.sheet(old, &family.answered);
            let place = Place::new(old, TODAY, &sheet, &known).for_a_rule();
            part.may.iter().any(|it| {
                let condition = match &part.subject {
                    Subject::Condition(id) if *it == 0 => {
                        Condition::Not(Box::new(Condition::Named(*id)))
                    }
                    Subject::Condition(id) => Condition::Named(*id),
                    Subject::Value(id) => Condition::ValueIs(*id, vec![*it]),
                    Subject::Score(id, stretches) => {
                        let (first, last) = stretches.ends(*it);
                        let (first, last) = (Bound::Fixed(first), Bound::Fixed(last));
                        Condition::Between(Measure::Score(*id), Some(first), Some(last))
                    }
                    Subject::Answer(_)
                    | Subject::Number(..)
                    | Subject::Item(..)
                    | Subject::Asked(_)
                    | Subject::Count { .. } => panic!("{:?} is no definition", part.subject),
                };
                place.truth(&condition, &mut crate::evaluate::Needs::default()) == Truth::Yes
            })
        }
        Subject::Asked(_) => panic!("which version asks is not said"),
    }
}

/// Every way in which a difference is not what looking at every family finds.
fn wrong(versions: &Versions<'_>, families: &[Both], counted: bool) -> Vec<String> {
    let expected = differences(versions, families);
    let mut wrong = Vec::new();
    let mut seen: Vec<(Change, BTreeSet<usize>)> = Vec::new();
    let mut reworded: BTreeSet<Thing> = BTreeSet::new();
    let difference = diff_seen(
        versions.old,
        versions.new,
        TODAY,
        &mut |pair, change, cover| {
            let mut change = change.clone();
            if change.parts.iter().any(|it| it.old_title.is_some()) {
                change.parts = change.parts.iter().flat_map(told_of).collect();
                reworded.extend(change.parts.iter().map(|it| (it.kind, name_of(it))));
            }
            let rest = (&expected, &reworded);
            let these = those_of(versions, pair, families, &change, cover, rest, &mut wrong);
            seen.push((change, these));
        },
    );
    wrong.extend(difference.open.iter().map(|it| format!("open: {it}")));
    let total = difference.families;
    let all = families.len() as f64;
    if counted && !total.at_least && (total.number - all).abs() > 0.5 {
        wrong.push(format!("total: {total} families, and there are {all}"));
    }
    let mut told = Differences::new();
    for (change, these) in &seen {
        let number = these.len() as f64;
        let families = change.families;
        if counted && !families.at_least && (families.number - number).abs() > 0.5 {
            wrong.push(format!(
                "count: {families} families of {these:?}: {change:#?}"
            ));
        }
        if families.at_least && families.number > number {
            wrong.push(format!(
                "count: {families} families of {these:?}: {change:#?}"
            ));
        }
        replayed(versions, change, &mut wrong);
        for part in &change.parts {
            let ways = told.entry((part.kind, name_of(part))).or_default();
            let way = ways
                .entry((part.old.clone(), part.new.clone()))
                .or_default();
            if !way.is_disjoint(these) {
                wrong.push(format!("twice: {part:?} is told twice of some families"));
            }
            way.extend(these);
        }
    }
    for (thing, ways) in &expected {
        let told = told.remove(thing).unwrap_or_default();
        if *ways != told {
            wrong.push(format!(
                "missed: {thing:?} differs for {ways:?}, told are {told:?}"
            ));
        }
    }
    for (thing, told) in told {
        wrong.push(format!(
            "false: {thing:?} does not differ, told are {told:?}"
        ));
    }
    wrong
}

/// The families for whom a change is; whether the cases speak of the same is looked at.
fn those_of(
    versions: &Versions<'_>,
    pair: &Pair,
    families: &[Both],
    change: &Change,
    cover: &Cover,
    (expected, reworded): (&Differences, &BTreeSet<Thing>),
    wrong: &mut Vec<String>,
) -> BTreeSet<usize> {
    let fitting = |among: &dyn Fn(usize) -> bool| -> BTreeSet<usize> {
        let numbers = (0..families.len()).filter(|it| among(*it));
        numbers
            .filter(|at| {
                let family = &families[*at];
                cover
                    .cubes
                    .iter()
                    .any(|cube| cube.0.iter().all(|it| fits(versions, pair, it, family)))
            })
            .collect()
    };
    let first = change.parts.first().expect("a change is about something");
    let nobody = BTreeSet::new();
    let of = |part: &Told| {
        let of = expected.get(&(part.kind, name_of(part)));
        let these = of.and_then(|it| it.get(&(part.old.clone(), part.new.clone())));
        these.unwrap_or(&nobody)
    };
    let how = (first.old.clone(), first.new.clone());
    let thing = (first.kind, name_of(first));
    let state = |at: usize, is_new: bool| {
        let (pathway, family) = if is_new {
            (versions.new, &families[at].new)
        } else {
            (versions.old, &families[at].old)
        };
        states(pathway, family).get(&thing).cloned()
    };
    // Told is either all that is another for some families, or whoever something is another for.
    let questions = first.kind == Kind::Question;
    let parts: BTreeSet<Thing> = change
        .parts
        .iter()
        .map(|it| (it.kind, name_of(it)))
        .collect();
    let whole = |at: &usize| {
        let others = expected.iter().filter(|(thing, ways)| {
            // What is put in other words is told by itself, and first.
            !reworded.contains(*thing)
                && (thing.0 == Kind::Question) == questions
                && ways.values().any(|it| it.contains(at))
        });
        others.map(|(thing, _)| thing).eq(parts.iter())
    };
    let all: BTreeSet<usize> = of(first)
        .iter()
        .copied()
        .filter(|at| whole(at) && change.parts.iter().all(|it| of(it).contains(at)))
        .collect();
    let among: Box<dyn Fn(usize) -> bool> = match change.when.among {
        Among::All => Box::new(|_| true),
        Among::Old => Box::new(|at| state(at, false) == how.0),
        Among::New => Box::new(|at| state(at, true) == how.1),
    };
    let spoken = fitting(&among);
    let fit = |these: &BTreeSet<usize>| {
        if cover.more {
            spoken.is_subset(these)
        } else {
            spoken == *these
        }
    };
    let these =
        if !all.is_empty() && fit(&all) && change.parts.iter().all(|it| all.is_subset(of(it))) {
            all
        } else {
            if let Some(part) = change.parts.iter().find(|it| of(it) != of(first)) {
                wrong.push(format!(
                    "words: {part:?} is not for the families of {first:?}"
                ));
            }
            of(first).clone()
        };
    if !fit(&these) {
        wrong.push(format!(
            "cases: {:?} speak of {:?} too much and {:?} too little: {:#?}",
            change.when,
            spoken
                .difference(&these)
                .map(|it| &families[*it].answered)
                .next(),
            these
                .difference(&spoken)
                .map(|it| &families[*it].answered)
                .next(),
            change.parts,
        ));
    }
    these
}

/// Whether the family of a change gets in either version what is said.
fn replayed(versions: &Versions<'_>, change: &Change, wrong: &mut Vec<String>) {
    let Some(replay) = &change.family else {
        wrong.push(format!("family: none is shown of {change:#?}"));
        return;
    };
    let evaluated = |pathway: &Pathway, family: &Family| {
        let text = serde_json::to_string(family).expect("a family can be written");
        let sheet = read_file(&text, pathway, TODAY).expect("answers that can be read");
        Evaluator::new(pathway, TODAY).evaluate(&sheet)
    };
    let old = states(versions.old, &evaluated(versions.old, &replay.old));
    let new = states(versions.new, &evaluated(versions.new, &replay.new));
    for part in &change.parts {
        let thing = (part.kind, name_of(part));
        let (was, is) = (old.get(&thing), new.get(&thing));
        if was != part.old.as_ref() || is != part.new.as_ref() {
            wrong.push(format!(
                "family: {was:?} and {is:?} of {part:?}: {replay:?}"
            ));
        }
    }
}

/// What is wrong of two versions, and of the same two the other way round; none where they cannot be judged.
fn judged(old: &Pathway, new: &Pathway) -> Option<Vec<String>> {
    let versions = Versions { old, new };
    let families = versions.families()?;
    // On two ways at once, the evaluator decides nothing that a place may yet lead to which waits for an answer. Who
    // gives an answer there that is not offered has gone no further, and there is nothing to wait for.
    let abreast = |it: &Pathway| it.blocks.iter().any(|it| it.policy == Policy::EveryMatch);
    let waits = |of: &dyn Fn(&Both) -> bool| families.iter().any(of);
    if abreast(old) && waits(&|it| !it.old.waiting.is_empty())
        || abreast(new) && waits(&|it| !it.new.waiting.is_empty())
    {
        return None;
    }
    // A fact that is not offered is not known; the evaluator waits for it, and decides nothing where it matters.
    let is_fact = |of: &Pathway, it: &Evaluation| it.waiting.iter().any(|it| of[*it].fact);
    if waits(&|it| is_fact(old, &it.old) || is_fact(new, &it.new)) {
        return None;
    }
    let facts = [old, new]
        .into_iter()
        .flat_map(|it| &it.questions)
        .any(|it| it.fact);
    // Facts that nothing reads are not counted, and which those are is not known here.
    Some(wrong(&versions, &families, !facts))
}

#[test]
fn a_mutant_differs_for_whom_it_does() {
    let (mut tried, mut same) = (0, 0);
    for seed in some_seeds(4) {
        let mut dice = Dice::new(seed);
        let text = flow::flow(seed);
        let compiled = compiled(&text);
        if !is_sound(&compiled) {
            continue;
        }
        for _ in 0..3 {
            let Some((mutant, _, what)) = mutant(&compiled.pathway, &mut dice) else {
                continue;
            };
            for (old, new) in [(&compiled.pathway, &mutant), (&mutant, &compiled.pathway)] {
                let Some(wrong) = judged(old, new) else {
                    continue;
                };
                assert!(wrong.is_empty(), "seed {seed}, {what}: {wrong:#?}\n{text}");
                tried += 1;
                same += usize::from(difference(old, new).same_for_everybody());
            }
        }
    }
    println!("{tried} pairs, {same} of them the same for everybody");
    assert!(tried as u64 > seeds(), "{tried} pairs");
}

#[test]
fn two_flows_differ_for_whom_they_do() {
    let mut tried = 0;
    for seed in some_seeds(4) {
        let texts = (flow::flow(2 * seed), flow::flow(2 * seed + 1));
        let (one, other) = (compiled(&texts.0), compiled(&texts.1));
        if !is_sound(&one) || !is_sound(&other) {
            continue;
        }
        let Some(wrong) = judged(&one.pathway, &other.pathway) else {
            continue;
        };
        assert!(
            wrong.is_empty(),
            "seed {seed}: {wrong:#?}\n{}\n====\n{}\n",
            texts.0,
            texts.1
        );
        tried += 1;
    }
    println!("{tried} pairs");
    assert!(tried as u64 > seeds() / 20, "{tried} pairs");
}

fn difference(old: &Pathway, new: &Pathway) -> Difference {
    crate::diff::diff(old, new, TODAY)
}
