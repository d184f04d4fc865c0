import type { Lookup, Organisation, Person, Topic } from "../decision.ts";
import { byText, namesMatch, plain, sameName } from "./names.ts";
import type { Token } from "./tokens.ts";

/** Someone the request names, and who that may be. */
export type PersonRef = { asked: string; matches: Person[]; near: Person[] };

export type Entity = { kind: "topic" | "organisation"; name: string; words: string } | { kind: "words"; name: string; words: string };

export type Resolver = ReturnType<typeof resolverOf>;

/** A long text is full of words that nobody knows; after so many questions the rest stay words. */
const maxQuestions = 300;

/** Asks the workspace what a name is; each name once. */
export function resolverOf(lookup: Lookup, chosen: string[]) {
  const known = new Map<string, Promise<unknown>>();
  const once = <T>(key: string, ask: () => Promise<T[]>): Promise<T[]> => {
    const had = known.get(key) as Promise<T[]> | undefined;
    if (had !== undefined) return had;
    if (known.size >= maxQuestions) return Promise.resolve([]);
    const made = ask();
    known.set(key, made);
    return made;
  };

  const isPerson = (asked: string, person: Person) =>
    person.match === "exact" || (person.match !== "near" && spelled(asked, person).some((name) => namesMatch(asked, name)));

  async function person(asked: string): Promise<PersonRef> {
    const found = await once(`p:${asked}`, () => lookup.people(asked));
    const matches = found.filter((one) => isPerson(asked, one));
    const whole = matches.filter((one) => sameName(asked, one.name));
    const best = whole.length > 0 && plain(asked).includes(" ") ? whole : matches;
    // An answer to an earlier question decides between namesakes.
    const picked =
      best.length > 1 ? best.filter((one) => chosen.some((word) => word === one.id || word === one.email || sameName(word, one.name))) : [];
    const sorted = (list: Person[]) => [...list].sort((a, b) => byText(a.name, b.name) || byText(a.id, b.id));
    return { asked, matches: sorted(picked.length === 1 ? picked : best), near: sorted(found.filter((one) => !matches.includes(one))) };
  }

  async function organisation(words: string): Promise<Organisation | undefined> {
    const found = await once(`o:${words}`, () => lookup.organisations(words));
    const hits = found.filter((one) => spelled(words, one).some((name) => namesMatch(words, name)));
    return hits.find((one) => sameName(words, one.name)) ?? hits.sort((a, b) => (a.name < b.name ? -1 : 1))[0];
  }

  async function topic(words: string): Promise<Topic | undefined> {
    const found = await once(`t:${words}`, () => lookup.topics(words.split(/\s+/)));
    const hits = found.filter((one) => namesMatch(words, one.topic));
    return hits.find((one) => sameName(words, one.topic)) ?? hits.sort((a, b) => b.count - a.count || (a.topic < b.topic ? -1 : 1))[0];
  }

  async function about(words: string): Promise<Entity | undefined> {
    const [firm, subject] = await Promise.all([organisation(words), topic(words)]);
    if (firm !== undefined) return { kind: "organisation", name: firm.name, words };
    return subject === undefined ? undefined : { kind: "topic", name: subject.topic, words };
  }

  return { person, organisation, topic, about };
}

const isHebrew = (text: string) => /[\u05d0-\u05ea]/.test(text);

/** The names to compare with: those in the script that was asked in; sounds count only where there are none. */
function spelled(asked: string, { name, aliases = [] }: { name: string; aliases?: string[] }): string[] {
  const all = [name, ...aliases];
  const alike = all.filter((one) => isHebrew(one) === isHebrew(asked));
  return alike.length > 0 ? alike : all;
}

/** Unknown words that stand together: what may be a name. */
export function runsOf(tokens: Token[]): Token[][] {
  const runs: Token[][] = [];
  let before: Token | undefined;
  for (const token of tokens) {
    const named = token.kind === "word" && token.entry === undefined;
    if (named && before !== undefined && runs.at(-1)?.at(-1) === before) runs.at(-1)?.push(token);
    else if (named) runs.push([token]);
    before = token;
  }
  return runs;
}

export const wordsOf = (tokens: Token[]) => tokens.map((token) => token.text.replace(/(['’]s|['’])$/, "")).join(" ");

/** The parts of a run, longest first, each with the rest of the run's words. */
export function* partsOf(run: Token[]): Generator<Token[]> {
  for (let size = Math.min(run.length, 5); size >= 1; size--)
    for (let from = 0; from + size <= run.length; from++) yield run.slice(from, from + size);
}

/**
 * Settles which first letters of unknown Hebrew words are prepositions, by what the workspace knows: בתבואות is "at Tevuot"
 * when there is a Tevuot. What nobody knows stays as it is.
 */
export async function settlePrefixes(tokens: Token[], resolver: Resolver): Promise<Token[]> {
  const settled: Token[] = [];
  for (const [i, token] of tokens.entries()) {
    let chosen = token;
    for (const variant of token.variants ?? []) {
      const next = tokens[i + 1];
      const longer = next?.kind === "word" && next.entry === undefined ? [`${variant.text} ${next.text}`, variant.text] : [variant.text];
      let hit = false;
      for (const words of longer) {
        const [person, entity] = await Promise.all([resolver.person(words), resolver.about(words)]);
        hit = person.matches.length > 0 || entity !== undefined;
        if (hit) break;
      }
      if (hit) {
        chosen = {
          ...token,
          text: variant.text,
          word: variant.text.toLowerCase(),
          ...(variant.and ? { and: true } : {}),
          ...(variant.role === undefined ? {} : { role: variant.role }),
        };
        delete chosen.variants;
        break;
      }
    }
    settled.push(chosen);
  }
  return settled;
}

/** An unknown Hebrew word without the letter that stands for a preposition: ליוסי → יוסי. */
export function withoutPrefix(run: Token[], role: "to" | "at"): Token[] | undefined {
  const [first, ...rest] = run;
  const variant =
    first?.variants?.find((one) => one.role === role && !one.text.startsWith("ה")) ?? first?.variants?.find((one) => one.role === role);
  if (first === undefined || variant === undefined) return undefined;
  return [{ ...first, text: variant.text, word: variant.text, role }, ...rest];
}
