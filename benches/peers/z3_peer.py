"""The peer z3: asks z3 what our checks ask, about a pathway as `fingerpost compile --to json` writes it.

    python z3_peer.py PATHWAY.json ANSWERS.json TODAY SECONDS

The pathway becomes one formula (see `z3_formula.py`), and every question is put to one incremental solver under
one assumption.

The time for reading and making the formulas is told apart from the time for solving. What z3 finds for one
question is used for the others: whatever else happens to the family that it shows need not be asked again.

Not asked: what our checks ask of values, services, examples and the order of actions. After a circle that a
family goes round, only the families that do not go round are looked at.
"""

import datetime
import json
import resource
import sys
import time

import z3

from z3_formula import FALSE, TRUE, AtTheEnd, Known, Pathway, at_least, both, either, no

PAIRS = 8  # how many pairs of ways of one block are told
TOGETHER = 8  # how many questions are put as one, where the answer to all of them is mostly no


class Questions:
    """Asks the solver, and remembers what each answer also answers."""

    def __init__(self, pathway, seconds):
        self.pathway, self.seconds = pathway, seconds
        # Of z3's solvers the fastest for these; without the setting points take it minutes.
        self.solver = z3.SolverFor("QF_FD")
        self.solver.set("pb.solver", "totalizer")
        self.pending = {}
        self.total = 0
        self.said = {}
        self.spent = 0.0
        self.sweep_pays = True
        self.asked = 0

    def add(self, key, formula):
        self.total += 1
        if formula is FALSE:
            self.said[key] = False
            return
        literal = formula if z3.is_const(formula) else z3.Bool(f"question {len(self.pending)}")
        if literal is not formula:
            self.solver.add(literal == formula)
        self.pending[key] = literal

    def left(self):
        return self.seconds - self.spent

    def check(self, *assumed):
        """Whether it can be; none where the time ran out."""
        if self.left() <= 0:
            return None
        self.solver.set("timeout", max(1, int(self.left() * 1000)))
        begun = time.perf_counter()
        said = self.solver.check(*assumed)
        self.spent += time.perf_counter() - begun
        return None if said == z3.unknown else said == z3.sat

    def ask_all(self):
        """Asks everything that is pending. What mostly can be is asked one by one, what lies deepest first, as
        one family answers most then; what mostly cannot be, a few together."""
        usual = [[key] for key in self.pending if key[0] in ("reach", "way")]
        seldom = [key for key in self.pending if key[0] not in ("reach", "way")]
        groups = [seldom[at : at + TOGETHER] for at in range(0, len(seldom), TOGETHER)]
        return all(self.ask_group(group) for group in usual[::-1] + groups)

    def ask_group(self, group):
        """Asks whether any of these can be, until none is left that can. False where the time ran out."""
        while group := [key for key in group if key in self.pending]:
            literal = self.pending[group[0]]
            if len(group) > 1:
                literal = z3.Bool(f"group {self.asked}")
                self.solver.add(z3.Or(z3.Not(literal), *[self.pending[key] for key in group]))
            said = self.check(literal)
            if said is None:
                return False
            self.asked += 1
            if said is False:
                for key in group:
                    del self.pending[key]
                    self.said[key] = False
            elif len(group) > 1:
                self.sweep(group)
            else:
                del self.pending[group[0]]
                self.said[group[0]] = True
                if self.sweep_pays or self.asked % 64 == 0:
                    self.sweep(list(self.pending))
                    self.sweep_pays = self.swept * 50 > len(self.pending)
        return True

    def sweep(self, keys):
        """Whatever else the family of the last answer does need not be asked."""
        begun = time.perf_counter()
        model = self.solver.model()
        shown = [key for key in keys if z3.is_true(model.eval(self.pending[key], model_completion=True))]
        for key in shown:
            del self.pending[key]
            self.said[key] = True
        self.swept = len(shown)
        self.spent += time.perf_counter() - begun


def given_at(pathway, subject):
    """The blocks that give an action, each with for whom."""
    found = {}
    for name in pathway.part_of:
        for action in pathway.blocks[name]["actions"]:
            what, wanted = action["what"], subject["what"]
            kind = wanted["kind"]
            if what["kind"] != kind or what[kind] != wanted[kind]:
                continue
            strength, verb = subject.get("strength"), subject.get("verb")
            if strength is None and action["strength"] == "must_not":
                continue
            if strength not in (None, action["strength"]) or verb not in (None, action["verb"]):
                continue
            yes = TRUE
            if action.get("when"):
                yes, _ = pathway.truth(action["when"]["condition"], Known(pathway, name))
            found[name] = either([found.get(name, FALSE), yes])
    return found


def gets(pathway, subject):
    """That a family comes to something, or gets it."""
    if subject["kind"] == "reach":
        return pathway.active.get(subject["block"], FALSE)
    return either([both([pathway.active[name], yes]) for name, yes in given_at(pathway, subject).items()])


def broken(pathway, promise):
    """That a family breaks a promise; none where that is not asked here."""
    kind = promise["kind"]
    when = TRUE
    if promise.get("when"):
        when, _ = pathway.truth(promise["when"]["condition"], AtTheEnd(pathway))
    if kind == "never":
        return both([when, gets(pathway, promise["subject"])])
    if kind == "never_both":
        return both([when, gets(pathway, promise["first"]), gets(pathway, promise["second"])])
    if kind == "always":
        stuck = []
        for name, (lines, chosen) in pathway.ways.items():
            if lines:
                gap = both([never for _, _, never, _ in lines])
                stuck.append(both([pathway.active[name], undecided(pathway, name), no(gap)]))
        stuck += [pathway.round[name] for name in pathway.round]
        return both([when, no(gets(pathway, promise["subject"])), no(either(stuck))])
    first, second = promise["first"], promise["second"]
    question = pathway.blocks[first["block"]].get("question") if first["kind"] == "reach" else None
    if question is None:
        return None
    # Whoever came through the question's block knows its answer.
    there = {second["block"]: TRUE} if second["kind"] == "reach" else given_at(pathway, second)
    return either(
        [
            both([pathway.active[name], yes, no(pathway.is_known(question, name))])
            for name, yes in there.items()
            if name in pathway.active
        ]
    )


def undecided(pathway, name):
    """That it is not settled at a block which way applies."""
    lines, chosen = pathway.ways[name]
    policy = pathway.blocks[name]["policy"]
    settled = either([sure for end, it in chosen.items() if end is not None for sure in it[:1]])
    if policy == "every_match":
        some = either([yes for _, yes, _, _ in lines])
        open_ends = []
        for end in {line[0] for line in lines}:
            sure = either([yes for leads, yes, _, _ in lines if leads == end])
            may = either([no(never) for leads, _, never, _ in lines if leads == end])
            open_ends.append(both([may, no(sure)]))
        return either([both([some, either(open_ends)]), both([no(some), no(settled), no(chosen[None])])])
    return both([no(settled), no(chosen[None])])


def ask(pathway, questions):
    for name in pathway.part_of:
        block, active = pathway.blocks[name], pathway.active[name]
        lines, chosen = pathway.ways[name]
        questions.add(("reach", name), active)
        before = []
        for at, (_, yes, never, _) in enumerate(lines):
            earlier = before if block["policy"] == "first_match" else []
            questions.add(("way", name, at), both([active, no(never), *earlier]))
            before = [*before, no(yes)] if block["policy"] == "first_match" else before
        late = [undecided(pathway, name)] if lines else []
        for action in block["actions"]:
            if action.get("when"):
                yes, never = pathway.truth(action["when"]["condition"], Known(pathway, name))
                late.append(both([no(yes), no(never)]))
        questions.add(("late", name), both([active, either(late)]))
        if lines:
            questions.add(("gap", name), both([active, *(never for _, _, never, _ in lines)]))
        if block["policy"] == "exactly_one" and len(pathway.targets[name]) > 1:
            surely = {}
            for leads, yes, _, _ in lines:
                surely.setdefault(leads, []).append(yes)
            two = at_least(2, [(either(parts), 1) for parts in surely.values()])
            questions.add(("overlap", name), both([active, two]))
    for rule in pathway.data["rules"]:
        for at, promise in enumerate(rule["promises"]):
            formula = broken(pathway, promise["promise"])
            if formula is not None:
                questions.add(("rule", rule["name"], at), formula)


def pairs(pathway, questions, name):
    """The pairs of ways of a block that both apply to some family, up to a few; none where time ran out."""
    lines, _ = pathway.ways[name]
    found = set()
    solver = questions.solver
    surely = {}
    for leads, yes, _, _ in lines:
        surely.setdefault(leads, []).append(yes)
    solver.push()
    solver.add(pathway.active[name])
    solver.add(at_least(2, [(either(parts), 1) for parts in surely.values()]))
    while len(found) < PAIRS:
        said = questions.check()
        if not said:
            solver.pop()
            return found if said is False else None
        model = solver.model()
        applies = [z3.is_true(model.eval(line[1], model_completion=True)) for line in lines]
        together = [at for at, it in enumerate(applies) if it]
        new = {
            (first, second)
            for first in together
            for second in together
            if first < second and lines[first][0] != lines[second][0]
        }
        found |= new
        # From here on only a pair that has not been seen is of interest.
        for first, second in new:
            solver.add(no(both([lines[first][1], lines[second][1]])))
        if not new:
            solver.pop()
            return None
    solver.pop()
    return found


def main():
    sys.setrecursionlimit(100_000)
    source, target, today, seconds = sys.argv[1:]
    begun = time.perf_counter()
    with open(source, encoding="utf-8") as file:
        data = json.load(file)
    pathway = Pathway(data, datetime.date.fromisoformat(today))
    questions = Questions(pathway, float(seconds))
    ask(pathway, questions)
    pathway.finish()
    questions.solver.add(*pathway.asserted)
    ready = time.perf_counter() - begun
    circles = []
    finished = True
    for part in pathway.circles:
        going_round = either([pathway.round[name] for name in part])
        questions.solver.push()
        questions.solver.add(going_round)
        said = questions.check()
        questions.solver.pop()
        finished = finished and said is not None
        if said:
            circles.append(part[0])
        questions.solver.add(no(going_round))
    finished = finished and questions.ask_all()
    overlaps = []
    for key in [key for key, said in questions.said.items() if key[0] == "overlap" and said]:
        found = pairs(pathway, questions, key[1])
        finished = finished and found is not None
        overlaps += [(key[1], *pair) for pair in found or ()]
    that = lambda kind, said: [key[1:] for key, it in questions.said.items() if key[0] == kind and it is said]
    reached = {name for (name,) in that("reach", True)}
    never_drawn = [name for name in pathway.blocks if name not in pathway.part_of]
    rules = {rule["name"] for rule in data["rules"]}
    note = f"{len(circles)} circles" if circles else ""
    if not finished:
        note = f"{len(questions.said)} of {questions.total} questions"
    answered = {
        "ready": ready,
        "seconds": questions.spent,
        "finished": finished,
        "note": note,
        "answers": {
            # Where families go round, more of them would have to be asked.
            "unreachable": None if circles else sorted(never_drawn + [name for (name,) in that("reach", False)]),
            "dead_ways": None if circles else sorted(key for key in that("way", False) if key[0] in reached),
            "gaps": sorted(name for (name,) in that("gap", True)),
            "overlaps": sorted(overlaps),
            "too_late": sorted(name for (name,) in that("late", True)),
            "rules": sorted({key[0] for key in that("rule", True)} & rules),
        },
        "memory": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024,
    }
    with open(target, "w", encoding="utf-8") as file:
        json.dump(answered, file)


if __name__ == "__main__":
    main()
