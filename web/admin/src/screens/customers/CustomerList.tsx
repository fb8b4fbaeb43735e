/** All customers, and the one box that finds them: by name, address, id, or the number of an order. */
import { Badge, Group, Text } from "@mantine/core";
import type { ReactNode } from "react";
import { useQuery } from "urql";
import type { ResultOf } from "../../api/graphql";
import { DataList, type Column } from "../../components/DataList";
import { Page } from "../../components/Page";
import { SearchBox } from "../../components/SearchBox";
import { useUrlState } from "../../components/useUrlState";
import { useMay } from "../../session/viewer";
import { useNames } from "../entries/names";
import { CUSTOMERS, ORDERS_NAMED } from "./documents";
import { OrdersNamed } from "./OrdersNamed";
import { customerPath } from "../entries/paths";
import { personName } from "./personName";
import { useWords } from "./words";

type Found = ResultOf<typeof CUSTOMERS>["customers"]["nodes"][number];

export function CustomerList(): ReactNode {
  const t = useWords();
  const may = useMay();
  const search = useUrlState().get("search");
  const pause = search === "" || !may("orders:read");
  const [{ data, fetching }] = useQuery({ query: ORDERS_NAMED, variables: { text: search }, pause });
  const orders = pause ? undefined : data?.orderSearch;
  const isOrder = orders !== undefined && orders.nodes.length > 0;
  const nobody = isOrder || fetching ? null : { title: t("nobody"), text: t("nobodyText") };
  return (
    <Page title={t("title")} lead={t("lead")}>
      <DataList
        caption={t("title")}
        query={CUSTOMERS}
        variables={{ search: search === "" ? null : search }}
        connection={(data) => data.customers}
        columns={useColumns()}
        rowKey={(customer) => customer.id}
        rowHref={(customer) => customerPath(customer.id)}
        filters={<SearchBox label={t("find")} />}
        empty={search === "" ? { title: t("noCustomers"), text: t("noCustomersText") } : nobody}
      />
      {isOrder && <OrdersNamed text={search} found={orders} />}
    </Page>
  );
}

function useColumns(): readonly Column<Found>[] {
  const t = useWords();
  const names = useNames();
  return [
    {
      key: "name",
      header: t("name"),
      cell: (customer) => <span className="long">{personName(customer)}</span>,
    },
    {
      key: "email",
      header: t("email"),
      cell: (customer) => (
        <Group gap="xs">
          <Text size="sm" span className="long">
            {customer.email ?? "–"}
          </Text>
          {customer.excludedFromRewards && (
            <Badge color="orange" variant="dot" tt="none">
              {t("excluded")}
            </Badge>
          )}
        </Group>
      ),
    },
    { key: "id", header: t("id"), wide: true, cell: (customer) => <span className="long">{customer.id}</span> },
    { key: "group", header: t("group"), wide: true, cell: (customer) => names.group(customer.customerGroupCode) },
    { key: "website", header: t("website"), wide: true, cell: (customer) => names.website(customer.websiteCode) },
  ];
}
