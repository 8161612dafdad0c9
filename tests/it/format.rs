//! The canonical layout: nothing is lost, twice is once, and the meaning stays.

use fingerpost::syntax::format;
use proptest::prelude::*;

use crate::compile;

/// Lines of every kind, sound and unsound, with odd spacing.
const LINES: &[&str] = &[
    "pathway p \"A title\"",
    "  owner \"Early Help\"",
    "owner   \"Early Help\"  # who",
    "  review by 2030-03-31",
    "  start   a",
    "question a \"What?\"",
    "  answer x \"Ex\" -> b",
    "  answer long_name \"Longer\"   -> c",
    "  yes -> b",
    "  unsure \"Perhaps\" -> b",
    "  yes or no",
    "  when a is x -> b",
    "  when a is x",
    "    and b is y -> c",
    "  or c",
    "  otherwise -> b",
    "  on x , y when age<12 months->b",
    "  table a,b as pay",
    "  | x|>= 1,200 | -> b",
    "  | - | otherwise | -> b",
    "  | otherwise | -> c",
    "checklist l \"List\"",
    "  item i \"One\"",
    "  item none_of_these \"None\" alone",
    "  mark m \"Mark\"",
    "service s \"Service\"",
    "  phone \"0300 123 4567\" when a is x",
    "  email \"a@b.org\"   when ( a is x or b is y ) and c",
    "outcome o \"Out\"",
    "  must refer to s within 24 hours when a is x",
    "  consider s,t",
    "  do n \"Note it\"",
    "condition c \"C\"",
    "  all of",
    "    - any of (i,j) in l",
    "  at least 2 of",
    "group g \"G\" of a",
    "setting n 12 \"Twelve\"",
    "setting m £1,200.50 \"Money\"",
    "rule r \"R\"",
    "  never reach o when a is x",
    "example \"E\"",
    "  given a is x and l is empty",
    "  expect not s",
    "",
    "",
    "# a remark at the margin",
    "    # a remark further in",
    "  note \"\"\"",
    "    text over",
    "      lines  ",
    "    \"\"\"",
    "hello   world",
    "  answer broken \"no end",
    "  when a is and -> b",
    "\tphone \"1\"\t\twhen a is x",
    "local service z \"Z\"",
    "  note \"a # b\"   # c",
    "  note \"ŵ é 漢字\"",
    "question q \"“quoted”\"",
    "  answer “x” -> b",
    "  is low when a is x",
    "  otherwise is high \"High\"",
    "  add 5 for each of l",
    "  add -1,000 when a is x",
    "  - a is x",
    "\"\"\"",
];

fn file() -> impl Strategy<Value = String> {
    let line = prop_oneof![
        8 => prop::sample::select(LINES).prop_map(str::to_string),
        1 => "[ -~]{0,30}",
        1 => "[a-z_ ]{0,12}[\"\\\\#|()<>,-]{1,4}[a-z0-9 é]{0,8}",
    ];
    let ending = prop_oneof![9 => Just("\n"), 1 => Just("\r\n")];
    (prop::collection::vec(line, 0..25), ending, any::<bool>())
        .prop_map(|(lines, ending, last)| lines.join(ending) + if last { ending } else { "" })
}

/// Everything but the space between: it must be the same before and after.
fn ink(text: &str) -> String {
    text.chars().filter(|c| !c.is_whitespace()).collect()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 300, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn formatting_twice_is_formatting_once_and_keeps_every_letter(text in file()) {
        let once = format(&text);
        prop_assert_eq!(ink(&once), ink(&text));
        prop_assert_eq!(format(&once), once);
    }

    #[test]
    fn formatting_changes_nothing_of_what_is_found_or_meant(text in file()) {
        let before = compile(&text);
        let after = compile(&format(&text));
        let codes = |found: &fingerpost::Compilation| {
            let mut codes: Vec<_> = found.diagnostics.findings.iter().map(|it| it.code.name()).collect();
            codes.retain(|name| *name != "wrong-indent");
            codes.sort_unstable();
            codes
        };
        prop_assert_eq!(codes(&before), codes(&after));
        prop_assert_eq!(&before.pathway.title, &after.pathway.title);
        prop_assert_eq!(before.pathway.blocks.len(), after.pathway.blocks.len());
    }
}

#[test]
fn texts_arrows_whens_and_cells_stand_under_each_other() {
    let text = "pathway p   \"P\"\nowner \"Early Help\"\n  review by 2030-03-31\n  start a\nquestion a \"A?\"\n\n\n  # one\n  yes \"Yes, both\" -> b\n no -> c\noutcome b \"B\"\n  must refer to s within 24 hours when a is yes\n  consider t when a is no # two\nstep c \"C\"\n  table a,b as pay\n  |yes|>= 1,200|-> b\n  |otherwise|-> c\n# three\nservice s \"S\"\n  phone \"0300 123 4567\" when a is yes\n    and b is no\n  bad line (\n";
    let laid_out = "pathway p \"P\"\n  owner     \"Early Help\"\n  review by 2030-03-31\n  start     a\n\nquestion a \"A?\"\n\n  # one\n  yes \"Yes, both\" -> b\n  no              -> c\n\noutcome b \"B\"\n  must refer to s within 24 hours  when a is yes\n  consider t                       when a is no  # two\n\nstep c \"C\"\n  table a, b as pay\n    | yes | >= 1,200 | -> b\n    | otherwise      | -> c\n\n# three\nservice s \"S\"\n  phone \"0300 123 4567\"  when a is yes\n    and b is no\n  bad line (\n";
    assert_eq!(format(text), laid_out);
    assert_eq!(format(laid_out), laid_out);
}

#[test]
fn every_flow_we_publish_is_laid_out_canonically_and_keeps_its_meaning() {
    for (path, text) in crate::flows() {
        assert_eq!(
            format(&text),
            text,
            "{} is not laid out canonically",
            path.display()
        );
        let shaken = text.replace("  ", " \t ").replace(" -> ", "->");
        let meaning = |text: &str| {
            let compiled = crate::compile_at(&path, text);
            let json = fingerpost::emit::json::emit(&compiled.pathway, &compiled.sources);
            let mut json: serde_json::Value = serde_json::from_str(&json).expect("JSON is JSON");
            without_places(&mut json);
            json
        };
        if !text.contains("\"\"\"") {
            assert_eq!(
                meaning(&text),
                meaning(&format(&shaken)),
                "{}",
                path.display()
            );
        }
    }
}

fn without_places(json: &mut serde_json::Value) {
    match json {
        serde_json::Value::Object(fields) => {
            fields.remove("place");
            fields.values_mut().for_each(without_places);
        }
        serde_json::Value::Array(items) => items.iter_mut().for_each(without_places),
        serde_json::Value::Null
        | serde_json::Value::Bool(_)
        | serde_json::Value::Number(_)
        | serde_json::Value::String(_) => {}
    }
}
