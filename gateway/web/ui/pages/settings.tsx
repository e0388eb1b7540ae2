import { signal } from '../framework.ts';
import { chooseLook, type Look, look } from '../looks.ts';
import { Choice } from '../parts/fields.tsx';
import { ToBudget } from '../parts/noised.tsx';
import { Posture } from '../parts/posture.tsx';
import { chooseLanguage, LANGUAGES, language, words } from '../words/words.ts';
import { ThisBox } from './settings-box.tsx';
import { Rules } from './settings-rules.tsx';

const chosenLook = signal<Look>(look());
/** As each calls itself. */
const OWN_NAMES = { en: 'English', de: 'Deutsch' } as const;

/** Where the household begins, the rules above all others, how these pages look and speak, and the box itself. */
export function Settings() {
  const { settings, shell } = words();
  const setLook = (chosen: Look) => {
    chooseLook(chosen);
    chosenLook.value = chosen;
  };
  return (
    <>
      <h1 tabIndex={-1}>{shell.settings}</h1>
      <section>
        <h2>{settings.postureTitle}</h2>
        <Posture />
      </section>
      <section>
        <h2>{settings.rules}</h2>
        <Rules />
        <ToBudget />
      </section>
      <section>
        <h2>{settings.pages}</h2>
        <p class="quiet">{settings.pagesSay}</p>
        <Choice
          legend={settings.language}
          value={language.value}
          onChange={(chosen) => void chooseLanguage(chosen)}
          options={LANGUAGES.map((each) => ({ value: each, label: OWN_NAMES[each] }))}
        />
        <Choice
          legend={settings.look}
          value={chosenLook.value}
          onChange={setLook}
          options={(['system', 'light', 'dark'] as const).map((each) => ({ value: each, label: settings.looks[each] }))}
        />
      </section>
      <section>
        <h2>{settings.box}</h2>
        <ThisBox />
      </section>
    </>
  );
}
