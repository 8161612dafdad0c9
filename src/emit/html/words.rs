//! What the page's script says in words that only the compiler knows: ways, actions, and how services are reached. The
//! lists stand in the order of the contract's.

use serde::Serialize;
use serde_json::Value;

use crate::emit::document::{Contact, Document};
use crate::emit::words::Words;
use crate::ir::{BlockId, Pathway, ServiceId};

#[derive(Serialize)]
struct Said {
    questions: Vec<String>,
    blocks: Vec<Block>,
    services: Vec<Option<Service>>,
}

#[derive(Serialize)]
struct Block {
    /// Its number in the text and the diagram.
    number: Option<usize>,
    ways: Vec<String>,
    actions: Vec<String>,
}

#[derive(Serialize)]
struct Service {
    eligible: Vec<String>,
    closed: Option<String>,
    out_of_hours: Option<usize>,
    lines: Vec<Line>,
}

#[derive(Serialize)]
struct Line {
    word: &'static str,
    text: String,
    link: Option<String>,
    when: Option<String>,
    contact: bool,
}

/// The contract without what a page that is published has no use for: places in files, rules, examples and the reasons
/// why findings are allowed.
pub(super) fn for_everybody(contract: &str) -> String {
    let Ok(mut contract) = serde_json::from_str::<Value>(contract) else {
        return "{}".to_string();
    };
    if let Value::Object(top) = &mut contract {
        top.retain(|key, _| !matches!(key.as_str(), "rules" | "examples" | "allows"));
    }
    let mut open = vec![&mut contract];
    while let Some(value) = open.pop() {
        match value {
            Value::Object(fields) => {
                fields.remove("place");
                open.extend(fields.values_mut());
            }
            Value::Array(values) => open.extend(values),
            Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
        }
    }
    contract.to_string()
}

/// The words as JSON.
pub(super) fn said(pathway: &Pathway, document: &Document) -> String {
    let words = Words::of(pathway);
    let questions = pathway.questions.iter();
    let blocks = (0..).map(BlockId).zip(&pathway.blocks).map(|(id, block)| {
        let step = document.steps.iter().find(|step| step.block == id);
        let ways = block.ways.iter();
        Block {
            number: step.map(|step| step.number),
            ways: ways.map(|way| words.way(block, way).join(", ")).collect(),
            actions: block.actions.iter().map(|it| words.doing(it)).collect(),
        }
    });
    let services = (0..).map(ServiceId).zip(&pathway.services);
    let services = services.map(|(id, service)| {
        let told = document.services.iter().find(|told| told.id == id)?;
        let lines = told.contacts.iter().zip(&service.lines);
        Some(Service {
            eligible: told.eligible.clone(),
            closed: told.closed.clone(),
            out_of_hours: told.out_of_hours.map(|other| other.0),
            lines: lines
                .map(|(contact, line)| Line::of(contact, line.is_contact()))
                .collect(),
        })
    });
    let said = Said {
        questions: questions.map(|it| words.range(&it.answers)).collect(),
        blocks: blocks.collect(),
        services: services.collect(),
    };
    serde_json::to_string(&said).expect("plain structures of texts and numbers can be written")
}

impl Line {
    fn of(it: &Contact, contact: bool) -> Line {
        Line {
            word: it.word,
            text: it.text.clone(),
            link: it.link.clone(),
            when: it.when.clone(),
            contact,
        }
    }
}
