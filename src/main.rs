//! The `fingerpost` program: reads files, asks the library, and prints what it says.
//!
//! Files, the clock and the terminal are met here and nowhere in the library.

mod cli;

fn main() -> std::process::ExitCode {
    cli::run()
}
