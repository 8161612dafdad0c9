//! The picture's colours, sizes and gaps, in points. Each pair of colours is checked for contrast by a test.

use super::Colour;

/// Letters, lines and borders.
pub(super) const INK: Colour = Colour(0x0b, 0x0c, 0x0c);
/// Behind everything, and in outcomes.
pub(super) const PAPER: Colour = Colour(0xff, 0xff, 0xff);
/// In questions and checklists.
pub(super) const ASKED: Colour = Colour(0xd2, 0xe2, 0xf1);
/// In steps.
pub(super) const STEP: Colour = Colour(0xf3, 0xf2, 0xf1);
/// In what is urgent.
pub(super) const URGENT: Colour = Colour(0xff, 0xf7, 0xbf);
/// Links: they stand in outcomes, steps and questions.
pub(super) const LINK: Colour = Colour(0x14, 0x4e, 0x81);

/// The size of all letters but those of the title.
pub(super) const SIZE: f64 = 12.0;
/// From one line of text to the next.
pub(super) const LEAD: f64 = 14.5;
/// From the top of a line of text down to where its letters stand.
pub(super) const RISE: f64 = 11.2;
/// The size of the title's letters.
pub(super) const TITLE: f64 = 18.0;
/// Between a box's border and what is in it.
pub(super) const PAD: f64 = 9.0;
/// From a box's left edge to the arrows that come in and go out.
pub(super) const INSET: f64 = 18.0;
/// From a box's top to an arrow that comes in from the left.
pub(super) const DOOR: f64 = 16.0;
/// Between boxes side by side.
pub(super) const GAP: f64 = 20.0;
/// From a box down to the line from which its arrows branch.
pub(super) const BUS: f64 = 12.0;
/// From what is written at an arrow down to its box: the arrow's head, and a little of its line.
pub(super) const STUB: f64 = 13.0;
/// Between a line and what is written beside it.
pub(super) const BESIDE: f64 = 6.0;
/// Between what hangs under a box and what hangs there next.
pub(super) const UNDER: f64 = 14.0;
/// The height of the row in which arrows meet again.
pub(super) const MEET: f64 = 12.0;
/// How far what hangs under a box is moved to the right.
pub(super) const INDENT: f64 = 36.0;
/// How wide a box may be.
pub(super) const WIDTHS: [f64; 9] = [
    130.0, 150.0, 172.0, 196.0, 224.0, 256.0, 292.0, 336.0, 390.0,
];
/// How wide a mark may be that says where it goes on.
pub(super) const MARK_WIDTHS: [f64; 3] = [110.0, 140.0, 190.0];
/// How wide may be what is written at a line that leads to no box of its own.
pub(super) const LABEL_WIDTHS: [f64; 3] = [76.0, 120.0, 180.0];
/// Between the border of a sheet and what is on it.
pub(super) const MARGIN: f64 = 30.0;
/// The width of lines and borders.
pub(super) const THIN: f64 = 1.2;
/// The width of lines and borders that stand out.
pub(super) const THICK: f64 = 3.2;
/// The room for the mark from which everything starts, with its arrow.
pub(super) const START: f64 = 42.0;
/// The height of that mark.
pub(super) const START_HIGH: f64 = 22.0;

#[cfg(test)]
mod tests {
    use super::*;

    /// The relative luminance of WCAG 2.2.
    fn luminance(Colour(red, green, blue): Colour) -> f64 {
        let channel = |part: u8| {
            let part = f64::from(part) / 255.0;
            if part <= 0.04045 {
                part / 12.92
            } else {
                ((part + 0.055) / 1.055).powf(2.4)
            }
        };
        0.2126 * channel(red) + 0.7152 * channel(green) + 0.0722 * channel(blue)
    }

    fn contrast(one: Colour, other: Colour) -> f64 {
        let (one, other) = (luminance(one), luminance(other));
        (one.max(other) + 0.05) / (one.min(other) + 0.05)
    }

    #[test]
    fn letters_and_borders_stand_out_from_what_is_behind_them() {
        assert!((contrast(PAPER, Colour(0x1d, 0x70, 0xb8)) - 5.17).abs() < 0.01);
        for behind in [PAPER, ASKED, STEP, URGENT] {
            assert!(contrast(INK, behind) >= 4.5, "ink on {behind:?}");
        }
        for behind in [PAPER, ASKED, STEP] {
            assert!(contrast(LINK, behind) >= 4.5, "a link on {behind:?}");
        }
        // Marks beside a step's number are white on ink.
        assert!(contrast(PAPER, INK) >= 4.5);
    }
}
