// Making and updating elements. Values become text, never markup.

/** A new element; attributes by name, and what is in it: elements, or values as text. */
export function make(tag, attributes = {}, ...content) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    element.setAttribute(name, value);
  }
  element.append(...content);
  return element;
}

/** A button that does something. `about` is read out behind its word, not shown. */
export function button(word, about, act) {
  const element = make("button", {type: "button"}, word, make("span", {class: "unseen"}, ` ${about}`));
  element.addEventListener("click", act);
  return element;
}

/** Sets the text of an element, if it is another one: a selection in it stays otherwise. */
export function text(element, value) {
  const wanted = String(value ?? "");
  if (element.textContent !== wanted) {
    element.textContent = wanted;
  }
}

/**
 * Gives a parent one child for each item, in their order. A child whose key is there already is
 * updated, not replaced: whatever has the focus keeps it.
 */
export function each(parent, items, keyOf, create, update) {
  const keys = new Set(items.map(keyOf));
  const there = new Map();
  for (const child of [...parent.children]) {
    if (keys.has(child.dataset.key)) {
      there.set(child.dataset.key, child);
    } else {
      child.remove();
    }
  }
  let next = parent.firstElementChild;
  items.forEach((item, index) => {
    const key = keyOf(item, index);
    let child = there.get(key);
    if (child === undefined) {
      child = create(item);
      child.dataset.key = key;
    }
    update(child, item);
    if (child === next) {
      next = next.nextElementSibling;
    } else {
      parent.insertBefore(child, next);
    }
  });
}

/** A time of day, in the reader's zone; the whole of it is in the attribute. */
export function clock(element, instant) {
  element.setAttribute("datetime", instant);
  text(element, new Date(instant).toLocaleTimeString([], {hour12: false}));
}

/** Tells what came of what the person did. */
export function say(sentence) {
  text(document.getElementById("said"), sentence);
}
