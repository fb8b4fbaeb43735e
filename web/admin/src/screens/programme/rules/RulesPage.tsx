/** The list of cart rules: what each asks for and gives, switched on and off where it stands. */
import { Badge, Button, Group, Stack, Switch, Text } from "@mantine/core";
import { useState, type ReactNode } from "react";
import { Link } from "wouter";
import { useCommand } from "../../../api/useCommand";
import { DataList } from "../../../components/DataList";
import { Icon } from "../../../components/icons";
import { May } from "../../../components/May";
import { notifyTrouble } from "../../../components/notify";
import { Page } from "../../../components/Page";
import { SearchBox } from "../../../components/SearchBox";
import { useUrlState } from "../../../components/useUrlState";
import { useMay } from "../../../session/viewer";
import { inputOf, RULES, UPDATE, type CartRule } from "./documents";
import { useConditions, useGifts } from "./summary";
import { useRuleWords } from "./words";

export function RulesPage(): ReactNode {
  const t = useRuleWords();
  const { get } = useUrlState();
  const search = get("search");
  const gifts = useGifts();
  const create = (
    <May scope="config:write">
      <Button component={Link} href="/cart-rules/new" leftSection={<Icon name="plus" />}>
        {t("new")}
      </Button>
    </May>
  );
  return (
    <Page title={t("title")} lead={t("lead")} actions={create}>
      <DataList
        caption={t("title")}
        query={RULES}
        variables={{ search: search === "" ? null : search }}
        connection={(data) => data.cartRules}
        rowKey={(rule) => rule.id}
        rowHref={(rule) => `/cart-rules/${rule.id}`}
        filters={<SearchBox label={t("search")} />}
        empty={search === "" ? { title: t("none"), text: t("noneText"), action: create } : { title: t("notFound") }}
        columns={[
          { key: "name", header: t("name"), cell: (rule) => <Text span size="sm" fw={600} className="long">{rule.name}</Text> },
          { key: "gives", header: t("gives"), cell: (rule) => gifts(rule).join(" · ") },
          { key: "when", header: t("when"), wide: true, cell: (rule) => <Conditions rule={rule} /> },
          { key: "priority", header: t("priority"), wide: true, align: "end", cell: (rule) => rule.priority },
          { key: "active", header: t("active"), cell: (rule) => <Active rule={rule} /> },
        ]}
      />
    </Page>
  );
}

function Conditions({ rule }: { rule: CartRule }): ReactNode {
  const t = useRuleWords();
  const conditions = useConditions()(rule);
  if (conditions.length === 0) return <Text size="sm" c="dimmed">{t("always")}</Text>;
  return (
    <Stack gap={2}>
      {conditions.map((condition) => (
        <Text key={condition} size="sm" className="long">
          {condition}
        </Text>
      ))}
    </Stack>
  );
}

function Active({ rule }: { rule: CartRule }): ReactNode {
  const t = useRuleWords();
  const may = useMay();
  const [active, setActive] = useState(rule.active);
  const command = useCommand(UPDATE, {
    payload: (data) => data.cartRuleUpdate,
    success: (data) => (data.cartRuleUpdate.cartRule?.active === true ? t("switchedOn", { name: rule.name }) : t("switchedOff", { name: rule.name })),
  });
  const change = async (wanted: boolean): Promise<void> => {
    setActive(wanted);
    if ((await command.run({ id: rule.id, input: { ...inputOf(rule), active: wanted } })) !== null) return;
    setActive(!wanted);
    notifyTrouble(t("notSwitched", { name: rule.name }));
  };
  if (!may("config:write")) return <Badge variant="light" color={active ? "brand" : "gray"}>{active ? t("on") : t("off")}</Badge>;
  return (
    <Group>
      <Switch checked={active} disabled={command.running} aria-label={t("activeOf", { name: rule.name })} onChange={(event) => void change(event.currentTarget.checked)} />
    </Group>
  );
}
