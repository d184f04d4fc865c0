import type { EventRow, ThreadRow } from "./rows.ts";

/** A working week of the firm, the weeks before it and the weeks after: dense enough that a free hour has to be looked for. */
export function demoEvents(dayAt: (workingDays: number) => string): EventRow[] {
  const us = { name: "Dana Mizrahi", email: "dana@demo.example" };
  const omer = { name: "Omer Katz", email: "omer@demo.example" };
  const noa = { name: "Noa Levi", email: "noa@demo.example" };
  const yoav = { name: "Yoav Levi", email: "yoav.levi@tevuot.example" };
  const eitan = { name: "Eitan Golan", email: "eitan.golan@tevuot.example" };
  const yael = { name: "Yael Mor", email: "yael.mor@carmeldairy.example" };
  const roni = { name: "Roni Malka", email: "roni.malka@negevsolar.example" };
  const all: [
    days: number,
    from: string,
    minutes: number,
    title: string,
    location: string,
    attendees: EventRow["attendees"],
    status?: EventRow["status"],
  ][] = [
    [-14, "10:00", 60, "Tevuot: steering group", "Haifa office", [us, yoav, eitan]],
    [-13, "09:00", 30, "Weekly round", "Haifa office", [us, omer, noa]],
    [-12, "14:00", 90, "Carmel Dairy: cooling line", "Carmel Dairy", [omer, yael]],
    [-10, "11:00", 60, "Negev Solar: permits", "by phone", [us, roni]],
    [-8, "09:00", 30, "Weekly round", "Haifa office", [us, omer, noa]],
    [-7, "13:00", 60, "Galilee Olive Press: bottling", "Galilee", [omer]],
    [-5, "10:00", 120, "Budget review", "Haifa office", [us, noa]],
    [-4, "15:00", 60, "פגישת צוות", "חיפה", [us, omer, noa]],
    [-3, "09:00", 30, "Weekly round", "Haifa office", [us, omer, noa]],
    [-2, "12:00", 60, "Tevuot: price model", "by phone", [us, eitan]],
    [-1, "10:00", 60, "Interview with an analyst", "Haifa office", [us, noa]],
    [0, "09:00", 60, "Weekly round", "Haifa office", [us, omer, noa]],
    [0, "11:00", 90, "Carmel Dairy: offers for the compressors", "Carmel Dairy", [omer, yael]],
    [0, "14:00", 120, "Deep work", "", []],
    [1, "09:00", 120, "Negev Solar: site meeting", "Yeruham", [us, roni]],
    [1, "13:00", 60, "תבואות: היגוי", "חיפה", [us, eitan]],
    [1, "15:30", 60, "Bank", "Haifa", [noa], "tentative"],
    [2, "10:00", 60, "Ashdod Port: slot system", "by phone", [us]],
    [2, "12:00", 60, "Lunch with Golan Mills", "Afula", [us]],
    [3, "09:30", 60, "Weekly round", "Haifa office", [us, omer, noa]],
    [3, "11:00", 60, "Cancelled: insurance", "", [noa], "cancelled"],
    [4, "10:00", 180, "Workshop: storage", "Afula silo", [us, omer, eitan]],
    [6, "09:00", 60, "Weekly round", "Haifa office", [us, omer, noa]],
    [7, "13:00", 120, "Valley Water: kick-off", "Afula", [omer]],
    [9, "11:00", 60, "Quarterly planning", "Haifa office", [us, omer, noa]],
    [11, "09:00", 60, "Weekly round", "Haifa office", [us, omer, noa]],
    [13, "10:00", 240, "יום צוות", "עכו", [us, omer, noa]],
    [16, "09:00", 60, "Weekly round", "Haifa office", [us, omer, noa]],
  ];
  return all.map(([days, from, minutes, title, location, attendees, status = "confirmed"], at) => ({
    id: `evt_demo_${at + 1}`,
    title,
    description: "",
    location,
    day: dayAt(days),
    from,
    minutes,
    organiser: attendees[0]?.name ?? "Dana Mizrahi",
    attendees,
    status,
  }));
}

export function demoThreads(): ThreadRow[] {
  const us = { name: "Dana Mizrahi", email: "dana@demo.example" };
  const omer = { name: "Omer Katz", email: "omer@demo.example" };
  const yoav = { name: "Yoav Levi", email: "yoav.levi@tevuot.example" };
  const yael = { name: "Yael Mor", email: "yael.mor@carmeldairy.example" };
  const roni = { name: "Roni Malka", email: "roni.malka@negevsolar.example" };
  const ruth = { name: "Ruth Shapira", email: "ruth.shapira@tevuot.example" };
  const to = (direction: "in" | "out", sender: { email: string }, recipient: typeof us, daysAgo: number, body: string) => ({
    direction,
    sender: sender.email,
    recipients: [recipient],
    daysAgo,
    body,
    status: direction === "in" ? ("received" as const) : ("sent" as const),
  });
  return [
    {
      id: "thr_demo_1",
      subject: "Meeting before the board",
      messages: [
        to(
          "in",
          yoav,
          us,
          6,
          "Hello Dana, could we sit together for an hour before the board meets? I would like to go through the strategy and the three open points.",
        ),
        to("out", us, yoav, 5, "Hello Yoav, gladly. I will send you a time and an agenda."),
        to("in", yoav, us, 5, "Thank you. Mornings are good for me."),
      ],
    },
    {
      id: "thr_demo_2",
      subject: "עלות החיישנים",
      messages: [
        to("in", ruth, us, 9, "שלום דנה, המשקים מחכים לתשובה על עלות החיישנים. מתי תוצג ההצעה?"),
        to("out", us, ruth, 8, "שלום רות, ההצעה תוצג בפגישת ההיגוי הקרובה."),
      ],
    },
    {
      id: "thr_demo_3",
      subject: "Offers for the compressors",
      messages: [
        to("in", yael, omer, 4, "Hello Omer, two of the three offers are here: 298,000 and 334,000 ILS. The third comes on Monday."),
        to("out", omer, yael, 3, "Thank you, Yael. Please send me the delivery times as well."),
      ],
    },
    {
      id: "thr_demo_4",
      subject: "Grid connection",
      messages: [
        to("in", roni, us, 12, "Hello Dana, the grid company now says five weeks. Can we talk about the temporary line?"),
        to("out", us, roni, 11, "Yes, let us use the site meeting for it."),
      ],
    },
    {
      id: "thr_demo_5",
      subject: "Monthly report",
      messages: [
        to("out", us, yoav, 20, "Hello Yoav, attached is the monthly report. The figures on page one are final."),
        to("in", yoav, us, 19, "Thank you, well done."),
      ],
    },
    {
      id: "thr_demo_6",
      subject: "Invoice",
      messages: [
        to(
          "in",
          { email: "office@sternberg-cpa.example" },
          us,
          15,
          "Hello, invoice 2207 over 38,000 ILS is still open. Please let me know when it was sent.",
        ),
      ],
    },
    {
      id: "thr_demo_7",
      subject: "Photographs of the silo",
      messages: [
        to(
          "in",
          { email: "tal.gershon@talgershon.example" },
          omer,
          2,
          "Hi Omer, the pictures of the Afula silo are ready. Which format do you need?",
        ),
        to("out", omer, { name: "Tal Gershon", email: "tal.gershon@talgershon.example" }, 1, "Hi Tal, JPEG in full size, please."),
      ],
    },
  ];
}
