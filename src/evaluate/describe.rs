//! A problem in words, for a policy officer.

use super::Problem;
use crate::diagnostic::{count, list};
use crate::ir::{BlockId, Pathway, QuestionId, WayKind, What};

/// What is wrong on a family's way: one or two sentences, with the author's names.
pub fn describe(problem: &Problem, pathway: &Pathway) -> String {
    let name = |block: &BlockId| format!("`{}`", pathway[*block].name);
    match problem {
        Problem::Gap { block } => {
            format!("At {}, no way applies to this family.", name(block))
        }
        Problem::Conflict { block, ways } => {
            let ways: Vec<String> = ways
                .iter()
                .map(|way| way_in_words(pathway, *block, *way))
                .collect();
            format!(
                "At {}, {} apply to this family, and lead to different places: {}.",
                name(block),
                count(ways.len(), "way"),
                list(&ways, "and")
            )
        }
        Problem::Undecided { block, needs, .. } if needs.is_empty() => {
            format!("At {}, it cannot be told which way applies.", name(block))
        }
        Problem::Undecided { block, needs, .. } => format!(
            "At {}, the choice depends on {}, which this family has not been asked by then.",
            name(block),
            questions(pathway, needs)
        ),
        Problem::UndecidedAction {
            block,
            action,
            needs,
        } => {
            let action = pathway[*block].actions.get(*action);
            let what = action.map_or_else(String::new, |action| what(pathway, &action.what));
            let needs = if needs.is_empty() {
                String::from("something that cannot be told")
            } else {
                format!(
                    "{}, which this family has not been asked by then",
                    questions(pathway, needs)
                )
            };
            format!(
                "At {}, whether the family gets {what} depends on {needs}.",
                name(block)
            )
        }
        Problem::Circle(circle) => {
            let mut names: Vec<String> = circle.iter().map(|(block, _)| name(block)).collect();
            names.extend(circle.first().map(|(block, _)| name(block)));
            format!(
                "This family goes round in a circle: {}.",
                names.join(" to ")
            )
        }
        Problem::DeadEnd { block } => {
            format!("At {}, there is no way on.", name(block))
        }
        Problem::ValueGap { block, value } => format!(
            "At {}, the choice depends on `{}`, and none of its lines applies to this family.",
            name(block),
            pathway[*value].name
        ),
        Problem::ValueConflict { block, value } => format!(
            "At {}, the choice depends on `{}`, and lines of it that differ apply to this family.",
            name(block),
            pathway[*value].name
        ),
        Problem::Broken { block } => format!(
            "At {}, what happens depends on a line that could not be read.",
            name(block)
        ),
    }
}

/// What an action is about: a service's or an action's name, or the text itself.
pub fn what(pathway: &Pathway, what: &What) -> String {
    match what {
        What::Service(service) => format!("`{}`", pathway[*service].name),
        What::Named(action) => format!("`{}`", pathway[*action].name),
        What::Text(text) => format!("\"{text}\""),
    }
}

fn questions<'q>(pathway: &Pathway, questions: impl IntoIterator<Item = &'q QuestionId>) -> String {
    let names: Vec<String> = questions
        .into_iter()
        .map(|question| format!("`{}`", pathway[*question].name))
        .collect();
    list(&names, "and")
}

/// A way as the author wrote it: its condition, and where it leads.
pub fn way_in_words(pathway: &Pathway, block: BlockId, way: usize) -> String {
    let Some(way) = pathway[block].ways.get(way) else {
        return String::new();
    };
    let mut words = Vec::new();
    match way.kind {
        WayKind::Otherwise => words.push(String::from("otherwise")),
        WayKind::Then => words.push(String::from("then")),
        WayKind::Answer | WayKind::On | WayKind::When | WayKind::Row(..) => {}
    }
    if let (Some(on), crate::ir::BlockKind::Question(question)) = (&way.on, pathway[block].kind) {
        let options = pathway[question].answers.options();
        let names: Vec<&str> = on
            .iter()
            .filter_map(|at| options.get(*at))
            .map(|option| option.name.as_str())
            .collect();
        words.push(names.join(", "));
    }
    if let Some(guard) = &way.when {
        words.push(format!("when {}", guard.text));
    }
    let target = way
        .target
        .map_or("?", |target| pathway[target].name.as_str());
    format!("`{} -> {target}`", words.join(" "))
}
