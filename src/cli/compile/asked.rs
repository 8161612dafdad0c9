//! What `fingerpost compile` can be asked.

use std::path::PathBuf;

use clap::builder::{PossibleValue, PossibleValuesParser, TypedValueParser};
use clap::{Args, ValueEnum};
use fingerpost::emit::{Choice, Options, Target};
use fingerpost::{emit, picture};

use crate::cli::Day;

/// Make a document of a flow
#[derive(Args)]
#[command(after_help = "\
Examples:
  fingerpost compile parents.flow -o parents.pdf                        the ending says what to make
  fingerpost compile parents.flow --to markdown                         print the text
  fingerpost compile parents.flow -o parents.svg --paper a4             a picture, on as many sheets as it takes
  fingerpost compile parents.flow -o mash.svg --service mash            how does anyone get to MASH?
  fingerpost compile parents.flow -o family.svg --family family.json    one family's way stands out
  fingerpost compile parents.flow -o changes.md --since old.flow        only what differs from an earlier version

Ways that no family can take are left out of everything but JSON, and a step has the same number everywhere.
Findings are printed beside it. Nothing is written if a line of the flow could not be understood.")]
pub(in crate::cli) struct Compile {
    /// The flow; `-` reads it from standard input
    pub(super) file: PathBuf,

    /// What to make; without it, what the file after `-o` ends in
    #[arg(long, value_name = "WHAT", value_parser = targets())]
    pub(super) to: Option<Target>,

    /// The file to write; without it, the document is printed. Several sheets become several files: parents-1.svg,
    /// parents-2.svg
    #[arg(short, long, value_name = "FILE")]
    pub(super) output: Option<PathBuf>,

    #[command(flatten)]
    pub(super) day: Day,

    #[command(flatten)]
    pub(super) part: Part,

    #[command(flatten)]
    pub(super) look: Look,
}

/// What of the pathway is shown.
#[derive(Args)]
#[command(next_help_heading = "What is shown, with all but `--to json`")]
pub(super) struct Part {
    /// Only this question, checklist, step or outcome, and what it leads to
    #[arg(long, value_name = "NAME")]
    pub(super) section: Option<String>,

    /// Only the ways by which families get this service
    #[arg(long, value_name = "NAME")]
    pub(super) service: Option<String>,

    /// Let the way of one family stand out: its answers are in this file, as for `run --answers`
    #[arg(long, value_name = "FILE")]
    pub(super) family: Option<PathBuf>,

    /// Let the way of the family in an example stand out: its title, or how the title begins
    #[arg(long, value_name = "TITLE", conflicts_with = "family")]
    pub(super) example: Option<String>,

    /// Only what is new or another than in this earlier version
    #[arg(long, value_name = "FILE")]
    pub(super) since: Option<PathBuf>,

    /// Of a local version: only what is new or another than in its base
    #[arg(long, conflicts_with = "since")]
    pub(super) since_base: bool,
}

/// How it looks.
#[derive(Args)]
#[command(next_help_heading = "How it looks")]
pub(super) struct Look {
    /// The paper that it must fit, on as many sheets as can be read
    #[arg(long, value_enum)]
    paper: Option<Paper>,

    /// Upright paper; without this or the other, whichever prints larger
    #[arg(long, conflicts_with = "landscape")]
    portrait: bool,

    /// Paper on its side
    #[arg(long)]
    landscape: bool,

    /// Which way a drawing by Graphviz or Mermaid grows
    #[arg(long, value_enum)]
    direction: Option<Direction>,

    /// Explain the shapes and lines beside the picture
    #[arg(long)]
    legend: bool,
}

#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Direction {
    LeftRight,
    TopDown,
}

#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Paper {
    A4,
    A3,
    None,
}

/// The words for what can be made.
fn targets() -> impl TypedValueParser<Value = Target> {
    let words = Target::all().map(|it| {
        PossibleValue::new(it.word())
            .alias(it.ending())
            .help(it.help())
    });
    PossibleValuesParser::new(words).try_map(|word| Target::named(&word).ok_or("no such output"))
}

impl Compile {
    /// The first option that this output does not take.
    pub(super) fn first_that_is_not_for(&self, target: Target) -> Option<(&'static str, Choice)> {
        let part = &self.part;
        let look = &self.look;
        let given = [
            (look.direction.is_some(), "--direction", Choice::Direction),
            (look.paper.is_some(), "--paper", Choice::Paper),
            (look.portrait, "--portrait", Choice::Lie),
            (look.landscape, "--landscape", Choice::Lie),
            (look.legend, "--legend", Choice::Legend),
            (part.section.is_some(), "--section", Choice::View),
            (part.service.is_some(), "--service", Choice::View),
            (part.family.is_some(), "--family", Choice::View),
            (part.example.is_some(), "--example", Choice::View),
            (part.since.is_some(), "--since", Choice::View),
            (part.since_base, "--since-base", Choice::View),
        ];
        let wrong = given
            .into_iter()
            .find(|(given, _, choice)| *given && !target.takes(*choice));
        wrong.map(|(_, option, choice)| (option, choice))
    }

    /// How it is to look.
    pub(super) fn options(&self) -> Options {
        let usual = Options::default();
        Options {
            direction: match self.look.direction {
                Some(Direction::LeftRight) => emit::Direction::LeftRight,
                Some(Direction::TopDown) => emit::Direction::TopDown,
                None => usual.direction,
            },
            paper: match self.look.paper {
                Some(Paper::A4) => Some(picture::Paper::A4),
                Some(Paper::A3) => Some(picture::Paper::A3),
                Some(Paper::None) => Some(picture::Paper::None),
                None => usual.paper,
            },
            lie: match (self.look.portrait, self.look.landscape) {
                (true, _) => picture::Lie::Portrait,
                (false, true) => picture::Lie::Landscape,
                (false, false) => picture::Lie::Either,
            },
            legend: self.look.legend,
        }
    }
}
