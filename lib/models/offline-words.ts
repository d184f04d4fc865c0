import type { FactKind } from "./facts.ts";

export type OfflineWords = {
  groups: Record<FactKind, string>;
  agenda: Record<FactKind, string>;
  kinds: Record<string, string>;
  summary: (count: number, about: string) => string;
  drawn: (count: number, first: string, last: string) => string;
  hello: string;
  emailLead: (about: string) => string;
  emailEnd: string;
  sources: string;
  summaryHeading: string;
  nothing: string;
  nothingToWrite: string;
  bare: string[];
  note: string;
  leftOut: (count: number) => string;
  agree: string;
};

function period(first: string, last: string, to: string): string {
  if (first === "") return "";
  return first === last ? `, ${first}` : `, ${first} ${to} ${last}`;
}

export const offlineWords: Record<"en" | "he", OfflineWords> = {
  en: {
    groups: {
      goal: "Goals",
      figure: "Figures",
      decision: "Decisions",
      question: "Open questions",
      risk: "Risks",
      next: "Next steps",
      plain: "Background",
    },
    agenda: {
      goal: "Goals to confirm",
      figure: "Figures to review",
      decision: "Decisions to stand by",
      question: "Questions to decide",
      risk: "Risks to answer",
      next: "Next steps and who takes them",
      plain: "Where we stand",
    },
    kinds: {
      agenda: "Agenda",
      report: "Report",
      email: "E-mail",
      letter: "Letter",
      proposal: "Proposal",
      message: "Message",
      note: "Note",
      plan: "Plan",
      text: "Text",
    },
    summary: (count, about) => `What ${count === 1 ? "one source says" : `${count} sources say`}${about ? ` on ${about}` : ""}:`,
    drawn: (count, first, last) => `Drawn from ${count} ${count === 1 ? "source" : "sources"}${period(first, last, "to")}.`,
    hello: "Hello,",
    emailLead: (about) => `here is what stands in our documents${about ? ` on ${about}` : ""}:`,
    emailEnd: "Best regards",
    sources: "Sources",
    summaryHeading: "Summary",
    nothing: "There is nothing to summarise: no source was given.",
    nothingToWrite: "No source was given, so this text states no facts.",
    bare: ["What the meeting is for", "What has to be decided", "Next steps and who takes them"],
    note: "Made by the offline model: sentences chosen from the sources and quoted, nothing added.",
    leftOut: (count) =>
      `${count === 1 ? "One sentence" : `${count} sentences`} of the sources addressed the model with instructions and ${count === 1 ? "was" : "were"} left out.`,
    agree: "Agree on next steps and who takes them",
  },
  he: {
    groups: {
      goal: "יעדים",
      figure: "נתונים",
      decision: "החלטות",
      question: "שאלות פתוחות",
      risk: "סיכונים",
      next: "הצעדים הבאים",
      plain: "רקע",
    },
    agenda: {
      goal: "יעדים לאישור",
      figure: "נתונים לבחינה",
      decision: "החלטות שהתקבלו",
      question: "שאלות להכרעה",
      risk: "סיכונים שיש לתת להם מענה",
      next: "הצעדים הבאים ומי אחראי",
      plain: "תמונת מצב",
    },
    kinds: {
      agenda: "סדר יום",
      report: "דוח",
      email: "הודעה",
      letter: "מכתב",
      proposal: "הצעה",
      message: "הודעה",
      note: "הערה",
      plan: "תוכנית",
      text: "טקסט",
    },
    summary: (count, about) => `מה ${count === 1 ? "אומר מקור אחד" : `אומרים ${count} מקורות`}${about ? ` על ${about}` : ""}:`,
    drawn: (count, first, last) => `מתוך ${count === 1 ? "מקור אחד" : `${count} מקורות`}${period(first, last, "עד")}.`,
    hello: "שלום,",
    emailLead: (about) => `להלן מה שכתוב במסמכים שלנו${about ? ` על ${about}` : ""}:`,
    emailEnd: "בברכה",
    sources: "מקורות",
    summaryHeading: "תקציר",
    nothing: "אין מה לסכם: לא ניתן שום מקור.",
    nothingToWrite: "לא ניתן שום מקור, ולכן אין בטקסט הזה עובדות.",
    bare: ["מטרת הפגישה", "מה צריך להחליט", "הצעדים הבאים ומי אחראי"],
    note: "נכתב על ידי המודל הלא מקוון: משפטים שנבחרו מן המקורות וצוטטו, בלי שום תוספת.",
    leftOut: (count) => `${count === 1 ? "משפט אחד" : `${count} משפטים`} במקורות פנו אל המודל בהוראות והושמטו.`,
    agree: "לסכם את הצעדים הבאים ומי אחראי",
  },
};
