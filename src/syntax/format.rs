//! The canonical layout of a flow file.
//!
//! Headings stand at the left margin with one blank line before them; their lines are indented by two
//! spaces, and bullets, the rows of a table and lines that continue a condition by four. Within lines that stand together the texts, the
//! arrows and the last `when`s stand under each other, and so do the cells of a table.
//!
//! Invariants: comments, texts and every other part are kept to the letter and in their order; a line that
//! cannot be read, and the inside of a text over several lines, stays exactly as it is; formatting what has
//! been formatted changes nothing. Only the space between parts is decided here.

use std::borrow::Cow;

use unicode_width::UnicodeWidthStr;

use super::parse::{LineLayout, Part, layout, readable};

/// Longer beginnings of lines are not made to stand under each other: the rest would go off the page.
const WIDEST: usize = 64;

/// The text in the canonical layout. Lines end as the first line of the text does.
pub fn format(text: &str) -> String {
    let ending = match text.find('\n') {
        Some(end) if text[..end].ends_with('\r') => "\r\n",
        _ => "\n",
    };
    // A line with too many brackets is unreadable, and so is kept; its brackets are put back from the text.
    let safe = readable(text);
    let safe: &str = &safe;
    let source = text.strip_prefix('\u{feff}').unwrap_or(text);
    let lines = layout(safe);
    let mut pages = Page::default();
    let mut run = Vec::new();
    for (n, line) in lines.iter().enumerate() {
        if let LineLayout::Body(parts) = line {
            run.push(Line::of(parts));
            continue;
        }
        if let (LineLayout::Comment(comment, _), false) = (line, run.is_empty())
            && matches!(after_comments(&lines[n..]), Some(LineLayout::Body(_)))
        {
            run.push(Line::comment(comment));
            continue;
        }
        pages.run(&mut run);
        match line {
            LineLayout::Body(_) => {}
            LineLayout::Blank => pages.blank(),
            LineLayout::Comment(comment, indented) => {
                let indent = match after_comments(&lines[n..]) {
                    Some(LineLayout::Body(_)) => 2,
                    Some(LineLayout::Continued(_)) => 4,
                    Some(LineLayout::Heading(_)) => 0,
                    Some(LineLayout::Blank | LineLayout::Comment(..) | LineLayout::Verbatim(_))
                    | None => {
                        if *indented {
                            2
                        } else {
                            0
                        }
                    }
                };
                if indent == 0 && !pages.after_comment {
                    pages.blank();
                }
                pages.line(format!("{:indent$}{comment}", ""));
                pages.after_comment = indent == 0;
            }
            LineLayout::Heading(parts) => {
                let word = parts.first().map_or("", |part| part.letters());
                let beside = pages.heading.as_deref() == Some(word) && !pages.blank_wanted;
                if !pages.after_comment && !beside {
                    pages.blank();
                }
                pages.line(joined(parts));
                pages.heading = Some(word.to_string());
            }
            LineLayout::Continued(parts) => pages.line(format!("    {}", joined(parts))),
            LineLayout::Verbatim(line) => pages.verbatim(line),
        }
    }
    pages.run(&mut run);
    pages.finish(ending, source, safe)
}

/// The line that comments from here on stand above, if they stand right above one.
fn after_comments<'a, 's>(lines: &'a [LineLayout<'s>]) -> Option<&'a LineLayout<'s>> {
    lines
        .iter()
        .find(|line| !matches!(line, LineLayout::Comment(..)))
}

/// What has been laid out so far.
#[derive(Default)]
struct Page {
    lines: Vec<String>,
    blank_wanted: bool,
    after_comment: bool,
    /// The word of the heading in the last line, if it is one: headings of one line may stand together.
    heading: Option<String>,
}

impl Page {
    fn blank(&mut self) {
        self.blank_wanted = true;
        self.after_comment = false;
    }

    fn line(&mut self, line: String) {
        let open = self
            .lines
            .last()
            .is_some_and(|last| !last.trim().is_empty());
        if self.blank_wanted && open {
            self.lines.push(String::new());
        }
        self.blank_wanted = false;
        self.after_comment = false;
        self.heading = None;
        self.lines.push(line);
    }

    fn verbatim(&mut self, line: &str) {
        self.line(line.to_string());
    }

    /// Lines that stand together, with their columns under each other.
    fn run(&mut self, run: &mut Vec<Line>) {
        if run.is_empty() {
            return;
        }
        align_tables(run);
        align(run, |line| line.text_group());
        align(run, |line| line.arrow_group());
        align(run, |line| line.when_group());
        for line in run.drain(..) {
            let indent = if matches!(line.word.as_str(), "|" | "-") {
                4
            } else {
                2
            };
            let line = line.finish();
            self.line(format!("{:indent$}{line}", ""));
        }
    }

    fn finish(self, ending: &str, source: &str, safe: &str) -> String {
        let mut text = self.lines.join("\n");
        let kept = text.trim_end_matches('\n').len();
        text.truncate(kept);
        if !text.is_empty() {
            text.push('\n');
        }
        if source.len() == safe.trim_start_matches('\u{feff}').len() && safe.contains('\u{1}') {
            // Each bracket that was hidden from the grammar, in order.
            let hidden = source
                .chars()
                .zip(safe.trim_start_matches('\u{feff}').chars());
            let mut brackets = hidden.filter(|(was, is)| was != is).map(|(was, _)| was);
            text = text
                .chars()
                .map(|c| {
                    if c == '\u{1}' {
                        brackets.next().unwrap_or(c)
                    } else {
                        c
                    }
                })
                .collect();
        }
        if ending == "\n" {
            text
        } else {
            text.replace('\n', ending)
        }
    }
}

/// One line as it is laid out: pieces, of which some stand in a column.
struct Line {
    pieces: Vec<Piece>,
    comment: Option<String>,
    row: bool,
    /// The line's first word, by which lines are alike.
    word: String,
}

struct Piece {
    letters: String,
    column: Option<Column>,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Column {
    Text,
    Arrow,
    When,
}

impl Line {
    fn comment(comment: &str) -> Line {
        Line {
            pieces: Vec::new(),
            comment: Some(comment.to_string()),
            row: false,
            word: "#".into(),
        }
    }

    fn of(parts: &[Part<'_>]) -> Line {
        let (parts, comment) = match parts.split_last() {
            Some((Part::Comment(comment), parts)) => (parts, Some((*comment).to_string())),
            _ => (parts, None),
        };
        let word = parts.first().map_or("", |part| part.letters()).to_string();
        let row = word == "|";
        if row {
            let pieces = parts
                .split(|part| matches!(part, Part::Sign("|")))
                .skip(1)
                .map(|cell| Piece {
                    letters: joined(cell),
                    column: None,
                })
                .collect();
            return Line {
                pieces,
                comment,
                row,
                word,
            };
        }
        let mut pieces: Vec<Vec<Part<'_>>> = vec![Vec::new()];
        let mut columns = vec![None];
        for (n, part) in parts.iter().enumerate() {
            let value = match (word.as_str(), n) {
                ("start", 1) => true,
                ("review", 2) => matches!(parts.get(1), Some(Part::Word("by"))),
                _ => matches!(part, Part::Text(_)) && columns.len() == 1 && n > 0,
            };
            let column = match part {
                _ if value => Some(Column::Text),
                Part::Sign("->") => Some(Column::Arrow),
                Part::Word("when") if n > 0 => Some(Column::When),
                Part::Text(_) | Part::Comment(_) | Part::Sign(_) | Part::Word(_) => None,
            };
            if column.is_some() {
                pieces.push(Vec::new());
                columns.push(column);
            }
            if let Some(piece) = pieces.last_mut() {
                piece.push(*part);
            }
        }
        let pieces = pieces
            .iter()
            .zip(columns)
            .map(|(piece, column)| Piece {
                letters: joined(piece),
                column,
            })
            .collect();
        Line {
            pieces,
            comment,
            row,
            word,
        }
    }

    fn place(&self, column: Column) -> Option<usize> {
        self.pieces
            .iter()
            .position(|piece| piece.column == Some(column))
    }

    /// Which lines have their texts under each other: the details of a block, and lines of one word.
    fn text_group(&self) -> Option<(usize, usize, usize)> {
        let group = match self.word.as_str() {
            "answer" => 1,
            "item" => 2,
            "mark" => 3,
            "yes" | "no" | "unsure" => 4,
            "is" | "otherwise" => 5,
            "do" | "must" | "should" | "consider" | "say" | "if" | "allow" | "number" | "money"
            | "age" | "date" | "answers" | "unasked" | "given" | "refer" | "signpost" | "offer" => {
                return None;
            }
            _ => 6,
        };
        Some((group, self.place(Column::Text)?, 1))
    }

    fn arrow_group(&self) -> Option<(usize, usize, usize)> {
        Some((1, self.place(Column::Arrow)?, 1))
    }

    fn when_group(&self) -> Option<(usize, usize, usize)> {
        match self.word.as_str() {
            "on" | "when" | "add" | "never" | "always" | "eligible" => None,
            "is" => Some((1, self.place(Column::When)?, 1)),
            _ => Some((2, self.place(Column::When)?, 2)),
        }
    }

    /// The width of what stands before a piece.
    fn width_before(&self, place: usize) -> usize {
        let pieces = &self.pieces[..place];
        pieces
            .iter()
            .map(|piece| piece.letters.width())
            .sum::<usize>()
            + place.saturating_sub(1)
    }

    fn finish(self) -> String {
        let pieces: Vec<&str> = self
            .pieces
            .iter()
            .map(|piece| piece.letters.as_str())
            .collect();
        let mut line = if self.row {
            let (last, cells) = pieces.split_last().unwrap_or((&"", &[]));
            format!("| {} | {last}", cells.join(" | "))
        } else {
            pieces.join(" ")
        };
        line.truncate(line.trim_end().len());
        match self.comment {
            Some(comment) if line.is_empty() => comment,
            Some(comment) => format!("{line}  {comment}"),
            None => line,
        }
    }
}

/// Puts one column of lines that stand together under each other. `group` says of a line to which group it
/// belongs, which of its pieces stands in the column, and how many spaces at least stand before that.
fn align(run: &mut [Line], group: impl Fn(&Line) -> Option<(usize, usize, usize)>) {
    let mut from = 0;
    while from < run.len() {
        let Some((kind, ..)) = group(&run[from]) else {
            from += 1;
            continue;
        };
        // The details of a block go on past the lines between them; other lines must stand together.
        let loose = kind == 6 || kind == 2;
        let mut members = Vec::new();
        let mut end = from;
        for (n, line) in run.iter().enumerate().skip(from) {
            match group(line) {
                Some((other, place, gap)) if other == kind => {
                    end = n + 1;
                    members.push((n, place, gap, line.width_before(place)));
                }
                _ if loose || line.pieces.is_empty() => {}
                _ => break,
            }
        }
        let widest = members
            .iter()
            .map(|member| member.3)
            .filter(|width| *width <= WIDEST)
            .max();
        for (n, place, gap, width) in members {
            let pad = widest.unwrap_or(0).saturating_sub(width) + gap - 1;
            if let Some(before) = place.checked_sub(1) {
                let letters = &mut run[n].pieces[before].letters;
                letters.extend(std::iter::repeat_n(' ', pad));
            }
        }
        from = if loose {
            next_unlike(run, from, kind, &group)
        } else {
            end
        };
    }
}

/// The first line after `from` of another group than `kind`, all of whose lines are done.
fn next_unlike(
    run: &[Line],
    from: usize,
    kind: usize,
    group: &impl Fn(&Line) -> Option<(usize, usize, usize)>,
) -> usize {
    (from + 1..run.len())
        .find(|n| group(&run[*n]).is_some_and(|(other, ..)| other != kind))
        .unwrap_or(run.len())
}

/// Puts the cells of each table under each other. A row with one cell (`otherwise`) takes the whole width.
fn align_tables(run: &mut [Line]) {
    for rows in run.chunk_by_mut(|a, b| a.row == b.row) {
        if !rows.first().is_some_and(|row| row.row) {
            continue;
        }
        let columns = rows
            .iter()
            .map(|row| row.pieces.len())
            .max()
            .unwrap_or(0)
            .saturating_sub(1);
        let mut widths = vec![0; columns];
        for row in rows.iter().filter(|row| row.pieces.len() == columns + 1) {
            for (width, cell) in widths.iter_mut().zip(&row.pieces) {
                *width = (*width).max(cell.letters.width());
            }
        }
        for row in rows {
            let whole = row.pieces.len() == 2 && columns > 1;
            let total = widths.iter().sum::<usize>() + 3 * columns.saturating_sub(1);
            let cells = row.pieces.len().saturating_sub(1);
            for (n, cell) in row.pieces.iter_mut().take(cells).enumerate() {
                let width = if whole {
                    total
                } else {
                    widths.get(n).copied().unwrap_or(0)
                };
                let pad = width.saturating_sub(cell.letters.width());
                cell.letters.extend(std::iter::repeat_n(' ', pad));
            }
        }
    }
}

/// Parts with one space between them, and none inside brackets or before a comma.
fn joined(parts: &[Part<'_>]) -> String {
    let mut line = String::new();
    let mut open = true;
    for part in parts {
        let letters: Cow<'_, str> = match part {
            Part::Text(letters) | Part::Sign(letters) | Part::Word(letters) => {
                Cow::Borrowed(letters)
            }
            Part::Comment(letters) => Cow::Owned(format!(" {letters}")),
        };
        let close = matches!(part, Part::Sign("," | ")"));
        if !open && !close {
            line.push(' ');
        }
        line.push_str(&letters);
        open = matches!(part, Part::Sign("("));
    }
    line
}
