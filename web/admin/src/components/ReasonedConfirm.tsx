/**
 * A dialog before what can't be undone: what will happen is shown first, a reason may be asked for, and it stays open
 * until it is done or given up.
 */
import { Button, Group, Modal, Stack, Textarea } from "@mantine/core";
import { useState, type ReactNode } from "react";
import { useCommonWords } from "../i18n";
import { Problems } from "./Problems";

interface Props {
  opened: boolean;
  onClose: () => void;
  title: string;
  /** What it will do: a sentence, or the API's preview. */
  preview: ReactNode;
  confirmLabel: string;
  /** Instead of "Cancel", where that is what the dialog does. */
  dismissLabel?: string;
  /** Red, as it takes something away. */
  danger?: boolean;
  reason?: "required" | "optional" | "none";
  reasonLabel?: string;
  /** Give the command; true closes the dialog. */
  onConfirm: (reason: string) => Promise<boolean>;
  /** The command's `problems`. */
  problems?: readonly string[];
  /** Where the preview has not been answered yet. */
  disabled?: boolean;
}

export function ReasonedConfirm({ reason = "none", opened, onClose, title, ...rest }: Props): ReactNode {
  const t = useCommonWords();
  return (
    <Modal opened={opened} onClose={onClose} title={title} size="lg" closeButtonProps={{ "aria-label": t("close") }} attributes={{ header: { role: "presentation" } }}>
      <Content reason={reason} onClose={onClose} {...rest} />
    </Modal>
  );
}

type ContentProps = Omit<Props, "opened" | "title">;

function Content({ onClose, preview, confirmLabel, dismissLabel, danger, reason, reasonLabel, onConfirm, problems, disabled }: ContentProps): ReactNode {
  const t = useCommonWords();
  const [text, setText] = useState("");
  const [missing, setMissing] = useState(false);
  const [running, setRunning] = useState(false);
  const confirm = async (): Promise<void> => {
    if (reason === "required" && text.trim() === "") return setMissing(true);
    setRunning(true);
    try {
      if (await onConfirm(text.trim())) onClose();
    } finally {
      setRunning(false);
    }
  };
  return (
    <Stack>
      <div>{preview}</div>
      {reason !== "none" && (
        <Textarea
          label={reasonLabel ?? t("reason")}
          description={t("reasonHelp")}
          withAsterisk={reason === "required"}
          autosize
          minRows={2}
          value={text}
          error={missing && text.trim() === "" ? t("required") : null}
          onChange={(event) => setText(event.currentTarget.value)}
        />
      )}
      <Problems of={problems ?? []} />
      <Group justify="end">
        <Button variant="default" onClick={onClose}>
          {dismissLabel ?? t("cancel")}
        </Button>
        <Button color={danger === true ? "red.9" : "brand"} loading={running} disabled={disabled === true} onClick={() => void confirm()}>
          {confirmLabel}
        </Button>
      </Group>
    </Stack>
  );
}
