// What the family gets, in words: what to do, how to reach who helps, why, and what the pathway leaves open.

const HEADINGS = [["must", "Must"], ["must_not", "Must not"], ["should", "Should"], ["consider", "Consider"]];

/** What an action is about, in words. */
function whatWords(contract, what) {
  if (what.service !== undefined) {
    return contract.services[what.service].title;
  }
  return what.named === undefined ? what.text : contract.named_actions[what.named].text;
}

/** "within 24 hours", "at once" */
const byWhen = (deadline) => (deadline.kind === "at_once" ? "at once" : "within " + deadline.duration.text);

/** A link to a number or address; another website opens beside this page, so that no answer is lost. */
function contactLink(text, link) {
  const leaves = /^https?:/.test(link);
  return el("a", { href: link, dir: "auto", target: leaves ? "_blank" : null, rel: leaves ? "noreferrer noopener" : null }, [
    text,
    leaves ? hidden(" (opens in a new tab)") : null
  ]);
}

/** One line of a service, and for whom it is said where that is not known to be this family. */
function contactLine(line, isSure) {
  const isNote = line.word === "Note" || line.word === "Hint";
  return el("li", {}, [
    isNote ? null : el("span", { class: "word" }, line.word + ": "),
    line.link ? contactLink(line.text, line.link) : said("span", line.text),
    isSure || !line.when ? null : said("span", " (when " + line.when + ")")
  ]);
}

/** How a service is reached by this family. */
function serviceCard(page, got) {
  const at = got.what.service;
  const it = page.words.services[at];
  if (!it) {
    return null;
  }
  const rows = [];
  if (it.closed) {
    rows.push(el("li", {}, el("strong", {}, it.closed + ".")));
  }
  const shown = it.lines.map((line, number) => [line, number]);
  const isSaid = (number) => got.lines.includes(number) || got.unsure.includes(number);
  if (!shown.some((pair) => isSaid(pair[1]) && page.contract.services[at].lines[pair[1]].contact)) {
    rows.push(el("li", {}, "The pathway gives no way to reach it."));
  }
  shown
    .filter((pair) => isSaid(pair[1]))
    .forEach((pair) => rows.push(contactLine(pair[0], got.lines.includes(pair[1]))));
  it.eligible.forEach((words) => rows.push(said("li", "Only when " + words + ".")));
  if (it.out_of_hours !== null) {
    const other = page.words.services[it.out_of_hours];
    const inner = other ? other.lines.filter((line) => !line.when && line.contact).map((line) => contactLine(line, true)) : [];
    const title = "Out of hours: " + page.contract.services[it.out_of_hours].title;
    rows.push(el("li", {}, [said("span", title), inner.length > 0 ? el("ul", {}, inner) : null]));
  }
  return el("ul", { class: "contacts" }, rows);
}

/** One thing that the family gets. */
function deed(page, got) {
  const actions = got.places.map((place) => [place, page.contract.blocks[place[0]].actions[place[1]]]);
  const asGot = actions.find((it) => it[1].strength === got.strength && it[1].verb === got.verb);
  let words = asGot ? page.words.blocks[asGot[0][0]].actions[asGot[0][1]] : whatWords(page.contract, got.what);
  if (got.deadline) {
    words = words.replace(/\.$/, "") + " " + byWhen(got.deadline);
  }
  const notes = [];
  actions.forEach((it) => it[1].notes.forEach((note) => notes.includes(note) || notes.push(note)));
  return el("li", {}, [
    said("p", words, { class: "deed" }),
    ...notes.map((note) => said("p", note, { class: "hint" })),
    got.what.service !== undefined && got.strength !== "must_not" ? serviceCard(page, got) : null
  ]);
}

/** What is urgent: for everyone, and for this family. */
function urgentLines(page, evaluation) {
  const own = evaluation.got.filter((got) => got.verb === "urgent");
  return page.contract.document.urgent.concat(own.map((got) => whatWords(page.contract, got.what)));
}

/** What is wrong on the family's way, for who reads the page. */
function problemWords(page, it) {
  const title = (block) => "“" + page.contract.blocks[block].title + "”";
  const questions = (list) => list.map((at) => "“" + page.contract.questions[at].text + "”").join(", ");
  const value = (at) => "“" + (page.contract.values[at].text || page.contract.values[at].name) + "”";
  switch (it.kind) {
    case "gap":
      return "At " + title(it.block) + " the pathway gives no way on for these answers.";
    case "conflict":
      return "At " + title(it.block) + " the pathway leads to different places for these answers, and does not say which to take.";
    case "undecided":
      return it.needs.length > 0
        ? "At " + title(it.block) + " the way on depends on " + questions(it.needs) + ", which was not asked before."
        : "At " + title(it.block) + " it cannot be told which way to take.";
    case "undecided_action": {
      const action = page.words.blocks[it.block].actions[it.action];
      return "At " + title(it.block) + " it cannot be told whether this applies: “" + action + "”" +
        (it.needs.length > 0 ? ". It depends on " + questions(it.needs) + ", which was not asked." : ".");
    }
    case "circle":
      return "The pathway leads round in a circle at " + title(it.circle[0][0]) + ".";
    case "dead_end":
      return "At " + title(it.block) + " the pathway gives no way on.";
    case "value_gap":
    case "value_conflict":
      return "At " + title(it.block) + " the pathway does not settle " + value(it.value) + " for these answers.";
    default:
      return "At " + title(it.block) + " a part of the pathway could not be read.";
  }
}

/** That the pathway does not say what comes next, and who to turn to. */
function problemBox(page, evaluation) {
  const owner = page.contract.document.owner;
  return el("section", { class: "box stuck", "aria-labelledby": "stuck" }, [
    el("h3", { id: "stuck" }, "The pathway leaves this family without a full answer"),
    ...evaluation.problems.map((it) => said("p", problemWords(page, it))),
    el("p", {}, [
      el("strong", {}, "Professional judgement comes first. "),
      "Do not wait for the pathway: speak to your manager or safeguarding lead now",
      owner ? ", and tell " : ", and tell whoever looks after this pathway what is missing.",
      owner ? said("span", owner) : null,
      owner ? ", who look after this pathway, what is missing." : null
    ])
  ]);
}

/** An answer in few words: of marks, how many items have each. */
function answerInShort(question, answer) {
  if (!answer.marked) {
    return answerWords(question, answer);
  }
  const counts = question.answers.marks.map((mark, at) => [mark.text, answer.marked.filter((it) => it === at).length]);
  return counts.filter((it) => it[1] > 0).map((it) => it[0] + ": " + it[1]).join("; ");
}

/** The stops on a way, one to a line: what was asked and answered; of a step, what led on from it. */
function chain(page, evaluation, stops) {
  return stops.map((stop) => {
    const block = page.contract.blocks[stop.block];
    const question = page.read.blocks[stop.block].question;
    const answer = question === null ? undefined : evaluation.sheet.get(question);
    let words = block.title;
    if (answer !== undefined) {
      return el("li", {}, [said("span", words), " ", said("strong", answerInShort(page.contract.questions[question], answer))]);
    }
    if (question === null && stop.way !== null && page.words.blocks[stop.block].ways[stop.way]) {
      words += ": " + page.words.blocks[stop.block].ways[stop.way];
    }
    return said("li", words);
  });
}

/** The answers that led to each place that gives something. */
function whySection(page, evaluation) {
  const parts = [];
  evaluation.visits
    .filter((visit) => visit.gets.length > 0 || page.read.blocks[visit.block].outcome)
    .forEach((visit) => {
      const stops = evaluation.why(visit.block).filter((stop) => stop.block !== visit.block || page.read.blocks[stop.block].question !== null);
      const title = page.contract.blocks[visit.block].title;
      parts.push(
        said("p", "“" + title + "”" + (stops.length > 0 ? " follows from:" : " is where the pathway starts.")),
        stops.length > 0 ? el("ol", { class: "chain" }, chain(page, evaluation, stops)) : null
      );
    });
  return parts.length === 0 ? [] : [el("h3", {}, "Why"), ...parts.filter((it) => it)];
}

/** Values and scores that are settled. */
function workedOut(page, evaluation) {
  const name = (it) => it.text || it.name.replace(/_/g, " ");
  const rows = [];
  page.contract.scores.forEach((it, at) => {
    const points = evaluation.score(at);
    if (points !== null) {
      rows.push([name(it), many(points, "point")]);
    }
  });
  page.contract.values.forEach((it, at) => {
    const option = evaluation.value(at);
    if (option !== null) {
      rows.push([name(it), it.options[option].text]);
    }
  });
  if (rows.length === 0) {
    return [];
  }
  return [
    el("h3", {}, "Worked out from the answers"),
    el("dl", {}, [].concat(...rows.map((row) => [said("dt", row[0]), said("dd", row[1])])))
  ];
}

/** What the family gets, from the strongest on. */
function resultNodes(page, evaluation) {
  const nodes = [];
  const urgent = urgentLines(page, evaluation);
  if (urgent.length > 0) {
    nodes.push(el("section", { class: "box urgent", "aria-label": "Urgent" }, urgent.map((text) => said("p", text))));
  }
  if (evaluation.problems.length > 0) {
    nodes.push(problemBox(page, evaluation));
  }
  const blocks = evaluation.visits.map((visit) => [page.contract.blocks[visit.block], page.read.blocks[visit.block]]);
  blocks
    .filter((it) => it[1].outcome)
    .forEach((it) => nodes.push(said("h3", it[0].title, { class: "outcome" }), ...it[0].notes.map((note) => said("p", note))));
  const isDone = (got) => got.verb !== "urgent" && got.verb !== "say";
  HEADINGS.forEach((heading) => {
    const got = evaluation.got.filter((it) => isDone(it) && it.strength === heading[0]);
    if (got.length > 0) {
      nodes.push(
        el("h3", { class: "strength " + heading[0] }, heading[1]),
        el("ul", { class: "deeds" }, got.map((it) => deed(page, it)))
      );
    }
  });
  const say = evaluation.got.filter((it) => it.verb === "say");
  if (say.length > 0) {
    nodes.push(el("h3", {}, "Say"), ...say.map((it) => said("blockquote", whatWords(page.contract, it.what))));
  }
  if (evaluation.got.length === 0 && evaluation.problems.length === 0) {
    nodes.push(el("p", {}, "This pathway gives nothing to this family."));
  }
  const after = [];
  blocks.forEach((it) => {
    it[0].reviews.forEach((length) => after.push(said("li", "Review in " + length.text + ".")));
    it[0].returns.forEach((back) => {
      const to = page.contract.blocks.find((block) => block.name === back.to);
      after.push(said("li", "If " + back.text.replace(/\.$/, "") + ": go back to “" + to.title + "”."));
    });
    if (!it[1].outcome) {
      it[0].notes.forEach((note) => after.push(said("li", note)));
    }
  });
  if (after.length > 0) {
    nodes.push(el("h3", {}, "Afterwards"), el("ul", {}, after));
  }
  return nodes.concat(workedOut(page, evaluation), whySection(page, evaluation));
}
