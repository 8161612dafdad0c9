//! Cases in words: ``  `violence` is `yes` and `age` is under 12 months  ``, and as the columns and rows of a table.
//!
//! Invariant: names are the author's, in backticks, and every number said is one that she compares with.

use std::collections::{BTreeMap, BTreeSet};

use super::super::{Pair, Whose};
use super::subject::Stretches;
use super::{Cover, Cube, Part, Subject};
use crate::diagnostic::{count, list};
use crate::families::{answer_in_words, shortened};
use crate::ir::{Answer, AnswerOption, Answers, Date, Pathway, QuestionId, RangeKind};

/// The most names of a kind that one case lists; of the others it gives the number.
const NAMES: usize = 12;

/// Says cases of a pathway.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Says<'p> {
    pub(crate) pathway: &'p Pathway,
    pub(crate) today: Date,
    /// Of two versions, both: the same name may stand for other items in either.
    pub(crate) both: Option<&'p Pair>,
}

/// What stands under one heading: everything about one list, or about one other thing.
type Columns<'c> = BTreeMap<Key, Vec<&'c Part>>;

/// The order of the columns: as the subjects stand in a case.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Key {
    List(QuestionId),
    Other(Subject),
}

impl Says<'_> {
    /// A whole list of cases, of which at most so many are said: `..., or ..., or 3 more cases`. What is so of every
    /// family is said as nothing.
    pub(crate) fn cover(&self, cover: &Cover, shown: usize) -> String {
        let mut words: Vec<String> = cover.cubes.iter().map(|cube| self.cube(cube)).collect();
        let others = words.len().saturating_sub(shown);
        words.truncate(words.len() - others);
        match (others, cover.more) {
            (0, false) => {}
            (0, true) => words.push(String::from("more cases")),
            (_, false) => words.push(count(others, "more case")),
            (_, true) => words.push(format!("more than {}", count(others, "more case"))),
        }
        words.join(", or ")
    }

    /// One case.
    pub(crate) fn cube(&self, cube: &Cube) -> String {
        let (columns, order) = columns(cube);
        let words: Vec<String> = order
            .iter()
            .filter_map(|key| Some(self.column(key, columns.get(key)?)))
            .collect();
        words.join(" and ")
    }

    /// A table of the cases: a heading for each thing that matters, and a row for each case, with nothing where
    /// it does not matter.
    pub(crate) fn table(&self, cover: &Cover) -> (Vec<String>, Vec<Vec<Option<String>>>) {
        let mut order: Vec<Key> = Vec::new();
        for cube in &cover.cubes {
            let new = columns(cube).1;
            order.extend(
                new.into_iter()
                    .filter(|key| !order.contains(key))
                    .collect::<Vec<_>>(),
            );
        }
        self.sort(&mut order);
        let rows = cover.cubes.iter().map(|cube| {
            let columns = columns(cube).0;
            let cell = |key| Some(self.cell(key, columns.get(key)?));
            order.iter().map(cell).collect()
        });
        let rows = rows.collect();
        (order.iter().map(|key| self.heading(key)).collect(), rows)
    }

    /// Facts first, then questions in the author's order, then what is made of them.
    fn sort(&self, order: &mut [Key]) {
        order.sort_by_key(|key| {
            let question = match key {
                Key::List(question)
                | Key::Other(
                    Subject::Answer(question)
                    | Subject::Number(question, _)
                    | Subject::Item(question, _),
                ) => Some(*question),
                Key::Other(
                    Subject::Asked(_)
                    | Subject::Count { .. }
                    | Subject::Condition(_)
                    | Subject::Value(_)
                    | Subject::Score(..),
                ) => None,
            };
            let is_fact = question.is_some_and(|it| self.pathway[it].fact);
            (!is_fact, question.is_none(), question, key.clone())
        });
    }

    fn question(&self, question: QuestionId) -> String {
        format!("`{}`", self.pathway[question].name)
    }

    fn heading(&self, key: &Key) -> String {
        match key {
            Key::List(list) => self.question(*list),
            Key::Other(subject) => match subject {
                Subject::Answer(question)
                | Subject::Number(question, _)
                | Subject::Item(question, _)
                | Subject::Asked(question) => self.question(*question),
                Subject::Count {
                    list, items, marks, ..
                } => self.counted(*list, items, marks),
                Subject::Condition(id) => format!("`{}`", self.pathway[*id].name),
                Subject::Value(id) => format!("`{}`", self.pathway[*id].name),
                Subject::Score(id, _) => format!("`{}`", self.pathway[*id].name),
            },
        }
    }

    /// What stands in a cell of the table.
    fn cell(&self, key: &Key, parts: &[&Part]) -> String {
        match (key, parts) {
            (Key::List(question), parts) => self.items(*question, parts),
            (Key::Other(_), [part]) => self.is(part),
            (Key::Other(_), _) => String::new(),
        }
    }

    /// A column of one case, as a sentence without its full stop.
    fn column(&self, key: &Key, parts: &[&Part]) -> String {
        let heading = self.heading(key);
        let cell = self.cell(key, parts);
        match key {
            Key::List(list) if is_marked(self.pathway, *list) => format!("in {heading} {cell}"),
            Key::List(_) if matches!(cell.as_str(), "empty" | "not empty") => {
                format!("{heading} is {cell}")
            }
            Key::List(_) => format!("{heading} {cell}"),
            Key::Other(subject) => match subject {
                Subject::Answer(_) | Subject::Number(..) if cell == ANY => {
                    format!("{heading} was asked")
                }
                Subject::Answer(_)
                | Subject::Number(..)
                | Subject::Item(..)
                | Subject::Value(_)
                | Subject::Score(..) => format!("{heading} is {cell}"),
                Subject::Asked(_) => format!("{heading} {cell}"),
                Subject::Condition(_) => format!("{heading} {cell}"),
                Subject::Count { marks, .. } if !marks.is_empty() => {
                    format!("{cell} of {heading}")
                }
                Subject::Count { .. } => {
                    let is = if matches!(cell.as_str(), "any" | "none") {
                        "is"
                    } else {
                        "are"
                    };
                    format!("{cell} of {heading} {is} ticked")
                }
            },
        }
    }

    fn is(&self, part: &Part) -> String {
        let may = &part.may;
        match &part.subject {
            Subject::Answer(question) => {
                one_of(self.pathway[*question].answers.options(), may, false)
            }
            Subject::Value(id) => {
                let value = &self.pathway[*id];
                one_of(&value.options, may, value.level)
            }
            Subject::Number(question, stretches) => {
                let say = |number| {
                    answer_in_words(
                        self.pathway,
                        self.today,
                        *question,
                        &Answer::Quantity(number),
                    )
                };
                let kind = match &self.pathway[*question].answers {
                    Answers::Range { kind, .. } => *kind,
                    Answers::OneOf(_)
                    | Answers::Several { .. }
                    | Answers::Text
                    | Answers::Broken => RangeKind::Number,
                };
                let words = if kind == RangeKind::Date {
                    DAYS
                } else {
                    NUMBERS
                };
                between(stretches, may, words, &say)
            }
            Subject::Score(_, stretches) => between(stretches, may, NUMBERS, &|it| it.to_string()),
            Subject::Count { stretches, .. } => {
                let said = between(stretches, may, COUNTS, &|it| it.to_string());
                match said.as_str() {
                    "at most 0" | "fewer than 1" | "exactly 0" => String::from("none"),
                    "at least 1" | "more than 0" => String::from("any"),
                    _ => said,
                }
            }
            Subject::Condition(_) => match may.as_slice() {
                [0] => String::from("does not hold"),
                _ => String::from("holds"),
            },
            Subject::Asked(_) => match may.as_slice() {
                [0] => String::from("was not asked"),
                _ => String::from("was asked"),
            },
            Subject::Item(list, item) => self.mark(*list, *item, may),
        }
    }

    /// `includes `a` and does not include `b` or `c``; with marks, `` `a` is `yes` ``.
    fn items(&self, question: QuestionId, parts: &[&Part]) -> String {
        let items = self.pathway[question].answers.options();
        let name = |item: usize| named(items, item);
        let about = parts.iter().filter_map(|part| match &part.subject {
            Subject::Item(_, item) => Some((*item, &part.may)),
            Subject::Answer(_)
            | Subject::Number(..)
            | Subject::Asked(_)
            | Subject::Count { .. }
            | Subject::Condition(_)
            | Subject::Value(_)
            | Subject::Score(..) => None,
        });
        if is_marked(self.pathway, question) {
            let each: Vec<String> = about
                .map(|(item, may)| self.mark(question, item, may))
                .collect();
            return shortened(&each, NAMES, "and");
        }
        let (mut with, mut without) = (Vec::new(), Vec::new());
        for (item, may) in about {
            match may.as_slice() {
                [0] => without.push(name(item)),
                [1] => with.push(name(item)),
                _ => {}
            }
        }
        let all = without.len() == items.len();
        let with =
            (!with.is_empty()).then(|| format!("includes {}", shortened(&with, NAMES, "and")));
        let without = match without.as_slice() {
            _ if all => Some(String::from("empty")),
            [] => None,
            names => Some(format!(
                "does not include {}",
                shortened(names, NAMES, "or")
            )),
        };
        let both: Vec<String> = with.into_iter().chain(without).collect();
        if both.is_empty() {
            String::from("was asked")
        } else {
            both.join(" and ")
        }
    }

    fn mark(&self, list: QuestionId, item: usize, may: &[usize]) -> String {
        let Answers::Several { items, marks } = &self.pathway[list].answers else {
            return String::new();
        };
        format!("{} is {}", named(items, item), one_of(marks, may, false))
    }

    /// What is counted: `` `dash` are `yes` ``, a group by its name, or the items one by one.
    fn counted(&self, of: QuestionId, items: &[usize], marks: &[usize]) -> String {
        let question = &self.pathway[of];
        let options = question.answers.options();
        let every: Vec<usize> = (0..options.len())
            .filter(|it| !options[*it].alone)
            .collect();
        let these: BTreeSet<usize> = items.iter().copied().collect();
        let (list, group) = match self.both {
            Some(both) => (both.list_of(of, &these), both.group_of(of, &these)),
            None => {
                let mut groups = self.pathway.groups.iter();
                let group = groups.find(|group| group.question == of && group.members == items);
                let group = group.map(|it| (it.name.as_str(), Whose::Both));
                ((*items == every).then_some(Whose::Both), group)
            }
        };
        let whole = list.map(|whose| (question.name.as_str(), whose));
        let said = if let Some((name, whose)) = whole.or(group) {
            match whose {
                Whose::Both => format!("`{name}`"),
                Whose::Old => format!("`{name}` (as in the old version)"),
                Whose::New => format!("`{name}` (as in the new version)"),
            }
        } else {
            let names: Vec<String> = items.iter().map(|item| named(options, *item)).collect();
            format!(
                "({}) in `{}`",
                shortened(&names, NAMES, "and"),
                question.name
            )
        };
        match &question.answers {
            Answers::Several { marks: all, .. } if !marks.is_empty() => {
                format!("{said} are {}", one_of(all, marks, false))
            }
            Answers::Several { .. }
            | Answers::OneOf(_)
            | Answers::Range { .. }
            | Answers::Text
            | Answers::Broken => said,
        }
    }
}

/// What a part says that is so of everybody who was asked.
const ANY: &str = "any";

/// The words for at least, above, at most and under.
type Borders = [&'static str; 4];
const NUMBERS: Borders = ["at least", "above", "at most", "under"];
const COUNTS: Borders = ["at least", "more than", "at most", "fewer than"];
const DAYS: Borders = ["on or after", "after", "on or before", "before"];

fn columns(cube: &Cube) -> (Columns<'_>, Vec<Key>) {
    let mut columns = Columns::new();
    let mut order = Vec::new();
    for part in &cube.0 {
        let key = match &part.subject {
            Subject::Item(list, _) => Key::List(*list),
            subject @ (Subject::Answer(_)
            | Subject::Number(..)
            | Subject::Asked(_)
            | Subject::Count { .. }
            | Subject::Condition(_)
            | Subject::Value(_)
            | Subject::Score(..)) => Key::Other(subject.clone()),
        };
        if !order.contains(&key) {
            order.push(key.clone());
        }
        columns.entry(key).or_default().push(part);
    }
    (columns, order)
}

fn is_marked(pathway: &Pathway, list: QuestionId) -> bool {
    matches!(&pathway[list].answers, Answers::Several { marks, .. } if !marks.is_empty())
}

fn named(options: &[AnswerOption], at: usize) -> String {
    options
        .get(at)
        .map_or_else(String::new, |it| format!("`{}`", it.name))
}

/// `` `a` or `b` ``; where that is shorter, `` not `c` ``; in order, `` at least `b` ``.
fn one_of(options: &[AnswerOption], may: &[usize], in_order: bool) -> String {
    let names =
        |these: &[usize]| -> Vec<String> { these.iter().map(|it| named(options, *it)).collect() };
    let others: Vec<usize> = (0..options.len()).filter(|it| !may.contains(it)).collect();
    let neighbours = may
        .windows(2)
        .all(|pair| matches!(pair, [a, b] if a + 1 == *b));
    match (may, others.as_slice()) {
        (_, []) => String::from(ANY),
        ([first, _, ..], _)
            if in_order && neighbours && may.last() == options.len().checked_sub(1).as_ref() =>
        {
            format!("at least {}", named(options, *first))
        }
        ([0, .., last], _) if in_order && neighbours => {
            format!("at most {}", named(options, *last))
        }
        (_, others) if may.len() > 2 && others.len() <= 4 && others.len() * 2 <= may.len() => {
            let word = if others.len() == 1 { "not" } else { "neither" };
            format!("{word} {}", list(&names(others), "nor"))
        }
        _ => shortened(&names(may), NAMES, "or"),
    }
}

/// Neighbouring stretches, by their outer borders.
fn between(
    stretches: &Stretches,
    may: &[usize],
    words: Borders,
    say: &dyn Fn(i64) -> String,
) -> String {
    let [at_least, above, at_most, under] = words;
    let (Some(lowest), Some(highest)) = (may.first(), may.last()) else {
        return String::new();
    };
    let constant = |number: i64| stretches.constants.contains(&number);
    let (first, last) = (stretches.ends(*lowest).0, stretches.ends(*highest).1);
    let from = (*lowest > 0).then(|| {
        if constant(first) || !constant(first.saturating_sub(1)) {
            (at_least, first)
        } else {
            (above, first.saturating_sub(1))
        }
    });
    let to = (highest + 1 < stretches.firsts.len()).then(|| {
        let next = last.saturating_add(1);
        if constant(last) || !constant(next) {
            (at_most, last)
        } else {
            (under, next)
        }
    });
    match (from, to) {
        (None, None) => String::from(ANY),
        (Some((word, number)), None) | (None, Some((word, number))) => {
            format!("{word} {}", say(number))
        }
        (Some(_), Some(_)) if first == last => format!("exactly {}", say(first)),
        (Some((low, from)), Some((high, to))) if low == at_least && high == at_most => {
            format!("from {} to {}", say(from), say(to))
        }
        (Some((low, from)), Some((high, to))) => {
            format!("{low} {} and {high} {}", say(from), say(to))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_number_is_said_by_the_borders_that_the_author_wrote() {
        let stretches = |constants: &[i64], firsts: &[i64]| Stretches {
            firsts: firsts.to_vec(),
            last: 99,
            constants: constants.iter().copied().collect(),
        };
        let said = |it: &Stretches, may: &[usize]| between(it, may, NUMBERS, &|n| n.to_string());
        let bands = stretches(&[6, 10], &[0, 6, 11]);
        assert_eq!(said(&bands, &[0]), "under 6");
        assert_eq!(said(&bands, &[1]), "from 6 to 10");
        assert_eq!(said(&bands, &[2]), "above 10");
        assert_eq!(said(&bands, &[1, 2]), "at least 6");
        let one = stretches(&[5], &[0, 5, 6]);
        assert_eq!(said(&one, &[1]), "exactly 5");
        assert_eq!(said(&one, &[0, 1]), "at most 5");
        let half_open = stretches(&[6, 11], &[0, 6, 11]);
        assert_eq!(said(&half_open, &[1]), "at least 6 and under 11");
    }
}
