//! One pair to one heading or one line.
#![allow(
    clippy::wildcard_enum_match_arm,
    reason = "the rules of the grammar are one long list, of which each place may hold a few"
)]

use std::borrow::Cow;

use pest::iterators::Pair;

use super::super::ast::*;
use super::{Reader, Rule};
use crate::calendar;
use crate::diagnostic::{Code, Diagnostic};
use crate::source::{Span, Spanned};

/// The pairs inside one, without the comments that stand between its lines.
pub(super) fn children<'s>(pair: Pair<'s, Rule>) -> Children<'s> {
    Children(pair.into_inner())
}

pub(super) struct Children<'s>(pest::iterators::Pairs<'s, Rule>);

impl<'s> Iterator for Children<'s> {
    type Item = Pair<'s, Rule>;

    fn next(&mut self) -> Option<Pair<'s, Rule>> {
        self.0
            .by_ref()
            .find(|pair| pair.as_rule() != Rule::comment_text)
    }
}

impl<'s> Children<'s> {
    /// The next pair, which the grammar promises.
    pub(super) fn presume(&mut self) -> Pair<'s, Rule> {
        self.next().expect("the grammar promises another part here")
    }

    fn peek(&self) -> Option<Rule> {
        self.0
            .clone()
            .map(|pair| pair.as_rule())
            .find(|rule| *rule != Rule::comment_text)
    }

    /// The next pair, if it is of this rule.
    pub(super) fn maybe(&mut self, rule: Rule) -> Option<Pair<'s, Rule>> {
        (self.peek() == Some(rule)).then(|| self.presume())
    }
}

impl Reader<'_> {
    pub(super) fn header<'s>(&mut self, pair: Pair<'s, Rule>) -> Block<'s> {
        let span = self.span(&pair);
        let mut inner = children(pair);
        let kind = match inner.presume().as_str() {
            "pathway" => BlockKind::Pathway,
            "service" => BlockKind::Service,
            "question" => BlockKind::Question,
            "checklist" => BlockKind::Checklist,
            "fact" => BlockKind::Fact,
            "group" => BlockKind::Group,
            "condition" => BlockKind::Condition,
            "value" => BlockKind::Value,
            "level" => BlockKind::Level,
            "score" => BlockKind::Score,
            "setting" => BlockKind::Setting,
            "step" => BlockKind::Step,
            "outcome" => BlockKind::Outcome,
            "rule" => BlockKind::Rule,
            _ => BlockKind::Example,
        };
        let name = inner.maybe(Rule::name).map(|name| self.name(&name));
        let value = (kind == BlockKind::Setting).then(|| self.quantity(inner.presume()));
        let title = inner.maybe(Rule::text).map(|text| self.text(&text));
        let of = inner.last().map(|name| self.name(&name));
        Block {
            kind,
            name,
            title,
            of,
            value,
            lines: Vec::new(),
            header: span,
            span,
        }
    }

    /// A heading of the language that this version does not read, as a broken block.
    pub(super) fn not_yet<'s>(&mut self, pair: Pair<'s, Rule>) -> Block<'s> {
        let text = pair.as_str().trim_end();
        let start = pair.as_span().start();
        let span = Span::new(self.source, start, start + text.len());
        let word = super::reason::first_word(text);
        self.out.push(
            Diagnostic::new(
                Code::NotYet,
                span,
                format!("This version of Fingerpost does not read `{word}` yet, so this heading and the lines under it were passed over."),
            )
            .help("`include` and local versions of a pathway come with a later version."),
        );
        let name = super::reason::last_name(text).map(|(at, name)| Name {
            it: name,
            span: Span::new(self.source, start + at, start + at + name.len()),
        });
        Block {
            kind: BlockKind::Broken,
            name,
            title: None,
            of: None,
            value: None,
            lines: Vec::new(),
            header: span,
            span,
        }
    }

    pub(super) fn line<'s>(&mut self, pair: Pair<'s, Rule>) -> Line<'s> {
        let span = self.span(&pair);
        let rule = pair.as_rule();
        let mut inner = children(pair.clone());
        let kind = match rule {
            Rule::option_line => self.option_line(inner),
            Rule::detail => LineKind::Detail {
                key: self.detail_key(&inner.presume()),
                text: self.text(&inner.presume()),
                when: self.when(&mut inner),
            },
            Rule::when_line => {
                inner.presume();
                LineKind::When {
                    condition: self.condition(inner.presume()),
                    target: self.target(&mut inner),
                }
            }
            Rule::action => self.action(inner),
            Rule::yes_or_no => LineKind::YesOrNo {
                unsure: pair.as_str().contains("unsure"),
            },
            Rule::yes_no_line => {
                let word = inner.presume();
                LineKind::YesNo {
                    answer: Spanned {
                        it: match word.as_str() {
                            "yes" => YesNo::Yes,
                            "no" => YesNo::No,
                            _ => YesNo::Unsure,
                        },
                        span: self.span(&word),
                    },
                    text: inner.maybe(Rule::text).map(|text| self.text(&text)),
                    target: self.target(&mut inner),
                }
            }
            Rule::then_line => {
                inner.presume();
                LineKind::Then(
                    self.target(&mut inner)
                        .expect("the grammar promises a target"),
                )
            }
            Rule::otherwise_line => {
                inner.presume();
                LineKind::Otherwise(self.leads(inner.presume()))
            }
            Rule::on_line => {
                inner.presume();
                LineKind::On {
                    answers: self.names(inner.presume()),
                    when: self.when(&mut inner),
                    target: self
                        .target(&mut inner)
                        .expect("the grammar promises a target"),
                }
            }
            Rule::row => self.row(inner),
            Rule::bullet => {
                inner.presume();
                LineKind::Bullet(self.condition(inner.presume()))
            }
            Rule::given => {
                inner.presume();
                LineKind::Given(
                    inner
                        .filter(|part| part.as_rule() == Rule::given_pair)
                        .map(|part| self.given_pair(part))
                        .collect(),
                )
            }
            Rule::expect => {
                inner.presume();
                let not = inner.maybe(Rule::not_word).is_some();
                LineKind::Expect {
                    not,
                    items: self.expected(inner),
                }
            }
            Rule::is_line => {
                inner.presume();
                LineKind::Is {
                    option: self.name(&inner.presume()),
                    text: inner.maybe(Rule::text).map(|text| self.text(&text)),
                    when: self.when(&mut inner),
                }
            }
            Rule::policy if pair.as_str().starts_with("first") => LineKind::FirstMatch,
            Rule::policy => LineKind::EveryMatch,
            Rule::table => {
                let columns = inner.filter(|part| part.as_rule() == Rule::column);
                LineKind::Table(columns.map(|part| self.column(part)).collect())
            }
            Rule::promise => self.promise(inner),
            Rule::before => {
                let first = self.subject(inner.presume());
                inner.presume();
                LineKind::Before(first, self.subject(inner.presume()))
            }
            Rule::add_line => {
                inner.presume();
                let number = inner.presume();
                let points = Spanned {
                    it: whole_points(number.as_str()),
                    span: self.span(&number),
                };
                match inner.presume().as_rule() {
                    Rule::for_each => LineKind::AddEach {
                        points,
                        of: self.counted(inner.presume()),
                    },
                    _ => LineKind::AddWhen {
                        points,
                        when: self.condition(inner.presume()),
                    },
                }
            }
            Rule::member => {
                inner.presume();
                LineKind::Member {
                    all_of: inner.maybe(Rule::all_of).is_some(),
                    names: self.names(inner.presume()),
                }
            }
            Rule::except => {
                inner.presume();
                LineKind::Except(self.names(inner.presume()))
            }
            Rule::answers_as => {
                inner.presume();
                let question = self.name(&inner.presume());
                LineKind::AnswersAs {
                    question,
                    without: inner.last().map_or(Vec::new(), |names| self.names(names)),
                }
            }
            Rule::answers_from => {
                inner.presume();
                LineKind::AnswersFrom(self.text(&inner.presume()))
            }
            Rule::range_line => self.range(inner),
            Rule::free_text => LineKind::FreeText,
            Rule::unasked => {
                inner.presume();
                LineKind::Unasked(self.given_answer(inner.presume()))
            }
            Rule::bullets => LineKind::Bullets(self.count(inner.presume())),
            Rule::start => {
                inner.presume();
                LineKind::Start(self.name(&inner.presume()))
            }
            Rule::review_by => {
                inner.presume();
                LineKind::ReviewBy(self.date(&inner.presume()))
            }
            Rule::review_in => {
                inner.presume();
                LineKind::ReviewIn(self.duration(inner.presume()))
            }
            Rule::allow => {
                inner.presume();
                LineKind::Allow {
                    finding: self.name(&inner.presume()),
                    reason: self.text(&inner.presume()),
                }
            }
            Rule::eligible => {
                inner.presume();
                inner.presume();
                LineKind::Eligible(self.condition(inner.presume()))
            }
            Rule::out_of_hours => {
                inner.presume();
                LineKind::OutOfHours(self.name(&inner.presume()))
            }
            Rule::retired => {
                inner.presume();
                let on = self.date(&inner.presume());
                LineKind::Retired {
                    on,
                    replaced_by: inner.last().map(|name| self.name(&name)),
                }
            }
            Rule::return_line => {
                inner.presume();
                let text = self.text(&inner.presume());
                inner.presume();
                LineKind::Return {
                    text,
                    to: self.name(&inner.presume()),
                }
            }
            other => unreachable!("the grammar's line has no alternative {other:?}"),
        };
        Line { kind, span }
    }

    fn option_line<'s>(&mut self, mut inner: Children<'s>) -> LineKind<'s> {
        let key = inner.presume();
        LineKind::Option(AnswerLine {
            kind: Spanned {
                it: match key.as_str() {
                    "answer" => OptionKind::Answer,
                    "item" => OptionKind::Item,
                    _ => OptionKind::Mark,
                },
                span: self.span(&key),
            },
            name: self.name(&inner.presume()),
            text: self.text(&inner.presume()),
            alone: inner.maybe(Rule::alone).map(|alone| self.span(&alone)),
            target: self.target(&mut inner),
        })
    }

    fn detail_key(&self, pair: &Pair<'_, Rule>) -> Spanned<Detail> {
        let it = match pair.as_str() {
            "authority" => Detail::Authority,
            "audience" => Detail::Audience,
            "source" => Detail::Source,
            "owner" => Detail::Owner,
            "version" => Detail::Version,
            "note" => Detail::Note,
            "hint" => Detail::Hint,
            "phone" => Detail::Phone,
            "email" => Detail::Email,
            "website" => Detail::Website,
            "form" => Detail::Form,
            "address" => Detail::Address,
            "postcode" => Detail::Postcode,
            "hours" => Detail::Hours,
            "for" => Detail::For,
            "cost" => Detail::Cost,
            _ => Detail::Languages,
        };
        Spanned {
            it,
            span: self.span(pair),
        }
    }

    /// `when C` at the end of a line.
    fn when<'s>(&mut self, inner: &mut Children<'s>) -> Option<Condition<'s>> {
        inner.maybe(Rule::when_word)?;
        Some(self.condition(inner.presume()))
    }

    /// `-> NAME` at the end of a line.
    fn target<'s>(&mut self, inner: &mut Children<'s>) -> Option<Name<'s>> {
        inner.maybe(Rule::arrow)?;
        Some(self.name(&inner.presume()))
    }

    fn leads<'s>(&mut self, pair: Pair<'s, Rule>) -> Leads<'s> {
        let mut inner = children(pair);
        if let Some(target) = self.target(&mut inner) {
            return Leads::Target(target);
        }
        inner.presume();
        let name = self.name(&inner.presume());
        Leads::Is(name, inner.last().map(|text| self.text(&text)))
    }

    fn range<'s>(&mut self, mut inner: Children<'s>) -> LineKind<'s> {
        let key = inner.presume();
        inner.presume();
        let from = self.bound(inner.presume());
        inner.presume();
        LineKind::Range {
            kind: Spanned {
                it: match key.as_str() {
                    "number" => RangeKind::Number,
                    "money" => RangeKind::Money,
                    "age" => RangeKind::Age,
                    _ => RangeKind::Date,
                },
                span: self.span(&key),
            },
            from,
            to: self.bound(inner.presume()),
            unit: inner.last().map(|text| self.text(&text)),
        }
    }

    fn column<'s>(&mut self, pair: Pair<'s, Rule>) -> Column<'s> {
        let mut inner = children(pair);
        let name = self.name(&inner.presume());
        let label = inner.last().map(|label| match label.as_rule() {
            Rule::text => self.text(&label),
            _ => Spanned {
                it: Cow::Owned(label.as_str().replace('_', " ")),
                span: self.span(&label),
            },
        });
        Column { name, label }
    }

    fn row<'s>(&mut self, inner: Children<'s>) -> LineKind<'s> {
        let mut cells = Vec::new();
        let mut result = None;
        for part in inner {
            match part.as_rule() {
                Rule::cell => cells.push(self.cell(part)),
                Rule::leads => result = Some(self.leads(part)),
                _ => {}
            }
        }
        LineKind::Row {
            cells,
            result: result.expect("the grammar promises where a row leads"),
        }
    }

    fn action<'s>(&mut self, mut inner: Children<'s>) -> LineKind<'s> {
        let first = inner.presume();
        let words = words(&first);
        let (strength, verb) = if first.as_rule() == Rule::strength {
            let verb = inner.maybe(Rule::verb).map(|verb| verb_of(&verb));
            (strength_of(&words), verb)
        } else {
            let verb = verb_of(&first);
            let strength = match verb {
                Verb::Signpost | Verb::Offer => Strength::Should,
                Verb::Refer | Verb::Do | Verb::Say | Verb::Urgent | Verb::Contact => Strength::Must,
            };
            (strength, Some(verb))
        };
        let name = inner.maybe(Rule::name).map(|name| self.name(&name));
        let what = match inner.maybe(Rule::text) {
            Some(text) => ActionWhat::Text(name, self.text(&text)),
            None => ActionWhat::Services(self.names(inner.presume())),
        };
        let verb = verb.unwrap_or(match what {
            ActionWhat::Services(_) => Verb::Contact,
            ActionWhat::Text(..) => Verb::Do,
        });
        let deadline = inner.maybe(Rule::deadline).map(|deadline| {
            let span = self.span(&deadline);
            let it = match children(deadline).last() {
                Some(part) if part.as_rule() == Rule::duration => {
                    Deadline::Within(self.duration(part).it)
                }
                _ => Deadline::AtOnce,
            };
            Spanned { it, span }
        });
        LineKind::Action(ActionLine {
            strength,
            verb,
            what,
            deadline,
            when: self.when(&mut inner),
        })
    }

    fn promise<'s>(&mut self, mut inner: Children<'s>) -> LineKind<'s> {
        let word = inner.presume();
        let always = word.as_str() == "always";
        if inner.maybe(Rule::both_word).is_some() {
            let first = self.subject(inner.presume());
            inner.presume();
            let second = self.subject(inner.presume());
            if always {
                let span = self.span(&word);
                self.out.push(
                    Diagnostic::new(
                        Code::UnreadableLine,
                        span,
                        "`always both` is not a rule that can be written.",
                    )
                    .help("Write two lines: `always` the one, and `always` the other."),
                );
                return LineKind::Broken;
            }
            return LineKind::NeverBoth(first, second, self.when(&mut inner));
        }
        LineKind::Promise {
            always,
            subject: self.subject(inner.presume()),
            when: self.when(&mut inner),
        }
    }

    fn subject<'s>(&mut self, pair: Pair<'s, Rule>) -> Subject<'s> {
        let span = self.span(&pair);
        let (mut reach, mut strength, mut verb, mut name) = (false, None, None, None);
        for part in children(pair) {
            let span = self.span(&part);
            match part.as_rule() {
                Rule::reach_word => reach = true,
                Rule::strength => {
                    strength = Some(Spanned {
                        it: strength_of(&words(&part)),
                        span,
                    })
                }
                Rule::verb => {
                    verb = Some(Spanned {
                        it: verb_of(&part),
                        span,
                    })
                }
                _ => name = Some(self.name(&part)),
            }
        }
        let name = name.expect("the grammar promises a subject's name");
        Subject {
            reach,
            strength,
            verb,
            name,
            span,
        }
    }

    fn given_pair<'s>(&mut self, pair: Pair<'s, Rule>) -> GivenAnswer<'s> {
        let span = self.span(&pair);
        let mut inner = children(pair);
        let name = self.name(&inner.presume());
        inner.presume();
        GivenAnswer {
            name,
            answer: self.given_answer(inner.presume()),
            span,
        }
    }

    fn given_answer<'s>(&mut self, pair: Pair<'s, Rule>) -> Given<'s> {
        let mut bounds = Vec::new();
        for part in children(pair) {
            match part.as_rule() {
                Rule::empty_word => return Given::Empty(self.span(&part)),
                Rule::text => return Given::Text(self.text(&part)),
                Rule::marked => {
                    let mut inner = children(part);
                    let mark = self.name(&inner.presume());
                    let mut names = Vec::new();
                    for part in inner {
                        match part.as_rule() {
                            Rule::the_rest => return Given::Marked { mark, items: None },
                            Rule::name => names.push(self.name(&part)),
                            _ => {}
                        }
                    }
                    return Given::Marked {
                        mark,
                        items: Some(names),
                    };
                }
                Rule::bound => bounds.push(self.bound(part)),
                _ => {}
            }
        }
        Given::Answers(bounds)
    }

    /// The names of an `expect` line. A strength holds for the names after it, until the next.
    fn expected<'s>(&mut self, inner: Children<'s>) -> Vec<Expected<'s>> {
        let mut items = Vec::new();
        let (mut strength, mut verb) = (None, None);
        for part in inner.filter(|part| part.as_rule() == Rule::expected) {
            let mut inner = children(part);
            let first = inner.presume();
            let span = self.span(&first);
            items.push(match first.as_rule() {
                Rule::no_outcome => Expected::NoOutcome(span),
                Rule::asked_name => Expected::Asked(
                    self.name(
                        &children(first)
                            .last()
                            .expect("the grammar promises a question's name"),
                    ),
                ),
                _ => {
                    let mut subject = self.subject(first);
                    if subject.strength.is_some() || subject.verb.is_some() {
                        (strength, verb) = (subject.strength, subject.verb);
                    } else if !subject.reach {
                        (subject.strength, subject.verb) = (strength, verb);
                    }
                    match inner.last() {
                        Some(bound) => Expected::Value(subject.name, self.bound(bound)),
                        None => Expected::Subject(subject),
                    }
                }
            });
        }
        items
    }

    // ---- small parts -----------------------------------------------------------------------------------

    pub(super) fn name<'s>(&self, pair: &Pair<'s, Rule>) -> Name<'s> {
        Spanned {
            it: pair.as_str(),
            span: self.span(pair),
        }
    }

    pub(super) fn names<'s>(&self, pair: Pair<'s, Rule>) -> Vec<Name<'s>> {
        children(pair)
            .filter(|part| part.as_rule() == Rule::name)
            .map(|part| self.name(&part))
            .collect()
    }

    pub(super) fn text<'s>(&self, pair: &Pair<'s, Rule>) -> Text<'s> {
        Spanned {
            it: unquoted(pair.as_str()),
            span: self.span(pair),
        }
    }

    pub(super) fn bound<'s>(&mut self, pair: Pair<'s, Rule>) -> Operand<'s> {
        let part = children(pair).presume();
        match part.as_rule() {
            Rule::name => Operand::Name(self.name(&part)),
            _ => Operand::Quantity(self.quantity(part)),
        }
    }

    pub(super) fn quantity(&mut self, pair: Pair<'_, Rule>) -> Spanned<Quantity> {
        let span = self.span(&pair);
        let it = match pair.as_rule() {
            Rule::today_word => Quantity::Today,
            Rule::date => Quantity::Date(self.date(&pair).it),
            Rule::duration => Quantity::Duration(self.duration(pair).it),
            Rule::money => {
                Quantity::Money(hundredths(pair.as_str().trim_start_matches(['£', ' '])))
            }
            Rule::from_today => {
                let mut inner = children(pair);
                let by = self.duration(inner.presume()).it;
                Quantity::FromToday {
                    by,
                    after: inner.presume().as_rule() == Rule::after_word,
                }
            }
            _ => Quantity::Number {
                hundredths: hundredths(pair.as_str()),
                point: pair.as_str().contains('.'),
            },
        };
        Spanned { it, span }
    }

    /// A date, which is reported where the calendar lacks it.
    pub(super) fn date(&mut self, pair: &Pair<'_, Rule>) -> Spanned<Date> {
        let mut parts = pair.as_str().split('-');
        let mut part = || parts.next().unwrap_or("");
        let it = Date {
            year: part().parse().unwrap_or(0),
            month: part().parse().unwrap_or(0),
            day: part().parse().unwrap_or(0),
        };
        let span = self.span(pair);
        if !calendar::exists(it) {
            self.out.push(
                Diagnostic::new(
                    Code::BadDate,
                    span,
                    format!("There is no such day as {}.", pair.as_str()),
                )
                .help("Write the year, the month and the day: 2027-03-31."),
            );
        }
        Spanned { it, span }
    }

    pub(super) fn duration(&self, pair: Pair<'_, Rule>) -> Spanned<Duration> {
        let span = self.span(&pair);
        let mut parts = Vec::new();
        let mut number = 0;
        for part in children(pair) {
            match part.as_rule() {
                Rule::whole => number = part.as_str().parse().unwrap_or(u32::MAX),
                _ => parts.push((number, unit_of(part.as_str()))),
            }
        }
        Spanned {
            it: Duration(parts),
            span,
        }
    }
}

/// The words of a pair with one space between them.
fn words(pair: &Pair<'_, Rule>) -> String {
    pair.as_str()
        .split(|c: char| c.is_whitespace())
        .filter(|word| !word.is_empty())
        .collect::<Vec<_>>()
        .join(" ")
}

fn strength_of(words: &str) -> Strength {
    match words {
        "must not" => Strength::MustNot,
        "should" => Strength::Should,
        "consider" => Strength::Consider,
        _ => Strength::Must,
    }
}

fn verb_of(pair: &Pair<'_, Rule>) -> Verb {
    match words(pair).as_str() {
        "refer to" => Verb::Refer,
        "signpost to" => Verb::Signpost,
        "offer" => Verb::Offer,
        "say" => Verb::Say,
        "urgent" => Verb::Urgent,
        _ => Verb::Do,
    }
}

fn unit_of(word: &str) -> Unit {
    match word.get(..2) {
        Some("wo") => Unit::WorkingDays,
        Some("mi") => Unit::Minutes,
        Some("ho") => Unit::Hours,
        Some("da") => Unit::Days,
        Some("we") => Unit::Weeks,
        Some("mo") => Unit::Months,
        _ => Unit::Years,
    }
}

/// The number times one hundred; the greatest number there is where it is greater.
fn hundredths(text: &str) -> i64 {
    let (negative, text) = match text.strip_prefix('-') {
        Some(rest) => (true, rest),
        None => (false, text),
    };
    let (whole, part) = text.split_once('.').unwrap_or((text, ""));
    let digits = format!("{}{part:0<2}", whole.replace(',', ""));
    let number: i64 = digits.parse().unwrap_or(i64::MAX);
    if negative { -number } else { number }
}

fn whole_points(text: &str) -> i64 {
    hundredths(text) / 100
}

/// A text without its quotes, its escapes undone. The lines of a text in three quotes lose the indent that
/// they share, and the empty first and last line.
fn unquoted(text: &str) -> Cow<'_, str> {
    if let Some(inner) = text
        .strip_prefix("\"\"\"")
        .and_then(|text| text.strip_suffix("\"\"\""))
    {
        let lines: Vec<&str> = inner.lines().map(str::trim_end).collect();
        let indent = lines
            .iter()
            .skip(1)
            .filter(|line| !line.is_empty())
            .map(|line| line.len() - line.trim_start_matches([' ', '\t']).len())
            .min()
            .unwrap_or(0);
        let lines: Vec<&str> = lines
            .iter()
            .enumerate()
            .map(|(n, line)| {
                if n == 0 {
                    line.trim_start()
                } else {
                    line.get(indent..).unwrap_or("")
                }
            })
            .collect();
        return Cow::Owned(lines.join("\n").trim().to_string());
    }
    let inner = text.get(1..text.len().saturating_sub(1)).unwrap_or("");
    if !inner.contains('\\') {
        return Cow::Borrowed(inner);
    }
    let mut plain = String::with_capacity(inner.len());
    let mut letters = inner.chars().peekable();
    while let Some(letter) = letters.next() {
        match (letter, letters.peek()) {
            // Any other backslash stands for itself: `C:\forms` needs no care.
            ('\\', Some('"' | '\\')) => plain.extend(letters.next()),
            _ => plain.push(letter),
        }
    }
    Cow::Owned(plain)
}
