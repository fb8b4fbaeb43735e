/** What a cart rule gives: points, a discount, a factor of what the rate earns. */
import { Select, SimpleGrid } from "@mantine/core";
import type { ReactNode } from "react";
import { DecimalNumber, WholeNumber } from "../shared/fields";
import { Section, type Form } from "./RuleForm";
import { useRuleWords } from "./words";

export function RuleGifts({ form }: { form: Form }): ReactNode {
  const t = useRuleWords();
  const kind = form.values.discountKind;
  return (
    <Section title={t("gives")}>
      <SimpleGrid cols={{ base: 1, sm: 2 }} spacing="md">
        <WholeNumber label={t("pointsGiven")} description={t("pointsGivenHelp")} {...form.getInputProps("points")} />
        <DecimalNumber label={t("factor")} description={t("factorHelp")} unit="×" decimals={2} {...form.getInputProps("earningFactor")} />
        <Select
          label={t("discount")}
          data={[
            { value: "PERCENT", label: t("percentKind") },
            { value: "FIXED", label: t("fixedKind") },
          ]}
          placeholder={t("noDiscount")}
          clearable
          {...form.getInputProps("discountKind")}
          value={kind === "" ? null : kind}
          onChange={(chosen) => form.setFieldValue("discountKind", chosen === "PERCENT" || chosen === "FIXED" ? chosen : "")}
        />
        {kind !== "" && <DecimalNumber label={kind === "PERCENT" ? t("percent") : t("amount")} unit={kind === "PERCENT" ? "%" : undefined} {...form.getInputProps("discountAmount")} />}
      </SimpleGrid>
    </Section>
  );
}
