/** The products that cost or earn points of their own, found by SKU. */
import { Button, Stack, Text } from "@mantine/core";
import { useState, type ReactNode } from "react";
import { useClient } from "urql";
import { useCommand } from "../../../api/useCommand";
import { Points } from "../../../components/amounts";
import { DataList } from "../../../components/DataList";
import { Icon } from "../../../components/icons";
import { May } from "../../../components/May";
import { Page } from "../../../components/Page";
import { ReasonedConfirm } from "../../../components/ReasonedConfirm";
import { SearchBox } from "../../../components/SearchBox";
import { useUrlState } from "../../../components/useUrlState";
import { useCommonWords } from "../../../i18n";
import { plain } from "../shared/plain";
import { RowActions } from "../shared/RowActions";
import { nameOf, useScopes } from "../shared/scopes";
import { useSayDeleted } from "../shared/useRemoval";
import { useSharedWords } from "../shared/words";
import { DELETE, PRODUCTS, PUT, type Product } from "./documents";
import { ProductDialog } from "./ProductDialog";
import { useProductWords } from "./words";

export default function ProductsPage(): ReactNode {
  const t = useProductWords();
  const common = useCommonWords();
  const shared = useSharedWords();
  const client = useClient();
  const [{ data: scopes }] = useScopes();
  const { get } = useUrlState();
  const search = get("search");
  const [version, setVersion] = useState(0);
  const [edited, setEdited] = useState<Product | "new" | null>(null);
  const [deleted, setDeleted] = useState<Product | null>(null);
  const sayDeleted = useSayDeleted();
  const deletion = useCommand(DELETE, { payload: (data) => data.productPointsDelete });
  const again = (): void => setVersion((before) => before + 1);
  const restore = async (product: Product): Promise<string | undefined> => {
    const { data, error } = await client.mutation(PUT, { input: plain(product) }).toPromise();
    again();
    return error?.message ?? data?.productPointsPut.userErrors[0]?.message;
  };
  const confirm = async (): Promise<boolean> => {
    if (deleted === null || (await deletion.run({ sku: deleted.sku })) === null) return false;
    sayDeleted(() => restore(deleted));
    again();
    return true;
  };
  const create = (
    <May scope="config:write">
      <Button leftSection={<Icon name="plus" />} onClick={() => setEdited("new")}>
        {t("new")}
      </Button>
    </May>
  );
  const groupPoints = ({ groups }: Product): ReactNode =>
    groups.length === 0 ? "–" : groups.map((group) => <Text key={group.customerGroupCode} size="sm">{nameOf(scopes?.customerGroups ?? [], group.customerGroupCode)}: <Points value={group.pointsReceived} /></Text>);
  return (
    <Page title={t("title")} lead={t("lead")} actions={create}>
      <DataList
        key={version}
        caption={t("title")}
        query={PRODUCTS}
        variables={{ search: search === "" ? null : search, sku: null }}
        connection={(data) => data.productPoints}
        rowKey={(product) => product.sku}
        filters={<SearchBox label={t("search")} />}
        empty={search === "" ? { title: t("none"), text: t("noneText"), action: create } : { title: t("notFound") }}
        columns={[
          { key: "sku", header: t("sku"), cell: (product) => <Text span size="sm" fw={600} className="long">{product.sku}</Text> },
          { key: "needed", header: t("needed"), align: "end", cell: ({ pointsNeeded }) => (pointsNeeded === null ? "–" : <Points value={pointsNeeded} />) },
          { key: "received", header: t("received"), align: "end", cell: ({ pointsReceived }) => (pointsReceived === null ? "–" : <Points value={pointsReceived} />) },
          { key: "groups", header: t("groups"), wide: true, cell: (product) => <Stack gap={0}>{groupPoints(product)}</Stack> },
          { key: "rate", header: t("byRate"), wide: true, cell: ({ earnsByRate }) => (earnsByRate ? common("yes") : common("no")) },
          { key: "actions", header: shared("actions"), align: "end", cell: (product) => <RowActions name={product.sku} onEdit={() => setEdited(product)} onDelete={() => setDeleted(product)} /> },
        ]}
      />
      {edited !== null && <ProductDialog product={edited === "new" ? null : edited} groups={scopes?.customerGroups ?? []} onClose={() => setEdited(null)} onSaved={again} />}
      <ReasonedConfirm
        opened={deleted !== null}
        onClose={() => setDeleted(null)}
        title={t("deleteTitle", { sku: deleted?.sku ?? "" })}
        preview={t("deleteText")}
        confirmLabel={common("remove")}
        danger
        problems={deletion.problems}
        onConfirm={confirm}
      />
    </Page>
  );
}
