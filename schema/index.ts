import './change-live-group-admins.ts';
import './live-group.ts';
import { builder } from './builder.ts';

export const schema = builder.toSchema();
