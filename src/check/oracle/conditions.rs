//! Conditions of generated flows, as text: from what may be read to one condition about it.
//!
//! Every form of the language's page that a condition can have is made here.

use std::collections::BTreeSet;

use super::dice::Dice;

/// What can be answered to a generated question.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    YesNo,
    Unsure,
    /// One of so many: `a`, `b`, `c`, `d`.
    OneOf(usize),
    /// So many items, `i`, `j`, `k`, and whether there is one more that stands alone.
    Ticks(usize, bool),
    /// So many items with the marks `yes` and `no`.
    Marks(usize),
    Number,
    Age,
    Money,
    Day,
    /// A day in the last six months.
    Recent,
    Text,
}

/// A generated question, checklist or fact.
#[derive(Clone, Debug)]
pub(super) struct Asked {
    pub(super) name: String,
    pub(super) kind: Kind,
    pub(super) fact: bool,
    /// A group of some of its answers or items.
    pub(super) group: Option<String>,
}

/// What a generated definition is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Defines {
    Condition,
    /// One of so many: `x`, `y`, `z`.
    Value(usize),
    Level(usize),
    Score,
}

/// A generated definition, with the questions that it hangs on.
#[derive(Clone, Debug)]
pub(super) struct Defined {
    pub(super) name: String,
    pub(super) defines: Defines,
    pub(super) reads: BTreeSet<usize>,
}

/// Everything that a generated condition can speak of.
#[derive(Clone, Debug, Default)]
pub(super) struct World {
    pub(super) asked: Vec<Asked>,
    pub(super) defined: Vec<Defined>,
}

pub(super) const ANSWERS: [&str; 4] = ["a", "b", "c", "d"];
pub(super) const ITEMS: [&str; 3] = ["i", "j", "k"];
pub(super) const OPTIONS: [&str; 3] = ["x", "y", "z"];

impl World {
    /// A condition about some of these questions, and the questions it speaks of.
    pub(super) fn condition(&self, dice: &mut Dice, about: &[usize]) -> (String, BTreeSet<usize>) {
        let mut reads = BTreeSet::new();
        let mut atom = |dice: &mut Dice| {
            let (text, more) = self.atom(dice, about);
            reads.extend(more);
            text
        };
        let text = match dice.below(20) {
            0..=11 => atom(dice),
            12 => format!("not {}", in_brackets(&atom(dice))),
            13 | 14 => format!("{} and {}", atom(dice), atom(dice)),
            15 | 16 => format!("{} or {}", atom(dice), atom(dice)),
            17 => format!("{} and ({} or {})", atom(dice), atom(dice), atom(dice)),
            18 => format!("({} and {}) or {}", atom(dice), atom(dice), atom(dice)),
            _ => format!("not ({} or {})", atom(dice), atom(dice)),
        };
        (text, reads)
    }

    /// A condition that is not made of others.
    fn atom(&self, dice: &mut Dice, about: &[usize]) -> (String, BTreeSet<usize>) {
        let defined: Vec<&Defined> = self
            .defined
            .iter()
            .filter(|it| it.reads.iter().all(|question| about.contains(question)))
            .collect();
        if !defined.is_empty() && (about.is_empty() || dice.chance(35)) {
            let it = defined[dice.below(defined.len())];
            return (about_defined(dice, it), it.reads.clone());
        }
        if about.is_empty() || dice.chance(1) {
            return (String::from("limit >= 3"), BTreeSet::new());
        }
        let question = dice.pick(about);
        let text = about_question(dice, &self.asked[question]);
        (text, BTreeSet::from([question]))
    }
}

fn in_brackets(text: &str) -> String {
    format!("({text})")
}

fn about_defined(dice: &mut Dice, it: &Defined) -> String {
    let name = &it.name;
    match it.defines {
        Defines::Condition if dice.chance(70) => name.clone(),
        Defines::Condition => format!("not {name}"),
        Defines::Value(options) => match dice.below(3) {
            0 => format!("{name} is not {}", dice.pick(&OPTIONS[..options])),
            _ => format!("{name} is {}", dice.pick(&OPTIONS[..options])),
        },
        Defines::Level(options) => {
            let option = dice.pick(&OPTIONS[..options]);
            let how = dice.pick(&["is", "is at least", "is at most", "is above", "is below"]);
            format!("{name} {how} {option}")
        }
        Defines::Score => compared(dice, name, &["2", "3"]),
    }
}

fn compared(dice: &mut Dice, name: &str, with: &[&str]) -> String {
    let (least, most) = (with[0], with[with.len() - 1]);
    let one = dice.pick(with);
    match dice.below(12) {
        0..=2 => format!("{name} < {one}"),
        3..=5 => format!("{name} >= {one}"),
        6 => format!("{name} <= {one}"),
        7 => format!("{name} > {one}"),
        8 => format!("{name} is {}", dice.pick(&["at least", "above"])) + " " + one,
        9 => format!("{name} from {least} to {most}"),
        10 => format!("{name} is {one}"),
        _ => format!("{name} is {} {one}", dice.pick(&["at most", "below"])),
    }
}

/// What is said of one question.
fn about_question(dice: &mut Dice, it: &Asked) -> String {
    let name = &it.name;
    if it.kind == Kind::Text || (!it.fact && dice.chance(8)) {
        let how = dice.pick(&["was asked", "was not asked"]);
        return format!("{name} {how}");
    }
    if !it.fact && dice.chance(6) {
        return format!("({name} was asked and {})", about_answer(dice, it));
    }
    about_answer(dice, it)
}

/// What is said of the answer of one question.
pub(super) fn about_answer(dice: &mut Dice, it: &Asked) -> String {
    let name = &it.name;
    match it.kind {
        Kind::YesNo => match dice.below(4) {
            0 => format!("{name} is not yes"),
            1 => format!("{name} is no"),
            _ => format!("{name} is yes"),
        },
        Kind::Unsure => match dice.below(4) {
            0 => format!("{name} is one of yes, unsure"),
            1 => format!("{name} is not unsure"),
            2 => format!("{name} is no"),
            _ => format!("{name} is yes"),
        },
        Kind::OneOf(n) => {
            let one = dice.pick(&ANSWERS[..n]);
            match (dice.below(6), &it.group) {
                (0, Some(group)) => format!("{name} is in {group}"),
                (1, Some(group)) => format!("{name} is not in {group}"),
                (2, _) => format!("{name} is not {one}"),
                (3, _) if n > 2 => format!("{name} is one of a, b"),
                (4, _) if n > 2 => format!("{name} is not one of a, b"),
                _ => format!("{name} is {one}"),
            }
        }
        Kind::Ticks(n, _) => {
            let one = dice.pick(&ITEMS[..n]);
            match (dice.below(16), &it.group) {
                (12, Some(group)) => format!("at least 1 of {group}"),
                (13, Some(group)) => format!("not (none of {group})"),
                (14, _) => format!("at least few of {name}"),
                (15, _) => format!("exactly few of (i, j) in {name}"),
                (0, _) => format!("{name} is empty"),
                (1, _) => format!("{name} is not empty"),
                (2, _) => format!("{name} does not include {one}"),
                (3, _) => format!("any of {name}"),
                (4, _) => format!("none of {name}"),
                (5, _) => format!("all of {name}"),
                (6, _) => format!("at least 2 of {name}"),
                (7, _) => format!("exactly 1 of {name}"),
                (8, _) => format!("fewer than 2 of {name}"),
                (9, _) => format!("at least 1 of (i, j) in {name}"),
                (10, Some(group)) => format!("any of {group}"),
                _ => format!("{name} includes {one}"),
            }
        }
        Kind::Marks(n) => {
            let one = dice.pick(&ITEMS[..n]);
            match dice.below(8) {
                6 => format!("fewer than few of {name} are yes"),
                7 => format!("at least few of (i, j) in {name} are not yes"),
                0 => format!("none of {name} are yes"),
                1 => format!("at least 1 of {name} are not yes"),
                2 => format!("all of {name} are yes"),
                3 => format!("{one} in {name} is not yes"),
                4 => format!("exactly 1 of {name} are yes"),
                _ => format!("{one} in {name} is yes"),
            }
        }
        Kind::Number if dice.chance(10) => {
            format!("{name} {} limit", dice.pick(&["<", ">=", ">", "<="]))
        }
        Kind::Number => compared(dice, name, &["3", "6"]),
        Kind::Age => compared(dice, name, &["18 months", "16 years"]),
        Kind::Money => compared(dice, name, &["£100", "£250.50"]),
        Kind::Day => match dice.below(4) {
            0 => format!("{name} within 28 days of today"),
            1 => format!("{name} >= 6 months before today"),
            2 => format!("{name} < today"),
            _ => compared(dice, name, &["2026-03-01", "2028-02-29"]),
        },
        Kind::Recent => match dice.below(3) {
            0 => format!("{name} within 28 days of today"),
            1 => format!("{name} < 3 months before today"),
            _ => compared(dice, name, &["2026-10-15", "28 days before today"]),
        },
        Kind::Text => format!("{name} was asked"),
    }
}

/// An answer, as an example gives it; none for a text.
pub(super) fn given(dice: &mut Dice, kind: Kind) -> Option<String> {
    Some(match kind {
        Kind::YesNo => dice.pick(&["yes", "no"]).to_string(),
        Kind::Unsure => dice.pick(&["yes", "no", "unsure"]).to_string(),
        Kind::OneOf(n) => dice.pick(&ANSWERS[..n]).to_string(),
        Kind::Ticks(_, true) => dice.pick(&["i", "j", "i, j", "alone_one"]).to_string(),
        Kind::Ticks(_, false) => dice.pick(&["i", "j", "i, j", "empty"]).to_string(),
        Kind::Marks(_) => dice.pick(&["yes", "no"]).to_string() + " for the rest",
        Kind::Number => dice.pick(&["0", "3", "5", "6", "9"]).to_string(),
        Kind::Age => dice
            .pick(&["0 months", "18 months", "16 years"])
            .to_string(),
        Kind::Money => dice.pick(&["0", "£100", "£250.50", "£900"]).to_string(),
        Kind::Day => dice
            .pick(&["2025-01-01", "2026-03-01", "today", "2029-01-01"])
            .to_string(),
        Kind::Recent => dice
            .pick(&["2026-10-15", "today", "28 days before today"])
            .to_string(),
        Kind::Text => return None,
    })
}

/// A cell of a table.
pub(super) fn cell(dice: &mut Dice, it: &Asked) -> Option<String> {
    Some(match it.kind {
        Kind::YesNo => dice.pick(&["yes", "no", "-"]).to_string(),
        Kind::Unsure => dice.pick(&["yes", "no, unsure", "not no", "-"]).to_string(),
        Kind::OneOf(_) => match &it.group {
            Some(group) if dice.chance(20) => group.clone(),
            Some(_) | None => dice.pick(&["a", "b", "a, b", "not a", "-"]).to_string(),
        },
        Kind::Number => dice
            .pick(&["< 3", ">= 3", "from 3 to 6", "> 6", "3", "-", "< limit"])
            .to_string(),
        Kind::Age => dice.pick(&["< 16 years", ">= 16 years", "-"]).to_string(),
        Kind::Money => dice.pick(&["< £100", ">= £100", "-"]).to_string(),
        Kind::Day => dice.pick(&["< 2026-03-01", ">= 2026-03-01"]).to_string(),
        Kind::Recent => dice
            .pick(&["< 2026-10-15", ">= 28 days before today", "-"])
            .to_string(),
        Kind::Ticks(..) | Kind::Marks(_) | Kind::Text => return None,
    })
}
