//! Services, and how each is reached.

use std::collections::BTreeSet;

use crate::calendar;
use crate::emit::words::Words;
use crate::ir::{Detail, Pathway, ServiceId};

use super::Step;

/// A service, in words.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Service {
    /// The service.
    pub id: ServiceId,
    /// The name that the author gave it.
    pub name: String,
    /// Its title.
    pub title: String,
    /// Who may be sent there: "child age is less than 2 years".
    pub eligible: Vec<String>,
    /// How it is reached, and what else is said of it, in the author's order.
    pub contacts: Vec<Contact>,
    /// Who helps out of hours.
    pub out_of_hours: Option<ServiceId>,
    /// That it has closed, in a sentence.
    pub closed: Option<String>,
    /// The numbers of the steps that name it, of those that are shown.
    pub steps: Vec<usize>,
}

/// One line of a service.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Contact {
    /// What kind of line it is.
    pub kind: Detail,
    /// The word for it: "Phone".
    pub word: &'static str,
    /// What is to be read.
    pub text: String,
    /// Where it leads when it is clicked; nothing where it is not plainly a number or an address.
    pub link: Option<String>,
    /// For whom it is said: "worker is social care"; nothing where it is said to all.
    pub when: Option<String>,
}

impl Contact {
    /// Whether it says how the service is reached, and when: what a picture has room for.
    pub fn is_brief(&self) -> bool {
        match self.kind {
            Detail::Phone
            | Detail::Email
            | Detail::Website
            | Detail::Form
            | Detail::Address
            | Detail::Postcode
            | Detail::Hours
            | Detail::Note => true,
            Detail::For
            | Detail::Cost
            | Detail::Languages
            | Detail::Authority
            | Detail::Audience
            | Detail::Source
            | Detail::Owner
            | Detail::Version
            | Detail::Hint => false,
        }
    }

    /// The line in one: "Phone: 01632 960 001, when worker is pass".
    pub fn line(&self) -> String {
        match &self.when {
            Some(when) => format!("{}: {}, when {when}", self.word, self.text),
            None => format!("{}: {}", self.word, self.text),
        }
    }
}

/// The services that the steps speak of, and those that stand in for them out of hours or since they have closed.
pub(super) fn services(words: &Words<'_>, pathway: &Pathway, steps: &[Step]) -> Vec<Service> {
    let deeds = |step: &Step| -> BTreeSet<ServiceId> {
        let deeds = step.duties.iter().flat_map(|duty| &duty.deeds);
        deeds.filter_map(|deed| deed.service).collect()
    };
    let mut spoken_of: BTreeSet<ServiceId> = steps.iter().flat_map(deeds).collect();
    let mut more: Vec<ServiceId> = spoken_of.iter().copied().collect();
    while let Some(id) = more.pop() {
        let service = &pathway[id];
        let now = service.retired.as_ref().and_then(|it| it.replaced_by);
        more.extend(
            service
                .out_of_hours
                .into_iter()
                .chain(now)
                .filter(|next| spoken_of.insert(*next)),
        );
    }
    let service = |id: ServiceId| {
        let it = &pathway[id];
        let lines = it.lines.iter().map(|line| Contact {
            kind: line.kind,
            word: word(line.kind),
            text: shown(line.kind, &line.text).to_string(),
            link: link(line.kind, &line.text),
            when: line.when.as_ref().map(|guard| words.guard(guard, None)),
        });
        let named_by = steps.iter().filter(|step| deeds(step).contains(&id));
        Service {
            id,
            name: it.name.clone(),
            title: it.title.clone(),
            eligible: it.eligible.iter().map(|it| words.guard(it, None)).collect(),
            contacts: lines.collect(),
            out_of_hours: it.out_of_hours,
            closed: it.retired.as_ref().map(|retired| {
                let day = calendar::words(retired.on);
                let now = retired.replaced_by;
                let now = now.map(|id| format!("; now {}", pathway[id].title));
                format!("Closed after {day}{}", now.unwrap_or_default())
            }),
            steps: named_by.map(|step| step.number).collect(),
        }
    };
    spoken_of.into_iter().map(service).collect()
}

/// The word before a line of a service.
fn word(kind: Detail) -> &'static str {
    match kind {
        Detail::Phone => "Phone",
        Detail::Email => "Email",
        Detail::Website => "Web",
        Detail::Form => "Form",
        Detail::Address => "Address",
        Detail::Postcode => "Postcode",
        Detail::Hours => "Open",
        Detail::Note => "Note",
        Detail::For => "For",
        Detail::Cost => "Cost",
        Detail::Languages => "Languages",
        Detail::Authority => "Authority",
        Detail::Audience => "Audience",
        Detail::Source => "Source",
        Detail::Owner => "Owner",
        Detail::Version => "Version",
        Detail::Hint => "Hint",
    }
}

/// A web address without what a reader need not see.
fn shown(kind: Detail, text: &str) -> &str {
    if kind != Detail::Website {
        return text;
    }
    let bare = text.trim();
    let bare = bare.strip_prefix("https://").unwrap_or(bare);
    let bare = bare.strip_prefix("http://").unwrap_or(bare);
    bare.trim_end_matches('/')
}

/// Where a contact leads when it is clicked; nowhere where it is not plainly a number or an address.
fn link(kind: Detail, text: &str) -> Option<String> {
    let text = text.trim();
    let plain = text
        .chars()
        .all(|c| c.is_ascii_graphic() && !"\"'<>\\^`{|}".contains(c));
    if kind == Detail::Phone {
        let dial = |c: char| c.is_ascii_digit() || " +()-".contains(c);
        let digits: String = text
            .chars()
            .filter(|c| c.is_ascii_digit() || *c == '+')
            .collect();
        (text.chars().all(dial) && digits.len() >= 3).then(|| format!("tel:{digits}"))
    } else if kind == Detail::Email {
        (plain && text.contains('@')).then(|| format!("mailto:{text}"))
    } else if kind == Detail::Website && plain && text.contains('.') {
        if text.starts_with("https://") || text.starts_with("http://") {
            Some(text.to_string())
        } else {
            (!text.contains(':')).then(|| format!("https://{text}"))
        }
    } else {
        None
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_contact_leads_where_it_plainly_says() {
        let phone = |text| link(Detail::Phone, text);
        assert_eq!(phone("01268 763 631").as_deref(), Some("tel:01268763631"));
        assert_eq!(phone("0800 1111, option 2"), None);
        let web = |text| link(Detail::Website, text);
        assert_eq!(
            web("parentsaid.org.uk").as_deref(),
            Some("https://parentsaid.org.uk")
        );
        assert_eq!(web("javascript:alert(1).x"), None);
        assert_eq!(web("https://a.uk/\"><script>"), None);
        assert_eq!(link(Detail::Form, "https://a.uk"), None);
        assert_eq!(shown(Detail::Website, "https://a.uk/"), "a.uk");
    }
}
