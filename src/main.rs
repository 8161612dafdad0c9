//! The command line.
fn main() {
    let name = std::env::args().nth(1).unwrap_or_default();
    let text = std::fs::read_to_string(&name).unwrap_or_default();
    let mut sources = fingerpost::source::Sources::default();
    let id = sources.add(name, text.clone());
    let mut out = fingerpost::diagnostic::Diagnostics::default();
    let safe = fingerpost::syntax::readable(&text);
    let t = std::time::Instant::now();
    let file = fingerpost::syntax::parse(&safe, id, &mut out);
    eprintln!("{:?} {} blocks", t.elapsed(), file.blocks.len());
    if std::env::args().nth(2).is_some() {
        println!("{file:#?}");
    }
    out.sort();
    for f in &out.findings {
        let p = sources.start(f.span);
        println!(
            "{}:{}: [{}] {} {:?} {:?} {:?}",
            p.line,
            p.column,
            f.code.name(),
            f.message,
            sources.slice(f.span),
            f.help,
            f.fix.as_ref().map(|f| &f.replacement)
        );
    }
}
