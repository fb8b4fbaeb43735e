/** All rooms that there are, found by their `room.ts`. */
import { lazy, type ComponentType } from "react";
import type { Group, Room } from "./room";

const found = import.meta.glob<Room>("../screens/**/room.ts", { eager: true, import: "room" });

export const GROUPS: readonly Group[] = ["support", "programme", "finance", "contact", "operation"];

export const rooms: readonly Room[] = Object.values(found).sort(
  (a, b) => GROUPS.indexOf(a.group) - GROUPS.indexOf(b.group) || a.order - b.order,
);

const screens = new Map<string, ComponentType>(
  rooms.flatMap((room) => {
    const screen = lazy(room.load);
    return room.paths.map((path) => [path, screen] as const);
  }),
);

/** The screens of the room that a path below /admin belongs to. */
export function screensAt(path: string): ComponentType | undefined {
  return screens.get(path.split("/")[1] ?? "");
}
