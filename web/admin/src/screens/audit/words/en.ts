export const en = {
  title: "Audit log",
  lead: "Every command of staff and services: who gave it, when, and with which input.",
  when: "When",
  actor: "By",
  action: "Command",
  target: "About",
  details: "Input",
  from: "From",
  to: "To",
  whole: "Enter whole names, as the list shows them.",
  nothing: "No commands yet",
} as const;
