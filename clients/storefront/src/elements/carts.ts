import type { PointsCart } from "../client.js";

const CHANGED = "guerdon-cart";

/** Tells the page, and the other elements in it, what has become of a cart: its totals are in the event's `detail`. */
export function announce(element: HTMLElement, cart: PointsCart): void {
  element.dispatchEvent(new CustomEvent(CHANGED, { bubbles: true, composed: true, detail: cart }));
}

/** Calls back for each change of any cart that an element of this page makes. Returns what ends that. */
export function onCart(changed: (cart: PointsCart) => void): () => void {
  const listener = (event: Event) => changed((event as CustomEvent<PointsCart>).detail);
  document.addEventListener(CHANGED, listener);
  return () => document.removeEventListener(CHANGED, listener);
}
