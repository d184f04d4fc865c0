/**
 * What an order to a machine reader is made of. Each meaning has its words in every language (a file for each); those at the end are made
 * of others by `rules.ts`. The comments say what a meaning stands for, not how it is said.
 */
export const meanings = [
  // Orders that hold already, and doing away with them.
  "ignore", // not heeding something
  "drop", // doing away with something, which people say of ordinary things too
  "be",
  "gone", // without force: void, lifted, outdated
  "prior", // what was there before this text
  "whole", // all, any, everything
  "rest",
  "your",
  "handed", // given, told, configured
  "youWere", // you were, you have been
  "onYou", // that bind you
  "makers", // whose orders those are
  "beforeUs", // ahead of this conversation
  "orders", // instructions, rules, prompt
  "orderly", // context, policy, task: orders only beside a word that says whose
  "mind", // context, memory
  "told", // all that was said before
  // What a model keeps to itself.
  "reveal",
  "hiddenText", // system prompt and its names
  "hiddenMild", // names of such a text that other things have too
  "hiddenAdj",
  "firstAdj", // initial, original, full
  "textual",
  "verbatim", // word for word // text, words, message
  // A role without limits.
  "become",
  "without",
  "limits",
  "free", // unbound in one word
  "reply", // answer, respond
  "you",
  "mode",
  "modeMild",
  "switchOn",
  "guards",
  "guardsMild",
  "evade",
  "them",
  "above",
  "supersede", // filters, moderation, safety checks
  "switchOff",
  "fresh", // new, real, actual
  "task",
  "query", // what was asked
  "obeyMe",
  "iAm",
  "noRefusal", // do not say that you cannot
  "forbidden", // not allowed, not supposed
  "unseen", // what the writer cannot see
  "asSystem", // to be taken for the system's own words
  "decode",
  "obey",
  "unmask", // forget that you are, break character // claims of the writer to be the maker or owner
  // Who is spoken to, and of whom.
  "machine", // nobody but a machine
  "helper",
  "engine", // a program that may read // a person or a machine
  "user",
  "yourUser", // the user, in the third person
  "address",
  "weakAddress", // to the, for: an address only where a sentence begins // note to, dear, if you are
  "reader",
  "ifYouAre", // whoever reads, handles, processes this
  "note", // notice, directive, instruction
  "must",
  // What it is to do.
  "act",
  "send",
  "ship", // send out of the house
  "praise",
  "secret",
  "context", // the conversation, the prompt
  "data",
  "money",
  "payee", // who or what account it goes to
  "swap", // replace, change
  "tell",
  "not",
  "silently",
  "hush", // not telling, in languages whose verb comes last
  "lacking", // said after what is not there or not done
  "assent", // confirmation, approval, asking
  "skip",
  "granted", // has been approved, may now
  "authority",
  "rights",
  "grant",
  "when",
  "whenUser",
  "destroy",
  "process",
  "beAsked", // summarise, parse, load
  "thisText",
  "deictic", // this very text
  "answer",
  "yourAnswer", // the summary, the answer
  "shape", // begin with, include, leave out
  "drawbacks",
  "claim", // say that, tell the user that
  "instead",
  "callTool",
  "thisTool",
  "otherTools",
  "other",
  "tools",
  "parameter",
  "coerce", // or else it fails
  // What takes it back or weakens it.
  "attackTalk", // speaks of such attacks
  "about", // speaks of attacks, examples, fiction
  "asking",
  "negated",
  "ours",
  "we", // of a helper or rules of the writer's own
  "topical",
  "domain", // what ordinary rules are about
  "mustNot",
  "proxy", // tell your … // rules of something: on pets, for the gate
  "thing", // AI and assistant as parts of other names
  // Made of others.
  "void",
  "ownText",
  "unbound",
  "conceal",
  "unasked",
  "processing",
  "spokenTo",
] as const;
export type Meaning = (typeof meanings)[number];
