/** The data of each frame in a piece of a stream's text. */
export function dataIn(text: string): string[] {
  return text.split("\n\n").flatMap((frame) => {
    const lines = frame.split("\n").flatMap((line) => (line.startsWith("data: ") ? [line.slice("data: ".length)] : []));
    return lines.length === 0 ? [] : [lines.join("\n")];
  });
}

/** How long after the end it is looked again: soon at first, since a proposal follows a failure, and then now and then. */
export const lookAfterMs = (looked: number): number => Math.min(60_000, 1_000 * 2 ** looked);
