import type { Room } from "../../../app/room";

export const room: Room = {
  group: "programme",
  order: 6,
  links: [
    {
      path: "/status-rules",
      icon: "receipt",
      scope: "config:read",
      label: { en: "Order statuses", de: "Bestellstatus", sv: "Orderstatusar", es: "Estados de pedido" },
    },
  ],
  paths: ["status-rules"],
  load: () => import("./StatusesPage"),
};
