//! What the shapes of a drawing mean.

use crate::emit::Direction;
use crate::emit::document::Kind;

use super::label::{Label, identifier};
use super::nodes::{look, start_look};

/// The legend, as loose boxes beside the start. It is no cluster: Graphviz forgets the author's order in a
/// drawing that has one (seen in 2.43, with a test).
pub(super) fn legend(direction: Direction) -> String {
    let mut boxes = vec![
        node("title", "shape=plain", "<<B>What the shapes mean</B>>"),
        node("start", &start_look(), "\"Start\""),
    ];
    for (kind, meaning) in [
        (Kind::Question, "Ask, then follow the answer"),
        (Kind::Checklist, "Go through the list"),
        (Kind::Step, "Do this, then go on"),
        (Kind::Outcome, "Do this; the way ends here"),
    ] {
        let mut label = Label::new(32);
        label.bold(kind.word());
        label.text(meaning);
        boxes.push(node(kind.word(), &look(kind), &label.finish()));
    }
    let mut label = Label::new(32);
    label.dashed("Look again, or go back");
    boxes.push(node("dashed", "shape=plain", &label.finish()));
    // Graphviz piles loose boxes up from the bottom when it draws from left to right.
    match direction {
        Direction::LeftRight => boxes.reverse(),
        Direction::TopDown => {}
    }
    boxes.concat()
}

fn node(name: &str, look: &str, label: &str) -> String {
    format!(
        "  {} [class=\"legend\" {look} tooltip=\"What the shapes mean\" label={label}]\n",
        identifier(&format!("fingerpost:legend:{name}"))
    )
}
