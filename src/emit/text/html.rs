//! Running text as HTML: the inside of a page.

use super::{Block, Span};

/// The text as HTML. Headings keep their levels; items that stand one after another are a list.
pub fn html(blocks: &[Block]) -> String {
    let mut out = String::new();
    // How many lists are open, each inside an item of the one before.
    let mut open = 0;
    for block in blocks {
        let depth = match block {
            Block::Item { depth, .. } => (depth + 1).min(open + 1),
            Block::Heading { .. }
            | Block::Paragraph(_)
            | Block::Alarm(_)
            | Block::Table { .. }
            | Block::Figure { .. }
            | Block::ToFillIn(_) => 0,
        };
        if depth <= open && open > 0 {
            out += "</li>\n";
        }
        while open > depth {
            out += "</ul>\n";
            open -= 1;
            if open > 0 {
                out += "</li>\n";
            }
        }
        while open < depth {
            out += "<ul>\n";
            open += 1;
        }
        one(block, &mut out);
    }
    while open > 0 {
        out += "</li>\n</ul>\n";
        open -= 1;
    }
    out
}

fn one(block: &Block, out: &mut String) {
    match block {
        Block::Heading {
            level,
            anchor,
            words,
        } => {
            let level = (*level).clamp(1, 6);
            let id = anchor.map_or_else(String::new, |it| format!(" id=\"{}\"", it.name()));
            *out += &format!("<h{level}{id} dir=\"auto\">{}</h{level}>\n", escaped(words));
        }
        Block::Paragraph(words) => {
            *out += &format!("<p dir=\"auto\">{}</p>\n", inline(words));
        }
        Block::Alarm(words) => {
            let words = escaped(words);
            *out += &format!("<p class=\"alarm\" dir=\"auto\"><strong>{words}</strong></p>\n");
        }
        Block::Item { words, .. } => {
            *out += &format!("<li dir=\"auto\">{}", inline(words));
        }
        Block::Table {
            caption,
            head,
            rows,
        } => table(caption, head, rows, out),
        Block::Figure { caption, svg } => {
            let caption = escaped(caption);
            *out += &format!(
                "<figure>\n<div class=\"drawing\" role=\"region\" tabindex=\"0\" aria-label=\"{caption}\">\n{svg}</div>\n<figcaption dir=\"auto\">{caption}</figcaption>\n</figure>\n"
            );
        }
        Block::ToFillIn(lines) => {
            *out += "<dl class=\"fill-in\">\n";
            for line in lines {
                *out += &format!("<dt>{}</dt><dd>&nbsp;</dd>\n", escaped(line));
            }
            *out += "</dl>\n";
        }
    }
}

fn table(caption: &str, head: &[String], rows: &[Vec<Vec<Span>>], out: &mut String) {
    let label = escaped(caption);
    *out += &format!(
        "<div class=\"table\" role=\"region\" tabindex=\"0\" aria-label=\"{label}\">\n<table>\n<caption>{label}</caption>\n<thead><tr>"
    );
    for cell in head {
        *out += &format!("<th scope=\"col\" dir=\"auto\">{}</th>", escaped(cell));
    }
    *out += "</tr></thead>\n<tbody>\n";
    for row in rows {
        *out += "<tr>";
        for (at, cell) in row.iter().enumerate() {
            let (open, close) = if at == 0 {
                ("<th scope=\"row\" dir=\"auto\">", "</th>")
            } else {
                ("<td dir=\"auto\">", "</td>")
            };
            *out += &format!("{open}{}{close}", inline(cell));
        }
        *out += "</tr>\n";
    }
    *out += "</tbody>\n</table>\n</div>\n";
}

fn inline(words: &[Span]) -> String {
    let words = words.iter().map(|span| match span {
        Span::Plain(words) => escaped(words),
        Span::Strong(words) => format!("<strong>{}</strong>", escaped(words)),
        Span::Name(name) => format!("<code>{}</code>", escaped(name)),
        Span::Inside(words, to) => {
            format!("<a href=\"#{}\">{}</a>", to.name(), escaped(words))
        }
        Span::Outside(words, to) => {
            format!("<a href=\"{}\">{}</a>", escaped(to), escaped(words))
        }
    });
    words.collect()
}

/// A text that HTML reads as text, in a page and in an attribute.
pub fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for letter in text.chars() {
        match letter {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\'' => out.push_str("&#39;"),
            '\n' | '\t' => out.push(letter),
            control if control.is_control() => out.push(' '),
            letter => out.push(letter),
        }
    }
    out
}
