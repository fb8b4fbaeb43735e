import type { Subscriptions } from "../client.js";
import { h } from "./dom.js";
import { PointsElement } from "./element.js";

/** `<guerdon-subscriptions>`: which mails about points the customer gets. */
export class SubscriptionsElement extends PointsElement {
  readonly #boxes = { balance: this.#box("balance"), expiry: this.#box("expiry") };
  readonly #names = { balance: h("span"), expiry: h("span") };
  readonly #spoken = h("p", { class: "muted small", role: "status" });
  #waiting = 0; // choices that are not answered yet

  protected override get heading(): string {
    return "subscriptions-heading";
  }

  protected async load(): Promise<void> {
    const found = await this.answer(this.client.subscriptions());
    if (found) this.#show(found.answer);
  }

  async #choose(name: keyof Subscriptions, wanted: boolean): Promise<void> {
    this.#waiting++;
    try {
      const now = await this.client.subscribe({ [name]: wanted });
      await this.answer(Promise.resolve()); // what an older question still answers is no longer waited for
      // While another choice is under way, the boxes are ahead of this answer.
      if (this.#waiting === 1 && this.isConnected) this.#show(now, this.text("subscribed"));
    } catch (error) {
      this.#boxes[name].checked = !wanted;
      this.fail(error);
    } finally {
      this.#waiting--;
    }
  }

  #show(subscriptions: Subscriptions | null, said = ""): void {
    if (!subscriptions) {
      this.showOnly("off");
      return;
    }
    for (const name of ["balance", "expiry"] as const) {
      this.#boxes[name].checked = subscriptions[name];
      this.#names[name].textContent = this.text(`subscribe-${name}`);
    }
    if (!this.#boxes.balance.isConnected) this.content.replaceChildren(this.#controls(), this.#spoken);
    this.#spoken.textContent = said;
  }

  /** The controls, put into the page once: what has the focus must stay. */
  #controls(): HTMLElement {
    const labels = (["balance", "expiry"] as const).map((name) =>
      h("label", { class: "check", part: "choice" }, this.#boxes[name], this.#names[name]),
    );
    return h("div", { "data-answer": true }, ...labels);
  }

  #box(name: keyof Subscriptions): HTMLInputElement {
    const change = ({ target }: Event) =>
      void this.run(() => this.#choose(name, (target as HTMLInputElement).checked));
    return h("input", { type: "checkbox", change, part: "checkbox" });
  }
}
