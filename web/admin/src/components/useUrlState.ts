/** State in the address, so that a search can be shared, reloaded and gone back to. */
import { useCallback } from "react";
import { useLocation, useSearch } from "wouter";

export interface UrlState {
  get(name: string): string;
  /** Set parameters; "" removes one. A changed search begins at its first page. */
  set(changes: Record<string, string>): void;
}

/** The parameter that holds a list's cursor. */
export const AFTER = "after";

export function useUrlState(): UrlState {
  const search = useSearch();
  const [path, go] = useLocation();
  const get = useCallback((name: string) => new URLSearchParams(search).get(name) ?? "", [search]);
  const set = useCallback(
    (changes: Record<string, string>) => {
      // Not `search`: two changes may come before the page is drawn again.
      const parameters = new URLSearchParams(location.search);
      if (!(AFTER in changes)) parameters.delete(AFTER);
      for (const [name, value] of Object.entries(changes)) {
        if (value === "") parameters.delete(name);
        else parameters.set(name, value);
      }
      const text = parameters.toString();
      go(text === "" ? path : `${path}?${text}`, { replace: !(AFTER in changes) });
    },
    [path, go],
  );
  return { get, set };
}
