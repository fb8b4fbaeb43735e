/** What has been entered and not saved: whoever follows a link away from it, or goes back, is asked first. */
import { useEffect, useSyncExternalStore } from "react";
import type { AroundNavHandler } from "wouter";

const forms = new Set<symbol>();
let leave: (() => void) | null = null;
const listeners = new Set<() => void>();

function ask(then: (() => void) | null): void {
  leave = then;
  for (const tell of listeners) tell();
}

/** Reloading and closing the window: the browser asks by itself. */
function askBrowser(event: BeforeUnloadEvent): void {
  event.preventDefault();
}

/** Where the form stands. */
let here = { path: "", href: "", state: null as unknown };

function remember(): void {
  here = { path: location.pathname + location.search, href: location.href, state: history.state };
}

/** Back and forward: the browser has left already, so the form's address is put on top again until the answer is there. */
function askBeforeBack(event: PopStateEvent): void {
  if (forms.size === 0) return;
  if (location.pathname + location.search === here.path) return remember();
  event.stopImmediatePropagation();
  history.pushState(here.state, "", here.href);
  ask(() => history.back());
}

// Before wouter's own, which would show the other page: on a window, listeners are called in the order of coming.
addEventListener("popstate", askBeforeBack);

function watch(): void {
  remember();
  addEventListener("beforeunload", askBrowser);
  // What wouter says of its own steps.
  addEventListener("pushState", remember);
  addEventListener("replaceState", remember);
}

function unwatch(): void {
  removeEventListener("beforeunload", askBrowser);
  removeEventListener("pushState", remember);
  removeEventListener("replaceState", remember);
}

/** A form with `isUnsaved` changes holds back navigation. */
export function useUnsaved(isUnsaved: boolean): void {
  useEffect(() => {
    if (!isUnsaved) return undefined;
    const form = Symbol("form");
    forms.add(form);
    watch();
    return () => {
      forms.delete(form);
      if (forms.size === 0) unwatch();
    };
  }, [isUnsaved]);
}

/** Before going on from what has just been saved or deleted. */
export function forgetUnsaved(): void {
  forms.clear();
  unwatch();
}

export const guardNavigation: AroundNavHandler = (navigate, to, options) => {
  if (forms.size === 0) navigate(to, options);
  else ask(() => navigate(to, options));
};

/** The navigation that waits for an answer, and the two answers. */
export function useLeaving(): { isAsked: boolean; stay: () => void; go: () => void } {
  const waiting = useSyncExternalStore(
    (tell) => {
      listeners.add(tell);
      return () => listeners.delete(tell);
    },
    () => leave,
  );
  const stay = (): void => ask(null);
  const go = (): void => {
    forgetUnsaved();
    ask(null);
    waiting?.();
  };
  return { isAsked: waiting !== null, stay, go };
}
