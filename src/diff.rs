//! The difference of two versions of a pathway: for whom it is another, and what.
//!
//! In: two pathways and a day. Out: plain data. What families get is compared by meaning: two versions that write
//! the same in other ways, or in another order, do not differ. The words in which things are put are compared apart.
//!
//! Invariants: of every service, action, outcome, value and question each family for whom it differs is in exactly one
//! change that says so, or it is said that this could not be settled; every family that is shown has been evaluated in both versions.
//! Absent on purpose: a judgement which version is the better.

mod edits;
mod human;
mod json;
mod markdown;
mod prose;
mod reworded;
mod state;
mod subject;
mod weight;
mod words;

use std::collections::{BTreeMap, BTreeSet};

use crate::answers::story;
use crate::diagnostic::{Families, Family};
use crate::evaluate::{Evaluation, Sheet, evaluate};
use crate::graph::Graph;
use crate::ir::{Date, Pathway, QuestionId, What};
use crate::logic::{Claim, Cover, Ground, Joint, Limits, Pair, Says};

pub use edits::Edit;
use edits::edits;
pub use human::{human, in_short};
pub use json::json;
pub use markdown::markdown;
pub use prose::prose;
pub use subject::Kind;
pub use weight::Weight;

use reworded::reworded;
use state::{Options, Signs, Version};
use subject::{About, Subject, subjects};

/// The most cases that are said of one change.
const CASES: usize = 12;
/// How many lines it takes to say of which families something is told.
const SECTION: usize = 4;
/// How many cases are read with pleasure: of more, other words are tried.
const FEW: usize = 3;

/// How two versions differ.
#[derive(Clone, Debug)]
pub struct Difference {
    /// How many possible families there are: each that answers otherwise in either version is one.
    pub families: Families,
    /// What families get, where it is another.
    pub changes: Vec<Change>,
    /// Who is asked what, where it is another.
    pub asked: Vec<Change>,
    /// What was added to the pathway or taken away: questions, answers, services.
    pub structure: Vec<Edit>,
    /// The words in which things are put, contacts, lines of the document, rules and examples.
    pub texts: Vec<Edit>,
    /// What could not be settled in the work allowed, a sentence each.
    pub open: Vec<String>,
}

impl Difference {
    /// Whether nothing at all is another.
    pub fn is_none(&self) -> bool {
        self.same_for_everybody()
            && self.asked.is_empty()
            && self.structure.is_empty()
            && self.texts.is_empty()
    }

    /// Whether it is proved that every family gets the same in both.
    pub fn same_for_everybody(&self) -> bool {
        self.changes.is_empty() && self.open.is_empty()
    }
}

/// Some families, and what is another for them.
#[derive(Clone, Debug)]
pub struct Change {
    /// What is another, the gravest first.
    pub parts: Vec<Part>,
    /// Which families these are.
    pub when: When,
    /// How many they are.
    pub families: Families,
    /// The shortest of them; none where none could be shown.
    pub family: Option<Replay>,
    /// What a reader must know of the words: which version asks or offers what only one does.
    pub notes: Vec<String>,
}

impl Change {
    /// How much the gravest of it matters.
    pub fn weight(&self) -> Weight {
        let weights = self.parts.iter().map(|it| it.weight);
        weights.min().unwrap_or(Weight::Question)
    }
}

/// One thing that is another for some families.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Part {
    /// What kind of thing.
    pub kind: Kind,
    /// Its name; none for a text without one.
    pub name: Option<String>,
    /// Its name in the old version, where that was another.
    pub old_name: Option<String>,
    /// Its title or text.
    pub title: String,
    /// How it was: `must refer within 24 hours`, an option, or nothing but that it was; none where it was not.
    pub old: Option<String>,
    /// How it is now, in the same words.
    pub new: Option<String>,
    /// Its old text, where nothing but the words is another.
    pub old_title: Option<String>,
    /// How much it matters.
    pub weight: Weight,
}

/// Which families.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct When {
    /// Of which families the cases speak: every one, or those for whom the first part was, or is, as it is said.
    pub among: Among,
    /// Each case in words. None where it is all of them.
    pub cases: Vec<String>,
    /// Whether there are families in none of these cases.
    pub more: bool,
}

/// Of which families cases speak.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Among {
    /// Every family.
    All,
    /// Those for whom it was so in the old version.
    Old,
    /// Those for whom it is so in the new version.
    New,
}

/// A family, as it answers in each version.
#[derive(Clone, Debug)]
pub struct Replay {
    /// What it is asked and answers in the old version.
    pub old: Family,
    /// What it is asked and answers in the new version.
    pub new: Family,
    /// All of it at once, to be told.
    pub told: Family,
}

/// How two versions of a pathway differ, on a day. Both are whole: every line of them was read, and every name found.
pub fn diff(old: &Pathway, new: &Pathway, today: Date) -> Difference {
    diff_seen(old, new, today, &mut |_, _, _| {})
}

/// The same, while somebody looks on: at each change, and at its cases before they are words.
pub(crate) fn diff_seen(
    old: &Pathway,
    new: &Pathway,
    today: Date,
    seen: &mut dyn FnMut(&Pair, &Change, &Cover),
) -> Difference {
    let mut difference = Difference {
        families: Families {
            number: 0.0,
            at_least: true,
        },
        changes: Vec::new(),
        asked: Vec::new(),
        structure: Vec::new(),
        texts: Vec::new(),
        open: Vec::new(),
    };
    edits(old, new, &mut difference.structure, &mut difference.texts);
    if old.start.is_none() || new.start.is_none() {
        difference.open.push(String::from(
            "One of the two has no start, so nobody can say what families get.",
        ));
        return difference;
    }
    let pair = Pair::of(old, new, today);
    let graph = Graph::of(&pair.pathway);
    let ground = Ground::of_both(&pair, today, &graph, Limits::USUAL);
    let comparing = Comparing {
        pair: &pair,
        joint: Joint::of(&ground),
        options: Options::of(&pair),
        old: Version {
            own: old,
            side: &pair.old,
            is_new: false,
        },
        new: Version {
            own: new,
            side: &pair.new,
            is_new: true,
        },
        today,
    };
    comparing.compare(&mut difference, seen);
    difference
}

struct Comparing<'a> {
    pair: &'a Pair,
    joint: Joint<'a>,
    options: Options,
    old: Version<'a>,
    new: Version<'a>,
    today: Date,
}

/// One way in which one thing is another for some families.
#[derive(Clone)]
struct Found<'s, 'p> {
    subject: &'s Subject,
    signs: &'s Signs<'p>,
    old: Vec<bool>,
    new: Vec<bool>,
    claim: Claim<'p>,
    families: Families,
}

/// What is told together.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Told {
    /// What families get.
    Gets,
    /// What they get in other words.
    Reworded,
    /// What they are asked.
    Asked,
}

impl Found<'_, '_> {
    fn told(&self) -> Told {
        match (self.subject.kind, &self.subject.old_title) {
            (Kind::Question, _) => Told::Asked,
            (_, Some(_)) => Told::Reworded,
            (_, None) => Told::Gets,
        }
    }

    fn weight(&self) -> Weight {
        let (old, new) = (self.signs.force(&self.old), self.signs.force(&self.new));
        match self.told() {
            Told::Reworded => Weight::Reworded,
            Told::Gets | Told::Asked => Weight::of(self.subject.kind, old, new),
        }
    }
}

impl<'a> Comparing<'a> {
    fn compare(&self, difference: &mut Difference, seen: &mut dyn FnMut(&Pair, &Change, &Cover)) {
        difference.families = self.joint.count(&Claim::All(Vec::new()));
        let mut subjects = subjects(self.old.own, self.new.own);
        let others = self.same_in_other_words(&mut subjects);
        let subjects: Vec<(Subject, bool)> = others
            .into_iter()
            .map(|it| (it, true))
            .chain(subjects.into_iter().map(|it| (it, false)))
            .collect();
        let signs: Vec<Signs<'_>> = subjects.iter().map(|(it, _)| self.signs(it)).collect();
        let mut found: Vec<Vec<Found<'_, '_>>> = Vec::new();
        for ((subject, is_reworded), signs) in subjects.iter().zip(&signs) {
            let (combinations, settled) = if *is_reworded {
                // Every one of its signs holds in both versions, or none does.
                let all = vec![true; signs.signs.len()];
                (vec![(all.clone(), all)], true)
            } else {
                self.joint.combinations(&signs.old, &signs.new)
            };
            if !settled {
                difference.open.push(format!(
                    "Whether there are more families for whom {} differs could not be settled in the work allowed.",
                    said(subject)
                ));
            }
            for (old, new) in combinations {
                let was = Signs::stand(&signs.old, &old);
                let is = Signs::stand(&signs.new, &new);
                let claim = Claim::All(vec![was, is]);
                let one = Found {
                    families: self.joint.count(&claim),
                    subject,
                    signs,
                    old,
                    new,
                    claim,
                };
                self.put(&mut found, one);
            }
        }
        for mut group in self.by_family(found) {
            group.sort_by_key(|it| (it.weight(), it.subject.kind));
            let Some((change, cover)) = self.change(&group) else {
                continue;
            };
            seen(self.pair, &change, &cover);
            let all = if change.parts.iter().all(|it| it.kind == Kind::Question) {
                &mut difference.asked
            } else {
                &mut difference.changes
            };
            all.push(change);
        }
        for all in [&mut difference.changes, &mut difference.asked] {
            all.sort_by(|a, b| {
                let many = b.families.number.total_cmp(&a.families.number);
                a.weight().cmp(&b.weight()).then(many)
            });
        }
    }

    fn signs<'s>(&'s self, subject: &Subject) -> Signs<'s> {
        Signs::of(self.pair, &self.options, (self.old, self.new), subject)
    }

    /// Takes out the texts that are proved to be for the same families as another one that stands in their place, and
    /// gives both as one.
    fn same_in_other_words(&self, subjects: &mut Vec<Subject>) -> Vec<Subject> {
        let mut same = Vec::new();
        let mut taken = BTreeSet::new();
        for one in reworded(subjects, self.old.own, self.new.own) {
            if taken.contains(&one.old) || taken.contains(&one.new) {
                continue;
            }
            let signs = self.signs(&one.both);
            let nobody = vec![Claim::Any(Vec::new()); signs.old.len()];
            let differs = self.joint.combinations(&signs.old, &signs.new);
            let (some, _) = self.joint.combinations(&signs.old, &nobody);
            if differs == (Vec::new(), true) && !some.is_empty() {
                taken.extend([one.old, one.new]);
                same.push(one.both);
            }
        }
        let mut at = 0;
        subjects.retain(|_| {
            at += 1;
            !taken.contains(&(at - 1))
        });
        same
    }

    /// Puts together what is another for the same families.
    fn put<'s, 'p>(&self, groups: &mut Vec<Vec<Found<'s, 'p>>>, one: Found<'s, 'p>) {
        let same = groups.iter_mut().find(|group| {
            group.first().is_some_and(|first| {
                first.families == one.families
                    && first.told() == one.told()
                    && self.joint.are_same(&first.claim, &one.claim)
            })
        });
        match same {
            Some(group) => group.push(one),
            None => groups.push(vec![one]),
        }
    }

    /// Puts together all that is another for a family, where that takes no more words: who loses one thing and gains
    /// another is then told both at once, also if others gain that too.
    fn by_family<'s, 'p>(&self, groups: Vec<Vec<Found<'s, 'p>>>) -> Vec<Vec<Found<'s, 'p>>> {
        let gets = |group: &Vec<Found<'_, '_>>| {
            let first = group.first();
            first.is_some_and(|it| it.told() == Told::Gets)
        };
        let (groups, others): (Vec<_>, Vec<_>) = groups.into_iter().partition(gets);
        let claims: Vec<Claim<'p>> = groups
            .iter()
            .filter_map(|group| Some(group.first()?.claim.clone()))
            .collect();
        let nobody = vec![Claim::Any(Vec::new()); claims.len()];
        let (together, settled) = self.joint.combinations(&claims, &nobody);
        let said = |it: &[bool]| -> usize {
            let these = groups.iter().zip(it).filter(|(_, holds)| **holds);
            these.map(|(group, _)| group.len()).sum()
        };
        let apart: usize = groups.iter().map(|it| SECTION + it.len()).sum();
        let at_once: usize = together.iter().map(|(it, _)| SECTION + said(it)).sum();
        if !settled || at_once > apart {
            return others.into_iter().chain(groups).collect();
        }
        let mut whole = others;
        for (holds, _) in together {
            let claim = Signs::stand(&claims, &holds);
            let families = self.joint.count(&claim);
            let these = groups.iter().zip(&holds).filter(|(_, holds)| **holds);
            let of = these.flat_map(|(group, _)| group).map(|it| Found {
                claim: claim.clone(),
                families,
                ..it.clone()
            });
            whole.push(of.collect());
        }
        whole
    }

    fn change(&self, group: &[Found<'_, '_>]) -> Option<(Change, Cover)> {
        let first = group.first()?;
        let (when, cover) = self.when(first);
        let notes = self.notes(&cover);
        let change = Change {
            parts: group.iter().map(|it| self.part(it)).collect(),
            when,
            families: first.families,
            family: self.family(group, &cover),
            notes,
        };
        Some((change, cover))
    }

    fn part(&self, found: &Found<'_, '_>) -> Part {
        Part {
            kind: found.subject.kind,
            name: found.subject.name.clone(),
            old_name: self.old_name(found.subject),
            title: found.subject.title.clone(),
            old: found.signs.words(found.subject, &found.old),
            new: found.signs.words(found.subject, &found.new),
            old_title: found.subject.old_title.clone(),
            weight: found.weight(),
        }
    }

    /// The name in the old version, where that was another.
    fn old_name(&self, subject: &Subject) -> Option<String> {
        let own = self.old.own;
        let name = match &subject.about {
            About::Given(was, _) => match was.first()? {
                What::Service(id) => &own[*id].name,
                What::Named(id) => &own[*id].name,
                What::Text(_) => return None,
            },
            About::Place(was, _) => &own[(*was)?].name,
            About::Line((was, _), _) => &own[*was].name,
            // These are matched by their names alone.
            About::Value(..) | About::Question(..) => return None,
        };
        (Some(name) != subject.name.as_ref()).then(|| name.clone())
    }

    /// Which families these are: of all, or where that is shorter to read, of those for whom the first thing was so,
    /// or is so.
    fn when(&self, found: &Found<'_, '_>) -> (When, Cover) {
        let mut best = (Among::All, self.joint.when(&found.claim, None, CASES));
        let reads_well = |cover: &Cover| !cover.more && cover.cubes.len() <= FEW;
        if !reads_well(&best.1) {
            let sides = [
                (Among::Old, &found.signs.old, &found.old),
                (Among::New, &found.signs.new, &found.new),
            ];
            for (among, claims, holds) in sides {
                if !holds.contains(&true) {
                    continue;
                }
                let these = Signs::stand(claims, holds);
                let cover = self.joint.when(&found.claim, Some(&these), CASES);
                if cover.reads_as() < best.1.reads_as() {
                    best = (among, cover);
                }
            }
        }
        let (among, cover) = best;
        let says = Says {
            pathway: &self.pair.pathway,
            today: self.today,
            both: Some(self.pair),
        };
        let everyone = matches!(cover.cubes.as_slice(), [only] if only.0.is_empty());
        let cases = cover.cubes.iter().filter(|_| !everyone);
        let when = When {
            among,
            cases: cases.map(|cube| says.cube(cube)).collect(),
            more: cover.more,
        };
        (when, cover)
    }

    /// Which version has a question that only one has, and offers an answer that only one does.
    fn notes(&self, cover: &Cover) -> Vec<String> {
        let both = &self.pair.pathway;
        let mut said: BTreeMap<QuestionId, BTreeSet<usize>> = BTreeMap::new();
        for part in cover.cubes.iter().flat_map(|it| &it.0) {
            if let Some((question, options)) = part.answers() {
                said.entry(question).or_default().extend(options);
            }
        }
        let mut notes = Vec::new();
        for (version, other) in [(self.new, "old"), (self.old, "new")] {
            let own = || (0..version.own.questions.len()).map(QuestionId);
            for (question, options) in &said {
                let name = &both[*question].name;
                let mine = own().find(|it| self.in_both(version, *it) == *question);
                let Some(mine) = mine else {
                    notes.push(format!("Only the {other} version asks `{name}`."));
                    continue;
                };
                let all = both[*question].answers.options();
                let missing = version.side.not_offered(version.own, mine, all.len());
                let missing = missing.into_iter().filter(|it| options.contains(it));
                notes.extend(missing.map(|it| {
                    let answer = &all[it].name;
                    format!("Only the {other} version offers `{answer}` in `{name}`.")
                }));
            }
        }
        notes
    }

    /// A version's question as which it is answered in both.
    fn in_both(&self, version: Version<'_>, question: QuestionId) -> QuestionId {
        let it = version.side.question(question);
        self.pair.ties.get(&it).copied().unwrap_or(it)
    }

    /// The shortest family for which all of this is so, in either version.
    fn family(&self, group: &[Found<'_, '_>], cover: &Cover) -> Option<Replay> {
        let claim = &group.first()?.claim;
        let agrees = |both: &Sheet| {
            let (old, new) = (
                self.evaluated(self.old, both),
                self.evaluated(self.new, both),
            );
            let holds = |version: Version<'_>, family: &Evaluation, found: &Found<'_, '_>| {
                let about = &found.subject.about;
                let compared = self.old.gets_its_service(about, &old)
                    && self.new.gets_its_service(about, &new);
                let signs = found.signs.signs.iter();
                signs
                    .map(|sign| compared && version.holds(found.subject, sign, family))
                    .collect::<Vec<bool>>()
            };
            group.iter().all(|it| {
                holds(self.old, &old, it) == it.old && holds(self.new, &new, it) == it.new
            })
        };
        let (both, mut told) = self.joint.family(claim, &agrees)?;
        // What the cases speak of tells it, where they speak of answers alone.
        let parts = || cover.cubes.iter().flat_map(|it| &it.0);
        if !cover.more && parts().all(|it| it.answers().is_some()) {
            let spoken = parts().filter_map(|it| it.answers());
            let spoken: BTreeSet<QuestionId> = spoken.map(|(question, _)| question).collect();
            told.retain(|it| spoken.contains(it));
        }
        let old = self.story(self.old, &both, &told);
        let new = self.story(self.new, &both, &told);
        let mut all = new.clone();
        let only_old = old.replies.iter();
        let only_old = only_old.filter(|it| new.replies.iter().all(|other| other.name != it.name));
        all.replies.extend(only_old.cloned());
        Some(Replay {
            old,
            new,
            told: all,
        })
    }

    fn evaluated(&self, version: Version<'_>, both: &Sheet) -> Evaluation {
        let sheet = version.side.sheet(version.own, both);
        evaluate(version.own, &sheet, self.today)
    }

    fn story(&self, version: Version<'_>, both: &Sheet, told: &BTreeSet<QuestionId>) -> Family {
        let own = (0..version.own.questions.len()).map(QuestionId);
        let told = own.filter(|it| told.contains(&self.in_both(version, *it)));
        let evaluation = self.evaluated(version, both);
        let told = told.collect();
        story(version.own, &evaluation, &told)
    }
}

fn said(subject: &Subject) -> String {
    match &subject.name {
        Some(name) => format!("`{name}`"),
        None => format!("\"{}\"", subject.title),
    }
}
