import { useEffect, useRef, type ReactNode } from 'react';

export interface MenuProps {
  readonly label: string;
  readonly children: ReactNode;
}

/** A button that opens a small panel; Escape, a click elsewhere and a button inside close it. */
export function Menu({ label, children }: MenuProps) {
  const menu = useRef<HTMLDetailsElement>(null);
  useEffect(() => {
    const close = (event: Event) => {
      const inside = event.target instanceof Node && menu.current?.contains(event.target) === true;
      const leaves = event instanceof KeyboardEvent ? event.key === 'Escape' : !inside;
      if (leaves) menu.current?.removeAttribute('open');
    };
    document.addEventListener('mousedown', close);
    document.addEventListener('keydown', close);
    return () => {
      document.removeEventListener('mousedown', close);
      document.removeEventListener('keydown', close);
    };
  }, []);
  return (
    <details ref={menu} className="underpin-menu">
      <summary className="underpin-tool">{label}</summary>
      <div
        className="underpin-menu-panel"
        onClick={(event) => {
          if (event.target instanceof HTMLButtonElement) menu.current?.removeAttribute('open');
        }}
      >
        {children}
      </div>
    </details>
  );
}
