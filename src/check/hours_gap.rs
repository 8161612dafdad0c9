//! `hours-gap`: help that is due at once or within hours, from a service that is closed for longer.
//!
//! An ordinary week is looked at, and whether bank holidays are open; not how many of them come together.
//! Where a service has several lines of hours for several families, it counts as open when one of them is.

use super::Context;
use crate::contact::hours::{self, Hours};
use crate::diagnostic::{Code, Diagnostic, Diagnostics, count, list};
use crate::ir::{Action, Deadline, Detail, Service, ServiceLine, Strength, Unit, What};

fn closed(service: &Service, lines: &[&ServiceLine], urgent: &[Urgent<'_>]) -> Option<Diagnostic> {
    let (line, first) = (lines.first()?, urgent.first()?);
    let written: Vec<String> = lines
        .iter()
        .map(|it| format!("`{}`", it.text.trim()))
        .collect();
    let mut finding = Diagnostic::new(
        Code::HoursGap,
        line.span,
        format!(
            "Families are sent to `{}` {}, but it is closed {} (its hours: {}).",
            service.name,
            first.due,
            first.closed,
            list(&written, "and")
        ),
    )
    .here(format!("Closed {}.", first.closed));
    for it in urgent {
        finding = finding.label(it.action.span, format!("This is due {}.", it.due));
    }
    Some(finding.help(
        "Name the service that families turn to then, on an `out of hours` line of this one.",
    ))
}

/// An action that falls due while its service is closed.
struct Urgent<'a> {
    action: &'a Action,
    /// `at once`, `within 4 hours`
    due: String,
    /// `from 5pm on Friday to 9am on Monday`
    closed: String,
}

pub(super) fn check(ctx: &Context<'_>, out: &mut Diagnostics) {
    for (id, service) in ctx.open_services() {
        if service.out_of_hours.is_some() {
            continue;
        }
        let lines = service.lines.iter();
        let lines: Vec<&ServiceLine> = lines.filter(|it| it.kind == Detail::Hours).collect();
        let read = lines.iter().map(|line| hours::read(&line.text).ok());
        let Some(hours) = read.collect::<Option<Vec<Hours>>>() else {
            continue;
        };
        let urgent: Vec<Urgent<'_>> = ctx
            .actions()
            .filter(|it| it.what == What::Service(id) && it.strength != Strength::MustNot)
            .filter_map(|action| urgent(action, &hours))
            .collect();
        out.findings.extend(closed(service, &lines, &urgent));
    }
}

/// The action, where it is due sooner than the service may open.
fn urgent<'a>(action: &'a Action, hours: &[Hours]) -> Option<Urgent<'a>> {
    let (minutes, due) = due(action.deadline.as_ref()?)?;
    let closed = match hours::longest_closed(hours) {
        Some(closed) if u64::from(closed.minutes) > minutes => closed.words(),
        Some(_) => return None,
        None if hours.iter().any(|it| it.always_open) => return None,
        None if hours.iter().any(|it| it.closed_on_holidays) && minutes < 24 * 60 => {
            "on some holidays".to_string()
        }
        None => return None,
    };
    Some(Urgent {
        action,
        due,
        closed,
    })
}

/// In how many minutes it is due, and the words for it; none where days are counted.
fn due(deadline: &Deadline) -> Option<(u64, String)> {
    let parts = match deadline {
        Deadline::AtOnce => return Some((0, "at once".to_string())),
        Deadline::Within(time) => &time.0,
    };
    let mut minutes = 0u64;
    let mut words = Vec::new();
    for (number, unit) in parts {
        let (each, noun) = match unit {
            Unit::Minutes => (1, "minute"),
            Unit::Hours => (60, "hour"),
            Unit::Days | Unit::WorkingDays | Unit::Weeks | Unit::Months | Unit::Years => {
                return None;
            }
        };
        minutes = minutes.saturating_add(u64::from(*number) * each);
        words.push(count(usize::try_from(*number).unwrap_or(usize::MAX), noun));
    }
    Some((minutes, format!("within {}", words.join(" "))))
}
