/** What a merge will do: the balances before and after, and what follows. */
import { Paper, Table, Text } from "@mantine/core";
import type { ReactNode } from "react";
import type { ResultOf } from "../../api/graphql";
import { Points } from "../../components/amounts";
import { useNames } from "../entries/names";
import type { MERGE_INTO, MERGE_PREVIEW } from "./commands";
import { personName } from "./personName";
import { useWords } from "./words";

type Preview = ResultOf<typeof MERGE_PREVIEW>["customerMergePreview"];
type Into = NonNullable<ResultOf<typeof MERGE_INTO>["customer"]>;

export function MergePreview({ into, preview }: { into: Into; preview: Preview }): ReactNode {
  const t = useWords();
  const names = useNames();
  return (
    <Paper withBorder p="md" role="status">
      <Text mb="sm" className="long">
        {t("mergeStays")}: <b>{personName(into)}</b>
        {into.email !== null && ` · ${into.email}`} · {into.id}
      </Text>
      <Table aria-label={t("mergeAfter")}>
        <Table.Thead>
          <Table.Tr>
            <Table.Th>{t("website")}</Table.Th>
            <Table.Th ta="end">{t("mergeThis")}</Table.Th>
            <Table.Th ta="end">{t("mergeOther")}</Table.Th>
            <Table.Th ta="end">{t("mergeAfter")}</Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {preview.accounts.map((account) => (
            <Table.Tr key={account.websiteCode}>
              <Table.Td>{names.website(account.websiteCode)}</Table.Td>
              <Table.Td ta="end">
                <Points value={account.fromBalance} />
              </Table.Td>
              <Table.Td ta="end">
                <Points value={account.intoBalance} />
              </Table.Td>
              <Table.Td ta="end">
                <Points value={account.balance} fw={700} />
              </Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
      <Text size="sm" mt="sm">
        {t("mergeOrders", { count: preview.orders })} · {t("mergeInvitations", { count: preview.invitations })}
      </Text>
      {preview.excludedFromRewards && <Text size="sm">{t("mergeExcluded")}</Text>}
    </Paper>
  );
}
