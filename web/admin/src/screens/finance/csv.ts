/** The journal as CSV, which no spreadsheet takes for formulas. */
import type { JournalLine } from "./documents";

const FORMULA = /^ *[=+\-@\t\r\0]/;
const NUMBER = /^[+-]?\d+(\.\d+)?$/;

function cell(value: string | number): string {
  const text = String(value);
  const safe = FORMULA.test(text) && !NUMBER.test(text) ? `'${text}` : text;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}

const COLUMNS = ["websiteCode", "account", "reason", "points", "debit", "credit", "currency"];

/** With a mark that has spreadsheets read it as UTF-8. */
export function journalCsv(lines: readonly JournalLine[]): string {
  const rows = lines.map((line) => [
    line.websiteCode,
    line.account,
    line.reason ?? "",
    line.points,
    line.debit.amount,
    line.credit.amount,
    line.debit.currency,
  ]);
  return `\uFEFF${[COLUMNS, ...rows].map((row) => row.map(cell).join(",")).join("\r\n")}\r\n`;
}
