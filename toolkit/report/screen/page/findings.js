/* 问题清单: every finding, searchable and filterable, with its place. */

const findingList = {
  name: "findings",
  count: finding.count,
  search: "search-findings",
  estimate: 92,
  chips: ["severity", "kind"],
  picks: ["unit", "article"],
  single: ["unit", "article"],
  codes: { severity: SEVERITIES, kind: KINDS, article: book.requirements.map((entry) => entry.id) },
  tones: { severity: Object.fromEntries(SEVERITIES.map((code) => [code, code])) },
  naming: {
    severity: (code) => book.names.severity[code],
    kind: (code) => book.names.kind[code],
    unit: (code) => code,
    asked: (code) => book.names.severity[code],
    article: (code) => {
      const entry = book.requirements.find((one) => one.id === code);
      return entry ? `${entry.title} · ${entry.clause}` : code;
    },
  },
  facets: {
    severity: finding.severity,
    kind: finding.kind,
    unit: finding.units,
    asked: finding.asked,
    article: (row) => finding.requirement(row).id,
  },
  sorts: {
    severity: null,
    unit: byText((row) => finding.units(row)[0]),
    article: (one, other) => book.findings.requirement[one] - book.findings.requirement[other],
    place: byText(finding.place),
  },
  text(row) {
    const { id, title, clause } = finding.requirement(row);
    const named = finding.groups(row).map((one) => `${group.name(one)} ${group.number(one)}`);
    return [...finding.units(row), ...named, finding.label(row), id, title, clause, finding.message(row), finding.place(row)].join("\n");
  },
  render: findingRow,
};

function findingRow(row) {
  const { id, title, clause } = finding.requirement(row);
  const severity = finding.severity(row);
  const units = finding.units(row).filter(Boolean);
  const place = finding.place(row);
  return make(
    "article",
    { class: `row finding ${severity}` },
    make("div", { class: "how" }, tag(book.names.severity[severity], severity), make("span", { class: "kind" }, book.names.kind[finding.kind(row)])),
    make("div", { class: "whose" }, findingGroups(row), unitLinks(units)),
    make("div", { class: "what" }, typed(finding.message(row))),
    make("div", { class: "clause", title: id }, make("span", {}, title), make("small", {}, clause)),
    make("div", { class: "place" }, place && typed(place), finding.more(row) ? make("small", {}, ` +${finding.more(row)}`) : null),
  );
}

function unitLinks(units) {
  if (!units.length) return null;
  return make("div", { class: "unit" }, units.slice(0, 3).map((unit, place) => [place ? say("list-stop") : "", unitLink(unit)]), units.length > 3 ? make("small", {}, say("more-units", { count: units.length })) : null);
}

function findingGroups(row) {
  const told = finding.groups(row);
  const label = finding.label(row) || (finding.units(row).some(Boolean) ? "" : texts[book.findings.file[row]]);
  if (!told.length) return label ? make("div", { class: "name" }, typed(label)) : null;
  return make("div", { class: "name" }, told.slice(0, 3).map((one) => groupLink(one)), told.length > 3 ? make("small", {}, say("more-groups", { count: told.length })) : null);
}

const findings = {
  mount: (main) => mountList(main, findingList, [make("h2", { class: "title" }, say("nav-findings"), make("small", {}, say("place-hint")))]),
};
