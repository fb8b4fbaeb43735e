/** Fields for amounts, points and text: as the language in use writes numbers, empty where nothing is entered. */
import { NumberInput, Text, type NumberInputProps } from "@mantine/core";
import type { ReactNode } from "react";
import { useLanguage } from "../../../i18n";

/** What stands in a field of numbers: "" is empty; a string where a number is too small to hold it. */
export type Entered = number | string;

const MOST_POINTS = 1_000_000_000;

interface Separators {
  decimal: string;
  group: string;
}

function separatorsOf(language: string): Separators {
  const parts = new Intl.NumberFormat(language, { useGrouping: true }).formatToParts(1234567.8);
  const find = (type: string, other: string): string => parts.find((part) => part.type === type)?.value ?? other;
  return { decimal: find("decimal", "."), group: find("group", ",") };
}

type Props = Omit<NumberInputProps, "value" | "onChange"> & { value?: Entered; onChange?: (value: Entered) => void };

export function WholeNumber({ max = MOST_POINTS, min = 0, ...props }: Props): ReactNode {
  const { group } = separatorsOf(useLanguage().language);
  return (
    <NumberInput allowDecimal={false} allowNegative={min < 0} thousandSeparator={group} decimalSeparator={group === "." ? "," : "."} max={max} min={min} clampBehavior="none" hideControls inputMode="numeric" {...props} />
  );
}

/** A number with decimals; `unit` stands behind it: a currency, a percent sign. */
export function DecimalNumber({ unit, decimals = 4, ...props }: Props & { unit?: string | undefined; decimals?: number }): ReactNode {
  const { decimal } = separatorsOf(useLanguage().language);
  const behind = unit === undefined ? {} : { rightSection: <Text size="sm" c="dimmed">{unit}</Text>, rightSectionWidth: 16 + unit.length * 10 };
  return (
    <NumberInput decimalScale={decimals} allowNegative={false} decimalSeparator={decimal} allowedDecimalSeparators={[".", ","]} clampBehavior="none" hideControls inputMode="decimal" {...behind} {...props} />
  );
}

/** What the API takes of an entered number: null for an empty field. */
export function whole(entered: Entered): number | null {
  return entered === "" ? null : Number(entered);
}

export function decimal(entered: Entered): string | null {
  return entered === "" ? null : String(entered);
}

export function text(entered: string): string | null {
  return entered.trim() === "" ? null : entered.trim();
}
