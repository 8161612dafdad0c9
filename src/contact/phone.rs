//! UK telephone numbers: what can be dialled, what it costs in kind, and how it is best written.
//!
//! Invariant: a number is refused only where nobody in the UK could dial it as printed. The ranges are
//! those of Ofcom's numbering plan, Guernsey, Jersey and the Isle of Man included. Absent on purpose:
//! whether a number is given out to anybody, and numbers of other countries.

mod ranges;

use super::{Problem, one_line, shown};
use ranges::{EXAMPLES, FIVE_DIGIT_CODES, RANGES, SHORT, TEN_DIGITS, UNUSED_AREAS};

/// A number that can be dialled.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Phone {
    /// What kind of number it is.
    pub kind: Kind,
    /// How it is best written, with its extension or option; the same for every way of writing it.
    pub canonical: String,
    /// Whether a call costs more than an ordinary one.
    pub costly: bool,
    /// Whether it is kept for films and examples, and reaches nobody.
    pub example: bool,
    /// What a telephone is told to dial: `+441268763631`, `999`.
    pub dial: String,
}

/// What a number's beginning says about it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Kind {
    /// `999`, `101`, `116 123`
    Short,
    /// Five or six digits to send a text to: `85258`
    Text,
    /// `01` and `02`
    Landline,
    /// `03`, at the price of a landline
    National,
    /// `055` and `056`
    Internet,
    /// `07`
    Mobile,
    /// `070`, which looks like a mobile and costs far more
    Personal,
    /// `076`
    Pager,
    /// `0800` and `0808`
    Free,
    /// `084` and `087`
    Business,
    /// `09`
    Premium,
    /// `118`
    Directory,
}

impl Kind {
    fn is_costly(self) -> bool {
        match self {
            Kind::Personal | Kind::Pager | Kind::Business | Kind::Premium | Kind::Directory => true,
            Kind::Short
            | Kind::Text
            | Kind::Landline
            | Kind::National
            | Kind::Internet
            | Kind::Mobile
            | Kind::Free => false,
        }
    }
}

/// Reads a telephone number. Words before it (`Duty desk:`) and after it (`ext 23`, `option 2`) may stand.
pub fn read(text: &str) -> Result<Phone, Problem> {
    let line = one_line(text);
    let Some(written) = Written::find(&line) else {
        return Err(
            Problem::new(format!("{} has no telephone number in it.", shown(text)))
                .help("Write the number, and put other words in a note."),
        );
    };
    match written.phone() {
        Ok(_) if has_number(&written.after) => Err(Problem::new(format!(
            "{} holds more than one number.",
            shown(text)
        ))
        .help("Write each number on a `phone` line of its own.")),
        Ok(phone) => Ok(phone),
        Err(problem) => Err(
            letter_for_digit(&line).unwrap_or(match written.has_letters() {
                true => Problem::new(format!("{} has letters among its digits.", shown(text))),
                false => problem,
            }),
        ),
    }
}

/// A number, and the words around it.
struct Written {
    before: String,
    /// The number as written: digits, brackets and marks.
    number: String,
    after: String,
}

impl Written {
    fn find(line: &str) -> Option<Written> {
        let first = line.find(|c: char| c.is_ascii_digit())?;
        let before = line.get(..first)?.trim_end_matches(['+', '(']);
        // `763631/763632` is two numbers, and `763631x23` is one with its extension.
        let rest = line.get(before.len()..)?.replace('/', " / ");
        let mut number = Vec::new();
        let mut after: Vec<&str> = Vec::new();
        for word in rest.split_whitespace() {
            let (digits, words) = match word.split_once(['x', 'X', 'e', 'E']) {
                Some((digits, _)) if is_digits_and_marks(digits) && has_digit(digits) => {
                    (digits, word.strip_prefix(digits).unwrap_or_default())
                }
                _ if is_digits_and_marks(word) => (word, ""),
                _ => ("", word),
            };
            if !after.is_empty() || digits.is_empty() {
                after.push(word);
                continue;
            }
            let end = digits.trim_end_matches([',', ';', ':', '.']);
            number.push(end);
            if !words.is_empty() {
                after.push(words);
            } else if end.len() < digits.len() {
                after.push(",");
            }
        }
        // `01268 763 631 24 hours`: the last digits belong to the words.
        if after.first().is_some_and(|word| is_unit(word)) && number.len() > 1 {
            after.extend(number.pop());
        }
        Some(Written {
            before: before.trim().to_string(),
            number: number.join(" "),
            after: after.join(" "),
        })
    }

    fn phone(&self) -> Result<Phone, Problem> {
        let digits: String = self.digits().collect();
        if let Some(relay @ ("18001" | "18002")) = digits.get(..5)
            && let Some(called) = digits.get(5..)
            && !called.is_empty()
        {
            let phone = self.dialled(called)?;
            return Ok(Phone {
                canonical: format!("{relay} {}", phone.canonical),
                dial: format!("{relay}{called}"),
                ..phone
            });
        }
        self.dialled(&self.national(&digits)?)
    }

    /// The digits as dialled inside the UK.
    fn national(&self, digits: &str) -> Result<String, Problem> {
        let plus = self.number.contains('+');
        let abroad = if plus {
            Some(digits)
        } else {
            digits.strip_prefix("00")
        };
        let here = match abroad {
            Some(abroad) => abroad.strip_prefix("44"),
            None => digits.strip_prefix("44").filter(|rest| rest.len() == 10),
        };
        let Some(rest) = here else {
            return match abroad {
                Some(_) => Err(Problem::new(format!(
                    "{} is a number of another country; a UK number begins with 0 or with +44.",
                    shown(&self.number)
                ))),
                None => Ok(digits.to_string()),
            };
        };
        let national = format!("0{}", rest.strip_prefix('0').unwrap_or(rest));
        let fault = if abroad.is_none() {
            "begins with 44, and lacks the + before it"
        } else if rest.starts_with('0') && !self.number.contains("(0)") {
            "has both +44 and the 0 that +44 stands for"
        } else {
            return Ok(national);
        };
        let problem = Problem::new(format!("{} {fault}.", shown(&self.number)));
        Err(match self.dialled(&national) {
            Ok(_) => problem.suggest(self.instead(&spaced(&national))),
            Err(_) => problem,
        })
    }

    /// The number with these digits.
    fn dialled(&self, digits: &str) -> Result<Phone, Problem> {
        let kind = if digits.starts_with('0') {
            self.long(digits)?
        } else {
            self.short(digits)?
        };
        let international = match digits.strip_prefix('0') {
            Some(rest) => format!("+44{rest}"),
            None => digits.to_string(),
        };
        Ok(Phone {
            kind,
            canonical: format!("{}{}", spaced(digits), extension(&self.after)),
            costly: kind.is_costly(),
            example: is_example(digits),
            dial: international,
        })
    }

    /// What a number that begins with 0 is.
    fn long(&self, digits: &str) -> Result<Kind, Problem> {
        let number = shown(&self.number);
        if digits.starts_with("0500") {
            return Err(Problem::new(format!(
                "{number} begins 0500, and all those numbers were closed in 2017."
            )));
        }
        let unused = UNUSED_AREAS.iter().find(|area| digits.starts_with(*area));
        if let Some(area) = unused
            && !digits.starts_with("01632960")
        {
            return Err(Problem::new(format!(
                "{number} begins {area}, which is not a UK area code."
            )));
        }
        let range = RANGES.iter().find(|(start, ..)| digits.starts_with(start));
        let Some((start, kind, lengths)) = range else {
            let start = digits.get(..4).unwrap_or(digits);
            return Err(Problem::new(format!(
                "{number} begins {start}, and no UK number does."
            )));
        };
        let short_area = *kind == Kind::Landline
            && digits.len() == 10
            && TEN_DIGITS.iter().any(|area| digits.starts_with(area));
        if lengths.contains(&digits.len()) || short_area || digits == "08001111" {
            return Ok(*kind);
        }
        let expected: Vec<String> = lengths.iter().map(usize::to_string).collect();
        Err(Problem::new(format!(
            "{number} has {} digits{}; a number that begins {start} has {}.",
            digits.len(),
            if self.digits().eq(digits.chars()) {
                ""
            } else {
                ", with 0 for the +44"
            },
            expected.join(" or ")
        )))
    }

    /// What a number that does not begin with 0 is.
    fn short(&self, digits: &str) -> Result<Kind, Problem> {
        let number = shown(&self.number);
        let is_text = matches!(digits.chars().next(), Some('6' | '7' | '8'));
        match digits.len() {
            _ if SHORT.contains(&digits) => return Ok(Kind::Short),
            6 if digits.starts_with("118") => return Ok(Kind::Directory),
            5 if is_text => return Ok(Kind::Text),
            // Six digits may as well be a number without its area code.
            6 if is_text && self.says_text() => return Ok(Kind::Text),
            _ => {}
        }
        let with_nought = format!("0{digits}");
        if digits.len() > 8 && self.long(&with_nought).is_ok() {
            return Err(
                Problem::new(format!("{number} lacks the 0 that it begins with."))
                    .suggest(self.instead(&spaced(&with_nought))),
            );
        }
        Err(match digits.len() {
            5..=8 => Problem::new(format!("{number} has no area code."))
                .help("Write the whole number, as it is dialled from anywhere in the UK."),
            0..=4 => Problem::new(format!("{number} is not a short number that the UK has.")),
            _ => Problem::new(format!(
                "{number} begins with {}; a UK number begins with 0 or with +44.",
                digits.get(..1).unwrap_or(digits)
            )),
        })
    }

    fn digits(&self) -> impl Iterator<Item = char> {
        self.number.chars().filter(char::is_ascii_digit)
    }

    fn says_text(&self) -> bool {
        let words = format!("{} {}", self.before, self.after).to_lowercase();
        words
            .split(|c: char| !c.is_alphabetic())
            .any(|word| matches!(word, "text" | "txt" | "sms"))
    }

    /// Whether a letter touches the number.
    fn has_letters(&self) -> bool {
        let word = self.after.split(' ').next().unwrap_or_default();
        self.before.ends_with(char::is_alphabetic)
            || (has_digit(word) && word.contains(char::is_alphabetic))
    }

    /// The whole text with another number in it; none where that would not read.
    fn instead(&self, number: &str) -> Option<String> {
        let text = one_line(&format!("{} {number} {}", self.before, self.after));
        let text = text.replace(" ,", ",");
        reads(text.trim_end_matches(','))
    }
}

/// The text, where it can be dialled.
fn reads(text: &str) -> Option<String> {
    let written = Written::find(text)?;
    let reads = written.phone().is_ok() && !has_number(&written.after);
    reads.then(|| text.to_string())
}

/// Letters typed for digits: `O1268`, `0l268`.
fn letter_for_digit(line: &str) -> Option<Problem> {
    let is_slip = |word: &str| {
        has_digit(word)
            && word.contains(['O', 'o', 'l', 'I'])
            && word
                .chars()
                .all(|c| is_mark(c) || c.is_ascii_digit() || "OolI,".contains(c))
    };
    let slip = line.split(' ').find(|word| is_slip(word))?;
    let mended: Vec<String> = line
        .split(' ')
        .map(|word| match is_slip(word) {
            true => word.replace(['O', 'o'], "0").replace(['l', 'I'], "1"),
            false => word.to_string(),
        })
        .collect();
    let (letter, digit) = match slip.contains(['O', 'o']) {
        true => ("O", "0"),
        false if slip.contains('l') => ("l", "1"),
        false => ("I", "1"),
    };
    Some(
        Problem::new(format!(
            "{} has the letter {letter} where the digit {digit} should be.",
            shown(line)
        ))
        .suggest(reads(&mended.join(" "))),
    )
}

fn has_digit(word: &str) -> bool {
    word.contains(|c: char| c.is_ascii_digit())
}

fn is_mark(c: char) -> bool {
    matches!(c, '+' | '(' | ')' | '-' | '.' | '[' | ']')
}

fn is_digits_and_marks(word: &str) -> bool {
    let word = word.trim_end_matches([',', ';', ':']);
    word.chars().all(|c| is_mark(c) || c.is_ascii_digit())
}

fn is_unit(word: &str) -> bool {
    let word = word.trim_matches(|c: char| !c.is_alphanumeric());
    matches!(
        word,
        "hours" | "hour" | "hrs" | "hr" | "h" | "am" | "pm" | "days"
    )
}

/// The words that come before the digits of an extension, and how they are best written.
const EXTENSIONS: &[(&str, &str)] = &[
    ("extension", "ext"),
    ("extn", "ext"),
    ("ext", "ext"),
    ("x", "ext"),
    ("option", "option"),
    ("opt", "option"),
];

/// ` ext 23`, ` option 2`, or nothing.
fn extension(after: &str) -> String {
    let after = after.to_lowercase();
    let words: Vec<&str> = words(&after).collect();
    let is_number = |word: &str| !word.is_empty() && word.chars().all(|c| c.is_ascii_digit());
    for (i, word) in words.iter().enumerate() {
        for (start, best) in EXTENSIONS {
            let number = match word.strip_prefix(start) {
                Some("") => words.get(i + 1).copied().unwrap_or_default(),
                Some(number) => number,
                None => continue,
            };
            if is_number(number) {
                return format!(" {best} {number}");
            }
        }
    }
    String::new()
}

/// Whether the words after a number hold another one.
fn has_number(after: &str) -> bool {
    let mut run = String::new();
    let mut is_extension = false;
    for word in words(after).chain(["."]) {
        if word.chars().all(|c| c.is_ascii_digit()) {
            run.push_str(word);
            continue;
        }
        let is_number = run.len() > 4 || SHORT.contains(&run.as_str());
        if is_number && !is_extension {
            return true;
        }
        run.clear();
        let word = word.to_lowercase();
        is_extension = EXTENSIONS.iter().any(|(start, _)| *start == word);
    }
    after.starts_with("/ ") && has_digit(after)
}

/// The words of a text. Digits parted by a colon or a hyphen are times, and no number.
fn words(text: &str) -> impl Iterator<Item = &str> {
    text.split([' ', ',', ';', '(', ')', '/', '.'])
        .filter(|word| !word.is_empty())
}

/// The digits in the groups in which they are best said.
fn spaced(digits: &str) -> String {
    let ends: &[usize] = match digits.get(..3).unwrap_or_default() {
        "116" | "118" if digits.len() == 6 => &[3],
        "020" | "023" | "024" | "028" | "029" => &[3, 7],
        "011" => &[4, 7],
        start if start.starts_with("01") && digits.get(3..4) == Some("1") => &[4, 7],
        start if start.starts_with("01") => match FIVE_DIGIT_CODES.contains(&code(digits)) {
            true => &[6],
            false => &[5],
        },
        start if start.starts_with("07") => &[5],
        start if start.starts_with('0') && digits.len() == 8 => &[4],
        start if start.starts_with('0') => &[4, 7],
        _ => &[],
    };
    let mut spaced = String::new();
    for (i, digit) in digits.chars().enumerate() {
        if ends.contains(&i) {
            spaced.push(' ');
        }
        spaced.push(digit);
    }
    spaced
}

fn code(digits: &str) -> &str {
    digits.get(..6).unwrap_or(digits)
}

/// Whether Ofcom keeps the number for drama.
fn is_example(digits: &str) -> bool {
    EXAMPLES
        .iter()
        .any(|(start, len)| digits.starts_with(start) && digits.len() == *len)
}

#[cfg(test)]
mod tests;
