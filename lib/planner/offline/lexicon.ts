import type { Meaning } from "#lib/tools/tool.ts";
import type { TextKind } from "../meanings.ts";

/** What a verb asks for. */
export type Act =
  | "read"
  | "find"
  | "analyse"
  | "summarise"
  | "write"
  | "make"
  | "set"
  | "send"
  | "tell"
  | "invite"
  | "delete"
  | "spend"
  | "change"
  | "wait"
  | "fetch"
  | "post";

/** What a noun is when it is looked for, and when it is made. */
export type Noun = { read?: Meaning; made?: Meaning; kind?: TextKind };

/** What a preposition says about the words after it. */
export type Role = "object" | "with" | "to" | "about" | "at" | "from" | "of" | "for" | "by" | "as" | "without";

export type Entry = {
  verb?: Act;
  /** Also a noun, or also another word: a verb only where what follows is its object. */
  shaky?: boolean;
  gerund?: boolean;
  noun?: Noun;
  role?: Role;
  negation?: boolean;
  joins?: "and" | "then" | "but";
  condition?: boolean;
  question?: boolean;
  /** `it`, `them`; `him`, `her`; `me`, `us`; `anything`. */
  pronoun?: "thing" | "person" | "self" | "anything";
  determiner?: boolean;
  /** `their`, `his`, `our`, … and `the`: speaks of something known. */
  definite?: boolean;
  /** Says how long a text may be. */
  maxWords?: number;
  language?: "en" | "he";
  /** Carries nothing for the plan. */
  stop?: boolean;
};

export type Lexicon = { words: Map<string, Entry>; phrases: Map<string, string[]> };

const verbs: Record<Act, string> = {
  read: "read, review, go over, go through, look at, look over, look into, check, scan, study, skim, examine, look through, research",
  find: "find, find out, search, search for, look for, look up, locate, get me, fetch, list, show, show me, collect, gather, bring, bring me, pull, pull up, pull together, retrieve, dig up, tell me, give me the list of",
  analyse:
    "understand, analyse, analyze, figure out, work out, identify, learn, compare, evaluate, assess, extract, determine, conclude, think through, grasp, infer, interpret",
  summarise: "summarise, summarize, sum up, recap, condense, digest, outline, brief me on, brief me",
  write: "write, write up, draft, compose, prepare, put together, word, phrase, formulate",
  make: "make, create, produce, generate, give, give me, get, need, want, do, build, have",
  set: "set, set up, schedule, arrange, book, organise, organize, plan, fix, meet, meet with, put, hold",
  send: "send, e-mail, email, mail, forward, share, message, reply, text, distribute, circulate, submit",
  tell: "tell, inform, notify, ask, remind, update, let, write to",
  invite: "invite",
  delete: "delete, remove, erase, purge, wipe, destroy, cancel, drop, clear",
  spend: "pay, buy, order, purchase, transfer, refund, spend",
  change: "change, edit, modify, rename, reschedule, postpone, move, replace, overwrite",
  wait: "wait, wait for, sleep",
  fetch: "call, request, open, download, visit, get the page, hit, query",
  post: "post, upload, publish",
};
const shaky = new Set(
  "report email e-mail mail message schedule plan draft book note list call text contact review update share brief show set search study check research pay order wait need want do have get give make put hold let move drop clear open request post word phrase digest outline recap change transfer query visit fix scan remind ask bring drop fetch".split(
    " ",
  ),
);

const gerunds: Record<string, Act> = {
  sending: "send",
  emailing: "send",
  mailing: "send",
  messaging: "send",
  sharing: "send",
  notifying: "tell",
  telling: "tell",
  setting: "set",
  scheduling: "set",
  booking: "set",
  arranging: "set",
  inviting: "invite",
  reading: "read",
  reviewing: "read",
  writing: "write",
  drafting: "write",
  preparing: "write",
  summarising: "summarise",
  summarizing: "summarise",
  analysing: "analyse",
  analyzing: "analyse",
  understanding: "analyse",
  finding: "find",
  searching: "find",
  deleting: "delete",
  removing: "delete",
  paying: "spend",
  buying: "spend",
  changing: "change",
  waiting: "wait",
  creating: "make",
  making: "make",
  checking: "read",
  posting: "post",
};

const nouns: [string, Noun][] = [
  [
    "document documents doc docs file files material materials paper papers minutes protocol protocols record records contract contracts spreadsheet spreadsheets presentation presentations deck decks memo memos transcript transcripts notes correspondence archive drive documentation findings",
    { read: "documents" },
  ],
  ["report reports one-pager", { read: "documents", made: "report", kind: "report" }],
  ["note", { read: "documents", made: "text", kind: "note" }],
  [
    "contact contacts people person phone number numbers address addresses representative rep counterpart colleague colleagues",
    { read: "contacts" },
  ],
  ["calendar diary event events appointments availability", { read: "events" }],
  ["meeting meetings appointment call calls session sessions sync sit-down catch-up zoom 1:1", { read: "events", made: "meeting" }],
  ["summary summaries overview digest recap synopsis abstract tl;dr", { read: "documents", made: "summary" }],
  ["analysis insights conclusions assessment comparison", { read: "documents", made: "analysis" }],
  ["agenda", { read: "events", made: "agenda", kind: "agenda" }],
  ["email emails e-mail e-mails mail", { read: "documents", made: "email", kind: "email" }],
  ["message messages reminder notification", { read: "documents", made: "message", kind: "message" }],
  ["letter letters", { read: "documents", made: "letter", kind: "letter" }],
  ["proposal proposals offer", { read: "documents", made: "proposal", kind: "proposal" }],
  ["invitation invite", { made: "meeting" }],
  ["status executions execution runs run workflows workflow jobs failures", { read: "status", made: "status" }],
];

const roles: Record<string, Role> = {
  with: "with",
  to: "to",
  toward: "to",
  towards: "to",
  about: "about",
  on: "about",
  regarding: "about",
  concerning: "about",
  re: "about",
  around: "about",
  into: "about",
  at: "at",
  in: "at",
  inside: "at",
  from: "from",
  of: "of",
  for: "for",
  by: "by",
  via: "by",
  using: "by",
  through: "by",
  as: "as",
  without: "without",
  between: "with",
  behind: "about",
  during: "at",
  within: "at",
};

const stops =
  "i we you they he she us's there here this that these those which who whom whose what when where why how whether is are was were be been being am did do does done doing has had having will would can could should shall may might must please kindly just also really very too so now again asap quickly soon today's ok okay hey hi hello dear thanks thank like i'd i'm i'll we're we've let's lets go ahead help need want you'd you'll it's its not.only only even up out off over down more most much many some any all every each everything both other another same own new latest recent last first next full second third fourth firstly secondly thirdly short quick brief detailed concise long good best key main important relevant available current final complete related own happened going went gone said say says mean means made learned learnt discussed agreed decided worked work works get gets got put one-page page pages paragraph sentence sentences words word long-form please. then. first. finally. lastly. together version copy paste based main-points";

export function englishLexicon(): Lexicon {
  const lexicon: Lexicon = { words: new Map(), phrases: new Map() };
  for (const word of stops.split(" ")) add(lexicon, word, { stop: true });
  for (const [act, list] of Object.entries(verbs))
    for (const verb of list.split(", ")) add(lexicon, verb, { verb: act as Act, ...(shaky.has(verb) ? { shaky: true } : {}), stop: false });
  for (const [word, verb] of Object.entries(gerunds)) add(lexicon, word, { verb, gerund: true });
  for (const [list, noun] of nouns) for (const word of list.split(" ")) add(lexicon, word, { noun, stop: false });
  for (const phrase of ["phone number", "email address", "e-mail address", "contact person", "contact details"])
    add(lexicon, phrase, { noun: { read: "contacts" } });
  for (const phrase of ["one pager", "one-page report", "status report"])
    add(lexicon, phrase, {
      noun: phrase === "status report" ? { read: "status", made: "status" } : { read: "documents", made: "report", kind: "report" },
    });
  add(lexicon, "follow-up meeting", { noun: { read: "events", made: "meeting" } });
  for (const [word, role] of Object.entries(roles)) add(lexicon, word, { role });
  for (const phrase of ["based on", "according to"]) add(lexicon, phrase, { role: "about" });
  for (const phrase of ["out of", "instead of"]) add(lexicon, phrase, { role: phrase === "instead of" ? "without" : "of" });
  for (const word of ["don't", "dont", "not", "never", "no", "don’t", "do not", "avoid", "refrain from"])
    add(lexicon, word, { negation: true });
  for (const word of ["and", "or", "plus", "as well as", "&"]) add(lexicon, word, { joins: "and" });
  for (const word of [
    "then",
    "afterwards",
    "afterward",
    "after that",
    "and then",
    "next,",
    "finally",
    "once done",
    "when done",
    "subsequently",
  ])
    add(lexicon, word, { joins: "then" });
  for (const word of ["after", "once", "before", "while"]) add(lexicon, word, { joins: "and", stop: true });
  for (const word of ["but", "however"]) add(lexicon, word, { joins: "but" });
  for (const word of ["if", "in case", "unless", "provided that", "only if", "as long as"])
    add(lexicon, word, { condition: true, ...(word === "unless" ? { negation: true } : {}) });
  for (const word of [
    "who",
    "who's",
    "what",
    "what's",
    "when",
    "where",
    "which",
    "how",
    "why",
    "whose",
    "is",
    "are",
    "do",
    "does",
    "did",
    "was",
    "were",
    "am",
  ])
    add(lexicon, word, { question: true, stop: true });
  for (const word of ["it", "this", "that", "them", "these", "those", "both", "everything"])
    add(lexicon, word, { pronoun: "thing", stop: true });
  for (const word of ["him", "her"]) add(lexicon, word, { pronoun: "person", stop: true });
  for (const word of ["me", "us", "myself", "ourselves"]) add(lexicon, word, { pronoun: "self", stop: true });
  for (const word of ["anything", "anyone", "anybody", "nothing", "something", "any"])
    add(lexicon, word, { pronoun: "anything", stop: true });
  for (const word of ["the", "my", "our", "your", "his", "their", "its", "this", "these", "those", "that"])
    add(lexicon, word, { determiner: true, definite: true, stop: true });
  for (const word of ["her"]) add(lexicon, word, { determiner: true, definite: true });
  for (const word of ["a", "an", "some", "any", "all", "every", "each", "another", "one", "two", "three"])
    add(lexicon, word, { determiner: true, stop: true });
  for (const [words, maxWords] of [
    ["one-page", 350],
    ["one page", 350],
    ["1-page", 350],
    ["a page", 350],
    ["single-page", 350],
    ["two-page", 700],
    ["two pages", 700],
    ["half-page", 180],
    ["short", 150],
    ["brief", 150],
    ["one-paragraph", 120],
    ["one paragraph", 120],
    ["a paragraph", 120],
    ["detailed", 900],
  ] as const)
    add(lexicon, words, { maxWords, stop: true });
  for (const [words, language] of [
    ["in english", "en"],
    ["in hebrew", "he"],
  ] as const)
    add(lexicon, words, { language, stop: true });
  for (const phrase of [
    "would like",
    "would you",
    "could you",
    "can you",
    "will you",
    "i want you",
    "i need you",
    "i'd like you",
    "i would like you",
    "make sure",
    "be sure",
    "need to",
    "want to",
    "have to",
    "get started",
    "able to",
  ])
    add(lexicon, phrase, { stop: true });
  return lexicon;
}

/** Adds what is known of a word to what was known; a word of several parts is joined when the text is cut. */
export function add(lexicon: Lexicon, phrase: string, entry: Entry): void {
  const had = lexicon.words.get(phrase);
  lexicon.words.set(phrase, { ...had, ...entry });
  const parts = phrase.split(" ");
  const [first] = parts;
  if (parts.length < 2 || first === undefined) return;
  const others = lexicon.phrases.get(first) ?? [];
  if (!others.includes(phrase))
    lexicon.phrases.set(
      first,
      [...others, phrase].sort((a, b) => b.length - a.length),
    );
}

/** The words that the registry's own meanings bring: a tool that gives `invoice` lets people ask for an invoice. */
export function addMeanings(lexicon: Lexicon, brought: readonly Meaning[]): void {
  for (const meaning of brought) {
    const words = meaning.toLowerCase().replaceAll("-", " ");
    const one = words.replace(/(?<=[a-z]{2})s$/, "");
    const many = one.endsWith("y") ? `${one.slice(0, -1)}ies` : `${one}s`;
    for (const form of [words, one, many]) {
      const had = lexicon.words.get(form);
      if (had?.noun === undefined && had?.verb === undefined && had?.role === undefined)
        add(lexicon, form, { noun: { read: meaning, made: meaning }, stop: false });
    }
  }
}
