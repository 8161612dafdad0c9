//! Why a family comes to a place or gets something: the exact condition, simplified, and the shortest family; or
//! why nobody does.
//!
//! In: a pathway, a day and a name. Out: plain data and sentences. Absent on purpose: how it looks on a screen.

use crate::answers::story;
use crate::diagnostic::{Family, list};
use crate::evaluate::{way_in_words, what};
use crate::graph::Graph;
use crate::ir::{Action, Answers, BlockId, BlockKind, Date, Pathway, Strength, What};
use crate::logic::{Asked, Claim, Ground, Limits, Logic, Says, Settled};

/// The most cases that are told.
const CASES: usize = 24;

/// Who comes to a place or gets something.
#[derive(Clone, Debug)]
pub struct Why {
    /// Its name.
    pub name: String,
    /// What it is: `outcome`, `service`.
    pub kind: &'static str,
    /// What people read of it.
    pub text: String,
    /// Whom it is for.
    pub who: Who,
    /// All cases in one sentence, the first few of many.
    pub condition: String,
    /// Each case in words; empty where it is for every family, or for none.
    pub cases: Vec<String>,
    /// The same as a table: what the columns are about, and a row for each case, with nothing where it does not
    /// matter.
    pub table: (Vec<String>, Vec<Vec<Option<String>>>),
    /// For something that is given: the places that give it to somebody.
    pub places: Vec<String>,
    /// Where it is for nobody: why, as far as that is known; a sentence each.
    pub reasons: Vec<String>,
    /// The shortest family that it is for.
    pub family: Option<Family>,
}

/// Whom something is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Who {
    /// Every family.
    Everybody,
    /// The families of the cases, and no others.
    These,
    /// The families of the cases, and more.
    TheseAndMore,
    /// No family.
    Nobody,
    /// That could not be settled in the work allowed.
    NotSettled,
}

impl Why {
    /// Whether families come to it; if not, they are given it.
    pub fn is_place(&self) -> bool {
        !matches!(self.kind, "service" | "action")
    }
}

/// Everything that can be asked for, by name.
pub fn names(pathway: &Pathway) -> Vec<&str> {
    let blocks = pathway.blocks.iter().map(|it| it.name.as_str());
    let services = pathway.services.iter().map(|it| it.name.as_str());
    let actions = pathway.named_actions.iter().map(|it| it.name.as_str());
    blocks.chain(services).chain(actions).collect()
}

/// Who comes to a place, or gets a service or a named action, on a day; none where nothing has that name.
pub fn why(pathway: &Pathway, today: Date, name: &str) -> Option<Why> {
    let graph = Graph::of(pathway);
    let ground = Ground::of(pathway, today, &graph, Limits::USUAL);
    if let Some(at) = pathway.blocks.iter().position(|it| it.name == name) {
        let block = BlockId(at);
        let it = &pathway[block];
        let mut why = Why::new(name, kind(pathway, block), &it.title);
        if pathway.start.is_some() {
            let logic = Logic::of(&ground);
            why.find(pathway, &logic, today, &Claim::Comes(block));
            if why.who == Who::Nobody {
                why.reasons = ways_in(pathway, &logic, block);
            }
        }
        return Some(why);
    }
    let service = pathway.services.iter().position(|it| it.name == name);
    let action = pathway.named_actions.iter().position(|it| it.name == name);
    let (given, mut why) = match (service, action) {
        (Some(at), _) => {
            let text = &pathway.services[at].title;
            (
                What::Service(crate::ir::ServiceId(at)),
                Why::new(name, "service", text),
            )
        }
        (None, Some(at)) => {
            let text = &pathway.named_actions[at].text;
            (
                What::Named(crate::ir::ActionNameId(at)),
                Why::new(name, "action", text),
            )
        }
        (None, None) => return None,
    };
    if pathway.start.is_some() {
        let logic = Logic::of(&ground);
        let lines = lines_that_give(pathway, &given);
        let each = lines
            .iter()
            .map(|(block, _, action)| Claim::gives(*block, action));
        why.find(pathway, &logic, today, &Claim::Any(each.collect()));
        why.places = places(pathway, &logic, &lines);
        if why.who == Who::Nobody {
            why.reasons = nobody_gets(pathway, &logic, &given, &lines);
        }
    }
    Some(why)
}

impl Why {
    fn new(name: &str, kind: &'static str, text: &str) -> Why {
        Why {
            name: name.to_string(),
            kind,
            text: text.to_string(),
            who: Who::Nobody,
            condition: String::new(),
            cases: Vec::new(),
            table: (Vec::new(), Vec::new()),
            places: Vec::new(),
            reasons: Vec::new(),
            family: None,
        }
    }

    fn find(&mut self, pathway: &Pathway, logic: &Logic<'_>, today: Date, claim: &Claim<'_>) {
        let cover = logic.when(claim, None, CASES);
        let says = Says {
            pathway,
            today,
            both: None,
        };
        self.who = match cover.cubes.as_slice() {
            [] if cover.more => Who::NotSettled,
            [] => Who::Nobody,
            [only] if only.0.is_empty() => Who::Everybody,
            [..] if cover.more => Who::TheseAndMore,
            [..] => Who::These,
        };
        if matches!(self.who, Who::These | Who::TheseAndMore) {
            self.condition = says.cover(&cover, 8);
            self.cases = cover.cubes.iter().map(|cube| says.cube(cube)).collect();
            self.table = says.table(&cover);
        }
        self.family = logic.family(claim).map(|family| {
            // What it answers on arrival is no part of how it comes.
            let on_arrival = claim.asked_on_arrival(pathway);
            let told = family.told.iter().map(|(question, _)| *question);
            let told = told
                .filter(|question| Some(*question) != on_arrival)
                .collect();
            story(pathway, &family.evaluation, &told)
        });
    }
}

fn kind(pathway: &Pathway, block: BlockId) -> &'static str {
    match pathway[block].kind {
        BlockKind::Question(question) => match pathway[question].answers {
            Answers::Several { .. } => "checklist",
            Answers::OneOf(_) | Answers::Range { .. } | Answers::Text | Answers::Broken => {
                "question"
            }
        },
        BlockKind::Step => "step",
        BlockKind::Outcome => "outcome",
    }
}

/// Why nobody comes to a place: of every way that leads there, why nobody takes it.
fn ways_in(pathway: &Pathway, logic: &Logic<'_>, block: BlockId) -> Vec<String> {
    let name = &pathway[block].name;
    let mut reasons = Vec::new();
    for (from, it) in (0..).map(BlockId).zip(&pathway.blocks) {
        for (number, way) in it.ways.iter().enumerate() {
            if way.target != Some(block) || from == block {
                continue;
            }
            let said = way_in_words(pathway, from, number);
            reasons.push(if logic.survey().reached(from) == Settled::Cannot {
                format!(
                    "{said} leads here from `{}`, and nobody comes to `{}`.",
                    it.name, it.name
                )
            } else if logic.survey().found(Asked::Takes(from, number)) == Settled::Cannot {
                format!(
                    "{said} leads here from `{}`, and no family that comes to `{}` takes it.",
                    it.name, it.name
                )
            } else {
                format!("{said} leads here from `{}`.", it.name)
            });
        }
    }
    if reasons.is_empty() {
        reasons.push(format!("No way leads to `{name}`."));
    }
    reasons
}

/// The lines that give something, and do not forbid it.
fn lines_that_give<'p>(pathway: &'p Pathway, given: &What) -> Vec<(BlockId, usize, &'p Action)> {
    let blocks = (0..).map(BlockId).zip(&pathway.blocks);
    blocks
        .flat_map(|(at, block)| {
            (0..)
                .zip(&block.actions)
                .map(move |(number, it)| (at, number, it))
        })
        .filter(|(_, _, it)| it.what == *given && it.strength != Strength::MustNot)
        .collect()
}

/// The places that give it to somebody.
fn places(
    pathway: &Pathway,
    logic: &Logic<'_>,
    lines: &[(BlockId, usize, &Action)],
) -> Vec<String> {
    let mut places: Vec<String> = Vec::new();
    for (block, _, action) in lines {
        let name = format!("`{}`", pathway[*block].name);
        let is_given = logic.can(&Claim::gives(*block, action)) != Settled::Cannot;
        if is_given && !places.contains(&name) {
            places.push(name);
        }
    }
    places
}

/// Why nobody gets something.
fn nobody_gets(
    pathway: &Pathway,
    logic: &Logic<'_>,
    given: &What,
    lines: &[(BlockId, usize, &Action)],
) -> Vec<String> {
    let mut reasons = Vec::new();
    for (block, _, action) in lines {
        let name = &pathway[*block].name;
        if logic.survey().reached(*block) == Settled::Cannot {
            reasons.push(format!(
                "A line of `{name}` gives it, and nobody comes to `{name}`."
            ));
        } else if let Some(guard) = &action.when {
            reasons.push(format!(
                "A line of `{name}` gives it when {}, and that is so of no family that comes to `{name}`.",
                guard.text
            ));
        }
    }
    if lines.is_empty() {
        let mut forbids: Vec<String> = Vec::new();
        for block in &pathway.blocks {
            if block.actions.iter().any(|it| it.what == *given) {
                forbids.push(format!("`{}`", block.name));
            }
        }
        let it = what(pathway, given);
        reasons.push(match forbids.as_slice() {
            [] => format!("No line gives {it}."),
            names => format!(
                "The only lines that name {it} say `must not`, at {}.",
                list(names, "and")
            ),
        });
    }
    reasons
}
