/** The figures of a currency and the websites that they are of, each with a sentence that says what it means. */
import { Paper, SimpleGrid, Stack, Text, Title } from "@mantine/core";
import type { ReactNode } from "react";
import { MoneyText, Points } from "../../components/amounts";
import { useLanguage } from "../../i18n";
import { useNames } from "../entries/names";
import type { Liability, LiabilityTotal } from "./documents";
import { useWords } from "./words";

interface Props {
  totals: readonly LiabilityTotal[];
  rows: readonly Liability[];
  at: string | null;
}

export function Totals({ totals, rows, at }: Props): ReactNode {
  const t = useWords();
  const names = useNames();
  const { language } = useLanguage();
  const list = new Intl.ListFormat(language, { type: "conjunction" });
  const websites = (currency: string): string =>
    list.format(rows.filter((row) => row.worth.currency === currency).map((row) => names.website(row.websiteCode)));
  return (
    <Stack gap="md">
      <Title order={2}>{at === null ? t("outstandingNow") : t("outstandingAt", { at })}</Title>
      {totals.map((total, index) => (
        <Stack key={total.worth.currency} gap="xs" role="group" aria-label={total.worth.currency}>
          <Text fw={600} className="long">{websites(total.worth.currency)}</Text>
          <SimpleGrid cols={{ base: 1, xs: 2, md: 4 }}>
            <Figure label={t("points")} meaning={index === 0 && t("pointsMeaning")}>
              <Points value={total.points} />
            </Figure>
            <Figure label={t("worth")} meaning={index === 0 && t("worthMeaning")}>
              <MoneyText money={total.worth} />
            </Figure>
            <Figure label={t("accounts")} meaning={index === 0 && t("accountsMeaning")}>
              <Points value={total.accounts} />
            </Figure>
            <Figure label={t("debt")} meaning={index === 0 && t("debtMeaning")}>
              <Points value={total.debt} />
            </Figure>
          </SimpleGrid>
        </Stack>
      ))}
    </Stack>
  );
}

function Figure({ label, meaning, children }: { label: string; meaning: string | false; children: ReactNode }): ReactNode {
  return (
    <Paper withBorder p="md" role="group" aria-label={label}>
      <Text size="sm" fw={600} c="dimmed">
        {label}
      </Text>
      <Text fz={26} fw={650} lh={1.3} component="div" className="long">
        {children}
      </Text>
      {meaning !== false && (
        <Text size="sm" c="dimmed" mt={4}>
          {meaning}
        </Text>
      )}
    </Paper>
  );
}
