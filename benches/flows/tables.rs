//! Tables of any length over seven columns, made by cutting the space of all answers into boxes: each family
//! is in exactly one row, until a cell is made wider or narrower by one.

use std::fmt::Write;

use super::Input;
use super::random::Random;

/// The columns: numbers from 0 to so many, and questions with so many answers (the last two).
const NUMBERS: [i64; 5] = [99, 52, 5_000, 20, 2_600];
const ANSWERS: [i64; 2] = [6, 9];
const COLUMNS: usize = NUMBERS.len() + ANSWERS.len();
const OUTCOMES: usize = 40;

/// The first and last number of each cell of a row.
type Row = [(i64, i64); COLUMNS];

pub(super) fn table(rows: usize, defect: usize) -> Input {
    let mut random = Random::new(rows as u64);
    let mut all: Vec<Row> = vec![whole()];
    while all.len() < rows {
        // Of three boxes the one with most to cut, so that none stays huge.
        let at = (0..3)
            .map(|_| random.below(all.len()))
            .max_by(|a, b| size(&all[*a]).total_cmp(&size(&all[*b])))
            .expect("there are three");
        let column = random.below(COLUMNS);
        let (first, last) = all[at][column];
        if first < last {
            let cut =
                first + random.below(usize::try_from(last - first).expect("it is small")) as i64;
            let mut other = all[at];
            all[at][column].1 = cut;
            other[column].0 = cut + 1;
            all.push(other);
        }
    }
    random.shuffle(&mut all);
    let mut it = Input::sound();
    it.table = Some("decide");
    match defect {
        1 => widen(&mut all, &mut random, &mut it),
        2 => narrow(&mut all, &mut random, &mut it),
        _ => {}
    }
    write_text(&all, &mut it);
    it
}

fn whole() -> Row {
    let mut row = [(0, 0); COLUMNS];
    for (column, cell) in row.iter_mut().enumerate() {
        cell.1 = last_of(column);
    }
    row
}

fn last_of(column: usize) -> i64 {
    match column.checked_sub(NUMBERS.len()) {
        None => NUMBERS[column],
        Some(at) => ANSWERS[at] - 1,
    }
}

fn size(row: &Row) -> f64 {
    row.iter()
        .map(|(first, last)| ((last - first + 1) as f64).ln())
        .sum()
}

/// Makes one cell wider by one, so that its row takes families of another row that leads elsewhere.
fn widen(all: &mut [Row], random: &mut Random, it: &mut Input) {
    loop {
        let (at, column) = (random.below(all.len()), random.below(NUMBERS.len()));
        if all[at][column].1 == last_of(column) {
            continue;
        }
        all[at][column].1 += 1;
        let pairs = (0..all.len())
            .filter(|other| other % OUTCOMES != at % OUTCOMES && meet(&all[at], &all[*other]))
            .count();
        if pairs > 0 {
            for _ in 0..pairs {
                it.plant("conflicting-branches", "decide");
            }
            return;
        }
        all[at][column].1 -= 1;
    }
}

fn meet(a: &Row, b: &Row) -> bool {
    a.iter().zip(b).all(|(a, b)| a.0 <= b.1 && b.0 <= a.1)
}

fn narrow(all: &mut [Row], random: &mut Random, it: &mut Input) {
    loop {
        let (at, column) = (random.below(all.len()), random.below(NUMBERS.len()));
        if all[at][column].0 < all[at][column].1 {
            all[at][column].1 -= 1;
            it.plant("missing-branch", "decide");
            return;
        }
    }
}

fn write_text(all: &[Row], it: &mut Input) {
    it.begin("c0");
    for column in 0..COLUMNS {
        let next = if column + 1 < COLUMNS {
            format!("c{}", column + 1)
        } else {
            "decide".to_string()
        };
        let _ = writeln!(it.text, "question c{column} \"Column number {column}?\"");
        if column < NUMBERS.len() {
            let _ = writeln!(it.text, "  number from 0 to {}", last_of(column));
        } else {
            for answer in 0..=last_of(column) {
                let _ = writeln!(it.text, "  answer a{answer} \"Answer {answer}\"");
            }
        }
        let _ = write!(it.text, "  then -> {next}\n\n");
    }
    it.text.push_str(
        "step decide \"What they have a right to\"\n  table c0, c1, c2, c3, c4, c5, c6\n",
    );
    for (at, row) in all.iter().enumerate() {
        it.text.push_str("    |");
        for (column, (first, last)) in row.iter().enumerate() {
            let cell = if (*first, *last) == (0, last_of(column)) {
                "-".to_string()
            } else if column >= NUMBERS.len() {
                let names: Vec<String> = (*first..=*last).map(|it| format!("a{it}")).collect();
                names.join(", ")
            } else if first == last {
                first.to_string()
            } else {
                format!("from {first} to {last}")
            };
            let _ = write!(it.text, " {cell} |");
        }
        let _ = writeln!(it.text, " -> right_{}", at % OUTCOMES);
    }
    it.text.push('\n');
    for outcome in 0..OUTCOMES.min(all.len()) {
        it.outcome(&format!("right_{outcome}"));
    }
}
