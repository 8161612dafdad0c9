// The published contract, read once: names become numbers of their lists, numbers of every kind become plain ones
// (points and numbers as they are, pence, the order of ages, days since 1970-01-01).

/** Days from 1970-01-01 to a day of the Gregorian calendar. */
function dayNumber(year, month, day) {
  const shifted = month <= 2 ? year - 1 : year;
  const era = Math.floor(shifted / 400);
  const ofEra = shifted - era * 400;
  const ofYear = Math.floor((153 * (month + (month > 2 ? -3 : 9)) + 2) / 5) + day - 1;
  return era * 146097 + ofEra * 365 + Math.floor(ofEra / 4) - Math.floor(ofEra / 100) + ofYear - 719468;
}

/** The day of the calendar so many days after 1970-01-01. */
function dayOfNumber(days) {
  const shifted = days + 719468;
  const era = Math.floor(shifted / 146097);
  const ofEra = shifted - era * 146097;
  const yearOfEra = Math.floor(
    (ofEra - Math.floor(ofEra / 1460) + Math.floor(ofEra / 36524) - Math.floor(ofEra / 146096)) / 365
  );
  const ofYear = ofEra - (365 * yearOfEra + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100));
  const shiftedMonth = Math.floor((5 * ofYear + 2) / 153);
  const month = shiftedMonth + (shiftedMonth < 10 ? 3 : -9);
  return {
    year: yearOfEra + era * 400 + (month <= 2 ? 1 : 0),
    month,
    day: ofYear - Math.floor((153 * shiftedMonth + 2) / 5) + 1
  };
}

function daysInMonth(year, month) {
  const leap = year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0);
  return [31, leap ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31][month - 1];
}

const FIRST_DAY = dayNumber(-9999, 1, 1);
const LAST_DAY = dayNumber(9999, 12, 31);

/** The day so far after another, as a number. Months come first and stop at a month's last day. */
function dayAfter(today, months, days) {
  const all = today.year * 12 + today.month - 1 + months;
  const year = Math.floor(all / 12);
  const month = all - year * 12 + 1;
  const day = Math.min(today.day, daysInMonth(year, month));
  const moved = dayNumber(year, month, day) + days;
  return Math.max(FIRST_DAY, Math.min(LAST_DAY, moved));
}

/** The number of a day written 2027-03-31. */
function writtenDay(text) {
  const parts = text.split("-");
  return dayNumber(Number(parts[0]), Number(parts[1]), Number(parts[2]));
}

/** Where each name of a list stands in it; of two with the same name, the first. */
function numbered(list) {
  const found = new Map();
  list.forEach((it, at) => {
    if (!found.has(it.name)) {
      found.set(it.name, at);
    }
  });
  return found;
}

/** What can be chosen for a question: its answers or items. */
function optionsOf(question) {
  return question.answers.answers || question.answers.items || [];
}

/** A contract with its names looked up. */
function readContract(contract) {
  const names = {
    questions: numbered(contract.questions),
    blocks: numbered(contract.blocks),
    services: numbered(contract.services),
    conditions: numbered(contract.conditions),
    values: numbered(contract.values),
    scores: numbered(contract.scores),
    settings: numbered(contract.settings),
    actions: numbered(contract.named_actions)
  };
  const options = contract.questions.map((it) => numbered(optionsOf(it)));
  const marks = contract.questions.map((it) => numbered(it.answers.marks || []));
  const chosen = (among, wanted) => wanted.map((name) => among.get(name)).filter((at) => at !== undefined);

  const bound = (it) => {
    switch (it.kind) {
      case "number":
        return { fixed: it.number };
      case "money":
        return { fixed: it.pence };
      case "age":
        return { fixed: it.order };
      case "date":
        return { fixed: writtenDay(it.date) };
      case "from_today":
        return { months: it.months, days: it.days };
      default:
        return { setting: names.settings.get(it.setting) };
    }
  };
  const count = (it) => ({ kind: it.kind, bound: it.number ? bound(it.number) : null });
  const measure = (it) => {
    switch (it.kind) {
      case "question":
        return { kind: "question", at: names.questions.get(it.question) };
      case "score":
        return { kind: "score", at: names.scores.get(it.score) };
      default:
        return { kind: "setting", at: names.settings.get(it.setting) };
    }
  };
  const condition = (it) => {
    switch (it.kind) {
      case "all":
      case "any":
        return { kind: it.kind, inner: it.conditions.map(condition) };
      case "not":
        return { kind: "not", inner: [condition(it.condition)] };
      case "how_many":
        return { kind: "how_many", count: count(it.count), inner: it.conditions.map(condition) };
      case "named":
        return { kind: "named", at: names.conditions.get(it.condition) };
      case "answer_is": {
        const question = names.questions.get(it.question);
        return { kind: "is", question, answers: chosen(options[question], it.answers) };
      }
      case "value_is": {
        const at = names.values.get(it.value);
        return { kind: "value_is", at, wanted: chosen(numbered(contract.values[at].options), it.options) };
      }
      case "ticked":
      case "marked": {
        const list = names.questions.get(it.checklist);
        return {
          kind: "items",
          list,
          items: chosen(options[list], it.items),
          marks: it.marks ? chosen(marks[list], it.marks) : [],
          count: count(it.count)
        };
      }
      case "nothing_ticked":
        return { kind: "empty", list: names.questions.get(it.checklist) };
      case "between":
        return {
          kind: "between",
          measure: measure(it.number),
          from: it.from ? bound(it.from) : null,
          to: it.to ? bound(it.to) : null
        };
      case "below":
      case "above":
        return { kind: it.kind, measure: measure(it.number), bound: bound(it.bound) };
      case "within_of_today":
        return { kind: "within", question: names.questions.get(it.question), months: it.months, days: it.days };
      case "was_asked":
        return { kind: "was_asked", question: names.questions.get(it.question) };
      default:
        return { kind: "unreadable" };
    }
  };
  const when = (guard) => (guard ? condition(guard.condition) : null);
  const answer = (it, at) => {
    if (!it) {
      return null;
    }
    switch (it.kind) {
      case "one_of":
        return { option: options[at].get(it.answer) };
      case "ticks":
        return { ticked: chosen(options[at], it.items) };
      case "marks":
        return { marked: it.items.map((item) => marks[at].get(item.mark)) };
      case "quantity": {
        const given = bound(it.quantity);
        return given.fixed === undefined ? given : { quantity: given.fixed };
      }
      default:
        return { text: it.text };
    }
  };
  const term = (it) => {
    const each = it.given_for;
    switch (each.kind) {
      case "each_ticked":
      case "each_marked": {
        const list = names.questions.get(each.checklist);
        return {
          points: it.points,
          list,
          items: chosen(options[list], each.items),
          marks: each.marks ? chosen(marks[list], each.marks) : []
        };
      }
      default:
        return { points: it.points, when: condition(each.condition) };
    }
  };
  const what = (it) => {
    switch (it.kind) {
      case "service":
        return { service: names.services.get(it.service) };
      case "action":
        return { named: names.actions.get(it.action) };
      default:
        return { text: it.text };
    }
  };

  return {
    start: contract.start === undefined ? null : names.blocks.get(contract.start),
    questions: contract.questions.map((it, at) => ({
      kind: it.answers.kind,
      fact: it.fact,
      block: it.block === undefined ? null : names.blocks.get(it.block),
      from: it.answers.from ? bound(it.answers.from) : null,
      to: it.answers.to ? bound(it.answers.to) : null,
      unasked: answer(it.unasked, at)
    })),
    conditions: contract.conditions.map((it) => when(it.when)),
    values: contract.values.map((it) => {
      const among = numbered(it.options);
      return {
        policy: it.policy,
        lines: it.lines.map((line) => ({
          option: among.get(line.option),
          when: when(line.when),
          otherwise: line.otherwise === true
        }))
      };
    }),
    scores: contract.scores.map((it) => it.terms.map(term)),
    settings: contract.settings.map((it) => bound(it.number).fixed),
    services: contract.services.map((it) => it.lines.map((line) => when(line.when))),
    blocks: contract.blocks.map((it) => {
      const question = it.question === undefined ? null : names.questions.get(it.question);
      return {
        question,
        outcome: it.kind === "outcome",
        policy: it.policy,
        ways: it.ways.map((way) => ({
          otherwise: way.kind === "otherwise",
          on: way.answers === undefined ? null : chosen(options[question], way.answers),
          when: when(way.when),
          target: way.target === undefined ? null : names.blocks.get(way.target)
        })),
        actions: it.actions.map((action) => ({
          strength: action.strength,
          verb: action.verb,
          what: what(action.what),
          deadline: action.deadline || null,
          when: when(action.when)
        }))
      };
    })
  };
}
