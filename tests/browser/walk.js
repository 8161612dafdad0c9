// Going through a page as a person does: answering questions, and looking at what is there.
"use strict";

/** What the form asks for now. */
const asked = (page) =>
  page.evaluate(() => {
    const home = document.getElementById("questions");
    const is = (selector) => home.querySelector(selector) !== null;
    if (home.dataset.shows !== "question") {
      return home.dataset.shows;
    }
    if (is("fieldset.item")) return "marks";
    if (is("input[type=radio]")) return "one";
    if (is("input[type=checkbox]")) return "ticks";
    if (is("select")) return "list";
    if (is("textarea")) return "text";
    if (is("#answer-year")) return "date";
    if (is("#answer-months")) return "age";
    return "number";
  });

const question = (page) => page.locator("#question").textContent();
const goOn = (page) => page.click("button[type=submit]");

/** The numbers in "from 0 to 168 hours", as they are typed. */
async function least(page) {
  const words = await page.locator("#range").textContent();
  const found = / from £?(-?[\d,]+)/.exec(words);
  return found ? found[1] : "1";
}

/** Answers the question that is asked: the first answer, or the one with this number. */
async function answer(page, choice = 0) {
  const kind = await asked(page);
  if (kind === "one" || kind === "ticks") {
    const inputs = page.locator("#questions form input");
    await inputs.nth(Math.min(choice, (await inputs.count()) - 1)).check();
  } else if (kind === "marks") {
    const items = page.locator("fieldset.item");
    for (let i = 0; i < (await items.count()); i += 1) {
      await items.nth(i).locator("input").nth(choice % 2).check();
    }
  } else if (kind === "list") {
    await page.selectOption("#answer", String(choice));
  } else if (kind === "date") {
    await page.fill("#answer", "1");
    await page.fill("#answer-month", "2");
    await page.fill("#answer-year", String(new Date().getFullYear() - choice));
  } else if (kind === "age") {
    await page.fill("#answer", String(5 + choice));
  } else if (kind === "number") {
    await page.fill("#answer", await least(page));
  }
  await goOn(page);
}

/** Answers until there is a result. Gives the questions that were asked. */
async function walk(page, choice = 0, each = async () => {}) {
  const questions = [];
  if ((await asked(page)) === "start") {
    await page.click("#questions .main");
  }
  for (let i = 0; i < 80; i += 1) {
    const kind = await asked(page);
    if (kind === "result") {
      return questions;
    }
    questions.push(await question(page));
    await each(kind, i);
    await answer(page, choice);
  }
  throw new Error("the walk does not end: " + questions.slice(-3).join(" / "));
}

/** How much wider the page is than the window; what is to blame. */
const tooWide = (page) =>
  page.evaluate(() => {
    const root = document.documentElement;
    const over = root.scrollWidth - root.clientWidth;
    if (over <= 0) {
      return null;
    }
    const wide = Array.from(document.querySelectorAll("body *")).filter(
      (it) => !it.closest(".sheet, .unseen, .skip") && it.getBoundingClientRect().right > root.clientWidth + 0.5
    );
    return over + " px: " + wide.slice(0, 4).map((it) => it.tagName + "." + it.className).join(", ");
  });

module.exports = { asked, question, answer, goOn, walk, tooWide };
