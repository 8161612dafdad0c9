//! The services of a document as a table for a spreadsheet: for whoever keeps the contacts up to date, rings round to
//! check them, or gives them to a telephone desk. One row for each service, one column for each kind of contact.
//!
//! Invariants: a spreadsheet takes no cell for a formula, and keeps the nought at the beginning of a number to ring.
//! Where a cell has several contacts, each stands on a line of its own.

use csv::{Terminator, WriterBuilder};

use crate::ir::Detail;

use super::document::{Contact, Document, Service};

/// The columns after the title, each with the kinds of lines that stand in it.
const CONTACTS: &[(&str, &[Detail])] = &[
    ("Phone", &[Detail::Phone]),
    ("Email", &[Detail::Email]),
    ("Website", &[Detail::Website]),
    ("Form", &[Detail::Form]),
    ("Address", &[Detail::Address, Detail::Postcode]),
    ("Open", &[Detail::Hours]),
    ("Who it is for", &[Detail::For, Detail::Audience]),
    ("Cost", &[Detail::Cost]),
    ("Languages", &[Detail::Languages]),
    (
        "Notes",
        &[
            Detail::Note,
            Detail::Hint,
            Detail::Owner,
            Detail::Authority,
            Detail::Version,
            Detail::Source,
        ],
    ),
];

/// The table, as UTF-8 that begins with the mark by which spreadsheets know it.
pub fn emit(document: &Document) -> Vec<u8> {
    let mut writer = WriterBuilder::new()
        .terminator(Terminator::CRLF)
        .from_writer(b"\xef\xbb\xbf".to_vec());
    let mut head = vec!["Service"];
    head.extend(CONTACTS.iter().map(|(word, _)| *word));
    head.extend(["Only when", "Out of hours", "Closed", "Named at", "Name"]);
    let mut rows: Vec<Vec<String>> = vec![head.into_iter().map(String::from).collect()];
    rows.extend(document.services.iter().map(|it| row(document, it)));
    for row in rows {
        let cells = row.iter().map(|cell| harmless(cell));
        writer
            .write_record(cells)
            .expect("writing to memory does not fail");
    }
    writer
        .into_inner()
        .expect("writing to memory does not fail")
}

fn row(document: &Document, service: &Service) -> Vec<String> {
    let mut row = vec![service.title.clone()];
    for (_, kinds) in CONTACTS {
        let lines = service.contacts.iter();
        let lines = lines.filter(|line| kinds.contains(&line.kind));
        let lines: Vec<String> = lines.map(|line| contact(kinds, line)).collect();
        row.push(lines.join("\n"));
    }
    let titled = |id| document.services.iter().find(|it| Some(it.id) == id);
    let other = titled(service.out_of_hours).map(|it| it.title.clone());
    let steps: Vec<String> = (document.steps.iter())
        .flat_map(|step| step.duties.iter().map(move |duty| (step, duty)))
        .filter(|(_, duty)| {
            duty.deeds
                .iter()
                .any(|deed| deed.service == Some(service.id))
        })
        .map(|(step, duty)| format!("{}. {} ({})", step.number, step.title, duty.strength))
        .collect();
    row.push(service.eligible.join("\n"));
    row.push(other.unwrap_or_default());
    row.push(service.closed.clone().unwrap_or_default());
    row.push(steps.join("\n"));
    row.push(service.name.clone());
    row
}

/// A contact; where its column holds several kinds, with the word for its own.
fn contact(kinds: &[Detail], contact: &Contact) -> String {
    let is_plain =
        matches!(contact.kind, Detail::Note | Detail::For) || kinds.first() == Some(&contact.kind);
    let word = if is_plain {
        String::new()
    } else {
        format!("{}: ", contact.word)
    };
    match &contact.when {
        Some(when) => format!("{word}{} (when {when})", contact.text),
        None => format!("{word}{}", contact.text),
    }
}

/// A text that a spreadsheet shows as it is: with a `'` before it where it could begin a formula. A number to ring is
/// none, and keeps its plus and its noughts: behind it stands a space that nobody sees, with which it is no number.
pub(crate) fn harmless(text: &str) -> String {
    let is_to_ring = |c: char| c.is_ascii_digit() || " +()".contains(c);
    let begins = text.trim_start_matches(|c: char| c.is_whitespace() || c.is_control());
    if text.contains(|c: char| c.is_ascii_digit())
        && text.chars().all(is_to_ring)
        && begins.starts_with(['+', '0'])
        && text.len() > 2
    {
        format!("{text}\u{a0}")
    } else if begins.starts_with(['=', '+', '-', '@', '＝', '＋', '－', '＠'])
        || text.starts_with(['\t', '\r', '\n'])
    {
        format!("'{text}")
    } else {
        text.to_string()
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use super::*;
    use crate::emit::document::Shown;
    use crate::emit::sample::hostile::{all_say, hostile};
    use crate::emit::sample::thurrock;
    use crate::ir::Pathway;

    /// The table, each row by its columns.
    fn read(pathway: &Pathway) -> Vec<BTreeMap<String, String>> {
        let table = emit(&Document::of(pathway, &Shown::all(pathway), 0));
        let text = table.strip_prefix(b"\xef\xbb\xbf").expect("the mark");
        let mut reader = csv::Reader::from_reader(text);
        reader
            .deserialize()
            .map(|row| row.expect("a row with every column"))
            .collect()
    }

    #[test]
    fn each_service_is_a_row_with_its_contacts() {
        let rows = read(&thurrock());
        let mash = rows.iter().find(|row| row["Service"] == "MASH");
        let mash = mash.expect("a row");
        assert!(mash["Phone"].starts_with("01632 960 001"), "{mash:?}");
        assert_eq!(mash["Out of hours"], "Emergency Duty Team");
        assert!(mash["Named at"].contains("(Must)"), "{mash:?}");
        assert_eq!(mash["Name"], "mash");
    }

    #[test]
    fn no_cell_is_a_formula_whatever_an_author_writes() {
        for words in hostile() {
            for row in read(&all_say(&words)) {
                for cell in row.values() {
                    assert!(!cell.starts_with(['=', '-', '@', '\t', '\r']), "{cell}");
                    assert!(!cell.starts_with('+'), "{cell}");
                }
            }
        }
    }

    #[test]
    fn a_number_to_ring_stays_what_it_is() {
        for number in ["+44 1632 960 001", "01632960001", "+441632960001"] {
            assert_eq!(harmless(number), format!("{number}\u{a0}"));
        }
        for formula in [
            "=1+1",
            "+1+cmd|' /C calc'!A0",
            "-2",
            "@SUM(1)",
            " =1",
            "\t=1",
        ] {
            assert_eq!(harmless(formula), format!("'{formula}"));
        }
        for text in ["12", "MASH", "0", "999", "101, option 2"] {
            assert_eq!(harmless(text), text);
        }
    }
}
