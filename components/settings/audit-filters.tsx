import { Search } from "lucide-react";
import { Button } from "#components/ui/button.tsx";
import { Input } from "#components/ui/field.tsx";
import { Select } from "#components/ui/select.tsx";
import { auditRooms } from "./audit-words.ts";

/** Asks by the address, so that what was found can be sent to a colleague. */
export function AuditFilters({ text, room }: { text: string; room: string }) {
  return (
    <search>
      <form method="get" className="flex flex-wrap items-center gap-2">
        <Input
          type="search"
          name="q"
          aria-label="Search the audit"
          placeholder="A name, an id, an address, a word"
          defaultValue={text}
          maxLength={200}
          dir="auto"
          className="w-auto grow basis-56"
        />
        <Select name="action" aria-label="About" defaultValue={room} className="basis-40">
          <option value="">About everything</option>
          {auditRooms.map((one) => (
            <option key={one} value={one}>
              {one.replaceAll("_", " ")}
            </option>
          ))}
        </Select>
        <Button type="submit" aria-label="Search" size="icon" className="shrink-0">
          <Search aria-hidden className="size-4" />
        </Button>
      </form>
    </search>
  );
}
