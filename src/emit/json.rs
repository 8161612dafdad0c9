//! The published contract: a whole pathway as JSON, and the schema that says what stands in it.
//!
//! Invariants: the same pathway gives the same bytes; names stand everywhere, numbers of a list nowhere;
//! nothing that a reader or a runner needs is left in the flow file. What may be added without a new
//! [`VERSION`] are properties; programs that read the contract pass over those they do not know. The types
//! here are the contract's own, so that the library may change inside without changing it.
//!
//! Absent on purpose: findings (they belong to a run, not to a pathway) and anything drawn.

mod asked;
mod blocks;
mod condition;
mod logic;
mod promises;
mod services;
#[cfg(test)]
mod tests;

use schemars::JsonSchema;
use schemars::generate::SchemaSettings;
use serde::Serialize;

use super::words;
use crate::ir;
use crate::source::{Sources, Span};

/// The number of the contract. It changes only when a program that reads the old one would go wrong.
pub const VERSION: u32 = 1;

/// The pathway as JSON: two spaces of indent, a newline at the end. `sources` are the texts it was
/// compiled from, for the places in it.
pub fn emit(pathway: &ir::Pathway, sources: &Sources) -> String {
    let made = Pathway::of(&View { pathway, sources });
    let mut json = serde_json::to_string_pretty(&made)
        .expect("maps have text keys and no type here fails to be written");
    json.push('\n');
    json
}

/// The JSON Schema (draft 2020-12) that everything [`emit`] gives is valid under.
pub fn schema() -> String {
    let schema = SchemaSettings::draft2020_12()
        .for_serialize()
        .into_generator()
        .into_root_schema_for::<Pathway<'_>>();
    let mut json =
        serde_json::to_string_pretty(&schema).expect("a schema is JSON and can be written");
    json.push('\n');
    json
}

/// What the parts of the contract are made from.
struct View<'a> {
    pathway: &'a ir::Pathway,
    sources: &'a Sources,
}

impl<'a> View<'a> {
    fn place(&self, span: Span) -> Place<'a> {
        let start = self.sources.start(span);
        Place {
            file: &self.sources.get(span.source).name,
            line: start.line,
            column: start.column,
        }
    }

    fn block(&self, id: ir::BlockId) -> &'a str {
        &self.pathway[id].name
    }

    fn question(&self, id: ir::QuestionId) -> &'a str {
        &self.pathway[id].name
    }

    fn service(&self, id: ir::ServiceId) -> &'a str {
        &self.pathway[id].name
    }

    /// The names of some of a question's answers or items.
    fn answers(&self, id: ir::QuestionId, chosen: &[usize]) -> Vec<&'a str> {
        names(self.pathway[id].answers.options(), chosen)
    }

    /// The names of some of a checklist's marks.
    fn marks(&self, id: ir::QuestionId, chosen: &[usize]) -> Vec<&'a str> {
        names(words::marks(&self.pathway[id].answers), chosen)
    }

    /// The name of the heading under which an `allow` line stands.
    fn heading(&self, allow: &ir::Allow) -> Option<&'a str> {
        let p = self.pathway;
        if allow.is_for_all() {
            return Some(&p.name);
        }
        std::iter::once((&p.name, p.span))
            .chain(p.services.iter().map(|it| (&it.name, it.span)))
            .chain(p.questions.iter().map(|it| (&it.name, it.span)))
            .chain(p.groups.iter().map(|it| (&it.name, it.span)))
            .chain(p.conditions.iter().map(|it| (&it.name, it.span)))
            .chain(p.values.iter().map(|it| (&it.name, it.span)))
            .chain(p.scores.iter().map(|it| (&it.name, it.span)))
            .chain(p.settings.iter().map(|it| (&it.name, it.span)))
            .chain(p.blocks.iter().map(|it| (&it.name, it.span)))
            .chain(p.rules.iter().map(|it| (&it.name, it.span)))
            .chain(p.examples.iter().map(|it| (&it.text, it.span)))
            .find(|(_, span)| allow.holds_at(*span))
            .map(|(name, _)| name.as_str())
    }
}

fn names<'a>(options: &'a [ir::AnswerOption], chosen: &[usize]) -> Vec<&'a str> {
    chosen
        .iter()
        .filter_map(|number| options.get(*number))
        .map(|option| option.name.as_str())
        .collect()
}

fn texts(texts: &[String]) -> Vec<&str> {
    texts.iter().map(String::as_str).collect()
}

/// A date as it is written: `2027-03-31`.
fn written(date: ir::Date) -> String {
    format!("{:04}-{:02}-{:02}", date.year, date.month, date.day)
}

/// Which format a document is in.
#[derive(Serialize, JsonSchema)]
enum Format {
    /// The only one.
    #[serde(rename = "fingerpost-pathway")]
    Pathway,
}

/// A pathway of a local authority, as the Fingerpost compiler publishes it.
///
/// Everything with a name is spoken of by that name, and no two things share one. (A question and the block
/// at which it is asked are one thing.) Answers, items, marks and options have names of their own inside
/// their question, checklist or value. Lists keep the author's order. A list is always there, empty where
/// there is nothing; a single thing that was not written is left out. A program that reads this passes over
/// properties it does not know.
///
/// How it is run: the family stands at `start`. At a question the answer is asked, unless it is known. A
/// block's ways are chosen among by its `policy`; what a family gets is the actions of every block it came
/// to, as far as their `when` holds. Conditions read answers only. A condition on a question that the family
/// was not asked, and that has no `unasked` answer, is neither true nor false: `not` leaves it so, one false
/// part makes `all` false, one true part makes `any` true.
#[derive(Serialize, JsonSchema)]
#[schemars(title = "Fingerpost pathway, version 1")]
struct Pathway<'a> {
    /// Which format this is.
    format: Format,
    /// The version of the format: 1. It changes only when a program that reads the old one would go wrong.
    #[schemars(range(min = 1, max = 1))]
    version: u32,
    /// The pathway's name.
    name: &'a str,
    /// The pathway's title, for people.
    title: &'a str,
    /// The local versions that this one is: of the base, of that version, and so on. Empty for a base.
    versions: Vec<Version<'a>>,
    /// Document control.
    document: Document<'a>,
    /// The block at which every family starts.
    #[serde(skip_serializing_if = "Option::is_none")]
    start: Option<&'a str>,
    /// Who helps, and how to reach them.
    services: Vec<services::Service<'a>>,
    /// What a family may be asked, and the facts that are known from the start.
    questions: Vec<asked::Question<'a>>,
    /// Named sets of answers.
    groups: Vec<asked::Group<'a>>,
    /// Named conditions.
    conditions: Vec<logic::NamedCondition<'a>>,
    /// Values and levels: worked out from answers, used like an answer.
    values: Vec<logic::Value<'a>>,
    /// Sums of points.
    scores: Vec<logic::Score<'a>>,
    /// Numbers that local versions may change.
    settings: Vec<logic::Setting<'a>>,
    /// The places a family comes to: questions, checklists, steps and outcomes.
    blocks: Vec<blocks::Block<'a>>,
    /// Actions that rules and examples speak of by name.
    named_actions: Vec<blocks::NamedAction<'a>>,
    /// What holds for every family.
    rules: Vec<promises::Rule<'a>>,
    /// Families, with what each should get.
    examples: Vec<promises::Example<'a>>,
    /// Findings that the author lets stand, each with the reason.
    allows: Vec<promises::Allow<'a>>,
    /// Where the pathway's heading stands.
    place: Place<'a>,
}

impl<'a> Pathway<'a> {
    fn of(view: &View<'a>) -> Pathway<'a> {
        let p = view.pathway;
        Pathway {
            format: Format::Pathway,
            version: VERSION,
            name: &p.name,
            title: &p.title,
            versions: each(view, &p.versions, Version::of),
            document: Document::of(view, &p.document),
            start: p.start.map(|id| view.block(id)),
            services: each(view, &p.services, services::Service::of),
            questions: each(view, &p.questions, asked::Question::of),
            groups: each(view, &p.groups, asked::Group::of),
            conditions: each(view, &p.conditions, logic::NamedCondition::of),
            values: each(view, &p.values, logic::Value::of),
            scores: each(view, &p.scores, logic::Score::of),
            settings: each(view, &p.settings, logic::Setting::of),
            blocks: each(view, &p.blocks, blocks::Block::of),
            named_actions: each(view, &p.named_actions, blocks::NamedAction::of),
            rules: each(view, &p.rules, promises::Rule::of),
            examples: each(view, &p.examples, promises::Example::of),
            allows: each(view, &p.allows, promises::Allow::of),
            place: view.place(p.span),
        }
    }
}

/// One part of the contract for each part of a list.
fn each<'a, T, U>(view: &View<'a>, parts: &'a [T], make: fn(&View<'a>, &'a T) -> U) -> Vec<U> {
    parts.iter().map(|part| make(view, part)).collect()
}

/// A local version of a pathway.
#[derive(Serialize, JsonSchema)]
struct Version<'a> {
    /// Its name.
    name: &'a str,
    /// Its title, for people.
    title: &'a str,
}

impl<'a> Version<'a> {
    fn of(_: &View<'a>, it: &'a ir::Version) -> Version<'a> {
        Version {
            name: &it.name,
            title: &it.title,
        }
    }
}

/// Document control: who answers for the pathway, and until when.
#[derive(Serialize, JsonSchema)]
struct Document<'a> {
    /// The authority that publishes it.
    #[serde(skip_serializing_if = "Option::is_none")]
    authority: Option<&'a str>,
    /// Who is to use it.
    #[serde(skip_serializing_if = "Option::is_none")]
    audience: Option<&'a str>,
    /// What it was written from.
    #[serde(skip_serializing_if = "Option::is_none")]
    source: Option<&'a str>,
    /// Who keeps it.
    #[serde(skip_serializing_if = "Option::is_none")]
    owner: Option<&'a str>,
    /// Its version, in the authority's own counting.
    #[serde(skip_serializing_if = "Option::is_none")]
    version: Option<&'a str>,
    /// The day by which it must be looked at again, as `2027-03-31`.
    #[serde(skip_serializing_if = "Option::is_none")]
    review_by: Option<String>,
    /// Texts that are shown above everything, wherever the reader is.
    urgent: Vec<&'a str>,
    /// Notes on the whole pathway.
    notes: Vec<&'a str>,
}

impl<'a> Document<'a> {
    fn of(_: &View<'a>, document: &'a ir::Document) -> Document<'a> {
        Document {
            authority: document.authority.as_deref(),
            audience: document.audience.as_deref(),
            source: document.source.as_deref(),
            owner: document.owner.as_deref(),
            version: document.version.as_deref(),
            review_by: document.review_by.map(|(date, _)| written(date)),
            urgent: texts(&document.urgent),
            notes: texts(&document.notes),
        }
    }
}

/// Where something was written.
#[derive(Serialize, JsonSchema)]
struct Place<'a> {
    /// The file, by the name it was compiled under.
    file: &'a str,
    /// The line, counted from 1.
    line: usize,
    /// The column in characters, counted from 1.
    column: usize,
}
