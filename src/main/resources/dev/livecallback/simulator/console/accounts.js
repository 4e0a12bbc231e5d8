// The accounts: their keys, and the names that they know.
import {button, each, make, say, text} from "./dom.js";
import {ask} from "./simulator.js";

let turn = () => {};

/** Has the page's buttons work; `refresh` reads everything anew, `doing` shows what went wrong. */
export function start(refresh, doing) {
  turn = (key, enabled) => doing(async () => {
    await ask("PATCH", "accounts", {}, {accessKeyId: key, enabled});
    say(`The key ${key} is switched ${enabled ? "on" : "off"}.`);
    await refresh();
  });
}

/** Shows what was read. */
export function show({accounts}) {
  each(document.getElementById("account-list"), accounts, (one) => one.account, create, update);
}

function create(one) {
  return make("li", {}, make("h3", {}, one.account), make("ul", {class: "keys", role: "list"}), make("p"));
}

function update(item, one) {
  const [, keys, names] = item.children;
  const owned = Object.entries(one.users).flatMap(([user, ids]) =>
    ids.map((id) => ({user, id, on: !one.disabled.includes(id)})));
  each(keys, owned, (key) => key.id, createKey, updateKey);
  const domains = Object.entries(one.domains).map(([name, vhost]) => name === "*" ? "any domain" : `domain/${name} of ${vhost}`);
  const vhosts = one.vhosts.map((name) => name === "*" ? "any vhost" : `vhost/${name}`);
  text(names, `Knows ${[...vhosts, ...domains].join(", ") || "no names"}.`);
}

function createKey(key) {
  const line = make("li", {}, make("span"), " ");
  const toggle = button("", key.id, () => turn(key.id, !line.on));
  toggle.prepend(make("span"));
  line.append(toggle);
  return line;
}

function updateKey(line, key) {
  line.on = key.on;
  text(line.firstElementChild, `Key ${key.id} of ${key.user}${key.on ? "" : ", switched off"}`);
  text(line.querySelector("button span"), key.on ? "Switch off" : "Switch on");
}
