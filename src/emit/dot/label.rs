//! Texts inside a drawing: wrapped, escaped, and set in Graphviz's HTML-like labels.
//!
//! Invariant: nothing leaves here that could end a label, an attribute or a tag, and no tag is left empty
//! (Graphviz refuses `<B></B>`).

use unicode_width::UnicodeWidthChar;

use crate::emit::theme;

/// The end of a line that is set to the left.
const END: &str = "<BR ALIGN=\"LEFT\"/>";
/// As wide as a dot and a space; Graphviz keeps no-break spaces.
const INDENT: &str = "\u{a0}\u{a0}";

/// No width and no ink, behind every backslash: Graphviz puts a box's name in the place of `\N` wherever it
/// stands, escaped or not, and more than once.
const APART: char = '\u{200b}';

/// A label as rows of a table, one under the other, set to the left.
pub(super) struct Label {
    rows: String,
    width: usize,
}

impl Label {
    /// An empty label whose lines are so many characters wide at most.
    pub(super) fn new(width: usize) -> Label {
        Label {
            rows: String::new(),
            width,
        }
    }

    /// A paragraph.
    pub(super) fn text(&mut self, text: &str) {
        self.row("", &lines(text, self.width, ""));
    }

    /// A paragraph in bold.
    pub(super) fn bold(&mut self, text: &str) {
        self.row("", &bold(lines(text, self.width, "")));
    }

    /// What a box is called.
    pub(super) fn heading(&mut self, text: &str) {
        self.large(text, self.width * 6 / 7, 14);
    }

    /// What the whole drawing is called.
    pub(super) fn title(&mut self, text: &str) {
        self.large(text, self.width * 2 / 3, 20);
    }

    /// A paragraph behind a dot.
    pub(super) fn bullet(&mut self, text: &str) {
        let mut lines = lines(text, self.width - 2, INDENT);
        if let Some(first) = lines.first_mut() {
            *first = first.replacen(INDENT, "• ", 1);
        }
        self.row("", &lines);
    }

    /// A paragraph further in, under a dotted one.
    pub(super) fn inner(&mut self, text: &str) {
        self.row("", &lines(text, self.width - 2, INDENT));
    }

    /// A paragraph still further in, under a contact.
    pub(super) fn under(&mut self, text: &str) {
        self.row("", &lines(text, self.width - 4, &INDENT.repeat(2)));
    }

    /// A contact, further in: a word, and an address that leads somewhere.
    pub(super) fn link(&mut self, word: &str, text: &str, to: &str) {
        let said = clean(text);
        let width = self.width.saturating_sub(columns(word) + 4);
        let lines: Vec<String> = wrap(&said, width)
            .iter()
            .enumerate()
            .map(|(number, line)| {
                let before = if number == 0 {
                    format!("{word}: ")
                } else {
                    String::new()
                };
                let line = escape(line);
                let colour = theme::LINK;
                format!("{INDENT}{before}<FONT COLOR=\"{colour}\"><U>{line}</U></FONT>{END}")
            })
            .collect();
        let attributes = format!(" HREF=\"{}\" TOOLTIP=\"{}\"", escape(to), escape(&said));
        self.row(&attributes, &lines);
    }

    /// A paragraph in a box that stands out, after the word URGENT.
    pub(super) fn urgent(&mut self, text: &str) {
        self.alarm(&format!("URGENT: {text}"));
    }

    /// A paragraph in a box that stands out.
    pub(super) fn alarm(&mut self, text: &str) {
        let attributes = format!(
            " BORDER=\"3\" CELLPADDING=\"6\" COLOR=\"{}\" BGCOLOR=\"{}\"",
            theme::INK,
            theme::URGENT
        );
        let lines = lines(text, self.width - 4, "");
        self.gap();
        self.row(&attributes, &bold(lines));
        self.gap();
    }

    /// A paragraph in a dashed box: said to the reader, no way of the pathway.
    pub(super) fn dashed(&mut self, text: &str) {
        let attributes = " BORDER=\"1\" CELLPADDING=\"4\" STYLE=\"DASHED\"";
        self.gap();
        self.row(attributes, &lines(text, self.width - 2, ""));
    }

    /// The label, with its brackets.
    pub(super) fn finish(&self) -> String {
        if self.rows.is_empty() {
            return "\"\"".to_string();
        }
        format!(
            "<<TABLE BORDER=\"0\" CELLBORDER=\"0\" CELLSPACING=\"0\" CELLPADDING=\"1\">{}</TABLE>>",
            self.rows
        )
    }

    /// Room between a box and its neighbours.
    fn gap(&mut self) {
        let gap = "<TR><TD HEIGHT=\"6\"></TD></TR>";
        if !self.rows.is_empty() && !self.rows.ends_with(gap) {
            self.rows.push_str(gap);
        }
    }

    fn large(&mut self, text: &str, width: usize, points: u8) {
        let lines: Vec<String> = bold(lines(text, width, ""))
            .into_iter()
            .map(|line| format!("<FONT POINT-SIZE=\"{points}\">{line}</FONT>"))
            .collect();
        self.row("", &lines);
    }

    fn row(&mut self, attributes: &str, lines: &[String]) {
        if !lines.is_empty() {
            self.rows.push_str(&format!(
                "<TR><TD ALIGN=\"LEFT\" BALIGN=\"LEFT\"{attributes}>{}</TD></TR>",
                lines.concat()
            ));
        }
    }
}

/// A short label in wrapped lines, for an arrow; each text begins a line of its own.
pub(super) fn short(texts: &[String], width: usize) -> String {
    let lines: Vec<String> = texts
        .iter()
        .flat_map(|text| lines(text, width, ""))
        .collect();
    if lines.is_empty() {
        return "\"\"".to_string();
    }
    format!(
        "<<TABLE BORDER=\"0\" CELLBORDER=\"0\" CELLSPACING=\"0\" CELLPADDING=\"3\"><TR><TD BALIGN=\"LEFT\">{}</TD></TR></TABLE>>",
        lines.concat()
    )
}

/// Texts as one quoted value of an attribute, a line for each. Graphviz reads no quoted string longer than
/// 16,384 bytes, so a long text is several, added up.
pub(super) fn attribute(texts: &[&str]) -> String {
    let lines: Vec<String> = texts
        .iter()
        .map(|text| clean(text))
        .filter(|text| !text.is_empty())
        .collect();
    let mut value = String::from("\"");
    for (number, c) in lines.join("\n").chars().enumerate() {
        if number > 0 && number % 2000 == 0 {
            value.push_str("\" + \"");
        }
        match c {
            '\n' => value.push_str("\\n"),
            '\\' => value.push_str(&format!("\\\\{APART}")),
            '"' => value.push_str("\\\""),
            '&' => value.push_str("&amp;"),
            c => value.push(c),
        }
    }
    value.push('"');
    value
}

/// A name as an identifier of the drawing.
pub(super) fn identifier(name: &str) -> String {
    format!("\"{}\"", name.replace('\\', "\\\\").replace('"', "\\\""))
}

/// A text as escaped lines, each with its indent and its end; none where there is nothing to see.
fn lines(text: &str, width: usize, indent: &str) -> Vec<String> {
    wrap(&clean(text), width)
        .iter()
        .map(|line| format!("{indent}{}{END}", escape(line)))
        .collect()
}

fn bold(lines: Vec<String>) -> Vec<String> {
    lines
        .into_iter()
        .map(|line| format!("<B>{line}</B>"))
        .collect()
}

/// The text without characters that XML does not know; every white space is one space.
fn clean(text: &str) -> String {
    let space = |c: char| (c.is_whitespace() && c != '\u{a0}') || c.is_control();
    let known: String = text
        .chars()
        .map(|c| if space(c) { ' ' } else { c })
        .filter(|c| !matches!(c, '\u{fffe}' | '\u{ffff}' | '\u{feff}'))
        .collect();
    let words: Vec<&str> = known.split(' ').filter(|word| !word.is_empty()).collect();
    words.join(" ")
}

fn escape(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => escaped.push_str("&amp;"),
            '<' => escaped.push_str("&lt;"),
            '>' => escaped.push_str("&gt;"),
            '"' => escaped.push_str("&quot;"),
            '\'' => escaped.push_str("&#39;"),
            '\\' => escaped.push_str(&format!("&#92;{APART}")),
            c => escaped.push(c),
        }
    }
    escaped
}

/// The text in lines no wider than `width` columns, broken between words. What counts as one word is kept
/// whole: a number with its spaces (a telephone's), an address. A word half as wide again as a line is broken
/// anywhere.
fn wrap(text: &str, width: usize) -> Vec<String> {
    let width = width.max(8);
    let mut lines: Vec<String> = Vec::new();
    let mut line = String::new();
    let mut used = 0;
    for word in words(text) {
        let wide = columns(&word);
        if used > 0 && used + 1 + wide > width {
            lines.push(std::mem::take(&mut line));
            used = 0;
        }
        if used > 0 {
            line.push(' ');
            used += 1;
        }
        let most = if wide > width * 3 / 2 {
            width
        } else {
            width * 3 / 2
        };
        for c in word.chars() {
            let wide = c.width().unwrap_or(0);
            if used > 0 && used + wide > most {
                lines.push(std::mem::take(&mut line));
                used = 0;
            }
            line.push(c);
            used += wide;
        }
    }
    if !line.is_empty() {
        lines.push(line);
    }
    lines
}

fn columns(text: &str) -> usize {
    text.chars().map(|c| c.width().unwrap_or(0)).sum()
}

/// The words of a text; digits that follow digits stay together, and a unit stays with its number.
fn words(text: &str) -> Vec<String> {
    let all_digits = |word: &str| {
        word.chars()
            .all(|c| c.is_ascii_digit() || "+()".contains(c))
    };
    let mut words: Vec<String> = Vec::new();
    for word in text.split(' ').filter(|word| !word.is_empty()) {
        match words.last_mut() {
            Some(last)
                if last.len() < 16
                    && last.split(' ').all(all_digits)
                    && (all_digits(word) || is_unit(word)) =>
            {
                last.push(' ');
                last.push_str(word);
            }
            Some(_) | None => words.push(word.to_string()),
        }
    }
    words
}

fn is_unit(word: &str) -> bool {
    let word = word.trim_end_matches([',', '.', ';']);
    let word = word.strip_suffix('s').unwrap_or(word);
    ["minute", "hour", "day", "working", "week", "month", "year"].contains(&word)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_break_between_words_and_a_telephone_number_stays_whole() {
        let text = "Call the team on 01268 763 631 today";
        assert_eq!(wrap(text, 24), ["Call the team on", "01268 763 631 today"]);
        assert_eq!(
            wrap("aaaaaaaaaaaaaaaaaa b", 8),
            ["aaaaaaaa", "aaaaaaaa", "aa b"]
        );
        assert_eq!(wrap("漢字漢字漢字漢", 8), ["漢字漢字", "漢字漢"]);
        assert_eq!(
            wrap("within 24 hours, when", 10),
            ["within", "24 hours,", "when"]
        );
        assert_eq!(wrap("", 8), Vec::<String>::new());
    }

    #[test]
    fn a_letter_keeps_its_accent_where_a_word_is_broken() {
        let accents = "e\u{301}".repeat(12);
        assert_eq!(wrap(&accents, 8).concat(), accents);
        assert!(wrap(&accents, 8).iter().all(|line| line.starts_with('e')));
    }

    #[test]
    fn nothing_an_author_writes_ends_a_label_or_an_attribute() {
        assert_eq!(escape("<b>\"&'"), "&lt;b&gt;&quot;&amp;&#39;");
        assert_eq!(
            attribute(&["a\"\\", "\u{0}", "b\nc"]),
            "\"a\\\"\\\\\u{200b}\\nb c\""
        );
        assert_eq!(Label::new(20).finish(), "\"\"");
        assert_eq!(short(&[" \u{7} ".to_string()], 20), "\"\"");
    }
}
