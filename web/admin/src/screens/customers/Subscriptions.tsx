/** What mail a customer wants: each switch is a command of its own, and its opposite undoes it. */
import { Paper, Stack, Switch, Title } from "@mantine/core";
import type { ReactNode } from "react";
import { useCommand } from "../../api/useCommand";
import { Problems } from "../../components/Problems";
import { useMay } from "../../session/viewer";
import { SUBSCRIBE } from "./commands";
import type { Person } from "./documents";
import { useWords } from "./words";

const SUBSCRIPTIONS = ["balanceUpdates", "expirationNotifications"] as const;

export function Subscriptions({ customer }: { customer: Person }): ReactNode {
  const t = useWords();
  const may = useMay();
  const subscribe = useCommand(SUBSCRIBE, {
    payload: (data) => data.subscriptionsUpdate,
    success: t("subscriptionSaved"),
  });
  return (
    <Paper withBorder p="md" component="section" aria-labelledby="subscriptions">
      <Title order={2} id="subscriptions" mb="sm">
        {t("mail")}
      </Title>
      <Stack gap="xs">
        {SUBSCRIPTIONS.map((name) => (
          <Switch
            key={name}
            label={t(name)}
            checked={customer[name]}
            disabled={!may("customers:write")}
            onChange={(event) => void subscribe.run({ customerId: customer.id, [name]: event.currentTarget.checked })}
          />
        ))}
        <Problems of={subscribe.problems} />
      </Stack>
    </Paper>
  );
}
