//! The pages of text in the file: their lines, links, footers and tags.
//!
//! Invariant: a link is tagged with its words, and leads to where they say.

use krilla::action::LinkAction;
use krilla::annotation::{Annotation, LinkAnnotation, Target};
use krilla::destination::XyzDestination;
use krilla::geom::{PathBuilder, Point, Rect};
use krilla::page::PageSettings;
use krilla::surface::Surface;
use krilla::tagging::{Identifier, ListNumbering, Node, Tag, TagGroup};

use super::flow::{BLACK, HEIGHT, Line, MARGIN, Pages, Part, RED, Role, To, WIDTH};
use super::pen::{self, Pen, Words};
use crate::emit::document::Document;
use crate::emit::text::Anchor;
use crate::letters::{self, Weight};

/// The size of the footer, in points.
const FOOTER: f64 = 11.0;
/// More characters of a title than would ever fit into the footer.
const MOST_OF_TITLE: usize = 150;

/// Writes the pages behind so many sheets; gives what is to be heard of them.
pub(super) fn write(
    made: &mut krilla::Document,
    document: &Document,
    pages: &Pages,
    sheets: usize,
    pen: &mut Pen<'_>,
) -> TagGroup {
    let mut ids: Vec<Option<Identifier>> = vec![None; pages.lines.len()];
    let mut links: Vec<LinkRoom> = Vec::new();
    of_links(&pages.parts, pages, &mut links);
    let mut annotations: Vec<Option<Identifier>> = vec![None; links.len()];
    for number in 0..pages.count {
        let Some(settings) = PageSettings::from_wh(WIDTH as f32, HEIGHT as f32) else {
            continue;
        };
        let mut page = made.start_page_with(settings);
        let mut surface = page.surface();
        for (_, top, bottom) in pages.bars.iter().filter(|bar| bar.0 == number) {
            pen::layout(&mut surface, |surface| bar(surface, *top, *bottom));
        }
        for (line, id) in pages.lines.iter().zip(&mut ids) {
            if line.page == number {
                *id = Some(self::line(&mut surface, line, pen));
            }
        }
        footer(
            &mut surface,
            document,
            (sheets + number + 1, sheets + pages.count),
            pen,
        );
        surface.finish();
        for (link, id) in links.iter().zip(&mut annotations) {
            if link.page == number {
                let Some(annotation) = annotation(link, pages, sheets) else {
                    continue;
                };
                *id = Some(page.add_tagged_annotation(annotation));
            }
        }
        page.finish();
    }
    let mut annotations = annotations.into_iter();
    let mut tags = TagGroup::new(Tag::Section);
    for part in &pages.parts {
        tags.children
            .extend(node(part, pages, &ids, &mut annotations));
    }
    tags
}

/// The lines of a link on one page.
struct LinkRoom {
    page: usize,
    rooms: Vec<Rect>,
    to: To,
    words: String,
}

/// The links, in the order of the text; one that goes on over a page's end is two.
fn of_links(parts: &[Part], pages: &Pages, links: &mut Vec<LinkRoom>) {
    for part in parts {
        let Part::Of(role, inner) = part else {
            continue;
        };
        let Role::Link { to, words } = role else {
            of_links(inner, pages, links);
            continue;
        };
        for (page, rooms) in rooms(inner, pages) {
            links.push(LinkRoom {
                page,
                rooms,
                to: to.clone(),
                words: words.clone(),
            });
        }
    }
}

/// The rooms of lines, page by page.
fn rooms(parts: &[Part], pages: &Pages) -> Vec<(usize, Vec<Rect>)> {
    let mut rooms: Vec<(usize, Vec<Rect>)> = Vec::new();
    for part in parts {
        let line = match part {
            Part::Line(number) => pages.lines.get(*number),
            Part::Of(..) => None,
        };
        let Some(line) = line else {
            continue;
        };
        let (x, top) = (line.x as f32, (line.y - line.size) as f32);
        let (wide, high) = (line.wide as f32, (line.size * 1.3) as f32);
        let Some(room) = Rect::from_xywh(x, top, wide, high) else {
            continue;
        };
        match rooms.last_mut() {
            Some((page, rooms)) if *page == line.page => rooms.push(room),
            Some(_) | None => rooms.push((line.page, vec![room])),
        }
    }
    rooms
}

fn annotation(link: &LinkRoom, pages: &Pages, sheets: usize) -> Option<Annotation> {
    let (target, said) = match &link.to {
        To::Outside(address) => (
            Target::Action(LinkAction::new(address.clone()).into()),
            super::said(address, &link.words),
        ),
        To::Inside(anchor) => {
            let head = pages.heads.get(*pages.anchors.get(anchor)?)?;
            let (page, down) = head.place;
            let place = Point::from_xy(0.0, down as f32);
            let said = match anchor {
                Anchor::Step(_) => format!("Go to step {}", head.words),
                Anchor::Service(_) => format!("Go to the service {}", head.words),
                Anchor::Example(_) | Anchor::Chapter(_) => format!("Go to {}", head.words),
            };
            let to = XyzDestination::new(sheets + page, place);
            (Target::Destination(to.into()), said)
        }
    };
    let quads = link.rooms.iter().map(|room| super::quad(*room)).collect();
    let annotation = LinkAnnotation::new_with_quad_points(quads, target);
    Some(Annotation::new_link(annotation, Some(said)))
}

/// What is to be heard of a part.
fn node(
    part: &Part,
    pages: &Pages,
    ids: &[Option<Identifier>],
    annotations: &mut impl Iterator<Item = Option<Identifier>>,
) -> Option<Node> {
    let (role, inner) = match part {
        Part::Line(number) => return ids.get(*number).copied().flatten().map(Node::Leaf),
        Part::Of(role, inner) => (role, inner),
    };
    let tag = match role {
        Role::Heading { level, words } => Tag::Hn(super::level(*level), Some(words.clone())).into(),
        Role::Paragraph => Tag::P.into(),
        Role::List => Tag::L(ListNumbering::Disc).into(),
        Role::Item => Tag::LI.into(),
        Role::Mark => Tag::Lbl.into(),
        Role::Body => Tag::LBody.into(),
        Role::Link { .. } => {
            let count = rooms(inner, pages).len();
            let links: Vec<Identifier> = annotations.take(count).flatten().collect();
            // A link that leads nowhere is only words.
            if links.is_empty() {
                Tag::Span.into()
            } else {
                let mut group = TagGroup::new(Tag::Link);
                group.children.extend(links.into_iter().map(Node::Leaf));
                for part in inner {
                    group.children.extend(node(part, pages, ids, annotations));
                }
                return Some(group.into());
            }
        }
    };
    let mut group = TagGroup {
        tag,
        children: Vec::new(),
    };
    for part in inner {
        group.children.extend(node(part, pages, ids, annotations));
    }
    Some(group.into())
}

fn line(surface: &mut Surface<'_>, line: &Line, pen: &mut Pen<'_>) -> Identifier {
    let id = pen.tagged(
        surface,
        Words {
            x: line.x,
            y: line.y,
            text: &line.text,
            size: line.size,
            weight: line.weight,
            colour: line.colour,
        },
    );
    if line.underlined {
        pen::underline(surface, (line.x, line.y), line.wide, line.size, line.colour);
    }
    id
}

fn bar(surface: &mut Surface<'_>, top: f64, bottom: f64) {
    let mut path = PathBuilder::new();
    let height = (bottom - top) as f32;
    if let Some(rect) = Rect::from_xywh(MARGIN as f32, top as f32, 4.0, height) {
        path.push_rect(rect);
    }
    if let Some(path) = path.finish() {
        pen::filled(surface, &path, RED);
    }
}

/// Title and version at the left as far as there is room, the page at the right.
fn footer(
    surface: &mut Surface<'_>,
    document: &Document,
    (page, of): (usize, usize),
    pen: &mut Pen<'_>,
) {
    let words = |text, x| Words {
        x,
        y: HEIGHT - 40.0,
        text,
        size: FOOTER,
        weight: Weight::Regular,
        colour: BLACK,
    };
    let width = |pen: &Pen<'_>, text: &str| -> f64 {
        let runs = pen.runs(text, FOOTER, Weight::Regular);
        runs.iter().map(letters::Run::width).sum()
    };
    let number = format!("Page {page} of {of}");
    let right = WIDTH - MARGIN - width(pen, &number);
    let version = document.control.iter().find(|(word, _)| *word == "Version");
    let version = version.map_or_else(String::new, |(word, text)| {
        letters::clean(&format!(", {} {text}", word.to_lowercase()))
    });
    let room = right - MARGIN - FOOTER - width(pen, &version);
    let title = letters::clean(&document.title);
    let title: String = title.chars().take(MOST_OF_TITLE).collect();
    let mut fitting = title.clone();
    for end in letters::characters(&title)
        .collect::<Vec<_>>()
        .into_iter()
        .rev()
    {
        fitting = if end < title.len() {
            format!("{}…", &title[..end])
        } else {
            title.clone()
        };
        if width(pen, &fitting) <= room {
            break;
        }
    }
    let left = format!("{fitting}{version}");
    if width(pen, &left) <= right - MARGIN {
        pen.footer(surface, words(&left, MARGIN));
    }
    pen.footer(surface, words(&number, right));
}
