/* On paper: every row of the list that is shown, the charts at the width of the sheet. */

const SHEET = { units: { width: 100, height: 100 }, verdicts: { width: 194 }, previous: { width: 194 }, articles: { width: 310 } };

function toPaper() {
  document.documentElement.classList.add("on-paper");
  RowList.living.forEach((list) => list.expand());
  drawn.forEach((entry) => redraw(entry, SHEET[entry.code]));
}

function toScreen() {
  document.documentElement.classList.remove("on-paper");
  RowList.living.forEach((list) => list.collapse());
  drawn.forEach((entry) => redraw(entry, { width: "auto", height: "auto" }));
}

function redraw(entry, size) {
  if (!entry.chart) return;
  entry.chart.setOption(chartOption(entry), true);
  entry.chart.resize(size);
}

window.addEventListener("beforeprint", toPaper);
window.addEventListener("afterprint", toScreen);
