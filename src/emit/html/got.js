// What the family gets, each thing once, and how it came to each place.

const STRENGTHS = ["must", "should", "consider", "must_not"];
const VERBS = ["refer", "signpost", "offer", "contact", "do", "say", "urgent"];
const MINUTES = {
  minutes: 1,
  hours: 60,
  days: 1440,
  working_days: 1440,
  weeks: 10080,
  months: 43830,
  years: 525960
};

/** How long a deadline leaves, to compare two. */
function minutesOf(deadline) {
  if (deadline.kind === "at_once") {
    return 0;
  }
  return deadline.duration.parts.reduce((sum, part) => sum + part.number * MINUTES[part.unit], 0);
}

/** What may be put together: things to read out, things that stand out, things not to do, things to do. */
function sortOf(strength, verb) {
  if (verb === "say" || verb === "urgent") {
    return verb;
  }
  return strength === "must_not" ? "not" : "do";
}

const unite = (a, b) => inOrder(new Set(a.concat(b)));

/** Puts together what every visit gives. */
function putTogether(read, visits) {
  const all = [];
  visits.forEach((visit) =>
    visit.gets.forEach((here) => {
      const action = read.blocks[visit.block].actions[here.action];
      const got = all.find(
        (it) => same(it.what, action.what) && sortOf(it.strength, it.verb) === sortOf(action.strength, action.verb)
      );
      if (!got) {
        all.push({
          what: action.what,
          strength: action.strength,
          verb: action.verb,
          verbs: [action.verb],
          deadline: action.deadline,
          places: [[visit.block, here.action]],
          lines: here.lines.slice(),
          unsure: here.unsure.slice()
        });
        return;
      }
      if (STRENGTHS.indexOf(action.strength) < STRENGTHS.indexOf(got.strength)) {
        got.strength = action.strength;
        got.verbs = [];
      }
      if (action.strength === got.strength) {
        got.verbs = VERBS.filter((it) => it === action.verb || got.verbs.includes(it));
        got.verb = got.verbs[0];
      }
      const isSooner =
        action.deadline !== null && (got.deadline === null || minutesOf(action.deadline) < minutesOf(got.deadline));
      if (isSooner) {
        got.deadline = action.deadline;
      }
      got.places.push([visit.block, here.action]);
      got.lines = unite(got.lines, here.lines);
      got.unsure = unite(got.unsure, here.unsure).filter((it) => !got.lines.includes(it));
    })
  );
  return all;
}

/** What a family comes to and gets. */
class Evaluation {
  constructor(walk, waiting) {
    this.read = walk.read;
    this.today = walk.today;
    this.sheet = walk.sheet;
    this.visits = walk.visits;
    this.places = walk.places;
    this.waiting = waiting;
    this.asked = walk.visits.map((it) => walk.read.blocks[it.block].question).filter((it) => it !== null);
    this.problems = walk.problems.map((it) => it.problem);
    this.got = putTogether(walk.read, walk.visits);
  }

  atTheEnd() {
    const known = Known.of(this.read.questions.length);
    this.asked.forEach((it) => known.insert(it));
    return new Place(this.read, this.today, this.sheet, known);
  }

  /** The option of a value or level when everything asked is known; null where it is not settled. */
  value(at) {
    const settled = this.atTheEnd().settled({ kind: "value", at });
    return settled.sure && settled.options.length > 0 ? settled.options[0] : null;
  }

  /** The points of a score when everything asked is known; null where they are not settled. */
  score(at) {
    const points = this.atTheEnd().settled({ kind: "score", at }).points;
    return points.lowest === points.highest ? points.lowest : null;
  }

  /** The stops on the shortest way by which the family came to a place, each with the way it took on. */
  why(block) {
    const onward = new Map([[block, null]]);
    const queue = [block];
    for (let i = 0; i < queue.length && this.places.has(queue[i]); i += 1) {
      const visit = this.visits[this.places.get(queue[i])];
      if (visit.came.length === 0) {
        const stops = [];
        let at = visit.block;
        while (at !== null) {
          const on = onward.get(at) || null;
          stops.push({ block: at, way: on === null ? null : on[1] });
          at = on === null ? null : on[0];
        }
        return stops;
      }
      visit.came.forEach((came) => {
        if (!onward.has(came[0])) {
          onward.set(came[0], [visit.block, came[1]]);
          queue.push(came[0]);
        }
      });
    }
    return [];
  }
}

/** Evaluates families of one pathway: `sheet` is a Map from the numbers of questions to answers. */
function evaluator(contract) {
  const read = readContract(contract);
  const drawing = new Drawing(read);
  return {
    read,
    evaluate(sheet, today) {
      const walk = new Walk(read, drawing, today, sheet);
      const waiting = [];
      for (;;) {
        const step = walk.step();
        if (step.done) {
          break;
        }
        if (step.waiting) {
          step.waiting.filter((it) => !waiting.includes(it)).forEach((it) => waiting.push(it));
          walk.setAside();
        }
      }
      const isFact = (it) => read.questions[it].fact;
      const facts = waiting.filter(isFact);
      return new Evaluation(walk, facts.concat(waiting.filter((it) => !isFact(it))));
    }
  };
}
