"""A pathway as one formula for z3, from the JSON that `fingerpost compile --to json` writes.

A Boolean for every answer, item and mark, one for each bound that a number is compared with (in order, so that
"below 5" brings "below 9"), and for every block whether the family comes to it. A condition becomes two formulas,
that it surely holds and that it surely does not, since what the family was not asked is neither.

Where the drawing has a circle, a family comes to a block of it only from one that it came to before: each of
them has a rank. What is known at a block is what was asked on a taken way to it.
"""

import datetime

import z3

TRUE, FALSE = z3.BoolVal(True), z3.BoolVal(False)


def both(parts):
    """All of these, made small where that is plain."""
    parts = [part for part in parts if part is not TRUE]
    if any(part is FALSE for part in parts):
        return FALSE
    return TRUE if not parts else parts[0] if len(parts) == 1 else z3.And(parts)


def either(parts):
    parts = [part for part in parts if part is not FALSE]
    if any(part is TRUE for part in parts):
        return TRUE
    return FALSE if not parts else parts[0] if len(parts) == 1 else z3.Or(parts)


def no(part):
    return FALSE if part is TRUE else TRUE if part is FALSE else z3.Not(part)


def at_least(number, weighted):
    """Whether the weights of those that hold come to so much; no weight is negative."""
    for part, weight in weighted:
        if part is TRUE:
            number -= weight
    weighted = [(part, weight) for part, weight in weighted if part is not TRUE and part is not FALSE]
    if number <= 0:
        return TRUE
    if sum(weight for _, weight in weighted) < number:
        return FALSE
    if number == 1:
        return either([part for part, weight in weighted if weight > 0])
    return z3.PbGe(weighted, number)


def after(today, months, days):
    month = today.year * 12 + today.month - 1 + months
    year, month = month // 12, month % 12 + 1
    first_of_next = datetime.date(year + month // 12, month % 12 + 1, 1)
    last = (first_of_next - datetime.timedelta(days=1)).day
    return datetime.date(year, month, min(today.day, last)) + datetime.timedelta(days=days)


class Pathway:
    """The pathway's formula."""

    def __init__(self, data, today):
        self.data, self.today = data, today
        self.questions = {it["name"]: it for it in data["questions"]}
        self.conditions = {it["name"]: it for it in data["conditions"]}
        self.values = {it["name"]: it for it in data["values"]}
        self.scores = {it["name"]: it for it in data["scores"]}
        self.settings = {it["name"]: it for it in data["settings"]}
        self.blocks = {it["name"]: it for it in data["blocks"]}
        self.asserted = []
        self.made = {}
        self.bounds = {}
        self.collect_bounds(data)
        self.answers = {name: self.make_answers(it) for name, it in self.questions.items()}
        self.order_blocks()
        self.walk()

    # ---- answers ----------------------------------------------------------------------------------------

    def number(self, quantity):
        kind = quantity["kind"]
        if kind == "number":
            return quantity["number"]
        if kind == "money":
            return quantity["pence"]
        if kind == "age":
            return quantity["order"]
        if kind == "date":
            return datetime.date.fromisoformat(quantity["date"]).toordinal()
        if kind == "from_today":
            return after(self.today, quantity["months"], quantity["days"]).toordinal()
        return self.number(self.settings[quantity["setting"]]["number"])

    def stretch(self, condition):
        """The least and the most of a condition on a number; none where there is no bound."""
        kind = condition["kind"]
        if kind == "below":
            return None, self.number(condition["bound"]) - 1
        if kind == "above":
            return self.number(condition["bound"]) + 1, None
        if kind == "within_of_today":
            months, days = condition["months"], condition["days"]
            return (
                after(self.today, -months, -days).toordinal(),
                after(self.today, months, days).toordinal(),
            )
        bounds = [condition.get("from"), condition.get("to")]
        return tuple(None if it is None else self.number(it) for it in bounds)

    def collect_bounds(self, data):
        """Every number at which a condition on a question begins to hold, or ends."""
        open_parts = [data]
        while open_parts:
            part = open_parts.pop()
            if isinstance(part, list):
                open_parts.extend(part)
            elif isinstance(part, dict):
                open_parts.extend(it for it in part.values() if isinstance(it, (dict, list)))
                kind = part.get("kind")
                question = None
                if kind in ("between", "below", "above") and part["number"]["kind"] == "question":
                    question = part["number"]["question"]
                elif kind == "within_of_today":
                    question = part["question"]
                if question is not None:
                    least, most = self.stretch(part)
                    begins = self.bounds.setdefault(question, set())
                    begins.update([] if least is None else [least])
                    begins.update([] if most is None else [most + 1])

    def one_of(self, literals):
        self.asserted.append(z3.Or(literals))
        if len(literals) > 1:
            self.asserted.append(z3.AtMost(*literals, 1))

    def make_answers(self, question):
        name, answers = question["name"], question["answers"]
        kind = answers["kind"]
        if kind == "one_of":
            names = [it["name"] for it in answers["answers"]]
            if len(names) == 2:
                first = z3.Bool(f"{name}={names[0]}")
                return {names[0]: first, names[1]: no(first)}
            literals = {it: z3.Bool(f"{name}={it}") for it in names}
            self.one_of(list(literals.values()))
            return literals
        if kind == "ticks":
            literals = {it["name"]: z3.Bool(f"{name}:{it['name']}") for it in answers["items"]}
            alone = [literals[it["name"]] for it in answers["items"] if it["alone"]]
            if alone:
                self.asserted.append(z3.Or(list(literals.values())))
            for one in alone:
                others = [it for it in literals.values() if it is not one]
                self.asserted.append(z3.Implies(one, z3.Not(either(others))))
            return literals
        if kind == "marks":
            marks = [it["name"] for it in answers["marks"]]
            literals = {}
            for item in (it["name"] for it in answers["items"]):
                literals[item] = {mark: z3.Bool(f"{name}:{item}={mark}") for mark in marks}
                self.one_of(list(literals[item].values()))
            return literals
        if kind == "range":
            least, most = self.number(answers["from"]), self.number(answers["to"])
            begins = sorted(it for it in self.bounds.get(name, ()) if least < it <= most)
            literals = {begin: z3.Bool(f"{name}>={begin}") for begin in begins}
            for low, high in zip(begins, begins[1:]):
                self.asserted.append(z3.Implies(literals[high], literals[low]))
            return {"least": least, "most": most, "from": literals}
        return {}

    def from_number(self, question, begin):
        """Whether a number is this or more."""
        answers = self.answers[question]
        if begin <= answers["least"]:
            return TRUE
        return FALSE if begin > answers["most"] else answers["from"][begin]

    # ---- conditions -------------------------------------------------------------------------------------

    def known_in(self, known, question, holds):
        """What is surely so and what is surely not, where a question may not have been asked."""
        it = self.questions[question]
        if it["fact"]:
            return holds, no(holds)
        is_known = known(question)
        if is_known is TRUE:
            return holds, no(holds)
        yes, never = both([is_known, holds]), both([is_known, no(holds)])
        return yes, never

    def truth(self, condition, known):
        """That a condition surely holds, and that it surely does not."""
        yes, never = self.truth_of(condition, known)
        if known.all_told and condition["kind"] not in ("all", "any", "not", "how_many", "named"):
            return yes, no(yes)
        return yes, never

    def truth_of(self, condition, known):
        kind = condition["kind"]
        if kind in ("all", "any"):
            parts = [self.truth(it, known) for it in condition["conditions"]]
            yes, never = [it[0] for it in parts], [it[1] for it in parts]
            return (both(yes), either(never)) if kind == "all" else (either(yes), both(never))
        if kind == "not":
            yes, never = self.truth(condition["condition"], known)
            return never, yes
        if kind == "how_many":
            parts = [(*self.truth(it, known), 1) for it in condition["conditions"]]
            return self.counted(parts, *self.count(condition["count"], len(parts)))
        if kind == "named":
            return self.definition(condition["condition"], known)
        if kind == "answer_is":
            question = condition["question"]
            chosen = either([self.answers[question][it] for it in condition["answers"]])
            if question not in known.unasked:
                return self.known_in(known, question, chosen)
            unasked = known.unasked[question]["answer"] in condition["answers"]
            is_known = known(question)
            yes = either([both([is_known, chosen]), both([no(is_known), TRUE if unasked else FALSE])])
            return yes, no(yes)
        if kind == "value_is":
            value = self.definition(condition["value"], known)
            wanted = [value[it] for it in condition["options"] if it in value]
            none_of_them = both([no(may) for _, may in wanted])
            decided = no(value[None])
            return either([sure for sure, _ in wanted]), both([none_of_them, decided])
        if kind in ("ticked", "marked"):
            parts = self.items(condition["checklist"], condition["items"], condition.get("marks"), known)
            parts = [(yes, never, 1) for yes, never in parts]
            return self.counted(parts, *self.count(condition["count"], len(parts)))
        if kind == "nothing_ticked":
            items = self.answers[condition["checklist"]].values()
            return self.known_in(known, condition["checklist"], no(either(list(items))))
        if kind == "was_asked":
            is_known = known(condition["question"])
            return is_known, no(is_known)
        if kind == "within_of_today":
            return self.compared(condition["question"], self.stretch(condition), known)
        if kind in ("between", "below", "above"):
            number = condition["number"]
            least, most = self.stretch(condition)
            if number["kind"] == "question":
                return self.compared(number["question"], (least, most), known)
            if number["kind"] == "score":
                parts = self.definition(number["score"], known)
                return self.counted(parts, least, most)
            setting = self.number(self.settings[number["setting"]]["number"])
            holds = (least is None or least <= setting) and (most is None or setting <= most)
            return (TRUE, FALSE) if holds else (FALSE, TRUE)
        raise ValueError(f"a condition of the kind {kind}")

    def compared(self, question, stretch, known):
        least, most = stretch
        parts = [] if least is None else [self.from_number(question, least)]
        parts += [] if most is None else [no(self.from_number(question, most + 1))]
        return self.known_in(known, question, both(parts))

    def count(self, count, of):
        if count["kind"] == "all":
            return of, None
        number = self.number(count["number"])
        return {
            "at_least": (number, None),
            "at_most": (None, number),
            "exactly": (number, number),
        }[count["kind"]]

    def counted(self, parts, least, most):
        """Whether the points of those parts that hold lie between two numbers. A part is (that it surely
        holds, that it surely does not, its points)."""
        # A negative weight counts as its opposite, and what is counted begins as much lower.
        lift = sum(-weight for _, _, weight in parts if weight < 0)
        parts = [(y, n, w) if w >= 0 else (n, y, -w) for y, n, w in parts]
        surely = [(yes, weight) for yes, _, weight in parts]
        perhaps = [(no(never), weight) for _, never, weight in parts]
        yes, never = [], []
        if least is not None:
            yes.append(at_least(least + lift, surely))
            never.append(no(at_least(least + lift, perhaps)))
        if most is not None:
            yes.append(no(at_least(most + 1 + lift, perhaps)))
            never.append(at_least(most + 1 + lift, surely))
        return both(yes), either(never)

    def items(self, checklist, items, marks, known):
        for item in items:
            literal = self.answers[checklist][item]
            if marks:
                literal = either([literal[it] for it in marks])
            yield self.known_in(known, checklist, literal)

    def definition(self, name, known):
        """A named condition, a value or a score where so much is known; each made once for what is known of
        the questions that it reads."""
        key = (name, tuple(known(it).get_id() for it in self.reads(name)), known.all_told)
        if key not in self.made:
            if name in self.conditions:
                made = self.truth(self.conditions[name]["when"]["condition"], known)
                self.made[key] = tuple(self.literal(it, name) for it in made)
            elif name in self.values:
                self.made[key] = self.value(self.values[name], known)
            else:
                self.made[key] = self.points(self.scores[name], known)
        return self.made[key]

    def reads(self, name):
        """The questions that a definition reads, itself or through others."""
        key = ("reads", name)
        if key not in self.made:
            found, parts = set(), [self.conditions.get(name) or self.values.get(name) or self.scores[name]]
            while parts:
                part = parts.pop()
                if isinstance(part, list):
                    parts.extend(part)
                elif isinstance(part, dict):
                    parts.extend(it for it in part.values() if isinstance(it, (dict, list)))
                    found.update(part[it] for it in ("question", "checklist") if isinstance(part.get(it), str))
                    for other in (part.get("condition"), part.get("value"), part.get("score")):
                        if isinstance(other, str):
                            found.update(self.reads(other))
            self.made[key] = sorted(it for it in found if not self.questions[it]["fact"])
        return self.made[key]

    def points(self, score, known):
        parts = []
        for term in score["terms"]:
            what = term["given_for"]
            if what["kind"] == "when":
                parts.append((*self.truth(what["condition"], known), term["points"]))
            else:
                items = self.items(what["checklist"], what["items"], what.get("marks"), known)
                parts.extend((yes, never, term["points"]) for yes, never in items)
        return parts

    def value(self, value, known):
        """For each option that it is surely this, and that it may be; under None, that it is nothing, for
        want of a line or because of two."""
        lines = self.choosable(value["lines"], lambda it: it["option"], known)
        return self.chosen(value["policy"], lines)

    def choosable(self, lines, leads, known, own=None):
        """Each line as (where it leads, that it surely applies, that it surely does not, is it otherwise)."""
        found, others_yes, others_never = [], [], []
        for line in lines:
            if line.get("kind") == "otherwise" or line.get("otherwise"):
                found.append([leads(line), None, None, True])
                continue
            yes, never = TRUE, FALSE
            if line.get("when"):
                yes, never = self.truth(line["when"]["condition"], known)
            if line.get("answers") is not None:
                on = either([self.answers[own][it] for it in line["answers"]])
                yes, never = both([on, yes]), either([no(on), never])
            others_yes.append(yes)
            others_never.append(never)
            found.append([leads(line), yes, never, False])
        for line in found:
            if line[3]:
                line[1], line[2] = both(others_never), either(others_yes)
        return found

    @staticmethod
    def chosen(policy, lines):
        """For each end that it is surely the one chosen, and that it may be; under None, that nothing is, for
        want of a line or because of two."""
        may, before = {}, []
        for leads, yes, never, _ in lines:
            earlier = list(before) if policy == "first_match" else []
            may.setdefault(leads, []).append(both([no(never), *earlier]))
            before.append(no(yes))
        may = {leads: either(parts) for leads, parts in may.items()}
        surely = {}
        for leads, yes, _, _ in lines:
            surely.setdefault(leads, []).append(yes)
        some = either([yes for _, yes, _, _ in lines] + [no(never) for _, _, never, other in lines if other])
        ends = list(may)
        # "None of the others" in two strokes, for there may be a thousand of them.
        first, last = [FALSE], [FALSE]
        for end in ends:
            first.append(either([first[-1], may[end]]))
        for end in reversed(ends):
            last.append(either([last[-1], may[end]]))
        last.reverse()
        made = {}
        for at, end in enumerate(ends):
            made[end] = (both([may[end], no(first[at]), no(last[at + 1]), some]), may[end])
        gap = both([never for _, _, never, _ in lines])
        conflict = FALSE
        if policy != "first_match":
            conflict = at_least(2, [(either(parts), 1) for parts in surely.values()])
        made[None] = either([gap, conflict])
        return made

    # ---- blocks -----------------------------------------------------------------------------------------

    def literal(self, formula, name):
        """A Boolean that stands for a formula."""
        if formula is TRUE or formula is FALSE or z3.is_const(formula):
            return formula
        literal = z3.FreshBool(name)
        self.asserted.append(literal == formula)
        return literal

    def order_blocks(self):
        """The blocks that the drawing leads to, each after all that lead to it; those that lead to one
        another in one part (Tarjan's way, without calling itself)."""
        start = self.data["start"]
        targets = {
            name: list(dict.fromkeys(way["target"] for way in it["ways"] if way.get("target")))
            for name, it in self.blocks.items()
        }
        index, low, on_stack, stack, parts = {}, {}, set(), [], []
        work = [(start, 0)]
        while work:
            at, child = work.pop()
            if child == 0:
                index[at] = low[at] = len(index)
                stack.append(at)
                on_stack.add(at)
            else:
                low[at] = min(low[at], low[targets[at][child - 1]])
            for number in range(child, len(targets[at])):
                target = targets[at][number]
                if target not in index:
                    work += [(at, number + 1), (target, 0)]
                    break
                if target in on_stack:
                    low[at] = min(low[at], index[target])
            else:
                if low[at] == index[at]:
                    part = [stack.pop()]
                    while part[-1] != at:
                        part.append(stack.pop())
                    on_stack.difference_update(part)
                    parts.append(part[::-1])
        self.parts = parts[::-1]
        self.targets = targets
        self.sources = {name: [] for part in parts for name in part}
        for source in self.sources:
            for target in targets[source]:
                self.sources[target].append(source)
        self.part_of = {name: at for at, part in enumerate(self.parts) for name in part}
        self.circles = [
            part for part in self.parts if len(part) > 1 or part[0] in targets[part[0]]
        ]
        in_circles = {name for part in self.circles for name in part}
        self.is_in_circle = in_circles.__contains__
        # Which blocks lead to which, a bit for each.
        self.bit = {name: 1 << at for at, name in enumerate(self.part_of)}
        self.before = {name: 0 for name in self.part_of}
        for part in self.parts:
            together = 0
            for name in part:
                together |= self.before[name]
            if self.is_in_circle(part[0]):
                for name in part:
                    together |= self.bit[name]
            for name in part:
                self.before[name] = together
                for target in targets[name]:
                    self.before[target] |= together | self.bit[name]

    def walk(self):
        self.single = all(it["policy"] != "every_match" for it in self.data["blocks"])
        self.active, self.ways, self.rank, self.round = {}, {}, {}, {}
        self.comes = {name: [] for name in self.part_of}
        self.known_at, self.later = {}, []
        for part in self.parts:
            if self.is_in_circle(part[0]):
                bits = max(1, (len(part)).bit_length())
                for name in part:
                    self.active[name] = z3.Bool(f"comes to {name}")
                    self.rank[name] = z3.BitVec(f"rank of {name}", bits)
                    self.round[name] = z3.Bool(f"goes round by {name}")
            for name in part:
                self.walk_one(name)
            if self.is_in_circle(part[0]):
                self.close(part)

    def walk_one(self, name):
        block = self.blocks[name]
        if name not in self.rank:
            comes = either([taken for _, taken in self.comes[name]])
            if name == self.data["start"]:
                comes = TRUE
            self.active[name] = self.literal(comes, f"comes to {name}")
        active = self.active[name]
        known = Known(self, name)
        lines = self.choosable(block["ways"], lambda way: way.get("target"), known, block.get("question"))
        for at, line in enumerate(lines):
            line[1] = self.literal(line[1], f"{name} {at} applies")
            line[2] = self.literal(line[2], f"{name} {at} does not")
        chosen = self.chosen(block["policy"], lines)
        self.ways[name] = (lines, chosen)
        if block["policy"] == "every_match":
            some = either([yes for _, yes, _, _ in lines])
            for leads in self.targets[name]:
                surely = either([yes for end, yes, _, _ in lines if end == leads])
                only = both([no(some), chosen[leads][0]])
                self.take(name, leads, both([active, either([surely, only])]))
        else:
            for leads in self.targets[name]:
                self.take(name, leads, both([active, chosen[leads][0]]))

    def take(self, name, target, when):
        self.comes[target].append((name, self.literal(when, f"{name} to {target}")))

    def close(self, part):
        """In a part with circles a family comes to a block only from one that it came to before; and goes
        round where every block of some has a taken way from another of them."""
        inside = set(part)
        for name in part:
            ways = []
            for source, taken in self.comes[name]:
                if source in inside:
                    ways.append(both([taken, z3.ULT(self.rank[source], self.rank[name])]))
                    rising = z3.ULT(self.rank[source], self.rank[name])
                    going_round = z3.And(self.round[source], self.round[name])
                    self.asserted.append(z3.Implies(taken, z3.Or(rising, going_round)))
                else:
                    ways.append(taken)
            if name == self.data["start"]:
                ways.append(TRUE)
            self.asserted.append(self.active[name] == either(ways))
            for _, taken in self.comes[name]:
                self.asserted.append(z3.Implies(taken, self.active[name]))
            within = [both([t, self.round[s]]) for s, t in self.comes[name] if s in inside]
            self.asserted.append(z3.Implies(self.round[name], either(within)))

    def is_known(self, question, name):
        """Whether what was answered to a question is known at a block."""
        asked_at = self.questions[question].get("block")
        if asked_at == name:
            return TRUE
        if asked_at not in self.part_of or not self.before[name] & self.bit[asked_at]:
            return FALSE
        if self.single and not self.is_in_circle(name):
            # Whoever came to both came to this one through that one.
            return self.active[asked_at]
        return self.known_by_way(question, asked_at, name)

    def known_by_way(self, question, asked_at, name):
        """Brought by some taken way. Made backwards from `name`, then said forwards."""
        found, todo = [], [name]
        while todo:
            at = todo.pop()
            if at == asked_at or (question, at) in self.known_at:
                continue
            self.known_at[question, at] = z3.Bool(f"{question} is known at {at}")
            found.append(at)
            todo.extend(
                source
                for source in self.sources[at]
                if source == asked_at or self.before[source] & self.bit[asked_at]
            )
        self.later.extend((question, asked_at, at) for at in found)
        return self.known_at[question, name]

    def finish(self):
        """Says what is known where, once every way is made."""
        for question, asked_at, name in self.later:
            brought = []
            for source, taken in self.comes[name]:
                if source != asked_at and (question, source) not in self.known_at:
                    continue
                there = TRUE if source == asked_at else self.known_at[question, source]
                parts = [taken, there]
                if source in self.rank and name in self.rank and self.part_of[source] == self.part_of[name]:
                    parts.append(z3.ULT(self.rank[source], self.rank[name]))
                brought.append(both(parts))
            self.asserted.append(self.known_at[question, name] == either(brought))


class Known:
    """What is known at a block."""

    all_told = False

    def __init__(self, pathway, name):
        self.pathway, self.name, self.made = pathway, name, {}
        self.unasked = {
            it["name"]: it["unasked"]
            for it in pathway.data["questions"]
            if it.get("unasked") and it["answers"]["kind"] == "one_of"
        }

    def __call__(self, question):
        if question not in self.made:
            self.made[question] = self.pathway.is_known(question, self.name)
        return self.made[question]


class AtTheEnd:
    """What is known of a family as a whole. What it was not asked is not so."""

    all_told = True
    unasked = {}

    def __init__(self, pathway):
        self.pathway = pathway

    def __call__(self, question):
        asked_at = self.pathway.questions[question].get("block")
        return self.pathway.active.get(asked_at, FALSE)
