/* 请判断: what only a person can decide, with the evidence, and the form to answer it; the same questions as in the workbook. */

const PARTS = { suggestions: 220, renumbered: 200, duplicates: 230, unaccounted: 150, todo: 130 };
const CLUSTERS = ["", "disputes", "clusters", "decided"];

const decide = {
  mount(main, { params }) {
    const chosen = params.get("part") in PARTS ? params.get("part") : Object.keys(PARTS).find((name) => book.questions[name].length) || "suggestions";
    const wanted = several(params, "of");
    const found = [...book.questions[chosen].keys()].filter((place) => !wanted.length || wanted.includes(book.questions[chosen][place].of));
    const rows = new RowList((place) => questionRow(chosen, place), PARTS[chosen]);
    refill(
      main,
      make("h2", { class: "title" }, say("nav-decide")),
      make("nav", { class: "parts", "aria-label": say("nav-decide") }, Object.keys(PARTS).map((name) =>
        link(way("decide", { part: name }), { class: "part", "aria-current": name === chosen ? "true" : null }, say(`decide-${name}`), make("b", {}, book.questions[name].length)))),
      make("p", { class: "lead" }, say(`decide-${chosen}-note`), " ", make("span", { class: "muted" }, say("decide-where", { sheet: book.names.answer[chosen][0], column: book.names.answer[chosen][1] }))),
      chosen === "duplicates" && make("nav", { class: "parts", "aria-label": say("decide-duplicates") }, CLUSTERS.map((of) => clusterLink(of, params.get("of") || ""))),
      chosen === "suggestions" && book.batches.map((batch) => batchForm(batch, () => rows.show(found))),
      found.length ? make("div", { class: "card list questions" }, rows.node) : make("p", { class: "nothing" }, book.firstFiling && !["duplicates", "todo"].includes(chosen) ? say("decide-first") : say("nothing-here")),
    );
    rows.show(found);
    return {
      key: `${chosen} ${params.get("of") || ""}`,
      update() {},
      leave() {
        rows.leave();
        RowList.living.delete(rows);
      },
    };
  },
};

/** The way to all clusters, or to those that count as disputes, as likenesses, as decided. */
function clusterLink(of, chosen) {
  const count = book.questions.duplicates.filter((asked) => !of || asked.of === of).length;
  return count > 0 && link(way("decide", { part: "duplicates", of }), { class: "part", "aria-current": of === chosen ? "true" : null }, say(`clusters-${of || "all"}`), make("b", {}, count));
}

/** One answer for all rows of a bulk rename, or of a ladder of grades, that are not answered yet. */
function batchForm({ kind, count, was, now, places }, after) {
  const fill = (word) => {
    places.map((place) => book.questions.suggestions[place].ask).filter((ask) => !standingAnswer(ask).answer).forEach((ask) => setAnswer(ask, { answer: word }));
    after();
  };
  const words = places.length ? book.questions.suggestions[places[0]].ask.offered : [];
  return make("div", { class: "lead batch" }, make("span", {}, say(kind === "moved_up" ? "decide-batch-moved_up" : "decide-batch", { count, was: was || "—", now: now || "—" })), words.map((word) => make("button", { type: "button", class: "button", onclick: () => fill(word) }, say("decide-batch-all", { word }))));
}

function questionRow(part, place) {
  const asked = book.questions[part][place];
  const form = answerForm(asked.ask);
  if (part === "duplicates") return make("article", { class: "row question" }, make("div", { class: "how" }, tag(asked.kind, asked.tone)), make("div", { class: "sides" }, asked.rows.map((row) => side(row))), evidenceList(asked.evidence), form);
  if (part === "unaccounted") return make("article", { class: "row question" }, make("div", { class: "how" }, tag(asked.kind, asked.tone)), make("div", { class: "sides" }, side(asked.row)), evidenceList(asked.evidence), form);
  if (part === "todo") return make("article", { class: "row question" }, make("div", { class: "how" }, tag(asked.kind, asked.tone)), make("div", { class: "sides" }, make("div", { class: "side" }, make("b", {}, typed(asked.task), ` ${asked.count}`), make("small", {}, typed(asked.unit)))), evidenceList(asked.evidence), form);
  return make(
    "article",
    { class: "row question" },
    make("div", { class: "how" }, asked.score ? make("span", { class: "score" }, make("b", {}, asked.score), make("small", {}, say("decide-score"))) : tag(say("decide-renumbered"), "review")),
    make("div", { class: "sides" }, side(asked.row, "decide-this-year"), side(asked.previous, "decide-last-year")),
    evidenceList(asked.evidence),
    form,
  );
}

function side(row, label) {
  return make("div", { class: "side" }, label && make("small", {}, say(label)), groupLink(row), make("span", { class: "unit" }, unitLink(group.unit(row))), make("span", { class: "figure" }, group.number(row)), !label && make("small", { class: "place" }, typed(group.place(row))));
}

function evidenceList(lines) {
  return make("ul", { class: "evidence" }, lines.map((line) => make("li", {}, typed(line))));
}

function suggestionNote(place, row) {
  const asked = book.questions.suggestions[place];
  return make("div", { class: "note" }, make("p", {}, groupLink(asked.row === row ? asked.previous : asked.row), " ", make("small", {}, say("decide-likeness", { score: asked.score }))), evidenceList(asked.evidence));
}

function clusterNote(place, row) {
  const asked = book.questions.duplicates[place];
  return make("div", { class: "note" }, make("p", {}, tag(asked.kind, asked.tone)), asked.rows.filter((other) => other !== row).map((other) => make("p", {}, groupLink(other), " ", make("small", {}, typed(group.unit(other))))), evidenceList(asked.evidence));
}
