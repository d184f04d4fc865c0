/** The sign over a note that says: hold, until the conductor releases it. It marks every hold. */
export function FermataSign({ className }: { className?: string }) {
  return (
    <svg viewBox="0 0 24 24" fill="none" className={className} aria-hidden="true" focusable="false">
      <path
        d="M2.4 18.6C2.7 10.7 6.5 5.6 12 5.6s9.3 5.1 9.6 13c-1.3-5.6-4.8-9-9.6-9s-8.3 3.4-9.6 9Z"
        fill="currentColor"
        stroke="currentColor"
        strokeWidth="0.8"
        strokeLinejoin="round"
      />
      <circle cx="12" cy="16.6" r="2.3" fill="currentColor" />
    </svg>
  );
}
