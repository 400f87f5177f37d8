// Elements and the page's address. Text of the tree only ever becomes text, never markup.

function fill(element, properties, children) {
  for (const [name, value] of Object.entries(properties)) {
    if (value === undefined || value === false || value === null) continue;
    if (name.startsWith("on")) {
      element.addEventListener(name.slice(2), value);
    } else {
      element.setAttribute(name, value === true ? "" : value);
    }
  }
  for (const child of children.flat(Infinity)) {
    if (child !== undefined && child !== null && child !== "") element.append(child);
  }
  return element;
}

function make(tag, properties = {}, ...children) {
  return fill(document.createElement(tag), properties, children);
}

function draw(tag, properties = {}, ...children) {
  return fill(document.createElementNS("http://www.w3.org/2000/svg", tag), properties, children);
}

function byId(id) {
  return document.getElementById(id);
}

// What the page shows stands in its address, so that a link shows the same.
const address = {
  read() {
    return new URLSearchParams(location.hash.slice(1));
  },
  // Sets some of it, or takes it out ("" or undefined). `visit` adds to the history.
  write(changes, visit = false) {
    const now = this.read();
    for (const [name, value] of Object.entries(changes)) {
      if (value) now.set(name, value); else now.delete(name);
    }
    const hash = "#" + now;
    if (hash === "#" + this.read()) return;
    if (visit) location.hash = hash; else history.replaceState(null, "", hash);
  },
  // All of it but the component that is looked at.
  view() {
    const now = this.read();
    now.delete("module");
    return now.toString();
  },
  // The address with some of it changed, for links.
  with(changes) {
    const next = this.read();
    for (const [name, value] of Object.entries(changes)) {
      if (value) next.set(name, value); else next.delete(name);
    }
    return "#" + next;
  },
};

function words(text) {
  return (text ?? "").split(/[\s,]+/).filter((word) => word !== "");
}

function countOf(count, noun) {
  return `${count} ${noun}${count === 1 ? "" : "s"}`;
}

function secondsText(milliseconds) {
  if (milliseconds === undefined) return "";
  return (milliseconds / 1000).toFixed(milliseconds < 99950 ? 1 : 0) + " s";
}
