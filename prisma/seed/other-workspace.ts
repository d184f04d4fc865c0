import type { ContactRow, DocumentRow, EventRow, ThreadRow } from "./rows.ts";

const contact = (id: string, name: string, email: string, organisation: string, role: string): ContactRow => ({
  id,
  name,
  aliases: [],
  email,
  phone: "",
  organisation,
  role,
  language: "en",
  timeZone: "Europe/London",
  tags: [],
  notes: "",
});

/** A second workspace, in which much is called the same: what one workspace finds must never come from the other. */
export function otherWorkspaceDocuments(y: number): DocumentRow[] {
  const row = (id: string, title: string, kind: DocumentRow["kind"], date: string, tags: string[], body: string): DocumentRow => ({
    id,
    title,
    kind,
    language: "en",
    folder: "Projects",
    tags,
    author: "Olive Harper",
    date,
    body,
  });
  return [
    row(
      "doc_other_december",
      `Harbour tolls: December ${y}`,
      "report",
      `${y}-12-30`,
      ["Tolls", "December"],
      "In December 412 ships paid 1.9 million pounds in tolls. It was decided to publish the tariff online.",
    ),
    row(
      "doc_other_tevuot",
      "Tevuot: confidential bid of a competitor",
      "note",
      `${y}-12-12`,
      ["Tevuot"],
      "We bid against Sadot for Tevuot with a fee of 29,000 ILS a month. This must not be known outside.",
    ),
    row(
      "doc_other_strategy",
      "Strategy of the harbour",
      "strategy",
      `${y}-11-02`,
      ["strategy"],
      "The goal is a turnaround of nine hours for a ship. The risk is the dredging, which is late by a month.",
    ),
    row(
      "doc_other_policy",
      "Policy: visitors on the quay",
      "policy",
      `${y}-02-20`,
      ["policy"],
      "Visitors wear a vest and are never alone on the quay.",
    ),
    row(
      "doc_other_minutes",
      "Minutes of the harbour board",
      "minutes",
      `${y}-12-05`,
      ["minutes"],
      "The board approved 2.2 million pounds for a crane. Open question: who trains the crews?",
    ),
  ];
}

export function otherContacts(): ContactRow[] {
  return [
    contact("con_other_yoav", "Yoav Stern", "yoav.stern@quayside.example", "Quayside", "Pilot"),
    contact("con_other_noa", "Noa Whitby", "noa.whitby@quayside.example", "Quayside", "Dredging"),
    contact("con_other_hugh", "Hugh Cartwright", "hugh@harbour.example", "Harbour Office", "Harbour master"),
    contact("con_other_ines", "Ines Duarte", "ines@harbour.example", "Harbour Office", "Tolls"),
    contact("con_other_olive", "Olive Harper", "olive@other.example", "Harbour Office", "Director"),
    contact("con_other_li", "Li Chen", "li.chen@cranes.example", "Crane Works", "Engineer"),
  ];
}

export function otherEvents(dayAt: (workingDays: number) => string): EventRow[] {
  const olive = { name: "Olive Harper", email: "olive@other.example" };
  const event = (id: string, days: number, from: string, title: string): EventRow => ({
    id,
    title,
    description: "",
    location: "Harbour office",
    day: dayAt(days),
    from,
    minutes: 60,
    organiser: olive.name,
    attendees: [olive],
  });
  return [
    event("evt_other_1", -3, "10:00", "Harbour board"),
    event("evt_other_2", 0, "09:00", "Morning round"),
    event("evt_other_3", 1, "14:00", "Crane tender"),
    event("evt_other_4", 5, "11:00", "Dredging"),
  ];
}

export function otherThreads(): ThreadRow[] {
  return [
    {
      id: "thr_other_1",
      subject: "Crane",
      messages: [
        {
          direction: "in",
          sender: "li.chen@cranes.example",
          recipients: [{ name: "Olive Harper", email: "olive@other.example" }],
          daysAgo: 3,
          body: "The crane can be there in May.",
          status: "received",
        },
      ],
    },
  ];
}
