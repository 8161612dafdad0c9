// One question as a form: what it shows, and what was answered.

/** An element with attributes and children; texts become text, never markup. */
function el(tag, attributes, children) {
  const made = document.createElement(tag);
  Object.keys(attributes || {}).forEach((name) => {
    if (attributes[name] === true) {
      made.setAttribute(name, "");
    } else if (attributes[name] !== false && attributes[name] !== null) {
      made.setAttribute(name, attributes[name]);
    }
  });
  [].concat(children === undefined ? [] : children).forEach((it) => {
    if (it !== null && it !== "") {
      made.append(it);
    }
  });
  return made;
}

/** A text of the author, in whichever direction its script is read. */
const said = (tag, text, attributes) => el(tag, Object.assign({ dir: "auto" }, attributes), text);

const hidden = (text) => el("span", { class: "unseen" }, text);

function button(text, onClick, attributes) {
  const made = el("button", Object.assign({ type: "button", class: "plain" }, attributes), text);
  made.addEventListener("click", onClick);
  return made;
}

/** A row with a radio button or a box to tick. */
function choiceRow(type, name, id, option, checked) {
  const notes = option.notes.length > 0 ? id + "-notes" : null;
  const input = el("input", { type, name, id, checked, autocomplete: "off", "aria-describedby": notes });
  return el("div", { class: "choice" }, [
    input,
    said("label", option.text, { for: id }),
    notes && el("div", { class: "hint", id: notes }, option.notes.map((note) => said("p", note)))
  ]);
}

function textInput(id, label, value, attributes) {
  return el("div", { class: "part" }, [
    el("label", { for: id }, label),
    el("input", Object.assign({ id, type: "text", autocomplete: "off", value }, attributes))
  ]);
}

const typed = (id) => document.getElementById(id).value.trim();
const isChecked = (id) => document.getElementById(id).checked;

/** So many choices are offered in a list to open; fewer stand on the page. */
const MOST_ROWS = 15;

/**
 * The fields for a question, and `read`, which gives `{ answer }`, or `{ errors }`: sentences, each with the id of the
 * field to mend. A question for words may be left empty: then neither.
 */
function fields(question, indexed, given, today, bound) {
  const options = optionsOf(question);
  const kind = question.answers.kind;
  const before = given || {};
  if (kind === "one_of" && options.length > MOST_ROWS) {
    const chosen = before.option;
    const rows = options.map((it, at) => el("option", { value: String(at), selected: at === chosen, dir: "auto" }, it.text));
    const select = el("select", { id: "answer", "aria-labelledby": "question", autocomplete: "off" }, [
      el("option", { value: "" }, "Choose one"),
      ...rows
    ]);
    return {
      nodes: [select],
      single: true,
      read: () =>
        typed("answer") === ""
          ? { errors: [["answer", "Choose one of the list."]] }
          : { answer: { option: Number(typed("answer")) } }
    };
  }
  if (kind === "one_of") {
    return {
      nodes: options.map((it, at) => choiceRow("radio", "answer", "answer-" + at, it, at === before.option)),
      read: () => {
        const at = options.findIndex((_, at) => isChecked("answer-" + at));
        return at < 0 ? { errors: [["answer-0", "Choose an answer."]] } : { answer: { option: at } };
      }
    };
  }
  if (kind === "ticks") {
    return ticks(options, before.ticked || []);
  }
  if (kind === "marks") {
    return marks(options, question.answers.marks, before.marked || []);
  }
  if (kind === "range") {
    return range(question.answers, indexed, before.quantity, today, bound);
  }
  return {
    nodes: [
      el("textarea", { id: "answer", rows: "5", "aria-labelledby": "question", autocomplete: "off" }, before.text || "")
    ],
    single: true,
    read: () => (typed("answer") === "" ? {} : { answer: { text: typed("answer") } })
  };
}

function ticks(options, ticked) {
  const rows = options.map((it, at) => choiceRow("checkbox", "answer", "answer-" + at, it, ticked.includes(at)));
  const nodes = [el("p", { class: "hint" }, "Tick all that apply.")];
  let isAfterOthers = false;
  rows.forEach((row, at) => {
    if (options[at].alone && isAfterOthers) {
      nodes.push(el("p", { class: "or" }, "or"));
    }
    isAfterOthers = isAfterOthers || !options[at].alone;
    row.querySelector("input").addEventListener("change", (event) => {
      if (!event.target.checked) {
        return;
      }
      const gone = options.filter((other, i) => {
        const input = document.getElementById("answer-" + i);
        const goes = i !== at && input.checked && (other.alone || options[at].alone);
        input.checked = input.checked && !goes;
        return goes;
      });
      document.getElementById("status").textContent = gone.map((it) => "“" + it.text + "” is no longer ticked.").join(" ");
    });
    nodes.push(row);
  });
  const hasAlone = options.some((it) => it.alone);
  return {
    nodes,
    read: () => {
      const now = options.map((_, at) => at).filter((at) => isChecked("answer-" + at));
      if (now.length === 0 && hasAlone) {
        const alone = options.find((it) => it.alone);
        return { errors: [["answer-0", "Tick at least one. If none of the others applies, tick “" + alone.text + "”."]] };
      }
      return { answer: { ticked: now } };
    }
  };
}

function marks(items, among, marked) {
  const nodes = items.map((item, at) =>
    el("fieldset", { class: "item", "aria-describedby": item.notes.length > 0 ? "item-" + at + "-notes" : null }, [
      said("legend", item.text),
      item.notes.length > 0
        ? el("div", { class: "hint", id: "item-" + at + "-notes" }, item.notes.map((note) => said("p", note)))
        : null,
      el(
        "div",
        { class: "marks" },
        among.map((mark, i) => choiceRow("radio", "item-" + at, "item-" + at + "-" + i, mark, marked[at] === i))
      )
    ])
  );
  return {
    nodes,
    read: () => {
      const given = items.map((_, at) => among.findIndex((_, i) => isChecked("item-" + at + "-" + i)));
      const errors = items
        .map((item, at) => ["item-" + at + "-0", "Choose one for “" + item.text + "”.", given[at]])
        .filter((it) => it[2] < 0);
      return errors.length > 0 ? { errors } : { answer: { marked: given } };
    }
  };
}

function range(answers, indexed, given, today, bound) {
  const inRange = (number) => {
    const sentence = outOfRange(answers.of, number, bound(indexed.from), bound(indexed.to));
    return sentence === null ? { answer: { quantity: number } } : { errors: [["answer", sentence]] };
  };
  const wrong = (sentence, id) => ({ errors: [[id || "answer", sentence]] });
  const numeric = { inputmode: "numeric", class: "short", "aria-describedby": "range" };
  if (answers.of === "date") {
    const day = given === undefined ? null : dayOfNumber(given);
    const value = (part) => (day === null ? null : String(day[part]));
    return {
      nodes: [
        el("div", { class: "parts" }, [
          textInput("answer", "Day", value("day"), numeric),
          textInput("answer-month", "Month", value("month"), numeric),
          textInput("answer-year", "Year", value("year"), numeric)
        ])
      ],
      read: () => {
        const number = readDay(typed("answer"), typed("answer-month"), typed("answer-year"));
        return number === null ? wrong("Write a day of the calendar, such as 31, 3 and 2027.") : inRange(number);
      }
    };
  }
  if (answers.of === "age") {
    const age = given === undefined ? null : ageParts(given);
    const value = (part) => (age === null ? null : String(age[part]));
    return {
      nodes: [
        el("div", { class: "parts" }, [
          textInput("answer", "Years", value("years"), numeric),
          textInput("answer-months", "Months", value("months"), numeric),
          textInput("answer-days", "Days", value("days"), numeric)
        ])
      ],
      read: () => {
        const ids = ["answer", "answer-months", "answer-days"];
        const parts = ids.map((id) => (typed(id) === "" ? 0 : /^\d{1,6}$/.test(typed(id)) ? Number(typed(id)) : null));
        const bad = parts.indexOf(null);
        if (ids.every((id) => typed(id) === "") || bad >= 0) {
          return wrong("Write an age in whole years, months and days. Leave out what you do not need.", ids[Math.max(bad, 0)]);
        }
        return inRange((parts[0] * 12 + parts[1]) * 487 + parts[2] * 16);
      }
    };
  }
  const isMoney = answers.of === "money";
  const value = given === undefined ? null : isMoney ? quantityWords("money", given).replace("£", "") : String(given);
  const unit = answers.unit ? said("span", answers.unit, { class: "unit" }) : null;
  return {
    nodes: [
      el("div", { class: "amount" }, [
        isMoney ? el("span", { class: "unit", "aria-hidden": "true" }, "£") : null,
        el("input", {
          id: "answer", type: "text", inputmode: isMoney ? "decimal" : "numeric", class: "short", autocomplete: "off",
          "aria-labelledby": "question", "aria-describedby": "range", value
        }),
        unit
      ])
    ],
    single: true,
    read: () => {
      const number = isMoney ? readMoney(typed("answer")) : readWhole(typed("answer"));
      if (number === null) {
        return wrong(isMoney ? "Write an amount, such as 14 or 14.50." : "Write a whole number, such as 5.");
      }
      return inRange(number);
    }
  };
}
