/** Periods as fields of a page hold them: days, and instants of the browser's time zone. */

/** The instant of a `datetime-local` field or of the midnight of a `date` field; null while it is none. */
export function instantOf(local: string): string | null {
  if (local === "") return null;
  const at = new Date(local.includes("T") ? local : `${local}T00:00:00`);
  return Number.isNaN(at.getTime()) ? null : at.toISOString();
}

/** The day as a `date` field holds it. */
export function dayText(at: Date): string {
  const pad = (number: number): string => String(number).padStart(2, "0");
  return `${String(at.getFullYear()).padStart(4, "0")}-${pad(at.getMonth() + 1)}-${pad(at.getDate())}`;
}

/** The first day of a month, so many months from this one. */
export function monthStart(months: number): string {
  const now = new Date();
  return dayText(new Date(now.getFullYear(), now.getMonth() + months, 1));
}

/** The instant at which a day begins in a time zone; in the browser's where it is not known. */
export function midnight(day: string, timeZone: string | null): string | null {
  if (timeZone === null) return instantOf(day);
  const utc = Date.parse(`${day}T00:00:00Z`);
  if (Number.isNaN(utc)) return null;
  // Twice: the clocks may be changed between the first guess and the midnight.
  const guess = utc - ahead(utc, timeZone);
  return new Date(utc - ahead(guess, timeZone)).toISOString();
}

/** By how many milliseconds a time zone's clock is ahead of UTC. */
function ahead(at: number, timeZone: string): number {
  const numeric = { year: "numeric", month: "numeric", day: "numeric", hour: "numeric", minute: "numeric", second: "numeric" } as const;
  const parts = new Intl.DateTimeFormat("en-US", { ...numeric, timeZone, hourCycle: "h23" }).formatToParts(at);
  const part = (type: string): number => Number(parts.find((one) => one.type === type)?.value);
  const shown = Date.UTC(part("year"), part("month") - 1, part("day"), part("hour"), part("minute"), part("second"));
  return shown - Math.floor(at / 1000) * 1000;
}
