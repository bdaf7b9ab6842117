/* Which rows of a list fit, and how many more each filter would let through: one pass over the rows. */

/**
 * Sift a list.
 *
 * `list.count` rows; `list.facets` maps a parameter to a function that gives a row's code or codes; `list.text` gives
 * what is searched; `list.sorts` maps a name to a comparison, null for the order as given; `list.within` may leave rows
 * out from the start. Several codes of one parameter widen it, several parameters narrow the list.
 */
function sift(list, params) {
  const facets = Object.keys(list.facets);
  const wanted = facets.map((name) => new Set(list.single?.includes(name) ? single(params, name) : several(params, name)));
  const terms = folded(params.get("q") || "").split(/\s+/).filter(Boolean);
  const counts = Object.fromEntries(facets.map((name) => [name, new Map()]));
  const rows = [];
  let total = 0;
  for (let row = 0; row < list.count; row += 1) {
    if (list.within && !list.within(row)) continue;
    total += 1;
    if (terms.length && !terms.every((term) => searchable(list, row).includes(term))) continue;
    const held = facets.map((name) => [].concat(list.facets[name](row)));
    const missed = facets.filter((_, place) => wanted[place].size && !held[place].some((code) => wanted[place].has(code)));
    if (!missed.length) rows.push(row);
    facets.forEach((name, place) => {
      if (missed.length && (missed.length > 1 || missed[0] !== name)) return;
      for (const code of held[place]) counts[name].set(code, (counts[name].get(code) || 0) + 1);
    });
  }
  const compare = list.sorts?.[params.get("sort")];
  if (compare) rows.sort((one, other) => compare(one, other) || one - other);
  return { rows, counts, total };
}

function single(params, name) {
  return params.get(name) ? [params.get(name)] : [];
}

function searchable(list, row) {
  list.searched = list.searched || [];
  if (list.searched[row] === undefined) list.searched[row] = folded(list.text(row));
  return list.searched[row];
}

const collator = new Intl.Collator(book.lang === "zh" ? "zh-CN" : "en", { numeric: true });
const byText = (of) => (one, other) => collator.compare(of(one), of(other));
