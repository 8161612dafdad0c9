//! The sheets of a picture as pages, and what each is for somebody who hears them: a heading, a list of steps with
//! their words and links, and the ways between them, each said by its label.
//!
//! Invariant: the tags are in the order of the sheet's items, which is that in which they are to be read.

use krilla::Document;
use krilla::action::LinkAction;
use krilla::annotation::{Annotation, LinkAnnotation, Target};
use krilla::geom::{Quadrilateral, Rect, Transform};
use krilla::page::PageSettings;
use krilla::surface::Surface;
use krilla::tagging::{BBox, ContentTag, ListNumbering, Node, Tag, TagGroup};

use super::pen::{self, Pen, Words};
use crate::emit::outlines;
use crate::letters::{self, Weight};
use crate::picture::{Group, Item, Line, Shape, Sheet, Text};

/// The longest side that readers of PDF can show, in points.
const LONGEST: f64 = 14_400.0;

/// A link on a sheet: where it leads, its words, and the rooms of its lines.
struct Link {
    to: String,
    words: String,
    rooms: Vec<Rect>,
}

/// Something that is read, which may be a link.
struct Read {
    node: Node,
    link: Option<Link>,
}

/// Draws a sheet as the next page; gives what is to be heard of it.
pub(super) fn draw(
    document: &mut Document,
    sheet: &Sheet,
    number: usize,
    pen: &mut Pen<'_>,
) -> Option<TagGroup> {
    let scale = (LONGEST / sheet.width.max(sheet.height)).min(1.0);
    let (width, height) = (sheet.width * scale, sheet.height * scale);
    let settings = PageSettings::from_wh(width as f32, height as f32)?;
    let mut page = document.start_page_with(settings);
    let mut surface = page.surface();
    if scale < 1.0 {
        surface.push_transform(&Transform::from_scale(scale as f32, scale as f32));
    }
    let mut section = Section {
        sheet,
        number,
        scale,
        heads: heads(&sheet.items),
        pen,
        made: Vec::new(),
    };
    section.items(&mut surface);
    let made = section.made;
    if scale < 1.0 {
        surface.pop();
    }
    surface.finish();
    // Links are laid over the page when it is drawn.
    let mut tags = TagGroup::new(Tag::Section);
    let mut list: Option<TagGroup> = None;
    for made in made {
        let mut body = Vec::new();
        let (kind, reads) = match made {
            Made::Head(words, reads) => (Kind::Head(words), reads),
            Made::Words(reads) => (Kind::Words, reads),
            Made::Step(reads) => (Kind::Step, reads),
        };
        for read in reads {
            match read.link {
                None => body.push(read.node),
                Some(link) => {
                    let id = page.add_tagged_annotation(annotation(&link));
                    let mut group = TagGroup::new(Tag::Link.with_alt_text(Some(said(&link))));
                    group.push(id);
                    group.push(read.node);
                    body.push(group.into());
                }
            }
        }
        match kind {
            Kind::Step => {
                let body = TagGroup::with_children(Tag::LBody, body);
                let item = TagGroup::with_children(Tag::LI, vec![body.into()]);
                let list = list.get_or_insert_with(|| TagGroup::new(Tag::L(ListNumbering::None)));
                list.push(item);
            }
            Kind::Head(words) => {
                list.take().into_iter().for_each(|list| tags.push(list));
                let level = super::level(if number == 0 { 1 } else { 2 });
                tags.push(TagGroup::with_children(Tag::Hn(level, Some(words)), body));
            }
            Kind::Words => {
                list.take().into_iter().for_each(|list| tags.push(list));
                tags.push(TagGroup::with_children(Tag::P, body));
            }
        }
    }
    list.take().into_iter().for_each(|list| tags.push(list));
    page.finish();
    Some(tags)
}

enum Kind {
    Head(String),
    Words,
    Step,
}

enum Made {
    Head(String, Vec<Read>),
    Words(Vec<Read>),
    Step(Vec<Read>),
}

struct Section<'a, 'b> {
    sheet: &'a Sheet,
    number: usize,
    scale: f64,
    /// Which of the items are the lines of the heading.
    heads: std::ops::Range<usize>,
    pen: &'a mut Pen<'b>,
    made: Vec<Made>,
}

/// The lines of bold text with which a sheet begins: its title.
fn heads(items: &[Item]) -> std::ops::Range<usize> {
    let text = |item: &Item| match item {
        Item::Text(text) if text.weight == Weight::Bold => Some(text.size),
        Item::Text(_) | Item::Group(_) | Item::Shape(_) | Item::Line(_) => None,
    };
    let is_text = |item: &Item| matches!(item, Item::Text(_));
    let Some(first) = items.iter().position(is_text) else {
        return 0..0;
    };
    let size = text(&items[first]);
    let alike = |item: &&Item| size.is_some() && text(item) == size;
    first..first + items[first..].iter().take_while(alike).count()
}

impl Section<'_, '_> {
    fn items(&mut self, surface: &mut Surface<'_>) {
        let sheet = self.sheet;
        for (number, item) in sheet.items.iter().enumerate() {
            match item {
                Item::Text(text) => {
                    let read = self.text(surface, text);
                    if self.heads.contains(&number) {
                        self.head(text, read);
                    } else {
                        self.made.push(Made::Words(vec![read]));
                    }
                }
                Item::Group(group) => self.group(surface, group),
                Item::Shape(_) | Item::Line(_) => {
                    pen::layout(surface, |surface| path(surface, item));
                }
            }
        }
    }

    fn head(&mut self, text: &Text, read: Read) {
        match self.made.last_mut() {
            Some(Made::Head(words, reads)) => {
                words.push(' ');
                words.push_str(&letters::clean(&text.text));
                reads.push(read);
            }
            Some(Made::Words(_) | Made::Step(_)) | None => {
                let words = letters::clean(&text.text);
                self.made.push(Made::Head(words, vec![read]));
            }
        }
    }

    fn group(&mut self, surface: &mut Surface<'_>, group: &Group) {
        let label = letters::clean(&group.label);
        let texts = group.items.iter().filter_map(|item| match item {
            Item::Text(text) => Some(text),
            Item::Group(_) | Item::Shape(_) | Item::Line(_) => None,
        });
        if !label.is_empty() && (group.id.starts_with("way") || texts.count() == 0) {
            self.figure(surface, group, label);
            return;
        }
        let mut reads: Vec<Read> = Vec::new();
        for item in &group.items {
            match item {
                Item::Text(text) => {
                    let read = self.text(surface, text);
                    add(&mut reads, read);
                }
                Item::Shape(_) | Item::Line(_) => {
                    pen::layout(surface, |surface| path(surface, item));
                }
                // No group holds a group.
                Item::Group(_) => {}
            }
        }
        if !reads.is_empty() {
            self.made.push(Made::Step(reads));
        }
    }

    /// A line with its words is one thing, and is heard as its label.
    fn figure(&mut self, surface: &mut Surface<'_>, group: &Group, label: String) {
        let id = surface.start_tagged(ContentTag::Other);
        for item in &group.items {
            match item {
                Item::Text(text) => self.write(surface, text),
                Item::Shape(_) | Item::Line(_) => path(surface, item),
                Item::Group(_) => {}
            }
        }
        surface.end_tagged();
        let tag = Tag::Figure(Some(label)).with_bbox(self.around(group));
        let mut figure = TagGroup::new(tag);
        figure.push(id);
        let node = figure.into();
        self.made.push(Made::Step(vec![Read { node, link: None }]));
    }

    fn around(&self, group: &Group) -> Option<BBox> {
        let mut places: Vec<(f64, f64)> = Vec::new();
        for item in &group.items {
            match item {
                Item::Shape(shape) => places.extend(&shape.points),
                Item::Line(line) => places.extend(&line.points),
                Item::Text(text) => {
                    places.push((text.x, text.y - text.size));
                    places.push((text.x + text.room.max(text.wide), text.y + text.size * 0.3));
                }
                Item::Group(_) => {}
            }
        }
        let end = |least: bool, of: &dyn Fn(&(f64, f64)) -> f64| {
            let places = places.iter().map(of);
            let end = match least {
                true => places.reduce(f64::min),
                false => places.reduce(f64::max),
            };
            end.map(|end| (end * self.scale) as f32)
        };
        let (left, top) = (end(true, &|it| it.0)?, end(true, &|it| it.1)?);
        let (right, bottom) = (end(false, &|it| it.0)?, end(false, &|it| it.1)?);
        // A straight line has no width, and a box must have some.
        let rect = Rect::from_ltrb(left - 1.0, top - 1.0, right + 1.0, bottom + 1.0)?;
        Some(BBox::new(self.number, rect))
    }

    fn text(&mut self, surface: &mut Surface<'_>, text: &Text) -> Read {
        let (words, x) = self.placed(text);
        let id = self.pen.tagged(
            surface,
            Words {
                x,
                ..of(text, &words)
            },
        );
        let link = text
            .link
            .as_deref()
            .and_then(super::address)
            .and_then(|to| {
                let (x, y) = (x * self.scale, text.y * self.scale);
                let (wide, size) = (text.wide * self.scale, text.size * self.scale);
                let room = Rect::from_xywh(
                    x as f32,
                    (y - size) as f32,
                    wide as f32,
                    (size * 1.3) as f32,
                );
                Some(Link {
                    to,
                    words: words.clone(),
                    rooms: vec![room?],
                })
            });
        Read {
            node: id.into(),
            link,
        }
    }

    fn write(&mut self, surface: &mut Surface<'_>, text: &Text) {
        let (words, x) = self.placed(text);
        let runs = self.pen.runs(&words, text.size, text.weight);
        self.pen.write(
            surface,
            Words {
                x,
                ..of(text, &words)
            },
            &runs,
        );
    }

    fn placed(&self, text: &Text) -> (String, f64) {
        let words = letters::clean(&text.text);
        let runs = self.pen.runs(&words, text.size, text.weight);
        let x = outlines::begins(text, &runs);
        (words, x)
    }
}

fn of<'a>(text: &Text, words: &'a str) -> Words<'a> {
    Words {
        x: text.x,
        y: text.y,
        text: words,
        size: text.size,
        weight: text.weight,
        colour: text.colour,
    }
}

/// Adds what is read next; a link that goes on over several lines is one link.
fn add(reads: &mut Vec<Read>, read: Read) {
    if let (Some(last), Some(link)) = (reads.last_mut(), &read.link)
        && let Some(before) = &mut last.link
        && before.to == link.to
    {
        before.words.push(' ');
        before.words.push_str(&link.words);
        before.rooms.extend(&link.rooms);
        let both = vec![last.node.clone(), read.node];
        last.node = TagGroup::with_children(Tag::Span, both).into();
        return;
    }
    reads.push(read);
}

fn annotation(link: &Link) -> Annotation {
    let quads: Vec<Quadrilateral> = link.rooms.iter().map(|room| super::quad(*room)).collect();
    let target = Target::Action(LinkAction::new(link.to.clone()).into());
    let annotation = LinkAnnotation::new_with_quad_points(quads, target);
    Annotation::new_link(annotation, Some(said(link)))
}

fn said(link: &Link) -> String {
    super::said(&link.to, &link.words)
}

fn path(surface: &mut Surface<'_>, item: &Item) {
    match item {
        Item::Shape(it) => shape(surface, it),
        Item::Line(it) => line(surface, it),
        Item::Group(_) | Item::Text(_) => {}
    }
}

fn shape(surface: &mut Surface<'_>, shape: &Shape) {
    if let Some(path) = pen::path(&outlines::shape(shape)) {
        pen::filled(surface, &path, shape.fill);
        pen::stroke(surface, &path, shape.border, shape.width, shape.dashed);
    }
}

fn line(surface: &mut Surface<'_>, line: &Line) {
    let (along, head) = outlines::line(line);
    if let Some(path) = pen::path(&along) {
        pen::stroke(surface, &path, line.colour, line.width, line.dashed);
    }
    if let Some(path) = pen::path(&head) {
        pen::filled(surface, &path, line.colour);
    }
}
