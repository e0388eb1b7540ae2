import { ask, NotDone } from '../api/client.ts';
import { BASE } from '../base.ts';
import { type ComponentChildren, useEffect, useState } from '../framework.ts';
import { withPassphrase } from './passphrase-again.tsx';
import { toast } from './toasts.tsx';
import { asNotDone, sentenceOf } from './trouble.tsx';

interface DownloadProps {
  readonly name: string;
  readonly type: string;
  readonly text: string;
  readonly children: ComponentChildren;
}

/** Text that is here already, as a file to keep. */
export function DownloadText({ name, type, text, children }: DownloadProps) {
  const [url, setUrl] = useState('');
  useEffect(() => {
    const made = URL.createObjectURL(new Blob([text], { type }));
    setUrl(made);
    return () => URL.revokeObjectURL(made);
  }, [text, type]);
  return (
    <a class="button" href={url} download={name}>
      {children}
    </a>
  );
}

/**
 * Downloads a document of the hub that wants the passphrase typed a moment ago. The browser writes it to its disk by
 * itself, however large it is.
 */
export async function downloadWithPassphrase(path: string): Promise<void> {
  try {
    await withPassphrase(async () => {
      const { fresh } = await ask('GET /session', {});
      if (!fresh) throw new NotDone('sign-in-again', 403);
    });
    const link = document.createElement('a');
    link.href = BASE + path;
    link.download = '';
    link.click();
  } catch (error) {
    const why = asNotDone(error);
    if (why.code !== 'sign-in-again') toast(sentenceOf(why));
  }
}
