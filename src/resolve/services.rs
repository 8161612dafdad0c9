//! Services: who helps, and how to reach them.

use super::Context;
use super::names::Use;
use crate::ir::{Part, Retired, ServiceId, ServiceLine};
use crate::source::Span;
use crate::syntax::ast::{Block, LineKind};

impl<'s> Context<'_, 's> {
    /// Reads the lines of a service.
    pub(super) fn service(&mut self, id: ServiceId, block: &Block<'s>) {
        let mut lines = Vec::new();
        let mut eligible = Vec::new();
        let mut out_of_hours = None;
        let mut retired = None;
        let (mut hours_line, mut retired_line): (Option<Span>, Option<Span>) = (None, None);
        for line in &block.lines {
            self.line = line.span;
            if let LineKind::Detail { key, text, when } = &line.kind {
                lines.push(ServiceLine {
                    kind: key.it,
                    text: text.it.to_string(),
                    when: self.guard_of(when.as_ref()),
                    span: text.span,
                });
            } else if let LineKind::Eligible(condition) = &line.kind {
                eligible.push(self.guard(condition));
            } else if let LineKind::OutOfHours(name) = &line.kind {
                if let Some(first) = hours_line {
                    self.once(line.span, first, "`out of hours`");
                    continue;
                }
                hours_line = Some(line.span);
                if let Some(Part::Service(other)) = self.look_up(name, Use::Service) {
                    out_of_hours = Some(other);
                }
            } else if let LineKind::Retired { on, replaced_by } = &line.kind {
                if let Some(first) = retired_line {
                    self.once(line.span, first, "`retired on`");
                    continue;
                }
                retired_line = Some(line.span);
                let by = replaced_by
                    .as_ref()
                    .and_then(|name| self.look_up(name, Use::Service));
                let replaced_by = if let Some(Part::Service(by)) = by {
                    Some(by)
                } else {
                    None
                };
                if self.is_in_the_calendar(on) {
                    retired = Some(Retired {
                        on: on.it,
                        replaced_by,
                        span: line.span,
                    });
                }
            }
        }
        if let Some(service) = self.pathway.services.get_mut(id.0) {
            service.lines = lines;
            service.eligible = eligible;
            service.out_of_hours = out_of_hours;
            service.retired = retired;
        }
    }
}
