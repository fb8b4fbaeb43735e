/** Websites and customer groups, which rates, settings and rules refer to. */
import { Badge, Button, Group, Stack, Text, Title } from "@mantine/core";
import { useState, type ReactNode } from "react";
import { Answered } from "../../../components/Answered";
import { Icon } from "../../../components/icons";
import { May } from "../../../components/May";
import { Page } from "../../../components/Page";
import { RowActions } from "../shared/RowActions";
import { useScopes, type CustomerGroup, type Website } from "../shared/scopes";
import { SimpleTable } from "../shared/SimpleTable";
import { useSharedWords } from "../shared/words";
import { DeleteGroup, DeleteWebsite } from "./Deletions";
import { GroupDialog } from "./GroupDialog";
import { WebsiteDialog } from "./WebsiteDialog";
import { useSiteWords } from "./words";

const GENERAL = "general";

type Opened =
  | { kind: "website"; website: Website | null }
  | { kind: "group"; group: CustomerGroup | null }
  | { kind: "deleteWebsite"; website: Website }
  | { kind: "deleteGroup"; group: CustomerGroup };

export default function SitesPage(): ReactNode {
  const t = useSiteWords();
  const shared = useSharedWords();
  const result = useScopes();
  const [opened, open] = useState<Opened | null>(null);
  const again = (): void => result[1]({ requestPolicy: "network-only" });
  const close = (): void => open(null);
  return (
    <Page title={t("title")} lead={t("lead")}>
      <Answered result={result}>
        {({ websites, customerGroups }) => (
          <Stack gap="xl">
            <Part title={t("websites")} add={t("newWebsite")} onAdd={() => open({ kind: "website", website: null })}>
              <SimpleTable
                caption={t("websites")}
                nodes={websites}
                rowKey={(website) => website.code}
                said={({ code, name }) => `${code} ${name}`}
                empty={{ title: t("noWebsite"), text: t("noWebsiteText") }}
                columns={[
                  { key: "name", header: t("name"), cell: (website) => <Named {...website} badge={website.isDefault ? t("default") : null} /> },
                  { key: "currency", header: t("currency"), cell: (website) => website.baseCurrency },
                  { key: "zone", header: t("timeZone"), wide: true, cell: (website) => website.timeZone },
                  { key: "views", header: t("storeViews"), wide: true, cell: (website) => website.storeViewCodes.join(", ") || "–" },
                  { key: "actions", header: shared("actions"), align: "end", cell: (website) => <RowActions name={website.name} onEdit={() => open({ kind: "website", website })} onDelete={() => open({ kind: "deleteWebsite", website })} /> },
                ]}
              />
            </Part>
            <Part title={t("groups")} add={t("newGroup")} onAdd={() => open({ kind: "group", group: null })}>
              <SimpleTable
                caption={t("groups")}
                nodes={customerGroups}
                rowKey={(group) => group.code}
                said={({ code, name }) => `${code} ${name}`}
                empty={{ title: t("groups") }}
                columns={[
                  { key: "name", header: t("name"), cell: (group) => <Named {...group} badge={group.code === GENERAL ? t("default") : null} /> },
                  {
                    key: "actions",
                    header: shared("actions"),
                    align: "end",
                    cell: (group) => <RowActions name={group.name} onEdit={() => open({ kind: "group", group })} onDelete={group.code === GENERAL ? undefined : () => open({ kind: "deleteGroup", group })} />,
                  },
                ]}
              />
            </Part>
          </Stack>
        )}
      </Answered>
      {opened?.kind === "website" && <WebsiteDialog website={opened.website} onClose={close} onSaved={again} />}
      {opened?.kind === "group" && <GroupDialog group={opened.group} onClose={close} onSaved={again} />}
      {opened?.kind === "deleteWebsite" && <DeleteWebsite website={opened.website} onClose={close} onDone={again} />}
      {opened?.kind === "deleteGroup" && <DeleteGroup group={opened.group} onClose={close} onDone={again} />}
    </Page>
  );
}

function Part({ title, add, onAdd, children }: { title: string; add: string; onAdd: () => void; children: ReactNode }): ReactNode {
  return (
    <Stack gap="sm" component="section" aria-label={title}>
      <Group justify="space-between">
        <Title order={2}>{title}</Title>
        <May scope="config:write">
          <Button variant="default" size="sm" leftSection={<Icon name="plus" />} onClick={onAdd}>
            {add}
          </Button>
        </May>
      </Group>
      {children}
    </Stack>
  );
}

function Named({ name, code, badge }: { name: string; code: string; badge: string | null }): ReactNode {
  return (
    <Stack gap={0}>
      <Group gap="xs">
        <Text fw={600} size="sm" className="long">
          {name}
        </Text>
        {badge !== null && (
          <Badge size="xs" variant="light">
            {badge}
          </Badge>
        )}
      </Group>
      <Text size="xs" c="dimmed" className="long">
        {code}
      </Text>
    </Stack>
  );
}
