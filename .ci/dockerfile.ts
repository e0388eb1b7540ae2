/** One line of a stage after its FROM, as it stands: `COPY`, and all after it. */
interface Step {
  readonly does: string;
  readonly words: string;
}

export interface Stage {
  /** What it is made from: an image, or a stage before it. */
  readonly from: string;
  readonly name: string;
  readonly steps: readonly Step[];
}

/** What a copy takes, from which stage (else the folder that is built), and for whom. */
export interface Copy {
  readonly from?: string;
  readonly owner?: number;
  readonly sources: readonly string[];
  readonly to: string;
}

/** A Dockerfile's stages, in order; throws at what it does not know, so that nothing is passed over. */
export function stagesOf(dockerfile: string): Stage[] {
  const stages: { from: string; name: string; steps: Step[] }[] = [];
  const lines = dockerfile.replace(/^\s*#.*$/gm, '').replace(/\\\n/g, ' ');
  for (const line of lines.split('\n')) {
    const [, does = '', words = ''] = /^([A-Z]+)\s+(.*?)\s*$/.exec(line) ?? [];
    if (does === '') {
      if (line.trim() !== '') throw new Error(`the Dockerfile says "${line}", which is no instruction`);
    } else if (does === 'FROM') {
      const [, from = '', name = ''] = /^(?:--platform=\S+\s+)?(\S+)(?:\s+AS\s+(\S+))?$/.exec(words) ?? [];
      stages.push({ from, name, steps: [] });
    } else if (KNOWN.has(does)) stages.at(-1)?.steps.push({ does, words });
    else throw new Error(`the Dockerfile says ${does}, which cannot be followed`);
  }
  return stages;
}

const KNOWN = new Set([
  ...['ARG', 'CMD', 'COPY', 'ENTRYPOINT', 'ENV', 'EXPOSE', 'HEALTHCHECK', 'LABEL', 'RUN', 'USER', 'VOLUME', 'WORKDIR'],
]);

export function copyOf(words: string): Copy {
  const all = words.split(/\s+/);
  const options = new Map(all.filter((word) => word.startsWith('--')).map((word) => splitAt(word.slice(2))));
  const paths = all.filter((word) => !word.startsWith('--'));
  const from = options.get('from');
  const owner = options.get('chown');
  return {
    ...(from === undefined ? {} : { from }),
    ...(owner === undefined ? {} : { owner: Number(owner.split(':')[0]) }),
    sources: paths.slice(0, -1),
    to: paths.at(-1) ?? '.',
  };
}

/** `NAME=value`; a value may stand in quotes. */
export function splitAt(word: string): [string, string] {
  const at = word.indexOf('=');
  return at === -1 ? [word, ''] : [word.slice(0, at), word.slice(at + 1).replace(/^"(.*)"$/, '$1')];
}

/** Whether .dockerignore leaves a path of the folder that is built out: the last line that means it decides. */
export function ignored(patterns: string): (path: string) => boolean {
  const rules = patterns.split('\n').flatMap((line) => {
    const pattern = line.trim().replace(/^!/, '');
    return pattern === '' || pattern.startsWith('#') ? [] : [{ out: !line.startsWith('!'), means: meaning(pattern) }];
  });
  return (path) => rules.findLast(({ means }) => means.test(path))?.out ?? false;
}

/** A pattern means a path and all below it. */
function meaning(pattern: string): RegExp {
  const source = pattern.replace(/\*\*\/|\*|[.+^${}()|[\]\\?]/g, (sign) => {
    if (sign === '**/') return '(?:.*/)?';
    return sign === '*' ? '[^/]*' : `\\${sign}`;
  });
  return new RegExp(`^${source}(?:/|$)`);
}
