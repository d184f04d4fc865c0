/** What the seed fills a workspace with. Every id is stable, so that seeding again adds nothing. */
export type DocumentRow = {
  id: string;
  title: string;
  kind: "report" | "minutes" | "strategy" | "note" | "letter" | "policy" | "contract" | "guide";
  language: "en" | "he";
  folder: string;
  tags: string[];
  author: string;
  /** YYYY-MM-DD: the day that it is about. */
  date: string;
  body: string;
};

export type ContactRow = {
  id: string;
  name: string;
  aliases: string[];
  email: string;
  phone: string;
  organisation: string;
  role: string;
  language: "en" | "he";
  timeZone: string;
  tags: string[];
  notes: string;
};

export type EventRow = {
  id: string;
  title: string;
  description: string;
  location: string;
  /** Days from the seed's day; the time is the workspace's own. */
  day: string;
  from: string;
  minutes: number;
  organiser: string;
  attendees: { name: string; email: string }[];
  status?: "confirmed" | "tentative" | "cancelled";
};

export type ThreadRow = {
  id: string;
  subject: string;
  messages: {
    direction: "in" | "out";
    sender: string;
    recipients: { name: string; email: string }[];
    daysAgo: number;
    body: string;
    status: "received" | "sent";
  }[];
};
