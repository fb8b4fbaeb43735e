/** Numbers, points, money and dates as the language in use writes them. Nothing is computed here. */
import { useMemo } from "react";
import { useLanguage } from "./LanguageProvider";
import type { Language } from "./language";

export interface Money {
  amount: string;
  currency: string;
}

export interface Format {
  number(value: number): string;
  /** With a sign where `signed`: +50, −25. */
  points(value: number, options?: { signed?: boolean }): string;
  /** All decimals that the API sends, in the money's own currency. */
  money(money: Money): string;
  percent(fraction: number): string;
  date(instant: string): string;
  time(instant: string): string;
  /** A calendar date without a time zone: "2027-01-31". */
  day(date: string): string;
}

export function useFormat(): Format {
  const { language } = useLanguage();
  return useMemo(() => formatFor(language), [language]);
}

export function formatFor(language: Language): Format {
  const number = new Intl.NumberFormat(language);
  const signed = new Intl.NumberFormat(language, { signDisplay: "exceptZero" });
  const date = new Intl.DateTimeFormat(language, { dateStyle: "medium" });
  const time = new Intl.DateTimeFormat(language, { dateStyle: "medium", timeStyle: "short" });
  const day = new Intl.DateTimeFormat(language, { dateStyle: "medium", timeZone: "UTC" });
  const percent = new Intl.NumberFormat(language, { style: "percent", maximumFractionDigits: 2 });
  return {
    number: (value) => number.format(value),
    points: (value, options) => (options?.signed ? signed : number).format(value),
    money: ({ amount, currency }) => moneyText(language, amount, currency),
    percent: (fraction) => percent.format(fraction),
    date: (instant) => date.format(new Date(instant)),
    time: (instant) => time.format(new Date(instant)),
    day: (text) => day.format(new Date(`${text}T00:00:00Z`)),
  };
}

function moneyText(language: Language, amount: string, currency: string): string {
  const decimals = amount.split(".")[1]?.length ?? 0;
  const options = { style: "currency", currency, minimumFractionDigits: decimals, maximumFractionDigits: decimals } as const;
  try {
    // As a string: an amount may have more digits than a number holds.
    return new Intl.NumberFormat(language, options).format(amount as Intl.StringNumericLiteral);
  } catch {
    return `${amount} ${currency}`;
  }
}
