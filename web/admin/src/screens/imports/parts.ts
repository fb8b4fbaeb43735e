/** The parts of a file: its text in whole rows, cut alike each time, so that the service knows a part again. */
import { formOf, LINES, RowEnds } from "./rowEnds";

const MOST_ROWS = 1_000;
const MOST_LETTERS = 200_000; // a request may have a megabyte
const LONGEST_ROW = 900_000;

export interface Part {
  heading: string | null;
  text: string;
  firstLine: number;
  isLast: boolean;
  /** How much of the file is read, from 0 to 1. */
  done: number;
}

/** A row that is longer than any may be: a quote is open. */
export class EndlessRow extends Error {
  constructor(readonly line: number) {
    super();
  }
}

export function encodingOf(start: Uint8Array, chosen: string): string {
  if (start[0] === 0xff && start[1] === 0xfe) return "utf-16le";
  if (start[0] === 0xfe && start[1] === 0xff) return "utf-16be";
  return chosen;
}

/** The SHA-256 of a file, by which it is known again. */
export async function digestOf(file: Blob): Promise<string> {
  const hash = await crypto.subtle.digest("SHA-256", await file.arrayBuffer());
  return [...new Uint8Array(hash)].map((byte) => byte.toString(16).padStart(2, "0")).join("");
}

/** Raises TypeError for bytes that are no text in the encoding, EndlessRow. */
export async function* partsOf(file: Blob, encoding: string, mayBeMysqls: boolean): AsyncGenerator<Part> {
  const start = new Uint8Array(await file.slice(0, 2).arrayBuffer());
  const decoder = new TextDecoder(encodingOf(start, encoding), { fatal: true });
  const reader = file.stream().getReader();
  const ends = { of: null as RowEnds | null };
  let heading: string | null = null;
  let [text, line, from, cut, rows, read] = ["", 1, 0, 0, 0, 0];
  for (;;) {
    const { done, value } = await reader.read();
    read += value?.byteLength ?? 0;
    text += decoder.decode(value, { stream: !done });
    if (ends.of === null) {
      if (text.trimStart().startsWith("{")) ends.of = new RowEnds(LINES);
      else {
        const end = done ? text.length : new RowEnds(LINES).next(text, 0);
        if (end < 0) continue;
        heading = text.slice(0, end).replace(/[\r\n]+$/, "");
        [text, line] = [text.slice(end), 2];
        ends.of = new RowEnds(formOf(heading, mayBeMysqls));
      }
    }
    for (let end = ends.of.next(text, from); end >= 0; end = ends.of.next(text, from)) {
      [from, cut, rows] = [end, end, rows + 1];
      if (rows < MOST_ROWS && cut < MOST_LETTERS) continue;
      // The last part is sent when the file is known to end with it.
      const isLast = done && cut === text.length;
      yield { heading, text: text.slice(0, cut), firstLine: line, isLast, done: read / Math.max(1, file.size) };
      line += lineBreaks(text.slice(0, cut));
      [text, from, cut, rows] = [text.slice(cut), 0, 0, 0];
      if (isLast) return;
    }
    from = text.endsWith("\r") ? Math.max(cut, text.length - 1) : text.length;
    if (text.length - cut > LONGEST_ROW) throw new EndlessRow(line + lineBreaks(text.slice(0, cut)));
    if (done) break;
  }
  yield { heading, text, firstLine: line, isLast: true, done: 1 };
}

function lineBreaks(text: string): number {
  return text.match(/\r\n|\n|\r/g)?.length ?? 0;
}
