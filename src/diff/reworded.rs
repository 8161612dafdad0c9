//! Texts that were put in other words: one of the old version and one of the new that stand at the same place, on the
//! same terms.
//!
//! Invariant: only what both may be is said here; that the same families get both has to be proved.

use std::collections::BTreeSet;

use super::subject::{About, Kind, Subject};
use crate::ir::{Action, Block, BlockKind, Pathway, What};

/// A text of the old version and one of the new, by the numbers of their subjects, and both as one.
pub(super) struct Reworded {
    pub(super) old: usize,
    pub(super) new: usize,
    pub(super) both: Subject,
}

/// Every two texts that may be one in other words, the likest first. A text may be in several.
pub(super) fn reworded(subjects: &[Subject], old: &Pathway, new: &Pathway) -> Vec<Reworded> {
    let alone = |is_new: bool| {
        let of = if is_new { new } else { old };
        let each = subjects.iter().enumerate();
        each.filter_map(move |(at, subject)| {
            let text = match &subject.about {
                About::Given(was, is) => match (was.as_slice(), is.as_slice()) {
                    ([text], []) if !is_new => text,
                    ([], [text]) if is_new => text,
                    _ => return None,
                },
                About::Place(..) | About::Value(..) | About::Question(..) | About::Line(..) => {
                    return None;
                }
            };
            // What has a name is known by it.
            let given = matches!(text, What::Text(_)).then(|| given(of, subject.kind, text))?;
            Some((at, subject, given?))
        })
    };
    let mut found: Vec<(f64, Reworded)> = Vec::new();
    for (was, before, (place, how)) in alone(false) {
        for (is, after, (there, now)) in alone(true) {
            let terms = |it: &Action| (it.verb, it.strength, it.deadline.clone());
            if before.kind != after.kind || !same(place, there) || terms(how) != terms(now) {
                continue;
            }
            let (About::Given(old, _), About::Given(_, new)) = (&before.about, &after.about) else {
                continue;
            };
            let both = Subject {
                old_title: Some(before.title.clone()),
                about: About::Given(old.clone(), new.clone()),
                ..after.clone()
            };
            let like = likeness(&before.title, &after.title);
            let one = Reworded {
                old: was,
                new: is,
                both,
            };
            found.push((like, one));
        }
    }
    found.sort_by(|a, b| b.0.total_cmp(&a.0));
    found.into_iter().map(|(_, it)| it).collect()
}

/// The only place at which a text is given, and how.
fn given<'p>(of: &'p Pathway, kind: Kind, text: &What) -> Option<(&'p Block, &'p Action)> {
    let blocks = of.blocks.iter();
    let mut all = blocks
        .flat_map(|block| block.actions.iter().map(move |it| (block, it)))
        .filter(|(_, it)| Kind::of(it) == kind && it.what == *text);
    all.next().filter(|_| all.next().is_none())
}

fn same(old: &Block, new: &Block) -> bool {
    let kind = |it: &Block| match it.kind {
        BlockKind::Question(_) => 0,
        BlockKind::Step => 1,
        BlockKind::Outcome => 2,
    };
    kind(old) == kind(new)
        && (old.name == new.name || !old.title.is_empty() && old.title == new.title)
}

/// Which share of their words two texts have in common.
fn likeness(one: &str, other: &str) -> f64 {
    let words = |text: &str| -> BTreeSet<String> {
        let words = text.split(|it: char| !it.is_alphanumeric());
        words.map(str::to_lowercase).collect()
    };
    let (one, other) = (words(one), words(other));
    one.intersection(&other).count() as f64 / one.union(&other).count().max(1) as f64
}
