/** Deleting with a way back: done, said, and undone by putting the same again. */
import { Button } from "@mantine/core";
import { notifyDone, notifyTrouble } from "../../../components/notify";
import { useCommonWords } from "../../../i18n";
import { useSharedWords } from "./words";

/** `restore` answers what is wrong, or nothing. */
export function useSayDeleted(): (restore: () => Promise<string | undefined>) => void {
  const common = useCommonWords();
  const shared = useSharedWords();
  return (restore) => {
    const undo = async (): Promise<void> => {
      const wrong = await restore();
      if (wrong === undefined) notifyDone(shared("restored"));
      else notifyTrouble(wrong);
    };
    notifyDone(
      shared("deleted"),
      <Button size="compact-xs" variant="default" onClick={() => void undo()}>
        {common("undo")}
      </Button>,
    );
  };
}
