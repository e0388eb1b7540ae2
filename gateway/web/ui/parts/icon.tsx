/** Drawn for this house: strokes on a grid of 24, in the colour of the text around them. */
const PATHS = {
  home: 'M4 11 12 4l8 7M6 9.5V20h12V9.5M10 20v-6h4v6',
  ask: 'M4 5h16v11H9l-5 4zM9 10.5h6',
  device: 'M7 3h10v18H7zM11 18h2',
  out: 'M4 12h13M12 6l6 6-6 6M20 4v16',
  more: 'M5 12h.01M12 12h.01M19 12h.01',
  stop: 'M8 3h8l5 5v8l-5 5H8l-5-5V8zM9 12h6',
  stayed: 'M4 11 12 4l8 7M6 9.5V20h12V9.5M9 14l2 2 4-4',
  waiting: 'M12 4a8 8 0 1 0 .01 0M12 8v4l3 2',
  trouble: 'M12 4 21 20H3zM12 10v4M12 17h.01',
  person: 'M12 4a4 4 0 1 0 .01 0M4 21c1-5 4-7 8-7s7 2 8 7',
  claim: 'M5 6h6v6c0 3-2 5-5 6M14 6h6v6c0 3-2 5-5 6',
  enforced: 'M12 3l8 3v6c0 5-3 8-8 9-5-1-8-4-8-9V6zM8.5 12l2.5 2.5 4.5-5',
} as const;

export type IconName = keyof typeof PATHS;

export function Icon({ name }: { readonly name: IconName }) {
  return (
    <svg class="icon" viewBox="0 0 24 24" width="24" height="24" aria-hidden="true" focusable="false">
      <path
        d={PATHS[name]}
        fill="none"
        stroke="currentColor"
        stroke-width="1.8"
        stroke-linecap="round"
        stroke-linejoin="round"
      />
    </svg>
  );
}
