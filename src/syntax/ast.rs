//! What an author wrote: blocks of lines, one type for each kind of line, a place on everything.
//!
//! Invariant: names are words here, not things; nothing has been looked up. A line that could not be read
//! is still here, as [`LineKind::Broken`], so that later stages know what they do not know.

use std::borrow::Cow;
use std::collections::BTreeSet;

use crate::source::{SourceId, Span, Spanned};

/// A name as written.
pub type Name<'s> = Spanned<&'s str>;

/// A text as the reader sees it: without its quotes, its escapes undone.
pub type Text<'s> = Spanned<Cow<'s, str>>;

/// A whole file, or what several files were put together to.
#[derive(Clone, Debug, PartialEq)]
pub struct File<'s> {
    /// The blocks, in the order written.
    pub blocks: Vec<Block<'s>>,
    /// The place of the whole text; of several, the one that was asked for.
    pub span: Span,
    /// The local versions that were put together here, the outermost first. A file that was only read has none.
    pub versions: Vec<Version<'s>>,
    /// Of a version, the texts that are its base's.
    pub of_the_base: BTreeSet<SourceId>,
    /// The names that local versions took away, each with the heading that did so.
    pub gone: Vec<Name<'s>>,
}

/// A local version of a pathway that is in a [`File`].
#[derive(Clone, Debug, PartialEq)]
pub struct Version<'s> {
    /// Its name.
    pub name: Name<'s>,
    /// Its title.
    pub title: Text<'s>,
}

/// A heading and the lines that belong to it.
#[derive(Clone, Debug, PartialEq)]
pub struct Block<'s> {
    /// What the heading does with what it names.
    pub role: Role<'s>,
    /// `local` or `fixed`, and where it stands.
    pub mark: Option<Spanned<Mark>>,
    /// What the heading names.
    pub kind: BlockKind,
    /// The name; none for an example, and where the heading could not be read.
    pub name: Option<Name<'s>>,
    /// The text of the heading; for `include` and `variant`, the path.
    pub title: Option<Text<'s>>,
    /// `group NAME "Text" of QUESTION`.
    pub of: Option<Name<'s>>,
    /// `setting NAME VALUE "Text"`.
    pub value: Option<Spanned<Quantity>>,
    /// The lines under the heading.
    pub lines: Vec<Line<'s>>,
    /// The heading.
    pub header: Span,
    /// The heading and its lines.
    pub span: Span,
    /// Where else its lines stand, if a version added some: each such heading with its lines.
    pub also: Vec<Span>,
}

/// What a heading does.
#[derive(Clone, Debug, PartialEq)]
pub enum Role<'s> {
    /// It declares something.
    Declares,
    /// `service NAME`: it fills in what the base leaves open.
    FillsIn,
    /// `set NAME VALUE`
    Sets,
    /// `replace ...`
    Replaces,
    /// `add to ...`
    AddsTo,
    /// `remove ...`
    Removes,
    /// `remove answer NAME from question NAME`: an answer, an item or a mark, and its name.
    RemovesFrom(OptionKind, Name<'s>),
    /// `variant NAME "Title" of "PATH"`: the title.
    Version(Text<'s>),
}

/// What a base says of a block.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mark {
    /// Every version fills it in.
    Local,
    /// No version changes it.
    Fixed,
}

/// The headings of the language.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum BlockKind {
    /// `pathway`, and `variant`
    Pathway,
    /// `shared`: a file that others include.
    Shared,
    /// `include`
    Include,
    /// `service`
    Service,
    /// `question`
    Question,
    /// `checklist`
    Checklist,
    /// `fact`
    Fact,
    /// `group`
    Group,
    /// `condition`
    Condition,
    /// `value`
    Value,
    /// `level`
    Level,
    /// `score`
    Score,
    /// `setting`
    Setting,
    /// `step`
    Step,
    /// `outcome`
    Outcome,
    /// `rule`
    Rule,
    /// `example`
    Example,
    /// A heading that could not be read, or is not known. Its lines are kept, and nothing is said of them.
    Broken,
}

/// One line under a heading, with the lines that continue it.
#[derive(Clone, Debug, PartialEq)]
pub struct Line<'s> {
    /// What it says.
    pub kind: LineKind<'s>,
    /// Where, without the comment at its end.
    pub span: Span,
}

/// Everything a line can say.
#[derive(Clone, Debug, PartialEq)]
pub enum LineKind<'s> {
    /// A line that could not be read; it has been reported. `span` still says where.
    Broken,
    /// `owner "..."`, `phone "..." when C`, `hint "..."`: a word and a text.
    Detail {
        /// Which word.
        key: Spanned<Detail>,
        /// The text.
        text: Text<'s>,
        /// For whom it is said.
        when: Option<Condition<'s>>,
    },
    /// `review by 2027-03-31`
    ReviewBy(Spanned<Date>),
    /// `review in 6 weeks`
    ReviewIn(Spanned<Duration>),
    /// `if "the situation changes" return to NAME`
    Return {
        /// What has to happen.
        text: Text<'s>,
        /// Where to go back to.
        to: Name<'s>,
    },
    /// `start NAME`
    Start(Name<'s>),
    /// `allow FINDING "reason"`
    Allow {
        /// The finding's name.
        finding: Name<'s>,
        /// Why it is let stand.
        reason: Text<'s>,
    },

    /// `answer NAME "Text"`, `item NAME "Text" alone`, `mark NAME "Text"`, each with `-> target` if wished.
    Option(AnswerLine<'s>),
    /// `yes`, `no` or `unsure`, with a text and a target if wished.
    YesNo {
        /// Which of the three.
        answer: Spanned<YesNo>,
        /// Its text.
        text: Option<Text<'s>>,
        /// `-> target`
        target: Option<Name<'s>>,
    },
    /// `yes or no`, and `yes, no or unsure`.
    YesOrNo {
        /// Whether `unsure` is among them.
        unsure: bool,
    },
    /// `answers as QUESTION without x, y`
    AnswersAs {
        /// The question whose answers these are.
        question: Name<'s>,
        /// Answers left out.
        without: Vec<Name<'s>>,
    },
    /// `answers from "wards.csv"`
    AnswersFrom(Text<'s>),
    /// `number from 0 to 54 "points"`, `money from ..`, `age from ..`, `date from ..`
    Range {
        /// Which of the four.
        kind: Spanned<RangeKind>,
        /// The least.
        from: Operand<'s>,
        /// The most.
        to: Operand<'s>,
        /// The unit, in words.
        unit: Option<Text<'s>>,
    },
    /// `text`: anything the family says.
    FreeText,
    /// `unasked means ANSWER`
    Unasked(Given<'s>),

    /// `first match`
    FirstMatch,
    /// `every match`
    EveryMatch,
    /// `on x, y -> target`, `on x when C -> target`
    On {
        /// This block's own answers.
        answers: Vec<Name<'s>>,
        /// What else must hold.
        when: Option<Condition<'s>>,
        /// Where it leads.
        target: Name<'s>,
    },
    /// `when C -> target` as a way, `when C` alone in a condition.
    When {
        /// What must hold.
        condition: Condition<'s>,
        /// Where it leads, for a way.
        target: Option<Name<'s>>,
    },
    /// `otherwise -> target`, or `otherwise is NAME "Text"` in a value.
    Otherwise(Leads<'s>),
    /// `then -> target`
    Then(Name<'s>),
    /// `table a, b as pay, c`
    Table(Vec<Column<'s>>),
    /// `| cell | cell | -> target`
    Row {
        /// One for each column; the single cell `otherwise` for the last row.
        cells: Vec<Cell<'s>>,
        /// Where it leads, or which value it gives.
        result: Leads<'s>,
    },

    /// `all of`, `any of`, `none of`, `at least 2 of`, alone on a line of a condition.
    Bullets(Count<'s>),
    /// `- C`
    Bullet(Condition<'s>),
    /// `member x, y`, `member all of GROUP`
    Member {
        /// Whether `all of` was written.
        all_of: bool,
        /// Answers and groups.
        names: Vec<Name<'s>>,
    },
    /// `except x, y`
    Except(Vec<Name<'s>>),
    /// `is NAME "Text" when C`
    Is {
        /// The value's option.
        option: Name<'s>,
        /// Its text.
        text: Option<Text<'s>>,
        /// When it is so.
        when: Option<Condition<'s>>,
    },
    /// `add 5 for each of LIST`
    AddEach {
        /// Points for each.
        points: Spanned<i64>,
        /// What is counted.
        of: Counted<'s>,
    },
    /// `add 5 when C`
    AddWhen {
        /// Points.
        points: Spanned<i64>,
        /// When they are added.
        when: Condition<'s>,
    },

    /// `eligible when C`
    Eligible(Condition<'s>),
    /// `out of hours SERVICE`
    OutOfHours(Name<'s>),
    /// `retired on DATE, replaced by SERVICE`
    Retired {
        /// The last day.
        on: Spanned<Date>,
        /// Who does it now.
        replaced_by: Option<Name<'s>>,
    },

    /// `must refer to S within 24 hours when C`, and every other action
    Action(ActionLine<'s>),

    /// `never S when C`, `always S when C`
    Promise {
        /// Whether it is `always`.
        always: bool,
        /// What.
        subject: Subject<'s>,
        /// For whom.
        when: Option<Condition<'s>>,
    },
    /// `never both S and S`
    NeverBoth(Subject<'s>, Subject<'s>, Option<Condition<'s>>),
    /// `S before S`
    Before(Subject<'s>, Subject<'s>),

    /// `given q is a and list is b, c`
    Given(Vec<GivenAnswer<'s>>),
    /// `expect a, b`, `expect not a, b`
    Expect {
        /// Whether it is `expect not`.
        not: bool,
        /// What is expected.
        items: Vec<Expected<'s>>,
    },
}

/// The words of a [`LineKind::Detail`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
#[allow(missing_docs, reason = "each is the word it stands for")]
pub enum Detail {
    Authority,
    Audience,
    Source,
    Owner,
    Version,
    Note,
    Hint,
    Phone,
    Email,
    Website,
    Form,
    Address,
    Postcode,
    Hours,
    For,
    Cost,
    Languages,
}

impl Detail {
    /// The word as it is written.
    pub fn word(self) -> &'static str {
        match self {
            Detail::Authority => "authority",
            Detail::Audience => "audience",
            Detail::Source => "source",
            Detail::Owner => "owner",
            Detail::Version => "version",
            Detail::Note => "note",
            Detail::Hint => "hint",
            Detail::Phone => "phone",
            Detail::Email => "email",
            Detail::Website => "website",
            Detail::Form => "form",
            Detail::Address => "address",
            Detail::Postcode => "postcode",
            Detail::Hours => "hours",
            Detail::For => "for",
            Detail::Cost => "cost",
            Detail::Languages => "languages",
        }
    }

    /// Whether it tells how to reach a service: a number, an address, a form.
    pub fn is_contact(self) -> bool {
        matches!(
            self,
            Detail::Phone
                | Detail::Email
                | Detail::Website
                | Detail::Form
                | Detail::Address
                | Detail::Postcode
        )
    }
}

/// The answers of a yes-or-no question.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
#[allow(missing_docs, reason = "each is the word it stands for")]
pub enum YesNo {
    Yes,
    No,
    Unsure,
}

impl YesNo {
    /// The word as it is written, which is the answer's name.
    pub fn name(self) -> &'static str {
        match self {
            YesNo::Yes => "yes",
            YesNo::No => "no",
            YesNo::Unsure => "unsure",
        }
    }
}

/// Which word begins an [`AnswerLine`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
#[allow(missing_docs, reason = "each is the word it stands for")]
pub enum OptionKind {
    Answer,
    Item,
    Mark,
}

/// `answer NAME "Text" alone -> target`
#[derive(Clone, Debug, PartialEq)]
pub struct AnswerLine<'s> {
    /// `answer`, `item` or `mark`.
    pub kind: Spanned<OptionKind>,
    /// Its name.
    pub name: Name<'s>,
    /// Its text.
    pub text: Text<'s>,
    /// The word `alone`, where it stands.
    pub alone: Option<Span>,
    /// `-> target`
    pub target: Option<Name<'s>>,
}

/// What a numeric question asks for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
#[allow(missing_docs, reason = "each is the word it stands for")]
pub enum RangeKind {
    Number,
    Money,
    Age,
    Date,
}

/// Units of time.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
#[allow(missing_docs, reason = "each is the word it stands for")]
pub enum Unit {
    Minutes,
    Hours,
    Days,
    WorkingDays,
    Weeks,
    Months,
    Years,
}

/// `15 years 364 days`: numbers and units, in the order written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Duration(pub Vec<(u32, Unit)>);

/// A day of the calendar.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
#[allow(missing_docs, reason = "the three parts of a date")]
pub struct Date {
    pub year: i16,
    pub month: i8,
    pub day: i8,
}

/// A number with its kind.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Quantity {
    /// `14`. Pence where money is asked for are written `14.50`; `hundredths` keeps them.
    Number {
        /// The number times one hundred.
        hundredths: i64,
        /// Whether a decimal point was written.
        point: bool,
    },
    /// `£14.50`, in pence.
    Money(i64),
    /// `16 years`
    Duration(Duration),
    /// `2027-03-31`
    Date(Date),
    /// `today`
    Today,
    /// `28 days before today`, `28 days after today`
    FromToday {
        /// How far.
        by: Duration,
        /// Whether it is `after`.
        after: bool,
    },
}

/// What a number is compared with.
#[derive(Clone, Debug, PartialEq)]
pub enum Operand<'s> {
    /// A number, an age, an amount, a date.
    Quantity(Spanned<Quantity>),
    /// A setting's name.
    Name(Name<'s>),
}

/// A condition, with its place and the words it was written in.
#[derive(Clone, Debug, PartialEq)]
pub struct Condition<'s> {
    /// What it says.
    pub kind: ConditionKind<'s>,
    /// Where it stands.
    pub span: Span,
}

/// Everything a condition can say.
#[derive(Clone, Debug, PartialEq)]
pub enum ConditionKind<'s> {
    /// `a and b and c`
    And(Vec<Condition<'s>>),
    /// `a or b or c`
    Or(Vec<Condition<'s>>),
    /// `not a`
    Not(Box<Condition<'s>>),
    /// A condition that could not be read; it has been reported.
    Broken,
    /// A condition's name alone.
    Named(Name<'s>),
    /// `q is a`, `q is not a`, `q is one of a, b`, `q is not one of a, b`; `n is 5`
    Is {
        /// The question, fact, value, level or number.
        name: Name<'s>,
        /// Whether `not` was written.
        not: bool,
        /// What it may be.
        answers: Vec<Operand<'s>>,
    },
    /// `q is in GROUP`, `q is not in GROUP`
    In {
        /// The question.
        name: Name<'s>,
        /// Whether `not` was written.
        not: bool,
        /// The group.
        group: Name<'s>,
    },
    /// `q was asked`, `q was not asked`
    WasAsked {
        /// The question.
        name: Name<'s>,
        /// Whether `not` was written.
        not: bool,
    },
    /// `list includes a`
    Includes {
        /// The checklist.
        list: Name<'s>,
        /// The item.
        item: Name<'s>,
    },
    /// `list is empty`, `list is not empty`
    Empty {
        /// The checklist.
        list: Name<'s>,
        /// Whether `not` was written.
        not: bool,
    },
    /// `at least 2 of list`, `any of (a, b) in list`, `at least 14 of dash are yes`
    Count {
        /// How many.
        count: Count<'s>,
        /// Of what.
        of: Counted<'s>,
    },
    /// `ITEM in LIST is MARK`, `is not MARK`, `is one of a, b`
    ItemIs {
        /// The item.
        item: Name<'s>,
        /// Its checklist.
        list: Name<'s>,
        /// Whether `not` was written.
        not: bool,
        /// The marks.
        marks: Vec<Name<'s>>,
    },
    /// `n < 5`
    Compare {
        /// The number.
        name: Name<'s>,
        /// How it is compared.
        order: Spanned<Order>,
        /// With what.
        with: Operand<'s>,
    },
    /// `n from 6 to 10`
    Between {
        /// The number.
        name: Name<'s>,
        /// The least.
        from: Operand<'s>,
        /// The most.
        to: Operand<'s>,
    },
    /// `risk is at least medium`
    Ranked {
        /// The level.
        level: Name<'s>,
        /// How it is compared.
        order: Spanned<Order>,
        /// With which of its names.
        with: Name<'s>,
    },
    /// `d within 28 days of today`
    Within {
        /// The date.
        name: Name<'s>,
        /// How far at most, before or after.
        by: Spanned<Duration>,
    },
}

/// `<`, `<=`, `>`, `>=`; for levels `below`, `at most`, `above`, `at least`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
#[allow(missing_docs, reason = "each is the sign it stands for")]
pub enum Order {
    Less,
    AtMost,
    More,
    AtLeast,
}

/// How many.
#[derive(Clone, Debug, PartialEq)]
pub enum Count<'s> {
    /// `all of`
    All,
    /// `any of`
    Any,
    /// `none of`
    None,
    /// `at least n of`
    AtLeast(Operand<'s>),
    /// `at most n of`
    AtMost(Operand<'s>),
    /// `exactly n of`
    Exactly(Operand<'s>),
    /// `more than n of`
    MoreThan(Operand<'s>),
    /// `fewer than n of`
    FewerThan(Operand<'s>),
}

/// Of what a [`Count`] counts: `list`, `(a, b) in list`, `list are yes`.
#[derive(Clone, Debug, PartialEq)]
pub struct Counted<'s> {
    /// The checklist, or a group of its items.
    pub list: Name<'s>,
    /// The chosen few.
    pub items: Option<Vec<Name<'s>>>,
    /// `are yes`, `are not yes`, `are one of a, b`.
    pub marks: Option<Marks<'s>>,
    /// Where it stands.
    pub span: Span,
}

/// `are yes`
#[derive(Clone, Debug, PartialEq)]
pub struct Marks<'s> {
    /// Whether `not` was written.
    pub not: bool,
    /// The marks.
    pub marks: Vec<Name<'s>>,
}

/// A column of a table.
#[derive(Clone, Debug, PartialEq)]
pub struct Column<'s> {
    /// What it reads.
    pub name: Name<'s>,
    /// `as pay`, `as "Pay in a week"`: the words over the column.
    pub label: Option<Text<'s>>,
}

/// A cell of a table.
#[derive(Clone, Debug, PartialEq)]
pub struct Cell<'s> {
    /// What it says.
    pub kind: CellKind<'s>,
    /// Where it stands.
    pub span: Span,
}

/// Everything a cell can say.
#[derive(Clone, Debug, PartialEq)]
pub enum CellKind<'s> {
    /// `-`: anything, asked or not.
    Anything,
    /// `otherwise`
    Otherwise,
    /// `a, b`, `not a, b`, `5`
    OneOf {
        /// Whether `not` was written.
        not: bool,
        /// Answers, groups, or a number.
        answers: Vec<Operand<'s>>,
    },
    /// `>= 123`
    Compare(Spanned<Order>, Operand<'s>),
    /// `from 6 to 10`
    Between(Operand<'s>, Operand<'s>),
    /// `at least medium`
    Ranked(Spanned<Order>, Name<'s>),
}

/// Where a way leads, or which value a line gives.
#[derive(Clone, Debug, PartialEq)]
pub enum Leads<'s> {
    /// `-> target`
    Target(Name<'s>),
    /// `is NAME "Text"`
    Is(Name<'s>, Option<Text<'s>>),
}

/// How strong an action is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
#[allow(missing_docs, reason = "each is the word it stands for")]
pub enum Strength {
    Must,
    Should,
    Consider,
    MustNot,
}

/// What is done with a service, or with a text.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
#[allow(missing_docs, reason = "each is the word it stands for")]
pub enum Verb {
    Refer,
    Signpost,
    Offer,
    /// A strength alone, before a service: `consider idva`, `must mash`.
    Contact,
    /// A text to act on.
    Do,
    /// A text to be read out.
    Say,
    /// A text that stands out.
    Urgent,
}

/// `must refer to S, T within 24 hours when C`
#[derive(Clone, Debug, PartialEq)]
pub struct ActionLine<'s> {
    /// The strength written, or that the verb has by itself.
    pub strength: Strength,
    /// The verb.
    pub verb: Verb,
    /// What.
    pub what: ActionWhat<'s>,
    /// By when.
    pub deadline: Option<Spanned<Deadline>>,
    /// For whom.
    pub when: Option<Condition<'s>>,
}

/// What an action is about.
#[derive(Clone, Debug, PartialEq)]
pub enum ActionWhat<'s> {
    /// Services.
    Services(Vec<Name<'s>>),
    /// A text, with a name if examples and rules are to speak of it.
    Text(Option<Name<'s>>, Text<'s>),
}

/// By when.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Deadline {
    /// `at once`
    AtOnce,
    /// `within 24 hours`
    Within(Duration),
}

/// What a rule or an expectation speaks of.
#[derive(Clone, Debug, PartialEq)]
pub struct Subject<'s> {
    /// `reach NAME`
    pub reach: bool,
    /// The strength, where one is given.
    pub strength: Option<Spanned<Strength>>,
    /// The verb, where one is given.
    pub verb: Option<Spanned<Verb>>,
    /// The step, outcome, question, service or named action.
    pub name: Name<'s>,
    /// Where it stands.
    pub span: Span,
}

/// One answer of an example.
#[derive(Clone, Debug, PartialEq)]
pub struct GivenAnswer<'s> {
    /// The question, checklist or fact.
    pub name: Name<'s>,
    /// What is given.
    pub answer: Given<'s>,
    /// Where it stands.
    pub span: Span,
}

/// What an example gives, or `unasked` means.
#[derive(Clone, Debug, PartialEq)]
pub enum Given<'s> {
    /// `empty`
    Empty(Span),
    /// `a`, `a, b`, `5`, `16 years`
    Answers(Vec<Operand<'s>>),
    /// `"anything"`
    Text(Text<'s>),
    /// `yes for a, b`, `no for the rest`
    Marked {
        /// The mark.
        mark: Name<'s>,
        /// The items; none means `the rest`.
        items: Option<Vec<Name<'s>>>,
    },
}

/// One thing an example expects.
#[derive(Clone, Debug, PartialEq)]
pub enum Expected<'s> {
    /// A service, outcome, step or named action, with a strength if one is given.
    Subject(Subject<'s>),
    /// `asked QUESTION`
    Asked(Name<'s>),
    /// `no outcome`
    NoOutcome(Span),
    /// `risk is high`, `seraf is 7`
    Value(Name<'s>, Operand<'s>),
}
