//! The words that `fingerpost pack` understands.

use std::path::PathBuf;

use clap::Args;

use crate::cli::Day;

/// Make the pack that whoever answers for a pathway reads and signs
#[derive(Args)]
#[command(after_help = "\
Examples:
  fingerpost pack parents.flow -o pack                   what is to be checked and signed, in the folder `pack`
  fingerpost pack parents.flow -o pack --since old.flow  the same, with what is different since an earlier version
  fingerpost pack parents.flow -o pack --from v2026.1    since a git revision

The folder then holds `pack.html` and, to be printed, `pack.pdf`; the pathway as a page and as a PDF; and the contacts as
a table. Files that are there already are replaced; others are left alone.")]
pub(in crate::cli) struct Pack {
    /// The flow; `-` reads it from standard input
    pub(in crate::cli) file: PathBuf,

    /// The folder to write; it is made if it is not there
    #[arg(short, long, value_name = "DIR")]
    pub(in crate::cli) output: PathBuf,

    /// An earlier version: the pack says what is different since
    #[arg(long, value_name = "FILE", conflicts_with = "from")]
    pub(in crate::cli) since: Option<PathBuf>,

    /// The git revision with an earlier version of the same file
    #[arg(long, value_name = "REV")]
    pub(in crate::cli) from: Option<String>,

    #[command(flatten)]
    pub(in crate::cli) day: Day,
}
