//! Texts that somebody could write to break an output, and a pathway that says nothing else.

use crate::ir::{Answers, Pathway, What};

use super::thurrock;

/// Texts with what markup is made of, with what no font has, with nothing, with too much.
pub(crate) fn hostile() -> Vec<String> {
    let long = "Ten characters. ".repeat(625);
    let unbroken = "x".repeat(10_000);
    let texts = [
        "She said \"yes\" & 'no'",
        "<script>alert(1)</script>",
        "</TD></TABLE>> ]]> --> <!-- &lt; &amp; &#0; &bogus;",
        "C:\\new\\N\\G\\",
        "\\",
        "",
        " \t ",
        "\u{0}\u{1b}[31m\u{7f}\u{85}\u{feff}\u{ffff}\r\n\n",
        "🏳️‍🌈 👩‍👧 ☎️",
        "A yw'r rhieni'n gwahanu? Ŵŷ",
        "هل يوجد عنف في المنزل؟",
        "家庭暴力があります。すぐに電話してください。",
        "e\u{301}\u{301}\u{301}\u{301}",
        "1. One",
        "12) Twelve",
        "- a | b * c * _d_ __e__ **f**",
        "+ [link](https://evil.example) ![picture](x) <https://evil.example>",
        "# Heading #",
        "> quote",
        "===",
        "---",
        "``` code `` ` ~~~",
        "$x$ ~~gone~~ [^1] [x] a_b_c child_at_risk",
        "two  lines\nof text\r\n# and a heading",
        "=HYPERLINK(\"http://evil.example\")",
        "@council #77 &copy; end!",
        "end -->|x| A{B} click A href %% note; subgraph end",
        &long,
        &unbroken,
    ];
    texts.map(String::from).to_vec()
}

/// A pathway in which every text is this one.
pub(crate) fn all_say(text: &str) -> Pathway {
    let mut pathway = thurrock();
    let say = || text.to_string();
    pathway.title = say();
    pathway.document.authority = Some(say());
    pathway.document.audience = Some(say());
    pathway.document.urgent = vec![say(), say()];
    for service in &mut pathway.services {
        service.title = say();
        for line in &mut service.lines {
            line.text = say();
            if let Some(guard) = &mut line.when {
                guard.text = say();
            }
        }
    }
    for question in &mut pathway.questions {
        question.text = say();
        question.hints = vec![say()];
        let options = match &mut question.answers {
            Answers::OneOf(options) | Answers::Several { items: options, .. } => {
                options.as_mut_slice()
            }
            Answers::Range { .. } | Answers::Text | Answers::Broken => &mut [],
        };
        for option in options {
            option.text = say();
        }
    }
    for block in &mut pathway.blocks {
        block.title = say();
        block.notes = vec![say()];
        for action in &mut block.actions {
            action.notes = vec![say()];
            if let What::Text(old) = &mut action.what {
                *old = say();
            }
            if let Some(guard) = &mut action.when {
                guard.text = say();
            }
        }
        for way in &mut block.ways {
            if let Some(guard) = &mut way.when {
                guard.text = say();
            }
        }
        for back in &mut block.returns {
            back.text = say();
        }
    }
    pathway
}
