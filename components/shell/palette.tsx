"use client";

import { ArrowRight, CornerDownLeft, Keyboard, Search } from "lucide-react";
import { useRouter } from "next/navigation";
import { type ReactNode, useState } from "react";
import { Autocomplete } from "react-aria-components/Autocomplete";
import { Header } from "react-aria-components/Header";
import { Menu, MenuItem, MenuSection } from "react-aria-components/Menu";
import { Input, SearchField } from "react-aria-components/SearchField";
import { Dialog } from "#components/ui/dialog.tsx";
import { FermataSign } from "#components/ui/fermata-sign.tsx";
import { Kbd } from "#components/ui/kbd.tsx";
import type { Place } from "./nav.ts";
import { useFind } from "./use-find.ts";

type Props = { places: readonly Place[]; workspaceId: string; mayStart: boolean; isOpen: boolean; onClose: () => void; onHelp: () => void };

/** One place to go anywhere and to begin anything, without leaving the keys. */
export function Palette(props: Props) {
  return (
    <Dialog isOpen={props.isOpen} onClose={props.onClose} title="Palette" isBare className="max-w-xl">
      <Inside {...props} />
    </Dialog>
  );
}

const isId = (text: string) => /^exe_[A-Za-z0-9_-]{4,}$/.test(text);

function Inside({ places, workspaceId, mayStart, isOpen, onClose, onHelp }: Props) {
  const router = useRouter();
  const [text, setText] = useState("");
  const sought = text.trim();
  const found = useFind({ workspaceId, text: isId(sought) ? "" : sought, isOpen });
  const go = (address: string) => {
    onClose();
    router.push(address);
  };
  const nearby = places.filter(({ title }) => title.toLowerCase().includes(sought.toLowerCase()));
  const isForApprovals = places.some(({ path }) => path === "/approvals") && "approve next approvals".includes(sought.toLowerCase());
  const isForHelp = "keys shortcuts help".includes(sought.toLowerCase());
  return (
    <Autocomplete inputValue={text} onInputChange={setText}>
      <SearchField aria-label="Go, run, approve, find" autoFocus className="flex items-center gap-3 border-b border-line px-4">
        <Search aria-hidden className="size-5 shrink-0 text-quiet" />
        <Input
          dir="auto"
          placeholder={mayStart ? "Go somewhere, or say what should be done" : "Go somewhere, or find an execution"}
          className="min-h-14 w-full bg-transparent text-lg outline-none [&::-webkit-search-cancel-button]:hidden"
        />
        <Kbd>Esc</Kbd>
      </SearchField>
      <section
        aria-label="What can be done"
        // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls has to be reachable without a mouse
        tabIndex={0}
        className="max-h-[50dvh] overflow-auto rounded-b-xl -outline-offset-2"
      >
        <Menu aria-label="What can be done" className="grid grid-cols-[minmax(0,1fr)] gap-1 p-2 outline-none">
          {isId(sought) && (
            <MenuItem id="id" textValue={sought} className={row} onAction={() => go(`/${workspaceId}/executions/${sought}`)}>
              <Line icon={<ArrowRight aria-hidden className="size-4 rtl:-scale-x-100" />}>
                Open the execution <span className="font-mono text-xs">{sought}</span>
              </Line>
            </MenuItem>
          )}
          {mayStart && sought !== "" && !isId(sought) && (
            <MenuItem
              id="plan"
              textValue={sought}
              className={row}
              onAction={() => go(`/${workspaceId}/new?request=${encodeURIComponent(sought)}`)}
            >
              <Line icon={<CornerDownLeft aria-hidden className="size-4 rtl:-scale-x-100" />}>
                Plan <bdi>“{sought}”</bdi>
              </Line>
            </MenuItem>
          )}
          {isForApprovals && (
            <MenuItem id="next" textValue="Approve next" className={row} onAction={() => go(`/${workspaceId}/approvals`)}>
              <Line icon={<FermataSign className="size-4" />}>Approve next</Line>
            </MenuItem>
          )}
          {nearby.length > 0 && (
            <MenuSection aria-label="Go" className="grid grid-cols-[minmax(0,1fr)]">
              <Header className={heading}>Go</Header>
              {nearby.map(({ path, title, icon: Icon, letter }) => (
                <MenuItem key={path} id={`go${path}`} textValue={title} className={row} onAction={() => go(`/${workspaceId}${path}`)}>
                  <Line icon={<Icon aria-hidden className="size-4" />}>{title}</Line>
                  <span aria-hidden className="flex gap-1">
                    <Kbd>g</Kbd>
                    <Kbd>{letter}</Kbd>
                  </span>
                </MenuItem>
              ))}
            </MenuSection>
          )}
          {found.length > 0 && (
            <MenuSection aria-label="Executions" className="grid grid-cols-[minmax(0,1fr)]">
              <Header className={heading}>Executions</Header>
              {found.map(({ id, title, status, url }) => (
                <MenuItem key={id} id={id} textValue={title} className={row} onAction={() => go(url)}>
                  <Line icon={<ArrowRight aria-hidden className="size-4 rtl:-scale-x-100" />}>
                    <bdi>{title}</bdi>
                  </Line>
                  <span className="shrink-0 text-xs text-quiet">{status.replaceAll("_", " ")}</span>
                </MenuItem>
              ))}
            </MenuSection>
          )}
          {isForHelp && (
            <MenuItem id="help" textValue="Keys" className={row} onAction={onHelp}>
              <Line icon={<Keyboard aria-hidden className="size-4" />}>All keys</Line>
              <Kbd>?</Kbd>
            </MenuItem>
          )}
        </Menu>
      </section>
    </Autocomplete>
  );
}

const heading = "px-3 pt-2 pb-1 text-xs text-quiet";
const row =
  "flex min-h-10 cursor-pointer items-center justify-between gap-3 rounded-md px-3 py-1.5 text-sm outline-none data-[focused]:bg-accent-soft data-[focused]:text-accent";

function Line({ icon, children }: { icon: ReactNode; children: ReactNode }) {
  return (
    <span className="flex min-w-0 items-center gap-3">
      <span className="shrink-0">{icon}</span>
      <span className="min-w-0 truncate">{children}</span>
    </span>
  );
}
