import { createClient } from './client.js';
export { Answer } from './answer.js';
export { createClient } from './client.js';
export { AbortError, HeedError, JsonError, OptionError, RedirectError, SchemaError, StatusError, TimeoutError, WireError, } from './errors.js';
export { classes, explain } from './status/index.js';
/** The client with every default: `await heed('https://api.example.com/posts/1')`. */
export const heed = createClient();
