import type { Room } from "../../../app/room";

export const room: Room = {
  group: "programme",
  order: 5,
  links: [
    {
      path: "/activities",
      icon: "star",
      scope: "config:read",
      label: { en: "Activities", de: "Aktivitäten", sv: "Aktiviteter", es: "Actividades" },
    },
  ],
  paths: ["activities"],
  load: () => import("./ActivitiesPage"),
};
