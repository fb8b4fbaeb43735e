/**
 * Words of the app: a room declares them in English, and the other languages must have the same keys.
 * `{name}` stands for what is told, `{one, other}` for a word that depends on `count`.
 */
import type { Language } from "./language";

export interface Plural {
  zero?: string;
  one: string;
  other: string;
}
export type Wording = string | Plural;
export type English = Readonly<Record<string, Wording>>;

/** What a translation of English words must be. */
export type Translation<E extends English> = {
  readonly [K in keyof E]: E[K] extends string ? string : Plural;
};

type Names<S extends string> = S extends `${string}{${infer Name}}${infer Rest}`
  ? Name | Names<Rest>
  : never;
type Told<W extends Wording> = W extends string
  ? Names<W>
  : W extends Plural
    ? "count" | Names<W["one"] | W["other"]>
    : never;
/** What must be told with a word. */
export type Facts<W extends Wording> = Told<W> extends never
  ? []
  : [facts: Record<Told<W>, string | number>];

export type Loaders<E extends English> = Record<Language, () => Promise<Translation<E>>>;

/** Fill a word in. Numbers are written as the language does. */
export function fill(wording: Wording, facts: Record<string, string | number>, language: Language): string {
  const text = typeof wording === "string" ? wording : form(wording, Number(facts["count"]), language);
  return text.replace(/\{(\w+)\}/g, (whole, name: string) => {
    const fact = facts[name];
    if (fact === undefined) return whole;
    return typeof fact === "number" ? new Intl.NumberFormat(language).format(fact) : fact;
  });
}

function form(plural: Plural, count: number, language: Language): string {
  if (count === 0 && plural.zero !== undefined) return plural.zero;
  const category = new Intl.PluralRules(language).select(count);
  return category === "one" ? plural.one : plural.other;
}
