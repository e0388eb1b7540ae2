import { words } from '../words/words.ts';

const [WIDE, HIGH, GAP] = [150, 44, 22];

/** The way of a value from a device to whoever receives it; the steps stand in words beside it. */
export function LinePicture() {
  const { help } = words();
  const steps = help.picture;
  return (
    <svg
      class="line"
      viewBox={`0 0 ${WIDE * 2 + 60} ${steps.length * (HIGH + GAP)}`}
      role="img"
      aria-label={help.pictureSays}
    >
      {steps.map(({ name, aside }, at) => {
        const top = at * (HIGH + GAP);
        return (
          <g key={name}>
            <rect x="1" y={top + 1} width={WIDE} height={HIGH} rx="8" />
            <text x={WIDE / 2} y={top + HIGH / 2 + 6} text-anchor="middle">
              {name}
            </text>
            {at < steps.length - 1 && <path d={`M${WIDE / 2} ${top + HIGH + 2}v${GAP - 4}m-5-6 5 6 5-6`} />}
            {aside !== undefined && (
              <>
                <path d={`M${WIDE + 2} ${top + HIGH / 2}h30`} stroke-dasharray="4 3" />
                <path d={`M${WIDE + 26} ${top + HIGH / 2 - 5}l6 5-6 5`} />
                <text x={WIDE + 38} y={top + HIGH / 2 + 6}>
                  {aside}
                </text>
              </>
            )}
          </g>
        );
      })}
    </svg>
  );
}
