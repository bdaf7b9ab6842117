/* On paper: every row of the list that is shown, the charts at the width of the sheet. */

const SHEET = { units: 82, verdicts: 196, previous: 196, articles: 310 };

function toPaper() {
  document.documentElement.classList.add("on-paper");
  RowList.living.forEach((list) => list.expand());
  drawn.forEach((entry) => redraw(entry, SHEET[entry.code]));
}

function toScreen() {
  document.documentElement.classList.remove("on-paper");
  RowList.living.forEach((list) => list.collapse());
  drawn.forEach((entry) => redraw(entry, "auto"));
}

/** Draw a chart anew in a width; no frame comes before the sheet is made, so it is drawn at once. */
function redraw(entry, width) {
  if (!entry.chart) return;
  const height = stageHeight(entry.shape, book.charts[entry.code].length);
  entry.stage.style.height = height ? `${height}px` : "";
  entry.chart.setOption(chartOption(entry), true);
  entry.chart.resize({ width, height: entry.shape === "ring" && width !== "auto" ? width : "auto" });
  entry.chart.getZr().flush();
}

window.addEventListener("beforeprint", toPaper);
window.addEventListener("afterprint", toScreen);
