/* Elements. Text becomes a text node and nothing else: what a unit typed is never read as markup. */

const LISTENER = /^on/;

/** Make an element: `make("a", {href: "#/units", class: "link"}, "单位", child)`; null and "" children are left out. */
function make(tag, attributes = {}, ...children) {
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes || {})) {
    if (value === null || value === undefined || value === false) continue;
    if (LISTENER.test(name)) node.addEventListener(name.slice(2), value);
    else node.setAttribute(name, value === true ? "" : String(value));
  }
  fill(node, children);
  return node;
}

/** Append children to a node: nodes as they are, everything else as text. */
function fill(node, children) {
  for (const child of children.flat(Infinity)) {
    if (child === null || child === undefined || child === false || child === "") continue;
    node.append(child instanceof Node ? child : document.createTextNode(String(child)));
  }
  return node;
}

/** Put children in the place of what a node holds. */
function refill(node, ...children) {
  node.textContent = "";
  return fill(node, children);
}

/** A link into this page; `way` is one of ours, never a text of the data. */
function link(way, attributes, ...children) {
  return make("a", { href: `#${way}`, ...attributes }, ...children);
}

/** A word on a coloured ground. */
function tag(text, tone) {
  return make("span", { class: `tag ${tone || "plain"}` }, text);
}

/** A text that units typed: kept apart, so that its direction of writing turns nothing beside it. */
function typed(text, className = "") {
  return make("bdi", className ? { class: className } : {}, text);
}

/** Tell a reader what has happened, also one who listens. */
function announce(text) {
  const said = document.getElementById("said");
  said.textContent = text;
  said.classList.add("shown");
  clearTimeout(announce.timer);
  announce.timer = setTimeout(() => said.classList.remove("shown"), 2200);
}

/** Copy a text; from a file no clipboard may be at hand, so the old way stands behind it. */
async function copy(text) {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    const area = make("textarea", { class: "unseen", readonly: true }, text);
    (document.querySelector("dialog[open]") || document.body).append(area);
    area.select();
    const done = document.execCommand("copy");
    area.remove();
    return done;
  }
}

/** A button that copies a text and says so. */
function copyButton(text, label = say("copy")) {
  const button = make("button", { type: "button", class: "button" }, label);
  button.addEventListener("click", async () => announce(say((await copy(text())) ? "copied" : "copy-failed")));
  return button;
}
