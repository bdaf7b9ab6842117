/* A list of rows, however long: up to PLAIN rows stand in the page, of more only those on the screen (TanStack Virtual). */

const PLAIN = 300;
const PRINTED = 2000;

class RowList {
  /** `render` makes the element of a row; `estimate` is its height in pixels before it is measured. */
  constructor(render, estimate) {
    this.render = render;
    this.estimate = estimate;
    this.node = make("div", { class: "rows", role: "list" });
    this.rows = [];
    this.made = new Map();
    RowList.living.add(this);
  }

  /** Show these rows in the place of the earlier ones. */
  show(rows) {
    this.leave();
    this.rows = rows;
    if (rows.length > PLAIN) this.watch();
    else this.stand(rows);
  }

  /** Stop listening: another view takes the place. */
  leave() {
    if (this.stop) this.stop();
    this.stop = this.virtual = null;
    this.made.clear();
    this.node.textContent = "";
    this.node.style.height = "";
    this.node.classList.remove("virtual");
  }

  stand(rows) {
    const all = document.createDocumentFragment();
    rows.forEach((row) => all.append(this.element(row)));
    this.node.append(all);
  }

  element(row) {
    const node = this.render(row);
    node.setAttribute("role", "listitem");
    return node;
  }

  watch() {
    const { Virtualizer, observeWindowOffset, observeWindowRect, windowScroll } = window.rows;
    this.node.classList.add("virtual");
    this.virtual = new Virtualizer({
      count: this.rows.length,
      getScrollElement: () => window,
      estimateSize: () => this.estimate,
      getItemKey: (place) => this.rows[place],
      overscan: 10,
      scrollMargin: this.node.getBoundingClientRect().top + window.scrollY,
      observeElementRect: observeWindowRect,
      observeElementOffset: observeWindowOffset,
      scrollToFn: windowScroll,
      onChange: () => this.paint(),
    });
    this.stop = this.virtual._didMount();
    this.virtual._willUpdate();
    this.paint();
  }

  /** Put the rows on the screen where they belong; measuring one may move the others, then it is done again. */
  paint() {
    this.again = true;
    if (this.painting || !this.virtual) return;
    this.painting = true;
    for (let turn = 0; this.again && turn < 4; turn += 1) {
      this.again = false;
      this.place(this.virtual.getVirtualItems());
    }
    this.painting = false;
  }

  place(items) {
    const margin = this.virtual.options.scrollMargin;
    this.node.style.height = `${this.virtual.getTotalSize()}px`;
    const wanted = new Set(items.map((item) => item.key));
    for (const [key, node] of this.made) {
      if (!wanted.has(key)) {
        node.remove();
        this.made.delete(key);
      }
    }
    let next = this.node.firstChild;
    for (const item of items) {
      let node = this.made.get(item.key);
      if (!node) {
        node = this.element(this.rows[item.index]);
        node.setAttribute("data-index", item.index);
        node.setAttribute("aria-posinset", item.index + 1);
        node.setAttribute("aria-setsize", this.rows.length);
        this.made.set(item.key, node);
        this.node.insertBefore(node, next);
        this.virtual.measureElement(node);
      } else if (node === next) next = next.nextSibling;
      else this.node.insertBefore(node, next);
      node.style.transform = `translateY(${item.start - margin}px)`;
    }
  }

  /** Where a reader is: the row at the top of the window, or how far down the page. */
  spot() {
    const item = this.virtual && this.virtual.getVirtualItemForOffset(window.scrollY);
    return { down: window.scrollY, row: item ? item.index : 0 };
  }

  /** Return a reader to where he was; rows above may not be measured yet, so the row counts and not the way down. */
  restore({ down, row }) {
    if (this.virtual && row) this.virtual.scrollToIndex(row, { align: "start" });
    else window.scrollTo(0, down);
  }

  /** Stand on paper: every row, up to what a person prints. */
  expand() {
    if (!this.virtual) return;
    const rows = this.rows;
    this.leave();
    this.folded = rows;
    this.stand(rows.slice(0, PRINTED));
    const left = { shown: PRINTED, count: rows.length };
    if (rows.length > PRINTED) this.node.append(make("p", { class: "nothing" }, say("print-limit", left)));
  }

  /** Return to the screen. */
  collapse() {
    if (!this.folded) return;
    const rows = this.folded;
    this.folded = null;
    this.show(rows);
  }
}

RowList.living = new Set();
