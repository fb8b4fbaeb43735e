/** Asks before a link leads away from what is not saved. */
import { Button, Group, Modal, Stack, Text } from "@mantine/core";
import type { ReactNode } from "react";
import { useLeaving } from "../components/unsaved";
import { useCommonWords } from "../i18n";

export function LeaveDialog(): ReactNode {
  const t = useCommonWords();
  const { isAsked, stay, go } = useLeaving();
  return (
    <Modal opened={isAsked} onClose={stay} title={t("leaveTitle")} closeButtonProps={{ "aria-label": t("close") }} attributes={{ header: { role: "presentation" } }}>
      <Stack>
        <Text>{t("leaveText")}</Text>
        <Group justify="end">
          <Button variant="default" data-autofocus onClick={stay}>
            {t("stay")}
          </Button>
          <Button color="red.9" onClick={go}>
            {t("leave")}
          </Button>
        </Group>
      </Stack>
    </Modal>
  );
}
