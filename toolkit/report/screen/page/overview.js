/* 总览: the figures that matter, what to do first, charts, and what was compared with what. */

const overview = {
  mount(main) {
    refill(
      main,
      make("h2", { class: "unseen" }, say("nav-overview")),
      make("div", { class: "figures" }, Object.entries(book.figures).map(figureGroup)),
      make(
        "div",
        { class: "split" },
        make("section", { class: "steps card" }, make("h3", {}, say("section-first"), make("small", {}, say("steps-done"))), stepList()),
        make(
          "div",
          { class: "aside" },
          make("section", { class: "card units-chart" }, ringWithKey()),
          ["verdicts", "previous"].map((code) => make("section", { class: "card" }, chartFigure(code, "bar"))),
        ),
      ),
      make(
        "div",
        { class: "halves" },
        make("section", { class: "card" }, chartFigure("articles", "stack")),
        make("section", { class: "card sources" }, make("h3", {}, say("section-sources")), make("ul", {}, book.sources.map(sourceItem))),
      ),
    );
    drawCharts();
    return { update() {}, leave: dropCharts };
  },
};

function figureGroup([code, figures]) {
  return make("section", { class: `card figure-group ${code}` }, make("h3", {}, say(`section-${code}`)), make("div", { class: "grid" }, figures.map(figureCard)));
}

function figureCard(figure) {
  const lacking = figure.value === null;
  const tone = !lacking && figure.value > 0 && figure.tone ? `tone-${figure.tone}` : "";
  const parts = [
    make("span", { class: "label" }, figure.name),
    make("span", { class: lacking ? "value lacking" : "value" }, lacking ? say("not-compared") : figure.text),
    make("span", { class: "note" }, figure.note || ""),
  ];
  const attributes = { class: `figure ${tone} figure-${figure.code}` };
  return figure.way && !lacking && figure.value ? link(figure.way, attributes, parts) : make("div", attributes, parts);
}

function stepList() {
  if (!book.steps.length) return make("p", { class: "nothing" }, say("nothing-to-do"));
  return make("ol", {}, book.steps.map((step, place) =>
    make(
      "li",
      {},
      make("span", { class: "number" }, place + 1),
      make(
        "div",
        {},
        make("p", { class: "task" }, tag(step.urgency, step.tone), link(step.way, {}, step.task)),
        make("p", { class: "how" }, step.how),
        step.units.length ? make("p", { class: "who" }, step.units.slice(0, 12).map(unitLink), step.units.length > 12 ? make("span", {}, `+${step.units.length - 12}`) : null) : null,
      ),
    )));
}

function ringWithKey() {
  const rows = book.charts.units;
  const figure = chartFigure("units", "ring");
  const count = rows.reduce((all, row) => all + sum(row.values), 0);
  const stage = figure.querySelector(".stage");
  if (!stage) return figure;
  const key = make("ul", { class: "key" }, rows.map((row) => {
    const mark = make("span", { class: "swatch" });
    mark.style.background = `var(--${toneOf(row.code)})`;
    return make("li", {}, link(row.way, {}, mark, make("span", {}, row.name), make("b", {}, sum(row.values))));
  }));
  const hub = make("div", { class: "hub", "aria-hidden": "true" }, make("b", {}, count), make("span", {}, say("units-counted")));
  const spot = make("div", { class: "ring-and-key" });
  stage.replaceWith(spot);
  fill(spot, [make("div", { class: "ring-box" }, stage, hub), key]);
  figure.querySelector("details").remove();
  return figure;
}

function sourceItem(source) {
  return make("li", {}, tag(source.state, source.given ? "good" : "plain"), make("b", {}, source.name), make("span", {}, source.text));
}
