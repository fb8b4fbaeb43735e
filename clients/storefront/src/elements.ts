import type { PointsClient } from "./client.js";
import { BalanceElement } from "./elements/balance.js";
import { EarnElement } from "./elements/earn.js";
import { elements, shared } from "./elements/element.js";
import { HistoryElement } from "./elements/history.js";
import { SliderElement } from "./elements/slider.js";
import { SubscriptionsElement } from "./elements/subscriptions.js";
import type { Words } from "./elements/words.js";

export { BalanceElement, EarnElement, HistoryElement, SliderElement, SubscriptionsElement };
export type { Words };

const ALL = {
  "guerdon-balance": BalanceElement,
  "guerdon-earn": EarnElement,
  "guerdon-history": HistoryElement,
  "guerdon-slider": SliderElement,
  "guerdon-subscriptions": SubscriptionsElement,
};

/**
 * Makes the page's elements work: `<guerdon-balance>`, `<guerdon-slider>`, `<guerdon-history>`, `<guerdon-earn>` and
 * `<guerdon-subscriptions>`.
 * `words` are sentences in the page's language, by name. May be called again, with another client or other words.
 */
export function defineElements(client: PointsClient, words: Words = {}): void {
  shared.client = client;
  shared.words = words;
  for (const [name, element] of Object.entries(ALL)) if (!customElements.get(name)) customElements.define(name, element);
  refreshElements();
}

/** Asks again in all elements of the page: after the customer has signed in or out, or changed the cart. */
export function refreshElements(): void {
  for (const element of elements) element.refresh();
}

declare global {
  interface HTMLElementTagNameMap {
    "guerdon-balance": BalanceElement;
    "guerdon-earn": EarnElement;
    "guerdon-history": HistoryElement;
    "guerdon-slider": SliderElement;
    "guerdon-subscriptions": SubscriptionsElement;
  }
}
