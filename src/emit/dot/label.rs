//! Texts inside a drawing: wrapped, escaped, and set in Graphviz's HTML-like labels.
//!
//! Invariant: nothing leaves here that could end a label, an attribute or a tag, and no tag is left empty
//! (Graphviz refuses `<B></B>`).

use unicode_width::UnicodeWidthChar;

use super::theme;

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
        self.row("", &lines(text, self.width));
    }

    /// A paragraph in bold.
    pub(super) fn bold(&mut self, text: &str) {
        let lines = lines(text, self.width);
        self.row("", &wrapped_in("B", lines));
    }

    /// A heading.
    pub(super) fn large(&mut self, text: &str) {
        let lines = lines(text, self.width * 3 / 4);
        let lines = wrapped_in("B", lines)
            .into_iter()
            .map(|line| format!("<FONT POINT-SIZE=\"18\">{line}</FONT>"))
            .collect::<Vec<_>>();
        self.row("", &lines);
    }

    /// A paragraph behind a dot, its lines in one column.
    pub(super) fn bullet(&mut self, text: &str) {
        self.hanging("•", text);
    }

    /// A paragraph further in, under a dotted one.
    pub(super) fn inner(&mut self, text: &str) {
        self.hanging(" ", text);
    }

    /// A link further in, under a dotted paragraph: a word, and an address with where it leads, if anywhere.
    pub(super) fn link(&mut self, word: &str, text: &str, to: Option<&str>) {
        let Some(to) = to else {
            self.inner(&format!("{word}: {text}"));
            return;
        };
        let said = clean(&format!("{word}: {text}"));
        let set = |line: String| {
            format!("<FONT COLOR=\"{}\"><U>{line}</U></FONT>", theme::LINK)
        };
        let body: String = lines(&said, self.width).into_iter().map(set).collect();
        self.rows.push_str(&format!(
            "<TR><TD> </TD><TD ALIGN=\"LEFT\" BALIGN=\"LEFT\" HREF=\"{}\" TOOLTIP=\"{}\">{}</TD></TR>",
            escape(to),
            escape(&said).replace('\\', "\\\\"),
            body
        ));
    }

    /// A paragraph in a box that stands out, after the word URGENT.
    pub(super) fn urgent(&mut self, text: &str) {
        let mut body = vec!["<B>URGENT</B>".to_string()];
        body.extend(wrapped_in("B", lines(text, self.width)));
        self.row(
            &format!(
                " BORDER=\"3\" CELLPADDING=\"6\" COLOR=\"{}\" BGCOLOR=\"{}\"",
                theme::INK,
                theme::URGENT
            ),
            &body,
        );
    }

    /// A paragraph in a dashed box: said to the reader, no way of the pathway.
    pub(super) fn dashed(&mut self, text: &str) {
        self.row(
            " BORDER=\"1\" CELLPADDING=\"4\" STYLE=\"DASHED\"",
            &lines(text, self.width),
        );
    }

    /// The label, with its brackets.
    pub(super) fn finish(&self) -> String {
        if self.rows.is_empty() {
            return "\"\"".to_string();
        }
        format!(
            "<<TABLE BORDER=\"0\" CELLBORDER=\"0\" CELLSPACING=\"0\" CELLPADDING=\"2\">{}</TABLE>>",
            self.rows
        )
    }

    fn hanging(&mut self, mark: &str, text: &str) {
        let body = lines(text, self.width).concat();
        if !body.is_empty() {
            self.rows.push_str(&format!(
                "<TR><TD VALIGN=\"TOP\">{mark}</TD><TD ALIGN=\"LEFT\" BALIGN=\"LEFT\">{body}</TD></TR>"
            ));
        }
    }

    fn row(&mut self, attributes: &str, lines: &[String]) {
        if !lines.is_empty() {
            self.rows.push_str(&format!(
                "<TR><TD COLSPAN=\"2\" ALIGN=\"LEFT\" BALIGN=\"LEFT\"{attributes}>{}</TD></TR>",
                lines.concat()
            ));
        }
    }
}

/// A short label in wrapped lines, for an arrow; each text begins a line of its own.
pub(super) fn short(texts: &[String], width: usize) -> String {
    let lines: Vec<String> = texts.iter().flat_map(|text| lines(text, width)).collect();
    if lines.is_empty() {
        return "\"\"".to_string();
    }
    format!(
        "<<TABLE BORDER=\"0\" CELLBORDER=\"0\" CELLSPACING=\"0\" CELLPADDING=\"3\"><TR><TD BALIGN=\"LEFT\">{}</TD></TR></TABLE>>",
        lines.concat()
    )
}

/// Texts as one quoted value of an attribute, a line for each.
pub(super) fn attribute(texts: &[&str]) -> String {
    let lines: Vec<String> = texts
        .iter()
        .map(|text| clean(text))
        .filter(|text| !text.is_empty())
        .map(|text| {
            text.replace('&', "&amp;")
                .replace('\\', "\\\\")
                .replace('"', "\\\"")
        })
        .collect();
    format!("\"{}\"", lines.join("\\n"))
}

/// A name as an identifier of the drawing.
pub(super) fn identifier(name: &str) -> String {
    format!("\"{}\"", name.replace('\\', "\\\\").replace('"', "\\\""))
}

/// A text as escaped lines, each with its end; none where there is nothing to see.
fn lines(text: &str, width: usize) -> Vec<String> {
    wrap(&clean(text), width)
        .iter()
        .map(|line| format!("{}<BR ALIGN=\"LEFT\"/>", escape(line)))
        .collect()
}

fn wrapped_in(tag: &str, lines: Vec<String>) -> Vec<String> {
    lines
        .into_iter()
        .map(|line| format!("<{tag}>{line}</{tag}>"))
        .collect()
}

/// The text without characters that XML does not know; every white space is one space.
fn clean(text: &str) -> String {
    let known: String = text
        .chars()
        .map(|c| if c.is_whitespace() || c.is_control() { ' ' } else { c })
        .filter(|c| !matches!(c, '\u{fffe}' | '\u{ffff}' | '\u{feff}'))
        .collect();
    known.split_whitespace().collect::<Vec<_>>().join(" ")
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
            c => escaped.push(c),
        }
    }
    escaped
}

/// The text in lines no wider than `width` columns, broken between words. What counts as one word is kept
/// whole: a number with its spaces (a telephone's), an address. A word wider than a line is broken anywhere.
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
        for c in word.chars() {
            let wide = c.width().unwrap_or(0);
            if used > 0 && used + wide > width {
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

/// The words of a text; digits that follow digits stay together.
fn words(text: &str) -> Vec<String> {
    let all_digits = |word: &str| word.chars().all(|c| c.is_ascii_digit() || "+()".contains(c));
    let mut words: Vec<String> = Vec::new();
    for word in text.split(' ').filter(|word| !word.is_empty()) {
        match words.last_mut() {
            Some(last)
                if all_digits(word) && last.split(' ').all(all_digits) && last.len() < 16 =>
            {
                last.push(' ');
                last.push_str(word);
            }
            Some(_) | None => words.push(word.to_string()),
        }
    }
    words
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_break_between_words_and_a_telephone_number_stays_whole() {
        let text = "Call the team on 01268 763 631 today";
        assert_eq!(wrap(text, 24), ["Call the team on", "01268 763 631 today"]);
        assert_eq!(wrap("aaaaaaaaaaaaaaaaaa b", 8), ["aaaaaaaa", "aaaaaaaa", "aa b"]);
        assert_eq!(wrap("漢字漢字漢字", 8), ["漢字漢字", "漢字"]);
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
        assert_eq!(attribute(&["a\"\\", "\u{0}", "b\nc"]), r#""a\"\\\nb c""#);
        assert_eq!(Label::new(20).finish(), "\"\"");
        assert_eq!(short(&[" \u{7} ".to_string()], 20), "\"\"");
    }
}
