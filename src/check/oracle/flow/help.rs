//! What generated flows give: actions, services, rules and examples.

use std::fmt::Write;

use super::{Making, Place};
use crate::check::oracle::conditions::{Kind, given};

impl Making {
    pub(super) fn actions(&mut self, at: usize) {
        for _ in 0..self.dice.pick(&[0, 1, 1, 1, 2, 3]) {
            let what = match self.dice.below(10) {
                0 if self.named => String::from("do \"Write it down.\""),
                0 => {
                    self.named = true;
                    String::from("do write_down \"Write.\"")
                }
                1 if self.loud => String::from("must not \"Write it down.\""),
                1 => String::from("say \"Say it.\""),
                2 => String::from("urgent \"Hurry.\""),
                _ => self.service_action(),
            };
            let soon = match self.dice.below(12) {
                0 => " at once",
                1 => " within 24 hours",
                2 => " within 2 working days",
                _ => "",
            };
            let when = self.maybe_when(at, if self.plain { 10 } else { 30 });
            let _ = writeln!(self.text, "  {what}{soon}{when}");
        }
    }

    fn service_action(&mut self) -> String {
        let service = self.dice.pick(&["help_a", "help_a", "help_b"]);
        let how = self.manner(if self.loud { 25 } else { 4 });
        format!("{how} {service}")
    }

    /// A strength and a manner; so many times in a hundred `must not`.
    fn manner(&mut self, must_not: usize) -> &'static str {
        if self.dice.chance(must_not) {
            return self.dice.pick(&[
                "must not refer to",
                "must not",
                "must not offer",
                "must not signpost to",
            ]);
        }
        self.dice.pick(&[
            "refer to",
            "must refer to",
            "should offer",
            "signpost to",
            "consider",
            "should",
            "offer",
        ])
    }

    pub(super) fn services(&mut self) {
        let _ = writeln!(
            self.text,
            "service help_a \"A\"\n  address \"Town Hall\"\n  note \"Ask.\"\n"
        );
        let _ = writeln!(self.text, "service help_b \"B\"");
        let anything: Vec<usize> = (0..self.world.asked.len())
            .filter(|it| !self.careful || *it == 0)
            .collect();
        match self.dice.below(10) {
            0 => {
                let _ = writeln!(self.text, "  note \"No contact.\"");
            }
            1..=4 => {
                let (condition, _) = self.world.condition(&mut self.dice, &anything);
                let _ = writeln!(self.text, "  address \"Hill\" when {condition}");
                let _ = if self.dice.chance(60) {
                    writeln!(self.text, "  form \"Form\" when not ({condition})")
                } else {
                    let (condition, _) = self.world.condition(&mut self.dice, &anything);
                    writeln!(self.text, "  form \"Form\" when {condition}")
                };
            }
            _ => {
                let _ = writeln!(self.text, "  address \"Hill\"");
            }
        }
        if !self.plain && self.dice.chance(15) {
            let (condition, _) = self.world.condition(&mut self.dice, &anything);
            let _ = writeln!(self.text, "  eligible when {condition}");
        }
        if !self.plain && self.dice.chance(8) {
            let day = self.dice.pick(&["2025-08-31", "2029-01-01"]);
            let _ = writeln!(self.text, "  retired on {day}, replaced by help_a");
        }
        self.text.push('\n');
    }

    pub(super) fn rules(&mut self) {
        if self.plain {
            return;
        }
        for number in 0..self.dice.pick(&[0, 0, 1, 1, 2]) {
            let _ = writeln!(self.text, "rule r{number} \"R\"");
            for _ in 0..self.dice.between(1, 2) {
                let (one, other) = (self.subject(), self.subject());
                let when = if self.dice.chance(75) {
                    let all: Vec<usize> = (0..self.world.asked.len()).collect();
                    format!(" when {}", self.world.condition(&mut self.dice, &all).0)
                } else {
                    String::new()
                };
                let _ = match self.dice.below(4) {
                    0 => writeln!(self.text, "  never {one}{when}"),
                    1 => writeln!(self.text, "  always {one}{when}"),
                    2 => writeln!(self.text, "  never both {one} and {other}{when}"),
                    _ => {
                        let one = self.subject_without_manner();
                        writeln!(self.text, "  {one} before {other}")
                    }
                };
            }
            self.text.push('\n');
        }
    }

    /// What a line begins with cannot have a manner: it would read as an action.
    fn subject_without_manner(&mut self) -> String {
        let service = self.dice.pick(&["help_a", "help_b"]);
        if self.dice.chance(50) {
            return String::from(service);
        }
        let place = self.dice.below(self.places.len());
        format!("reach {}", self.name(place))
    }

    fn subject(&mut self) -> String {
        if self.dice.chance(45) {
            let place = self.dice.below(self.places.len());
            return format!("reach {}", self.name(place));
        }
        if self.named && self.dice.chance(15) {
            return String::from("write_down");
        }
        let service = self.dice.pick(&["help_a", "help_b"]);
        if self.dice.chance(60) {
            return String::from(service);
        }
        format!("{} {service}", self.manner(10))
    }

    pub(super) fn examples(&mut self) {
        let places = self.places.iter();
        let outcomes = places.filter(|it| matches!(it, Place::Outcome(_))).count();
        let least = if self.plain { 3 * outcomes } else { 0 };
        for number in 0..self.dice.between(least, least + 3 * outcomes) {
            let _ = writeln!(self.text, "example \"E{number}\"");
            for at in 0..self.world.asked.len() {
                let asked = &self.world.asked[at];
                let Some(mut answer) = given(&mut self.dice, asked.kind) else {
                    continue;
                };
                if matches!(asked.kind, Kind::Marks(_)) && self.dice.chance(50) {
                    answer = format!("yes for i and {} is no for the rest", asked.name);
                }
                let _ = writeln!(self.text, "  given {} is {answer}", asked.name);
            }
            let _ = writeln!(self.text, "  expect not no outcome\n");
        }
    }
}
