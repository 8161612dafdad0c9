//! UK postcodes: their shape, never whether one exists.
//!
//! Invariant: the letters are those that BS 7666 lets stand at each place, so a nought typed for an O is
//! seen. Small letters and a missing space are no fault.

use super::{Problem, one_line, shown};

/// A text with a postcode's shape.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Postcode {
    /// In capitals, with its space: `SS14 3AB`.
    pub canonical: String,
    /// Whether it stands for no place: `ZZ99`, which records use for families without an address.
    pub example: bool,
}

/// The first halves: `A` for a letter, `9` for a digit.
const SHAPES: [&str; 6] = ["A9", "A99", "AA9", "AA99", "A9A", "AA9A"];

/// Reads a postcode.
pub fn read(text: &str) -> Result<Postcode, Problem> {
    let line = one_line(text).to_uppercase();
    if let Some(canonical) = spaced(&line) {
        let example = canonical.starts_with("ZZ99");
        return Ok(Postcode { canonical, example });
    }
    Err(problem(text, &line))
}

/// The postcode with its space; none where it is not one, or has its space in another place.
fn spaced(line: &str) -> Option<String> {
    let together: String = line.chars().filter(|c| *c != ' ').collect();
    if let Some(number) = together.strip_prefix("BFPO") {
        let is_number =
            (1..=4).contains(&number.len()) && number.chars().all(|c| c.is_ascii_digit());
        return is_number.then(|| format!("BFPO {number}"));
    }
    let (outward, inward) = halves(&together)?;
    let is_one = match outward {
        "GIR" => inward == "0AA",
        "ZZ99" => fits(inward, "9AA"),
        _ => is_outward(outward) && is_inward(inward),
    };
    let spaced = format!("{outward} {inward}");
    (is_one && (line == together || line == spaced)).then_some(spaced)
}

/// All but the last three characters, and those.
fn halves(together: &str) -> Option<(&str, &str)> {
    together
        .len()
        .checked_sub(3)
        .and_then(|middle| together.split_at_checked(middle))
}

fn is_outward(outward: &str) -> bool {
    SHAPES.iter().any(|shape| fits(outward, shape))
        && outward
            .chars()
            .enumerate()
            .all(|(i, c)| may_stand(outward, i, c))
}

fn is_inward(inward: &str) -> bool {
    fits(inward, "9AA") && !inward.contains(['C', 'I', 'K', 'M', 'O', 'V'])
}

fn fits(half: &str, shape: &str) -> bool {
    half.chars().count() == shape.len()
        && half
            .chars()
            .zip(shape.chars())
            .all(|(c, place)| match place {
                'A' => c.is_ascii_uppercase(),
                _ => c.is_ascii_digit(),
            })
}

/// Whether BS 7666 lets this letter stand at this place of a first half.
fn may_stand(outward: &str, place: usize, c: char) -> bool {
    let after_a_digit = outward.chars().take(place).any(|c| c.is_ascii_digit());
    match place {
        _ if !c.is_ascii_uppercase() => true,
        0 => !"QVX".contains(c),
        1 => !"IJZ".contains(c),
        2 if after_a_digit => "ABCDEFGHJKPSTUW".contains(c),
        _ => "ABEHMNPRVWXY".contains(c),
    }
}

fn problem(text: &str, line: &str) -> Problem {
    let together: String = line.chars().filter(|c| c.is_ascii_alphanumeric()).collect();
    let postcode = shown(text);
    if let Some(suggestion) = spaced(&together) {
        return Problem::new(format!("{postcode} is not spaced as a postcode is."))
            .suggest(Some(suggestion));
    }
    if let Some(suggestion) = mended(&together) {
        let meant = suggestion.chars().filter(|c| *c != ' ');
        let mut slips = together.chars().zip(meant).filter(|(c, meant)| c != meant);
        let fault = match slips.next() {
            Some((c, _)) if c.is_ascii_digit() => format!("the digit {c} where a letter should be"),
            Some((c, _)) => format!("the letter {c} where a digit should be"),
            None => "a letter or a digit too many".to_string(),
        };
        return Problem::new(format!("{postcode} has {fault}.")).suggest(Some(suggestion));
    }
    if is_outward(&together) {
        return Problem::new(format!("{postcode} is only the first half of a postcode."));
    }
    Problem::new(format!(
        "{postcode} does not have the shape of a UK postcode."
    ))
    .help("A postcode looks like `SS14 3AB`, `RM1 4XA` or `EC1A 1BB`.")
}

/// The only postcode that this is with letters and digits that look alike put right.
fn mended(together: &str) -> Option<String> {
    let (outward, inward) = halves(together)?;
    let inward = alike(inward, "9AA")?;
    let mut found: Vec<String> = SHAPES
        .iter()
        .filter_map(|shape| alike(outward, shape))
        .filter_map(|outward| spaced(&format!("{outward}{inward}")))
        .collect();
    match found.len() {
        1 => found.pop(),
        _ => None,
    }
}

/// The text in this shape, each character as it is or as the one that looks like it.
fn alike(half: &str, shape: &str) -> Option<String> {
    if half.chars().count() != shape.len() {
        return None;
    }
    let put = |(c, place): (char, char)| match (place, c) {
        ('A', '0') => Some('O'),
        ('A', '1') => Some('I'),
        ('A', '5') => Some('S'),
        ('A', c) => c.is_ascii_uppercase().then_some(c),
        (_, 'O') => Some('0'),
        (_, 'I' | 'L') => Some('1'),
        (_, 'S') => Some('5'),
        (_, c) => c.is_ascii_digit().then_some(c),
    };
    half.chars().zip(shape.chars()).map(put).collect()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn each_shape_reads_and_is_spaced() {
        for (text, canonical) in [
            ("M1 1AE", "M1 1AE"),
            ("b33 8th", "B33 8TH"),
            ("CR26XH", "CR2 6XH"),
            (" dn55  1pt", "DN55 1PT"),
            ("W1A 0AX", "W1A 0AX"),
            ("EC1A1BB", "EC1A 1BB"),
            ("GIR 0AA", "GIR 0AA"),
            ("BFPO 801", "BFPO 801"),
            ("bfpo57", "BFPO 57"),
            ("BF1 3AA", "BF1 3AA"),
            ("JE2 4WS", "JE2 4WS"),
            ("SS14 3AB", "SS14 3AB"),
        ] {
            let postcode = read(text).unwrap_or_else(|problem| panic!("{text}: {problem:?}"));
            assert_eq!(postcode.canonical, canonical);
            assert!(!postcode.example);
        }
        assert!(read("ZZ99 3VZ").is_ok_and(|postcode| postcode.example));
    }

    #[test]
    fn what_is_no_postcode_is_refused_and_mended_where_it_can_be() {
        for (text, words, mended) in [
            ("SS1 43AB", "not spaced", Some("SS14 3AB")),
            ("SS14-3AB", "not spaced", Some("SS14 3AB")),
            ("SSI4 3AB", "letter I where", Some("SS14 3AB")),
            ("5S14 3AB", "digit 5 where", Some("SS14 3AB")),
            ("SS14 3A8", "shape", None),
            ("NWl 6XE", "letter L where", Some("NW1 6XE")),
            ("0X1 2JD", "digit 0 where", Some("OX1 2JD")),
            ("SS14 OAB", "letter O where", Some("SS14 0AB")),
            ("SS14", "first half", None),
            ("SS14 3AC", "shape", None),
            ("QS14 3AB", "shape", None),
            ("SJ14 3AB", "shape", None),
            ("W1Q 0AX", "shape", None),
            ("EC1C 1BB", "shape", None),
            ("SS14 3ABX", "shape", None),
            ("D02 X285", "shape", None),
            ("SS14 3AB (car park)", "shape", None),
            ("BFPO", "shape", None),
            ("", "shape", None),
        ] {
            let problem = read(text).expect_err(text);
            assert!(problem.message.contains(words), "{text}: {problem:?}");
            assert_eq!(problem.suggestion.as_deref(), mended, "{text}");
        }
    }

    proptest! {
        #[test]
        fn every_text_is_answered(text in "[A-Zil0-9 -]{0,9}|\\PC{0,20}") {
            if let Err(Problem { suggestion: Some(suggestion), .. }) = read(&text) {
                prop_assert!(read(&suggestion).is_ok(), "{suggestion}");
            }
        }
    }
}
