/* 单位: who has filed, who has not, and a page for each with the text to send. */

const unitTable = book.tables.units;
const unitCells = Object.fromEntries(unitTable.columns.map((column, place) => [column.code, place]));
const unitCell = (row, code) => unitTable.rows[row][unitCells[code]];
const unitRows = new Map(unitTable.rows.map((row, place) => [row[unitCells.unit], place]));
const UNIT_STATUSES = Object.keys(book.names.status);
const UNIT_TONES = Object.fromEntries(unitTable.rows.map((row, place) => [book.tables.unitStatus[place], row[unitCells["unit-status"]][1]]));

function unitLink(unit) {
  return link(unitWay(unit), { class: "unit-link" }, typed(unit));
}

const unitList = {
  name: "units",
  count: unitTable.rows.length,
  search: "search-units",
  estimate: 64,
  chips: ["status"],
  codes: { status: UNIT_STATUSES },
  tones: { status: UNIT_TONES },
  naming: { status: (code) => book.names.status[code] },
  facets: { status: (row) => book.tables.unitStatus[row] },
  text: (row) => `${unitCell(row, "unit")}\n${unitCell(row, "message")}`,
  render: unitRow,
  header: () => make("div", { class: "row unit-row heads", "aria-hidden": "true" }, ["unit-status", "unit"].map((code) => make("div", {}, unitName(code))), UNIT_FIGURES.map((code) => make("div", { class: "figure" }, unitName(code))), make("div", {}, unitName("message"))),
};
const UNIT_FIGURES = ["rows-now", "rows-before", "errors", "warnings", "reviews"];
document.documentElement.style.setProperty("--figures", UNIT_FIGURES.length);
const FIGURE_TONES = { errors: "error", warnings: "warning", reviews: "review" };

function unitName(code) {
  return unitTable.columns[unitCells[code]].name;
}

function unitRow(row) {
  const [status, tone] = unitCell(row, "unit-status");
  return make(
    "article",
    { class: "row unit-row" },
    make("div", { class: "how" }, status ? tag(status, tone) : null),
    make("div", { class: "whose name" }, unitLink(unitCell(row, "unit"))),
    UNIT_FIGURES.map((code) => unitFigure(row, code)),
    make("div", { class: "what" }, typed(unitCell(row, "message"))),
  );
}

function unitFigure(row, code) {
  const value = unitCell(row, code);
  const look = value ? FIGURE_TONES[code] || "" : "none";
  return make("div", { class: `figure ${look}` }, make("span", { class: "figure-name" }, unitName(code)), make("b", {}, value === "" ? "–" : value));
}

const units = {
  mount: (main) => mountList(main, unitList, [make("h2", { class: "title" }, say("nav-units"))]),
};

/* One unit. */
const unit = {
  mount(main, { rest }) {
    const name = rest[0] || "";
    const row = unitRows.get(name);
    const own = groupsOfUnit(name);
    const found = findingsOfUnit(name);
    const lists = [new RowList(groupRow, 74), new RowList(findingRow, 92)];
    const back = link("/units", { class: "back" }, "‹ ", say("unit-back"));
    if (row === undefined && !own.length && !found.length) {
      refill(main, back, make("p", { class: "nothing" }, say("unit-none")));
      return { update() {}, leave() {} };
    }
    refill(
      main,
      back,
      row === undefined ? make("h2", { class: "title" }, typed(name)) : unitHead(row),
      row === undefined ? null : reminder(unitCell(row, "reminder"), say("unit-reminder"), say("unit-reminder-hint")),
      row === undefined ? null : reminder(unitCell(row, "letter"), say("unit-letter"), say("unit-letter-hint")),
      unitSection("unit-groups", own.length, lists[0].node, "groups", way("groups", { unit: name })),
      unitSection("unit-findings", found.length, lists[1].node, "findings", way("findings", { unit: name })),
      unitFiles(name),
    );
    lists[0].show(own);
    lists[1].show(found);
    return {
      update() {},
      leave: () => lists.forEach((list) => {
        list.leave();
        RowList.living.delete(list);
      }),
    };
  },
};

function unitHead(row) {
  const [status, tone] = unitCell(row, "unit-status");
  const message = unitCell(row, "message");
  return make(
    "header",
    { class: "unit-head" },
    make("h2", { class: "title" }, typed(unitCell(row, "unit")), status ? tag(status, tone) : null),
    make("div", { class: "unit-figures" }, UNIT_FIGURES.map((code) => unitFigure(row, code))),
    message && make("p", { class: "said-of" }, typed(message)),
  );
}

function reminder(text, title, hint) {
  if (!text) return null;
  return make(
    "section",
    { class: "card reminder" },
    make("div", { class: "reminder-head" }, make("h3", {}, title, make("small", {}, hint)), copyButton(() => text)),
    make("p", { class: "letter" }, typed(text)),
  );
}

function unitSection(code, count, node, name, all) {
  if (!count) return null;
  return make("section", {}, make("h3", { class: "section-head" }, say(code), make("small", {}, count), link(all, { class: "see-all" }, say("see-all"), " →")), make("div", { class: `card list own ${name}` }, node));
}

function unitFiles(name) {
  const files = book.tables.files;
  const at = files.columns.findIndex((column) => column.code === "unit");
  const rows = files.rows.filter((row) => row[at] === name);
  return rows.length ? make("section", {}, make("h3", { class: "section-head" }, say("unit-files"), make("small", {}, rows.length)), plainTable({ ...files, rows }, { without: ["unit"] })) : null;
}
