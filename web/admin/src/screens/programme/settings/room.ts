import type { Room } from "../../../app/room";

export const room: Room = {
  group: "programme",
  order: 2,
  links: [
    {
      path: "/settings",
      icon: "sliders",
      scope: "config:read",
      label: { en: "Settings", de: "Einstellungen", sv: "Inställningar", es: "Ajustes" },
    },
  ],
  paths: ["settings"],
  load: () => import("./SettingsPage"),
};
