/** Custom activities: what customers are rewarded for besides orders, reviews and invitations. */
import { Anchor, Button, Stack, Text } from "@mantine/core";
import { useState, type ReactNode } from "react";
import { useClient, useQuery } from "urql";
import { Link } from "wouter";
import { useCommand } from "../../../api/useCommand";
import { Answered } from "../../../components/Answered";
import { Icon } from "../../../components/icons";
import { May } from "../../../components/May";
import { Page } from "../../../components/Page";
import { ReasonedConfirm } from "../../../components/ReasonedConfirm";
import { useCommonWords, useFormat } from "../../../i18n";
import { plain } from "../shared/plain";
import { RowActions } from "../shared/RowActions";
import { nameOf, useScopes } from "../shared/scopes";
import { SimpleTable } from "../shared/SimpleTable";
import { useSayDeleted } from "../shared/useRemoval";
import { useSharedWords } from "../shared/words";
import { ActivityDialog } from "./ActivityDialog";
import { ACTIVITIES, DELETE, PUT, type Activity } from "./documents";
import { useActivityWords } from "./words";

export default function ActivitiesPage(): ReactNode {
  const t = useActivityWords();
  const common = useCommonWords();
  const shared = useSharedWords();
  const format = useFormat();
  const client = useClient();
  const [{ data: scopes }] = useScopes();
  const result = useQuery({ query: ACTIVITIES, variables: {} });
  const again = (): void => result[1]({ requestPolicy: "network-only" });
  const [edited, setEdited] = useState<Activity | "new" | null>(null);
  const [deleted, setDeleted] = useState<Activity | null>(null);
  const sayDeleted = useSayDeleted();
  const deletion = useCommand(DELETE, { payload: (data) => data.customActivityDelete });
  const restore = async (activity: Activity): Promise<string | undefined> => {
    const { data, error } = await client.mutation(PUT, { input: plain(activity) }).toPromise();
    again();
    return error?.message ?? data?.customActivityPut.userErrors[0]?.message;
  };
  const confirm = async (): Promise<boolean> => {
    if (deleted === null || (await deletion.run({ code: deleted.code })) === null) return false;
    sayDeleted(() => restore(deleted));
    again();
    return true;
  };
  const gives = ({ points, pointsFrom, pointsTo }: Activity): string =>
    pointsFrom === null && pointsTo === null ? format.points(points) : `${format.points(points)} (${format.points(pointsFrom ?? 0)}–${pointsTo === null ? "" : format.points(pointsTo)})`;
  const limit = ({ limitPerCustomer, periodDays }: Activity): string => {
    if (limitPerCustomer === null) return t("noLimit");
    const times = t("times", { count: limitPerCustomer });
    return periodDays === null ? times : `${times} ${t("inDays", { count: periodDays })}`;
  };
  const create = (
    <May scope="config:write">
      <Button leftSection={<Icon name="plus" />} onClick={() => setEdited("new")}>
        {t("new")}
      </Button>
    </May>
  );
  return (
    <Page title={t("title")} lead={<>{t("lead")} <Anchor component={Link} href="/settings" inherit underline="always">{t("toSettings")}</Anchor></>} actions={create}>
      <Answered result={result}>
        {({ customActivities }) => (
          <SimpleTable
            caption={t("title")}
            nodes={customActivities}
            rowKey={(activity) => activity.code}
            said={({ code, name }) => `${code} ${name}`}
            empty={{ title: t("none"), text: t("noneText"), action: create }}
            columns={[
              {
                key: "name",
                header: t("name"),
                cell: ({ name, code }) => (
                  <Stack gap={0}>
                    <Text fw={600} size="sm" className="long">{name}</Text>
                    <Text size="xs" c="dimmed" className="long">{code}</Text>
                  </Stack>
                ),
              },
              { key: "points", header: t("points"), align: "end", cell: (activity) => <span className="number">{gives(activity)}</span> },
              { key: "limit", header: t("limit"), wide: true, cell: limit },
              { key: "website", header: shared("website"), wide: true, cell: ({ websiteCode }) => (websiteCode === null ? shared("allWebsites") : nameOf(scopes?.websites ?? [], websiteCode)) },
              { key: "actions", header: shared("actions"), align: "end", cell: (activity) => <RowActions name={activity.name} onEdit={() => setEdited(activity)} onDelete={() => setDeleted(activity)} /> },
            ]}
          />
        )}
      </Answered>
      {edited !== null && <ActivityDialog activity={edited === "new" ? null : edited} websites={scopes?.websites ?? []} onClose={() => setEdited(null)} onSaved={again} />}
      <ReasonedConfirm
        opened={deleted !== null}
        onClose={() => setDeleted(null)}
        title={t("deleteTitle", { name: deleted?.name ?? "" })}
        preview={t("deleteText")}
        confirmLabel={common("remove")}
        danger
        problems={deletion.problems}
        onConfirm={confirm}
      />
    </Page>
  );
}
