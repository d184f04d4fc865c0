"use client";

import { Bookmark, Search, X } from "lucide-react";
import Link from "next/link";
import { useRouter } from "next/navigation";
import { useRef, useState } from "react";
import { useKeys } from "#components/shell/use-keys.ts";
import { Button } from "#components/ui/button.tsx";
import { cn } from "#components/ui/cn.ts";
import { Dialog } from "#components/ui/dialog.tsx";
import { Field, Input } from "#components/ui/field.tsx";
import { Kbd } from "#components/ui/kbd.tsx";
import { Select } from "#components/ui/select.tsx";
import { type Filters, isSameView, shippedViews, statuses, triggers, type View, writeFilters } from "./filters.ts";
import { executionLooks } from "./status.ts";
import { useSavedViews } from "./use-saved-views.ts";

type Props = { workspaceId: string; filters: Filters };

/** What is shown, by views that are kept and by filters that stand in the address. */
export function FiltersBar({ workspaceId, filters }: Props) {
  const { saved, keep, drop } = useSavedViews(workspaceId);
  const [isKeeping, setKeeping] = useState(false);
  const views = [...shippedViews, ...saved];
  const isKept = views.some((view) => isSameView(view.filters, filters));
  const router = useRouter();
  useKeys(
    Object.fromEntries(
      views.slice(0, 9).map((view, index) => [
        String(index + 1),
        () => {
          const query = writeFilters(view.filters);
          router.push(`/${workspaceId}/executions${query && `?${query}`}`);
        },
      ]),
    ),
  );
  return (
    <div className="grid gap-4">
      <nav aria-label="Views" className="flex gap-1 overflow-x-auto border-b border-line">
        {views.map((view, index) => (
          <ViewLink
            key={view.title}
            place={index + 1}
            {...{ workspaceId, view, filters }}
            {...(saved.includes(view) && { onDrop: () => drop(view.title) })}
          />
        ))}
      </nav>
      <div className="flex flex-wrap items-center gap-3">
        <Narrow key={writeFilters(filters)} {...{ workspaceId, filters }} />
        {!isKept && (
          <Button size="sm" kind="quiet" onClick={() => setKeeping(true)}>
            <Bookmark aria-hidden className="size-4" />
            Keep this view
          </Button>
        )}
      </div>
      <KeepView isOpen={isKeeping} onClose={() => setKeeping(false)} onKeep={(title) => keep({ title, filters })} />
    </div>
  );
}

function ViewLink({ workspaceId, view, filters, place, onDrop }: Props & { view: View; place: number; onDrop?: () => void }) {
  const isHere = isSameView(view.filters, filters);
  const query = writeFilters(view.filters);
  return (
    <span className={cn("-mb-px flex items-center border-b-2", isHere ? "border-accent" : "border-transparent")}>
      <Link
        href={`/${workspaceId}/executions${query && `?${query}`}`}
        aria-current={isHere ? "page" : undefined}
        {...(place <= 9 && { "aria-keyshortcuts": String(place), title: `Key ${place}` })}
        dir="auto"
        className={cn(
          "flex min-h-10 items-center rounded-t-md px-3 text-sm font-medium whitespace-nowrap -outline-offset-2",
          isHere ? "text-ink" : "text-quiet hover:text-ink",
        )}
      >
        {view.title}
      </Link>
      {onDrop && isHere && (
        <button
          type="button"
          aria-label={`Drop the view ${view.title}`}
          onClick={onDrop}
          className="grid size-6 place-items-center rounded-sm hover:bg-sunken"
        >
          <X aria-hidden className="size-3.5" />
        </button>
      )}
    </span>
  );
}

/** A change leads to another address, and the page is drawn for that. */
function Narrow({ workspaceId, filters }: Props) {
  const router = useRouter();
  const search = useRef<HTMLInputElement>(null);
  const [text, setText] = useState(filters.text ?? "");
  const go = (changed: Filters) => {
    const query = writeFilters({ ...filters, text: text.trim(), ...changed });
    router.push(`/${workspaceId}/executions${query && `?${query}`}`);
  };
  const status = useRef<HTMLSelectElement>(null);
  const trigger = useRef<HTMLSelectElement>(null);
  useKeys({ f: () => search.current?.focus(), t: () => status.current?.focus(), b: () => trigger.current?.focus() });
  return (
    <form
      method="get"
      className="flex grow flex-wrap items-center gap-3"
      onSubmit={(event) => {
        event.preventDefault();
        go({});
      }}
    >
      <span className="relative grow basis-56 sm:max-w-80">
        <Search aria-hidden className="pointer-events-none absolute inset-s-3 top-1/2 size-4 -translate-y-1/2 text-quiet" />
        <Input
          ref={search}
          type="search"
          name="text"
          dir="auto"
          aria-label="Filter by title"
          aria-keyshortcuts="f"
          placeholder="Filter by title"
          value={text}
          onChange={({ target }) => setText(target.value)}
          className="min-h-9 ps-9 pe-9 text-sm"
        />
        <span aria-hidden className="pointer-events-none absolute inset-e-2.5 top-1/2 hidden -translate-y-1/2 sm:block">
          <Kbd>f</Kbd>
        </span>
      </span>
      {filters.workflow && (
        <Button size="sm" onClick={() => go({ workflow: "" })}>
          Of one workflow
          <X aria-label="Show all workflows" className="size-3.5" />
        </Button>
      )}
      <Select
        ref={status}
        name="status"
        aria-label="Status"
        aria-keyshortcuts="t"
        value={filters.status ?? ""}
        onChange={({ target }) => go({ status: target.value, view: "" })}
      >
        <option value="">Any status</option>
        {statuses.map((status) => (
          <option key={status} value={status}>
            {executionLooks[status].label}
          </option>
        ))}
      </Select>
      <Select
        ref={trigger}
        name="trigger"
        aria-label="Begun by"
        aria-keyshortcuts="b"
        value={filters.trigger ?? ""}
        onChange={({ target }) => go({ trigger: target.value })}
      >
        <option value="">Begun by anything</option>
        {triggers.map((one) => (
          <option key={one} value={one}>
            {one}
          </option>
        ))}
      </Select>
    </form>
  );
}

function KeepView({ isOpen, onClose, onKeep }: { isOpen: boolean; onClose: () => void; onKeep: (title: string) => void }) {
  const [title, setTitle] = useState("");
  return (
    <Dialog isOpen={isOpen} onClose={onClose} title="Keep this view">
      <form
        method="post"
        className="grid gap-4"
        onSubmit={(event) => {
          event.preventDefault();
          if (title.trim() === "") return;
          onKeep(title.trim());
          setTitle("");
          onClose();
        }}
      >
        <Field label="Its name" hint="It is kept in this browser, beside the others.">
          {(field) => (
            <Input
              {...field}
              required
              maxLength={40}
              dir="auto"
              autoFocus
              value={title}
              onChange={({ target }) => setTitle(target.value)}
            />
          )}
        </Field>
        <Button type="submit" kind="main" className="justify-self-end">
          Keep
        </Button>
      </form>
    </Dialog>
  );
}
