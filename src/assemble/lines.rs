//! The lines of a block that a version adds to, or takes an answer from.
#![allow(
    clippy::wildcard_enum_match_arm,
    reason = "the lines of the language are one long list, of which each place is about a few"
)]

use crate::syntax::ast::{ActionWhat, CellKind, Detail, Leads, Line, LineKind, OptionKind, Verb};

/// Adds lines where they belong: rows below the rows of the table, ways and lines of a value before the `otherwise`
/// that ends them, notes directly under the heading to the notes of the whole block, anything else at the end.
pub(super) fn add<'s>(lines: &mut Vec<Line<'s>>, mut added: Vec<Line<'s>>) {
    // At the end they would be the notes of the base's last answer or action.
    let of_the_block = added.iter().take_while(|it| is_note(it)).count();
    let takes_notes = |it: &Line<'_>| {
        matches!(
            it.kind,
            LineKind::Option(_) | LineKind::YesNo { .. } | LineKind::Action(_)
        )
    };
    let top = lines.iter().position(takes_notes).unwrap_or(lines.len());
    lines.splice(top..top, added.drain(..of_the_block));
    let mut own_table = false;
    // Where a note goes that belongs to what was added last.
    let mut below = None;
    for line in added {
        if is_note(&line)
            && let Some(place) = below
        {
            lines.insert(place, line);
            below = Some(place + 1);
            continue;
        }
        below = None;
        own_table |= matches!(line.kind, LineKind::Table(_));
        let is_row = matches!(line.kind, LineKind::Row { .. });
        let last_row = lines
            .iter()
            .rposition(|it| matches!(it.kind, LineKind::Row { .. }));
        let place = match last_row {
            Some(last) if is_row && !own_table && is_otherwise(&lines[last]) => last,
            Some(last) if is_row && !own_table => last + 1,
            Some(_) | None => {
                let ends = lines.iter().position(is_otherwise);
                match ends {
                    // "None of these" stays last.
                    _ if is_item(&line) => {
                        let alone = lines.iter().position(is_alone);
                        below = alone.map(|place| place + 1);
                        alone.unwrap_or(lines.len())
                    }
                    Some(end) if !is_row && is_way(&line) && !is_otherwise(&line) => end,
                    Some(_) | None => lines.len(),
                }
            }
        };
        lines.insert(place, line);
    }
}

/// Whether a line is the last of the ways, or of the lines of a value.
fn is_otherwise(line: &Line<'_>) -> bool {
    match &line.kind {
        LineKind::Otherwise(_) => true,
        LineKind::Row { cells, .. } => cells
            .iter()
            .any(|cell| matches!(cell.kind, CellKind::Otherwise)),
        _ => false,
    }
}

fn is_note(line: &Line<'_>) -> bool {
    matches!(&line.kind, LineKind::Detail { key, .. } if matches!(key.it, Detail::Note | Detail::Hint))
}

/// Whether a line says what a name means: an item that counts, a member, a part of a condition or a value.
pub(super) fn gives_a_meaning(line: &Line<'_>) -> bool {
    match &line.kind {
        LineKind::Option(option) => option.kind.it != OptionKind::Answer,
        LineKind::When { target, .. } => target.is_none(),
        LineKind::Otherwise(leads) | LineKind::Row { result: leads, .. } => {
            matches!(leads, Leads::Is(..))
        }
        LineKind::Member { .. }
        | LineKind::Except(_)
        | LineKind::Bullets(_)
        | LineKind::Bullet(_)
        | LineKind::Is { .. }
        | LineKind::AddEach { .. }
        | LineKind::AddWhen { .. } => true,
        _ => false,
    }
}

/// Whether a line says how to reach a service.
pub(super) fn is_contact(line: &Line<'_>) -> bool {
    matches!(&line.kind, LineKind::Detail { key, .. } if key.it.is_contact())
}

/// Whether a line says the hours of a service, for everybody.
pub(super) fn is_hours_for_all(line: &Line<'_>) -> bool {
    matches!(&line.kind, LineKind::Detail { key, when: None, .. } if key.it == Detail::Hours)
}

fn is_item(line: &Line<'_>) -> bool {
    matches!(&line.kind, LineKind::Option(option) if option.kind.it == OptionKind::Item)
}

fn is_alone(line: &Line<'_>) -> bool {
    matches!(&line.kind, LineKind::Option(option) if option.alone.is_some())
}

fn is_way(line: &Line<'_>) -> bool {
    matches!(
        line.kind,
        LineKind::On { .. } | LineKind::When { .. } | LineKind::Is { .. }
    )
}

/// Takes an answer, an item or a mark out of a block, with the ways that are for it alone; whether there was one.
pub(super) fn remove(lines: &mut Vec<Line<'_>>, option: OptionKind, name: &str) -> bool {
    let Some(at) = lines
        .iter()
        .position(|it| is_option(&it.kind, option, name))
    else {
        return false;
    };
    // The notes below it are its own.
    let notes = lines[at + 1..].iter();
    let notes = notes.take_while(
        |it| matches!(&it.kind, LineKind::Detail { key, .. } if key.it == Detail::Note),
    );
    let notes = notes.count();
    lines.drain(at..=at + notes);
    lines.retain_mut(|line| {
        let LineKind::On { answers, .. } = &mut line.kind else {
            return true;
        };
        answers.retain(|answer| answer.it != name);
        !answers.is_empty()
    });
    true
}

fn is_option(kind: &LineKind<'_>, option: OptionKind, name: &str) -> bool {
    match kind {
        LineKind::Option(line) => line.kind.it == option && line.name.it == name,
        LineKind::YesNo { answer, .. } => option == OptionKind::Answer && answer.it.name() == name,
        _ => false,
    }
}

/// The answers, items or marks that are written in a block.
pub(super) fn options<'l>(lines: &'l [Line<'_>], option: OptionKind) -> Vec<&'l str> {
    let names = lines.iter().filter_map(|line| match &line.kind {
        LineKind::Option(line) if line.kind.it == option => Some(line.name.it),
        _ => None,
    });
    names.collect()
}

/// The word of an answer, an item or a mark.
pub(super) fn option_word(option: OptionKind) -> &'static str {
    match option {
        OptionKind::Answer => "answer",
        OptionKind::Item => "item",
        OptionKind::Mark => "mark",
    }
}

/// The lines of a version's pathway: its own in the place of the base's, both of what may be said twice.
pub(super) fn document<'s>(lines: &mut Vec<Line<'s>>, own: Vec<Line<'s>>) {
    let is_own = |line: &Line<'_>| match &line.kind {
        LineKind::ReviewBy(_) => true,
        LineKind::Detail { key, .. } => key.it == Detail::Version,
        _ => false,
    };
    let says = |a: &Line<'_>, b: &Line<'_>| match (&a.kind, &b.kind) {
        (LineKind::Start(_), LineKind::Start(_)) => true,
        (LineKind::Detail { key: a, .. }, LineKind::Detail { key: b, .. }) => {
            a.it == b.it && a.it != Detail::Note
        }
        _ => false,
    };
    lines.retain(|line| !is_own(line) && !own.iter().any(|other| says(line, other)));
    // The same emergency line twice would be read twice.
    let urgent = |line: &Line<'_>| match &line.kind {
        LineKind::Action(action) if action.verb == Verb::Urgent => match &action.what {
            ActionWhat::Text(_, text) => Some(text.it.to_string()),
            ActionWhat::Services(_) => None,
        },
        _ => None,
    };
    for line in own {
        let said = urgent(&line);
        if said.is_none() || !lines.iter().any(|other| urgent(other) == said) {
            lines.push(line);
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::ir::{Date, Pathway};
    use crate::source::Given;

    const BASE: &str = r#"pathway parents "Help for parents"
  start worried

checklist worried "What is there?"
  item quarrels "Quarrels"
  item animals "Cruelty to animals"
  note "Of animals."
  then -> referral

outcome referral "A referral"
  note "Of the referral."
  do "Refer."
"#;

    /// What a version with these changes is.
    fn version(changes: &str) -> Pathway {
        let today = Date {
            year: 2027,
            month: 1,
            day: 15,
        };
        let base = |_: &str, name: &str| {
            let (name, text) = (name.to_string(), BASE.to_string());
            Ok(Given { name, text })
        };
        let text = format!("variant here \"Here\" of \"base.flow\"\n\n{changes}");
        crate::compile("here.flow", &text, today, &base).pathway
    }

    #[test]
    fn the_notes_of_an_item_go_with_it() {
        let changed = format!(
            "{:?}",
            version("remove item animals from checklist worried\n")
        );
        assert!(!changed.contains("Of animals."), "{changed}");
        let whole = format!("{:?}", version(""));
        assert!(whole.contains("Of animals."), "{whole}");
    }

    #[test]
    fn a_note_that_is_added_is_of_the_whole_block_and_one_below_an_action_is_of_the_action() {
        let changes = "add to outcome referral\n  note \"Of ours.\"\n  say \"Told.\"\n  note \"Of what is told.\"\n";
        let pathway = version(changes);
        let notes: Vec<&String> = pathway.blocks.iter().flat_map(|it| &it.notes).collect();
        assert_eq!(notes, ["Of the referral.", "Of ours."]);
        let actions = pathway.blocks.iter().flat_map(|it| &it.actions);
        let notes: Vec<&String> = actions.flat_map(|it| &it.notes).collect();
        assert_eq!(notes, ["Of what is told."]);
    }
}
