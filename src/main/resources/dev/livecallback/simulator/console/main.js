// Reads everything once a second and shows it, as long as somebody can see it and hasn't paused it.
import * as accounts from "./accounts.js";
import * as calls from "./calls.js";
import {say, text} from "./dom.js";
import * as faults from "./faults.js";
import * as rates from "./rates.js";
import * as records from "./records.js";
import {ask, RequestError} from "./simulator.js";

const EVERY_MILLIS = 1_000;

const trouble = document.getElementById("trouble");
const pause = document.getElementById("pause");
let asked = 0;
let silent = false;

/** Reads and shows everything. What is read later counts, whichever answer comes last. */
async function refresh() {
  const turn = ++asked;
  try {
    const [ofAccounts, ofRecords, ofRates, ofCalls, ofFaults] = await Promise.all([
      ask("GET", "accounts"),
      ask("GET", "records", records.query()),
      ask("GET", "rates"),
      ask("GET", "calls", calls.query()),
      ask("GET", "faults"),
    ]);
    if (turn !== asked) {
      return;
    }
    accounts.show(ofAccounts);
    records.show(ofRecords, ofAccounts.accounts.map((one) => one.account));
    rates.show(ofRates);
    calls.show(ofCalls);
    faults.show(ofFaults);
    text(trouble, "");
    if (silent) {
      silent = false;
      say("The simulator answers again.");
    }
  } catch (problem) {
    if (!(problem instanceof RequestError)) {
      throw problem;
    }
    silent = true;
    text(trouble, problem.message);
  }
}

/** Does what a button is for, and says what went wrong. */
async function doing(act) {
  try {
    await act();
  } catch (problem) {
    if (!(problem instanceof RequestError)) {
      throw problem;
    }
    say(problem.message);
  }
}

const paused = () => pause.getAttribute("aria-pressed") === "true";

async function forever() {
  try {
    if (!paused() && !document.hidden) {
      await refresh();
    }
  } finally {
    setTimeout(forever, EVERY_MILLIS);
  }
}

pause.addEventListener("click", () => {
  const now = !paused();
  pause.setAttribute("aria-pressed", String(now));
  say(now ? "Updates are paused." : "Updates go on.");
  if (!now) {
    refresh();
  }
});
records.start(refresh);
calls.start(refresh);
faults.start(refresh, doing);
accounts.start(refresh, doing);
forever();
