/** A setting: what it is for, its value, and whether it is set here or comes from above. */
import { Badge, Checkbox, Group, Stack, Text } from "@mantine/core";
import { useId, type ReactNode } from "react";
import type { Declared } from "./declared";
import type { Value } from "./draft";
import { SettingField } from "./SettingField";
import { useSettingWords } from "./words";

interface Props {
  declared: Declared;
  isWebsite: boolean;
  mayChange: boolean;
  /** Set in this scope, rather than inherited. */
  isOwn: boolean;
  isChanged: boolean;
  value: Value;
  error: string | undefined;
  onValue: (value: Value) => void;
  onInherit: (does: boolean) => void;
}

export function SettingRow({ declared, isWebsite, mayChange, isOwn, isChanged, value, error, onValue, onInherit }: Props): ReactNode {
  const t = useSettingWords();
  const id = useId();
  const { name } = declared;
  const inherits = isWebsite ? t("inherits") : t("usesDefault");
  return (
    <div className={isChanged ? "setting changed" : "setting"}>
      <Stack gap={2}>
        <Group gap="xs">
          <Text component="label" htmlFor={id} fw={600} size="sm">
            {t(name)}
          </Text>
          {isOwn && (
            <Badge size="xs" variant="light">
              {t("setHere")}
            </Badge>
          )}
          {declared.blank === true && value === null && (
            <Badge size="xs" variant="outline" color="gray">
              {t("blank")}
            </Badge>
          )}
        </Group>
        <Text size="sm" c="dimmed" id={`${id}-help`}>
          {t(`${name}Help`)}
        </Text>
      </Stack>
      <Stack gap={6}>
        <SettingField id={id} declared={declared} value={value} error={error} disabled={!mayChange} inherits={!isOwn} onValue={onValue} />
        {mayChange ? (
          <Checkbox
            size="xs"
            label={inherits}
            aria-label={`${inherits}: ${t(name)}`}
            checked={!isOwn}
            onChange={(event) => onInherit(event.currentTarget.checked)}
          />
        ) : (
          !isOwn && (
            <Text size="xs" c="dimmed">
              {inherits}
            </Text>
          )
        )}
      </Stack>
    </div>
  );
}
