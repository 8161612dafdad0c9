//! Packs of real and invented flows: what is said of services, promises and examples is so.

use super::*;
use crate::emit::document::Shown;
use crate::view::{View, view};

const TODAY: Date = Date {
    year: 2027,
    month: 1,
    day: 15,
};

fn packed(text: &str, since: Option<&str>) -> (Vec<Block>, String) {
    let none = |_: &str, _: &str| Err("no other file".to_string());
    let compile = |text: &str| crate::compile("help.flow", text, TODAY, &none);
    let compiled = compile(text);
    let old = since.map(compile);
    let shown = view(&compiled.pathway, TODAY, &View::default());
    let shown = shown.unwrap_or_else(|_| Shown::all(&compiled.pathway));
    let errors = compiled.diagnostics.count(Severity::Error);
    let document = Document::of(&compiled.pathway, &shown, errors);
    let blocks = pack(&Made {
        pathway: &compiled.pathway,
        sources: &compiled.sources,
        diagnostics: &compiled.diagnostics,
        document: &document,
        sheets: &[("Sheet 1".to_string(), "<svg></svg>".to_string())],
        since: old.as_ref().map(|old| (&old.pathway, "the version of May")),
        today: TODAY,
    });
    let text = crate::emit::markdown::markdown(&blocks);
    (blocks, text)
}

const FLOW: &str = r#"
pathway help "Help"
  owner "Early Help"
  review by 2028-03-31
  start danger
  allow no-contact "The leaflet lies in every hub."

question danger "Is anyone in danger?"
  yes -> police
  no  -> worry

question worry "Are you worried?"
  yes -> talk
  no  -> advice

outcome police "Call the police"
  must refer to police_line

outcome talk "Talk"
  refer to counsellors when danger is no
  offer leaflet

outcome advice "Advice"
  offer leaflet

service police_line "Police"
  phone "999"
service counsellors "Counsellors"
  phone "01632 960 001"
service leaflet "Leaflet"
  note "In every hub."

rule danger_first "Danger goes to the police"
  always refer to police_line when danger is yes
rule no_talk "Nobody in danger is sent to talk"
  never counsellors when danger is yes
rule broken "Everybody gets a leaflet"
  always leaflet

example "In danger"
  given danger is yes
  expect police_line

example "Worried"
  given danger is no and worry is yes
  expect counsellors
  expect not leaflet
"#;

#[test]
fn it_says_who_gets_each_service_and_what_holds() {
    let (_, text) = packed(FLOW, None);
    for said in [
        "Offered when “Is anyone in danger?” is yes.",
        "**Holds:** Danger goes to the police",
        "**Holds:** Nobody in danger is sent to talk",
        "**BROKEN:** Everybody gets a leaflet",
        "1 of 2 examples does not get what it should.",
        "The leaflet lies in every hub.",
        "> **Do not sign this. DRAFT",
        "31 March 2028",
        "A pathway with errors should not be signed off.",
    ] {
        assert!(text.contains(said), "{said} is missing in:\n{text}");
    }
    assert!(
        !text.contains("What is different"),
        "nothing to compare with"
    );
}

#[test]
fn it_says_what_is_different_since_another_version() {
    let old = FLOW.replace("must refer to police_line", "should refer to police_line");
    let (_, text) = packed(FLOW, Some(&old));
    assert!(text.contains("What is different since the version of May"));
    assert!(text.contains("`police_line`"), "{text}");
    assert!(text.contains("must refer"), "{text}");
}

#[test]
fn every_link_leads_to_a_heading() {
    let (blocks, _) = packed(FLOW, None);
    let page = page("Help", &blocks);
    let mut links = 0;
    for link in page.split("href=\"#").skip(1) {
        let to = link.split('"').next().expect("a quote ends it");
        assert_eq!(page.matches(&format!("id=\"{to}\"")).count(), 1, "{to}");
        links += 1;
    }
    assert!(links > 10, "{links} links");
    assert!(!page.contains("<script"));
}
