// Opens every page in a folder in Chromium, and looks whether everybody can use it: with axe, with a keyboard, on a
// phone, on paper, without scripts; whether anything leaves the page or stays behind.
//
//     node run.js FOLDER [PICTURES [NAME]]
"use strict";

const fs = require("fs");
const path = require("path");
const { chromium } = require("playwright-core");
const axe = fs.readFileSync(require.resolve("axe-core/axe.min.js"), "utf8");
const { asked, question, answer, goOn, walk, tooWide } = require("./walk");

const [folder, pictures, only] = process.argv.slice(2);
const DESKTOP = { width: 1280, height: 900 };
const PHONE = { width: 320, height: 640 };
const failures = [];
let checks = 0;

function check(holds, name, what) {
  checks += 1;
  if (!holds) {
    failures.push(name + ": " + what);
  }
}

const url = (name) => "file://" + path.resolve(folder, name + ".html");

/** A page that may reach nothing; what it tries, and what goes wrong in it, is noted. */
async function open(browser, name, options) {
  const context = await browser.newContext(Object.assign({ viewport: DESKTOP, locale: "en-GB" }, options));
  context.setDefaultTimeout(8000);
  const page = await context.newPage();
  await context.route("**/*", (route) => {
    if (route.request().url() === url(name)) {
      return route.continue();
    }
    failures.push(name + ": asks for " + route.request().url());
    return route.abort();
  });
  page.on("console", (it) => it.type() === "error" && failures.push(name + ": console: " + it.text()));
  page.on("pageerror", (it) => failures.push(name + ": error: " + it.stack));
  page.on("dialog", (it) => failures.push(name + ": a script of the author's ran: " + it.message()) && it.dismiss());
  await page.goto(url(name));
  return page;
}

async function accessible(page, name, where) {
  if (!(await page.evaluate(() => typeof window.axe === "object"))) {
    await page.evaluate(axe);
  }
  const found = await page.evaluate(() => window.axe.run(document, { resultTypes: ["violations"] }));
  const said = found.violations.map((it) => it.id + " (" + it.nodes.map((node) => node.html.slice(0, 160)).slice(0, 3).join(" | ") + ")");
  check(said.length === 0, name, "axe, " + where + ": " + said.join("; "));
  const wide = await tooWide(page);
  check(wide === null, name, "wider than the window, " + where + ": " + wide);
}

async function picture(page, name, where) {
  if (pictures && (!only || name.includes(only))) {
    await page.screenshot({ path: path.join(pictures, name + "-" + where + ".png"), fullPage: true });
  }
}

const shownTo = (page, selector) => page.locator(selector).first().isVisible();

/** A family's result and all the steps. */
async function glance(browser, name) {
  const page = await open(browser, name, { viewport: PHONE });
  await walk(page, 0);
  await accessible(page, name, "result");
  await page.click("nav a[href='#steps']");
  await accessible(page, name, "steps");
  await page.context().close();
}

/** Every part, and a family's way from the start to its result. */
async function look(browser, name, size) {
  const where = size.width + " px";
  const page = await open(browser, name, { viewport: size });
  const hasQuestions = (await page.locator("#questions").count()) > 0;
  if (hasQuestions) {
    await accessible(page, name, where + ", start");
    await picture(page, name, size.width + "-start");
    await page.click("#questions .main");
    if ((await asked(page)) !== "result") {
      await picture(page, name, size.width + "-question");
      if ((await asked(page)) !== "ticks" && (await asked(page)) !== "text") {
        await goOn(page);
        await accessible(page, name, where + ", error");
        check(await shownTo(page, ".errors"), name, "says what to mend");
        check(await page.evaluate(() => document.activeElement.classList.contains("errors")), name, "goes to what to mend");
        await picture(page, name, size.width + "-error");
      }
    }
    const questions = await walk(page, 0, async (kind, i) => {
      const isHeard = await page.evaluate(() => ["question", ""].includes(document.activeElement.id) || document.activeElement.className.includes("errors"));
      check(isHeard, name, "the focus is at the question");
      if (i > 0 && (i === 1 || name === "hostile")) {
        await page.locator("details").evaluateAll((all) => all.forEach((it) => (it.open = true)));
        await accessible(page, name, where + ", question of kind " + kind);
        await picture(page, name, size.width + "-question-" + i);
      }
    });
    await accessible(page, name, where + ", result");
    await picture(page, name, size.width + "-result");
    check(questions.length > 0 || name === "part", name, "asks something");
  }
  for (const part of ["steps", "diagram", "services", "about"]) {
    if ((await page.locator("nav a[href='#" + part + "']").count()) > 0) {
      await page.click("nav a[href='#" + part + "']");
      check(await shownTo(page, "#" + part), name, part + " is shown");
      await accessible(page, name, where + ", " + part);
      await picture(page, name, size.width + "-" + part);
    }
  }
  const kept = await page.evaluate(() => [localStorage.length, sessionStorage.length, document.cookie.length, location.search]);
  check(kept.join() === "0,0,0,", name, "keeps something: " + kept);
  await page.context().close();
}

/** Back, forward, a changed answer, a reload. */
async function history(browser, name) {
  const page = await open(browser, name);
  await page.click("#questions .main");
  const first = await question(page);
  await answer(page, 0);
  const second = (await asked(page)) === "result" ? null : await question(page);
  await page.goBack();
  check((await question(page)) === first, name, "the browser's back goes to the question before");
  check((await page.locator("#questions :checked").count()) + (await page.locator("#questions input[type=text]").count()) > 0, name, "the answer is still there");
  await page.goForward();
  if (second !== null) {
    check((await question(page)) === second, name, "the browser's forward goes on");
    await page.click(".back");
    check((await question(page)) === first, name, "the page's back goes to the question before");
    await page.goForward();
    await page.click("nav a[href='#steps']");
    check(!(await shownTo(page, "#questions")), name, "the steps stand alone");
    await page.goBack();
    check((await question(page)) === second, name, "back from the steps is the question again");
    await page.click("nav a[href='#about']");
    await page.click("nav a[href='#questions']");
    check((await question(page)) === second, name, "the questions wait where they were left");
    await page.click(".back");
    check((await question(page)) === first, name, "the page's back does so from there too");
    await answer(page, 0);
  }
  await walk(page, 0);
  const result = await page.locator("#questions").textContent();
  await page.locator(".change button").last().click();
  check((await asked(page)) !== "result", name, "an answer can be changed");
  check((await page.locator("#questions :checked").count()) + (await page.locator("#questions input[type=text], textarea").count()) > 0, name, "the answer to change is there");
  await goOn(page);
  check((await page.locator("#questions").textContent()) === result, name, "the same answer gives the same result");
  const states = await page.evaluate(() => JSON.stringify(window.history.state) + location.href + document.title);
  check(/^\{"visit":"[\d.]+","at":\d+,"follows":(true|false)\}file:[^?]*#questions/.test(states), name, "answers stand in the history: " + states);
  await page.reload();
  check((await asked(page)) === "start", name, "a reload forgets the answers");
  await page.context().close();
}

/** From the start to the result with the keys alone. */
async function keyboard(browser, name) {
  const page = await open(browser, name);
  const focused = () => page.evaluate(() => ({ tag: document.activeElement.tagName, type: document.activeElement.type, id: document.activeElement.id, text: document.activeElement.textContent }));
  const to = async (wanted) => {
    for (let i = 0; i < 60; i += 1) {
      await page.keyboard.press("Tab");
      const now = await focused();
      if (wanted(now)) {
        const style = await page.evaluate(() => getComputedStyle(document.activeElement).outlineStyle);
        check(style !== "none", name, "the focus is seen on " + now.tag + " " + now.id);
        return true;
      }
    }
    check(false, name, "the keys do not get to " + wanted);
    return false;
  };
  await page.keyboard.press("Tab");
  check((await focused()).text.startsWith("Skip"), name, "the first key gets to the link that skips");
  await to((it) => it.text === "Start");
  await page.keyboard.press("Enter");
  for (let i = 0; i < 60 && (await asked(page)) !== "result"; i += 1) {
    const kind = await asked(page);
    if (kind === "marks") {
      const items = await page.locator("fieldset.item").count();
      for (let item = 0; item < items; item += 1) {
        await to((it) => it.type === "radio");
        await page.keyboard.press("Space");
      }
    } else if (kind === "one" || kind === "ticks") {
      await to((it) => it.type === "radio" || it.type === "checkbox");
      await page.keyboard.press("Space");
    } else if (kind === "list") {
      await to((it) => it.tag === "SELECT");
      await page.keyboard.press("ArrowDown");
    } else if (kind !== "text") {
      await to((it) => it.id === "answer");
      await page.keyboard.type("1");
      if (kind === "date") {
        await page.keyboard.press("Tab");
        await page.keyboard.type("2");
        await page.keyboard.press("Tab");
        await page.keyboard.type("2026");
      }
    }
    await to((it) => it.type === "submit");
    await page.keyboard.press("Enter");
  }
  check((await asked(page)) === "result", name, "the keys get to a result");
  check((await focused()).tag === "H2", name, "the focus is at the result");
  await page.context().close();
}

/** On paper everything is there, or the result alone. */
async function paper(browser, name) {
  const page = await open(browser, name);
  await walk(page, 0);
  await page.emulateMedia({ media: "print" });
  const parts = await page.locator("main > section").evaluateAll((all) => all.filter((it) => it.getClientRects().length === 0).map((it) => it.id));
  check(parts.length === 0, name, "not on paper: " + parts);
  const buttons = await page.locator("button, form, nav").evaluateAll((all) => all.filter((it) => it.getClientRects().length > 0).length);
  check(buttons === 0, name, "nothing to click is on paper");
  await page.evaluate(() => { document.documentElement.dataset.print = "result"; });
  check(await shownTo(page, "#questions h2"), name, "the result is on paper");
  check(!(await shownTo(page, "#steps")), name, "the result alone");
  check(await shownTo(page, "h1"), name, "the title is on paper");
  await page.context().close();
}

/** Without scripts it is the text and the diagram. */
async function withoutScripts(browser, name) {
  const page = await open(browser, name, { javaScriptEnabled: false, viewport: PHONE });
  for (const part of ["#steps h2", "#about h2", "h1"]) {
    check(await shownTo(page, part), name, part + " is there without scripts");
  }
  check(!(await shownTo(page, "#questions")), name, "no questions without scripts");
  check((await page.locator("nav a[href='#questions'], button").filter({ visible: true }).count()) === 0, name, "nothing dead without scripts");
  await picture(page, name, "no-script");
  await page.context().close();
}

/** The hostile page: every kind of field, with what it refuses. */
async function fields(browser) {
  const name = "hostile";
  const page = await open(browser, name);
  const refused = async (fill, sentence) => {
    for (const id of Object.keys(fill)) {
      await page.fill("#" + id, fill[id]);
    }
    await goOn(page);
    const said = (await page.locator(".errors").count()) > 0 ? await page.locator(".errors").textContent() : "nothing";
    check(said.includes(sentence), name, JSON.stringify(fill) + " says “" + said + "”");
  };
  await page.click("#questions .main");
  await answer(page, 0);
  // The list: what stands alone unticks the others.
  await page.check("#answer-0");
  await page.check("#answer-2");
  check(!(await page.isChecked("#answer-0")), name, "what stands alone unticks the others");
  await page.uncheck("#answer-2");
  await goOn(page);
  check((await page.locator(".errors").count()) > 0, name, "a list with such an item is not left empty");
  await page.check("#answer-1");
  await goOn(page);
  check((await asked(page)) === "marks", name, "then the marks");
  await goOn(page);
  check((await page.locator(".errors li").count()) === 2, name, "each item without a mark is told");
  await page.locator(".errors a").nth(1).click();
  check((await page.evaluate(() => document.activeElement.id)) === "item-1-0", name, "what is told leads to the field");
  await answer(page, 1);
  await refused({ answer: "a lot" }, "Write an amount");
  await refused({ answer: "100,000.01" }, "is more than £100,000");
  await page.fill("#answer", "£1,234.5");
  await goOn(page);
  await refused({ answer: "1.5" }, "whole number");
  await refused({ answer: "-6" }, "-6 is less than -5");
  await page.fill("#answer", "-5");
  await goOn(page);
  await refused({ answer: "19" }, "19 years is more than 18 years");
  await refused({ answer: "", "answer-months": "x" }, "whole years, months and days");
  await page.fill("#answer", "15");
  await page.fill("#answer-months", "");
  await page.fill("#answer-days", "364");
  await goOn(page);
  await refused({ answer: "29", "answer-month": "2", "answer-year": "2026" }, "a day of the calendar");
  await refused({ answer: "1", "answer-month": "1", "answer-year": "2099" }, "is later than");
  await page.fill("#answer", "29");
  await page.fill("#answer-year", "2024");
  await page.fill("#answer-month", "2");
  await goOn(page);
  check((await asked(page)) === "text", name, "then their words");
  await page.fill("#answer", "<b>words</b>");
  await goOn(page);
  if ((await asked(page)) === "one") {
    await answer(page, 0);
  }
  const result = await page.locator("#questions").textContent();
  for (const words of ["£1,234.50", "15 years 364 days", "29 February 2024", "<b>words</b>", "01632 960123", "Do not wait <blink>.", "Points <sum>", "5 points", "within 2 working days"]) {
    check(result.includes(words), name, "the result says " + words);
  }
  check(!result.includes("01632 960456"), name, "a number for others is not told");
  check((await page.locator("#questions a[href^=tel]").count()) > 0, name, "numbers can be clicked");
  check((await page.locator("a[href^=javascript]").count()) === 0, name, "no link runs anything");
  // A family for whom nothing is settled.
  await page.reload();
  await page.click("#questions .main");
  await answer(page, 1);
  check((await page.locator(".why").textContent()).includes("No"), name, "it says why it asks");
  await answer(page, 1);
  const stuck = await page.locator("#questions .stuck").textContent();
  check(stuck.includes("Professional judgement comes first"), name, "it says so where nothing is settled");
  await accessible(page, name, "nothing settled");
  await picture(page, name, "stuck");
  await page.context().close();
}

async function main() {
  const browser = await chromium.launch({
    executablePath: process.env.CHROMIUM || "/usr/bin/chromium",
    args: ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-dev-shm-usage", "--disable-extensions"]
  });
  const names = fs.readdirSync(folder).filter((it) => it.endsWith(".html")).map((it) => it.replace(/\.html$/, "")).sort();
  check(names.length > 15 && names.includes("hostile"), folder, "has the pages");
  const work = [];
  // Every page on a phone, the tests' own only in short; those that differ most in all other ways too.
  const closely = names.filter((it) => /^(hostile|flows-example|flows-thurrock-parents|flows-marac-base)/.test(it));
  check(closely.length === 4, folder, "has the pages to look at closely");
  const flows = names.filter((name) => /^flows-|^hostile|^part/.test(name));
  flows.forEach((name) => work.push(() => look(browser, name, PHONE)));
  names.filter((name) => !flows.includes(name)).forEach((name) => work.push(() => glance(browser, name)));
  closely.concat("part").forEach((name) => work.push(() => look(browser, name, DESKTOP), () => withoutScripts(browser, name)));
  closely.forEach((name) => work.push(() => history(browser, name), () => keyboard(browser, name), () => paper(browser, name)));
  work.unshift(() => fields(browser));
  const worker = async () => {
    while (work.length > 0) {
      const next = work.shift();
      try {
        await next();
      } catch (error) {
        failures.push(String(next) + ": " + error.stack);
      }
    }
  };
  await Promise.all([worker(), worker(), worker()]);
  await browser.close();
  console.log(names.length + " pages, " + checks + " checks, " + failures.length + " failures");
  failures.slice(0, 60).forEach((it) => console.log("- " + it));
  process.exit(failures.length > 0 || checks < 500 ? 1 : 0);
}

main();
