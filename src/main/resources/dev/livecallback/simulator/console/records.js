// The records, by scope; edited, added and deleted as the cloud's console would.
import {button, clock, each, make, say, text} from "./dom.js";
import {dialog} from "./dialogs.js";
import {ask} from "./simulator.js";

const MOST = 500;
const COLUMNS = ["App", "Type", "Calls back", "Signed", "Changed", "Do"];

const home = document.getElementById("records-title");
const search = document.getElementById("record-search");
const recordForm = document.querySelector("#record-dialog form").elements;
const place = document.getElementById("record-place");

let refresh = async () => {};
let accounts = [];
let edited = null;
let doomed = null;

const scopeOf = (record) => record.Vhost === undefined ? `domain/${record.Domain}` : `vhost/${record.Vhost}`;
const keyOf = (record) => [record.Account, scopeOf(record), record.App, record.MessageType].join(" ");
const nameOf = (record) =>
  `${record.MessageType} of ${record.App === "" ? "" : `app ${record.App}, `}${scopeOf(record)}`;

const openEditor = dialog("record-dialog", home, async (form) => {
  const record = typed(form.elements);
  await ask(edited === null ? "PUT" : "PATCH", "records", {}, record);
  say(`Saved: ${nameOf({App: "", ...record})}.`);
  await refresh();
});

const openDelete = dialog("delete-dialog", home, async () => {
  const record = doomed;
  const scope = record.Vhost === undefined ? {domain: record.Domain} : {vhost: record.Vhost};
  await ask("DELETE", "records", {account: record.Account, ...scope, app: record.App, messageType: record.MessageType});
  say(`Deleted: ${nameOf(record)}.`);
  await refresh();
});

/** Has the page's buttons work; `refreshed` reads everything anew. */
export function start(refreshed) {
  refresh = refreshed;
  document.getElementById("add-record").addEventListener("click", () => edit(null));
  search.addEventListener("input", () => refresh());
  recordForm.kind.addEventListener("change", () => {
    recordForm.app.disabled = recordForm.kind.value === "Domain";
  });
}

/** What is to be read. */
export const query = () => ({keys: "hidden", limit: MOST, search: search.value.trim()});

/** Shows what was read. */
export function show({records, total}, ids) {
  accounts = ids;
  const shown = total > records.length ? `The first ${records.length} of ${total}; search for the others.` : `${total} in all.`;
  text(document.getElementById("record-count"), total === 0 ? "None. Add one, or apply a LiveCallback." : shown);
  const scopes = Map.groupBy(records, (record) => `${record.Account} ${scopeOf(record)}`);
  each(document.getElementById("scopes"), [...scopes.entries()], ([key]) => key, createScope, () => {});
  for (const section of document.getElementById("scopes").children) {
    each(section.querySelector("tbody"), scopes.get(section.dataset.key), keyOf, createRow, updateRow);
  }
}

function createScope([, [first]]) {
  const title = make("h3", {}, scopeOf(first), " ", make("small", {}, `account ${first.Account}`));
  const heads = COLUMNS.map((name) => make("th", {role: "columnheader", scope: "col"}, name));
  const table = make(
    "table", {role: "table", "aria-label": `Records of ${scopeOf(first)}`},
    make("thead", {role: "rowgroup"}, make("tr", {role: "row"}, ...heads)),
    make("tbody", {role: "rowgroup"}));
  return make("div", {class: "scope"}, title, table);
}

function createRow(record) {
  const row = make("tr", {role: "row"});
  for (const name of COLUMNS) {
    row.append(make("td", {role: "cell", "data-name": name}));
  }
  const [, , urls, , changed, acts] = row.children;
  urls.append(make("ul", {class: "urls", role: "list"}));
  changed.append(make("time"));
  acts.append(make(
    "div", {class: "acts"},
    button("Edit", nameOf(record), () => edit(row.record)),
    button("Delete", nameOf(record), () => confirmDelete(row.record))));
  return row;
}

function updateRow(row, record) {
  const [app, type, urls, signed, changed] = row.children;
  text(app, record.App === "" ? "none" : record.App);
  text(type, record.MessageType + (record.TranscodeCallback === 1 ? ", transcoded too" : ""));
  each(
    urls.firstElementChild, record.CallbackDetailList, (_, index) => String(index), () => make("li"),
    (item, detail) => text(item, detail.URL));
  text(signed, record.AuthEnable ? "yes" : "no");
  clock(changed.firstElementChild, record.UpdateTimeUTC);
  if (row.record !== undefined && row.record.UpdateTimeUTC !== record.UpdateTimeUTC) {
    row.classList.remove("fresh");
    requestAnimationFrame(() => row.classList.add("fresh"));
  }
  row.record = record;
}

function edit(record) {
  edited = record;
  place.hidden = record !== null;
  place.disabled = record !== null;
  text(document.getElementById("record-dialog-title"), record === null ? "Add a record" : "Edit a record");
  text(document.getElementById("record-key"), record === null ? "" : `${nameOf(record)}, account ${record.Account}`);
  each(recordForm.account, accounts, (id) => id, (id) => make("option", {value: id}, id), () => {});
  recordForm.app.disabled = false;
  recordForm.urls.value = (record?.CallbackDetailList ?? []).map((detail) => detail.URL).join("\n");
  recordForm.transcode.checked = record?.TranscodeCallback === 1;
  recordForm.signed.checked = record?.AuthEnable ?? false;
  openEditor();
  (record === null ? recordForm.name : recordForm.urls).focus();
}

function confirmDelete(record) {
  doomed = record;
  text(document.getElementById("delete-key"), `${nameOf(record)}, account ${record.Account}`);
  openDelete();
}

/** The record in the form, with the fields of UpdateCallback. */
function typed(form) {
  const which = edited === null
    ? {Account: form.account.value, [form.kind.value]: form.name.value.trim(), MessageType: form.messageType.value}
    : {Account: edited.Account, MessageType: edited.MessageType};
  const app = edited === null ? (form.app.disabled ? "" : form.app.value.trim()) : edited.App;
  const scope = edited === null ? {} : edited.Vhost === undefined ? {Domain: edited.Domain} : {Vhost: edited.Vhost};
  return {
    ...which,
    ...scope,
    ...(app === "" ? {} : {App: app}),
    CallbackDetailList: form.urls.value.split("\n").map((url) => url.trim()).filter((url) => url !== "")
      .map((url) => ({CallbackType: "http", URL: url})),
    TranscodeCallback: form.transcode.checked ? 1 : 0,
    AuthEnable: form.signed.checked,
    ...(form.key.value === "" ? {} : {AuthKeyPrimary: form.key.value}),
  };
}
