export { classes, classOf } from './classes.js';
export { explain } from './explain.js';
export { lookup } from './lookup.js';
export { paragraphs } from './paragraphs.js';
export { search } from './search.js';
export { rows, strays } from './table.js';
