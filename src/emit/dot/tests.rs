//! What Graphviz makes of the drawings.

use super::*;
use crate::emit::sample;

#[test]
fn look() {
    let p = sample::thurrock();
    for (name, options) in [
        ("lr", Options::default()),
        ("td", Options { direction: Direction::TopDown, legend: true, ..Options::default() }),
        ("a4", Options { paper: Paper::A4, ..Options::default() }),
        ("a4td", Options { paper: Paper::A4, direction: Direction::TopDown, ..Options::default() }),
        ("section", Options { section: Some("situation".into()), legend: true, ..Options::default() }),
    ] {
        std::fs::write(format!("/tmp/emit-{name}.dot"), emit(&p, &options).expect("ok")).expect("ok");
    }
}
