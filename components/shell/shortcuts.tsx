"use client";

import { Dialog } from "#components/ui/dialog.tsx";
import { Kbd } from "#components/ui/kbd.tsx";
import type { Place } from "./nav.ts";

type Group = { title: string; keys: [string[], string][] };

const groups = (places: readonly Place[]): Group[] => [
  {
    title: "Everywhere",
    keys: [
      [["⌘", "K"], "Open the palette (Ctrl and K elsewhere)"],
      [["?"], "Show these keys"],
      [["Esc"], "Close what is open"],
    ],
  },
  { title: "Go", keys: places.map(({ letter, title }) => [["g", letter], title]) },
  {
    title: "Home",
    keys: [
      [["n"], "Write a request"],
      [["⌘", "↵"], "Plan it"],
    ],
  },
  {
    title: "Executions",
    keys: [
      [["1", "…", "9"], "A view"],
      [["f"], "Filter by title"],
      [["t"], "Filter by status"],
      [["b"], "Filter by what began it"],
      [["j"], "Next"],
      [["k"], "The one before"],
      [["x"], "Choose"],
      [["⇧", "X"], "Choose all"],
      [["↵"], "Open"],
    ],
  },
  {
    title: "An execution",
    keys: [
      [["↑", "↓"], "From step to step, in the list"],
      [["Esc"], "Close the step"],
      [[","], "One event back in time"],
      [["."], "One event on"],
      [["l"], "Back from the past"],
      [["1", "…", "4"], "Unfold the trace, in it"],
    ],
  },
  {
    title: "Approvals",
    keys: [
      [["j"], "Next"],
      [["k"], "The one before"],
      [["a"], "Approve"],
      [["r"], "Reject, with a reason"],
      [["e"], "Change what will happen"],
      [["q"], "Ask a question"],
      [["u"], "Undo a yes that was not released yet"],
      [["s"], "Out of the way for an hour"],
    ],
  },
];

export function Shortcuts({ places, isOpen, onClose }: { places: readonly Place[]; isOpen: boolean; onClose: () => void }) {
  return (
    <Dialog isOpen={isOpen} onClose={onClose} title="Keys" className="max-w-3xl">
      <div className="columns-1 gap-8 sm:columns-2">
        {groups(places).map(({ title, keys }) => (
          <section key={title} className="break-inside-avoid pb-5">
            <h3 className="pb-1 text-sm font-semibold text-quiet">{title}</h3>
            <dl className="grid">
              {keys.map(([names, does]) => (
                <div
                  key={does}
                  className="flex min-h-8 flex-row-reverse items-center justify-between gap-4 border-b border-line text-sm last:border-0"
                >
                  <dt className="flex gap-1">
                    {names.map((name) => (
                      <Kbd key={name}>{name}</Kbd>
                    ))}
                  </dt>
                  <dd>{does}</dd>
                </div>
              ))}
            </dl>
          </section>
        ))}
      </div>
    </Dialog>
  );
}
