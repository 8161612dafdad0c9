//! Where generated places lead, and for whom.

use std::collections::BTreeMap;
use std::fmt::Write;

use super::{Making, Place};
use crate::check::oracle::conditions::{Asked, Kind, about_answer};

impl Making {
    /// Where a way leads: to a place below, seldom above.
    pub(super) fn target(&mut self, from: usize) -> String {
        let last = self.places.len() - 1;
        if self.circles && self.dice.chance(35) {
            let to = self.dice.between(0, from);
            return self.name(to);
        }
        let missed = (from + 1..=last).find(|to| !self.led_to.contains(to));
        let to = match missed {
            Some(missed) if self.dice.chance(if self.careful { 95 } else { 70 }) => missed,
            // A chain leads from each place to the next, or over one.
            Some(_) | None if self.chain => self.dice.between(from + 1, last.min(from + 2)),
            Some(_) | None => self.dice.between(from + 1, last),
        };
        let known = self.known.get(&from).cloned().unwrap_or_default();
        self.known
            .entry(to)
            .and_modify(|before| before.retain(|it| known.contains(it)))
            .or_insert(known);
        self.led_to.insert(to);
        self.name(to)
    }

    /// What a condition at a place is about.
    pub(super) fn about(&mut self, at: usize) -> Vec<usize> {
        let all: Vec<usize> = (0..self.world.asked.len()).collect();
        if self.dice.chance(if self.careful { 3 } else { 25 }) {
            return all;
        }
        // What a place's own question says makes a difference there.
        if let Place::Question(own) = self.places[at]
            && self.world.asked[own].kind != Kind::Text
            && self.dice.chance(if self.careful { 65 } else { 20 })
        {
            return vec![own];
        }
        let known = self.known.get(&at).cloned().unwrap_or_default();
        let asked = &self.world.asked;
        all.into_iter()
            .filter(|it| asked[*it].fact || known.contains(it))
            .filter(|it| asked[*it].kind != Kind::Text)
            .collect()
    }

    pub(super) fn condition(&mut self, at: usize) -> String {
        let about = self.about(at);
        self.world.condition(&mut self.dice, &about).0
    }

    pub(super) fn maybe_when(&mut self, at: usize, percent: usize) -> String {
        if self.dice.chance(percent) {
            format!(" when {}", self.condition(at))
        } else {
            String::new()
        }
    }

    /// An arrow on each answer, or none at all.
    pub(super) fn arrows(&mut self, at: usize, kind: Kind) -> BTreeMap<&'static str, String> {
        let mut arrows = BTreeMap::new();
        let percent = if matches!(kind, Kind::Ticks(..)) {
            4
        } else {
            35
        };
        if self.dice.chance(percent) {
            let answers = Making::own_answers(kind);
            for answer in &answers {
                arrows.insert(*answer, self.target(at));
            }
            if self.dice.chance(if self.careful { 2 } else { 10 }) && answers.len() > 1 {
                arrows.remove(answers[0]);
            }
        }
        arrows
    }

    pub(super) fn ways(&mut self, at: usize, asked: Option<&Asked>) {
        let answers = asked.map_or_else(Vec::new, |it| Making::own_answers(it.kind));
        let ticks = asked.is_some_and(|it| matches!(it.kind, Kind::Ticks(..)));
        if self.plain {
            return match asked {
                Some(_) if answers.len() > 1 && !ticks => self.ways_on(at, &answers),
                Some(_) => self.own_halves(at, asked),
                None => self.way(at, "then"),
            };
        }
        // Circles that meet.
        if self.circles && self.dice.chance(25) {
            return self.every_match(at);
        }
        match self.dice.below(20) {
            0 if self.dice.chance(30) => {}
            0 | 1 => self.way(at, "then"),
            2..=4 if answers.len() > 1 && !ticks => self.ways_on(at, &answers),
            5 | 6 => self.ways_of_two(at),
            7..=9 => self.first_match(at),
            10 | 11 => self.every_match(at),
            12 | 13 => self.table(at),
            14 | 15 if asked.is_some() => self.own_halves(at, asked),
            16 if !self.careful => self.any_ways(at),
            _ => self.ways_of_two(at),
        }
    }

    pub(super) fn way(&mut self, at: usize, words: &str) {
        let to = self.target(at);
        let _ = writeln!(self.text, "  {words} -> {to}");
    }

    pub(super) fn ways_on(&mut self, at: usize, answers: &[&str]) {
        let cut = self.dice.between(1, answers.len() - 1);
        let (these, others) = (answers[..cut].join(", "), answers[cut..].join(", "));
        if !self.plain && self.dice.chance(40) {
            let condition = self.condition(at);
            self.way(at, &format!("on {these} when {condition}"));
            let opposite = format!("on {these} when not ({condition})");
            self.way(at, &opposite);
        } else {
            self.way(at, &format!("on {these}"));
        }
        if self.dice.chance(50) {
            self.way(at, &format!("on {others}"));
        } else {
            self.way(at, "otherwise");
        }
    }

    pub(super) fn ways_of_two(&mut self, at: usize) {
        let condition = self.condition(at);
        self.way(at, &format!("when {condition}"));
        if self.dice.chance(50) {
            self.way(at, "otherwise");
        } else {
            self.way(at, &format!("when not ({condition})"));
        }
    }

    /// A question's own answer, here or not here.
    pub(super) fn own_halves(&mut self, at: usize, asked: Option<&Asked>) {
        let Some(asked) = asked.filter(|it| it.kind != Kind::Text) else {
            self.way(at, "then");
            return;
        };
        let one = about_answer(&mut self.dice, asked);
        let other = if self.plain || self.dice.chance(70) {
            format!("not ({one})")
        } else {
            about_answer(&mut self.dice, asked)
        };
        self.way(at, &format!("when {one}"));
        self.way(at, &format!("when {other}"));
    }

    pub(super) fn first_match(&mut self, at: usize) {
        self.text += "  first match\n";
        self.some_whens(at);
        if self.careful || self.dice.chance(75) {
            self.way(at, "otherwise");
        }
    }

    pub(super) fn every_match(&mut self, at: usize) {
        self.text += "  every match\n";
        self.some_whens(at);
        if self.careful || self.dice.chance(60) {
            self.way(at, "otherwise");
        }
    }

    pub(super) fn any_ways(&mut self, at: usize) {
        self.some_whens(at);
        if self.dice.chance(50) {
            self.way(at, "otherwise");
        }
    }

    pub(super) fn some_whens(&mut self, at: usize) {
        for _ in 0..self.dice.between(1, 3) {
            let condition = self.condition(at);
            self.way(at, &format!("when {condition}"));
        }
    }
}
