/** Who asks and for which website: what the bar keeps and every request carries. */
import type { EndpointStorage } from "./storage";

export interface Credentials {
  /** The token itself, without `Bearer`; empty for none. */
  token: string;
  /** A website's code for the `Store` header; empty for the default website. */
  store: string;
}

export function loadCredentials(storage: EndpointStorage): Credentials {
  return { token: storage.getItem("token") ?? "", store: storage.getItem("store") ?? "" };
}

export function saveCredentials(storage: EndpointStorage, { token, store }: Credentials): void {
  storage.setItem("token", token);
  storage.setItem("store", store);
}

/** Take a token as people paste it: with line breaks, with `Authorization: Bearer` before it. */
export function cleanToken(pasted: string): string {
  return pasted.replace(/^\s*(authorization\s*:\s*)?(bearer\s+)?/i, "").replace(/\s+/g, "");
}

/** The headers of a request, which a WebSocket sends in its `connection_init` instead. */
export function credentialHeaders({ token, store }: Credentials): Record<string, string> {
  return {
    ...(token && { authorization: `Bearer ${token}` }),
    ...(store && { store }),
  };
}
