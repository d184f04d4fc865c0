"use client";

import type { ReactNode } from "react";
import { Button } from "#components/ui/button.tsx";
import { Dialog } from "#components/ui/dialog.tsx";
import { type Problem, ProblemNote } from "#components/ui/problem-note.tsx";

type Props = {
  isOpen: boolean;
  title: string;
  /** What the button that does it says. */
  does: string;
  isGrave?: boolean;
  isBusy: boolean;
  problem: Problem | undefined;
  onDo: () => void;
  onClose: () => void;
  children: ReactNode;
};

/** Names what will happen before it does. */
export function Confirm({ isOpen, title, does, isGrave = false, isBusy, problem, onDo, onClose, children }: Props) {
  return (
    <Dialog isAlert isOpen={isOpen} onClose={onClose} title={title}>
      {children}
      {problem && <ProblemNote problem={problem} />}
      <div className="flex flex-wrap justify-end gap-3">
        <Button onClick={onClose}>Leave it</Button>
        <Button kind={isGrave ? "grave" : "main"} disabled={isBusy} onClick={onDo}>
          {does}
        </Button>
      </div>
    </Dialog>
  );
}
