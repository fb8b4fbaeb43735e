/** What the server tells the app, in the JSON block of index.html. */

/** The identity provider that staff sign in at. */
export interface Provider {
  issuer: string;
  clientId: string;
  /** Asked for at sign-in, separated by spaces. */
  scopes: string;
  /** The API that tokens are for; null where the provider needs no such word. */
  audience: string | null;
}

export interface Configuration {
  endpoint: string;
  /** What styles that scripts write into the page must carry, anew with each page. */
  styleNonce: string;
  version: string;
  /** Null: staff sign in with a token that `guerdon token` prints. */
  provider: Provider | null;
  /** Whether a token may be pasted. */
  takesTokens: boolean;
  /** Whether the clock can be moved. */
  sandbox: boolean;
  /** Whether there is a mail server; without one, mail waits. */
  sendsMail: boolean;
}

function readConfiguration(): Configuration {
  const block = document.getElementById("guerdon")?.textContent ?? "null";
  const read = JSON.parse(block) as Configuration | null;
  if (read === null) throw new Error("The server has put no configuration into this page.");
  return read;
}

export const configuration = readConfiguration();
