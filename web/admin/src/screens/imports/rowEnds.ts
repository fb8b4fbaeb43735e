/** Where rows end in text: a line, or more where a quoted cell has line breaks in it, as the service reads them. */

const SEPARATORS = [",", ";", "\t", "|"];

/** How a file's rows are told apart: by lines alone where nothing is quoted. */
export interface RowForm {
  separator: string;
  isQuoted: boolean;
}

/** The form of CSV with this first line; of `mysql --batch`, which quotes nothing, if it may be that. */
export function formOf(heading: string, mayBeMysqls: boolean): RowForm {
  const counts = SEPARATORS.map((separator) => heading.split(separator).length);
  const separator = SEPARATORS[counts.indexOf(Math.max(...counts))] ?? ",";
  return { separator, isQuoted: !(mayBeMysqls && separator === "\t" && !heading.includes('"')) };
}

export const LINES: RowForm = { separator: "\n", isQuoted: false };

type Place = "start" | "plain" | "quoted" | "closed";

/** Finds row ends in text that comes piece by piece; it goes on where it was. */
export class RowEnds {
  private place: Place = "start";

  constructor(private readonly form: RowForm) {}

  /**
   * Return the first end of a row in `text` from `from` on: the position after its line break. -1: none yet.
   * A carriage return at the very end is none, as a line feed may follow.
   */
  next(text: string, from: number): number {
    for (let at = from; at < text.length; at += 1) {
      const letter = text[at];
      if (this.place === "quoted") {
        if (letter === '"') this.place = "closed";
        continue;
      }
      if (letter === "\n" || letter === "\r") {
        if (letter === "\r" && at + 1 === text.length) return -1;
        this.place = "start";
        return letter === "\r" && text[at + 1] === "\n" ? at + 2 : at + 1;
      }
      if (letter === '"' && this.form.isQuoted && this.place !== "plain") this.place = "quoted";
      else this.place = letter === this.form.separator ? "start" : "plain";
    }
    return -1;
  }
}
