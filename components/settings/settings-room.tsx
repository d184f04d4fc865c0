"use client";

import { useState } from "react";
import { Badge } from "#components/ui/badge.tsx";
import { Button } from "#components/ui/button.tsx";
import { Dialog } from "#components/ui/dialog.tsx";
import { Field, Input, Textarea } from "#components/ui/field.tsx";
import { ProblemNote } from "#components/ui/problem-note.tsx";
import { Select } from "#components/ui/select.tsx";
import type { Resolved } from "#lib/tenancy/settings.ts";
import { autonomyWords, countsWords, levelWords, replanningWords, settingWords, valueWords } from "./setting-words.ts";
import { useAct } from "./use-act.ts";

type Props = { workspaceId: string; settings: Resolved[]; mayChange: boolean };

/** Every setting with its value, and the level that it comes from. */
export function SettingsRoom({ workspaceId, settings, mayChange }: Props) {
  const [changed, setChanged] = useState<Resolved>();
  return (
    <>
      <ul className="grid divide-y divide-line rounded-lg border border-line bg-raised shadow-card">
        {settings.map((setting) => (
          <li key={setting.name} className="flex flex-wrap items-start justify-between gap-x-4 gap-y-2 px-4 py-3">
            <div className="grid min-w-0 grow basis-64 gap-1">
              <p className="flex flex-wrap items-center gap-2 font-medium">
                {settingWords[setting.name].title}
                <Badge>from {levelWords[setting.from]}</Badge>
              </p>
              <p dir="auto" className="break-words">
                {valueWords(setting, setting.value)}
              </p>
              <p className="text-sm text-quiet">
                {setting.chain
                  .filter(({ level, value }) => level !== setting.from && value !== null)
                  .map(({ level, value }) => `${levelWords[level]} says: ${valueWords(setting, value)}`)
                  .join(" · ") || settingWords[setting.name].hint}
              </p>
            </div>
            {mayChange && (
              <Button size="sm" aria-label={`Change “${settingWords[setting.name].title}”`} onClick={() => setChanged(setting)}>
                Change
              </Button>
            )}
          </li>
        ))}
      </ul>
      {changed && <SettingForm workspaceId={workspaceId} setting={changed} onClose={() => setChanged(undefined)} />}
    </>
  );
}

function SettingForm({ workspaceId, setting, onClose }: { workspaceId: string; setting: Resolved; onClose: () => void }) {
  const { act, isBusy, problem } = useAct(workspaceId);
  const { name, value, chain } = setting;
  const own = chain.find(({ level }) => level === "workspace")?.value ?? null;
  const [text, setText] = useState(textFor(name, own ?? value));
  const send = async (next: unknown) => {
    if (await act("/api/settings", { method: "PUT", body: { [name]: next } })) onClose();
  };
  return (
    <Dialog isOpen onClose={onClose} title={settingWords[name].title}>
      <form
        className="grid gap-5"
        onSubmit={(event) => {
          event.preventDefault();
          void send(saidBy(name, text));
        }}
      >
        <Field label="In this workspace" hint={settingWords[name].hint}>
          {(field) => <SettingInput field={field} name={name} text={text} setText={setText} />}
        </Field>
        {problem && <ProblemNote problem={problem} />}
        <div className="flex flex-wrap justify-end gap-3">
          {own !== null && (
            <Button disabled={isBusy} onClick={() => void send(null)}>
              Take it back
            </Button>
          )}
          <Button type="submit" kind="main" disabled={isBusy}>
            Save
          </Button>
        </div>
      </form>
    </Dialog>
  );
}

const choices = { autonomy: autonomyWords, replanning: replanningWords, executionTimeoutCounts: countsWords };
const isChoice = (name: Resolved["name"]): name is keyof typeof choices => Object.hasOwn(choices, name);
const isTime = (name: Resolved["name"]): boolean => name === "stepTimeoutMs" || name === "executionTimeoutMs";

type InputProps = { field: { id: string }; name: Resolved["name"]; text: string; setText: (text: string) => void };

function SettingInput({ field, name, text, setText }: InputProps) {
  if (isChoice(name))
    return (
      <Select {...field} value={text} onChange={({ target }) => setText(target.value)}>
        {Object.entries(choices[name]).map(([value, words]) => (
          <option key={value} value={value}>
            {words}
          </option>
        ))}
      </Select>
    );
  if (name === "egressOnly" || name === "egressNever")
    return <Textarea {...field} dir="ltr" rows={6} value={text} onChange={({ target }) => setText(target.value)} />;
  return (
    <Input
      {...field}
      required
      type="number"
      min={name === "minEffectiveness" ? 0 : 1}
      max={{ concurrency: 1_000, stepTimeoutMs: 86_400, stepAttempts: 20, executionTimeoutMs: 30 * 86_400, minEffectiveness: 100 }[name]}
      dir="ltr"
      value={text}
      onChange={({ target }) => setText(target.value)}
    />
  );
}

function textFor(name: Resolved["name"], value: Resolved["value"]): string {
  if (value === null) return "";
  if (Array.isArray(value)) return value.join("\n");
  if (name === "minEffectiveness") return String(Math.round(Number(value) * 100));
  return isTime(name) ? String(Number(value) / 1_000) : String(value);
}

function saidBy(name: Resolved["name"], text: string): unknown {
  if (isChoice(name)) return text;
  if (name === "minEffectiveness") return Number(text) / 100;
  if (name === "egressOnly" || name === "egressNever") return text.split(/\s+/).filter(Boolean);
  return isTime(name) ? Number(text) * 1_000 : Number(text);
}
