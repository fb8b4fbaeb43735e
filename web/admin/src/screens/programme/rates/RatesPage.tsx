/** Exchange rates as a matrix of websites and customer groups, edited in its cells. */
import { SegmentedControl, Stack, VisuallyHidden } from "@mantine/core";
import { useState, type ReactNode } from "react";
import { useQuery } from "urql";
import { Answered } from "../../../components/Answered";
import { Page } from "../../../components/Page";
import { useUrlState } from "../../../components/useUrlState";
import { useScopes, type Scopes } from "../shared/scopes";
import { WhatIf } from "../whatif/WhatIf";
import { EARNING, MATRIX, REDEEMING, type Direction } from "./documents";
import { Matrix } from "./Matrix";
import { Legend } from "./spelling";
import { draftRate, type Draft } from "./draft";
import { useRateWords } from "./words";

export default function RatesPage(): ReactNode {
  const t = useRateWords();
  const scopes = useScopes();
  const { get, set } = useUrlState();
  const direction: Direction = get("direction") === "redeem" ? REDEEMING : EARNING;
  return (
    <Page title={t("title")} lead={t("lead")}>
      <div>
        <VisuallyHidden id="direction">{t("direction")}</VisuallyHidden>
        <SegmentedControl
          aria-labelledby="direction"
          value={direction}
          data={[
            { value: EARNING, label: t("earning") },
            { value: REDEEMING, label: t("redeeming") },
          ]}
          onChange={(value) => set({ direction: value === REDEEMING ? "redeem" : "" })}
        />
      </div>
      <Answered result={scopes}>{(data) => <Rates key={direction} scopes={data} direction={direction} />}</Answered>
    </Page>
  );
}

function Rates({ scopes, direction }: { scopes: Scopes; direction: Direction }): ReactNode {
  const result = useQuery({ query: MATRIX, variables: { direction } });
  const [draft, setDraft] = useState<Draft | null>(null);
  const ask = () => result[1]({ requestPolicy: "network-only" });
  const rate = draft === null ? null : draftRate(draft, direction);
  return (
    <Stack gap="lg">
      <Legend />
      <Answered result={result}>
        {(data) => <Matrix scopes={scopes} direction={direction} cells={data.exchangeRateMatrix} draft={draft} onDraft={setDraft} onChanged={ask} />}
      </Answered>
      <WhatIf
        scopes={scopes}
        change={rate === null ? null : { rate }}
        past={rate === null ? null : (period) => ({ rate: { ...period, rate } })}
        websiteCode={draft?.websiteCode ?? null}
        groupCode={draft?.customerGroupCode ?? null}
      />
    </Stack>
  );
}
