import type { HistoryEntry, HistoryPage } from "../client.js";
import { h } from "./dom.js";
import { PointsElement } from "./element.js";

/** `<guerdon-history>`: what has happened to the points, newest first, a page at a time. */
export class HistoryElement extends PointsElement {
  #list = h("ol", { class: "entries" });
  #page = 1;

  static override get observedAttributes(): string[] {
    return [...super.observedAttributes, "page-size"];
  }

  protected override get heading(): string {
    return "history-heading";
  }

  protected async load(): Promise<void> {
    const found = await this.answer(this.client.history(1, this.#size));
    if (!found) return;
    const page = found.answer;
    if (!page || page.items.length === 0) {
      this.showOnly(page ? "empty" : "hidden");
      return;
    }
    this.#page = 1;
    this.#list = h("ol", { class: "entries", "data-answer": true }, ...page.items.map((entry) => this.#entry(entry)));
    this.content.replaceChildren(this.#list);
    this.#offerMore(page);
  }

  get #size(): number {
    return Math.min(Math.max(Number(this.getAttribute("page-size")) || 10, 1), 100);
  }

  async #loadMore(): Promise<void> {
    const found = await this.answer(this.client.history(this.#page + 1, this.#size));
    if (!found?.answer) return;
    this.#page++;
    const entries = found.answer.items.map((entry) => this.#entry(entry));
    this.#list.append(...entries);
    this.content.replaceChildren(this.#list);
    this.#offerMore(found.answer);
    // The button was the place in the page: now the first of the new entries is.
    entries[0]?.setAttribute("tabindex", "-1");
    entries[0]?.focus();
  }

  #offerMore({ pages, total }: HistoryPage): void {
    if (this.#page >= pages) return;
    const [shown, all] = [this.#list.children.length, total].map((count) =>
      new Intl.NumberFormat(this.language).format(count),
    );
    const more = () => void this.run(() => this.#loadMore());
    this.content.append(
      h(
        "div",
        { class: "row" },
        h("button", { type: "button", click: more }, this.text("more")),
        h("span", { class: "muted small" }, this.text("shown", { shown: shown ?? "", total: all ?? "" })),
      ),
    );
  }

  #entry(entry: HistoryEntry): HTMLLIElement {
    const instant = `${entry.date.replace(" ", "T")}Z`;
    const change = this.points(entry.points_change, { signDisplay: "exceptZero" });
    const after = entry.balance && this.text("balance-after", { points: this.points(entry.balance.points) });
    const until = entry.expires_at && this.text("until", { date: this.date(entry.expires_at) });
    return h(
      "li",
      {},
      h("span", { part: "reason" }, h("bdi", {}, entry.change_reason)),
      h("span", { class: entry.points_change > 0 ? "change gain" : "change", part: "change" }, change),
      h("time", { class: "muted small", datetime: instant }, this.date(instant)),
      h("span", { class: "after muted small" }, after),
      entry.comment && h("span", { class: "wide small" }, h("bdi", {}, entry.comment)),
      until && h("span", { class: "wide muted small" }, until),
    );
  }
}
