import type { Room } from "../../app/room";

export const room: Room = {
  group: "operation",
  order: 2,
  links: [
    {
      path: "/audit",
      icon: "list",
      scope: "reports:read",
      label: { en: "Audit log", de: "Protokoll", sv: "Logg", es: "Registro" },
    },
  ],
  paths: ["audit"],
  load: () => import("./index"),
};
