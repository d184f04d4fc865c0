import { z } from "zod";
import { Json } from "#lib/kernel/json.ts";
import { done } from "./attempt.ts";
import { Language, plainly, quoted, Text } from "./fields.ts";
import { languageOf, sourcesOf } from "./material.ts";
import { MaxWords, madeText, textOfMaterial } from "./texts.ts";
import { defineTool } from "./tool.ts";

const Input = z.strictObject({
  /** Whatever there is to read: texts, documents, events, answers, whole results. */
  sources: Json,
  focus: Text(500).optional(),
  language: Language.optional(),
  maxWords: MaxWords(250),
});

const Output = z.object({ ...madeText, sources: z.int() });

/** A focus that asks what the material means, and not only what it says. */
const isAnalysis = /strateg|analy|decision|risk|next step|goal|conclu|implication|אסטרטג|ניתוח|נתח|החלט|סיכונ|צעדים|יעד|מסקנ/i;

export const textSummarise = defineTool({
  name: "text.summarise",
  title: "Summarise",
  description:
    "Says in short what documents or other material say, with where each statement stands; a focus such as “strategy” draws out goals, decisions, risks and next steps.",
  input: Input,
  output: Output,
  effect: "read",
  capability: textOfMaterial,
  takes: { sources: "material", focus: "focus", language: "language", maxWords: "max-words" },
  gives: { text: "summary", citations: "citations" },
  describe: ({ focus }) =>
    plainly(() => `Summarise what was found${focus ? ` with a view to ${quoted(focus)}` : ""}`, "Summarise what was found"),
  run: async ({ sources: material, focus = "", language, maxWords }, { complete, signal, progress }) => {
    const sources = sourcesOf(material);
    const wanted = language ?? languageOf(focus === "" ? sources.map(({ text }) => text) : [focus]);
    progress(`Reading ${sources.length} ${sources.length === 1 ? "source" : "sources"}`);
    const made = await complete({
      task: isAnalysis.test(focus) ? "analyse" : "summarise",
      instructions: focus,
      topic: focus,
      sources,
      language: wanted,
      maxWords,
      signal,
    });
    return done({
      text: made.text,
      citations: made.citations,
      model: made.model,
      note: made.note ?? "",
      language: wanted,
      sources: sources.length,
    });
  },
});
