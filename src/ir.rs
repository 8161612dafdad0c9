//! What a flow means: a [`Pathway`], its parts indexed by typed ids, no name left to look up.
//!
//! Invariants: only [`crate::resolve`] makes one. Lists keep the author's order. Every part keeps its
//! place. Numbers of every kind are whole: plain numbers and points as they are, money in pence, ages in
//! sixteenths of a day (see [`Distance::age`]), dates in days since 1970-01-01.
//!
//! A pathway made from a file with mistakes is kept too, so that one run can find everything: what the
//! mistakes may have hidden stands in [`Pathway::broken`], and checks stay silent about it.

use std::collections::BTreeSet;
use std::ops::Index;

pub use crate::syntax::ast::{
    Date, Deadline, Detail, Duration, Order, RangeKind, Strength, Unit, Verb,
};

use crate::source::{SourceId, Span};

macro_rules! ids {
    ($($(#[$doc:meta])* $id:ident => $list:ident: $part:ident;)*) => {
        $(
            $(#[$doc])*
            #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
            pub struct $id(pub usize);

            impl Index<$id> for Pathway {
                type Output = $part;
                fn index(&self, id: $id) -> &$part {
                    &self.$list[id.0]
                }
            }
        )*
    };
}

ids! {
    /// A [`Block`] of a pathway.
    BlockId => blocks: Block;
    /// A [`Question`]: a question, a checklist or a fact.
    QuestionId => questions: Question;
    /// A [`Service`].
    ServiceId => services: Service;
    /// A [`Group`].
    GroupId => groups: Group;
    /// A [`NamedCondition`].
    ConditionId => conditions: NamedCondition;
    /// A [`Value`] or level.
    ValueId => values: Value;
    /// A [`Score`].
    ScoreId => scores: Score;
    /// A [`Setting`].
    SettingId => settings: Setting;
    /// A [`NamedAction`].
    ActionNameId => named_actions: NamedAction;
}

/// A whole pathway.
#[derive(Clone, Debug, Default)]
pub struct Pathway {
    /// Its name.
    pub name: String,
    /// Its title.
    pub title: String,
    /// Document control.
    pub document: Document,
    /// Where it starts.
    pub start: Option<BlockId>,
    /// Who helps.
    pub services: Vec<Service>,
    /// Everything a family may be asked, and the facts known from the start.
    pub questions: Vec<Question>,
    /// Named sets of answers.
    pub groups: Vec<Group>,
    /// Which parts use which, where nothing else here says so: a group, whose name has become a list of
    /// answers, and a question whose answers another has taken over.
    pub other_uses: BTreeSet<(Part, Part)>,
    /// Named conditions. A condition refers only to earlier or later ones in no circle.
    pub conditions: Vec<NamedCondition>,
    /// Values and levels.
    pub values: Vec<Value>,
    /// Scores.
    pub scores: Vec<Score>,
    /// Settings.
    pub settings: Vec<Setting>,
    /// Questions, checklists, steps and outcomes, as places a family comes to.
    pub blocks: Vec<Block>,
    /// Actions that examples and rules can speak of by name.
    pub named_actions: Vec<NamedAction>,
    /// What must hold for every family.
    pub rules: Vec<Rule>,
    /// Families, with what they should get.
    pub examples: Vec<Example>,
    /// `allow` lines.
    pub allows: Vec<Allow>,
    /// What mistakes in the file may have hidden.
    pub broken: Broken,
    /// The heading of the pathway.
    pub span: Span,
    /// Whether this is no pathway, but what others include.
    pub shared: bool,
    /// The local versions that this one is: of the base, of the base's version, and so on. None for a base.
    pub versions: Vec<Version>,
    /// Of a version, the texts that are its base's.
    pub of_the_base: BTreeSet<SourceId>,
}

impl Pathway {
    /// What it is called in a sentence: ``the pathway `help` ``, ``the version `essex` ``.
    pub fn called(&self) -> String {
        match self.versions.last() {
            Some(version) => format!("the version `{}`", version.name),
            None if self.shared => format!("the shared file `{}`", self.name),
            None => format!("the pathway `{}`", self.name),
        }
    }
}

/// A local version: `variant NAME "Title" of "PATH"`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Version {
    /// Its name.
    pub name: String,
    /// Its title.
    pub title: String,
}

/// Document control.
#[derive(Clone, Debug, Default)]
#[allow(missing_docs, reason = "each is the line of the same name")]
pub struct Document {
    pub authority: Option<String>,
    pub audience: Option<String>,
    pub source: Option<String>,
    pub owner: Option<String>,
    pub version: Option<String>,
    pub review_by: Option<(Date, Span)>,
    /// `urgent` lines of the pathway: shown above everything.
    pub urgent: Vec<String>,
    pub notes: Vec<String>,
}

/// A block to which a heading belongs, by its kind and number; for what mistakes may have hidden and
/// for [`Allow`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
#[allow(missing_docs, reason = "each is the part of the same name")]
pub enum Part {
    Pathway,
    Block(BlockId),
    Question(QuestionId),
    Service(ServiceId),
    Group(GroupId),
    Condition(ConditionId),
    Value(ValueId),
    Score(ScoreId),
    Setting(SettingId),
    ActionName(ActionNameId),
    /// A rule, by its place in [`Pathway::rules`].
    Rule(usize),
    /// An example, by its place in [`Pathway::examples`].
    Example(usize),
}

/// What mistakes in the file may have hidden. A check says nothing that could be one of these mistakes'
/// doing.
#[derive(Clone, Debug, Default)]
pub struct Broken {
    /// Parts in which a line could not be read or resolved.
    pub parts: BTreeSet<Part>,
    /// Parts that a line with a mistake speaks of, or may have meant: `(where the line stands, what it
    /// names)`. A line under a heading that could not be read stands in [`Part::Pathway`].
    pub mentions: BTreeSet<(Part, Part)>,
}

impl Broken {
    /// Whether a mistake stands inside this part.
    pub fn holds(&self, part: Part) -> bool {
        self.parts.contains(&part)
    }

    /// Whether a line with a mistake may have meant this part.
    pub fn mentions(&self, part: Part) -> bool {
        self.mentions.iter().any(|(_, named)| *named == part)
    }
}

/// `allow FINDING "reason"`
#[derive(Clone, Debug)]
pub struct Allow {
    /// The name of the finding.
    pub finding: String,
    /// Why it is let stand.
    pub reason: String,
    /// Where the block stands in which it is written: findings there are allowed. Nothing, where it holds for the
    /// whole pathway.
    pub block: Vec<Span>,
    /// The line.
    pub span: Span,
}

impl Allow {
    /// Whether it holds for the whole pathway.
    pub fn is_for_all(&self) -> bool {
        self.block.is_empty()
    }

    /// Whether it holds for a finding at a place.
    pub fn holds_at(&self, place: Span) -> bool {
        self.is_for_all() || self.block.iter().any(|block| block.contains(place))
    }
}

/// A condition, with the words it was written in.
#[derive(Clone, Debug, PartialEq)]
pub struct Guard {
    /// What must hold.
    pub condition: Condition,
    /// The author's words, on one line.
    pub text: String,
    /// Where they stand.
    pub span: Span,
}

/// A condition over answers. Its parts are looked up; its meaning is [`crate::evaluate`]'s.
#[derive(Clone, Debug, PartialEq)]
pub enum Condition {
    /// Every one holds.
    All(Vec<Condition>),
    /// At least one holds.
    Any(Vec<Condition>),
    /// It does not hold.
    Not(Box<Condition>),
    /// So many of these hold.
    HowMany(Count, Vec<Condition>),
    /// A named condition holds.
    Named(ConditionId),
    /// A one-of question was answered with one of these. (`is not` has become the other answers.)
    Is(QuestionId, Vec<usize>),
    /// A value or level is one of these. (`is not` and `at least` have become lists.)
    ValueIs(ValueId, Vec<usize>),
    /// So many of these items of a checklist are ticked, or have one of these marks.
    Items {
        /// The checklist.
        list: QuestionId,
        /// Which items count. `alone` items are here only where the author named them.
        items: Vec<usize>,
        /// For marks: which marks count. Empty for a list that is ticked.
        marks: Vec<usize>,
        /// How many.
        count: Count,
    },
    /// Nothing on the list is ticked.
    Empty(QuestionId),
    /// A number lies between two bounds, both included; a missing bound is no bound.
    Between(Measure, Option<Bound>, Option<Bound>),
    /// A number lies outside: strictly below or strictly above.
    Beyond(Measure, Order, Bound),
    /// A date lies at most so far from today, before or after.
    Within(QuestionId, Distance),
    /// The question was asked, on the family's way to this place.
    WasAsked(QuestionId),
    /// Part of the condition could not be read; nothing is known of it.
    Broken,
}

/// How many of a number of things.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Count {
    /// Every one.
    All,
    /// At least so many. (`any of` is at least one, `more than` has become this.)
    AtLeast(Bound),
    /// At most so many. (`none of` is at most none.)
    AtMost(Bound),
    /// Exactly so many.
    Exactly(Bound),
}

/// A number that is compared.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Measure {
    /// The answer to a question for a number, an amount, an age or a date.
    Question(QuestionId),
    /// A score.
    Score(ScoreId),
    /// A setting.
    Setting(SettingId),
}

/// What a number is compared with.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Bound {
    /// A number in the units of this module.
    Fixed(i64),
    /// A setting's number.
    Setting(SettingId),
    /// A day, so far after today (before, where negative).
    FromToday(Distance),
}

/// A length of time in months and days; negative before today.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
#[allow(missing_docs, reason = "the names say what they count")]
pub struct Distance {
    pub months: i32,
    pub days: i32,
}

impl Distance {
    /// The length of a duration; none where it has hours, minutes or working days in it.
    pub fn of(duration: &Duration) -> Option<Distance> {
        let mut distance = Distance::default();
        for (n, unit) in &duration.0 {
            let n = i32::try_from(*n).ok()?;
            match unit {
                Unit::Years => distance.months = distance.months.checked_add(n.checked_mul(12)?)?,
                Unit::Months => distance.months = distance.months.checked_add(n)?,
                Unit::Weeks => distance.days = distance.days.checked_add(n.checked_mul(7)?)?,
                Unit::Days => distance.days = distance.days.checked_add(n)?,
                Unit::Minutes | Unit::Hours | Unit::WorkingDays => return None,
            }
        }
        Some(distance)
    }

    /// As an age, in sixteenths of a day: a month is 487 of them, so that twelve months are a year of
    /// 365¼ days. The order is then the one people mean: 12 months is 1 year, 15 years 364 days is less
    /// than 16 years, 31 days is more than 1 month and 30 days is less.
    pub fn age(self) -> i64 {
        i64::from(self.months) * 487 + i64::from(self.days) * 16
    }
}

/// Who helps, and how to reach them.
#[derive(Clone, Debug)]
pub struct Service {
    /// Its name.
    pub name: String,
    /// Its title.
    pub title: String,
    /// Contacts and what else is said of it.
    pub lines: Vec<ServiceLine>,
    /// `eligible when C`
    pub eligible: Vec<Guard>,
    /// `out of hours SERVICE`
    pub out_of_hours: Option<ServiceId>,
    /// `retired on DATE, replaced by SERVICE`
    pub retired: Option<Retired>,
    /// Whether each version of this pathway has to fill it in: `local service`.
    pub local: bool,
    /// The heading.
    pub span: Span,
}

/// One line of a service: `phone "..." when C`.
#[derive(Clone, Debug)]
pub struct ServiceLine {
    /// Its first word.
    pub kind: Detail,
    /// Its text.
    pub text: String,
    /// For whom it is said.
    pub when: Option<Guard>,
    /// The text, in its quotes.
    pub span: Span,
}

impl ServiceLine {
    /// Whether it tells how to reach the service: a number, an address, a form.
    pub fn is_contact(&self) -> bool {
        self.kind.is_contact()
    }
}

/// A service that has closed.
#[derive(Clone, Debug)]
pub struct Retired {
    /// Its last day.
    pub on: Date,
    /// Who does it now.
    pub replaced_by: Option<ServiceId>,
    /// The line.
    pub span: Span,
}

/// Something that families answer, or that is known from the start.
#[derive(Clone, Debug)]
pub struct Question {
    /// Its name.
    pub name: String,
    /// Its text.
    pub text: String,
    /// What can be answered.
    pub answers: Answers,
    /// Whether it is a fact: known from the start, asked of nobody.
    pub fact: bool,
    /// The block at which it is asked; none for a fact.
    pub block: Option<BlockId>,
    /// Hints to the reader.
    pub hints: Vec<String>,
    /// Notes under the question.
    pub notes: Vec<String>,
    /// `unasked means ANSWER`
    pub unasked: Option<Answer>,
    /// The heading.
    pub span: Span,
}

/// What can be answered.
#[derive(Clone, Debug)]
pub enum Answers {
    /// One of these.
    OneOf(Vec<AnswerOption>),
    /// Any of these items, each ticked or not; or, where there are marks, each with one mark.
    Several {
        /// The items.
        items: Vec<AnswerOption>,
        /// The marks; none where items are ticked.
        marks: Vec<AnswerOption>,
    },
    /// A number between two bounds, both included.
    Range {
        /// Of what kind.
        kind: RangeKind,
        /// The least.
        from: Bound,
        /// The most.
        to: Bound,
        /// The unit in the author's words; empty where she gave none.
        unit: String,
    },
    /// Anything; never used in a condition.
    Text,
    /// The answers could not be read; anything may be meant.
    Broken,
}

impl Answers {
    /// The answers or items to choose from; none for numbers and text.
    pub fn options(&self) -> &[AnswerOption] {
        match self {
            Answers::OneOf(options) | Answers::Several { items: options, .. } => options,
            Answers::Range { .. } | Answers::Text | Answers::Broken => &[],
        }
    }
}

/// An answer, an item or a mark.
#[derive(Clone, Debug)]
pub struct AnswerOption {
    /// Its name; `yes`, `no` and `unsure` too.
    pub name: String,
    /// Its text; `Yes`, `No` and `Not sure` where the author gave none.
    pub text: String,
    /// Whether it excludes the others ("none of these").
    pub alone: bool,
    /// Notes under it.
    pub notes: Vec<String>,
    /// Where its name stands.
    pub span: Span,
}

/// What a family answered to one question.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Answer {
    /// One answer, by its number.
    Option(usize),
    /// The items ticked.
    Ticked(BTreeSet<usize>),
    /// A mark for each item, in the order of the items.
    Marked(Vec<usize>),
    /// A number in the units of this module.
    Quantity(i64),
    /// A day, so far after today.
    FromToday(Distance),
    /// Words.
    Text(String),
}

/// A named set of a question's answers, or of a checklist's items.
#[derive(Clone, Debug)]
#[allow(missing_docs, reason = "the names say what they are")]
pub struct Group {
    pub name: String,
    pub text: String,
    pub question: QuestionId,
    /// The answers in it, in the question's order.
    pub members: Vec<usize>,
    pub span: Span,
}

/// A named condition.
#[derive(Clone, Debug)]
#[allow(missing_docs, reason = "the names say what they are")]
pub struct NamedCondition {
    pub name: String,
    pub text: String,
    pub guard: Guard,
    pub span: Span,
}

/// How a block chooses among its ways, and a value among its lines.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Policy {
    /// Exactly one applies.
    #[default]
    ExactlyOne,
    /// The first that applies, in the order written.
    FirstMatch,
    /// All that apply.
    EveryMatch,
}

/// A value or level: worked out from answers, used like an answer.
#[derive(Clone, Debug)]
#[allow(missing_docs, reason = "the names say what they are")]
pub struct Value {
    pub name: String,
    pub text: String,
    /// Whether its options are in order, low to high.
    pub level: bool,
    pub options: Vec<AnswerOption>,
    pub policy: Policy,
    pub lines: Vec<ValueLine>,
    pub span: Span,
}

/// `is high when C`, `otherwise is low`
#[derive(Clone, Debug)]
pub struct ValueLine {
    /// Which option it gives.
    pub option: usize,
    /// When; none for `otherwise` and for a line without a condition.
    pub when: Option<Guard>,
    /// Whether it is the `otherwise`.
    pub otherwise: bool,
    /// Where it stands.
    pub span: Span,
}

/// A sum of points.
#[derive(Clone, Debug)]
#[allow(missing_docs, reason = "the names say what they are")]
pub struct Score {
    pub name: String,
    pub text: String,
    pub terms: Vec<Term>,
    pub span: Span,
}

/// `add 5 for each of LIST`, `add 5 when C`
#[derive(Clone, Debug)]
pub struct Term {
    /// How many points.
    pub points: i64,
    /// For what.
    pub for_: TermFor,
    /// The author's words after the points.
    pub text: String,
    /// Where it stands.
    pub span: Span,
}

/// What points are given for.
#[derive(Clone, Debug)]
pub enum TermFor {
    /// Each of these items that is ticked, or has one of these marks.
    Each {
        /// The checklist.
        list: QuestionId,
        /// Which items.
        items: Vec<usize>,
        /// Which marks; empty for a list that is ticked.
        marks: Vec<usize>,
    },
    /// A condition.
    When(Condition),
}

/// A number that local versions may change.
#[derive(Clone, Debug)]
#[allow(missing_docs, reason = "the names say what they are")]
pub struct Setting {
    pub name: String,
    pub text: String,
    /// What kind of number it is.
    pub kind: RangeKind,
    /// The number, in the units of this module.
    pub number: i64,
    /// The number in the author's words.
    pub written: String,
    /// Whether each version of this pathway has to say it: `local setting`.
    pub local: bool,
    pub span: Span,
}

/// A place that a family comes to: a question, a step or an outcome.
#[derive(Clone, Debug)]
#[allow(missing_docs, reason = "the names say what they are")]
pub struct Block {
    pub name: String,
    pub title: String,
    pub kind: BlockKind,
    pub policy: Policy,
    /// The ways on, in the author's order.
    pub ways: Vec<Way>,
    /// The tables whose rows are among the ways.
    pub tables: Vec<Table>,
    pub actions: Vec<Action>,
    /// Notes under the block itself. (A question's notes are the question's.)
    pub notes: Vec<String>,
    /// `review in 6 weeks`
    pub review_in: Vec<Duration>,
    /// `if "..." return to NAME`
    pub returns: Vec<Return>,
    /// The heading.
    pub span: Span,
}

/// Which kind of place.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum BlockKind {
    /// A question or checklist is asked here.
    Question(QuestionId),
    /// Actions, then on.
    Step,
    /// Actions, and the end.
    Outcome,
}

/// A way on.
#[derive(Clone, Debug)]
pub struct Way {
    /// How it was written.
    pub kind: WayKind,
    /// This block's own answers, one of which must have been given (for a checklist: ticked).
    pub on: Option<Vec<usize>>,
    /// What else must hold.
    pub when: Option<Guard>,
    /// Where it leads; none where the target could not be resolved.
    pub target: Option<BlockId>,
    /// Where it stands.
    pub span: Span,
}

/// How a way was written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum WayKind {
    /// An arrow on an answer or item.
    Answer,
    /// `on`
    On,
    /// `when`
    When,
    /// `otherwise`, and the row `otherwise` of a table
    Otherwise,
    /// `then`
    Then,
    /// A row of a table, by the table's number and the row's.
    Row(usize, usize),
}

/// A table of ways, kept for drawing it as a table.
#[derive(Clone, Debug)]
pub struct Table {
    /// The words over each column.
    pub columns: Vec<String>,
    /// The cells of each row as written; a row for `otherwise` has one.
    pub rows: Vec<Vec<String>>,
    /// The `table` line.
    pub span: Span,
}

/// Something to do, for the families for whom its condition holds.
#[derive(Clone, Debug)]
pub struct Action {
    /// How strongly.
    pub strength: Strength,
    /// What kind of doing.
    pub verb: Verb,
    /// What.
    pub what: What,
    /// By when.
    pub deadline: Option<Deadline>,
    /// For whom.
    pub when: Option<Guard>,
    /// Notes under it.
    pub notes: Vec<String>,
    /// Where it stands: the service's name, or the text.
    pub span: Span,
}

/// What an action is about.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum What {
    /// A service.
    Service(ServiceId),
    /// A text that has a name.
    Named(ActionNameId),
    /// A text.
    Text(String),
}

/// A named action and its text.
#[derive(Clone, Debug)]
#[allow(missing_docs, reason = "the names say what they are")]
pub struct NamedAction {
    pub name: String,
    pub text: String,
    pub span: Span,
}

/// `if "..." return to NAME`: drawn, never followed.
#[derive(Clone, Debug)]
#[allow(missing_docs, reason = "the names say what they are")]
pub struct Return {
    pub text: String,
    pub to: BlockId,
    pub span: Span,
}

/// What must hold for every family.
#[derive(Clone, Debug)]
#[allow(missing_docs, reason = "the names say what they are")]
pub struct Rule {
    pub name: String,
    pub text: String,
    /// Every line of it must hold.
    pub promises: Vec<Promise>,
    pub span: Span,
}

/// One line of a rule.
#[derive(Clone, Debug)]
#[allow(missing_docs, reason = "the names say what they are")]
pub struct Promise {
    pub kind: PromiseKind,
    /// The author's words.
    pub text: String,
    pub span: Span,
}

/// What is promised.
#[derive(Clone, Debug)]
pub enum PromiseKind {
    /// `never S when C`
    Never(Subject, Option<Guard>),
    /// `always S when C`
    Always(Subject, Option<Guard>),
    /// `never both S and S`
    NeverBoth(Subject, Subject, Option<Guard>),
    /// `S before S`
    Before(Subject, Subject),
}

/// What a promise or an expectation speaks of.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Subject {
    /// Coming to a place.
    Reach(BlockId),
    /// Getting an action.
    Action {
        /// At this strength; any where none.
        strength: Option<Strength>,
        /// In this manner; any where none.
        verb: Option<Verb>,
        /// About this service or named text.
        what: What,
    },
}

/// One family, and what it should get.
#[derive(Clone, Debug)]
#[allow(missing_docs, reason = "the names say what they are")]
pub struct Example {
    pub text: String,
    pub given: Vec<Given>,
    pub expect: Vec<Expect>,
    /// The heading.
    pub span: Span,
}

/// `given q is a`
#[derive(Clone, Debug)]
#[allow(missing_docs, reason = "the names say what they are")]
pub struct Given {
    pub question: QuestionId,
    pub answer: Answer,
    pub span: Span,
}

/// `expect mash`, `expect not mediation`
#[derive(Clone, Debug)]
#[allow(missing_docs, reason = "the names say what they are")]
pub struct Expect {
    pub not: bool,
    pub what: Expectation,
    /// The author's words.
    pub text: String,
    pub span: Span,
}

/// What is expected.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Expectation {
    /// A service, a named action, or a place.
    Subject(Subject),
    /// `asked QUESTION`
    Asked(QuestionId),
    /// `no outcome`
    NoOutcome,
    /// `risk is high`
    ValueIs(ValueId, usize),
    /// `seraf is 7`
    ScoreIs(ScoreId, i64),
}
