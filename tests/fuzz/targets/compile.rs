//! Any bytes at all: compiling them ends, panics nowhere, and says the same twice; laying them out twice
//! is laying them out once, and leaves what was found as it was.

#![no_main]

use fingerpost::diagnostic::{Code, Format, render};
use fingerpost::ir::Date;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    let Ok(text) = std::str::from_utf8(bytes) else {
        return;
    };
    let today = Date { year: 2027, month: 1, day: 15 };
    let no_file = |_: &str, path: &str| Err(format!("There is no file `{path}`."));
    let compiled = fingerpost::compile("a.flow", text, today, &no_file);
    for format in [Format::Full, Format::Short, Format::Json] {
        render(&compiled.diagnostics, &compiled.sources, format, false);
    }
    if compiled.is_whole() {
        fingerpost::emit::json::emit(&compiled.pathway, &compiled.sources);
    }
    if text.contains('\0') {
        return;
    }
    let laid_out = fingerpost::syntax::format(text);
    assert_eq!(fingerpost::syntax::format(&laid_out), laid_out, "formatting twice changes something");
    let again = fingerpost::compile("a.flow", &laid_out, today, &no_file);
    let found = |compilation: &fingerpost::Compilation| -> Vec<Code> {
        let mut codes: Vec<Code> = compilation.diagnostics.findings.iter().map(|finding| finding.code).collect();
        codes.retain(|code| *code != Code::WrongIndent);
        codes.sort();
        codes
    };
    assert_eq!(found(&compiled), found(&again), "formatting changes what is found");
});
