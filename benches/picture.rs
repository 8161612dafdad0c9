//! How a pathway is drawn beside Graphviz: how long it takes, how often lines cross and how large the drawing is, on
//! generated flows of 20, 200 and 2,000 blocks.
//!
//! `cargo bench --bench picture` prints a table of both, and ratios; where there is no `dot`, only our own figures.
//! Nothing is asserted: these are figures to read. Graphviz draws with `ordering=out` of the DOT text that we write,
//! and its time is that of the whole program; ours is that of the drawing, with its SVG.

use std::fmt::Write as _;
use std::io::Write as _;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use fingerpost::emit::document::{Document, Shown};
use fingerpost::emit::{self, Made, dot, svg};
use fingerpost::ir::{Date, Pathway};
use fingerpost::letters::Letters;
use fingerpost::picture::{Item, Options, Paper, Picture, picture};
use fingerpost::source::Sources;

const TODAY: Date = Date {
    year: 2027,
    month: 1,
    day: 15,
};

type Line = Vec<(f64, f64)>;

/// What there is to know of a drawing.
struct Drawn {
    took: Duration,
    crossings: usize,
    /// Its width and height in points.
    size: (f64, f64),
}

fn main() {
    let letters = Letters::shipped();
    println!(
        "{:>7} {:>9} {:>9} {:>7}  {:>9} {:>9}  {:>15} {:>15} {:>7}  {:>8} {:>7}",
        "blocks",
        "ours ms",
        "dot ms",
        "ratio",
        "crossings",
        "of dot",
        "size",
        "of dot",
        "ratio",
        "A4 ms",
        "sheets"
    );
    for blocks in [20usize, 200, 2_000] {
        let pathway = pathway(&flow(blocks));
        let document = Document::of(&pathway, &Shown::all(&pathway), 0);
        let ours = ours(&document, &letters);
        let start = Instant::now();
        let sheets = drawing(&document, &letters, Paper::A4).sheets.len();
        let paper = start.elapsed();
        let text = dot::emit(&Made {
            pathway: &pathway,
            sources: &Sources::default(),
            shown: &Shown::all(&pathway),
            document: &document,
            options: emit::Options::default(),
        });
        let theirs = graphviz(&text);
        let area = |it: &Drawn| it.size.0 * it.size.1;
        let size = |it: &Drawn| format!("{:.0} x {:.0}", it.size.0, it.size.1);
        let mut of_dot = ["-"; 5].map(str::to_string);
        if let Some(theirs) = &theirs {
            of_dot = [
                format!("{:.1}", ms(theirs.took)),
                format!("{:.3}", ours.took.as_secs_f64() / theirs.took.as_secs_f64()),
                theirs.crossings.to_string(),
                size(theirs),
                format!("{:.2}", area(&ours) / area(theirs)),
            ];
        }
        let [time, times, crossings, room, areas] = of_dot;
        println!(
            "{blocks:>7} {:>9.1} {time:>9} {times:>7}  {:>9} {crossings:>9}  {:>15} {room:>15} {areas:>7}  {:>8.1} {sheets:>7}",
            ms(ours.took),
            ours.crossings,
            size(&ours),
            ms(paper),
        );
    }
}

fn ms(time: Duration) -> f64 {
    time.as_secs_f64() * 1e3
}

fn drawing(document: &Document, letters: &Letters, paper: Paper) -> Picture {
    let options = Options {
        paper,
        ..Options::default()
    };
    picture(document, letters, &options)
}

fn ours(document: &Document, letters: &Letters) -> Drawn {
    let start = Instant::now();
    let picture = drawing(document, letters, Paper::None);
    let mut bytes = 0;
    for sheet in &picture.sheets {
        bytes += svg::emit(sheet, &svg::Options::default()).len();
    }
    let took = start.elapsed();
    assert!(bytes > 0);
    let mut lines: Vec<Line> = Vec::new();
    let mut size = (0.0, 0.0);
    for sheet in &picture.sheets {
        size = (sheet.width, sheet.height);
        for item in &sheet.items {
            if let Item::Group(group) = item {
                for item in &group.items {
                    if let Item::Line(line) = item {
                        lines.push(line.points.clone());
                    }
                }
            }
        }
    }
    Drawn {
        took,
        crossings: crossings(&lines),
        size,
    }
}

/// What Graphviz makes of it; nothing where it is not installed.
fn graphviz(text: &str) -> Option<Drawn> {
    let start = Instant::now();
    let mut program = Command::new("dot")
        .arg("-Tplain")
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .ok()?;
    let mut into = program.stdin.take()?;
    let text = text.to_string();
    let writer = std::thread::spawn(move || into.write_all(text.as_bytes()));
    let output = program.wait_with_output().ok()?;
    let took = start.elapsed();
    writer.join().ok()?.ok()?;
    let plain = String::from_utf8_lossy(&output.stdout);
    let mut lines = Vec::new();
    let mut size = (0.0, 0.0);
    for line in plain.lines() {
        let words: Vec<&str> = line.split(' ').collect();
        let number = |at: usize| words.get(at).and_then(|it| it.parse::<f64>().ok());
        match words.first().copied() {
            Some("graph") => size = (number(2)? * 72.0, number(3)? * 72.0),
            // edge TAIL HEAD COUNT X Y X Y ..., where names have no spaces.
            Some("edge") => {
                let count = words.get(3)?.parse::<usize>().ok()?;
                let points = (0..count).map(|it| Some((number(4 + 2 * it)?, number(5 + 2 * it)?)));
                lines.push(points.collect::<Option<Line>>()?);
            }
            Some(_) | None => {}
        }
    }
    Some(Drawn {
        took,
        crossings: crossings(&lines),
        size,
    })
}

/// How often lines cross, each taken as straight from point to point; where they meet or run on each other they do not.
fn crossings(lines: &[Line]) -> usize {
    let stretches: Vec<(usize, [(f64, f64); 2])> = (lines.iter().enumerate())
        .flat_map(|(number, line)| {
            let pairs = line.iter().zip(line.iter().skip(1));
            pairs.map(move |(from, to)| (number, [*from, *to]))
        })
        .collect();
    let mut by_left: Vec<usize> = (0..stretches.len()).collect();
    let left = |it: usize| stretches[it].1[0].0.min(stretches[it].1[1].0);
    let right = |it: usize| stretches[it].1[0].0.max(stretches[it].1[1].0);
    by_left.sort_by(|one, other| left(*one).total_cmp(&left(*other)));
    let mut found = std::collections::BTreeSet::new();
    for (at, one) in by_left.iter().enumerate() {
        for other in &by_left[at + 1..] {
            if left(*other) > right(*one) {
                break;
            }
            let (a, b) = (&stretches[*one], &stretches[*other]);
            if a.0 != b.0 && cross(a.1, b.1) {
                found.insert((a.0.min(b.0), a.0.max(b.0)));
            }
        }
    }
    found.len()
}

fn cross([a, b]: [(f64, f64); 2], [c, d]: [(f64, f64); 2]) -> bool {
    let side = |from: (f64, f64), to: (f64, f64), it: (f64, f64)| {
        (to.0 - from.0) * (it.1 - from.1) - (to.1 - from.1) * (it.0 - from.0)
    };
    let apart =
        |one: f64, other: f64| (one > 1e-9 && other < -1e-9) || (one < -1e-9 && other > 1e-9);
    apart(side(a, b, c), side(a, b, d)) && apart(side(c, d, a), side(c, d, b))
}

fn pathway(text: &str) -> Pathway {
    let none = |_: &str, _: &str| Err("There is no other file.".to_string());
    fingerpost::compile("generated.flow", text, TODAY, &none).pathway
}

/// A pathway shaped like real ones: of ten blocks six are questions, one is a checklist, one a step and two are
/// outcomes, to one of which several ways lead.
fn flow(blocks: usize) -> String {
    let tens = blocks / 10;
    let mut text = String::from("pathway generated \"A generated pathway\"\n  start q0_0\n\n");
    for n in 0..tens {
        let next = match n + 1 < tens {
            true => format!("q{}_0", n + 1),
            false => format!("done_{n}"),
        };
        for q in 0..6 {
            let to = match q {
                0..5 => format!("q{n}_{}", q + 1),
                _ => format!("signs_{n}"),
            };
            let _ = write!(
                text,
                "question q{n}_{q} \"Has anything of kind {q} happened in the family since the last meeting?\"\n  hint   \"Ask each parent alone.\"\n  yes    \"Yes, it has\" -> {to}\n  no                   -> {to}\n  unsure               -> help_{n}\n\n"
            );
        }
        let _ = write!(
            text,
            "checklist signs_{n} \"Are any of these true?\"\n  item afraid  \"One parent is afraid of the other\"\n  item control \"One parent restricts who the other sees\"\n  item nothing \"None of these\" alone\n  when any of signs_{n} -> help_{n}\n  otherwise            -> step_{n}\n\n"
        );
        let _ = write!(
            text,
            "step step_{n} \"Talk it over\"\n  do \"Write down what was said.\"\n  then -> {next}\n\n"
        );
        let _ = write!(
            text,
            "outcome help_{n} \"Help is needed\"\n  do \"Write down what was said.\"\n\n"
        );
        if n + 1 == tens {
            let _ = write!(
                text,
                "outcome done_{n} \"Nothing more is needed\"\n  say \"Come back if anything changes.\"\n\n"
            );
        }
    }
    text
}
