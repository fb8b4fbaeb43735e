/** What expires when: a bar for each date, by how many points go; the same as a table. */
import { Button, Group, Paper, Table, Text, Title } from "@mantine/core";
import { useState, type ReactNode } from "react";
import { DateText, Points } from "../../components/amounts";
import { useFormat } from "../../i18n";
import { useReason } from "../entries/entry";
import { WideTable } from "../entries/WideTable";
import type { Account } from "./documents";
import { useWords } from "./words";

type Lot = Account["lots"][number];

const LONGEST = 100; // per cent of the width
const MOST_BARS = 12;

export function Expiries({ lots }: { lots: readonly Lot[] }): ReactNode {
  const t = useWords();
  const [asTable, setAsTable] = useState(false);
  return (
    <Paper withBorder p="md" component="section" aria-labelledby="expiries">
      <Group justify="space-between" mb="sm">
        <Title order={2} id="expiries">
          {t("expiryTitle")}
        </Title>
        {lots.length > 0 && (
          <Button variant="subtle" size="xs" onClick={() => setAsTable(!asTable)}>
            {asTable ? t("asPicture") : t("asTable")}
          </Button>
        )}
      </Group>
      {lots.length === 0 ? <Text c="dimmed">{t("expiryNone")}</Text> : asTable ? <LotTable lots={lots} /> : <Bars lots={lots} />}
    </Paper>
  );
}

/** What goes on one date, as the reader's calendar has it: the API knows instants, so it cannot add them up by date. */
interface OnDate {
  date: string;
  points: number;
  never: boolean;
}

function useDates(lots: readonly Lot[]): readonly OnDate[] {
  const t = useWords();
  const format = useFormat();
  const dates = new Map<string, OnDate>();
  for (const { expiresAt, remaining } of lots) {
    const date = expiresAt === null ? t("expiryNever") : format.date(expiresAt);
    const points = (dates.get(date)?.points ?? 0) + remaining;
    dates.set(date, { date, points, never: expiresAt === null });
  }
  return [...dates.values()];
}

/** Each date is a bar, as long as its points are many beside the largest: a scale, no number. */
function Bars({ lots }: { lots: readonly Lot[] }): ReactNode {
  const t = useWords();
  const dates = useDates(lots);
  const most = Math.max(...dates.map(({ points }) => points));
  return (
    <>
      <Table verticalSpacing={4} horizontalSpacing={0} withRowBorders={false} aria-labelledby="expiries">
        <Table.Tbody>
          {dates.slice(0, MOST_BARS).map(({ date, points, never }) => (
            <Table.Tr key={date}>
              <Table.Th scope="row" fw={400} w="1%" pe="md" style={{ whiteSpace: "nowrap" }}>
                {date}
              </Table.Th>
              <Table.Td>
                <Group gap="xs" wrap="nowrap">
                  <Bar share={points / most} never={never} />
                  <Points value={points} fw={600} size="sm" />
                </Group>
              </Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
      {dates.length > MOST_BARS && (
        <Text size="sm" c="dimmed" mt="xs">
          {t("moreDates", { count: dates.length - MOST_BARS })}
        </Text>
      )}
    </>
  );
}

function Bar({ share, never }: { share: number; never: boolean }): ReactNode {
  return (
    <div
      aria-hidden="true"
      style={{
        inlineSize: `${Math.max(1, share * LONGEST)}%`,
        blockSize: 14,
        borderRadius: 4,
        background: never ? "var(--mantine-color-gray-5)" : "var(--mantine-primary-color-filled)",
      }}
    />
  );
}

function LotTable({ lots }: { lots: readonly Lot[] }): ReactNode {
  const t = useWords();
  const reason = useReason();
  return (
    <WideTable minWidth={360} labelledBy="expiries">
      <Table.Thead>
        <Table.Tr>
          <Table.Th>{t("expiryDate")}</Table.Th>
          <Table.Th ta="end">{t("left")}</Table.Th>
          <Table.Th ta="end">{t("of")}</Table.Th>
          <Table.Th>{t("creditedOn")}</Table.Th>
          <Table.Th>{t("reason")}</Table.Th>
        </Table.Tr>
      </Table.Thead>
      <Table.Tbody>
        {lots.map((lot) => (
          <Table.Tr key={lot.id}>
            <Table.Td>{lot.expiresAt === null ? t("expiryNever") : <DateText instant={lot.expiresAt} withTime />}</Table.Td>
            <Table.Td ta="end">
              <Points value={lot.remaining} />
            </Table.Td>
            <Table.Td ta="end">
              <Points value={lot.points} />
            </Table.Td>
            <Table.Td>
              <DateText instant={lot.createdAt} />
            </Table.Td>
            <Table.Td>{reason(lot)}</Table.Td>
          </Table.Tr>
        ))}
      </Table.Tbody>
    </WideTable>
  );
}
