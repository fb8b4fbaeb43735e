/** A form in a dialog: what belongs to no field, and its buttons. */
import { Button, Group, Modal, Stack } from "@mantine/core";
import type { FormEventHandler, ReactNode } from "react";
import { Problems } from "../../../components/Problems";
import { useCommonWords } from "../../../i18n";

interface Props {
  title: string;
  opened: boolean;
  onClose: () => void;
  onSubmit: FormEventHandler<HTMLFormElement>;
  running: boolean;
  problems: readonly string[];
  children: ReactNode;
}

export function FormDialog({ title, opened, onClose, onSubmit, running, problems, children }: Props): ReactNode {
  const common = useCommonWords();
  return (
    <Modal opened={opened} onClose={onClose} title={title} size="lg">
      <form onSubmit={onSubmit} noValidate>
        <Stack>
          {children}
          <Problems of={problems} />
          <Group justify="end">
            <Button variant="default" onClick={onClose}>
              {common("cancel")}
            </Button>
            <Button type="submit" loading={running}>
              {common("save")}
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  );
}
