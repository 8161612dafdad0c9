//! A difference as Markdown, for a comment on a pull request or a committee's paper.
//!
//! Invariant: what the author wrote stands there as she wrote it, and is never read as Markdown, as HTML or as the
//! name of somebody to be told.

use std::collections::BTreeSet;

use super::words::{self, Style};
use super::{Change, Difference, Edit};
use crate::diagnostic::{Family, Reply, count, list};
use crate::emit::markdown::uncalling as escaped;
use crate::emit::words::on_one_line;

/// How many lines of a list are shown before the list is folded.
const SHOWN: usize = 8;
/// How many changes are told one below the other before they are folded.
const OPEN: usize = 5;
/// How many items of a list are named under a mark.
const ITEMS: usize = 3;
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
        spoken(sentence, &code, &escaped)
    }
}

/// What stands in the line of a fold, where HTML is read and Markdown is not.
struct Tagged;

impl Style for Tagged {
    fn name(&self, name: &str) -> String {
        format!("<code>{}</code>", plain(name))
    }

    fn text(&self, text: &str) -> String {
        format!("“{}”", plain(text))
    }

    fn sentence(&self, sentence: &str) -> String {
        spoken(sentence, &|it| self.name(it), &plain)
    }
}

/// A sentence of our own words and names in backticks.
fn spoken(sentence: &str, name: &dyn Fn(&str) -> String, words: &dyn Fn(&str) -> String) -> String {
    let is_name = |text: &str| {
        !text.is_empty()
            && text
                .chars()
                .all(|it| it.is_alphanumeric() || "_-. ()".contains(it))
    };
    let mut out = String::new();
    let mut rest = sentence;
    while let Some((before, after)) = rest.split_once('`') {
        out += &words(before);
        match after.split_once('`') {
            Some((it, behind)) if is_name(it) => {
                out += &name(it);
                rest = behind;
            }
            Some(_) | None => {
                out += "&#96;";
                rest = after;
            }
        }
    }
    out + &words(rest)
}

/// Words in which no letter means anything in HTML.
fn plain(text: &str) -> String {
    // What Markdown would read is not read here, and must not be marked as such.
    let marked = escaped(text);
    let mut out = String::new();
    let mut letters = marked.chars();
    while let Some(letter) = letters.next() {
        if letter == '\\' {
            out.extend(letters.next());
        } else {
            out.push(letter);
        }
    }
    out
}

/// Words between backticks, in which nothing else is read.
fn code(text: &str) -> String {
    let text = on_one_line(text);
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
        let ways = words::ways(number);
        let all = words::all(difference).map_or_else(String::new, |it| format!(" {it}"));
        out += &format!("What families get differs in **{ways}**.{all}\n\n### In short\n\n");
        for (line, number) in words::in_short(difference, &Marked).iter().zip(1..) {
            out += &format!("{number}. {line}\n");
        }
        out += "\n### For whom, and what\n";
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
        out += &section_of("Who is asked what", &lines.collect::<Vec<_>>());
    }
    let lines = |edits: &[Edit], quoted| -> Vec<String> {
        edits
            .iter()
            .map(|it| words::edit(it, &Marked, quoted))
            .collect()
    };
    out += &section_of(
        "What the pathway is made of",
        &lines(&difference.structure, false),
    );
    out += &section_of(
        "Words, contacts and lines of the document",
        &lines(&difference.texts, true),
    );
    let open: Vec<String> = difference
        .open
        .iter()
        .map(|it| Marked.sentence(it))
        .collect();
    out += &section_of("Not settled", &open);
    if number > 0 || !difference.asked.is_empty() {
        out += &format!("\n<sub>{}</sub>\n", words::FAMILIES);
    }
    out
}

/// A change, folded where there are many; a note that was made before is not made again.
fn section<'d>(
    change: &'d Change,
    difference: &Difference,
    number: usize,
    noted: &mut BTreeSet<&'d str>,
) -> String {
    let (who, cases) = words::who(change, &Marked);
    let share = words::share(&change.families, &difference.families);
    let is_folded = difference.changes.len() > OPEN;
    let mut out = if is_folded {
        let who = words::who(change, &Tagged).0;
        format!("\n<details><summary>{number}. {who} ({share})</summary>\n\n")
    } else {
        format!("\n**{number}.** {who} ({share})\n\n")
    };
    for (case, number) in cases.iter().zip(1..) {
        out += &format!("{number}. {case}\n");
    }
    out += if cases.is_empty() {
        "They\n\n"
    } else {
        "\nThey\n\n"
    };
    for line in words::lines(change, &Marked) {
        out += &format!("- {line}\n");
    }
    for note in change.notes.iter().filter(|it| noted.insert(it.as_str())) {
        out += &format!("\n{}\n", Marked.sentence(note));
    }
    match &change.family {
        Some(family) => out += &example(&family.told, is_folded),
        None => out += "\nNo such family could be shown.\n",
    }
    if is_folded {
        out += "\n</details>\n";
    }
    out
}

/// A family; folded, unless what stands around it is.
fn example(family: &Family, is_inside: bool) -> String {
    let told: Vec<&Reply> = family.replies.iter().filter(|it| it.is_told).collect();
    if told.is_empty() {
        return String::new();
    }
    let mut out = String::from(if is_inside {
        "\nFor example:\n"
    } else {
        "\n<details><summary>A family for whom this is so</summary>\n"
    });
    out += "\n| Question | Answer |\n| --- | --- |\n";
    for reply in told.iter().take(ANSWERS) {
        out += &format!(
            "| {} ({}) | {} |\n",
            escaped(&reply.question),
            code(&reply.name),
            escaped(&answer(reply))
        );
    }
    if told.len() > ANSWERS {
        out += &format!("| and {} | |\n", count(told.len() - ANSWERS, "more answer"));
    }
    if !is_inside {
        out += "\n</details>\n";
    }
    out
}

/// An answer; of a list with marks shortly: "Yes: A, B and 5 more; No: the other 17".
fn answer(reply: &Reply) -> String {
    let (named, others) = reply.in_few_words();
    let Some(others) = others else {
        return reply.answer.clone();
    };
    let number = others.items.len();
    if named.is_empty() {
        return format!("{}: all {number}", others.mark);
    }
    let mut said: Vec<String> = named
        .iter()
        .map(|it| {
            let more = it.items.len().saturating_sub(ITEMS);
            // One item more takes no more room than to count it.
            let shown = if more > 1 { ITEMS } else { it.items.len() };
            let mut items: Vec<String> = it.items.iter().take(shown).cloned().collect();
            if more > 1 {
                items.push(format!("{more} more"));
            }
            format!("{}: {}", it.mark, list(&items, "and"))
        })
        .collect();
    said.push(if number == 1 {
        format!("{}: {}", others.mark, others.items.concat())
    } else {
        format!("{}: the other {number}", others.mark)
    });
    said.join("; ")
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
fn section_of(title: &str, lines: &[String]) -> String {
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn in_the_line_of_a_fold_letters_stand_for_themselves() {
        let hostile = "</summary> <b> & `code` @council #77 a_b \\ *all*";
        let said = Tagged.text(hostile);
        assert!(!said.contains(['<', '>', '`']), "{said}");
        assert!(
            !said.contains("@council") && !said.contains("#77"),
            "{said}"
        );
        assert!(
            said.contains(" a_b \\ *all*") && said.contains(" &amp; "),
            "{said}"
        );
        assert_eq!(
            Tagged.sentence("`a_b` is `yes` or"),
            "<code>a_b</code> is <code>yes</code> or"
        );
    }
}
