import type { Room } from "../../app/room";

export const room: Room = {
  group: "support",
  order: 2,
  links: [
    {
      path: "/orders",
      icon: "receipt",
      scope: "orders:read",
      label: { en: "Orders", de: "Bestellungen", sv: "Ordrar", es: "Pedidos" },
    },
  ],
  paths: ["orders"],
  load: () => import("./index"),
};
