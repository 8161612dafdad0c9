//! A document as running text: headings, paragraphs and lists, with links between its steps. What a picture shows and
//! more, for whoever reads in place of looking; Markdown and Word are written from it.
//!
//! Invariants: everything that the document says is said, and each way of a step is one line that names the step to
//! which it leads. A level of headings is never passed over.
//!
//! Absent on purpose: markup and escaping. Texts are as the author wrote them.

mod html;
#[cfg(test)]
mod tests;

pub use html::{escaped, html};

use super::document::{
    Asked, Choice, Contact, Deed, Document, Duty, JUDGEMENT, Service, Step, Way,
};

/// A piece of the text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Block {
    /// A heading.
    Heading {
        /// 1 for the title, 2 and 3 below it.
        level: usize,
        /// What links call the place, if any lead there.
        anchor: Option<Anchor>,
        /// Its words.
        words: String,
    },
    /// A paragraph.
    Paragraph(Vec<Span>),
    /// A paragraph that must not be overlooked.
    Alarm(String),
    /// One item of a list.
    Item {
        /// How far in it stands: 0 for a list of its own, 1 for one inside another.
        depth: usize,
        /// Its words.
        words: Vec<Span>,
    },
    /// A table.
    Table {
        /// What it is about.
        caption: String,
        /// What stands over each column.
        head: Vec<String>,
        /// The rows, each with a cell for each column; the first cell says what the row is about.
        rows: Vec<Vec<Vec<Span>>>,
    },
    /// A picture.
    Figure {
        /// What stands below it.
        caption: String,
        /// The picture, as SVG.
        svg: String,
    },
    /// Lines to be filled in by hand: what belongs on each.
    ToFillIn(Vec<String>),
}

impl Block {
    /// A heading.
    pub fn heading(level: usize, anchor: Option<Anchor>, words: impl Into<String>) -> Block {
        Block::Heading {
            level,
            anchor,
            words: words.into(),
        }
    }

    /// A paragraph of plain words.
    pub fn plain(words: impl Into<String>) -> Block {
        Block::Paragraph(vec![Span::Plain(words.into())])
    }

    /// A paragraph of a sentence with names in backticks.
    pub fn sentence(sentence: &str) -> Block {
        Block::Paragraph(spans(sentence))
    }

    /// An item of plain words.
    pub fn item(depth: usize, words: impl Into<String>) -> Block {
        let words = vec![Span::Plain(words.into())];
        Block::Item { depth, words }
    }

    /// All that is read in it, piece by piece.
    pub fn words(&self) -> Vec<&str> {
        match self {
            Block::Heading { words, .. } | Block::Alarm(words) => vec![words.as_str()],
            Block::Paragraph(words) | Block::Item { words, .. } => {
                words.iter().map(Span::words).collect()
            }
            Block::Table {
                caption,
                head,
                rows,
            } => {
                let cells = rows.iter().flatten().flatten().map(Span::words);
                let head = head.iter().map(String::as_str);
                std::iter::once(caption.as_str())
                    .chain(head)
                    .chain(cells)
                    .collect()
            }
            Block::Figure { caption, .. } => vec![caption.as_str()],
            Block::ToFillIn(lines) => lines.iter().map(String::as_str).collect(),
        }
    }
}

/// Words of a paragraph.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Span {
    /// As they are.
    Plain(String),
    /// Standing out.
    Strong(String),
    /// A name that the author gave something in the flow.
    Name(String),
    /// Words that lead elsewhere in the text.
    Inside(String, Anchor),
    /// Words that lead out of it: `tel:`, `mailto:` or the web.
    Outside(String, String),
}

impl Span {
    /// Its words.
    pub fn words(&self) -> &str {
        match self {
            Span::Plain(words)
            | Span::Strong(words)
            | Span::Name(words)
            | Span::Inside(words, _)
            | Span::Outside(words, _) => words,
        }
    }
}

/// A place in the text to which links lead.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Anchor {
    /// The step with this number.
    Step(usize),
    /// The service with this number, counted from 1.
    Service(usize),
    /// The example with this number, counted from 1.
    Example(usize),
    /// A chapter, by its name.
    Chapter(&'static str),
}

impl Anchor {
    /// Its name: letters, digits and hyphens.
    pub fn name(self) -> String {
        match self {
            Anchor::Step(number) => format!("step-{number}"),
            Anchor::Service(number) => format!("service-{number}"),
            Anchor::Example(number) => format!("example-{number}"),
            Anchor::Chapter(name) => name.to_string(),
        }
    }
}

/// The longest name or line of a flow that stands inside a sentence, in characters.
const NAME: usize = 100;

/// A sentence of ours, in which names stand in backticks.
pub fn spans(sentence: &str) -> Vec<Span> {
    let is_name = |text: &str| {
        !text.is_empty() && text.trim().len() == text.len() && text.chars().count() <= NAME
    };
    let mut spans = Vec::new();
    let mut words = String::new();
    let mut rest = sentence;
    while let Some((before, after)) = rest.split_once('`') {
        words += before;
        match after.split_once('`') {
            Some((name, behind)) if is_name(name) => {
                if !words.is_empty() {
                    spans.push(Span::Plain(std::mem::take(&mut words)));
                }
                spans.push(Span::Name(name.to_string()));
                rest = behind;
            }
            Some(_) | None => {
                words.push('`');
                rest = after;
            }
        }
    }
    words += rest;
    if !words.is_empty() || spans.is_empty() {
        spans.push(Span::Plain(words));
    }
    spans
}

/// The pieces of the text, in order.
pub fn text(document: &Document) -> Vec<Block> {
    let mut out = Text::default();
    out.beginning(document);
    if !document.facts.is_empty() {
        out.heading(2, None, "Known from the start");
        out.blocks.extend(facts(document));
    }
    out.heading(2, None, "Steps");
    out.blocks.extend(steps(document));
    if !document.services.is_empty() {
        out.heading(2, None, "Services");
        for service in &document.services {
            out.service(document, service);
        }
    }
    if !document.definitions.is_empty() {
        out.heading(2, None, "What the words mean");
        out.blocks.extend(definitions(document));
    }
    let sources = document.control.iter().filter(|(word, _)| *word == SOURCE);
    for (number, (_, source)) in sources.enumerate() {
        if number == 0 {
            out.heading(2, None, "Sources");
        }
        out.item(0, vec![plain(source)]);
    }
    out.blocks
}

/// A table as items, for where there is no room for columns: each row by its first cell, and below it the others, each
/// after what stands over its column.
pub fn rows_as_items(head: &[String], rows: &[Vec<Vec<Span>>]) -> Vec<Block> {
    let mut items = Vec::new();
    for row in rows {
        for (at, (cell, over)) in row.iter().zip(head).enumerate() {
            let mut words = vec![plain(&format!("{over}: "))];
            words.extend(cell.iter().cloned());
            let depth = at.min(1);
            items.push(Block::Item { depth, words });
        }
    }
    items
}

/// The steps alone, each under a heading of the third level.
pub fn steps(document: &Document) -> Vec<Block> {
    let mut out = Text::default();
    for step in &document.steps {
        out.step(document, step);
    }
    out.blocks
}

/// What is known from the start, each fact under a heading of the third level.
pub fn facts(document: &Document) -> Vec<Block> {
    let mut out = Text::default();
    for fact in &document.facts {
        out.heading(3, None, &fact.text);
        out.asked(fact);
    }
    out.blocks
}

/// What names stand for, each under a heading of the third level.
pub fn definitions(document: &Document) -> Vec<Block> {
    let mut out = Text::default();
    for definition in &document.definitions {
        out.heading(3, None, &definition.title);
        for line in &definition.lines {
            out.item(0, vec![plain(line)]);
        }
    }
    out.blocks
}

/// The line of document control that is told at the end.
const SOURCE: &str = "Based on";
/// Answers that are no longer than this together stand on one line, in characters.
const ONE_LINE: usize = 60;

fn plain(words: &str) -> Span {
    Span::Plain(words.to_string())
}

fn strong(words: &str) -> Span {
    Span::Strong(words.to_string())
}

#[derive(Default)]
struct Text {
    blocks: Vec<Block>,
}

impl Text {
    fn heading(&mut self, level: usize, anchor: Option<Anchor>, words: &str) {
        let words = words.to_string();
        self.blocks.push(Block::Heading {
            level,
            anchor,
            words,
        });
    }

    fn paragraph(&mut self, words: Vec<Span>) {
        self.blocks.push(Block::Paragraph(words));
    }

    fn item(&mut self, depth: usize, words: Vec<Span>) {
        self.blocks.push(Block::Item { depth, words });
    }

    fn alarm(&mut self, words: &str) {
        self.blocks.push(Block::Alarm(words.to_string()));
    }

    /// Notes, each behind that word.
    fn notes(&mut self, notes: &[String]) {
        for note in notes {
            self.paragraph(vec![plain(&format!("Note: {note}"))]);
        }
    }

    /// The title, and what holds for all of it.
    fn beginning(&mut self, document: &Document) {
        self.heading(1, None, &document.title);
        if let Some(draft) = &document.draft {
            self.alarm(draft);
        }
        for text in &document.urgent {
            self.alarm(&format!("URGENT: {text}"));
        }
        for sentence in [&document.only, &document.lit].into_iter().flatten() {
            self.paragraph(vec![strong(sentence)]);
        }
        self.paragraph(vec![strong(JUDGEMENT)]);
        for (word, said) in &document.control {
            if *word != SOURCE {
                self.item(0, vec![strong(word), plain(&format!(": {said}"))]);
            }
        }
        self.notes(&document.notes);
    }

    fn step(&mut self, document: &Document, step: &Step) {
        let number = step.number;
        self.heading(
            3,
            Some(Anchor::Step(number)),
            &format!("{number}. {}", step.title),
        );
        self.kind(document, step);
        for text in &step.urgent {
            self.alarm(&format!("URGENT: {text}"));
        }
        if let Some(asked) = &step.asked {
            if asked.text != step.title {
                self.paragraph(vec![plain(&asked.text)]);
            }
            self.asked(asked);
        }
        for text in &step.says {
            self.paragraph(vec![strong("Say"), plain(&format!(": {text}"))]);
        }
        for duty in &step.duties {
            self.duty(document, duty);
        }
        self.notes(&step.notes);
        for aside in &step.asides {
            self.paragraph(vec![plain(aside)]);
        }
        if let Some(stuck) = &step.stuck {
            self.alarm(&format!("! {stuck}"));
        }
        if let Some(policy) = step.policy {
            self.paragraph(vec![plain(policy)]);
        } else if !step.ways.is_empty() {
            self.paragraph(vec![plain("Where to go on:")]);
        }
        for way in &step.ways {
            self.way(way);
        }
    }

    /// What kind of step it is, and what leads there.
    fn kind(&mut self, document: &Document, step: &Step) {
        let mut words = vec![strong(step.kind.word())];
        if let Some(mark) = step.mark {
            words.push(plain(" · "));
            words.push(strong(mark));
        }
        if step.lit {
            words.push(plain(" · on this family’s way"));
        }
        if document.start == Some(step.number) {
            words.push(plain(" · Start here"));
        }
        for (at, from) in step.from.iter().enumerate() {
            words.push(plain(if at == 0 { " · From " } else { ", " }));
            words.push(to_step(document, *from));
        }
        self.paragraph(words);
    }

    fn asked(&mut self, asked: &Asked) {
        for hint in &asked.hints {
            self.paragraph(vec![plain(&format!("Hint: {hint}"))]);
        }
        if let Some(range) = &asked.range {
            self.paragraph(vec![plain(range)]);
        }
        self.choices(
            if asked.several {
                "Items of the list"
            } else {
                "Answers"
            },
            &asked.choices,
        );
        self.choices("Answers for each item", &asked.marks);
        self.notes(&asked.notes);
    }

    fn choices(&mut self, word: &str, choices: &[Choice]) {
        if choices.is_empty() {
            return;
        }
        let texts: Vec<&str> = choices.iter().map(|it| it.text.as_str()).collect();
        let line = texts.join(" / ");
        let is_plain = |it: &Choice| it.notes.is_empty() && !it.alone;
        if line.chars().count() <= ONE_LINE && choices.iter().all(is_plain) {
            self.paragraph(vec![strong(word), plain(&format!(": {line}"))]);
            return;
        }
        self.paragraph(vec![strong(word), plain(":")]);
        for choice in choices {
            let alone = if choice.alone { " (on its own)" } else { "" };
            self.item(0, vec![plain(&format!("{}{alone}", choice.text))]);
            for note in &choice.notes {
                self.item(1, vec![plain(&format!("Note: {note}"))]);
            }
        }
    }

    fn duty(&mut self, document: &Document, duty: &Duty) {
        self.paragraph(vec![strong(duty.strength), plain(":")]);
        for deed in &duty.deeds {
            self.deed(document, duty, deed);
        }
    }

    fn deed(&mut self, document: &Document, duty: &Duty, deed: &Deed) {
        let service = deed.service.filter(|_| !duty.is_forbidden);
        let service = service.and_then(|id| document.services.iter().find(|it| it.id == id));
        let parts = service.and_then(|it| {
            let (before, after) = deed.text.split_once(it.title.as_str())?;
            let link = Span::Inside(it.title.clone(), Anchor::Service(it.id.0 + 1));
            (!it.title.trim().is_empty()).then(|| vec![plain(before), link, plain(after)])
        });
        self.item(0, parts.unwrap_or_else(|| vec![plain(&deed.text)]));
        for note in &deed.notes {
            self.item(1, vec![plain(&format!("Note: {note}"))]);
        }
    }

    fn way(&mut self, way: &Way) {
        let number = way.to.to_string();
        let mut words = vec![plain(&leading(way))];
        words.push(if way.is_shown {
            Span::Inside(number, Anchor::Step(way.to))
        } else {
            plain(&number)
        });
        let lit = if way.lit {
            " (this family’s way)"
        } else {
            ""
        };
        words.push(plain(&format!(", “{}”{lit}", way.title)));
        self.item(0, words);
    }

    fn service(&mut self, document: &Document, service: &Service) {
        let anchor = Anchor::Service(service.id.0 + 1);
        self.heading(3, Some(anchor), &service.title);
        if let Some(closed) = &service.closed {
            self.alarm(&format!("{closed}."));
        }
        for guard in &service.eligible {
            self.paragraph(vec![plain(&format!("Only when {guard}."))]);
        }
        for contact in &service.contacts {
            self.item(0, reached(contact));
        }
        let other = service.out_of_hours;
        if let Some(other) = document.services.iter().find(|it| Some(it.id) == other) {
            let anchor = Anchor::Service(other.id.0 + 1);
            let link = Span::Inside(other.title.clone(), anchor);
            self.item(0, vec![plain("Out of hours: "), link]);
        }
        if !service.steps.is_empty() {
            let mut words = vec![plain("Named in ")];
            for (at, step) in service.steps.iter().enumerate() {
                if at > 0 {
                    words.push(plain(", "));
                }
                words.push(to_step(document, *step));
            }
            self.item(0, words);
        }
    }
}

/// The number of a step, as a link where it is shown.
fn to_step(document: &Document, number: usize) -> Span {
    let words = number.to_string();
    if document.step(number).is_some() {
        Span::Inside(words, Anchor::Step(number))
    } else {
        Span::Plain(words)
    }
}

/// One line of a service.
pub fn reached(contact: &Contact) -> Vec<Span> {
    let text = match &contact.link {
        Some(link) => Span::Outside(contact.text.clone(), link.clone()),
        None => Span::Plain(contact.text.clone()),
    };
    let mut words = vec![plain(&format!("{}: ", contact.word)), text];
    if let Some(when) = &contact.when {
        words.push(plain(&format!(", when {when}")));
    }
    words
}

/// What leads along a way, up to the number of the step: "If “Yes”: go to ".
fn leading(way: &Way) -> String {
    let (number, line) = way.number_and_line();
    match line.as_str() {
        "" => format!("{number}Go to "),
        "Otherwise" | "Any answer" => format!("{number}{line}: go to "),
        line => format!("{number}If “{line}”: go to "),
    }
}
