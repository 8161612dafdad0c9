//! A sheet of a picture as a PNG, for programs that take nothing better.
//!
//! Invariants: the picture is as large as the sheet when it is printed: the file says how many dots make an inch; it
//! is drawn on white, with nothing to be seen through.
//!
//! Absent on purpose: text that can be read by a program. A PNG never stands alone: the text goes with it.

#[cfg(test)]
mod tests;

use std::collections::BTreeMap;

use png::{BitDepth, ColorType, Encoder, PixelDimensions, Unit};
use tiny_skia::{
    Color, FillRule, LineCap, LineJoin, Paint, Path, PathBuilder, Pixmap, Rect, Stroke, StrokeDash,
    Transform,
};

use super::outlines::{self, DASHES};
use crate::letters::{self, FontId, Letters};
use crate::picture::{Colour, Item, Line, Shape, Sheet, Text};

/// How many dots make an inch where nothing else is asked for: as printers of offices have it.
pub const USUAL_DPI: f64 = 200.0;
/// The fewest dots to the inch at which 9-point text can still be read.
const LEAST_DPI: f64 = 72.0;
/// The most dots of a picture; more is more than programs will open.
const MOST_DOTS: f64 = 60_000_000.0;
/// The most dots along one side.
const LONGEST: f64 = 30_000.0;
const POINTS_PER_INCH: f64 = 72.0;
const INCHES_PER_METRE: f64 = 39.370_078_74;

/// A picture of dots.
#[derive(Clone, Debug, PartialEq)]
pub struct Drawn {
    /// The file.
    pub bytes: Vec<u8>,
    /// How many dots make an inch.
    pub dpi: f64,
    /// That there are fewer than were asked for, in a sentence.
    pub fewer: Option<String>,
}

/// Draws a sheet with so many dots to the inch, or with fewer where that would be too many; `description` goes into
/// the file, for whoever looks there. Refuses, in a sentence, a sheet on which nothing could be read.
pub fn emit(
    sheet: &Sheet,
    letters: &Letters,
    dpi: f64,
    description: &str,
) -> Result<Drawn, String> {
    let (width, height) = (sheet.width, sheet.height);
    if !(width >= 1.0 && height >= 1.0 && width.is_finite() && height.is_finite()) {
        return Err("There is nothing to draw: the sheet has no size.".to_string());
    }
    let asked = if dpi.is_finite() && dpi > 0.0 {
        dpi
    } else {
        USUAL_DPI
    };
    let square = POINTS_PER_INCH * POINTS_PER_INCH;
    let by_dots = (MOST_DOTS * square / (width * height)).sqrt();
    let by_side = LONGEST * POINTS_PER_INCH / width.max(height);
    let dpi = asked.min(by_dots).min(by_side).floor().max(1.0);
    let size = format!(
        "{:.0} by {:.0} cm",
        width / POINTS_PER_INCH * 2.54,
        height / POINTS_PER_INCH * 2.54
    );
    if dpi < LEAST_DPI.min(asked) {
        return Err(format!(
            "The drawing is {size}, too large for a PNG that can be read. Ask for paper (A4 or A3), so that it is \
             split over several sheets, or for an SVG or PDF."
        ));
    }
    let fewer = (dpi < asked.floor()).then(|| {
        format!(
            "The drawing is {size}, so the PNG has {dpi} dots to the inch and not {asked}. For sharper print ask for \
             paper (A4 or A3), or for an SVG or PDF."
        )
    });
    let scale = dpi / POINTS_PER_INCH;
    let dots = |length: f64| ((length * scale).round() as u32).max(1);
    let mut canvas = Canvas::of(dots(width), dots(height), scale, letters)
        .ok_or_else(|| format!("The drawing is {size}, too large for a PNG."))?;
    for item in &sheet.items {
        canvas.item(item);
    }
    let bytes = encoded(&canvas.dots, dpi, &sheet.title, description)
        .map_err(|error| format!("The PNG could not be written: {error}."))?;
    Ok(Drawn { bytes, dpi, fewer })
}

fn encoded(
    dots: &Pixmap,
    dpi: f64,
    title: &str,
    description: &str,
) -> Result<Vec<u8>, png::EncodingError> {
    let mut bytes = Vec::new();
    let mut encoder = Encoder::new(&mut bytes, dots.width(), dots.height());
    encoder.set_color(ColorType::Rgb);
    encoder.set_depth(BitDepth::Eight);
    let per_metre = (dpi * INCHES_PER_METRE).round() as u32;
    encoder.set_pixel_dims(Some(PixelDimensions {
        xppu: per_metre,
        yppu: per_metre,
        unit: Unit::Meter,
    }));
    for (word, text) in [("Title", title), ("Description", description)] {
        if !text.is_empty() {
            encoder.add_itxt_chunk(word.to_string(), letters::clean(text))?;
        }
    }
    let mut writer = encoder.write_header()?;
    // What is drawn on white hides it: nothing is left to be seen through.
    let colours = dots.pixels().iter();
    let colours: Vec<u8> = colours
        .flat_map(|dot| [dot.red(), dot.green(), dot.blue()])
        .collect();
    writer.write_image_data(&colours)?;
    writer.finish()?;
    Ok(bytes)
}

struct Canvas<'a> {
    dots: Pixmap,
    to_dots: Transform,
    letters: &'a Letters,
    glyphs: BTreeMap<(FontId, u32), Option<Path>>,
}

impl<'a> Canvas<'a> {
    fn of(width: u32, height: u32, scale: f64, letters: &'a Letters) -> Option<Canvas<'a>> {
        let mut dots = Pixmap::new(width, height)?;
        dots.fill(Color::WHITE);
        Some(Canvas {
            dots,
            to_dots: Transform::from_scale(scale as f32, scale as f32),
            letters,
            glyphs: BTreeMap::new(),
        })
    }

    fn item(&mut self, item: &Item) {
        match item {
            Item::Group(group) => group.items.iter().for_each(|item| self.item(item)),
            Item::Shape(shape) => self.shape(shape),
            Item::Line(line) => self.line(line),
            Item::Text(text) => self.text(text),
        }
    }

    fn shape(&mut self, shape: &Shape) {
        let Some(path) = path(&outlines::shape(shape)) else {
            return;
        };
        self.fill(&path, shape.fill, self.to_dots);
        self.stroke(&path, shape.border, shape.width, shape.dashed);
    }

    fn line(&mut self, line: &Line) {
        let (along, head) = outlines::line(line);
        if let Some(path) = path(&along) {
            self.stroke(&path, line.colour, line.width, line.dashed);
        }
        if let Some(path) = path(&head) {
            self.fill(&path, line.colour, self.to_dots);
        }
    }

    fn text(&mut self, text: &Text) {
        let runs = self.letters.runs(&text.text, text.size, text.weight);
        let mut x = outlines::begins(text, &runs);
        let start = x;
        for run in runs {
            for glyph in run.glyphs {
                match run.font {
                    Some(font) => {
                        let (x, y) = (x + glyph.right, text.y - glyph.up);
                        self.glyph(font, glyph.id, (x, y), text);
                    }
                    None => self.empty_box(x, glyph.advance, text),
                }
                x += glyph.advance;
            }
        }
        if text.link.as_deref().is_some_and(outlines::is_followed) {
            let (under, thick) = outlines::underline((start, text.y), x - start, text.size);
            if let Some(path) = path(&under) {
                self.stroke(&path, text.colour, thick, false);
            }
        }
    }

    fn glyph(&mut self, font: FontId, id: u32, (x, y): (f64, f64), text: &Text) {
        let outline = self.glyphs.entry((font, id));
        let outline = outline.or_insert_with(|| path(&self.letters.outline(font, id)));
        let Some(outline) = outline.clone() else {
            return;
        };
        let size = text.size as f32;
        let place = self.to_dots.pre_concat(Transform::from_row(
            size, 0.0, 0.0, -size, x as f32, y as f32,
        ));
        self.fill(&outline, text.colour, place);
    }

    fn empty_box(&mut self, x: f64, advance: f64, text: &Text) {
        let (x, y, width, height) = outlines::empty_box(x, text.y, advance, text.size);
        let rect = Rect::from_xywh(x as f32, y as f32, width as f32, height as f32);
        if let Some(rect) = rect {
            let path = PathBuilder::from_rect(rect);
            self.stroke(&path, text.colour, text.size * 0.06, false);
        }
    }

    fn fill(&mut self, path: &Path, colour: Colour, place: Transform) {
        let paint = paint(colour);
        self.dots
            .fill_path(path, &paint, FillRule::Winding, place, None);
    }

    fn stroke(&mut self, path: &Path, colour: Colour, width: f64, dashed: bool) {
        if width <= 0.0 {
            return;
        }
        let stroke = Stroke {
            width: width as f32,
            line_cap: LineCap::Butt,
            line_join: LineJoin::Round,
            dash: dashed
                .then(|| StrokeDash::new(DASHES.to_vec(), 0.0))
                .flatten(),
            ..Stroke::default()
        };
        self.dots
            .stroke_path(path, &paint(colour), &stroke, self.to_dots, None);
    }
}

fn paint(Colour(red, green, blue): Colour) -> Paint<'static> {
    let mut paint = Paint::default();
    paint.set_color_rgba8(red, green, blue, 255);
    paint
}

fn path(strokes: &[letters::Stroke]) -> Option<Path> {
    let mut path = PathBuilder::new();
    for stroke in strokes {
        match *stroke {
            letters::Stroke::Move(x, y) => path.move_to(x, y),
            letters::Stroke::Line(x, y) => path.line_to(x, y),
            letters::Stroke::Bend(x1, y1, x, y) => path.quad_to(x1, y1, x, y),
            letters::Stroke::Curve(x1, y1, x2, y2, x, y) => path.cubic_to(x1, y1, x2, y2, x, y),
            letters::Stroke::Close => path.close(),
        }
    }
    path.finish()
}
