/* One group, opened beside the list: what was filed, its 沿革, what was found, what is asked. */

const drawer = document.getElementById("group");

/** The name of a group as a button that opens it. */
function groupLink(row, className = "") {
  const name = group.name(row) || say("no-name");
  return link(groupWay(row), { class: `group-link ${className}` }, typed(name));
}

/** Show the group that the address names, or none. */
function showGroup(params) {
  const row = standing(Number.parseInt(params.get("group"), 10));
  if (!Number.isInteger(row) || row < 0 || row >= group.count) {
    if (drawer.open) drawer.close();
    document.documentElement.classList.remove("group-open");
    return;
  }
  refill(drawer, groupPage(row));
  if (!drawer.open) drawer.showModal();
  document.documentElement.classList.add("group-open");
  drawer.scrollTop = 0;
}

/** A row of last year that a record of this year continues is shown as that record. */
function standing(row) {
  const mate = group.isPrevious(row) ? group.mate(row) : -1;
  return mate >= 0 && group.basis(mate) ? mate : row;
}

function closeGroup() {
  amend({ group: "" });
}

drawer.addEventListener("cancel", (event) => {
  event.preventDefault();
  closeGroup();
});
drawer.addEventListener("click", (event) => {
  if (event.target === drawer) closeGroup();
});

function groupPage(row) {
  const state = group.state(row);
  return make(
    "article",
    { class: "group-page", "aria-labelledby": "group-name" },
    make(
      "header",
      {},
      make("button", { type: "button", class: "close", "aria-label": say("close"), onclick: closeGroup }, "×"),
      make("p", { class: "above" }, group.unit(row) ? unitLink(group.unit(row)) : null, tag(book.names.state[state], STATE_TONES[state])),
      make("h2", { id: "group-name", tabindex: "-1", autofocus: true }, typed(group.name(row) || say("no-name"))),
    ),
    groupFacts(row),
    section("group-findings", findingsOf(row).map((one) => findingNote(one))),
    section("group-changes", changesOf(row).map(changeNote)),
    section("group-evidence", (book.groups.evidence[row] || []).map((text) => make("p", { class: "note" }, typed(text)))),
    section(group.isPrevious(row) ? "group-suggested" : "group-suggestions", suggestionsOf(row).map((place) => suggestionNote(place, row))),
    section("group-duplicates", clustersOf(row).map((place) => clusterNote(place, row))),
    section("group-lifeline", lifelineParts(row)),
  );
}

function section(code, children) {
  return children.length ? make("section", { class: code }, make("h3", {}, say(code)), children) : null;
}

function groupFacts(row) {
  const basis = group.basis(row);
  const told = [
    ["group-number", group.number(row), "figure"],
    ["group-platform", group.platform(row)],
    ["group-members", group.members(row)],
    ["group-owner", group.owner(row)],
    ["group-created", group.created(row), "figure"],
    ["group-filing", group.filing(row) || (group.mate(row) >= 0 && basis ? group.filing(group.mate(row)) : ""), "figure"],
    ["group-basis", basis],
    ["group-place", group.place(row)],
  ];
  const filled = told.filter(([, value]) => value);
  return make("dl", { class: "facts" }, filled.map(([code, value, look]) =>
    make("div", { class: code }, make("dt", {}, say(code)), make("dd", { class: look }, typed(value)))));
}

function lifelineParts(row) {
  const loose = group.isRecord(row) && group.mate(row) >= 0 && !group.basis(row);
  const fresh = group.isRecord(row) && group.mate(row) < 0 && !book.firstFiling;
  const note = loose ? "lifeline-unproven" : fresh ? "lifeline-none" : "";
  return [note && make("p", { class: "note" }, say(note)), lifelineList(row)].filter(Boolean);
}

function changeNote(place) {
  const [field, before, after] = ["field", "before", "after"].map((name) => texts[book.groups.changes[name][place]]);
  return make("div", { class: "change" }, make("span", { class: "field" }, field), make("del", {}, typed(before || "—")), make("ins", {}, typed(after || "—")));
}

/** A finding in short: how strong, what, which clause, where. */
function findingNote(row) {
  const { clause, title } = finding.requirement(row);
  return make(
    "div",
    { class: "finding-note" },
    tag(book.names.severity[finding.severity(row)], finding.severity(row)),
    make("div", {}, make("p", {}, typed(finding.message(row))), make("p", { class: "meta" }, typed(`${title} · ${clause}`), finding.place(row) && [" · ", typed(finding.place(row))])),
  );
}
