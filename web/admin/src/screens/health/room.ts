import type { Room } from "../../app/room";

export const room: Room = {
  group: "operation",
  order: 3,
  links: [
    {
      path: "/health",
      icon: "heart",
      scope: "reports:read",
      label: { en: "Health", de: "Zustand", sv: "Tillstånd", es: "Estado" },
    },
  ],
  paths: ["health"],
  load: () => import("./index"),
};
