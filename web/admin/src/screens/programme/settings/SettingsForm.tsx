/** The settings in their groups, with what has been changed, the example for it, and the bar that saves it. */
import { Paper, Stack, Text, Title } from "@mantine/core";
import { useCallback, useState, type ReactNode } from "react";
import { useUnsaved } from "../../../components/unsaved";
import { useMay } from "../../../session/viewer";
import type { Scopes } from "../shared/scopes";
import { WhatIf } from "../whatif/WhatIf";
import { GROUPS, type Declared } from "./declared";
import type { Name, Settings } from "./documents";
import { changes, inForce, NO_DRAFT, withInherited, withOwn, withValue, type Draft, type Value } from "./draft";
import { SaveBar } from "./SaveBar";
import { SettingRow } from "./SettingRow";
import { useSaveSettings } from "./useSaveSettings";
import { useSettingWords } from "./words";
import "./settings.css";

interface Props {
  scopes: Scopes;
  websiteCode: string | null;
  settings: Settings;
  inherited: Settings;
  wanted: string;
  onSaved: () => void;
}

export function SettingsForm({ scopes, websiteCode, settings, inherited, wanted, onSaved }: Props): ReactNode {
  const t = useSettingWords();
  const may = useMay();
  const [draft, setDraft] = useState<Draft>(NO_DRAFT);
  const saving = useSaveSettings(websiteCode, settings, () => {
    setDraft(NO_DRAFT);
    onSaved();
  });
  const isChanged = changes(draft) > 0;
  useUnsaved(isChanged);
  const tried = inForce(draft, inherited, websiteCode !== null);
  const hasTried = Object.keys(tried).length > 0;
  const matches = ({ name }: Declared): boolean => {
    const words = `${t(name)} ${t(`${name}Help`)} ${name}`.toLocaleLowerCase();
    return words.includes(wanted.trim().toLocaleLowerCase());
  };
  const onValue = useCallback((name: Name, value: Value) => setDraft((now) => withValue(now, settings, name, value)), [settings]);
  const onInherit = useCallback(
    (name: Name, does: boolean) => setDraft((now) => (does ? withInherited(now, settings, name) : withOwn(now, settings, name))),
    [settings],
  );
  const groups = GROUPS.map(({ key, settings: all }) => ({ key, shown: (all as readonly Declared[]).filter(matches) })).filter(({ shown }) => shown.length > 0);
  return (
    <Stack gap="lg">
      {groups.length === 0 && <Text c="dimmed">{t("noSetting")}</Text>}
      {groups.map(({ key, shown }) => (
        <Paper key={key} withBorder p="md" component="section" aria-labelledby={`settings-${key}`}>
          <Title order={2} id={`settings-${key}`} mb="xs">
            {t(key)}
          </Title>
          {shown.map((declared) => (
            <SettingRow
              key={declared.name}
              declared={declared}
              isWebsite={websiteCode !== null}
              mayChange={may("config:write")}
              isOwn={draft.set[declared.name] !== undefined || (settings.overridden.includes(declared.name) && !draft.inherit.includes(declared.name))}
              isChanged={draft.set[declared.name] !== undefined || draft.inherit.includes(declared.name)}
              value={valueOf(draft, settings, inherited, declared.name)}
              error={saving.errors[declared.name]}
              onValue={onValue}
              onInherit={onInherit}
            />
          ))}
        </Paper>
      ))}
      <WhatIf
        scopes={scopes}
        change={hasTried ? { settings: tried } : null}
        past={hasTried ? (period) => ({ settings: { ...period, settings: tried } }) : null}
        websiteCode={websiteCode}
      />
      {isChanged && <SaveBar count={changes(draft)} saving={saving} onSave={() => void saving.save(draft)} onDiscard={() => { setDraft(NO_DRAFT); saving.forget(); }} onTheirs={() => { setDraft(NO_DRAFT); saving.forget(); onSaved(); }} onMine={() => void saving.write(draft)} />}
    </Stack>
  );
}

function valueOf(draft: Draft, settings: Settings, inherited: Settings, name: Name): Value {
  const set = draft.set[name];
  if (set !== undefined) return set;
  return draft.inherit.includes(name) && settings.websiteCode !== null ? inherited[name] : settings[name];
}
