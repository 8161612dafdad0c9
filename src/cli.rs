//! The command line: the words it understands, and the command that each one calls. The only file that knows clap,
//! with `compile/asked.rs`, which has the words of `compile`.
//!
//! Invariant: every command ends in an [`Exit`]: 0 where all is well, 1 where something was found, 2 where
//! it could not run. What a command is for goes to standard output; what there is to say about it goes to
//! standard error.

mod cases;
mod check;
mod compile;
mod diff;
mod drift;
mod explain;
mod files;
mod fmt;
mod gather;
mod in_order;
mod manual;
mod matrix;
mod new;
mod pack;
mod preview;
mod revision;
mod run;
mod terminal;
mod why;
mod workspace;

use std::num::NonZeroUsize;
use std::path::PathBuf;
use std::process::ExitCode;

use clap::{Args, CommandFactory, Parser, Subcommand, ValueEnum};
use clap_complete::Shell;
use fingerpost::calendar;
use fingerpost::diagnostic::{Code, Severity, nearest};
use fingerpost::ir::Date;

use terminal::Screen;

/// Checks pathways written as flow files, and makes documents of them
///
/// A flow is a text file in which a local authority writes a pathway: what a practitioner asks, and what
/// each family then gets. Fingerpost reads it and says, in plain words, what is wrong with it.
#[derive(Parser)]
#[command(
    name = "fingerpost",
    version,
    after_help = "\
Examples:
  fingerpost new parents.flow               start a flow of your own
  fingerpost check parents.flow             see what is wrong with it
  fingerpost run parents.flow               walk through it as a practitioner would
  fingerpost why parents.flow mash          see who gets a service, or comes to a place
  fingerpost cases parents.flow             get examples that show all of it
  fingerpost diff old.flow new.flow         see for whom a new version differs, and how
  fingerpost compile parents.flow -o p.pdf  draw it, and write it as text
  fingerpost preview parents.flow           see it in the browser as you write
  fingerpost pack parents.flow -o pack      make what is to be checked and signed
  fingerpost explain cycle                  read what a finding means

Ends with 0 where all is well, 1 where something was found, and 2 where it could not run."
)]
struct CommandLine {
    #[command(subcommand)]
    command: Command,

    /// When to use colour
    #[arg(
        long,
        visible_alias = "colour",
        global = true,
        value_enum,
        value_name = "WHEN",
        default_value_t = Colour::Auto
    )]
    color: Colour,
}

#[derive(Subcommand)]
enum Command {
    Check(Check),
    Compile(compile::Compile),
    Fmt(Fmt),
    Run(Run),
    Why(WhyAsked),
    Cases(Cases),
    Drift(DriftAsked),
    Matrix(MatrixAsked),
    Diff(Differs),
    Pack(pack::Pack),
    Preview(preview::Preview),
    Explain(Explain),
    New(New),
    /// Print the JSON Schema of what `compile --to json` writes
    Schema,
    /// Print what your shell needs to complete fingerpost's words
    #[command(after_help = "\
Example:
  fingerpost completions bash > ~/.local/share/bash-completion/completions/fingerpost")]
    Completions {
        /// The shell you use
        #[arg(value_enum)]
        shell: Shell,
    },
    /// Print the manual page
    #[command(after_help = "\
Example:
  fingerpost man > fingerpost.1")]
    Man,
}

/// Say what is wrong with one or more flows
#[derive(Args)]
#[command(after_help = "\
Examples:
  fingerpost check parents.flow                  one flow
  fingerpost check flows                         every flow in a folder
  fingerpost check                               every flow of the workspace
  fingerpost check flows --deny warnings         the same, and let no warning pass
  fingerpost check parents.flow --format short   one line for each finding
  fingerpost check parents.flow --coverage       what no example shows yet
  fingerpost check flows --format sarif          for code scanning; `github` and `junit` likewise
  fingerpost check --write-baseline known.jsonl  begin with what is wrong today,
  fingerpost check --baseline known.jsonl        and tell only what is new

The workspace is the folder that holds a `fingerpost.toml`, looked for from the path upwards. That file may say:
  [check]
  folders  = [\"flows\"]                       what is checked when no path is given
  exclude  = [\"flows/drafts\"]                what is passed over in a folder
  deny     = [\"warnings\"]                    what is refused, besides errors
  allow    = { no-owner = \"The reason.\" }    what is not told
  baseline = \"known.jsonl\"                   findings that are known already")]
struct Check {
    /// Flows, or folders of flows; `-` reads one from standard input; without any, the whole workspace
    #[arg(value_name = "PATH")]
    paths: Vec<PathBuf>,

    /// How to say it
    #[arg(long, value_enum, default_value_t = Format::Human)]
    format: Format,

    /// What else to refuse, besides errors: `warnings`, `advice` (and warnings), or a finding's name
    ///
    /// May be given several times.
    #[arg(long, value_name = "WHAT", value_parser = deny)]
    deny: Vec<Deny>,

    /// Say how much of each flow its examples show, and what none shows
    #[arg(long)]
    coverage: bool,

    /// Neither tell nor count the findings that this file holds
    #[arg(long, value_name = "FILE")]
    baseline: Option<PathBuf>,

    /// Write the findings of today to this file, for `--baseline`
    #[arg(long, value_name = "FILE", conflicts_with = "baseline")]
    write_baseline: Option<PathBuf>,

    /// How many flows to check at once; without it, as many as the computer can
    #[arg(long, value_name = "NUMBER")]
    jobs: Option<NonZeroUsize>,

    #[command(flatten)]
    day: Day,
}

/// Lay out flows in the usual way, without changing what they mean
#[derive(Args)]
#[command(after_help = "\
Examples:
  fingerpost fmt parents.flow          lay out one flow
  fingerpost fmt flows                 every flow in a folder
  fingerpost fmt flows --check         only name those that would change
  fingerpost fmt parents.flow --diff   only show what would change
  fingerpost fmt -                     from standard input to standard output")]
struct Fmt {
    /// Flows, or folders of flows; `-` reads one from standard input and prints it
    #[arg(required = true, value_name = "PATH")]
    paths: Vec<PathBuf>,

    /// Change nothing; name the files that would change, and end with 1 if there are any
    #[arg(long)]
    check: bool,

    /// Change nothing; show what would change, and end with 1 if anything would
    #[arg(long)]
    diff: bool,
}

/// Walk through a flow as a practitioner would, and see what the family gets
#[derive(Args)]
#[command(after_help = "\
Examples:
  fingerpost run parents.flow                        be asked, question by question
  fingerpost run parents.flow --answers family.json  give the answers in a file

An answers file gives answers by their names:
  { \"answers\": { \"worker\": \"pass\", \"signs\": [\"afraid\"], \"age\": \"15 years 364 days\" } }")]
struct Run {
    /// The flow; `-` reads it from standard input
    file: PathBuf,

    /// A file with the answers; nothing is asked then
    #[arg(long, value_name = "FILE")]
    answers: Option<PathBuf>,

    /// How to say what the family gets
    #[arg(long, value_enum, default_value_t = Told::Human)]
    format: Told,

    #[command(flatten)]
    day: Day,
}

/// Say for whom something is: who comes to a place, who gets a service or a named action
#[derive(Args)]
#[command(after_help = "\
Examples:
  fingerpost why parents.flow mash                  who is referred to a service
  fingerpost why parents.flow domestic_violence     who comes to an outcome, a step or a question
  fingerpost why parents.flow mash --format json    the same, for programs

The cases are exact: whoever fits one of them comes there, and nobody else does.")]
struct WhyAsked {
    /// The flow; `-` reads it from standard input
    file: PathBuf,

    /// The name of a question, checklist, step, outcome, service or action
    name: String,

    /// How to say it
    #[arg(long, value_enum, default_value_t = Told::Human)]
    format: Told,

    #[command(flatten)]
    day: Day,
}

/// Write examples that between them show all of a flow, in as few families as could be found
#[derive(Args)]
#[command(after_help = "\
Examples:
  fingerpost cases parents.flow              examples that show every way, outcome and action line
  fingerpost cases parents.flow --missing    only what the flow's own examples do not show yet

They are printed as they stand in a flow. Read each one, and correct what it expects, before you paste it:
they say what the flow does, not what it should do.")]
struct Cases {
    /// The flow; `-` reads it from standard input
    file: PathBuf,

    /// Only what the examples of the flow do not show yet
    #[arg(long)]
    missing: bool,

    #[command(flatten)]
    day: Day,
}

/// Say which versions of a base need attention, and why
#[derive(Args)]
#[command(after_help = "\
Examples:
  fingerpost drift national.flow               what is wrong with its versions now
  fingerpost drift national.flow --from main   what the changes since `main` mean for each
  fingerpost drift national.flow north south   only for the versions in these folders

Ends with 0 where no version needs attention, 1 where one does, and 2 where it could not run.")]
struct DriftAsked {
    /// The base
    base: PathBuf,

    /// Folders in which versions are looked for; without any, the base's workspace
    #[arg(value_name = "PATH")]
    paths: Vec<PathBuf>,

    /// The git revision in which the base is as it was
    #[arg(long, value_name = "REV")]
    from: Option<String>,

    /// How to say it
    #[arg(long, value_enum, default_value_t = Told::Human)]
    format: Told,

    #[command(flatten)]
    day: Day,
}

/// Set pathways side by side: what each authority has, and where they differ
#[derive(Args)]
#[command(after_help = "\
Examples:
  fingerpost matrix flows                          every pathway below a folder, as Markdown
  fingerpost matrix flows --differences            only what is not the same in all
  fingerpost matrix flows --to html -o matrix.html
  fingerpost matrix flows --to csv -o matrix.csv   for a spreadsheet

The versions of one base stand in one table, pathways that are no version of another in a last one.")]
struct MatrixAsked {
    /// Flows, or folders of flows; without any, those of the workspace
    #[arg(value_name = "PATH")]
    paths: Vec<PathBuf>,

    /// What to make
    #[arg(long, value_enum, default_value_t = TableFormat::Markdown)]
    to: TableFormat,

    /// Only what is not the same in all
    #[arg(long)]
    differences: bool,

    /// The file to write; without it, the tables are printed
    #[arg(short, long, value_name = "FILE")]
    output: Option<PathBuf>,

    #[command(flatten)]
    day: Day,
}

/// Say for which families two versions of a flow differ, and how
///
/// Compared is what families get, not how it is written: the order of the text, comments, and another way to write the
/// same condition make no difference.
#[derive(Args)]
#[command(after_help = "\
Examples:
  fingerpost diff old.flow new.flow                     two files
  fingerpost diff --from main parents.flow              a file as it is on `main`, and as it is now
  fingerpost diff --from v1 --to v2 parents.flow        the same file in two revisions of git
  fingerpost diff old.flow new.flow --format markdown   for a pull request or a committee

Ends with 0 where there is no difference, 1 where there is one, and 2 where the two cannot be compared.")]
struct Differs {
    /// The old flow and the new one; with --from, one flow
    #[arg(required = true, num_args = 1..=2, value_name = "FILE")]
    files: Vec<PathBuf>,

    /// The git revision with the old version of the file
    #[arg(long, value_name = "REV")]
    from: Option<String>,

    /// The git revision with the new version of the file; without it, the file as it is now
    #[arg(long, value_name = "REV", requires = "from")]
    to: Option<String>,

    /// How to say it
    #[arg(long, value_enum, default_value_t = Page::Human)]
    format: Page,

    /// The file to write; without it, the difference is printed
    #[arg(short, long, value_name = "FILE")]
    output: Option<PathBuf>,

    #[command(flatten)]
    day: Day,
}

/// Explain a finding, or list them all
#[derive(Args)]
#[command(after_help = "\
Examples:
  fingerpost explain          every finding in one line
  fingerpost explain cycle    the page of one finding")]
struct Explain {
    /// The finding's name, as it stands in brackets after its message
    name: Option<String>,
}

/// Start a flow of your own from a commented example
#[derive(Args)]
#[command(after_help = "\
Examples:
  fingerpost new parents.flow                          write it to a file that does not exist yet
  fingerpost new                                       print it
  fingerpost new north/parents.flow --of base.flow     begin a local version, with all that its base leaves open")]
struct New {
    /// The file to write; without it, the example is printed
    file: Option<PathBuf>,

    /// The base of which it is to be a local version
    #[arg(long, value_name = "BASE")]
    of: Option<PathBuf>,
}

#[derive(Args)]
struct Day {
    /// The day to count from, for review dates and the like; without it, the clock's
    #[arg(long, value_name = "YYYY-MM-DD", value_parser = date)]
    today: Option<Date>,
}

#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Colour {
    /// On a terminal, unless NO_COLOR is set
    Auto,
    Always,
    Never,
}

#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Format {
    /// With the lines of the flow, for people
    Human,
    /// One line for each finding
    Short,
    /// For programs
    Json,
    /// For code scanning: SARIF 2.1.0
    Sarif,
    /// For GitHub Actions: beside the lines of a pull request
    Github,
    /// For GitLab, Azure and Jenkins: as test results
    Junit,
}

#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Told {
    /// For people
    Human,
    /// For programs
    Json,
}

#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Page {
    /// For people
    Human,
    /// For programs
    Json,
    /// For a pull request or a paper
    Markdown,
}

#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
enum TableFormat {
    Markdown,
    Csv,
    Html,
}

/// What is refused, besides errors.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Deny {
    Severity(Severity),
    Finding(Code),
}

/// How a command ended; the worse is the greater.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Exit {
    Clean,
    Found,
    CouldNotRun,
}

/// Why a command stopped before its end.
enum Stop {
    /// Nobody reads what it prints any more.
    Unheard,
    /// This sentence says why.
    Because(String),
}

impl From<String> for Stop {
    fn from(sentence: String) -> Stop {
        Stop::Because(sentence)
    }
}

/// Reads the command line and does what it says.
pub(crate) fn run() -> ExitCode {
    let line = CommandLine::parse();
    let screen = Screen::new(line.color);
    let ended = match &line.command {
        Command::Check(asked) => check::run(asked, screen),
        Command::Compile(asked) => compile::run(asked, screen),
        Command::Fmt(asked) => fmt::run(asked, screen),
        Command::Run(asked) => run::run(asked, screen),
        Command::Why(asked) => why::run(asked, screen),
        Command::Cases(asked) => cases::run(asked, screen),
        Command::Drift(asked) => drift::run(asked, screen),
        Command::Matrix(asked) => matrix::run(asked, screen),
        Command::Diff(asked) => diff::run(asked, screen),
        Command::Pack(asked) => pack::run(asked, screen),
        Command::Preview(asked) => preview::run(asked, screen),
        Command::Explain(asked) => explain::run(asked, screen),
        Command::New(asked) => new::run(asked, screen),
        Command::Schema => manual::schema(screen),
        Command::Completions { shell } => manual::completions(*shell, screen),
        Command::Man => manual::page(screen),
    };
    let exit = ended.unwrap_or_else(|stop| match stop {
        Stop::Unheard => Exit::Clean,
        Stop::Because(sentence) => {
            screen.tell(&format!("fingerpost: {sentence}\n"));
            Exit::CouldNotRun
        }
    });
    match exit {
        Exit::Clean => ExitCode::from(0),
        Exit::Found => ExitCode::from(1),
        Exit::CouldNotRun => ExitCode::from(2),
    }
}

/// The whole command line, for the manual and for shells.
fn words() -> clap::Command {
    CommandLine::command()
}

fn date(text: &str) -> Result<Date, String> {
    calendar::read(text).ok_or_else(|| "write a day of the calendar as 2027-03-31".to_string())
}

fn deny(text: &str) -> Result<Deny, String> {
    match text {
        "warnings" => Ok(Deny::Severity(Severity::Warning)),
        "advice" => Ok(Deny::Severity(Severity::Advice)),
        name => match Code::named(name) {
            Some(code) => Ok(Deny::Finding(code)),
            None => Err(unknown_finding(name, &["warnings", "advice"])),
        },
    }
}

/// There is no such finding; the nearest one, or one of these other words, may be meant.
fn unknown_finding(name: &str, others: &[&'static str]) -> String {
    let known = Code::ALL.iter().map(|code| code.name());
    let known = known.chain(others.iter().copied());
    match nearest(name, known) {
        Some(near) => format!("There is no finding called `{name}`. Did you mean `{near}`?"),
        None => {
            format!("There is no finding called `{name}`. `fingerpost explain` lists them all.")
        }
    }
}

#[cfg(test)]
mod tests;
