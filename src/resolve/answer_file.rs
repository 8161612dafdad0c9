//! A list of answers from a file with commas: `name`, `text`, and a group in every further column. The
//! only file that knows the `csv` crate.
//!
//! Invariant: every finding and every answer has its place inside the file of answers.

use std::collections::HashMap;

use csv::{ReaderBuilder, StringRecord, Trim};

use super::answers::ASKED;
use super::declare::reserved;
use super::names::Kind;
use super::{Context, spaced};
use crate::diagnostic::{Code, Diagnostic};
use crate::ir::{AnswerOption, Group, GroupId, Part};
use crate::source::{Given, LARGEST, Read, SourceId, Span, Spanned, too_much_together};
use crate::syntax::ast::{LineKind, Text};

/// What was read from a file of answers.
#[derive(Clone, Debug, Default)]
pub(super) struct AnswerList {
    /// The answers, in the order of the rows.
    pub(super) options: Vec<AnswerOption>,
    /// The groups, in the order of the columns.
    pub(super) groups: Vec<Column>,
    /// Whether every row could be used.
    pub(super) whole: bool,
    /// How long the file is.
    bytes: usize,
}

/// A column that is a group.
#[derive(Clone, Debug)]
pub(super) struct Column {
    pub(super) name: String,
    pub(super) members: Vec<usize>,
    pub(super) span: Span,
}

impl Context<'_, '_> {
    /// Reads every file of answers, and declares its columns as groups.
    pub(super) fn read_answer_files(&mut self, read: &Read<'_>) {
        let mut known: HashMap<(SourceId, String), AnswerList> = HashMap::new();
        // A list counts as often as a question has its answers.
        let mut bytes = self.sources.bytes();
        for (part, block) in self.blocks_of(&ASKED) {
            let Part::Question(question) = part else {
                continue;
            };
            for line in &block.lines {
                let LineKind::AnswersFrom(path) = &line.kind else {
                    continue;
                };
                self.enter(Some(part), line.span);
                let named = (path.span.source, path.it.to_string());
                let list = match known.get(&named) {
                    Some(list) if bytes.saturating_add(list.bytes) > LARGEST => {
                        self.not_read(path, too_much_together(&path.it))
                    }
                    Some(list) => list.clone(),
                    None if bytes > LARGEST => self.not_read(path, too_much_together(&path.it)),
                    None => self.read_answer_file(path, bytes, read),
                };
                bytes = bytes.saturating_add(list.bytes);
                known.entry(named).or_insert_with(|| list.clone());
                for column in &list.groups {
                    let name = Spanned {
                        it: column.name.as_str(),
                        span: column.span,
                    };
                    let id = GroupId(self.pathway.groups.len());
                    self.pathway.groups.push(Group {
                        name: column.name.clone(),
                        text: spaced(&column.name),
                        question,
                        members: column.members.clone(),
                        span: column.span,
                    });
                    self.declare_name(&name, Kind::Group, Part::Group(id));
                }
                self.answer_files.insert(line.span, list);
            }
        }
    }

    /// A file beside so many bytes that were read.
    fn read_answer_file(&mut self, path: &Text<'_>, bytes: usize, read: &Read<'_>) -> AnswerList {
        let from = self.sources.get(path.span.source).name.clone();
        match read(&from, &path.it) {
            Err(why) => {
                let message = format!(
                    "The file of answers `{}` cannot be read: {}.",
                    path.it,
                    why.trim_end_matches(['.', ' '])
                );
                self.not_read(path, message)
            }
            Ok(Given { text, .. }) if bytes.saturating_add(text.len()) > LARGEST => {
                self.not_read(path, too_much_together(&path.it))
            }
            Ok(Given { name, text }) => {
                let source = self.sources.add(name, text.clone());
                let (mut list, findings) = read_text(&path.it, &text, source);
                list.bytes = text.len();
                self.groups_may_be_missing |= !findings.is_empty();
                for finding in findings {
                    self.say(finding);
                }
                list
            }
        }
    }

    fn not_read(&mut self, path: &Text<'_>, message: String) -> AnswerList {
        let help = "The path is read from the folder in which this file stands.";
        self.say(Diagnostic::new(Code::BadAnswerFile, path.span, message).help(help));
        self.groups_may_be_missing = true;
        AnswerList::default()
    }
}

/// How many mistakes of one file are told.
const SHOWN: usize = 10;

/// Reads the text of a file that its reader calls `path`; says what is wrong with it.
fn read_text(path: &str, text: &str, source: SourceId) -> (AnswerList, Vec<Diagnostic>) {
    let mut reading = Reading {
        path,
        text,
        source,
        findings: Vec::new(),
        list: AnswerList::default(),
    };
    reading.read();
    let hidden = reading.findings.len().saturating_sub(SHOWN);
    reading.findings.truncate(SHOWN);
    if hidden > 0
        && let Some(last) = reading.findings.pop()
    {
        let help = format!("`{path}` has {hidden} more mistakes of this kind.");
        reading.findings.push(last.help(help));
    }
    reading.list.whole = reading.findings.is_empty();
    (reading.list, reading.findings)
}

struct Reading<'a> {
    path: &'a str,
    text: &'a str,
    source: SourceId,
    findings: Vec<Diagnostic>,
    list: AnswerList,
}

/// What a column is for.
#[derive(Clone, Copy, PartialEq)]
enum Role {
    Name,
    Text,
    /// A group, by its number.
    Group(usize),
    /// Nothing: an empty heading, or one that could not be used.
    Nothing,
}

impl Reading<'_> {
    fn read(&mut self) {
        let mut rows = ReaderBuilder::new()
            .has_headers(false)
            .flexible(true)
            .trim(Trim::All)
            .from_reader(self.text.as_bytes());
        let first = self.text.lines().next().unwrap_or("");
        if !first.contains(',') {
            let other = [(';', "semicolons"), ('\t', "tabs")];
            if let Some((_, signs)) = other.iter().find(|(sign, _)| first.contains(*sign)) {
                let message = format!("The cells of `{}` stand between {signs}.", self.path);
                let help = "Save it again as CSV, with commas between the cells.";
                let finding = Diagnostic::new(Code::BadAnswerFile, self.whole(), message);
                self.findings.push(finding.help(help));
                return;
            }
        }
        let unclosed = self.text.bytes().filter(|byte| *byte == b'"').count() % 2 == 1;
        let mut roles: Option<Vec<(Role, String)>> = None;
        let mut known = HashMap::new();
        for row in rows.records() {
            let Ok(row) = row else {
                self.say(self.whole(), format!("`{}` is not text.", self.path));
                return;
            };
            match &roles {
                None => {
                    roles = Some(self.headings(&row));
                    if self
                        .findings
                        .iter()
                        .any(|finding| finding.span == self.whole())
                    {
                        return;
                    }
                }
                Some(roles) => self.row(&row, roles, &mut known),
            }
            for column in (0..row.len()).filter(|_| unclosed) {
                self.ends_its_quotes(&row, column);
            }
        }
        if roles.is_none() {
            let message = format!("`{}` is empty.", self.path);
            self.say(self.whole(), message);
        } else if self.list.options.is_empty() && self.findings.is_empty() {
            let message = format!("`{}` has no answers under its headings.", self.path);
            self.say(self.whole(), message);
        }
    }

    /// A quote that never ends takes every row after it into one cell.
    fn ends_its_quotes(&mut self, row: &StringRecord, column: usize) {
        let goes_on = row
            .get(column)
            .is_some_and(|cell| cell.contains(['\n', '\r']));
        if goes_on {
            let number = row.position().map_or(0, csv::Position::line);
            let message = format!(
                "A cell that begins in row {number} of `{}` has a quote that never ends.",
                self.path
            );
            let finding = Diagnostic::new(Code::BadAnswerFile, self.cell(row, column), message);
            let help = "Put the quote that is missing where the cell ends.";
            self.findings.push(finding.help(help));
        }
    }

    /// The first row says what each column is for.
    fn headings(&mut self, row: &StringRecord) -> Vec<(Role, String)> {
        let mut roles: Vec<(Role, String)> = Vec::new();
        for (column, heading) in row.iter().enumerate() {
            let heading = heading.trim_start_matches('\u{feff}');
            let span = self.cell(row, column);
            let small = heading.to_lowercase();
            let role = if heading.is_empty() {
                Role::Nothing
            } else if heading != small && ["name", "text"].contains(&small.as_str()) {
                let message = format!(
                    "The column `{heading}` of `{}` is written in small letters: `{small}`.",
                    self.path
                );
                self.say(span, message);
                if small == "name" {
                    Role::Name
                } else {
                    Role::Text
                }
            } else if roles.iter().any(|(_, known)| known == heading) {
                let message = format!("`{}` has two columns called `{heading}`.", self.path);
                self.say(span, message);
                Role::Nothing
            } else if heading == "name" {
                Role::Name
            } else if heading == "text" {
                Role::Text
            } else if self.is_name(heading, span, "column") {
                self.list.groups.push(Column {
                    name: heading.to_string(),
                    members: Vec::new(),
                    span,
                });
                Role::Group(self.list.groups.len() - 1)
            } else {
                Role::Nothing
            };
            roles.push((role, heading.to_string()));
        }
        for (role, word) in [(Role::Name, "name"), (Role::Text, "text")] {
            if !roles.iter().any(|(known, _)| *known == role) {
                let message = format!("`{}` has no column `{word}`.", self.path);
                self.say(self.whole(), message);
            }
        }
        roles
    }

    fn row(
        &mut self,
        row: &StringRecord,
        roles: &[(Role, String)],
        known: &mut HashMap<String, Span>,
    ) {
        if row.iter().all(str::is_empty) {
            return;
        }
        let number = row.position().map_or(0, csv::Position::line);
        let (mut name, mut text) = (("", Span::default()), "");
        let mut groups = Vec::new();
        for (column, cell) in row.iter().enumerate() {
            let (role, heading) = roles
                .get(column)
                .map_or((Role::Nothing, ""), |(role, heading)| (*role, heading));
            match role {
                Role::Name => name = (cell, self.cell(row, column)),
                Role::Text => text = cell,
                Role::Group(_) if cell.is_empty() => {}
                Role::Group(group) if cell == "yes" => groups.push(group),
                Role::Group(_) => {
                    let message = format!(
                        "Row {number} of `{}` says `{cell}` in the column `{heading}`; a group's column says `yes` or nothing.",
                        self.path
                    );
                    self.say(self.cell(row, column), message);
                }
                Role::Nothing if cell.is_empty() || !heading.is_empty() => {}
                Role::Nothing => {
                    let message = format!(
                        "Row {number} of `{}` says `{cell}` in a column without a heading.",
                        self.path
                    );
                    self.say(self.cell(row, column), message);
                }
            }
        }
        let (name, span) = name;
        if name.is_empty() {
            let message = format!("Row {number} of `{}` has no name.", self.path);
            self.say(self.cell(row, 0), message);
            return;
        }
        if text.is_empty() {
            let message = format!("Row {number} of `{}`, `{name}`, has no text.", self.path);
            self.say(self.cell(row, 0), message);
        }
        if !self.is_name(name, span, "answer") {
            return;
        }
        if let Some(first) = known.get(name) {
            let message = format!("`{}` has two answers called `{name}`.", self.path);
            let finding = Diagnostic::new(Code::BadAnswerFile, span, message);
            self.findings.push(finding.label(*first, "The first one."));
            return;
        }
        known.insert(name.to_string(), span);
        for group in groups {
            if let Some(group) = self.list.groups.get_mut(group) {
                group.members.push(self.list.options.len());
            }
        }
        self.list.options.push(AnswerOption {
            name: name.to_string(),
            text: if text.is_empty() {
                spaced(name)
            } else {
                text.to_string()
            },
            alone: false,
            notes: Vec::new(),
            span,
        });
    }

    /// Whether this can be a name; tells why where it cannot.
    fn is_name(&mut self, name: &str, span: Span, what: &str) -> bool {
        if let Some(why) = reserved(name) {
            self.say(span, why);
            return false;
        }
        let letters = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_';
        if name.starts_with(|c: char| c.is_ascii_lowercase()) && name.chars().all(letters) {
            return true;
        }
        let message = format!(
            "`{name}` cannot be the name of an {what} in `{}`.",
            self.path
        );
        let message = message.replace("an column", "a column");
        let mut finding = Diagnostic::new(Code::BadAnswerFile, span, message)
            .help("A name is made of small letters, digits and `_`, and begins with a letter.");
        if let Some(better) = as_name(name) {
            finding = finding.help(format!("Write `{better}`."));
        }
        self.findings.push(finding);
        false
    }

    fn say(&mut self, span: Span, message: String) {
        let help = match span == self.whole() {
            true => {
                "The first row of the file names its columns: `name`, `text`, and one for each group."
            }
            false => "",
        };
        let finding = Diagnostic::new(Code::BadAnswerFile, span, message);
        self.findings.push(if help.is_empty() {
            finding
        } else {
            finding.help(help)
        });
    }

    /// The first line of the file, where the whole of it is meant.
    fn whole(&self) -> Span {
        let end = self.text.lines().next().map_or(0, str::len);
        Span::new(self.source, 0, end)
    }

    /// Where a cell stands, without its quotes.
    fn cell(&self, row: &StringRecord, column: usize) -> Span {
        let start = row.position().map_or(0, csv::Position::byte);
        let start = usize::try_from(start).unwrap_or(usize::MAX);
        let (from, to) = cell_place(self.text.get(start..).unwrap_or(""), column);
        Span::new(
            self.source,
            start.saturating_add(from),
            start.saturating_add(to),
        )
    }
}

/// Where a column's cell stands in a text that begins with its row, spaces and quotes left out.
fn cell_place(row: &str, column: usize) -> (usize, usize) {
    let row_start = row.len() - row.trim_start_matches(['\r', '\n', '\u{feff}']).len();
    let (mut start, mut end, mut commas, mut quoted) = (row_start, row.len(), 0, false);
    for (at, byte) in row.bytes().enumerate().skip(row_start) {
        match byte {
            b'"' => quoted = !quoted,
            b',' if !quoted => {
                if commas == column {
                    end = at;
                    break;
                }
                commas += 1;
                start = at + 1;
            }
            b'\n' if !quoted => {
                end = at;
                break;
            }
            _ => {}
        }
    }
    let cell = row.get(start..end).unwrap_or("");
    let left = cell.len() - cell.trim_start_matches([' ', '\t', '"']).len();
    let inner = cell.trim_matches(['\r', '\n', ' ', '\t', '"']);
    (start + left, start + left + inner.len())
}

/// The nearest thing to some words that can be a name.
fn as_name(words: &str) -> Option<String> {
    let parts: Vec<String> = words
        .split(|c: char| !c.is_ascii_alphanumeric())
        .filter(|part| !part.is_empty())
        .map(str::to_ascii_lowercase)
        .collect();
    let name = parts.join("_");
    name.starts_with(|c: char| c.is_ascii_lowercase())
        .then_some(name)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::source::Sources;

    /// What was read, and each finding with the words it points at.
    fn reading(text: &str) -> (AnswerList, Vec<(String, String)>) {
        let mut sources = Sources::default();
        let source = sources.add("wards.csv", text);
        let (list, findings) = read_text("wards.csv", text, source);
        let told = findings
            .into_iter()
            .map(|it| (sources.slice(it.span).to_string(), it.message))
            .collect();
        (list, told)
    }

    #[test]
    fn rows_are_answers_and_further_columns_are_groups() {
        let (list, told) = reading(
            "\u{feff}name,text,coastal\r\nwest,\"West, and \"\"North\"\"\",\r\n\r\n east , East , yes \r\n",
        );
        assert_eq!(told, []);
        assert!(list.whole);
        assert_eq!(list.options[0].text, "West, and \"North\"");
        assert_eq!(list.options[1].name, "east");
        assert_eq!(list.groups[0].name, "coastal");
        assert_eq!(list.groups[0].members, [1]);
    }

    #[test]
    fn a_bad_cell_is_told_with_its_row_its_column_and_its_place() {
        let (list, told) = reading("name,text,coastal\nwest,\"West\nside\",yes\neast,East,\"Y\"\n");
        assert_eq!(
            told,
            [(
                "Y".to_string(),
                "Row 4 of `wards.csv` says `Y` in the column `coastal`; a group's column says `yes` or nothing."
                    .to_string()
            )]
        );
        assert!(!list.whole);
        assert_eq!(list.options.len(), 2);
    }

    #[test]
    fn what_swallows_rows_or_columns_is_told_once() {
        for (text, place, words) in [
            (
                "name,text\na,\"A\nb,B\n",
                "A\nb,B",
                "a quote that never ends",
            ),
            ("name;text\na;A\n", "name;text", "stand between semicolons"),
            ("name\ttext\na\tA\n", "name\ttext", "stand between tabs"),
            (
                "Name,text\na,A\n",
                "Name",
                "is written in small letters: `name`",
            ),
        ] {
            let (list, told) = reading(text);
            assert_eq!(told.len(), 1, "{told:?}");
            assert_eq!(told[0].0, place);
            assert!(told[0].1.contains(words), "{told:?}");
            assert!(!list.whole);
        }
    }

    #[test]
    fn names_are_checked_and_may_stand_once() {
        let (list, told) = reading("name,text\nCastle Point,x\n,,\nyes,x\na,x\na,y\n,z\nb,\n");
        let places: Vec<&str> = told.iter().map(|(place, _)| place.as_str()).collect();
        assert_eq!(places, ["Castle Point", "yes", "a", "", "b"]);
        assert_eq!(list.options.len(), 2);
    }

    #[test]
    fn a_file_needs_its_two_columns_and_a_row() {
        assert_eq!(reading("name,title\na,b\n").1.len(), 1);
        assert_eq!(reading("").1.len(), 1);
        assert_eq!(reading("name,text\n").1.len(), 1);
    }

    #[test]
    fn a_file_full_of_mistakes_does_not_drown_its_author() {
        let text: String = std::iter::once("name,text\n".to_string())
            .chain((0..500).map(|n| format!("A{n},x\n")))
            .collect();
        assert_eq!(reading(&text).1.len(), SHOWN);
    }
}
