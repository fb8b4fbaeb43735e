import type { Room } from "../../app/room";

export const room: Room = {
  group: "contact",
  order: 1,
  links: [
    {
      path: "/mail/outbox",
      icon: "mail",
      scope: "reports:read",
      label: { en: "Outbox", de: "Postausgang", sv: "Utkorg", es: "Bandeja de salida" },
    },
    {
      path: "/mail/templates",
      icon: "pencil",
      scope: "config:read",
      label: { en: "Mail templates", de: "Mailvorlagen", sv: "Mejlmallar", es: "Plantillas de correo" },
    },
  ],
  paths: ["mail"],
  load: () => import("./index"),
};
