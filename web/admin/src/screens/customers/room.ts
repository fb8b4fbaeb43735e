import type { Room } from "../../app/room";

export const room: Room = {
  group: "support",
  order: 1,
  links: [
    {
      path: "/customers",
      icon: "users",
      scope: "customers:read",
      label: { en: "Customers", de: "Kunden", sv: "Kunder", es: "Clientes" },
    },
  ],
  paths: ["customers"],
  load: () => import("./index"),
};
