"use client";

import { useEffect, useEffectEvent } from "react";

/** Somebody writes there: a letter is a letter. Nobody writes in a slider. */
function isWriting(target: EventTarget | null): boolean {
  return target instanceof HTMLElement && (target.isContentEditable || target.matches("input:not([type=range]), textarea, select"));
}

const isInDialog = () => document.querySelector('[role="dialog"], [role="alertdialog"], [role="menu"]') !== null;

/** Single keys of a page. None of them counts while somebody writes, or while a dialog or a menu is open. */
export function useKeys(keys: Record<string, (event: KeyboardEvent) => void>): void {
  const press = useEffectEvent((event: KeyboardEvent) => {
    if (event.defaultPrevented || event.metaKey || event.ctrlKey || event.altKey) return;
    if (isWriting(event.target) || isInDialog()) return;
    const act = keys[event.key];
    if (!act) return;
    event.preventDefault();
    act(event);
  });
  useEffect(() => {
    const listen = (event: KeyboardEvent) => press(event);
    document.addEventListener("keydown", listen);
    return () => document.removeEventListener("keydown", listen);
  }, []);
}

const patienceMs = 1_200;

/** The keys of every page: ⌘K, ?, / and g with a letter. */
export function useEverywhere(does: { palette: () => void; help: () => void; go: (letter: string) => boolean }): void {
  const press = useEffectEvent((event: KeyboardEvent, wasG: boolean): boolean => {
    if ((event.metaKey || event.ctrlKey) && event.key.toLowerCase() === "k") {
      event.preventDefault();
      does.palette();
      return false;
    }
    if (event.defaultPrevented || event.metaKey || event.ctrlKey || event.altKey || isWriting(event.target) || isInDialog()) return false;
    if (wasG && does.go(event.key)) {
      event.preventDefault();
      return false;
    }
    if (event.key === "?") {
      event.preventDefault();
      does.help();
    }
    return event.key === "g";
  });
  useEffect(() => {
    let gAt = 0;
    const listen = (event: KeyboardEvent) => {
      gAt = press(event, event.timeStamp - gAt < patienceMs && gAt > 0) ? event.timeStamp : 0;
    };
    // Before the page's own keys: the letter after g is nobody else's.
    document.addEventListener("keydown", listen, { capture: true });
    return () => document.removeEventListener("keydown", listen, { capture: true });
  }, []);
}
