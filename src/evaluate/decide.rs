//! What happens at one place: which ways the family takes on, and what it gets there.
//!
//! A place is decided when its question is answered, and every fact that matters there is given.

use std::collections::BTreeSet;

use super::choose::{Choice, Choosable, choose};
use super::condition::Place;
use super::truth::{Needs, Truth};
use super::walk::Pending;
use super::{Evaluator, Here, Problem, Sheet, Visit, question_at};
use crate::ir::{Answer, Answers, BlockKind, Guard, QuestionId, Way, WayKind, What};

/// What is decided at a place.
pub(super) struct Decision {
    pub(super) visit: Visit,
    pub(super) problems: Vec<Problem>,
}

impl Decision {
    /// What a family with these answers takes and gets at a place; or what must be answered first.
    pub(super) fn at(
        evaluator: &Evaluator<'_>,
        sheet: &Sheet,
        pending: &Pending,
    ) -> Result<Decision, Vec<QuestionId>> {
        let pathway = evaluator.pathway;
        let mut known = pending.known.clone();
        if let Some(question) = question_at(pathway, pending.block) {
            known.insert(question);
            let needs_none = matches!(pathway[question].answers, Answers::Text);
            if !needs_none && !sheet.0.contains_key(&question) {
                return Err(vec![question]);
            }
        }
        let mut place = Place::new(pathway, evaluator.today, sheet, &known);
        if !evaluator.facts_may_be_left_out {
            place = place.with_every_fact();
        }
        let mut deciding = Deciding {
            evaluator,
            sheet,
            place,
            facts: BTreeSet::new(),
            problems: Vec::new(),
            pending,
        };
        let taken = deciding.ways();
        let gets = deciding.actions();
        let Deciding {
            facts, problems, ..
        } = deciding;
        if !facts.is_empty() {
            return Err(facts.into_iter().collect());
        }
        Ok(Decision {
            visit: Visit {
                block: pending.block,
                known,
                came: pending.came.clone(),
                taken,
                gets,
            },
            problems,
        })
    }
}

struct Deciding<'a> {
    evaluator: &'a Evaluator<'a>,
    sheet: &'a Sheet,
    place: Place<'a>,
    pending: &'a Pending,
    /// Facts that matter here and are not given.
    facts: BTreeSet<QuestionId>,
    problems: Vec<Problem>,
}

impl Deciding<'_> {
    fn ways(&mut self) -> Vec<usize> {
        let at = self.pending.block;
        let block = &self.evaluator.pathway[at];
        if block.ways.is_empty() {
            if block.kind != BlockKind::Outcome {
                self.problems.push(Problem::DeadEnd { block: at });
            }
            return Vec::new();
        }
        let mut hangs_on = Vec::new();
        let mut among = Vec::new();
        for way in &block.ways {
            let mut needs = Needs::default();
            among.push(Choosable {
                applies: self.applies(way, &mut needs),
                otherwise: way.kind == WayKind::Otherwise,
                leads: way.target.map(|target| target.0),
            });
            hangs_on.push(needs);
        }
        let taken = match choose(block.policy, &among) {
            Choice::Taken(taken) => taken,
            Choice::Gap => {
                self.problems.push(Problem::Gap { block: at });
                Vec::new()
            }
            Choice::Conflict(ways) => {
                self.problems.push(Problem::Conflict { block: at, ways });
                Vec::new()
            }
            Choice::Undecided { taken, open } => {
                let mut needs = Needs::default();
                for way in &open {
                    needs.add(&hangs_on[*way]);
                    needs.broken |= block.ways[*way].target.is_none();
                }
                self.undecided(needs, |needs| Problem::Undecided {
                    block: at,
                    ways: open,
                    needs,
                });
                taken
            }
        };
        if taken.iter().any(|way| block.ways[*way].target.is_none()) {
            self.problem(Problem::Broken { block: at });
        }
        taken
    }

    /// Whether a way applies, by its own answers and its condition.
    fn applies(&self, way: &Way, needs: &mut Needs) -> Truth {
        let answered = match &way.on {
            None => Truth::Yes,
            Some(answers) => self.answered(answers),
        };
        match (&way.when, answered) {
            (_, Truth::No) => Truth::No,
            (None, Truth::Yes | Truth::Unknown) => answered,
            (Some(guard), Truth::Yes | Truth::Unknown) => {
                answered.and(self.place.truth(&guard.condition, needs))
            }
        }
    }

    /// Whether this place's own answer is one of these; for a checklist, whether one of them is ticked.
    fn answered(&self, answers: &[usize]) -> Truth {
        let own = question_at(self.evaluator.pathway, self.pending.block)
            .and_then(|question| self.sheet.0.get(&question));
        match own {
            Some(Answer::Option(answer)) => Truth::of(answers.contains(answer)),
            Some(Answer::Ticked(ticked)) => Truth::of(answers.iter().any(|it| ticked.contains(it))),
            Some(
                Answer::Marked(_) | Answer::Quantity(_) | Answer::FromToday(_) | Answer::Text(_),
            )
            | None => Truth::No,
        }
    }

    fn actions(&mut self) -> Vec<Here> {
        let at = self.pending.block;
        let pathway = self.evaluator.pathway;
        let mut gets = Vec::new();
        for (number, action) in pathway[at].actions.iter().enumerate() {
            let mut needs = Needs::default();
            match self.said(action.when.as_ref(), &mut needs) {
                Truth::No => continue,
                Truth::Yes => {}
                Truth::Unknown => {
                    self.undecided(needs, |needs| Problem::UndecidedAction {
                        block: at,
                        action: number,
                        needs,
                    });
                    continue;
                }
            }
            let mut here = Here {
                action: number,
                lines: Vec::new(),
                unsure_lines: Vec::new(),
            };
            if let What::Service(service) = &action.what {
                for (line, detail) in pathway[*service].lines.iter().enumerate() {
                    let mut needs = Needs::default();
                    match self.said(detail.when.as_ref(), &mut needs) {
                        Truth::Yes => here.lines.push(line),
                        Truth::No => {}
                        Truth::Unknown => {
                            self.facts_in(&needs);
                            here.unsure_lines.push(line);
                        }
                    }
                }
            }
            gets.push(here);
        }
        gets
    }

    fn said(&self, when: Option<&Guard>, needs: &mut Needs) -> Truth {
        when.map_or(Truth::Yes, |guard| {
            self.place.truth(&guard.condition, needs)
        })
    }

    /// Notes every reason for which something is open here: first the facts that could still be given.
    fn undecided(&mut self, needs: Needs, otherwise: impl FnOnce(BTreeSet<QuestionId>) -> Problem) {
        let block = self.pending.block;
        self.facts_in(&needs);
        for value in &needs.gaps {
            let value = *value;
            self.problem(Problem::ValueGap { block, value });
        }
        for value in &needs.conflicts {
            let value = *value;
            self.problem(Problem::ValueConflict { block, value });
        }
        if needs.broken {
            self.problem(Problem::Broken { block });
        }
        let explained = needs.broken || !needs.gaps.is_empty() || !needs.conflicts.is_empty();
        if !needs.questions.is_empty() || !explained {
            self.problem(otherwise(needs.questions));
        }
    }

    /// Facts that the sheet does not give can be given before anything is decided.
    fn facts_in(&mut self, needs: &Needs) {
        let pathway = self.evaluator.pathway;
        self.facts.extend(
            needs
                .questions
                .iter()
                .filter(|it| pathway[**it].fact && !self.sheet.0.contains_key(it)),
        );
    }

    fn problem(&mut self, problem: Problem) {
        if !self.problems.contains(&problem) {
            self.problems.push(problem);
        }
    }
}
