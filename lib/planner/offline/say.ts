import type { Meaning } from "#lib/tools/tool.ts";
import type { Language } from "../decision.ts";
import type { Goal, Open } from "./goals.ts";

/** Everything the planner says, in the language of the request. */
const things: Record<Language, Record<Meaning, string>> = {
  en: {
    documents: "documents",
    contacts: "contacts",
    events: "the calendar",
    meeting: "a meeting",
    summary: "a summary",
    analysis: "an analysis",
    agenda: "an agenda",
    email: "an e-mail",
    report: "a report",
    letter: "a letter",
    proposal: "a proposal",
    text: "a text",
    status: "the status of the work",
    message: "a message",
    response: "a web page",
    delay: "a wait",
  },
  he: {
    documents: "מסמכים",
    contacts: "אנשי קשר",
    events: "היומן",
    meeting: "פגישה",
    summary: "סיכום",
    analysis: "ניתוח",
    agenda: "סדר יום",
    email: "דואר אלקטרוני",
    report: "דוח",
    letter: "מכתב",
    proposal: "הצעה",
    text: "טקסט",
    status: "מצב העבודה",
    message: "הודעה",
    response: "דף אינטרנט",
    delay: "המתנה",
  },
};

export const thing = (meaning: Meaning, language: Language) =>
  Object.hasOwn(things[language], meaning) ? (things[language][meaning] ?? meaning) : meaning.replaceAll("-", " ");

const joined = (names: string[], language: Language) => names.join(language === "he" ? " ו" : " and ");

export function aboutWords(goal: Goal): string {
  return goal.about.map((one) => one.name).join(", ");
}

const whoWords = (goal: Goal) => [...goal.people.map((person) => person.matches[0]?.name ?? person.asked), ...goal.addresses];

export function stepName(goal: Goal, wanted: Meaning): string {
  const { language } = goal;
  const who = joined(whoWords(goal), language);
  const subject = aboutWords(goal);
  const when = goal.period === undefined ? "" : ` (${goal.period.from} – ${goal.period.to})`;
  const on = subject === "" ? "" : `: ${subject}`;
  const focus = goal.focus === undefined ? on : `: ${goal.focus}`;
  const name = {
    en: {
      documents: `Find documents${on}${when}`,
      contacts: `Find ${who || `contacts${on}`}`,
      events: `Look at the calendar${when}`,
      summary: `Summarise${focus}`,
      analysis: `Understand${focus}`,
      meeting: `Set a meeting${who === "" ? "" : ` with ${who}`}`,
      agenda: `Write the agenda${on}`,
      message: `Send a message${who === "" ? "" : ` to ${who}`}`,
      status: "Report how the work stands",
      response: `Fetch ${goal.url ?? "a web page"}`,
      delay: "Wait",
    },
    he: {
      documents: `חיפוש מסמכים${on}${when}`,
      contacts: `חיפוש ${who || `אנשי קשר${on}`}`,
      events: `בדיקת היומן${when}`,
      summary: `סיכום${focus}`,
      analysis: `ניתוח${focus}`,
      meeting: `קביעת פגישה${who === "" ? "" : ` עם ${who}`}`,
      agenda: `כתיבת סדר יום${on}`,
      message: `שליחת הודעה${who === "" ? "" : ` אל ${who}`}`,
      status: "דיווח על מצב העבודה",
      response: `קריאת ${goal.url ?? "דף אינטרנט"}`,
      delay: "המתנה",
    },
  }[language] as Record<string, string>;
  const plain = Object.hasOwn(name, wanted) ? name[wanted] : undefined;
  const made = goal.does === "read" ? { en: "Write", he: "כתיבת" } : { en: "Make", he: "יצירת" };
  return (plain ?? `${made[language]} ${thing(wanted, language)}${on}`).slice(0, 200);
}

export function title(goal: Goal, subject: string): string {
  const who = joined(
    goal.people.map((person) => person.matches[0]?.name ?? person.asked),
    goal.language,
  );
  if (goal.language === "he")
    return `${goal.wanted === "meeting" ? "פגישה" : thing(goal.carries === "it" || goal.carries === undefined ? goal.wanted : goal.carries, "he")}${goal.wanted === "meeting" && who !== "" ? ` עם ${who}` : ""}${subject === "" ? "" : `: ${subject}`}`.slice(
      0,
      200,
    );
  const carried = goal.carries === undefined || goal.carries === "it" ? "message" : goal.carries;
  const what = goal.wanted === "meeting" ? "Meeting" : carried.charAt(0).toUpperCase() + carried.slice(1);
  return `${what}${goal.wanted === "meeting" && who !== "" ? ` with ${who}` : ""}${subject === "" ? "" : `: ${subject}`}`.slice(0, 200);
}

export function instructions(goal: Goal, subject: string, meetingTitle: string | undefined): string {
  if (meetingTitle === undefined) return goal.said;
  return goal.language === "he"
    ? `סדר יום קצר ל${meetingTitle}${subject === "" ? "" : ` בנושא ${subject}`}, מתוך החומר שנקרא`
    : `A short agenda for “${meetingTitle}”${subject === "" ? "" : ` about ${subject}`}, drawn from the material that was read`;
}

export const phrases = {
  en: {
    unknownAct: (said: string) => `Nothing in this workspace can do “${said}”.`,
    unknownObject: (said: string, detail?: string) =>
      detail === undefined ? `I can't tell what “${said}” is about.` : `Nothing here is known as “${detail}”, so “${said}” can't be done.`,
    condition: (said: string) => `“${said}” is a condition that can't be decided here, so what hangs on it was left out.`,
    noTool: (what: string) => `No tool here gives ${what}.`,
    noDelete: (said: string) => `“${said}” would delete, and no tool here does that.`,
    noSpend: (said: string) => `“${said}” would spend money, and no tool here does that.`,
    noChange: (said: string) => `“${said}” would change what exists, and no tool here does that.`,
    forbidden: (what: string, said: string) => `You said “${said}”, so this was left out: ${what}.`,
    nothingLeft: "After what you ruled out, nothing is left to do.",
    keeps: (said: string) => `“${said}”: the plan holds to it.`,
    missingPerson: (name: string) => `There is no ${name} here.`,
    whoIs: (name: string, near: string[]) =>
      near.length === 0
        ? `Who is ${name}? Nobody here has that name; an e-mail address would do.`
        : `There is no ${name} here. Did you mean ${near.join(" or ")}?`,
    whichOf: (name: string, all: string[]) => `Which ${name}: ${all.join(" or ")}?`,
    manyOf: (name: string, count: number) => `${count} people here are called ${name}.`,
    open: {
      material: "Which documents should I read?",
      body: "What should the message say?",
      recipient: "Who should get it?",
      object: "With whom?",
    } satisfies Record<Open["what"], string>,
    openReason: (said: string) => `“${said}” leaves something open.`,
    empty: "What should be done?",
    help: (titles: string[]) => `I plan work with the tools of this workspace: ${titles.join(", ")}.`,
    unfiled: (words: string) => `Nothing is filed under “${words}”; its words are searched for.`,
    noPeriod: "The dates can't be given to the tool that searches; it searches without them.",
    agenda: "An agenda is written from the material, for the meeting.",
    nextFree: "No time was given: the next free working slot is taken.",
    quoted: "Quoted words are text, not orders.",
    week: "No dates were given: the next seven days.",
    organisationMeeting: (name: string) => `Everyone who is found at ${name} is invited.`,
  },
  he: {
    unknownAct: (said: string) => `שום דבר בסביבת העבודה הזו לא יודע לבצע "${said}".`,
    unknownObject: (said: string, detail?: string) =>
      detail === undefined ? `לא ברור במה עוסק "${said}".` : `"${detail}" לא מוכר כאן, ולכן "${said}" לא אפשרי.`,
    condition: (said: string) => `"${said}" הוא תנאי שאי אפשר להכריע כאן, ולכן מה שתלוי בו הושמט.`,
    noTool: (what: string) => `אין כאן כלי שנותן ${what}.`,
    noDelete: (said: string) => `"${said}" ימחק מידע, ואין כאן כלי שעושה זאת.`,
    noSpend: (said: string) => `"${said}" יוציא כסף, ואין כאן כלי שעושה זאת.`,
    noChange: (said: string) => `"${said}" ישנה את הקיים, ואין כאן כלי שעושה זאת.`,
    forbidden: (what: string, said: string) => `ביקשת "${said}", ולכן הושמט: ${what}.`,
    nothingLeft: "אחרי מה ששללת לא נשאר מה לבצע.",
    keeps: (said: string) => `"${said}": התוכנית שומרת על כך.`,
    missingPerson: (name: string) => `${name} לא מוכר כאן.`,
    whoIs: (name: string, near: string[]) =>
      near.length === 0
        ? `מי זה ${name}? אין כאן איש בשם הזה; אפשר לתת כתובת דואר.`
        : `${name} לא מוכר כאן. האם הכוונה ל${near.join(" או ")}?`,
    whichOf: (name: string, all: string[]) => `איזה ${name}: ${all.join(" או ")}?`,
    manyOf: (name: string, count: number) => `יש כאן ${count} אנשים בשם ${name}.`,
    open: { material: "אילו מסמכים לקרוא?", body: "מה לכתוב בהודעה?", recipient: "למי לשלוח?", object: "עם מי?" } satisfies Record<
      Open["what"],
      string
    >,
    openReason: (said: string) => `"${said}" משאיר משהו פתוח.`,
    empty: "מה לעשות?",
    help: (titles: string[]) => `אני מתכנן עבודה עם הכלים של סביבת העבודה: ${titles.join(", ")}.`,
    unfiled: (words: string) => `אין כאן נושא בשם "${words}"; המילים עצמן יחופשו.`,
    noPeriod: "לכלי החיפוש אין תאריכים; החיפוש ייעשה בלעדיהם.",
    agenda: "סדר יום נכתב מתוך החומר, לקראת הפגישה.",
    nextFree: "לא צוין זמן: ייקבע המועד הפנוי הבא בשעות העבודה.",
    quoted: "מילים במירכאות הן טקסט ולא הוראות.",
    week: "לא צוינו תאריכים: שבעת הימים הקרובים.",
    organisationMeeting: (name: string) => `כל מי שיימצא ב${name} יוזמן.`,
  },
};
