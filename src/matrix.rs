//! Pathways side by side: what each authority has, and where they differ.
//!
//! In: what is to be said of each pathway ([`Column::of`]), which is little, so that hundreds can be compared without
//! keeping them. Out: tables of words ([`Matrix::of`]): the versions of one base in one table, and all pathways that
//! have none in another. Rows stand in the order in which the first pathway has them.
//!
//! Absent on purpose: which families get what. That is [`crate::diff`]'s, for two pathways at a time.

mod csv;
mod html;
mod markdown;

use std::collections::{BTreeMap, BTreeSet};

use crate::calendar;
use crate::diagnostic::{Code, Diagnostics, Severity};
use crate::emit::words;
use crate::ir::{Pathway, Service, ServiceId, Strength, What};

pub use self::csv::csv;
pub use html::html;
pub use markdown::markdown;

/// How long the name of an authority may be to stand over a column, in characters.
const LONGEST: usize = 40;

/// What a table has rows about, in the order of the sections.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Section {
    /// Whose it is, and when it is reviewed.
    Document,
    /// What was found in it.
    Findings,
    /// Settings, and where the options of values and levels begin.
    Thresholds,
    /// What is done with each service.
    Services,
    /// How each service is reached.
    Contacts,
    /// What is promised.
    Rules,
    /// What is asked.
    Questions,
    /// Where families come out.
    Outcomes,
}

impl Section {
    /// Its heading.
    pub fn title(self) -> &'static str {
        match self {
            Section::Document => "The document",
            Section::Findings => "What was found",
            Section::Thresholds => "Thresholds and other values",
            Section::Services => "Services, and what is done with them",
            Section::Contacts => "How services are reached",
            Section::Rules => "Rules",
            Section::Questions => "Questions",
            Section::Outcomes => "Steps and outcomes",
        }
    }
}

/// What is said of one pathway.
#[derive(Clone, Debug)]
pub struct Column {
    /// The base's name and title; none for a pathway that is no version and, as far as one can see, no base.
    base: (String, String),
    is_version: bool,
    /// The file it is written in.
    pub file: String,
    /// Whose it is: the authority, or else its title.
    pub title: String,
    /// By section and name: what stands before the row, and what the pathway has there.
    cells: Vec<(Section, String, String, String)>,
}

impl Column {
    /// What is said of a pathway that was made from a file, and of what was found in it.
    pub fn of(file: &str, pathway: &Pathway, found: &Diagnostics) -> Column {
        let document = &pathway.document;
        let title = match (pathway.versions.last(), &document.authority) {
            (Some(version), _) => version.title.clone(),
            (None, Some(authority)) if authority.chars().count() <= LONGEST => authority.clone(),
            (None, _) => pathway.title.clone(),
        };
        let whole = match pathway.versions.last() {
            Some(version) => {
                let title = pathway.title.strip_suffix(&version.title);
                title
                    .and_then(|it| it.strip_suffix(": "))
                    .unwrap_or(&pathway.title)
            }
            None => &pathway.title,
        };
        let mut column = Column {
            base: (pathway.name.clone(), whole.to_string()),
            is_version: !pathway.versions.is_empty(),
            file: file.to_string(),
            title,
            cells: Vec::new(),
        };
        column.document(pathway);
        column.findings(found);
        column.thresholds(pathway);
        column.services(pathway);
        column.rules(pathway, found);
        for question in &pathway.questions {
            let kind = if question.fact {
                "known from the start"
            } else {
                "asked"
            };
            column.add(Section::Questions, &question.name, &question.text, kind);
        }
        for block in &pathway.blocks {
            let kind = match block.kind {
                crate::ir::BlockKind::Question(_) => continue,
                crate::ir::BlockKind::Step => "step",
                crate::ir::BlockKind::Outcome => "outcome",
            };
            column.add(Section::Outcomes, &block.name, &block.title, kind);
        }
        column
    }

    fn add(&mut self, section: Section, name: &str, text: &str, cell: impl Into<String>) {
        let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
        self.cells
            .push((section, name.to_string(), text, cell.into()));
    }

    fn document(&mut self, pathway: &Pathway) {
        let document = &pathway.document;
        let review = document
            .review_by
            .as_ref()
            .map(|(date, _)| calendar::words(*date));
        for (name, said) in [
            ("Authority", &document.authority),
            ("Version", &document.version),
            ("Owner", &document.owner),
            ("Review by", &review),
        ] {
            if let Some(said) = said {
                self.add(Section::Document, "", name, said.as_str());
            }
        }
    }

    fn findings(&mut self, found: &Diagnostics) {
        for (name, severity) in [
            ("Errors", Severity::Error),
            ("Warnings", Severity::Warning),
            ("Advice", Severity::Advice),
        ] {
            self.add(
                Section::Findings,
                "",
                name,
                found.count(severity).to_string(),
            );
        }
        if let Some(rules) = &found.rules {
            let said = format!("{} of {}", rules.hold, rules.of);
            self.add(Section::Findings, "", "Rules that hold", said);
            self.add(
                Section::Findings,
                "",
                "Kinds of family",
                rules.families.to_string(),
            );
        }
    }

    fn thresholds(&mut self, pathway: &Pathway) {
        for setting in &pathway.settings {
            self.add(
                Section::Thresholds,
                &setting.name,
                &setting.text,
                setting.written.as_str(),
            );
        }
        for value in &pathway.values {
            for (number, option) in value.options.iter().enumerate() {
                let lines = value.lines.iter().filter(|line| line.option == number);
                let when: Vec<String> = lines
                    .map(|line| match &line.when {
                        Some(guard) => format!("when {}", guard.text),
                        None => String::from("otherwise"),
                    })
                    .collect();
                let text = format!("{}: {}", value.text, option.text);
                let name = format!("{} is {}", value.name, option.name);
                self.add(Section::Thresholds, &name, &text, when.join("; "));
            }
        }
    }

    fn services(&mut self, pathway: &Pathway) {
        for (id, service) in (0..).map(ServiceId).zip(&pathway.services) {
            let actions = pathway.blocks.iter().flat_map(|block| &block.actions);
            let strengths: BTreeSet<Strength> = actions
                .filter(|action| action.what == What::Service(id))
                .map(|action| action.strength)
                .collect();
            let strengths: Vec<&str> = strengths.into_iter().map(words::strength).collect();
            let said = match strengths.as_slice() {
                [] => String::from("Named only"),
                some => some.join(", "),
            };
            self.add(Section::Services, &service.name, &service.title, said);
            self.add(
                Section::Contacts,
                &service.name,
                &service.title,
                contacts(service),
            );
        }
    }

    fn rules(&mut self, pathway: &Pathway, all: &Diagnostics) {
        let allowed = all.allowed.iter().map(|it| (&it.finding, true));
        let found = all.findings.iter().map(|it| (it, false));
        // A rule that a version breaks is told at the version, with the rule's name in the sentence.
        let broken: Vec<(String, bool)> = found
            .chain(allowed)
            .filter(|(finding, _)| finding.code == Code::RuleBroken)
            .map(|(finding, allowed)| (finding.message.clone(), allowed))
            .collect();
        let known = all.rules.is_some();
        for rule in &pathway.rules {
            let name = format!("`{}`", rule.name);
            let broken = broken.iter().find(|(message, _)| message.contains(&name));
            let said = match broken {
                Some((_, true)) => "broken, and allowed",
                Some((_, false)) => "broken",
                None if known => "holds",
                None => "not known: the flow has errors",
            };
            self.add(Section::Rules, &rule.name, &rule.text, said);
        }
    }
}

/// How a service is reached, in one line.
fn contacts(service: &Service) -> String {
    let lines = service.lines.iter().filter(|line| line.is_contact());
    let said: Vec<String> = lines
        .map(|line| line.text.split_whitespace().collect::<Vec<_>>().join(" "))
        .collect();
    match said.as_slice() {
        [] if service.local => String::from("each version says"),
        [] => String::from("no contact"),
        some => some.join("; "),
    }
}

/// Pathways side by side.
#[derive(Clone, Debug)]
pub struct Matrix {
    /// One for each base with its versions; and one for all the rest.
    pub tables: Vec<Table>,
}

/// Some pathways side by side.
#[derive(Clone, Debug)]
pub struct Table {
    /// What they are versions of, or that they are none.
    pub title: String,
    /// Whose each is, and its file.
    pub columns: Vec<(String, String)>,
    /// The rows, section by section.
    pub rows: Vec<Row>,
}

/// What each pathway has of one thing.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Row {
    /// Which section it is in.
    pub section: Section,
    /// The name of the thing, if it has one.
    pub name: String,
    /// What people read of it, as the first pathway has it.
    pub text: String,
    /// For each pathway what it has; none where it has no such thing.
    pub cells: Vec<Option<String>>,
}

impl Row {
    /// Whether it is not the same in all of them.
    pub fn differs(&self) -> bool {
        self.cells.windows(2).any(|pair| pair[0] != pair[1])
    }
}

impl Matrix {
    /// These pathways side by side; with `only_differences`, without the rows in which all have the same.
    pub fn of(columns: Vec<Column>, only_differences: bool) -> Matrix {
        let mut versions: BTreeMap<(String, String), Vec<Column>> = BTreeMap::new();
        let bases: Vec<(String, String)> = columns
            .iter()
            .filter(|column| column.is_version)
            .map(|column| column.base.clone())
            .collect();
        let mut others = Vec::new();
        for column in columns {
            if bases.contains(&column.base) {
                versions
                    .entry(column.base.clone())
                    .or_default()
                    .push(column);
            } else {
                others.push(column);
            }
        }
        let mut tables: Vec<Table> = versions
            .into_iter()
            .map(|((_, title), mut columns)| {
                // The base first, then its versions as they came.
                columns.sort_by_key(|column| column.is_version);
                Table::of(title, columns, only_differences)
            })
            .collect();
        if !others.is_empty() {
            let title = match tables.as_slice() {
                [] => "Pathways side by side",
                [..] => "Pathways that are no version of another",
            };
            tables.push(Table::of(title.to_string(), others, only_differences));
        }
        Matrix { tables }
    }
}

impl Table {
    fn of(title: String, columns: Vec<Column>, only_differences: bool) -> Table {
        let mut rows: Vec<Row> = Vec::new();
        let mut numbers: BTreeMap<(Section, String), usize> = BTreeMap::new();
        let many = columns.len();
        let mut heads = Vec::with_capacity(many);
        let titles: Vec<String> = columns.iter().map(|it| it.title.clone()).collect();
        let versions = columns.iter().any(|column| column.is_version);
        for (at, column) in columns.into_iter().enumerate() {
            // Two of one title are told apart by their files.
            let twice = titles.iter().filter(|it| **it == column.title).count() > 1;
            let head = if versions && !column.is_version {
                String::from("The base")
            } else if twice {
                let file = column.file.rsplit(['/', '\\']).next().unwrap_or_default();
                format!("{} ({file})", column.title)
            } else {
                column.title
            };
            heads.push((head, column.file));
            for (section, name, text, cell) in column.cells {
                // What has no name of its own is known by its text.
                let key = if name.is_empty() {
                    text.clone()
                } else {
                    name.clone()
                };
                let number = *numbers.entry((section, key)).or_insert_with(|| {
                    rows.push(Row {
                        section,
                        name,
                        text,
                        cells: vec![None; many],
                    });
                    rows.len() - 1
                });
                rows[number].cells[at] = Some(cell);
            }
        }
        rows.retain(|row| !only_differences || row.differs());
        rows.sort_by_key(|row| row.section);
        Table {
            title,
            columns: heads,
            rows,
        }
    }
}

#[cfg(test)]
mod tests;
