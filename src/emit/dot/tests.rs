//! What is drawn, and that Graphviz draws it without a complaint.

use std::io::Write;
use std::process::{Command, Stdio};

use super::*;
use crate::emit::document::Shown;
use crate::emit::sample::hostile::{all_say, hostile};
use crate::emit::sample::{self, Maker};
use crate::ir::{
    Answers, BlockId, BlockKind, Detail, Pathway, Policy, Return, Strength, Verb, WayKind, What,
};
use crate::source::Sources;

fn drawn(pathway: &Pathway, options: &Options) -> String {
    shown(pathway, &Shown::all(pathway), options, 0)
}

fn shown(pathway: &Pathway, shown: &Shown, options: &Options, errors: usize) -> String {
    emit(&Made {
        pathway,
        sources: &Sources::default(),
        shown,
        document: &Document::of(pathway, shown, errors),
        options: *options,
    })
}

/// Only what a block leads to.
fn section(pathway: &Pathway, name: &str) -> String {
    let at = pathway.blocks.iter().position(|block| block.name == name);
    let at = BlockId(at.expect("the block"));
    let beyond = crate::graph::Graph::of(pathway).reached_from(at);
    let mut part = Shown::all(pathway);
    part.blocks
        .retain(|block| *block == at || beyond.contains(block));
    part.ways.retain(|(block, _)| part.blocks.contains(block));
    part.only = Some("Only a part.".to_string());
    shown(pathway, &part, &Options::default(), 0)
}

/// What Graphviz makes of a drawing; none where it is not installed, which a build server must not be.
fn graphviz(drawing: &str, format: &str) -> Option<String> {
    let child = Command::new("dot")
        .arg(format!("-T{format}"))
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn();
    let mut child = match child {
        Ok(child) => child,
        Err(why) => {
            assert!(std::env::var_os("CI").is_none(), "no Graphviz: {why}");
            eprintln!("note: Graphviz is not installed, so its drawing is not tested");
            return None;
        }
    };
    let mut stdin = child.stdin.take().expect("its input was asked for");
    let text = drawing.to_string();
    let writer = std::thread::spawn(move || stdin.write_all(text.as_bytes()));
    let out = child.wait_with_output().expect("it ends");
    let written = writer.join().expect("the writer ends");
    let complaints = String::from_utf8_lossy(&out.stderr).into_owned();
    assert!(
        out.status.success() && complaints.is_empty(),
        "{complaints}"
    );
    written.expect("it reads everything");
    Some(String::from_utf8(out.stdout).expect("UTF-8"))
}

fn every_option() -> Vec<Options> {
    let mut all = Vec::new();
    for direction in [Direction::LeftRight, Direction::TopDown] {
        for paper in [Paper::None, Paper::A4, Paper::A3] {
            for legend in [false, true] {
                all.push(Options {
                    direction,
                    paper: Some(paper),
                    legend,
                    ..Options::default()
                });
            }
        }
    }
    all
}

#[test]
fn graphviz_draws_every_pathway_with_every_option() {
    for options in every_option() {
        graphviz(&drawn(&sample::thurrock(), &options), "svg");
    }
    graphviz(&drawn(&sample::everything(), &Options::default()), "svg");
    graphviz(&drawn(&Pathway::default(), &Options::default()), "svg");
    for block in sample::thurrock().blocks {
        graphviz(&section(&sample::thurrock(), &block.name), "svg");
    }
}

#[test]
fn whatever_an_author_writes_is_shown_as_text() {
    for text in hostile() {
        let text = text.as_str();
        let pathway = all_say(text);
        let drawing = if text.len() < 1000 {
            drawn(&pathway, &Options::default())
        } else {
            section(&pathway, "reasons")
        };
        let Some(svg) = graphviz(&drawing, "svg") else {
            return;
        };
        assert!(!svg.contains("<script"), "{text}");
    }
}

#[test]
fn a_script_in_a_text_is_seen_as_it_was_written() {
    let pathway = all_say("<script>&lt;");
    let Some(svg) = graphviz(&drawn(&pathway, &Options::default()), "svg") else {
        return;
    };
    assert!(svg.contains("&lt;script&gt;&amp;lt;"));
    let pathway = all_say("C:\\new\\N");
    let Some(svg) = graphviz(&drawn(&pathway, &Options::default()), "svg") else {
        return;
    };
    let seen = svg.replace('\u{200b}', "");
    assert!(seen.contains("C:\\new\\N"));
    assert_eq!(
        seen.matches("C:\\new").count(),
        seen.matches("C:\\new\\N").count()
    );
}

/// Where Graphviz put a block.
fn place(plain: &str, name: &str) -> (f64, f64) {
    let line = plain
        .lines()
        .map(|line| line.split(' ').collect::<Vec<_>>())
        .find(|words| words.first() == Some(&"node") && words.get(1) == Some(&name))
        .expect("the block is drawn");
    let number = |at: usize| line[at].parse().expect("a number");
    (number(2), number(3))
}

#[test]
fn what_a_block_leads_to_stands_in_the_order_written() {
    let pathway = sample::thurrock();
    for legend in [false, true] {
        for direction in [Direction::LeftRight, Direction::TopDown] {
            let options = Options {
                direction,
                legend,
                ..Options::default()
            };
            let Some(plain) = graphviz(&drawn(&pathway, &options), "plain") else {
                return;
            };
            for children in [
                ["court", "age", "reasons"],
                ["support", "mediation", "after_court"],
            ] {
                let along: Vec<f64> = children
                    .iter()
                    .map(|name| match direction {
                        Direction::LeftRight => -place(&plain, name).1,
                        Direction::TopDown => place(&plain, name).0,
                    })
                    .collect();
                assert!(along.is_sorted(), "{children:?} {along:?} {legend}");
            }
        }
    }
}

#[test]
fn graphviz_draws_circles_ways_to_itself_and_many_ways_back() {
    let mut chance: u32 = 7;
    let mut next = |below: u32| {
        chance = chance.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        (chance >> 16) % below
    };
    for _ in 0..12 {
        let mut m = Maker::default();
        let names: Vec<String> = (0..9).map(|n| format!("b{n}")).collect();
        for name in &names {
            m.block(name, name, BlockKind::Step);
        }
        m.pathway.start = Some(BlockId(0));
        for name in &names {
            for _ in 0..next(4) {
                let to = format!("b{}", next(9));
                let guard = m.guard("so it is", crate::ir::Condition::Broken);
                m.way(name, WayKind::When, None, Some(guard), &to);
            }
            if next(3) == 0 {
                let to = BlockId(next(9) as usize);
                let span = m.span();
                m.at(name).returns.push(Return {
                    text: "it changes".into(),
                    to,
                    span,
                });
            }
        }
        for direction in [Direction::LeftRight, Direction::TopDown] {
            let options = Options {
                direction,
                ..Options::default()
            };
            graphviz(&drawn(&m.pathway, &options), "svg");
        }
    }
}

#[test]
fn ways_by_answer_to_one_place_are_one_arrow() {
    let dot = drawn(&sample::thurrock(), &Options::default());
    let arrow = |from: &str, to: &str| -> Vec<&str> {
        let begin = format!("  \"{from}\" -> \"{to}\" ");
        dot.lines()
            .filter(|line| line.starts_with(&begin))
            .collect()
    };
    let court = arrow("situation", "court");
    assert_eq!(court.len(), 1);
    assert!(court[0].contains("separating\u{a0}/<BR"), "{court:?}");
    assert!(court[0].contains("Parents have separated<BR"), "{court:?}");
    let open = arrow("child_at_risk", "open_to_social_care");
    assert_eq!(open.len(), 1);
    assert!(open[0].contains(">Any answer<BR"), "{open:?}");
    assert!(arrow("signs", "child_at_risk")[0].contains(">Any of these<BR"));
    assert!(arrow("signs", "situation")[0].contains(">Otherwise<BR"));
    assert!(arrow("age", "baby")[0].contains("Age is less than 12"));
    assert!(arrow("older", "violence")[0].contains("style=dashed constraint=false"));
}

#[test]
fn ways_tried_in_order_keep_their_numbers() {
    let mut pathway = sample::thurrock();
    for block in &mut pathway.blocks {
        block.policy = Policy::FirstMatch;
    }
    let dot = drawn(&pathway, &Options::default());
    assert!(dot.contains(">1. Parents are"));
    assert!(dot.contains(">2. Parents have"));
    assert!(dot.contains("Take the first way that applies."));
}

#[test]
fn an_outcome_says_what_to_do_how_strongly_and_how_to_get_there() {
    let dot = drawn(&sample::thurrock(), &Options::default());
    let box_of = |name: &str| {
        let begin = format!("  \"{name}\" [");
        dot.lines()
            .find(|line| line.starts_with(&begin))
            .expect("the block is drawn")
    };
    let outcome = box_of("domestic_violence");
    let order: Vec<Option<usize>> = [
        "URGENT: Do not tell",
        "<B>Must<BR",
        "• Refer to MASH within 24 hours, when",
        "tel:01632960001",
        "Out of hours: Emergency Duty Team",
        "<B>Must not<BR",
        "<B>Consider<BR",
        "• Housing Safeguarding Team",
    ]
    .iter()
    .map(|part| outcome.find(part))
    .collect();
    assert!(
        order.iter().all(Option::is_some) && order.is_sorted(),
        "{order:?}"
    );
    assert!(outcome.contains("peripheries=2") && outcome.contains(" Outcome<BR"));
    assert!(box_of("signs").contains(" Checklist<BR"));
    assert!(box_of("worker").contains("• PASS worker"));
    assert!(!box_of("violence").contains("• Yes"));
    assert!(box_of("one_to_one_support").contains("STYLE=\"DASHED\">Review in 6 weeks"));
    assert!(box_of("mediation").contains("HREF=\"http://www.essexmediationonline.co.uk/\""));
    assert!(box_of("tfs_mediation").contains("when worker is Family Hub"));
    assert!(dot.contains("Professional judgement comes first."));
    assert!(dot.contains("URGENT: If anyone is in immediate danger, call 999."));
    assert!(dot.contains("Thurrock Council · Version 1.0 · Review by 31 March 2027"));
}

#[test]
fn a_section_holds_what_it_leads_to_and_says_what_came_before() {
    let dot = section(&sample::thurrock(), "situation");
    assert!(dot.contains("  \"after_court\" ["));
    assert!(!dot.contains("  \"domestic_violence\" ["));
    assert!(!dot.contains("  \"fingerpost:start\" "));
    let number = |name: &str| {
        let begin = format!("  \"{name}\" [");
        let whole = drawn(&sample::thurrock(), &Options::default());
        let line = whole.lines().find(|line| line.starts_with(&begin));
        let line = line.expect("the step is drawn").to_string();
        let number = line.split("tooltip=\"").nth(1).expect("a tooltip");
        number.split(' ').next().expect("a number").to_string()
    };
    let from = format!(
        "  \"fingerpost:from:{}\" -> \"situation\" [class=\"from\" style=dashed]",
        number("signs")
    );
    assert!(dot.contains(&from), "{from}");
    assert!(dot.contains("Only a part."));
    assert!(!dot.contains("constraint=false"), "it would lead outside");
    let whole = section(&sample::thurrock(), "worker");
    assert!(whole.contains("\"fingerpost:start\" -> \"worker\""));
}

#[test]
fn a_way_to_what_is_not_drawn_says_where_it_goes_on() {
    let pathway = sample::thurrock();
    let mut part = Shown::all(&pathway);
    let court = pathway.blocks.iter().position(|it| it.name == "court");
    let court = BlockId(court.expect("the block"));
    part.blocks.remove(&court);
    let dot = shown(&pathway, &part, &Options::default(), 0);
    let number = part.numbers[&court];
    let arrow = format!("  \"situation\" -> \"fingerpost:to:{number}\" [");
    assert!(dot.contains(&arrow) && dot.contains(&format!("<B>Go to {number}<BR")));
    graphviz(&dot, "svg");
}

#[test]
fn what_stands_out_is_told_by_lines_and_words() {
    let pathway = sample::thurrock();
    let mut part = Shown::all(&pathway);
    let start = pathway.start.expect("a start");
    part.marks.insert(start, "New");
    part.stuck.insert(start);
    part.lit = Some(crate::emit::document::Lit {
        whose: "One family’s way stands out.".into(),
        blocks: [start].into(),
        ways: [(start, 0)].into(),
    });
    let dot = shown(&pathway, &part, &Options::default(), 0);
    assert!(
        dot.contains(">1 Question · New · this family’s way<BR"),
        "{dot}"
    );
    assert!(dot.contains("One family’s way stands out."));
    assert!(dot.contains(">! For some families, no way on"));
    assert_eq!(dot.matches("penwidth=3").count(), 2);
    graphviz(&dot, "svg");
}

#[test]
fn a_service_shows_no_contact_where_nobody_may_be_sent() {
    let mut m = Maker::default();
    m.block("end", "End", BlockKind::Outcome);
    let service = m.service("a", "A", &[(Detail::Phone, "01632 960 001")]);
    m.action(
        "end",
        Strength::MustNot,
        Verb::Refer,
        What::Service(service),
    );
    assert!(!drawn(&m.pathway, &Options::default()).contains("960 001"));
}

#[test]
fn a_service_with_a_number_for_each_district_shows_the_first() {
    let mut m = Maker::default();
    m.block("end", "End", BlockKind::Outcome);
    let numbers: Vec<String> = (100..140).map(|n| format!("01632 960 {n}")).collect();
    let lines: Vec<(Detail, &str)> = numbers
        .iter()
        .map(|number| (Detail::Phone, number.as_str()))
        .collect();
    let service = m.service("hub", "Hub", &lines);
    m.action("end", Strength::Must, Verb::Refer, What::Service(service));
    let dot = drawn(&m.pathway, &Options::default());
    assert!(dot.contains("960 107") && !dot.contains("960 108"));
    assert!(dot.contains("and 32 more: see the text"));
    m.action(
        "end",
        Strength::Consider,
        Verb::Offer,
        What::Service(service),
    );
    let twice = drawn(&m.pathway, &Options::default());
    assert!(twice.contains("Offer Hub") && twice.matches("and 32 more").count() == 1);
}

#[test]
fn notes_of_answers_items_and_marks_are_shown() {
    let mut m = Maker::default();
    m.yes_or_no("known", "Known?");
    let (mut item, mut mark) = (m.option("hurt", "Hurt"), m.option("maybe", "Maybe"));
    item.notes.push("Go there today.".into());
    mark.notes.push("Ask again.".into());
    let (items, marks) = (vec![item], vec![mark]);
    m.question("signs", "Signs?", Answers::Several { items, marks });
    m.block("end", "End", BlockKind::Outcome);
    m.answers("known", &["end", "end", "end"]);
    let without = drawn(&m.pathway, &Options::default());
    assert!(without.contains("Note: Go there today.") && without.contains("Maybe: Ask again."));
    assert!(!without.contains("• Yes"), "its answers are on the arrows");
    let Answers::OneOf(options) = &mut m.pathway.questions[0].answers else {
        panic!("yes or no");
    };
    options[0].notes.push("Write down who knows.".into());
    let with = drawn(&m.pathway, &Options::default());
    assert!(with.contains("• Yes") && with.contains("Note: Write down who knows."));
}

#[test]
fn a_drawing_of_a_flow_with_errors_says_that_it_is_a_draft() {
    let pathway = sample::thurrock();
    let draft = |errors| {
        let all = Shown::all(&pathway);
        let dot = shown(&pathway, &all, &Options::default(), errors);
        dot.contains("DRAFT, not fit to publish: 2 errors found")
    };
    assert!(draft(2));
    assert!(!draft(0));
}
