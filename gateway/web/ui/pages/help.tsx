import { LinePicture } from '../parts/line-picture.tsx';
import { Link } from '../router.tsx';
import { words } from '../words/words.ts';

/** The same place on every page: how it works, what it protects against and does not, and what the words mean. */
export function Help() {
  const { help, shell } = words();
  return (
    <>
      <h1 tabIndex={-1}>{shell.help}</h1>
      <section>
        <h2>{help.how}</h2>
        <LinePicture />
        <ol>
          {help.line.map(({ name, says }) => (
            <li key={name}>
              <strong>{name}</strong>: {says}
            </li>
          ))}
        </ol>
      </section>
      <section>
        <h2>{help.protects}</h2>
        <ul>
          {help.protectsSays.map((says) => (
            <li key={says}>{says}</li>
          ))}
        </ul>
        <h2>{help.protectsNot}</h2>
        <ul>
          {help.protectsNotSays.map((says) => (
            <li key={says}>{says}</li>
          ))}
        </ul>
      </section>
      <section id="glossary">
        <h2>{help.glossary}</h2>
        <dl>
          {Object.entries(help.terms).map(([key, { term, says }]) => (
            <div key={key} id={`term-${key}`}>
              <dt>
                <strong>{term}</strong>
              </dt>
              <dd>{says}</dd>
            </div>
          ))}
        </dl>
      </section>
      <section>
        <h2>{help.installer}</h2>
        <p>{help.installerSays}</p>
        <p>
          <Link to="/settings">{shell.settings}</Link> · <Link to="/data">{shell.data}</Link>
        </p>
      </section>
    </>
  );
}
