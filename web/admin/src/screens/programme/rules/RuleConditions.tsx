/** When a cart rule applies: days, websites, groups, coupon, total, units, products. */
import { MultiSelect, SegmentedControl, SimpleGrid, TagsInput, TextInput } from "@mantine/core";
import type { ReactNode } from "react";
import { DecimalNumber } from "../shared/fields";
import { options, type Scopes } from "../shared/scopes";
import { useSharedWords } from "../shared/words";
import { Section, type Form } from "./RuleForm";
import { useRuleWords } from "./words";

export function RuleConditions({ form, scopes }: { form: Form; scopes: Scopes }): ReactNode {
  const t = useRuleWords();
  const shared = useSharedWords();
  const hasSkus = form.values.skus.length > 1;
  return (
    <Section title={t("conditions")}>
      <SimpleGrid cols={{ base: 1, sm: 2 }} spacing="md">
        <MultiSelect label={t("websites")} placeholder={form.values.websiteCodes.length === 0 ? shared("allWebsites") : ""} data={options(scopes.websites)} clearable {...form.getInputProps("websiteCodes")} />
        <MultiSelect label={t("groups")} placeholder={form.values.customerGroupCodes.length === 0 ? shared("allGroups") : ""} data={options(scopes.customerGroups)} clearable {...form.getInputProps("customerGroupCodes")} />
        <TextInput type="date" label={t("firstDay")} description={t("dayHelp")} {...form.getInputProps("fromDate")} />
        <TextInput type="date" label={t("lastDay")} description={t("dayHelp")} {...form.getInputProps("toDate")} />
        <DecimalNumber label={t("subtotalFrom")} description={t("subtotalHelp")} {...form.getInputProps("subtotalFrom")} />
        <DecimalNumber label={t("subtotalTo")} description={t("subtotalHelp")} {...form.getInputProps("subtotalTo")} />
        <TextInput label={t("coupon")} description={t("couponHelp")} {...form.getInputProps("couponCode")} />
        <DecimalNumber label={t("quantityFrom")} description={t("quantityHelp")} {...form.getInputProps("quantityFrom")} />
      </SimpleGrid>
      <TagsInput label={t("skus")} description={t("skusHelp")} {...form.getInputProps("skus")} />
      {hasSkus && (
        <SegmentedControl
          aria-label={t("skus")}
          data={[
            { value: "ANY", label: t("anyOfThem") },
            { value: "ALL", label: t("allOfThem") },
          ]}
          {...form.getInputProps("skuMatch")}
        />
      )}
    </Section>
  );
}
