//! Text and paths on a page.
//!
//! Invariant: every glyph says which characters it stands for, so that text can be copied, searched and heard;
//! characters that no font has are drawn as boxes and said in words.

use std::collections::BTreeMap;

use krilla::color::rgb;
use krilla::geom::{Path, PathBuilder, Point, Rect};
use krilla::num::NormalizedF32;
use krilla::paint::{Fill, FillRule, LineJoin, Stroke, StrokeDash};
use krilla::surface::Surface;
use krilla::tagging::{Artifact, ArtifactType, ContentTag, Identifier, SpanTag};
use krilla::text::{Font, GlyphId, KrillaGlyph};

use crate::emit::outlines::{self, DASHES};
use crate::letters::{self, FontId, Letters, Run, Weight};
use crate::picture::Colour;

/// Words and where they stand.
#[derive(Clone, Copy)]
pub(super) struct Words<'a> {
    pub(super) x: f64,
    pub(super) y: f64,
    pub(super) text: &'a str,
    pub(super) size: f64,
    pub(super) weight: Weight,
    pub(super) colour: Colour,
}

/// The fonts of a file.
pub(super) struct Pen<'a> {
    letters: &'a Letters,
    fonts: BTreeMap<FontId, Option<Font>>,
}

impl<'a> Pen<'a> {
    pub(super) fn of(letters: &'a Letters) -> Pen<'a> {
        Pen {
            letters,
            fonts: BTreeMap::new(),
        }
    }

    pub(super) fn runs(&self, text: &str, size: f64, weight: Weight) -> Vec<Run> {
        self.letters.runs(text, size, weight)
    }

    /// Writes words that are part of what is to be read.
    pub(super) fn tagged(&mut self, surface: &mut Surface<'_>, words: Words<'_>) -> Identifier {
        let text = letters::clean(words.text);
        let runs = self.runs(&text, words.size, words.weight);
        // Glyphs that are read from the right are in the order in which they are seen, and boxes say nothing.
        let is_plain = |run: &Run| run.font.is_some() && !run.is_right_to_left;
        let said = letters::unmarked(&text);
        let said = (!runs.iter().all(is_plain)).then_some(said.as_str());
        let span = SpanTag::empty().with_actual_text(said);
        let id = surface.start_tagged(ContentTag::Span(span));
        self.write(
            surface,
            Words {
                text: &text,
                ..words
            },
            &runs,
        );
        surface.end_tagged();
        id
    }

    /// Writes words that only help to find one's way on paper.
    pub(super) fn footer(&mut self, surface: &mut Surface<'_>, words: Words<'_>) {
        let text = letters::clean(words.text);
        let runs = self.runs(&text, words.size, words.weight);
        surface.start_tagged(ContentTag::Artifact(Artifact::with_kind(
            ArtifactType::Footer,
        )));
        self.write(
            surface,
            Words {
                text: &text,
                ..words
            },
            &runs,
        );
        surface.end_tagged();
    }

    /// Writes the glyphs of clean words.
    pub(super) fn write(&mut self, surface: &mut Surface<'_>, words: Words<'_>, runs: &[Run]) {
        let mut x = words.x;
        for run in runs {
            match run.font.and_then(|font| self.font(font)) {
                Some(font) => {
                    let size = words.size;
                    let part = |length: f64| (length / size) as f32;
                    let glyphs = run.glyphs.iter().map(|glyph| {
                        KrillaGlyph::new(
                            GlyphId::new(glyph.id),
                            part(glyph.advance),
                            part(glyph.right),
                            part(glyph.up),
                            0.0,
                            glyph.text.clone(),
                            None,
                        )
                    });
                    let glyphs: Vec<KrillaGlyph> = glyphs.collect();
                    surface.set_stroke(None);
                    surface.set_fill(Some(fill(words.colour)));
                    let start = Point::from_xy(x as f32, words.y as f32);
                    surface.draw_glyphs(start, &glyphs, font, words.text, size as f32, false);
                }
                None => boxes(surface, words, x, run),
            }
            x += run.width();
        }
    }

    fn font(&mut self, font: FontId) -> Option<Font> {
        let letters = self.letters;
        let made = self.fonts.entry(font);
        let made = made.or_insert_with(|| Font::new(letters.bytes(font).into(), 0));
        made.clone()
    }
}

fn boxes(surface: &mut Surface<'_>, words: Words<'_>, x: f64, run: &Run) {
    let mut x = x;
    for glyph in &run.glyphs {
        let (left, top, width, height) = outlines::empty_box(x, words.y, glyph.advance, words.size);
        x += glyph.advance;
        let rect = Rect::from_xywh(left as f32, top as f32, width as f32, height as f32);
        let mut path = PathBuilder::new();
        rect.into_iter().for_each(|rect| path.push_rect(rect));
        if let Some(path) = path.finish() {
            stroke(surface, &path, words.colour, words.size * 0.06, false);
        }
    }
}

/// Something to look at that says nothing: `draw` draws it.
pub(super) fn layout(surface: &mut Surface<'_>, draw: impl FnOnce(&mut Surface<'_>)) {
    surface.start_tagged(ContentTag::Artifact(Artifact::with_kind(
        ArtifactType::Layout,
    )));
    draw(surface);
    surface.end_tagged();
}

/// A line under words that begin at a place.
pub(super) fn underline(
    surface: &mut Surface<'_>,
    place: (f64, f64),
    wide: f64,
    size: f64,
    colour: Colour,
) {
    let (strokes, thick) = outlines::underline(place, wide, size);
    if let Some(path) = path(&strokes) {
        layout(surface, |surface| {
            stroke(surface, &path, colour, thick, false);
        });
    }
}

pub(super) fn filled(surface: &mut Surface<'_>, path: &Path, colour: Colour) {
    surface.set_stroke(None);
    surface.set_fill(Some(fill(colour)));
    surface.draw_path(path);
}

pub(super) fn stroke(
    surface: &mut Surface<'_>,
    path: &Path,
    colour: Colour,
    width: f64,
    dashed: bool,
) {
    if width <= 0.0 {
        return;
    }
    let Colour(red, green, blue) = colour;
    surface.set_fill(None);
    surface.set_stroke(Some(Stroke {
        paint: rgb::Color::new(red, green, blue).into(),
        width: width as f32,
        line_join: LineJoin::Round,
        dash: dashed.then(|| StrokeDash {
            array: DASHES.to_vec(),
            offset: 0.0,
        }),
        ..Stroke::default()
    }));
    surface.draw_path(path);
}

fn fill(Colour(red, green, blue): Colour) -> Fill {
    Fill {
        paint: rgb::Color::new(red, green, blue).into(),
        opacity: NormalizedF32::ONE,
        rule: FillRule::NonZero,
    }
}

/// A path for the page.
pub(super) fn path(strokes: &[letters::Stroke]) -> Option<Path> {
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
