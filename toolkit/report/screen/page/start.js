/* The frame: masthead, navigation, and which part of the report the address asks for. */

const VIEWS = { overview, findings, groups, units, unit, decide, articles, files };
const NAV = ["overview", "findings", "groups", "units", "decide", "articles", "files"];
const COUNTS = {
  findings: finding.count,
  units: unitTable.rows.length,
  decide: Object.entries(book.questions).reduce((all, [name, list]) => all + (name === "todo" ? 0 : list.length), 0),
};
const main = document.getElementById("main");
const scrolled = new Map();
let mounted = { name: "", view: null };
let followed = false;

function masthead() {
  const { title, number } = book.document;
  refill(
    document.getElementById("masthead"),
    make(
      "div",
      { class: "inner" },
      make("div", {}, make("p", { class: "institution" }, book.institution), make("h1", {}, say("title"))),
      make(
        "div",
        { class: "about" },
        make("p", {}, say("as-of", { day: book.asOf })),
        make("p", {}, say("regulation", { title, number })),
        make("p", {}, say("private")),
      ),
    ),
  );
  document.getElementById("printed-from").textContent = say("printed-from", { institution: book.institution, title: say("title"), day: book.asOf });
}

function navigation(part) {
  const current = part === "unit" ? "units" : part;
  const bar = document.getElementById("nav");
  bar.setAttribute("aria-label", say("nav"));
  refill(
    bar,
    make(
      "div",
      { class: "inner" },
      make("div", { class: "tabs" }, NAV.map((name) => link(way(name), { "aria-current": name === current ? "page" : null }, say(`nav-${name}`), COUNTS[name] ? make("small", {}, COUNTS[name].toLocaleString("en-US")) : null))),
      make("div", { class: "tools" }, copyButton(() => location.href, say("copy-link")), make("button", { type: "button", class: "button", onclick: () => window.print() }, say("print"))),
    ),
  );
  const here = bar.querySelector("[aria-current]");
  if (here) here.parentNode.scrollLeft = here.offsetLeft - 40;
}

/** Show what the address says; a view that stays is only brought up to date. */
function render() {
  const asked = address();
  const part = asked.part in VIEWS ? asked.part : "overview";
  const name = [part, ...asked.rest, part === "decide" ? asked.params.get("part") : part === "files" ? asked.params.get("tone") : ""].join("/");
  if (name !== mounted.name) {
    if (mounted.view) mounted.view.leave();
    navigation(part);
    mounted = { name, view: VIEWS[part].mount(main, asked) };
    document.title = `${part === "overview" ? "" : `${part === "unit" ? asked.rest[0] : say(`nav-${part}`)} · `}${book.institution}${say("title")}`;
  }
  const fresh = name !== mounted.shown;
  mounted.view.update(asked.params);
  if (fresh) arrive();
  Object.assign(mounted, { shown: name, hash: location.hash });
  followed = false;
  showGroup(asked.params);
  main.dataset.address = location.hash;
}

/** A view that was followed to begins at its top; one that was returned to is where it was left. */
function arrive() {
  const left = followed ? null : scrolled.get(location.hash);
  if (left && mounted.view.rows) mounted.view.rows.restore(left);
  else window.scrollTo(0, left ? left.down : 0);
  if (followed) main.focus({ preventScroll: true });
}

history.scrollRestoration = "manual";
/* The address may already be the next one while the view is still this one. */
window.addEventListener("scroll", () => scrolled.set(mounted.hash, mounted.view.rows ? mounted.view.rows.spot() : { down: window.scrollY, row: 0 }), { passive: true });
document.addEventListener("click", (event) => {
  if (event.target.closest && event.target.closest("a[href^='#/']")) followed = true;
});

document.querySelector(".skip").addEventListener("click", (event) => {
  event.preventDefault();
  main.focus();
});
window.addEventListener("hashchange", render);
let resized = 0;
window.addEventListener("resize", () => {
  clearTimeout(resized);
  resized = setTimeout(() => drawn.forEach((entry) => entry.chart && entry.chart.resize()), 100);
});
window.matchMedia("(prefers-color-scheme: dark)").addEventListener("change", drawCharts);
masthead();
render();
showHandIn();
