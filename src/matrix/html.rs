//! The tables as one page that needs nothing else: for a website, or to be printed.

use std::fmt::Write;

use super::{Matrix, Table};

/// Dark on white, borders that print, no colour that says anything alone.
const STYLE: &str = "\
body { font: 1rem/1.5 sans-serif; color: #111; background: #fff; margin: 2rem; }
.wide { overflow-x: auto; }
table { border-collapse: collapse; margin: 0 0 2rem; }
caption { text-align: left; font-weight: bold; padding: .5rem 0; }
th, td { border: 1px solid #767676; padding: .35rem .6rem; text-align: left; vertical-align: top; }
thead th { background: #eee; }
tr.differs th { border-left: .4rem solid #111; }
small { display: block; font-weight: normal; color: #444; }";

/// The tables, one for each section, with headings for columns and rows.
pub fn html(matrix: &Matrix) -> String {
    let mut out = format!(
        "<!doctype html>\n<html lang=\"en-GB\">\n<head>\n<meta charset=\"utf-8\">\n\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n\
         <title>Pathways side by side</title>\n<style>\n{STYLE}\n</style>\n</head>\n<body>\n<main>\n\
         <h1>Pathways side by side</h1>\n\
         <p>A row with a thick line before it is not the same in all. The tables say what is written in each pathway. \
         They do not decide for a practitioner.</p>\n"
    );
    for (number, table) in matrix.tables.iter().enumerate() {
        one(number, table, &mut out);
    }
    out.push_str("</main>\n</body>\n</html>\n");
    out
}

fn one(number: usize, table: &Table, out: &mut String) {
    let _ = writeln!(out, "<h2 id=\"t{number}\">{}</h2>", escaped(&table.title));
    let mut section = None;
    for row in &table.rows {
        if section != Some(row.section) {
            if section.is_some() {
                out.push_str("</tbody>\n</table>\n</div>\n");
            }
            section = Some(row.section);
            let title = row.section.title();
            let _ = write!(
                out,
                "<div class=\"wide\" tabindex=\"0\" role=\"region\" aria-label=\"{title}: {}\">\n<table>\n<caption>{title}</caption>\n\
                 <thead>\n<tr><td></td>",
                escaped(&table.title)
            );
            for (title, file) in &table.columns {
                let (title, file) = (escaped(title), escaped(file));
                let _ = write!(out, "<th scope=\"col\">{title}<small>{file}</small></th>");
            }
            out.push_str("</tr>\n</thead>\n<tbody>\n");
        }
        let class = if row.differs() {
            " class=\"differs\""
        } else {
            ""
        };
        let text = escaped(&row.text);
        let _ = write!(out, "<tr{class}><th scope=\"row\">{text}");
        if row.differs() {
            out.push_str("<small>not the same in all</small>");
        }
        out.push_str("</th>");
        for cell in &row.cells {
            let cell = cell.as_deref().map_or("–".into(), escaped);
            let _ = write!(out, "<td>{cell}</td>");
        }
        out.push_str("</tr>\n");
    }
    if section.is_some() {
        out.push_str("</tbody>\n</table>\n</div>\n");
    } else {
        out.push_str("<p>There is no difference.</p>\n");
    }
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;")
        .replace('<', "&lt;")
        .replace('>', "&gt;")
        .replace('"', "&quot;")
}
