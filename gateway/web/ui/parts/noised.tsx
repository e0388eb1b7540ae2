import { useAnswer } from '../api/answers.ts';
import { Link } from '../router.tsx';
import { words } from '../words/words.ts';

/** Whether anybody, or this recipient, gets noised values or did within 31 days. */
export function useNoised(recipient?: string): boolean {
  const { answer } = useAnswer('GET /budget', {}, ['consents', 'recipients']).now.value;
  return answer?.recipients.some((each) => recipient === undefined || each.recipient === recipient) ?? false;
}

/** The way to the privacy budget, where there is something to see in it. */
export function ToBudget({ recipient }: { readonly recipient?: string }) {
  const isNoised = useNoised(recipient);
  return isNoised ? (
    <p>
      <Link to="/budget">{words().shell.budget}</Link>
    </p>
  ) : null;
}
