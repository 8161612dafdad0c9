//! What must hold for every family, whether it does, and the examples.

use super::{Made, chapter};
use crate::answers;
use crate::diagnostic::{Code, Diagnostic, count};
use crate::emit::text::{Anchor, Block, Span};
use crate::emit::words::capital;
use crate::evaluate::{Sheet, evaluate};
use crate::ir::Example;

/// Each rule, with the word whether it holds.
pub(super) fn promises(made: &Made<'_>) -> Vec<Block> {
    let mut out = vec![chapter("Promises", "promises")];
    let rules = &made.pathway.rules;
    if rules.is_empty() {
        out.push(Block::plain(
            "The flow makes no promise. A rule says what must hold for every family, such as that nobody is sent to \
             mediation where there is violence.",
        ));
        return out;
    }
    out.push(Block::plain(in_short(made)));
    for rule in rules {
        let mut places = rule.promises.iter().map(|it| it.span).chain([rule.span]);
        let broken = places.find_map(|place| finding(made, Code::RuleBroken, place));
        let verdict = match broken {
            Some(_) => "BROKEN",
            None if is_proved(made, &rule.name) => "Holds",
            None => "Not settled",
        };
        let title = if rule.text.trim().is_empty() {
            &rule.name
        } else {
            &rule.text
        };
        let words = vec![
            Span::Strong(format!("{verdict}:")),
            Span::Plain(format!(" {title}")),
        ];
        out.push(Block::Item { depth: 0, words });
        for line in &rule.promises {
            let words = vec![Span::Name(line.text.clone())];
            out.push(Block::Item { depth: 1, words });
        }
        if let Some(broken) = broken {
            super::findings::told(broken, &mut out);
        }
    }
    out
}

fn is_proved(made: &Made<'_>, rule: &str) -> bool {
    let rules = made.diagnostics.rules.as_ref();
    rules.is_some_and(|rules| !rules.open.iter().any(|open| open == rule))
}

/// The first finding of a kind in a part of the text.
fn finding<'m>(made: &Made<'m>, code: Code, part: crate::source::Span) -> Option<&'m Diagnostic> {
    let here = |it: &&Diagnostic| {
        it.code == code
            && (part.contains(it.span) || it.labels.iter().any(|it| part.contains(it.span)))
    };
    let allowed = made.diagnostics.allowed.iter().map(|it| &it.finding);
    made.diagnostics.findings.iter().chain(allowed).find(here)
}

/// Whether the promises hold, in a sentence.
pub(super) fn in_short(made: &Made<'_>) -> String {
    match &made.diagnostics.rules {
        _ if made.pathway.rules.is_empty() => "none are made".to_string(),
        Some(rules) => rules.to_string(),
        None => "not proved, because the flow has errors".to_string(),
    }
}

/// Whether the examples get what they should, in a sentence.
pub(super) fn examples_in_short(made: &Made<'_>) -> String {
    let examples = &made.pathway.examples;
    let fails = |it: &&Example| finding(made, Code::ExampleFails, it.span).is_some();
    match (examples.len(), examples.iter().filter(fails).count()) {
        (0, _) => "none are given".to_string(),
        (1, 0) => "The example gets what it should.".to_string(),
        (all, 0) => format!("All {all} examples get what they should."),
        (1, _) => "The example does not get what it should.".to_string(),
        (all, 1) => format!("1 of {all} examples does not get what it should."),
        (all, failing) => format!("{failing} of {all} examples do not get what they should."),
    }
}

/// Each example: what the family answers, and what it gets.
pub(super) fn examples(made: &Made<'_>) -> Vec<Block> {
    let pathway = made.pathway;
    let mut out = vec![chapter("Examples", "examples")];
    if pathway.examples.is_empty() {
        out.push(Block::plain("The flow gives no examples."));
        return out;
    }
    out.push(Block::plain(examples_in_short(made)));
    for (example, number) in pathway.examples.iter().zip(1..) {
        let fails = finding(made, Code::ExampleFails, example.span);
        let anchor = Anchor::Example(number);
        out.push(Block::heading(3, Some(anchor), example.text.clone()));
        if let Some(fails) = fails {
            out.push(Block::Alarm(fails.message.replace('`', "")));
        }
        let sheet = Sheet::of(example);
        let rows = sheet.0.iter().map(|(question, answer)| {
            vec![
                vec![Span::Plain(pathway[*question].text.clone())],
                vec![Span::Plain(answers::words(answer, pathway, *question))],
            ]
        });
        out.push(Block::Table {
            caption: "What the family answers".into(),
            head: vec!["Question".into(), "Answer".into()],
            rows: rows.collect(),
        });
        out.extend(gets(made, &sheet));
    }
    out
}

/// What a family gets, strongest first.
fn gets(made: &Made<'_>, sheet: &Sheet) -> Vec<Block> {
    let pathway = made.pathway;
    let words = crate::emit::words::Words::of(pathway);
    let family = evaluate(pathway, sheet, made.today);
    let mut got: Vec<_> = family.got.iter().collect();
    got.sort_by_key(|it| it.strength);
    let mut items = Vec::new();
    for visit in &family.visits {
        let block = &pathway[visit.block];
        if block.kind == crate::ir::BlockKind::Outcome {
            items.push(Block::item(0, format!("Comes to “{}”", block.title)));
        }
    }
    for it in got {
        let actions = it.places.iter();
        let mut actions = actions.filter_map(|(block, at)| pathway[*block].actions.get(*at));
        let same = actions.find(|action| (action.strength, action.verb) == (it.strength, it.verb));
        items.extend(same.map(|action| {
            let mut action = action.clone();
            (action.when, action.deadline) = (None, it.deadline.clone());
            Block::item(0, words.action(&action, None))
        }));
    }
    if items.is_empty() {
        items.push(Block::item(0, "Nothing, and comes to no outcome"));
    }
    if !family.problems.is_empty() {
        let problems = count(family.problems.len(), "fault");
        items.push(Block::item(0, format!("{} on the way", capital(&problems))));
    }
    items
}
