//! Numbers in their place: what may be compared with what, and whether a number lies in range.

use super::names::Use;
use super::quantity::{self, Misfit, example, less, word};
use super::{Context, one_line};
use crate::diagnostic::{Code, Diagnostic};
use crate::ir::{Answers, Bound, Measure, Part, QuestionId, RangeKind, SettingId};
use crate::source::Span;
use crate::syntax::ast::{Block, BlockKind, LineKind, Name, Operand, Text};

impl Context<'_, '_> {
    /// Reads the number of every setting.
    pub(super) fn settings(&mut self) {
        for (part, block) in self.blocks_of(&[BlockKind::Setting]) {
            if let Part::Setting(id) = part {
                self.enter(Some(part), block.header);
                self.setting(id, block);
            }
        }
    }

    fn setting(&mut self, id: SettingId, block: &Block<'_>) {
        let Some(value) = &block.value else {
            self.spoil();
            return;
        };
        let written = self.words(value.span);
        let read =
            quantity::kind_of(&value.it).map(|kind| (kind, quantity::bound(kind, &value.it)));
        match read {
            Some((kind, Ok(Bound::Fixed(number)))) => {
                if let Some(setting) = self.pathway.settings.get_mut(id.0) {
                    (setting.kind, setting.number, setting.written) = (kind, number, written);
                }
            }
            Some((_, Err(Misfit::NoSuchDay))) => self.no_such_day(value.span),
            Some((_, Ok(_) | Err(Misfit::Kind))) | None => {
                let message = format!("`{written}` cannot be the number of a setting.");
                let help = "Write a whole number, an amount, an age such as `16 years`, or a date such as `2027-03-31`.";
                self.mismatch(value.span, message, help.to_string());
                self.spoil();
            }
        }
    }

    /// `number from 0 to 54 "points"`
    pub(super) fn range(
        &mut self,
        id: QuestionId,
        kind: RangeKind,
        (from, to): (&Operand<'_>, &Operand<'_>),
        unit: Option<&Text<'_>>,
    ) -> Answers {
        let subject = format!("`{}`", self.pathway[id].name);
        let least = self.bound(from, kind, &subject);
        let most = self.bound(to, kind, &subject);
        let (Some(least), Some(most)) = (least, most) else {
            return Answers::Broken;
        };
        if self.less(most, least) {
            let message = "The range ends before it begins, so no answer fits it.";
            let help = "Write the least number first.";
            let span = operand_span(from).to(operand_span(to));
            self.say(Diagnostic::new(Code::OutOfRange, span, message).help(help));
            self.spoil();
            return Answers::Broken;
        }
        Answers::Range {
            kind,
            from: least,
            to: most,
            unit: unit.map_or_else(String::new, |unit| unit.it.to_string()),
        }
    }

    /// What a number of some kind is compared with; `subject` is the number's name as a sentence begins.
    pub(super) fn bound(
        &mut self,
        operand: &Operand<'_>,
        kind: RangeKind,
        subject: &str,
    ) -> Option<Bound> {
        let read = match operand {
            Operand::Name(name) => return self.setting_bound(name, kind, subject),
            Operand::Quantity(quantity) => quantity::bound(kind, &quantity.it),
        };
        match read {
            Ok(bound) => Some(bound),
            Err(Misfit::NoSuchDay) => {
                self.no_such_day(operand_span(operand));
                None
            }
            Err(Misfit::Kind) => {
                let span = operand_span(operand);
                let written = self.words(span);
                let digits = written.trim_start_matches(['-', '£']);
                if digits.len() > 15 && digits.chars().all(|c| c.is_ascii_digit() || c == ',') {
                    let message = format!("`{written}` is too large a number.");
                    self.mismatch(span, message, "Write a smaller number.".to_string());
                    return None;
                }
                let message = format!("{subject} is {}, and `{written}` is not.", word(kind));
                self.mismatch(span, message, format!("Write {}.", example(kind)));
                None
            }
        }
    }

    fn setting_bound(&mut self, name: &Name<'_>, kind: RangeKind, subject: &str) -> Option<Bound> {
        let declared = self.names.get(name.it);
        if let Some(part) = declared.map(|declared| declared.part)
            && matches!(part, Part::Question(_) | Part::Value(_) | Part::Score(_))
        {
            let message = format!(
                "{subject} and `{}` are both worked out from answers; they cannot be compared with each other.",
                name.it
            );
            let help = format!("Compare each with a number: {}.", example(kind));
            self.mismatch(name.span, message, help);
            return None;
        }
        let Part::Setting(id) = self.look_up(name, Use::Number)? else {
            return None;
        };
        if self.pathway.broken.holds(Part::Setting(id)) {
            return None;
        }
        let setting = &self.pathway[id];
        if setting.kind != kind {
            let message = format!(
                "{subject} is {}, and the setting `{}` is {}.",
                word(kind),
                name.it,
                word(setting.kind)
            );
            let place = setting.span;
            let finding = Diagnostic::new(Code::TypeMismatch, name.span, message)
                .label(place, format!("The setting is `{}`.", setting.written))
                .help(format!("Give the setting {}.", example(kind)));
            self.say(finding);
            return None;
        }
        Some(Bound::Setting(id))
    }

    /// The kind of number that is compared.
    pub(super) fn kind_of(&self, measure: Measure) -> RangeKind {
        match measure {
            Measure::Question(id) => match &self.pathway[id].answers {
                Answers::Range { kind, .. } => *kind,
                Answers::OneOf(_) | Answers::Several { .. } | Answers::Text | Answers::Broken => {
                    RangeKind::Number
                }
            },
            Measure::Score(_) => RangeKind::Number,
            Measure::Setting(id) => self.pathway[id].kind,
        }
    }

    /// What a measure is compared with, of its kind and in its range.
    pub(super) fn measured(
        &mut self,
        name: &Name<'_>,
        measure: Measure,
        operand: &Operand<'_>,
    ) -> Option<Bound> {
        let subject = format!("`{}`", name.it);
        let bound = self.bound(operand, self.kind_of(measure), &subject)?;
        if let Measure::Question(id) = measure
            && !self.is_in_range(id, bound, operand)
        {
            return None;
        }
        Some(bound)
    }

    /// Whether a number can be an answer to a question; tells it where it cannot.
    pub(super) fn is_in_range(
        &mut self,
        id: QuestionId,
        bound: Bound,
        operand: &Operand<'_>,
    ) -> bool {
        let question = &self.pathway[id];
        let Answers::Range { from, to, .. } = &question.answers else {
            return true;
        };
        if !self.less(bound, *from) && !self.less(*to, bound) {
            return true;
        }
        let span = operand_span(operand);
        let (name, place) = (&question.name, question.span);
        let range = self.range_words(id);
        let message = format!(
            "`{}` is outside the range of `{name}`, which goes {range}.",
            one_line(self.sources.slice(span))
        );
        let finding = Diagnostic::new(Code::OutOfRange, span, message)
            .label(place, format!("`{name}` goes {range}."))
            .help("Correct the number, or widen the range of the question.");
        self.say(finding);
        false
    }

    /// Whether the first is known to lie before the second; a setting counts with its present number.
    pub(super) fn less(&self, a: Bound, b: Bound) -> bool {
        less(self.at_present(a), self.at_present(b)).unwrap_or(false)
    }

    pub(super) fn at_present(&self, bound: Bound) -> Bound {
        match bound {
            Bound::Setting(id) => Bound::Fixed(self.pathway[id].number),
            Bound::Fixed(_) | Bound::FromToday(_) => bound,
        }
    }

    /// `from 0 to 54`, in the author's words.
    fn range_words(&self, id: QuestionId) -> String {
        let part = Part::Question(self.list_roots.get(&id).copied().unwrap_or(id));
        let block = self.blocks().into_iter().find(|(it, _)| *it == Some(part));
        let range = block.and_then(|(_, block)| {
            block.lines.iter().find_map(|line| {
                let LineKind::Range { from, to, .. } = &line.kind else {
                    return None;
                };
                Some(operand_span(from).to(operand_span(to)))
            })
        });
        range.map_or_else(String::new, |span| format!("from {}", self.words(span)))
    }
}

/// Where an operand stands.
pub(super) fn operand_span(operand: &Operand<'_>) -> Span {
    match operand {
        Operand::Quantity(quantity) => quantity.span,
        Operand::Name(name) => name.span,
    }
}
