//! What the proofs cost, on flows of every size and shape, beside other ways to answer the same questions.
//!
//! ```text
//! cargo bench --bench logic                          every input, every peer
//! cargo bench --bench logic -- pathway-30 'table*'   only the inputs of these names, or that begin so
//! cargo bench --bench logic -- --limit 10            no peer gets more than 10 seconds for an input (60 else)
//! cargo bench --bench logic -- --ours                without the peers
//! ```
//!
//! It prints two tables. The first has OUR times (reading, resolving, checking; the best of several runs where
//! they are short) and our greatest memory, and for each peer how many times as long as our `check` it took;
//! `>` where its time ran out, with how far it came. The second has what was planted, what we found, and
//! whether each peer that finished says the same. Nothing is asserted: these are figures to read.
//!
//! Each input runs in a process of its own, so that the memory of one is not the memory of all. The peers:
//!
//! - `z3`, asked by `peers/z3_peer.py` about the JSON that `fingerpost compile --to json` writes. Where
//!   `python3` is there, it is installed below `target` on the first run; else it is left out, and said so. Its
//!   reading and translating are not in its time.
//! - `families`: every family, one after another.
//! - `sweep` and `usefulness`, for inputs that are one table: see `peers/sweep.rs` and `peers/usefulness.rs`.
//!
//! The texts are made by `flows/`, and lie with their JSON in `target/tmp/logic` afterwards.

mod flows;
mod peers;

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, ExitCode, Stdio};
use std::time::{Duration, Instant};

use fingerpost::check::check;
use fingerpost::diagnostic::{Code, Diagnostics};
use fingerpost::emit::json;
use fingerpost::ir::{Date, Pathway};
use fingerpost::resolve::resolve;
use fingerpost::source::{Given, Sources};
use fingerpost::syntax;
use serde::{Deserialize, Serialize};

use flows::Input;
use peers::{Answered, Answers};

const TODAY: Date = Date {
    year: 2027,
    month: 1,
    day: 15,
};

/// How many steps plain enumeration may take, however fast it is.
const STEPS: usize = 50_000_000;

fn main() -> ExitCode {
    let mut limit = Duration::from_secs(60);
    let (mut wanted, mut only_ours, mut child) = (Vec::new(), false, None);
    let mut arguments = std::env::args().skip(1);
    while let Some(argument) = arguments.next() {
        match argument.as_str() {
            // Cargo says this to every benchmark.
            "--bench" => {}
            "--ours" => only_ours = true,
            "--child" => child = arguments.next(),
            "--limit" => {
                let seconds = arguments.next().and_then(|it| it.parse().ok());
                limit = Duration::from_secs(seconds.unwrap_or(60));
            }
            name => wanted.push(name.to_string()),
        }
    }
    if let Some(job) = child {
        return run_child(&job, wanted.first().map_or("", String::as_str), limit);
    }
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR"));
    if let Err(error) = fs::create_dir_all(folder.join("logic")) {
        println!("The folder for the flows cannot be made: {error}");
        return ExitCode::FAILURE;
    }
    let z3 = if only_ours {
        Err("it was not asked for".to_string())
    } else {
        peers::z3::prepare(folder)
    };
    if let Err(why) = &z3 {
        println!("z3 is left out: {why}.\n");
    }
    if Code::named("missing-branch").is_none() {
        println!(
            "Our check does not look for gaps and overlaps yet: the ratios are not yet fair to the peers.\n"
        );
    }
    let parent = Parent {
        python: z3.ok(),
        only_ours,
        limit,
    };
    parent.run(&wanted);
    ExitCode::SUCCESS
}

/// What a process of its own says of our side of an input.
#[derive(Serialize, Deserialize)]
struct Ours {
    blocks: usize,
    kilobytes: f64,
    read: f64,
    resolve: f64,
    check: f64,
    /// The greatest memory in megabytes; none where the system does not say.
    memory: Option<f64>,
    found: BTreeMap<String, usize>,
    planted: BTreeMap<String, usize>,
    /// What was planted and not found, where we look for it.
    missed: Vec<String>,
    is_sure: bool,
    is_table: bool,
    answers: Answers,
}

struct Parent {
    python: Option<PathBuf>,
    only_ours: bool,
    limit: Duration,
}

impl Parent {
    fn run(&self, wanted: &[String]) {
        println!(
            "{:<24} {:>7} {:>7} {:>9} {:>9} {:>10} {:>7}   {:<42} {:<36} {:<38} usefulness",
            "input",
            "blocks",
            "KB",
            "read ms",
            "resolve",
            "check ms",
            "MB",
            "z3",
            "families",
            "sweep"
        );
        let mut answers = Vec::new();
        for (name, make) in flows::all() {
            if wanted.is_empty() || wanted.iter().any(|it| is_meant(it, &name)) {
                answers.push(self.one(&name, &make()));
            }
        }
        println!(
            "\n{:<24} {:<44} {:<70} peers",
            "input", "planted", "found by us"
        );
        for line in answers {
            println!("{line}");
        }
    }

    /// One input: prints its line of the first table and gives its line of the second.
    fn one(&self, name: &str, input: &Input) -> String {
        let ours: Ours = match self.child("ours", name) {
            Ok(ours) => ours,
            Err(why) => {
                println!("{name:<24} {why}");
                return format!("{name:<24} {why}");
            }
        };
        let mut cells = Vec::new();
        let mut says = Vec::new();
        let pathway = compiled(name, input).ok().map(|it| it.0);
        for peer in ["z3", "families", "sweep", "usefulness"] {
            let is_for_tables = matches!(peer, "sweep" | "usefulness");
            if self.only_ours || (is_for_tables && !ours.is_table) {
                cells.push("-".to_string());
                continue;
            }
            let answered = match (peer, &self.python) {
                ("z3", None) => {
                    cells.push("left out".to_string());
                    continue;
                }
                ("z3", Some(python)) => {
                    peers::z3::ask(python, &file(name, "json"), "2027-01-15", self.limit)
                }
                (_, _) => self.child(peer, name),
            };
            match answered {
                Err(why) => {
                    cells.push("failed".to_string());
                    says.push(format!("{peer}: {why}"));
                }
                Ok(it) => {
                    cells.push(ratio(&it, ours.check));
                    says.extend(said(peer, &it, &ours, pathway.as_ref()));
                }
            }
        }
        let memory = ours.memory.map_or("-".to_string(), |it| format!("{it:.0}"));
        println!(
            "{name:<24} {:>7} {:>7.0} {:>9.2} {:>9.2} {:>10.2} {memory:>7}   {:<42} {:<36} {:<38} {}",
            ours.blocks,
            ours.kilobytes,
            ours.read * 1e3,
            ours.resolve * 1e3,
            ours.check * 1e3,
            cells[0],
            cells[1],
            cells[2],
            cells[3]
        );
        let unsure = if ours.is_sure { "" } else { " (nobody knows)" };
        let mut found = counts(&ours.found);
        if !ours.missed.is_empty() {
            found.push_str(&format!("; MISSED {}", ours.missed.join(", ")));
        }
        format!(
            "{name:<24} {:<44} {found:<70} {}",
            format!("{}{unsure}", counts(&ours.planted)),
            says.join("; ")
        )
    }

    fn child<T: for<'a> Deserialize<'a>>(&self, job: &str, name: &str) -> Result<T, String> {
        let this = std::env::current_exe().map_err(|error| error.to_string())?;
        let output = Command::new(this)
            .args([
                "--child",
                job,
                name,
                "--limit",
                &self.limit.as_secs().to_string(),
            ])
            .stdin(Stdio::null())
            .output()
            .map_err(|error| error.to_string())?;
        if !output.status.success() {
            let said = String::from_utf8_lossy(&output.stderr);
            return Err(format!("it ended with {}: {}", output.status, said.trim()));
        }
        serde_json::from_slice(&output.stdout).map_err(|error| error.to_string())
    }
}

/// Whether a word of the command line means an input: its name, or `*` at the end for all that begin so.
fn is_meant(word: &str, name: &str) -> bool {
    word.strip_suffix('*')
        .map_or(word == name, |begin| name.starts_with(begin))
}

/// How many times as long as we a peer took.
fn ratio(peer: &Answered, ours: f64) -> String {
    let times = peer.seconds / ours.max(1e-9);
    let places = usize::from(times < 10.0);
    let seconds = peer.seconds;
    if peer.finished {
        format!("{times:.places$}x ({seconds:.2} s)")
    } else {
        format!(">{times:.places$}x ({seconds:.0} s, {})", peer.note)
    }
}

/// What a peer says, in a few words.
fn said(peer: &str, it: &Answered, ours: &Ours, pathway: Option<&Pathway>) -> Option<String> {
    let mut words = Vec::new();
    if it.finished {
        match pathway {
            Some(pathway) if ours.answers.meets(&it.answers) => {
                let differences = ours.answers.differences(&it.answers, pathway);
                words.push(if differences.is_empty() {
                    "agrees".to_string()
                } else {
                    format!("DIFFERS: {}", differences.join(", "))
                });
            }
            Some(_) | None => {
                let a = &it.answers;
                let mut of = |what: &str, count: Option<usize>| {
                    words.extend(count.filter(|it| *it > 0).map(|it| format!("{it} {what}")));
                };
                of("unreachable", a.unreachable.as_ref().map(|it| it.len()));
                of("dead ways", a.dead_ways.as_ref().map(|it| it.len()));
                of("gaps", a.gaps.as_ref().map(|it| it.len()));
                of("overlaps", a.overlaps.as_ref().map(|it| it.len()));
                of("too late", a.too_late.as_ref().map(|it| it.len()));
                of("rules", a.rules.as_ref().map(|it| it.len()));
                if words.is_empty() && it.note.is_empty() {
                    words.push("nothing".to_string());
                }
            }
        }
        if !it.note.is_empty() {
            words.push(it.note.clone());
        }
    }
    (!words.is_empty()).then(|| format!("{peer}: {}", words.join(", ")))
}

fn counts(of: &BTreeMap<String, usize>) -> String {
    if of.is_empty() {
        return "nothing".to_string();
    }
    let words: Vec<String> = of
        .iter()
        .map(|(code, count)| format!("{count} {code}"))
        .collect();
    words.join(", ")
}

/// Where a file of an input lies.
fn file(name: &str, ending: &str) -> PathBuf {
    Path::new(env!("CARGO_TARGET_TMPDIR"))
        .join("logic")
        .join(format!("{name}.{ending}"))
}

/// One job for one input, its answer on the standard output.
fn run_child(job: &str, name: &str, limit: Duration) -> ExitCode {
    let Some((_, make)) = flows::all().into_iter().find(|(it, _)| it == name) else {
        eprintln!("there is no input {name}");
        return ExitCode::FAILURE;
    };
    let input = make();
    let answer = if job == "ours" {
        ours(name, &input)
            .and_then(|it| serde_json::to_string(&it).map_err(|error| error.to_string()))
    } else {
        peer(job, name, &input, limit)
            .and_then(|it| serde_json::to_string(&it).map_err(|error| error.to_string()))
    };
    match answer {
        Ok(text) => {
            println!("{text}");
            ExitCode::SUCCESS
        }
        Err(why) => {
            eprintln!("{why}");
            ExitCode::FAILURE
        }
    }
}

/// An input read and resolved, and how long each took.
fn timed(name: &str, input: &Input) -> (Pathway, Sources, Diagnostics, f64, f64) {
    let mut diagnostics = Diagnostics::default();
    let mut sources = Sources::default();
    let source = sources.add(format!("{name}.flow"), input.text.as_str());
    let start = Instant::now();
    let readable = syntax::readable(&input.text);
    let file = syntax::parse(&readable, source, &mut diagnostics);
    let read = start.elapsed().as_secs_f64();
    let list = |_: &str, path: &str| {
        let found = input.files.iter().find(|(name, _)| name == path);
        let (name, text) = found.cloned().ok_or_else(String::new)?;
        Ok(Given { name, text })
    };
    let start = Instant::now();
    let pathway = resolve(&file, &mut sources, &list, &mut diagnostics);
    let resolve = start.elapsed().as_secs_f64();
    (pathway, sources, diagnostics, read, resolve)
}

/// An input read and resolved; none where it has mistakes.
fn compiled(name: &str, input: &Input) -> Result<(Pathway, Sources), String> {
    let (pathway, sources, diagnostics, ..) = timed(name, input);
    match diagnostics.findings.first() {
        None => Ok((pathway, sources)),
        Some(finding) => Err(format!("{name}: {}", finding.message)),
    }
}

fn ours(name: &str, input: &Input) -> Result<Ours, String> {
    let begun = Instant::now();
    let (pathway, sources) = compiled(name, input)?;
    let mut best = (f64::MAX, f64::MAX, f64::MAX);
    let mut memory = None;
    let mut diagnostics = Diagnostics::default();
    for run in 0..50 {
        let (again, _, mut out, read, resolve) = timed(name, input);
        let start = Instant::now();
        check(&again, TODAY, &mut out);
        let check = start.elapsed().as_secs_f64();
        best = (best.0.min(read), best.1.min(resolve), best.2.min(check));
        if run == 0 {
            memory = peak();
            diagnostics = out;
        }
        if begun.elapsed() > Duration::from_secs(1) {
            break;
        }
    }
    write(name, input, &json::emit(&pathway, &sources))?;
    let mut found = BTreeMap::new();
    let mut places = Vec::new();
    for finding in &diagnostics.findings {
        *found.entry(finding.code.name().to_string()).or_insert(0) += 1;
        places.push((finding.code.name(), peers::heading(&pathway, finding.span)));
    }
    let mut planted = BTreeMap::new();
    let mut missed = Vec::new();
    for it in &input.planted {
        *planted.entry(it.code.to_string()).or_insert(0) += 1;
        let is_found = places
            .iter()
            .any(|(code, at)| *code == it.code && at.as_ref() == Some(&it.at));
        let what = format!("{} at {}", it.code, it.at);
        if !is_found && Code::named(it.code).is_some() && !missed.contains(&what) {
            missed.push(what);
        }
    }
    Ok(Ours {
        blocks: pathway.blocks.len(),
        kilobytes: input.text.len() as f64 / 1e3,
        read: best.0,
        resolve: best.1,
        check: best.2,
        memory,
        found,
        planted,
        missed,
        is_sure: input.is_sure,
        is_table: input.table.is_some(),
        answers: Answers::of(&pathway, &diagnostics),
    })
}

/// Leaves the text of an input, its lists and its JSON for the peers and for whoever wants to look.
fn write(name: &str, input: &Input, json: &str) -> Result<(), String> {
    let texts = [("flow", input.text.as_str()), ("json", json)];
    for (ending, text) in texts {
        fs::write(file(name, ending), text).map_err(|error| error.to_string())?;
    }
    for (list, text) in &input.files {
        let path = file(name, "flow").with_file_name(list);
        fs::write(path, text).map_err(|error| error.to_string())?;
    }
    Ok(())
}

/// The greatest memory that this process has had, in megabytes.
fn peak() -> Option<f64> {
    let status = fs::read_to_string("/proc/self/status").ok()?;
    let line = status
        .lines()
        .find_map(|line| line.strip_prefix("VmHWM:"))?;
    let kilobytes: f64 = line.split_whitespace().next()?.parse().ok()?;
    Some(kilobytes / 1024.0)
}

/// A peer that is written in Rust.
fn peer(job: &str, name: &str, input: &Input, limit: Duration) -> Result<Answered, String> {
    let (pathway, _) = compiled(name, input)?;
    if job == "families" {
        return Ok(peers::enumerate(&pathway, TODAY, STEPS, limit));
    }
    let block = pathway
        .blocks
        .iter()
        .find(|it| Some(it.name.as_str()) == input.table);
    let block = block.ok_or("the input has no table")?;
    let table =
        peers::tables::Table::of(&pathway, block).ok_or("its table says more than cells can")?;
    let start = Instant::now();
    let until = start + limit;
    let (note, answers, finished) = match job {
        "sweep" => {
            let overlaps = peers::sweep::overlaps(&table, until);
            let missing = peers::sweep::missing(&table, until);
            let finished = overlaps.is_some() && missing.is_some();
            let named = |pairs: std::collections::BTreeSet<(usize, usize)>| {
                pairs
                    .into_iter()
                    .map(|(a, b)| (block.name.clone(), a, b))
                    .collect()
            };
            let answers = Answers {
                overlaps: overlaps.map(named),
                gaps: missing.map(|count| {
                    (count > 0)
                        .then(|| block.name.clone())
                        .into_iter()
                        .collect()
                }),
                ..Answers::default()
            };
            let note = match (finished, answers.overlaps.is_some()) {
                (true, _) => "",
                (false, true) => "gaps left",
                (false, false) => "overlaps and gaps left",
            };
            (note.to_string(), answers, finished)
        }
        "usefulness" => {
            let whole = peers::usefulness::is_exhaustive(&table, until);
            let dead = peers::usefulness::redundant(&table, until);
            let finished = whole.is_some() && dead.is_some();
            let answers = Answers {
                gaps: whole.map(|whole| (!whole).then(|| block.name.clone()).into_iter().collect()),
                ..Answers::default()
            };
            let note = dead.map_or("rows left".to_string(), |dead| {
                format!("{} rows of no use", dead.len())
            });
            (note, answers, finished)
        }
        other => return Err(format!("there is no peer {other}")),
    };
    Ok(Answered {
        ready: 0.0,
        seconds: start.elapsed().as_secs_f64(),
        finished,
        note,
        answers,
    })
}
