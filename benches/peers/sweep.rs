//! A decision-table analyser in the manner of Calvanese, Dumas, Laurson, Maggi, Montali and Teinemaa,
//! "Semantics and Analysis of DMN Decision Tables" (2016): rows are boxes; a line sweeps over the bounds of
//! one column, and what lies under it is swept over the next.
//!
//! In goes a table, out come the pairs of rows that overlap and lead to different places, and how many boxes
//! are in no row. Written from the idea of the paper.

use std::collections::BTreeSet;
use std::time::Instant;

use super::tables::Table;

/// The pairs that overlap; none where the time ran out.
pub(crate) fn overlaps(table: &Table, until: Instant) -> Option<BTreeSet<(usize, usize)>> {
    let mut found = BTreeSet::new();
    let all: Vec<usize> = (0..table.rows.len()).collect();
    overlapping(table, &all, 0, until, &mut found).then_some(found)
}

/// How many boxes no row covers; none where the time ran out.
pub(crate) fn missing(table: &Table, until: Instant) -> Option<usize> {
    let mut found = 0;
    let all: Vec<usize> = (0..table.rows.len()).collect();
    uncovered(table, &all, 0, until, &mut found).then_some(found)
}

/// Where the cells of these rows begin and end in a column, in order; a cell that begins where another ends
/// comes first, as both hold that number.
fn bounds(table: &Table, rows: &[usize], column: usize) -> Vec<(i64, bool, usize)> {
    let mut bounds = Vec::new();
    for row in rows {
        for (from, to) in &table.rows[*row][column] {
            if from <= to {
                bounds.push((*from, false, *row));
                bounds.push((*to, true, *row));
            }
        }
    }
    bounds.sort_unstable();
    bounds
}

/// Looks for rows that overlap in this column and all after it. False where the time ran out.
fn overlapping(
    table: &Table,
    rows: &[usize],
    column: usize,
    until: Instant,
    found: &mut BTreeSet<(usize, usize)>,
) -> bool {
    if column == table.columns.len() {
        for (at, first) in rows.iter().enumerate() {
            for second in &rows[at + 1..] {
                if table.targets[*first] != table.targets[*second] {
                    found.insert((*first.min(second), *first.max(second)));
                }
            }
        }
        return true;
    }
    if Instant::now() > until {
        return false;
    }
    let mut under = BTreeSet::new();
    let mut grew = false;
    for (_, is_end, row) in bounds(table, rows, column) {
        if !is_end {
            under.insert(row);
            grew = true;
            continue;
        }
        // As many rows as will ever lie here together: only these need to be looked at.
        if grew && under.len() > 1 {
            let together: Vec<usize> = under.iter().copied().collect();
            if !overlapping(table, &together, column + 1, until, found) {
                return false;
            }
        }
        grew = false;
        under.remove(&row);
    }
    true
}

/// Looks for boxes in none of these rows. False where the time ran out.
fn uncovered(
    table: &Table,
    rows: &[usize],
    column: usize,
    until: Instant,
    found: &mut usize,
) -> bool {
    if column == table.columns.len() {
        return true;
    }
    if Instant::now() > until {
        return false;
    }
    let (mut next, last) = table.columns[column];
    let mut under: BTreeSet<usize> = BTreeSet::new();
    for (at, is_end, row) in bounds(table, rows, column) {
        let up_to = if is_end { at } else { at - 1 };
        if next <= up_to {
            if !stretch(table, &under, column, until, found) {
                return false;
            }
            next = up_to + 1;
        }
        if is_end {
            under.remove(&row);
        } else {
            under.insert(row);
        }
    }
    next > last || stretch(table, &under, column, until, found)
}

/// What is missing where exactly these rows lie.
fn stretch(
    table: &Table,
    under: &BTreeSet<usize>,
    column: usize,
    until: Instant,
    found: &mut usize,
) -> bool {
    if under.is_empty() {
        *found += 1;
        return true;
    }
    let rows: Vec<usize> = under.iter().copied().collect();
    uncovered(table, &rows, column + 1, until, found)
}
