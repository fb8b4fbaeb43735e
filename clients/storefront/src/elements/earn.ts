import type { Offer, PointsCart, PointsClient, RewardPointsOfferInput } from "../client.js";
import { onCart } from "./carts.js";
import { h } from "./dom.js";
import { PointsElement } from "./element.js";

const OFFERS_AT_ONCE = 100;

/**
 * `<guerdon-earn cart-id="…">`, or `<guerdon-earn sku="…" price="…" quantity="…">`: what an order or a product earns.
 * Shows nothing where nothing is earned, and nothing when it can't be asked: a page is whole without it.
 */
export class EarnElement extends PointsElement {
  readonly #states = this.attachInternals().states;
  #stop: (() => void) | undefined;

  static override get observedAttributes(): string[] {
    return [...super.observedAttributes, "cart-id", "sku", "price", "quantity"];
  }

  override connectedCallback(): void {
    super.connectedCallback();
    this.#stop = onCart((cart) => cart.id === this.getAttribute("cart-id") && this.#showCart(cart));
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#stop?.();
  }

  protected async load(): Promise<void> {
    const cart = this.getAttribute("cart-id");
    const sku = this.getAttribute("sku");
    if (cart) {
      const found = await this.answer(this.client.quote(cart));
      if (found) this.#showCart(found.answer);
    } else if (sku) {
      const item = { sku, price: Number(this.getAttribute("price")), quantity: Number(this.getAttribute("quantity") ?? 1) };
      const found = await this.answer(offerOf(this.client, item));
      if (found) this.#showOffer(found.answer);
    }
  }

  protected override fail(error: unknown): void {
    super.fail(error);
    this.forgive();
    this.#show([]);
  }

  /** Shows lines; without any it takes up no room. */
  #show(lines: readonly Node[]): void {
    this.content.replaceChildren(...lines);
    if (lines.length > 0) this.#states.delete("empty");
    else this.#states.add("empty");
  }

  #showCart(cart: PointsCart | null): void {
    const quote = cart?.reward_points_quote;
    if (!quote) {
      this.#show([]);
      return;
    }
    const registered = quote.points_to_earn_if_registered;
    const points = registered ?? quote.points_to_earn;
    const word = registered === null ? "earn" : "earn-registered";
    const { next_step: next } = quote;
    const lines: Node[] = [];
    if (points > 0) {
      lines.push(h("p", { "data-answer": true, part: "earn" }, this.text(word, { points: this.points(points) })));
    }
    if (quote.sources.length > 1) lines.push(this.#why(quote.sources));
    if (next) {
      const values = { money: this.money(next.spend_more), points: this.points(next.earn_more) };
      lines.push(h("p", { class: "muted small", part: "next" }, this.text("next-step", values)));
    }
    this.#show(lines);
  }

  #why(sources: readonly { reason: string; points: number }[]): HTMLElement {
    const entries = sources.map(({ reason, points }) =>
      h("li", { class: "row" }, h("bdi", {}, reason), h("span", {}, this.points(points, { signDisplay: "exceptZero" }))),
    );
    return h("details", { class: "small" }, h("summary", {}, this.text("earn-why")), h("ul", {}, ...entries));
  }

  #showOffer(offer: Offer | undefined): void {
    const lines: Node[] = [];
    if (offer && offer.points_to_earn > 0) {
      const points = this.points(offer.points_to_earn);
      lines.push(h("p", { "data-answer": true, part: "earn" }, this.text("earn-product", { points })));
    }
    if (offer?.points_needed) {
      const points = this.points(offer.points_needed);
      lines.push(h("p", { class: "muted small", part: "needed" }, this.text("needed", { points })));
    }
    this.#show(lines);
  }
}

interface Waiting {
  readonly item: RewardPointsOfferInput;
  readonly resolve: (offer: Offer | undefined) => void;
  readonly reject: (error: unknown) => void;
}

let waiting: Waiting[] = [];

/** Asks for one product; all that a page asks for at once go in one request. */
function offerOf(client: PointsClient, item: RewardPointsOfferInput): Promise<Offer | undefined> {
  return new Promise((resolve, reject) => {
    if (waiting.length === 0) setTimeout(() => askOffers(client));
    waiting.push({ item, resolve, reject });
  });
}

function askOffers(client: PointsClient): void {
  const all = waiting;
  waiting = [];
  for (let first = 0; first < all.length; first += OFFERS_AT_ONCE) {
    const some = all.slice(first, first + OFFERS_AT_ONCE);
    client.offers(some.map(({ item }) => item)).then(
      (offers) => some.forEach(({ resolve }, index) => resolve(offers[index])),
      (error: unknown) => some.forEach(({ reject }) => reject(error)),
    );
  }
}
