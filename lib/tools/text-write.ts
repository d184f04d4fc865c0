import { z } from "zod";
import { Json } from "#lib/kernel/json.ts";
import { done } from "./attempt.ts";
import { cut, Language, plainly, quoted, Text } from "./fields.ts";
import { languageOf, sourcesOf } from "./material.ts";
import { MaxWords, madeText, textOfMaterial } from "./texts.ts";
import { defineTool } from "./tool.ts";

const kinds = ["agenda", "email", "report", "letter", "proposal", "message", "note", "plan", "text"] as const;
type Kind = (typeof kinds)[number];

const Input = z.strictObject({
  kind: z.enum(kinds, `must be one of ${kinds.join(", ")}`).default("text"),
  topic: Text(500).optional(),
  /** What matters in the material. */
  focus: Text(500).optional(),
  sources: Json.optional(),
  instructions: Text(4_000).optional(),
  language: Language.optional(),
  maxWords: MaxWords(400),
});
const Output = z.object({ ...madeText, title: z.string(), kind: z.string(), sources: z.int() });

const titles: Record<"en" | "he", Record<Kind, string>> = {
  en: {
    agenda: "Agenda",
    email: "E-mail",
    report: "Report",
    letter: "Letter",
    proposal: "Proposal",
    message: "Message",
    note: "Note",
    plan: "Plan",
    text: "Text",
  },
  he: {
    agenda: "סדר יום",
    email: "הודעה",
    report: "דוח",
    letter: "מכתב",
    proposal: "הצעה",
    message: "הודעה",
    note: "הערה",
    plan: "תוכנית",
    text: "טקסט",
  },
};

export const textWrite = defineTool({
  name: "text.write",
  title: "Write a text",
  description: "Writes an agenda, report, e-mail, letter, proposal, plan or other text from the given material, and cites it.",
  input: Input,
  output: Output,
  effect: "read",
  capability: textOfMaterial,
  takes: {
    kind: "text-kind",
    topic: "topic",
    focus: "focus",
    sources: "material",
    instructions: "instructions",
    language: "language",
    maxWords: "max-words",
  },
  gives: { text: "text", title: "title", citations: "citations" },
  describe: ({ kind, topic }) =>
    plainly(
      () =>
        `Write ${kind === "email" || kind === "agenda" ? "an" : "a"} ${kind === "email" ? "e-mail" : kind}${topic ? ` on ${quoted(topic)}` : ""}`,
      "Write a text",
    ),
  run: async (
    { kind, topic = "", focus = "", sources: material, instructions: given = "", language, maxWords },
    { complete, signal, progress },
  ) => {
    const sources = material === undefined ? [] : sourcesOf(material);
    const instructions = [given, focus].filter((text) => text !== "").join("\n");
    const said = [topic, instructions].filter((text) => text !== "");
    const wanted = language ?? languageOf(said.length > 0 ? said : sources.map(({ text }) => text));
    progress(`Writing from ${sources.length} ${sources.length === 1 ? "source" : "sources"}`);
    const made = await complete({ task: "write", kind, topic, instructions, sources, language: wanted, maxWords, signal });
    const title = topic === "" ? titles[wanted][kind] : `${titles[wanted][kind]}: ${cut(topic, 120)}`;
    return done({
      text: made.text,
      title,
      kind,
      citations: made.citations,
      model: made.model,
      note: made.note ?? "",
      language: wanted,
      sources: sources.length,
    });
  },
});
