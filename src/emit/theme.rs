//! The drawing's colours and letters, each pair of colours checked for contrast by a test.

/// Arial, and letters of the same widths where it is missing.
pub(crate) const FONT: &str = "Arial,Liberation Sans,Helvetica,sans-serif";
/// Letters, lines and borders.
pub(crate) const INK: &str = "#0b0c0c";
/// Behind everything, and in outcomes.
pub(crate) const PAPER: &str = "#ffffff";
/// In questions and checklists.
pub(crate) const ASKED: &str = "#d2e2f1";
/// In steps.
pub(crate) const STEP: &str = "#f3f2f1";
/// In what is urgent.
pub(crate) const URGENT: &str = "#fff7bf";
/// In the start.
pub(crate) const START: &str = "#1d70b8";
/// Letters in the start.
pub(crate) const ON_START: &str = "#ffffff";
/// Links: they stand in outcomes, steps and questions.
pub(crate) const LINK: &str = "#144e81";

#[cfg(test)]
mod tests {
    use super::*;

    /// The relative luminance of WCAG 2.2.
    fn luminance(colour: &str) -> f64 {
        let channel = |at: usize| {
            let digits = colour.get(at..at + 2).expect("six digits");
            let part = f64::from(u8::from_str_radix(digits, 16).expect("hexadecimal")) / 255.0;
            if part <= 0.04045 {
                part / 12.92
            } else {
                ((part + 0.055) / 1.055).powf(2.4)
            }
        };
        0.2126 * channel(1) + 0.7152 * channel(3) + 0.0722 * channel(5)
    }

    fn contrast(one: &str, other: &str) -> f64 {
        let (one, other) = (luminance(one), luminance(other));
        (one.max(other) + 0.05) / (one.min(other) + 0.05)
    }

    #[test]
    fn letters_and_borders_stand_out_from_what_is_behind_them() {
        assert!((contrast("#ffffff", "#1d70b8") - 5.17).abs() < 0.01);
        for behind in [PAPER, ASKED, STEP, URGENT] {
            assert!(contrast(INK, behind) >= 4.5, "ink on {behind}");
        }
        for behind in [PAPER, ASKED, STEP] {
            assert!(contrast(LINK, behind) >= 4.5, "a link on {behind}");
        }
        assert!(contrast(ON_START, START) >= 4.5);
        for beside in [PAPER, ASKED, STEP, URGENT, START] {
            assert!(contrast(INK, beside) >= 3.0, "a border beside {beside}");
        }
    }
}
