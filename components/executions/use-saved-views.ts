"use client";

import { useSyncExternalStore } from "react";
import { z } from "zod";
import { readFilters, type View } from "./filters.ts";

const Saved = z.array(z.object({ title: z.string(), filters: z.record(z.string(), z.string()) }));
const changed = "fermata-views";
const none: View[] = [];
let read: { text: string | null; views: View[] } = { text: null, views: none };

const place = (workspaceId: string) => `fermata-views-${workspaceId}`;

/** The same array for the same text: React compares by identity. */
function viewsIn(workspaceId: string): View[] {
  const text = localStorage.getItem(place(workspaceId));
  if (text === read.text) return read.views;
  read = { text, views: parse(text) };
  return read.views;
}

function parse(text: string | null): View[] {
  try {
    return Saved.parse(JSON.parse(text ?? "[]")).map(({ title, filters }) => ({ title, filters: readFilters(filters) }));
  } catch {
    return none;
  }
}

function subscribe(listener: () => void): () => void {
  window.addEventListener("storage", listener);
  window.addEventListener(changed, listener);
  return () => {
    window.removeEventListener("storage", listener);
    window.removeEventListener(changed, listener);
  };
}

/** The views that somebody keeps, in this browser. */
export function useSavedViews(workspaceId: string) {
  const saved = useSyncExternalStore(
    subscribe,
    () => viewsIn(workspaceId),
    () => none,
  );
  const write = (views: View[]) => {
    localStorage.setItem(place(workspaceId), JSON.stringify(views));
    window.dispatchEvent(new Event(changed));
  };
  return {
    saved,
    keep: (view: View) => write([...saved.filter(({ title }) => title !== view.title), view]),
    drop: (title: string) => write(saved.filter((view) => view.title !== title)),
  };
}
