/* The state of the page stands in its address: `#/findings?severity=error.warning&unit=教务处`, so a link can be sent. */

/** Read the address: which part of the page, and its parameters. */
function address() {
  const [path, query = ""] = location.hash.replace(/^#\/?/, "").split("?");
  const [part, ...rest] = path.split("/").map(decoded);
  return { part: part || "overview", rest, params: new Map(query.split("&").filter(Boolean).map(pair)) };
}

function pair(text) {
  const at = text.indexOf("=");
  return at < 0 ? [decoded(text), ""] : [decoded(text.slice(0, at)), decoded(text.slice(at + 1))];
}

function decoded(text) {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

/** Write an address: `way("findings", {severity: "error"})`; blank parameters are left out. */
function way(part, params = {}, ...rest) {
  const path = [part, ...rest].map(encodeURIComponent).join("/");
  const entries = params instanceof Map ? [...params] : Object.entries(params);
  const query = entries.filter(([, value]) => value !== "" && value !== null && value !== undefined);
  return `/${path}${query.length ? "?" : ""}${query.map((entry) => entry.map(encodeURIComponent).join("=")).join("&")}`;
}

/** Change parameters of the present address; `quietly` leaves no step in the history (typing). */
function amend(changes, quietly = false) {
  const { part, rest, params } = address();
  for (const [name, value] of Object.entries(changes)) params.set(name, value);
  const hash = `#${way(part, params, ...rest)}`;
  if (hash === location.hash) return;
  if (quietly) {
    history.replaceState(null, "", hash);
    render();
  } else {
    location.hash = hash;
  }
}

/** The values of a parameter that takes several: `error.warning`. */
function several(params, name) {
  return (params.get(name) || "").split(".").filter(Boolean);
}

/** The address of the present view with a group opened beside it. */
function groupWay(row) {
  const { part, rest, params } = address();
  return way(part, new Map([...params, ["group", String(row)]]), ...rest);
}

function unitWay(unit) {
  return way("unit", {}, unit);
}
