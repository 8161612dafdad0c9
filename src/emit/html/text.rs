//! The pathway as text: numbered steps that say where each answer leads, services, and what names mean.

use std::fmt::Write;

use super::escape::{Escaped, escaped};
use crate::emit::document::{Asked, Choice, Contact, Deed, Document, Service, Step, Way};
use crate::ir::ServiceId;

/// A paragraph of an author's text.
fn paragraph(class: &str, text: &str, out: &mut String) {
    let class = if class.is_empty() {
        String::new()
    } else {
        format!(" class=\"{class}\"")
    };
    let _ = writeln!(out, "<p{class} dir=\"auto\">{}</p>", Escaped(text));
}

fn list(class: &str, items: impl IntoIterator<Item = String>, out: &mut String) {
    let _ = writeln!(out, "<ul class=\"{class}\">");
    for item in items {
        let _ = writeln!(out, "<li>{item}</li>");
    }
    out.push_str("</ul>\n");
}

/// The steps, what is known before them, and what names in them mean.
pub(super) fn steps(document: &Document, out: &mut String) {
    out.push_str(
        "<section class=\"view\" id=\"steps\" aria-labelledby=\"steps-title\">\n\
         <h2 id=\"steps-title\">All steps</h2>\n",
    );
    if let Some(start) = document.start {
        let _ = writeln!(
            out,
            "<p>Everybody starts at step {}. The numbers are the same in the diagram.</p>",
            link_to(start)
        );
    }
    if !document.facts.is_empty() {
        out.push_str("<h3>Known from the start</h3>\n<ul>\n");
        for fact in &document.facts {
            let _ = writeln!(out, "<li><span dir=\"auto\">{}</span>", Escaped(&fact.text));
            asked(fact, out);
            out.push_str("</li>\n");
        }
        out.push_str("</ul>\n");
    }
    for it in &document.steps {
        step(document, it, out);
    }
    if !document.definitions.is_empty() {
        out.push_str("<h3 id=\"meanings\">What names mean</h3>\n<dl>\n");
        for it in &document.definitions {
            let _ = writeln!(out, "<dt dir=\"auto\">{}</dt>", Escaped(&it.title));
            for line in &it.lines {
                let _ = writeln!(out, "<dd dir=\"auto\">{}</dd>", Escaped(line));
            }
        }
        out.push_str("</dl>\n");
    }
    out.push_str("</section>\n");
}

fn link_to(number: usize) -> String {
    format!("<a href=\"#step-{number}\">{number}</a>")
}

/// Numbers of steps, each a link by itself.
fn links_to(document: &Document, numbers: &[usize]) -> String {
    let link = |number: &usize| match document.step(*number) {
        Some(_) => {
            format!("<a href=\"#step-{number}\"><span class=\"unseen\">step </span>{number}</a>")
        }
        None => number.to_string(),
    };
    let links: Vec<String> = numbers.iter().map(link).collect();
    links.join(" ")
}

fn step(document: &Document, it: &Step, out: &mut String) {
    let number = it.number;
    let kind = it.kind.word();
    let lit = if it.lit { " lit" } else { "" };
    let _ = write!(
        out,
        "<article class=\"step {}{lit}\" aria-labelledby=\"step-{number}\">\n\
         <h3 id=\"step-{number}\"><span class=\"number\">{number}</span> <span class=\"kind\">{kind}</span> \
         <span class=\"title\" dir=\"auto\">{}</span></h3>\n",
        kind.to_lowercase(),
        Escaped(&it.title)
    );
    let marks = it.mark.into_iter().map(str::to_string);
    let lit = it.lit.then(|| "On this family’s way".to_string());
    for mark in marks.chain(lit) {
        let _ = writeln!(
            out,
            "<p class=\"mark\"><strong>{}</strong></p>",
            Escaped(&mark)
        );
    }
    for text in &it.urgent {
        let _ = writeln!(
            out,
            "<p class=\"box urgent\" dir=\"auto\"><strong>Urgent:</strong> {}</p>",
            Escaped(text)
        );
    }
    if let Some(it) = &it.asked {
        asked(it, out);
    }
    for text in &it.says {
        out.push_str("<p>Say:</p>\n");
        let _ = writeln!(
            out,
            "<blockquote dir=\"auto\">{}</blockquote>",
            Escaped(text)
        );
    }
    for duty in &it.duties {
        let class = if duty.is_forbidden { " forbidden" } else { "" };
        let _ = writeln!(out, "<p class=\"strength{class}\">{}</p>", duty.strength);
        let deeds = duty.deeds.iter().map(|it| deed(document, it));
        list("deeds", deeds, out);
    }
    for note in &it.notes {
        paragraph("note", note, out);
    }
    if let Some(stuck) = &it.stuck {
        let _ = writeln!(
            out,
            "<p class=\"box stuck\" dir=\"auto\"><strong>Not settled here.</strong> {}</p>",
            Escaped(stuck)
        );
    }
    if let Some(policy) = it.policy {
        paragraph("policy", policy, out);
    }
    if !it.ways.is_empty() {
        list("ways", it.ways.iter().map(way), out);
    }
    for aside in &it.asides {
        paragraph("aside", aside, out);
    }
    if !it.from.is_empty() {
        let from = links_to(document, &it.from);
        let _ = writeln!(out, "<p class=\"from\">From {from}</p>");
    }
    out.push_str("</article>\n");
}

/// What is asked, and what can be answered.
fn asked(it: &Asked, out: &mut String) {
    for text in it.hints.iter().chain(&it.notes) {
        paragraph("hint", text, out);
    }
    if let Some(range) = &it.range {
        let _ = writeln!(out, "<p dir=\"auto\">Answer: {}.</p>", Escaped(range));
    }
    let introduced = |word: &str, choices: &[Choice], out: &mut String| {
        let is_plain =
            |it: &Choice| !it.alone && it.notes.is_empty() && it.text.chars().count() < 12;
        if choices.iter().all(is_plain) && !choices.is_empty() {
            let texts: Vec<String> = choices.iter().map(choice).collect();
            let _ = writeln!(out, "<p>{word}: {}</p>", texts.join(" / "));
        } else if !choices.is_empty() {
            let _ = writeln!(out, "<p>{word}:</p>");
            list("choices", choices.iter().map(choice), out);
        }
    };
    match (it.several, it.marks.is_empty()) {
        (true, true) => introduced("Tick all that apply", &it.choices, out),
        (true, false) => introduced("For each of these", &it.choices, out),
        (false, _) => introduced("Answer one of", &it.choices, out),
    }
    introduced("Choose one of these marks", &it.marks, out);
}

fn choice(it: &Choice) -> String {
    let mut out = format!("<span dir=\"auto\">{}</span>", Escaped(&it.text));
    if it.alone {
        out.push_str(" (alone, with no other)");
    }
    for note in &it.notes {
        let _ = write!(
            out,
            "<span class=\"hint\" dir=\"auto\">{}</span>",
            Escaped(note)
        );
    }
    out
}

/// What to do, and where to read how the service is reached.
fn deed(document: &Document, it: &Deed) -> String {
    let mut out = format!("<span dir=\"auto\">{}</span>", Escaped(&it.text));
    let service = it.service.filter(|_| it.tells_contact);
    if let Some(service) = service.and_then(|id| service_of(document, id)) {
        let _ = write!(
            out,
            " <a class=\"how\" href=\"#{}\">How to reach <span dir=\"auto\">{}</span></a>",
            anchor(service.id),
            Escaped(&service.title)
        );
    }
    for note in &it.notes {
        let _ = write!(
            out,
            "<span class=\"hint\" dir=\"auto\">{}</span>",
            Escaped(note)
        );
    }
    out
}

/// A way on: "If “Yes”: go to 4, “Are the parents together?”".
fn way(it: &Way) -> String {
    let (first, line) = it.number_and_line();
    let condition = if line.is_empty() {
        "Then".to_string()
    } else if line == "Otherwise" || line == "Any answer" {
        format!("{line}:")
    } else {
        format!("If “<span dir=\"auto\">{}</span>”:", Escaped(&line))
    };
    let lit = if it.lit {
        " <strong>(this family’s way)</strong>"
    } else {
        ""
    };
    let title = escaped(&it.title);
    if it.is_shown {
        format!(
            "{first}{condition} go to <a href=\"#step-{0}\">{0}, “<span dir=\"auto\">{title}</span>”</a>{lit}",
            it.to
        )
    } else {
        format!(
            "{first}{condition} go to {}, “<span dir=\"auto\">{title}</span>”, which is not shown here{lit}",
            it.to
        )
    }
}

fn service_of(document: &Document, id: ServiceId) -> Option<&Service> {
    document.services.iter().find(|it| it.id == id)
}

fn anchor(id: ServiceId) -> String {
    format!("service-{}", id.0 + 1)
}

/// Services and how each is reached.
pub(super) fn services(document: &Document, out: &mut String) {
    if document.services.is_empty() {
        return;
    }
    out.push_str(
        "<section class=\"view\" id=\"services\" aria-labelledby=\"services-title\">\n\
         <h2 id=\"services-title\">Services</h2>\n",
    );
    for it in &document.services {
        let _ = writeln!(
            out,
            "<article class=\"service\" aria-labelledby=\"{0}\">\n<h3 id=\"{0}\" dir=\"auto\">{1}</h3>",
            anchor(it.id),
            Escaped(&it.title)
        );
        if let Some(closed) = &it.closed {
            let _ = writeln!(
                out,
                "<p class=\"box stuck\" dir=\"auto\"><strong>{}.</strong></p>",
                Escaped(closed)
            );
        }
        let mut lines: Vec<String> = it.contacts.iter().map(contact).collect();
        let eligible = it.eligible.iter();
        lines.extend(
            eligible.map(|it| format!("<span dir=\"auto\">Only when {}</span>", Escaped(it))),
        );
        if let Some(other) = it.out_of_hours.and_then(|id| service_of(document, id)) {
            lines.push(format!(
                "Out of hours: <a href=\"#{}\" dir=\"auto\">{}</a>",
                anchor(other.id),
                Escaped(&other.title)
            ));
        }
        if lines.is_empty() {
            out.push_str("<p>The pathway gives no way to reach it.</p>\n");
        } else {
            list("contacts", lines, out);
        }
        if !it.steps.is_empty() {
            let word = if it.steps.len() == 1 { "step" } else { "steps" };
            let steps = links_to(document, &it.steps);
            let _ = writeln!(out, "<p class=\"from\">Named in {word} {steps}</p>");
        }
        out.push_str("</article>\n");
    }
    out.push_str("</section>\n");
}

fn contact(it: &Contact) -> String {
    let text = escaped(&it.text);
    let text = match &it.link {
        Some(link) => {
            let leaves = link.starts_with("http");
            let beside = if leaves {
                " rel=\"noreferrer noopener\""
            } else {
                ""
            };
            format!(
                "<a href=\"{}\"{beside} dir=\"auto\">{text}</a>",
                Escaped(link)
            )
        }
        None => format!("<span dir=\"auto\">{text}</span>"),
    };
    let when = (it.when.as_ref())
        .map(|when| format!(" <span dir=\"auto\">(when {})</span>", Escaped(when)))
        .unwrap_or_default();
    format!("<span class=\"word\">{}:</span> {text}{when}", it.word)
}
