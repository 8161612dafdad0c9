// Answers as people write them and as they are said back to them.

const MONTHS = [
  "January", "February", "March", "April", "May", "June",
  "July", "August", "September", "October", "November", "December"
];

const many = (number, unit) => number + " " + unit + (number === 1 ? "" : "s");
const thousands = (number) => String(number).replace(/\B(?=(\d{3})+(?!\d))/g, ",");

/** An age in years, months and days: the most months that leave whole days. */
function ageParts(age) {
  const most = Math.floor(Math.max(0, age) / 487);
  for (let months = most; months >= 0 && months > most - 16; months -= 1) {
    const left = age - months * 487;
    if (left % 16 === 0) {
      return { years: Math.floor(months / 12), months: months % 12, days: left / 16 };
    }
  }
  return { years: 0, months: 0, days: Math.trunc(age / 16) };
}

/** A number with its kind: "£14.50", "16 years", "31 March 2027". */
function quantityWords(kind, number) {
  switch (kind) {
    case "money": {
      const pence = Math.abs(number) % 100;
      const pounds = thousands(Math.floor(Math.abs(number) / 100));
      const after = pence === 0 ? "" : "." + String(pence).padStart(2, "0");
      return (number < 0 ? "-£" : "£") + pounds + after;
    }
    case "age": {
      const parts = ageParts(number);
      const words = [];
      if (parts.years > 0) {
        words.push(many(parts.years, "year"));
      }
      if (parts.months > 0) {
        words.push(many(parts.months, "month"));
      }
      if (parts.days > 0) {
        words.push(many(parts.days, "day"));
      }
      return words.length > 0 ? words.join(" ") : "0 months";
    }
    case "date": {
      const day = dayOfNumber(number);
      return day.day + " " + MONTHS[day.month - 1] + " " + day.year;
    }
    default:
      return String(number);
  }
}

/** An answer as it is said to people. */
function answerWords(question, answer) {
  const text = (options, at) => (options[at] ? options[at].text : "");
  if (answer.option !== undefined) {
    return text(optionsOf(question), answer.option);
  }
  if (answer.ticked) {
    return answer.ticked.length === 0 ? "None" : answer.ticked.map((at) => text(optionsOf(question), at)).join("; ");
  }
  if (answer.marked) {
    const items = optionsOf(question);
    return answer.marked.map((mark, at) => text(items, at) + ": " + text(question.answers.marks, mark)).join("; ");
  }
  if (answer.quantity !== undefined) {
    const unit = question.answers.unit ? " " + question.answers.unit : "";
    return quantityWords(question.answers.of, answer.quantity) + unit;
  }
  return answer.text;
}

/** A whole number: 5, -5, 1,000; null where it is none. */
function readWhole(typed) {
  const isWhole = /^-?(\d+|\d{1,3}(,\d{3})+)$/.test(typed);
  const number = Number(typed.replace(/,/g, ""));
  return isWhole && Number.isSafeInteger(number) ? number : null;
}

/** An amount in pence: £14.50, 14.5, 14; null where it is none. */
function readMoney(typed) {
  const parts = /^(-?)£?\s*([\d,]+)(?:\.(\d{1,2}))?$/.exec(typed);
  const pounds = parts ? readWhole(parts[2]) : null;
  if (pounds === null) {
    return null;
  }
  const pence = pounds * 100 + Number((parts[3] || "0").padEnd(2, "0"));
  return Number.isSafeInteger(pence) ? (parts[1] ? -pence : pence) : null;
}

/** A day of the calendar as a number; null where there is none such. */
function readDay(day, month, year) {
  const numbers = [day, month, year].map((it) => (/^\d{1,4}$/.test(it) ? Number(it) : 0));
  const isDay =
    numbers[2] >= 1000 && numbers[1] >= 1 && numbers[1] <= 12 &&
    numbers[0] >= 1 && numbers[0] <= daysInMonth(numbers[2], numbers[1]);
  return isDay ? dayNumber(numbers[2], numbers[1], numbers[0]) : null;
}

/** Why a number cannot be the answer, in a sentence; null where it can. */
function outOfRange(kind, number, from, to) {
  const say = (than, limit, which) =>
    quantityWords(kind, number) + " is " + than + " than " + quantityWords(kind, limit) + ", " + which +
    " that this question accepts.";
  if (number < from) {
    return kind === "date" ? say("earlier", from, "the earliest day") : say("less", from, "the least");
  }
  if (number > to) {
    return kind === "date" ? say("later", to, "the latest day") : say("more", to, "the most");
  }
  return null;
}
