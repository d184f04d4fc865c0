import type { Mask } from "./mask.ts";
import type { Meter } from "./meter.ts";

/** What a text is made of, each with where it came from, so that the text can cite it. */
export type Source = { title: string; url: string; text: string /** YYYY-MM-DD, when the source has one. */; date?: string };
export type Citation = { title: string; url: string; quote: string };

export type CompleteAsk = {
  task: "summarise" | "write" | "analyse";
  instructions: string;
  sources: Source[];
  language: "en" | "he";
  /** For `write`: agenda, report, email, … */
  kind?: string;
  topic?: string;
  maxWords?: number;
  signal: AbortSignal;
  /** Counts what the call costs; without one it is counted for nobody. */
  meter?: Meter;
  /** Replaces what no model may see; without it everything is seen. */
  mask?: Mask;
  /** Told of each piece of the text as it is written; what was told of a text that then failed is void. */
  onText?: (delta: string) => void;
};
export type Completed = {
  text: string;
  model: string;
  citations: Citation[] /** What the reader should know about how it was made. */;
  note?: string;
};

/** A text model, as tools see it: the offline model, Ollama or a cloud provider behind one function. */
export type Complete = (ask: CompleteAsk) => Promise<Completed>;
