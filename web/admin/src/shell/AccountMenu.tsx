/** Who has signed in, what they may do, and signing out. */
import { ActionIcon, Badge, Button, Group, Popover, Stack, Text } from "@mantine/core";
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
    <Popover position="bottom-end" withinPortal width={260} trapFocus returnFocus>
      <Popover.Target>
        <ActionIcon variant="subtle" color="gray" size="lg" aria-label={t("account")}>
          <Icon name="user" />
        </ActionIcon>
      </Popover.Target>
      <Popover.Dropdown aria-label={t("account")}>
        <Stack gap="sm">
          <Text size="sm" className="long">
            {t("signedInAs", { name: subject })}
          </Text>
          <Group gap={4}>
            <Text size="xs" c="dimmed">
              {t("mayDo")}
            </Text>
            {shown.map((scope) => (
              <Badge key={scope} size="sm" variant="light">
                {scope}
              </Badge>
            ))}
          </Group>
          <Button variant="default" leftSection={<Icon name="leave" />} onClick={() => void signOut()}>
            {t("signOut")}
          </Button>
        </Stack>
      </Popover.Dropdown>
    </Popover>
  );
}
