/** Settings of the programme: for all websites, and what each website overrides, inherits or leaves blank. */
import { Select, TextInput } from "@mantine/core";
import { useState, type ReactNode } from "react";
import { useQuery } from "urql";
import { Answered } from "../../../components/Answered";
import { Icon } from "../../../components/icons";
import { Page } from "../../../components/Page";
import { useUrlState } from "../../../components/useUrlState";
import { options, useScopes, type Scopes } from "../shared/scopes";
import { useSharedWords } from "../shared/words";
import { SETTINGS } from "./documents";
import { SettingsForm } from "./SettingsForm";
import { useSettingWords } from "./words";

const ALL_WEBSITES = "*";

export default function SettingsPage(): ReactNode {
  const t = useSettingWords();
  const scopes = useScopes();
  return (
    <Page title={t("title")} lead={t("lead")}>
      <Answered result={scopes}>{(data) => <OfScope scopes={data} />}</Answered>
    </Page>
  );
}

function OfScope({ scopes }: { scopes: Scopes }): ReactNode {
  const t = useSettingWords();
  const shared = useSharedWords();
  const { get, set } = useUrlState();
  const [wanted, setWanted] = useState("");
  const code = get("website");
  const websiteCode = scopes.websites.some((website) => website.code === code) ? code : null;
  const result = useQuery({ query: SETTINGS, variables: { websiteCode } });
  const data = [{ value: ALL_WEBSITES, label: t("defaultScope") }, ...options(scopes.websites)];
  return (
    <>
      <div className="settings-scope">
        <Select
          label={shared("website")}
          description={t("scopeHelp")}
          data={data}
          value={websiteCode ?? ALL_WEBSITES}
          allowDeselect={false}
          onChange={(value) => set({ website: value === null || value === ALL_WEBSITES ? "" : value })}
        />
        <TextInput type="search" label={t("find")} description={t("findHelp")} leftSection={<Icon name="search" />} value={wanted} onChange={(event) => setWanted(event.currentTarget.value)} />
      </div>
      <Answered result={result}>
        {(answer) =>
          // The answer for another scope may still be shown while this one's is on its way.
          answer.settings.websiteCode === websiteCode && (
            <SettingsForm
              key={websiteCode ?? ""}
              scopes={scopes}
              websiteCode={websiteCode}
              settings={answer.settings}
              inherited={answer.inherited}
              wanted={wanted}
              onSaved={() => result[1]({ requestPolicy: "network-only" })}
            />
          )
        }
      </Answered>
    </>
  );
}
