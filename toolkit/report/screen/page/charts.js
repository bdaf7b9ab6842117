/* Charts, drawn by Apache ECharts as SVG; every bar and slice leads to its list, and the figures stand below as a table. */

const COLOURS = {
  renewed: "good", changed: "change", renumbered: "review", new: "fresh", late: "warning", no_history: "quiet", duplicate: "soft-error",
  carried: "soft-good", dissolved: "quiet", gone_before: "quiet", unaccounted: "warning", unit_missing: "error",
  missing: "error", returned: "soft-error", unknown: "review", filed: "good", nil: "soft-good", no_change: "soft-good", exempt: "quiet",
};
const drawn = [];

/** A colour of the page; on paper always the light one. */
function colour(name) {
  return getComputedStyle(document.documentElement).getPropertyValue(`--${name}`).trim();
}

/** A figure with its chart; it is drawn once it stands in the page. */
function chartFigure(code, shape) {
  const rows = book.charts[code];
  const stage = make("div", { class: `stage ${shape}`, role: "img", "aria-label": chartWords(code, rows) });
  if (shape !== "ring") stage.style.height = `${stageHeight(shape, rows.length)}px`;
  if (rows.length) drawn.push({ stage, code, shape, chart: null });
  return make(
    "figure",
    { class: `chart chart-${code}` },
    make("figcaption", {}, say(`chart-${code}`)),
    rows.length ? stage : make("p", { class: "nothing" }, book.firstFiling && code === "previous" ? say("decide-first") : say("chart-nothing")),
    shape === "stack" && rows.length ? legend() : null,
    rows.length ? make("details", {}, make("summary", {}, say("chart-data")), chartTable(rows)) : null,
  );
}

/** How high the bars stand; a ring is as its style says. */
function stageHeight(shape, count) {
  return shape === "ring" ? 0 : Math.max(count, 2) * (onPaper() ? 20 : 34) + (onPaper() ? 6 : 16);
}

function onPaper() {
  return document.documentElement.classList.contains("on-paper");
}

function chartWords(code, rows) {
  return `${say(`chart-${code}`)}：${rows.map((row) => `${row.name} ${sum(row.values)}`).join(say("separator"))}`;
}

function sum(values) {
  return values.reduce((one, other) => one + other, 0);
}

function legend() {
  return make("ul", { class: "legend" }, SEVERITIES.map((code) => make("li", { class: code }, book.names.severity[code])));
}

function chartTable(rows) {
  const stacked = rows[0].values.length > 1;
  const heads = stacked ? [make("th", {}, ""), SEVERITIES.map((code) => make("th", { scope: "col" }, book.names.severity[code]))] : [];
  return make(
    "table",
    {},
    stacked && make("thead", {}, make("tr", {}, heads)),
    make("tbody", {}, rows.map((row) => make("tr", {}, make("th", { scope: "row" }, row.way ? link(row.way, {}, row.name) : row.name), row.values.map((value) => make("td", {}, value || "–"))))),
  );
}

/** Draw what has come to stand in the page. */
function drawCharts() {
  for (const entry of drawn) {
    if (!entry.chart) {
      entry.chart = window.charts.init(entry.stage, null, { renderer: "svg" });
      entry.chart.on("click", (event) => follow(entry.code, event.dataIndex));
    }
    entry.chart.setOption(chartOption(entry), true);
    entry.chart.resize();
  }
}

/** Forget the charts of a view that is left. */
function dropCharts() {
  drawn.forEach((entry) => entry.chart && entry.chart.dispose());
  drawn.length = 0;
}

function follow(code, place) {
  const { way: to } = book.charts[code][place];
  if (to) make("a", { href: `#${to}` }).click();
}

function chartOption({ code, shape }) {
  const rows = book.charts[code];
  const text = { color: colour("ink"), fontFamily: colour("sans"), fontSize: 13 };
  const base = { animation: false, textStyle: text, tooltip: hint(shape) };
  return { ...base, ...(shape === "ring" ? ring(rows) : bars(rows)) };
}

function hint(shape) {
  return {
    renderMode: "richText",
    confine: true,
    trigger: shape === "stack" ? "axis" : "item",
    axisPointer: { type: "none" },
    backgroundColor: colour("card"),
    borderColor: colour("line"),
    textStyle: { color: colour("ink"), fontFamily: colour("sans"), fontSize: 13 },
  };
}

function ring(rows) {
  return {
    series: [{
      type: "pie",
      radius: ["60%", "88%"],
      center: ["50%", "50%"],
      label: { show: false },
      itemStyle: { borderColor: colour("card"), borderWidth: 2 },
      emphasis: { scale: false },
      data: rows.map((row) => ({ name: row.name, value: sum(row.values), itemStyle: { color: colour(toneOf(row.code)) }, cursor: row.way ? "pointer" : "default" })),
    }],
  };
}

function toneOf(name) {
  return COLOURS[name] || "quiet";
}

function bars(rows) {
  const stacked = rows[0].values.length > 1;
  const small = onPaper();
  const totals = rows.map((row) => sum(row.values));
  const end = { show: true, position: "right", color: colour("ink"), fontFamily: colour("sans"), fontSize: small ? 10 : 13, fontWeight: 600 };
  const series = rows[0].values.map((_, place) => ({
    type: "bar",
    name: stacked ? book.names.severity[SEVERITIES[place]] : "",
    stack: "all",
    barWidth: small ? 10 : 16,
    data: rows.map((row) => ({
      value: row.values[place],
      itemStyle: { color: colour(stacked ? `${SEVERITIES[place]}-solid` : toneOf(row.code)) },
      cursor: row.way ? "pointer" : "default",
    })),
    label: !stacked ? end : undefined,
  }));
  if (stacked) {
    /* A bar of no length behind the others carries the total. */
    series.push({ type: "bar", stack: "all", silent: true, tooltip: { show: false }, data: totals.map(() => 0), label: { ...end, formatter: (event) => String(totals[event.dataIndex]) } });
  }
  return {
    grid: { left: 0, right: 36, top: 4, bottom: 4, containLabel: true },
    xAxis: { type: "value", show: false, max: Math.max(...totals, 1) },
    yAxis: {
      type: "category",
      inverse: true,
      data: rows.map((row) => row.name),
      axisLine: { show: false },
      axisTick: { show: false },
      axisLabel: { color: colour("ink"), fontFamily: colour("sans"), fontSize: small ? 10 : 13, width: small ? 70 : 150, overflow: "truncate", margin: small ? 6 : 12 },
    },
    series,
  };
}
