import './guards.ts';
import { eachCase } from './each-case.ts';
import { http } from './http.ts';

eachCase('the page’s door', http, true);
