import { connect, type Options } from "./client.js";
import { defineElements, refreshElements } from "./elements.js";
import type { Words } from "./elements.js";

export { refreshElements };

/** What a container of Adobe's drop-ins is: told its properties, it fills an element. */
export type Container<Properties> = (properties: Properties) => (place: Element) => void;

export interface RewardPointsProperties {
  /** The cart that points pay for; without one, its part is left out. */
  readonly cartId?: string | undefined;
  /** Which parts to show, in this order: all of them. */
  readonly show?: readonly Part[] | undefined;
  /** Where guests sign in: they are shown a link, with this text. */
  readonly signInUrl?: string;
  readonly signInText?: string;
  /** Whether the balance follows each change. */
  readonly live?: boolean;
}

export type Part = "balance" | "slider" | "earn" | "history";

const ALL: readonly Part[] = ["balance", "slider", "earn", "history"];
const OF_A_CART: readonly Part[] = ["slider", "earn"];

/** Connects the drop-in: as initializers of other drop-ins are called, before the first container is rendered. */
export function initialize(options: Options & { readonly words?: Words }): void {
  defineElements(connect(options), options.words);
}

/** The container: balance, points for a cart, what it earns, and the history. */
export const RewardPoints: Container<RewardPointsProperties> = (properties) => (place) => {
  const parts = (properties.show ?? ALL).filter((part) => properties.cartId || !OF_A_CART.includes(part));
  place.replaceChildren(...parts.map((part) => partOf(part, properties)));
};

/** Renders containers as Adobe's providers do: `provider.render(RewardPoints, properties)(block)`. */
export const provider = {
  render:
    <Properties>(container: Container<Properties>, properties: Properties) =>
    async (place: Element): Promise<void> =>
      container(properties)(place),
};

function partOf(part: Part, { cartId, signInUrl, signInText, live }: RewardPointsProperties): HTMLElement {
  const element = document.createElement(`guerdon-${part}`);
  if (cartId && OF_A_CART.includes(part)) element.setAttribute("cart-id", cartId);
  if (live && part === "balance") element.setAttribute("live", "");
  if (signInUrl && part !== "earn") {
    element.append(...["guest", "expired"].map((slot) => signIn(slot, signInUrl, signInText)));
  }
  return element;
}

function signIn(slot: string, url: string, text = "Sign in to see and use your points"): HTMLElement {
  const link = document.createElement("a");
  link.slot = slot;
  link.href = url;
  link.textContent = text;
  return link;
}
