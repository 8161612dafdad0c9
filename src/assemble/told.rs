//! What a version may not change, or cannot: told at the version, with the place in its base.

use super::change::{Changing, Done, called, key, kind_and_name};
use crate::diagnostic::{Code, Diagnostic, list, nearest};
use crate::source::Span;
use crate::syntax::ast::{Block, BlockKind, Mark, Role};
use crate::syntax::{a, word};

impl<'s> Changing<'s, '_> {
    /// The block of the base that a heading names; where there is none, the change is lost, and that is told.
    pub(super) fn find(&mut self, block: &Block<'s>, does: &str) -> Option<usize> {
        let key = key(block)?;
        let number = self.numbers.get(&key).copied();
        let at = number.and_then(|number| Some((number, self.blocks[number].as_ref()?)));
        let name = called(block);
        let Some((number, base)) = at else {
            if let Some((_, place)) = number.and_then(|it| self.done.get(&it)?.first()) {
                let finding = Diagnostic::new(
                    Code::DuplicateName,
                    block.header,
                    format!(
                        "This version changes {name} in two places, and removes it in one of them."
                    ),
                )
                .label(*place, "It is removed here.")
                .help("Keep the one that is meant, and delete the other.");
                self.say(finding);
                return None;
            }
            let same_kind = self.blocks.iter().flatten();
            let same_kind = same_kind.filter(|it| it.kind == block.kind);
            let known: Vec<(String, Span)> = same_kind
                .filter_map(|it| Some((super::change::key(it)?.1, it.header)))
                .collect();
            let near = nearest(&key.1, known.iter().map(|it| it.0.as_str()));
            let mut message = format!(
                "The base has no {}, which this version {does}.",
                kind_and_name(block)
            );
            if let Some(near) = near {
                message.push_str(&format!(" Did you mean `{near}`?"));
            }
            let mut finding = Diagnostic::new(Code::ChangeLost, block.header, message)
                .here("This change finds nothing to change.")
                .help("If the base has changed, look at what it has now, and change or delete this part.");
            if let Some((_, place)) = known.iter().find(|it| Some(it.0.as_str()) == near) {
                finding = finding.label(*place, "The nearest name in the base.");
            }
            if let Some(pathway) = self.pathway() {
                let label = format!("This base declares no {} of that name.", word(block.kind));
                finding = finding.label(pathway.header, label);
            }
            self.say(finding);
            return None;
        };
        if base.kind != block.kind {
            let finding = Diagnostic::new(
                Code::WrongKind,
                block.header,
                format!(
                    "`{}` is {} in the base, and this version {does} {}.",
                    key.1,
                    a(base.kind),
                    a(block.kind)
                ),
            )
            .label(base.header, "The base declares it here.")
            .help(match block.role {
                Role::Replaces => format!(
                    "To make it {}, remove the base's (`remove {} {}`) and declare your own.",
                    a(block.kind),
                    word(base.kind),
                    key.1
                ),
                Role::Sets => String::from(
                    "`set` is for settings. Change anything else with `replace` or `add to`.",
                ),
                Role::Declares
                | Role::FillsIn
                | Role::AddsTo
                | Role::Removes
                | Role::RemovesFrom(..)
                | Role::Version(_) => {
                    format!("Write `{}` in this heading.", word(base.kind))
                }
            });
            self.say(finding);
            return None;
        }
        Some(number)
    }

    /// Whether a block of the base may be changed so, and has not been changed in another place.
    pub(super) fn may(&mut self, number: usize, block: &Block<'s>, done: Done) -> bool {
        let Some(base) = &self.blocks[number] else {
            return false;
        };
        let name = called(block);
        let takes_away = matches!(done, Done::Removed | Done::Replaced);
        if base.mark.is_some_and(|mark| mark.it == Mark::Fixed) {
            let finding = Diagnostic::new(
                Code::FixedPartChanged,
                block.header,
                format!("The base fixes {name}: no version may change it."),
            )
            .label(base.header, "The base fixes it here.")
            .help(
                "Take this part out. If it has to be different here, ask whoever keeps the base.",
            );
            self.say(finding);
            return false;
        }
        if base.kind == BlockKind::Rule && takes_away {
            let finding = Diagnostic::new(
                Code::FixedPartChanged,
                block.header,
                format!(
                    "The rules of the base hold in every version, so {name} cannot be {}.",
                    done.word()
                ),
            )
            .label(base.header, "The base's rule.")
            .help("Take this part out. A rule of your own may ask for more, under another name.");
            self.say(finding);
            return false;
        }
        let before = self.done.entry(number).or_default();
        let clash = before
            .iter()
            .find(|(other, _)| !(is_addition(*other) && is_addition(done)));
        if let Some((other, place)) = clash {
            let finding = Diagnostic::new(
                Code::DuplicateName,
                block.header,
                format!("This version changes {name} in two places, and one would undo the other."),
            )
            .label(*place, format!("It is {} here.", other.word()))
            .help("Write both changes under one heading, or keep the one that is meant.");
            self.say(finding);
            return false;
        }
        before.push((done, block.header));
        true
    }

    /// The parts of the base that this version neither fills in nor hands on.
    pub(super) fn tell_open_parts(&mut self) {
        let Some(version) = self.version.as_ref().map(|it| it.header) else {
            return;
        };
        let mut open = Vec::new();
        for (number, block) in self.blocks.iter().enumerate() {
            let Some(block) = block else { continue };
            let is_open = block.mark.is_some_and(|mark| mark.it == Mark::Local);
            if is_open && !self.done.contains_key(&number) {
                open.push(block);
            }
        }
        let finding = open_parts(version, &open, ("The base", "to its versions", "this one"));
        self.out.findings.extend(finding);
    }
}

fn is_addition(done: Done) -> bool {
    matches!(done, Done::AddedTo | Done::Worded)
}

/// Parts that were left open, and that are not filled in: by whom, to whom, and who should have.
pub(super) fn open_parts(
    place: Span,
    open: &[&Block<'_>],
    (who, whom, whose): (&str, &str, &str),
) -> Option<Diagnostic> {
    let names: Vec<String> = open.iter().map(|block| called(block)).collect();
    let message = match names.as_slice() {
        [] => return None,
        [only] => format!("{who} leaves {only} {whom}, and {whose} does not fill it in."),
        [..] => format!(
            "{who} leaves {} parts {whom}, and {whose} does not fill them in: {}.",
            names.len(),
            list(&names, "and")
        ),
    };
    let mut finding = Diagnostic::new(Code::LocalPartMissing, place, message);
    for block in open {
        let name = block.name.map_or("", |name| name.it);
        let help = if block.kind == BlockKind::Setting {
            format!("Add a line `set {name}` with the number that holds here.")
        } else {
            format!(
                "Add `service {name}` with its contacts below it; or `local service {name}`, to leave it to the versions of this one."
            )
        };
        finding = finding.label(block.header, "Left open here.").help(help);
    }
    Some(finding)
}
