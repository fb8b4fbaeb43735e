/** What an interval's activity is made of: the columns of the API, in the order and colour in which they are drawn. */
import type { Activity } from "./documents";

export const SERIES = ["earned", "awarded", "returned", "redeemed", "reversed", "expired", "adjusted"] as const;
export type Series = (typeof SERIES)[number];

export const COLOURS: Record<Series, string> = {
  earned: "var(--mantine-color-teal-7)",
  awarded: "var(--mantine-color-lime-6)",
  returned: "var(--mantine-color-cyan-6)",
  redeemed: "var(--mantine-color-indigo-6)",
  reversed: "var(--mantine-color-pink-6)",
  expired: "var(--mantine-color-orange-6)",
  adjusted: "var(--mantine-color-gray-6)",
};

/** A piece of a bar: from and to are points, above or below 0. */
export interface Piece {
  series: Series;
  from: number;
  to: number;
}

/** Stack what was put in above the line, and what was taken below it. */
export function pieces(activity: Activity): Piece[] {
  let above = 0;
  let below = 0;
  return SERIES.filter((series) => activity[series] !== 0).map((series) => {
    const points = activity[series];
    const from = points > 0 ? above : below;
    if (points > 0) above += points;
    else below += points;
    return { series, from, to: from + points };
  });
}
