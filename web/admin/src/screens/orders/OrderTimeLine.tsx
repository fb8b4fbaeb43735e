/** What happened to an order and its points, oldest first: why each movement was, with its rate and its lots. */
import { Group, Paper, Text, Title } from "@mantine/core";
import type { ReactNode } from "react";
import { Points } from "../../components/amounts";
import { TimeLine, type Happening } from "../../components/TimeLine";
import { useFormat } from "../../i18n";
import { EntryDetails } from "../entries/EntryDetails";
import { useReason, type Entry } from "../entries/entry";
import type { Order } from "./documents";
import { RefundOutcome } from "./RefundOutcome";
import { useWords } from "./words";

export function OrderTimeLine({ order }: { order: Order }): ReactNode {
  const t = useWords();
  const items = useHappenings(order);
  return (
    <Paper withBorder p="md" component="section" aria-labelledby="timeline">
      <Title order={2} id="timeline" mb="md">
        {t("timeline")}
      </Title>
      <TimeLine items={items} />
      {order.entries.length === 0 && (
        <Text size="sm" c="dimmed" mt="sm">
          {t("timelineNone")}
        </Text>
      )}
    </Paper>
  );
}

/** In the order of their instants; of one instant the order's own event first, then the entries as they were booked. */
function useHappenings(order: Order): Happening[] {
  const t = useWords();
  const format = useFormat();
  const reason = useReason();
  const placed: Happening = {
    key: "placed",
    title: t("eventPlaced", { money: format.money(order.quote.orderTotal) }),
    instant: order.placedAt,
    icon: "cart",
  };
  const invoices = order.invoices.map((invoice): Happening => ({
    key: `invoice ${invoice.id}`,
    title: t("eventInvoice", { id: invoice.id }),
    instant: invoice.createdAt,
    icon: "receipt",
    body: <Text size="sm">{t("dueOf", { money: format.money(invoice.total.due) })}</Text>,
  }));
  const memos = order.creditMemos.map((memo): Happening => ({
    key: `memo ${memo.id}`,
    title: t("eventMemo", { id: memo.id }),
    instant: memo.createdAt,
    icon: "undo",
    body: <RefundOutcome outcome={memo.outcome} />,
  }));
  const entries = [...order.entries].reverse().map((entry) => moved(entry, reason(entry)));
  const all = [placed, ...invoices, ...memos, ...entries];
  return all.sort((a, b) => Date.parse(a.instant ?? "") - Date.parse(b.instant ?? ""));
}

function moved(entry: Entry, reason: string): Happening {
  return {
    key: entry.id,
    title: (
      <Group gap="xs" component="span">
        <span>{reason}</span>
        <Points value={entry.points} signed fw={700} />
      </Group>
    ),
    instant: entry.createdAt,
    icon: "coins",
    color: entry.points < 0 ? "red" : "green",
    body: <EntryDetails entry={entry} />,
  };
}
