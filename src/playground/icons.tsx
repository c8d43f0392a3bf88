/** Pictures of GraphiQL's side bar, in its line style. */
export function GraphIcon() {
  return (
    <svg viewBox="0 0 24 24" height="1.4em" fill="none" stroke="currentColor" strokeWidth="1.6" aria-hidden="true">
      <rect x="8" y="2.5" width="8" height="5" rx="1.4" />
      <rect x="1.5" y="16.5" width="8" height="5" rx="1.4" />
      <rect x="14.5" y="16.5" width="8" height="5" rx="1.4" />
      <path d="M12 7.5v3.6M5.5 16.5v-2.2q0-3.2 3.2-3.2h6.6q3.2 0 3.2 3.2v2.2" />
    </svg>
  );
}

export function ExamplesIcon() {
  return (
    <svg viewBox="0 0 24 24" height="1.4em" fill="none" stroke="currentColor" strokeWidth="1.6" aria-hidden="true">
      <path d="M4 4.5h16v11H10l-4.5 4v-4H4z" strokeLinejoin="round" />
      <path d="M9.8 8.4c.2-2 4.6-2 4.6.3 0 1.5-2.3 1.5-2.3 2.9" strokeLinecap="round" />
      <circle cx="12.1" cy="13.4" r=".5" fill="currentColor" />
    </svg>
  );
}

/** The product's sign: something that carries what stands on it. */
export function UnderpinSign() {
  return (
    <svg viewBox="0 0 32 32" width="20" height="20" aria-hidden="true">
      <rect x="3" y="3" width="26" height="7" rx="2" fill="#2b6cb0" />
      <path d="M8 10v9M16 10v9M24 10v9" stroke="#7d8ca1" strokeWidth="3" />
      <rect x="4" y="19" width="8" height="10" rx="2" fill="#2b6cb0" />
      <rect x="20" y="19" width="8" height="10" rx="2" fill="#2b6cb0" />
      <rect x="13.5" y="19" width="5" height="10" rx="1.5" fill="#d8483f" />
    </svg>
  );
}
