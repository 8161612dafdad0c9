//! The places a family comes to, their ways and their actions, in the contract.

use schemars::JsonSchema;
use serde::Serialize;

use super::condition::Guard;
use super::logic::Policy;
use super::{Place, View, each, texts};
use crate::emit::words;
use crate::ir;

/// A place that a family comes to: a question, a checklist, a step or an outcome.
#[derive(Serialize, JsonSchema)]
pub(super) struct Block<'a> {
    /// Its name. A question's block has the question's name.
    name: &'a str,
    /// Its title, for people.
    title: &'a str,
    /// Which kind of place.
    kind: BlockKind,
    /// The question or checklist that is asked here.
    #[serde(skip_serializing_if = "Option::is_none")]
    question: Option<&'a str>,
    /// How it chooses among its ways.
    policy: Policy,
    /// The ways on.
    ways: Vec<Way<'a>>,
    /// Tables whose rows are among the ways, as they were written.
    tables: Vec<Table<'a>>,
    /// What to do here.
    actions: Vec<Action<'a>>,
    /// Notes under it.
    notes: Vec<&'a str>,
    /// After how long to look again.
    reviews: Vec<Duration>,
    /// When to go back to an earlier block. Said to the reader, never followed by a program.
    returns: Vec<Return<'a>>,
    /// Where its heading stands.
    place: Place<'a>,
}

impl<'a> Block<'a> {
    pub(super) fn of(view: &View<'a>, it: &'a ir::Block) -> Block<'a> {
        let (kind, question) = match it.kind {
            ir::BlockKind::Question(id) => {
                let kind = match view.pathway[id].answers {
                    ir::Answers::Several { .. } => BlockKind::Checklist,
                    ir::Answers::OneOf(_)
                    | ir::Answers::Range { .. }
                    | ir::Answers::Text
                    | ir::Answers::Broken => BlockKind::Question,
                };
                (kind, Some(id))
            }
            ir::BlockKind::Step => (BlockKind::Step, None),
            ir::BlockKind::Outcome => (BlockKind::Outcome, None),
        };
        Block {
            name: &it.name,
            title: &it.title,
            kind,
            question: question.map(|id| view.question(id)),
            policy: Policy::of(it.policy),
            ways: it
                .ways
                .iter()
                .map(|way| Way::of(view, question, way))
                .collect(),
            tables: each(view, &it.tables, Table::of),
            actions: each(view, &it.actions, Action::of),
            notes: texts(&it.notes),
            reviews: it.review_in.iter().map(Duration::of).collect(),
            returns: each(view, &it.returns, Return::of),
            place: view.place(it.span),
        }
    }
}

/// Which kind of place a block is.
#[derive(Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
enum BlockKind {
    /// A question is asked.
    Question,
    /// A checklist is gone through.
    Checklist,
    /// Something is done, then the family goes on.
    Step,
    /// Something is done, and the way ends.
    Outcome,
}

/// A way on. It applies when the answer to this block's question is among `answers` and `when` holds, as far
/// as each is there.
#[derive(Serialize, JsonSchema)]
struct Way<'a> {
    /// How it was written.
    kind: WayKind,
    /// This block's own answers, one of which must have been given (of a checklist: ticked).
    #[serde(skip_serializing_if = "Option::is_none")]
    answers: Option<Vec<&'a str>>,
    /// What else must hold.
    #[serde(skip_serializing_if = "Option::is_none")]
    when: Option<Guard<'a>>,
    /// The block it leads to; left out only where the author's name for it could not be understood.
    #[serde(skip_serializing_if = "Option::is_none")]
    target: Option<&'a str>,
    /// For a row: which table of the block and which row of it, both counted from 1.
    #[serde(skip_serializing_if = "Option::is_none")]
    row: Option<Row>,
    /// Where it stands.
    place: Place<'a>,
}

impl<'a> Way<'a> {
    fn of(view: &View<'a>, question: Option<ir::QuestionId>, it: &'a ir::Way) -> Way<'a> {
        let (kind, row) = match it.kind {
            ir::WayKind::Answer => (WayKind::Answer, None),
            ir::WayKind::On => (WayKind::On, None),
            ir::WayKind::When => (WayKind::When, None),
            ir::WayKind::Otherwise => (WayKind::Otherwise, None),
            ir::WayKind::Then => (WayKind::Then, None),
            ir::WayKind::Row(table, row) => (
                WayKind::Row,
                Some(Row {
                    table: table.saturating_add(1),
                    row: row.saturating_add(1),
                }),
            ),
        };
        Way {
            kind,
            answers: question
                .zip(it.on.as_ref())
                .map(|(question, on)| view.answers(question, on)),
            when: it.when.as_ref().map(|guard| Guard::of(view, guard)),
            target: it.target.map(|id| view.block(id)),
            row,
            place: view.place(it.span),
        }
    }
}

/// How a way was written.
#[derive(Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
enum WayKind {
    /// An arrow on an answer or item.
    Answer,
    /// One or more answers, and perhaps a condition.
    On,
    /// A condition.
    When,
    /// It applies when none of the block's other ways does, whatever the policy.
    Otherwise,
    /// The only way on.
    Then,
    /// A row of a table.
    Row,
}

/// A row of one of the block's tables.
#[derive(Serialize, JsonSchema)]
struct Row {
    /// Which table of the block, counted from 1.
    table: usize,
    /// Which row of the table, counted from 1.
    row: usize,
}

/// A table of ways, as it was written. What its rows mean stands in the ways.
#[derive(Serialize, JsonSchema)]
struct Table<'a> {
    /// The words over each column.
    columns: Vec<&'a str>,
    /// The cells of each row; a row for `otherwise` has one.
    rows: Vec<Vec<&'a str>>,
    /// Where it stands.
    place: Place<'a>,
}

impl<'a> Table<'a> {
    fn of(view: &View<'a>, it: &'a ir::Table) -> Table<'a> {
        Table {
            columns: texts(&it.columns),
            rows: it.rows.iter().map(|row| texts(row)).collect(),
            place: view.place(it.span),
        }
    }
}

/// Something to do. The same action twice for one family counts once, with the stronger strength and the
/// shorter deadline.
#[derive(Serialize, JsonSchema)]
struct Action<'a> {
    /// How strongly.
    strength: Strength,
    /// What kind of doing.
    verb: Verb,
    /// What.
    what: What<'a>,
    /// By when.
    #[serde(skip_serializing_if = "Option::is_none")]
    deadline: Option<Deadline>,
    /// For whom; for everyone who comes here where left out.
    #[serde(skip_serializing_if = "Option::is_none")]
    when: Option<Guard<'a>>,
    /// Notes under it.
    notes: Vec<&'a str>,
    /// Where it stands: the service's name, or the text.
    place: Place<'a>,
}

impl<'a> Action<'a> {
    fn of(view: &View<'a>, it: &'a ir::Action) -> Action<'a> {
        Action {
            strength: Strength::of(it.strength),
            verb: Verb::of(it.verb),
            what: What::of(view, &it.what),
            deadline: it.deadline.as_ref().map(Deadline::of),
            when: it.when.as_ref().map(|guard| Guard::of(view, guard)),
            notes: texts(&it.notes),
            place: view.place(it.span),
        }
    }
}

/// How strong an action is.
#[derive(Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub(super) enum Strength {
    /// It must be done.
    Must,
    /// It should be done.
    Should,
    /// Whether to do it is to be considered.
    Consider,
    /// It must not be done.
    MustNot,
}

impl Strength {
    pub(super) fn of(it: ir::Strength) -> Strength {
        match it {
            ir::Strength::Must => Strength::Must,
            ir::Strength::Should => Strength::Should,
            ir::Strength::Consider => Strength::Consider,
            ir::Strength::MustNot => Strength::MustNot,
        }
    }
}

/// What is done with a service, or with a text.
#[derive(Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub(super) enum Verb {
    /// Refer the family to a service.
    Refer,
    /// Tell the family of a service.
    Signpost,
    /// Offer a service.
    Offer,
    /// A service, with no word on the manner.
    Contact,
    /// A text to act on.
    Do,
    /// A text to be read out.
    Say,
    /// A text that stands out above the others.
    Urgent,
}

impl Verb {
    pub(super) fn of(it: ir::Verb) -> Verb {
        match it {
            ir::Verb::Refer => Verb::Refer,
            ir::Verb::Signpost => Verb::Signpost,
            ir::Verb::Offer => Verb::Offer,
            ir::Verb::Contact => Verb::Contact,
            ir::Verb::Do => Verb::Do,
            ir::Verb::Say => Verb::Say,
            ir::Verb::Urgent => Verb::Urgent,
        }
    }
}

/// What an action is about.
#[derive(Serialize, JsonSchema)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub(super) enum What<'a> {
    /// A service.
    Service {
        /// Its name.
        service: &'a str,
    },
    /// A text that rules and examples can speak of.
    Action {
        /// Its name.
        action: &'a str,
        /// The text.
        text: &'a str,
    },
    /// A text.
    Text {
        /// The text.
        text: &'a str,
    },
}

impl<'a> What<'a> {
    pub(super) fn of(view: &View<'a>, it: &'a ir::What) -> What<'a> {
        match it {
            ir::What::Service(id) => What::Service {
                service: view.service(*id),
            },
            ir::What::Named(id) => What::Action {
                action: &view.pathway[*id].name,
                text: &view.pathway[*id].text,
            },
            ir::What::Text(text) => What::Text { text },
        }
    }
}

/// By when something is to be done.
#[derive(Serialize, JsonSchema)]
#[serde(tag = "kind", rename_all = "snake_case")]
enum Deadline {
    /// At once.
    AtOnce,
    /// Within so long.
    Within {
        /// How long.
        duration: Duration,
    },
}

impl Deadline {
    fn of(it: &ir::Deadline) -> Deadline {
        match it {
            ir::Deadline::AtOnce => Deadline::AtOnce,
            ir::Deadline::Within(duration) => Deadline::Within {
                duration: Duration::of(duration),
            },
        }
    }
}

/// A length of time.
#[derive(Serialize, JsonSchema)]
struct Duration {
    /// In words: `2 working days`.
    text: String,
    /// Numbers and their units, to be added up.
    parts: Vec<DurationPart>,
}

/// A number and its unit of time.
#[derive(Serialize, JsonSchema)]
struct DurationPart {
    /// How many.
    number: u32,
    /// Of what.
    unit: Unit,
}

impl Duration {
    fn of(it: &ir::Duration) -> Duration {
        let part = |(number, unit): &(u32, ir::Unit)| DurationPart {
            number: *number,
            unit: Unit::of(*unit),
        };
        Duration {
            text: words::duration(it),
            parts: it.0.iter().map(part).collect(),
        }
    }
}

/// Units of time.
#[derive(Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
enum Unit {
    /// Minutes.
    Minutes,
    /// Hours.
    Hours,
    /// Days.
    Days,
    /// Days on which offices are open.
    WorkingDays,
    /// Weeks.
    Weeks,
    /// Months.
    Months,
    /// Years.
    Years,
}

impl Unit {
    fn of(it: ir::Unit) -> Unit {
        match it {
            ir::Unit::Minutes => Unit::Minutes,
            ir::Unit::Hours => Unit::Hours,
            ir::Unit::Days => Unit::Days,
            ir::Unit::WorkingDays => Unit::WorkingDays,
            ir::Unit::Weeks => Unit::Weeks,
            ir::Unit::Months => Unit::Months,
            ir::Unit::Years => Unit::Years,
        }
    }
}

/// When to go back to an earlier block.
#[derive(Serialize, JsonSchema)]
struct Return<'a> {
    /// What has to happen.
    text: &'a str,
    /// The block to go back to.
    to: &'a str,
    /// Where it stands.
    place: Place<'a>,
}

impl<'a> Return<'a> {
    fn of(view: &View<'a>, it: &'a ir::Return) -> Return<'a> {
        Return {
            text: &it.text,
            to: view.block(it.to),
            place: view.place(it.span),
        }
    }
}

/// An action that rules and examples speak of by name.
#[derive(Serialize, JsonSchema)]
pub(super) struct NamedAction<'a> {
    /// Its name.
    name: &'a str,
    /// Its text.
    text: &'a str,
    /// Where it stands.
    place: Place<'a>,
}

impl<'a> NamedAction<'a> {
    pub(super) fn of(view: &View<'a>, it: &'a ir::NamedAction) -> NamedAction<'a> {
        NamedAction {
            name: &it.name,
            text: &it.text,
            place: view.place(it.span),
        }
    }
}
