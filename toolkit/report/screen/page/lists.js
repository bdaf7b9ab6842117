/* A list that is searched, filtered and sorted: findings, groups and units share it. */

/** Mount a list into the page; `list` says what its rows are, how they are filtered and how one looks. */
function mountList(main, list, head = []) {
  const rows = new RowList(list.render, list.estimate);
  const search = searchBox(list.search);
  const chips = Object.fromEntries((list.chips || []).map((name) => [name, make("div", { class: "chips", role: "group", "aria-label": say(`filter-${name}`) })]));
  const picks = Object.fromEntries((list.picks || []).map((name) => [name, make("select", { "aria-label": say(`filter-${name}`), onchange: (event) => amend({ [name]: event.target.value }) })]));
  const sort = sortBox(list);
  const count = make("p", { class: "count", role: "status" });
  const clear = make("button", { type: "button", class: "button quiet", onclick: () => clearFilters(list) }, say("filter-clear"));
  const applied = make("p", { class: "applied" });
  const nothing = make("p", { class: "nothing", hidden: true }, say("nothing-fits"));
  refill(
    main,
    head,
    make(
      "div",
      { class: "filters card", role: "search" },
      make("div", { class: "line" }, search, Object.values(picks), sort),
      Object.entries(chips).map(([name, node]) => make("div", { class: "line facet" }, make("span", { class: "facet-name" }, say(`filter-${name}`)), node)),
    ),
    make("div", { class: "list-head" }, count, applied, clear),
    book.left[list.name] ? make("p", { class: "left" }, say("left", { count: book.left[list.name].toLocaleString("en-US") })) : null,
    list.header ? list.header() : null,
    make("div", { class: `card list ${list.name}` }, rows.node, nothing),
  );
  const update = (params) => {
    const found = sift(list, params);
    if (document.activeElement !== search) search.value = params.get("q") || "";
    for (const [name, node] of Object.entries(chips)) keepFocus(node, () => refill(node, chipsOf(list, name, found.counts[name], params)));
    for (const [name, node] of Object.entries(picks)) fillPick(list, name, node, found.counts[name], params);
    applied.textContent = appliedText(list, params);
    if (sort) sort.value = params.get("sort") || "";
    const told = { shown: found.rows.length.toLocaleString("en-US"), count: found.total.toLocaleString("en-US") };
    count.textContent = say(found.rows.length === found.total ? "shown-all" : "shown", told);
    clear.hidden = ![...params.keys()].some((name) => name !== "group" && name !== "sort" && params.get(name));
    nothing.hidden = found.rows.length > 0;
    const key = [...params].filter(([name]) => name !== "group").join("\n");
    if (key !== update.key) rows.show(found.rows);
    update.key = key;
  };
  return {
    update,
    rows,
    leave() {
      rows.leave();
      RowList.living.delete(rows);
    },
  };
}

function searchBox(placeholder) {
  let wait = 0;
  return make("input", {
    type: "search",
    class: "search",
    placeholder: say(placeholder),
    "aria-label": say(placeholder),
    autocomplete: "off",
    spellcheck: "false",
    oninput(event) {
      clearTimeout(wait);
      const { value } = event.target;
      wait = setTimeout(() => amend({ q: value.trim() }, true), 120);
    },
  });
}

function sortBox(list) {
  const names = Object.keys(list.sorts || {});
  if (!names.length) return null;
  return make("select", { class: "sort", "aria-label": say("sort"), onchange: (event) => amend({ sort: event.target.value }) }, names.map((name) =>
    make("option", { value: list.sorts[name] ? name : "" }, say(`sort-${name}`))));
}

function clearFilters(list) {
  const names = [...Object.keys(list.facets), "q"];
  amend(Object.fromEntries(names.map((name) => [name, ""])));
}

/** The chips of a filter, in the order of its codes; one that would show nothing stays only while it is pressed. */
function chipsOf(list, name, counts, params) {
  const pressed = several(params, name);
  const toned = list.tones?.[name] || {};
  return list.codes[name].filter((code) => counts.get(code) || pressed.includes(code)).map((code) => {
    const on = pressed.includes(code);
    const next = on ? pressed.filter((other) => other !== code) : [...pressed, code];
    return make(
      "button",
      { type: "button", class: `chip ${toned[code] || ""}`, "aria-pressed": String(on), "data-code": code, onclick: () => amend({ [name]: next.join(".") }) },
      list.naming[name](code),
      make("b", {}, (counts.get(code) || 0).toLocaleString("en-US")),
    );
  });
}

/** Renew the chips of a filter; the one that was pressed by a key keeps the focus. */
function keepFocus(node, renew) {
  const code = node.contains(document.activeElement) ? document.activeElement.dataset.code : null;
  renew();
  if (code) [...node.children].filter((chip) => chip.dataset.code === code).forEach((chip) => chip.focus());
}

/** What the list was narrowed by, in words: it stands on paper, where the filters do not. */
function appliedText(list, params) {
  const told = Object.keys(list.facets).map((name) => {
    const codes = list.single?.includes(name) ? single(params, name) : several(params, name);
    return codes.length ? `${say(`filter-${name}`)} ${codes.map(list.naming[name]).join(say("separator"))}` : "";
  });
  return [params.get("q") && `“${params.get("q")}”`, ...told].filter(Boolean).join("　");
}

function fillPick(list, name, node, counts, params) {
  const chosen = params.get(name) || "";
  const known = [...counts.keys()].filter(Boolean);
  if (chosen && !counts.has(chosen)) known.push(chosen);
  const ordered = list.codes[name] ? list.codes[name].filter((code) => known.includes(code)) : known.sort(collator.compare);
  refill(node, make("option", { value: "" }, say(`filter-all-${name}s`)), ordered.map((code) => make("option", { value: code }, `${list.naming[name](code)}（${counts.get(code) || 0}）`)));
  node.value = chosen;
}
