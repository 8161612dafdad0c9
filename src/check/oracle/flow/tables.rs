//! Tables of generated flows: of ways, and of the lines of a value.

use std::collections::BTreeSet;
use std::fmt::Write;

use super::Making;
use crate::check::oracle::conditions::{Defines, OPTIONS, cell};

/// What stands over a column.
#[derive(Clone, Copy, Debug)]
enum Column {
    Asked(usize),
    Defined(usize),
    Limit,
}

impl Making {
    /// One to three columns about some questions; none where no cell fits.
    fn columns(&mut self, about: &[usize]) -> Vec<Column> {
        let mut columns = Vec::new();
        for question in about {
            let fits = cell(&mut self.dice, &self.world.asked[*question]).is_some();
            if fits && columns.len() < 2 && self.dice.chance(70) {
                columns.push(Column::Asked(*question));
            }
        }
        for (at, defined) in self.world.defined.iter().enumerate() {
            let is_read = defined.reads.iter().all(|it| about.contains(it));
            if is_read && columns.len() < 3 && self.dice.chance(35) {
                columns.push(Column::Defined(at));
            }
        }
        if !columns.is_empty() && self.dice.chance(4) {
            columns.push(Column::Limit);
        }
        columns
    }

    fn over(&self, columns: &[Column]) -> String {
        let names: Vec<&str> = columns
            .iter()
            .map(|it| match it {
                Column::Asked(at) => self.world.asked[*at].name.as_str(),
                Column::Defined(at) => self.world.defined[*at].name.as_str(),
                Column::Limit => "limit",
            })
            .collect();
        names.join(", ")
    }

    fn row(&mut self, columns: &[Column]) -> String {
        let mut cells = Vec::new();
        for column in columns {
            cells.push(match column {
                Column::Asked(at) => {
                    let cell = cell(&mut self.dice, &self.world.asked[*at]);
                    cell.unwrap_or_else(|| String::from("-"))
                }
                Column::Defined(at) => self.defined_cell(self.world.defined[*at].defines),
                Column::Limit => self.dice.pick(&[">= 3", "-", "< 9"]).to_string(),
            });
        }
        cells.join(" | ")
    }

    fn defined_cell(&mut self, defines: Defines) -> String {
        match defines {
            Defines::Condition => self.dice.pick(&["yes", "no", "-"]).to_string(),
            Defines::Value(options) => {
                let one = self.dice.pick(&OPTIONS[..options]);
                match self.dice.below(4) {
                    0 => format!("not {one}"),
                    1 => String::from("x, y"),
                    2 => String::from("-"),
                    _ => String::from(one),
                }
            }
            Defines::Level(options) => {
                let one = self.dice.pick(&OPTIONS[..options]);
                let how = self
                    .dice
                    .pick(&["", "at least ", "at most ", "above ", "below "]);
                format!("{how}{one}")
            }
            Defines::Score => self
                .dice
                .pick(&["2", ">= 2", "< 3", "from 1 to 2", "-", "< limit"])
                .to_string(),
        }
    }

    pub(super) fn table(&mut self, at: usize) {
        let about = self.about(at);
        let columns = self.columns(&about);
        if columns.is_empty() {
            return self.ways_of_two(at);
        }
        if self.careful || self.dice.chance(50) {
            self.text += "  first match\n";
        }
        let over = self.over(&columns);
        let _ = writeln!(self.text, "  table {over}");
        for _ in 0..self.dice.between(1, 3) {
            let row = self.row(&columns);
            let to = self.target(at);
            let _ = writeln!(self.text, "    | {row} | -> {to}");
        }
        if self.careful || self.dice.chance(60) {
            let to = self.target(at);
            let _ = writeln!(self.text, "    | otherwise | -> {to}");
        }
    }

    /// The lines of a value as a table, each option in a row of its own, and what they read; none where no
    /// column fits.
    pub(super) fn value_table(
        &mut self,
        options: usize,
        about: &[usize],
    ) -> Option<BTreeSet<usize>> {
        let columns = self.columns(about);
        if columns.is_empty() {
            return None;
        }
        if self.careful || self.dice.chance(50) {
            self.text += "  first match\n";
        }
        let over = self.over(&columns);
        let _ = writeln!(self.text, "  table {over}");
        let otherwise = self.careful || self.dice.chance(60);
        for (at, option) in OPTIONS[..options].iter().enumerate() {
            let row = if otherwise && at + 1 == options {
                String::from("otherwise")
            } else {
                self.row(&columns)
            };
            let _ = writeln!(self.text, "    | {row} | is {option} \"{option}\"");
        }
        let mut reads = BTreeSet::new();
        for column in columns {
            match column {
                Column::Asked(at) => drop(reads.insert(at)),
                Column::Defined(at) => reads.extend(&self.world.defined[at].reads),
                Column::Limit => {}
            }
        }
        Some(reads)
    }
}
