//! Usefulness in the manner of Maranget, "Warnings for pattern matching" (2007): a row is useful where it
//! takes something that no row above it takes. The row that takes everything is useful where the table has a
//! gap; a row of the table that is not useful is never taken.
//!
//! The constructors of a column are the stretches between the bounds of its cells. Two rows that overlap in
//! part are nothing to it: that is why it is a baseline and no rival.

use std::time::Instant;

use super::tables::{Cell, Table};

/// Whether every family is in some row; none where the time ran out.
pub(crate) fn is_exhaustive(table: &Table, until: Instant) -> Option<bool> {
    let all: Vec<&[Cell]> = table.rows.iter().map(Vec::as_slice).collect();
    let anything: Vec<Cell> = table.columns.iter().map(|range| vec![*range]).collect();
    useful(&all, &anything, until).map(|useful| !useful)
}

/// The rows that those above them leave nothing to; none where the time ran out.
pub(crate) fn redundant(table: &Table, until: Instant) -> Option<Vec<usize>> {
    let mut found = Vec::new();
    for at in 0..table.rows.len() {
        let above: Vec<&[Cell]> = table.rows[..at].iter().map(Vec::as_slice).collect();
        if !useful(&above, &table.rows[at], until)? {
            found.push(at);
        }
    }
    Some(found)
}

/// Whether `row` takes something that none of `above` takes.
fn useful(above: &[&[Cell]], row: &[Cell], until: Instant) -> Option<bool> {
    let Some((first, rest)) = row.split_first() else {
        return Some(above.is_empty());
    };
    if above.is_empty() {
        return Some(
            row.iter()
                .all(|cell| cell.iter().any(|(from, to)| from <= to)),
        );
    }
    if Instant::now() > until {
        return None;
    }
    for (from, to) in first {
        let mut begins = vec![*from];
        for (least, most) in above.iter().flat_map(|other| &other[0]) {
            let inside = |number: &i64| from < number && number <= to;
            begins.extend([*least, most + 1].iter().filter(|it| inside(it)));
        }
        begins.sort_unstable();
        begins.dedup();
        for begin in begins {
            let holds = |cell: &Cell| cell.iter().any(|(from, to)| (*from..=*to).contains(&begin));
            let special: Vec<&[Cell]> = above
                .iter()
                .filter(|other| holds(&other[0]))
                .map(|other| &other[1..])
                .collect();
            if begin <= *to && useful(&special, rest, until)? {
                return Some(true);
            }
        }
    }
    Some(false)
}
