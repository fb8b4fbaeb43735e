import { type PointsCart, PointsError, type Quote } from "../client.js";
import { announce } from "./carts.js";
import { h } from "./dom.js";
import { PointsElement } from "./element.js";

// So long a pause says that the customer has chosen: a key held down is one choice.
const CHOSEN_MS = 300;

/**
 * `<guerdon-slider cart-id="…">`: how many points pay for a cart. Its steps, its end and all money are the API's: while
 * the customer moves it, only the number of points is shown.
 */
export class SliderElement extends PointsElement {
  readonly #input = h("input", { type: "range", id: "range", min: 0, part: "slider", input: () => this.#move() });
  // What the slider's own aria-valuetext says, for the eye.
  readonly #output = h("span", { class: "value", "aria-hidden": "true" });
  readonly #available = h("p", { class: "muted" });
  readonly #left = h("p", { class: "total", part: "left" });
  readonly #spoken = h("p", { class: "spoken", role: "status" });
  readonly #notes = h("ul", { class: "muted small" });
  readonly #label = h("label", { for: "range" });
  readonly #all = h("button", { type: "button", click: () => this.#choose(undefined) });
  readonly #none = h("button", { type: "button", click: () => this.#choose(0) });
  #timer: ReturnType<typeof setTimeout> | undefined;
  #isAsking = false;
  #next: { points: number | undefined } | null = null; // what was chosen while an answer was waited for
  #shown = ""; // the cart that is shown

  static override get observedAttributes(): string[] {
    return [...super.observedAttributes, "cart-id"];
  }

  protected override get heading(): string {
    return "slider-heading";
  }

  protected override get guestWord(): string {
    return "slider-guest";
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    clearTimeout(this.#timer);
    this.#next = null;
  }

  protected async load(): Promise<void> {
    const cart = this.#cartId;
    if (cart !== this.#shown) this.#forgetChoice(cart);
    if (!cart) return;
    const found = await this.answer(this.client.quote(cart));
    if (found) this.#show(found.answer);
  }

  /** A choice is for one cart: what was moved just before the next one came is not meant for it. */
  #forgetChoice(cart: string): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    this.#next = null;
    this.#shown = cart;
  }

  get #cartId(): string {
    return this.getAttribute("cart-id") ?? "";
  }

  #move(): void {
    const points = Number(this.#input.value);
    this.#output.textContent = this.points(points);
    this.#input.setAttribute("aria-valuetext", this.points(points));
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.#choose(points), CHOSEN_MS);
  }

  /** Applies so many points, one request at a time: of what is chosen meanwhile, only the last counts. */
  #choose(points: number | undefined): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    this.#next = { points };
    if (!this.#isAsking) void this.run(() => this.#applyAll());
  }

  async #applyAll(): Promise<void> {
    this.#isAsking = true;
    try {
      while (this.#next) {
        const { points } = this.#next;
        this.#next = null;
        await this.#apply(points);
      }
    } finally {
      this.#isAsking = false;
    }
  }

  async #apply(points: number | undefined): Promise<void> {
    const { client } = this;
    const cart = this.#cartId;
    try {
      const changed = await (points === 0 ? client.remove(cart) : client.apply(cart, points));
      if (this.#next || !this.isConnected || cart !== this.#cartId) return;
      await this.answer(Promise.resolve()); // what an older question still answers is no longer waited for
      this.#show(changed);
      this.#spoken.textContent = `${this.#output.textContent}. ${this.#left.textContent}`;
      announce(this, changed);
    } catch (error) {
      if (this.#next || !this.isConnected || cart !== this.#cartId) return;
      await this.#restore(error);
    }
  }

  /** Shows what is so, since the choice was not taken, and then why it was not. */
  async #restore(error: unknown): Promise<void> {
    if (error instanceof PointsError && error.kind === "refused") await this.load();
    else this.#setValue(Number(this.#input.dataset["applied"]));
    this.fail(error);
  }

  #show(cart: PointsCart | null): void {
    const quote = cart?.reward_points_quote;
    if (!cart || !quote) {
      this.showOnly(cart ? "off" : "no-cart");
      return;
    }
    if (quote.points_to_earn_if_registered !== null) {
      this.fail(new PointsError("guest", "A guest's cart."));
      return;
    }
    const steps = quote.applicable_steps;
    if (!steps || quote.maximum_applicable.points === 0) {
      this.#showUnusable(quote);
      return;
    }
    this.#place();
    this.#input.max = String(quote.maximum_applicable.points);
    this.#input.step = String(steps.points);
    this.#showApplied(cart);
    this.#available.textContent = this.amount("slider-available", quote.maximum_applicable);
    this.#showNotes(quote);
  }

  /** Puts the controls into the page once: what has the focus must stay. */
  #place(): void {
    this.#label.textContent = this.text("slider-label");
    this.#all.textContent = this.text("all");
    this.#none.textContent = this.text("none");
    if (this.#input.isConnected) return;
    this.content.replaceChildren(
      this.#available,
      h(
        "div",
        { "data-answer": true },
        h("div", { class: "row" }, this.#label, this.#output),
        this.#input,
      ),
      h("div", { class: "buttons" }, this.#all, this.#none),
      this.#left,
      this.#notes,
      this.#spoken,
    );
  }

  #showApplied({ applied_reward_points: applied, prices }: PointsCart): void {
    this.#input.dataset["applied"] = String(applied?.points ?? 0);
    // Whoever moves it again is ahead of the answer.
    if (this.#timer === undefined) {
      this.#setValue(applied?.points ?? 0);
      const said = applied ? this.amount("slider-value", applied) : this.points(0);
      this.#output.textContent = said;
      this.#input.setAttribute("aria-valuetext", said);
    }
    const total = prices?.grand_total;
    this.#left.textContent = total ? this.text("left-to-pay", { money: this.money(total) }) : "";
  }

  #setValue(points: number): void {
    this.#input.value = String(points);
    this.#output.textContent = this.points(points);
    this.#input.setAttribute("aria-valuetext", this.points(points));
  }

  #showNotes({ limited_by, warnings }: Quote): void {
    const notes = [...this.#limits(limited_by), ...warnings];
    this.#notes.replaceChildren(...notes.map((note) => h("li", {}, note)));
    this.#notes.hidden = notes.length === 0;
  }

  #showUnusable({ limited_by, applicable_steps }: Quote): void {
    const reasons = this.#limits(limited_by);
    if (reasons.length === 0 && applicable_steps && applicable_steps.points > 1) {
      reasons.push(this.text("steps", { points: this.points(applicable_steps.points) }));
    }
    const sentences = [this.text("nothing-to-use"), ...reasons];
    this.content.replaceChildren(
      h("div", { class: "muted", "data-answer": true }, ...sentences.map((sentence) => h("p", {}, sentence))),
    );
  }

  #limits(names: readonly string[]): string[] {
    const words = names.map((name) => `limit-${name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`);
    return words.map((word) => this.text(word)).filter((sentence) => sentence !== "");
  }
}
