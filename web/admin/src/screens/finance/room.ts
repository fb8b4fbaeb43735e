import type { Room } from "../../app/room";

export const room: Room = {
  group: "finance",
  order: 1,
  links: [
    {
      path: "/finance/liability",
      icon: "chart",
      scope: "reports:read",
      label: { en: "Liability", de: "Verbindlichkeit", sv: "Skuld", es: "Obligación" },
    },
    {
      path: "/finance/journal",
      icon: "book",
      scope: "reports:read",
      label: { en: "Journal", de: "Buchungsjournal", sv: "Journal", es: "Diario" },
    },
  ],
  paths: ["finance"],
  load: () => import("./index"),
};
