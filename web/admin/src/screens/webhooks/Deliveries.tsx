/** The delivery log, newest first: what was sent, what was answered, and a way to send it once more. */
import { Badge, Select, Stack, Text, UnstyledButton } from "@mantine/core";
import { useState, type ReactNode } from "react";
import { useQuery } from "urql";
import { DateText } from "../../components/amounts";
import { DataList, type Column } from "../../components/DataList";
import { Page } from "../../components/Page";
import { useUrlState } from "../../components/useUrlState";
import { useCommonWords } from "../../i18n";
import { useMay } from "../../session/viewer";
import { DeliveryDialog } from "./DeliveryDialog";
import { DELIVERIES, ENDPOINTS, type Delivery } from "./documents";
import { useWords } from "./words";

const STATUSES = ["QUEUED", "DELIVERED", "FAILED"] as const;
const COLOURS = { QUEUED: "gray", DELIVERED: "teal.9", FAILED: "red.9" } as const;

export function Deliveries(): ReactNode {
  const t = useWords();
  const common = useCommonWords();
  const may = useMay();
  const { get, set } = useUrlState();
  const [shown, setShown] = useState<Delivery | null>(null);
  const [{ data: setup }] = useQuery({ query: ENDPOINTS, pause: !may("config:read") });
  const status = STATUSES.find((one) => one === get("status")) ?? null;
  const urls = new Map(setup?.webhookEndpoints.map((endpoint) => [endpoint.id, endpoint.url]));
  const columns: readonly Column<Delivery>[] = [
    {
      key: "type",
      header: t("event"),
      cell: (delivery) => (
        <UnstyledButton c="var(--mantine-color-anchor)" fw={600} fz="sm" onClick={() => setShown(delivery)} aria-haspopup="dialog">{delivery.type}</UnstyledButton>
      ),
    },
    {
      key: "status",
      header: t("status"),
      cell: (delivery) => (
        <Stack gap={2} align="start">
          <Badge color={COLOURS[delivery.status]} variant={delivery.status === "QUEUED" ? "outline" : "filled"}>{t(delivery.status)}</Badge>
          {delivery.lastError != null && <Text size="xs" c="dimmed" className="long" maw={320}>{delivery.lastError}</Text>}
        </Stack>
      ),
    },
    { key: "endpoint", header: t("endpoint"), wide: true, cell: (delivery) => <span className="long">{urls.get(delivery.endpointId) ?? delivery.endpointId}</span> },
    { key: "attempts", header: t("attempts"), wide: true, align: "end", cell: (delivery) => delivery.attempts },
    { key: "created", header: t("created"), cell: (delivery) => <DateText instant={delivery.createdAt} withTime /> },
  ];
  return (
    <Page title={t("deliveries")} lead={t("deliveriesLead")}>
      <DataList
        caption={t("deliveries")}
        query={DELIVERIES}
        variables={{ endpointId: get("endpoint") || null, status }}
        connection={(data) => data.webhookDeliveries}
        columns={columns}
        rowKey={(delivery) => delivery.id}
        filters={
          <>
            <Select label={t("status")} placeholder={t("any")} clearable clearButtonProps={{ "aria-label": common("clear") }} data={STATUSES.map((value) => ({ value, label: t(value) }))}
              value={status} onChange={(value) => set({ status: value ?? "" })} />
            {urls.size > 0 && (
              <Select label={t("endpoint")} placeholder={t("any")} clearable clearButtonProps={{ "aria-label": common("clear") }} miw={280} data={[...urls].map(([value, label]) => ({ value, label }))}
                value={get("endpoint") || null} onChange={(value) => set({ endpoint: value ?? "" })} />
            )}
          </>
        }
        empty={{ title: t("noDeliveries"), text: t("noDeliveriesHelp") }}
      />
      <DeliveryDialog delivery={shown} onClose={() => setShown(null)} />
    </Page>
  );
}
