/** The form of a cart rule: what it is called, when it applies, what it gives; tried before it is saved. */
import { Group, Paper, Stack, Switch, TextInput, Title } from "@mantine/core";
import { useForm, type UseFormReturnType } from "@mantine/form";
import type { ReactNode } from "react";
import { useUnsaved } from "../../../components/unsaved";
import { useCommonWords } from "../../../i18n";
import { useMay } from "../../../session/viewer";
import { WholeNumber } from "../shared/fields";
import type { Scopes } from "../shared/scopes";
import { WhatIf } from "../whatif/WhatIf";
import { RuleBar } from "./RuleBar";
import { RuleConditions } from "./RuleConditions";
import type { CartRule } from "./documents";
import { RuleGifts } from "./RuleGifts";
import { useSaveRule } from "./useSaveRule";
import { canBeTried, sent, valuesOf, type RuleValues } from "./values";
import { useRuleWords } from "./words";

export type Form = UseFormReturnType<RuleValues>;

interface Props {
  scopes: Scopes;
  /** Null: a new one. */
  rule: CartRule | null;
  onNewest: () => void;
}

export function RuleForm({ scopes, rule, onNewest }: Props): ReactNode {
  const t = useRuleWords();
  const common = useCommonWords();
  const may = useMay();
  const form: Form = useForm({ initialValues: valuesOf(rule) });
  useUnsaved(form.isDirty());
  const saving = useSaveRule(rule, onNewest);
  const submit = form.onSubmit((values) => {
    if (values.name.trim() === "") return form.setFieldError("name", common("required"));
    void saving.save(sent(values), form);
  });
  const tried = canBeTried(form.values) && (rule === null || form.isDirty()) ? { ruleId: rule?.id ?? null, rule: { ...sent(form.values), name: form.values.name.trim() || t("new") } } : null;
  return (
    <Stack gap="lg">
      <form id="rule" onSubmit={submit} noValidate>
        <fieldset disabled={!may("config:write")} style={{ border: 0, padding: 0, margin: 0, minInlineSize: 0 }}>
          <Stack gap="lg">
            <Section title={t("rule")}>
              <Group align="start" grow preventGrowOverflow={false} gap="md">
                <TextInput label={t("name")} description={t("nameHelp")} withAsterisk miw={220} {...form.getInputProps("name")} />
                <WholeNumber label={t("priority")} description={t("priorityHelp")} min={-1_000_000_000} miw={220} {...form.getInputProps("priority")} />
              </Group>
              <Switch label={t("inUse")} {...form.getInputProps("active", { type: "checkbox" })} />
              <Switch label={t("stopFurther")} description={t("stopFurtherHelp")} {...form.getInputProps("stopFurtherRules", { type: "checkbox" })} />
            </Section>
            <RuleConditions form={form} scopes={scopes} />
            <RuleGifts form={form} />
          </Stack>
        </fieldset>
      </form>
      <WhatIf
        scopes={scopes}
        change={tried === null ? null : { cartRule: tried }}
        past={tried === null ? null : (period) => ({ cartRule: { ...period, ...tried } })}
        websiteCode={rule?.websiteCodes[0] ?? null}
        groupCode={rule?.customerGroupCodes[0] ?? null}
        withCart
      />
      {may("config:write") && (rule === null || form.isDirty()) && (
        <RuleBar saving={saving} isNew={rule === null} onDiscard={() => form.reset()} onTheirs={onNewest} onMine={() => void saving.write(sent(form.values), form)} />
      )}
    </Stack>
  );
}

export function Section({ title, children }: { title: string; children: ReactNode }): ReactNode {
  return (
    <Paper withBorder p="md" component="section" aria-label={title}>
      <Stack gap="md">
        <Title order={2}>{title}</Title>
        {children}
      </Stack>
    </Paper>
  );
}
