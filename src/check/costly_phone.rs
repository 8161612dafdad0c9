//! `costly-phone`: telephone numbers that cost a family more than an ordinary call.
//!
//! One finding for the file, however many there are. Services that have closed are passed over.

use super::{Context, names};
use crate::contact::phone;
use crate::diagnostic::{Code, Diagnostic, Diagnostics, count};
use crate::ir::{Detail, Part, ServiceId};
use crate::source::Span;

fn costly(numbers: &[(Span, Number<'_>)]) -> Option<Diagnostic> {
    let ((span, first), others) = numbers.split_first()?;
    let message = match others {
        [] => format!(
            "The number `{}` of `{}` costs the family more than an ordinary call.",
            first.number, first.service
        ),
        _ => {
            let mut services: Vec<&str> = numbers.iter().map(|(_, it)| it.service).collect();
            services.dedup();
            format!(
                "{} cost the family more than an ordinary call ({}).",
                count(numbers.len(), "telephone number"),
                names(&services)
            )
        }
    };
    let mut finding = Diagnostic::new(Code::CostlyPhone, *span, message);
    for (span, it) in others {
        finding = finding.label(*span, format!("This number of `{}` too.", it.service));
    }
    Some(finding.help("Ask the service for a number that begins 01, 02, 03 or 080."))
}

/// A number as it is best written, and whose it is.
struct Number<'a> {
    service: &'a str,
    number: String,
}

pub(super) fn check(ctx: &Context<'_>, out: &mut Diagnostics) {
    let mut numbers = Vec::new();
    for (id, service) in (0..).map(ServiceId).zip(&ctx.pathway.services) {
        let has_closed = service
            .retired
            .as_ref()
            .is_some_and(|it| it.on <= ctx.today);
        if has_closed || ctx.pathway.broken.holds(Part::Service(id)) {
            continue;
        }
        for line in service.lines.iter().filter(|it| it.kind == Detail::Phone) {
            if let Ok(phone) = phone::read(&line.text)
                && phone.costly
                && !phone.example
            {
                let number = Number {
                    service: &service.name,
                    number: phone.canonical,
                };
                numbers.push((line.span, number));
            }
        }
    }
    for numbers in ctx.together(Code::CostlyPhone, numbers) {
        out.findings.extend(costly(&numbers));
    }
}
