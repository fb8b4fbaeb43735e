/** The buttons of a row: edit and delete, named after what they are about. */
import { ActionIcon, Group } from "@mantine/core";
import type { ReactNode } from "react";
import { Icon } from "../../../components/icons";
import { May } from "../../../components/May";
import { useCommonWords } from "../../../i18n";

interface Props {
  name: string;
  onEdit: () => void;
  /** Without it there is nothing to delete. */
  onDelete?: (() => void) | undefined;
  deleteLabel?: string;
}

export function RowActions({ name, onEdit, onDelete, deleteLabel }: Props): ReactNode {
  const common = useCommonWords();
  const remove = `${deleteLabel ?? common("remove")}: ${name}`;
  return (
    <May scope="config:write">
      <Group gap={4} justify="end" wrap="nowrap">
        <ActionIcon variant="subtle" color="gray" onClick={onEdit} aria-label={`${common("edit")}: ${name}`} title={common("edit")}>
          <Icon name="pencil" />
        </ActionIcon>
        {onDelete !== undefined && (
          <ActionIcon variant="subtle" color="red" onClick={onDelete} aria-label={remove} title={deleteLabel ?? common("remove")}>
            <Icon name="trash" />
          </ActionIcon>
        )}
      </Group>
    </May>
  );
}
