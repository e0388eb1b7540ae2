import type { ComponentChildren } from '../framework.ts';
import { words } from '../words/words.ts';

interface PictureProps {
  /** What the picture shows, in words. */
  readonly says: string;
  readonly heads: readonly string[];
  /** The first of each row is its heading. */
  readonly rows: readonly (readonly string[])[];
  /** Said above the table where it does not hold everything. */
  readonly note?: string | undefined;
  readonly children: ComponentChildren;
}

/** A picture for those who see it, the same in words for everybody, and all of its numbers as a table. */
export function Picture({ says, heads, rows, note, children }: PictureProps) {
  const { pictures } = words();
  return (
    <figure class="picture">
      <figcaption>{says}</figcaption>
      <div aria-hidden="true">{children}</div>
      <details>
        <summary>{pictures.table}</summary>
        {note && <p class="quiet">{note}</p>}
        <table>
          <thead>
            <tr>
              {heads.map((head) => (
                <th key={head} scope="col">
                  {head}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {rows.map(([head = '', ...cells]) => (
              <tr key={[head, ...cells].join()}>
                <th scope="row">{head}</th>
                {cells.map((cell, at) => (
                  <td key={heads[at + 1]}>{cell}</td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </details>
    </figure>
  );
}
