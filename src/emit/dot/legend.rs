//! What the shapes of a drawing mean.

use super::label::{Label, identifier};
use super::nodes::{Kind, start_look};
use super::theme;

/// The legend, as a cluster of its own.
pub(super) fn legend() -> String {
    let mut out = format!(
        "  subgraph \"cluster_legend\" {{\n    label=\"What the shapes mean\" style=solid color=\"{}\" tooltip=\"What the shapes mean\"\n",
        theme::INK
    );
    out.push_str(&node("start", &start_look(), "\"Start\""));
    for (kind, meaning) in [
        (Kind::Question, "Ask, then follow the answer"),
        (Kind::Checklist, "Go through the list"),
        (Kind::Step, "Do this, then go on"),
        (Kind::Outcome, "Do this; the way ends here"),
    ] {
        let mut label = Label::new(30);
        label.bold(kind.word());
        label.text(meaning);
        out.push_str(&node(kind.word(), &kind.look(), &label.finish()));
    }
    let mut label = Label::new(30);
    label.dashed("Dashed: look again, or go back");
    out.push_str(&node("dashed", "shape=plain", &label.finish()));
    out.push_str("  }\n");
    out
}

fn node(name: &str, look: &str, label: &str) -> String {
    format!(
        "    {} [class=\"legend\" {look} tooltip=\"What the shapes mean\" label={label}]\n",
        identifier(&format!("fingerpost:legend:{name}"))
    )
}
