//! The body of the file: its paragraphs, and the picture in sections of their own.

use std::collections::BTreeMap;
use std::fmt::Write;

use crate::emit::document::Document;
use crate::emit::text::{Anchor, Block, Span, rows_as_items, text};

use super::Sheet;
use super::xml::{escaped, is_mostly_from_right, pieces};

/// The body, and the addresses to which its links lead.
pub(super) struct Body {
    pub(super) xml: String,
    /// The first is called `link1`.
    pub(super) links: Vec<String>,
}

/// A4 in twentieths of a point: the shorter side and the longer.
const A4: (f64, f64) = (11906.0, 16838.0);
/// A point in the units of pictures.
const POINT: f64 = 12700.0;
/// The margin around the text, in twentieths of a point: 2 cm.
const TEXT_MARGIN: f64 = 1134.0;
/// The margin around a picture: 7 mm. The picture has margins of its own.
const PICTURE_MARGIN: f64 = 400.0;
/// Room for the foot of a page with a picture, and for what stands over and under the picture, in points.
const AROUND_PICTURE: f64 = 82.0;

const BEGIN: &str = r#"<?xml version="1.0" encoding="UTF-8" standalone="yes"?>
<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships" xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing" xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" xmlns:pic="http://schemas.openxmlformats.org/drawingml/2006/picture" xmlns:asvg="http://schemas.microsoft.com/office/drawing/2016/SVG/main"><w:body>"#;

/// The text of a document, then its picture.
pub(super) fn body(document: &Document, sheets: &[Sheet]) -> Body {
    let mut writing = Writing {
        out: String::from(BEGIN),
        links: BTreeMap::new(),
        marks: 0,
    };
    let blocks = text(document);
    let last = blocks.len().saturating_sub(1);
    for (number, block) in blocks.iter().enumerate() {
        let ends = number == last && !sheets.is_empty();
        let section = if ends {
            section(A4, TEXT_MARGIN)
        } else {
            String::new()
        };
        writing.block(block, &section);
    }
    let end = match sheets.split_last() {
        None => section(A4, TEXT_MARGIN),
        Some((last, before)) => {
            let of = sheets.len();
            for (sheet, number) in before.iter().zip(1..) {
                writing.sheet(
                    document,
                    sheet,
                    (number, of),
                    &section(page(sheet), PICTURE_MARGIN),
                );
            }
            writing.sheet(document, last, (of, of), "");
            section(page(last), PICTURE_MARGIN)
        }
    };
    let mut links: Vec<(usize, String)> = writing
        .links
        .into_iter()
        .map(|(link, number)| (number, link))
        .collect();
    links.sort();
    Body {
        xml: format!("{}{end}</w:body></w:document>\n", writing.out),
        links: links.into_iter().map(|(_, link)| link).collect(),
    }
}

/// The page on which a sheet stands: on its side, where the sheet is wide.
fn page(sheet: &Sheet) -> (f64, f64) {
    if sheet.size.0 > sheet.size.1 {
        (A4.1, A4.0)
    } else {
        A4
    }
}

fn section((width, height): (f64, f64), margin: f64) -> String {
    let lie = if width > height {
        " w:orient=\"landscape\""
    } else {
        ""
    };
    format!(
        "<w:sectPr><w:footerReference w:type=\"default\" r:id=\"footer\"/><w:type w:val=\"nextPage\"/><w:pgSz w:w=\"{width}\" w:h=\"{height}\"{lie}/><w:pgMar w:top=\"{margin}\" w:right=\"{margin}\" w:bottom=\"{margin}\" w:left=\"{margin}\" w:header=\"300\" w:footer=\"300\" w:gutter=\"0\"/></w:sectPr>"
    )
}

struct Writing {
    out: String,
    /// Addresses, each with its number.
    links: BTreeMap<String, usize>,
    /// How many places were marked.
    marks: usize,
}

impl Writing {
    fn block(&mut self, block: &Block, section: &str) {
        match block {
            Block::Heading {
                level,
                anchor,
                words,
            } => {
                let style = match level {
                    1 => "Title",
                    2 => "Heading1",
                    3 => "Heading2",
                    _ => "Heading3",
                };
                let words = [Span::Plain(words.clone())];
                self.paragraph(style, *anchor, &words, section);
            }
            Block::Paragraph(words) => self.paragraph("Normal", None, words, section),
            Block::Alarm(words) => {
                self.paragraph("Warning", None, &[Span::Plain(words.clone())], section);
            }
            Block::Item { depth, words } => {
                let style = if *depth == 0 {
                    "ListBullet"
                } else {
                    "ListBullet2"
                };
                self.paragraph(style, None, words, section);
            }
            Block::Table {
                caption,
                head,
                rows,
            } => {
                self.paragraph("Caption", None, &[Span::Plain(caption.clone())], "");
                for item in rows_as_items(head, rows) {
                    self.block(&item, "");
                }
                self.section(section);
            }
            Block::Figure { caption, .. } => {
                self.paragraph("Caption", None, &[Span::Plain(caption.clone())], section);
            }
            Block::ToFillIn(lines) => {
                for line in lines {
                    let words = [Span::Plain(format!("{line}: {}", "…".repeat(30)))];
                    self.paragraph("Normal", None, &words, "");
                }
                self.section(section);
            }
        }
    }

    /// An empty paragraph that ends a section, where one ends here.
    fn section(&mut self, section: &str) {
        if !section.is_empty() {
            self.paragraph("Normal", None, &[], section);
        }
    }

    fn paragraph(&mut self, style: &str, anchor: Option<Anchor>, words: &[Span], section: &str) {
        let all: String = words.iter().map(Span::words).collect();
        let bidi = if is_mostly_from_right(&all) {
            "<w:bidi/>"
        } else {
            ""
        };
        let _ = write!(
            self.out,
            "<w:p><w:pPr><w:pStyle w:val=\"{style}\"/>{bidi}{section}</w:pPr>"
        );
        let mark = anchor.map(|anchor| {
            self.marks += 1;
            (self.marks, anchor)
        });
        if let Some((number, anchor)) = mark {
            let name = name(anchor);
            let _ = write!(
                self.out,
                "<w:bookmarkStart w:id=\"{number}\" w:name=\"{name}\"/>"
            );
        }
        for span in words {
            self.span(span);
        }
        if let Some((number, _)) = mark {
            let _ = write!(self.out, "<w:bookmarkEnd w:id=\"{number}\"/>");
        }
        self.out.push_str("</w:p>");
    }

    fn span(&mut self, span: &Span) {
        match span {
            Span::Plain(words) | Span::Name(words) => self.run(words, ""),
            Span::Strong(words) => self.run(words, "<w:b/><w:bCs/>"),
            Span::Inside(words, to) => {
                let _ = write!(
                    self.out,
                    "<w:hyperlink w:anchor=\"{}\" w:history=\"1\">",
                    name(*to)
                );
                self.run(words, "<w:rStyle w:val=\"Hyperlink\"/>");
                self.out.push_str("</w:hyperlink>");
            }
            Span::Outside(words, to) => {
                let next = self.links.len() + 1;
                let number = *self.links.entry(to.clone()).or_insert(next);
                let _ = write!(
                    self.out,
                    "<w:hyperlink r:id=\"link{number}\" w:history=\"1\">"
                );
                self.run(words, "<w:rStyle w:val=\"Hyperlink\"/>");
                self.out.push_str("</w:hyperlink>");
            }
        }
    }

    fn run(&mut self, words: &str, look: &str) {
        for (from_right, piece) in pieces(words) {
            let rtl = if from_right { "<w:rtl/>" } else { "" };
            let look = if look.is_empty() && rtl.is_empty() {
                String::new()
            } else {
                format!("<w:rPr>{look}{rtl}</w:rPr>")
            };
            let _ = write!(
                self.out,
                "<w:r>{look}<w:t xml:space=\"preserve\">{}</w:t></w:r>",
                escaped(&piece)
            );
        }
    }

    /// A sheet of the picture, on a page of its own.
    fn sheet(
        &mut self,
        document: &Document,
        sheet: &Sheet,
        (number, of): (usize, usize),
        section: &str,
    ) {
        if number == 1 {
            self.paragraph("Heading1", None, &[Span::Plain("Flowchart".into())], "");
        }
        let (width, height) = page(sheet);
        let room = (
            (width - 2.0 * PICTURE_MARGIN) / 20.0,
            (height - 2.0 * PICTURE_MARGIN) / 20.0 - AROUND_PICTURE,
        );
        let scale = (room.0 / sheet.size.0).min(room.1 / sheet.size.1);
        let units = |points: f64| (points * scale.min(1.0) * POINT).floor();
        let (cx, cy) = (units(sheet.size.0), units(sheet.size.1));
        let said = if of == 1 {
            document.alternative()
        } else {
            format!(
                "Sheet {number} of {of} of the flowchart of “{}”. The numbered steps in the text say all that it shows.",
                document.title
            )
        };
        let said = escaped(&said);
        let title = format!("Flowchart, sheet {number} of {of}");
        let _ = write!(
            self.out,
            "<w:p><w:pPr><w:pStyle w:val=\"Normal\"/><w:keepNext/><w:spacing w:after=\"0\"/></w:pPr><w:r><w:drawing><wp:inline distT=\"0\" distB=\"0\" distL=\"0\" distR=\"0\"><wp:extent cx=\"{cx}\" cy=\"{cy}\"/><wp:docPr id=\"{number}\" name=\"{title}\" descr=\"{said}\"/><wp:cNvGraphicFramePr><a:graphicFrameLocks noChangeAspect=\"1\"/></wp:cNvGraphicFramePr><a:graphic><a:graphicData uri=\"http://schemas.openxmlformats.org/drawingml/2006/picture\"><pic:pic><pic:nvPicPr><pic:cNvPr id=\"{number}\" name=\"{title}\" descr=\"{said}\"/><pic:cNvPicPr/></pic:nvPicPr><pic:blipFill><a:blip r:embed=\"png{number}\"><a:extLst><a:ext uri=\"{{96DAC541-7B7A-43D3-8B79-37D633B846F1}}\"><asvg:svgBlip r:embed=\"svg{number}\"/></a:ext></a:extLst></a:blip><a:stretch><a:fillRect/></a:stretch></pic:blipFill><pic:spPr><a:xfrm><a:off x=\"0\" y=\"0\"/><a:ext cx=\"{cx}\" cy=\"{cy}\"/></a:xfrm><a:prstGeom prst=\"rect\"><a:avLst/></a:prstGeom></pic:spPr></pic:pic></a:graphicData></a:graphic></wp:inline></w:drawing></w:r></w:p>"
        );
        let caption = [Span::Plain(format!("Figure {number}. {}", sheet.title))];
        self.paragraph("Caption", None, &caption, section);
    }
}

/// What Word calls a place: it knows no hyphens there.
fn name(anchor: Anchor) -> String {
    anchor.name().replace('-', "_")
}
