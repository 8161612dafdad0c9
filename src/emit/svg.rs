//! A sheet of a picture as an SVG text, which browsers and word processors show.
//!
//! Invariants: real letters, no script and no styles; elements stand in the order in which they are to be read; every
//! text of the author is a text in it, whatever it contains.
//!
//! Absent on purpose: places and colours, which are [`crate::picture`]'s.

#[cfg(test)]
mod tests;

use std::fmt::Write;

use crate::letters::{Weight, is_right_to_left};
use crate::picture::{Colour, Group, Item, Line, Shape, Sheet, Text};

/// How a sheet is to be written.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Options {
    /// What stands before every id, so that several sheets can stand in one page: "a-"; nothing for a file by itself.
    pub prefix: String,
    /// The language of the texts: "en-GB".
    pub language: String,
    /// What stands in for the picture, in at most two sentences.
    pub description: String,
}

/// The fonts: those that come with Fingerpost, and others with letters as wide.
const FONTS: &str =
    "Liberation Sans, Arial, Helvetica, Noto Sans, Noto Sans Arabic, Noto Sans Hebrew, sans-serif";
/// The size of letters where nothing else is said, in points.
const SIZE: f64 = 12.0;
/// How long the head of an arrow is, in points, and how wide; both grow with the line's width.
const HEAD: (f64, f64) = (7.0, 6.0);

/// A sheet as SVG.
pub fn emit(sheet: &Sheet, options: &Options) -> String {
    let parts = sheet.items.iter().flat_map(|item| match item {
        Item::Group(group) => group.items.as_slice(),
        Item::Shape(_) | Item::Line(_) | Item::Text(_) => std::slice::from_ref(item),
    });
    let mut parts = parts.into_iter();
    let has_links =
        parts.any(|item| matches!(item, Item::Text(text) if followed(&text.link).is_some()));
    let mut svg = Svg {
        out: String::new(),
        prefix: options.prefix.clone(),
        has_links,
    };
    svg.sheet(sheet, options);
    svg.out
}

struct Svg {
    out: String,
    prefix: String,
    has_links: bool,
}

impl Svg {
    fn sheet(&mut self, sheet: &Sheet, options: &Options) {
        let (width, height) = (number(sheet.width), number(sheet.height));
        let prefix = escaped(&self.prefix);
        // An image has no parts for somebody who does not see it: links in it could not be followed.
        let role = if self.has_links {
            r#"role="graphics-document document" aria-roledescription="flowchart""#
        } else {
            r#"role="img""#
        };
        let language = match options.language.as_str() {
            "" => String::new(),
            it => format!(r#" lang="{0}" xml:lang="{0}""#, escaped(it)),
        };
        self.say(&format!(
            r#"<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" version="1.1" width="{width}pt" height="{height}pt" viewBox="0 0 {width} {height}" {role} aria-labelledby="{prefix}title {prefix}description"{language} font-family="{FONTS}" font-size="{SIZE}">"#
        ));
        let title = escaped(&sheet.title);
        let description = escaped(&options.description);
        self.say(&format!(r#"<title id="{prefix}title">{title}</title>"#));
        self.say(&format!(
            r#"<desc id="{prefix}description">{description}</desc>"#
        ));
        self.say(&format!(
            r##"<rect width="{width}" height="{height}" fill="#ffffff"/>"##
        ));
        for item in &sheet.items {
            match item {
                Item::Group(group) => self.group(group),
                Item::Shape(_) | Item::Line(_) | Item::Text(_) => self.part(item),
            }
        }
        self.say("</svg>");
    }

    fn say(&mut self, line: &str) {
        self.out.push_str(line);
        self.out.push('\n');
    }

    fn group(&mut self, group: &Group) {
        let id = escaped(&format!("{}{}", self.prefix, group.id));
        let role = if self.has_links {
            r#" role="group""#
        } else {
            ""
        };
        let named = if self.has_links {
            format!(r#" aria-labelledby="{id}-title""#)
        } else {
            String::new()
        };
        let label = escaped(&group.label);
        self.say(&format!(r#"<g id="{id}"{role}{named}>"#));
        self.say(&format!(r#"<title id="{id}-title">{label}</title>"#));
        for item in &group.items {
            self.part(item);
        }
        self.say("</g>");
    }

    fn part(&mut self, item: &Item) {
        match item {
            Item::Shape(it) => self.shape(it),
            Item::Line(it) => self.line(it),
            Item::Text(it) => self.text(it),
            // A group has no groups in it.
            Item::Group(_) => {}
        }
    }

    fn shape(&mut self, it: &Shape) {
        let border = if it.width > 0.0 {
            let dashes = if it.dashed {
                r#" stroke-dasharray="4 3""#
            } else {
                ""
            };
            format!(
                r#" stroke="{}" stroke-width="{}"{dashes}"#,
                colour(it.border),
                number(it.width)
            )
        } else {
            String::new()
        };
        let fill = colour(it.fill);
        if it.round > 0.0 {
            let path = rounded(&it.points, it.round);
            self.say(&format!(r#"<path d="{path}" fill="{fill}"{border}/>"#));
        } else {
            let points = places(&it.points);
            self.say(&format!(
                r#"<polygon points="{points}" fill="{fill}"{border}/>"#
            ));
        }
    }

    fn line(&mut self, it: &Line) {
        let mut points = it.points.clone();
        let mut head = None;
        if it.arrow
            && let [.., before, end] = points[..]
        {
            let (dx, dy) = (end.0 - before.0, end.1 - before.1);
            let long = dx.hypot(dy);
            if long > 0.0 {
                let (dx, dy) = (dx / long, dy / long);
                let grown = (it.width - 1.0).max(0.0) * 1.6;
                let (reach, half) = (HEAD.0 + grown, (HEAD.1 + grown) / 2.0);
                let foot = (end.0 - dx * reach, end.1 - dy * reach);
                head = Some([
                    end,
                    (foot.0 - dy * half, foot.1 + dx * half),
                    (foot.0 + dy * half, foot.1 - dx * half),
                ]);
                // The line ends in the head, so that the tip is sharp.
                if let Some(last) = points.last_mut() {
                    *last = (end.0 - dx * reach * 0.6, end.1 - dy * reach * 0.6);
                }
            }
        }
        let dashes = if it.dashed {
            r#" stroke-dasharray="4 3""#
        } else {
            ""
        };
        self.say(&format!(
            r#"<polyline points="{}" fill="none" stroke="{}" stroke-width="{}"{dashes}/>"#,
            places(&points),
            colour(it.colour),
            number(it.width)
        ));
        if let Some(head) = head {
            self.say(&format!(
                r#"<polygon points="{}" fill="{}"/>"#,
                places(&head),
                colour(it.colour)
            ));
        }
    }

    fn text(&mut self, it: &Text) {
        let mut more = String::new();
        // In the middle of where it stands, a line is in the same place for every reader of SVG, whatever it takes the
        // beginning of such a line to be.
        let x = if is_right_to_left(&it.text) {
            more.push_str(r#" text-anchor="middle" direction="rtl" unicode-bidi="plaintext""#);
            it.x + (it.room - it.wide).max(0.0) + it.wide / 2.0
        } else {
            it.x
        };
        if it.weight == Weight::Bold {
            more.push_str(r#" font-weight="bold""#);
        }
        if (it.size - SIZE).abs() > 0.001 {
            let _ = write!(more, r#" font-size="{}""#, number(it.size));
        }
        let link = followed(&it.link);
        if link.is_some() {
            more.push_str(r#" text-decoration="underline""#);
        }
        let text = format!(
            r#"<text x="{}" y="{}" fill="{}"{more}>{}</text>"#,
            number(x),
            number(it.y),
            colour(it.colour),
            escaped(&it.text)
        );
        match link {
            Some(link) => {
                let link = escaped(link);
                self.say(&format!(
                    r#"<a href="{link}" xlink:href="{link}">{text}</a>"#
                ));
            }
            None => self.say(&text),
        }
    }
}

/// Where a text leads, if that is a number to ring or an address.
fn followed(link: &Option<String>) -> Option<&str> {
    let link = link.as_deref()?;
    let ways = ["tel:", "mailto:", "https://", "http://"];
    ways.iter().any(|it| link.starts_with(it)).then_some(link)
}

/// A length, with no more digits than can be seen.
fn number(length: f64) -> String {
    let length = if length.is_finite() { length } else { 0.0 };
    let text = format!("{length:.2}");
    let text = text.trim_end_matches('0').trim_end_matches('.');
    if text == "-0" {
        "0".to_string()
    } else {
        text.to_string()
    }
}

fn places(points: &[(f64, f64)]) -> String {
    let places = points.iter();
    let places: Vec<String> = places
        .map(|(x, y)| format!("{},{}", number(*x), number(*y)))
        .collect();
    places.join(" ")
}

/// A closed path whose corners are arcs.
fn rounded(points: &[(f64, f64)], round: f64) -> String {
    let mut path = String::new();
    let count = points.len();
    for (at, corner) in points.iter().enumerate() {
        let before = points[(at + count - 1) % count];
        let after = points[(at + 1) % count];
        let towards = |other: (f64, f64)| {
            let (dx, dy) = (other.0 - corner.0, other.1 - corner.1);
            let long = dx.hypot(dy);
            let part = if long > 0.0 {
                (round / long).min(0.5)
            } else {
                0.0
            };
            (corner.0 + dx * part, corner.1 + dy * part)
        };
        let (begin, end) = (towards(before), towards(after));
        let _ = write!(
            path,
            "{}{} {} Q {} {} {} {}",
            if at == 0 { "M " } else { " L " },
            number(begin.0),
            number(begin.1),
            number(corner.0),
            number(corner.1),
            number(end.0),
            number(end.1)
        );
    }
    path.push_str(" Z");
    path
}

fn colour(Colour(red, green, blue): Colour) -> String {
    format!("#{red:02x}{green:02x}{blue:02x}")
}

/// A text as XML, without the characters that XML forbids.
fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\'' => out.push_str("&#39;"),
            '\n' | '\t' | '\r' => out.push(' '),
            '\u{fffe}' | '\u{ffff}' => {}
            c if c.is_control() => {}
            c => out.push(c),
        }
    }
    out
}
