/** Days that filters name, as instants of the reader's time zone. */

/** The start of a day where the reader is, or of the day after it; null without a day. */
export function startOf(day: string, later = 0): string | null {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(day)) return null;
  const start = new Date(`${day}T00:00:00`);
  start.setDate(start.getDate() + later);
  return Number.isNaN(start.getTime()) ? null : start.toISOString();
}
