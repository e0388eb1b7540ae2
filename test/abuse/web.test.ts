import './guards.ts';
import { eachCase } from './each-case.ts';
import { httpOrigins } from './http-origins.ts';
import { httpPeople } from './http-people.ts';
import { httpRequests } from './http-requests.ts';

eachCase('the page’s door', [...httpOrigins, ...httpPeople, ...httpRequests], true);
