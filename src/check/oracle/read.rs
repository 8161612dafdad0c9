//! Arrows read back from what outputs have made of a pathway: for each arrow, the number of the step from which it
//! goes and of the one to which it leads. Each reader looks only at the text of its output.

use std::collections::BTreeMap;

/// An arrow, from one step to another.
pub(super) type Arrow = (usize, usize);

/// A number at the beginning of a text.
fn number(text: &str) -> Option<usize> {
    let end = text.find(|c: char| !c.is_ascii_digit());
    text[..end.unwrap_or(text.len())].parse().ok()
}

/// The arrows of a drawing for Graphviz: boxes are told by `block-`, and a way by its class.
pub(super) fn dot(text: &str) -> Vec<Arrow> {
    let quoted = |text: &str| text.split('"').nth(1).unwrap_or_default().to_string();
    let mut numbers = BTreeMap::new();
    let mut arrows = Vec::new();
    for line in text.lines() {
        let Some((what, look)) = line.split_once(" [") else {
            continue;
        };
        if look.starts_with("id=\"block-") {
            let said = look.split(" tooltip=\"").nth(1);
            numbers.insert(quoted(what), said.and_then(number).expect("its number"));
        } else if let Some((from, to)) = what.split_once(" -> ")
            && look.contains(" class=\"way\" ")
        {
            arrows.push((quoted(from), quoted(to)));
        }
    }
    let arrows = arrows.iter().map(|(from, to)| (numbers[from], numbers[to]));
    arrows.collect()
}

/// The arrows of a flowchart for Mermaid: a name is a letter for the kind and the number.
pub(super) fn mermaid(text: &str) -> Vec<Arrow> {
    let step = |name: &str| {
        let name = name.strip_prefix(['Q', 'C', 'S', 'O'])?;
        number(name).filter(|it| it.to_string() == name)
    };
    let arrow = |line: &str| {
        let mut words = line.trim().split(' ');
        let (from, line_) = (words.next()?, words.next()?);
        let is_arrow = line_.starts_with("-->") || line_.starts_with("==>");
        let to = line.rsplit(' ').next()?;
        step(from).zip(step(to)).filter(|_| is_arrow)
    };
    text.lines().filter_map(arrow).collect()
}

/// The ways of a page of Markdown: items of a list under a step that link to a step.
pub(super) fn markdown(text: &str) -> Vec<Arrow> {
    let mut from = None;
    let mut arrows = Vec::new();
    for line in text.lines() {
        if let Some((_, place)) = line.split_once("<a id=\"") {
            from = place.strip_prefix("step-").and_then(number);
        } else if let Some(from) = from
            && line.starts_with("- ")
            && let Some((_, to)) = line.split_once("](#step-")
        {
            arrows.extend(number(to).map(|to| (from, to)));
        }
    }
    arrows
}

/// The arrows of a picture: groups that say from where they go.
pub(super) fn svg(text: &str) -> Vec<Arrow> {
    let mut arrows = Vec::new();
    for line in text.lines().filter(|it| it.contains("<title id=\"way-")) {
        let said = line.split("rom step ").last().unwrap_or_default();
        let ends = said.split_once(" to step ");
        arrows.extend(ends.and_then(|(from, to)| number(from).zip(number(to))));
    }
    arrows
}
