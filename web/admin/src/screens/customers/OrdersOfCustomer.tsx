/** A customer's newest orders, with the points they are still expected to earn and when. */
import { Anchor, Group, Paper, Table, Text, Title } from "@mantine/core";
import type { ReactNode } from "react";
import { useQuery } from "urql";
import { Link } from "wouter";
import type { ResultOf } from "../../api/graphql";
import { DateText, Points } from "../../components/amounts";
import { Answered } from "../../components/Answered";
import { May } from "../../components/May";
import { WideTable } from "../entries/WideTable";
import { useStatusName } from "../entries/status";
import { OPEN_ORDERS } from "./documents";
import { orderPath } from "../entries/paths";
import { useWords } from "./words";

interface Props {
  customerId: string;
  websiteCode?: string;
}

export function OrdersOfCustomer(props: Props): ReactNode {
  return (
    <May scope="orders:read">
      <Orders {...props} />
    </May>
  );
}

function Orders({ customerId, websiteCode }: Props): ReactNode {
  const t = useWords();
  const result = useQuery({ query: OPEN_ORDERS, variables: { customerId, websiteCode: websiteCode ?? null } });
  const count = result[0].data?.orders.totalCount ?? 0;
  return (
    <Paper withBorder p="md" component="section" aria-labelledby="orders">
      <Group justify="space-between" mb="sm">
        <Title order={2} id="orders">
          {t("orders")}
        </Title>
        {count > 0 && (
          <Anchor component={Link} href={`/orders?customer=${encodeURIComponent(customerId)}`} size="sm">
            {t("ordersAll", { count })}
          </Anchor>
        )}
      </Group>
      <Answered result={result}>{({ orders }) => <Newest orders={orders.nodes} />}</Answered>
    </Paper>
  );
}

function Newest({ orders }: { orders: ResultOf<typeof OPEN_ORDERS>["orders"]["nodes"] }): ReactNode {
  const name = useStatusName();
  const t = useWords();
  if (orders.length === 0) return <Text c="dimmed">{t("ordersNone")}</Text>;
  return (
    <WideTable minWidth={420} labelledBy="orders">
      <Table.Thead>
        <Table.Tr>
          <Table.Th>{t("order")}</Table.Th>
          <Table.Th>{t("status")}</Table.Th>
          <Table.Th ta="end">{t("used")}</Table.Th>
          <Table.Th ta="end">{t("earned")}</Table.Th>
          <Table.Th ta="end">{t("expected")}</Table.Th>
          <Table.Th>{t("matures")}</Table.Th>
        </Table.Tr>
      </Table.Thead>
      <Table.Tbody>
        {orders.map((order) => (
          <Table.Tr key={order.id}>
            <Table.Td>
              <Link href={orderPath(order.id)} className="row number">
                {order.number}
              </Link>
            </Table.Td>
            <Table.Td>{name(order.status)}</Table.Td>
            <Table.Td ta="end">
              <Points value={order.pointsUsed} />
            </Table.Td>
            <Table.Td ta="end">
              <Points value={order.pointsEarned} />
            </Table.Td>
            <Table.Td ta="end">
              <Points value={order.pointsPending} />
            </Table.Td>
            <Table.Td>
              <DateText instant={order.maturesAt} />
            </Table.Td>
          </Table.Tr>
        ))}
      </Table.Tbody>
    </WideTable>
  );
}
