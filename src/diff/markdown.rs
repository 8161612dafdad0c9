//! A difference as Markdown, for a comment on a pull request or a committee's paper.
//!
//! Invariant: what the author wrote stands there as she wrote it, and is never read as Markdown, as HTML or as the
//! name of somebody to be told.

use std::collections::BTreeSet;

use super::words::{self, Style};
use super::{Change, Difference, Edit};
use crate::diagnostic::{Family, count};

/// How many lines of a list are shown before the list is folded.
const SHOWN: usize = 8;
/// How many answers of a family are shown.
const ANSWERS: usize = 12;

struct Marked;

impl Style for Marked {
    fn name(&self, name: &str) -> String {
        code(name)
    }

    fn text(&self, text: &str) -> String {
        // What people copy, an address, stands there letter by letter.
        let is_address = text.contains('@') || text.contains("://");
        if is_address && !text.contains(['`', '<', '|', '\n']) {
            return code(text);
        }
        format!("“{}”", escaped(text))
    }

    fn sentence(&self, sentence: &str) -> String {
        let is_name = |text: &str| {
            !text.is_empty()
                && text
                    .chars()
                    .all(|it| it.is_alphanumeric() || "_-. ()".contains(it))
        };
        let mut out = String::new();
        let mut rest = sentence;
        while let Some((before, after)) = rest.split_once('`') {
            out += &escaped(before);
            match after.split_once('`') {
                Some((name, behind)) if is_name(name) => {
                    out += &code(name);
                    rest = behind;
                }
                Some(_) | None => {
                    out += "&#96;";
                    rest = after;
                }
            }
        }
        out + &escaped(rest)
    }
}

/// Words between backticks, in which nothing else is read.
fn code(text: &str) -> String {
    let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
    let mut longest = 0;
    let mut run = 0;
    for letter in text.chars() {
        run = if letter == '`' { run + 1 } else { 0 };
        longest = longest.max(run);
    }
    let fence = "`".repeat(longest + 1);
    if longest == 0 {
        format!("{fence}{text}{fence}")
    } else {
        format!("{fence} {text} {fence}")
    }
}

/// Words in which no letter means anything but itself.
fn escaped(text: &str) -> String {
    let mut out = String::new();
    let mut before = '-';
    for letter in text.chars() {
        match letter {
            '<' => out += "&lt;",
            '>' => out += "&gt;",
            '&' => out += "&amp;",
            '`' => out += "&#96;",
            '|' => out += "&#124;",
            // With a joint of no width behind it, it calls nobody.
            '@' => out += "@\u{2060}",
            '#' => out += "#\u{2060}",
            '*' | '_' | '[' | ']' | '\\' | '~' | '!' | '$' => {
                out.push('\\');
                out.push(letter);
            }
            // An address is not made a link of.
            ':' if before.is_alphabetic() => out += ":\u{2060}",
            letter if letter.is_whitespace() => {
                if !before.is_whitespace() {
                    out.push(' ');
                }
            }
            letter => out.push(letter),
        }
        before = letter;
    }
    out
}

/// A page; `names` are those of the old version and of the new.
pub fn markdown(difference: &Difference, names: (&str, &str)) -> String {
    let mut out = format!(
        "## What changes for families\n\nFrom {} to {}.\n\n",
        code(names.0),
        code(names.1)
    );
    let number = difference.changes.len();
    if difference.same_for_everybody() {
        out += "**Every family gets the same in both.**\n";
    } else if number > 0 {
        let ways = if number == 1 {
            String::from("one way")
        } else {
            format!("{number} ways")
        };
        let of = words::families(&difference.families);
        out += &format!("What families get differs in **{ways}**. There are {of} in all.\n");
    } else {
        out +=
            "No family was found that gets something else, but not all of it could be settled.\n";
    }
    let mut noted = BTreeSet::new();
    for (change, number) in difference.changes.iter().zip(1..) {
        out += &section(change, difference, number, &mut noted);
    }
    if !difference.asked.is_empty() {
        let lines = difference.asked.iter().map(|it| asked(it, difference));
        out += &list("Who is asked what", &lines.collect::<Vec<_>>());
    }
    let lines = |edits: &[Edit], quoted| -> Vec<String> {
        edits
            .iter()
            .map(|it| words::edit(it, &Marked, quoted))
            .collect()
    };
    out += &list(
        "What the pathway is made of",
        &lines(&difference.structure, false),
    );
    out += &list(
        "Words, contacts and lines of the document",
        &lines(&difference.texts, true),
    );
    let open: Vec<String> = difference
        .open
        .iter()
        .map(|it| Marked.sentence(it))
        .collect();
    out += &list("Not settled", &open);
    if number > 0 || !difference.asked.is_empty() {
        out += "\n<sub>A family is one way to answer what is asked, in either version. Of numbers, ages, dates and \
                amounts those count as one that no condition tells apart.</sub>\n";
    }
    out
}

/// A change; a note that was made before is not made again.
fn section<'d>(
    change: &'d Change,
    difference: &Difference,
    number: usize,
    noted: &mut BTreeSet<&'d str>,
) -> String {
    let (who, cases) = words::who(change, &Marked);
    let mut out = format!("\n### {number}. {who}\n\n");
    if !cases.is_empty() {
        for (case, number) in cases.iter().zip(1..) {
            out += &format!("{number}. {case}\n");
        }
        out.push('\n');
    }
    out += &format!(
        "({}) They\n\n",
        words::share(&change.families, &difference.families)
    );
    for line in words::lines(change, &Marked) {
        out += &format!("- {line}\n");
    }
    for note in change.notes.iter().filter(|it| noted.insert(it.as_str())) {
        out += &format!("\n{}\n", Marked.sentence(note));
    }
    match &change.family {
        Some(family) => out += &example(&family.told),
        None => out += "\nNo such family could be shown.\n",
    }
    out
}

fn example(family: &Family) -> String {
    let told: Vec<_> = family.replies.iter().filter(|it| it.is_told).collect();
    if told.is_empty() {
        return String::new();
    }
    let mut out = String::from(
        "\n<details><summary>A family for whom this is so</summary>\n\n| Question | Answer |\n| --- | --- |\n",
    );
    for reply in told.iter().take(ANSWERS) {
        out += &format!(
            "| {} ({}) | {} |\n",
            escaped(&reply.question),
            code(&reply.name),
            escaped(&reply.answer)
        );
    }
    if told.len() > ANSWERS {
        out += &format!("| and {} | |\n", count(told.len() - ANSWERS, "more answer"));
    }
    out + "\n</details>\n"
}

fn asked(change: &Change, difference: &Difference) -> String {
    let (who, cases) = words::who(change, &Marked);
    let cases = cases.join("; or ");
    let cases = if cases.is_empty() {
        cases
    } else {
        format!(": {cases}")
    };
    let lines = words::lines(change, &Marked).join("; ");
    format!(
        "{who}{cases} ({}): {lines}",
        words::share(&change.families, &difference.families)
    )
}

/// A list under a heading; folded where it is long.
fn list(title: &str, lines: &[String]) -> String {
    if lines.is_empty() {
        return String::new();
    }
    let lines_are = lines
        .iter()
        .map(|it| format!("- {it}\n"))
        .collect::<String>();
    if lines.len() <= SHOWN {
        return format!("\n### {title}\n\n{lines_are}");
    }
    let number = count(lines.len(), "change");
    format!("\n### {title}\n\n<details><summary>{number}</summary>\n\n{lines_are}\n</details>\n")
}
