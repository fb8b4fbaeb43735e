/** The journal: double-entry lines of a period, website by website, and the same as CSV. */
import { Button, Group, Paper, Stack, Table, Text, TextInput, Title } from "@mantine/core";
import type { ReactNode } from "react";
import { useQuery } from "urql";
import { MoneyText, Points } from "../../components/amounts";
import { Answered } from "../../components/Answered";
import { download } from "../../components/download";
import { Empty } from "../../components/Empty";
import { Icon } from "../../components/icons";
import { Page } from "../../components/Page";
import { Wide } from "../../components/Wide";
import { useUrlState } from "../../components/useUrlState";
import { useNames } from "../entries/names";
import { journalCsv } from "./csv";
import { JOURNAL, type Journal as Answer } from "./documents";
import { instantOf, monthStart } from "./period";
import { useWords } from "./words";

export function Journal(): ReactNode {
  const t = useWords();
  const { get, set } = useUrlState();
  const from = get("from") || monthStart(0);
  const to = get("to") || monthStart(1);
  const variables = { from: instantOf(from) ?? "", to: instantOf(to) ?? "", website: get("website") || null };
  const result = useQuery({ query: JOURNAL, variables, pause: variables.from === "" || variables.to === "" });
  const lines = result[0].data?.journal ?? [];
  const save = (): void => download(`journal-${from}-${to}.csv`, "text/csv;charset=utf-8", journalCsv(lines));
  return (
    <Page title={t("journal")} lead={t("journalLead")}
      actions={<Button leftSection={<Icon name="receipt" />} variant="default" disabled={lines.length === 0} onClick={save}>{t("csv")}</Button>}>
      <Group align="end" gap="sm">
        <TextInput type="date" label={t("from")} value={from} onChange={(event) => set({ from: event.currentTarget.value })} />
        <TextInput type="date" label={t("until")} value={to} onChange={(event) => set({ to: event.currentTarget.value })} />
      </Group>
      <Answered result={result}>
        {(data) =>
          data.journal.length === 0 ? (
            <Paper withBorder><Empty title={t("noLines")} text={t("noLinesHelp")} icon="book" /></Paper>
          ) : (
            <Stack gap="xl">
              {data.journalTotals.map((total) => <Lines key={total.websiteCode} data={data} total={total} />)}
            </Stack>
          )
        }
      </Answered>
    </Page>
  );
}

function Lines({ data, total }: { data: Answer; total: Answer["journalTotals"][number] }): ReactNode {
  const t = useWords();
  const names = useNames();
  const lines = data.journal.filter((line) => line.websiteCode === total.websiteCode);
  return (
    <Stack gap="sm">
      <Title order={2} className="long">{names.website(total.websiteCode)}</Title>
      <Paper withBorder>
        <Wide label={`${t("journal")} ${names.website(total.websiteCode)}`}>
          <Table verticalSpacing={6} horizontalSpacing="md" miw={640} aria-label={`${t("journal")} ${names.website(total.websiteCode)}`}>
            <Table.Thead>
              <Table.Tr>
                <Table.Th>{t("account")}</Table.Th>
                <Table.Th>{t("reason")}</Table.Th>
                <Table.Th ta="end">{t("points")}</Table.Th>
                <Table.Th ta="end">{t("debit")}</Table.Th>
                <Table.Th ta="end">{t("credit")}</Table.Th>
              </Table.Tr>
            </Table.Thead>
            <Table.Tbody>
              {lines.map((line) => (
                <Table.Tr key={`${line.account} ${line.reason ?? ""}`}>
                  <Table.Td>{t(line.account)}</Table.Td>
                  <Table.Td>{line.reason == null ? t("revaluation") : t(line.reason)}</Table.Td>
                  <Table.Td ta="end"><Points value={line.points} signed /></Table.Td>
                  <Table.Td ta="end"><Amount money={line.debit} /></Table.Td>
                  <Table.Td ta="end"><Amount money={line.credit} /></Table.Td>
                </Table.Tr>
              ))}
            </Table.Tbody>
            <Table.Tfoot>
              <Table.Tr>
                <Table.Th colSpan={3}>{t("sum")}</Table.Th>
                <Table.Th ta="end"><MoneyText money={total.debit} /></Table.Th>
                <Table.Th ta="end"><MoneyText money={total.credit} /></Table.Th>
              </Table.Tr>
            </Table.Tfoot>
          </Table>
        </Wide>
      </Paper>
      <Text size="sm" c="dimmed">{t("sumMeaning")}</Text>
    </Stack>
  );
}

/** An amount; a side that has none stays blank. */
function Amount({ money }: { money: { amount: string; currency: string } }): ReactNode {
  return /[1-9]/.test(money.amount) ? <MoneyText money={money} /> : null;
}
