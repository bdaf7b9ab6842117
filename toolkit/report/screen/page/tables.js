/* The workbook's smaller sheets as tables; on a phone each row is a card. */

function plainTable(table, { without = [], cell = null } = {}) {
  const shown = table.columns.map((column, place) => ({ ...column, place })).filter((column) => !without.includes(column.code));
  if (!table.rows.length) return make("p", { class: "nothing" }, table.nothing);
  return make(
    "div",
    { class: "card table-box" },
    make(
      "table",
      { class: "table" },
      make("thead", {}, make("tr", {}, shown.map((column) => make("th", { scope: "col", class: column.kind }, column.name)))),
      make("tbody", {}, table.rows.map((row) => make("tr", {}, shown.map((column) =>
        make("td", { class: `${column.kind} col-${column.code} ${row[column.place] === "" ? "blank" : ""}`, "data-name": column.name }, (cell && cell(column, row)) || tableCell(row[column.place])))))),
    ),
  );
}

function tableCell(value) {
  if (Array.isArray(value)) return value[0] ? tag(value[0], value[1]) : "";
  return typeof value === "number" ? value.toLocaleString("en-US") : typed(value);
}

const articles = {
  mount(main) {
    const at = Object.fromEntries(book.tables.articles.columns.map((column, place) => [column.code, place]));
    const known = new Set(book.requirements.map((entry) => entry.id));
    const cell = (column, row) => {
      const id = row[at.requirement];
      return column.code === "result" && known.has(id) ? link(way("findings", { article: id }), {}, tableCell(row[column.place])) : null;
    };
    refill(main, make("h2", { class: "title" }, say("nav-articles"), make("small", {}, say("articles-note"))), plainTable(book.tables.articles, { cell }));
    return { update() {}, leave() {} };
  },
};

/** The files; `?tone=error.warning` shows those that were not taken. */
const files = {
  mount(main, { params }) {
    const tones = params.get("tone") ? params.get("tone").split(".") : null;
    const status = book.tables.files.columns.findIndex((column) => column.code === "file-status");
    const shown = tones ? book.tables.files.rows.filter((row) => tones.includes(row[status][1])) : book.tables.files.rows;
    const at = book.tables.files.columns.findIndex((column) => column.code === "unit");
    const cell = (column, row) => (column.code === "unit" && row[at] && unitRows.has(row[at]) ? unitLink(row[at]) : null);
    refill(
      main,
      make("h2", { class: "title" }, say("files-title"), make("small", {}, say("files-note"))),
      tones && make("p", { class: "lead" }, link(way("files"), {}, say("files-all", { count: book.tables.files.rows.length }))),
      plainTable({ ...book.tables.files, rows: shown }, { cell }),
      make("h2", { class: "title second" }, say("rows-title"), make("small", {}, say("rows-note"))),
      plainTable(book.tables.rejected),
    );
    return { update() {}, leave() {} };
  },
};
