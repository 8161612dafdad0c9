// Whether a condition holds at a place, with what is known there: yes, no, or not known.

const YES = 1;
const UNKNOWN = 0;
const NO = -1;

const both = (a, b) => Math.min(a, b);
const either = (a, b) => Math.max(a, b);
const truthOf = (holds) => (holds ? YES : NO);

const exactly = (number) => ({ lowest: number, highest: number });
const ANYTHING = { lowest: -Infinity, highest: Infinity };
const oneIf = (truth) => ({ lowest: truth === YES ? 1 : 0, highest: truth === NO ? 0 : 1 });
const plus = (a, b) => ({ lowest: a.lowest + b.lowest, highest: a.highest + b.highest });

function times(a, points) {
  const ends = [a.lowest * points, a.highest * points];
  return { lowest: Math.min(ends[0], ends[1]), highest: Math.max(ends[0], ends[1]) };
}

/** Whether a number lies between two others, both included. */
function lies(it, least, most) {
  if (least > most || it.highest < least || it.lowest > most) {
    return NO;
  }
  return least <= it.lowest && it.highest <= most ? YES : UNKNOWN;
}

/** What an unknown hangs on. */
class Needs {
  constructor() {
    this.questions = new Set();
    this.gaps = new Set();
    this.conflicts = new Set();
    this.broken = false;
  }

  add(other) {
    other.questions.forEach((it) => this.questions.add(it));
    other.gaps.forEach((it) => this.gaps.add(it));
    other.conflicts.forEach((it) => this.conflicts.add(it));
    this.broken = this.broken || other.broken;
    return this;
  }

  static question(at) {
    const needs = new Needs();
    needs.questions.add(at);
    return needs;
  }

  static unreadable() {
    const needs = new Needs();
    needs.broken = true;
    return needs;
  }
}

const inOrder = (set) => Array.from(set).sort((a, b) => a - b);

/** Whether something holds, and, only where that is not known, what it hangs on. */
function verdict(truth, needs) {
  return { truth, needs: truth === UNKNOWN ? needs() : new Needs() };
}

/**
 * Chooses among ways or lines under a policy. Each has `applies`, `otherwise` and `leads`: what it leads to, or null
 * where that could not be read. Gives `taken`, or `gap`, or `conflict`, or `taken` and `open`.
 */
function choose(policy, among) {
  const others = among.reduce((any, it) => (it.otherwise ? any : either(any, it.applies)), NO);
  const truths = among.map((it) => (it.otherwise ? -others : it.applies));
  const thatAre = (truth) => among.map((_, at) => at).filter((at) => truths[at] === truth);
  const leadToOne = (these) =>
    these.length < 2 || these.every((at) => among[at].leads !== null && among[at].leads === among[these[0]].leads);
  const oneOfThese = (open) => {
    if (open.length === 0) {
      return { gap: true };
    }
    const isSure = leadToOne(open) && open.some((at) => among[at].otherwise);
    return isSure ? { taken: [open[0]] } : { taken: [], open };
  };
  const yes = thatAre(YES);
  const unknown = thatAre(UNKNOWN);
  if (policy === "first_match") {
    const open = [];
    for (let at = 0; at < among.length; at += 1) {
      if (truths[at] === NO) {
        continue;
      }
      open.push(at);
      if (truths[at] === YES) {
        return leadToOne(open) ? { taken: [at] } : { taken: [], open };
      }
    }
    return oneOfThese(open);
  }
  if (policy === "every_match") {
    if (yes.length === 0) {
      return oneOfThese(unknown);
    }
    const open = unknown.filter((at) => {
      const leads = among[at].leads;
      return leads === null || yes.every((sure) => among[sure].leads !== leads);
    });
    return open.length === 0 ? { taken: yes } : { taken: yes, open };
  }
  const readable = yes.filter((at) => among[at].leads !== null);
  if (!leadToOne(readable)) {
    return { conflict: readable };
  }
  if (yes.length === 0) {
    return oneOfThese(unknown);
  }
  const all = yes.concat(unknown);
  return unknown.length === 0 || leadToOne(all) ? { taken: yes } : { taken: [], open: all };
}

/** Everything that a definition says directly, as conditions. */
function conditionsOf(read, definition) {
  switch (definition.kind) {
    case "named":
      return [read.conditions[definition.at]];
    case "value":
      return read.values[definition.at].lines.map((it) => it.when).filter((it) => it);
    default:
      return read.scores[definition.at].map((it) => it.when).filter((it) => it);
  }
}

/** The definitions that a definition uses directly. */
function definitionsIn(read, definition) {
  const found = [];
  const open = conditionsOf(read, definition);
  while (open.length > 0) {
    const part = open.pop();
    if (part.kind === "named") {
      found.push({ kind: "named", at: part.at });
    } else if (part.kind === "value_is") {
      found.push({ kind: "value", at: part.at });
    } else if (part.measure && part.measure.kind === "score") {
      found.push({ kind: "score", at: part.measure.at });
    }
    (part.inner || []).forEach((it) => open.push(it));
  }
  return found;
}

const keyOf = (definition) => definition.kind + " " + definition.at;

function unreadable(definition) {
  switch (definition.kind) {
    case "named":
      return verdict(UNKNOWN, Needs.unreadable);
    case "value":
      return { options: [], sure: false, needs: Needs.unreadable() };
    default:
      return { points: ANYTHING, needs: Needs.unreadable() };
  }
}

/** A place: the pathway, the day, the answers, and which questions are known there. */
class Place {
  constructor(read, today, sheet, known) {
    this.read = read;
    this.today = today;
    this.sheet = sheet;
    this.known = known;
    this.settledSoFar = new Map();
    this.settling = false;
  }

  /** Whether a condition holds here; what it hangs on is added to `needs`. */
  truth(condition, needs) {
    const found = this.verdict(condition);
    needs.add(found.needs);
    return found.truth;
  }

  bound(it) {
    if (it.setting !== undefined) {
      return this.read.settings[it.setting];
    }
    return it.fixed === undefined ? dayAfter(this.today, it.months, it.days) : it.fixed;
  }

  /** The answer to a question as it is known here. */
  answer(at) {
    const question = this.read.questions[at];
    const given = this.sheet.get(at);
    if (question.fact) {
      return given === undefined ? question.unasked : given;
    }
    if (this.known.has(at)) {
      return given === undefined ? null : given;
    }
    return question.unasked;
  }

  verdict(it) {
    const inner = (it.inner || []).map((part) => this.verdict(part));
    const open = () => inner.reduce((needs, part) => needs.add(part.needs), new Needs());
    switch (it.kind) {
      case "all":
        return verdict(inner.reduce((all, part) => both(all, part.truth), YES), open);
      case "any":
        return verdict(inner.reduce((any, part) => either(any, part.truth), NO), open);
      case "not":
        return verdict(inner.reduce((_, part) => (part.truth === UNKNOWN ? UNKNOWN : -part.truth), UNKNOWN), open);
      case "how_many": {
        const number = inner.reduce((sum, part) => plus(sum, oneIf(part.truth)), exactly(0));
        return verdict(this.counted(number, it.count, inner.length), open);
      }
      case "named":
        return this.settled({ kind: "named", at: it.at });
      case "is": {
        const answer = this.answer(it.question);
        const isOne = answer && answer.option !== undefined;
        const truth = isOne ? truthOf(it.answers.includes(answer.option)) : UNKNOWN;
        return verdict(truth, () => Needs.question(it.question));
      }
      case "value_is":
        return this.valueIs(it);
      case "items": {
        const number = this.items(it.list, it.items, it.marks);
        return verdict(this.counted(number, it.count, it.items.length), () => Needs.question(it.list));
      }
      case "empty": {
        const answer = this.answer(it.list);
        const truth = answer && answer.ticked ? truthOf(answer.ticked.length === 0) : UNKNOWN;
        return verdict(truth, () => Needs.question(it.list));
      }
      case "between": {
        const found = this.measure(it.measure);
        const from = it.from ? this.bound(it.from) : -Infinity;
        const to = it.to ? this.bound(it.to) : Infinity;
        return verdict(lies(found.number, from, to), () => found.needs);
      }
      case "below": {
        const found = this.measure(it.measure);
        return verdict(-lies(found.number, this.bound(it.bound), Infinity), () => found.needs);
      }
      case "above": {
        const found = this.measure(it.measure);
        return verdict(-lies(found.number, -Infinity, this.bound(it.bound)), () => found.needs);
      }
      case "within": {
        const found = this.measure({ kind: "question", at: it.question });
        const first = dayAfter(this.today, -it.months, -it.days);
        const last = dayAfter(this.today, it.months, it.days);
        return verdict(lies(found.number, first, last), () => found.needs);
      }
      case "was_asked":
        return verdict(truthOf(this.known.has(it.question)), () => new Needs());
      default:
        return verdict(UNKNOWN, Needs.unreadable);
    }
  }

  valueIs(it) {
    const settled = this.settled({ kind: "value", at: it.at });
    const any = settled.options.some((option) => it.wanted.includes(option));
    let truth = UNKNOWN;
    if (settled.options.length > 0 && !any) {
      truth = NO;
    } else if (settled.options.length > 0 && settled.sure) {
      truth = YES;
    }
    return verdict(truth, () => settled.needs);
  }

  /** How many of these items are ticked, or have one of these marks. */
  items(list, items, marks) {
    const answer = this.answer(list);
    const counts = (item) => {
      if (answer && answer.ticked && marks.length === 0) {
        return truthOf(answer.ticked.includes(item));
      }
      if (answer && answer.marked && answer.marked[item] !== undefined) {
        return truthOf(marks.includes(answer.marked[item]));
      }
      return UNKNOWN;
    };
    return items.reduce((sum, item) => plus(sum, oneIf(counts(item))), exactly(0));
  }

  counted(number, count, of) {
    switch (count.kind) {
      case "all":
        return lies(number, of, Infinity);
      case "at_least":
        return lies(number, this.bound(count.bound), Infinity);
      case "at_most":
        return lies(number, -Infinity, this.bound(count.bound));
      default:
        return lies(number, this.bound(count.bound), this.bound(count.bound));
    }
  }

  /** A number, as far as it is known here, and what it hangs on where it is not. */
  measure(it) {
    if (it.kind === "setting") {
      return { number: exactly(this.read.settings[it.at]), needs: new Needs() };
    }
    if (it.kind === "score") {
      const settled = this.settled({ kind: "score", at: it.at });
      return { number: settled.points, needs: settled.needs };
    }
    const answer = this.answer(it.at);
    if (answer && answer.quantity !== undefined) {
      return { number: exactly(answer.quantity), needs: new Needs() };
    }
    if (answer && answer.months !== undefined) {
      return { number: exactly(dayAfter(this.today, answer.months, answer.days)), needs: new Needs() };
    }
    return { number: ANYTHING, needs: Needs.question(it.at) };
  }

  /** What a definition comes to here. Those that it uses are worked out before it, without nesting. */
  settled(wanted) {
    if (!this.settling) {
      this.settling = true;
      const open = [{ definition: wanted, uses: definitionsIn(this.read, wanted) }];
      while (open.length > 0) {
        const last = open[open.length - 1];
        if (this.settledSoFar.has(keyOf(last.definition))) {
          open.pop();
        } else if (last.uses.length > 0) {
          const next = last.uses.pop();
          if (open.every((it) => keyOf(it.definition) !== keyOf(next))) {
            open.push({ definition: next, uses: definitionsIn(this.read, next) });
          }
        } else {
          this.settledSoFar.set(keyOf(last.definition), this.workOut(last.definition));
          open.pop();
        }
      }
      this.settling = false;
    }
    const found = this.settledSoFar.get(keyOf(wanted));
    return found === undefined ? unreadable(wanted) : found;
  }

  workOut(definition) {
    switch (definition.kind) {
      case "named":
        return this.verdict(this.read.conditions[definition.at]);
      case "value":
        return this.workOutValue(definition.at);
      default: {
        const needs = new Needs();
        const terms = this.read.scores[definition.at];
        return { points: terms.reduce((sum, term) => plus(sum, this.term(term, needs)), exactly(0)), needs };
      }
    }
  }

  workOutValue(at) {
    const value = this.read.values[at];
    const openFor = [];
    const lines = value.lines.map((line) => {
      const needs = new Needs();
      openFor.push(needs);
      const applies = line.when ? this.truth(line.when, needs) : YES;
      return { applies, otherwise: line.otherwise, leads: line.option };
    });
    const options = (chosen) => chosen.map((line) => value.lines[line].option);
    const choice = choose(value.policy === "first_match" ? "first_match" : "exactly_one", lines);
    const needs = new Needs();
    if (choice.gap) {
      needs.gaps.add(at);
      return { options: [], sure: false, needs };
    }
    if (choice.conflict) {
      needs.conflicts.add(at);
      return { options: [], sure: false, needs };
    }
    if (choice.open) {
      choice.open.forEach((line) => needs.add(openFor[line]));
      return { options: options(choice.open), sure: false, needs };
    }
    return { options: options(choice.taken), sure: true, needs };
  }

  term(term, needs) {
    if (term.when) {
      return times(oneIf(this.truth(term.when, needs)), term.points);
    }
    const counted = this.items(term.list, term.items, term.marks);
    if (counted.lowest !== counted.highest) {
      needs.questions.add(term.list);
    }
    return times(counted, term.points);
  }
}
