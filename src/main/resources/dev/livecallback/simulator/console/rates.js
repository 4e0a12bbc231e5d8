// Calls per second, a chart for each account and action, and the same in numbers.
import {each, make, text} from "./dom.js";

const SVG = "http://www.w3.org/2000/svg";
const HEIGHT = 60;
const MINUTE = 60;
const NUMBERS = ["Last second", "Peak", "Over the limit", "In 5 minutes"];

/** Shows what was read. */
export function show({series, seconds}) {
  document.getElementById("no-rates").hidden = series.length > 0;
  each(
    document.getElementById("charts"), series, (one) => `${one.account} ${one.action}`,
    (one) => create(one, seconds), update);
}

function create(one, seconds) {
  const chart = document.createElementNS(SVG, "svg");
  const attributes = {viewBox: `0 0 ${seconds} ${HEIGHT}`, preserveAspectRatio: "none", "aria-hidden": "true"};
  Object.entries(attributes).forEach(([name, value]) => chart.setAttribute(name, value));
  for (const name of ["through", "over", "limit"]) {
    const path = document.createElementNS(SVG, "path");
    path.setAttribute("class", name);
    chart.append(path);
  }
  const numbers = make("dl");
  NUMBERS.forEach((name) => numbers.append(make("div", {}, make("dt", {}, name), make("dd"))));
  const heads = ["Minute", "Calls", "Peak", "Over the limit"]
    .map((name) => make("th", {scope: "col"}, name));
  return make(
    "figure", {},
    make("figcaption", {}, make("b", {}, one.action), " ", make("small", {}, `account ${one.account ?? "not known"}`)),
    chart,
    make("p", {class: "axis", "aria-hidden": "true"}, make("span", {}, "5 min ago"), make("span", {}, "now")),
    numbers,
    make(
      "details", {}, make("summary", {}, "By minute", make("span", {class: "unseen"}, ` ${one.action}, account ${one.account}`)),
      make("table", {}, make("thead", {}, make("tr", {}, ...heads)), make("tbody"))));
}

function update(figure, one) {
  const all = one.calls.map((calls, i) => calls + one.refused[i]);
  const top = Math.max(1, (one.limit ?? 0) * 1.2, ...all);
  const [through, over, limit] = figure.querySelectorAll("path");
  through.setAttribute("d", bars(one.calls, one.calls.map(() => 0), top));
  over.setAttribute("d", bars(one.refused, one.calls, top));
  limit.setAttribute("d", one.limit === null ? "" : `M0 ${y(one.limit, top)}H${one.calls.length}`);
  // The second that is still running isn't whole.
  const last = one.calls.at(-2) ?? 0;
  const most = Math.max(...one.calls);
  const values = [last, one.limit === null ? `${most}, no limit` : `${most} of ${one.limit}`, sum(one.refused), sum(all)];
  figure.querySelectorAll("dd").forEach((number, i) => text(number, values[i]));
  each(
    figure.querySelector("tbody"), minutes(one), (minute) => minute[0],
    (minute) => make("tr", {}, ...minute.map(() => make("td"))),
    (row, minute) => minute.forEach((value, i) => text(row.children[i], value)));
}

const sum = (counts) => counts.reduce((one, other) => one + other, 0);
const y = (value, top) => Number((HEIGHT * (1 - value / top)).toFixed(2));

/** A bar for each second that has any, standing on another one. */
function bars(counts, below, top) {
  return counts
    .map((count, x) => count === 0 ? "" : `M${x} ${y(below[x], top)}V${y(below[x] + count, top)}h1V${y(below[x], top)}z`)
    .join("");
}

function minutes(one) {
  const rows = [];
  for (let from = one.calls.length - MINUTE, ago = 0; from >= 0; from -= MINUTE, ago++) {
    const calls = one.calls.slice(from, from + MINUTE);
    const name = ago === 0 ? "the last" : `${ago} before`;
    rows.push([name, sum(calls), Math.max(...calls), sum(one.refused.slice(from, from + MINUTE))]);
  }
  return rows;
}
