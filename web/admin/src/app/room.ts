/** Rooms: each folder of screens declares itself in its `room.ts`; what is not there is not in the navigation. */
import type { ComponentType } from "react";
import type { IconName } from "../components/icons";
import type { Language } from "../i18n";
import type { Scope } from "../session/viewer";

export type Group = "support" | "programme" | "finance" | "contact" | "operation";

/** An entry of the navigation. */
export interface RoomLink {
  /** Below /admin: "/customers". */
  path: string;
  icon: IconName;
  /** Who lacks it does not see the entry. */
  scope: Scope;
  label: Record<Language, string>;
}

export interface Room {
  group: Group;
  /** Rooms of a group stand in this order. */
  order: number;
  links: readonly RoomLink[];
  /** Its paths: the first segments, without the slash, of all that its screens answer to. */
  paths: readonly string[];
  /** Its screens, loaded when one is opened: a component that routes below the paths. */
  load: () => Promise<{ default: ComponentType }>;
}
