//! Findings as text: with the lines of the source, one line each, or JSON. The only file that knows ariadne.
//!
//! Invariant: every finding is located, by the same line and column in each format, whatever the source
//! holds: spans are clamped and rounded once, in [`Drawable::range`]. The work is in proportion to the
//! sources and what is printed of them.
//!
//! Absent on purpose: a span over several lines is drawn at its first line. Lines too wide for a screen
//! are cut, and places far from the finding are listed, not drawn.

mod coverage;
mod family;
pub mod github;
mod json;
pub mod sarif;

use std::collections::BTreeMap;
use std::fmt::Write;
use std::ops::Range;

use ariadne::{Cache, Color, Config, Fmt, IndexType, Label, Report, ReportKind};
use unicode_width::UnicodeWidthStr;

use super::{Allowed, By, Diagnostic, Diagnostics, Severity, Tally, count, list};
use crate::source::{Source, SourceId, Sources, Span};

/// How findings are written out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Format {
    /// With the lines of the source, for people.
    Full,
    /// `path:line:column: severity: message [name]`, one line each.
    Short,
    /// For programs.
    Json,
}

/// How many findings are drawn; the rest are counted.
const DRAWN: usize = 500;
/// How many other places of one finding are shown; the rest are counted.
const PLACES: usize = 12;
/// The widest line that is printed whole, in columns.
const WIDE: usize = 160;
/// The longest sentence that is printed whole, in characters.
const LONG: usize = 2000;
/// How many lines away another place may be and still be drawn beside the finding.
const NEAR: usize = 200;

/// Stands for words where there are none; no text that is drawn holds it.
const NO_WORDS: char = '\0';

/// The findings as text, in the order they are in, then those that their author allowed. Empty where
/// there is nothing to say, except in JSON. What the workspace allows is in JSON alone. Colour is for [`Format::Full`] alone.
pub fn render(
    diagnostics: &Diagnostics,
    sources: &Sources,
    format: Format,
    colour: bool,
) -> String {
    match format {
        Format::Full => full(diagnostics, sources, colour),
        Format::Short => short(diagnostics, sources),
        Format::Json => json::json(diagnostics, sources),
    }
}

/// The lines in which a family is told, as below a finding; none where nothing is to be told.
pub fn family_in_lines(family: &super::Family) -> Vec<String> {
    family::lines(family)
}

/// One sentence that counts what was found.
///
/// ```text
/// 2 errors, 1 warning and 3 pieces of advice; 1 finding allowed by its author.
/// ```
pub fn summary(diagnostics: &Diagnostics) -> String {
    summary_of(&Tally::of(diagnostics))
}

/// The same sentence for what was found in several flows.
pub fn summary_of(tally: &Tally) -> String {
    let some = |n: usize, words: String| (n > 0).then_some(words);
    let advice = match tally.advice {
        1 => "1 piece of advice".to_string(),
        n => format!("{n} pieces of advice"),
    };
    let found: Vec<String> = [
        some(tally.errors, count(tally.errors, "error")),
        some(tally.warnings, count(tally.warnings, "warning")),
        some(tally.advice, advice),
    ]
    .into_iter()
    .flatten()
    .collect();
    let found = if found.is_empty() {
        "No findings".to_string()
    } else {
        list(&found, "and")
    };
    let owner = if tally.by_author == 1 { "its" } else { "their" };
    let aside: Vec<String> = [
        (tally.by_author, format!("allowed by {owner} author")),
        (tally.by_workspace, "allowed by the workspace".to_string()),
        (tally.known, "in the baseline".to_string()),
    ]
    .into_iter()
    .filter(|(n, _)| *n > 0)
    .enumerate()
    .map(|(at, (n, how))| match at {
        0 => format!("{} {how}", count(n, "finding")),
        _ => format!("{n} {how}"),
    })
    .collect();
    if aside.is_empty() {
        format!("{found}.")
    } else {
        format!("{found}; {}.", list(&aside, "and"))
    }
}

/// All that a finding says, without a picture: its message, the family, what to do. For whoever has the place
/// already.
///
/// ```text
/// At the question `stage`, there is no way on for a family for which `violence` is `no`.
/// The family:
///     Is there violence? (violence)  No
///     Then: none of the ways applies, and they are stuck there.
/// Help: Add a way for these families.
/// ```
pub fn text(finding: &Diagnostic) -> String {
    let mut lines = vec![one_line(&finding.message)];
    if let Some(family) = &finding.family {
        let told = family::lines(family);
        if !told.is_empty() {
            lines.push("The family:".to_string());
        }
        lines.extend(told);
    }
    lines.extend(
        finding
            .help
            .iter()
            .map(|it| format!("Help: {}", one_line(it))),
    );
    lines.join("\n")
}

fn short(diagnostics: &Diagnostics, sources: &Sources) -> String {
    let mut out = String::new();
    for finding in &diagnostics.findings {
        let _ = writeln!(out, "{}", short_line(finding, sources));
    }
    for allowed in by_author(diagnostics) {
        let place = place(allowed.finding.span, sources);
        let _ = writeln!(out, "{place}: {}", allowed_line(allowed));
    }
    if let Some(coverage) = &diagnostics.coverage {
        let _ = writeln!(out, "{}: {}", file(sources), coverage::sentence(coverage));
    }
    out
}

/// What authors allow is told with their reasons. What the workspace allows has one reason for all flows.
fn by_author(diagnostics: &Diagnostics) -> impl Iterator<Item = &Allowed> {
    let allowed = diagnostics.allowed.iter();
    allowed.filter(|it| it.by == By::Author)
}

fn short_line(finding: &Diagnostic, sources: &Sources) -> String {
    let severity = finding.code.severity().word();
    let place = place(finding.span, sources);
    format!("{place}: {severity}: {}", named_message(finding))
}

fn allowed_line(allowed: &Allowed) -> String {
    let reason = one_line(&allowed.reason);
    format!("allowed: {} — {reason}", named_message(&allowed.finding))
}

fn named_message(finding: &Diagnostic) -> String {
    format!("{} [{}]", one_line(&finding.message), finding.code.name())
}

/// The flow file, by its name.
fn file(sources: &Sources) -> String {
    let first = sources.iter().next();
    first.map_or_else(String::new, |(_, source)| one_line(&source.name))
}

/// `path:line:column`
fn place(span: Span, sources: &Sources) -> String {
    let start = sources.start(span);
    let name = one_line(&sources.get(span.source).name);
    format!("{name}:{}:{}", start.line, start.column)
}

fn full(diagnostics: &Diagnostics, sources: &Sources, colour: bool) -> String {
    let mut out = String::new();
    let findings = &diagnostics.findings;
    let drawn = findings.get(..DRAWN).unwrap_or(findings);
    let mut board = Board::new(drawn, sources, colour);
    for finding in drawn {
        board.draw(finding, &mut out);
    }
    if findings.len() > drawn.len() {
        let more = thousands(findings.len() - drawn.len());
        let _ = writeln!(out, "and {more} more; `--format short` lists them all\n");
    }
    for allowed in by_author(diagnostics) {
        let _ = writeln!(out, "{}", allowed_line(allowed));
    }
    if let Some(coverage) = &diagnostics.coverage {
        if by_author(diagnostics).next().is_some() {
            out.push('\n');
        }
        let _ = write!(
            out,
            "{}: {}",
            file(sources),
            coverage::full(coverage, sources)
        );
    }
    out
}

/// Where findings are drawn: every text they point into, as ariadne reads it.
struct Board<'a> {
    sources: &'a Sources,
    texts: BTreeMap<SourceId, Drawable>,
    colour: bool,
}

impl Cache<SourceId> for &Board<'_> {
    type Storage = String;

    fn fetch(&mut self, id: &SourceId) -> Result<&ariadne::Source, impl std::fmt::Debug> {
        self.texts
            .get(id)
            .map(|text| &text.text)
            .ok_or("only texts that findings point into are drawn")
    }

    fn display<'a>(&self, id: &'a SourceId) -> Option<impl std::fmt::Display + 'a> {
        Some(one_line(&self.sources.get(*id).name))
    }
}

impl<'a> Board<'a> {
    fn new(findings: &[Diagnostic], sources: &'a Sources, colour: bool) -> Board<'a> {
        let mut texts = BTreeMap::new();
        for finding in findings {
            let source = finding.span.source;
            texts
                .entry(source)
                .or_insert_with(|| Drawable::of(sources.get(source)));
        }
        Board {
            sources,
            texts,
            colour,
        }
    }

    fn draw(&mut self, finding: &Diagnostic, out: &mut String) {
        let mut places: Vec<(Span, &str)> = finding
            .labels
            .iter()
            .map(|label| (label.span, label.text.as_str()))
            .collect();
        places.sort_by_key(|(span, _)| (span.source != finding.span.source, *span));
        let unshown = places.len().saturating_sub(PLACES);
        places.truncate(PLACES);

        let range = self.range(finding.span);
        let (drawn, listed): (Vec<_>, Vec<_>) = places
            .into_iter()
            .partition(|(span, _)| range.is_some() && self.is_near(finding.span, *span));
        match range {
            Some(range) => self.picture(finding, range, &drawn, out),
            None => self.excerpt(finding, out),
        }
        for (span, text) in listed {
            let text = one_line(text);
            let _ = writeln!(out, "  {}: {text}", place(span, self.sources));
        }
        if unshown > 0 {
            let _ = writeln!(out, "  and {}", count(unshown, "more place"));
        }
        let family = finding.family.iter().flat_map(family::lines);
        for (at, line) in family.enumerate() {
            if at == 0 {
                let _ = writeln!(out, "  {}", self.paint("The family:", Color::Cyan));
            }
            let _ = writeln!(out, "{line}");
        }
        for help in &finding.help {
            let help = one_line(help);
            let _ = writeln!(out, "  {} {help}", self.paint("Help:", Color::Cyan));
        }
        self.fix(finding, out);
        out.push('\n');
    }

    /// The range to draw; none where its line is too wide.
    fn range(&self, span: Span) -> Option<Range<usize>> {
        self.texts
            .get(&span.source)?
            .range(span, self.sources.get(span.source))
    }

    fn is_near(&self, finding: Span, other: Span) -> bool {
        let (here, there) = (self.sources.start(finding), self.sources.start(other));
        finding.source == other.source
            && here.line.abs_diff(there.line) <= NEAR
            && self.range(other).is_some()
    }

    fn picture(
        &self,
        finding: &Diagnostic,
        range: Range<usize>,
        others: &[(Span, &str)],
        out: &mut String,
    ) {
        let severity = finding.code.severity();
        let word = self.paint(&format!("{}:", severity.word()), colour_of(severity));
        let _ = writeln!(out, "{word} {}", named_message(finding));

        let config = Config::new()
            .with_index_type(IndexType::Byte)
            .with_color(self.colour);
        // Without words there is no line under the place: a mark stands for them, and its row is taken away.
        let here = match finding.here.as_str() {
            "" if others.is_empty() => NO_WORDS.to_string(),
            "" => "here".to_string(),
            here => one_line(here),
        };
        let source = finding.span.source;
        let first = Label::new((source, range.clone()))
            .with_message(here)
            .with_color(colour_of(severity))
            .with_priority(1);
        let others = others.iter().filter_map(|(span, text)| {
            let label = Label::new((source, self.range(*span)?));
            Some((
                span.start,
                label
                    .with_message(one_line(text))
                    .with_color(Color::Fixed(110)),
            ))
        });
        let mut labels: Vec<_> = others.chain([(finding.span.start, first)]).collect();
        labels.sort_by_key(|(start, _)| *start);

        let report = Report::build(ReportKind::Advice, (source, range))
            .with_config(config)
            .with_labels(labels.into_iter().map(|(_, label)| label))
            .finish();
        let mut drawing = Vec::new();
        if report.write(self, &mut drawing).is_err() {
            return;
        }
        // The first line is ariadne's own heading.
        let drawing = String::from_utf8_lossy(&drawing);
        let mut lines = drawing.lines().skip(1).peekable();
        while let Some(line) = lines.next() {
            if lines.next_if(|next| next.ends_with(NO_WORDS)).is_some() {
                let _ = writeln!(out, "{}", line.trim_end().replace('┬', "─"));
            } else {
                let _ = writeln!(out, "{}", line.trim_end());
            }
        }
    }

    /// The short form, and a piece of the line around the place.
    fn excerpt(&self, finding: &Diagnostic, out: &mut String) {
        let _ = writeln!(out, "{}", short_line(finding, self.sources));
        let Some(text) = self.texts.get(&finding.span.source) else {
            return;
        };
        let (before, at, after) = text.excerpt(finding.span);
        let indent = " ".repeat(before.width());
        let mark = "^".repeat(at.width().max(1));
        let _ = writeln!(out, "    {before}{at}{after}");
        let line = format!("    {indent}{mark} {}", one_line(&finding.here));
        let _ = writeln!(out, "{}", line.trim_end());
    }

    fn fix(&self, finding: &Diagnostic, out: &mut String) {
        let Some(fix) = &finding.fix else {
            return;
        };
        let line = self.sources.start(fix.span).line;
        let same =
            finding.span.source == fix.span.source && self.sources.start(finding.span).line == line;
        let place = if same {
            String::new()
        } else {
            format!(" on line {line}")
        };
        let (verb, words) = if fix.replacement.is_empty() {
            ("Take away", self.sources.slice(fix.span))
        } else {
            ("Write", fix.replacement.as_str())
        };
        let heading = self.paint(&format!("{verb}{place}:"), Color::Green);
        let words = words.trim_end();
        match words.lines().collect::<Vec<_>>().as_slice() {
            [only] => {
                let _ = writeln!(out, "  {heading} {}", cut(only));
            }
            lines => {
                let _ = writeln!(out, "  {heading}");
                for line in lines.iter().take(PLACES) {
                    let _ = writeln!(out, "    {}", cut(line));
                }
                if let Some(more @ 1..) = lines.len().checked_sub(PLACES) {
                    let _ = writeln!(out, "    and {}", count(more, "more line"));
                }
            }
        }
    }

    fn paint(&self, words: &str, colour: Color) -> String {
        if self.colour {
            words.fg(colour).to_string()
        } else {
            words.to_string()
        }
    }
}

fn colour_of(severity: Severity) -> Color {
    match severity {
        Severity::Error => Color::Red,
        Severity::Warning => Color::Yellow,
        Severity::Advice => Color::Blue,
    }
}

/// A text as ariadne reads it. Characters that ariadne, but not we, take for the end of a line, and those
/// that would change the screen, are replaced by others of the same length; a byte-order mark is taken
/// away; a blank is added, so that the end of the text is a place.
struct Drawable {
    text: ariadne::Source,
    /// The length of the byte-order mark that was taken away.
    mark: usize,
}

impl Drawable {
    fn of(source: &Source) -> Drawable {
        let text = source.text.strip_prefix('\u{feff}').unwrap_or(&source.text);
        let mut clean = String::with_capacity(text.len() + 1);
        let mut chars = text.chars().peekable();
        while let Some(c) = chars.next() {
            let line_end = c == '\n' || c == '\r' && chars.peek() == Some(&'\n');
            clean.push(match c {
                _ if line_end || c == '\t' || !is_unprintable(c) => c,
                _ if c.len_utf8() == 1 => ' ',
                _ if c.len_utf8() == 2 => '·',
                _ => '\u{fffd}',
            });
        }
        clean.push(' ');
        Drawable {
            text: ariadne::Source::from(clean),
            mark: source.text.len() - text.len(),
        }
    }

    /// A byte of the original in this text, between two characters and before the added blank.
    fn byte(&self, original: u32) -> usize {
        let text = self.text.text();
        let mut byte = (original as usize)
            .saturating_sub(self.mark)
            .min(text.len().saturating_sub(1));
        while !text.is_char_boundary(byte) {
            byte -= 1;
        }
        byte
    }

    /// The line of a byte: where it begins, its words, its number.
    fn line(&self, byte: usize) -> (usize, &str, usize) {
        let (line, index, column) = self
            .text
            .get_byte_line(byte)
            .expect("a byte of the text lies on one of its lines");
        let words = self.text.get_line_text(line).unwrap_or("");
        (byte - column, words, index + 1)
    }

    /// The range of the text to draw for a span: at least one character, at most the rest of the line.
    /// None where the line is too wide, or its columns are not counted as ariadne counts them.
    fn range(&self, span: Span, source: &Source) -> Option<Range<usize>> {
        let start = self.byte(span.start);
        let (begin, words, number) = self.line(start);
        if words.len() > 4 * WIDE || words.width() + 3 * words.matches('\t').count() > WIDE {
            return None;
        }
        let position = source.position(span.start);
        let column = words.get(..start - begin)?.chars().count() + 1;
        if (position.line, position.column) != (number, column) {
            return None;
        }
        let one = self.text.text().get(start..)?.chars().next()?.len_utf8();
        let end = self.byte(span.end).min(begin + words.trim_end().len());
        Some(start..end.max(start + one))
    }

    /// A piece of the line around a span: what stands before it, in it and after it.
    fn excerpt(&self, span: Span) -> (String, String, String) {
        let start = self.byte(span.start);
        let (begin, words, _) = self.line(start);
        let words = words.trim_end();
        let (before, rest) = words.split_at_checked(start - begin).unwrap_or((words, ""));
        let length = self.byte(span.end).saturating_sub(start);
        let (at, after) = rest.split_at_checked(length).unwrap_or((rest, ""));

        let left = tail(before, 40).trim_start();
        let at_cut = head(at, 60);
        let right = if at_cut.len() < at.len() {
            ""
        } else {
            head(after, 40)
        };
        let dots = |cut: bool| if cut { "…" } else { "" }.to_string();
        (
            dots(left.len() < before.trim_start().len()) + &one_line(left),
            one_line(at_cut),
            one_line(right) + &dots(at_cut.len() + right.len() < rest.len()),
        )
    }
}

/// Up to `n` characters from the start.
fn head(text: &str, n: usize) -> &str {
    let end = text.char_indices().nth(n).map_or(text.len(), |(at, _)| at);
    text.get(..end).unwrap_or(text)
}

/// Up to `n` characters from the end.
fn tail(text: &str, n: usize) -> &str {
    let start = text.char_indices().rev().take(n).last();
    start.and_then(|(at, _)| text.get(at..)).unwrap_or("")
}

/// A line cut to what a screen holds, without what would change the screen.
fn cut(line: &str) -> String {
    shortened(line, WIDE)
}

/// The words on one line, without what would change the screen; cut where they are beyond reading.
fn one_line(text: &str) -> String {
    shortened(&text.replace("\r\n", " "), LONG)
}

fn shortened(text: &str, length: usize) -> String {
    let kept = head(text, length);
    let printable = |c| if is_unprintable(c) { ' ' } else { c };
    let dots = (kept.len() < text.len()).then_some('…');
    kept.chars().map(printable).chain(dots).collect()
}

/// Whether a character ends a line, turns the direction of writing or gives orders to a terminal.
fn is_unprintable(c: char) -> bool {
    c.is_control() || matches!(c, '\u{2028}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}

/// `1,234`
fn thousands(n: usize) -> String {
    let digits = n.to_string();
    let mut out = String::new();
    for (place, digit) in digits.chars().enumerate() {
        if place > 0 && (digits.len() - place).is_multiple_of(3) {
            out.push(',');
        }
        out.push(digit);
    }
    out
}

#[cfg(test)]
mod tests;
