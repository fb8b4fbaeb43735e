import { type Amount, type Money, type PointsClient, PointsError } from "../client.js";
import { h } from "./dom.js";
import { styles } from "./styles.js";
import { ENGLISH, PLURALS, type Words } from "./words.js";

/** What all elements share, set by `defineElements`. */
export const shared: { client?: PointsClient; words: Words } = { words: {} };

export const elements = new Set<PointsElement>();

// Where there is no page, as in a server that renders one, the modules can be loaded all the same.
const Base = globalThis.HTMLElement ?? (class {} as typeof HTMLElement);

/** An element that asks the API and shows the answer, or why there is none. */
export abstract class PointsElement extends Base {
  static get observedAttributes(): string[] {
    return [...Object.keys(ENGLISH), ...PLURALS].map((name) => `text-${name}`).concat("lang", "live");
  }

  protected readonly content = h("div", { class: "stack", part: "content" });
  readonly #box = h("section", { class: "box", part: "box" });
  readonly #alert = h("div", { role: "alert" });
  #asked = 0; // to tell the answer that is waited for from older ones
  #isDue = false;

  /** Asks and shows; called when the element appears, and when it is to be asked again. */
  protected abstract load(): Promise<void>;

  /** Names the heading's sentence; an element without one is a line of text. */
  protected get heading(): string | null {
    return null;
  }

  connectedCallback(): void {
    if (!this.shadowRoot) this.#build();
    elements.add(this);
    this.refresh();
  }

  disconnectedCallback(): void {
    elements.delete(this);
    this.#asked++;
  }

  attributeChangedCallback(): void {
    if (this.isConnected) this.refresh();
  }

  /** Asks again, for example after the customer has signed in; several calls at once are one. */
  refresh(): void {
    if (this.#isDue) return;
    this.#isDue = true;
    queueMicrotask(() => {
      this.#isDue = false;
      if (this.isConnected) void this.run(() => this.load());
    });
  }

  /** Does something that asks the API, and shows it if that goes wrong. */
  protected async run(work: () => Promise<void>): Promise<void> {
    this.#box.setAttribute("aria-busy", "true");
    if (!this.content.hasChildNodes()) this.content.append(h("p", { class: "muted" }, this.text("loading")));
    this.#say(this.heading);
    try {
      await work();
    } finally {
      this.#box.removeAttribute("aria-busy");
    }
  }

  /** Returns the answer, or null, and says why, if there is none or it is no longer waited for. */
  protected async answer<Answer>(asking: Promise<Answer>): Promise<{ answer: Answer } | null> {
    const mine = ++this.#asked;
    try {
      const answer = await asking;
      if (mine !== this.#asked) return null;
      this.forgive();
      return { answer };
    } catch (error) {
      if (mine === this.#asked) this.fail(error);
      return null;
    }
  }

  /** Takes away what was said of a problem that is over. */
  protected forgive(): void {
    this.#alert.replaceChildren();
  }

  /** Shows why there is no answer; what was shown stays, unless it was never there. */
  protected fail(error: unknown): void {
    if (!(error instanceof PointsError)) throw error;
    this.dispatchEvent(new CustomEvent("guerdon-error", { bubbles: true, composed: true, detail: error }));
    if (error.kind === "guest" || error.kind === "expired") {
      this.forgive();
      this.content.replaceChildren(this.#signedOut(error.kind));
      return;
    }
    if (!this.hasContent) this.content.replaceChildren();
    const canRetry = error.kind === "network" || error.kind === "busy";
    this.#alert.replaceChildren(
      h(
        "div",
        { class: "stack", part: "problem" },
        h("p", { class: "problem" }, this.#problem(error)),
        canRetry && h("div", {}, h("button", { type: "button", click: () => this.refresh() }, this.text("retry"))),
      ),
    );
  }

  /** Tells whether an answer is on show, which is better than none. */
  protected get hasContent(): boolean {
    return this.content.querySelector("[data-answer]") !== null;
  }

  protected get guestWord(): string {
    return "guest";
  }

  /** Shows one sentence in place of an answer; a slot of the same name takes the page's own. */
  protected showOnly(word: string): void {
    this.content.replaceChildren(h("slot", { name: word }, h("p", { class: "muted" }, this.text(word))));
  }

  /** Says a sentence, in the page's words or in English. */
  protected text(word: string, values: Readonly<Record<string, string>> = {}): string {
    const said = this.#given(word) ?? ENGLISH[word] ?? "";
    return said.replace(/\{(\w+)\}/g, (whole, name: string) => values[name] ?? whole);
  }

  /** Says a number of points. */
  protected points(points: number, format: Intl.NumberFormatOptions = {}): string {
    const plural = `points-${new Intl.PluralRules(this.language).select(points)}`;
    const said = this.#given(plural) ?? this.#given("points") ?? ENGLISH[plural] ?? ENGLISH["points"] ?? "";
    return said.replace("{points}", new Intl.NumberFormat(this.language, format).format(points));
  }

  protected money({ value, currency }: Money): string {
    const style = currency ? ({ style: "currency", currency } as const) : {};
    return new Intl.NumberFormat(this.language, style).format(value ?? 0);
  }

  /** Says points and their money in a sentence. */
  protected amount(word: string, amount: Amount): string {
    return this.text(word, { points: this.points(amount.points), money: this.money(amount.money) });
  }

  protected date(instant: string): string {
    return new Intl.DateTimeFormat(this.language, { dateStyle: "long" }).format(new Date(instant));
  }

  /** The language of the page around the element; undefined, the browser's, if there is none that can be used. */
  protected get language(): string | undefined {
    let place: Element | null = this;
    while (place) {
      const said: Element | null = place.closest("[lang]");
      if (said) return usable(said.getAttribute("lang"));
      const root: Node = place.getRootNode();
      place = root instanceof ShadowRoot ? root.host : null;
    }
    return undefined;
  }

  get client(): PointsClient {
    if (!shared.client) throw new Error("Call defineElements(client) first.");
    return shared.client;
  }

  #given(word: string): string | undefined {
    return this.getAttribute(`text-${word}`) ?? shared.words[word];
  }

  #problem(error: PointsError): string {
    if (error.kind !== "refused") return this.text(error.kind);
    return this.text(error.code.toLowerCase().replaceAll("_", "-")) || error.message;
  }

  #signedOut(kind: "guest" | "expired"): Node {
    const sentence = this.text(kind === "guest" ? this.guestWord : kind);
    return h("slot", { name: kind }, h("p", { class: "muted" }, sentence));
  }

  #build(): void {
    const root = this.attachShadow({ mode: "open" });
    root.adoptedStyleSheets = [styles()];
    this.#box.append(
      h("slot", { name: "heading" }, h("div", { class: "heading", id: "heading", part: "heading", role: "heading" })),
      this.content,
      this.#alert,
    );
    root.append(this.#box);
  }

  #say(heading: string | null): void {
    const place = this.#box.querySelector("#heading");
    if (!place) return;
    if (heading === null) {
      place.remove();
      this.#box.classList.add("bare");
      return;
    }
    place.setAttribute("aria-level", this.getAttribute("heading-level") ?? "2");
    place.textContent = this.text(heading);
    this.#box.setAttribute("aria-label", this.text(heading));
  }
}

function usable(language: string | null): string | undefined {
  try {
    return language ? Intl.getCanonicalLocales(language)[0] : undefined;
  } catch {
    return undefined;
  }
}
