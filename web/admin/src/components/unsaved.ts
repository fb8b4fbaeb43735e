/** What has been entered and not saved: whoever follows a link away from it is asked first. */
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

/** A form with `isUnsaved` changes holds back navigation. */
export function useUnsaved(isUnsaved: boolean): void {
  useEffect(() => {
    if (!isUnsaved) return undefined;
    const form = Symbol("form");
    forms.add(form);
    addEventListener("beforeunload", askBrowser);
    return () => {
      forms.delete(form);
      if (forms.size === 0) removeEventListener("beforeunload", askBrowser);
    };
  }, [isUnsaved]);
}

/** Before going on from what has just been saved or deleted. */
export function forgetUnsaved(): void {
  forms.clear();
  removeEventListener("beforeunload", askBrowser);
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
