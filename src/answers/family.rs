//! A family's answers as plain data, to be told in a finding and to stand in an answers file.

use std::collections::BTreeSet;

use crate::calendar;
use crate::diagnostic::{Family, Given, Marked, Reply};
use crate::emit::words;
use crate::evaluate::{Evaluation, Sheet};
use crate::ir::{Answer, AnswerOption, Answers, Date, Pathway, QuestionId, RangeKind};

/// The answers of a family, in the order of the questions, each of them told.
pub fn family(sheet: &Sheet, pathway: &Pathway, today: Date) -> Family {
    let answers = sheet.0.iter();
    let replies = answers.filter_map(|(question, answer)| {
        let given = given(answer, pathway, *question, today)?;
        Some(reply(*question, answer, given, pathway))
    });
    Family {
        replies: replies.collect(),
        then: String::new(),
    }
}

/// A family that has been evaluated: facts, and then its answers in the order in which it was asked. Told are
/// the answers to these questions; the others only complete it.
pub fn story(pathway: &Pathway, family: &Evaluation, told: &BTreeSet<QuestionId>) -> Family {
    let answers = family.answers(pathway).into_iter();
    let replies = answers.filter_map(|(question, answer)| {
        let given = given(answer, pathway, question, family.today)?;
        let mut reply = reply(question, answer, given, pathway);
        reply.is_told = told.contains(&question);
        Some(reply)
    });
    Family {
        replies: replies.collect(),
        then: String::new(),
    }
}

fn reply(question: QuestionId, answer: &Answer, given: Given, pathway: &Pathway) -> Reply {
    Reply {
        name: pathway[question].name.clone(),
        question: pathway[question].text.clone(),
        given,
        answer: super::words(answer, pathway, question),
        marked: marked(answer, &pathway[question].answers),
        is_told: true,
    }
}

/// The items under each mark that is given, in the order of the marks.
fn marked(answer: &Answer, answers: &Answers) -> Vec<Marked> {
    let (Answer::Marked(given), Answers::Several { items, marks }) = (answer, answers) else {
        return Vec::new();
    };
    let under = |mark: usize| -> Vec<String> {
        let these = items.iter().zip(given).filter(|(_, it)| **it == mark);
        these.map(|(item, _)| item.text.clone()).collect()
    };
    let each = marks.iter().enumerate().map(|(at, mark)| Marked {
        mark: mark.text.clone(),
        items: under(at),
    });
    each.filter(|it| !it.items.is_empty()).collect()
}

/// An answer by its name; none where it is not one of this question's.
fn given(answer: &Answer, pathway: &Pathway, question: QuestionId, today: Date) -> Option<Given> {
    let answers = &pathway[question].answers;
    let name = |options: &[AnswerOption], number: usize| {
        options.get(number).map(|option| option.name.clone())
    };
    match (answer, answers) {
        (Answer::Option(number), _) => name(answers.options(), *number).map(Given::Words),
        (Answer::Ticked(ticked), _) => {
            let names = ticked.iter().map(|number| name(answers.options(), *number));
            names.collect::<Option<_>>().map(Given::Items)
        }
        (Answer::Marked(given), Answers::Several { items, marks }) => {
            let pairs = items
                .iter()
                .zip(given)
                .map(|(item, mark)| Some((item.name.clone(), name(marks, *mark)?)));
            pairs.collect::<Option<_>>().map(Given::Marks)
        }
        (Answer::Quantity(number), Answers::Range { kind, .. }) => Some(quantity(*number, *kind)),
        (Answer::FromToday(by), _) => Some(Given::Words(iso(calendar::after(today, *by)))),
        (Answer::Text(text), _) => Some(Given::Words(text.clone())),
        (
            Answer::Marked(_) | Answer::Quantity(_),
            Answers::OneOf(_)
            | Answers::Several { .. }
            | Answers::Range { .. }
            | Answers::Text
            | Answers::Broken,
        ) => None,
    }
}

fn quantity(number: i64, kind: RangeKind) -> Given {
    match kind {
        RangeKind::Number => Given::Number(number),
        RangeKind::Money | RangeKind::Age => Given::Words(words::quantity(kind, number)),
        RangeKind::Date => Given::Words(calendar::date(number).map_or_else(String::new, iso)),
    }
}

/// `2027-03-31`
pub(super) fn iso(date: Date) -> String {
    format!("{:04}-{:02}-{:02}", date.year, date.month, date.day)
}
