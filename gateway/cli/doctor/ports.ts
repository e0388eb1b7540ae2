import { createServer } from 'node:net';
import { type Config, wantedPorts } from '../../runtime/config.ts';
import { bad, type Finding, good } from './finding.ts';

/** Whether a hub that does not run could have its ports; each is taken for a moment. */
export async function freePorts(config: Config): Promise<Finding[]> {
  const wanted = wantedPorts(config).filter(({ port }) => port !== 0);
  const found = await Promise.all(wanted.map(async (each) => ({ ...each, code: await taken(each.host, each.port) })));
  const hindered = found.filter(({ code }) => code !== undefined);
  if (hindered.length === 0) return [good('ports', 'all are free')];
  return hindered.map(({ name, port, code }) =>
    code === 'EADDRINUSE'
      ? bad('ports', `${port} is taken by another program`, `end it, or choose another with ${name}.port`)
      : code === 'EACCES'
        ? bad('ports', `${port} is not for this user`, `choose one above 1023 with ${name}.port`)
        : bad('ports', `${port} cannot be listened on (${code})`, 'set host to an address of this machine'),
  );
}

function taken(host: string, port: number): Promise<string | undefined> {
  const server = createServer();
  return new Promise((resolve) => {
    server.once('error', (error: NodeJS.ErrnoException) => resolve(error.code ?? 'unknown'));
    server.listen({ host, port }, () => server.close(() => resolve(undefined)));
  });
}
