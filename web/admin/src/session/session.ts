/** The session: the token of who has signed in, kept for this tab alone, and how it ends. */
import { useSyncExternalStore } from "react";
import { configuration } from "../configuration";

export interface Tokens {
  access: string;
  /** To get a new access token with, if the provider gave one. */
  refresh?: string | undefined;
  /** Who signed in, to tell the provider on signing out. */
  id?: string | undefined;
  /** Unix time in milliseconds. */
  expiresAt?: number | undefined;
}

export interface SignedIn {
  state: "in";
  tokens: Tokens;
}

export type Session = SignedIn | { state: "out"; because: "none" | "ended" | "refused" };

const KEY = "guerdon admin session";
const listeners = new Set<() => void>();
let session: Session = read();

function read(): Session {
  const kept = sessionStorage.getItem(KEY);
  if (kept === null) return { state: "out", because: "none" };
  return { state: "in", tokens: JSON.parse(kept) as Tokens };
}

function become(next: Session): void {
  session = next;
  for (const listener of listeners) listener();
}

export function begin(tokens: Tokens): void {
  sessionStorage.setItem(KEY, JSON.stringify(tokens));
  become({ state: "in", tokens });
}

/** The tab forgets the token. */
export function end(because: "none" | "ended" | "refused"): void {
  sessionStorage.removeItem(KEY);
  become({ state: "out", because });
}

export function currentSession(): Session {
  return session;
}

export function useSession(): Session {
  return useSyncExternalStore(
    (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    () => session,
  );
}

/** `make run` prints a link that ends in `#token=...`: whoever opens it is in. The token leaves the address at once. */
export function beginFromAddress(): void {
  const given = new URLSearchParams(location.hash.slice(1)).get("token");
  if (given === null) return;
  history.replaceState(null, "", location.pathname + location.search);
  // Where staff have a provider, nobody is signed in by a link; and no link makes one who is signed in another person.
  if (configuration.takesTokens && session.state === "out") begin({ access: given });
}
