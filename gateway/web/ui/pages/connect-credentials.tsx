import { visible } from '../../../../rules/visible.ts';
import { Dialog } from '../parts/dialog.tsx';
import { Buttons } from '../parts/fields.tsx';
import { toast } from '../parts/toasts.tsx';
import { words } from '../words/words.ts';

interface CredentialsProps {
  readonly name: string;
  readonly password: string;
  readonly onClose: () => void;
}

/** Shown once, and by nobody again; Escape leaves it open, since it would be lost. */
export function Credentials({ name, password, onClose }: CredentialsProps) {
  const { connect } = words();
  const copy = () => navigator.clipboard.writeText(password).then(() => toast(connect.copied));
  return (
    <Dialog title={connect.credentials(visible(name))} onClose={() => undefined}>
      <p>{connect.credentialsSay}</p>
      <dl class="rows">
        <div>
          <dt>{connect.user}</dt>
          <dd>
            <code>{visible(name)}</code>
          </dd>
        </div>
        <div>
          <dt>{connect.password}</dt>
          <dd>
            <code>{password}</code>
          </dd>
        </div>
      </dl>
      <Buttons>
        <button type="button" onClick={copy}>
          {connect.copy}
        </button>
        <button type="button" onClick={onClose}>
          {connect.typedIn}
        </button>
      </Buttons>
    </Dialog>
  );
}
