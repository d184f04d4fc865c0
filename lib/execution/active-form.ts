/** Verbs whose last letter is written twice, or which change otherwise. */
const irregular: Record<string, string> = {
  set: "setting",
  get: "getting",
  put: "putting",
  plan: "planning",
  run: "running",
  tell: "telling",
};

/** The verbs that a step's name begins with in the shipped workflows; of any other word nobody knows whether it is a verb. */
const verbs = new Set(
  "add ask book build calculate call cancel change check choose classify collect compare count create decide delete describe draft extract fetch fill find gather generate get invite list load look make note open pass pick plan post prepare publish put read record remove report request review run save schedule score search send set sort store summarise summarize tell translate understand update validate verify wait watch write".split(
    " ",
  ),
);

/** What is being done while it is done: "Find documents" → "Finding documents…". */
export function activeForm(name: string): string {
  const [first = "", ...rest] = name.split(" ");
  const verb = first.toLowerCase();
  if (!verbs.has(verb)) return `${name}…`;
  const active = irregular[verb] ?? `${/[^e]e$/.test(verb) ? verb.slice(0, -1) : verb}ing`;
  return `${[/^[A-Z]/.test(first) ? `${active[0]?.toUpperCase()}${active.slice(1)}` : active, ...rest].join(" ")}…`;
}
