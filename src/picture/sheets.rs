//! What stands on which sheet, and how large it is printed.

use std::collections::BTreeSet;

use crate::emit::document::Document;
use crate::letters::Letters;

use super::draw::Drawing;
use super::forest::{self, Forest, forests};
use super::frame::{Above, Which};
use super::nodes::{self, Node, NodeId};
use super::parts::parts;
use super::place::{Placed, place};
use super::plan::Plan;
use super::says::{On, Says};
use super::shapes::Shapes;
use super::split::{self, Division};
use super::theme::MARGIN;
use super::words::Paragraph;
use super::{Item, Lie, Options, Paper, Picture, Sheet};

/// The most of a sheet's room that is for what stands above it.
const MOST_ABOVE: f64 = 0.4;
/// The least that letters may be made smaller for paper: to 9 points, and a little more.
pub(super) const LEAST: f64 = 0.76;

/// A picture of a document.
pub(super) fn picture(document: &Document, letters: &Letters, options: &Options) -> Picture {
    let nodes = nodes::nodes(document, letters);
    let maker = Maker {
        document,
        letters,
        options,
    };
    let (wide, high) = match options.paper {
        Paper::None => return maker.as_large_as_needed(&nodes),
        Paper::A4 => (595.0, 842.0),
        Paper::A3 => (842.0, 1191.0),
    };
    let papers: &[(f64, f64)] = match options.lie {
        Lie::Portrait => &[(wide, high)],
        Lie::Landscape => &[(high, wide)],
        Lie::Either => &[(high, wide), (wide, high)],
    };
    maker
        .on_one(&nodes, papers)
        .unwrap_or_else(|| maker.on_several(&nodes, papers))
}

struct Maker<'a> {
    document: &'a Document,
    letters: &'a Letters,
    options: &'a Options,
}

/// A sheet of paper whose letters are printed at a part of their size.
#[derive(Clone, Copy, Debug)]
pub(super) struct Page {
    pub(super) paper: (f64, f64),
    pub(super) scale: f64,
}

impl Page {
    /// The room between its margins, before everything is made smaller.
    pub(super) fn room(self) -> (f64, f64) {
        let room = |length: f64| (length - 2.0 * MARGIN) / self.scale;
        (room(self.paper.0), room(self.paper.1))
    }
}

/// The room for boxes on the first sheet and on each other one.
#[derive(Clone, Copy, Debug)]
pub(super) struct Rooms {
    first: (f64, f64),
    other: (f64, f64),
}

impl Rooms {
    /// On a sheet, counted from 0, or for what begins with a place.
    pub(super) fn of(self, number: usize) -> (f64, f64) {
        if number == 0 { self.first } else { self.other }
    }
}

impl<'a> Maker<'a> {
    fn says<'s>(&'s self, nodes: &'s [Node], on: On<'s>) -> Says<'s> {
        Says {
            document: self.document,
            letters: self.letters,
            nodes,
            on,
        }
    }

    /// One sheet, shaped like paper, as large as it needs to be.
    fn as_large_as_needed(&self, nodes: &[Node]) -> Picture {
        let says = self.says(nodes, On::One);
        let (shapes, from) = whole(&says, vec![true; nodes.len()], &BTreeSet::new(), true);
        let which = Which {
            sheet: 1,
            of: 1,
            legend: self.options.legend,
        };
        let mut best: Option<(f64, f64, f64, Forest)> = None;
        for forest in forests(&shapes) {
            let room = forest.w.max(420.0);
            let above = Above::of(self.document, self.letters, room, which);
            let (w, h) = (room + 2.0 * MARGIN, forest.h + above.high + 2.0 * MARGIN);
            let prints = (1191.0 / w).min(842.0 / h).max((842.0 / w).min(1191.0 / h));
            if best.as_ref().is_none_or(|it| prints > it.0) {
                best = Some((prints, w, h, forest));
            }
        }
        let (width, height, forest) = best.map_or_else(
            || {
                let above = Above::of(self.document, self.letters, 420.0, which);
                let (w, h) = (420.0 + 2.0 * MARGIN, above.high + 2.0 * MARGIN);
                (w, h, Forest::default())
            },
            |(_, width, height, forest)| (width, height, forest),
        );
        let above = Above::of(self.document, self.letters, width - 2.0 * MARGIN, which);
        let at = (MARGIN, MARGIN + above.high);
        let mut items = vec![above.items(self.letters, (MARGIN, MARGIN))];
        items.extend(drawn(&shapes, &from, &forest, at));
        let title = self.document.title.clone();
        Picture {
            sheets: vec![Sheet {
                width,
                height,
                title,
                items,
            }],
        }
    }

    /// Everything on one sheet of paper, if it can be read there.
    fn on_one(&self, nodes: &[Node], papers: &[(f64, f64)]) -> Option<Picture> {
        // Where the boxes alone take more room than there is, nothing needs to be tried.
        let needed: f64 = nodes.iter().map(nodes::least).sum();
        let room = |paper: &(f64, f64)| {
            let page = Page {
                paper: *paper,
                scale: LEAST,
            };
            page.room().0 * page.room().1
        };
        if papers.iter().all(|paper| room(paper) < needed) {
            return None;
        }
        let says = self.says(nodes, On::One);
        let (shapes, from) = whole(&says, vec![true; nodes.len()], &BTreeSet::new(), true);
        let which = Which {
            sheet: 1,
            of: 1,
            legend: self.options.legend,
        };
        let forests = forests(&shapes);
        let scales = (0..=8).map(|n| 1.0 - f64::from(n) * 0.03);
        for scale in scales.filter(|scale| *scale >= LEAST) {
            let mut best: Option<(f64, Page, Above, &Forest)> = None;
            for paper in papers {
                let page = Page {
                    paper: *paper,
                    scale,
                };
                let (wide, high) = page.room();
                let above = Above::of(self.document, self.letters, wide, which);
                for forest in &forests {
                    let spare = (wide / forest.w).min((high - above.high) / forest.h);
                    if spare >= 1.0 && best.as_ref().is_none_or(|it| spare > it.0) {
                        let above = Above::of(self.document, self.letters, wide, which);
                        best = Some((spare, page, above, forest));
                    }
                }
            }
            if let Some((_, page, above, forest)) = best {
                let items = drawn(&shapes, &from, forest, (0.0, above.high));
                let title = self.document.title.clone();
                return Some(Picture {
                    sheets: vec![self.sheet(page, title, Some(&above), items)],
                });
            }
        }
        None
    }

    /// Over as many sheets as it takes, and as few as can be.
    fn on_several(&self, nodes: &[Node], papers: &[(f64, f64)]) -> Picture {
        let scales: &[f64] = match nodes.len() {
            0..=120 => &[1.0, 0.92, 0.84, LEAST],
            _ => &[0.84],
        };
        let mut best: Option<(f64, Page, Division)> = None;
        for paper in papers {
            for scale in scales {
                let page = Page {
                    paper: *paper,
                    scale: *scale,
                };
                let (wide, high) = page.room();
                // The first sheet says more above than the others.
                let below = |sheet| (wide, high - self.above(page, sheet, 88).high);
                let rooms = Rooms {
                    first: below(1),
                    other: below(88),
                };
                let all = parts(nodes.to_vec(), self.letters, rooms);
                let division = split::divide(&self.says(&all, On::Any), rooms, &all);
                // Sheets count, and so does the size of what is read on them.
                let cost = division.sheets.len() as f64 * (1.0 / scale).powf(0.9);
                if best.as_ref().is_none_or(|it| cost < it.0 - 0.001) {
                    best = Some((cost, page, division));
                }
            }
        }
        let Some((_, page, division)) = best else {
            return Picture::default();
        };
        self.divided(page, &division)
    }

    /// What stands above a sheet of several.
    fn above(&self, page: Page, sheet: usize, of: usize) -> Above {
        let (wide, high) = page.room();
        let which = Which {
            sheet,
            of,
            legend: self.options.legend,
        };
        let above = Above::of(self.document, self.letters, wide, which);
        above.no_higher(self.letters, high * MOST_ABOVE)
    }

    fn divided(&self, page: Page, division: &Division) -> Picture {
        let (wide, high) = page.room();
        let which = Which {
            sheet: 1,
            of: 88,
            legend: self.options.legend,
        };
        let full = Above::of(self.document, self.letters, wide, which);
        // What does not fit above the first sheet gets sheets of its own.
        let alone = if full.high > high * MOST_ABOVE {
            full.alone(self.letters, high)
        } else {
            Vec::new()
        };
        let of = division.sheets.len() + alone.len();
        let on: Vec<usize> = division.on.iter().map(|it| it + alone.len()).collect();
        let mut sheets: Vec<Sheet> = Vec::new();
        for above in &alone {
            let title = self.title(sheets.len() + 1, of);
            sheets.push(self.sheet(page, title, Some(above), Vec::new()));
        }
        for roots in &division.sheets {
            let here = sheets.len();
            let above = self.above(page, here + 1, of);
            let room = (wide, high - above.high);
            let says = self.says(&division.nodes, On::Known(&on, here));
            let is_in: Vec<bool> = on.iter().map(|sheet| *sheet == here).collect();
            let (shapes, from, forest) = split::fitting(&says, &is_in, roots, room);
            let items = drawn(&shapes, &from, &forest, (0.0, above.high));
            let title = self.title(here + 1, of);
            sheets.push(self.sheet(page, title, Some(&above), items));
        }
        Picture { sheets }
    }

    fn title(&self, sheet: usize, of: usize) -> String {
        format!("{}, sheet {sheet} of {of}", self.document.title)
    }

    /// A sheet of paper.
    fn sheet(&self, page: Page, title: String, above: Option<&Above>, items: Vec<Item>) -> Sheet {
        let above = above.map(|it| it.items(self.letters, (0.0, 0.0)));
        let mut items: Vec<Item> = above.into_iter().chain(items).collect();
        for item in &mut items {
            item.resize(page.scale, (MARGIN, MARGIN));
        }
        Sheet {
            width: page.paper.0,
            height: page.paper.1,
            title,
            items,
        }
    }
}

/// The sizes of everything, and of each place from where one comes.
pub(super) fn whole<'s>(
    says: &'s Says<'s>,
    is_in: Vec<bool>,
    begins: &BTreeSet<NodeId>,
    meet: bool,
) -> (Shapes<'s>, Vec<Option<Paragraph>>) {
    let plan = Plan::of(says.nodes, is_in, begins, meet);
    let from = says.comes_from(&plan);
    let boxes = says.boxes(&plan, &from);
    (Shapes::of(says, plan, boxes, |_, _| {}), from)
}

/// All that stands on a sheet, below and right of a place.
fn drawn(
    shapes: &Shapes<'_>,
    from: &[Option<Paragraph>],
    forest: &Forest,
    (left, top): (f64, f64),
) -> Vec<Item> {
    let mut placed = Placed::default();
    let mut starts = Vec::new();
    for (root, whole, (x, y)) in &forest.trees {
        let at = (left + x, top + y);
        if forest::above(shapes, *root) > 0.0 {
            starts.push(at);
        }
        place(shapes, *root, *whole, at, &mut placed);
    }
    let drawing = Drawing {
        says: shapes.says,
        from,
    };
    let starts = starts.into_iter().map(|at| drawing.start(at));
    let mut items: Vec<Item> = starts.collect();
    items.extend(drawing.items(&placed));
    items
}

impl Item {
    /// Makes it smaller or larger, and moves it.
    fn resize(&mut self, scale: f64, by: (f64, f64)) {
        let place = |(x, y): &mut (f64, f64)| {
            *x = *x * scale + by.0;
            *y = *y * scale + by.1;
        };
        match self {
            Item::Group(it) => {
                for item in &mut it.items {
                    item.resize(scale, by);
                }
            }
            Item::Shape(it) => {
                it.points.iter_mut().for_each(place);
                it.round *= scale;
                it.width *= scale;
            }
            Item::Line(it) => {
                it.points.iter_mut().for_each(place);
                it.width *= scale;
            }
            Item::Text(it) => {
                it.x = it.x * scale + by.0;
                it.y = it.y * scale + by.1;
                it.wide *= scale;
                it.room *= scale;
                it.size *= scale;
            }
        }
    }
}
