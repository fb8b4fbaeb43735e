/** Before saving: what an example customer gets with the change, and what the past would have given with it. */
import { Divider, Paper, Stack, Text, Title } from "@mantine/core";
import type { ReactNode } from "react";
import { useMay } from "../../../session/viewer";
import type { Scopes } from "../shared/scopes";
import type { ExampleChange, Period, SimulationInput } from "./documents";
import { Example } from "./Example";
import { Past } from "./Past";
import { useWhatIfWords } from "./words";

interface Props {
  scopes: Scopes;
  /** What is not saved yet; null: nothing. */
  change: ExampleChange | null;
  /** The same for orders of the past; null: it can't be told. */
  past: ((period: Period) => SimulationInput) | null;
  /** Whom the change is about first. */
  websiteCode?: string | null;
  groupCode?: string | null;
  /** Shows fields for a coupon and a product, which cart rules ask for. */
  withCart?: boolean;
}

export function WhatIf({ scopes, change, past, websiteCode, groupCode, withCart = false }: Props): ReactNode {
  const t = useWhatIfWords();
  const may = useMay();
  const site = websiteCode ?? scopes.websites[0]?.code;
  if (site === undefined) return null;
  return (
    <Paper withBorder p="md" component="section" aria-labelledby="what-if">
      <Stack gap="md">
        <div>
          <Title order={2} id="what-if" tabIndex={-1} style={{ scrollMarginBlockStart: 80, outline: "none" }}>
            {change === null ? t("titleToday") : t("title")}
          </Title>
          <Text size="sm" c="dimmed">
            {change === null ? t("leadToday") : t("lead")}
          </Text>
        </div>
        <Example key={`${site} ${groupCode ?? ""}`} scopes={scopes} change={change} websiteCode={site} groupCode={groupCode ?? "general"} withCart={withCart} />
        {may("reports:read") && past !== null && (
          <>
            <Divider />
            <Past key={site} scopes={scopes} input={past} websiteCode={site} />
          </>
        )}
      </Stack>
    </Paper>
  );
}
