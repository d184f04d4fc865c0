import { Search } from "lucide-react";
import { Button } from "#components/ui/button.tsx";
import { Input } from "#components/ui/field.tsx";

type Props = { label: string; text: string; keep?: Record<string, string> };

/** Asks by the address, so that what was found can be linked to, and works before any script does. */
export function SearchBox({ label, text, keep = {} }: Props) {
  return (
    <search>
      <form method="get" className="flex max-w-xl gap-2">
        <Input type="search" name="q" aria-label={label} placeholder={label} defaultValue={text} maxLength={200} dir="auto" />
        {Object.entries(keep).map(([name, value]) => (
          <input key={name} type="hidden" name={name} value={value} />
        ))}
        <Button type="submit" aria-label="Search" size="icon" className="shrink-0">
          <Search aria-hidden className="size-4" />
        </Button>
      </form>
    </search>
  );
}
