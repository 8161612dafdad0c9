//! How fast a flow is read, resolved and checked, on generated flows of 100, 1,000 and 10,000 blocks.
//!
//! `cargo bench` prints a table: for each size the best of several runs of each stage, in milliseconds,
//! MB/s and blocks/s, and how each grew against the size before, beside what n log n would have grown.
//! Nothing is asserted: these are figures to read.

use std::fmt::Write;
use std::time::{Duration, Instant};

use fingerpost::check::check;
use fingerpost::diagnostic::Diagnostics;
use fingerpost::ir::Date;
use fingerpost::resolve::resolve;
use fingerpost::source::Sources;
use fingerpost::syntax;

const TODAY: Date = Date {
    year: 2027,
    month: 1,
    day: 15,
};

fn main() {
    println!(
        "{:>7} {:>8}  {:>9} {:>9} {:>9} {:>9}  {:>7} {:>9} {:>11}  {:>8} {:>8}",
        "blocks",
        "KB",
        "read ms",
        "resolve",
        "check",
        "all ms",
        "MB/s",
        "read MB/s",
        "blocks/s",
        "grew",
        "n log n"
    );
    let mut before: Option<(usize, f64)> = None;
    for blocks in [100usize, 1_000, 10_000] {
        let text = flow(blocks);
        let runs = (20_000 / blocks).clamp(5, 50);
        let best = (0..runs)
            .map(|_| run(&text))
            .min_by_key(Times::all)
            .expect("at least one run");
        let seconds = best.all().as_secs_f64();
        let megabytes = text.len() as f64 / 1e6;
        let n_log_n = |n: usize| n as f64 * (n as f64).log2();
        let (grew, ideal) = before.map_or((String::new(), String::new()), |(fewer, time)| {
            (
                format!("{:.1}x", seconds / time),
                format!("{:.1}x", n_log_n(blocks) / n_log_n(fewer)),
            )
        });
        println!(
            "{blocks:>7} {:>8.0}  {:>9.2} {:>9.2} {:>9.2} {:>9.2}  {:>7.1} {:>9.1} {:>11.0}  {grew:>8} {ideal:>8}",
            megabytes * 1e3,
            ms(best.read),
            ms(best.resolve),
            ms(best.check),
            seconds * 1e3,
            megabytes / seconds,
            megabytes / best.read.as_secs_f64(),
            blocks as f64 / seconds
        );
        before = Some((blocks, seconds));
    }
}

fn ms(time: Duration) -> f64 {
    time.as_secs_f64() * 1e3
}

struct Times {
    read: Duration,
    resolve: Duration,
    check: Duration,
}

impl Times {
    fn all(&self) -> Duration {
        self.read + self.resolve + self.check
    }
}

fn run(text: &str) -> Times {
    let mut sources = Sources::default();
    let source = sources.add("generated.flow", text);
    let mut out = Diagnostics::default();
    let start = Instant::now();
    let readable = syntax::readable(text);
    let file = syntax::parse(&readable, source, &mut out);
    let read = start.elapsed();
    let start = Instant::now();
    let pathway = resolve(&file, &mut sources, &|_, _| Err(String::new()), &mut out);
    let resolve = start.elapsed();
    let start = Instant::now();
    check(&pathway, TODAY, &mut out);
    let check = start.elapsed();
    assert_eq!(out.findings, [], "the generated flow is sound");
    Times {
        read,
        resolve,
        check,
    }
}

/// A sound pathway shaped like real ones: of ten blocks six are questions (one with conditions), one is a
/// checklist, one a step and two are outcomes that share one service.
fn flow(blocks: usize) -> String {
    let tens = blocks / 10;
    let mut text = String::from(
        "pathway generated \"A generated pathway\"\n  owner     \"Early Help\"\n  review by 2030-03-31\n  urgent    \"If anyone is in immediate danger, call 999.\"\n  start     q0_0\n\n",
    );
    for n in 0..tens {
        let next = if n + 1 < tens {
            format!("q{}_0", n + 1)
        } else {
            format!("done_{n}")
        };
        let _ = write!(
            text,
            "service service_{n} \"Service number {n}\"\n  phone   \"0300 {:03} {:04}\"\n  website \"https://www.service-{n}.gov.uk\"\n  hours   \"Monday to Friday, 9am to 5pm\"\n\n",
            n % 1000,
            n % 10_000
        );
        for q in 0..5 {
            let to = if q < 4 {
                format!("q{n}_{}", q + 1)
            } else {
                format!("signs_{n}")
            };
            let _ = write!(
                text,
                "question q{n}_{q} \"Has anything of kind {q} happened in the family since the last meeting?\"\n  hint   \"Ask each parent alone.\"\n  yes    \"Yes, it has\" -> {to}\n  no                   -> {to}\n  unsure               -> help_{n}\n\n"
            );
        }
        let _ = write!(
            text,
            "checklist signs_{n} \"Are any of these true?\"\n  item afraid  \"One parent is afraid of the other\"\n  item control \"One parent restricts who the other sees\"\n  item nothing \"None of these\" alone\n  when any of signs_{n} -> age_{n}\n  otherwise            -> step_{n}\n\n"
        );
        let _ = write!(
            text,
            "question age_{n} \"How old is the child?\"\n  age from 0 months to 18 years\n  when age_{n} < 12 months and q{n}_0 is yes      -> help_{n}\n  when age_{n} >= 12 months or not q{n}_0 is yes  -> step_{n}\n\n"
        );
        let _ = write!(
            text,
            "step step_{n} \"Talk it over\"\n  consider service_{n} when q{n}_1 is yes and q{n}_2 is one of yes, no\n  then -> {next}\n\n"
        );
        let _ = write!(
            text,
            "outcome help_{n} \"Help is needed\"\n  must refer to service_{n} within 2 working days\n  do \"Write down what was said.\"\n\n"
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
