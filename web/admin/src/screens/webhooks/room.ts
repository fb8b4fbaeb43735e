import type { Room } from "../../app/room";

export const room: Room = {
  group: "operation",
  order: 3,
  links: [
    {
      path: "/webhooks/endpoints",
      icon: "hook",
      scope: "config:read",
      label: { en: "Webhooks", de: "Webhooks", sv: "Webhooks", es: "Webhooks" },
    },
    {
      path: "/webhooks/deliveries",
      icon: "list",
      scope: "reports:read",
      label: { en: "Deliveries", de: "Zustellungen", sv: "Leveranser", es: "Entregas" },
    },
  ],
  paths: ["webhooks"],
  load: () => import("./index"),
};
