/* 群: this year's groups, last year's that did not come back, and those seen in use without a filing. */

const flagsOf = (row) => {
  const flags = [];
  if (row in book.groups.evidence) flags.push("defunct");
  if (row in book.groups.ask) flags.push("to-ask");
  if (clustersOf(row).length) flags.push("duplicate");
  if (suggestionsOf(row).length) flags.push("suggestion");
  if (findingsOf(row).length) flags.push("finding");
  return flags;
};
const FLAG_TONES = { defunct: "warning", duplicate: "warning", suggestion: "review" };

const groupList = {
  name: "groups",
  count: group.count,
  within: group.listed,
  search: "search-groups",
  estimate: 74,
  chips: ["state", "flag"],
  picks: ["unit"],
  single: ["unit"],
  codes: { state: STATES, flag: ["defunct", "to-ask", "duplicate", "suggestion", "finding"] },
  tones: { state: STATE_TONES },
  naming: {
    state: (code) => book.names.state[code],
    flag: (code) => say(`flag-${code}`),
    unit: (code) => code,
  },
  facets: { state: group.state, flag: flagsOf, unit: group.unit },
  sorts: { given: null, unit: byText(group.unit), name: byText(group.name) },
  text: (row) => [group.name(row), group.number(row), group.unit(row), group.owner(row), group.filing(row), group.place(row)].join("\n"),
  render: groupRow,
};

function groupRow(row) {
  const state = group.state(row);
  const severities = new Map();
  for (const one of findingsOf(row)) severities.set(finding.severity(one), (severities.get(finding.severity(one)) || 0) + 1);
  return make(
    "article",
    { class: `row group-row ${state}` },
    make("div", { class: "how" }, tag(book.names.state[state], STATE_TONES[state])),
    make("div", { class: "whose" }, make("div", { class: "name" }, groupLink(row)), group.unit(row) && make("div", { class: "unit" }, unitLink(group.unit(row)))),
    make("div", { class: "number figure" }, make("span", {}, group.number(row)), make("small", {}, group.platform(row))),
    make("div", { class: "owner" }, typed(group.owner(row)), group.members(row) && make("small", {}, `${say("group-members")} `, typed(group.members(row)))),
    make(
      "div",
      { class: "marks" },
      flagsOf(row).filter((code) => FLAG_TONES[code]).map((code) => tag(say(`flag-${code}`), FLAG_TONES[code])),
      SEVERITIES.filter((code) => severities.has(code)).map((code) => make("span", { class: `dot ${code}`, title: book.names.severity[code] }, book.names.severity[code], " ", severities.get(code))),
    ),
  );
}

const groups = {
  mount: (main) => mountList(main, groupList, [make("h2", { class: "title" }, say("nav-groups"))]),
};
