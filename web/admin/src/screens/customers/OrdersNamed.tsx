/** Orders with the number that was typed into the search for customers. */
import { Anchor, Group, Paper, Stack, Text, Title } from "@mantine/core";
import type { ReactNode } from "react";
import { Link } from "wouter";
import type { ResultOf } from "../../api/graphql";
import { DateText } from "../../components/amounts";
import { TextLink } from "../entries/TextLink";
import { useStatusName } from "../entries/status";
import type { ORDERS_NAMED } from "./documents";
import { customerPath, orderPath } from "../entries/paths";
import { useWords } from "./words";

export function OrdersNamed({ text, found }: { text: string; found: ResultOf<typeof ORDERS_NAMED>["orderSearch"] }): ReactNode {
  const name = useStatusName();
  const t = useWords();
  return (
    <Paper withBorder p="md" component="section" aria-labelledby="orders-named">
      <Title order={2} size="h3" id="orders-named" mb="xs">
        {t("ordersFound", { count: found.totalCount })}
      </Title>
      <Stack gap="xs">
        {found.nodes.map((order) => (
          <Group key={order.id} gap="md">
            <Link href={orderPath(order.id)} className="row">
              {order.number}
            </Link>
            {order.customerId === null ? (
              <Text size="sm" c="dimmed">
                {t("guest")}
              </Text>
            ) : (
              <TextLink href={customerPath(order.customerId)}>{order.customerId}</TextLink>
            )}
            <DateText instant={order.placedAt} size="sm" c="dimmed" />
            <Text size="sm" c="dimmed">
              {name(order.status)}
            </Text>
          </Group>
        ))}
        {found.totalCount > found.nodes.length && (
          <Anchor component={Link} href={`/orders?search=${encodeURIComponent(text)}`} size="sm">
            {t("allOrders")}
          </Anchor>
        )}
      </Stack>
    </Paper>
  );
}
