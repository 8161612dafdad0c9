//! When something happens, in simplest words: the families of which a claim is so, as a short list of cases.
//!
//! A case ([`Cube`]) says of a few things what may be so of them: which answers were given, between which borders a
//! number lies. Whoever fits a case has the claim, and whoever has it fits a case; the solver has proved both. A
//! case is made from an example: of all that the example answers, what is not needed is dropped, and what is left
//! is widened, until nothing more can go without letting somebody in who has not the claim.
//!
//! Plain answers are said where that is short. Where it is not, counts, and then what the author herself has named
//! (conditions, values, scores), are said in their place, if that is shorter to read.
//!
//! Absent on purpose: the shortest list of all. That one is hard to find, and no easier to read.

mod said;
mod subject;
#[cfg(test)]
mod tests;

use super::formula::{Formula, Need};
use super::solver::{Lit, Settled};
use super::{Claim, Logic};
use crate::ir::{BlockId, QuestionId};

pub(crate) use said::Says;
pub(crate) use subject::Subject;

/// The most cases that are read with pleasure: of more, other words are tried.
const FEW: usize = 8;
/// How often the solver is asked for one list.
const STEPS: usize = 6_000;

/// The families of which a claim is so.
#[derive(Clone, Debug, Default)]
pub(crate) struct Cover {
    /// The cases. A claim that nobody has, has none; one that everybody has, has one that says nothing.
    pub(crate) cubes: Vec<Cube>,
    /// Whether there are more families than these cases hold.
    pub(crate) more: bool,
    /// Where the cases are read, if not at the end.
    #[cfg_attr(
        not(test),
        allow(dead_code, reason = "tests read cases where they hold")
    )]
    pub(crate) at: Option<BlockId>,
}

/// One case: each of these holds.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Cube(pub(crate) Vec<Part>);

/// What may be so of one thing.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Part {
    /// Of what.
    pub(crate) subject: Subject,
    /// By number what may be so of it: one of its answers, one of the stretches of its numbers.
    pub(crate) may: Vec<usize>,
}

impl Part {
    /// The question that it is about, and which of its answers or items it names; nothing for what is made of answers.
    pub(crate) fn answers(&self) -> Option<(QuestionId, Vec<usize>)> {
        let question = self.subject.answers()?;
        let named = match &self.subject {
            Subject::Answer(_) => self.may.clone(),
            Subject::Item(_, item) => vec![*item],
            Subject::Count { items, .. } => items.clone(),
            Subject::Number(..)
            | Subject::Asked(_)
            | Subject::Condition(_)
            | Subject::Value(_)
            | Subject::Score(..) => Vec::new(),
        };
        Some((question, named))
    }
}

/// Something that a case may speak of, in the solver.
struct Feature {
    subject: Subject,
    /// Whether each of what may be so of it is so.
    each: Vec<Lit>,
    /// Those that are dropped together: the question it is about.
    group: usize,
}

/// Which words a list is made of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Words {
    Plain,
    Counts,
    Named,
}

impl Logic<'_> {
    /// When a claim is so, among the families of which another is, in at most so many cases.
    pub(crate) fn when(&self, claim: &Claim<'_>, among: Option<&Claim<'_>>, most: usize) -> Cover {
        shortest(most, |words, most| self.cover(claim, among, most, words))
    }

    fn cover(
        &self,
        claim: &Claim<'_>,
        among: Option<&Claim<'_>>,
        most: usize,
        words: Words,
    ) -> Cover {
        let (Some(mut needs), Some(start)) = (self.needs(claim), self.ground.pathway.start) else {
            return Cover::default();
        };
        needs.extend(among.and_then(|it| self.needs(it)).into_iter().flatten());
        // Of those who come to a place it is enough to know what they answered by then.
        if let Some(Claim::Comes(block)) = among {
            let Some(mut formula) = self.formula(&needs) else {
                return Cover::default();
            };
            let cover = Covering::of(&mut formula, claim, among, Some(*block), words).run(most);
            if !cover.cubes.is_empty() || !cover.more {
                return cover;
            }
        }
        let mut formula = Formula::at(self.ground, start);
        formula.write_down(&needs);
        Covering::of(&mut formula, claim, among, None, words).run(most)
    }
}

/// When a claim is so, among the families of which another is, in at most so many cases. The formula begins at the
/// start, and holds all that the claims speak of.
pub(super) fn when(
    formula: &mut Formula<'_>,
    claim: &Claim<'_>,
    among: Option<&Claim<'_>>,
    most: usize,
) -> Cover {
    shortest(most, |words, most| {
        Covering::of(formula, claim, among, None, words).run(most)
    })
}

/// The list of cases that reads best, in the plainest words in which it is short.
fn shortest(most: usize, mut cover: impl FnMut(Words, usize) -> Cover) -> Cover {
    let mut best = cover(Words::Plain, most.max(FEW));
    for (words, enough) in [(Words::Counts, 1), (Words::Named, FEW)] {
        if best.more || best.cubes.len() > enough {
            let other = cover(words, most.max(FEW));
            if other.reads_as() < best.reads_as() {
                best = other;
            }
        }
    }
    best.more |= best.cubes.len() > most;
    best.cubes.truncate(most);
    best
}

impl Cover {
    /// How long it takes to read.
    pub(crate) fn reads_as(&self) -> (bool, usize) {
        let parts = self.cubes.iter().flat_map(|cube| &cube.0);
        (self.more, parts.map(|part| 2 + part.may.len().min(3)).sum())
    }
}

struct Covering<'f, 'g> {
    formula: &'f mut Formula<'g>,
    claim: Lit,
    among: Lit,
    at: Option<BlockId>,
    /// In the order in which they are read: facts, then questions as they are asked, then what is made of them.
    features: Vec<Feature>,
    left: usize,
}

impl<'f, 'g> Covering<'f, 'g> {
    fn of(
        formula: &'f mut Formula<'g>,
        claim: &Claim<'_>,
        among: Option<&Claim<'_>>,
        at: Option<BlockId>,
        words: Words,
    ) -> Covering<'f, 'g> {
        // That a question was asked is no reason for its being asked.
        let itself = claim.asked_on_arrival(formula.pathway());
        let claim = formula.lit(claim);
        let among = among.map_or(Lit::TRUE, |it| formula.lit(it));
        let mut subjects = subject::plain(formula);
        if words != Words::Plain {
            let asked: Vec<Need> = subject::places(formula, &subjects);
            if at.is_none() {
                formula.write_down(&asked);
            }
            subjects.extend(subject::made(formula, words == Words::Named));
        }
        subjects.retain(|(_, subject)| {
            !matches!(subject, Subject::Asked(question) if Some(*question) == itself)
        });
        let mut covering = Covering {
            formula,
            claim,
            among,
            at,
            features: Vec::new(),
            left: STEPS,
        };
        for (group, subject) in subjects {
            covering.add(group, subject);
        }
        covering
    }

    fn add(&mut self, group: usize, subject: Subject) {
        let mut each = Vec::new();
        // Of two versions each may have its own word for what was not asked: only what was answered is said.
        let answers = subject.answers().filter(|_| self.formula.is_of_both());
        let answered = answers.map(|question| self.formula.is_answered(question));
        for may in 0..subject.count(self.formula.pathway()) {
            let condition = subject.condition(self.formula.pathway(), may);
            let so = match self.at {
                Some(block) => self.formula.truth_at(block, &condition).yes,
                None => self.formula.truth_of_answers(&condition),
            };
            each.push(match answered {
                Some(answered) => self.formula.gates.and(answered, so),
                None => so,
            });
        }
        if each.iter().any(|lit| *lit != Lit::FALSE) && !each.contains(&Lit::TRUE) {
            self.features.push(Feature {
                subject,
                each,
                group,
            });
        }
    }

    fn run(mut self, most: usize) -> Cover {
        let mut found: Vec<Case> = Vec::new();
        let mut others = vec![self.among, self.claim];
        let more = loop {
            match self.can(&others) {
                Settled::Can if found.len() < most => {}
                Settled::Cannot => break false,
                Settled::Can | Settled::TooHard => break true,
            }
            let example = self.example();
            if !self.implies(&example) {
                break true;
            }
            let needed = self.dropped(example);
            let case = self.widened(needed);
            let lits = self.lits(&case);
            let fits = self.formula.gates.all(lits);
            others.push(!fits);
            found.push(case);
        };
        self.without_what_others_say(&mut found);
        let found: Vec<Case> = found.into_iter().map(|it| self.tightened(it)).collect();
        let mut cubes: Vec<Cube> = found.iter().map(|case| self.cube(case)).collect();
        cubes.sort();
        Cover {
            cubes,
            more,
            at: self.at,
        }
    }

    fn can(&mut self, assumed: &[Lit]) -> Settled {
        if self.left == 0 {
            return Settled::TooHard;
        }
        self.left -= 1;
        self.formula.can(assumed)
    }

    /// What is so of every feature in the solver's last example.
    fn example(&self) -> Case {
        let features = (0..).zip(&self.features);
        features
            .filter_map(|(at, feature)| {
                let holds = |lit: &Lit| self.formula.gates.holds(*lit);
                feature.each.iter().position(holds).map(|it| (at, vec![it]))
            })
            .collect()
    }

    fn lits(&mut self, case: &[(usize, Vec<usize>)]) -> Vec<Lit> {
        case.iter()
            .map(|(at, may)| {
                let each = &self.features[*at].each;
                self.formula.gates.any(may.iter().map(|it| each[*it]))
            })
            .collect()
    }

    /// Whether everybody who fits a case has the claim.
    fn implies(&mut self, case: &[(usize, Vec<usize>)]) -> bool {
        let mut lits = self.lits(case);
        lits.extend([self.among, !self.claim]);
        self.can(&lits) == Settled::Cannot
    }

    /// Drops what is not needed: plain answers before what is made of them, later questions before earlier ones, since
    /// whoever is asked the later ones has given the earlier answers anyway. Then item by item.
    fn dropped(&mut self, case: Case) -> Case {
        let mut groups: Vec<Vec<usize>> = Vec::new();
        for (at, _) in case.iter().rev() {
            let feature = &self.features[*at];
            let same = groups.last_mut().filter(|group| {
                let first = group.first().map(|it: &usize| self.features[*it].group);
                first == Some(feature.group)
            });
            match same {
                Some(group) => group.push(*at),
                None => groups.push(vec![*at]),
            }
        }
        // What is made of answers was read last, and is dropped last.
        groups.sort_by_key(|group| group.iter().any(|at| self.features[*at].subject.is_made()));
        let case = self.drop_each(case, &groups);
        let mut alone: Vec<Vec<usize>> = Vec::new();
        for (at, may) in &case {
            // Items that are not ticked go first, so that ticks remain.
            let unticked = matches!(self.features[*at].subject, Subject::Item(..)) && *may == [0];
            if unticked {
                alone.insert(0, vec![*at]);
            } else {
                alone.push(vec![*at]);
            }
        }
        self.drop_each(case, &alone)
    }

    /// Drops one group after another where it is not needed; as long as that goes well, more and more at once.
    fn drop_each(&mut self, mut case: Case, groups: &[Vec<usize>]) -> Case {
        let (mut next, mut step) = (0, 1);
        while next < groups.len() {
            let end = (next + step).min(groups.len());
            let these: Vec<usize> = groups[next..end].concat();
            let rest: Case = case
                .iter()
                .filter(|(at, _)| !these.contains(at))
                .cloned()
                .collect();
            if self.implies(&rest) {
                case = rest;
                next = end;
                step *= 2;
            } else if end - next == 1 {
                next = end;
            } else {
                step = ((end - next) / 2).max(1);
            }
        }
        case
    }

    /// Lets each part be more, as far as that lets nobody in.
    fn widened(&mut self, mut case: Case) -> Case {
        for place in 0..case.len() {
            let (at, may) = case[place].clone();
            let count = self.features[at].each.len();
            let first = may.first().copied().unwrap_or(0);
            let ordered = self.features[at].subject.is_ordered();
            for other in (0..first).rev().chain(first + 1..count) {
                let mut wider = case.clone();
                if wider[place].1.contains(&other) {
                    continue;
                }
                // A number lies in one stretch, without holes.
                let touches = |it: &usize| it.abs_diff(other) == 1;
                if ordered && !wider[place].1.iter().any(touches) {
                    continue;
                }
                wider[place].1.push(other);
                wider[place].1.sort_unstable();
                if self.implies(&wider) {
                    case = wider;
                }
            }
        }
        case
    }

    /// Takes out of each part what nobody has who fits the rest: it would be true, and read as false. Of a number only
    /// the ends are taken.
    fn tightened(&mut self, mut case: Case) -> Case {
        for place in 0..case.len() {
            let ordered = self.features[case[place].0].subject.is_ordered();
            let may = case[place].1.clone();
            let mut kept = may.clone();
            let (mut first, mut last) = (Vec::new(), may.clone());
            if ordered {
                last.reverse();
                first = may.clone();
            }
            for order in [first, last] {
                for one in order {
                    let mut alone = case.clone();
                    alone[place].1 = vec![one];
                    let mut lits = self.lits(&alone);
                    lits.extend([self.among, self.claim]);
                    let nobody = kept.contains(&one) && self.can(&lits) == Settled::Cannot;
                    if nobody && kept.len() > 1 {
                        kept.retain(|it| *it != one);
                    } else if ordered {
                        break;
                    }
                }
            }
            case[place].1 = kept;
        }
        case
    }

    /// Takes away the cases of which the others speak already, the longest first.
    fn without_what_others_say(&mut self, found: &mut Vec<Case>) {
        let mut order: Vec<usize> = (0..found.len()).collect();
        order.sort_by_key(|at| std::cmp::Reverse((found[*at].len(), *at)));
        let mut gone: Vec<usize> = Vec::new();
        for at in order {
            let mut assumed = vec![self.among];
            assumed.extend(self.lits(&found[at].clone()));
            for (other, case) in found.iter().enumerate() {
                if other != at && !gone.contains(&other) {
                    let lits = self.lits(case);
                    assumed.push(!self.formula.gates.all(lits));
                }
            }
            if self.can(&assumed) == Settled::Cannot {
                gone.push(at);
            }
        }
        gone.sort_unstable();
        for at in gone.into_iter().rev() {
            found.remove(at);
        }
    }

    fn cube(&self, case: &[(usize, Vec<usize>)]) -> Cube {
        let parts = case.iter().map(|(at, may)| Part {
            subject: self.features[*at].subject.clone(),
            may: may.clone(),
        });
        Cube(parts.collect())
    }
}

/// The features that a case speaks of, in their order, and what may be so of each.
type Case = Vec<(usize, Vec<usize>)>;
