/** The field of a setting by its kind; an empty one is blank where the setting may be. */
import { Select, Switch, TagsInput, Textarea, TextInput } from "@mantine/core";
import type { ReactNode } from "react";
import { useCommonWords } from "../../../i18n";
import { decimal, DecimalNumber, whole, WholeNumber } from "../shared/fields";
import type { Declared } from "./declared";
import type { Value } from "./draft";
import { useSettingWords } from "./words";
import { useChoiceText } from "./choices";

interface Props {
  id: string;
  declared: Declared;
  value: Value;
  error: string | undefined;
  disabled: boolean;
  /** Its value comes from above; entering one sets it here. */
  inherits: boolean;
  onValue: (value: Value) => void;
}

export function SettingField({ id, declared, value, error, disabled, inherits, onValue }: Props): ReactNode {
  const t = useSettingWords();
  const common = useCommonWords();
  const choiceText = useChoiceText();
  const { name, kind, blank } = declared;
  const all = {
    id,
    error,
    disabled,
    "aria-describedby": `${id}-help`,
    ...(blank === true ? { placeholder: blankText(t, name) } : {}),
  };
  const input = { ...all, variant: inherits ? "filled" : "default" } as const;
  if (typeof kind === "object") {
    const data = kind.choices.map((choice) => ({ value: choice, label: choiceText(choice) }));
    return <Select {...input} data={data} value={String(value)} allowDeselect={false} onChange={(chosen) => onValue(chosen ?? value)} />;
  }
  switch (kind) {
    case "switch":
      return <Switch {...all} checked={value === true} label={value === true ? common("yes") : common("no")} onChange={(event) => onValue(event.currentTarget.checked)} />;
    case "number":
      return <WholeNumber {...input} value={typeof value === "number" ? value : ""} onChange={(entered) => onValue(whole(entered))} />;
    case "percent":
      return <DecimalNumber {...input} unit="%" value={typeof value === "string" || typeof value === "number" ? value : ""} onChange={(entered) => onValue(decimal(entered))} />;
    case "codes":
      return <TagsInput {...input} value={Array.isArray(value) ? [...value] : []} placeholder={t("codesHelp")} onChange={onValue} />;
    case "long":
      return <Textarea {...input} autosize minRows={3} maxRows={14} value={typeof value === "string" ? value : ""} onChange={(event) => onValue(orBlank(event.currentTarget.value, blank))} />;
    case "text":
      return <TextInput {...input} value={typeof value === "string" ? value : ""} onChange={(event) => onValue(orBlank(event.currentTarget.value, blank))} />;
  }
}

function orBlank(entered: string, blank: true | undefined): string | null {
  return entered === "" && blank === true ? null : entered;
}

/** What a blank means there. */
function blankText(t: ReturnType<typeof useSettingWords>, name: Declared["name"]): string {
  if (/Points$/.test(name)) return t("blankNone");
  if (name === "expiryDays") return t("blankNever");
  if (name === "expiryWarningDays" || name === "maturityDays") return t("blankOff");
  if (name === "mailRetentionDays") return t("blankForGood");
  if (/^(landing|email)/.test(name)) return t("blank");
  if (name === "redemptionThreshold" || name === "minPointsPerOrder") return t("blankNoMinimum");
  return t("blankNoLimit");
}
