//! The words that `fingerpost preview` understands.

use std::path::PathBuf;

use clap::Args;

use crate::cli::Day;

/// See a flow in the browser as you write it: diagram, findings, and the pathway to walk through
#[derive(Args)]
#[command(after_help = "\
Examples:
  fingerpost preview parents.flow              then open the address that it prints
  fingerpost preview parents.flow --port 9000  at a port of your own

Only programs on this computer can reach the page. It follows the file whenever you save it.")]
pub(in crate::cli) struct Preview {
    /// The flow
    pub(in crate::cli) file: PathBuf,

    /// The port to listen on; without it, 4810, or another where that is taken
    #[arg(long, value_name = "PORT")]
    pub(in crate::cli) port: Option<u16>,

    #[command(flatten)]
    pub(in crate::cli) day: Day,
}
