/** A cell that is being edited: its place and what has been entered, which is tried before it is saved. */
import { decimal, whole, type Entered } from "../shared/fields";
import type { Direction, Rate, RateInput } from "./documents";

export interface Draft {
  websiteCode: string | null;
  customerGroupCode: string | null;
  /** The cell's own rate as it was when the edit began. */
  own: Rate | null;
  points: Entered;
  currencyAmount: Entered;
}

/** The rate that has been entered, null while a part is missing or is what stands already. */
export function draftRate(draft: Draft, direction: Direction): RateInput | null {
  const points = whole(draft.points);
  const currencyAmount = decimal(draft.currencyAmount);
  if (points === null || points < 1 || currencyAmount === null || Number(currencyAmount) <= 0) return null;
  const { websiteCode, customerGroupCode } = draft;
  return { websiteCode, customerGroupCode, direction, points, currencyAmount };
}
