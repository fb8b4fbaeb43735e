/** Choosing light or dark, or what the system has. */
import { ActionIcon, Menu, useMantineColorScheme, type MantineColorScheme } from "@mantine/core";
import type { ReactNode } from "react";
import { Icon, type IconName } from "../components/icons";
import { useCommonWords } from "../i18n";

const SCHEMES: readonly [MantineColorScheme, IconName][] = [
  ["light", "sun"],
  ["dark", "moon"],
  ["auto", "screen"],
];

export function AppearanceMenu(): ReactNode {
  const t = useCommonWords();
  const { colorScheme, setColorScheme } = useMantineColorScheme();
  const icon = SCHEMES.find(([scheme]) => scheme === colorScheme)?.[1] ?? "screen";
  return (
    <Menu position="bottom-end" withinPortal>
      <Menu.Target>
        <ActionIcon variant="subtle" color="gray" size="lg" aria-label={`${t("appearance")}: ${t(colorScheme)}`}>
          <Icon name={icon} />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        {SCHEMES.map(([scheme, name]) => (
          <Menu.Item
            key={scheme}
            leftSection={<Icon name={name} />}
            rightSection={scheme === colorScheme ? <Icon name="check" /> : null}
            onClick={() => setColorScheme(scheme)}
            aria-current={scheme === colorScheme}
          >
            {t(scheme)}
          </Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
  );
}
