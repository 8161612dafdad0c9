//! Which lines may stand under which heading, and how far from the margin.

use super::super::ast::*;
use crate::diagnostic::{Code, Diagnostic, count, list};
use crate::source::Span;

/// The headings that a kind of line belongs under, or none where it may stand under any.
fn homes(line: &LineKind<'_>) -> &'static [BlockKind] {
    use BlockKind::*;
    const WAYS: &[BlockKind] = &[Question, Checklist, Step];
    const ASKED: &[BlockKind] = &[Question, Checklist, Fact];
    const ACTED: &[BlockKind] = &[Step, Outcome];
    match line {
        LineKind::Broken | LineKind::Allow { .. } => &[],
        LineKind::Detail { key, .. } => match key.it {
            Detail::Authority | Detail::Audience => &[Pathway],
            Detail::Source | Detail::Owner | Detail::Version => &[Pathway, Shared],
            Detail::Hint => ASKED,
            Detail::Note => &[
                Pathway, Shared, Service, Question, Checklist, Fact, Step, Outcome, Rule, Example,
                Group, Condition, Value, Level, Score, Setting,
            ],
            Detail::Phone
            | Detail::Email
            | Detail::Website
            | Detail::Form
            | Detail::Address
            | Detail::Postcode
            | Detail::Hours
            | Detail::For
            | Detail::Cost
            | Detail::Languages => &[Service],
        },
        LineKind::ReviewBy(_) => &[Pathway, Shared],
        LineKind::Start(_) => &[Pathway],
        LineKind::ReviewIn(_) | LineKind::Return { .. } => ACTED,
        LineKind::Option(line) => match line.kind.it {
            OptionKind::Answer => &[Question, Fact],
            OptionKind::Item | OptionKind::Mark => &[Checklist, Fact],
        },
        LineKind::YesNo { .. }
        | LineKind::YesOrNo { .. }
        | LineKind::AnswersFrom(_)
        | LineKind::Range { .. }
        | LineKind::FreeText => &[Question, Fact],
        LineKind::AnswersAs { .. } | LineKind::Unasked(_) => ASKED,
        LineKind::FirstMatch => &[Question, Checklist, Step, Value, Level],
        LineKind::EveryMatch | LineKind::Then(_) => WAYS,
        LineKind::On { .. } => &[Question, Checklist],
        LineKind::When {
            target: Some(_), ..
        } => WAYS,
        LineKind::When { target: None, .. } => &[Condition],
        LineKind::Otherwise(Leads::Target(_)) => WAYS,
        LineKind::Otherwise(Leads::Is(..)) | LineKind::Is { .. } => &[Value, Level],
        LineKind::Table(_) => &[Question, Checklist, Step, Value, Level],
        LineKind::Row {
            result: Leads::Target(_),
            ..
        } => WAYS,
        LineKind::Row {
            result: Leads::Is(..),
            ..
        } => &[Value, Level],
        LineKind::Bullets(_) | LineKind::Bullet(_) => &[Condition],
        LineKind::Member { .. } | LineKind::Except(_) => &[Group],
        LineKind::AddEach { .. } | LineKind::AddWhen { .. } => &[Score],
        LineKind::Eligible(_) | LineKind::OutOfHours(_) | LineKind::Retired { .. } => &[Service],
        LineKind::Action(action) => match action.verb {
            Verb::Urgent => &[Pathway, Question, Checklist, Step, Outcome],
            Verb::Say => &[Question, Checklist, Step, Outcome],
            Verb::Refer | Verb::Signpost | Verb::Offer | Verb::Contact | Verb::Do => ACTED,
        },
        LineKind::Promise { .. } | LineKind::NeverBoth(..) | LineKind::Before(..) => &[Rule],
        LineKind::Given(_) | LineKind::Expect { .. } => &[Example],
    }
}

/// The word of a heading.
pub(crate) fn word(kind: BlockKind) -> &'static str {
    match kind {
        BlockKind::Pathway => "pathway",
        BlockKind::Shared => "shared file",
        BlockKind::Include => "`include`",
        BlockKind::Service => "service",
        BlockKind::Question => "question",
        BlockKind::Checklist => "checklist",
        BlockKind::Fact => "fact",
        BlockKind::Group => "group",
        BlockKind::Condition => "condition",
        BlockKind::Value => "value",
        BlockKind::Level => "level",
        BlockKind::Score => "score",
        BlockKind::Setting => "setting",
        BlockKind::Step => "step",
        BlockKind::Outcome => "outcome",
        BlockKind::Rule => "rule",
        BlockKind::Example => "example",
        BlockKind::Broken => "heading that cannot be read",
    }
}

/// `a question`, `an outcome`
pub(crate) fn a(kind: BlockKind) -> String {
    let word = word(kind);
    let article = if word.starts_with(['a', 'e', 'i', 'o']) {
        "an"
    } else {
        "a"
    };
    format!("{article} {word}")
}

/// A line that stands under a heading where it has no meaning.
pub(super) fn misplaced(block: &Block<'_>, line: &Line<'_>) -> Option<Diagnostic> {
    if let Some(finding) = way_from_a_fact(block, line) {
        return Some(finding);
    }
    if let Some(finding) = under_nothing(block, line) {
        return Some(finding);
    }
    let homes = homes(&line.kind);
    if homes.is_empty() || block.kind == BlockKind::Broken || homes.contains(&block.kind) {
        return None;
    }
    let homes: Vec<String> = homes.iter().map(|kind| a(*kind)).collect();
    let here = match block.name {
        Some(name) => format!("`{}` is {}", name.it, a(block.kind)),
        None => format!("this is {}", a(block.kind)),
    };
    let mut finding = Diagnostic::new(
        Code::MisplacedLine,
        line.span,
        format!(
            "This line has no meaning here: it belongs under {}, and {here}.",
            list(&homes, "or")
        ),
    )
    .label(block.header, "the heading it stands under");
    finding.help.push(advice(block, line, &homes));
    Some(finding)
}

/// A line under a heading that has none.
fn under_nothing(block: &Block<'_>, line: &Line<'_>) -> Option<Diagnostic> {
    let word = match block.role {
        Role::Sets => "set",
        Role::Removes | Role::RemovesFrom(..) => "remove",
        _ if block.kind == BlockKind::Include => "include",
        Role::Declares | Role::FillsIn | Role::Replaces | Role::AddsTo | Role::Version(_) => {
            return None;
        }
    };
    Some(
        Diagnostic::new(
            Code::MisplacedLine,
            line.span,
            format!("Nothing stands under a line that begins with `{word}`."),
        )
        .label(block.header, "the heading it stands under")
        .help("Move the line under the heading that it belongs to, or take it out."),
    )
}

/// An arrow on an answer of a fact: nobody is asked there, so nobody goes on from there.
fn way_from_a_fact(block: &Block<'_>, line: &Line<'_>) -> Option<Diagnostic> {
    let target = match &line.kind {
        LineKind::Option(option) => option.target?,
        LineKind::YesNo { target, .. } => (*target)?,
        _ => return None,
    };
    (block.kind == BlockKind::Fact).then(|| {
        Diagnostic::new(
            Code::MisplacedLine,
            target.span,
            "No way leads on from a fact: it is known from the start, and asked of nobody.",
        )
        .label(block.header, "the heading it stands under")
        .help("Take the arrow out, or write `question` in the heading.")
    })
}

fn advice(block: &Block<'_>, line: &Line<'_>, homes: &[String]) -> String {
    let way = matches!(
        line.kind,
        LineKind::Then(_)
            | LineKind::When {
                target: Some(_),
                ..
            }
            | LineKind::Otherwise(Leads::Target(_))
    );
    let arrowless = matches!(line.kind, LineKind::When { target: None, .. });
    if way && block.kind == BlockKind::Outcome {
        return "An outcome is the end of a way. Make it a step if something comes after it."
            .into();
    }
    if arrowless
        && matches!(
            block.kind,
            BlockKind::Question | BlockKind::Checklist | BlockKind::Step
        )
    {
        return "A way says where it leads: add `-> ` and the name of a question, step or outcome."
            .into();
    }
    if matches!(&line.kind, LineKind::Option(option) if option.kind.it == OptionKind::Item) {
        return "Write `checklist` in the heading if several can be ticked, or `answer` in this line if only one can be chosen.".into();
    }
    format!("Move the line under {}, or take it out.", list(homes, "or"))
}

/// Lines before the first heading of a file.
pub(super) fn before_any_heading(span: Span) -> Diagnostic {
    Diagnostic::new(
        Code::MisplacedLine,
        span,
        "This line stands before any heading, so it belongs to nothing.",
    )
    .help("Begin the file with a heading: `pathway NAME \"Title\"`.")
}

/// Headings that are indented and lines that are not: each told once for the file.
pub(super) fn indents(headings: &[Span], lines: &[Span]) -> Vec<Diagnostic> {
    let mut findings = Vec::new();
    let tell = |spans: &[Span], one: String, help: &str| {
        let (first, rest) = spans.split_first()?;
        let mut finding = Diagnostic::new(Code::WrongIndent, *first, one).help(help);
        for span in rest.iter().take(3) {
            finding = finding.label(*span, "here too");
        }
        Some(finding)
    };
    findings.extend(tell(
        headings,
        match headings.len() {
            1 => "This heading does not stand at the left margin.".to_string(),
            n => format!("{} do not stand at the left margin.", count(n, "heading")),
        },
        "Take away the spaces before it. `fingerpost fmt` does it for the whole file.",
    ));
    findings.extend(tell(
        lines,
        match lines.len() {
            1 => "This line belongs to the heading above it, and is not indented.".to_string(),
            n => format!(
                "{} that belong to a heading are not indented.",
                count(n, "line")
            ),
        },
        "Put two spaces before it. `fingerpost fmt` does it for the whole file.",
    ));
    findings
}
