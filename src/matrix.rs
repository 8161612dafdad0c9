//! Pathways side by side: what each authority has, and where they differ.
//!
//! In: what is to be said of each pathway ([`Column::of`]), which is little, so that hundreds can be compared without
//! keeping them. Out: tables of words ([`Matrix::of`]): the versions of one base in one table, and all pathways that
//! have none in another. Rows stand in the order in which the first pathway has them.
//!
//! Everything is compared that decides what a family gets or how it reaches somebody, as it is written; notes and hints
//! are not. Absent on purpose: which families get what. That is [`crate::diff`]'s, for two pathways at a time.

mod csv;
mod html;
mod markdown;

use std::collections::{BTreeMap, BTreeSet};

use crate::calendar;
use crate::diagnostic::{Diagnostics, Severity};
use crate::emit::words::{self, Words};
use crate::ir::{Answers, BlockKind, Pathway, Service, ServiceId, Strength, What};

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
    /// Where each place leads.
    Ways,
    /// What families get.
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
            Section::Ways => "Where each place leads",
            Section::Outcomes => "Steps and outcomes, and what families get there",
        }
    }
}

/// What is said of one pathway.
#[derive(Clone, Debug)]
pub struct Column {
    /// The name and title of the pathway; for a version, those of its base.
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
        column.definitions(pathway);
        column.services(pathway);
        column.rules(pathway, found);
        column.questions(pathway);
        column.places(pathway);
        column
    }

    fn add(&mut self, section: Section, name: &str, text: &str, cell: impl Into<String>) {
        let text = words::on_one_line(text);
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

    fn definitions(&mut self, pathway: &Pathway) {
        for condition in &pathway.conditions {
            let said = format!("when {}", condition.guard.text);
            self.add(Section::Thresholds, &condition.name, &condition.text, said);
        }
        for score in &pathway.scores {
            let terms = score.terms.iter();
            let terms: Vec<String> = terms
                .map(|it| format!("{} {}", it.points, it.text))
                .collect();
            self.add(
                Section::Thresholds,
                &score.name,
                &score.text,
                terms.join("; "),
            );
        }
    }

    fn services(&mut self, pathway: &Pathway) {
        for (id, service) in (0..).map(ServiceId).zip(&pathway.services) {
            let actions = pathway.blocks.iter().flat_map(|block| &block.actions);
            let strengths: BTreeSet<(Strength, String)> = actions
                .filter(|action| action.what == What::Service(id))
                .map(|action| {
                    let by = action.deadline.as_ref().map(words::deadline);
                    (action.strength, by.unwrap_or_default())
                })
                .collect();
            let strengths: Vec<String> = strengths
                .into_iter()
                .map(|(strength, by)| {
                    format!("{} {by}", words::strength(strength))
                        .trim()
                        .to_string()
                })
                .collect();
            let said = match strengths.as_slice() {
                [] => String::from("named only"),
                some => some.join(", "),
            };
            let said = format!("\"{}\": {said}", service.title);
            self.add(Section::Services, &service.name, &service.title, said);
            self.add(
                Section::Contacts,
                &service.name,
                &service.title,
                contacts(service),
            );
        }
    }

    fn rules(&mut self, pathway: &Pathway, found: &Diagnostics) {
        for rule in &pathway.rules {
            let said = match &found.rules {
                Some(rules) if rules.open.contains(&rule.name) => "does not hold",
                Some(_) => "holds",
                None => "not known: the flow has errors",
            };
            self.add(Section::Rules, &rule.name, &rule.text, said);
        }
    }

    fn questions(&mut self, pathway: &Pathway) {
        let say = Words::of(pathway);
        for question in &pathway.questions {
            let kind = if question.fact {
                "known from the start"
            } else {
                "asked"
            };
            let answers = match &question.answers {
                Answers::Range { .. } => say.range(&question.answers),
                Answers::OneOf(_) | Answers::Several { .. } => {
                    let options = question.answers.options();
                    let texts: Vec<&str> = options.iter().map(|it| it.text.as_str()).collect();
                    texts.join("; ")
                }
                Answers::Text => String::from("any words"),
                Answers::Broken => String::from("not understood"),
            };
            let said = format!("{kind} \"{}\": {answers}", question.text);
            self.add(Section::Questions, &question.name, &question.text, said);
        }
    }

    /// Where each place leads, and what families get there, in the words of the pathway.
    fn places(&mut self, pathway: &Pathway) {
        let say = Words::of(pathway);
        for block in &pathway.blocks {
            let own = match block.kind {
                BlockKind::Question(question) => Some(question),
                BlockKind::Step | BlockKind::Outcome => None,
            };
            let ways = block.ways.iter().map(|way| {
                let target = way
                    .target
                    .map_or("?", |target| pathway[target].name.as_str());
                let when = say.way(block, way).join(" ");
                if when.is_empty() {
                    format!("to {target}")
                } else {
                    format!("{when}: to {target}")
                }
            });
            let ways: Vec<String> = ways.collect();
            if !ways.is_empty() {
                self.add(Section::Ways, &block.name, &block.title, ways.join("; "));
            }
            let actions = block.actions.iter().map(|action| say.action(action, own));
            let actions: Vec<String> = actions.collect();
            if own.is_none() || !actions.is_empty() {
                let said = format!("\"{}\": {}", block.title, actions.join("; "));
                let said = said.trim_end_matches([' ', ':']).to_string();
                self.add(Section::Outcomes, &block.name, &block.title, said);
            }
        }
    }
}

/// What is said of a service, in one line.
fn contacts(service: &Service) -> String {
    let mut said: Vec<String> = Vec::new();
    for line in &service.lines {
        let text = words::on_one_line(&line.text);
        let when = line.when.as_ref().map(|it| format!(" when {}", it.text));
        said.push(text + &when.unwrap_or_default());
    }
    if let Some(retired) = &service.retired {
        said.push(format!("closes on {}", calendar::words(retired.on)));
    }
    let reached = service.lines.iter().any(|line| line.is_contact());
    match said.as_slice() {
        _ if service.local && !reached => String::from("each version says"),
        _ if !reached => format!("no contact; {}", said.join("; "))
            .trim_end_matches("; ")
            .to_string(),
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
