/** Saving settings: only what was changed is sent, and not over what somebody else has changed meanwhile. */
import { useState } from "react";
import { useCommand, type ErrorForm } from "../../../api/useCommand";
import { useStillSo } from "../shared/newest";
import { useSharedWords } from "../shared/words";
import { RESET, SETTINGS, UPDATE, type Name, type Settings, type SettingsInput } from "./documents";
import type { Draft } from "./draft";

export interface Saving {
  save(draft: Draft): Promise<void>;
  /** Whatever has been changed meanwhile. */
  write(draft: Draft): Promise<void>;
  forget(): void;
  isStale: boolean;
  running: boolean;
  errors: Readonly<Partial<Record<Name, string>>>;
  problems: readonly string[];
}

export function useSaveSettings(websiteCode: string | null, settings: Settings, onSaved: () => void): Saving {
  const shared = useSharedWords();
  const stillSo = useStillSo(SETTINGS);
  const [errors, setErrors] = useState<Partial<Record<Name, string>>>({});
  const [isStale, setStale] = useState(false);
  const [checking, setChecking] = useState(false);
  const updating = useCommand(UPDATE, { payload: (data) => data.settingsUpdate, success: shared("saved") });
  const resetting = useCommand(RESET, { payload: (data) => data.settingsReset, success: shared("saved") });
  const forget = (): void => {
    setErrors({});
    setStale(false);
  };
  const write = async (draft: Draft): Promise<void> => {
    forget();
    const form: ErrorForm = { getValues: () => draft.set, setErrors };
    const hasSet = Object.keys(draft.set).length > 0;
    if (hasSet && (await updating.run({ websiteCode, input: draft.set as SettingsInput }, form)) === null) return;
    if (draft.inherit.length > 0 && (await resetting.run({ websiteCode, fields: [...draft.inherit] })) === null) {
      if (hasSet) onSaved();
      return;
    }
    onSaved();
  };
  const save = async (draft: Draft): Promise<void> => {
    const names = [...Object.keys(draft.set), ...draft.inherit] as Name[];
    const told = (of: Settings): unknown => names.map((name) => [of[name], of.overridden.includes(name)]);
    setChecking(true);
    const isSo = await stillSo({ websiteCode }, (data) => told(data.settings), told(settings)).finally(() => setChecking(false));
    if (isSo) return write(draft);
    setStale(true);
  };
  return {
    save,
    write,
    forget,
    isStale,
    running: checking || updating.running || resetting.running,
    errors,
    problems: [...updating.problems, ...resetting.problems],
  };
}

