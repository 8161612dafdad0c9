//! What the shapes of a drawing mean.

use super::label::{Label, identifier};
use super::nodes::{Kind, start_look};

/// The legend, as loose boxes beside the start. It is no cluster: Graphviz forgets the author's order in a
/// drawing that has one (seen in 2.43, with a test).
pub(super) fn legend() -> String {
    let mut out = node("title", "shape=plain", "<<B>What the shapes mean</B>>");
    out.push_str(&node("start", &start_look(), "\"Start\""));
    for (kind, meaning) in [
        (Kind::Question, "Ask, then follow the answer"),
        (Kind::Checklist, "Go through the list"),
        (Kind::Step, "Do this, then go on"),
        (Kind::Outcome, "Do this; the way ends here"),
    ] {
        let mut label = Label::new(30);
        label.text(kind.word());
        label.heading(meaning);
        out.push_str(&node(kind.word(), &kind.look(), &label.finish()));
    }
    let mut label = Label::new(30);
    label.dashed("Dashed: look again, or go back");
    out.push_str(&node("dashed", "shape=plain", &label.finish()));
    out
}

fn node(name: &str, look: &str, label: &str) -> String {
    format!(
        "  {} [class=\"legend\" {look} tooltip=\"What the shapes mean\" label={label}]\n",
        identifier(&format!("fingerpost:legend:{name}"))
    )
}
