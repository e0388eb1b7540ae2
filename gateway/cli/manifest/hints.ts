import { classify } from '../../../rules/classify.ts';
import { parseDuration } from '../../../rules/duration.ts';
import type { FieldSpec, Manifest, Request } from '../../../rules/manifest.ts';
import { nearest } from '../../../rules/nearest.ts';
import type { Problem } from '../../../rules/problems.ts';
import { specialIn } from '../../../rules/special-categories.ts';
import { isSpecialBasis } from '../../../rules/terms-words.ts';
import { en } from '../../../rules/words/en.ts';
import { shippedCatalogue, shippedPurposes } from '../../runtime/knowledge.ts';
import { IF_REFUSED, SENTENCE } from './new.ts';

const RANK = { low: 0, medium: 1, high: 2 } as const;

/** Where a household would more gladly say yes: what is asked for more finely, faster or longer than it must be. */
export function hintsFor(manifest: Manifest): Problem[] {
  const hints: Problem[] = [];
  const hint = (path: string, problem: string) => hints.push({ path, problem });
  const { controller, products, requests } = manifest;
  if (controller.notice === undefined) hint('/controller/notice', 'is missing; people look for your privacy notice');
  const asked = new Set(requests.flatMap(({ fields }) => fields.map(({ name }) => name)));
  for (const [i, { match, fields }] of products.entries()) {
    for (const [j, spec] of fields.entries()) {
      const path = `/products/${i}/fields/${j}`;
      if (!asked.has(spec.name)) hint(path, `${spec.name} is declared and never asked for; leave it out`);
      const known = revealedBy(spec, match.dialect);
      if (spec.sensitivity !== undefined && RANK[spec.sensitivity] < RANK[known.sensitivity])
        hint(
          `${path}/sensitivity`,
          `you say ${spec.sensitivity}; homes show ${known.sensitivity}, since ${known.reason}`,
        );
      if (spec.type === 'number' && (spec.bounds === undefined || spec.resolution === undefined))
        hint(path, 'has no bounds or no resolution; values are clipped and rounded to them before anything leaves');
    }
  }
  for (const [i, request] of requests.entries()) hints.push(...requestHints(request, `/requests/${i}`, products));
  return hints;
}

function requestHints(request: Request, path: string, products: Manifest['products']): Problem[] {
  const hints: Problem[] = [];
  const hint = (at: string, problem: string) => hints.push({ path: `${path}${at}`, problem });
  const { release, fields, retention, purpose, sentence, ifRefused } = request;
  if (!shippedPurposes().has(purpose)) {
    const perhaps = nearest(purpose, shippedPurposes().keys());
    hint('/purpose', `homes have no plain words for it${perhaps === undefined ? '' : `; perhaps ${perhaps}`}`);
  }
  if (sentence === SENTENCE) hint('/sentence', 'still stands as hearthgate wrote it; say in your words what you do');
  if (ifRefused === IF_REFUSED) hint('/ifRefused', 'still stands as hearthgate wrote it; say what then does not work');
  if (release.release === 'live')
    hint(
      '/release',
      'is live, so that the times of messages can be watched; a slot of PT1H serves where no second matters',
    );
  if (isLongerThanAYear(retention)) hint('/retention', 'is longer than a year; what purpose needs it as long?');
  for (const [j, { name, form }] of fields.entries()) {
    const at = `/fields/${j}/form`;
    const spec = products.flatMap((product) => product.fields).find((each) => each.name === name);
    if (form.form === 'exact')
      hint(
        at,
        `asks for every value of ${name}; ${spec?.type === 'number' ? 'a summary (mean over PT1H) or rounded' : 'timeInState over PT1H'} often serves, and more households say yes`,
      );
    const special = spec && specialIn(revealedBy(spec, undefined), en);
    if (special !== undefined && !request.legalBasis.some(isSpecialBasis))
      hint(at, `${name} may hold ${special}, and legalBasis names none of Art. 9(2); households are told so`);
  }
  return hints;
}

/** What a home takes the field for, whatever the manifest says of it. */
export function revealedBy(spec: FieldSpec, ecosystem: string | undefined) {
  const unit = spec.type === 'number' ? spec.unit : undefined;
  const about = { name: spec.name, type: spec.type, ...(unit === undefined ? {} : { unit }) };
  return classify({ ...about, ...(ecosystem === undefined ? {} : { ecosystem }) }, shippedCatalogue());
}

function isLongerThanAYear(retention: string): boolean {
  const { months = 0, ms = 0 } = parseDuration(retention) ?? {};
  return months > 12 || months * 30 + ms / 86_400_000 > 366;
}
