//! Small flows as text, made by chance from a seed: two to seven blocks, few answers to each question, and
//! every part of the language that decides what a family gets.
//!
//! In a careful flow conditions speak mostly of what is surely known where they stand; in a careless one of
//! anything. Both are needed: the one so that nothing is found, the other so that everything is.

mod help;
mod tables;
mod ways;

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write;

use super::conditions::given;
use super::conditions::{ANSWERS, Asked, Defined, Defines, ITEMS, Kind, OPTIONS, World};
use super::dice::Dice;

/// The text of one small flow.
pub(super) fn flow(seed: u64) -> String {
    let mut dice = Dice::new(seed);
    let plain = dice.chance(30);
    let careful = plain || dice.chance(45);
    let mut making = Making {
        plain,
        careful,
        circles: !plain && dice.chance(15),
        chain: dice.chance(15),
        // Promises and other strengths are the more often kept, the fewer there are.
        loud: dice.chance(35),
        dice,
        world: World::default(),
        places: Vec::new(),
        known: BTreeMap::new(),
        led_to: BTreeSet::new(),
        named: false,
        text: String::new(),
    };
    making.pathway();
    making.text
}

/// A place in the making.
#[derive(Clone, Debug)]
enum Place {
    Question(usize),
    Step(String),
    Outcome(String),
}

struct Making {
    dice: Dice,
    /// Whether every way is for some of a place's own answers, and there are no rules.
    plain: bool,
    careful: bool,
    circles: bool,
    /// Whether it is longer, with few answers to each question.
    chain: bool,
    loud: bool,
    world: World,
    /// In the order in which most ways lead; outcomes last.
    places: Vec<Place>,
    /// What is surely known at a place, as far as ways to it have been made.
    known: BTreeMap<usize, BTreeSet<usize>>,
    led_to: BTreeSet<usize>,
    /// Whether some action has been given its name, so that rules can speak of it.
    named: bool,
    text: String,
}

impl Making {
    fn pathway(&mut self) {
        self.choose_what_there_is();
        let start = self.name(0);
        self.text = format!(
            "pathway p \"P\"\n  owner \"O\"\n  review by 2030-01-01\n  urgent \"U\"\n  start {start}\n\n\
             setting limit 3 \"Limit\"\n\nsetting few 1 \"Few\"\n\n"
        );
        self.definitions();
        self.facts();
        self.led_to.insert(0);
        self.known.insert(0, BTreeSet::new());
        for at in 0..self.places.len() {
            self.place(at);
        }
        self.services();
        self.rules();
        self.examples();
    }

    fn choose_what_there_is(&mut self) {
        let questions = if self.chain {
            self.dice.between(5, 7)
        } else {
            self.dice.between(1, 4)
        };
        let steps = if self.plain {
            self.dice.below(2)
        } else {
            self.dice.pick(if self.circles || self.chain {
                &[1, 2, 3]
            } else {
                &[0, 0, 1, 1, 2]
            })
        };
        let outcomes = self.dice.between(1 + usize::from(self.plain), 3);
        let facts = usize::from(self.dice.chance(30));
        let mut families = 1;
        for at in 0..questions + facts {
            let fact = at >= questions;
            let name = if fact {
                String::from("known")
            } else {
                format!("q{at}")
            };
            let (kind, answers) = match self.kind(fact) {
                (_, 3..) if self.chain && at % 3 > 0 => (Kind::YesNo, 2),
                (_, answers) if families * answers > 300 => (Kind::YesNo, 2),
                kind => kind,
            };
            families *= answers;
            let group = match kind {
                Kind::OneOf(_) => self.group(&name),
                Kind::Ticks(..) => self.group(&name),
                Kind::YesNo
                | Kind::Unsure
                | Kind::Marks(_)
                | Kind::Number
                | Kind::Age
                | Kind::Money
                | Kind::Day
                | Kind::Recent
                | Kind::Text => None,
            };
            self.world.asked.push(Asked {
                name,
                kind,
                fact,
                group,
            });
        }
        self.places = (0..questions).map(Place::Question).collect();
        for step in 0..steps {
            let at = self.dice.between(0, questions);
            self.places.insert(at, Place::Step(format!("s{step}")));
        }
        let outcomes = (0..outcomes).map(|outcome| Place::Outcome(format!("o{outcome}")));
        self.places.extend(outcomes);
    }

    /// A kind of answers, and about how many there are.
    fn kind(&mut self, fact: bool) -> (Kind, usize) {
        match self.dice.below(20) {
            0..=4 => (Kind::YesNo, 2),
            5 | 6 => (Kind::Unsure, 3),
            7 | 8 => (Kind::OneOf(2), 2),
            9 | 10 => (Kind::OneOf(3), 3),
            11 => (Kind::OneOf(4), 4),
            12 => (Kind::Ticks(2, self.dice.chance(40)), 4),
            13 => (Kind::Ticks(3, self.dice.chance(40)), 8),
            14 => (Kind::Marks(2), 4),
            15 => (Kind::Age, 4),
            16 => (Kind::Money, 4),
            17 if self.dice.chance(50) => (Kind::Recent, 5),
            17 => (Kind::Day, 5),
            18 if !fact && self.dice.chance(30) => (Kind::Text, 1),
            _ => (Kind::Number, 4),
        }
    }

    fn group(&mut self, name: &str) -> Option<String> {
        self.dice.chance(40).then(|| format!("some_{name}"))
    }

    fn name(&self, place: usize) -> String {
        match &self.places[place] {
            Place::Question(question) => self.world.asked[*question].name.clone(),
            Place::Step(name) | Place::Outcome(name) => name.clone(),
        }
    }

    // ---- definitions ----------------------------------------------------------------------------------

    fn definitions(&mut self) {
        for number in 0..self.dice.pick(&[0, 1, 1, 2, 2, 3]) {
            let questions = self.world.asked.len();
            let few = self.dice.between(1, questions);
            let mut about: Vec<usize> = (0..few).collect();
            if !self.careful {
                about = (0..questions).collect();
            }
            about.retain(|at| self.world.asked[*at].kind != Kind::Text);
            let (name, defines, reads) = match self.dice.below(8) {
                0..=2 => self.named_condition(number, &about),
                3 => self.score(number, &about),
                _ => self.value(number, &about),
            };
            self.world.defined.push(Defined {
                name,
                defines,
                reads,
            });
            self.text.push('\n');
        }
    }

    fn named_condition(
        &mut self,
        number: usize,
        about: &[usize],
    ) -> (String, Defines, BTreeSet<usize>) {
        let name = format!("c{number}");
        let _ = writeln!(self.text, "condition {name} \"C\"");
        let mut reads = BTreeSet::new();
        if self.dice.chance(60) {
            let (condition, more) = self.world.condition(&mut self.dice, about);
            reads.extend(more);
            let _ = writeln!(self.text, "  when {condition}");
        } else {
            let count = self.dice.pick(&[
                "all of",
                "any of",
                "none of",
                "at least 2 of",
                "at most 1 of",
                "exactly 1 of",
            ]);
            let _ = writeln!(self.text, "  {count}");
            for _ in 0..self.dice.between(2, 3) {
                let (condition, more) = self.world.condition(&mut self.dice, about);
                reads.extend(more);
                let _ = writeln!(self.text, "    - {condition}");
            }
        }
        (name, Defines::Condition, reads)
    }

    fn score(&mut self, number: usize, about: &[usize]) -> (String, Defines, BTreeSet<usize>) {
        let name = format!("points{number}");
        let _ = writeln!(self.text, "score {name} \"S\"");
        let mut reads = BTreeSet::new();
        for at in about {
            let asked = &self.world.asked[*at];
            let (list, words) = match asked.kind {
                Kind::Ticks(..) => (&asked.name, ""),
                Kind::Marks(_) => (&asked.name, " are yes"),
                Kind::YesNo
                | Kind::Unsure
                | Kind::OneOf(_)
                | Kind::Number
                | Kind::Age
                | Kind::Money
                | Kind::Day
                | Kind::Recent
                | Kind::Text => continue,
            };
            let some = if self.dice.chance(30) {
                "(i, j) in "
            } else {
                ""
            };
            let _ = writeln!(self.text, "  add 1 for each of {some}{list}{words}");
            reads.insert(*at);
        }
        for _ in 0..self.dice.between(1, 2) {
            let points = self.dice.pick(&["1", "2", "3", "-1"]);
            let (condition, more) = self.world.condition(&mut self.dice, about);
            reads.extend(more);
            let _ = writeln!(self.text, "  add {points} when {condition}");
        }
        (name, Defines::Score, reads)
    }

    fn value(&mut self, number: usize, about: &[usize]) -> (String, Defines, BTreeSet<usize>) {
        let name = format!("v{number}");
        let options = self.dice.between(2, 3);
        let level = self.dice.chance(40);
        let word = if level { "level" } else { "value" };
        let _ = writeln!(self.text, "{word} {name} \"V\"");
        let defines = if level {
            Defines::Level(options)
        } else {
            Defines::Value(options)
        };
        if self.dice.chance(25)
            && let Some(reads) = self.value_table(options, about)
        {
            return (name, defines, reads);
        }
        let mut reads = BTreeSet::new();
        let mut lines = Vec::new();
        let partition = self.careful && self.dice.chance(70) && options == 2;
        for option in &OPTIONS[..options] {
            let (condition, more) = self.world.condition(&mut self.dice, about);
            reads.extend(more);
            lines.push((*option, condition));
        }
        if partition {
            lines[1].1 = format!("not ({})", lines[0].1);
        }
        let policy = match (partition, self.careful, self.dice.below(10)) {
            (true, ..) => "",
            (false, true, _) | (false, false, 0..=3) => "first match",
            (false, false, _) => "",
        };
        if !policy.is_empty() {
            let _ = writeln!(self.text, "  {policy}");
        }
        let otherwise = !partition && (self.careful || self.dice.chance(60));
        let last = lines.len() - 1;
        for (at, (option, condition)) in lines.iter().enumerate() {
            let _ = if otherwise && at == last {
                writeln!(self.text, "  otherwise is {option} \"{option}\"")
            } else {
                writeln!(self.text, "  is {option} \"{option}\" when {condition}")
            };
        }
        (name, defines, reads)
    }

    // ---- questions ------------------------------------------------------------------------------------

    fn facts(&mut self) {
        for at in 0..self.world.asked.len() {
            let asked = self.world.asked[at].clone();
            if let Some(group) = &asked.group {
                let members = if matches!(asked.kind, Kind::OneOf(_)) {
                    "a, b"
                } else {
                    "i, j"
                };
                let name = &asked.name;
                let _ = writeln!(
                    self.text,
                    "group {group} \"G\" of {name}\n  member {members}\n"
                );
            }
            if asked.fact {
                let _ = writeln!(self.text, "fact {} \"F\"", asked.name);
                self.answers(&asked, &BTreeMap::new());
                self.text.push('\n');
            }
        }
    }

    /// The answers of a question, some with arrows.
    fn answers(&mut self, asked: &Asked, arrows: &BTreeMap<&str, String>) {
        let text = &mut self.text;
        let mut line = |word: &str, name: &str, more: &str| {
            let arrow = arrows.get(name);
            let arrow = arrow.map_or_else(String::new, |to| format!(" -> {to}"));
            let _ = writeln!(text, "  {word}{name}{more}{arrow}");
        };
        match asked.kind {
            Kind::YesNo => ["yes", "no"].map(|it| line("", it, "")).len(),
            Kind::Unsure => ["yes", "no", "unsure"].map(|it| line("", it, "")).len(),
            Kind::OneOf(n) => {
                for answer in &ANSWERS[..n] {
                    line("answer ", answer, " \"A\"");
                }
                n
            }
            Kind::Ticks(n, alone) => {
                for item in &ITEMS[..n] {
                    line("item ", item, " \"I\"");
                }
                if alone {
                    line("item ", "alone_one", " \"None\" alone");
                }
                n
            }
            Kind::Marks(n) => {
                for item in &ITEMS[..n] {
                    line("item ", item, " \"I\"");
                }
                line("mark ", "yes", " \"Yes\"");
                line("mark ", "no", " \"No\"");
                n
            }
            Kind::Number => [line("number from 0 to 9", "", "")].len(),
            Kind::Age => [line("age from 0 months to 18 years", "", "")].len(),
            Kind::Money => [line("money from 0 to 1000", "", "")].len(),
            Kind::Day => [line("date from 2020-01-01 to 2030-01-01", "", "")].len(),
            Kind::Recent => [line("date from 6 months before today to today", "", "")].len(),
            Kind::Text => [line("text", "", "")].len(),
        };
    }

    fn own_answers(kind: Kind) -> Vec<&'static str> {
        match kind {
            Kind::YesNo => vec!["yes", "no"],
            Kind::Unsure => vec!["yes", "no", "unsure"],
            Kind::OneOf(n) => ANSWERS[..n].to_vec(),
            Kind::Ticks(n, alone) => {
                let mut items = ITEMS[..n].to_vec();
                items.extend(alone.then_some("alone_one"));
                items
            }
            Kind::Marks(_)
            | Kind::Number
            | Kind::Age
            | Kind::Money
            | Kind::Day
            | Kind::Recent
            | Kind::Text => Vec::new(),
        }
    }

    fn place(&mut self, at: usize) {
        match self.places[at].clone() {
            Place::Question(question) => {
                let asked = self.world.asked[question].clone();
                let list = matches!(asked.kind, Kind::Ticks(..) | Kind::Marks(_));
                let word = if list { "checklist" } else { "question" };
                let _ = writeln!(self.text, "{word} {} \"Q\"", asked.name);
                self.known.entry(at).or_default().insert(question);
                let arrows = self.arrows(at, asked.kind);
                self.answers(&asked, &arrows);
                if self.dice.chance(7)
                    && let Some(answer) = given(&mut self.dice, asked.kind)
                {
                    let _ = writeln!(self.text, "  unasked means {answer}");
                }
                if self.dice.chance(8) {
                    let when = self.maybe_when(at, 60);
                    let _ = writeln!(self.text, "  say \"Listen.\"{when}");
                }
                if arrows.is_empty() {
                    self.ways(at, Some(&asked));
                }
            }
            Place::Step(name) => {
                let _ = writeln!(self.text, "step {name} \"S\"");
                self.actions(at);
                self.ways(at, None);
            }
            Place::Outcome(name) => {
                let _ = writeln!(self.text, "outcome {name} \"O\"");
                self.actions(at);
            }
        }
        self.text.push('\n');
    }
}
