/**
 * Stands in for `react-remove-scroll`, which Radix's dialogs use to stop the page behind them from
 * scrolling. This page never scrolls, and the original writes <style> elements that a strict
 * Content-Security-Policy refuses.
 */
import type { ReactNode } from "react";

export function RemoveScroll({ children }: { children: ReactNode }): ReactNode {
  return children;
}
