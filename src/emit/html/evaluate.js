// What a family gets: the same as the compiler says of it, place by place.

/** Which questions are known at a place: one bit for each. */
class Known {
  constructor(words) {
    this.words = words;
  }

  static of(questions) {
    return new Known(new Uint32Array(Math.ceil(questions / 32)));
  }

  has(at) {
    return (this.words[at >>> 5] & (1 << (at & 31))) !== 0;
  }

  insert(at) {
    this.words[at >>> 5] |= 1 << (at & 31);
  }

  add(other) {
    other.words.forEach((word, at) => {
      this.words[at] |= word;
    });
  }

  copy() {
    return new Known(this.words.slice());
  }

  list() {
    const found = [];
    for (let at = 0; at < this.words.length * 32; at += 1) {
      if (this.has(at)) {
        found.push(at);
      }
    }
    return found;
  }
}

const same = (a, b) => JSON.stringify(a) === JSON.stringify(b);

/** The places that the start leads to, in the order in which they are decided; circles of the drawing stay together. */
class Drawing {
  constructor(read) {
    const targets = (block) => read.blocks[block].ways.map((way) => way.target).filter((it) => it !== null);
    const order = [];
    const met = new Set();
    const open = [];
    if (read.start !== null) {
      met.add(read.start);
      open.push({ block: read.start, ways: targets(read.start) });
    }
    while (open.length > 0) {
      const last = open[open.length - 1];
      if (last.ways.length === 0) {
        order.push(last.block);
        open.pop();
        continue;
      }
      const next = last.ways.pop();
      if (!met.has(next)) {
        met.add(next);
        open.push({ block: next, ways: targets(next) });
      }
    }
    order.reverse();
    const before = new Map(order.map((block) => [block, []]));
    order.forEach((block) => targets(block).forEach((next) => before.get(next).push(block)));
    this.component = new Map();
    this.circular = [];
    order.forEach((block) => {
      if (this.component.has(block)) {
        return;
      }
      const number = this.circular.length;
      const members = [block];
      const found = new Set();
      for (let at = 0; at < members.length; at += 1) {
        const member = members[at];
        if (!this.component.has(member)) {
          this.component.set(member, number);
          found.add(member);
          before.get(member).forEach((it) => this.component.has(it) || members.push(it));
        }
      }
      this.circular.push(found.size > 1 || before.get(block).includes(block));
    });
    // Where a place stands: by its circle first, then by the order of the ways.
    const rank = new Map(order.map((block, at) => [block, at]));
    const sorted = order
      .slice()
      .sort((a, b) => this.component.get(a) - this.component.get(b) || rank.get(a) - rank.get(b));
    this.spot = new Map(sorted.map((block, at) => [block, at]));
    this.targets = targets;
  }
}

/** What is decided at a place; or `facts`, the questions that must be answered first. */
function decide(read, today, sheet, pending) {
  const at = pending.block;
  const block = read.blocks[at];
  const known = pending.known.copy();
  if (block.question !== null) {
    known.insert(block.question);
    if (read.questions[block.question].kind !== "text" && !sheet.has(block.question)) {
      return { facts: [block.question] };
    }
  }
  const place = new Place(read, today, sheet, known);
  const facts = new Set();
  const problems = [];
  const problem = (it) => problems.some((other) => same(it, other)) || problems.push(it);
  const factsIn = (needs) =>
    needs.questions.forEach((it) => read.questions[it].fact && !sheet.has(it) && facts.add(it));
  const undecided = (needs, otherwise) => {
    factsIn(needs);
    inOrder(needs.gaps).forEach((value) => problem({ kind: "value_gap", block: at, value }));
    inOrder(needs.conflicts).forEach((value) => problem({ kind: "value_conflict", block: at, value }));
    if (needs.broken) {
      problem({ kind: "broken", block: at });
    }
    const explained = needs.broken || needs.gaps.size > 0 || needs.conflicts.size > 0;
    if (needs.questions.size > 0 || !explained) {
      problem(otherwise(inOrder(needs.questions)));
    }
  };
  const own = block.question === null ? undefined : sheet.get(block.question);
  const answered = (on) => {
    if (own && own.option !== undefined) {
      return truthOf(on.includes(own.option));
    }
    return truthOf(Boolean(own && own.ticked && on.some((it) => own.ticked.includes(it))));
  };
  const applies = (way, needs) => {
    const first = way.on === null ? YES : answered(way.on);
    return first === NO || way.when === null ? first : both(first, place.truth(way.when, needs));
  };

  let taken = [];
  if (block.ways.length === 0) {
    if (!block.outcome) {
      problems.push({ kind: "dead_end", block: at });
    }
  } else {
    const hangsOn = [];
    const among = block.ways.map((way) => {
      const needs = new Needs();
      hangsOn.push(needs);
      return { applies: applies(way, needs), otherwise: way.otherwise, leads: way.target };
    });
    const choice = choose(block.policy, among);
    if (choice.gap) {
      problems.push({ kind: "gap", block: at });
    } else if (choice.conflict) {
      problems.push({ kind: "conflict", block: at, ways: choice.conflict });
    } else {
      taken = choice.taken;
      if (choice.open) {
        const needs = new Needs();
        choice.open.forEach((way) => {
          needs.add(hangsOn[way]);
          needs.broken = needs.broken || block.ways[way].target === null;
        });
        undecided(needs, (questions) => ({ kind: "undecided", block: at, ways: choice.open, needs: questions }));
      }
    }
    if (taken.some((way) => block.ways[way].target === null)) {
      problem({ kind: "broken", block: at });
    }
  }

  const said = (when, needs) => (when ? place.truth(when, needs) : YES);
  const gets = [];
  block.actions.forEach((action, number) => {
    const needs = new Needs();
    const truth = said(action.when, needs);
    if (truth === NO) {
      return;
    }
    if (truth === UNKNOWN) {
      undecided(needs, (questions) => ({ kind: "undecided_action", block: at, action: number, needs: questions }));
      return;
    }
    const here = { action: number, lines: [], unsure: [] };
    if (action.what.service !== undefined) {
      read.services[action.what.service].forEach((when, line) => {
        const needs = new Needs();
        const truth = said(when, needs);
        if (truth === YES) {
          here.lines.push(line);
        } else if (truth === UNKNOWN) {
          factsIn(needs);
          here.unsure.push(line);
        }
      });
    }
    gets.push(here);
  });
  if (facts.size > 0) {
    return { facts: inOrder(facts) };
  }
  return { visit: { block: at, known, came: pending.came, taken, gets }, problems };
}

/** How often the walk goes back in one circle of the drawing before it gives up. */
const RETURNS = 1000;

/** The family's walk: places decided one after another, each when all that leads to it is decided. */
class Walk {
  constructor(read, drawing, today, sheet) {
    this.read = read;
    this.drawing = drawing;
    this.today = today;
    this.sheet = sheet;
    this.visits = [];
    this.places = new Map();
    this.problems = [];
    this.pending = new Map();
    this.entry = null;
    this.shadow = new Set();
    if (read.start !== null) {
      this.comeTo(read.start, null, Known.of(read.questions.length));
    }
  }

  /** Decides the next place. Gives null when one was decided, `[]` when none is left, or what must be answered first. */
  step() {
    const together = this.next();
    if (together.length === 0) {
      return { done: true };
    }
    this.enter(this.drawing.component.get(together[0]));
    let waiting = null;
    for (const block of together) {
      const decided = decide(this.read, this.today, this.sheet, this.pending.get(block));
      if (decided.visit) {
        this.pending.delete(block);
        this.goOn(decided);
        return {};
      }
      waiting = waiting || decided.facts;
    }
    return { waiting };
  }

  goOn(decided) {
    const at = this.visits.length;
    const visit = decided.visit;
    this.places.set(visit.block, at);
    this.visits.push(visit);
    decided.problems.forEach((problem) => this.problems.push({ at, problem }));
    for (const way of visit.taken) {
      const target = this.read.blocks[visit.block].ways[way].target;
      if (target === null) {
        continue;
      }
      if (!this.places.has(target)) {
        this.comeTo(target, [visit.block, way], visit.known);
      } else if (this.cameTooLate(visit.block, target)) {
        break;
      }
    }
  }

  /** Sets the next place aside, with everything that it may yet lead to. */
  setAside() {
    const first = this.next()[0];
    if (first === undefined) {
      return;
    }
    const aside = this.pending.get(first);
    this.pending.delete(first);
    const open = [first];
    while (open.length > 0) {
      const block = open.pop();
      if (!this.shadow.has(block)) {
        this.shadow.add(block);
        this.drawing.targets(block).forEach((it) => open.push(it));
      }
    }
    const before = new Set();
    aside.came.forEach((came) => this.before(came[0]).forEach((it) => before.add(it)));
    const early = this.visits.findIndex((it) => this.shadow.has(it.block) && !before.has(it.block));
    if (early >= 0) {
      this.forgetShadowed(early, before);
    }
    Array.from(this.pending.keys()).forEach((it) => this.shadow.has(it) && this.pending.delete(it));
  }

  /** Forgets the places that were decided before one that waits and may lead to them. */
  forgetShadowed(first, before) {
    const problems = this.problems;
    const later = this.visits.splice(first);
    this.problems = problems.filter((it) => it.at < first);
    later.forEach((visit, i) => {
      if (this.shadow.has(visit.block) && !before.has(visit.block)) {
        this.places.delete(visit.block);
        return;
      }
      const at = this.visits.length;
      this.places.set(visit.block, at);
      this.visits.push(visit);
      problems
        .filter((it) => it.at === first + i)
        .forEach((it) => this.problems.push({ at, problem: it.problem }));
    });
  }

  comeTo(block, by, known) {
    if (this.shadow.has(block) || !this.drawing.spot.has(block)) {
      return;
    }
    if (!this.pending.has(block)) {
      this.pending.set(block, { block, came: [], known: Known.of(this.read.questions.length) });
    }
    const pending = this.pending.get(block);
    if (by) {
      pending.came.push(by);
    }
    pending.known.add(known);
  }

  /** The place to decide next; in a circle of the drawing every pending one, those first that need not wait. */
  next() {
    const spot = this.drawing.spot;
    const component = this.drawing.component;
    let first = null;
    this.pending.forEach((_, block) => {
      if (first === null || spot.get(block) < spot.get(first)) {
        first = block;
      }
    });
    if (first === null) {
      return [];
    }
    if (!this.drawing.circular[component.get(first)]) {
      return [first];
    }
    const together = Array.from(this.pending.keys())
      .filter((it) => component.get(it) === component.get(first))
      .sort((a, b) => spot.get(a) - spot.get(b));
    const isInside = this.entry !== null && this.entry.component === component.get(first);
    const waits = isInside ? this.entry.waits : [];
    const isFree = (block) => {
      const earlier = waitedFor(waits, block);
      return together.every((other) => other === block || !earlier.has(other));
    };
    return together.filter(isFree).concat(together.filter((it) => !isFree(it)));
  }

  copyOfPending() {
    const copied = new Map();
    this.pending.forEach((it, block) =>
      copied.set(block, { block, came: it.came.slice(), known: it.known.copy() })
    );
    return copied;
  }

  /** Remembers the state in which the walk comes into a circle of the drawing. */
  enter(component) {
    if (this.entry !== null && this.entry.component === component) {
      return;
    }
    this.entry = this.drawing.circular[component]
      ? { component, visits: this.visits.length, pending: this.copyOfPending(), returns: 0, waits: [] }
      : null;
  }

  /** A way from `block` arrives at `target`, which has been decided. Says whether the walk went back. */
  cameTooLate(block, target) {
    const circle = this.circle(block, target);
    if (circle !== null) {
      this.problemNow({ kind: "circle", circle });
      return false;
    }
    const beforeTarget = this.before(target);
    const late = new Set(Array.from(this.before(block)).filter((it) => !beforeTarget.has(it)));
    const entry = this.entry;
    if (entry !== null) {
      const knew = entry.waits.length;
      late.forEach((other) => {
        if (!entry.waits.some((it) => it[0] === other && it[1] === target)) {
          entry.waits.push([other, target]);
        }
      });
      if (entry.waits.length > knew && entry.returns < RETURNS) {
        entry.returns += 1;
        this.pending = entry.pending;
        entry.pending = this.copyOfPending();
        this.visits.splice(entry.visits).forEach((visit) => this.places.delete(visit.block));
        this.problems = this.problems.filter((it) => it.at < entry.visits);
        return true;
      }
    }
    const asked = Array.from(late).map((it) => this.read.blocks[it].question);
    const needs = inOrder(new Set(asked.filter((it) => it !== null)));
    const ways = this.read.blocks[target].ways.map((_, at) => at);
    this.problemNow({ kind: "undecided", block: target, ways, needs });
    return false;
  }

  problemNow(problem) {
    const met = { at: Math.max(0, this.visits.length - 1), problem };
    if (!this.problems.some((it) => same(it, met))) {
      this.problems.push(met);
    }
  }

  /** The shortest way round from `target` by taken ways to `block`, whose way leads to `target` again. */
  circle(block, target) {
    const reached = new Map([[target, null]]);
    const queue = [target];
    for (let i = 0; i < queue.length; i += 1) {
      const at = queue[i];
      const visit = this.places.has(at) ? this.visits[this.places.get(at)] : null;
      for (const way of visit ? visit.taken : []) {
        const next = this.read.blocks[at].ways[way].target;
        if (next === null) {
          continue;
        }
        if (at === block && next === target) {
          const circle = [[at, way]];
          for (let back = reached.get(at); back; back = reached.get(back[0])) {
            circle.push(back);
          }
          return circle.reverse();
        }
        if (this.places.has(next) && !reached.has(next)) {
          reached.set(next, [at, way]);
          queue.push(next);
        }
      }
    }
    return null;
  }

  /** The places of this part of the drawing by which the family came to a place, and the place itself. */
  before(block) {
    const first = this.entry === null ? 0 : this.entry.visits;
    const found = new Set();
    const open = [block];
    while (open.length > 0) {
      const it = open.pop();
      const at = this.places.get(it);
      if (at === undefined || at < first || found.has(it)) {
        continue;
      }
      found.add(it);
      this.visits[at].came.forEach((came) => open.push(came[0]));
    }
    return found;
  }
}

/** Every place that a place must wait for, as far as has been learned. */
function waitedFor(waits, block) {
  const found = new Set();
  const open = [block];
  while (open.length > 0) {
    const it = open.pop();
    waits.forEach((wait) => {
      if (wait[1] === it && !found.has(wait[0])) {
        found.add(wait[0]);
        open.push(wait[0]);
      }
    });
  }
  return found;
}
