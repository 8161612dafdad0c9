//! `fingerpost fmt`: flows laid out in the usual way.

use std::path::Path;

use fingerpost::syntax;

use super::terminal::Screen;
use super::{Exit, Fmt, Stop, files};

pub(super) fn run(asked: &Fmt, screen: Screen) -> Result<Exit, Stop> {
    let (flows, problems) = files::flows(&asked.paths);
    let mut exit = Exit::Clean;
    for problem in problems {
        screen.tell(&format!("fingerpost: {problem}\n"));
        exit = Exit::CouldNotRun;
    }
    for path in &flows {
        match lay_out(asked, path, screen) {
            Ok(one) => exit = exit.max(one),
            Err(Stop::Because(problem)) => {
                screen.tell(&format!("fingerpost: {problem}\n"));
                exit = Exit::CouldNotRun;
            }
            Err(Stop::Unheard) => return Err(Stop::Unheard),
        }
    }
    Ok(exit)
}

fn lay_out(asked: &Fmt, path: &Path, screen: Screen) -> Result<Exit, Stop> {
    let before = files::read(path)?;
    let after = syntax::format(&before);
    let changes = before != after;
    let only_looking = asked.check || asked.diff;
    if asked.check && changes {
        screen.print(&format!("{}\n", files::name(path)))?;
    }
    if asked.diff && changes {
        let name = files::name(path);
        screen.print(&difference(&name, &before, &after, screen.colour))?;
    }
    if !only_looking && files::is_standard_input(path) {
        screen.print(&after)?;
    } else if !only_looking && changes {
        files::write(path, &after)?;
    }
    Ok(if only_looking && changes {
        Exit::Found
    } else {
        Exit::Clean
    })
}

/// One line of a difference.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Change<'a> {
    Same(&'a str),
    Gone(&'a str),
    New(&'a str),
}

/// How many unchanged lines are shown around a change.
const AROUND: usize = 3;

/// The difference between two layouts of one text, as `diff -u` writes it.
fn difference(name: &str, before: &str, after: &str, colour: bool) -> String {
    let changes = changes(before, after);
    let mut out = format!("--- {name}\n+++ {name}, laid out\n");
    let (mut old, mut new) = (1, 1);
    let mut at = 0;
    while at < changes.len() {
        let rest = changes.get(at..).unwrap_or(&[]);
        let Some(first) = rest.iter().position(|change| !change.is_same()) else {
            break;
        };
        let skipped = first.saturating_sub(AROUND);
        (old, new, at) = (old + skipped, new + skipped, at + skipped);
        let rest = changes.get(at..).unwrap_or(&[]);
        let piece = rest.get(..piece_length(rest)).unwrap_or(rest);
        let gone = piece.iter().filter(|it| !matches!(it, Change::New(_)));
        let came = piece.iter().filter(|it| !matches!(it, Change::Gone(_)));
        let (gone, came) = (gone.count(), came.count());
        out += &format!("@@ -{old},{gone} +{new},{came} @@\n");
        for change in piece {
            out += &change.line(colour);
        }
        (old, new, at) = (old + gone, new + came, at + piece.len());
    }
    out
}

/// How many changes belong together: up to a run of unchanged lines longer than what is shown around.
fn piece_length(changes: &[Change<'_>]) -> usize {
    let (mut length, mut same) = (0, 0);
    for (at, change) in changes.iter().enumerate() {
        if change.is_same() {
            same += 1;
        } else {
            (length, same) = (at + 1, 0);
        }
        if same > 2 * AROUND && length > 0 {
            break;
        }
    }
    (length + AROUND).min(changes.len())
}

/// The lines of both texts in order. A layout changes the blanks of a line or adds and takes away blank
/// lines, so that two lines belong together if they are equal but for blanks.
fn changes<'a>(before: &'a str, after: &'a str) -> Vec<Change<'a>> {
    let mut old = before.split_inclusive('\n').peekable();
    let mut new = after.split_inclusive('\n').peekable();
    let mut changes = Vec::new();
    let is_blank = |line: &str| line.trim().is_empty();
    loop {
        match (old.peek().copied(), new.peek().copied()) {
            (None, None) => return group(changes),
            (Some(a), Some(b)) if a == b => {
                changes.push(Change::Same(a));
                old.next();
                new.next();
            }
            (Some(a), Some(b)) if !is_blank(a) && is_blank(b) => {
                changes.push(Change::New(b));
                new.next();
            }
            (Some(a), Some(b)) if is_blank(a) == is_blank(b) => {
                changes.extend([Change::Gone(a), Change::New(b)]);
                old.next();
                new.next();
            }
            (Some(a), _) => {
                changes.push(Change::Gone(a));
                old.next();
            }
            (None, Some(b)) => {
                changes.push(Change::New(b));
                new.next();
            }
        }
    }
}

/// Within each run of changes, what is gone first and then what is new.
fn group(changes: Vec<Change<'_>>) -> Vec<Change<'_>> {
    let runs = changes.chunk_by(|a, b| a.is_same() == b.is_same());
    runs.flat_map(|run| {
        let gone = run.iter().filter(|it| !matches!(it, Change::New(_)));
        let new = run.iter().filter(|it| matches!(it, Change::New(_)));
        gone.chain(new).copied()
    })
    .collect()
}

impl Change<'_> {
    fn is_same(self) -> bool {
        matches!(self, Change::Same(_))
    }

    fn line(self, colour: bool) -> String {
        let (sign, line, paint) = match self {
            Change::Same(line) => (' ', line, ""),
            Change::Gone(line) => ('-', line, "\u{1b}[31m"),
            Change::New(line) => ('+', line, "\u{1b}[32m"),
        };
        let words = line.trim_end_matches(['\n', '\r']);
        let end = if line.ends_with('\n') {
            ""
        } else {
            "\\ No newline at end of file\n"
        };
        if colour && !paint.is_empty() {
            format!("{paint}{sign}{words}\u{1b}[0m\n{end}")
        } else {
            format!("{sign}{words}\n{end}")
        }
    }
}

#[cfg(test)]
mod tests {
    use super::difference;

    #[test]
    fn a_difference_shows_changed_lines_with_three_around() {
        let before = "a\nb\nc\nd\n  e \nf\ng\nh\n\n\ni";
        let after = "a\nb\nc\nd\n  e\nf\ng\nh\n\ni\n";
        assert_eq!(
            difference("x.flow", before, after, false),
            "\
--- x.flow
+++ x.flow, laid out
@@ -2,10 +2,9 @@
 b
 c
 d
-  e 
+  e
 f
 g
 h
 
-
-i
\\ No newline at end of file
+i
"
        );
    }

    #[test]
    fn changes_far_apart_stand_in_pieces_of_their_own() {
        let middle = "same\n".repeat(20);
        let text = difference(
            "x.flow",
            &format!("a \n{middle}b \n"),
            &format!("a\n{middle}b\n"),
            false,
        );
        let heads: Vec<&str> = text.lines().filter(|line| line.starts_with("@@")).collect();
        assert_eq!(heads, ["@@ -1,4 +1,4 @@", "@@ -19,4 +19,4 @@"]);
    }
}
