/** All orders, newest first: by number, status or customer. */
import { Anchor, Group, Select, Text } from "@mantine/core";
import type { ReactNode } from "react";
import { useQuery } from "urql";
import { DateText, MoneyText, Points } from "../../components/amounts";
import { DataList, type Column } from "../../components/DataList";
import { Page } from "../../components/Page";
import { SearchBox } from "../../components/SearchBox";
import { useUrlState } from "../../components/useUrlState";
import { useMay } from "../../session/viewer";
import { TextLink } from "../entries/TextLink";
import { ORDER_SEARCH, ORDERS, STATUSES, type ListedOrder } from "./documents";
import { customerPath, orderPath } from "../entries/paths";
import { useStatusName } from "../entries/status";
import { StatusBadge } from "./StatusBadge";
import { useWords } from "./words";

export function OrderList(): ReactNode {
  const t = useWords();
  const { get } = useUrlState();
  const [search, customerId, status] = [get("search"), get("customer"), get("status")];
  const isNarrowed = [search, customerId, status].some((text) => text !== "");
  const shown = {
    caption: t("title"),
    columns: useColumns(),
    rowKey: (order: ListedOrder) => order.id,
    rowHref: (order: ListedOrder) => orderPath(order.id),
    filters: <Filters />,
    empty: isNarrowed
      ? { title: t("nothing"), text: t("nothingText") }
      : { title: t("noOrders"), text: t("noOrdersText") },
  };
  return (
    <Page title={t("title")} lead={t("lead")}>
      {search === "" ? (
        <DataList
          {...shown}
          query={ORDERS}
          variables={{ customerId: customerId === "" ? null : customerId, status: status === "" ? null : status }}
          connection={(data) => data.orders}
        />
      ) : (
        <DataList {...shown} query={ORDER_SEARCH} variables={{ text: search }} connection={(data) => data.orderSearch} />
      )}
    </Page>
  );
}

function Filters(): ReactNode {
  const t = useWords();
  const may = useMay();
  const { get, set } = useUrlState();
  const customerId = get("customer");
  return (
    <>
      <SearchBox label={t("find")} />
      {get("search") === "" && may("config:read") && <StatusFilter />}
      {get("search") === "" && customerId !== "" && (
        <Group gap="xs">
          <Text size="sm" className="long">
            {t("ofCustomer", { id: customerId })}
          </Text>
          <Anchor component="button" type="button" size="sm" onClick={() => set({ customer: "" })}>
            {t("allCustomers")}
          </Anchor>
        </Group>
      )}
    </>
  );
}

/** The statuses that have a rule. */
function StatusFilter(): ReactNode {
  const t = useWords();
  const name = useStatusName();
  const { get, set } = useUrlState();
  const [{ data }] = useQuery({ query: STATUSES, variables: { websiteCode: null } });
  const statuses = (data?.orderStatusRules ?? []).map(({ status }) => status);
  const chosen = get("status");
  return (
    <Select
      label={t("status")}
      placeholder={t("anyStatus")}
      data={[...new Set(chosen === "" ? statuses : [...statuses, chosen])].map((code) => ({ value: code, label: name(code) }))}
      value={chosen === "" ? null : chosen}
      onChange={(value) => set({ status: value ?? "" })}
      clearable
      w={180}
    />
  );
}

function useColumns(): readonly Column<ListedOrder>[] {
  const t = useWords();
  return [
    { key: "order", header: t("order"), cell: (order) => <span className="number">{order.number}</span> },
    { key: "customer", header: t("customer"), cell: (order) => <CustomerLink id={order.customerId} /> },
    { key: "status", header: t("status"), cell: (order) => <StatusBadge status={order.status} /> },
    { key: "placed", header: t("placed"), wide: true, cell: (order) => <DateText instant={order.placedAt} /> },
    { key: "total", header: t("total"), align: "end", wide: true, cell: (order) => <MoneyText money={order.quote.orderTotal} /> },
    { key: "used", header: t("used"), align: "end", wide: true, cell: (order) => <Points value={order.pointsUsed} /> },
    { key: "earned", header: t("earned"), align: "end", wide: true, cell: (order) => <Points value={order.pointsEarned} /> },
    { key: "expected", header: t("expected"), align: "end", wide: true, cell: (order) => <Points value={order.pointsPending} /> },
  ];
}

export function CustomerLink({ id }: { id: string | null }): ReactNode {
  const t = useWords();
  const may = useMay();
  if (id === null) return <Text span c="dimmed" inherit>{t("guest")}</Text>;
  if (!may("customers:read")) return <span className="long">{id}</span>;
  return <TextLink href={customerPath(id)}>{id}</TextLink>;
}
