import type { Finding } from "./finding.ts";
import { type Lexicon, type Rule, reader } from "./phrases.ts";
import { type Word, wordsOf } from "./words.ts";

type Meaning =
  | "make"
  | "forged"
  | "paper"
  | "launder"
  | "money"
  | "breakIn"
  | "account"
  | "trade"
  | "drugs"
  | "bribe"
  | "official"
  | "evade"
  | "duty"
  | "stolen"
  | "speaks";

const lexicon: Lexicon<Meaning> = {
  make: `
    make, create, forge, fabricate, produce, buy, sell, obtain, order, print, counterfeit, fake, falsify, backdate, issue, prepare`,
  forged: "fake, forged, counterfeit, falsified, backdated, fraudulent, bogus, phony, false",
  paper: `
    passport, passports, id card, id cards, ids, drivers license, drivers licenses, pay stubs, pay stub, bank statements,
    bank statement, invoices, invoice, signature, signatures, receipts, prescription, prescriptions, diploma, appraisal,
    tax returns, employment letter, identity, visa, visas, reviews, contract`,
  launder: `
    launder, laundering, structure deposits, split deposits, split the deposits, hide the proceeds, clean the money, smurfing`,
  money: "money, cash, funds, proceeds, deposits, profits, crypto, under 10000, reporting",
  breakIn: "hack into, break into, brute force, phish, keylog, steal, crack, spoof, hijack, install spyware on, ddos",
  account: `
    account, accounts, email, password, passwords, network, server, phone, credentials, wifi, database, website, identity, site`,
  trade: "buy, sell, ship, smuggle, traffic, deal, order",
  drugs: `
    cocaine, heroin, meth, methamphetamine, fentanyl, ecstasy, mdma, unregistered guns, ghost guns, untraceable firearms,
    stolen goods, stolen cards, stolen card numbers, counterfeit goods, counterfeit money, organs`,
  bribe: "bribe, bribing, pay off, kickback, under the table payment, slip cash to, grease the palm of",
  official: `
    official, inspector, officer, judge, assessor, appraiser, minister, customs, police, clerk, councilman, regulator, mayor`,
  evade: "evade, dodge, hide from, conceal from, cheat on, avoid reporting, underreport, not report",
  duty: "taxes, tax, irs, customs, sanctions, income to the irs, tax authority, child support, immigration",
  stolen: "stolen credit cards, stolen card, stolen cards, stolen identities, carding, dumps and cvv",
  speaks: `
    prevent, prevention, report suspected, detect, detection, training, policy, anti money laundering, aml, against, convicted,
    charged with, accused, arrested, news, article, protect, avoid scams, warning, never, do not, dont, illegal to, compliance,
    how to spot, avoid`,
};
const rules: Rule<Meaning>[] = [
  { name: "forgery", when: ["make <3> forged <2> paper", "make <2> paper <4> forged"], unless: ["speaks"] },
  { name: "laundering", when: ["launder <4> money", "make <3> launder <3> money"], unless: ["speaks"] },
  { name: "intrusion", when: ["breakIn <4> account"], unless: ["speaks"] },
  { name: "contraband", when: ["trade <4> drugs", "trade <4> stolen", "make <3> stolen"], unless: ["speaks"] },
  { name: "bribery", when: ["bribe <4> official"], unless: ["speaks"] },
  { name: "evasion", when: ["evade <3> duty"], unless: ["speaks"] },
];
const acts = reader(lexicon, rules);

/** Being asked for what is a crime, by what is to be done and to what. To speak about it is none. */
export function findIllegal(text: string, words: Word[] = wordsOf(text)): Finding[] {
  return acts
    .matches(words)
    .slice(0, 20)
    .map(({ rule, start, end }) => ({
      detector: "illegal-activity",
      kind: rule,
      severity: "critical",
      reason: `it asks for ${rule}`,
      span: { start, end },
    }));
}
