// Dialogs with a form: opened, filled in, sent or left. The browser keeps the focus in an open one.
import {text} from "./dom.js";
import {RequestError} from "./simulator.js";

/**
 * Has a dialog's form sent by `send`, which gets the form and may throw RequestError: that is shown in
 * the dialog, which then stays open.
 *
 * @param home what gets the focus if the button that opened the dialog is gone
 * @return opens the dialog
 */
export function dialog(id, home, send) {
  const element = document.getElementById(id);
  const form = element.querySelector("form");
  const error = element.querySelector(".error");
  let opener = null;
  let sending = false;

  element.querySelector(".cancel").addEventListener("click", () => element.close());
  element.addEventListener("close", () => {
    form.reset();
    const target = opener?.isConnected ? opener : home;
    target.focus();
  });
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    if (sending) {
      return;
    }
    sending = true;
    text(error, "");
    try {
      await send(form);
      element.close();
    } catch (trouble) {
      if (!(trouble instanceof RequestError)) {
        throw trouble;
      }
      text(error, trouble.message);
    } finally {
      sending = false;
    }
  });

  return () => {
    opener = document.activeElement;
    text(error, "");
    element.showModal();
  };
}

/** A whole number that was typed; undefined for an empty field. */
export function whole(field, name) {
  const typed = field.value.trim();
  if (typed === "") {
    return undefined;
  }
  if (!/^\d{1,9}$/.test(typed)) {
    throw new RequestError(`${name} must be a whole number.`);
  }
  return Number(typed);
}
