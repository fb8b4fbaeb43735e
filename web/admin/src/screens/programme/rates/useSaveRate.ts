/** Saving a cell's rate, unless somebody else has changed it since it was opened. */
import { useState } from "react";
import { useCommand, type ErrorForm } from "../../../api/useCommand";
import { notifyTrouble } from "../../../components/notify";
import { useStillSo } from "../shared/newest";
import { useSharedWords } from "../shared/words";
import { CREATE, MATRIX, placeOf, UPDATE, type Direction, type Rate, type RateInput } from "./documents";
import type { Draft } from "./draft";

export function useSaveRate(direction: Direction, onSaved: () => void) {
  const shared = useSharedWords();
  const stillSo = useStillSo(MATRIX);
  const [isStale, setStale] = useState(false);
  const [checking, setChecking] = useState(false);
  const done = (warnings: readonly string[] | undefined): void => {
    warnings?.forEach(notifyTrouble);
    onSaved();
  };
  const creating = useCommand(CREATE, {
    payload: (data) => data.exchangeRateCreate,
    success: shared("saved"),
    onDone: (data) => done(data.exchangeRateCreate.warnings),
  });
  const updating = useCommand(UPDATE, {
    payload: (data) => data.exchangeRateUpdate,
    success: shared("saved"),
    onDone: (data) => done(data.exchangeRateUpdate.warnings),
  });
  const write = async (own: Rate | null, rate: RateInput, form: ErrorForm): Promise<void> => {
    await (own === null ? creating.run({ input: rate }, form) : updating.run({ id: own.id, input: rate }, form));
  };
  const [theirs, setTheirs] = useState<Rate | null>(null);
  const save = async (draft: Draft, rate: RateInput, form: ErrorForm): Promise<void> => {
    let newest: Rate | null = null;
    const pick = (data: { exchangeRateMatrix: readonly { websiteCode: string | null; customerGroupCode: string | null; own: Rate | null }[] }): Rate | null =>
      (newest = data.exchangeRateMatrix.find((cell) => placeOf(cell) === placeOf(draft))?.own ?? null);
    setChecking(true);
    const isSo = await stillSo({ direction }, pick, draft.own).finally(() => setChecking(false));
    if (isSo) return write(draft.own, rate, form);
    setTheirs(newest);
    setStale(true);
  };
  return {
    save,
    saveAnyway: (rate: RateInput, form: ErrorForm) => write(theirs, rate, form),
    isStale,
    running: checking || creating.running || updating.running,
    problems: [...creating.problems, ...updating.problems],
  };
}
