// The page: one question at a time, the result, and moving between the parts. Answers are kept in memory only, and
// nothing of them comes into the address, the history or the title.

(() => {
  const home = document.getElementById("questions");
  const data = (id) => JSON.parse(document.getElementById(id).textContent);
  const title = document.title;
  const heading = { tabindex: "-1" };
  document.documentElement.classList.add("scripted");

  // Everything there is to know of the pathway; nothing where the page shows only a part of it.
  const hasQuestions = document.getElementById("contract") !== null;
  const page = hasQuestions ? { contract: data("contract"), words: data("words") } : null;
  const judge = hasQuestions ? evaluator(page.contract) : null;
  if (hasQuestions) {
    page.read = judge.read;
    home.hidden = false;
    document.querySelectorAll("[data-needs-script]").forEach((it) => {
      it.hidden = false;
    });
  }

  const now = () => {
    const date = new Date();
    return { year: date.getFullYear(), month: date.getMonth() + 1, day: date.getDate() };
  };

  // What was shown, one thing after another; the browser's history holds only where in this list it stands.
  let visit = null;
  let shown = [];
  let at = 0;
  // Every answer that was given, on the family's way or not: filled in again where its question is asked again.
  let earlier = new Map();

  const begin = () => {
    visit = String(Date.now()) + Math.random();
    shown = [{ show: "start", sheet: new Map(), leftOut: new Set(), question: null, before: null }];
    at = 0;
    earlier = new Map();
  };

  const push = (state) => {
    shown = shown.slice(0, at + 1);
    shown.push(state);
    at = shown.length - 1;
    remember(true, true);
    draw(true);
  };

  /** Writes into the browser's history where in the list it stands. */
  const remember = (isNew, follows) => {
    const state = { visit, at, follows };
    try {
      if (isNew) {
        history.pushState(state, "", "#questions");
      } else {
        history.replaceState(state, "");
      }
    } catch (error) {
      // A page inside another page may not be allowed a history; the page's own buttons still work.
    }
  };

  const evaluated = (state) => judge.evaluate(state.sheet, now());

  /** The next question: one for words that the family has come by, or the first that is waited for. */
  const nextQuestion = (state, evaluation) => {
    const passed = evaluation.asked.find((it) => !state.sheet.has(it) && !state.leftOut.has(it));
    const next = passed === undefined ? evaluation.waiting[0] : passed;
    return next === undefined || page.contract.questions[next].answers.kind === "unreadable" ? null : next;
  };

  const goOn = (state) => {
    const evaluation = evaluated(state);
    // What is no longer on the family's way is not an answer any more.
    Array.from(state.sheet.keys())
      .filter((it) => !page.read.questions[it].fact && !evaluation.asked.includes(it))
      .forEach((it) => state.sheet.delete(it));
    const question = nextQuestion(state, evaluation);
    push(Object.assign(state, { show: question === null ? "result" : "question", question }));
  };

  const after = (more) => {
    const state = shown[at];
    return Object.assign({ sheet: new Map(state.sheet), leftOut: new Set(state.leftOut), before: at }, more);
  };

  const change = (question) => push(after({ show: "question", question, isChange: true }));

  const back = () => {
    const before = shown[at].before;
    if (history.state && history.state.visit === visit && history.state.follows) {
      history.back();
    } else if (before !== null) {
      at = before;
      remember(true, false);
      draw(true);
    }
  };

  const clear = () => {
    begin();
    remember(true, false);
    draw(true);
  };

  /** The answers given, each with a way to change it. */
  const answers = (state, evaluation) => {
    const facts = Array.from(state.sheet.keys()).filter((it) => page.read.questions[it].fact);
    const given = facts.concat(evaluation.asked).filter((it) => state.sheet.has(it) || state.leftOut.has(it));
    return given.map((it) => {
      const question = page.contract.questions[it];
      const answer = state.sheet.get(it);
      const words = answer === undefined ? "Left empty" : answerWords(question, answer);
      return el("div", { class: "given" }, [
        said("dt", question.text),
        said("dd", words),
        el("dd", { class: "change" }, button(["Change", hidden(" your answer to “" + question.text + "”")], () => change(it)))
      ]);
    });
  };

  const drawStart = () => [
    el("h2", heading, "Go through the questions"),
    el("p", {}, "Answer one question at a time, and see what this pathway says for a family, and why."),
    el("p", {}, "Your answers stay on this page. Nothing is stored or sent, and they are gone when you close or reload it. Do not write names or addresses."),
    el("p", {}, button("Start", () => goOn(after({})), { class: "main" }))
  ];

  /** Why a question is asked: the answers that led to it. */
  const why = (question, evaluation) => {
    const block = page.read.questions[question].block;
    if (block === null) {
      return [el("p", {}, "This is known from the start, and what comes next depends on it.")];
    }
    let stops = evaluation.why(block).slice(0, -1);
    if (stops.length === 0) {
      const leads = (it) => it.taken.some((way) => page.read.blocks[it.block].ways[way].target === block);
      const before = evaluation.visits.find(leads);
      stops = before && block !== page.read.start ? evaluation.why(before.block).concat() : [];
      if (stops.length > 0) {
        const last = stops[stops.length - 1];
        const way = before.taken.find((it) => page.read.blocks[before.block].ways[it].target === block);
        stops[stops.length - 1] = { block: last.block, way };
      }
    }
    return stops.length === 0
      ? [el("p", {}, "This is where the pathway starts.")]
      : [el("p", {}, "It follows from:"), el("ol", { class: "chain" }, chain(page, evaluation, stops))];
  };

  const drawQuestion = (state, evaluation) => {
    const question = page.contract.questions[state.question];
    const indexed = page.read.questions[state.question];
    const today = now();
    const bound = (it) => new Place(page.read, today, state.sheet, Known.of(0)).bound(it);
    const given = state.sheet.get(state.question) || earlier.get(state.question);
    const field = fields(question, indexed, given, today, bound);
    const range = page.words.questions[state.question];
    const block = indexed.block === null ? null : page.contract.blocks[indexed.block];
    const errors = el("div", {});
    const isText = question.answers.kind === "text";
    const top = el("fieldset", { id: "field" }, [
      el("legend", {}, said("h2", question.text, { tabindex: "-1", id: "question" })),
      ...question.hints.concat(question.notes).map((it) => said("p", it, { class: "hint" })),
      range ? said("p", isText ? range + ". You can leave this empty." : range + ".", { class: "hint", id: "range" }) : null,
      el("div", { id: "field-errors" }),
      ...field.nodes
    ]);
    const list = answers(state, evaluation);
    const step = block === null ? null : page.words.blocks[indexed.block].number;
    const progress = (state.isChange ? "Change your answer" : "Question " + (list.length + 1)) + (step ? " (step " + step + ")" : "");
    const form = el("form", { novalidate: true, autocomplete: "off" }, [
      errors,
      el("p", { class: "progress" }, progress),
      top,
      el("p", {}, el("button", { type: "submit", class: "main" }, "Continue"))
    ]);
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      const read = field.read();
      if (read.errors) {
        tellErrors(errors, top, read.errors, question);
        return;
      }
      const next = after({});
      next.sheet.delete(state.question);
      next.leftOut.delete(state.question);
      if (read.answer) {
        next.sheet.set(state.question, read.answer);
        earlier.set(state.question, read.answer);
      } else {
        next.leftOut.add(state.question);
      }
      goOn(next);
    });
    const already = evaluation.got.filter((got) => got.verb === "urgent" || (got.strength === "must" && got.deadline && got.deadline.kind === "at_once"));
    return [
      el("p", {}, button("Back", back, { class: "plain back" })),
      already.length > 0
        ? el("section", { class: "box urgent", "aria-label": "Do this now" }, [
            el("p", {}, el("strong", {}, "Do not wait for the last question:")),
            el("ul", { class: "deeds" }, already.map((got) => deed(page, got)))
          ])
        : null,
      form,
      el("details", { class: "why" }, [el("summary", {}, "Why am I asked this?"), ...why(state.question, evaluation)]),
      block && block.notes.length > 0 ? el("div", {}, block.notes.map((it) => said("p", it))) : null,
      list.length > 0
        ? el("details", {}, [
            el("summary", {}, "Your answers so far (" + list.length + ")"),
            el("dl", { class: "answers" }, list),
            el("p", {}, button("Clear all answers", clear))
          ])
        : null
    ];
  };

  /** Says what to mend, above the form and at each field, and goes there. */
  const tellErrors = (summary, top, errors, question) => {
    top.querySelectorAll("[aria-invalid]").forEach((it) => it.removeAttribute("aria-invalid"));
    const inline = document.getElementById("field-errors");
    inline.replaceChildren(...errors.map((it, i) => el("p", { class: "error", id: "error-" + i }, [el("strong", {}, "Error: "), said("span", it[1])])));
    errors.forEach((it, i) => {
      const input = document.getElementById(it[0]);
      const group = input.closest("fieldset");
      const target = input.type === "radio" || input.type === "checkbox" ? group : input;
      const described = (target.getAttribute("aria-describedby") || "").split(" ").filter((id) => id && !/^error-/.test(id));
      target.setAttribute("aria-describedby", described.concat("error-" + i).join(" "));
      if (target === input) {
        target.setAttribute("aria-invalid", "true");
      }
    });
    const links = errors.map((it) => {
      const link = said("a", it[1], { href: "#" + it[0] });
      link.addEventListener("click", (event) => {
        event.preventDefault();
        document.getElementById(it[0]).focus();
      });
      return el("li", {}, link);
    });
    const box = el("div", { class: "box errors", tabindex: "-1", role: "group", "aria-labelledby": "errors" }, [
      el("h2", { id: "errors" }, "There is a problem"),
      el("ul", {}, links)
    ]);
    summary.replaceChildren(box);
    document.title = "Error: " + title;
    box.focus();
  };

  const print = () => {
    document.documentElement.dataset.print = "result";
    window.print();
  };
  window.addEventListener("afterprint", () => delete document.documentElement.dataset.print);

  const drawResult = (state, evaluation) => {
    const today = quantityWords("date", dayAfter(now(), 0, 0));
    const list = answers(state, evaluation);
    return [
      el("p", { class: "screen" }, button("Back", back, { class: "plain back" })),
      el("h2", heading, "What to do for this family"),
      el("p", { class: "hint" }, "For the answers below, as of " + today + "."),
      ...resultNodes(page, evaluation),
      el("h3", {}, "Your answers"),
      list.length > 0 ? el("dl", { class: "answers" }, list) : el("p", {}, "No question had to be asked."),
      el("p", { class: "screen buttons" }, [
        button("Print this result", print, { class: "main" }),
        button("Clear all answers and start again", clear, { class: "second" })
      ])
    ];
  };

  const draw = (moves) => {
    const state = shown[at];
    home.dataset.shows = state.show;
    let nodes;
    if (state.show === "start") {
      nodes = drawStart();
    } else {
      const evaluation = evaluated(state);
      nodes = state.show === "question" ? drawQuestion(state, evaluation) : drawResult(state, evaluation);
    }
    home.replaceChildren(...nodes.filter((it) => it !== null));
    showView(home);
    document.title = state.show === "start" ? title : (state.show === "result" ? "Result: " : "Question: ") + title;
    if (moves) {
      document.getElementById("status").textContent = "";
      goTo(home.querySelector("h2"));
    }
  };

  const goTo = (it) => {
    if (!it.hasAttribute("tabindex")) {
      it.setAttribute("tabindex", "-1");
    }
    const top = it.closest("#questions") || it;
    it.focus({ preventScroll: true });
    top.scrollIntoView();
  };

  const views = Array.from(document.querySelectorAll(".view"));
  const showView = (view) => {
    views.forEach((it) => it.classList.toggle("current", it === view));
    document.querySelectorAll("nav a").forEach((it) => {
      if (it.getAttribute("href") === "#" + view.id) {
        it.setAttribute("aria-current", "page");
      } else {
        it.removeAttribute("aria-current");
      }
    });
  };

  /** Shows what the address and the history say. */
  const route = (moves) => {
    const state = history.state;
    if (hasQuestions && state && state.visit === visit && shown[state.at]) {
      at = state.at;
      draw(moves);
      return;
    }
    let target = null;
    try {
      target = document.getElementById(decodeURIComponent(location.hash.slice(1)));
    } catch (error) {
      // An address that is no text leads nowhere.
    }
    const view = target === null ? null : target.closest(".view");
    if (view !== null && view !== home) {
      showView(view);
      document.title = title;
      if (moves) {
        goTo(target === view ? view.querySelector("h2") : target);
      } else {
        target.scrollIntoView();
      }
    } else if (hasQuestions && (target === home || target === null)) {
      remember(false, false);
      draw(moves);
    } else if (target === null) {
      showView(views[0]);
    }
  };

  // A drawing as large as it is, or as wide as the window.
  document.querySelectorAll("figure").forEach((figure, i) => {
    const fit = button("Fit the drawing to the window", () => {
      const fits = figure.classList.toggle("fits");
      fit.setAttribute("aria-pressed", String(fits));
    }, { class: "plain", "aria-pressed": "false", "aria-controls": "drawing-" + (i + 1) });
    figure.before(el("p", { class: "screen" }, fit));
  });

  if (hasQuestions) {
    begin();
  }
  window.addEventListener("popstate", () => route(true));
  route(false);
})();
