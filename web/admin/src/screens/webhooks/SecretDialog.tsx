/** A new signing secret, shown this once. */
import { Alert, Button, Group, Modal, Stack } from "@mantine/core";
import type { ReactNode } from "react";
import { CopyId } from "../../components/CopyId";
import { Icon } from "../../components/icons";
import { useCommonWords } from "../../i18n";
import { useWords } from "./words";

export function SecretDialog({ secret, onClose }: { secret: string | null; onClose: () => void }): ReactNode {
  const t = useWords();
  const common = useCommonWords();
  return (
    <Modal opened={secret !== null} onClose={onClose} title={t("secret")} closeButtonProps={{ "aria-label": common("close") }} size="lg" closeOnClickOutside={false}>
      <Stack>
        <Alert color="yellow" icon={<Icon name="alert" />}>{t("secretOnce")}</Alert>
        <CopyId id={secret ?? ""} />
        <Group justify="end">
          <Button onClick={onClose} data-autofocus>{t("secretKept")}</Button>
        </Group>
      </Stack>
    </Modal>
  );
}
