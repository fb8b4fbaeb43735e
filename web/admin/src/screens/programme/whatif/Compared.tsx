/** An example's outcome today and with the change, side by side. */
import { Stack, Table, Text } from "@mantine/core";
import type { ReactNode } from "react";
import { MoneyText, Points } from "../../../components/amounts";
import { useFormat, type Money } from "../../../i18n";
import type { Outcome } from "./documents";
import { useWhatIfWords } from "./words";

interface Props {
  example: { before: Outcome; after: Outcome };
  isChanged: boolean;
  hasPoints: boolean;
  /** Who buys, and for how much. */
  group: string;
  amount: Money;
}

export function Compared({ example, isChanged, hasPoints, group, amount }: Props): ReactNode {
  const t = useWhatIfWords();
  const format = useFormat();
  const { before, after } = example;
  const rows: { label: string; of: (outcome: Outcome) => ReactNode }[] = [
    { label: t("earns"), of: ({ quote }) => <Points value={quote.pointsToEarn} /> },
    { label: t("worth"), of: ({ worth }) => <MoneyText money={worth} /> },
    ...(hasPoints ? [{ label: t("used"), of: ({ quote }: Outcome) => <Points value={quote.pointsUsed} /> }] : []),
    { label: t("due"), of: ({ quote }) => <MoneyText money={quote.amountDue} /> },
  ];
  const who = { group, amount: format.money(amount) };
  const said = saidOf(isChanged, before.quote.pointsToEarn, after.quote.pointsToEarn);
  const sentence = t(said, { ...who, before: before.quote.pointsToEarn, after: after.quote.pointsToEarn, worth: format.money(isChanged ? after.worth : before.worth) });
  return (
    <Stack gap="xs">
      <Text fw={600} role="status" aria-live="polite">
        {sentence}
      </Text>
      <Table.ScrollContainer type="native" minWidth={280}>
        <Table aria-label={t("title")} maw={560} verticalSpacing={6}>
          <Table.Thead>
            <Table.Tr>
              <Table.Td />
              <Table.Th ta="end">{t("today")}</Table.Th>
              {isChanged && <Table.Th ta="end">{t("withChange")}</Table.Th>}
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {rows.map(({ label, of }) => (
              <Table.Tr key={label}>
                <Table.Th scope="row" fw={400}>
                  {label}
                </Table.Th>
                <Table.Td ta="end">{of(before)}</Table.Td>
                {isChanged && (
                  <Table.Td ta="end" fw={600}>
                    {of(after)}
                  </Table.Td>
                )}
              </Table.Tr>
            ))}
          </Table.Tbody>
        </Table>
      </Table.ScrollContainer>
      <Sources outcome={isChanged ? after : before} />
    </Stack>
  );
}

function saidOf(isChanged: boolean, before: number, after: number): "saidToday" | "saidSame" | "saidChange" {
  if (!isChanged) return "saidToday";
  return before === after ? "saidSame" : "saidChange";
}

/** Where the points come from, if from more than the rate. */
function Sources({ outcome }: { outcome: Outcome }): ReactNode {
  const t = useWhatIfWords();
  const format = useFormat();
  const { sources } = outcome.quote;
  if (sources.length < 2) return null;
  return (
    <Text size="sm" c="dimmed">
      {t("sources")} {sources.map(({ label, points }) => `${label} ${format.points(points, { signed: true })}`).join(" · ")}
    </Text>
  );
}
