/** Points, money and instants as text. */
import { Text, type TextProps } from "@mantine/core";
import type { ReactNode } from "react";
import { useFormat, type Money } from "../i18n";

interface PointsProps extends TextProps {
  value: number;
  /** With its sign, and in the colour of what it does: +50 green, −25 red. */
  signed?: boolean;
}

export function Points({ value, signed = false, ...props }: PointsProps): ReactNode {
  const format = useFormat();
  const color = !signed || value === 0 ? {} : { c: value > 0 ? "var(--mantine-color-green-text)" : "var(--mantine-color-red-text)" };
  return (
    <Text span inherit className="number" {...color} {...props}>
      {format.points(value, { signed })}
    </Text>
  );
}

export function MoneyText({ money, ...props }: TextProps & { money: Money | null | undefined }): ReactNode {
  const format = useFormat();
  return (
    <Text span inherit className="number" {...props}>
      {money == null ? "–" : format.money(money)}
    </Text>
  );
}

interface DateProps extends TextProps {
  /** RFC 3339; null is a dash. */
  instant: string | null | undefined;
  withTime?: boolean;
}

export function DateText({ instant, withTime = false, ...props }: DateProps): ReactNode {
  const format = useFormat();
  if (instant == null) return <Text span inherit {...props}>–</Text>;
  return (
    <Text span inherit component="time" dateTime={instant} title={format.time(instant)} className="number" {...props}>
      {withTime ? format.time(instant) : format.date(instant)}
    </Text>
  );
}
