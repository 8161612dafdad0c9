//! A family for people: each question and its answer in a line, and then what happens.
//!
//! Invariant: no line is wider than a page, and there are few of them; what is cut, is cut between words.

use unicode_width::UnicodeWidthStr;

use super::super::{Family, Given, Marked, Reply, count};
use super::one_line;

/// The widest line, in columns.
const WIDE: usize = 100;
/// The widest question.
const QUESTION: usize = 56;
/// The fewest columns in which an item is cut.
const LEAST: usize = 14;
/// How many answers are told; the rest are counted.
const TOLD: usize = 12;
/// What stands before every line, and between a question and its answer.
const INDENT: &str = "    ";
const GAP: &str = "  ";

/// The lines of a family; none where nothing is to be told.
///
/// ```text
///     What is your role? (worker)            PASS worker (pass)
///     Are the parents together? (together)   Yes
///     Then: at `stage`, no way applies to this family.
/// ```
pub(super) fn lines(family: &Family) -> Vec<String> {
    let told: Vec<&Reply> = family.replies.iter().filter(|it| it.is_told).collect();
    // One answer more takes no more room than to count it.
    let shown = if told.len() > TOLD + 1 {
        TOLD
    } else {
        told.len()
    };
    let more = told.len() - shown;
    let questions: Vec<String> = told
        .iter()
        .take(shown)
        .map(|reply| with_name(&reply.question, Some(&reply.name), QUESTION))
        .collect();
    let widest = questions.iter().map(|it| it.width()).max().unwrap_or(0);
    let mut lines = Vec::new();
    for (question, reply) in questions.iter().zip(&told) {
        let room = WIDE - INDENT.len() - widest - GAP.len();
        let answer = if reply.marked.is_empty() {
            with_name(&reply.answer, name_of_answer(reply), room)
        } else {
            marked(reply, room)
        };
        let pad = " ".repeat(widest - question.width());
        lines.push(format!("{INDENT}{question}{pad}{GAP}{answer}"));
    }
    if more > 0 {
        lines.push(format!("{INDENT}and {}", count(more, "more answer")));
    }
    if !family.then.is_empty() {
        wrapped(&mut lines, &format!("Then: {}", one_line(&family.then)));
    }
    lines
}

/// The name of one answer, where its text does not say it already.
fn name_of_answer(reply: &Reply) -> Option<&str> {
    let Given::Words(name) = &reply.given else {
        return None;
    };
    // A name begins with a letter. An amount is said as it is.
    let is_name = name.starts_with(|c: char| c.is_ascii_lowercase());
    let is_said = reply.answer.to_lowercase() == *name;
    (is_name && !is_said).then_some(name.as_str())
}

/// A text and the name of what it stands for, together in so many columns.
fn with_name(text: &str, name: Option<&str>, room: usize) -> String {
    let name = name.map_or_else(String::new, |name| {
        format!(" ({})", in_words(name, room / 2))
    });
    let text = in_words(&one_line(text), room.saturating_sub(name.width()));
    format!("{text}{name}")
}

/// The marks of a list in so many columns: how many items have each, and the first of those that have the first one.
fn marked(reply: &Reply, room: usize) -> String {
    let (named, others) = reply.in_few_words();
    let to = |it: &Marked| format!("{} to {}", one_line(&it.mark), it.items.len());
    let Some(others) = others else {
        return String::new();
    };
    let Some((first, rest)) = named.split_first() else {
        let all = format!("{} to all {}", one_line(&others.mark), others.items.len());
        return in_words(&all, room);
    };
    let behind = rest.iter().copied().chain([others]);
    let behind: String = behind.map(|it| format!("; {}", to(it))).collect();
    let left = room.saturating_sub(to(first).width() + behind.width());
    // Two items are named where that leaves words of each; or one.
    let items = (1..=first.items.len().min(2)).rev().find_map(|shown| {
        let each = (left / shown).saturating_sub(", ".len());
        let names = first.items.iter().take(shown);
        let name = |it: &String| in_words(one_line(it).trim_end_matches('?'), each);
        let names: Vec<String> = names.map(name).collect();
        let is_cut = names.iter().any(|it| it.ends_with('…'));
        (each >= LEAST || !is_cut).then(|| format!(": {}", names.join(", ")))
    });
    let said = format!("{}{}{behind}", to(first), items.unwrap_or_default());
    in_words(&said, room)
}

/// A text of at most so many columns, cut between words.
fn in_words(text: &str, room: usize) -> String {
    let text = text.trim();
    if text.width() <= room {
        return text.to_string();
    }
    let room = room.saturating_sub(1);
    let mut kept = String::new();
    for c in text.chars() {
        kept.push(c);
        if kept.width() > room {
            kept.pop();
            break;
        }
    }
    let goes_on = text[kept.len()..].starts_with(|c: char| !c.is_whitespace());
    if let (true, Some(end)) = (goes_on, kept.rfind(' ')) {
        kept.truncate(end);
    }
    format!("{}…", kept.trim_end_matches([' ', ',', ';', ':']))
}

/// A sentence on as many lines as it needs.
fn wrapped(lines: &mut Vec<String>, sentence: &str) {
    let mut line = String::new();
    for word in sentence.split_whitespace() {
        if !line.is_empty() && INDENT.len() + line.width() + 1 + word.width() > WIDE {
            lines.push(format!("{INDENT}{line}"));
            line = " ".repeat(2);
        } else if !line.is_empty() {
            line.push(' ');
        }
        line.push_str(word);
    }
    lines.push(format!("{INDENT}{line}"));
}

#[cfg(test)]
mod tests {
    use super::*;

    fn reply(name: &str, question: &str, given: &str, answer: &str) -> Reply {
        Reply {
            name: name.to_string(),
            question: question.to_string(),
            given: Given::Words(given.to_string()),
            answer: answer.to_string(),
            marked: Vec::new(),
            is_told: true,
        }
    }

    #[test]
    fn questions_and_answers_stand_under_each_other() {
        let mut untold = reply("baby", "Is there a baby?", "no", "No");
        untold.is_told = false;
        let family = Family {
            replies: vec![
                reply("worker", "What is your role?", "pass", "PASS worker"),
                reply("violence", "Is there violence?", "yes", "Yes"),
                untold,
                reply(
                    "age",
                    "How old is the youngest child?",
                    "5 years",
                    "5 years",
                ),
            ],
            then: "at `stage`, no way applies to this family.".to_string(),
        };
        assert_eq!(
            lines(&family),
            [
                "    What is your role? (worker)           PASS worker (pass)",
                "    Is there violence? (violence)         Yes",
                "    How old is the youngest child? (age)  5 years",
                "    Then: at `stage`, no way applies to this family.",
            ]
        );
    }

    #[test]
    fn long_texts_are_cut_between_words_and_many_answers_are_counted() {
        let long = "Between whom in the household is there conflict that does not end, as far as \
                    you can tell from what they say?";
        let one = reply("conflict", long, "both", &long.to_uppercase());
        let mut family = Family {
            replies: vec![one; 13],
            then: long.repeat(3),
        };
        assert_eq!(lines(&family).len(), 13 + 4);
        family.replies.push(family.replies[0].clone());
        let lines = lines(&family);
        assert_eq!(
            lines[0],
            "    Between whom in the household is there… (conflict)  BETWEEN WHOM IN THE HOUSEHOLD IS… (both)"
        );
        assert_eq!(lines[12], "    and 2 more answers");
        assert!(lines.iter().all(|line| line.width() <= WIDE), "{lines:#?}");
        assert!(super::lines(&Family::default()).is_empty());
    }

    #[test]
    fn of_many_marks_it_is_told_how_many() {
        let mark = |mark: &str, items: &[&str]| Marked {
            mark: mark.to_string(),
            items: items.iter().map(ToString::to_string).collect(),
        };
        let told = |marked: Vec<Marked>| {
            let mut one = reply("signs", "Put each of these to the person.", "", "");
            one.marked = marked;
            let family = Family {
                replies: vec![one],
                then: String::new(),
            };
            lines(&family).concat()
        };
        let long = [
            "Were you hurt, the last time?",
            "Are you very frightened?",
            "Is it worse?",
        ];
        assert_eq!(
            told(vec![mark("Yes", &long), mark("No", &["Low?", "Leaving?"])]),
            "    Put each of these to the person. (signs)  Yes to 3: Were you hurt…, Are you very…; No to 2"
        );
        assert_eq!(
            told(vec![
                mark("Yes", &["Worse?"]),
                mark("No", &long),
                mark("Don't know", &["Low?"])
            ]),
            "    Put each of these to the person. (signs)  Yes to 1: Worse; Don't know to 1; No to 3"
        );
        assert_eq!(
            told(vec![mark("No", &long)]),
            "    Put each of these to the person. (signs)  No to all 3"
        );
    }

    #[test]
    fn a_word_without_an_end_is_cut_all_the_same() {
        let endless = "ŵ".repeat(500);
        let family = Family {
            replies: vec![reply(
                &"a".repeat(500),
                &endless,
                &"b".repeat(500),
                &endless,
            )],
            then: String::new(),
        };
        let lines = lines(&family);
        assert!(lines.iter().all(|line| line.width() <= WIDE), "{lines:#?}");
    }
}
