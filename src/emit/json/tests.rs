//! The contract holds what the pathway holds, and the schema says so.

use serde_json::Value;

use super::*;
use crate::emit::sample;

fn json(pathway: &ir::Pathway) -> Value {
    serde_json::from_str(&emit(pathway, &sample::sources())).expect("JSON was written")
}

fn problems(json: &Value) -> Vec<String> {
    let schema = serde_json::from_str(&schema()).expect("the schema is JSON");
    let validator = jsonschema::validator_for(&schema).expect("the schema is a schema");
    validator
        .iter_errors(json)
        .map(|error| format!("{}: {error}", error.instance_path()))
        .collect()
}

#[test]
fn every_pathway_is_valid_under_the_schema_and_a_wrong_one_is_not() {
    for pathway in [
        sample::thurrock(),
        sample::everything(),
        ir::Pathway::default(),
    ] {
        assert_eq!(problems(&json(&pathway)), Vec::<String>::new());
    }
    let mut wrong = json(&sample::thurrock());
    wrong["blocks"][0]["policy"] = Value::from("any");
    assert_eq!(problems(&wrong).len(), 1);
    let mut wrong = json(&sample::thurrock());
    wrong["version"] = Value::from(2);
    assert_eq!(problems(&wrong).len(), 1);
}

#[test]
fn the_published_schema_is_the_one_that_holds() {
    let path = concat!(
        env!("CARGO_MANIFEST_DIR"),
        "/docs/fingerpost-pathway.schema.json"
    );
    if std::env::var_os("FINGERPOST_UPDATE").is_some() {
        std::fs::write(path, schema()).expect("the schema can be written");
    }
    let published = std::fs::read_to_string(path).expect("the schema is published");
    assert!(
        published == schema(),
        "docs/fingerpost-pathway.schema.json is old: run the tests with FINGERPOST_UPDATE=1"
    );
}

#[test]
fn the_schema_says_what_every_property_is() {
    fn look(at: &str, schema: &Value, silent: &mut Vec<String>) {
        if let Some(properties) = schema["properties"].as_object() {
            for (name, property) in properties {
                let told = property["description"].is_string() || property["const"].is_string();
                if !told {
                    silent.push(format!("{at}.{name}"));
                }
            }
        }
        match schema {
            Value::Object(parts) => parts.iter().for_each(|(name, it)| look(name, it, silent)),
            Value::Array(parts) => parts.iter().for_each(|it| look(at, it, silent)),
            Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
        }
    }
    let schema: Value = serde_json::from_str(&schema()).expect("the schema is JSON");
    let mut silent = Vec::new();
    look("pathway", &schema, &mut silent);
    assert_eq!(silent, Vec::<String>::new());
}

#[test]
fn the_same_pathway_gives_the_same_bytes() {
    let (pathway, sources) = (sample::everything(), sample::sources());
    let json = emit(&pathway, &sources);
    assert_eq!(json, emit(&pathway.clone(), &sources));
    assert!(json.starts_with("{\n  \"format\": \"fingerpost-pathway\",\n  \"version\": 1,\n"));
    assert!(json.ends_with("\n}\n"));
}

/// The condition of the way of `step` with these words.
fn condition(json: &Value, words: &str) -> Value {
    let blocks = json["blocks"].as_array().expect("a list");
    let step = blocks.iter().find(|it| it["name"] == "step");
    let ways = step.expect("a step")["ways"].as_array().expect("a list");
    let way = ways.iter().find(|it| it["when"]["text"] == words);
    way.expect("a way with these words")["when"]["condition"].clone()
}

#[test]
fn a_condition_is_a_tree_of_names_that_a_program_can_run() {
    let json = json(&sample::everything());
    let is = |words: &str, expected: Value| assert_eq!(condition(&json, words), expected);
    is(
        "role is a and role is not b",
        serde_json::json!({"kind": "all", "conditions": [
            {"kind": "answer_is", "question": "role", "answers": ["a"]},
            {"kind": "answer_is", "question": "role", "answers": ["c"]},
        ]}),
    );
    is(
        "exactly 2 of dash are not yes",
        serde_json::json!({"kind": "marked", "checklist": "dash",
            "count": {"kind": "exactly", "number": {"kind": "number", "number": 2}},
            "items": ["afraid", "control"], "marks": ["no"]}),
    );
    is(
        "risk is at least medium",
        serde_json::json!({"kind": "value_is", "value": "risk", "options": ["medium", "high"]}),
    );
    is(
        "seraf > marac",
        serde_json::json!({"kind": "above", "number": {"kind": "score", "score": "seraf"},
            "bound": {"kind": "setting", "setting": "marac"}}),
    );
    is(
        "age >= 12 months",
        serde_json::json!({"kind": "between", "number": {"kind": "question", "question": "age"},
            "from": {"kind": "age", "months": 12, "days": 0, "order": 5844}}),
    );
    is(
        "age <= 31 days",
        serde_json::json!({"kind": "between", "number": {"kind": "question", "question": "age"},
            "to": {"kind": "age", "months": 0, "days": 31, "order": 496}}),
    );
    is(
        "since < 2020-02-29",
        serde_json::json!({"kind": "below", "number": {"kind": "question", "question": "since"},
            "bound": {"kind": "date", "date": "2020-02-29"}}),
    );
}

#[test]
fn answers_ranges_and_allowed_findings_are_spoken_of_by_name() {
    let json = json(&sample::everything());
    let given = |at: usize| &json["examples"][0]["given"][at];
    assert_eq!(given(0)["question"], "role");
    assert_eq!(
        given(0)["answer"],
        serde_json::json!({"kind": "one_of", "answer": "b"})
    );
    assert_eq!(given(2)["answer"]["quantity"]["pence"], 1450);
    assert_eq!(
        given(6)["answer"]["items"][1],
        serde_json::json!({"item": "control", "mark": "no"})
    );
    assert_eq!(json["questions"][8]["answers"]["to"]["setting"], "marac");
    assert_eq!(json["questions"][8]["answers"]["unit"], "points");
    assert_eq!(json["allows"][0]["in"], "Example");
    assert_eq!(json["services"][1]["out_of_hours"], "open");
    assert_eq!(json["services"][1]["retired"]["replaced_by"], "open");
}

#[test]
fn everything_says_where_it_was_written() {
    let pathway = sample::thurrock();
    let json = json(&pathway);
    assert_eq!(
        json["place"],
        serde_json::json!({"file": "sample.flow", "line": 1, "column": 1})
    );
    let start = sample::sources().start(pathway.blocks[1].span);
    assert_eq!(json["blocks"][1]["place"]["line"], start.line);
    assert_eq!(json["blocks"][1]["place"]["column"], start.column);
}

#[test]
fn an_action_carries_its_strength_deadline_and_condition() {
    let json = json(&sample::thurrock());
    let blocks = json["blocks"].as_array().expect("a list");
    let block = blocks.iter().find(|it| it["name"] == "domestic_violence");
    let mash = &block.expect("the outcome")["actions"][1];
    assert_eq!(mash["strength"], "must");
    assert_eq!(mash["verb"], "refer");
    assert_eq!(mash["what"]["service"], "mash");
    assert_eq!(mash["deadline"]["duration"]["text"], "24 hours");
    assert_eq!(mash["when"]["condition"]["answers"][0], "yes");
}
