/** Saving a cell's rate, unless somebody else has changed it since it was opened. */
import { Button } from "@mantine/core";
import { useState } from "react";
import { useClient } from "urql";
import { useCommand, type ErrorForm } from "../../../api/useCommand";
import { notifyDone, notifyTrouble } from "../../../components/notify";
import { useCommonWords } from "../../../i18n";
import { useStillSo } from "../shared/newest";
import { useSharedWords } from "../shared/words";
import { CREATE, DELETE, MATRIX, placeOf, UPDATE, type Direction, type Rate, type RateInput } from "./documents";
import type { Draft } from "./draft";

export function useSaveRate(direction: Direction, onSaved: () => void, onUndone: () => void) {
  const shared = useSharedWords();
  const common = useCommonWords();
  const client = useClient();
  const stillSo = useStillSo(MATRIX);
  const [isStale, setStale] = useState(false);
  const [checking, setChecking] = useState(false);
  /** What was there before is put back, or the new one is deleted. */
  const undo = async (id: string, before: Rate | null, rate: RateInput): Promise<void> => {
    const refusal = before === null ? await deleteAgain(id) : await putBack(id, { ...rate, points: before.points, currencyAmount: before.currencyAmount });
    if (refusal === undefined) notifyDone(before === null ? shared("deleted") : shared("restored"));
    else notifyTrouble(refusal);
    onUndone();
  };
  const deleteAgain = async (id: string): Promise<string | undefined> => {
    const { data, error } = await client.mutation(DELETE, { id }).toPromise();
    return error?.message ?? data?.exchangeRateDelete.userErrors[0]?.message;
  };
  const putBack = async (id: string, input: RateInput): Promise<string | undefined> => {
    const { data, error } = await client.mutation(UPDATE, { id, input }).toPromise();
    return error?.message ?? data?.exchangeRateUpdate.userErrors[0]?.message;
  };
  const done = (warnings: readonly string[], id: string | undefined, before: Rate | null, rate: RateInput): void => {
    warnings.forEach(notifyTrouble);
    const button = id === undefined ? undefined : (
      <Button size="compact-xs" variant="default" onClick={() => void undo(id, before, rate)}>
        {common("undo")}
      </Button>
    );
    notifyDone(shared("saved"), button);
    onSaved();
  };
  const creating = useCommand(CREATE, {
    payload: (data) => data.exchangeRateCreate,
  });
  const updating = useCommand(UPDATE, {
    payload: (data) => data.exchangeRateUpdate,
  });
  const write = async (own: Rate | null, rate: RateInput, form: ErrorForm): Promise<void> => {
    if (own === null) {
      const made = (await creating.run({ input: rate }, form))?.exchangeRateCreate;
      if (made !== undefined) done(made.warnings, made.exchangeRate?.id, null, rate);
    } else {
      const changed = (await updating.run({ id: own.id, input: rate }, form))?.exchangeRateUpdate;
      if (changed !== undefined) done(changed.warnings, own.id, own, rate);
    }
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
