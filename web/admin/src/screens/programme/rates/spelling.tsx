/** Rates spelled out: "2.00 € = 10 points", and where the one that wins comes from. */
import { Badge, Group, Text } from "@mantine/core";
import type { ReactNode } from "react";
import { useFormat, useLanguage } from "../../../i18n";
import { EARNING, type Direction, type Rate } from "./documents";
import { useRateWords } from "./words";

/** `currency` is null for all websites: each reads the amount in its own. */
export function useRateText(): (rate: Rate, direction: Direction, currency: string | null) => string {
  const t = useRateWords();
  const format = useFormat();
  const { language } = useLanguage();
  return (rate, direction, currency) => {
    const points = t("points", { count: rate.points });
    const decimals = rate.currencyAmount.split(".")[1]?.length ?? 0;
    const amount =
      currency === null
        ? new Intl.NumberFormat(language, { minimumFractionDigits: decimals, maximumFractionDigits: decimals }).format(rate.currencyAmount as Intl.StringNumericLiteral)
        : format.money({ amount: rate.currencyAmount, currency });
    return direction === EARNING ? `${amount} = ${points}` : `${points} = ${amount}`;
  };
}

/** The level on which the rate was found (R2.2): 1 is the most particular. */
export function Level({ own, priority }: { own: boolean; priority: number }): ReactNode {
  const t = useRateWords();
  if (own) return <Badge size="sm" variant="light">{t("own")}</Badge>;
  const words = [t("own"), t("fromGroup"), t("fromWebsite"), t("fromEverywhere")];
  return (
    <Badge size="sm" variant="outline" color="gray" tt="none" fw={500}>
      {words[priority - 1]}
    </Badge>
  );
}

/** What the levels mean, in the order in which they win. */
export function Legend(): ReactNode {
  const t = useRateWords();
  return (
    <Group gap="xs" component="section" aria-label={t("legend")}>
      <Text size="sm" c="dimmed">
        {t("legend")}
      </Text>
      <Badge size="sm" variant="light">1 · {t("own")}</Badge>
      {[t("fromGroup"), t("fromWebsite"), t("fromEverywhere")].map((word, index) => (
        <Badge key={word} size="sm" variant="outline" color="gray" tt="none" fw={500}>
          {index + 2} · {word}
        </Badge>
      ))}
    </Group>
  );
}
