//! Several files at once, which may name each other: a line `##= NAME` begins another file. Compiling each ends,
//! panics nowhere and says the same twice; what is found in a version stands in a file that its reader can change.

#![no_main]

use fingerpost::diagnostic::{Format, render};
use fingerpost::ir::Date;
use fingerpost::source::Given;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    let Ok(text) = std::str::from_utf8(bytes) else {
        return;
    };
    let mut files = vec![("a.flow", String::new())];
    for line in text.lines() {
        match (line.strip_prefix("##= "), files.last_mut()) {
            (Some(name), _) => files.push((name, String::new())),
            (None, Some((_, text))) => *text += &format!("{line}\n"),
            (None, None) => {}
        }
    }
    let today = Date { year: 2027, month: 1, day: 15 };
    let read = |_: &str, path: &str| {
        let file = files.iter().find(|(name, _)| *name == path);
        let (name, text) = file.ok_or_else(|| format!("There is no file `{path}`."))?;
        Ok(Given { name: name.to_string(), text: text.clone() })
    };
    for (name, text) in files.iter().take(3) {
        let compiled = fingerpost::compile(name, text, today, &read);
        let said = render(&compiled.diagnostics, &compiled.sources, Format::Json, false);
        let again = fingerpost::compile(name, text, today, &read);
        let said_again = render(&again.diagnostics, &again.sources, Format::Json, false);
        assert_eq!(said, said_again, "the same files give other findings");
        render(&compiled.diagnostics, &compiled.sources, Format::Full, false);
        for finding in &compiled.diagnostics.findings {
            let stands_in = &compiled.sources.get(finding.span.source).name;
            let is_base = compiled.files.bases.contains(stands_in) && stands_in != name;
            // What a base cannot be read for is told there and here.
            let is_read = compiled.is_whole();
            assert!(!is_base || !is_read, "{} stands in the base", finding.code.name());
        }
        if compiled.is_whole() {
            fingerpost::emit::json::emit(&compiled.pathway, &compiled.sources);
        }
    }
});
