/** What the server tells the page, in the JSON block of index.html. */

export type Api = "storefront" | "admin";

export interface Configuration {
  /** Which API answers here: picks the examples, and the Store field for the storefront. */
  api: Api;
  /** Path of the API, from the root of the host. */
  endpoint: string;
  /** The API's name for people, in the bar and the window's title. */
  title: string;
  /** The other API, to link to its page. */
  other: { title: string; endpoint: string };
}

/** Read the server's block. Throws when the page was served without one. */
export function readConfiguration(): Configuration {
  const block = document.getElementById("guerdon")?.textContent ?? "null";
  const configuration = JSON.parse(block) as Configuration | null;
  if (configuration === null) {
    throw new Error("The server has put no configuration into this page.");
  }
  return configuration;
}
