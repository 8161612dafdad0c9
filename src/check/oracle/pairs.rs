//! Many ways of one place that overlap: the first few pairs are told one by one, the others counted.

use std::collections::BTreeSet;
use std::fmt::Write;

use super::dice::Dice;
use super::expected::Everyone;
use super::{TODAY, compiled, is_sound};
use crate::diagnostic::Code;
use crate::evaluate::Problem;
use crate::source::Span;

/// How many pairs have a finding of their own.
const TOLD: usize = 8;

fn overlapping(dice: &mut Dice) -> String {
    let mut text =
        String::from("pathway p \"P\"\n  start q\n\nquestion q \"Q\"\n  number from 0 to 9\n");
    let ways = dice.between(3, 7);
    for way in 0..ways {
        let (one, other) = (dice.below(10), dice.below(10));
        let to = if dice.chance(15) { 0 } else { way };
        let (least, most) = (one.min(other), one.max(other));
        let _ = writeln!(text, "  when q from {least} to {most} -> o{to}");
    }
    text += "  otherwise -> o0\n";
    for way in 0..ways {
        let _ = writeln!(text, "\noutcome o{way} \"O\"");
    }
    text
}

#[test]
fn of_many_pairs_the_first_are_told_and_the_others_counted() {
    let mut dice = Dice::new(3);
    let (mut many, mut one_more) = (0, 0);
    for _ in 0..60 {
        let text = overlapping(&mut dice);
        let compiled = compiled(&text);
        assert!(is_sound(&compiled), "{text}");
        let everyone = Everyone::of(&compiled.pathway, TODAY).expect("there are few families");
        let ways = &compiled.pathway.blocks[0].ways;
        let mut pairs: BTreeSet<(usize, usize)> = BTreeSet::new();
        for problem in everyone.families.iter().flat_map(|it| &it.problems) {
            if let Problem::Conflict { ways: both, .. } = problem {
                for one in both {
                    let others = both.iter().filter(|other| *other > one);
                    let others = others.filter(|it| ways[**it].target != ways[*one].target);
                    pairs.extend(others.map(|other| (*one, *other)));
                }
            }
        }
        let findings = compiled.diagnostics.findings.iter();
        let told: Vec<_> = findings
            .filter(|it| it.code == Code::ConflictingBranches)
            .collect();
        let spans: BTreeSet<(Span, Span)> =
            told.iter().map(|it| (it.span, it.labels[0].span)).collect();
        let first = pairs.iter().take(TOLD);
        let due: BTreeSet<(Span, Span)> = first
            .map(|(one, other)| (ways[*one].span, ways[*other].span))
            .collect();
        assert_eq!(spans, due, "{text}");
        let rest = pairs.len().saturating_sub(TOLD);
        let count = match rest {
            0 => String::new(),
            _ => format!("{rest} more pair"),
        };
        // It stands at the last pair in the author's order.
        let last = pairs.iter().take(TOLD).next_back().filter(|_| rest > 0);
        let last = last.map(|(one, other)| (ways[*one].span, ways[*other].span));
        for finding in told {
            let counted = finding.help.iter().find(|it| it.contains("more pair"));
            let here = (finding.span, finding.labels[0].span);
            assert_eq!(counted.is_some(), last == Some(here), "{text}");
            assert!(counted.is_none_or(|it| it.starts_with(&count)), "{text}");
        }
        many += usize::from(rest > 0);
        one_more += usize::from(rest == 1);
    }
    assert!(many > 5 && one_more > 0, "{many} {one_more}");
}
