//! What is printed, and whether in colour.

use std::io::{self, ErrorKind, IsTerminal, Write};
use std::time::{Duration, Instant};

use super::files::reason;
use super::{Colour, Stop};

/// Standard output and standard error.
#[derive(Clone, Copy)]
pub(super) struct Screen {
    /// Whether standard output takes colour.
    pub(super) colour: bool,
    /// Whether standard error takes colour.
    pub(super) colour_beside: bool,
}

impl Screen {
    pub(super) fn new(choice: Colour) -> Screen {
        let set = |name| std::env::var_os(name).is_some_and(|value| !value.is_empty());
        let plain = set("NO_COLOR") || std::env::var_os("TERM").is_some_and(|term| term == "dumb");
        let colour = |terminal: bool| match choice {
            Colour::Always => true,
            Colour::Never => false,
            Colour::Auto => terminal && !plain,
        };
        Screen {
            colour: colour(io::stdout().is_terminal()),
            colour_beside: colour(io::stderr().is_terminal()),
        }
    }

    /// Prints what the command is for.
    pub(super) fn print(self, text: &str) -> Result<(), Stop> {
        self.print_bytes(text.as_bytes())
    }

    /// The same, of what need not be text.
    pub(super) fn print_bytes(self, bytes: &[u8]) -> Result<(), Stop> {
        let mut out = io::stdout().lock();
        let done = out.write_all(bytes).and_then(|()| out.flush());
        done.map_err(|error| {
            if error.kind() == ErrorKind::BrokenPipe {
                Stop::Unheard
            } else {
                let reason = reason(&error);
                Stop::Because(format!("The result could not be printed: {reason}."))
            }
        })
    }

    /// Prints what there is to say beside it. Where nobody can hear it, there is nobody to tell.
    pub(super) fn tell(self, text: &str) {
        let _ = io::stderr().lock().write_all(text.as_bytes());
    }
}

/// How long nothing is said of progress.
const QUIET: Duration = Duration::from_secs(1);
/// How long a line stands at least.
const STANDS: Duration = Duration::from_millis(100);

/// A line at the bottom of a terminal that says how far the work has come, while it takes long. Where standard
/// error is no terminal, nothing is ever written.
pub(super) struct Progress {
    is_seen: bool,
    /// When it may be written next.
    next: Instant,
    /// The line that stands there now.
    line: String,
}

impl Progress {
    pub(super) fn new() -> Progress {
        Progress {
            is_seen: io::stderr().is_terminal(),
            next: Instant::now() + QUIET,
            line: String::new(),
        }
    }

    /// Says how far the work has come.
    pub(super) fn say(&mut self, line: &str) {
        let now = Instant::now();
        if self.is_seen && now >= self.next && self.line != line {
            self.clear();
            let _ = write!(io::stderr().lock(), "\r{line}");
            self.line = line.to_string();
            self.next = now + STANDS;
        }
    }

    /// Takes the line away, so that something else can be printed there.
    pub(super) fn clear(&mut self) {
        if !self.line.is_empty() {
            let blanks = " ".repeat(self.line.len());
            let _ = write!(io::stderr().lock(), "\r{blanks}\r");
            self.line.clear();
        }
    }
}
