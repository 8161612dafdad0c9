//! What a pathway compiles to: one list of outputs, and one function that makes each of them.
//!
//! [`json`] is the published contract. Everything else is for people, and is made of a [`document::Document`]: the
//! same words under the same numbers, in whatever shape. [`words`] is how all of them say things.
//!
//! Invariant: the same pathway gives the same bytes. To add an output takes a file that makes it, a [`Target`] with
//! its row in the list, and an arm in [`emit`].
//!
//! Absent on purpose: what is shown of a pathway ([`crate::view`]), and files on a disk.

pub mod directory;
pub mod document;
#[cfg(feature = "documents")]
pub mod docx;
pub mod dot;
pub mod html;
pub mod json;
pub mod markdown;
pub mod mermaid;
#[cfg(feature = "documents")]
pub mod outlines;
#[cfg(feature = "documents")]
pub mod pdf;
#[cfg(feature = "documents")]
pub mod png;
pub mod svg;
pub mod text;
mod theme;
pub mod words;

#[cfg(test)]
mod sample;

use crate::diagnostic::list;
use crate::ir::Pathway;
use crate::letters::Letters;
use crate::picture::{self, Lie, Paper, Picture};
use crate::source::Sources;
use document::{Document, Shown};

/// What can be made of a pathway.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
#[allow(missing_docs, reason = "the list says what each is")]
pub enum Target {
    Html,
    Markdown,
    Svg,
    #[cfg(feature = "documents")]
    Png,
    #[cfg(feature = "documents")]
    Pdf,
    #[cfg(feature = "documents")]
    Docx,
    Csv,
    Mermaid,
    Dot,
    Json,
}

/// What there is to say of an output.
struct Row {
    target: Target,
    /// The word for it on a command line.
    word: &'static str,
    /// How the names of its files end, without the dot; the first is the usual.
    endings: &'static [&'static str],
    /// What it is, in a sentence.
    help: &'static str,
    /// Whether it is a text, which can be printed.
    is_text: bool,
    /// What can be asked of it.
    takes: &'static [Choice],
}

/// What can be asked of an output.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Choice {
    /// Only a part of the pathway, or one family's way in it.
    View,
    /// Which way it runs.
    Direction,
    /// The paper that it must fit.
    Paper,
    /// How the paper lies.
    Lie,
    /// To explain the shapes.
    Legend,
}

/// What can be asked of a picture.
const PICTURE: &[Choice] = &[Choice::View, Choice::Paper, Choice::Lie, Choice::Legend];

/// The outputs, as they are offered.
const ROWS: &[Row] = &[
    Row {
        target: Target::Html,
        word: "html",
        endings: &["html", "htm"],
        help: "A page to walk through question by question, with the picture and the text",
        is_text: true,
        takes: PICTURE,
    },
    Row {
        target: Target::Markdown,
        word: "markdown",
        endings: &["md", "markdown"],
        help: "The text: numbered steps, services, what the words mean",
        is_text: true,
        takes: &[Choice::View],
    },
    Row {
        target: Target::Svg,
        word: "svg",
        endings: &["svg"],
        help: "A picture for web pages and Word, sharp at any size",
        is_text: true,
        takes: PICTURE,
    },
    #[cfg(feature = "documents")]
    Row {
        target: Target::Png,
        word: "png",
        endings: &["png"],
        help: "A picture for programs that show no other",
        is_text: false,
        takes: PICTURE,
    },
    #[cfg(feature = "documents")]
    Row {
        target: Target::Pdf,
        word: "pdf",
        endings: &["pdf"],
        help: "The picture and the text, for paper; a screen reader can read it",
        is_text: false,
        takes: PICTURE,
    },
    #[cfg(feature = "documents")]
    Row {
        target: Target::Docx,
        word: "docx",
        endings: &["docx"],
        help: "The text and the picture, for Word",
        is_text: false,
        takes: PICTURE,
    },
    Row {
        target: Target::Csv,
        word: "csv",
        endings: &["csv"],
        help: "The services as a table for a spreadsheet, one row for each",
        is_text: true,
        takes: &[Choice::View],
    },
    Row {
        target: Target::Mermaid,
        word: "mermaid",
        endings: &["mmd", "mermaid"],
        help: "A drawing for Mermaid, which code hosts and wikis show in a page",
        is_text: true,
        takes: &[Choice::View, Choice::Direction],
    },
    Row {
        target: Target::Dot,
        word: "dot",
        endings: &["dot", "gv"],
        help: "A drawing for the program Graphviz",
        is_text: true,
        takes: &[
            Choice::View,
            Choice::Direction,
            Choice::Paper,
            Choice::Legend,
        ],
    },
    Row {
        target: Target::Json,
        word: "json",
        endings: &["json"],
        help: "The whole pathway as data, for other programs",
        is_text: true,
        takes: &[],
    },
];

impl Target {
    /// All of them, in the order in which they are offered.
    pub fn all() -> impl Iterator<Item = Target> {
        ROWS.iter().map(|row| row.target)
    }

    /// The one with this word.
    pub fn named(word: &str) -> Option<Target> {
        let row = ROWS.iter().find(|row| row.word == word);
        row.map(|row| row.target)
            .or_else(|| Target::ending_in(word))
    }

    /// The one whose files end like this: `md`.
    pub fn ending_in(ending: &str) -> Option<Target> {
        let ending = ending.to_lowercase();
        let row = ROWS.iter().find(|row| row.endings.contains(&&*ending));
        row.map(|row| row.target)
    }

    /// The word for it on a command line: `markdown`.
    pub fn word(self) -> &'static str {
        self.row().map_or("", |row| row.word)
    }

    /// How its files usually end, without the dot: `md`.
    pub fn ending(self) -> &'static str {
        let endings = self.row().map(|row| row.endings);
        endings.and_then(|it| it.first()).copied().unwrap_or("")
    }

    /// What it is, in a few words.
    pub fn help(self) -> &'static str {
        self.row().map_or("", |row| row.help)
    }

    /// Whether it is a text, which can be printed.
    pub fn is_text(self) -> bool {
        self.row().is_some_and(|row| row.is_text)
    }

    /// Whether this can be asked of it.
    pub fn takes(self, choice: Choice) -> bool {
        self.row().is_some_and(|row| row.takes.contains(&choice))
    }

    fn row(self) -> Option<&'static Row> {
        ROWS.iter().find(|row| row.target == self)
    }
}

/// Which way a drawing runs.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Direction {
    /// From left to right: prints largest, since pathways are wide.
    #[default]
    LeftRight,
    /// From top to bottom.
    TopDown,
}

/// How an output is to look. Each output looks at what it [takes](Target::takes).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Options {
    /// Which way a drawing runs.
    pub direction: Direction,
    /// The paper that it must fit; each output's usual one where nothing is said: A4 for what is printed, and none for
    /// a picture that stands in a page.
    pub paper: Option<Paper>,
    /// How the paper lies.
    pub lie: Lie,
    /// Whether to explain the shapes.
    pub legend: bool,
}

/// What outputs are made of.
#[derive(Clone, Copy, Debug)]
pub struct Made<'a> {
    /// The pathway.
    pub pathway: &'a Pathway,
    /// The texts that it was read from.
    pub sources: &'a Sources,
    /// What of it is shown.
    pub shown: &'a Shown,
    /// The words of what is shown.
    pub document: &'a Document,
    /// How it is to look.
    pub options: Options,
}

/// An output.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Output {
    /// One file; or several, where there are several sheets.
    pub files: Vec<File>,
    /// What there is to say about it to whoever asked for it, in sentences.
    pub remarks: Vec<String>,
}

/// One file of an output.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct File {
    /// What stands between the name that was asked for and its ending: nothing, or `-2` for the second of several.
    pub suffix: String,
    /// What is in it.
    pub bytes: Vec<u8>,
}

impl Output {
    /// Sheets, each a file.
    fn sheets(sheets: Vec<Vec<u8>>) -> Output {
        let is_one = sheets.len() == 1;
        let files = sheets.into_iter().zip(1..).map(|(bytes, number)| File {
            suffix: if is_one {
                String::new()
            } else {
                format!("-{number}")
            },
            bytes,
        });
        Output {
            files: files.collect(),
            remarks: Vec::new(),
        }
    }

    fn text(text: String) -> Output {
        Output::sheets(vec![text.into_bytes()])
    }
}

/// Makes an output; or says in a sentence why it cannot be made.
pub fn emit(target: Target, made: &Made<'_>) -> Result<Output, String> {
    let document = made.document;
    Ok(match target {
        Target::Html => {
            let drawn = Drawn::of(made, Paper::None);
            let page = html::Page {
                pathway: made.pathway,
                contract: &json::emit(made.pathway, made.sources),
                document,
                sheets: &drawn.sheets(document),
            };
            drawn.with_remarks(Output::text(html::emit(&page)))
        }
        Target::Markdown => Output::text(markdown::emit(document)),
        Target::Svg => {
            let drawn = Drawn::of(made, Paper::None);
            let svg = |sheet| svg::emit(sheet, &drawn.as_svg(document)).into_bytes();
            drawn.with_remarks(Output::sheets(
                drawn.picture.sheets.iter().map(svg).collect(),
            ))
        }
        #[cfg(feature = "documents")]
        Target::Png => {
            let drawn = Drawn::of(made, Paper::None);
            let (sheets, fewer) = drawn.as_png(document)?;
            drawn.with_remarks(Output {
                remarks: fewer,
                ..Output::sheets(sheets)
            })
        }
        #[cfg(feature = "documents")]
        Target::Pdf => {
            let drawn = Drawn::of(made, Paper::A4);
            let file = pdf::emit(document, &drawn.picture, &drawn.letters)?;
            drawn.with_remarks(Output::sheets(vec![file]))
        }
        #[cfg(feature = "documents")]
        Target::Docx => {
            let drawn = Drawn::of(made, Paper::A4);
            let (dots, _) = drawn.as_png(document)?;
            let sheets = drawn.picture.sheets.iter().zip(dots);
            let sheets = sheets.map(|(sheet, png)| docx::Sheet {
                title: sheet.title.clone(),
                size: (sheet.width, sheet.height),
                png,
                svg: svg::emit(sheet, &drawn.as_svg(document)),
            });
            let file = docx::emit(document, &sheets.collect::<Vec<_>>())?;
            drawn.with_remarks(Output::sheets(vec![file]))
        }
        Target::Csv => Output::sheets(vec![directory::emit(document)]),
        Target::Mermaid => Output::text(mermaid::emit(document, &made.options)),
        Target::Dot => Output::text(dot::emit(made)),
        Target::Json => Output::text(json::emit(made.pathway, made.sources)),
    })
}

/// The sheets of the picture, to stand in one page: what each is called, and the sheet as SVG.
pub fn sheets(made: &Made<'_>) -> Vec<(String, String)> {
    Drawn::of(made, Paper::None).sheets(made.document)
}

/// The picture on A4 and a text, as a PDF; or a sentence that says why it cannot be made.
#[cfg(feature = "documents")]
pub fn pdf_of(made: &Made<'_>, text: &[text::Block]) -> Result<Vec<u8>, String> {
    let drawn = Drawn::of(made, Paper::A4);
    pdf::with_text(made.document, &drawn.picture, text, &drawn.letters)
}

/// The picture of a document, and the letters in which it is set.
struct Drawn {
    #[cfg(feature = "documents")]
    letters: Letters,
    picture: Picture,
    /// That some characters have no letter, in a sentence.
    missing: Option<String>,
}

impl Drawn {
    fn of(made: &Made<'_>, usual: Paper) -> Drawn {
        let letters = Letters::shipped();
        let options = picture::Options {
            paper: made.options.paper.unwrap_or(usual),
            lie: made.options.lie,
            legend: made.options.legend,
        };
        let picture = picture::picture(made.document, &letters, &options);
        let said: String = (text::text(made.document).iter())
            .flat_map(text::Block::words)
            .collect();
        let missing: Vec<String> = (letters.missing(&said).into_iter())
            .map(|letter| format!("{letter} (U+{:04X})", u32::from(letter)))
            .collect();
        let missing = (!missing.is_empty()).then(|| {
            format!(
                "The fonts that come with Fingerpost have no letter for {}. An empty box stands in its place.",
                list(&missing, "and")
            )
        });
        Drawn {
            #[cfg(feature = "documents")]
            letters,
            picture,
            missing,
        }
    }

    /// Each sheet, to stand with the others in one page.
    fn sheets(&self, document: &Document) -> Vec<(String, String)> {
        let sheets = self.picture.sheets.iter().zip(1..);
        let sheets = sheets.map(|(sheet, number)| {
            let options = svg::Options {
                prefix: format!("sheet-{number}-"),
                ..self.as_svg(document)
            };
            (sheet.title.clone(), svg::emit(sheet, &options))
        });
        sheets.collect()
    }

    fn as_svg(&self, document: &Document) -> svg::Options {
        svg::Options {
            prefix: String::new(),
            language: LANGUAGE.to_string(),
            description: document.alternative(),
        }
    }

    /// Each sheet as PNG, and in sentences which of them have fewer dots than is usual.
    #[cfg(feature = "documents")]
    fn as_png(&self, document: &Document) -> Result<(Vec<Vec<u8>>, Vec<String>), String> {
        let said = document.alternative();
        let mut sheets = Vec::new();
        let mut fewer = Vec::new();
        for sheet in &self.picture.sheets {
            let drawn = png::emit(sheet, &self.letters, png::USUAL_DPI, &said)?;
            sheets.push(drawn.bytes);
            fewer.extend(drawn.fewer);
        }
        Ok((sheets, fewer))
    }

    fn with_remarks(&self, mut output: Output) -> Output {
        output.remarks.extend(self.missing.clone());
        output
    }
}

/// The language of every output.
const LANGUAGE: &str = "en-GB";

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_output_has_one_row_a_word_and_an_ending_of_its_own() {
        for target in Target::all() {
            assert_eq!(Target::named(target.word()), Some(target));
            assert_eq!(Target::ending_in(target.ending()), Some(target));
            assert!(!target.help().is_empty() && !target.help().ends_with('.'));
        }
        let mut endings: Vec<&str> = ROWS.iter().flat_map(|row| row.endings).copied().collect();
        let number = endings.len();
        endings.sort_unstable();
        endings.dedup();
        assert_eq!(endings.len(), number);
        assert_eq!(Target::ending_in("JSON"), Some(Target::Json));
        assert_eq!(Target::ending_in("xls"), None);
    }
}
