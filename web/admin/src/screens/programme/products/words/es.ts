import type { Translation } from "../../../../i18n";
import type { en } from "./en";

export const es: Translation<typeof en> = {
  title: "Puntos por producto",
  lead: "Productos que se compran con puntos o que dan puntos propios.",
  new: "Añadir un producto",
  search: "SKU",
  none: "Aún ningún producto tiene puntos propios",
  noneText: "Los pedidos ganan por la tasa de cambio. Aquí un producto puede dar más o tener un precio en puntos.",
  notFound: "Ningún producto con puntos tiene esto en su SKU",
  sku: "SKU",
  needed: "Cuesta (puntos)",
  neededHelp: "Una unidad se puede pagar con estos puntos.",
  notForPoints: "No con puntos",
  received: "Da (puntos)",
  receivedHelp: "Lo que da una unidad, además de la tasa.",
  noneSet: "Ninguno",
  byRate: "Gana por la tasa",
  byRateHelp: "Desactivado para tarjetas regalo, gastos, tabaco: su dinero no gana nada.",
  groups: "Otros puntos para grupos",
  groupsHelp: "En lugar de lo que da el producto; 0 significa ningún punto.",
  addGroup: "Añadir un grupo",
  deleteTitle: "¿Quitar los puntos de {sku}?",
  deleteText: "Ya no se podrá pagar con puntos y solo ganará por la tasa. Los pedidos conservan lo registrado con ellos.",
};
