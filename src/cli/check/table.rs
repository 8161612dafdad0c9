//! The table at the end of a check of several flows: which authority's pathway has how many findings.
//!
//! Invariant: no line is wider than 80 columns, however wide the characters. The worst come first, and all that
//! have an error or a warning are there; of the others, those whose review comes soonest, and then their number.

use std::fmt::Write;

use fingerpost::diagnostic::{About, Diagnostics, Tally, count};
use unicode_width::{UnicodeWidthChar, UnicodeWidthStr};

/// The widest line, in columns.
const WIDE: usize = 80;
/// How many flows are shown, if there is nothing the matter with them.
const SHOWN: usize = 40;
/// What stands before the name of a file.
const INDENT: &str = "  ";
/// The columns to the right of the file.
const HEADS: [&str; 5] = ["errors", "warnings", "advice", "rules", "review by"];
const WIDTHS: [usize; 5] = [6, 8, 6, 8, 10];

/// One flow.
#[derive(Debug)]
pub(super) struct Row {
    /// The authority and its pathway.
    name: String,
    file: String,
    tally: Tally,
    rules: Option<(usize, usize)>,
    /// As `2027-03-31`, which is also its order.
    review_by: Option<String>,
}

impl Row {
    pub(super) fn of(file: &str, found: &Diagnostics) -> Row {
        let unknown = About::default();
        let about = found.about.as_ref().unwrap_or(&unknown);
        let title = match (&*about.title, &*about.name) {
            ("", "") => "a pathway without a name",
            ("", name) => name,
            (title, _) => title,
        };
        Row {
            name: match &about.authority {
                Some(authority) => format!("{authority}: {title}"),
                None => title.to_string(),
            },
            file: file.to_string(),
            tally: Tally::of(found),
            rules: found.rules.as_ref().map(|rules| (rules.hold, rules.of)),
            review_by: about.review_by.clone(),
        }
    }

    fn is_in_trouble(&self) -> bool {
        self.tally.errors + self.tally.warnings > 0
    }

    /// What stands to the right of the file.
    fn cells(&self) -> [String; 5] {
        let number = |n: usize| {
            if n == 0 {
                "-".to_string()
            } else {
                n.to_string()
            }
        };
        let rules = self.rules.map(|(hold, of)| format!("{hold} of {of}"));
        [
            number(self.tally.errors),
            number(self.tally.warnings),
            number(self.tally.advice),
            rules.unwrap_or_else(|| "-".to_string()),
            self.review_by.clone().unwrap_or_else(|| "-".to_string()),
        ]
    }
}

/// The table, and a line on what it leaves out.
///
/// ```text
/// authority: pathway
///   file                            errors  warnings  advice     rules   review by
/// Ambermere Council: Young carers
///   flows/example.flow                   1         -       2    4 of 4  2028-03-31
/// ```
pub(super) fn table(mut rows: Vec<Row>) -> String {
    rows.sort_by(|a, b| {
        let worst = |row: &Row| (row.tally.errors, row.tally.warnings);
        // A review date that is missing has been forgotten: it comes before all that are there.
        worst(b)
            .cmp(&worst(a))
            .then_with(|| a.review_by.cmp(&b.review_by))
            .then_with(|| a.file.cmp(&b.file))
    });
    let in_trouble = rows.iter().filter(|row| row.is_in_trouble()).count();
    let shown = in_trouble.max(SHOWN.min(rows.len()));
    // One more takes no more room than to count it.
    let shown = if shown + 1 == rows.len() {
        rows.len()
    } else {
        shown
    };

    let mut out = lines("authority: pathway", "file", &HEADS.map(str::to_string));
    for row in rows.iter().take(shown) {
        out += &lines(&row.name, &row.file, &row.cells());
    }
    if let Some(more @ 1..) = rows.len().checked_sub(shown) {
        let _ = writeln!(
            out,
            "and {} without errors or warnings; `--format json` has them all",
            count(more, "more flow")
        );
    }
    out
}

fn lines(name: &str, file: &str, cells: &[String; 5]) -> String {
    let mut right = String::new();
    for (cell, width) in cells.iter().zip(WIDTHS) {
        let _ = write!(right, "  {cell:>width$}");
    }
    let room = WIDE - INDENT.len() - right.len();
    let (name, file) = (beginning_of(name, WIDE), end_of(file, room));
    let gap = " ".repeat(room - file.width());
    format!("{name}\n{INDENT}{file}{gap}{right}\n")
}

/// The beginning of a text in so many columns.
fn beginning_of(text: &str, room: usize) -> String {
    let text = plain(text);
    if text.width() <= room {
        return text;
    }
    let kept = fitting(text.chars(), room - 1);
    let kept: String = text.chars().take(kept).collect();
    format!("{}…", kept.trim_end())
}

/// The end of a path in so many columns.
fn end_of(path: &str, room: usize) -> String {
    let path = plain(path);
    if path.width() <= room {
        return path;
    }
    let kept = fitting(path.chars().rev(), room - 1);
    let skipped = path.chars().count() - kept;
    format!("…{}", path.chars().skip(skipped).collect::<String>())
}

/// How many characters fit into so many columns.
fn fitting(chars: impl Iterator<Item = char>, room: usize) -> usize {
    let mut width = 0;
    chars
        .take_while(|c| {
            width += c.width().unwrap_or(0);
            width <= room
        })
        .count()
}

/// A text without what would change the screen.
fn plain(text: &str) -> String {
    let unprintable =
        |c: char| c.is_control() || matches!(c, '\u{2028}'..='\u{202e}' | '\u{2066}'..='\u{2069}');
    text.chars()
        .map(|c| if unprintable(c) { ' ' } else { c })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn row(name: &str, file: &str, errors: usize, warnings: usize, year: Option<u16>) -> Row {
        Row {
            name: name.to_string(),
            file: file.to_string(),
            tally: Tally {
                errors,
                warnings,
                ..Tally::default()
            },
            rules: (errors == 0).then_some((3, 4)),
            review_by: year.map(|year| format!("{year}-03-31")),
        }
    }

    #[test]
    fn the_worst_come_first_and_then_those_whose_review_is_due() {
        let rows = vec![
            row(
                "Ambermere Council: Young carers",
                "a.flow",
                0,
                0,
                Some(2029),
            ),
            row(
                "Brindlecombe: Parents in conflict",
                "flows/all of ours/parents_in_conflict.flow",
                0,
                12,
                Some(2028),
            ),
            row(
                "A pathway of an authority with a long name and a longer title, so that it does not fit",
                "c.flow",
                2,
                0,
                None,
            ),
            row(
                "Tŷ Hafan 家庭: 日本語",
                "日本語日本語日本語日本語日本語d.flow",
                0,
                0,
                Some(2027),
            ),
        ];
        assert_eq!(
            table(rows),
            "\
authority: pathway
  file                            errors  warnings  advice     rules   review by
A pathway of an authority with a long name and a longer title, so that it does…
  c.flow                               2         -       -         -           -
Brindlecombe: Parents in conflict
  …ours/parents_in_conflict.flow       -        12       -    3 of 4  2028-03-31
Tŷ Hafan 家庭: 日本語
  …本語日本語日本語日本語d.flow        -         -       -    3 of 4  2027-03-31
Ambermere Council: Young carers
  a.flow                               -         -       -    3 of 4  2029-03-31
"
        );
    }

    #[test]
    fn four_hundred_flows_are_told_in_few_lines_and_none_in_trouble_is_left_out() {
        let long = "県".repeat(90);
        let rows = |bad: usize| -> Vec<Row> {
            let rows =
                (0..400).map(|n| row(&long, &format!("{long}{n}"), 0, usize::from(n < bad), None));
            rows.collect()
        };
        for (bad, shown) in [(0, 40), (7, 40), (390, 390), (399, 400), (400, 400)] {
            let table = table(rows(bad));
            let lines: Vec<&str> = table.lines().collect();
            assert_eq!(
                lines.len(),
                2 + 2 * shown + usize::from(shown < 400),
                "{bad}"
            );
            assert!(lines.iter().all(|line| line.width() <= WIDE), "{table}");
        }
        assert!(table(rows(7)).ends_with(
            "\nand 360 more flows without errors or warnings; `--format json` has them all\n"
        ));
    }
}
