/** Words, money and dates in the visitor's language. */
import type { Money } from "./shop";
import { useVisit } from "./state";
import { fill } from "./visit";
import { type Words, words } from "./words";

export interface Speech {
  readonly words: Words;
  readonly fill: typeof fill;
  money(money: Money | { amount: string; currency: string } | null | undefined): string;
  number(number: number): string;
  date(instant: string): string;
  shortDate(instant: string): string;
  dateTime(instant: string): string;
  goods(sku: string): { name: string; text: string };
}

export function useSpeech(): Speech {
  const { language } = useVisit();
  const said = words[language];
  const format = (instant: string, options: Intl.DateTimeFormatOptions) =>
    new Intl.DateTimeFormat(language, options).format(new Date(instant));
  return {
    words: said,
    fill,
    money(money) {
      if (!money?.currency) return "";
      const value = "amount" in money ? Number(money.amount) : (money.value ?? 0);
      return new Intl.NumberFormat(language, { style: "currency", currency: money.currency }).format(value);
    },
    number: (number) => new Intl.NumberFormat(language).format(number),
    date: (instant) => format(instant, { dateStyle: "long" }),
    shortDate: (instant) => format(instant, { dateStyle: "medium" }),
    dateTime: (instant) => format(instant, { dateStyle: "medium", timeStyle: "short" }),
    goods: (sku) => said.goods[sku as keyof Words["goods"]] ?? { name: sku, text: "" },
  };
}

/** The instant of a date as Adobe Commerce writes it, "2027-01-31 09:30:00" in UTC. */
export const instantOf = (adobes: string): string => `${adobes.replace(" ", "T")}Z`;
