/** What the server tells the page of the shop: its goods, and who may sign in. */

export interface Product {
  readonly sku: string;
  readonly name: string;
  /** Of one unit, without tax, in the store's currency: "49.00". */
  readonly price: string;
}

export interface Person {
  readonly id: string;
  readonly name: string;
  /** The code of the website where they are at home. */
  readonly store: string;
  readonly group: string;
  readonly locale: string;
}

export interface Website {
  readonly code: string;
  readonly name: string;
  readonly baseCurrency: string;
}

export interface Money {
  readonly value: number | null;
  readonly currency: string | null;
}

const block = document.getElementById("guerdon")?.textContent ?? "null";
const told = JSON.parse(block) as { products: readonly Product[]; people: readonly Person[] } | null;
if (told === null) throw new Error("The server has put nothing about the shop into this page.");

export const { products, people } = told;

export const productOf = (sku: string): Product | undefined => products.find((one) => one.sku === sku);
