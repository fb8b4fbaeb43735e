import type { Room } from "../../app/room";

export const room: Room = {
  group: "operation",
  order: 4,
  links: [
    {
      path: "/imports",
      icon: "upload",
      scope: "points:write",
      label: { en: "Import balances", de: "Guthaben importieren", sv: "Importera saldon", es: "Importar saldos" },
    },
  ],
  paths: ["imports"],
  load: () => import("./index"),
};
