// A table that renders as much as is looked at: as many rows more when the end comes into view.

const ROWS_AT_ONCE = 60;

class LongTable {
  // `columns`: [{label, cell(row) -> children, number, order(row)}]; the first cell heads its row.
  constructor(columns, caption) {
    this.columns = columns;
    this.rows = [];
    this.order = null; // {column, down}
    this.body = make("tbody");
    this.buttons = columns.map((column) => make("button", { type: "button",
      onclick: () => this.sortBy(column) }, column.label));
    this.heads = columns.map((column, i) => make("th", { scope: "col" },
      column.order ? this.buttons[i] : column.label));
    this.more = make("button", { type: "button", class: "more", hidden: true,
      onclick: () => this.renderMore() }, "Show more");
    this.nothing = make("p", { class: "dim" }, "Nothing to show.");
    this.element = make("div", {},
      make("table", { "aria-label": caption }, make("thead", {}, make("tr", {}, this.heads)),
        this.body), this.nothing, this.more);
    this.body.addEventListener("keydown", (event) => this.move(event));
    new IntersectionObserver((entries) => {
      if (entries.some((entry) => entry.isIntersecting)) this.renderMore();
    }, { rootMargin: "400px" }).observe(this.more);
  }

  show(rows) {
    this.rows = rows;
    this.render();
  }

  sortBy(column) {
    const same = this.order?.column === column;
    this.order = same && this.order.down ? null : { column, down: same };
    this.render();
  }

  render() {
    this.heads.forEach((head, i) => {
      const sorted = this.order?.column === this.columns[i];
      if (sorted) head.setAttribute("aria-sort", this.order.down ? "descending" : "ascending");
      else head.removeAttribute("aria-sort");
    });
    this.sorted = this.rows;
    if (this.order) {
      const { column: { order }, down } = this.order;
      const compare = (a, b) => (order(a) < order(b) ? -1 : order(a) > order(b) ? 1 : 0);
      this.sorted = [...this.rows].sort((a, b) => (down ? compare(b, a) : compare(a, b)));
    }
    this.body.replaceChildren();
    this.renderMore();
  }

  renderMore() {
    const begin = this.body.childElementCount;
    const rows = this.sorted.slice(begin, begin + ROWS_AT_ONCE);
    this.body.append(...rows.map((row) => make("tr", {}, this.columns.map((column) =>
      make("td", { class: column.number && "number", "data-label": column.label },
        column.cell(row))))));
    const left = this.sorted.length - this.body.childElementCount;
    this.nothing.hidden = this.sorted.length > 0;
    this.more.hidden = left <= 0;
    this.more.textContent = `Show more (${left} left)`;
  }

  // Arrows go from link to link of the first column.
  move(event) {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    const row = step && event.target.closest("tr");
    if (!row) return;
    const next = step > 0 ? row.nextElementSibling : row.previousElementSibling;
    next?.querySelector("a")?.focus();
    event.preventDefault();
  }
}
