/** Where in the shop the visitor is: what follows the `#` in the address. */
import { useEffect, useSyncExternalStore } from "react";
import { change } from "./state";

export type Route =
  | { readonly name: "shelf" | "cart" | "account" }
  | { readonly name: "product" | "order"; readonly id: string };

export const linkTo = (name: Route["name"], id = ""): string => (name === "shelf" ? "#/" : `#/${name}${id && `/${id}`}`);

export function useRoute(): Route {
  const hash = useSyncExternalStore(listen, () => location.hash);
  const [, name, id = ""] = hash.split("/");
  if (name === "cart" || name === "account") return { name };
  if ((name === "product" || name === "order") && id) return { name, id };
  return { name: "shelf" };
}

function listen(listener: () => void): () => void {
  window.addEventListener("hashchange", listener);
  return () => window.removeEventListener("hashchange", listener);
}

let hasMoved = false;
let last = location.hash;
window.addEventListener("hashchange", () => {
  hasMoved = hasMoved || last !== location.hash;
  last = location.hash;
  change({ said: "", problem: "" });
});

/** Tells a new place in the shop as a new page is told: the title changes, and its heading has the focus once it is there. */
export function useArrival(title: string, shop: string): void {
  useEffect(() => {
    document.title = title === shop ? shop : `${title} · ${shop}`;
    const heading = document.querySelector<HTMLElement>("main h1");
    if (!hasMoved || !heading) return;
    hasMoved = false;
    window.scrollTo(0, 0);
    heading.focus({ preventScroll: true });
  }, [title, shop]);
}
