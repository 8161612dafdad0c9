//! A version of a base means what one file means that says the same.
//!
//! Real flows are taken apart by chance: some blocks stay in a base, some are changed or left out there and put right
//! by a version, some come from a file that is included. Put together again they must be the pathway that they were.

use fingerpost::diagnostic::{Code, Diagnostic, Diagnostics, Severity};
use fingerpost::emit::json;
use fingerpost::source::{Sources, Span};
use fingerpost::syntax::ast::{Block, BlockKind, Detail, LineKind};
use fingerpost::{Compilation, syntax};
use serde_json::Value;

use crate::{cases, compile_with, flows};

/// How often each flow is taken apart.
const SEEDS: u64 = 4;

/// Numbers that look like chance, and are the same each time.
struct Dice(u64);

impl Dice {
    fn below(&mut self, n: u64) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mixed = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        (mixed ^ (mixed >> 27)) % n
    }
}

/// A flow in parts.
#[derive(Default)]
struct Parts {
    base: String,
    version: String,
    shared: String,
}

/// Takes a flow apart.
fn apart(text: &str, dice: &mut Dice) -> Parts {
    let mut out = Diagnostics::default();
    let source = Sources::default().add("flat.flow", text);
    let file = syntax::parse(text, source, &mut out);
    let mut parts = Parts::default();
    let mut pathway = String::new();
    for block in &file.blocks {
        let said = |span: Span| &text[span.start as usize..span.end as usize];
        let whole = said(block.span);
        let header = said(block.header);
        let name = block.name.map_or("", |name| name.it);
        if block.kind == BlockKind::Pathway {
            let document: Vec<&str> = block.lines.iter().map(|line| said(line.span)).collect();
            let (own, base): (Vec<&str>, Vec<&str>) = document.into_iter().partition(|line| {
                ["review by", "version", "authority", "allow"]
                    .iter()
                    .any(|it| line.starts_with(it))
            });
            pathway = format!(
                "variant here \"Here\" of \"base.flow\"\n  {}\n\n",
                own.join("\n  ")
            );
            // A base says when it is reviewed too, and each version says it for itself.
            parts.base += &format!(
                "{header}\n  {}\n  review by 2029-01-01\n\n",
                base.join("\n  ")
            );
            continue;
        }
        let push = |to: &mut String, text: &str| {
            to.push_str(text);
            to.push_str("\n\n");
        };
        match dice.below(10) {
            // As it was, in the base.
            0..=2 => push(&mut parts.base, whole),
            // New in the version.
            3 | 4 => push(&mut parts.version, whole),
            // Another one in the base, and the right one in its place.
            // A rule of the base stays what it is.
            5 | 6 if block.kind == BlockKind::Rule => push(&mut parts.base, whole),
            5 | 6 => {
                let other = format!("{header}\n  note \"This is not what is meant.\"");
                push(&mut parts.base, &other);
                push(&mut parts.version, &format!("replace {whole}"));
            }
            // Included.
            7 => push(&mut parts.shared, whole),
            // Set by the version, or filled in.
            8 if block.kind == BlockKind::Setting => {
                let value = block.value.as_ref().map_or("", |value| said(value.span));
                let other = header.replacen(value, "4", 1);
                let is_number = value.chars().all(|c| c.is_ascii_digit()) && value != "4";
                let other = if is_number { other } else { header.to_string() };
                push(
                    &mut parts.base,
                    &format!("local {other}{}", &whole[header.len()..]),
                );
                push(&mut parts.version, &format!("set {name} {value}"));
            }
            // What is filled in says how the service is reached.
            8 if block.kind == BlockKind::Service && can_be_reached(block) => {
                push(&mut parts.base, &format!("local {header}"));
                let lines = &whole[header.len()..];
                push(&mut parts.version, &format!("service {name}{lines}"));
            }
            // A line at the end comes from the version.
            9 if can_be_added_to(block) => {
                let last = block.lines.last().map_or(block.header, |line| line.span);
                let first = &text[block.span.start as usize..last.start as usize];
                push(&mut parts.base, first.trim_end());
                let word = header.split_whitespace().next().unwrap_or("");
                let added = format!("add to {word} {name}\n  {}", said(last));
                push(&mut parts.version, &added);
            }
            // Left over from before, to be taken out; and the right one under its name.
            8 | 9 => {
                if block.kind == BlockKind::Outcome {
                    push(
                        &mut parts.base,
                        "outcome left_over \"Left over\"\n  do \"Nothing.\"",
                    );
                    if !parts.version.contains("remove outcome left_over") {
                        push(&mut parts.version, "remove outcome left_over");
                    }
                }
                push(&mut parts.base, whole);
            }
            10.. => {}
        }
    }
    // One such outcome is enough.
    let left_over = "outcome left_over \"Left over\"\n  do \"Nothing.\"\n\n";
    if let Some((before, after)) = parts.base.clone().split_once(left_over) {
        parts.base = format!("{before}{left_over}{}", after.replace(left_over, ""));
    }
    parts.version = format!("{pathway}include \"shared.flow\"\n\n{}", parts.version);
    parts
}

/// Whether a service says how it is reached.
fn can_be_reached(block: &Block<'_>) -> bool {
    let is_contact = |key: Detail| {
        matches!(
            key,
            Detail::Phone | Detail::Email | Detail::Website | Detail::Form | Detail::Address
        )
    };
    block
        .lines
        .iter()
        .any(|line| matches!(&line.kind, LineKind::Detail { key, .. } if is_contact(key.it)))
}

/// Whether the last line of a block may as well be added by a version.
fn can_be_added_to(block: &Block<'_>) -> bool {
    let Some(last) = block.lines.last() else {
        return false;
    };
    let several = block.lines.len() > 1 && block.name.is_some();
    let is_ordered = matches!(
        last.kind,
        LineKind::Action(_)
            | LineKind::Promise { .. }
            | LineKind::Member { .. }
            | LineKind::Bullet(_)
    );
    let is_contact =
        block.kind == BlockKind::Service && matches!(last.kind, LineKind::Detail { .. });
    several && (is_ordered || is_contact)
}

/// What a pathway says, without its places, its own name and the order of its parts.
fn meaning(compiled: &Compilation) -> Value {
    let written = json::emit(&compiled.pathway, &compiled.sources);
    let mut value: Value = serde_json::from_str(&written).expect("the contract is JSON");
    tidy(&mut value);
    if let Value::Object(parts) = &mut value {
        for key in ["title", "document", "versions"] {
            parts.remove(key);
        }
        for part in parts.values_mut() {
            if let Value::Array(items) = part {
                items.sort_by_key(Value::to_string);
            }
        }
    }
    value
}

/// The first lines in which two values differ, as they are written.
fn first_difference(a: &Value, b: &Value) -> Option<(String, String)> {
    let written = |value: &Value| serde_json::to_string_pretty(value).expect("JSON can be written");
    let (a, b) = (written(a), written(b));
    let differ = |(a, b): &(&str, &str)| a != b;
    let (a, b) = a.lines().zip(b.lines()).find(differ)?;
    Some((a.to_string(), b.to_string()))
}

fn tidy(value: &mut Value) {
    match value {
        Value::Object(parts) => {
            parts.remove("place");
            parts.values_mut().for_each(tidy);
        }
        Value::Array(items) => items.iter_mut().for_each(tidy),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
    }
}

#[test]
fn a_version_means_what_one_file_means_that_says_the_same() {
    let mut tried = 0;
    for (path, text) in flows() {
        let is_alone = !text.lines().any(|line| {
            let word = line.split_whitespace().next();
            matches!(word, Some("variant" | "include" | "shared"))
        });
        if !is_alone {
            continue;
        }
        let shown = path.display();
        let lists: Vec<(String, String)> = list_names(&text)
            .map(|name| {
                let file = path.parent().expect("a flow stands in a folder").join(name);
                (name.to_string(), cases::read(&file))
            })
            .collect();
        let with = |files: &[(&str, &str)], name: &str, text: &str| {
            let lists = lists
                .iter()
                .map(|(name, text)| (name.as_str(), text.as_str()));
            let all: Vec<(&str, &str)> = files.iter().copied().chain(lists).collect();
            compile_with(name, text, &all)
        };
        let flat = with(&[], "flat.flow", &text);
        let expected = meaning(&flat);
        let flat_is_sound = flat.diagnostics.count(Severity::Error) == 0;
        for seed in 0..SEEDS {
            let parts = apart(&text, &mut Dice(seed));
            let files = [
                ("base.flow", parts.base.as_str()),
                ("shared.flow", parts.shared.as_str()),
            ];
            let version = with(&files, "version.flow", &parts.version);
            // What is wrong with the flow may be wrong with the base.
            // Rules stay in the base, and what they are written in may come from the version.
            let of_the_base = |it: &&Diagnostic| {
                it.code != Code::RuleMeansOther && (it.code != Code::BaseHasErrors || flat_is_sound)
            };
            let found: Vec<&Diagnostic> = version
                .diagnostics
                .findings
                .iter()
                .filter(of_the_base)
                .collect();
            let local = found.iter().find(|it| it.code.group().word() == "local");
            assert!(
                local.is_none(),
                "{shown}, {seed}: {local:?}\n{}\n----\n{}",
                parts.version,
                parts.base
            );
            // What is allowed in a base that is not whole by itself, nobody can tell from what the version makes.
            let allowed = flat.diagnostics.allowed.iter().map(|it| it.finding.code);
            let was = flat.diagnostics.findings.iter().map(|it| it.code);
            let was: Vec<Code> = was.chain(allowed).collect();
            let new = found.iter().find(|it| !was.contains(&it.code));
            assert!(
                new.is_none(),
                "{shown}, {seed}: {new:?}\n{}\n----\n{}\n----\n{}",
                parts.version,
                parts.base,
                parts.shared
            );
            let difference = first_difference(&meaning(&version), &expected);
            assert!(
                difference.is_none(),
                "{shown}, {seed}: {difference:?}\n{}\n----\n{}\n----\n{}",
                parts.version,
                parts.base,
                parts.shared
            );
            tried += 1;
        }
    }
    assert!(tried > 40, "only {tried} were tried");
}

/// The lists of answers that a flow names.
fn list_names(text: &str) -> impl Iterator<Item = &str> {
    let lines = text.lines().map(str::trim);
    let paths = lines.filter_map(|line| line.strip_prefix("answers from \""));
    paths.filter_map(|rest| rest.split('"').next())
}
