/** A dialog: its title is its name, and its cross can be read aloud. */
import { Modal, type ModalProps } from "@mantine/core";
import type { ReactNode } from "react";
import { useCommonWords } from "../../i18n";

type Props = Pick<ModalProps, "opened" | "onClose" | "title" | "size"> & { children: ReactNode };

export function Dialog(props: Props): ReactNode {
  const t = useCommonWords();
  return (
    <Modal
      {...props}
      closeButtonProps={{ "aria-label": t("close") }}
      // Its header is none of the page's landmarks.
      attributes={{ header: { role: "presentation" } }}
      styles={{ title: { fontWeight: 650, fontSize: "1.1rem", overflowWrap: "anywhere" } }}
    />
  );
}
