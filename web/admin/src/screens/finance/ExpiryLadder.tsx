/** The expiry ladder: the points of a website by the month in which they expire; each bar stands beside its numbers. */
import { Box, Paper, Stack, Table, Text, Title } from "@mantine/core";
import type { ReactNode } from "react";
import { MoneyText, Points } from "../../components/amounts";
import { useLanguage } from "../../i18n";
import type { Liability } from "./documents";
import { useWords } from "./words";

export function ExpiryLadder({ liability }: { liability: Liability }): ReactNode {
  const t = useWords();
  const { language } = useLanguage();
  const month = new Intl.DateTimeFormat(language, { month: "long", year: "numeric", timeZone: "UTC" });
  const rows = liability.byExpiryMonth;
  const most = Math.max(1, ...rows.map((row) => row.points));
  return (
    <Stack gap="sm">
      <div>
        <Title order={2}>{t("ladder")}</Title>
        <Text size="sm" c="dimmed">{t("ladderMeaning")}</Text>
      </div>
      <Paper withBorder>
        <Table verticalSpacing={6} horizontalSpacing="md" aria-label={t("ladder")}>
          <Table.Thead>
            <Table.Tr>
              <Table.Th>{t("month")}</Table.Th>
              <Table.Th ta="end">{t("points")}</Table.Th>
              <Table.Th ta="end">{t("worth")}</Table.Th>
              <Table.Td visibleFrom="sm" w="45%" />
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {rows.map((row) => (
              <Table.Tr key={row.month ?? "never"}>
                <Table.Th scope="row" fw={500}>
                  {row.month == null ? t("never") : month.format(new Date(`${row.month}T00:00:00Z`))}
                </Table.Th>
                <Table.Td ta="end"><Points value={row.points} /></Table.Td>
                <Table.Td ta="end"><MoneyText money={row.worth} /></Table.Td>
                <Table.Td visibleFrom="sm" aria-hidden>
                  <Box h={14} miw={2} w={`${(100 * row.points) / most}%`} bdrs="sm"
                    bg={row.month == null ? "var(--mantine-color-gray-5)" : "var(--mantine-primary-color-filled)"} />
                </Table.Td>
              </Table.Tr>
            ))}
            {rows.length === 0 && (
              <Table.Tr>
                <Table.Td colSpan={4}><Text c="dimmed">{t("noPoints")}</Text></Table.Td>
              </Table.Tr>
            )}
          </Table.Tbody>
        </Table>
      </Paper>
    </Stack>
  );
}
