/** Periods as fields of a page hold them: days and instants of the browser's time zone. */

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
