import { start } from './app';

start(document.body);
