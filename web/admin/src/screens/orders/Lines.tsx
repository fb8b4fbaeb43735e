/** An order's lines: how many units went which way, and the points of each. */
import { Paper, Stack, Table, Text, Title } from "@mantine/core";
import type { ReactNode } from "react";
import { useFormat } from "../../i18n";
import { WideTable } from "../entries/WideTable";
import type { Order } from "./documents";
import { useWords } from "./words";

const COUNTS = ["quantity", "invoiced", "cancelled", "refunded"] as const;

export function Lines({ order }: { order: Order }): ReactNode {
  const t = useWords();
  const format = useFormat();
  const quoted = new Map(order.quote.lines.map((line) => [line.id, line]));
  return (
    <Paper withBorder p="md" component="section" aria-labelledby="lines">
      <Title order={2} id="lines" mb="sm">
        {t("lines")}
      </Title>
      <WideTable minWidth={460} labelledBy="lines">
        <Table.Thead>
          <Table.Tr>
            <Table.Th>{t("line")}</Table.Th>
            <Table.Th ta="end">{t("ordered")}</Table.Th>
            <Table.Th ta="end">{t("invoiced")}</Table.Th>
            <Table.Th ta="end">{t("cancelled")}</Table.Th>
            <Table.Th ta="end">{t("refunded")}</Table.Th>
            <Table.Th ta="end">{t("linePoints")}</Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {order.lines.map((line) => (
            <Table.Tr key={line.id}>
              <Table.Td className="long">{line.sku}</Table.Td>
              {COUNTS.map((name) => (
                <Table.Td key={name} ta="end" className="number">
                  {format.number(line[name])}
                </Table.Td>
              ))}
              <Table.Td ta="end">
                <LinePoints spent={quoted.get(line.id)?.productPoints ?? 0} earns={quoted.get(line.id)?.pointsToEarn ?? 0} />
              </Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </WideTable>
    </Paper>
  );
}

function LinePoints({ spent, earns }: { spent: number; earns: number }): ReactNode {
  const t = useWords();
  if (spent === 0 && earns === 0) return "–";
  return (
    <Stack gap={0}>
      {spent > 0 && <Text size="sm">{t("lineSpent", { points: spent })}</Text>}
      {earns > 0 && <Text size="sm">{t("lineEarns", { points: earns })}</Text>}
    </Stack>
  );
}
