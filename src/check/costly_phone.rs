//! `costly-phone`: telephone numbers that cost a family more than an ordinary call.
//!
//! One finding for the file, however many there are. Services that have closed are passed over.

use super::{Context, names};
use crate::contact::phone;
use crate::diagnostic::{Code, Diagnostic, Diagnostics, count};
use crate::ir::Detail;
use crate::source::Span;

fn costly(services: &[(Span, Vec<Number<'_>>)]) -> Option<Diagnostic> {
    let numbers: Vec<&Number<'_>> = services.iter().flat_map(|(_, it)| it).collect();
    let (first, others) = numbers.split_first()?;
    let message = match others {
        [] => format!(
            "The number `{}` of `{}` costs the family more than an ordinary call.",
            first.number, first.service
        ),
        _ => {
            let mut named: Vec<&str> = numbers.iter().map(|it| it.service).collect();
            named.dedup();
            format!(
                "{} cost the family more than an ordinary call ({}).",
                count(numbers.len(), "telephone number"),
                names(&named)
            )
        }
    };
    let mut finding = Diagnostic::new(Code::CostlyPhone, first.span, message);
    for it in others {
        finding = finding.label(it.span, format!("This number of `{}` too.", it.service));
    }
    Some(finding.help("Ask the service for a number that begins 01, 02, 03 or 080."))
}

/// A number as it is best written, and whose it is.
struct Number<'a> {
    service: &'a str,
    number: String,
    span: Span,
}

pub(super) fn check(ctx: &Context<'_>, out: &mut Diagnostics) {
    let mut services = Vec::new();
    for (_, service) in ctx.open_services() {
        let mut numbers = Vec::new();
        for line in service.lines.iter().filter(|it| it.kind == Detail::Phone) {
            if let Ok(phone) = phone::read(&line.text)
                && phone.costly
                && !phone.example
            {
                numbers.push(Number {
                    service: &service.name,
                    number: phone.canonical,
                    span: line.span,
                });
            }
        }
        services.extend(
            numbers
                .first()
                .map(|it| it.span)
                .map(|span| (span, numbers)),
        );
    }
    for services in ctx.together(Code::CostlyPhone, services) {
        out.findings.extend(costly(&services));
    }
}
