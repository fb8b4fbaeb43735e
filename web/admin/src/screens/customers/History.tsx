/** Every change of a balance, newest first, filtered by reason and date, each with its explanation. */
import { ActionIcon, Group, Select, Stack, Text, TextInput, Title } from "@mantine/core";
import { useState, type ReactNode } from "react";
import { useQuery } from "urql";
import { DateText, Points } from "../../components/amounts";
import { DataList, type Column } from "../../components/DataList";
import { startOf } from "../../components/days";
import { Icon } from "../../components/icons";
import { useUrlState } from "../../components/useUrlState";
import { useFormat } from "../../i18n";
import { useMay } from "../../session/viewer";
import { EntryDetails } from "../entries/EntryDetails";
import { REASONS, useReason, type Entry, type Reason } from "../entries/entry";
import { useWords as useEntryWords } from "../entries/words";
import { orderPath } from "../entries/paths";
import { TextLink } from "../entries/TextLink";
import { Dialog } from "../entries/Dialog";
import { HISTORY, ORDER_NUMBERS } from "./documents";
import { useWords } from "./words";

interface Props {
  customerId: string;
  websiteCode: string;
}

export function History({ customerId, websiteCode }: Props): ReactNode {
  const t = useWords();
  const { get } = useUrlState();
  const [shown, setShown] = useState<Entry | null>(null);
  const reason = REASONS.find((known) => known === get("reason"));
  return (
    <Stack component="section" gap="sm" aria-labelledby="history">
      <Title order={2} id="history">
        {t("history")}
      </Title>
      <DataList
        caption={t("history")}
        query={HISTORY}
        variables={{
          customerId,
          websiteCode,
          reasons: reason === undefined ? null : [reason],
          from: startOf(get("from")),
          to: startOf(get("to"), 1),
        }}
        connection={(data) => data.ledgerEntries}
        columns={useColumns(setShown)}
        rowKey={(entry) => entry.id}
        pageSize={10}
        filters={<Filters />}
        empty={{ title: t("noHistory"), text: t("noHistoryText") }}
      />
      <Explained entry={shown} onClose={() => setShown(null)} />
    </Stack>
  );
}

function Filters(): ReactNode {
  const t = useWords();
  const { get, set } = useUrlState();
  const reasonText = useReason();
  return (
    <>
      <Select
        label={t("reason")}
        placeholder={t("allReasons")}
        data={REASONS.map((reason: Reason) => ({ value: reason, label: reasonText({ reason }) }))}
        value={get("reason") === "" ? null : get("reason")}
        onChange={(value) => set({ reason: value ?? "" })}
        clearable
        w={220}
      />
      {(["from", "to"] as const).map((name) => (
        <TextInput
          key={name}
          type="date"
          label={t(name)}
          value={get(name)}
          onChange={(event) => set({ [name]: event.currentTarget.value })}
        />
      ))}
    </>
  );
}

function useColumns(onExplain: (entry: Entry) => void): readonly Column<Entry>[] {
  const t = useWords();
  const format = useFormat();
  return [
    { key: "why", header: t("why"), cell: (entry) => <Why entry={entry} /> },
    { key: "when", header: t("when"), wide: true, cell: (entry) => <DateText instant={entry.createdAt} withTime /> },
    { key: "points", header: t("change"), align: "end", cell: (entry) => <Points value={entry.points} signed fw={600} /> },
    { key: "balance", header: t("balance"), align: "end", wide: true, cell: (entry) => <Points value={entry.balance} /> },
    {
      key: "details",
      header: t("details"),
      align: "end",
      cell: (entry) => (
        <ActionIcon
          variant="subtle"
          aria-label={t("detailsOf", { points: format.points(entry.points, { signed: true }), date: format.time(entry.createdAt) })}
          onClick={() => onExplain(entry)}
        >
          <Icon name="info" />
        </ActionIcon>
      ),
    },
  ];
}

/** The number of an entry's order, which is what the shop and the customer call it: asked once for all entries. */
function useOrderNumber({ customerId, orderId }: Entry): string | undefined {
  const may = useMay();
  const [{ data }] = useQuery({ query: ORDER_NUMBERS, variables: { customerId }, pause: orderId === null || !may("orders:read") });
  return data?.orders.nodes.find(({ id }) => id === orderId)?.number;
}

function Why({ entry }: { entry: Entry }): ReactNode {
  const reason = useReason();
  const te = useEntryWords();
  const number = useOrderNumber(entry);
  return (
    <>
      <Group gap="xs">
        <span>{reason(entry)}</span>
        {entry.orderId !== null && (
          <TextLink href={orderPath(entry.orderId)}>{te("order", { id: number ?? entry.orderId })}</TextLink>
        )}
      </Group>
      <DateText instant={entry.createdAt} fz="sm" c="dimmed" hiddenFrom="sm" />
      {entry.comment !== null && (
        <Text size="sm" c="dimmed" className="long" lineClamp={2}>
          {entry.comment}
        </Text>
      )}
    </>
  );
}

function Explained({ entry, onClose }: { entry: Entry | null; onClose: () => void }): ReactNode {
  const reason = useReason();
  return (
    <Dialog opened={entry !== null} onClose={onClose} title={entry === null ? "" : reason(entry)}>
      {entry !== null && (
        <>
          <Group justify="space-between">
            <Points value={entry.points} signed fw={700} fz="h2" />
            <DateText instant={entry.createdAt} withTime c="dimmed" size="sm" />
          </Group>
          <EntryDetails entry={entry} />
        </>
      )}
    </Dialog>
  );
}
