//! Leaving out what was included and is not spoken of: a directory of two hundred services brings in the three that a
//! pathway sends people to.

use std::collections::{BTreeMap, BTreeSet};

use crate::source::{SourceId, Sources};
use crate::syntax::ast::{ActionWhat, Block, BlockKind, File, LineKind};

/// Leaves out the included blocks that no other block speaks of. A word that could be a name counts as one, so that
/// nothing is left out that is needed.
pub(super) fn leave_out(file: &mut File<'_>, included: &BTreeSet<SourceId>, sources: &Sources) {
    if included.is_empty() {
        return;
    }
    let mut by_name: BTreeMap<&str, Vec<usize>> = BTreeMap::new();
    for (number, block) in file.blocks.iter().enumerate() {
        for name in names_of(block) {
            by_name.entry(name).or_default().push(number);
        }
    }
    let optional = |block: &Block<'_>| {
        included.contains(&block.header.source)
            && !matches!(
                block.kind,
                BlockKind::Broken | BlockKind::Rule | BlockKind::Example | BlockKind::Shared
            )
    };
    let mut kept: Vec<bool> = file.blocks.iter().map(|block| !optional(block)).collect();
    let mut open: Vec<usize> = (0..kept.len()).filter(|number| kept[*number]).collect();
    while let Some(number) = open.pop() {
        let block = &file.blocks[number];
        let lines = block.lines.iter().map(|line| line.span);
        for span in std::iter::once(block.header).chain(lines) {
            for word in words(sources.slice(span)) {
                for other in by_name.get(word).into_iter().flatten() {
                    if !kept[*other] {
                        kept[*other] = true;
                        open.push(*other);
                    }
                }
            }
        }
    }
    let mut kept = kept.into_iter();
    file.blocks.retain(|_| kept.next().unwrap_or(true));
}

/// What a block declares: its name, and those of its actions.
pub(super) fn names_of<'b, 's>(
    block: &'b Block<'s>,
) -> impl Iterator<Item = &'s str> + use<'b, 's> {
    let actions = block.lines.iter().filter_map(|line| {
        if let LineKind::Action(action) = &line.kind
            && let ActionWhat::Text(Some(name), _) = &action.what
        {
            return Some(name.it);
        }
        None
    });
    block.name.iter().map(|name| name.it).chain(actions)
}

/// The words of a line that may be names: those outside texts and comments.
pub(super) fn words(line: &str) -> impl Iterator<Item = &str> {
    let (mut quoted, mut escaped, mut comment) = (false, false, false);
    line.split(move |c: char| {
        match c {
            '\n' => comment = false,
            '#' if !quoted => comment = true,
            '"' if !escaped && !comment => quoted = !quoted,
            _ => {}
        }
        escaped = c == '\\' && !escaped;
        quoted || comment || !(c.is_ascii_alphanumeric() || c == '_')
    })
    .filter(|word| !word.is_empty())
}

#[cfg(test)]
mod tests {
    use super::words;

    #[test]
    fn words_of_texts_and_comments_are_no_names() {
        let line = "refer to mash \"and the \\\"school\\\" too\" when age < 5 # or camhs";
        let found: Vec<&str> = words(line).collect();
        assert_eq!(found, ["refer", "to", "mash", "when", "age", "5"]);
    }
}
