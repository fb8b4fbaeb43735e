/** Who has signed in, what they may do, and signing out. */
import { ActionIcon, Badge, Group, Menu, Text } from "@mantine/core";
import type { ReactNode } from "react";
import { Icon } from "../components/icons";
import { useCommonWords } from "../i18n";
import { signOut } from "../session/provider";
import { useViewer } from "../session/viewer";

export function AccountMenu(): ReactNode {
  const t = useCommonWords();
  const { subject, scopes } = useViewer();
  const shown = scopes.includes("admin") ? [t("mayAll")] : scopes;
  return (
    <Menu position="bottom-end" withinPortal width={260}>
      <Menu.Target>
        <ActionIcon variant="subtle" color="gray" size="lg" aria-label={t("account")}>
          <Icon name="user" />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        <Text px="sm" pt="xs" size="sm" className="long">
          {t("signedInAs", { name: subject })}
        </Text>
        <Group px="sm" py="xs" gap={4}>
          <Text size="xs" c="dimmed">
            {t("mayDo")}
          </Text>
          {shown.map((scope) => (
            <Badge key={scope} size="sm" variant="light" tt="none">
              {scope}
            </Badge>
          ))}
        </Group>
        <Menu.Divider />
        <Menu.Item leftSection={<Icon name="leave" />} onClick={() => void signOut()}>
          {t("signOut")}
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}
