import type { Points } from "../client.js";
import { h } from "./dom.js";
import { PointsElement } from "./element.js";

const EXPIRATIONS_SHOWN = 3;

/** `<guerdon-balance>`: the customer's points and their worth; with `live`, as they change. */
export class BalanceElement extends PointsElement {
  #stop: (() => void) | undefined;

  protected override get heading(): string {
    return "balance-heading";
  }

  protected async load(): Promise<void> {
    this.#stop?.();
    this.#stop = undefined;
    const found = await this.answer(this.client.balance());
    if (!found || !this.isConnected) return;
    this.#show(found.answer);
    if (this.hasAttribute("live")) {
      this.#stop = this.client.live(
        (points) => {
          this.forgive();
          this.#show(points);
        },
        (error) => this.fail(error),
      );
    }
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#stop?.();
  }

  #show(points: Points | null): void {
    if (!points?.balance) {
      this.showOnly("off");
      return;
    }
    const { balance } = points;
    const facts = this.#facts(points);
    this.content.replaceChildren(
      h(
        "div",
        { "data-answer": true },
        h("p", { class: "number", part: "points" }, this.points(balance.points)),
        h("p", { class: "muted", part: "worth" }, this.text("worth", { money: this.money(balance.money) })),
      ),
      ...(facts.length > 0 ? [h("ul", { class: "facts small" }, ...facts.map((fact) => h("li", {}, fact)))] : []),
    );
  }

  #facts({ balance, available, pending, pending_until, expirations }: Points): string[] {
    const facts: string[] = [];
    if (balance && balance.points < 0) facts.push(this.text("debt"));
    else if (available && available.points !== balance?.points) facts.push(this.amount("available", available));
    if (pending && pending.points > 0) {
      const date = pending_until ? this.date(pending_until) : "";
      const word = date ? "pending-until" : "pending";
      facts.push(this.text(word, { points: this.points(pending.points), date }));
    }
    for (const { amount, expires_at } of (expirations ?? []).slice(0, EXPIRATIONS_SHOWN)) {
      facts.push(this.text("expires", { points: this.points(amount.points), date: this.date(expires_at) }));
    }
    return facts;
  }
}
