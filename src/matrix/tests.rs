//! What stands in the tables.

use super::{Column, Matrix, Section, csv, html, markdown};
use crate::ir::Date;
use crate::source::Given;

const BASE: &str = r#"
pathway conflict "Conflict <b>"
  owner     "Early Help"
  review by 2030-03-31
  urgent    "Call 999."
  start     points

local service mash "MASH | hub"

setting least 14 "Points"

question points "How many?"
  number from 0 to 20
  when points >= least -> referral
  otherwise            -> advice

outcome referral "Referral"
  must refer to mash

outcome advice "Advice"
  do "=1+1"

rule referred "Many points, a referral"
  always reach referral when points >= 14
"#;

fn column(file: &str, text: &str) -> Column {
    let today = Date {
        year: 2027,
        month: 1,
        day: 15,
    };
    let read = |_: &str, path: &str| {
        Ok(Given {
            name: path.to_string(),
            text: BASE.to_string(),
        })
    };
    let compiled = crate::compile(file, text, today, &read);
    Column::of(file, &compiled.pathway, &compiled.diagnostics)
}

fn matrix(only_differences: bool) -> Matrix {
    let version = "variant west \"West\" of \"base.flow\"\n  authority \"@west\"\n  review by 2030-01-01\n\nset least 16\n\n\
                   service mash\n  phone \"01632 960 001\"\n";
    let own = "pathway own \"Own\"\n  start there\n\noutcome there \"There\"\n  say \"Here.\"\n";
    let columns = vec![
        column("west.flow", version),
        column("base.flow", BASE),
        column("own.flow", own),
    ];
    Matrix::of(columns, only_differences)
}

#[test]
fn versions_stand_beside_their_base_and_the_rest_apart() {
    let matrix = matrix(false);
    let titles: Vec<&str> = matrix.tables.iter().map(|it| it.title.as_str()).collect();
    assert_eq!(
        titles,
        ["Conflict <b>", "Pathways that are no version of another"]
    );
    let table = &matrix.tables[0];
    let files: Vec<&str> = table.columns.iter().map(|it| it.1.as_str()).collect();
    assert_eq!(files, ["base.flow", "west.flow"]);
    let row = |section, name: &str| {
        let row = table
            .rows
            .iter()
            .find(|it| it.section == section && it.name == name);
        let cells = &row.expect("there is such a row").cells;
        cells
            .iter()
            .map(|it| it.clone().unwrap_or_default())
            .collect::<Vec<_>>()
    };
    assert_eq!(row(Section::Thresholds, "least"), ["14", "16"]);
    assert_eq!(
        row(Section::Contacts, "mash"),
        ["each version says", "01632 960 001"]
    );
    assert_eq!(
        row(Section::Services, "mash"),
        ["\"MASH | hub\": Must", "\"MASH | hub\": Must"]
    );
    assert_eq!(row(Section::Rules, "referred"), ["holds", "does not hold"]);
}

#[test]
fn only_what_differs_can_be_asked_for() {
    let matrix = matrix(true);
    let rows = matrix.tables.iter().flat_map(|table| &table.rows);
    let names: Vec<&str> = rows.map(|row| row.name.as_str()).collect();
    assert!(names.contains(&"least") && names.contains(&"referred"));
    let rows = matrix.tables.iter().flat_map(|table| &table.rows);
    let mut questions = rows.filter(|row| row.section == Section::Questions);
    assert!(
        questions.all(|row| row.name != "points"),
        "the question is the same"
    );
}

#[test]
fn what_an_author_wrote_is_text_in_every_format() {
    let matrix = matrix(false);
    let page = html(&matrix);
    assert!(page.contains("Conflict &lt;b&gt;") && !page.contains("<b>"));
    let words = markdown(&matrix);
    assert!(words.contains("MASH &#124; hub") && words.contains("@\u{2060}west"));
    let sheet = csv(&matrix);
    assert!(sheet.contains(",'@west,"), "{sheet}");
    assert_eq!(
        sheet.lines().next().map(|it| it.split(',').count()),
        Some(8)
    );
}
