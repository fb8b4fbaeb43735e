/** What a visitor does: signs in, fills the basket, changes the language, lets time pass. */
import { connect } from "guerdon-storefront/client";
import { defineElements, type EarnElement, refreshElements, type SliderElement } from "guerdon-storefront/elements";
import { askBackend, carriedOut, type Payload, Refused } from "./backend";
import { recordingFetch } from "./sent";
import { people, type Website } from "./shop";
import { change, currentVisit, keptVisit } from "./state";
import { askCart } from "./storefront";
import { isLanguage, kitWords, type Language, words } from "./words";

/** Opens the shop where the last visit has left it, or for a guest. */
export async function openShop(): Promise<void> {
  const kept = keptVisit();
  const language = [kept.language, navigator.language.slice(0, 2)].find(isLanguage) ?? "en";
  change({ language, store: kept.store ?? "us", basket: kept.basket ?? {}, coupon: kept.coupon ?? "" });
  document.documentElement.lang = language;
  try {
    change(await askBackend<{ websites: readonly Website[]; now: string }>("open", {}, null));
    await signIn(kept.customer ?? null);
  } catch (error) {
    change({ isClosed: error instanceof Refused && error.code === "SAMPLE_MISSING", problem: messageOf(error) });
  }
}

/** Signs one of the sample shop's customers in; null is a guest. The cart is a new one, with what is in the basket. */
export async function signIn(customer: string | null): Promise<void> {
  const person = people.find((one) => one.id === customer) ?? null;
  const token = person && (await askToken(person.id));
  const store = person?.store ?? currentVisit().store;
  change({ person, token, store, cart: null, points: null, problem: "", said: "" });
  useKit();
  await putCart();
}

/** A guest's way to the other website; a customer's store is the one where they are at home. */
export async function enterStore(store: string): Promise<void> {
  change({ store, person: null, token: null, cart: null, points: null, problem: "" });
  useKit();
  await putCart();
}

export function speak(language: Language): void {
  change({ language });
  document.documentElement.lang = language;
  useKit();
}

async function askToken(customer: string): Promise<string> {
  return (await askBackend<{ token: string }>("sign-in", { customer }, null)).token;
}

/** Connects the kit for the customer of the moment: its elements, and the balance that follows each change. */
function useKit(): void {
  const { language, store, person } = currentVisit();
  const client = connect({
    url: "/graphql",
    store,
    fetch: recordingFetch,
    token: (wasRefused) => (wasRefused ? renewToken() : currentVisit().token),
  });
  stopFollowing();
  defineElements(client, kitWords[language]);
  change({ client });
  if (person) stopFollowing = client.live((points) => change({ points }), () => change({ points: null }));
}

let stopFollowing = (): void => {};

async function renewToken(): Promise<string | null> {
  const { person } = currentVisit();
  const token = person && (await askToken(person.id));
  change({ token });
  return token;
}

/** Asks with the session's token, and once more with a new one after it has expired. */
export async function withToken<Result>(ask: (token: string | null) => Promise<Result>): Promise<Result> {
  const { token } = currentVisit();
  try {
    return await ask(token);
  } catch (error) {
    if (!token || !(error instanceof Refused) || error.code !== "UNAUTHENTICATED") throw error;
    return ask(await renewToken());
  }
}

/** Asks the shop's backend on behalf of whoever is signed in. */
export const backend = <Result>(action: string, body: object): Promise<Result> =>
  withToken((token) => askBackend<Result>(action, body, token));

export async function setQuantity(sku: string, quantity: number): Promise<void> {
  const { [sku]: _, ...others } = currentVisit().basket;
  change({ basket: quantity > 0 ? { ...others, [sku]: quantity } : others });
  await putCart();
}

export async function addToCart(sku: string, name: string): Promise<void> {
  await setQuantity(sku, (currentVisit().basket[sku] ?? 0) + 1);
  if (!currentVisit().problem) say("added", { name });
}

export async function useCoupon(coupon: string): Promise<void> {
  change({ coupon });
  await putCart();
}

let puts = 0;
let lastPut: Promise<void> = Promise.resolve();

/** Sends the basket to the shop's backend, one after the other: of what was waiting meanwhile, only the last. */
export function putCart(): Promise<void> {
  const mine = ++puts;
  lastPut = lastPut.then(() => (mine === puts ? doing(putCartNow) : undefined));
  return lastPut;
}

interface PutCart {
  cartPut: Payload & { cart: { id: string; quote: { shipping: { amount: string; currency: string } } } };
}

async function putCartNow(): Promise<void> {
  const { basket, coupon, store, cart } = currentVisit();
  const items = Object.entries(basket).map(([sku, quantity]) => ({ sku, quantity }));
  if (items.length === 0) {
    change({ cart: null });
    return;
  }
  const body = { cart: cart?.id ?? null, store, items, coupon: coupon || null };
  const put = carriedOut((await backend<PutCart>("cart", body)).cartPut);
  change({ shipping: put.cart.quote.shipping });
  await loadCart(put.cart.id);
  // What products earn does not depend on the cart: only what shows the cart asks again.
  for (const element of document.querySelectorAll<SliderElement | EarnElement>("guerdon-slider, guerdon-earn")) {
    if (element.getAttribute("cart-id") === put.cart.id) element.refresh();
  }
}

/** Asks what the cart comes to now. */
export async function loadCart(id: string): Promise<void> {
  change({ cart: await withToken((token) => askCart(id, { token, store: currentVisit().store })) });
}

/** Lets days pass in the sandbox, with each night's jobs. */
export const letTimePass = (how: { days: number } | { until: string; warned?: true }): Promise<void> =>
  doing(async () => {
    const { now } = await backend<{ now: string }>("clock", how);
    change({ now, changes: currentVisit().changes + 1 });
    const { cart } = currentVisit();
    if (cart) await loadCart(cart.id);
    refreshElements();
  });

/** Does something that asks, one at a time for the eye; what goes wrong is shown. */
export async function doing(work: () => Promise<void>): Promise<void> {
  change({ isBusy: true, problem: "", said: "" });
  try {
    await work();
  } catch (error) {
    change({ problem: messageOf(error) });
  }
  change({ isBusy: false });
}

export function say(word: "added" | "paymentFailed" | "reviewed", values: Record<string, string> = {}): void {
  change({ said: fill(words[currentVisit().language][word], values) });
}

export const fill = (sentence: string, values: Readonly<Record<string, string>>): string =>
  sentence.replace(/\{(\w+)\}/g, (whole, name: string) => values[name] ?? whole);

export const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));

document.addEventListener("guerdon-cart", () => {
  const { cart } = currentVisit();
  if (cart) void loadCart(cart.id);
});
