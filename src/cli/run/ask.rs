//! Asking, question by question, in the terminal.

use std::collections::BTreeSet;
use std::io::{self, BufRead};

use fingerpost::answers;
use fingerpost::diagnostic::count;
use fingerpost::emit::words::{Words, marks};
use fingerpost::evaluate::{self, Evaluation, Evaluator, Sheet};
use fingerpost::ir::{
    Answer, AnswerOption, Answers, BlockId, BlockKind, Date, Pathway, QuestionId,
};

use super::super::files::reason;
use super::super::terminal::Screen;
use super::super::{Stop, Told};

const HELP: &str = "
  Type the number of your answer, or its name. Besides:
    back   take back your last answer
    why    why am I asked this?
    help   this list
    quit   stop here
";

/// Asks until the family has come to its end, or the input to its own. None where the person quits.
pub(super) fn interview(
    pathway: &Pathway,
    today: Date,
    format: Told,
    screen: Screen,
) -> Result<Option<Evaluation>, Stop> {
    let mut interview = Interview {
        pathway,
        today,
        evaluator: Evaluator::new(pathway, today),
        sheet: Sheet::default(),
        asked: Vec::new(),
        left_out: BTreeSet::new(),
        beside: format == Told::Json,
        screen,
    };
    interview.open()?;
    interview.go()
}

/// What a person says to a question.
enum Said {
    Answer(Answer),
    /// Nothing, to a question that may be left out.
    Nothing,
    Back,
    Quit,
    /// The input has ended.
    End,
}

/// What a person typed at a prompt, besides asking for help.
enum Typed {
    Words(String),
    Back,
    Quit,
    End,
}

struct Interview<'p> {
    pathway: &'p Pathway,
    today: Date,
    evaluator: Evaluator<'p>,
    sheet: Sheet,
    /// The questions answered or left out so far, in order.
    asked: Vec<QuestionId>,
    /// Those left out.
    left_out: BTreeSet<QuestionId>,
    /// Whether standard output is kept for the result.
    beside: bool,
    screen: Screen,
}

impl Interview<'_> {
    fn say(&self, text: &str) -> Result<(), Stop> {
        if self.beside {
            self.screen.tell(text);
            Ok(())
        } else {
            self.screen.print(text)
        }
    }

    fn open(&self) -> Result<(), Stop> {
        let document = &self.pathway.document;
        let mut text = format!("{}\n", self.pathway.title);
        let lines = document.authority.iter().chain(&document.audience);
        for line in lines.chain(&document.notes) {
            text += &format!("  {line}\n");
        }
        for urgent in &document.urgent {
            text += &format!("\n! {urgent}\n");
        }
        text += "\nType `help` at any time.\n";
        self.say(&text)
    }

    fn go(&mut self) -> Result<Option<Evaluation>, Stop> {
        loop {
            let so_far = self.evaluator.evaluate(&self.sheet);
            let Some(question) = self.next(&so_far) else {
                return Ok(Some(so_far));
            };
            match self.ask(question, &so_far)? {
                Said::Answer(answer) => {
                    self.sheet.0.insert(question, answer);
                    self.asked.push(question);
                }
                Said::Nothing => {
                    self.left_out.insert(question);
                    self.asked.push(question);
                }
                Said::Back => match self.asked.pop() {
                    Some(last) => {
                        self.sheet.0.remove(&last);
                        self.left_out.remove(&last);
                    }
                    None => self.say("  This is the first question.\n")?,
                },
                Said::Quit => return Ok(None),
                Said::End => {
                    self.say("\n")?;
                    return Ok(Some(so_far));
                }
            }
        }
    }

    /// The next question: one for words that the family has come by, or the first that is waited for.
    fn next(&self, so_far: &Evaluation) -> Option<QuestionId> {
        let passed = so_far.asked.iter().copied().find(|question| {
            !self.sheet.0.contains_key(question) && !self.left_out.contains(question)
        });
        passed.or_else(|| so_far.waiting.first().copied())
    }

    fn ask(&self, question: QuestionId, so_far: &Evaluation) -> Result<Said, Stop> {
        let it = &self.pathway[question];
        let mut text = format!("\n{}\n", it.text);
        for line in it.hints.iter().chain(&it.notes) {
            text += &format!("  {line}\n");
        }
        let range = Words::of(self.pathway).range(&it.answers);
        let marks = marks(&it.answers);
        match &it.answers {
            Answers::OneOf(options) => text += &choices(options),
            Answers::Several { .. } if !marks.is_empty() => {
                self.say(&text)?;
                return self.ask_marks(question, so_far);
            }
            Answers::Several { items, .. } => {
                text += &choices(items);
                text += "  Give the numbers of all that are true";
                text += if items.iter().any(|item| item.alone) {
                    ".\n"
                } else {
                    ", or `none`.\n"
                };
            }
            Answers::Range { .. } => text += &format!("  {range}\n"),
            Answers::Text => text += &format!("  {range}; leave it empty to go on without\n"),
            Answers::Broken => {}
        }
        self.say(&text)?;
        loop {
            let words = match self.prompt("> ", question, so_far)? {
                Typed::Words(words) => words,
                Typed::Back => return Ok(Said::Back),
                Typed::Quit => return Ok(Said::Quit),
                Typed::End => return Ok(Said::End),
            };
            if words.is_empty() && matches!(it.answers, Answers::Text) {
                return Ok(Said::Nothing);
            }
            match answers::read(&words, self.pathway, question, self.today) {
                Ok(answer) => {
                    if matches!(it.answers, Answers::Range { .. }) {
                        let said = answers::words(&answer, self.pathway, question);
                        self.say(&format!("  {said}\n"))?;
                    }
                    return Ok(Said::Answer(answer));
                }
                Err(sentence) => self.say(&format!("  {sentence}\n"))?,
            }
        }
    }

    /// Asks for the mark of each item.
    fn ask_marks(&self, question: QuestionId, so_far: &Evaluation) -> Result<Said, Stop> {
        let answers = &self.pathway[question].answers;
        let (items, marks) = (answers.options(), marks(answers));
        self.say(&choices(marks))?;
        let mut given = Vec::new();
        while let Some(item) = items.get(given.len()) {
            let number = given.len() + 1;
            self.say(&format!("\n  {number} of {}: {}\n", items.len(), item.text))?;
            match self.prompt("  > ", question, so_far)? {
                Typed::Words(words) => match answers::read_mark(&words, self.pathway, question) {
                    Ok(mark) => given.push(mark),
                    Err(sentence) => self.say(&format!("  {sentence}\n"))?,
                },
                Typed::Back if given.pop().is_some() => {}
                Typed::Back => return Ok(Said::Back),
                Typed::Quit => return Ok(Said::Quit),
                Typed::End => return Ok(Said::End),
            }
        }
        Ok(Said::Answer(Answer::Marked(given)))
    }

    /// What a person types, once they do not ask for help any more.
    fn prompt(&self, sign: &str, question: QuestionId, so_far: &Evaluation) -> Result<Typed, Stop> {
        loop {
            self.say(sign)?;
            let mut line = Vec::new();
            let read = io::stdin().lock().read_until(b'\n', &mut line);
            match read {
                Ok(0) => return Ok(Typed::End),
                Ok(_) => {}
                Err(error) => {
                    let reason = reason(&error);
                    return Err(format!("What you typed could not be read: {reason}.").into());
                }
            }
            let words = String::from_utf8_lossy(&line).trim().to_string();
            match words.to_lowercase().as_str() {
                "help" | "?" => self.say(HELP)?,
                "why" => self.say(&self.why(question, so_far))?,
                "back" => return Ok(Typed::Back),
                "quit" => return Ok(Typed::Quit),
                _ => return Ok(Typed::Words(words)),
            }
        }
    }

    /// Why a question is asked: the answers that led to it.
    fn why(&self, question: QuestionId, so_far: &Evaluation) -> String {
        let Some(block) = self.pathway[question].block else {
            return "  This is known from the start; what comes next depends on it.\n".to_string();
        };
        let stops = stops_before(self.pathway, so_far, block);
        if stops.is_empty() {
            return "  This is where the pathway starts.\n".to_string();
        }
        format!(
            "  It follows from {}:\n{}",
            count(stops.len(), "step"),
            chain(self.pathway, &stops)
        )
    }
}

/// The stops on the way to a place, without the place itself, which may still wait for its answer.
fn stops_before(pathway: &Pathway, so_far: &Evaluation, block: BlockId) -> Vec<evaluate::Stop> {
    let mut stops = so_far.why(pathway, block);
    if stops.pop().is_some() {
        return stops;
    }
    let before = so_far.visits.iter().find(|visit| {
        let ways = &pathway[visit.block].ways;
        let mut taken = visit.taken.iter().filter_map(|way| ways.get(*way));
        taken.any(|way| way.target == Some(block))
    });
    before.map_or_else(Vec::new, |visit| so_far.why(pathway, visit.block))
}

/// Stops on a way, one to a line: what was asked and answered; of a step, what led on from it.
pub(super) fn chain(pathway: &Pathway, stops: &[evaluate::Stop]) -> String {
    let words = Words::of(pathway);
    let mut out = String::new();
    for stop in stops {
        let block = &pathway[stop.block];
        out += &format!("    {}", block.title);
        let way = stop.way.and_then(|way| block.ways.get(way));
        match (block.kind, &stop.answer, way) {
            (BlockKind::Question(question), Some(answer), _) => {
                out += &format!(" {}", answers::words(answer, pathway, question));
            }
            (BlockKind::Step | BlockKind::Outcome, _, Some(way)) => {
                let lines = words.way(block, way).join(", ");
                let colon = if lines.is_empty() { "" } else { ": " };
                out += &format!("{colon}{lines}");
            }
            (BlockKind::Question(_) | BlockKind::Step | BlockKind::Outcome, _, _) => {}
        }
        out.push('\n');
    }
    out
}

/// A numbered list to choose from.
fn choices(options: &[AnswerOption]) -> String {
    let width = options.len().to_string().len();
    let mut out = String::new();
    for (option, number) in options.iter().zip(1..) {
        out += &format!("  {number:>width$}  {}\n", option.text);
        for note in &option.notes {
            out += &format!("  {:>width$}  ({note})\n", "");
        }
    }
    out
}
