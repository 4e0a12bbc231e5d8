// Faults: what is made to go wrong.
import {button, each, make, say, text} from "./dom.js";
import {dialog, whole} from "./dialogs.js";
import {ask, RequestError} from "./simulator.js";

const home = document.getElementById("faults-title");
const form = document.querySelector("#fault-dialog form").elements;
const TEXTS = ["action", "account", "scope", "app", "messageType"];

let refresh = async () => {};

const openFault = dialog("fault-dialog", home, async () => {
  const {id} = await ask("POST", "faults", {}, typed());
  say(`Switched on: ${id}.`);
  await refresh();
});

/** Has the page's buttons work; `refreshed` reads everything anew, `trouble` shows what went wrong. */
export function start(refreshed, doing) {
  refresh = refreshed;
  form.effect.addEventListener("change", onlyWhatFits);
  document.getElementById("add-fault").addEventListener("click", () => {
    onlyWhatFits();
    openFault();
  });
  document.getElementById("clear-faults").addEventListener("click", () => doing(async () => {
    await ask("DELETE", "faults");
    say("All faults are switched off.");
    await refresh();
  }));
  off = (id) => doing(async () => {
    await ask("DELETE", "faults", {id});
    say(`Switched off: ${id}.`);
    await refresh();
    home.focus();
  });
}

let off = () => {};

/** Shows what was read. */
export function show({faults}) {
  document.getElementById("no-faults").hidden = faults.length > 0;
  document.getElementById("clear-faults").disabled = faults.length === 0;
  each(document.getElementById("fault-list"), faults, (fault) => fault.id, create, update);
}

function create(fault) {
  return make("li", {}, make("p"), button("Switch off", `${fault.effect}, ${fault.id}`, () => off(fault.id)));
}

function update(item, fault) {
  const {id, effect, count, left, probability, ...rest} = fault;
  const details = Object.entries(rest).map(([name, value]) => `${name} ${value === "" ? "none" : value}`);
  const amount = count === undefined ? "until switched off" : `${left} of ${count} calls left`;
  const chance = probability === 1 ? [] : [`each with probability ${probability}`];
  text(item.firstElementChild, `${effect}: ${[...details, ...chance, amount].join(", ")} (${id})`);
}

function onlyWhatFits() {
  for (const label of document.querySelectorAll("#fault-dialog [data-for]")) {
    label.hidden = !label.dataset.for.split(" ").includes(form.effect.value);
  }
}

function typed() {
  const effect = form.effect.value;
  const fault = {effect};
  for (const name of TEXTS) {
    const value = form[name].value.trim();
    if (value !== "") {
      fault[name] = value;
    }
  }
  const count = whole(form.count, "How many calls");
  if (count === 0) {
    throw new RequestError("How many calls must be 1 or more, or empty for all.");
  }
  return {...fault, count, ...detail(effect)};
}

function detail(effect) {
  switch (effect) {
    case "commonErr":
      return {codeN: form.codeN.checked};
    case "httpStatus":
      return {status: Number(form.gatewayStatus.value), json: !form.page.checked};
    case "error":
      return {status: whole(form.status, "Status"), code: form.code.value.trim(), message: form.message.value.trim() || undefined};
    case "slow":
    case "appliedThenTimeout":
    case "appliedLate":
      return {delayMillis: whole(form.delayMillis, "The delay")};
    default:
      return {};
  }
}
