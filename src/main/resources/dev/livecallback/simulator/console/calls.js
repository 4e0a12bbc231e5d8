// The log of calls, newest first.
import {clock, each, make, text} from "./dom.js";

const NAMES = ["Time", "Action", "About", "Outcome", "Account, user"];
const filters = ["action", "outcome", "search", "limit"].map((name) => [name, document.getElementById(`call-${name}`)]);

/** Has the filters work; `refresh` reads everything anew. */
export function start(refresh) {
  filters.forEach(([, field]) => field.addEventListener("input", () => refresh()));
}

/** What is to be read. */
export const query = () => Object.fromEntries(filters.map(([name, field]) => [name, field.value.trim()]));

/** Shows what was read. */
export function show({calls}) {
  document.getElementById("no-calls").hidden = calls.length > 0;
  document.getElementById("call-table").hidden = calls.length === 0;
  each(document.getElementById("call-rows"), calls.toReversed(), (call) => String(call.number), create, () => {});
}

function create(call) {
  const time = make("time");
  clock(time, call.at);
  const about = [call.scope, call.app, call.messageType].filter((part) => part !== null).join(" ");
  const outcome = call.status === 0 ? `dropped: ${call.code}` : `${call.status} ${call.code}`.trim();
  const who = call.account === null ? "not known" : `${call.account} ${call.user ?? ""}`;
  const row = make("tr", {role: "row"});
  [time, call.action, about, outcome, who].forEach((value, i) =>
    row.append(make("td", {role: "cell", "data-name": NAMES[i]}, value)));
  if (call.status !== 200 || call.code !== "") {
    row.classList.add("failed");
  }
  return row;
}
