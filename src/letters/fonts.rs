//! Fonts: the ones that come with Fingerpost, which characters each has, and what glyphs a word becomes in one.
//!
//! Invariant: the first font of the list that has a character sets it, so that a text looks the same everywhere.
//!
//! Absent on purpose: fonts of the machine. What a page looks like does not hang on where it is made.

use std::cell::{OnceCell, RefCell};
use std::rc::Rc;

use harfrust::{
    BufferFlags, Direction, FontRef, Script, ShapeOptions, ShapePlan, Shaper, ShaperData,
    UnicodeBuffer,
};
use skrifa::MetadataProvider;
use skrifa::charmap::Charmap;
use skrifa::instance::{LocationRef, Size};
use skrifa::outline::{DrawSettings, OutlinePen};

use super::{Glyph, Weight};

/// One font's name, how heavy it is (nothing where the family has only one weight), and its file.
type Row = (&'static str, Option<Weight>, &'static [u8]);

const LIBERATION: [Row; 2] = [
    (
        "Liberation Sans",
        Some(Weight::Regular),
        include_bytes!("../../fonts/LiberationSans-Regular.ttf"),
    ),
    (
        "Liberation Sans",
        Some(Weight::Bold),
        include_bytes!("../../fonts/LiberationSans-Bold.ttf"),
    ),
];

/// A family with two weights.
#[cfg(feature = "documents")]
macro_rules! two {
    ($name:literal, $file:literal) => {
        [
            (
                $name,
                Some(Weight::Regular),
                include_bytes!(concat!("../../fonts/", $file, "-Regular.ttf")).as_slice(),
            ),
            (
                $name,
                Some(Weight::Bold),
                include_bytes!(concat!("../../fonts/", $file, "-Bold.ttf")).as_slice(),
            ),
        ]
    };
}

/// A family with one weight.
#[cfg(feature = "documents")]
macro_rules! one {
    ($name:literal, $file:literal) => {
        (
            $name,
            None,
            include_bytes!(concat!("../../fonts/", $file, ".ttf")).as_slice(),
        )
    };
}

#[cfg(feature = "documents")]
const PAIRS: [[Row; 2]; 7] = [
    two!("Noto Sans Hebrew", "NotoSansHebrew"),
    two!("Noto Sans Arabic", "NotoSansArabic"),
    two!("Noto Sans Devanagari", "NotoSansDevanagari"),
    two!("Noto Sans Bengali", "NotoSansBengali"),
    two!("Noto Sans Gurmukhi", "NotoSansGurmukhi"),
    two!("Noto Sans Gujarati", "NotoSansGujarati"),
    two!("Noto Sans Tamil", "NotoSansTamil"),
];

#[cfg(feature = "documents")]
const SINGLE: [Row; 18] = [
    one!("Noto Sans", "NotoSans-Regular"),
    one!("Noto Sans Thai", "NotoSansThai-Regular"),
    one!("Noto Sans Georgian", "NotoSansGeorgian-Regular"),
    one!("Noto Sans Armenian", "NotoSansArmenian-Regular"),
    one!("Noto Sans Ethiopic", "NotoSansEthiopic-Regular"),
    one!("Noto Sans Sinhala", "NotoSansSinhala-Regular"),
    one!("Noto Sans Malayalam", "NotoSansMalayalam-Regular"),
    one!("Noto Sans Telugu", "NotoSansTelugu-Regular"),
    one!("Noto Sans Kannada", "NotoSansKannada-Regular"),
    one!("Noto Sans Khmer", "NotoSansKhmer-Regular"),
    one!("Noto Sans Lao", "NotoSansLao-Regular"),
    one!("Noto Sans Myanmar", "NotoSansMyanmar-Regular"),
    one!("Noto Sans Thaana", "NotoSansThaana-Regular"),
    one!("Noto Emoji", "NotoEmoji-Regular"),
    one!("Noto Sans Math", "NotoSansMath-Regular"),
    one!("Noto Sans Symbols 2", "NotoSansSymbols2-Regular"),
    one!("Noto Sans Symbols", "NotoSansSymbols-Regular"),
    one!("Droid Sans Fallback", "DroidSansFallback"),
];

/// How letters of a script are set in a direction.
type Plan = (Direction, Script, Rc<ShapePlan>);

/// One font.
pub(super) struct Face {
    /// The name of its family.
    pub(super) name: &'static str,
    /// Nothing where the family has only one weight.
    pub(super) weight: Option<Weight>,
    /// Its file.
    pub(super) bytes: &'static [u8],
    font: FontRef<'static>,
    characters: Charmap<'static>,
    units: f64,
    /// What is worked out of its tables when it is first used.
    shaping: OnceCell<ShaperData>,
    /// How letters of a script are set in a direction; there are few.
    plans: RefCell<Vec<Plan>>,
}

/// All fonts, the first choice first.
pub(super) fn shipped() -> Vec<Face> {
    let rows = LIBERATION.into_iter();
    #[cfg(feature = "documents")]
    let rows = rows.chain(PAIRS.into_iter().flatten()).chain(SINGLE);
    rows.filter_map(|(name, weight, bytes)| Face::of(name, weight, bytes))
        .collect()
}

impl Face {
    fn of(name: &'static str, weight: Option<Weight>, bytes: &'static [u8]) -> Option<Face> {
        let font = FontRef::new(bytes).ok()?;
        let metrics = font.metrics(Size::unscaled(), LocationRef::default());
        Some(Face {
            name,
            weight,
            bytes,
            characters: font.charmap(),
            units: f64::from(metrics.units_per_em.max(1)),
            font,
            shaping: OnceCell::new(),
            plans: RefCell::default(),
        })
    }

    /// Whether it has a character.
    pub(super) fn has(&self, character: char) -> bool {
        let glyph = self.characters.map(character);
        glyph.is_some_and(|glyph| glyph.to_u32() != 0)
    }

    /// The glyphs of a part of a text, from left to right, at a size of 1; `at` is where the part begins in the text.
    pub(super) fn glyphs(&self, part: &str, at: usize, is_right_to_left: bool) -> Vec<Glyph> {
        let shaping = self.shaping.get_or_init(|| ShaperData::new(&self.font));
        let shaper = shaping.shaper(&self.font).build();
        let mut buffer = UnicodeBuffer::new();
        buffer.push_str(part);
        buffer.set_direction(if is_right_to_left {
            Direction::RightToLeft
        } else {
            Direction::LeftToRight
        });
        buffer.set_flags(BufferFlags::REMOVE_DEFAULT_IGNORABLES);
        buffer.guess_segment_properties();
        // What belongs to no script has to be said to, or it would have another plan than its own.
        buffer.set_script(buffer.script());
        let plan = self.plan(&shaper, &buffer);
        let shaped = shaper.shape(buffer, ShapeOptions::new().plan(Some(&plan)));
        let starts: Vec<usize> = shaped
            .glyph_infos()
            .iter()
            .map(|glyph| glyph.cluster as usize)
            .collect();
        // Clusters grow from left to right, or shrink: either way the next one that is greater ends this one.
        let mut sorted = starts.clone();
        sorted.sort_unstable();
        let end = |start: usize| {
            let next = sorted.partition_point(|other| *other <= start);
            sorted.get(next).copied().unwrap_or(part.len())
        };
        let places = shaped.glyph_positions().iter().zip(shaped.glyph_infos());
        places
            .zip(&starts)
            .map(|((place, glyph), start)| Glyph {
                id: glyph.glyph_id,
                advance: f64::from(place.x_advance) / self.units,
                right: f64::from(place.x_offset) / self.units,
                up: f64::from(place.y_offset) / self.units,
                text: at + start..at + end(*start),
            })
            .collect()
    }

    fn plan(&self, shaper: &Shaper<'_>, buffer: &UnicodeBuffer) -> Rc<ShapePlan> {
        let (direction, script) = (buffer.direction(), buffer.script());
        let mut plans = self.plans.borrow_mut();
        let found = plans.iter().find(|it| it.0 == direction && it.1 == script);
        if let Some((_, _, plan)) = found {
            return plan.clone();
        }
        let plan = Rc::new(ShapePlan::new(shaper, direction, Some(script), None, &[]));
        plans.push((direction, script, plan.clone()));
        plan
    }

    /// What a glyph looks like at a size of 1, from the line upwards.
    pub(super) fn outline(&self, glyph: u32) -> Vec<Stroke> {
        let mut pen = Pen::default();
        if let Some(outline) = self.font.outline_glyphs().get(glyph.into()) {
            let settings = DrawSettings::unhinted(Size::new(1.0), LocationRef::default());
            // An outline that cannot be read is an empty one.
            let _ = outline.draw(settings, &mut pen);
        }
        pen.strokes
    }
}

/// A part of a glyph's outline, in places to the right and upwards.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Stroke {
    /// Begin here.
    Move(f32, f32),
    /// Straight to here.
    Line(f32, f32),
    /// Bent towards the first place, to the second.
    Bend(f32, f32, f32, f32),
    /// Bent towards the first two places, to the third.
    Curve(f32, f32, f32, f32, f32, f32),
    /// Back to where it began.
    Close,
}

#[derive(Default)]
struct Pen {
    strokes: Vec<Stroke>,
}

impl OutlinePen for Pen {
    fn move_to(&mut self, x: f32, y: f32) {
        self.strokes.push(Stroke::Move(x, y));
    }

    fn line_to(&mut self, x: f32, y: f32) {
        self.strokes.push(Stroke::Line(x, y));
    }

    fn quad_to(&mut self, x1: f32, y1: f32, x: f32, y: f32) {
        self.strokes.push(Stroke::Bend(x1, y1, x, y));
    }

    fn curve_to(&mut self, x1: f32, y1: f32, x2: f32, y2: f32, x: f32, y: f32) {
        self.strokes.push(Stroke::Curve(x1, y1, x2, y2, x, y));
    }

    fn close(&mut self) {
        self.strokes.push(Stroke::Close);
    }
}
