/* 沿革: what each year's register said of a group. A line is `day｜name｜number｜unit｜owner｜verdict｜source`. */

const MOMENT = ["day", "name", "number", "unit", "owner", "verdict", "source"];

/** The years of a group before this one, as last year's ledger kept them. */
function earlierMoments(row) {
  return group.earlier(row).split("\n").filter((line) => line.trim()).map((line) => {
    const parts = line.split("｜");
    if (parts.length !== MOMENT.length) return { day: "", name: line.trim() };
    return Object.fromEntries(MOMENT.map((name, place) => [name, parts[place]]));
  });
}

function moment(row, day, verdict) {
  const told = { name: group.name(row), number: group.number(row), unit: group.unit(row), owner: group.owner(row) };
  return { day, ...told, verdict, source: group.place(row) };
}

/** All moments of a group, the latest first. A pair that nobody has proven is no line of life. */
function moments(row) {
  const found = [];
  const mate = group.mate(row);
  const before = group.isPrevious(row) ? row : group.isRecord(row) && group.basis(row) && mate >= 0 ? mate : -1;
  if (before >= 0) {
    found.push(...earlierMoments(before).filter((one) => !one.day || one.day !== book.cutoff));
    found.push(moment(before, book.cutoff, group.said(before)));
  }
  if (group.isPrevious(row)) found.push({ day: book.asOf, verdict: book.names.state[group.state(row)] });
  else found.push(moment(row, book.asOf, book.names.state[group.state(row)]));
  return found.reverse();
}

/** The line as a list; what became another is marked. */
function lifelineList(row) {
  const line = moments(row);
  return make("ol", { class: "lifeline" }, line.map((now, place) => {
    const before = line[place + 1];
    return make(
      "li",
      {},
      make("div", { class: "day" }, make("time", {}, now.day || say("lifeline-undated")), now.verdict && tag(now.verdict)),
      momentText(now, before),
      now.source && make("div", { class: "source" }, typed(now.source)),
    );
  }));
}

function momentText(now, before) {
  const told = ["name", "number", "unit", "owner"].filter((name) => now[name]);
  const moved = before ? told.filter((name) => before[name] && before[name] !== now[name]) : [];
  const shown = before ? moved : told;
  if (!told.length) return null;
  if (!shown.length) return make("div", { class: "same" }, say("lifeline-same"));
  return make("dl", {}, shown.map((name) => [
    make("dt", {}, say(`group-${name}`)),
    make("dd", {}, moved.includes(name) && make("del", {}, typed(before[name])), make(moved.includes(name) ? "ins" : "span", {}, typed(now[name]))),
  ]));
}
