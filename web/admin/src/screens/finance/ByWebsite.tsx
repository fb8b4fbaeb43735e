/** The liability of each website. */
import { Paper, Stack, Table, Title } from "@mantine/core";
import type { ReactNode } from "react";
import { MoneyText, Points } from "../../components/amounts";
import { Wide } from "../../components/Wide";
import { useNames } from "../entries/names";
import type { Liability } from "./documents";
import { useWords } from "./words";

export function ByWebsite({ rows }: { rows: readonly Liability[] }): ReactNode {
  const t = useWords();
  const names = useNames();
  return (
    <Stack gap="sm">
      <Title order={2}>{t("byWebsite")}</Title>
      <Paper withBorder>
        <Wide label={t("byWebsite")}>
          <Table verticalSpacing="sm" horizontalSpacing="md" aria-label={t("byWebsite")}>
            <Table.Thead>
              <Table.Tr>
                <Table.Th>{t("website")}</Table.Th>
                <Table.Th ta="end">{t("points")}</Table.Th>
                <Table.Th ta="end">{t("worth")}</Table.Th>
                <Table.Th ta="end" visibleFrom="sm">{t("accounts")}</Table.Th>
                <Table.Th ta="end" visibleFrom="sm">{t("debt")}</Table.Th>
              </Table.Tr>
            </Table.Thead>
            <Table.Tbody>
              {rows.map((row) => (
                <Table.Tr key={row.websiteCode}>
                  <Table.Th scope="row" className="long">{names.website(row.websiteCode)}</Table.Th>
                  <Table.Td ta="end"><Points value={row.points} /></Table.Td>
                  <Table.Td ta="end"><MoneyText money={row.worth} /></Table.Td>
                  <Table.Td ta="end" visibleFrom="sm"><Points value={row.accounts} /></Table.Td>
                  <Table.Td ta="end" visibleFrom="sm"><Points value={row.debt} /></Table.Td>
                </Table.Tr>
              ))}
            </Table.Tbody>
          </Table>
        </Wide>
      </Paper>
    </Stack>
  );
}
