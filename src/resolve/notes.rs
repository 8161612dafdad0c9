//! Notes, and what each belongs to: the answer or action it stands directly below, else the block.

use super::Context;
use crate::diagnostic::{Code, Diagnostic};
use crate::syntax::ast::{Detail, Line, LineKind};

/// A note, and the number of the line it stands directly below, if that is an answer or an action.
pub(super) struct Note {
    pub(super) text: String,
    pub(super) below: Option<usize>,
}

/// The notes among a block's lines.
pub(super) fn notes(lines: &[Line<'_>]) -> Vec<Note> {
    let mut notes = Vec::new();
    let mut above = None;
    for (number, line) in lines.iter().enumerate() {
        if let LineKind::Detail { key, text, .. } = &line.kind
            && key.it == Detail::Note
        {
            notes.push(Note {
                text: text.it.to_string(),
                below: above,
            });
        } else {
            let owns = matches!(
                line.kind,
                LineKind::Option(_) | LineKind::YesNo { .. } | LineKind::Action(_)
            );
            above = owns.then_some(number);
        }
    }
    notes
}

/// The notes that belong to the block itself.
pub(super) fn block_notes(lines: &[Line<'_>]) -> Vec<String> {
    notes(lines)
        .into_iter()
        .filter(|note| note.below.is_none())
        .map(|note| note.text)
        .collect()
}

/// The hints among a block's lines.
pub(super) fn hints(lines: &[Line<'_>]) -> Vec<String> {
    let mut hints = Vec::new();
    for line in lines {
        if let LineKind::Detail { key, text, .. } = &line.kind
            && key.it == Detail::Hint
        {
            hints.push(text.it.to_string());
        }
    }
    hints
}

impl Context<'_, '_> {
    /// Only the lines of a service may be for some families.
    pub(super) fn refuse_conditions_of_notes(&mut self, lines: &[Line<'_>]) {
        for line in lines {
            let LineKind::Detail {
                when: Some(when), ..
            } = &line.kind
            else {
                continue;
            };
            let finding = Diagnostic::new(
                Code::MisplacedLine,
                when.span,
                "This line is shown to everyone, so it cannot have a `when`.",
            )
            .help("In a question, step or outcome write `say \"...\" when ...` instead.");
            self.say(finding);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::source::{SourceId, Span, Spanned};

    fn line(kind: LineKind<'static>) -> Line<'static> {
        let span = Span::new(SourceId(0), 0, 0);
        Line { kind, span }
    }

    fn note(text: &'static str) -> Line<'static> {
        let span = Span::default();
        line(LineKind::Detail {
            key: Spanned {
                it: Detail::Note,
                span,
            },
            text: Spanned {
                it: text.into(),
                span,
            },
            when: None,
        })
    }

    fn yes() -> Line<'static> {
        line(LineKind::YesNo {
            answer: Spanned {
                it: crate::syntax::ast::YesNo::Yes,
                span: Span::default(),
            },
            text: None,
            target: None,
        })
    }

    #[test]
    fn a_note_belongs_to_the_answer_directly_above_it() {
        let lines = [
            note("block"),
            yes(),
            note("yes"),
            note("yes again"),
            line(LineKind::FirstMatch),
            note("block again"),
        ];
        let below: Vec<Option<usize>> = notes(&lines).iter().map(|note| note.below).collect();
        assert_eq!(below, [None, Some(1), Some(1), None]);
        assert_eq!(block_notes(&lines), ["block", "block again"]);
    }
}
