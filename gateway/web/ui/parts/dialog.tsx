import { type ComponentChildren, useEffect, useId, useRef } from '../framework.ts';

interface DialogProps {
  readonly title: string;
  /** Escape, and a way out that changes nothing. */
  readonly onClose: () => void;
  readonly children: ComponentChildren;
}

/** A native dialog, opened by the person and never thrown at them; the focus lands on its heading. */
export function Dialog({ title, onClose, children }: DialogProps) {
  const dialog = useRef<HTMLDialogElement>(null);
  const heading = useRef<HTMLHeadingElement>(null);
  const id = useId();
  useEffect(() => {
    const before = document.activeElement;
    const shown = dialog.current;
    shown?.showModal();
    heading.current?.focus();
    return () => {
      // Behind an open one nothing takes the focus.
      shown?.close();
      if (before instanceof HTMLElement && before.isConnected) before.focus();
    };
  }, []);
  const cancel = (event: Event) => {
    event.preventDefault();
    onClose();
  };
  return (
    <dialog ref={dialog} aria-labelledby={id} onCancel={cancel}>
      <h2 id={id} ref={heading} tabIndex={-1}>
        {title}
      </h2>
      {children}
    </dialog>
  );
}
