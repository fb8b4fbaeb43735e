/** An order explained: its points, what moved them and why, its lines, and who pays what. */
import { Group, Stack, Text } from "@mantine/core";
import type { ReactNode } from "react";
import { useQuery } from "urql";
import { Answered } from "../../components/Answered";
import { Page } from "../../components/Page";
import { useFormat } from "../../i18n";
import { useNames } from "../entries/names";
import { TextLink } from "../entries/TextLink";
import { ORDER, type Order } from "./documents";
import { Lines } from "./Lines";
import { OrderActions } from "./OrderActions";
import { CustomerLink } from "./OrderList";
import { OrderTimeLine } from "./OrderTimeLine";
import { PointsOfOrder } from "./PointsOfOrder";
import { Replaced } from "./Replaced";
import { Shares } from "./Shares";
import { StatusBadge } from "./StatusBadge";
import { useWords } from "./words";

export function OrderPage({ id }: { id: string }): ReactNode {
  const t = useWords();
  const result = useQuery({ query: ORDER, variables: { id } });
  const order = result[0].data?.order;
  const back = <TextLink href="/orders">{t("back")}</TextLink>;
  if (order == null) {
    return (
      <Page title={t("orderNumber", { number: id })} back={back}>
        <Answered result={result}>{() => null}</Answered>
      </Page>
    );
  }
  return (
    <Page
      title={t("orderNumber", { number: order.number })}
      back={back}
      lead={<Lead order={order} />}
      actions={<OrderActions order={order} />}
    >
      <Replaced order={order} />
      <PointsOfOrder order={order} />
      <OrderTimeLine order={order} />
      <Lines order={order} />
      <Shares order={order} />
    </Page>
  );
}

function Lead({ order }: { order: Order }): ReactNode {
  const t = useWords();
  const format = useFormat();
  const names = useNames();
  return (
    <Stack gap={6}>
      <Group gap="xs">
        <StatusBadge status={order.status} />
        <Text size="sm" component="div">
          {t("customer")}: <CustomerLink id={order.customerId} />
        </Text>
      </Group>
      <Text size="sm">{t("placedOn", { date: format.time(order.placedAt), website: names.website(order.websiteCode) })}</Text>
    </Stack>
  );
}
