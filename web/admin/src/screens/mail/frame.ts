/**
 * The HTML of a mail, made fit for a frame under the page's strict policy: no scripts, nothing loaded, and its styles
 * carried by rules with the page's nonce, as attributes of style are not allowed.
 */
import { configuration } from "../../configuration";

const POLICY = "default-src 'none'; img-src data:; style-src 'unsafe-inline'";

export function framed(html: string): string {
  const nonce = configuration.styleNonce;
  const marked = html.replace(/(<[^<>]*?\s)style=/gi, "$1data-style=").replace(/<style(?=[\s>])/gi, `<style nonce="${nonce}"`);
  const inert = new DOMParser().parseFromString(marked, "text/html");
  const rules: string[] = [];
  for (const element of inert.querySelectorAll("[data-style]")) {
    const number = String(rules.length);
    rules.push(`[data-s="${number}"][data-s][data-s]{${element.getAttribute("data-style") ?? ""}}`);
    element.removeAttribute("data-style");
    element.setAttribute("data-s", number);
  }
  const sheet = inert.createElement("style");
  sheet.setAttribute("nonce", nonce);
  sheet.textContent = rules.join("\n");
  inert.head.prepend(sheet);
  const policy = inert.createElement("meta");
  policy.httpEquiv = "Content-Security-Policy";
  policy.content = POLICY;
  inert.head.prepend(policy);
  return `<!doctype html>${inert.documentElement.outerHTML}`;
}
