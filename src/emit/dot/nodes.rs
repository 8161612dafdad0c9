//! The boxes of a drawing: the start, and one for each block.

use std::collections::BTreeSet;

use crate::emit::words::{self, Words};
use crate::ir::{
    Action, AnswerOption, Answers, Block, BlockId, BlockKind, Detail, Pathway, Policy, Question,
    QuestionId, Service, ServiceId, ServiceLine, Strength, Verb, WayKind, What,
};

use super::label::{Label, attribute, identifier};
use super::theme;

/// Characters in a line of a box.
const WIDTH: usize = 40;
/// So many answers are listed; of more, the first of them and how many follow.
const LISTED: usize = 40;
/// So many contacts are shown under a service: forty districts have forty numbers.
const CONTACTS: usize = 8;

/// The identifier of the start. No block can have it: names hold no colon.
pub(super) const START: &str = "fingerpost:start";

/// The kinds of boxes, each with its word, its shape and what is behind its letters.
#[derive(Clone, Copy)]
pub(super) enum Kind {
    Question,
    Checklist,
    Step,
    Outcome,
}

impl Kind {
    fn of(pathway: &Pathway, block: &Block) -> Kind {
        match block.kind {
            BlockKind::Question(id) => match pathway[id].answers {
                Answers::Several { .. } => Kind::Checklist,
                Answers::OneOf(_) | Answers::Range { .. } | Answers::Text | Answers::Broken => {
                    Kind::Question
                }
            },
            BlockKind::Step => Kind::Step,
            BlockKind::Outcome => Kind::Outcome,
        }
    }

    pub(super) fn word(self) -> &'static str {
        match self {
            Kind::Question => "Question",
            Kind::Checklist => "Checklist",
            Kind::Step => "Step",
            Kind::Outcome => "Outcome",
        }
    }

    pub(super) fn look(self) -> String {
        let (shape, fill) = match self {
            Kind::Question => ("shape=box style=\"rounded,filled\"", theme::ASKED),
            Kind::Checklist => ("shape=note style=filled", theme::ASKED),
            Kind::Step => ("shape=box style=filled", theme::STEP),
            Kind::Outcome => ("shape=box style=filled peripheries=2", theme::PAPER),
        };
        format!("{shape} fillcolor=\"{fill}\"")
    }
}

/// The mark from which everything starts.
pub(super) fn start() -> String {
    format!(
        "  {} [id=\"start\" class=\"start\" label=\"Start\" tooltip=\"Start\" {}]\n",
        identifier(START),
        start_look()
    )
}

/// How the start looks.
pub(super) fn start_look() -> String {
    format!(
        "shape=oval style=filled fillcolor=\"{}\" fontcolor=\"{}\"",
        theme::START,
        theme::ON_START
    )
}

/// The box of a block.
pub(super) fn block(words: &Words<'_>, pathway: &Pathway, id: BlockId) -> String {
    let block = &pathway[id];
    let kind = Kind::of(pathway, block);
    let mut label = Label::new(WIDTH);
    label.text(kind.word());
    label.heading(&block.title);
    let own = match block.kind {
        BlockKind::Question(id) => Some(id),
        BlockKind::Step | BlockKind::Outcome => None,
    };
    if let Some(id) = own {
        question(&mut label, words, block, &pathway[id]);
    }
    actions(&mut label, words, pathway, block, own);
    for note in &block.notes {
        label.text(&format!("Note: {note}"));
    }
    match block.policy {
        Policy::ExactlyOne => {}
        Policy::FirstMatch => label.text("Take the first way that applies."),
        Policy::EveryMatch => label.text("Follow every way that applies."),
    }
    for review in &block.review_in {
        label.dashed(&format!("Review in {}", words::duration(review)));
    }
    for back in &block.returns {
        label.dashed(&format!(
            "If {}: go back to “{}”",
            back.text.trim_end_matches('.'),
            pathway[back.to].title
        ));
    }
    format!(
        "  {} [id={} class=\"{}\" {} tooltip={} label={}]\n",
        identifier(&block.name),
        identifier(&format!("block-{}", block.name)),
        kind.word().to_lowercase(),
        kind.look(),
        attribute(&[kind.word(), &block.title]),
        label.finish()
    )
}

/// What is said and chosen at a question.
fn question(label: &mut Label, words: &Words<'_>, block: &Block, question: &Question) {
    for hint in &question.hints {
        label.text(&format!("Hint: {hint}"));
    }
    match &question.answers {
        Answers::OneOf(options) => {
            let on_arrows = |number: usize| {
                block.ways.iter().any(|way| {
                    matches!(way.kind, WayKind::Answer | WayKind::On)
                        && way.when.is_none()
                        && way.on.as_ref().is_some_and(|on| on.contains(&number))
                })
            };
            let noted = options.iter().any(|option| !option.notes.is_empty());
            if noted || !(0..options.len()).all(on_arrows) {
                list(label, options);
            }
        }
        Answers::Several { items, marks } => {
            list(label, items);
            if !marks.is_empty() {
                let texts: Vec<&str> = marks.iter().map(|mark| mark.text.as_str()).collect();
                label.text(&format!("For each: {}", texts.join(" / ")));
                for mark in marks {
                    for note in &mark.notes {
                        label.inner(&format!("{}: {note}", mark.text));
                    }
                }
            }
        }
        Answers::Range { .. } | Answers::Text => label.text(&words.range(&question.answers)),
        Answers::Broken => {}
    }
    for note in &question.notes {
        label.text(&format!("Note: {note}"));
    }
}

/// Answers or items, each with its notes.
fn list(label: &mut Label, options: &[AnswerOption]) {
    for option in options.iter().take(LISTED) {
        label.bullet(&option.text);
        for note in &option.notes {
            label.inner(&format!("Note: {note}"));
        }
    }
    if let Some(more) = options.len().checked_sub(LISTED).filter(|more| *more > 0) {
        label.inner(&format!("and {more} more"));
    }
}

/// What is to be done: what is urgent, what is to be said, then the rest by its strength. How a service is
/// reached stands under the first action that names it.
fn actions(
    label: &mut Label,
    words: &Words<'_>,
    pathway: &Pathway,
    block: &Block,
    own: Option<QuestionId>,
) {
    let of_verb = |verb: Verb| block.actions.iter().filter(move |it| it.verb == verb);
    for action in of_verb(Verb::Urgent) {
        label.urgent(&words::join(
            text_of(pathway, action),
            &words.terms(action, own),
        ));
    }
    for action in of_verb(Verb::Say) {
        label.text(&words::join(
            &words.doing(action),
            &words.terms(action, own),
        ));
    }
    let mut told = BTreeSet::new();
    for strength in [
        Strength::Must,
        Strength::MustNot,
        Strength::Should,
        Strength::Consider,
    ] {
        let mut group = block
            .actions
            .iter()
            .filter(|it| it.strength == strength && !matches!(it.verb, Verb::Urgent | Verb::Say))
            .peekable();
        if group.peek().is_some() {
            label.bold(words::strength(strength));
        }
        for action in group {
            let terms = words.terms(action, own);
            label.bullet(&words::join(&words.doing(action), &terms));
            for note in &action.notes {
                label.inner(&format!("Note: {note}"));
            }
            if let What::Service(id) = &action.what
                && strength != Strength::MustNot
                && told.insert(*id)
            {
                service(label, words, pathway, *id);
            }
        }
    }
}

fn text_of<'a>(pathway: &'a Pathway, action: &'a Action) -> &'a str {
    match &action.what {
        What::Service(id) => &pathway[*id].title,
        What::Named(id) => &pathway[*id].text,
        What::Text(text) => text,
    }
}

/// How a service is reached, and what must be known before a family is sent there.
fn service(label: &mut Label, words: &Words<'_>, pathway: &Pathway, id: ServiceId) {
    let service = &pathway[id];
    for guard in &service.eligible {
        label.inner(&format!("Only when {}", words.guard(guard, None)));
    }
    contacts(label, words, service);
    if let Some(other) = service.out_of_hours {
        label.inner(&format!("Out of hours: {}", pathway[other].title));
        contacts(label, words, &pathway[other]);
    }
    if let Some(retired) = &service.retired {
        let now = retired
            .replaced_by
            .map(|id| format!("; now {}", pathway[id].title))
            .unwrap_or_default();
        let day = crate::calendar::words(retired.on);
        label.inner(&format!("Closed after {day}{now}"));
    }
}

fn contacts(label: &mut Label, words: &Words<'_>, service: &Service) {
    let shown_lines: Vec<(&str, &ServiceLine)> = service
        .lines
        .iter()
        .filter_map(|line| word_for(line.kind).map(|word| (word, line)))
        .collect();
    for (word, line) in shown_lines.iter().take(CONTACTS) {
        let text = shown(line.kind, &line.text);
        let when = line
            .when
            .as_ref()
            .map(|guard| format!("when {}", words.guard(guard, None)))
            .unwrap_or_default();
        match leads_to(line.kind, &line.text) {
            Some(to) => {
                label.link(word, text, &to);
                label.under(&when);
            }
            None => label.inner(&format!("{word}: {text} {when}")),
        }
    }
    if let Some(more) = shown_lines.len().checked_sub(CONTACTS).filter(|it| *it > 0) {
        label.inner(&format!("and {more} more: see the text"));
    }
}

/// The word before a line of a service; none for what a drawing leaves to the text.
fn word_for(kind: Detail) -> Option<&'static str> {
    match kind {
        Detail::Phone => Some("Phone"),
        Detail::Email => Some("Email"),
        Detail::Website => Some("Web"),
        Detail::Form => Some("Form"),
        Detail::Address => Some("Address"),
        Detail::Postcode => Some("Postcode"),
        Detail::Hours => Some("Open"),
        Detail::Note => Some("Note"),
        Detail::For
        | Detail::Cost
        | Detail::Languages
        | Detail::Authority
        | Detail::Audience
        | Detail::Source
        | Detail::Owner
        | Detail::Version
        | Detail::Hint => None,
    }
}

/// A web address without what a reader need not see.
fn shown(kind: Detail, text: &str) -> &str {
    if kind != Detail::Website {
        return text;
    }
    let bare = text.trim();
    let bare = bare.strip_prefix("https://").unwrap_or(bare);
    let bare = bare.strip_prefix("http://").unwrap_or(bare);
    bare.trim_end_matches('/')
}

/// Where a contact leads when it is clicked; nowhere where it is not plainly a number or an address.
fn leads_to(kind: Detail, text: &str) -> Option<String> {
    let text = text.trim();
    let plain = text
        .chars()
        .all(|c| c.is_ascii_graphic() && !"\"'<>\\^`{|}".contains(c));
    if kind == Detail::Phone {
        let dial = |c: char| c.is_ascii_digit() || " +()-".contains(c);
        let digits: String = text
            .chars()
            .filter(|c| c.is_ascii_digit() || *c == '+')
            .collect();
        (text.chars().all(dial) && digits.len() >= 3).then(|| format!("tel:{digits}"))
    } else if kind == Detail::Email {
        (plain && text.contains('@')).then(|| format!("mailto:{text}"))
    } else if kind == Detail::Website && plain && text.contains('.') {
        if text.starts_with("https://") || text.starts_with("http://") {
            Some(text.to_string())
        } else {
            (!text.contains(':')).then(|| format!("https://{text}"))
        }
    } else {
        None
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_contact_leads_where_it_plainly_says() {
        let phone = |text| leads_to(Detail::Phone, text);
        assert_eq!(phone("01268 763 631").as_deref(), Some("tel:01268763631"));
        assert_eq!(phone("0800 1111, option 2"), None);
        let web = |text| leads_to(Detail::Website, text);
        assert_eq!(
            web("parentsaid.org.uk").as_deref(),
            Some("https://parentsaid.org.uk")
        );
        assert_eq!(web("javascript:alert(1).x"), None);
        assert_eq!(web("https://a.uk/\"><script>"), None);
        assert_eq!(leads_to(Detail::Form, "https://a.uk"), None);
        assert_eq!(shown(Detail::Website, "https://a.uk/"), "a.uk");
    }
}
