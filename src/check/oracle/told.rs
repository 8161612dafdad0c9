//! What a finding tells of a family, judged: that this family shows it, that every family with the answers told
//! does, and that nobody shows it with fewer.
//!
//! In: a pathway, every family of it, and the findings made. Out: what is not so, and how often the family was
//! not the most natural one.
//!
//! The answers told are compared as an author would count them: the questions asked on the taken ways to the
//! places that show the finding. Absent on purpose: which families a proof has looked at.

use std::collections::{BTreeMap, BTreeSet};

use super::compare::{family_shows, is_shown_by_one};
use super::expected::{Everyone, actions_of, what_happens};
use crate::answers::read_file;
use crate::diagnostic::{Diagnostic, Family, Given};
use crate::evaluate::{
    Definition, Drawing, Evaluation, Evaluator, Got, Problem, question_at, uses_of,
};
use crate::families::{Cells, Choices};
use crate::ir::{
    Answer, Answers, BlockId, Guard, Part, Policy, PromiseKind, QuestionId, Strength, Subject,
    ValueId, Verb, What,
};

/// What was seen of the families told.
#[derive(Debug, Default)]
pub(super) struct Judged {
    /// What is wrong, in words; each begins with the finding's name.
    pub(super) wrong: Vec<String>,
    /// By finding, and whether the pathway has an `every match`: how many families were compared with the shortest, how many of them are longer, and how many are
    /// as short and not the most natural.
    pub(super) counts: BTreeMap<(&'static str, bool), [u64; 3]>,
    /// Some of those that are longer or less natural, in words.
    pub(super) notes: Vec<String>,
}

/// A family's answers as they stand in an answers file.
pub(super) fn as_a_file(family: &Family, only_told: bool) -> String {
    let list = |each: Vec<String>| each.join(", ");
    let answers = family
        .replies
        .iter()
        .filter(|reply| reply.is_told || !only_told)
        .map(|reply| {
            let given = match &reply.given {
                Given::Number(number) => number.to_string(),
                Given::Words(words) => format!("{words:?}"),
                Given::Items(items) => {
                    format!(
                        "[{}]",
                        list(items.iter().map(|it| format!("{it:?}")).collect())
                    )
                }
                Given::Marks(marks) => {
                    let marks = marks
                        .iter()
                        .map(|(item, mark)| format!("{item:?}: {mark:?}"));
                    format!("{{{}}}", list(marks.collect()))
                }
            };
            format!("{:?}: {given}", reply.name)
        });
    format!("{{\"answers\": {{{}}}}}", list(answers.collect()))
}

/// Judges the family of each of these findings.
pub(super) fn judge<'d>(
    everyone: &Everyone<'_>,
    found: impl Iterator<Item = &'d Diagnostic>,
    is_cut: bool,
    judged: &mut Judged,
) {
    for finding in found {
        if let Some(family) = &finding.family {
            let code = finding.code.name();
            if let Err(why) = judge_one(everyone, finding, family, is_cut, judged) {
                let told = as_a_file(family, true);
                let message = &finding.message;
                judged
                    .wrong
                    .push(format!("{code} family: {why}: {told}: {message}"));
            }
        }
    }
}

fn judge_one(
    everyone: &Everyone<'_>,
    finding: &Diagnostic,
    told: &Family,
    is_cut: bool,
    judged: &mut Judged,
) -> Result<(), String> {
    let (pathway, today) = (everyone.pathway, everyone.today);
    let read = |only_told| {
        read_file(&as_a_file(told, only_told), pathway, today).map_err(|it| it.join(" "))
    };
    let (sheet, told) = (read(false)?, read(true)?);
    let code = finding.code.name();
    let family = Evaluator::new(pathway, today).evaluate(&sheet);
    if !family.waiting.is_empty() {
        return Err(String::from("it has not come to its end"));
    }
    if code == "asked-for-nothing" {
        return changes_nothing(everyone, finding, &family);
    }
    if !is_shown_by_one(code) {
        return Err(String::from("one family cannot show it"));
    }
    if !family_shows(pathway, today, &sheet, code, finding.span) {
        return Err(String::from("it does not show it"));
    }
    // Whoever has these answers shows it.
    let agrees = |other: &Evaluation| {
        told.0.iter().all(|(question, answer)| {
            let given = pathway[*question].fact || other.asked.contains(question);
            given && other.sheet.0.get(question) == Some(answer)
        })
    };
    let shows = |other: &Evaluation| match shortest_here(everyone, finding, other) {
        Some(shown) => !shown.is_empty(),
        None => family_shows(pathway, today, &other.sheet, code, finding.span),
    };
    let others = everyone.families.iter().filter(|it| agrees(it));
    for other in others.take(OTHERS) {
        if !shows(other) {
            let answers = crate::answers::family(&other.sheet, pathway, today);
            let answers = as_a_file(&answers, false);
            return Err(format!(
                "another with these answers does not show it: {answers}"
            ));
        }
    }
    let Some(questions) = shortest_here(everyone, finding, &family) else {
        return Ok(());
    };
    if questions.is_empty() {
        return Err(String::from("it does not show it at that place"));
    }
    let is_asked = |question: &&QuestionId| !pathway[**question].fact;
    let many = told.0.keys().filter(is_asked).count();
    let mut least = usize::MAX;
    let mut best: Option<Vec<(usize, QuestionId)>> = None;
    for other in &everyone.families {
        for asked in shortest_here(everyone, finding, other).unwrap_or_default() {
            let key = naturalness(everyone, other, &asked);
            if asked.len() < least {
                (least, best) = (asked.len(), None);
            }
            if asked.len() == least && best.as_ref().is_none_or(|it| key < *it) {
                best = Some(key);
            }
        }
    }
    // Of places beside each other, as under `every match`, what is asked at one may be told for another.
    let is_abreast = pathway
        .blocks
        .iter()
        .any(|it| it.policy == Policy::EveryMatch);
    let counts = judged.counts.entry((code, is_abreast)).or_default();
    counts[0] += 1;
    if many < least {
        return Err(format!(
            "{many} questions are told, and nobody needs fewer than {least}"
        ));
    }
    let words = || {
        format!(
            "{code}: {}: {}",
            as_a_file(&as_told(everyone, &told.0), false),
            finding.message
        )
    };
    if many > least {
        counts[1] += 1;
        judged
            .notes
            .push(format!("{many} instead of {least}: {}", words()));
        if !is_cut && !is_abreast && ALWAYS_SHORTEST.contains(&code) {
            return Err(format!("{many} questions are told, and {least} are enough"));
        }
        return Ok(());
    }
    let here = questions.iter().filter(|it| it.len() == many);
    let here = here
        .map(|asked| naturalness(everyone, &family, asked))
        .min();
    if here.is_some_and(|it| best.is_some_and(|best| best < it)) {
        counts[2] += 1;
        judged.notes.push(format!("less natural: {}", words()));
    }
    Ok(())
}

/// How many families with the answers told are looked at.
const OTHERS: usize = 40;

/// The findings of which it is held that nobody shows them with fewer answers, where there is no `every match`.
const ALWAYS_SHORTEST: &[&str] = &["missing-branch", "conflicting-branches", "asked-too-late"];

fn as_told(everyone: &Everyone<'_>, answers: &BTreeMap<QuestionId, Answer>) -> Family {
    let sheet = crate::evaluate::Sheet(answers.clone());
    crate::answers::family(&sheet, everyone.pathway, everyone.today)
}

/// Whatever else the family answers to the question at which the finding stands, it comes to the same.
fn changes_nothing(
    everyone: &Everyone<'_>,
    finding: &Diagnostic,
    family: &Evaluation,
) -> Result<(), String> {
    let pathway = everyone.pathway;
    let cells = Cells::of(pathway, everyone.today);
    let evaluator = Evaluator::new(pathway, everyone.today);
    let mut questions = (0..pathway.questions.len()).map(QuestionId);
    let question = questions.find(|it| pathway[*it].span == finding.span);
    let question = question.ok_or("it stands at no question")?;
    if !family.asked.contains(&question) {
        return Err(String::from("it is not asked that question"));
    }
    for answer in Choices::of(pathway, question, &cells).into_iter().flatten() {
        let mut sheet = family.sheet.clone();
        sheet.0.insert(question, answer);
        let other = evaluator.evaluate(&sheet);
        if !other.waiting.is_empty()
            || what_happens(everyone, &other) != what_happens(everyone, family)
        {
            return Err(String::from("another answer makes a difference"));
        }
    }
    Ok(())
}

/// How natural the answers are, the least first: for each its number among all answers, in the order in which
/// they are given, facts first. (Families that are asked other questions come in the order of these.)
fn naturalness(
    everyone: &Everyone<'_>,
    family: &Evaluation,
    asked: &BTreeSet<QuestionId>,
) -> Vec<(usize, QuestionId)> {
    let pathway = everyone.pathway;
    let cells = Cells::of(pathway, everyone.today);
    let facts = (0..pathway.questions.len()).map(QuestionId);
    let facts = facts.filter(|it| pathway[*it].fact);
    let on_the_way = family.asked.iter().filter(|it| asked.contains(it));
    let mut key = Vec::new();
    for question in facts.chain(on_the_way.copied()) {
        let question = &question;
        // What is not given is a fact that nobody reads.
        let Some(given) = family.sheet.0.get(question) else {
            key.push((0, *question));
            continue;
        };
        // Of items with marks and items that stand alone no order is better than others.
        let is_ordered = match &pathway[*question].answers {
            Answers::Several { items, marks } => {
                marks.is_empty() && items.iter().all(|item| !item.alone)
            }
            Answers::OneOf(_) | Answers::Range { .. } => true,
            Answers::Text | Answers::Broken => false,
        };
        let mut choices = Choices::of(pathway, *question, &cells)
            .into_iter()
            .flatten();
        let at = choices.position(|it| it == *given).filter(|_| is_ordered);
        key.push((at.unwrap_or(0), *question));
    }
    key
}

/// For each way in which a family shows a finding, the questions asked on the taken ways to the places that show
/// it. None where that is not worked out for findings of this name.
fn shortest_here(
    everyone: &Everyone<'_>,
    finding: &Diagnostic,
    family: &Evaluation,
) -> Option<Vec<BTreeSet<QuestionId>>> {
    let shown = match finding.code.name() {
        "missing-branch" | "conflicting-branches" | "asked-too-late" => {
            by_problem(everyone, finding, family)
        }
        "cycle" => circles(everyone, finding, family),
        "contradictory-actions" => contradictions(everyone, finding, family),
        "no-contact" => sent(everyone, finding, family),
        "rule-broken" => broken(everyone, finding, family)?,
        _ => return None,
    };
    let asked = |places: &BTreeSet<BlockId>| {
        let mut found = BTreeSet::new();
        let mut open: Vec<BlockId> = places.iter().copied().collect();
        let mut done = BTreeSet::new();
        while let Some(visit) = open.pop().and_then(|block| family.visit(block)) {
            if done.insert(visit.block) {
                found.extend(question_at(everyone.pathway, visit.block));
                open.extend(visit.came.iter().map(|(before, _)| *before));
            }
        }
        found.retain(|it| !matches!(everyone.pathway[*it].answers, Answers::Text));
        found
    };
    Some(shown.iter().map(asked).collect())
}

fn only(block: BlockId) -> BTreeSet<BlockId> {
    BTreeSet::from([block])
}

/// Where the family's walk itself says what the finding says.
fn by_problem(
    everyone: &Everyone<'_>,
    finding: &Diagnostic,
    family: &Evaluation,
) -> Vec<BTreeSet<BlockId>> {
    let pathway = everyone.pathway;
    let labelled = |span| finding.labels.iter().any(|label| label.span == span);
    let is_here = |span| span == finding.span;
    let of_value = |value: ValueId| {
        let lines = &pathway[value].lines;
        is_here(pathway[value].span) || lines.iter().any(|line| is_here(line.span))
    };
    let code = finding.code.name();
    let shows = |problem: &Problem| match problem {
        Problem::Gap { block } => code == "missing-branch" && is_here(pathway[*block].span),
        Problem::Conflict { block, ways } => {
            let way = |number: usize| pathway[*block].ways[number].span;
            code == "conflicting-branches"
                && ways.iter().any(|it| is_here(way(*it)))
                && ways.iter().any(|it| labelled(way(*it)))
        }
        Problem::Undecided { block, .. } => {
            code == "asked-too-late" && is_here(pathway[*block].span)
        }
        Problem::UndecidedAction { block, action, .. } => {
            let when = pathway[*block].actions[*action].when.as_ref();
            code == "asked-too-late" && when.is_some_and(|when| is_here(when.span))
        }
        Problem::ValueGap { block, value } => {
            code == "missing-branch" && of_value(*value) && labelled(pathway[*block].span)
        }
        Problem::ValueConflict { block, value } => {
            code == "conflicting-branches" && of_value(*value) && labelled(pathway[*block].span)
        }
        Problem::Circle(_) | Problem::DeadEnd { .. } | Problem::Broken { .. } => false,
    };
    let here = family.problems.iter().filter(|it| shows(it));
    here.filter_map(|it| it.block().map(only)).collect()
}

fn circles(
    everyone: &Everyone<'_>,
    finding: &Diagnostic,
    family: &Evaluation,
) -> Vec<BTreeSet<BlockId>> {
    let drawing = Drawing::of(everyone.pathway);
    let is_here = |block: &BlockId| everyone.pathway[*block].span == finding.span;
    let circles = drawing.circles();
    let part = circles.into_iter().find(|it| it.iter().any(is_here));
    let part: BTreeSet<BlockId> = part.into_iter().flatten().collect();
    let rounds = family.problems.iter().filter_map(|problem| match problem {
        Problem::Circle(round) => Some(round),
        Problem::Gap { .. }
        | Problem::Conflict { .. }
        | Problem::Undecided { .. }
        | Problem::UndecidedAction { .. }
        | Problem::DeadEnd { .. }
        | Problem::ValueGap { .. }
        | Problem::ValueConflict { .. }
        | Problem::Broken { .. } => None,
    });
    rounds
        .map(|round| round.iter().map(|(block, _)| *block).collect())
        .filter(|round: &BTreeSet<BlockId>| round.is_subset(&part))
        .collect()
}

fn contradictions(
    everyone: &Everyone<'_>,
    finding: &Diagnostic,
    family: &Evaluation,
) -> Vec<BTreeSet<BlockId>> {
    let actions = actions_of(everyone, family);
    let all = everyone.pathway.blocks.iter().flat_map(|it| &it.actions);
    let Some(what) = all
        .filter(|it| it.span == finding.span)
        .map(|it| &it.what)
        .next()
    else {
        return Vec::new();
    };
    let general = |verb: Verb| verb == Verb::Contact || verb == Verb::Do;
    let mut found = Vec::new();
    for (there, _, not) in actions.iter().filter(|it| it.2.what == *what) {
        for (here, _, done) in actions.iter().filter(|it| it.2.what == *what) {
            let opposite = not.strength == Strength::MustNot && done.strength != Strength::MustNot;
            let said = matches!(done.verb, Verb::Say | Verb::Urgent);
            let manner = not.verb == done.verb || general(not.verb) || general(done.verb);
            if opposite && manner && !said {
                found.push(BTreeSet::from([*there, *here]));
            }
        }
    }
    found
}

/// Wherever the family is sent to the service, if it sees no contact.
fn sent(
    everyone: &Everyone<'_>,
    finding: &Diagnostic,
    family: &Evaluation,
) -> Vec<BTreeSet<BlockId>> {
    let sees_none = |got: &&Got| {
        let What::Service(service) = got.what else {
            return false;
        };
        let service = &everyone.pathway[service];
        let mut seen = got.lines.iter().chain(&got.unsure_lines);
        service.span == finding.span
            && got.strength != Strength::MustNot
            && ![Verb::Do, Verb::Say, Verb::Urgent].contains(&got.verb)
            && !seen.any(|line| service.lines[*line].is_contact())
    };
    let got = family.got.iter().filter(sees_none);
    got.map(|got| got.places.iter().map(|(block, _)| *block).collect())
        .collect()
}

/// Where the family gets what it must never get, and where it was asked what the condition reads. None for
/// other promises.
fn broken(
    everyone: &Everyone<'_>,
    finding: &Diagnostic,
    family: &Evaluation,
) -> Option<Vec<BTreeSet<BlockId>>> {
    let pathway = everyone.pathway;
    let mut promises = pathway.rules.iter().flat_map(|it| &it.promises);
    let promise = promises.find(|it| it.span == finding.span)?;
    let (subject, when) = match &promise.kind {
        PromiseKind::Never(subject, when) => (subject, when),
        PromiseKind::Always(..) | PromiseKind::NeverBoth(..) | PromiseKind::Before(..) => {
            return None;
        }
    };
    let holds = |when: &Guard| family.holds_at_the_end(pathway, &when.condition);
    if !when.as_ref().is_none_or(holds) || !family.gets(subject) {
        return Some(Vec::new());
    }
    let mut read = BTreeSet::new();
    for part in when.iter().flat_map(|it| read_by(everyone, it)) {
        if let Part::Question(question) = part
            && family.asked.contains(&question)
        {
            read.extend(pathway[question].block);
        }
    }
    let places: Vec<BlockId> = match subject {
        Subject::Reach(block) => vec![*block],
        Subject::Action { what, .. } => {
            let got = family.got.iter().filter(|got| got.what == *what);
            got.flat_map(|got| got.places.iter().map(|(block, _)| *block))
                .collect()
        }
    };
    let with = |place: BlockId| read.iter().copied().chain([place]).collect();
    Some(places.into_iter().map(with).collect())
}

/// Everything that a condition reads, through definitions.
fn read_by(everyone: &Everyone<'_>, guard: &Guard) -> Vec<Part> {
    let mut found = Vec::new();
    for (part, _) in crate::evaluate::parts(&guard.condition) {
        found.extend(crate::evaluate::question_in(part).map(Part::Question));
        if let Some(definition) = crate::evaluate::definition_named(part) {
            let part = match definition {
                Definition::Condition(id) => Part::Condition(id),
                Definition::Value(id) => Part::Value(id),
                Definition::Score(id) => Part::Score(id),
            };
            found.extend(uses_of(everyone.pathway, part));
        }
    }
    found
}
