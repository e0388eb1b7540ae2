import { spawnSync } from 'node:child_process';

/** An image that buildah built, mounted as a folder. */
export interface Mounted {
  readonly folder: string;
  forget(): void;
}

/**
 * Builds the Dockerfile itself, where there is a buildah and the base images can be had; else says why it does not. Throws
 * where a step of the Dockerfile fails.
 */
export function builtByBuildah(context: string, arch: string): Mounted | string {
  if (spawnSync('buildah', ['--version']).status !== 0) return 'there is no buildah';
  const tag = 'localhost/hearthgate:tried';
  const build = ['build', '--format', 'docker', '--isolation', 'chroot', '--network', 'host', '--layers=false'];
  const { status, stderr } = buildah(...build, '--platform', `linux/${arch}`, '--tag', tag, context);
  if (status !== 0) {
    const [unreachable] = /^Error: .*initializing source.*$/m.exec(stderr) ?? [];
    if (unreachable !== undefined) return `its base images cannot be had (${unreachable.slice('Error: '.length, 160)})`;
    throw new Error(`buildah could not build the Dockerfile:\n${stderr.slice(-2_000)}`);
  }
  const container = buildah('from', '--pull=never', tag).stdout.trim();
  return {
    folder: buildah('mount', container).stdout.trim(),
    forget() {
      buildah('rm', container);
      buildah('rmi', tag);
    },
  };
}

function buildah(...words: string[]) {
  return spawnSync('buildah', words, { encoding: 'utf8', maxBuffer: 1 << 26 });
}
