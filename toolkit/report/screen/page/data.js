/* The data of the report: columns of numbers, and the tables of texts they point into. */

const book = JSON.parse(document.getElementById("data").textContent);
const { texts, codes } = book;
const SEVERITIES = ["error", "warning", "review", "notice"];
const KINDS = Object.keys(book.names.kind);
const STATES = Object.keys(book.names.state);
const STATE_TONES = {
  renewed: "good", changed: "accent", renumbered: "review", new: "good", late: "warning", no_history: "notice",
  duplicate: "warning", unaccounted: "review", unit_missing: "error", carried: "good", dissolved: "notice", gone_before: "notice",
  unregistered: "error", exempt: "notice",
};

/** Columns of so many rows; one that says the same all the way down came as one number. */
function unfold(columns, lengths) {
  for (const [name, length] of Object.entries(lengths)) {
    if (typeof columns[name] === "number") columns[name] = new Array(length).fill(columns[name]);
  }
}

const { records: ROWS_NOW, previous: ROWS_BEFORE, count: ROWS } = book.groups;
const FINDING_COLUMNS = ["severity", "kind", "requirement", "unit", "message", "label", "file", "sheet", "cell", "more", "asked"];
const GROUP_COLUMNS = [
  "name", "number", "platform", "unit", "owner", "members", "created", "filing", "file", "sheet", "cell", "source", "state", "mate",
];
unfold(book.findings, Object.fromEntries(FINDING_COLUMNS.map((name) => [name, book.findings.count])));
unfold(book.groups, Object.fromEntries(GROUP_COLUMNS.map((name) => [name, ROWS])));
unfold(book.groups, { basis: ROWS_NOW, earlier: ROWS_BEFORE, said: ROWS_BEFORE });

/** A sentence of the catalogue with its facts. */
function say(code, facts = {}) {
  const text = code in book.words ? book.words[code] : code;
  return text.replace(/\{(\w+)\}/g, (_, name) => (name in facts ? String(facts[name]) : "?"));
}

/** Texts as they are compared when one searches: width, case and spaces make no difference. */
function folded(text) {
  return text.normalize("NFKC").toLowerCase();
}

/** Where a row stands: file › sheet!cell. */
function placeOf(columns, row) {
  const [file, sheet, cell] = [columns.file, columns.sheet, columns.cell].map((column) => texts[column[row]]);
  const head = sheet ? `${file} › ${sheet}` : file;
  return cell ? head + (sheet ? "!" : " › ") + cell : head;
}

const group = {
  count: ROWS,
  isRecord: (row) => row < ROWS_NOW,
  isPrevious: (row) => row >= ROWS_NOW && row < ROWS_NOW + ROWS_BEFORE,
  name: (row) => texts[book.groups.name[row]],
  number: (row) => codes[book.groups.number[row]],
  platform: (row) => texts[book.groups.platform[row]],
  unit: (row) => texts[book.groups.unit[row]],
  owner: (row) => texts[book.groups.owner[row]],
  members: (row) => texts[book.groups.members[row]],
  created: (row) => texts[book.groups.created[row]],
  filing: (row) => texts[book.groups.filing[row]],
  place: (row) => (row >= ROWS_NOW && texts[book.groups.source[row]]) || placeOf(book.groups, row),
  state: (row) => STATES[book.groups.state[row]],
  mate: (row) => book.groups.mate[row],
  basis: (row) => (row < ROWS_NOW ? texts[book.groups.basis[row]] : ""),
  earlier: (row) => texts[book.groups.earlier[row - ROWS_NOW] || 0],
  said: (row) => texts[book.groups.said[row - ROWS_NOW] || 0],
  /* What the page lists: this year's, last year's that did not come back, and what was seen in use. */
  listed: (row) => !group.isPrevious(row) || ["unaccounted", "unit_missing", "carried", "dissolved", "gone_before"].includes(group.state(row)),
};

const finding = {
  count: book.findings.count,
  severity: (row) => SEVERITIES[book.findings.severity[row]],
  kind: (row) => KINDS[book.findings.kind[row]],
  requirement: (row) => book.requirements[book.findings.requirement[row]],
  unit: (row) => texts[book.findings.unit[row]],
  units: (row) => (book.findings.shared[row] ? book.findings.shared[row].map((place) => texts[place]) : [finding.unit(row)]),
  message: (row) => texts[book.findings.message[row]],
  label: (row) => texts[book.findings.label[row]],
  groups: (row) => book.findings.groups[row],
  more: (row) => book.findings.more[row],
  asked: (row) => (book.findings.asked[row] ? SEVERITIES[book.findings.severity[row]] : ""),
  place: (row) => placeOf(book.findings, row),
};

/** Rows of a list by a key; made when first asked for. */
function indexed(build) {
  let made = null;
  return (key) => {
    if (made === null) {
      made = new Map();
      build((name, row) => (made.has(name) ? made.get(name).push(row) : made.set(name, [row])));
    }
    return made.get(key) || [];
  };
}

const findingsOf = indexed((add) => {
  for (let row = 0; row < finding.count; row += 1) for (const one of finding.groups(row)) add(one, row);
});
const findingsOfUnit = indexed((add) => {
  for (let row = 0; row < finding.count; row += 1) finding.units(row).forEach((unit) => add(unit, row));
});
const groupsOfUnit = indexed((add) => {
  for (let row = 0; row < group.count; row += 1) if (group.listed(row)) add(group.unit(row), row);
});
const clustersOf = indexed((add) => {
  book.questions.duplicates.forEach((cluster, place) => cluster.rows.forEach((row) => add(row, place)));
});
const suggestionsOf = indexed((add) => {
  book.questions.suggestions.forEach((pair, place) => {
    add(pair.row, place);
    add(pair.previous, place);
  });
});
const changesOf = indexed((add) => book.groups.changes.row.forEach((row, place) => add(row, place)));
