/** Saving a cart rule, unless somebody else has changed it since it was opened. */
import { useState } from "react";
import { useLocation } from "wouter";
import { useCommand, type ErrorForm } from "../../../api/useCommand";
import { forgetUnsaved } from "../../../components/unsaved";
import { useStillSo } from "../shared/newest";
import { useSharedWords } from "../shared/words";
import { CREATE, ONE_RULE, UPDATE, type CartRule, type RuleInput } from "./documents";

export function useSaveRule(rule: CartRule | null, onSaved: () => void) {
  const shared = useSharedWords();
  const [, go] = useLocation();
  const stillSo = useStillSo(ONE_RULE);
  const [isStale, setStale] = useState(false);
  const [checking, setChecking] = useState(false);
  const creating = useCommand(CREATE, {
    payload: (data) => data.cartRuleCreate,
    success: shared("saved"),
    onDone: (data) => {
      forgetUnsaved();
      go(`/cart-rules/${data.cartRuleCreate.cartRule?.id ?? ""}`, { replace: true });
    },
  });
  const updating = useCommand(UPDATE, { payload: (data) => data.cartRuleUpdate, success: shared("saved"), onDone: onSaved });
  const write = async (input: RuleInput, form: ErrorForm): Promise<void> => {
    setStale(false);
    await (rule === null ? creating.run({ input }, form) : updating.run({ id: rule.id, input }, form));
  };
  const save = async (input: RuleInput, form: ErrorForm): Promise<void> => {
    if (rule === null) return write(input, form);
    setChecking(true);
    const isSo = await stillSo({ id: rule.id }, (data) => data.cartRule, rule).finally(() => setChecking(false));
    if (isSo) return write(input, form);
    setStale(true);
  };
  return { save, write, isStale, running: checking || creating.running || updating.running, problems: [...creating.problems, ...updating.problems] };
}
