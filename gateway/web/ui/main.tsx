import './style/style.css';
import { listen, listenNoMore } from './api/live.ts';
import { App } from './app.tsx';
import { effect, render } from './framework.ts';
import { looks } from './looks.ts';
import { lookWho, me } from './session.ts';
import { loadWords } from './words/words.ts';

looks();
await loadWords();
effect(() => (me.value ? listen() : listenNoMore()));
const page = document.getElementById('page');
if (page) render(<App start={lookWho} />, page);
