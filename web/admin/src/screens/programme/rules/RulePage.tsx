/** One cart rule, new or to edit, tried before it is saved. */
import { Anchor, Button } from "@mantine/core";
import { useState, type ReactNode } from "react";
import { useQuery } from "urql";
import { Link, useLocation } from "wouter";
import { useCommand } from "../../../api/useCommand";
import { Answered } from "../../../components/Answered";
import { May } from "../../../components/May";
import { notifyDone, notifyTrouble } from "../../../components/notify";
import { Page } from "../../../components/Page";
import { ReasonedConfirm } from "../../../components/ReasonedConfirm";
import { forgetUnsaved } from "../../../components/unsaved";
import { useCommonWords } from "../../../i18n";
import { useScopes } from "../shared/scopes";
import { useSharedWords } from "../shared/words";
import { useClient } from "urql";
import { CREATE, DELETE, inputOf, ONE_RULE, type CartRule } from "./documents";
import { RuleForm } from "./RuleForm";
import { useConditions, useGifts } from "./summary";
import { useRuleWords } from "./words";

export function NewRule(): ReactNode {
  const t = useRuleWords();
  const scopes = useScopes();
  return (
    <Page title={t("new")} lead={t("newLead")} back={<Back />}>
      <Answered result={scopes}>{(data) => <RuleForm scopes={data} rule={null} onNewest={() => undefined} />}</Answered>
    </Page>
  );
}

export function OneRule({ id }: { id: string }): ReactNode {
  const t = useRuleWords();
  const scopes = useScopes();
  const result = useQuery({ query: ONE_RULE, variables: { id }, requestPolicy: "network-only" });
  const name = result[0].data?.cartRule.name;
  const [version, setVersion] = useState(0);
  const newest = (): void => {
    result[1]({ requestPolicy: "network-only" });
    setVersion(version + 1);
  };
  const rule = result[0].data?.cartRule;
  return (
    <Page title={name ?? t("rule")} back={<Back />} actions={rule !== undefined && <May scope="config:write"><DeleteRule rule={rule} /></May>}>
      <Answered result={scopes}>
        {(data) => (
          <Answered result={result}>
            {({ cartRule }) => <RuleForm key={`${version} ${JSON.stringify(cartRule)}`} scopes={data} rule={cartRule} onNewest={newest} />}
          </Answered>
        )}
      </Answered>
    </Page>
  );
}

function Back(): ReactNode {
  const t = useRuleWords();
  return (
    <Anchor component={Link} href="/cart-rules" size="sm">
      ← {t("title")}
    </Anchor>
  );
}

function DeleteRule({ rule }: { rule: CartRule }): ReactNode {
  const t = useRuleWords();
  const common = useCommonWords();
  const shared = useSharedWords();
  const client = useClient();
  const [, go] = useLocation();
  const [opened, setOpened] = useState(false);
  const gifts = useGifts();
  const conditions = useConditions();
  const command = useCommand(DELETE, { payload: (data) => data.cartRuleDelete });
  const restore = async (): Promise<void> => {
    const { data, error } = await client.mutation(CREATE, { input: inputOf(rule) }).toPromise();
    const made = data?.cartRuleCreate.cartRule;
    if (made == null) return notifyTrouble(error?.message ?? data?.cartRuleCreate.userErrors[0]?.message ?? common("unknown"));
    notifyDone(shared("restored"));
    go(`/cart-rules/${made.id}`);
  };
  const confirm = async (): Promise<boolean> => {
    if ((await command.run({ id: rule.id })) === null) return false;
    notifyDone(
      shared("deleted"),
      <Button size="compact-xs" variant="default" onClick={() => void restore()}>
        {common("undo")}
      </Button>,
    );
    forgetUnsaved();
    go("/cart-rules");
    return true;
  };
  return (
    <>
      <Button variant="default" onClick={() => setOpened(true)}>
        {t("delete")}
      </Button>
      <ReasonedConfirm
        opened={opened}
        onClose={() => setOpened(false)}
        title={t("deleteTitle", { name: rule.name })}
        preview={t("deleteText", { gives: gifts(rule).join(", "), when: conditions(rule).join(", ") || t("always") })}
        confirmLabel={t("delete")}
        danger
        problems={command.problems}
        onConfirm={confirm}
      />
    </>
  );
}
