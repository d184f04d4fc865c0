import { type Act, add, type Lexicon, type Noun, type Role } from "./lexicon.ts";

/** Imperative, future and infinitive; feminine and plural endings are taken off when a word is looked up. */
const verbs: Record<Act, string> = {
  read: "הסתכל קרא תקרא לקרוא קרוא נקרא עיין תעיין לעיין תסתכל הסתכל להסתכל תבדוק בדוק לבדוק תעבור לעבור",
  find: "הציג חפש תחפש לחפש נחפש מצא תמצא למצוא אתר תאתר לאתר הבא תביא להביא הצג תציג להציג הראה תראה להראות שלוף תשלוף לשלוף אסוף תאסוף לאסוף",
  analyse:
    "הבין העריך הסיק הבן תבין להבין נתח תנתח לנתח זהה תזהה לזהות השווה תשווה להשוות תלמד ללמוד הערך תעריך להעריך הסק תסיק להסיק בחן תבחן לבחון",
  summarise: "סכם תסכם לסכם תמצת תתמצת לתמצת",
  write: "הכין כתוב תכתוב לכתוב נסח תנסח לנסח חבר תחבר לחבר הכן תכין להכין ערוך תערוך לערוך",
  make: "הפיק צור תיצור תצור ליצור הפק תפיק להפיק תן תיתן לתת עשה תעשה לעשות צריך צריכה צריכים רוצה רוצים",
  set: "קבע תקבע לקבוע נקבע תאם תתאם לתאם זמן תזמן לזמן ארגן תארגן לארגן שבץ תשבץ לשבץ תיפגש להיפגש",
  send: "העביר הפיץ שלח תשלח לשלוח נשלח העבר תעביר להעביר שתף תשתף לשתף הפץ תפיץ להפיץ",
  tell: "הודיע הזכיר עדכן תעדכן לעדכן הודע תודיע להודיע ספר תספר לספר תגיד להגיד תזכיר להזכיר שאל תשאל לשאול",
  invite: "הזמין הזמן תזמין להזמין",
  delete: "הסיר מחק תמחק למחוק הסר תסיר להסיר בטל תבטל לבטל השמד תשמיד להשמיד",
  spend: "שלם תשלם לשלם קנה תקנה לקנות רכוש תרכוש לרכוש",
  change: "תשנה לשנות דחה תדחה לדחות הזז תזיז להזיז",
  wait: "המתין חכה תחכה לחכות המתן תמתין להמתין",
  fetch: "הורד תוריד להוריד פתח תפתח לפתוח",
  post: "פרסם תפרסם לפרסם העלה תעלה להעלות",
};

const nouns: [string, Noun][] = [
  [
    "מסמך מסמכים מסמכי קובץ קבצים קבצי פרוטוקול פרוטוקולים חומר חומרים חומרי תיעוד חוזה חוזים מצגת מצגות רשומות ממצאים תכתובת ארכיון",
    { read: "documents" },
  ],
  ["דוח דוחות דו״ח דו''ח דו״חות", { read: "documents", made: "report", kind: "report" }],
  ["קשר אנשים טלפון כתובת נציג נציגה נציגים", { read: "contacts" }],
  ["יומן אירועים", { read: "events" }],
  ["פגישה פגישות פגישת ישיבה ישיבות ישיבת שיחה שיחות שיחת מפגש מפגשים זום", { read: "events", made: "meeting" }],
  ["סיכום סיכומים תקציר תמצית", { read: "documents", made: "summary" }],
  ["ניתוח תובנות מסקנות השוואה", { read: "documents", made: "analysis" }],
  ["אגנדה", { read: "events", made: "agenda", kind: "agenda" }],
  ["מייל מיילים אימייל דואל דוא״ל", { read: "documents", made: "email", kind: "email" }],
  ["הודעה הודעות הודעת תזכורת", { read: "documents", made: "message", kind: "message" }],
  ["מכתב מכתבים", { read: "documents", made: "letter", kind: "letter" }],
  ["הצעה הצעות הצעת", { read: "documents", made: "proposal", kind: "proposal" }],
  ["זימון", { made: "meeting" }],
  ["סטטוס ריצות הרצות תהליכים", { read: "status", made: "status" }],
];

const roles: Record<string, Role> = {
  עם: "with",
  אל: "to",
  על: "about",
  לגבי: "about",
  אודות: "about",
  בנושא: "about",
  בעניין: "about",
  בקשר: "about",
  אצל: "at",
  של: "of",
  מאת: "from",
  עבור: "for",
  בשביל: "for",
  בלי: "without",
  ללא: "without",
  באמצעות: "by",
  דרך: "by",
  סביב: "about",
  מתוך: "from",
  בתוך: "at",
};

/** A letter that is written together with the next word. */
export const attached: Record<string, Role> = { ב: "at", ל: "to", מ: "from", כ: "as" };

const stops =
  "אני אנחנו אתה את אתם הוא היא הם הן זה זאת זו אלה אלו מה מי מתי איפה איך למה כמה איזה אילו האם יש אין היה היו הייתה יהיה תהיה להיות עשינו עשיתי עשו עשה נעשה קרה שקרה דיברנו סיכמנו החלטנו למדנו שלנו שלי שלך שלהם כל כולם כולן גם רק עוד מאוד בבקשה אנא נא תודה שלום היי אז כבר עכשיו מיד חשוב חשובה אחד אחת קצר קצרה ארוך מפורט חדש חדשה חדשים אחרון אחרונה אחרונים בינינו יחד ביחד אפשר תוכל תוכלי יכול יכולה אשמח מבקש לי לנו הבא הבאה קודם לאחר כן לפי";

export function addHebrew(lexicon: Lexicon): void {
  for (const word of stops.split(" ")) add(lexicon, word, { stop: true });
  for (const [act, list] of Object.entries(verbs))
    for (const verb of list.split(" ")) add(lexicon, verb, { verb: act as Act, stop: false });
  // Words that are also something else: only with a prefix, or with an object after them.
  for (const word of [
    "קבע",
    "אתר",
    "זמן",
    "חבר",
    "ספר",
    "פתח",
    "בדוק",
    "צור",
    "תמצת",
    "הבא",
    "שאל",
    "בטל",
    "סכם",
    "רכוש",
    "הזמן",
    "הודע",
    "העבר",
    "תן",
    "שנה",
    "הכן",
    "הצג",
    "צריך",
    "צריכה",
    "צריכים",
    "רוצה",
    "רוצים",
    "קשר",
    "נקבע",
    "נשלח",
    "נקרא",
    "עשה",
    "תסיר",
    "הבין",
    "העריך",
    "הסיק",
    "הציג",
    "הכין",
    "הפיק",
    "העביר",
    "הפיץ",
    "הודיע",
    "הזכיר",
    "הזמין",
    "הסיר",
    "המתין",
  ])
    add(lexicon, word, { shaky: true });
  for (const [list, noun] of nouns) for (const word of list.split(" ")) add(lexicon, word, { noun, stop: false });
  for (const phrase of [
    "איש קשר",
    "איש הקשר",
    "אשת קשר",
    "אשת הקשר",
    "אנשי קשר",
    "אנשי הקשר",
    "מספר טלפון",
    "כתובת מייל",
    "פרטי קשר",
    "פרטי הקשר",
  ])
    add(lexicon, phrase, { noun: { read: "contacts" } });
  for (const phrase of ["סדר יום", "סדר היום"]) add(lexicon, phrase, { noun: { read: "events", made: "agenda", kind: "agenda" } });
  for (const phrase of ["דואר אלקטרוני"]) add(lexicon, phrase, { noun: { read: "documents", made: "email", kind: "email" } });
  for (const phrase of ["לוח שנה", "לוח השנה", "לוח זמנים"]) add(lexicon, phrase, { noun: { read: "events" } });
  for (const [word, role] of Object.entries(roles)) add(lexicon, word, { role });
  for (const word of ["אל", "לא", "אסור"]) add(lexicon, word, { negation: true });
  for (const word of ["או", "וגם"]) add(lexicon, word, { joins: "and" });
  for (const word of ["אחר כך", "ואז", "לאחר מכן", "אחרי זה", "אחרי כן", "בסוף"]) add(lexicon, word, { joins: "then" });
  for (const word of ["אבל", "אך"]) add(lexicon, word, { joins: "but" });
  for (const word of ["אם", "במקרה ש", "רק אם", "אלא אם", "אלא אם כן"])
    add(lexicon, word, { condition: true, ...(word.startsWith("אלא") ? { negation: true } : {}) });
  for (const word of ["מה", "מי", "מתי", "איפה", "איך", "למה", "כמה", "איזה", "אילו", "האם"]) add(lexicon, word, { question: true });
  for (const word of ["אותו", "אותה", "אותם", "אותן", "זה", "זאת"]) add(lexicon, word, { pronoun: "thing", stop: true });
  for (const word of ["לו", "לה", "להם", "להן", "איתו", "איתה", "איתם", "אליו", "אליה"])
    add(lexicon, word, { pronoun: "person", stop: true });
  for (const word of ["לי", "לנו", "אליי", "אלי"]) add(lexicon, word, { pronoun: "self", stop: true });
  for (const word of ["כלום", "שום", "דבר", "שום דבר", "משהו", "אף אחד", "לאף אחד"])
    add(lexicon, word, { pronoun: "anything", stop: true });
  add(lexicon, "את", { determiner: true, definite: true, stop: true });
  for (const [words, maxWords] of [
    ["עמוד אחד", 350],
    ["של עמוד", 350],
    ["בן עמוד", 350],
    ["בעמוד אחד", 350],
    ["קצר", 150],
    ["קצרה", 150],
    ["פסקה אחת", 120],
    ["פסקה", 120],
    ["מפורט", 900],
    ["עמוד", 350],
  ] as const)
    add(lexicon, words, { maxWords, stop: true });
  for (const [words, language] of [
    ["באנגלית", "en"],
    ["בעברית", "he"],
  ] as const)
    add(lexicon, words, { language, stop: true });
}
