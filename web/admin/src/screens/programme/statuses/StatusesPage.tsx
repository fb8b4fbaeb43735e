/** Order status rules of all websites or of one: what each status does to the points used and to earn. */
import { Badge, Button, Select, Text } from "@mantine/core";
import { useState, type ReactNode } from "react";
import { useQuery } from "urql";
import { Answered } from "../../../components/Answered";
import { Icon } from "../../../components/icons";
import { May } from "../../../components/May";
import { Page } from "../../../components/Page";
import { useUrlState } from "../../../components/useUrlState";
import { RowActions } from "../shared/RowActions";
import { nameOf, options, useScopes, type Scopes } from "../shared/scopes";
import { SimpleTable } from "../shared/SimpleTable";
import { useSharedWords } from "../shared/words";
import { STATUSES, type PointsChange, type StatusRule } from "./documents";
import { ResetStatus } from "./ResetStatus";
import { StatusDialog } from "./StatusDialog";
import { useStatusWords } from "./words";

const ALL_WEBSITES = "*";

export default function StatusesPage(): ReactNode {
  const t = useStatusWords();
  const scopes = useScopes();
  return (
    <Page title={t("title")} lead={t("lead")}>
      <Answered result={scopes}>{(data) => <OfScope scopes={data} />}</Answered>
    </Page>
  );
}

function OfScope({ scopes }: { scopes: Scopes }): ReactNode {
  const t = useStatusWords();
  const shared = useSharedWords();
  const { get, set } = useUrlState();
  const [edited, setEdited] = useState<StatusRule | "new" | null>(null);
  const [reset, setReset] = useState<StatusRule | null>(null);
  const code = get("website");
  const websiteCode = scopes.websites.some((website) => website.code === code) ? code : null;
  const result = useQuery({ query: STATUSES, variables: { websiteCode } });
  const again = (): void => result[1]({ requestPolicy: "network-only" });
  const changeText = (change: PointsChange): ReactNode => (
    <Text size="sm" {...(change === "UNCHANGED" ? { c: "dimmed" } : {})}>
      {t(change)}
    </Text>
  );
  return (
    <>
      <Select
        label={shared("website")}
        data={[{ value: ALL_WEBSITES, label: shared("allWebsites") }, ...options(scopes.websites)]}
        value={websiteCode ?? ALL_WEBSITES}
        allowDeselect={false}
        maw={360}
        onChange={(value) => set({ website: value === null || value === ALL_WEBSITES ? "" : value })}
      />
      <Answered result={result}>
        {({ orderStatusRules }) => (
          <SimpleTable
            caption={t("title")}
            nodes={orderStatusRules}
            rowKey={(rule) => rule.status}
            said={(rule) => rule.status}
            empty={{ title: t("none") }}
            columns={[
              { key: "status", header: t("status"), cell: (rule) => <Text span size="sm" fw={600} className="long">{rule.status}</Text> },
              { key: "needed", header: t("needed"), cell: (rule) => changeText(rule.needed) },
              { key: "received", header: t("received"), cell: (rule) => changeText(rule.received) },
              {
                key: "from",
                header: t("from"),
                wide: true,
                cell: (rule) =>
                  rule.websiteCode === null ? <Text size="sm" c="dimmed">{shared("allWebsites")}</Text> : <Badge variant="light" tt="none">{nameOf(scopes.websites, rule.websiteCode)}</Badge>,
              },
              {
                key: "actions",
                header: shared("actions"),
                align: "end",
                cell: (rule) => (
                  <RowActions name={rule.status} onEdit={() => setEdited(rule)} onDelete={rule.websiteCode === websiteCode ? () => setReset(rule) : undefined} deleteLabel={t("reset")} />
                ),
              },
            ]}
          />
        )}
      </Answered>
      <May scope="config:write">
        <Button variant="default" leftSection={<Icon name="plus" />} style={{ alignSelf: "start" }} onClick={() => setEdited("new")}>
          {t("new")}
        </Button>
      </May>
      {edited !== null && <StatusDialog rule={edited === "new" ? null : edited} websiteCode={websiteCode} onClose={() => setEdited(null)} onSaved={again} />}
      {reset !== null && <ResetStatus rule={reset} websiteCode={websiteCode} onClose={() => setReset(null)} onDone={again} />}
    </>
  );
}
