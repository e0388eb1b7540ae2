import { formatter } from '../format.ts';

export const f = formatter('en');
