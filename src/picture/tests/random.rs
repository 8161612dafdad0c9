//! Documents that nobody would write, made of a few numbers: every shape of pathway, words of every script.

use crate::emit::document::{Asked, Choice, Deed, Document, Duty, Kind, Step, Way};

use super::{BlockId, QuestionId};

/// Numbers that look like chance, the same for the same seed.
pub(super) struct Dice(pub(super) u64);

impl Dice {
    /// A number below `most`.
    pub(super) fn roll(&mut self, most: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        usize::try_from((self.0 >> 11) % (most.max(1) as u64)).unwrap_or(0)
    }

    fn is_one_in(&mut self, most: usize) -> bool {
        self.roll(most) == 0
    }

    fn words(&mut self, most: usize) -> String {
        let count = 1 + self.roll(most);
        let words: Vec<&str> = (0..count).map(|_| WORDS[self.roll(WORDS.len())]).collect();
        words.join(" ")
    }
}

const WORDS: [&str; 24] = [
    "the",
    "family",
    "school",
    "is",
    "not",
    "safe",
    "worried",
    "parent",
    "under",
    "review",
    "Llanfairpwllgwyngyll",
    "ymgynghorydd",
    "dziecko",
    "opieka",
    "طفل",
    "أسرة",
    "👪",
    "<script>",
    "\"quoted\"",
    "&amp;",
    "somebody@example.gov.uk",
    "01632 960 001",
    "Donaudampfschifffahrtsgesellschaftskapitänsmützenabzeichen",
    "a",
];

const KINDS: [Kind; 4] = [Kind::Question, Kind::Checklist, Kind::Step, Kind::Outcome];

/// A document with so many steps; the number of ways grows with `ways`.
pub(super) fn document(seed: u64, steps: usize, ways: usize) -> Document {
    let mut dice = Dice(seed.wrapping_mul(0x9e37_79b9_7f4a_7c15) | 1);
    let titles: Vec<String> = (0..steps).map(|_| dice.words(12)).collect();
    let mut document = Document {
        name: "random".to_string(),
        title: dice.words(20),
        only: dice.is_one_in(3).then(|| dice.words(9)),
        lit: dice.is_one_in(3).then(|| dice.words(9)),
        draft: dice
            .is_one_in(3)
            .then(|| "DRAFT, not fit to publish.".to_string()),
        control: vec![("Version", "1".to_string())],
        urgent: vec![dice.words(12)],
        notes: vec![dice.words(30)],
        facts: Vec::new(),
        start: Some(1),
        steps: Vec::new(),
        services: Vec::new(),
        definitions: Vec::new(),
    };
    for number in 1..=steps {
        let kind = KINDS[dice.roll(4)];
        let count = dice.roll(ways + 1);
        let to = |dice: &mut Dice| {
            if dice.is_one_in(12) {
                1 + dice.roll(steps + 2)
            } else {
                let far = if dice.is_one_in(4) { steps } else { 3 };
                number + 1 + dice.roll(far)
            }
        };
        let ways = (0..count).map(|way| {
            let to = to(&mut dice);
            Way {
                tried: None,
                ways: vec![way],
                lines: (0..dice.roll(3)).map(|_| dice.words(6)).collect(),
                to,
                title: titles.get(to - 1).cloned().unwrap_or_default(),
                is_shown: to <= steps,
                lit: dice.is_one_in(6),
            }
        });
        let ways: Vec<Way> = ways.collect();
        let long = if dice.is_one_in(15) { 60 } else { 4 };
        document.steps.push(Step {
            number,
            block: BlockId(number),
            name: format!("step_{number}"),
            kind,
            title: titles[number - 1].clone(),
            asked: kind.is_asked().then(|| Asked {
                question: QuestionId(number),
                text: titles[number - 1].clone(),
                hints: vec![dice.words(15)],
                choices: (0..dice.roll(long)).map(|_| choice(&mut dice)).collect(),
                several: kind == Kind::Checklist,
                marks: Vec::new(),
                range: None,
                notes: Vec::new(),
            }),
            urgent: (0..dice.roll(2)).map(|_| dice.words(12)).collect(),
            says: Vec::new(),
            duties: vec![Duty {
                strength: "Must",
                is_forbidden: false,
                deeds: (0..dice.roll(long)).map(|_| deed(&mut dice)).collect(),
            }],
            notes: (0..dice.roll(3)).map(|_| dice.words(long * 4)).collect(),
            policy: None,
            asides: (0..dice.roll(2)).map(|_| dice.words(12)).collect(),
            stuck: dice
                .is_one_in(5)
                .then(|| "No way on is given here.".to_string()),
            ways,
            from: Vec::new(),
            mark: dice.is_one_in(5).then_some("Changed"),
            lit: dice.is_one_in(5),
        });
    }
    document
}

fn choice(dice: &mut Dice) -> Choice {
    Choice {
        text: dice.words(10),
        alone: false,
        notes: Vec::new(),
    }
}

fn deed(dice: &mut Dice) -> Deed {
    Deed {
        text: dice.words(14),
        service: None,
        tells_contact: false,
        notes: Vec::new(),
    }
}
